"""The periods of an indicator: natural ones of a zone, the whole time, or equal spans from a date on."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import takewhile
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import EverySpan, Period
from jiannuo.core.values.durations import Unit
from jiannuo.core.values.instants import Period as Natural
from jiannuo.core.values.instants import local_date, next_period_start, period_start, start_of_day, write_instant
from jiannuo.core.values.zones import LAST_YEAR, date_of_day, day_of_date

Instants = NDArray[np.int64]
SpanUnit = Literal["days", "weeks", "months"]
_UNITS: dict[Unit, SpanUnit] = {Unit.NATURAL_DAYS: "days", Unit.WEEKS: "weeks", Unit.MONTHS: "months"}
NOWHERE = -(2**63)
"""Stands for the start of a period where there is none: before the first span of a recurrence."""
SINCE_EVER = -(2**62)
"""The start of the one period `total`."""
_FEW = 8
"""So many spans are reckoned at first, and four times as many wherever these do not reach."""
_EARLIEST = day_of_date(date(1901, 1, 3)) * 86_400_000_000
"""Before this instant nothing is compared: the calendar of instants begins in 1900."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Spans of so many days, weeks or months, one behind the other, from 00:00 of a date in the zone on."""

    count: int
    unit: SpanUnit
    from_: date


@dataclass(frozen=True, slots=True)
class Cycle:
    """Periods of one sort in a zone; half-open, so that an instant lies in exactly one. `total` closes at `as_of`."""

    per: Period | Recurrence
    zone: str
    as_of: int

    def starts_of(self, instants: Instants) -> Instants:
        """Return the start of the period that each instant (microseconds UTC) lies in, `NOWHERE` for none."""
        if not len(instants):
            return instants
        if self.per == "total":
            return np.full(len(instants), SINCE_EVER)
        if not isinstance(self.per, Recurrence):
            return period_start(instants, self.per, zone=self.zone)
        edges = np.array([NOWHERE, *self._edges(self.per, int(instants.max()))], np.int64)
        return edges[np.searchsorted(edges, instants, side="right") - 1]

    def end_of(self, start: int) -> int:
        """Return the end of the period that begins there, which is no longer part of it."""
        if self.per == "total":
            return self.as_of
        if not isinstance(self.per, Recurrence):
            return _natural_end(start, self.per, self.zone)
        edges = self._edges(self.per, start)
        place = bisect_right(edges, start)
        if place < len(edges):
            return edges[place]
        return start_of_day(_later(self.per, place * self.per.count), zone=self.zone)

    def before(self, start: int) -> int | None:
        """Return the start of the period that ends where this one begins; None where there is none."""
        if self.per == "total" or start <= _EARLIEST:
            return None
        if isinstance(self.per, Recurrence):
            edges = self._edges(self.per, start)
            place = bisect_left(edges, start)
            return edges[place - 1] if place else None
        return _natural_start(start - 1, self.per, self.zone)

    def year_before(self, start: int) -> int | None:
        """Return the start of the period of the year before that this one is compared with; None where there is none.

        It is that of the same name: the same month, date or week of the calendar. 29 February and week 53 have none, nor
        have equal spans unless they are months of which so many make a year.
        """
        if start < _EARLIEST or not self.has_year_before:
            return None
        if isinstance(self.per, Recurrence):
            return self._spans_before(start, 12 // self.per.count)
        return _natural_year_before(start, self.zone, self.per == "week")

    @property
    def has_year_before(self) -> bool:
        """Tell whether such periods are compared with those of the year before at all."""
        if isinstance(self.per, Recurrence):
            return self.per.unit == "months" and 12 % self.per.count == 0
        return self.per not in ("minute", "hour", "total")

    def _spans_before(self, start: int, count: int) -> int | None:
        found: int | None = start
        for _ in range(count):
            found = None if found is None else self.before(found)
        return found

    def between(self, first: int, last: int) -> list[int]:
        """Return the starts of all periods from the one that holds `first` to the one that holds `last`."""
        starts = [int(start) for start in self.starts_of(np.array([first, last], np.int64))]
        if self.per == "total":
            return starts[:1]
        if isinstance(self.per, Recurrence):
            return [edge for edge in self._edges(self.per, last) if edge >= starts[0] and edge <= last]
        found = starts[:1]
        while found[-1] < starts[1]:
            found.append(self.end_of(found[-1]))
        return found

    def _edges(self, recurrence: Recurrence, last: int) -> tuple[int, ...]:
        """Return where spans begin, in order, at least up to the first one behind `last` that the calendar knows."""
        count = _FEW
        edges = _first_edges(recurrence, self.zone, count)
        while len(edges) == count and edges[-1] <= last:
            count *= 4
            edges = _first_edges(recurrence, self.zone, count)
        return edges


@lru_cache(maxsize=64)
def _first_edges(recurrence: Recurrence, zone: str, count: int) -> tuple[int, ...]:
    """Return where the first `count` spans begin, or as many of them as begin before the calendar ends."""
    days = (_later(recurrence, number * recurrence.count) for number in range(count))
    return tuple(start_of_day(day, zone=zone) for day in takewhile(lambda day: day.year <= LAST_YEAR, days))


def cycle_of(per: Period | EverySpan, *, zone: str, as_of: int) -> Cycle:
    """Return the periods that an indicator declares; `as_of` is in microseconds UTC."""
    if isinstance(per, EverySpan):
        return Cycle(Recurrence(per.length.count, _UNITS[per.length.unit], per.from_), zone, as_of)
    return Cycle(per, zone, as_of)


def _later(recurrence: Recurrence, count: int) -> date:
    """Return the date so many units behind the first; the end of a month clamps, always counted from the first date."""
    first = recurrence.from_
    if recurrence.unit != "months":
        return date_of_day(day_of_date(first) + count * (7 if recurrence.unit == "weeks" else 1))
    months = first.year * 12 + first.month - 1 + count
    for day in range(first.day, 27, -1):
        try:
            return date(months // 12, months % 12 + 1, day)
        except ValueError:
            continue
    return date(months // 12, months % 12 + 1, min(first.day, 28))


# Of each period these are asked for every combination of dimensions.


@lru_cache(maxsize=65_536)
def _natural_end(start: int, per: Natural, zone: str) -> int:
    return next_period_start(start, per, zone=zone)


@lru_cache(maxsize=65_536)
def _natural_start(instant: int, per: Natural, zone: str) -> int:
    return period_start(instant, per, zone=zone)


@lru_cache(maxsize=65_536)
def _natural_year_before(start: int, zone: str, is_week: bool) -> int | None:
    first = _same_a_year_before(local_date(start, zone=zone), is_week=is_week)
    return None if first is None else start_of_day(first, zone=zone)


def year_start(instant: int, *, zone: str) -> int:
    """Return when the year began in which an instant (microseconds UTC) lies."""
    return _natural_start(instant, "year", zone)


def _same_a_year_before(day: date, *, is_week: bool) -> date | None:
    """Return the date of the year before, or the Monday of the same week, None for 29 February and week 53."""
    try:
        if is_week:
            year, week, _ = day.isocalendar()
            return date.fromisocalendar(year - 1, week, 1)
        return day.replace(year=day.year - 1)
    except ValueError:
        return None


def period_name(start: int | None, per: str | EverySpan, *, zone: str) -> str | None:
    """Return the usual name of a period, such as 2026-05, 2026-W20 or 2026-H1; None for the whole time."""
    if start is None:
        return None
    first = local_date(start, zone=zone)
    match per:
        case "year":
            return f"{first.year:04}"
        case "half-year":
            return f"{first.year:04}-H{(first.month + 5) // 6}"
        case "quarter":
            return f"{first.year:04}-Q{(first.month + 2) // 3}"
        case "month":
            return f"{first.year:04}-{first.month:02}"
        case "week":
            year, week, _ = first.isocalendar()
            return f"{year:04}-W{week:02}"
        case "minute" | "hour":
            return write_instant(start, zone=zone)[:16]
        case _:
            return first.isoformat()
