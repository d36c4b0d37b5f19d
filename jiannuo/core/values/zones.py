"""Time zones: wall-clock time to instants and back, and the days of a zone on the line of instants.

The rules come from the pinned `tzdata` package and never from the machine, so that every machine reckons alike.
A day of a zone runs from the first instant of its date to the first instant of the next date, whatever the clock
does in between; such days neither overlap nor leave holes, not even where a whole date was skipped.
"""

import re
import zoneinfo
from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Literal, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.values.durations import DAY, MINUTE
from jiannuo.core.values.problems import INSTANT_OUT_OF_RANGE, LOCAL_TIME_MISSING, ZONE_UNKNOWN, Refusal
from jiannuo.core.values.texts import Text

Ints = NDArray[np.int64]
Numbers = TypeVar("Numbers", int, NDArray[np.int64])
Twice = Literal["first", "second"]

FIRST_YEAR = 1900
LAST_YEAR = 2199
EPOCH_DAY = date(1970, 1, 1).toordinal()
_FIRST_DAY = date(FIRST_YEAR, 1, 1).toordinal() - EPOCH_DAY
_LAST_DAY = date(LAST_YEAR + 1, 1, 1).toordinal() - EPOCH_DAY
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 — the bare wall clock of UTC
_MICRO = timedelta(microseconds=1)
_NAME = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*", re.ASCII)
_SIMILAR = Text(zh="最接近的是 {names}。", en="The closest is {names}.")
_NOTHING = Text(zh="", en="")


def date_of_day(day: int) -> date:
    """Return the date of a day number (days since 1970-01-01)."""
    return date.fromordinal(day + EPOCH_DAY)


def day_of_date(day: date) -> int:
    """Return the day number of a date (days since 1970-01-01)."""
    return day.toordinal() - EPOCH_DAY


@cache
def time_zone(name: str) -> zoneinfo.ZoneInfo:
    """Return the zone of that name from the pinned rules. Raises Refusal for an unknown name."""
    if _NAME.fullmatch(name):
        file = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
        if file.is_file():
            with file.open("rb") as stream:
                content = stream.read(4)
                stream.seek(0)
                if content == b"TZif":
                    return zoneinfo.ZoneInfo.from_file(stream, key=name)
    names = get_close_matches(name, _zone_names(), n=1)
    similar = _SIMILAR.filled(names=names[0]) if names else _NOTHING
    raise Refusal(ZONE_UNKNOWN.at(span=(0, len(name)), zone=name, similar=similar))


def _zone_names() -> list[str]:
    return resources.files("tzdata").joinpath("zones").read_text("utf-8").split()


class ZoneClock:
    """The wall clock of one zone. Instants are microseconds since the epoch, days are days since 1970-01-01."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.zone = time_zone(name)
        self._first = 0  # the day of starts[0]
        self._starts: list[int] = []
        self._table: Ints = np.empty(0, np.int64)

    def instant(self, wall: datetime, *, twice: Twice = "first") -> int:
        """Return the instant of a wall-clock time (naive). Raises Refusal if the clock skipped it."""
        before, after = self._offsets(wall)
        if before < after:
            shown = wall.isoformat(" ")
            raise Refusal(LOCAL_TIME_MISSING.at(span=(0, len(shown)), text=shown, zone=self.name))
        return _micros(wall) - (before if twice == "first" else after)

    def instant_across(self, wall: datetime) -> int:
        """Return the instant of a wall-clock time, the first of two; a skipped time moves forward across the gap."""
        before, after = self._offsets(wall)
        if before < after:
            return self._change_between(_micros(wall) - after, _micros(wall) - before)
        return _micros(wall) - before

    def wall(self, instant: int) -> datetime:
        """Return the aware wall-clock time of an instant. Raises Refusal outside the years 1 to 9999."""
        try:
            return (_EPOCH.replace(tzinfo=UTC) + timedelta(microseconds=instant)).astimezone(self.zone)
        except OverflowError as error:
            raise _out_of_range(instant, 1, 9999) from error

    def _offsets(self, wall: datetime) -> tuple[int, int]:
        # Python's rule: in a gap the first reading has the smaller offset, in a repeated hour the larger one.
        first = self.zone.utcoffset(wall)
        second = self.zone.utcoffset(wall.replace(fold=1))
        return cast(timedelta, first) // _MICRO, cast(timedelta, second) // _MICRO

    def _change_between(self, low: int, high: int) -> int:
        """Return the instant in (low, high] from which the later offset holds; changes fall on whole seconds."""
        later = self.wall(high).utcoffset()
        while high - low > 1:
            middle = (low + high) // 2
            if self.wall(middle).utcoffset() == later:
                high = middle
            else:
                low = middle
        return high

    # --- days ---

    def start_of_day(self, day: Numbers) -> Numbers:
        """Return the first instant of a day. Raises Refusal outside the years 1900 to 2199."""
        if isinstance(day, int):
            self._know(day, day)
            return self._starts[day - self._first]
        if day.size == 0:
            return day.astype(np.int64)
        self._know(int(day.min()), int(day.max()))
        return self._table[day - self._first]

    def day(self, instant: Numbers) -> Numbers:
        """Return the day that an instant falls into. Raises Refusal outside the years 1900 to 2199."""
        if isinstance(instant, int):
            self._know_around(instant, instant)
            return bisect_right(self._starts, instant) - 1 + self._first
        if instant.size == 0:
            return instant.astype(np.int64)
        self._know_around(int(instant.min()), int(instant.max()))
        return self._days(instant)

    def _days(self, instants: Ints) -> Ints:
        # Offsets reach at most 26 hours, so that the day by division is off by two at the most.
        index = instants // DAY - self._first + 2
        for _ in range(4):
            index -= self._table[index] > instants
        return index + self._first

    def minute(self, day: int, minute: int) -> int:
        """Return the instant of a minute of a day, 0 to 2880: beyond 1440 it falls on the next day."""
        if minute >= 1440:
            return self.minute(day + 1, minute - 1440)
        start = self.start_of_day(day)
        if self.start_of_day(day + 1) - start == DAY:
            return start + minute * MINUTE
        midnight = datetime.fromordinal(day + EPOCH_DAY)
        return self.instant_across(midnight + timedelta(minutes=minute))

    def _know_around(self, first: int, last: int) -> None:
        """Make the days known that two instants may fall into; a refusal names the instant."""
        for instant in (first, last):
            if not _FIRST_DAY <= instant // DAY - 2 <= instant // DAY + 3 <= _LAST_DAY:
                raise _out_of_range(instant, FIRST_YEAR, LAST_YEAR)
        self._know(first // DAY - 2, last // DAY + 3)

    def _know(self, first: int, last: int) -> None:
        if first >= self._first and last < self._first + len(self._starts):
            return
        if first < _FIRST_DAY or last > _LAST_DAY:
            raise _out_of_range((first if first < _FIRST_DAY else last) * DAY, FIRST_YEAR, LAST_YEAR)
        known = range(self._first, self._first + len(self._starts)) or range(first, first)
        low = max(_FIRST_DAY, min(first - 400, known.start))
        high = min(_LAST_DAY, max(last + 400, known.stop))
        self._starts = [self._first_instant(day) for day in range(low, high + 1)]
        self._first = low
        self._table = np.array(self._starts, np.int64)

    def _first_instant(self, day: int) -> int:
        if self._first <= day < self._first + len(self._starts):
            return self._starts[day - self._first]
        return self.instant_across(datetime.fromordinal(day + EPOCH_DAY))


@cache
def zone_clock(name: str) -> ZoneClock:
    """Return the one wall clock of a zone. Raises Refusal for an unknown name."""
    return ZoneClock(name)


def _micros(wall: datetime) -> int:
    return (wall.replace(tzinfo=None, fold=0) - _EPOCH) // _MICRO


def _out_of_range(instant: int, first: int, last: int) -> Refusal:
    try:
        shown = (_EPOCH + timedelta(microseconds=instant)).isoformat(" ") + "Z"
    except OverflowError:  # beyond the years that can be written
        shown = f"{instant} µs"
    return Refusal(INSTANT_OUT_OF_RANGE.at(value=shown, first=first, last=last))
