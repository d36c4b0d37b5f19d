from datetime import UTC, date, datetime

import numpy as np

from jiannuo.core.statistics.fulfilment import Tally
from jiannuo.core.statistics.periods import Drop, fitting_unit, largest_drop, periods_between, tally_periods

DAY = 86_400_000_000


def micros(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp()) * 1_000_000


def test_months_begin_at_local_midnight_and_cover_both_ends() -> None:
    months = periods_between(
        micros("2024-11-30T16:30:00+00:00"), micros("2025-02-01T00:00:00+08:00"), zone="Asia/Shanghai", unit="month"
    )
    assert months.starts == (date(2024, 12, 1), date(2025, 1, 1), date(2025, 2, 1))
    assert list(months.edges) == [
        micros(f"{day}T00:00:00+08:00") for day in ("2024-12-01", "2025-01-01", "2025-02-01", "2025-03-01")
    ]


def test_weeks_start_on_monday_also_where_the_clock_is_put_back() -> None:
    weeks = periods_between(
        micros("2024-10-27T12:00:00+01:00"), micros("2024-10-28T00:00:00+01:00"), zone="Europe/Zurich", unit="week"
    )
    assert weeks.starts == (date(2024, 10, 21), date(2024, 10, 28))
    assert weeks.edges[1] - weeks.edges[0] == 7 * DAY + 3_600_000_000


def test_quarters_and_years() -> None:
    ends = micros("2023-05-05T00:00:00+00:00"), micros("2024-01-01T00:00:00+00:00")
    assert periods_between(*ends, zone="UTC", unit="quarter").starts == (
        date(2023, 4, 1),
        date(2023, 7, 1),
        date(2023, 10, 1),
        date(2024, 1, 1),
    )
    assert periods_between(*ends, zone="UTC", unit="year").starts == (date(2023, 1, 1), date(2024, 1, 1))


def test_an_instant_on_the_edge_belongs_to_the_period_it_begins() -> None:
    days = periods_between(0, DAY, zone="UTC", unit="day")
    assert list(days.place(np.array([-1, 0, DAY - 1, DAY, 2 * DAY]))) == [-1, 0, 0, 1, -1]
    counted = tally_periods(np.array([0, 1, 1]), np.array([0, DAY - 1, DAY]), periods=days)
    assert counted == [Tally(kept=1, broken=1), Tally(broken=1)]


def test_the_unit_grows_with_the_span() -> None:
    spans = {20: "day", 31: "day", 90: "week", 365: "month", 2900: "month", 4000: "quarter", 20000: "year"}
    assert {days: fitting_unit(0, days * DAY) for days in spans} == spans


def test_the_steepest_fall_is_found_between_periods_with_enough_decided() -> None:
    series = [
        Tally(kept=95, broken=5),
        Tally(kept=0, broken=3),  # too few to compare
        Tally(kept=60, broken=40),
        Tally(kept=90, broken=10),
        Tally(kept=70, broken=30),
    ]
    assert largest_drop(series) == Drop(before=0, at=2, points=35.0)


def test_a_fall_within_chance_or_while_much_is_pending_is_none() -> None:
    assert largest_drop([Tally(kept=95, broken=5), Tally(kept=93, broken=7)]) is None
    assert largest_drop([Tally(kept=95, broken=5), Tally(kept=20, broken=80, pending=50)]) is None
    assert largest_drop([]) is None


def test_a_period_is_compared_from_a_twentieth_of_the_fullest_and_below_a_tenth_pending() -> None:
    full, just, short = Tally(kept=1999, broken=1), Tally(broken=100), Tally(broken=99)
    assert largest_drop([full, just]) is not None
    assert largest_drop([full, short]) is None
    settled, unsettled = Tally(broken=100, pending=11), Tally(broken=100, pending=12)
    assert largest_drop([full, settled]) is not None
    assert largest_drop([full, unsettled]) is None
    assert largest_drop([full, Tally(broken=108, pending=12)]) is None  # a tenth of 120 is not less than a tenth


def test_periods_end_in_the_local_calendar_of_their_zone() -> None:
    instant = round(datetime(2024, 3, 31, 23, 30, tzinfo=UTC).timestamp()) * 1_000_000
    assert periods_between(instant, instant, zone="Asia/Shanghai", unit="month").starts == (date(2024, 4, 1),)
