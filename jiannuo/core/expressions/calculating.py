"""What `+ - * / ||` make of two present values. What cannot be computed raises `Fault`; nothing here knows null."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import cast

from jiannuo.core.expressions.comparing import (
    Zoned,
    amounts_of,
    counts_of,
    finite,
    instant_at,
    kind_of,
    micros_of,
    moment,
)
from jiannuo.core.expressions.faults import Fault
from jiannuo.core.expressions.measuring import factor_between
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.clock import add
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.problems import Refusal

DIGITS = 38
QUOTIENT_DIGITS = 34
_TOO_BIG = 10**DIGITS
_LONGEST = 2**63
_EXACT = Context(prec=DIGITS, rounding=ROUND_HALF_UP, Emin=-999_999, Emax=999_999, traps=[])
_QUOTIENT = Context(prec=QUOTIENT_DIGITS, rounding=ROUND_HALF_UP, Emin=-999_999, Emax=999_999, traps=[])


def calculate(sign: str, left: object, right: object, around: Zoned) -> object:
    """Apply `+ - * / ||` to two present values."""
    rule = RULES.get((sign, kind_of(left), kind_of(right)))
    if rule is None:
        raise Fault("types")
    return rule(left, right, around)


def negative(value: object) -> object:
    """Return `-value` of a number, duration, money or quantity."""
    match value:
        case bool():
            raise Fault("types")
        case int():
            return -value
        case Decimal():
            return _checked(value.copy_negate())
        case Duration():
            return Duration(-value.count, value.unit)
        case Money() | Quantity():
            return replace(value, amount=value.amount.copy_negate())
    raise Fault("types")


# --- numbers ---


def _checked(value: int | Decimal) -> int | Decimal:
    if isinstance(value, int):
        if not -_TOO_BIG < value < _TOO_BIG:
            raise Fault("overflow")
    elif not value.is_finite():
        raise Fault("overflow" if value.is_infinite() else "not a number")
    elif value and value.adjusted() >= DIGITS:
        raise Fault("overflow")
    return value


def _both(left: object, right: object) -> tuple[Decimal, Decimal]:
    return Decimal(finite(left)), Decimal(finite(right))


def add_numbers(left: object, right: object) -> int | Decimal:
    """Add exactly to 38 digits, half up beyond; raise Fault on overflow or NaN."""
    if type(left) is int and type(right) is int:
        return _checked(left + right)
    return _checked(_EXACT.add(*_both(left, right)))


def subtract_numbers(left: object, right: object) -> int | Decimal:
    """Subtract exactly to 38 digits, half up beyond; raise Fault on overflow or NaN."""
    if type(left) is int and type(right) is int:
        return _checked(left - right)
    return _checked(_EXACT.subtract(*_both(left, right)))


def multiply_numbers(left: object, right: object) -> int | Decimal:
    """Multiply exactly to 38 digits, half up beyond; raise Fault on overflow or NaN."""
    if type(left) is int and type(right) is int:
        return _checked(left * right)
    return _checked(_EXACT.multiply(*_both(left, right)))


def divide_numbers(left: object, right: object) -> Decimal:
    """Divide to 34 digits, half up; raise Fault on a zero divisor, overflow or NaN."""
    dividend, divisor = _both(left, right)
    if not divisor:
        raise Fault("division by zero")
    return cast(Decimal, _checked(_QUOTIENT.divide(dividend, divisor)))


# --- durations and instants ---


def _length(count: int, unit: Unit) -> Duration:
    if not -_LONGEST < count < _LONGEST:
        raise Fault("overflow")
    return Duration(count, unit)


def _longer(left: object, right: object, around: Zoned) -> object:
    one, other = counts_of(left, right, around)
    return _length(one + other, cast(Duration, left).unit)


def _shorter(left: object, right: object, around: Zoned) -> object:
    one, other = counts_of(left, right, around)
    return _length(one - other, cast(Duration, left).unit)


def _scaled(left: object, right: object, _: Zoned) -> object:
    return _times(cast(Duration, left), Fraction(finite(right)))


def _scaling(left: object, right: object, around: Zoned) -> object:
    return _scaled(right, left, around)


def _parted(left: object, right: object, _: Zoned) -> object:
    divisor = Fraction(finite(right))
    if not divisor:
        raise Fault("division by zero")
    return _times(cast(Duration, left), 1 / divisor)


def _times(length: Duration, factor: Fraction) -> Duration:
    """Multiply: elapsed and working time half up to the microsecond, whole units only if they stay whole."""
    product = length.count * factor
    if product.denominator == 1:
        return _length(product.numerator, length.unit)
    if not length.unit.counts_time:
        raise Fault("durations")
    half_up = int(abs(product) + Fraction(1, 2))
    return _length(half_up if product > 0 else -half_up, length.unit)


def _length_ratio(left: object, right: object, around: Zoned) -> object:
    return divide_numbers(*counts_of(left, right, around))


def _later(left: object, right: object, around: Zoned) -> object:
    return _moved(left, cast(Duration, right), around)


def _later_too(left: object, right: object, around: Zoned) -> object:
    return _moved(right, cast(Duration, left), around)


def _earlier(left: object, right: object, around: Zoned) -> object:
    return _moved(left, cast(Duration, negative(right)), around)


def _moved(start: object, length: Duration, around: Zoned) -> datetime:
    """Add a duration as the clock of a promise does; working time needs the calendar of the surroundings."""
    instant = moment(start, around.zone)
    calendar = getattr(around, "calendar", None)
    if length.unit.needs_calendar and (calendar is None or length.count < 0):
        raise Fault("calendar")
    try:
        return instant_at(add(micros_of(instant), length, calendar=calendar, zone=around.zone))
    except Refusal as refusal:
        raise Fault("calendar" if length.unit.needs_calendar else "overflow") from refusal
    except (OverflowError, ValueError) as error:
        raise Fault("overflow") from error


def _between(left: object, right: object, around: Zoned) -> object:
    span = micros_of(moment(left, around.zone)) - micros_of(moment(right, around.zone))
    return Duration(span, Unit.ELAPSED)


# --- amounts: money and quantities alike ---

_Amount = Money | Quantity


def _amounts(left: object, right: object, around: Zoned) -> tuple[int | Decimal, int | Decimal]:
    """Return both amounts in the currency or unit of the left one."""
    if isinstance(left, Money):
        return amounts_of(left, right, around)
    one, other = cast(Quantity, left), cast(Quantity, right)
    factor = factor_between(other.unit, one.unit)
    if factor is None:
        raise Fault("units")
    amount = multiply_numbers(other.amount, factor.numerator)
    return one.amount, amount if factor.denominator == 1 else divide_numbers(amount, factor.denominator)


def _with(amount: int | Decimal, like: object) -> object:
    return replace(cast(_Amount, like), amount=Decimal(amount))


def _more(left: object, right: object, around: Zoned) -> object:
    return _with(add_numbers(*_amounts(left, right, around)), left)


def _less(left: object, right: object, around: Zoned) -> object:
    return _with(subtract_numbers(*_amounts(left, right, around)), left)


def _multiple(left: object, right: object, _: Zoned) -> object:
    return _with(multiply_numbers(cast(_Amount, left).amount, right), left)


def _multiple_too(left: object, right: object, around: Zoned) -> object:
    return _multiple(right, left, around)


def _part(left: object, right: object, _: Zoned) -> object:
    return _with(divide_numbers(cast(_Amount, left).amount, right), left)


def _ratio(left: object, right: object, around: Zoned) -> object:
    return divide_numbers(*_amounts(left, right, around))


def _joined(left: object, right: object, _: Zoned) -> object:
    return cast(str, left) + cast(str, right)


Rule = Callable[[object, object, Zoned], object]
RULES: dict[tuple[str, str, str], Rule] = {
    ("+", "number", "number"): lambda left, right, _: add_numbers(left, right),
    ("-", "number", "number"): lambda left, right, _: subtract_numbers(left, right),
    ("*", "number", "number"): lambda left, right, _: multiply_numbers(left, right),
    ("/", "number", "number"): lambda left, right, _: divide_numbers(left, right),
    ("||", "text", "text"): _joined,
    ("+", "duration", "duration"): _longer,
    ("-", "duration", "duration"): _shorter,
    ("*", "duration", "number"): _scaled,
    ("*", "number", "duration"): _scaling,
    ("/", "duration", "number"): _parted,
    ("/", "duration", "duration"): _length_ratio,
    ("+", "instant", "duration"): _later,
    ("+", "duration", "instant"): _later_too,
    ("-", "instant", "duration"): _earlier,
    ("-", "instant", "instant"): _between,
}
"""What each operator does to which kinds: (operator, left, right)."""
for _kind in ("money", "quantity"):
    RULES |= {
        ("+", _kind, _kind): _more,
        ("-", _kind, _kind): _less,
        ("*", _kind, "number"): _multiple,
        ("*", "number", _kind): _multiple_too,
        ("/", _kind, "number"): _part,
        ("/", _kind, _kind): _ratio,
    }
