import statistics

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.statistics.distributions import READABLE_WIDTHS, histogram, median, nearest_rank

MINUTE = 60_000_000
lengths = st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=60)


def test_the_median_of_an_even_count_is_the_mean_of_the_middle_two_rounded_half_up() -> None:
    assert median(np.array([9, 1, 4, 3])) == 4  # 3.5
    assert median(np.array([-4, -3])) == -3  # -3.5
    assert median(np.array([7, 1, 5])) == 5
    assert median(np.array([], dtype=np.int64)) is None


@given(lengths)
def test_the_nearest_rank_is_the_least_value_that_enough_values_do_not_pass(values: list[int]) -> None:
    found = nearest_rank(np.array(values), percent=90)
    enough = [v for v in values if sum(w <= v for w in values) * 100 >= 90 * len(values)]
    assert found == min(enough)


@given(lengths)
def test_the_median_agrees_with_the_standard_library(values: list[int]) -> None:
    found = median(np.array(values))
    assert found is not None
    assert statistics.median_low(values) <= found <= statistics.median_high(values)


def test_zero_is_an_edge_and_belongs_to_the_column_before_it() -> None:
    drawn = histogram(np.array([-3 * MINUTE, 0, 1, 2 * MINUTE]), columns=5)
    assert drawn is not None
    assert drawn.width == MINUTE
    columns = {drawn.start + i * drawn.width: n for i, n in enumerate(drawn.counts)}
    assert columns[-MINUTE] == 1  # the value 0: exactly at the due time
    assert columns[0] == 1  # the value 1 µs
    assert columns[MINUTE] == 1  # the value 2 minutes, the upper edge of its column


@given(lengths)
def test_every_value_is_counted_once_in_a_readable_width(values: list[int]) -> None:
    drawn = histogram(np.array(values))
    assert drawn is not None
    assert drawn.width in READABLE_WIDTHS
    assert sum(drawn.counts) + drawn.below + drawn.above == len(values)
    assert drawn.start % drawn.width == 0
    for i, count in enumerate(drawn.counts):
        low = drawn.start + i * drawn.width
        assert count == sum(low < v <= low + drawn.width for v in values)


def test_far_tails_are_clipped_and_counted() -> None:
    values = np.array([MINUTE * n for n in range(1, 200)] + [10**15])
    drawn = histogram(values)
    assert drawn is not None
    assert drawn.above >= 1
    assert len(drawn.counts) <= 42


def test_nothing_has_no_histogram() -> None:
    assert histogram(np.array([], dtype=np.int64)) is None
