from math import sqrt

import pytest

from jiannuo.core.statistics.fulfilment import Ratio, Tally
from jiannuo.core.statistics.gathering import Gathering, worst_run

EVEN = Tally(kept=90, broken=10)
BAD = Tally(kept=50, broken=50)


def test_one_bad_group_among_even_ones_is_found_with_both_shares() -> None:
    found = worst_run([EVEN, EVEN, BAD, EVEN], longest=1)
    assert found == Gathering(2, 2, inside=Ratio(50, 100), outside=Ratio(30, 300))


def test_neighbors_are_taken_together_where_that_lies_farther_off() -> None:
    found = worst_run([EVEN, BAD, BAD, EVEN, EVEN], longest=3)
    assert found is not None
    assert (found.first, found.last, found.inside) == (1, 2, Ratio(100, 200))


def test_a_run_is_never_longer_than_asked_for() -> None:
    found = worst_run([BAD, BAD, BAD, EVEN, EVEN, EVEN], longest=2)
    assert found is not None
    assert found.last - found.first == 1


def test_even_groups_and_chance_are_no_gathering() -> None:
    assert worst_run([EVEN] * 24, longest=8) is None
    assert worst_run([EVEN, Tally(kept=85, broken=15), EVEN, EVEN], longest=2) is None


def test_a_difference_that_is_sure_but_small_is_not_worth_telling() -> None:
    little = Tally(kept=88_000, broken=12_000)
    assert worst_run([Tally(kept=90_000, broken=10_000), little], longest=1) is None


def test_too_few_decided_on_either_side_says_nothing() -> None:
    assert worst_run([EVEN, Tally(broken=29)], longest=1) is None
    assert worst_run([BAD, Tally(kept=29)], longest=1) is None
    assert worst_run([], longest=3) is None


def test_unknown_and_pending_obligations_count_on_neither_side() -> None:
    found = worst_run([EVEN, Tally(kept=50, broken=50, unknown=900, pending=7)], longest=1)
    assert found is not None
    assert found.inside == Ratio(50, 100)


def test_the_deviation_is_that_of_two_shares_around_their_common_one() -> None:
    run = Gathering(0, 0, inside=Ratio(50, 100), outside=Ratio(30, 300))
    assert run.deviation == pytest.approx(0.4 / sqrt(0.2 * 0.8 * (1 / 100 + 1 / 300)))
