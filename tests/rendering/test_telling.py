"""The sentences of a report."""

from dataclasses import replace

from jiannuo.core.rendering.columns import read_columns
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.summarizing import PromiseFigures, Summary, summarize
from jiannuo.core.rendering.telling import difference, tell_drop, tell_fall, tell_no_breach, tell_verdicts
from jiannuo.core.statistics.fulfilment import Ratio, Tally
from jiannuo.core.statistics.periods import largest_drop, periods_between

DAY = 86_400_000_000


def figures(synthetic: Result, *series: Tally) -> PromiseFigures:
    empty = read_columns(synthetic.findings.slice(0, 0), promises=[])
    none = summarize(empty, cards=synthetic.promises[:1], zone="UTC").promises[0]
    return replace(none, series=series, drop=largest_drop(series))


def test_a_fall_is_told_with_both_shares_and_their_difference(synthetic: Result) -> None:
    periods = periods_between(0, 40 * DAY, zone="UTC", unit="month")
    told = tell_drop(figures(synthetic, Tally(kept=90, broken=10), Tally(kept=60, broken=40)), periods=periods)
    assert told is not None
    assert told.zh == "1970 年 2 月变差最明显：由 90.0%（1970 年 1 月）降至 60.0%，下降 30.0 个百分点。"
    assert (
        told.en == "It got worse most clearly in 1970-02: from 90.0% (1970-01) to 60.0%, down 30.0 percentage points."
    )


def test_rounded_shares_and_their_difference_never_contradict_each_other(synthetic: Result) -> None:
    periods = periods_between(0, 40 * DAY, zone="UTC", unit="month")
    # 64.26 % and 46.74 % differ by 17.52 points: what is told is the difference of the shares as they are shown.
    told = tell_drop(figures(synthetic, Tally(kept=6426, broken=3574), Tally(kept=4674, broken=5326)), periods=periods)
    assert told is not None
    assert "由 64.3%（1970 年 1 月）降至 46.7%，下降 17.6 个百分点" in told.zh


def test_both_shares_have_one_decimal_unless_one_would_be_taken_for_all_or_nothing() -> None:
    # 96.6935 % and 95.7459 %; then 99.98 %, which is not 100.
    assert list(map(str, difference(Ratio(966_935, 1_000_000), Ratio(957_459, 1_000_000)))) == ["96.7", "95.7", "1.0"]
    assert list(map(str, difference(Ratio(9_998, 10_000), Ratio(9, 10)))) == ["99.98", "90.00", "9.98"]


def test_without_a_fall_there_is_nothing_to_tell(synthetic: Result) -> None:
    periods = periods_between(0, 40 * DAY, zone="UTC", unit="month")
    assert tell_drop(figures(synthetic, Tally(kept=90), Tally(kept=90)), periods=periods) is None


def whole(*promises: PromiseFigures) -> Summary:
    periods = periods_between(0, 40 * DAY, zone="UTC", unit="month")
    return Summary(tally=Tally(), promises=promises, periods=periods, worst=0)


def test_where_the_worst_kept_promise_did_not_fall_the_one_that_fell_most_is_named(synthetic: Result) -> None:
    steady = figures(synthetic, Tally(kept=50, broken=50), Tally(kept=50, broken=50))
    little = figures(synthetic, Tally(kept=99, broken=1), Tally(kept=80, broken=20))
    most = figures(synthetic, Tally(kept=90, broken=10), Tally(kept=60, broken=40))
    told = tell_fall(whole(steady, little, most))
    assert told is not None
    assert (
        told.zh
        == "变差最明显的是“一小时内首次响应”：1970 年 2 月由 90.0%（1970 年 1 月）降至 60.0%，下降 30.0 个百分点。"
    )
    assert told.en.startswith("First response within an hour got worse most clearly, in 1970-02: from 90.0%")
    assert tell_fall(whole(little, most)) == tell_drop(
        little, periods=periods_between(0, 40 * DAY, zone="UTC", unit="month")
    )
    assert tell_fall(whole(steady, steady)) is None


def test_where_nothing_is_decided_it_is_not_said_that_nothing_was_broken() -> None:
    assert tell_no_breach(whole()).en.startswith("That nothing is decided does not mean")
    assert tell_no_breach(replace(whole(), tally=Tally(kept=1, unknown=9))).en == "No promise was broken."


def test_where_nothing_is_decided_no_rate_is_told() -> None:
    told = tell_verdicts(Tally(pending=3), promises=2, as_of=0, zone="UTC")
    assert told.zh == "截至 1970-01-01 00:00，2 项承诺共形成 3 个履约项，尚无一项得出已兑现或未兑现的结论。"


def test_one_promise_and_one_obligation_are_told_in_the_singular() -> None:
    told = tell_verdicts(Tally(kept=1), promises=1, as_of=0, zone="UTC")
    assert told.en == "By 1970-01-01 00:00, 1 promise made 1 obligation; of the 1 decided, 100.0% (1/1) were kept."
    assert told.zh == "截至 1970-01-01 00:00，1 项承诺共形成 1 个履约项，其中 1 项已有结论，兑现率 100.0%（1/1）。"
    several = tell_verdicts(Tally(pending=1_000), promises=2, as_of=0, zone="UTC").en
    assert several.startswith("By 1970-01-01 00:00, 2 promises made 1,000 obligations; none is decided")
