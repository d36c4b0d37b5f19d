"""Working calendars: when the clock of a promise runs, and the arithmetic of working time.

A calendar is a monotone map W from instants to worked time, kept as the list of its open intervals. Working time
between two instants is a difference of W; a deadline is the earliest instant at which W reaches W(start) + limit.
All arithmetic is in whole microseconds.
"""

from typing import cast, overload

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.values.calendar_rules import (
    ALWAYS,
    CalendarRow,
    CalendarRules,
    always,
    check_intervals,
    read_interval,
    write_interval,
)
from jiannuo.core.values.calendar_years import CalendarYears
from jiannuo.core.values.holidays import holiday_year
from jiannuo.core.values.problems import CALENDAR_EMPTY, Refusal
from jiannuo.core.values.zones import Ints, Numbers, zone_clock

# Whoever reckons with a calendar finds its rules here as well.
__all__ = [
    "ALWAYS",
    "CalendarRow",
    "CalendarRules",
    "WorkingCalendar",
    "always",
    "read_interval",
    "write_interval",
]


class WorkingCalendar:
    """A calendar made ready to reckon with; it takes in as many years as are asked for.

    Methods take an int or an int64 array of microseconds. Raises Refusal for rules that are never open, and where a
    year is not known.
    """

    def __init__(self, rules: CalendarRules) -> None:
        check_intervals(rules)
        self.rules = rules
        self.clock = zone_clock(rules.zone)
        self.is_always = rules.is_always
        self._years = CalendarYears(rules)
        exceptions = (day.year in self.known_years and hours for day, hours in rules.exceptions.items())
        if not rules.working_day and not any(exceptions):
            raise Refusal(CALENDAR_EMPTY.at())

    # --- working time ---

    @overload
    def is_open(self, t: int) -> bool: ...
    @overload
    def is_open(self, t: Ints) -> NDArray[np.bool_]: ...
    def is_open(self, t: int | Ints) -> bool | NDArray[np.bool_]:
        """Tell whether the calendar is open at each instant."""
        if self.is_always:
            return True if isinstance(t, int) else np.ones(t.shape, np.bool_)
        return self._years.reaching(t, 1).open.is_open(t)

    def measure(self, start: Numbers, end: Numbers) -> Numbers:
        """Return the open time from start to end in microseconds, negative if the end comes first."""
        if self.is_always:
            return end - start
        self._years.reaching(start)
        at_hand = self._years.reaching(end)
        return at_hand.open.worked(end) - at_hand.open.worked(start)

    def add(self, start: Numbers, micros: int | Numbers) -> Numbers:
        """Return the earliest instant by which `micros` of open time have passed since start; for 0 start itself.

        A negative length goes back to the latest open instant from which so much open time leads to start.
        """
        if self.is_always:
            return start + micros
        return self._years.holding(start, micros).open.reached(start, micros)

    def next_open(self, t: Numbers) -> Numbers:
        """Return the earliest open instant that is not before t."""
        if self.is_always:
            return t
        at_hand = self._years.holding(t, 1)
        return at_hand.open.instant(at_hand.open.worked(t))

    # --- working days: dates on which an interval begins; days count from 1970-01-01 ---

    def is_working_day(self, day: int) -> bool:
        """Tell whether an interval of the calendar begins on the day."""
        if self.is_always:
            return True
        days = self._years.reaching_days(day).days
        return len(days) > 0 and days.numbered(days.until(day)) == day

    def working_days_between(self, first: Numbers, last: Numbers) -> Numbers:
        """Return how many working days lie after the day `first`, up to and including `last`."""
        if self.is_always:
            return last - first
        self._years.reaching_days(first)
        days = self._years.reaching_days(last).days
        return days.until(last) - days.until(first)

    def working_day_after(self, day: Numbers, number: int | Numbers) -> Numbers:
        """Return the number-th working day after each day, and the day itself for 0."""
        if self.is_always:
            return day + number
        days = self._years.holding_days(day, number).days
        if isinstance(day, int) and isinstance(number, int):
            return days.numbered(days.until(day) + number) if number else day
        found = days.numbered(cast(Ints, days.until(day) + number))
        return cast(Numbers, found if isinstance(number, int) and number else np.where(number, found, day))

    # --- what is known, for display and explanation ---

    @property
    def known_years(self) -> range:
        """Return the years that the calendar can reckon with."""
        return self._years.known

    @property
    def known_span(self) -> tuple[int, int]:
        """Return the first instant of the known years and the first one after them."""
        return self._years.start_of(self.known_years.start), self._years.start_of(self.known_years.stop)

    def provisional_years(self, start: int, end: int) -> tuple[int, ...]:
        """Return the provisional years that the span from start to end touches; its end no longer belongs to it."""
        if self.rules.holidays is None:
            return ()
        years = range(self._years.year_of(start), self._years.year_of(max(start, end - 1)) + 1)
        return tuple(year for year in years if holiday_year(self.rules.holidays, year).state == "provisional")

    def segments(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the open intervals from start to end, clipped to them."""
        if self.is_always or start >= end:
            return [(start, end)] if start < end else []
        self._years.reaching(start)
        return self._years.reaching(end).open.between(start, end)

    def calendar_rows(self, start: int, end: int) -> list[CalendarRow]:
        """Return the dates whose hours the span from start to end touches, each with its reason."""
        first, last = self.clock.day(start), self.clock.day(max(start, end - 1))
        return self._row_running_into(first, start) + [self._years.row(day) for day in range(first, last + 1)]

    def _row_running_into(self, day: int, start: int) -> list[CalendarRow]:
        """Return the date before, if its hours run over midnight beyond the start."""
        if not self.rules.runs_over_midnight:
            return []
        row = self._years.row(day - 1)
        return [row] if any(self.clock.minute(day - 1, end) > start for _, end in row.intervals) else []
