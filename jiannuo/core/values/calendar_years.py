"""A calendar made ready year by year: its open intervals as instants, and its working days as day numbers."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

import numpy as np

from jiannuo.core.values.calendar_rules import CalendarRow, CalendarRules, calendar_row
from jiannuo.core.values.durations import DAY
from jiannuo.core.values.holidays import known_years, region_title
from jiannuo.core.values.open_time import OpenTime
from jiannuo.core.values.problems import CALENDAR_RUNS_OUT, HOLIDAY_YEAR_MISSING, Refusal
from jiannuo.core.values.zones import FIRST_YEAR, LAST_YEAR, Ints, Numbers, date_of_day, day_of_date, zone_clock

Spans = list[tuple[int, int]]


class WorkingDays:
    """The working days among the days from `first` up to `stop`, numbered in order."""

    def __init__(self, first: int, stop: int, days: list[int]) -> None:
        self._first = first
        self._days = days
        self._table: Ints = np.array(days, np.int64)
        self._until: Ints = np.searchsorted(self._table, np.arange(first, stop), side="right").astype(np.int64)

    def __len__(self) -> int:
        return len(self._days)

    def until(self, day: Numbers) -> Numbers:
        """Return how many working days there are up to and including each day."""
        if isinstance(day, int):
            return bisect_right(self._days, day)
        return self._until.take(day - self._first)

    def numbered(self, number: Numbers) -> Numbers:
        """Return the working day of each number, counting from 1; number 0 gives an arbitrary day."""
        if isinstance(number, int):
            return self._days[number - 1]
        return self._table.take(number - 1, mode="clip")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The years at hand, from the instant `start` to the instant `end`."""

    years: range
    start: int
    end: int
    open: OpenTime
    days: WorkingDays


class CalendarYears:
    """The years of a calendar, taken in as far as they are asked for. Raises Refusal where one is not known."""

    def __init__(self, rules: CalendarRules) -> None:
        self._rules = rules
        self._clock = zone_clock(rules.zone)
        # The outermost years are kept back for hours that run over the midnight of New Year.
        self.known = known_years(rules.holidays) if rules.holidays else range(FIRST_YEAR + 1, LAST_YEAR)
        self._spans: dict[int, list[Spans]] = {}
        self._at_hand = TakenIn(range(0), 0, 0, OpenTime([], []), WorkingDays(0, 0, []))

    def reaching(self, t: int | Ints, beyond: int = 0) -> TakenIn:
        """Return the years that hold the instants; `beyond` 1 asks for the microsecond after each as well."""
        if not isinstance(t, int) and not t.size:
            return self._at_hand
        low, high = ends_of(t)
        if not (self._at_hand.start <= low and high + beyond <= self._at_hand.end):
            first, last = self.year_of(low, beyond), self.year_of(high, beyond)
            self._take_in(first, last + 1)
            if low < self._at_hand.start:  # hours over the midnight of a New Year whose eve is not known
                raise self.missing(first - 1)
        return self._at_hand

    def reaching_days(self, day: int | Ints) -> TakenIn:
        """Return the years that hold the days."""
        if not isinstance(day, int) and not day.size:
            return self._at_hand
        low, high = ends_of(day)
        first, last = date_of_day(low).year, date_of_day(high).year
        for year in (first, last):
            if year not in self.known:
                raise self.missing(year)
        if first not in self._at_hand.years or last not in self._at_hand.years:
            self._take_in(first, last + 1)
        return self._at_hand

    def holding(self, start: Numbers, micros: int | Ints) -> TakenIn:
        """Return years enough for `micros` of open time from start on."""
        at_hand = self.reaching(start)
        while True:
            low, high = ends_of(at_hand.open.worked(start) + micros)
            if high > at_hand.open.total:
                at_hand = self._take_in(at_hand.years.start, at_hand.years.stop + len(at_hand.years))
            elif low < 0:
                at_hand = self._take_in(at_hand.years.start - len(at_hand.years), at_hand.years.stop)
            else:
                return at_hand

    def holding_days(self, day: Numbers, number: int | Ints) -> TakenIn:
        """Return years enough for `number` working days after each day."""
        at_hand = self.reaching_days(day)
        while ends_of(at_hand.days.until(day) + number)[1] > len(at_hand.days):
            at_hand = self._take_in(at_hand.years.start, at_hand.years.stop + len(at_hand.years))
        return at_hand

    def year_of(self, t: int, beyond: int = 1) -> int:
        """Return the known year of an instant; the end of the last one belongs to it unless more is asked for."""
        year = date_of_day(self._clock.day(t)).year
        if year == self.known.stop and not beyond and t == self.start_of(year):
            return year - 1
        if year not in self.known:
            raise self.missing(year)
        return year

    def start_of(self, year: int) -> int:
        """Return the first instant of a year."""
        return self._clock.start_of_day(_new_year(year))

    def missing(self, year: int) -> Refusal:
        """Make the refusal of a year that is not known."""
        first, last = self.known.start, self.known.stop - 1
        if self._rules.holidays is None:
            return Refusal(CALENDAR_RUNS_OUT.at(first=first, last=last))
        title = region_title(self._rules.holidays)
        return Refusal(HOLIDAY_YEAR_MISSING.at(region=title, year=year, first=first, last=last))

    def row(self, day: int) -> CalendarRow:
        """Return what the rules say about a day. Raises Refusal if its year is not known."""
        found = date_of_day(day)
        if found.year not in self.known:
            raise self.missing(found.year)
        return calendar_row(self._rules, found)

    # --- taking in years ---

    def _take_in(self, first: int, stop: int) -> TakenIn:
        """Take in the years from `first` up to `stop`, as far as they are known, beside those at hand."""
        had = self._at_hand.years
        if had:
            first, stop = min(first, had.start), max(stop, had.stop)
        years = range(max(first, self.known.start), min(stop, self.known.stop))
        if years == had:
            raise self.missing(self.known.stop if stop > self.known.stop else self.known.start - 1)
        first_day, stop_day = _new_year(years.start), _new_year(years.stop)
        by_day = [spans for year in years for spans in self._year(year)]
        start, eve = self._eve(years.start)
        self._at_hand = TakenIn(
            years=years,
            start=start,
            end=self.start_of(years.stop),
            open=OpenTime(*_merged(eve + [span for spans in by_day for span in spans])),
            days=WorkingDays(first_day, stop_day, [first_day + day for day, spans in enumerate(by_day) if spans]),
        )
        return self._at_hand

    def _eve(self, year: int) -> tuple[int, Spans]:
        """Return from when on a year can be reckoned with, and the hours that run over from the year before."""
        start = self.start_of(year)
        if not self._rules.runs_over_midnight:
            return start, []
        if year - 1 not in self.known:
            return start + DAY, []
        spans = self._of_day(_new_year(year) - 1)
        return start, [(max(begin, start), end) for begin, end in spans if end > start]

    def _year(self, year: int) -> list[Spans]:
        if year not in self._spans:
            self._spans[year] = [self._of_day(day) for day in range(_new_year(year), _new_year(year + 1))]
        return self._spans[year]

    def _of_day(self, day: int) -> Spans:
        minute = self._clock.minute
        spans = [(minute(day, start), minute(day, end)) for start, end in self.row(day).intervals]
        return [(start, end) for start, end in spans if start < end]


def ends_of(numbers: int | Ints) -> tuple[int, int]:
    """Return the least and the greatest of the numbers, and 0 for none."""
    if isinstance(numbers, int):
        return numbers, numbers
    return (int(numbers.min()), int(numbers.max())) if numbers.size else (0, 0)


def _new_year(year: int) -> int:
    return day_of_date(date(year, 1, 1))


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
