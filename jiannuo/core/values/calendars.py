"""Working calendars: when the clock of a promise runs, and the arithmetic of working time.

A calendar is a monotone map W from instants to worked time, kept as the list of its open intervals. Working time
between two instants is a difference of W; a deadline is the earliest instant at which W reaches W(start) + limit.
All arithmetic is in whole microseconds.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal, cast, overload

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.values.durations import DAY
from jiannuo.core.values.holidays import HolidayYear, holiday_year, known_years, region_title
from jiannuo.core.values.open_time import OpenTime
from jiannuo.core.values.problems import (
    CALENDAR_EMPTY,
    CALENDAR_RUNS_OUT,
    HOLIDAY_YEAR_MISSING,
    INTERVAL_UNREADABLE,
    INTERVALS_OVERLAP,
    Refusal,
)
from jiannuo.core.values.texts import Text
from jiannuo.core.values.zones import (
    FIRST_YEAR,
    LAST_YEAR,
    Ints,
    Numbers,
    date_of_day,
    day_of_date,
    zone_clock,
)

Interval = tuple[int, int]  # minutes of the day; an end beyond 1440 lies on the next day
Intervals = tuple[Interval, ...]
Why = Literal["week", "holiday", "make-up", "exception"]

_ALL_DAY: Intervals = ((0, 1440),)
_INTERVAL = re.compile(r"([0-9]{2}):([0-9]{2}) ?- ?([0-9]{2}):([0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """A calendar as declared: weekly intervals (Monday is 0), dated exceptions, the region of its holidays.

    An exception names the intervals of its date, none for closed; it wins over holidays and the week.
    """

    zone: str
    week: Mapping[int, Intervals]
    exceptions: Mapping[date, Intervals] = field(default_factory=dict)
    holidays: str | None = None

    @property
    def is_always(self) -> bool:
        """Tell whether the calendar is open at every instant."""
        whole = all(self.week.get(weekday) == _ALL_DAY for weekday in range(7))
        return whole and not self.exceptions and self.holidays is None

    @property
    def working_day(self) -> Intervals:
        """Return the intervals of the first working weekday, which a make-up working day takes over."""
        return next((self.week[weekday] for weekday in range(7) if self.week.get(weekday)), ())


def always(zone: str) -> CalendarRules:
    """Return the rules of 24x7, whose days are those of the zone."""
    return CalendarRules(zone=zone, week=dict.fromkeys(range(7), _ALL_DAY))


ALWAYS = always("UTC")


def read_interval(text: str) -> Interval:
    """Read `09:00-12:00` as minutes of the day; `22:00-06:00` runs over midnight. Raises Refusal."""
    match = _INTERVAL.fullmatch(text.strip())
    if match is None:
        raise Refusal(INTERVAL_UNREADABLE.at(span=(0, len(text)), text=text))
    first_hour, first_minute, last_hour, last_minute = (int(part) for part in match.groups())
    start, end = first_hour * 60 + first_minute, last_hour * 60 + last_minute
    if max(first_minute, last_minute) > 59 or start >= 1440 or end > 1440 or start == end:
        raise Refusal(INTERVAL_UNREADABLE.at(span=(0, len(text)), text=text))
    return (start, end) if start < end else (start, end + 1440)


def write_interval(interval: Interval) -> str:
    """Write minutes of the day as `09:00-12:00`."""
    start, end = interval
    clock = end if end <= 1440 else end - 1440
    return f"{start // 60:02d}:{start % 60:02d}-{clock // 60:02d}:{clock % 60:02d}"


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One date of a calendar: its intervals, why they are so, the name of the holiday, whether it may change."""

    date: date
    intervals: Intervals
    why: Why
    name: Text | None
    is_provisional: bool

    @property
    def reason(self) -> Text:
        """Return the reason in words."""
        return _REASONS[self.why].filled(name=self.name)


_REASONS = {
    "week": Text(zh="每周时段", en="weekly hours"),
    "holiday": Text(zh="节假日：{name}", en="public holiday: {name}"),
    "make-up": Text(zh="调休上班：{name}", en="make-up working day: {name}"),
    "exception": Text(zh="日历另行规定", en="exception of the calendar"),
}


class WorkingCalendar:
    """A calendar made ready to reckon with; it takes in as many years as are asked for.

    Methods take an int or an int64 array of microseconds. Raises Refusal for rules that are never open, and where a
    year is not known.
    """

    def __init__(self, rules: CalendarRules) -> None:
        _check(rules)
        self.rules = rules
        self.clock = zone_clock(rules.zone)
        self.is_always = rules.is_always
        # The outermost years are kept back for intervals that run over midnight of New Year.
        self.known_years = known_years(rules.holidays) if rules.holidays else range(FIRST_YEAR + 1, LAST_YEAR)
        if not rules.working_day and not any(
            intervals for day, intervals in rules.exceptions.items() if day.year in self.known_years
        ):
            raise Refusal(CALENDAR_EMPTY.at())
        self._runs_over_midnight = any(
            end > 1440 for intervals in (*rules.week.values(), *rules.exceptions.values()) for _, end in intervals
        )
        self._compiled: dict[int, _Year] = {}
        self._years = range(0)
        self._from = self._until = 0  # the span that `_open` covers
        self._open = OpenTime([], [])
        self._working_days: list[int] = []
        self._working_days_table: Ints = np.empty(0, np.int64)

    # --- working time ---

    @overload
    def is_open(self, t: int) -> bool: ...
    @overload
    def is_open(self, t: Ints) -> NDArray[np.bool_]: ...
    def is_open(self, t: int | Ints) -> bool | NDArray[np.bool_]:
        """Tell whether the calendar is open at each instant."""
        if self.is_always:
            return True if isinstance(t, int) else np.ones(t.shape, np.bool_)
        self._reach(t, 1)
        return self._open.is_open(t)

    def worked(self, t: Numbers) -> Numbers:
        """Return W(t) from a zero that moves when more years are taken in: use differences of one call only."""
        if self.is_always:
            return t
        self._reach(t, 0)
        return self._open.worked(t)

    def measure(self, start: Numbers, end: Numbers) -> Numbers:
        """Return the open time from start to end in microseconds, negative if the end comes first."""
        if self.is_always:
            return end - start
        self._reach(start, 0)
        self._reach(end, 0)
        return self._open.worked(end) - self._open.worked(start)

    def add(self, start: Numbers, micros: int | Numbers) -> Numbers:
        """Return the earliest instant by which `micros` of open time have passed since start; for 0 start itself.

        A negative length goes back to the latest open instant from which so much open time leads to start.
        """
        if self.is_always:
            return start + micros
        self._reach(start, 0)
        self._hold(start, micros)
        return self._open.reached(start, micros)

    def next_open(self, t: Numbers) -> Numbers:
        """Return the earliest open instant that is not before t."""
        if self.is_always:
            return t
        self._reach(t, 0)
        self._hold(t, 1)
        return self._open.instant(self._open.worked(t))

    # --- days ---

    def working_days_until(self, day: Numbers) -> Numbers:
        """Return how many working days there are up to and including each day: use differences of one call only.

        A working day is a date on which an interval begins; days count from 1970-01-01.
        """
        if self.is_always:
            return day
        self._reach_days(day)
        if isinstance(day, int):
            return bisect_right(self._working_days, day)
        return np.searchsorted(self._working_days_table, day, side="right").astype(np.int64)

    def working_days_between(self, first: Numbers, last: Numbers) -> Numbers:
        """Return how many working days lie after the day `first`, up to and including `last`."""
        self._reach_days(first)
        self._reach_days(last)
        return self.working_days_until(last) - self.working_days_until(first)

    def is_working_day(self, day: int) -> bool:
        """Tell whether an interval of the calendar begins on the day."""
        if self.is_always:
            return True
        self._reach_days(day)
        return self.working_days_until(day) > bisect_left(self._working_days, day)

    def working_day_after(self, day: Numbers, number: int | Numbers) -> Numbers:
        """Return the number-th working day after each day, and the day itself for 0."""
        if self.is_always:
            return day + number
        self._reach_days(day)
        while _ends(self.working_days_until(day) + number)[1] > len(self._working_days):
            self._grow(self._years.start, self._years.stop + len(self._years))
        if isinstance(day, int) and isinstance(number, int):
            return self._working_days[bisect_right(self._working_days, day) + number - 1] if number else day
        index = cast(Ints, self.working_days_until(day) + number - 1)
        found = self._working_days_table.take(index, mode="clip")
        return cast(Numbers, np.where(np.equal(number, 0), day, found))

    # --- what is known, for display and explanation ---

    @property
    def known_span(self) -> tuple[int, int]:
        """Return the first instant of the known years and the first one after them."""
        return self._start_of_year(self.known_years.start), self._start_of_year(self.known_years.stop)

    def provisional_years(self, start: int, end: int) -> tuple[int, ...]:
        """Return the provisional years that the span from start to end touches; its end no longer belongs to it."""
        if self.rules.holidays is None:
            return ()
        years = range(self._year_of(start), self._year_of(max(start, end - 1)) + 1)
        return tuple(year for year in years if holiday_year(self.rules.holidays, year).state == "provisional")

    def segments(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the open intervals from start to end, clipped to them."""
        if self.is_always:
            return [(start, end)] if start < end else []
        self._reach(start, 0)
        self._reach(end, 0)
        return self._open.between(start, end)

    def calendar_rows(self, start: int, end: int) -> list[CalendarRow]:
        """Return the dates whose hours the span from start to end touches, each with its reason."""
        first, last = self.clock.day(start), self.clock.day(max(start, end - 1))
        earlier = self._row_before(first, start)
        return earlier + [self._row(date_of_day(day)) for day in range(first, last + 1)]

    def _row_before(self, day: int, start: int) -> list[CalendarRow]:
        before = date_of_day(day - 1)
        if not self._runs_over_midnight or before.year not in self.known_years:
            return []
        row = self._row(before)
        return [row] if any(self.clock.minute(day - 1, end) > start for _, end in row.intervals) else []

    def _row(self, day: date) -> CalendarRow:
        rules = self.rules
        if day.year not in self.known_years:
            raise self._missing(day.year)
        year = holiday_year(rules.holidays, day.year) if rules.holidays else _NO_HOLIDAYS
        provisional = year.state == "provisional"
        if day in rules.exceptions:
            return CalendarRow(day, rules.exceptions[day], "exception", None, provisional)
        if day in year.closed:
            return CalendarRow(day, (), "holiday", year.closed[day], provisional)
        if day in year.working:
            return CalendarRow(day, rules.working_day, "make-up", year.working[day], provisional)
        return CalendarRow(day, rules.week.get(day.weekday(), ()), "week", None, provisional)

    # --- taking in years ---

    def _reach(self, t: int | Ints, beyond: int) -> None:
        """Take in the years of the instants; `beyond` 1 asks for the microsecond after each as well."""
        low, high = _ends(t)
        if self._from <= low and high + beyond <= self._until:
            return
        first, last = self._year_of(low, beyond), self._year_of(high, beyond)
        self._grow(first, last + 1)
        if low < self._from:  # hours over midnight of a New Year whose eve is not known
            raise self._missing(first - 1)

    def _reach_days(self, day: int | Ints) -> None:
        low, high = _ends(day)
        first, last = date_of_day(low).year, date_of_day(high).year
        for year in (first, last):
            if year not in self.known_years:
                raise self._missing(year)
        if first not in self._years or last not in self._years:
            self._grow(first, last + 1)

    def _hold(self, start: Numbers, micros: int | Ints) -> None:
        """Take in years until the open time reaches from start as far as `micros`."""
        while True:
            low, high = _ends(self._open.worked(start) + micros)
            if high > self._open.total:
                self._grow(self._years.start, self._years.stop + len(self._years))
            elif low < 0:
                self._grow(self._years.start - len(self._years), self._years.stop)
            else:
                return

    def _year_of(self, t: int, beyond: int = 1) -> int:
        """Return the known year of an instant; the end of the last one belongs to it unless more is asked for."""
        year = date_of_day(self.clock.day(t)).year
        if year == self.known_years.stop and not beyond and t == self._start_of_year(year):
            return year - 1
        if year not in self.known_years:
            raise self._missing(year)
        return year

    def _start_of_year(self, year: int) -> int:
        return self.clock.start_of_day(day_of_date(date(year, 1, 1)))

    def _grow(self, first: int, stop: int) -> None:
        """Take in the years from `first` up to `stop`, as far as they are known."""
        known, had = self.known_years, self._years
        if had:
            first, stop = min(first, had.start), max(stop, had.stop)
        years = range(max(first, known.start), min(stop, known.stop))
        if years == had:
            raise self._missing(known.stop if stop > known.stop else known.start - 1)
        self._years = years
        self._from, self._until = self._start_of_year(years.start), self._start_of_year(years.stop)
        intervals = self._eve(years.start) + [span for year in years for span in self._year(year).intervals]
        self._open = OpenTime(*_merged(intervals))
        self._working_days = [day for year in years for day in self._year(year).working_days]
        self._working_days_table = np.array(self._working_days, np.int64)

    def _eve(self, year: int) -> list[tuple[int, int]]:
        """Return the hours that run over from the last day of the year before, clipped to the year."""
        if not self._runs_over_midnight:
            return []
        if year - 1 not in self.known_years:
            self._from = self._start_of_year(year) + DAY
            return []
        eve = day_of_date(date(year - 1, 12, 31))
        spans = self._spans(eve, self._row(date_of_day(eve)).intervals)
        return [(max(start, self._from), end) for start, end in spans if end > self._from]

    def _year(self, year: int) -> "_Year":
        if year not in self._compiled:
            first, last = day_of_date(date(year, 1, 1)), day_of_date(date(year, 12, 31))
            spans = {day: self._spans(day, self._row(date_of_day(day)).intervals) for day in range(first, last + 1)}
            self._compiled[year] = _Year(
                intervals=[span for of_day in spans.values() for span in of_day],
                working_days=[day for day, of_day in spans.items() if of_day],
            )
        return self._compiled[year]

    def _spans(self, day: int, intervals: Intervals) -> list[tuple[int, int]]:
        spans = [(self.clock.minute(day, start), self.clock.minute(day, end)) for start, end in intervals]
        return [(start, end) for start, end in spans if start < end]

    def _missing(self, year: int) -> Refusal:
        first, last = self.known_years.start, self.known_years.stop - 1
        if self.rules.holidays is None:
            return Refusal(CALENDAR_RUNS_OUT.at(first=first, last=last))
        title = region_title(self.rules.holidays)
        return Refusal(HOLIDAY_YEAR_MISSING.at(region=title, year=year, first=first, last=last))


@dataclass(frozen=True, slots=True)
class _Year:
    """A year made ready: its open intervals as instants, and the days on which one begins."""

    intervals: list[tuple[int, int]]
    working_days: list[int]


_NO_HOLIDAYS = HolidayYear(region="", year=0, state="official", edition="", notice="", closed={}, working={})


def _check(rules: CalendarRules) -> None:
    """Refuse the intervals of a day that overlap, are out of order, or leave the day and the next."""
    for intervals in (*rules.week.values(), *rules.exceptions.values()):
        for start, end in intervals:
            if not 0 <= start < 1440 or not start < end <= 2880:
                raise Refusal(INTERVAL_UNREADABLE.at(text=f"{start}-{end}"))
        for left, right in pairwise(intervals):
            if right[0] < left[1]:
                raise Refusal(INTERVALS_OVERLAP.at(first=write_interval(left), second=write_interval(right)))


def _merged(spans: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return beginnings and ends of the union of spans; hours over midnight may overlap those of the next day."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


def _ends(numbers: int | Ints) -> tuple[int, int]:
    if isinstance(numbers, int):
        return numbers, numbers
    return (int(numbers.min()), int(numbers.max())) if numbers.size else (0, 0)
