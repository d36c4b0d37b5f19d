"""When a limit is over and how much of it has passed: law 4 for every unit, against a naive clock and by hand."""

from calendar import monthrange
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jiannuo.core.values.calendars import CalendarRules, WorkingCalendar, always
from jiannuo.core.values.clock import add, dates_covered, due_of_days, measure
from jiannuo.core.values.durations import Duration, Unit, read_duration
from jiannuo.core.values.instants import read_instant, write_instant
from jiannuo.core.values.problems import Refusal
from tests.values.minute_oracle import MINUTE, WINDOWS, Oracle

DAY = 1440 * MINUTE
ZONE = "Asia/Shanghai"
OFFICE = WorkingCalendar(
    CalendarRules(zone=ZONE, week=dict.fromkeys(range(5), ((540, 720), (780, 1080))), holidays="CN")
)
DATES = (Unit.NATURAL_DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS)


def at(text: str, zone: str = ZONE) -> int:
    return read_instant(text, zone=zone)


def due(start: str, limit: str, calendar: WorkingCalendar | None = OFFICE) -> str:
    return write_instant(add(at(start), read_duration(limit), calendar=calendar, zone=ZONE), zone=ZONE)[:16]


@pytest.mark.parametrize(
    ("start", "limit", "over"),
    [
        ("2024-07-15 14:30", "45 min", "2024-07-15 15:15"),
        ("2024-07-15 14:30", "24 h", "2024-07-16 14:30"),
        ("2024-07-15 14:30", "8 working h", "2024-07-16 14:30"),
        ("2024-07-15 14:30", "3 natural days", "2024-07-19 00:00"),
        ("2024-07-15 00:00", "3 natural days", "2024-07-19 00:00"),
        ("2024-07-15 14:30", "0 natural days", "2024-07-16 00:00"),
        ("2024-07-15 14:30", "2 working days", "2024-07-18 00:00"),
        ("2024-07-12 23:59", "1 working day", "2024-07-16 00:00"),  # a Friday, at night
        ("2024-07-13 10:00", "1 working day", "2024-07-16 00:00"),  # a Saturday
        ("2024-07-13 10:00", "0 working days", "2024-07-14 00:00"),
        ("2026-02-13 10:00", "2 working days", "2026-02-25 00:00"),  # make-up Saturday, then the Spring Festival
        ("2024-07-15 14:30", "2 weeks", "2024-07-30 00:00"),
        ("2024-01-31 14:30", "1 month", "2024-03-01 00:00"),  # 29 February
        ("2023-01-31 14:30", "1 month", "2023-03-01 00:00"),  # 28 February
        ("2024-01-31 14:30", "3 months", "2024-05-01 00:00"),  # 30 April
        ("2024-02-29 14:30", "1 year", "2025-03-01 00:00"),
        ("2024-11-15 14:30", "3 months", "2025-02-16 00:00"),
    ],
)
def test_a_limit_is_over_when_counted_by_hand(start: str, limit: str, over: str) -> None:
    assert due(start, limit) == over


def test_working_days_are_those_of_the_calendars_zone_and_natural_days_those_of_the_charters() -> None:
    rome = WorkingCalendar(CalendarRules(zone="Europe/Rome", week=dict.fromkeys(range(5), ((540, 1080),))))
    start = at("2024-07-16 03:00")  # Tuesday in Shanghai, still Monday 21:00 in Rome
    one_working = add(start, Duration(1, Unit.WORKING_DAYS), calendar=rome, zone=ZONE)
    assert one_working == at("2024-07-16 24:00", "Europe/Rome")
    one_natural = add(start, Duration(1, Unit.NATURAL_DAYS), calendar=rome, zone=ZONE)
    assert one_natural == at("2024-07-17 24:00")


def test_24x7_has_the_days_of_the_charter_and_every_one_is_a_working_day() -> None:
    whole = WorkingCalendar(always("UTC"))
    assert due("2024-07-13 03:00", "2 working days", whole) == "2024-07-16 00:00"
    assert due("2024-07-13 03:00", "2 working h", whole) == "2024-07-13 05:00"


@pytest.mark.parametrize("limit", ["8 working h", "2 working days"])
def test_a_unit_that_needs_a_calendar_is_refused_without(limit: str) -> None:
    with pytest.raises(Refusal, match="V026"):
        due("2024-07-15", limit, None)
    with pytest.raises(Refusal, match="V026"):
        measure(0, 1, read_duration(limit).unit, calendar=None, zone=ZONE)


# --- law 4 ---

starts = st.integers(at("2004-01-02"), at("2024-01-01"))
lengths = st.integers(0, 2000)


@given(starts, st.sampled_from((Unit.ELAPSED, Unit.WORKING)), st.integers(0, 100 * DAY))
def test_time_that_is_added_is_measured_exactly(start: int, unit: Unit, micros: int) -> None:
    over = add(start, Duration(micros, unit), calendar=OFFICE, zone=ZONE)
    assert measure(start, over, unit, calendar=OFFICE, zone=ZONE) == micros
    if micros:
        assert measure(start, over - 1, unit, calendar=OFFICE, zone=ZONE) < micros


@given(starts, st.sampled_from(DATES), lengths, st.sampled_from(["Asia/Shanghai", "Europe/Rome", "Pacific/Apia"]))
def test_dates_that_are_added_are_measured_and_an_instant_earlier_one_less(
    start: int, unit: Unit, count: int, zone: str
) -> None:
    if unit is Unit.MONTHS:
        count %= 36
    if unit is Unit.WEEKS:
        count %= 150
    if unit is Unit.WORKING_DAYS:
        count %= 900  # the holidays are known for so many from the last start on
    over = add(start, Duration(count, unit), calendar=OFFICE, zone=zone)
    assume(zone != "Pacific/Apia" or unit is Unit.WORKING_DAYS or over != at("2011-12-31", "Pacific/Apia"))
    assert measure(start, over, unit, calendar=OFFICE, zone=zone) == count
    assert measure(start, over - 1, unit, calendar=OFFICE, zone=zone) == count - 1


@given(starts, st.sampled_from(DATES), st.integers(0, 400 * DAY))
def test_the_measure_of_dates_is_the_greatest_count_that_is_over(start: int, unit: Unit, apart: int) -> None:
    end = start + apart
    count = measure(start, end, unit, calendar=OFFICE, zone=ZONE)
    assert count >= -1
    assert count == -1 or add(start, Duration(count, unit), calendar=OFFICE, zone=ZONE) <= end
    assert add(start, Duration(count + 1, unit), calendar=OFFICE, zone=ZONE) > end


def test_around_a_skipped_date_the_measure_is_still_the_greatest_count_that_is_over() -> None:
    zone = "Pacific/Apia"
    start = at("2011-12-27 12:00", zone)
    dues = [add(start, Duration(count, Unit.NATURAL_DAYS), calendar=None, zone=zone) for count in range(5)]
    # Day 2 is 29 December; 30 December has no length, so day 3 is over at the same instant.
    assert dues[2] == dues[3] == at("2011-12-31", zone)
    assert measure(start, dues[2], Unit.NATURAL_DAYS, calendar=None, zone=zone) == 3
    assert measure(start, dues[2] - 1, Unit.NATURAL_DAYS, calendar=None, zone=zone) == 1


# --- against clocks and calendars that share no code ---


@settings(max_examples=60)
@given(
    st.sampled_from(WINDOWS),
    st.dictionaries(st.integers(0, 6), st.just(((540, 720),)), min_size=1),
    st.integers(0, 4 * DAY),
    st.integers(0, 4),
)
def test_days_are_over_when_a_clock_walked_by_the_minute_says(window, week, start, count) -> None:
    oracle = Oracle(window, lambda day: week.get(day.weekday(), ()))
    calendar, start = WorkingCalendar(CalendarRules(zone=window.zone, week=week)), oracle.start + start
    opening = oracle.date(start)
    natural = add(start, Duration(count, Unit.NATURAL_DAYS), calendar=None, zone=window.zone)
    assert natural == oracle.end_of(opening + timedelta(days=count))
    if working := naive_working_day(oracle, opening, count):
        over = add(start, Duration(count, Unit.WORKING_DAYS), calendar=calendar, zone=window.zone)
        assert over == oracle.end_of(working)


def naive_working_day(oracle: Oracle, day: date, count: int) -> date | None:
    """Step day by day, as far as the window goes."""
    while count:
        day += timedelta(days=1)
        if day > oracle.window.first + timedelta(days=7):
            return None
        count -= oracle.is_working(day)
    return day


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_months_keep_the_day_or_take_the_last_one(day: date, count: int) -> None:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    kept = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    over = add(at(f"{day} 12:00", "UTC"), Duration(count, Unit.MONTHS), calendar=None, zone="UTC")
    assert over == at(f"{kept} 24:00", "UTC")


# --- columns ---


@settings(max_examples=50)
@given(
    st.lists(st.tuples(starts, st.integers(0, 300 * DAY), st.integers(0, 30)), max_size=6),
    st.sampled_from(Unit),
    st.integers(0, 40),
)
def test_columns_give_what_single_numbers_give(rows, unit: Unit, count: int) -> None:
    start = np.array([row[0] for row in rows], np.int64)
    end = start + np.array([row[1] for row in rows], np.int64)
    extra = np.array([row[2] for row in rows], np.int64)
    where = {"calendar": OFFICE, "zone": ZONE}
    limit = Duration(count, unit)
    assert add(start, limit, **where).tolist() == [add(int(t), limit, **where) for t in start]
    assert measure(start, end, unit, **where).tolist() == [
        measure(int(t), int(u), unit, **where) for t, u in zip(start, end, strict=True)
    ]
    if unit in DATES:
        assert due_of_days(start, limit, extra, **where).tolist() == [
            due_of_days(int(t), limit, int(days), **where) for t, days in zip(start, extra, strict=True)
        ]


# --- pauses under limits of days ---


def paused(limit: str, *pauses: tuple[str, str]) -> str:
    duration = read_duration(limit)
    spans = [(at(start), at(end)) for start, end in pauses]
    extra = dates_covered(spans, duration.unit, calendar=OFFICE, zone=ZONE)
    over = due_of_days(at("2024-07-15 14:30"), duration, extra, calendar=OFFICE, zone=ZONE)
    return write_instant(over, zone=ZONE)[:16]


def test_a_pause_adds_the_dates_it_covers_first_counted_last_not() -> None:
    assert paused("3 natural days") == "2024-07-19 00:00"
    assert paused("3 natural days", ("2024-07-16 09:00", "2024-07-16 18:00")) == "2024-07-19 00:00"
    assert paused("3 natural days", ("2024-07-16 23:00", "2024-07-17 01:00")) == "2024-07-20 00:00"
    assert paused("2 weeks", ("2024-07-16 09:00", "2024-07-18 18:00")) == "2024-08-01 00:00"
    assert paused("1 month", ("2024-07-16 09:00", "2024-07-18 18:00")) == "2024-08-18 00:00"


def test_under_working_days_only_working_dates_of_a_pause_count() -> None:
    # Friday 19 July to Tuesday 23 July covers Friday and Monday; 5 + 2 working days after Monday 15 July.
    assert paused("5 working days", ("2024-07-19 10:00", "2024-07-23 10:00")) == "2024-07-25 00:00"
    assert paused("5 working days", ("2024-07-20 10:00", "2024-07-21 10:00")) == "2024-07-23 00:00"


def test_dates_under_two_pauses_count_once() -> None:
    overlapping = ("2024-07-16 09:00", "2024-07-18 09:00"), ("2024-07-17 09:00", "2024-07-18 20:00")
    assert paused("3 natural days", *overlapping) == "2024-07-21 00:00"
