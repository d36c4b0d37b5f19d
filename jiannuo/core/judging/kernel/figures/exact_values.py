"""Values of columns for indicators: exact numbers of one scale with their units, and texts to group by."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import numpy as np

from jiannuo.core.expressions.measuring import factor_between
from jiannuo.core.judging.event_table import Coded, Column
from jiannuo.core.judging.kernel.streams.columns import codes_of
from jiannuo.core.statistics.figures import MICROSECONDS
from jiannuo.core.statistics.measures import Amounts, amounts_of
from jiannuo.core.statistics.observations import Flags, Labels
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import Duration, Unit

_MOST_PLACES = 30
Number = int | Decimal | Fraction


def exact_values(column: Column) -> tuple[Amounts, Flags, Labels]:
    """Return the number of every row, which rows have one, and its unit: a currency, a measure, `us`, or nothing.

    Lengths of time are microseconds; measures are told in the first unit that occurs and gives exact decimals. What is no number, as a length of
    days on the calendar, counts as missing.
    """
    coded = codes_of(column)
    units: dict[str, int] = {}
    numbers: list[Number] = []
    of_value = []
    for value in coded.values:
        found = _number(value, units)
        of_value.append(-1 if found is None else units.setdefault(found[1], len(units)))
        numbers.append(0 if found is None else found[0])
    amounts = amounts_of([*numbers, 0])
    unit_codes = np.array([*of_value, -1], np.int64)[coded.codes]
    return amounts.taken(coded.codes), unit_codes >= 0, Labels(tuple(units), unit_codes)


def _number(value: object, units: Iterable[str]) -> tuple[Number, str] | None:
    match value:
        case bool():
            return None
        case int() | Decimal():
            return value, ""
        case Duration(count=count, unit=Unit.ELAPSED):
            return count, MICROSECONDS
        case Money(amount=amount, currency=currency):
            return amount, currency
        case Quantity():
            return _measured(value, units)
        case _:
            return None


def _measured(value: Quantity, units: Iterable[str]) -> tuple[Number, str]:
    for unit in units:
        factor = factor_between(value.unit, unit)
        if factor is not None and _ends(factor):
            return Fraction(value.amount) * factor, unit
    return value.amount, value.unit


def _ends(factor: Fraction) -> bool:
    """Tell whether a factor has an end in decimals; amounts under any other stay in their own unit and are not mixed."""
    rest: int = 10**_MOST_PLACES % factor.denominator
    return rest == 0


def labels_of(column: Column) -> Labels:
    """Return the values of a column as texts, each once."""
    coded = codes_of(column)
    texts: dict[str, int] = {}
    numbers = [texts.setdefault(text_of(value), len(texts)) for value in coded.values]
    return Labels(tuple(texts), np.array([*numbers, -1], np.int64)[coded.codes])


def text_of(value: object) -> str:
    """Return a value as the text by which figures are told apart."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def numbers_of(column: Column) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return a number for every row that is the same for equal values, -1 where there is none."""
    coded: Coded = codes_of(column)
    numbers: dict[object, int] = {}
    found = [numbers.setdefault(value, len(numbers)) for value in coded.values]
    return np.array([*found, -1], np.int64)[coded.codes]
