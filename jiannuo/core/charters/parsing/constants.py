"""Reading constants by the type they must have: parameters, table cells and outputs, members of `for each`."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.parsing.leaf_reading import LONGEST_ID
from jiannuo.core.expressions.measuring import convertible
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.reading import read_condition
from jiannuo.core.expressions.syntax import Literal, Unary
from jiannuo.core.expressions.type_writing import type_in_words
from jiannuo.core.expressions.types import Nothing, OneOf, Plain, QuantityOf, SubjectOf, Type
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import read_duration
from jiannuo.core.values.instants import read_instant, to_datetime
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import listed

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,27})(?:\.[0-9]{1,10})?\Z")
_WORDS = {"text", "party", "period"}


def read_constant(text: str, type_: Type, *, zone: str) -> object:
    """Return the value that a text stands for, given its type; dates and times are those of the zone.

    Raises Refusal, with spans within the text.
    """
    match type_:
        case OneOf(options):
            return _option(text, options)
        case Plain(kind) if kind in _WORDS:
            return text
        case SubjectOf() | Nothing():
            return text
        case Plain("integer", low, high):
            return _whole(text, low, high, type_)
        case Plain("number"):
            return Decimal(text) if _NUMBER.match(text) else _refuse(text, type_)
        case Plain("boolean"):
            return text == "true" if text in ("true", "false") else _refuse(text, type_)
        case Plain("duration"):
            return read_duration(text)
        case Plain("instant"):
            return to_datetime(read_instant(text, zone=zone)).astimezone(UTC)
        case _:
            return _written(text, type_)


def _option(text: str, options: tuple[str, ...]) -> str:
    if text not in options:
        hint = did_you_mean(text[:LONGEST_ID], options)
        raise Refusal(kinds.NOT_AN_OPTION.at(span=(0, len(text)), value=text, options=listed(options), hint=hint))
    return text


def _whole(text: str, low: int | None, high: int | None, type_: Type) -> int:
    if not _WHOLE.match(text):
        return _refuse(text, type_)
    number = int(text)
    if (low is not None and number < low) or (high is not None and number > high):
        raise Refusal(kinds.BAD_INTEGER.at(span=(0, len(text)), value=text, low=low, high=high))
    return number


def _written(text: str, type_: Type) -> object:
    """Read a date, an amount of money or a quantity as conditions write them."""
    tree = read_condition(text)
    negative = isinstance(tree, Unary) and tree.operator == "-"
    literal = tree.operand if isinstance(tree, Unary) else tree
    value = literal.value if isinstance(literal, Literal) else None
    if isinstance(value, Money) and type_ == Plain("money"):
        return Money(-value.amount, value.currency) if negative else value
    if isinstance(value, Quantity) and isinstance(type_, QuantityOf) and convertible(value.unit, type_.unit):
        return Quantity(-value.amount, value.unit) if negative else value
    if isinstance(value, date) and not isinstance(value, datetime) and type_ == Plain("date"):
        return value
    return _refuse(text, type_)


def _refuse(text: str, type_: Type) -> int:
    raise Refusal(kinds.NOT_OF_TYPE.at(span=(0, len(text)), value=text[:LONGEST_ID], type=type_in_words(type_)))
