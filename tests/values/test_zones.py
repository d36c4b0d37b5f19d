"""A zone cuts the line of instants into days without hole or overlap, whatever its clock does."""

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.zones import date_of_day, day_of_date, time_zone, zone_clock
from tests.values.minute_oracle import MINUTE, MINUTES, WINDOWS, Oracle

ZONES = tuple(sorted({window.zone for window in WINDOWS}))


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window.zone} {window.first}")
def test_days_are_those_of_a_clock_walked_minute_by_minute(window) -> None:
    oracle = Oracle(window, lambda day: ())
    instants = np.array([oracle.instant(minute) for minute in range(MINUTES)])
    walked = [day_of_date(day) for day, _ in oracle.readings]
    clock = zone_clock(window.zone)
    assert clock.day(instants).tolist() == walked
    assert [clock.day(int(instant)) for instant in instants[::7]] == walked[::7]


@given(st.sampled_from(ZONES), st.integers(-25000, 80000))
def test_a_day_begins_at_its_first_instant(zone: str, day: int) -> None:
    clock = zone_clock(zone)
    start = clock.start_of_day(day)
    assert clock.day(start - 1) < day <= clock.day(start)
    assert clock.start_of_day(np.array([day])).tolist() == [start]
    assert clock.day(np.array([start, start - 1])).tolist() == [clock.day(start), clock.day(start - 1)]


def test_a_date_that_a_zone_skipped_has_no_length() -> None:
    clock, skipped = zone_clock("Pacific/Apia"), day_of_date(date(2011, 12, 30))
    assert clock.start_of_day(skipped) == clock.start_of_day(skipped + 1)
    assert date_of_day(clock.day(clock.start_of_day(skipped))) == date(2011, 12, 31)


def test_the_hours_of_a_day_follow_the_wall_clock_over_a_gap_and_a_repeated_hour() -> None:
    clock = zone_clock("Europe/Rome")
    gap, twice = day_of_date(date(2024, 3, 31)), day_of_date(date(2024, 10, 27))
    hour = 60 * MINUTE
    start = clock.start_of_day(gap)
    assert [clock.minute(gap, minute) - start for minute in (119, 120, 150, 180, 1440)] == [
        119 * MINUTE,
        2 * hour,
        2 * hour,  # 02:30 does not exist: it moves forward to the end of the gap
        2 * hour,
        23 * hour,
    ]
    start = clock.start_of_day(twice)
    assert [clock.minute(twice, minute) - start for minute in (119, 150, 180, 1440, 2880)] == [
        119 * MINUTE,
        150 * MINUTE,  # the first 02:30
        4 * hour,
        25 * hour,
        49 * hour,
    ]


def test_an_unknown_zone_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(Refusal) as refusal:
        time_zone("Asia/Shangai")
    (problem,) = refusal.value.problems
    assert problem.code == "V014"
    assert problem.cure("en").endswith("The closest is Asia/Shanghai.")


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "Asia", "zones", "asia/shanghai\n", "Asia//Shanghai"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="V014"):
        time_zone(name)


def test_years_beyond_1900_to_2199_are_refused() -> None:
    clock = zone_clock("UTC")
    assert clock.start_of_day(day_of_date(date(1900, 1, 1))) == -2_208_988_800_000_000
    for day in (date(1899, 12, 31), date(2200, 1, 2)):
        with pytest.raises(Refusal, match="V013"):
            clock.start_of_day(day_of_date(day))
    with pytest.raises(Refusal, match="V013"):
        clock.day(np.array([0, 10**17]))


def test_a_refused_instant_is_written_as_a_person_writes_it() -> None:
    for instant, shown in ((7_289_611_200_000_001, "2200-12-31 12:00:00.000001Z"), (2**62, f"{2**62} µs")):
        with pytest.raises(Refusal) as refusal:
            zone_clock("Asia/Shanghai").day(instant)
        (problem,) = refusal.value.problems
        assert problem.message("en").startswith(f"The instant {shown} lies outside")


def test_a_wall_clock_time_is_found_on_both_sides_of_a_change() -> None:
    clock = zone_clock("America/New_York")
    twice, after_the_gap = datetime.fromisoformat("2024-11-03 01:30"), datetime.fromisoformat("2024-03-10 03:00")
    assert clock.instant(twice, twice="second") - clock.instant(twice) == 60 * MINUTE
    assert clock.wall(clock.instant(after_the_gap) - 1).hour == 1
