"""Plots: what is drawn where."""

from jiannuo.core.rendering.plotting import plot_margins, plot_trend, ring
from jiannuo.core.statistics.distributions import Histogram
from jiannuo.core.statistics.fulfilment import Tally
from jiannuo.core.statistics.periods import periods_between

HOUR = 3_600_000_000
DAY = 24 * HOUR


def test_the_ring_goes_once_round() -> None:
    segments = ring(Tally(kept=1, broken=1, unknown=2))
    assert segments == (("kept", 0, 25.0), ("broken", 25.0, 25.0), ("unknown", 50.0, 50.0))
    assert ring(Tally()) == ()


def test_bars_before_the_due_time_are_kept_and_those_after_it_broken() -> None:
    drawn = plot_margins(Histogram(start=-2 * HOUR, width=HOUR, counts=(5, 10, 20), below=1, above=0), timed=True)
    assert [(bar.kind, bar.x, bar.height) for bar in drawn.bars] == [
        ("kept", 0.0, 25.0),
        ("kept", 100 / 3, 50.0),
        ("broken", 200 / 3, 100.0),
    ]
    assert drawn.due == 200 / 3
    assert drawn.before is not None
    assert (drawn.before.zh, drawn.before.en) == ("2 小时", "2 h")
    assert drawn.after is None
    assert [tick.label.en for tick in drawn.ticks] == ["−2 h", "−1 h", "due", "+1 h"]


def test_a_period_without_anything_decided_leaves_a_hole_in_the_line() -> None:
    periods = periods_between(0, 4 * DAY, zone="UTC", unit="day")
    series = [Tally(kept=1), Tally(kept=1, broken=1), Tally(pending=3), Tally(broken=1), Tally(kept=1)]
    drawn = plot_trend(series, periods=periods)
    assert drawn.fulfilment == "M10 0L30 50M70 100L90 0"
    assert [tick.label.en for tick in drawn.up] == ["0%", "25%", "50%", "75%", "100%"]
    assert [(bar.kind, bar.height) for bar in drawn.bars if bar.kind == "pending"] == [("pending", 100.0)]


def test_the_axis_of_shares_starts_higher_where_all_are_high_and_says_so() -> None:
    periods = periods_between(0, DAY, zone="UTC", unit="day")
    drawn = plot_trend([Tally(kept=99, broken=1), Tally(kept=92, broken=8)], periods=periods)
    assert [tick.label.en for tick in drawn.up] == ["90%", "92.5%", "95%", "97.5%", "100%"]
    assert drawn.dots == ((25, 10), (75, 80))


def test_a_handful_beside_thousands_makes_no_point() -> None:
    periods = periods_between(0, DAY, zone="UTC", unit="day")
    assert plot_trend([Tally(kept=4), Tally(kept=50)], periods=periods).dots == ((75, 0),)
    assert plot_trend([Tally(kept=90, broken=9), Tally(kept=10000)], periods=periods).dots == ((75, 0),)
