"""Rounding as declared: half up away from zero, or by GB/T 8170; expected values from the standard and by hand."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.statistics.rounding import RULES, rounded, significant

DECIMALS = st.decimals(min_value=-(10**9), max_value=10**9, places=6)
WIDE = Context(prec=60)


@pytest.mark.parametrize(
    ("written", "places", "half_up", "by_standard"),
    [
        ("12.1498", 1, "12.1", "12.1"),
        ("10.502", 0, "11", "11"),  # what lies behind the five is not zero
        ("1.050", 1, "1.1", "1.0"),
        ("0.35", 1, "0.4", "0.4"),
        ("2.5", 0, "3", "2"),
        ("3.5", 0, "4", "4"),
        ("-2.5", 0, "-3", "-2"),
        ("-0.355", 2, "-0.36", "-0.36"),
        ("0.004", 2, "0.00", "0.00"),
        ("-0.004", 2, "0.00", "0.00"),
        ("7", 2, "7.00", "7.00"),
    ],
)
def test_a_value_is_rounded_as_the_rule_says(written: str, places: int, half_up: str, by_standard: str) -> None:
    value = Fraction(written)
    assert str(rounded(value, places=places, rule="half up")) == half_up
    assert str(rounded(value, places=places, rule="GB/T 8170")) == by_standard


@given(DECIMALS, st.integers(min_value=0, max_value=6))
def test_both_rules_agree_with_the_decimal_library(value: Decimal, places: int) -> None:
    step = Decimal(1).scaleb(-places)
    assert rounded(Fraction(value), places=places) == value.quantize(step, ROUND_HALF_UP, WIDE)
    assert rounded(Fraction(value), places=places, rule="GB/T 8170") == value.quantize(step, ROUND_HALF_EVEN, WIDE)


@given(st.fractions(), st.integers(min_value=0, max_value=8), st.sampled_from(RULES))
def test_a_value_moves_by_half_a_step_at_most_and_its_opposite_as_far(value: Fraction, places: int, rule) -> None:
    found = rounded(value, places=places, rule=rule)
    assert abs(Fraction(found) - value) <= Fraction(1, 2 * 10**places)
    assert rounded(-value, places=places, rule=rule) == found.copy_negate()
    assert found.as_tuple().exponent == -places


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(2000, 3), "666.666666667"),
        (Fraction(1, 3000), "0.000333333333333"),
        (Fraction(5, 2), "2.5"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(0), "0"),
        (Fraction(12345678901234567), "12345678901234567"),
        (Fraction(12345678901234567, 2), "6172839450617284"),
    ],
)
def test_without_decimals_twelve_digits_are_shown_and_no_needless_zero(value: Fraction, shown: str) -> None:
    assert f"{significant(value):f}" == shown
