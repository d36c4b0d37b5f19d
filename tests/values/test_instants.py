"""Instants are read with an offset or a zone, written back, and put into the periods of a zone."""

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.values.instants import (
    PERIODS,
    end_of_day,
    from_datetime,
    local_date,
    next_period_start,
    period_start,
    read_instant,
    start_of_day,
    to_datetime,
    write_instant,
)
from jiannuo.core.values.problems import Refusal

HOUR = 3_600_000_000
NOON_UTC = 1_721_044_800_000_000  # 2024-07-15 12:00:00 UTC, 1,721,044,800 seconds by the Unix clock


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2024-07-15T12:00:00Z", None),
        ("2024-07-15 12:00Z", None),
        ("2024-07-15 20:00:00+08:00", None),
        ("2024-07-15T20:00:00.000000+0800", None),
        ("2024-07-15T20:00+08", "Europe/Rome"),
        ("2024-07-15 20:00", "Asia/Shanghai"),
        (" 2024-07-15T14:00:00,000 ", "Europe/Rome"),
        ("2024-07-15 06:30:00-05:30", None),
    ],
)
def test_one_instant_is_read_from_many_ways_to_write_it(text: str, zone: str | None) -> None:
    assert read_instant(text, zone=zone) == NOON_UTC


def test_a_date_is_its_midnight_and_24_00_that_of_the_next() -> None:
    assert read_instant("2024-07-16", zone="Asia/Shanghai") == NOON_UTC + 4 * HOUR
    assert read_instant("2024-07-15 24:00", zone="Asia/Shanghai") == NOON_UTC + 4 * HOUR
    assert read_instant("2024-12-31 24:00", zone="UTC") == read_instant("2025-01-01", zone="UTC")


def test_microseconds_are_kept_exactly() -> None:
    assert read_instant("2024-07-15T12:00:00.123456Z") == NOON_UTC + 123_456
    assert read_instant("2024-07-15T12:00:00.1Z") == NOON_UTC + 100_000
    assert read_instant("2024-07-15T12:00:00.123456000Z") == NOON_UTC + 123_456


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2024-7-5",
        "2024-02-30",
        "0000-01-01",
        "9999-12-31 24:00",
        "2024-07-15 25:00",
        "2024-07-15 24:01",
        "2024-07-15 12:60",
        "2024-06-30 23:59:60",
        "2024-07-15 12:00:00.1234567",
        "2024-07-15 12:00+24:00",
        "2024-07-15 12",
        "２024-07-15",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="V010"):
        read_instant(text, zone="UTC")


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(Refusal, match="V011"):
        read_instant("2024-07-15 12:00")
    with pytest.raises(Refusal, match="V011"):
        from_datetime(datetime(2024, 7, 15, 12))  # noqa: DTZ001


def test_a_local_time_that_occurs_twice_is_the_first_one_unless_told() -> None:
    first = read_instant("2024-10-27 02:30", zone="Europe/Rome")
    assert first == read_instant("2024-10-27 02:30+02:00")
    assert read_instant("2024-10-27 02:30", zone="Europe/Rome", twice="second") == first + HOUR


def test_a_local_time_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        read_instant("2024-03-31 02:30", zone="Europe/Rome")
    (problem,) = refusal.value.problems
    assert (problem.code, problem.values["zone"]) == ("V012", "Europe/Rome")
    with pytest.raises(Refusal, match="V012"):
        read_instant("2011-12-30 12:00", zone="Pacific/Apia")


def test_an_instant_is_written_with_the_offset_of_its_zone() -> None:
    assert write_instant(NOON_UTC, zone="Asia/Shanghai") == "2024-07-15 20:00:00+08:00"
    assert write_instant(NOON_UTC, zone="UTC") == "2024-07-15 12:00:00+00:00"
    assert write_instant(NOON_UTC + 1, zone="Europe/Rome") == "2024-07-15 14:00:00.000001+02:00"


def test_an_instant_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(Refusal, match="V013"):
        write_instant(10**18, zone="UTC")
    with pytest.raises(Refusal, match="V013"):
        local_date(read_instant("2300-01-01Z".replace("Z", " 00:00Z")), zone="UTC")


instants = st.integers(-(2**51), 2**52)  # 1898 to 2112
zones = st.sampled_from(["UTC", "Asia/Shanghai", "Europe/Rome", "America/New_York", "Australia/Lord_Howe"])


@given(instants, zones)
def test_what_is_written_is_read_again(instant: int, zone: str) -> None:
    assert read_instant(write_instant(instant, zone=zone)) == instant


@given(instants, zones)
def test_a_datetime_goes_there_and_back(instant: int, zone: str) -> None:
    moment = to_datetime(instant, zone=zone)
    assert from_datetime(moment) == instant
    assert moment == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)


def test_a_datetime_of_any_zone_is_taken() -> None:
    assert from_datetime(datetime(2024, 7, 15, 20, tzinfo=timezone(timedelta(hours=8)))) == NOON_UTC


def test_a_day_begins_and_ends_at_midnight_of_its_zone() -> None:
    day = date(2024, 7, 15)
    assert local_date(NOON_UTC + 4 * HOUR - 1, zone="Asia/Shanghai") == day
    assert local_date(NOON_UTC + 4 * HOUR, zone="Asia/Shanghai") == date(2024, 7, 16)
    assert start_of_day(day, zone="Asia/Shanghai") == NOON_UTC - 20 * HOUR
    assert end_of_day(day, zone="Asia/Shanghai") == NOON_UTC + 4 * HOUR


@pytest.mark.parametrize(
    ("period", "start", "following"),
    [
        ("minute", "2024-08-15 14:37", "2024-08-15 14:38"),
        ("hour", "2024-08-15 14:00", "2024-08-15 15:00"),
        ("day", "2024-08-15", "2024-08-16"),
        ("week", "2024-08-12", "2024-08-19"),  # Monday to Monday
        ("month", "2024-08-01", "2024-09-01"),
        ("quarter", "2024-07-01", "2024-10-01"),
        ("half-year", "2024-07-01", "2025-01-01"),
        ("year", "2024-01-01", "2025-01-01"),
    ],
)
def test_a_period_begins_where_the_calendar_says(period, start: str, following: str) -> None:
    zone = "Asia/Shanghai"
    instant = read_instant("2024-08-15 14:37:12", zone=zone)
    assert period_start(instant, period, zone=zone) == read_instant(start, zone=zone)
    assert next_period_start(instant, period, zone=zone) == read_instant(following, zone=zone)


def test_periods_keep_local_midnight_over_a_change_of_the_clock() -> None:
    instant = read_instant("2024-03-31 12:00", zone="Europe/Rome")
    month = period_start(instant, "month", zone="Europe/Rome")
    assert month == read_instant("2024-03-01 00:00+01:00")
    assert next_period_start(instant, "month", zone="Europe/Rome") == read_instant("2024-04-01 00:00+02:00")
    assert (
        next_period_start(instant, "day", zone="Europe/Rome") - period_start(instant, "day", zone="Europe/Rome")
        == 23 * HOUR
    )


def test_the_last_hour_is_short_where_the_clock_went_back_by_half() -> None:
    # Lord Howe, 7 April 2024: the day has 24.5 hours.
    last = read_instant("2024-04-07 23:45", zone="Australia/Lord_Howe")
    start = period_start(last, "hour", zone="Australia/Lord_Howe")
    end = next_period_start(last, "hour", zone="Australia/Lord_Howe")
    assert end == read_instant("2024-04-08", zone="Australia/Lord_Howe")
    assert end - start == HOUR // 2


@given(instants.map(abs), zones, st.sampled_from(PERIODS))
def test_periods_follow_each_other_without_hole_or_overlap(instant: int, zone: str, period) -> None:
    start, following = period_start(instant, period, zone=zone), next_period_start(instant, period, zone=zone)
    assert start <= instant < following
    assert period_start(following, period, zone=zone) == following
    assert next_period_start(following - 1, period, zone=zone) == following
    assert period_start(start, period, zone=zone) == start


@given(st.lists(st.integers(NOON_UTC - 500 * 24 * HOUR, NOON_UTC), max_size=5), zones, st.sampled_from(PERIODS))
def test_columns_of_instants_have_the_periods_of_their_members(numbers, zone: str, period) -> None:
    column = np.array(numbers, np.int64)
    assert period_start(column, period, zone=zone).tolist() == [
        period_start(number, period, zone=zone) for number in numbers
    ]
    assert next_period_start(column, period, zone=zone).tolist() == [
        next_period_start(number, period, zone=zone) for number in numbers
    ]
