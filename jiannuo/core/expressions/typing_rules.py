"""How types go together: which compare, and what arithmetic makes of them."""

from datetime import date, datetime
from decimal import Decimal

from jiannuo.core.expressions.calculating import RULES
from jiannuo.core.expressions.measuring import convertible
from jiannuo.core.expressions.types import ListOf, Nothing, OneOf, Plain, QuantityOf, SubjectOf, Type
from jiannuo.core.values.amounts import Money, Point, Quantity
from jiannuo.core.values.durations import Duration

BOOLEAN = Plain("boolean")
INTEGER = Plain("integer")
NUMBER = Plain("number")
TEXT = Plain("text")
INSTANT = Plain("instant")
DURATION = Plain("duration")
MONEY = Plain("money")
POINT = Plain("point")
ANY = "any"
_KINDS = {
    "integer": "number",
    "number": "number",
    "text": "text",
    "period": "text",
    "party": "text",
    "boolean": "boolean",
    "instant": "instant",
    "date": "instant",
    "duration": "duration",
    "money": "money",
    "point": "point",
}
_RESULTS = {"number": NUMBER, "text": TEXT, "instant": INSTANT, "duration": DURATION, "money": MONEY}
_WITHOUT_ORDER = ("boolean", "point")


def kind_of_type(found: Type) -> str:
    """Return what operators see of a type: `number`, `text`, `instant`, …, `list`, or `any` for null."""
    match found:
        case Plain():
            return _KINDS[found.kind]
        case OneOf() | SubjectOf():
            return "text"
        case QuantityOf():
            return "quantity"
        case ListOf():
            return "list"
        case Nothing():
            return ANY


def type_of_value(value: object) -> Type:
    """Return the type of a constant."""
    return QuantityOf(value.unit) if isinstance(value, Quantity) else _CONSTANTS.get(type(value), Nothing())


_CONSTANTS: dict[type, Type] = {
    bool: BOOLEAN,
    int: INTEGER,
    Decimal: NUMBER,
    str: TEXT,
    datetime: INSTANT,
    date: Plain("date"),
    Duration: DURATION,
    Money: MONEY,
    Point: POINT,
}


def comparable(sign: str, left: Type, right: Type) -> bool:
    """Tell whether `left sign right` has a meaning."""
    kinds = kind_of_type(left), kind_of_type(right)
    if ANY in kinds:
        return "list" not in kinds
    if kinds[0] != kinds[1] or kinds[0] == "list":
        return False
    if sign not in ("=", "<>") and kinds[0] in _WITHOUT_ORDER:
        return False
    if isinstance(left, QuantityOf) and isinstance(right, QuantityOf):
        return convertible(left.unit, right.unit)
    return not (isinstance(left, SubjectOf) and isinstance(right, SubjectOf) and left.kind != right.kind)


def result_of(sign: str, left: Type, right: Type) -> Type | None:
    """Return the type of `left sign right` for `+ - * / ||`, None if it has no meaning."""
    kinds = kind_of_type(left), kind_of_type(right)
    if ANY in kinds:
        return Nothing() if _goes(sign, *kinds) else None
    if (sign, *kinds) not in RULES:
        return None
    both = [each for each in (left, right) if isinstance(each, QuantityOf)]
    if len(both) == 2 and not convertible(both[0].unit, both[1].unit):
        return None
    return _result(sign, left, right)


def _goes(sign: str, left: str, right: str) -> bool:
    return any(operator == sign and left in (one, ANY) and right in (other, ANY) for operator, one, other in RULES)


def _result(sign: str, left: Type, right: Type) -> Type:
    one, other = kind_of_type(left), kind_of_type(right)
    if one == other and (sign == "/" or one == "number"):
        whole = sign != "/" and _is_integer(left) and _is_integer(right)
        return INTEGER if whole else NUMBER
    if one == other == "instant":
        return DURATION
    if "instant" in (one, other):
        return INSTANT
    carrier = right if one == "number" else left
    return carrier if isinstance(carrier, QuantityOf) else _RESULTS[kind_of_type(carrier)]


def _is_integer(found: Type) -> bool:
    return isinstance(found, Plain) and found.kind == "integer"


def joined(left: Type, right: Type) -> Type | None:
    """Return the type that holds the values of both, as the branches of a `case` need it; None if there is none."""
    if isinstance(left, Nothing) or left == right:
        return right
    if isinstance(right, Nothing):
        return left
    kind = kind_of_type(left)
    if kind != kind_of_type(right) or kind == "list" or not comparable("=", left, right):
        return None
    return left if kind not in _RESULTS else _RESULTS[kind]
