"""Rounding exact figures as a charter declares it: half up, or by GB/T 8170."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

Rule = Literal["half up", "GB/T 8170"]
RULES: tuple[Rule, ...] = ("half up", "GB/T 8170")
DIGITS = 12
"""So many significant digits has a figure for which the charter declares no decimals."""


def rounded(value: Fraction, *, places: int, rule: Rule = "half up") -> Decimal:
    """Return a value with so many decimals; trailing zeros stand.

    A tie goes away from zero under `half up`, and to the even last digit under `GB/T 8170` (四舍六入五成双); the sign
    counts under neither, so that a debt is rounded as a claim is.
    """
    scaled = abs(value) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    if twice > 0 or (twice == 0 and (rule == "half up" or whole % 2)):
        whole += 1
    digits = tuple(int(digit) for digit in str(whole).rjust(places + 1, "0"))
    return Decimal((int(value < 0 and whole > 0), digits, -places))


def significant(value: Fraction, *, digits: int = DIGITS, rule: Rule = "half up") -> Decimal:
    """Return a value with at most so many significant digits and no needless zeros; what is whole stays exact."""
    if value.denominator == 1:
        return Decimal(value.numerator)
    before = len(str(abs(value.numerator) // value.denominator)) if abs(value) >= 1 else -_zeros_behind_point(value)
    places = max(0, digits - before)
    found = rounded(value, places=places, rule=rule)
    sign, written, _ = found.as_tuple()
    while places and written[-1] == 0 and len(written) > 1:
        written, places = written[:-1], places - 1
    return Decimal((sign, written, -places))


def _zeros_behind_point(value: Fraction) -> int:
    """Return how many zeros stand between the point and the first digit of a value between -1 and 1, which is not 0."""
    zeros, shown = 0, abs(value) * 10
    while shown < 1:
        zeros, shown = zeros + 1, shown * 10
    return zeros
