"""Whether a value is of its declared type, and why not: a value outside its type is set aside, never judged."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isfinite

from jiannuo.core.expressions.measuring import convertible
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.problems import MISSING_VALUE, NOT_AN_OPTION, OTHER_DIMENSION, OUT_OF_RANGE, WRONG_VALUE
from jiannuo.core.expressions.scanning import LONGEST_NUMBER
from jiannuo.core.expressions.type_writing import type_in_words
from jiannuo.core.expressions.types import AttributeType, ListOf, Nothing, OneOf, Plain, QuantityOf, SubjectOf, Type
from jiannuo.core.values.amounts import Money, Point, Quantity
from jiannuo.core.values.durations import Duration
from jiannuo.core.values.problems import Problem
from jiannuo.core.values.texts import listed

_SHOWN = 60
_PERIOD = re.compile(
    r"[0-9]{4}(?:-(?:H[12]|Q[1-4]|W(?:0[1-9]|[1-4][0-9]|5[0-3])|(?:0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12][0-9]|3[01]))?))?\Z"
)
_CURRENCY = re.compile(r"[A-Z]{3}\Z")


def conform(value: object, attribute: AttributeType) -> Problem | None:
    """Return None for a value of the type, else the problem; None is a value only of an optional type."""
    if value is None:
        return None if attribute.optional else MISSING_VALUE.at()
    return _wrong(value, attribute.type)


def is_period(text: str) -> bool:
    """Tell whether a text names a period: 2024, 2024-H1, 2024-Q2, 2024-05, 2024-W07 or 2024-05-06."""
    found = _PERIOD.match(text)
    if found is None or found["day"] is None:
        return found is not None
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _wrong(value: object, wanted: Type) -> Problem | None:
    match wanted:
        case Plain():
            return _wrong_plain(value, wanted)
        case OneOf():
            return _wrong_option(value, wanted)
        case ListOf():
            return _wrong_list(value, wanted)
        case QuantityOf():
            return _wrong_quantity(value, wanted)
        case SubjectOf():
            return None if isinstance(value, str) and value else _not_of(value, wanted)
        case Nothing():
            return None


def _not_of(value: object, wanted: Type) -> Problem:
    return WRONG_VALUE.at(value=_shown(value), type=type_in_words(wanted))


def _shown(value: object) -> str:
    shown = str(value)
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"


def _wrong_plain(value: object, wanted: Plain) -> Problem | None:
    if not _IS[wanted.kind](value):
        return _not_of(value, wanted)
    if wanted.low is None or wanted.high is None or not isinstance(value, int):
        return None
    if wanted.low <= value <= wanted.high:
        return None
    return OUT_OF_RANGE.at(value=_shown(value), low=wanted.low, high=wanted.high)


def _wrong_option(value: object, wanted: OneOf) -> Problem | None:
    if isinstance(value, str) and value in wanted.options:
        return None
    hint = (
        did_you_mean(value, wanted.options) if isinstance(value, str) and len(value) <= _SHOWN else did_you_mean("", ())
    )
    return NOT_AN_OPTION.at(value=_shown(value), options=listed(wanted.options), hint=hint)


def _wrong_list(value: object, wanted: ListOf) -> Problem | None:
    if not isinstance(value, tuple):
        return _not_of(value, wanted)
    problems = (_wrong(member, wanted.element) for member in value if member is not None)
    return next((problem for problem in problems if problem is not None), None)


def _wrong_quantity(value: object, wanted: QuantityOf) -> Problem | None:
    if not isinstance(value, Quantity) or not _is_number(value.amount):
        return _not_of(value, wanted)
    if convertible(value.unit, wanted.unit):
        return None
    return OTHER_DIMENSION.at(value=f"{value.amount} {value.unit}", unit=wanted.unit)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**LONGEST_NUMBER


def _is_number(value: object) -> bool:
    if not isinstance(value, Decimal):
        return _is_integer(value)
    if not value.is_finite():
        return False
    digits = value.as_tuple()
    places = -digits.exponent if isinstance(digits.exponent, int) else 0
    return len(digits.digits) <= LONGEST_NUMBER and value.adjusted() < LONGEST_NUMBER and places <= LONGEST_NUMBER


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool)


def _is_instant(value: object) -> bool:
    return isinstance(value, datetime) and value.utcoffset() == timedelta(0)


def _is_date(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_duration(value: object) -> bool:
    return isinstance(value, Duration)


def _is_period(value: object) -> bool:
    return isinstance(value, str) and is_period(value)


def _is_money(value: object) -> bool:
    return isinstance(value, Money) and _is_number(value.amount) and _CURRENCY.match(value.currency) is not None


def _is_point(value: object) -> bool:
    if not isinstance(value, Point) or not (isfinite(value.latitude) and isfinite(value.longitude)):
        return False
    return -90 <= value.latitude <= 90 and -180 <= value.longitude <= 180


def _is_party(value: object) -> bool:
    return isinstance(value, str) and value != ""


_IS = {
    "text": _is_text,
    "integer": _is_integer,
    "number": _is_number,
    "boolean": _is_boolean,
    "instant": _is_instant,
    "date": _is_date,
    "duration": _is_duration,
    "period": _is_period,
    "money": _is_money,
    "point": _is_point,
    "party": _is_party,
}
