"""Instants: microseconds since 1970-01-01 00:00 UTC as `int`, read, written, and put into days and periods."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal, get_args

import numpy as np

from jiannuo.core.values.problems import (
    INSTANT_UNREADABLE,
    INSTANT_WITHOUT_ZONE,
    Refusal,
)
from jiannuo.core.values.zones import Ints, Numbers, Twice, date_of_day, day_of_date, zone_clock

Period = Literal["minute", "hour", "day", "week", "month", "quarter", "half-year", "year"]
PERIODS: tuple[Period, ...] = get_args(Period)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_INSTANT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<h>[0-9]{2}):(?P<min>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?"
    r" ?(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2}(?::[0-9]{2})?)?)?)?",
    re.ASCII,
)


def read_instant(text: str, *, zone: str | None = None, twice: Twice = "first") -> int:
    """Read a date (00:00) or a date with a time; an offset in the text wins over `zone`. Returns microseconds UTC.

    A local time that occurs twice is the first one unless `twice` says second; 24:00 is the next day's 00:00.
    Raises Refusal: unreadable, neither offset nor zone, or a local time that does not exist.
    """
    match = _INSTANT.fullmatch(text.strip())
    if match is None:
        raise _unreadable(text)
    wall = _wall(match, text)
    if match["offset"]:
        return from_datetime(wall.replace(tzinfo=_offset(match["offset"], text)))
    if zone is None:
        raise Refusal(INSTANT_WITHOUT_ZONE.at(span=(0, len(text)), text=text))
    return zone_clock(zone).instant(wall, twice=twice)


def _wall(match: re.Match[str], text: str) -> datetime:
    hour, minute, second = int(match["h"] or 0), int(match["min"] or 0), int(match["s"] or 0)
    part = (match["part"] or "").ljust(9, "0")
    end_of_day = hour == 24 and not (minute or second or int(part))
    if part[6:] != "000" or hour > 24 or (hour == 24 and not end_of_day) or minute > 59 or second > 59:
        raise _unreadable(text)
    try:
        midnight = datetime.fromisoformat(match["date"])
        return midnight + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=int(part[:6]))
    except (ValueError, OverflowError) as error:
        raise _unreadable(text) from error


def _offset(text: str, whole: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(6, "0")
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if hours > 23 or minutes > 59 or seconds > 59:
        raise _unreadable(whole)
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-offset if text[0] == "-" else offset)


def _unreadable(text: str) -> Refusal:
    return Refusal(INSTANT_UNREADABLE.at(span=(0, len(text)), text=text))


def write_instant(instant: int, *, zone: str) -> str:
    """Write an instant such as `2024-07-15 14:30:00+08:00` in a zone; `read_instant` reads it again."""
    return zone_clock(zone).wall(instant).isoformat(" ")


def from_datetime(moment: datetime) -> int:
    """Return the microseconds of an aware datetime, exactly."""
    if moment.tzinfo is None:
        shown = moment.isoformat(" ")
        raise Refusal(INSTANT_WITHOUT_ZONE.at(span=(0, len(shown)), text=shown))
    return (moment - _EPOCH) // _MICRO


def to_datetime(instant: int, *, zone: str = "UTC") -> datetime:
    """Return the aware datetime of an instant in a zone. Raises Refusal outside the years 1 to 9999."""
    return zone_clock(zone).wall(instant)


def local_date(instant: int, *, zone: str) -> date:
    """Return the date of the zone's day that the instant falls into. Raises Refusal outside 1900 to 2199."""
    return date_of_day(zone_clock(zone).day(instant))


def start_of_day(day: date, *, zone: str) -> int:
    """Return the first instant of a date in a zone. Raises Refusal outside 1900 to 2199."""
    return zone_clock(zone).start_of_day(day_of_date(day))


def end_of_day(day: date, *, zone: str) -> int:
    """Return 24:00 of a date in a zone, the first instant of the next date."""
    return zone_clock(zone).start_of_day(day_of_date(day) + 1)


# --- periods ---


def period_start(instant: Numbers, period: Period, *, zone: str) -> Numbers:
    """Return the start of the period that holds the instant: weeks start on Monday, half-years in January and July.

    Minutes and hours are those of the wall clock's day, counted from its start. Raises Refusal outside 1900 to 2199.
    """
    return _period_edge(instant, period, zone, 0)


def next_period_start(instant: Numbers, period: Period, *, zone: str) -> Numbers:
    """Return the start of the period after the one that holds the instant."""
    return _period_edge(instant, period, zone, 1)


_SHORT_PERIODS = {"minute": 60_000_000, "hour": 3_600_000_000}
_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


def _period_edge(instant: Numbers, period: Period, zone: str, later: int) -> Numbers:
    clock = zone_clock(zone)
    day = clock.day(instant)
    if period in _SHORT_PERIODS:
        length = _SHORT_PERIODS[period]
        start = clock.start_of_day(day)
        edge = start + ((instant - start) // length + later) * length
        # The last hour of a day is short where the clock was changed by a part of an hour.
        return _least(edge, clock.start_of_day(day + 1))
    return clock.start_of_day(mapped_days(day, lambda number: _first_day(number, period, later)))


def _least(left: Numbers, right: Numbers) -> Numbers:
    if isinstance(left, int):
        return min(left, right)
    return np.minimum(left, right)


def _first_day(day: int, period: Period, later: int) -> int:
    if period == "day":
        return day + later
    if period == "week":
        return day - (day + 3) % 7 + 7 * later
    length = _MONTHS[period]
    this = date_of_day(day)
    count = (this.year * 12 + this.month - 1) // length * length + later * length
    return day_of_date(date(count // 12, count % 12 + 1, 1))


def mapped_days(days: Numbers, change: Callable[[int], int]) -> Numbers:
    """Map day numbers, each distinct day in the span once."""
    if isinstance(days, int):
        return change(days)
    if days.size == 0:
        return days
    low, high = int(days.min()), int(days.max())
    table: Ints = np.array([change(day) for day in range(low, high + 1)], np.int64)
    return table[days - low]
