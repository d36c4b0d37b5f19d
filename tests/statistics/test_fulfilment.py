from decimal import Decimal
from typing import get_args

import numpy as np
import pytest

from jiannuo.core.judging.finding import Verdict
from jiannuo.core.statistics.fulfilment import CODED, Ratio, Tally, tally, tally_groups


def test_the_codes_are_the_verdicts_of_findings_but_for_revisions_without_one() -> None:
    assert set(CODED) == set(get_args(Verdict)) - {"lapsed", "withdrawn"}


def test_rates_of_the_glossary_example() -> None:
    counted = Tally(kept=973, broken=27, excused=50, unknown=100, pending=7)
    assert counted.total == 1157
    assert (counted.fulfilment.numerator, counted.fulfilment.denominator) == (973, 1000)
    assert counted.fulfilment.percent() == Decimal("97.3")
    assert counted.lower_bound == Ratio(973, 1100)
    assert counted.lower_bound.percent() == Decimal("88.5")  # 88.4545… rounds up
    assert counted.coverage == Ratio(1000, 1100)  # of all 1157 less 50 excused and 7 pending
    assert counted.coverage.percent(2) == Decimal("90.91")


def test_a_share_that_is_not_full_is_never_shown_as_full() -> None:
    assert Ratio(9999, 10000).percent() == Decimal("99.99")
    assert Ratio(1999, 2000).percent() == Decimal("99.95")
    assert Ratio(2000, 2000).percent() == Decimal("100.0")
    assert Ratio(1, 10000).percent() == Decimal("0.01")
    assert Ratio(0, 10000).percent() == Decimal("0.0")


def test_a_half_is_rounded_up() -> None:
    assert Ratio(1, 16).percent(1) == Decimal("6.3")  # 6.25
    assert Ratio(1, 2000).percent(1) == Decimal("0.1")  # 0.05


def test_without_a_denominator_there_is_no_figure() -> None:
    assert Tally(excused=3, pending=2).fulfilment.percent() is None
    assert Tally().coverage.value is None
    assert Ratio(0, 0).wilson() is None


def test_the_wilson_interval_is_that_of_the_textbook() -> None:
    # Newcombe 1998, table I, method 3: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0.0000 to 0.1611.
    assert Ratio(81, 263).wilson() == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert Ratio(0, 20).wilson() == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_verdicts_are_counted_by_code_and_what_has_none_is_left_out() -> None:
    codes = np.array([0, 1, 1, 2, 3, 4, -1, 5, 0], dtype=np.int8)
    assert tally(codes) == Tally(kept=2, broken=2, excused=1, unknown=1, pending=1)


def test_groups_are_counted_apart_and_their_sum_is_the_whole() -> None:
    codes = np.array([0, 0, 1, 3, 0], dtype=np.int8)
    groups = np.array([0, 2, 2, 0, -1])
    first, second, third = tally_groups(codes, groups, count=3)
    assert (first, second, third) == (Tally(kept=1, unknown=1), Tally(), Tally(kept=1, broken=1))
    assert first + second + third == Tally(kept=2, broken=1, unknown=1)
