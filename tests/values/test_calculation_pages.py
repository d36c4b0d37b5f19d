"""The worked numbers on the pages of calendars and durations are what the code computes, and their sums add up."""

from pathlib import Path

import pytest

from jiannuo.core.values.calendars import CalendarRules, WorkingCalendar, read_interval
from jiannuo.core.values.clock import add, dates_covered, due_of_days, measure
from jiannuo.core.values.durations import UnableToReadDuration, Unit, read_duration, write_duration
from jiannuo.core.values.holidays import holiday_year
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.zones import day_of_date
from tests.values.test_holidays import dates_of

PAGES = Path(__file__).resolve().parents[2] / "docs" / "calculations"
MINUTE = 60_000_000
ZONE = "Asia/Shanghai"
OFFICE = WorkingCalendar(
    CalendarRules(zone=ZONE, week=dict.fromkeys(range(5), ((540, 720), (780, 1080))), holidays="CN")
)


def tables(page: str) -> dict[str, list[list[str]]]:
    """Return the rows of each table of a page under its joined header."""
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] | None = None
    for line in (PAGES / page).read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            rows = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if rows is None:
            rows = found.setdefault(" ".join(cells), [])
        elif set(cells) != {"---"}:
            rows.append(cells)
    return found


CALENDARS, DURATIONS = tables("calendars.md"), tables("durations.md")


def at(text: str, zone: str = ZONE) -> int:
    return read_instant(text, zone=zone)


def micros(text: str) -> int:
    hours, minutes = text.split(":")
    return (int(hours) * 60 + int(minutes)) * MINUTE


def test_the_pages_hold_the_tables_that_are_read_here() -> None:
    assert {header: len(rows) for header, rows in CALENDARS.items()} == {
        "from until working time by hand": 6,
        "start limit due by hand": 6,
        "zone date interval working time what happens": 8,
        "year days weekend holidays on weekdays make-up days working days": 23,
    }
    assert {header: len(rows) for header, rows in DURATIONS.items()} == {
        "text read as count 中文 English": 13,
        "text refused with": 8,
        "start limit due by hand": 15,
        "start until unit measure": 11,
        "start limit paused from paused until dates covered due": 6,
    }


@pytest.mark.parametrize("row", CALENDARS["from until working time by hand"])
def test_the_working_time_of_a_span_is_the_sum_of_its_intervals(row: list[str]) -> None:
    start, end, total, by_hand = row
    parts = [micros(part) for part in by_hand.split(" + ")]
    assert sum(parts) == micros(total) == OFFICE.measure(at(start), at(end))
    assert [until - since for since, until in OFFICE.segments(at(start), at(end))] == [part for part in parts if part]


@pytest.mark.parametrize("row", CALENDARS["start limit due by hand"])
def test_a_limit_of_working_time_is_over_where_its_intervals_are_used_up(row: list[str]) -> None:
    start, limit, due, by_hand = row
    parts = [micros(part) for part in by_hand.split(" + ")]
    assert sum(parts) == micros(limit)
    assert OFFICE.add(at(start), micros(limit)) == at(due)
    assert [until - since for since, until in OFFICE.segments(at(start), at(due))] == parts


@pytest.mark.parametrize("row", CALENDARS["zone date interval working time what happens"])
def test_hours_on_the_day_of_a_changed_clock_are_as_long_as_written(row: list[str]) -> None:
    zone, day, interval, total, _ = row
    calendar = WorkingCalendar(CalendarRules(zone=zone, week=dict.fromkeys(range(7), (read_interval(interval),))))
    first = calendar.clock.start_of_day(day_of_date(dates_by_text(day)))
    last = calendar.clock.start_of_day(day_of_date(dates_by_text(day)) + 1)
    assert calendar.measure(first, last) == micros(total)


def dates_by_text(text: str):
    return next(day for day in dates_of(int(text[:4])) if day.isoformat() == text)


@pytest.mark.parametrize("row", CALENDARS["year days weekend holidays on weekdays make-up days working days"])
def test_the_working_days_of_a_year_are_its_days_less_what_is_off(row: list[str]) -> None:
    number, days, weekend, off, made_up, working = (int(cell) for cell in row)
    assert days - weekend - off + made_up == working
    year, dates = holiday_year("CN", number), dates_of(number)
    assert (days, weekend) == (len(dates), sum(day.weekday() > 4 for day in dates))
    assert off == sum(day.weekday() < 5 for day in year.closed)
    assert made_up == len(year.working)
    assert working == sum(OFFICE.is_working_day(day_of_date(day)) for day in dates)


@pytest.mark.parametrize("row", DURATIONS["text read as count 中文 English"])
def test_a_duration_is_read_and_written_as_the_page_says(row: list[str]) -> None:
    text, unit, count, chinese, english = row
    duration = read_duration(text)
    assert (duration.unit.value, duration.count) == (unit, int(count))
    assert (write_duration(duration).zh, write_duration(duration).en) == (chinese, english)


@pytest.mark.parametrize("row", DURATIONS["text refused with"])
def test_what_the_page_calls_refused_is_refused(row: list[str]) -> None:
    with pytest.raises(UnableToReadDuration, match=row[1]):
        read_duration(row[0])


@pytest.mark.parametrize("row", DURATIONS["start limit due by hand"])
def test_a_limit_is_over_when_the_page_says(row: list[str]) -> None:
    start, limit, due, _ = row
    assert add(at(start), read_duration(limit), calendar=OFFICE, zone=ZONE) == at(due)


@pytest.mark.parametrize("row", DURATIONS["start until unit measure"])
def test_as_much_has_passed_as_the_page_says(row: list[str]) -> None:
    start, until, unit, count = row
    assert measure(at(start), at(until), Unit(unit), calendar=OFFICE, zone=ZONE) == int(count)


@pytest.mark.parametrize("row", DURATIONS["start limit paused from paused until dates covered due"])
def test_a_pause_moves_the_due_date_as_the_page_says(row: list[str]) -> None:
    start, limit, paused_from, paused_until, covered, due = row
    duration, spans = read_duration(limit), [(at(paused_from), at(paused_until))]
    extra = dates_covered(spans, duration.unit, calendar=OFFICE, zone=ZONE)
    assert extra == int(covered)
    assert due_of_days(at(start), duration, extra, calendar=OFFICE, zone=ZONE) == at(due)
