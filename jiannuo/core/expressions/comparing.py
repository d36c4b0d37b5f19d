"""How two present values compare. What cannot be compared raises `Fault`; nothing here knows null."""

import operator
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol, cast

from jiannuo.core.expressions.faults import Fault
from jiannuo.core.expressions.measuring import in_base_unit
from jiannuo.core.values.amounts import Money, Point, Quantity
from jiannuo.core.values.durations import Duration
from jiannuo.core.values.instants import start_of_day
from jiannuo.core.values.problems import Refusal

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_KINDS: dict[type, str] = {
    int: "number",
    Decimal: "number",
    str: "text",
    bool: "boolean",
    datetime: "instant",
    date: "instant",
    Duration: "duration",
    Money: "money",
    Quantity: "quantity",
    Point: "point",
    tuple: "list",
}
TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Zoned(Protocol):
    """What operators must know of the surroundings: the zone of dates and days."""

    @property
    def zone(self) -> str:
        """Return the name of the charter's zone."""


def kind_of(value: object) -> str:
    """Return the kind of a value (`number`, `text`, `instant`, …); raise Fault for any other value."""
    kind = _KINDS.get(type(value))
    if kind is None:
        raise Fault("not a number" if isinstance(value, float) else "types")
    return kind


def compare(sign: str, left: object, right: object, around: Zoned) -> bool:
    """Compare two present values of one kind; dates count as their 00:00, units are converted."""
    kind = kind_of(left)
    if kind != kind_of(right):
        raise Fault("types")
    keyed = _KEYS.get(kind)
    if keyed is None and sign not in ("=", "<>"):
        raise Fault("types")
    return TESTS[sign](*(keyed(left, right, around) if keyed else (left, right)))


# --- keys by which values of one kind compare ---

_Pair = tuple[object, object]


def _numbers(left: object, right: object, _: Zoned) -> _Pair:
    return finite(left), finite(right)


def finite(value: object) -> int | Decimal:
    """Return a number; raise Fault for NaN and infinity."""
    if isinstance(value, Decimal) and not value.is_finite():
        raise Fault("not a number")
    return cast(int | Decimal, value)


def _texts(left: object, right: object, _: Zoned) -> _Pair:
    return left, right


def _moments(left: object, right: object, around: Zoned) -> _Pair:
    if type(left) is date and type(right) is date:
        return left, right
    return moment(left, around.zone), moment(right, around.zone)


def moment(value: object, zone: str) -> datetime:
    """Return an instant as it is, a date as its 00:00 in the zone; raise Fault for other values."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        try:
            return instant_at(start_of_day(value, zone=zone))
        except Refusal as refusal:
            raise Fault("overflow") from refusal
    raise Fault("types")


def micros_of(instant: datetime) -> int:
    """Return the microseconds since 1970-01-01 00:00 UTC of an aware instant."""
    return (instant - _EPOCH) // _MICRO


def instant_at(micros: int) -> datetime:
    """Return the instant of a number of microseconds; raise Fault outside the years 1 to 9999."""
    try:
        return _EPOCH + timedelta(microseconds=micros)
    except OverflowError as error:
        raise Fault("overflow") from error


def counts_of(left: object, right: object, _: Zoned) -> tuple[int, int]:
    """Return the counts of two durations of one unit; raise Fault for different units."""
    one, other = cast(Duration, left), cast(Duration, right)
    if one.unit is not other.unit:
        raise Fault("durations")
    return one.count, other.count


def amounts_of(left: object, right: object, _: Zoned) -> tuple[int | Decimal, int | Decimal]:
    """Return two amounts of one currency; raise Fault for different currencies."""
    one, other = cast(Money, left), cast(Money, right)
    if one.currency != other.currency:
        raise Fault("currencies")
    return finite(one.amount), finite(other.amount)


def _quantities(left: object, right: object, _: Zoned) -> _Pair:
    one, other = cast(Quantity, left), cast(Quantity, right)
    mine = in_base_unit(cast(Decimal, finite(one.amount)), one.unit)
    its = in_base_unit(cast(Decimal, finite(other.amount)), other.unit)
    if mine is None or its is None or mine[0] != its[0]:
        raise Fault("units")
    return mine[1], its[1]


_KEYS: dict[str, Callable[[object, object, Zoned], _Pair]] = {
    "number": _numbers,
    "text": _texts,
    "instant": _moments,
    "duration": counts_of,
    "money": amounts_of,
    "quantity": _quantities,
}


# --- like ---


def like(text: object, pattern: object) -> bool:
    """Match a whole text: `%` is any run of characters, `_` any one, a backslash takes the next one as it is."""
    if not isinstance(text, str) or not isinstance(pattern, str):
        raise Fault("types")
    return _pattern(pattern).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _pattern(pattern: str) -> re.Pattern[str]:
    """Translate to a regular expression that never backtracks over an earlier `%`, so that its cost stays bounded."""
    runs = [""]
    letters = iter(pattern)
    for letter in letters:
        if letter == "%":
            runs.append("")
        elif letter == "_":
            runs[-1] += "."
        else:
            runs[-1] += re.escape(_escaped(letters) if letter == "\\" else letter)
    first, *others = runs
    if not others:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{run})" for run in others[:-1] if run)
    return re.compile(f"{first}{middle}.*{others[-1]}", re.DOTALL)


def _escaped(letters: Iterator[str]) -> str:
    following = next(letters, None)
    if following is None:
        raise Fault("pattern")
    return following
