"""The periods of indicators: half-open, without gaps, in the charter's zone; held to the calendar of the standard library."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiannuo.core.statistics.recurring import NOWHERE, SINCE_EVER, Cycle, Recurrence

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "UTC")
NATURAL = ("minute", "hour", "day", "week", "month", "quarter", "half-year", "year")
INSTANTS = st.integers(min_value=946_684_800_000_000, max_value=2_240_611_200_000_000)  # 2000 to 2040


def micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def at(zone: str, *parts: int) -> int:
    return micros(datetime(*parts, tzinfo=ZoneInfo(zone)))


def start_of(cycle: Cycle, instant: int) -> int:
    return int(cycle.starts_of(np.array([instant], np.int64))[0])


def first_day(day: date, per: str) -> date:
    """Return the first day of a calendar period, by the standard library alone."""
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
    if per == "week":
        return day - timedelta(days=day.isocalendar().weekday - 1)
    if per == "day":
        return day
    return date(day.year, (day.month - 1) // months[per] * months[per] + 1, 1)


@given(INSTANTS, st.sampled_from(NATURAL), st.sampled_from(ZONES))
def test_an_instant_lies_in_exactly_one_period_and_the_next_begins_where_it_ends(instant: int, per, zone: str) -> None:
    cycle = Cycle(per, zone, 0)
    start = start_of(cycle, instant)
    end = cycle.end_of(start)
    assert start <= instant < end
    assert start_of(cycle, end) == end
    assert start_of(cycle, end - 1) == start


@given(INSTANTS, st.sampled_from(("day", "week", "month", "quarter", "half-year", "year")), st.sampled_from(ZONES))
def test_a_calendar_period_begins_at_midnight_of_its_first_day(instant: int, per, zone: str) -> None:
    local = (EPOCH + timedelta(microseconds=instant)).astimezone(ZoneInfo(zone)).date()
    first = first_day(local, per)
    assert start_of(Cycle(per, zone, 0), instant) == at(zone, first.year, first.month, first.day)


@settings(max_examples=50)
@given(
    INSTANTS, st.integers(0, 400 * 86_400_000_000), st.sampled_from(("week", "month", "quarter", "half-year", "year"))
)
def test_the_periods_between_two_instants_follow_each_other_without_gap(first: int, length: int, per) -> None:
    cycle = Cycle(per, "Asia/Shanghai", 0)
    starts = cycle.between(first, first + length)
    assert starts[0] == start_of(cycle, first)
    assert starts[-1] == start_of(cycle, first + length)
    assert [cycle.end_of(start) for start in starts[:-1]] == starts[1:]


def test_half_years_begin_in_january_and_july() -> None:
    cycle = Cycle("half-year", "Asia/Shanghai", 0)
    assert start_of(cycle, at("Asia/Shanghai", 2026, 6, 30, 23, 59)) == at("Asia/Shanghai", 2026, 1, 1)
    assert start_of(cycle, at("Asia/Shanghai", 2026, 7, 1)) == at("Asia/Shanghai", 2026, 7, 1)


def test_a_day_on_which_the_clocks_change_has_23_or_25_hours() -> None:
    cycle = Cycle("day", "America/New_York", 0)
    hours = [
        (cycle.end_of(start) - start) // 3_600_000_000
        for start in (at("America/New_York", 2013, 3, 10), at("America/New_York", 2013, 11, 3))
    ]
    assert hours == [23, 25]


def test_the_whole_time_is_one_period_that_closes_as_of_the_instant_told() -> None:
    cycle = Cycle("total", "UTC", 77)
    assert cycle.starts_of(np.array([-5, 3], np.int64)).tolist() == [SINCE_EVER, SINCE_EVER]
    assert cycle.between(-5, 77) == [SINCE_EVER]
    assert cycle.end_of(SINCE_EVER) == 77


@pytest.mark.parametrize(
    ("count", "unit", "from_", "starts"),
    [
        (6, "months", date(2016, 8, 1), [(2016, 8, 1), (2017, 2, 1), (2017, 8, 1)]),
        (1, "months", date(2016, 1, 31), [(2016, 1, 31), (2016, 2, 29), (2016, 3, 31), (2016, 4, 30)]),
        (2, "weeks", date(2016, 8, 3), [(2016, 8, 3), (2016, 8, 17), (2016, 8, 31)]),
        (10, "days", date(2016, 2, 25), [(2016, 2, 25), (2016, 3, 6), (2016, 3, 16)]),
    ],
)
def test_equal_periods_follow_each_other_from_a_date_on(count: int, unit, from_: date, starts: list) -> None:
    cycle = Cycle(Recurrence(count, unit, from_), "Asia/Shanghai", 0)
    edges = [at("Asia/Shanghai", *day) for day in starts]
    assert cycle.between(edges[0], edges[-1]) == edges
    assert [cycle.end_of(start) for start in edges[:-1]] == edges[1:]
    assert cycle.starts_of(np.array([edges[1] - 1, edges[1]], np.int64)).tolist() == edges[:2]


def test_what_happened_before_the_first_of_equal_periods_is_in_none() -> None:
    cycle = Cycle(Recurrence(6, "months", date(2016, 8, 1)), "UTC", 0)
    before = at("UTC", 2016, 7, 31, 23, 59)
    assert start_of(cycle, before) == NOWHERE
    assert cycle.between(before, at("UTC", 2016, 9, 1)) == [at("UTC", 2016, 8, 1)]


def test_many_short_spans_and_few_long_ones_are_found_as_far_as_the_calendar_goes() -> None:
    days = Cycle(Recurrence(1, "days", date(1990, 1, 1)), "Asia/Shanghai", 0)
    assert days.end_of(at("Asia/Shanghai", 2026, 5, 8)) == at("Asia/Shanghai", 2026, 5, 9)
    assert days.before(at("Asia/Shanghai", 2026, 5, 8)) == at("Asia/Shanghai", 2026, 5, 7)
    centuries = Cycle(Recurrence(1200, "months", date(2000, 1, 1)), "Asia/Shanghai", 0)
    first, second = at("Asia/Shanghai", 2000, 1, 1), at("Asia/Shanghai", 2100, 1, 1)
    assert centuries.between(first, second) == [first, second]
    assert (centuries.end_of(first), centuries.before(second), centuries.before(first)) == (second, first, None)
    assert centuries.end_of(second) == at("Asia/Shanghai", 2200, 1, 1)  # where the calendar of instants ends
