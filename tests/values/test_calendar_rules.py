"""What a calendar says is read, written and kept as declared."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.values.calendar_rules import (
    CalendarRules,
    always,
    calendar_row,
    check_intervals,
    read_interval,
    write_interval,
)
from jiannuo.core.values.problems import Refusal


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("09:00-12:00", (540, 720)),
        ("13:30 - 18:00", (810, 1080)),
        ("00:00-24:00", (0, 1440)),
        ("22:00-06:00", (1320, 1800)),
        ("22:00-00:00", (1320, 1440)),
        ("18:00-24:00", (1080, 1440)),
    ],
)
def test_an_interval_is_read_in_minutes_of_the_day(text: str, interval: tuple[int, int]) -> None:
    assert read_interval(text) == interval


@pytest.mark.parametrize(
    "text",
    ["", "9-12", "09:00", "09:00-09:00", "24:00-06:00", "09:60-10:00", "09:00-24:01", "09:00-25:00", "9:00-10:00"],
)
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="V024"):
        read_interval(text)


@given(st.integers(0, 1439), st.integers(1, 1439))
def test_what_is_written_is_read_again(start: int, length: int) -> None:
    assert read_interval(write_interval((start, start + length))) == (start, start + length)


def test_hours_over_midnight_may_be_followed_by_none_that_overlap() -> None:
    check_intervals(CalendarRules(zone="UTC", week={0: ((540, 720), (720, 900), (1320, 1800))}))
    with pytest.raises(Refusal, match="V025"):
        check_intervals(CalendarRules(zone="UTC", week={}, exceptions={date(2026, 5, 8): ((0, 60), (59, 90))}))


def test_the_working_day_is_the_first_weekday_with_hours() -> None:
    assert CalendarRules(zone="UTC", week={0: (), 2: ((600, 660),), 5: ((540, 720),)}).working_day == ((600, 660),)
    assert CalendarRules(zone="UTC", week={}).working_day == ()


def test_a_make_up_day_takes_the_hours_of_the_working_day_even_where_its_weekday_has_others() -> None:
    rules = CalendarRules(zone="UTC", week={0: ((540, 1080),), 5: ((540, 720),)}, holidays="CN")
    row = calendar_row(rules, date(2026, 2, 14))
    assert (row.why, row.intervals) == ("make-up", ((540, 1080),))
    assert calendar_row(rules, date(2026, 2, 7)).intervals == ((540, 720),)


def test_only_a_week_without_gap_exception_or_holiday_is_24x7() -> None:
    whole = always("Asia/Shanghai")
    assert whole.is_always
    assert not CalendarRules(zone="UTC", week=whole.week, holidays="CN").is_always
    assert not CalendarRules(zone="UTC", week=whole.week, exceptions={date(2026, 5, 8): ()}).is_always
    assert not CalendarRules(zone="UTC", week={**whole.week, 6: ((0, 1439),)}).is_always
