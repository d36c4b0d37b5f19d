"""Working time is exact: against a naive clock, over zones, changed clocks, ends of years and nearly empty hours."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jiannuo.core.values.calendars import ALWAYS, CalendarRules, WorkingCalendar, always
from jiannuo.core.values.instants import read_instant, write_instant
from jiannuo.core.values.problems import Refusal
from tests.values.minute_oracle import MINUTE, MINUTES, WINDOWS, Oracle

HOUR = 60 * MINUTE
DAY = 24 * HOUR
OFFICE = CalendarRules(zone="Asia/Shanghai", week=dict.fromkeys(range(5), ((540, 720), (780, 1080))), holidays="CN")


def at(text: str, zone: str = "Asia/Shanghai") -> int:
    return read_instant(text, zone=zone)


@st.composite
def day_hours(draw) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.lists(st.integers(0, 1439), unique=True, max_size=6)))
    hours = [*zip(edges[::2], edges[1::2], strict=False)]
    if len(edges) % 2:
        hours.append((edges[-1], draw(st.integers(1440, 2000))))
    return tuple(hours)


@st.composite
def worlds(draw) -> tuple[CalendarRules, Oracle]:
    window = draw(st.sampled_from(WINDOWS))
    weekdays = draw(st.dictionaries(st.integers(0, 6), day_hours()))
    dates = st.integers(-1, 9).map(lambda number: window.first + timedelta(days=number))
    exceptions = draw(st.dictionaries(dates, day_hours(), max_size=3))
    assume(any(weekdays.values()) or any(exceptions.values()))
    oracle = Oracle(window, lambda day: exceptions.get(day, weekdays.get(day.weekday(), ())))
    return CalendarRules(zone=window.zone, week=weekdays, exceptions=exceptions), oracle


moments = st.integers(0, 6 * 1440 * MINUTE)


@settings(max_examples=150)
@given(worlds(), moments, moments, st.integers(0, 3 * 1440 * MINUTE))
def test_every_answer_is_that_of_a_clock_walked_minute_by_minute(world, first, second, micros) -> None:
    rules, oracle = world
    calendar = WorkingCalendar(rules)
    start, end = oracle.start + min(first, second), oracle.start + max(first, second)
    assert calendar.is_open(start) == oracle.is_open(start)
    assert calendar.measure(start, end) == oracle.measure(start, end)
    assert calendar.measure(end, start) == -oracle.measure(start, end)
    opened, due = oracle.next_open(start), oracle.add(start, micros)
    if opened is not None:
        assert calendar.next_open(start) == opened
    if due is not None:
        assert calendar.add(start, micros) == due


@settings(max_examples=60)
@given(worlds(), st.lists(st.tuples(moments, st.integers(-DAY, DAY)), min_size=1, max_size=8))
def test_columns_give_what_single_numbers_give(world, pairs) -> None:
    rules, oracle = world
    one_by_one, calendar = WorkingCalendar(rules), WorkingCalendar(rules)
    starts = np.array([oracle.start + start for start, _ in pairs])
    micros = np.array([length for _, length in pairs])
    assert calendar.is_open(starts).tolist() == [one_by_one.is_open(int(t)) for t in starts]
    assert calendar.measure(starts, starts + micros).tolist() == [
        one_by_one.measure(int(t), int(t) + int(d)) for t, d in zip(starts, micros, strict=True)
    ]
    try:
        singles = [one_by_one.add(int(t), int(d)) for t, d in zip(starts, micros, strict=True)]
        opened = [one_by_one.next_open(int(t)) for t in starts]
    except Refusal:  # nearly empty: the years known hold less open time than asked for
        return
    assert calendar.add(starts, micros).tolist() == singles
    assert calendar.next_open(starts).tolist() == opened
    assert calendar.add(starts, int(micros[0])).tolist() == [one_by_one.add(int(t), int(micros[0])) for t in starts]


@given(worlds(), moments, st.integers(0, 20 * DAY))
def test_what_is_added_is_measured_and_a_microsecond_earlier_is_too_early(world, start, micros) -> None:
    rules, oracle = world
    calendar, start = WorkingCalendar(rules), oracle.start + start
    try:
        due = calendar.add(start, micros)
    except Refusal:
        assume(False)
    assert calendar.measure(start, due) == micros
    if micros:
        assert calendar.measure(start, due - 1) == micros - 1
    else:
        assert due == start


@given(worlds(), moments, st.integers(1, 2 * DAY))
def test_what_is_taken_back_is_measured_and_ends_at_an_open_instant(world, start, micros) -> None:
    rules, oracle = world
    calendar, start = WorkingCalendar(rules), oracle.start + start
    try:
        earlier = calendar.add(start, -micros)
    except Refusal:
        assume(False)
    assert calendar.measure(earlier, start) == micros
    assert calendar.is_open(earlier)


@given(st.integers(at("2004-01-01"), at("2026-06-01")), st.integers(0, 300 * DAY // 4))
def test_over_all_years_of_the_mainland_what_is_added_is_measured(start, micros) -> None:
    calendar = WorkingCalendar(OFFICE)
    due = calendar.add(start, micros)
    assert calendar.measure(start, due) == micros
    assert due == start or calendar.measure(start, due - 1) == micros - 1
    assert calendar.add(np.array([start]), micros).tolist() == [due]


@given(worlds(), moments, moments)
def test_the_open_intervals_shown_are_apart_clipped_and_add_up(world, first, second) -> None:
    rules, oracle = world
    calendar = WorkingCalendar(rules)
    start, end = oracle.start + min(first, second), oracle.start + max(first, second)
    segments = calendar.segments(start, end)
    assert sum(until - since for since, until in segments) == oracle.measure(start, end)
    edges = [edge for segment in segments for edge in segment]
    assert edges == sorted(set(edges))
    assert all(start <= edge <= end for edge in edges)


@given(worlds(), st.integers(0, 5))
def test_a_working_day_is_a_date_on_which_hours_begin(world, number) -> None:
    rules, oracle = world
    day = oracle.window.first + timedelta(days=number + 1)
    epoch_day = (day - date(1970, 1, 1)).days
    assert WorkingCalendar(rules).is_working_day(epoch_day) == oracle.is_working(day)


# --- the calendar of the mainland, by hand ---


def test_a_deadline_passes_the_lunch_break_and_the_night() -> None:
    calendar = WorkingCalendar(OFFICE)
    assert calendar.add(at("2024-07-15 11:30"), HOUR) == at("2024-07-15 13:30")
    assert calendar.add(at("2024-07-15 17:30"), HOUR) == at("2024-07-16 09:30")
    assert calendar.add(at("2024-07-15 17:30"), HOUR // 2) == at("2024-07-15 18:00")
    assert calendar.add(at("2024-07-13 03:00"), 8 * HOUR) == at("2024-07-15 18:00")


def test_a_make_up_saturday_has_the_hours_of_a_monday_and_a_holiday_has_none() -> None:
    calendar = WorkingCalendar(OFFICE)
    assert calendar.measure(at("2026-02-14"), at("2026-02-15")) == 8 * HOUR
    assert calendar.measure(at("2026-02-15"), at("2026-02-24")) == 0
    assert calendar.add(at("2026-02-14 17:00"), 2 * HOUR) == at("2026-02-24 10:00")


def test_an_exception_wins_over_a_holiday_and_a_make_up_day() -> None:
    rules = CalendarRules(
        zone="Asia/Shanghai",
        week=OFFICE.week,
        exceptions={date(2026, 2, 14): (), date(2026, 2, 17): ((600, 660),), date(2026, 2, 24): ((0, 1440),)},
        holidays="CN",
    )
    calendar = WorkingCalendar(rules)
    assert calendar.segments(at("2026-02-14"), at("2026-02-25")) == [
        (at("2026-02-17 10:00"), at("2026-02-17 11:00")),
        (at("2026-02-24"), at("2026-02-25")),
    ]


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    night = CalendarRules(zone="Asia/Shanghai", week={4: ((1320, 1800),)}, holidays="CN")
    calendar = WorkingCalendar(night)
    # Friday 1 May 2026 is a holiday: its night falls out, that of the Friday before runs into Saturday.
    assert calendar.segments(at("2026-04-24"), at("2026-05-09")) == [
        (at("2026-04-24 22:00"), at("2026-04-25 06:00")),
        (at("2026-05-08 22:00"), at("2026-05-09 00:00")),
    ]
    assert calendar.segments(at("2026-04-25 05:00"), at("2026-04-25 12:00")) == [
        (at("2026-04-25 05:00"), at("2026-04-25 06:00"))
    ]


def test_hours_run_over_the_midnight_of_new_year() -> None:
    calendar = WorkingCalendar(CalendarRules(zone="Asia/Shanghai", week=dict.fromkeys(range(7), ((1320, 1560),))))
    assert calendar.segments(at("2025-01-01"), at("2025-01-01 12:00")) == [(at("2025-01-01"), at("2025-01-01 02:00"))]
    fresh = WorkingCalendar(calendar.rules)
    assert fresh.is_open(at("2025-01-01 01:59"))
    assert not fresh.is_open(at("2025-01-01 02:00"))


# --- rows for the explanation ---


def test_rows_name_the_week_the_holiday_the_make_up_day_and_the_exception() -> None:
    rules = CalendarRules(
        zone="Asia/Shanghai", week=OFFICE.week, exceptions={date(2026, 2, 24): ((540, 720),)}, holidays="CN"
    )
    rows = {row.date: row for row in WorkingCalendar(rules).calendar_rows(at("2026-02-13 10:00"), at("2026-02-25"))}
    assert [*rows] == [date(2026, 2, 13) + timedelta(days=number) for number in range(12)]
    assert (rows[date(2026, 2, 13)].why, rows[date(2026, 2, 13)].reason.en) == ("week", "weekly hours")
    assert (rows[date(2026, 2, 14)].why, rows[date(2026, 2, 14)].reason.zh) == ("make-up", "调休上班：春节")
    assert rows[date(2026, 2, 14)].intervals == ((540, 720), (780, 1080))
    assert (rows[date(2026, 2, 16)].why, rows[date(2026, 2, 16)].reason.zh) == ("holiday", "节假日：春节")
    assert rows[date(2026, 2, 16)].intervals == ()
    assert (rows[date(2026, 2, 24)].why, rows[date(2026, 2, 24)].intervals) == ("exception", ((540, 720),))
    assert not any(row.is_provisional for row in rows.values())


def test_rows_begin_with_the_day_before_where_its_night_runs_into_the_span() -> None:
    calendar = WorkingCalendar(CalendarRules(zone="Asia/Shanghai", week=dict.fromkeys(range(7), ((1320, 1800),))))
    dates = [row.date.day for row in calendar.calendar_rows(at("2026-04-25 05:00"), at("2026-04-25 12:00"))]
    assert dates == [24, 25]
    dates = [row.date.day for row in calendar.calendar_rows(at("2026-04-25 06:00"), at("2026-04-25 12:00"))]
    assert dates == [25]


def test_rows_of_a_provisional_year_are_marked() -> None:
    rows = WorkingCalendar(OFFICE).calendar_rows(at("2026-12-31"), at("2027-01-02"))
    assert [(row.date.isoformat(), row.is_provisional) for row in rows] == [
        ("2026-12-31", False),
        ("2027-01-01", True),
    ]


# --- years that are provisional or missing ---


def test_a_span_tells_the_provisional_years_it_touches() -> None:
    calendar = WorkingCalendar(OFFICE)
    assert calendar.provisional_years(at("2026-01-01"), at("2026-12-31 12:00")) == ()
    assert calendar.provisional_years(at("2026-12-31"), at("2027-01-01")) == ()
    assert calendar.provisional_years(at("2026-12-31"), at("2027-01-01") + 1) == (2027,)
    assert calendar.provisional_years(at("2027-06-01"), at("2027-06-01")) == (2027,)
    assert WorkingCalendar(always("Asia/Shanghai")).provisional_years(at("2027-06-01"), at("2028-06-01")) == ()


@pytest.mark.parametrize(
    ("ask", "year"),
    [
        (lambda calendar: calendar.is_open(at("2028-01-01")), 2028),
        (lambda calendar: calendar.is_open(at("2003-12-31 23:59")), 2003),
        (lambda calendar: calendar.measure(at("2027-12-31"), at("2028-01-01") + 1), 2028),
        (lambda calendar: calendar.add(at("2027-12-31 17:00"), 2 * HOUR), 2028),
        (lambda calendar: calendar.add(at("2004-01-02 09:30"), -2 * HOUR), 2003),
        (lambda calendar: calendar.next_open(at("2027-12-31 18:00")), 2028),
        (lambda calendar: calendar.is_open(np.array([at("2026-01-01"), at("2031-01-01")])), 2031),
        (lambda calendar: calendar.provisional_years(at("2027-01-01"), at("2028-01-02")), 2028),
        (lambda calendar: calendar.calendar_rows(at("2027-12-31"), at("2028-01-02")), 2028),
    ],
)
def test_a_missing_year_is_refused_with_the_year_and_changes_nothing(ask, year) -> None:
    calendar = WorkingCalendar(OFFICE)
    before = calendar.add(at("2026-02-14 17:00"), 2 * HOUR)
    with pytest.raises(Refusal) as refusal:
        ask(calendar)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.values["year"]) == ("V021", year)
    assert calendar.add(at("2026-02-14 17:00"), 2 * HOUR) == before


def test_the_last_instant_of_the_last_year_can_still_be_measured() -> None:
    calendar = WorkingCalendar(OFFICE)
    assert calendar.known_span == (at("2004-01-01"), at("2028-01-01"))
    # Friday 31 December 2027 is an ordinary working day of the provisional year.
    assert calendar.measure(at("2027-12-31"), at("2028-01-01")) == 8 * HOUR
    assert calendar.add(at("2027-12-31 17:00"), HOUR) == at("2027-12-31 18:00")
    assert calendar.measure(at("2004-01-01"), at("2004-01-03")) == 8 * HOUR


def test_without_the_eve_the_first_day_of_hours_over_midnight_is_refused() -> None:
    night = CalendarRules(zone="Asia/Shanghai", week=dict.fromkeys(range(7), ((1320, 1800),)), holidays="CN")
    with pytest.raises(Refusal, match="V021"):
        WorkingCalendar(night).is_open(at("2004-01-01 05:00"))
    assert not WorkingCalendar(night).is_open(at("2004-01-02 12:00"))


def test_a_calendar_that_is_never_open_is_refused() -> None:
    for rules in (
        CalendarRules(zone="UTC", week={}),
        CalendarRules(zone="UTC", week={0: (), 5: ()}, exceptions={date(2026, 5, 8): ()}),
        CalendarRules(zone="Asia/Shanghai", week={}, exceptions={date(2031, 5, 8): ((0, 60),)}, holidays="CN"),
    ):
        with pytest.raises(Refusal, match="V022"):
            WorkingCalendar(rules)


def test_a_calendar_open_on_one_day_only_gives_that_day_and_no_more() -> None:
    once = WorkingCalendar(CalendarRules(zone="UTC", week={}, exceptions={date(2026, 5, 8): ((540, 720),)}))
    assert once.next_open(at("2001-01-01", "UTC")) == at("2026-05-08 09:00", "UTC")
    assert once.add(at("2026-05-08 11:00", "UTC"), HOUR) == at("2026-05-08 12:00", "UTC")
    assert once.is_open(np.array([at("2024-01-01", "UTC")])).tolist() == [False]
    with pytest.raises(Refusal, match="V023"):
        once.add(at("2026-05-08 11:00", "UTC"), HOUR + 1)


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        (((540, 720), (700, 800)), "V025"),
        (((780, 800), (540, 720)), "V025"),
        (((540, 540),), "V024"),
        (((1440, 1500),), "V024"),
        (((0, 2881),), "V024"),
        (((-1, 60),), "V024"),
    ],
)
def test_hours_that_overlap_or_leave_the_day_are_refused(hours, code) -> None:
    with pytest.raises(Refusal, match=code):
        WorkingCalendar(CalendarRules(zone="UTC", week={0: hours}))


# --- 24x7, large tables and long columns ---


def test_24x7_is_elapsed_time() -> None:
    calendar = WorkingCalendar(ALWAYS)
    start = at("2025-01-01")
    assert calendar.add(start, 5) == start + 5
    assert calendar.measure(start, start + 7) == 7
    assert calendar.next_open(start) == start
    assert calendar.is_open(start)
    assert calendar.segments(start, start + 9) == [(start, start + 9)]
    assert calendar.is_open(np.array([start, 0])).tolist() == [True, True]
    assert calendar.working_day_after(100, 3) == 103


def test_the_hours_of_a_whole_week_written_out_are_24x7_too() -> None:
    whole = CalendarRules(zone="Europe/Rome", week=dict.fromkeys(range(7), ((0, 720), (720, 1440))))
    calendar = WorkingCalendar(whole)
    start = at("2024-03-30 12:00", "Europe/Rome")
    assert not whole.is_always
    assert calendar.add(start, 24 * HOUR) == start + 24 * HOUR
    assert write_instant(start + 24 * HOUR, zone="Europe/Rome") == "2024-03-31 13:00:00+02:00"


def test_hours_a_minute_apart_over_many_years_agree_for_columns_and_numbers() -> None:
    # So many granules would be needed here that columns are looked up by bisection.
    rules = CalendarRules(zone="UTC", week=dict.fromkeys(range(7), ((600, 601), (602, 603))))
    calendar, single = WorkingCalendar(rules), WorkingCalendar(rules)
    rng = np.random.default_rng(7)
    starts = rng.integers(at("1930-01-01", "UTC"), at("2150-01-01", "UTC"), 300)
    assert calendar.add(starts, 90_000_000).tolist() == [single.add(int(t), 90_000_000) for t in starts]
    assert calendar.is_open(starts).tolist() == [single.is_open(int(t)) for t in starts]


def test_a_column_longer_than_one_piece_is_worked_through_whole() -> None:
    calendar = WorkingCalendar(OFFICE)
    starts = np.random.default_rng(3).integers(at("2024-01-01"), at("2026-01-01"), 100_000)
    dues = calendar.add(starts, 8 * HOUR)
    assert (calendar.measure(starts, dues) == 8 * HOUR).all()
    assert dues[::9973].tolist() == [calendar.add(int(t), 8 * HOUR) for t in starts[::9973]]
    assert calendar.add(starts.reshape(1000, 100), 8 * HOUR).tolist() == dues.reshape(1000, 100).tolist()


def test_the_end_of_an_interval_is_closed_for_columns_and_numbers() -> None:
    edges = [at(f"2024-07-15 {clock}") for clock in ("08:59", "09:00", "12:00", "13:00", "18:00")]
    edges += [edge - 1 for edge in edges]
    expected = [False, True, False, True, False, False, False, True, False, True]
    assert [WorkingCalendar(OFFICE).is_open(edge) for edge in edges] == expected
    assert WorkingCalendar(OFFICE).is_open(np.array(edges)).tolist() == expected
    dues = WorkingCalendar(OFFICE).next_open(np.array(edges[:5]))
    assert [write_instant(int(due), zone="Asia/Shanghai")[5:16] for due in dues] == [
        "07-15 09:00",
        "07-15 09:00",
        "07-15 13:00",
        "07-15 13:00",
        "07-16 09:00",
    ]


def test_an_empty_column_gives_an_empty_column() -> None:
    calendar, nothing = WorkingCalendar(OFFICE), np.empty(0, np.int64)
    assert calendar.add(nothing, HOUR).tolist() == calendar.measure(nothing, nothing).tolist() == []
    assert calendar.is_open(nothing).tolist() == calendar.next_open(nothing).tolist() == []


def test_the_oracle_itself_is_a_clock() -> None:
    oracle = Oracle(WINDOWS[0], lambda day: ((540, 720),))
    assert oracle.measure(oracle.start, oracle.instant(MINUTES)) == 9 * 3 * HOUR
    assert oracle.add(at("2023-12-28 11:00"), 2 * HOUR) == at("2023-12-29 10:00")
