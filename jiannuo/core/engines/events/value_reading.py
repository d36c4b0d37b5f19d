"""Reading the values of attributes out of the cells of a table, by the types that the charter declares."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal, InvalidOperation

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.time_reading import read_time
from jiannuo.core.engines.mapping.mapping import EPOCHS, ISO, ValueSource
from jiannuo.core.expressions.conforming import conform
from jiannuo.core.expressions.type_writing import type_in_words
from jiannuo.core.expressions.types import AttributeType, ListOf, Plain, QuantityOf, Type
from jiannuo.core.values.amounts import Money, Point, Quantity
from jiannuo.core.values.durations import Duration, Unit, read_duration
from jiannuo.core.values.instants import to_datetime
from jiannuo.core.values.masks import mask
from jiannuo.core.values.problems import Problem, Refusal

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)
_AMOUNT = re.compile(r"(?P<number>\S+) +(?P<unit>\S+)")
_BOOLEANS = {"true": True, "false": False}
_EXACTLY = Context(prec=34)
_SHOWN = 100


class _Misread(ValueError):
    """The cell cannot be read as the type."""


def read_value(raw: object, source: ValueSource, *, name: str, attribute: AttributeType | None) -> object:
    """Return the value of an attribute; without a type, what the file holds as a plain value. None stays None.

    Raises Refusal if the cell is not of the type.
    """
    if raw is None:
        return None
    try:
        value = _renamed(raw, source)
        if attribute is None:
            return plain_value(value, source)
        read = _read(value, source, attribute.type)
    except _Misread as error:
        raise Refusal(_outside(raw, name, attribute)) from error
    problem = conform(read, attribute)
    if problem is not None:
        raise Refusal(_masked(problem, raw) if attribute.personal else problem)
    return read


def _masked(problem: Problem, raw: object) -> Problem:
    return replace(problem, values=problem.values | {"value": mask(written(raw))})


def _outside(raw: object, name: str, attribute: AttributeType | None) -> Problem:
    words = type_in_words(attribute.type) if attribute else ""
    shown = mask(written(raw)) if attribute and attribute.personal else str(raw)[:_SHOWN]
    return kinds.VALUE_OUTSIDE_TYPE.at(value=shown, attribute=name, type=words)


def _renamed(raw: object, source: ValueSource) -> object:
    return source.names.get(written(raw), raw) if source.names else raw


def written(raw: object) -> str:
    """Return a cell as text: whole numbers without a fraction, truth values as `true` and `false`."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, tuple):
        return " ".join(written(part) for part in raw)
    return str(raw)


def plain_value(raw: object, source: ValueSource) -> object:
    """Return a cell as the value of a condition that is closest to what the file holds."""
    if isinstance(raw, bool | str | int | Decimal):
        return raw
    if isinstance(raw, float):
        return Decimal(repr(raw))
    if isinstance(raw, datetime):
        return _instant(raw, source) if raw.tzinfo or source.time.zone else str(raw)
    return raw if isinstance(raw, date) else written(raw)


def _read(raw: object, source: ValueSource, wanted: Type) -> object:
    match wanted:
        case ListOf(element):
            return _list(raw, source, element)
        case QuantityOf(unit):
            return Quantity(*_amount(raw, source, source.unit or unit))
        case Plain(kind):
            return _READERS[kind](raw, source)
        case _:
            return written(raw)


def _list(raw: object, source: ValueSource, element: Type) -> tuple[object, ...]:
    if isinstance(raw, tuple):
        parts = raw
    elif source.split:
        parts = tuple(part.strip() for part in written(raw).split(source.split))
    else:
        parts = (raw,)
    return tuple(None if part is None else _read(_renamed(part, source), source, element) for part in parts)


def _text(raw: object, _: ValueSource) -> str:
    return written(raw)


def _number(raw: object, source: ValueSource) -> Decimal:
    text = repr(raw) if isinstance(raw, float) else str(raw).strip()
    if isinstance(raw, bool) or not _NUMBER.fullmatch(text):
        raise _Misread
    number = Decimal(text)
    if source.multiplier == 1 and source.divisor == 1:
        return number
    try:
        return _EXACTLY.divide(_EXACTLY.multiply(number, source.multiplier), source.divisor)
    except InvalidOperation as error:
        raise _Misread from error


def _integer(raw: object, source: ValueSource) -> int:
    number = _number(raw, source)
    if number != number.to_integral_value():
        raise _Misread
    return int(number)


def _boolean(raw: object, _: ValueSource) -> bool:
    if isinstance(raw, bool):
        return raw
    found = _BOOLEANS.get(written(raw).strip().lower())
    if found is None:
        raise _Misread
    return found


def _instant(raw: object, source: ValueSource) -> datetime:
    return to_datetime(read_time(raw, source.time)).astimezone(UTC)


def _date(raw: object, source: ValueSource) -> date:
    try:
        moment = raw if isinstance(raw, date) else _written_date(written(raw).strip(), source.time.pattern)
    except ValueError as error:
        raise _Misread from error
    if not isinstance(moment, datetime):
        return moment
    if moment.time() != time():
        raise _Misread
    return moment.date()


def _written_date(text: str, pattern: str) -> date:
    if pattern == ISO or pattern in EPOCHS:
        return date.fromisoformat(text)
    return datetime.strptime(text, pattern).date()  # noqa: DTZ007 — a date has no zone


def _duration(raw: object, source: ValueSource) -> Duration:
    try:
        if source.unit is None:
            return read_duration(written(raw))
        length = _number(raw, source) * read_duration(f"1 {source.unit}").count
        unit = read_duration(f"1 {source.unit}").unit
    except Refusal as error:
        raise _Misread from error
    if length != length.to_integral_value() and unit not in (Unit.ELAPSED, Unit.WORKING):
        raise _Misread
    return Duration(int(length.to_integral_value()), unit)


def _amount(raw: object, source: ValueSource, unit: str | None) -> tuple[Decimal, str]:
    """Return a number and its unit: the one beside it in the cell, or else the one given."""
    found = _AMOUNT.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found:
        return _number(found["number"], source), found["unit"]
    if unit is None:
        raise _Misread
    return _number(raw, source), unit


def _money(raw: object, source: ValueSource) -> Money:
    return Money(*_amount(raw, source, source.unit))


def _point(raw: object, source: ValueSource) -> Point:
    parts = raw if isinstance(raw, tuple) else tuple(written(raw).split(source.split or ","))
    if len(parts) != 2:
        raise _Misread
    latitude, longitude = (float(_number(part, source)) for part in parts)
    return Point(latitude, longitude)


_READERS: dict[str, Callable[[object, ValueSource], object]] = {
    "text": _text,
    "party": _text,
    "period": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "instant": _instant,
    "date": _date,
    "duration": _duration,
    "money": _money,
    "point": _point,
}
