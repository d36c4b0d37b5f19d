"""Every day of the mainland's calendar is the published one; other regions come from the library, when named."""

import csv
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from jiannuo.core.values.calendars import CalendarRules, WorkingCalendar
from jiannuo.core.values.holidays import holiday_year, known_years, region_title
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.zones import day_of_date

WEEK = dict.fromkeys(range(5), ((540, 1080),))
MAINLAND = CalendarRules(zone="Asia/Shanghai", week=WEEK, holidays="CN")


def dates_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


def test_every_day_from_2004_to_2026_is_that_of_the_shared_calendar(shared_data: Path) -> None:
    calendar = WorkingCalendar(MAINLAND)
    with (shared_data / "cn_calendar" / "cn_calendar.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 8401
    differing = []
    for row in rows:
        day = date.fromisoformat(row["date"])
        year = holiday_year("CN", day.year)
        ours = (calendar.is_working_day(day_of_date(day)), day in year.working, day in year.closed)
        if ours != tuple(row[name] == "1" for name in ("is_workday", "is_makeup_workday", "is_statutory_holiday")):
            differing.append(row["date"])
    assert differing == []


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_working_days_of_a_year_are_as_many_as_published(year: int, count: int) -> None:
    calendar = WorkingCalendar(MAINLAND)
    assert sum(calendar.is_working_day(day_of_date(day)) for day in dates_of(year)) == count


def test_the_make_up_days_of_2026_are_those_of_the_notice() -> None:
    made_up = [f"{day:%m-%d}" for day in holiday_year("CN", 2026).working]
    assert made_up == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_the_mainland_is_official_to_2026_and_provisional_in_2027() -> None:
    assert known_years("CN") == range(2004, 2028)
    states = {year: holiday_year("CN", year).state for year in known_years("CN")}
    assert {year for year, state in states.items() if state == "provisional"} == {2027}
    assert holiday_year("CN", 2026).notice == "国务院办公厅关于2026年部分节假日安排的通知"
    assert holiday_year("CN", 2026).edition == "2026-11-22"
    assert region_title("CN").zh == "中国大陆"


def test_the_festivals_of_2027_are_closed_and_no_make_up_day_is_known() -> None:
    year = holiday_year("CN", 2027)
    # Lunar New Year 2027 is 6 February, Dragon Boat 9 June, Mid-autumn 15 September; Qingming 5 April.
    festivals = ["01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15", "10-01"]
    assert {f"2027-{day}" for day in festivals} <= {day.isoformat() for day in year.closed}
    assert year.working == {}


def test_holidays_and_make_up_days_never_meet_and_lie_in_their_year() -> None:
    for number in known_years("CN"):
        year = holiday_year("CN", number)
        assert not set(year.closed) & set(year.working)
        assert {day.year for day in (*year.closed, *year.working)} == {number}


@pytest.mark.parametrize("year", [2003, 2028])
def test_a_missing_year_is_refused_with_the_cure(year: int) -> None:
    with pytest.raises(Refusal) as refusal:
        holiday_year("CN", year)
    (problem,) = refusal.value.problems
    assert problem.code == "V021"
    assert problem.message("zh") == f"中国大陆的节假日只收录 2004 至 2027 年，没有 {year} 年。"
    assert str(year) in problem.cure("en")


def test_other_regions_come_from_the_library() -> None:
    italy = holiday_year("IT", 2024)
    assert "Assumption" in italy.closed[date(2024, 8, 15)].en
    assert date(2024, 4, 25) in italy.closed
    assert italy.state == "official"
    assert date(2024, 2, 12) in holiday_year("US-NY", 2024).closed  # Lincoln's birthday, in New York only
    assert date(2024, 2, 12) not in holiday_year("US", 2024).closed
    assert date(2024, 8, 17) not in holiday_year("HU", 2024).working
    assert date(2024, 8, 3) in holiday_year("HU", 2024).working  # worked for Monday 19 August


def test_a_year_with_estimated_dates_is_provisional() -> None:
    assert holiday_year("MY", 2040).state == "provisional"


@pytest.mark.parametrize("region", ["XX", "cn", "", "CN/..", "US-XX", "../CN"])
def test_an_unknown_region_is_refused(region: str) -> None:
    with pytest.raises(Refusal, match="V020"):
        known_years(region)


def test_the_library_is_not_loaded_for_the_mainland() -> None:
    program = (
        "import sys; from jiannuo.core.values.calendars import CalendarRules, WorkingCalendar; "
        "WorkingCalendar(CalendarRules(zone='Asia/Shanghai', week={0: ((0, 60),)}, holidays='CN')).is_open(1721044800000000); "
        "print('holidays' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
