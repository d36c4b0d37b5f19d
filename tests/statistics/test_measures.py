"""Sums, means, medians and percentiles, held to Python's own exact arithmetic."""

import math
import statistics
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.statistics.measures import amounts_of, grouped, mean, median, nearest_rank, total

NUMBERS = st.one_of(
    st.integers(min_value=-(10**22), max_value=10**22),
    st.decimals(min_value=-(10**12), max_value=10**12, places=4),
)
MOST = 2**63 - 1


@given(st.lists(NUMBERS, max_size=30))
def test_sums_and_means_are_exact(values: list) -> None:
    exact = [Fraction(value) for value in values]
    assert total(amounts_of(values)) == sum(exact)
    assert mean(amounts_of(values)) == (sum(exact) / len(exact) if exact else None)


@given(st.lists(NUMBERS, min_size=1, max_size=30))
def test_the_median_is_the_middle_value_or_the_mean_of_the_middle_two(values: list) -> None:
    assert median(amounts_of(values)) == statistics.median([Fraction(value) for value in values])


@given(st.lists(NUMBERS, min_size=1, max_size=30), st.integers(min_value=1, max_value=1000))
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_pass(values: list, tenths: int) -> None:
    percent = Fraction(tenths, 10)
    ordered = sorted(Fraction(value) for value in values)
    assert nearest_rank(amounts_of(values), percent=percent) == ordered[math.ceil(percent / 100 * len(ordered)) - 1]


def test_sums_beyond_64_bits_are_exact() -> None:
    amounts = amounts_of([MOST, MOST, MOST])
    assert amounts.numbers.dtype == np.int64
    assert total(amounts) == 3 * MOST
    assert median(amounts) == MOST


def test_durations_of_centuries_in_microseconds_have_an_exact_mean() -> None:
    assert mean(amounts_of([10**18, 10**18 + 1])) == Fraction(2 * 10**18 + 1, 2)


def test_nothing_has_a_sum_of_nought_and_no_mean_median_or_percentile() -> None:
    nothing = amounts_of([])
    assert (total(nothing), mean(nothing), median(nothing), nearest_rank(nothing, percent=Fraction(50))) == (
        0,
        None,
        None,
        None,
    )


def test_a_fraction_that_ends_in_decimals_is_exact_and_one_that_does_not_is_refused() -> None:
    assert total(amounts_of([Fraction(1, 8), Decimal("0.1"), 2])) == Fraction(89, 40)
    with pytest.raises(ValueError, match="1/3"):
        amounts_of([Fraction(1, 3)])


@given(st.lists(st.tuples(st.integers(-1, 4), st.integers(-99, 99)), max_size=40))
def test_each_group_has_its_own_values_and_no_other(rows: list[tuple[int, int]]) -> None:
    amounts = amounts_of([value for _, value in rows])
    found = grouped(amounts, np.array([group for group, _ in rows], np.int64), count=5)
    assert [each.numbers.tolist() for each in found] == [[v for g, v in rows if g == group] for group in range(5)]
