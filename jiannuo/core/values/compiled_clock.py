"""The arithmetic of limits, compiled: `clock` and `calendars` for one number at a time, called from other compiled code.

All calendars of a charter lie in one pool of numbers, so that their number changes no type and nothing is compiled
again. A granule of time, a power of two long, tells by a table the interval in which it ends; from there the look-up
steps back to the interval asked for, mostly not at all. The calendar `ALWAYS_OPEN` has no hours and the charter's days.

Where an answer is not to be had the functions return a number that `is_outside`; `missing_year` tells why.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple, cast

import numpy as np

from jiannuo.core.values.calendar_years import CalendarYears, TakenIn
from jiannuo.core.values.calendars import WorkingCalendar
from jiannuo.core.values.compiling import compiled_inline, compiled_small
from jiannuo.core.values.durations import DAY, Unit
from jiannuo.core.values.zones import FIRST_YEAR, LAST_YEAR, Ints, date_of_day, day_of_date, zone_clock

ALWAYS_OPEN = -1
OUTSIDE = -(2**63)
"""The least of the numbers that stand for no answer, and by itself: the pool holds too few years."""
POOL_WIDER = 0
"""Instead of a missing year: the years are known but not pooled; a wider pool has the answer."""
BEYOND_RECKONING = -1
"""Instead of a missing year: no pool has the answer, and `clock` refuses it."""

ELAPSED, WORKING, NATURAL_DAYS, WORKING_DAYS, WEEKS, MONTHS = range(6)
_UNITS = (Unit.ELAPSED, Unit.WORKING, Unit.NATURAL_DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS)

NONE = OUTSIDE + 1
"""Left to those who call, for an instant that there is not; no function here returns it."""
_BEYOND = OUTSIDE + 2
_LEAST_ANSWER = OUTSIDE + 10_000  # between the two OUTSIDE plus a missing year
_FIRST_DAY, _LAST_DAY = day_of_date(date(FIRST_YEAR, 1, 1)), day_of_date(date(LAST_YEAR + 1, 1, 1))
_YEARS_AHEAD = 4
_MARGIN = 5  # days; offsets reach at most 26 hours
_LARGEST_TABLE = 1 << 20
_EARLY, _LATE = -(2**62), 2**62


def _columns(first: int, stop: int) -> Iterable[int]:
    # For each literal number Numba would compile what is called with it once more; for NumPy's it does not.
    return cast(Iterable[int], np.arange(first, stop, dtype=np.int64))


# What is noted of a calendar, and of a zone. Tables are named by where they begin in the pool.
_ZONE, _IS_ALWAYS, _HAS_HOLIDAYS, _KNOWN_FIRST, _KNOWN_STOP, _POOLED_FIRST, _POOLED_STOP = _columns(0, 7)
_START, _END, _TOTAL, _INTERVALS, _INSTANT_BASE, _INSTANT_SHIFT, _BY_INSTANT = _columns(7, 14)
_WORKED_SHIFT, _BY_WORKED, _DAY_BASE, _DAY_STOP, _DAYS_UNTIL, _DAYS, _DAY_COUNT = _columns(14, 21)
_HEAD = 21
_FIRST, _LAST, _STARTS = _columns(0, 3)
(_NO_DAYS,) = _columns(0, 1)


class Clocks(NamedTuple):
    """The calendars and zones of a charter as int64 numbers: a row for each calendar and zone, and all their tables."""

    calendars: Ints
    zones: Ints
    pool: Ints


class Limit(NamedTuple):
    """So much of a unit (by its number) under a calendar (by its place, or ALWAYS_OPEN)."""

    cal: int
    unit: int
    amount: int


def unit_code(unit: Unit) -> int:
    """Return the number by which compiled code knows a unit."""
    return _UNITS.index(unit)


# --- making the pool ---


def pool_clocks(calendars: Sequence[WorkingCalendar], *, zone: str, first: int, last: int) -> Clocks:
    """Make ready the calendars, each numbered by its place, and the charter's zone.

    The years pooled reach from the one before the instant `first` to some after `last`, as far as they are known.
    """
    years = years_to_pool(first, last)
    pool = _Pool()
    names = list(dict.fromkeys([zone, *(calendar.rules.zone for calendar in calendars)]))
    zones = [_zone_row(pool, name, years) for name in names]
    rows = [_calendar_row(pool, calendar, names.index(calendar.rules.zone), years) for calendar in calendars]
    return Clocks(
        np.array(rows, np.int64).reshape(len(rows), _HEAD), np.array(zones, np.int64), np.concatenate(pool.tables)
    )


def years_to_pool(first: int, last: int) -> range:
    """Return the years that are pooled for the time from one instant to another."""
    return range(_year_about(first) - 1, _year_about(last) + _YEARS_AHEAD)


def _year_about(instant: int) -> int:
    return date_of_day(min(max(instant // DAY, _FIRST_DAY), _LAST_DAY)).year


class _Pool:
    """Tables laid one after the other."""

    def __init__(self) -> None:
        self.tables: list[Ints] = []
        self._size = 0

    def lay(self, table: Ints) -> int:
        """Add a table and return where it begins."""
        at = self._size
        self.tables.append(table)
        self._size += len(table)
        return at


def _zone_row(pool: _Pool, name: str, years: range) -> list[int]:
    first = max(day_of_date(date(years.start, 1, 1)) - _MARGIN, _FIRST_DAY)
    last = min(day_of_date(date(years.stop, 1, 1)) + _MARGIN, _LAST_DAY)
    return [first, last, pool.lay(zone_clock(name).start_of_day(np.arange(first, last + 1)))]


def _calendar_row(pool: _Pool, calendar: WorkingCalendar, zone: int, years: range) -> list[int]:
    known = calendar.known_years
    row = [0] * _HEAD
    row[_ZONE], row[_IS_ALWAYS], row[_HAS_HOLIDAYS] = zone, calendar.is_always, calendar.rules.holidays is not None
    row[_KNOWN_FIRST], row[_KNOWN_STOP] = known.start, known.stop
    row[_START], row[_END] = _LATE, _EARLY
    pooled = range(max(years.start, known.start), min(years.stop, known.stop))
    if pooled and not calendar.is_always:
        row[_POOLED_FIRST], row[_POOLED_STOP] = pooled.start, pooled.stop
        taken_in = _taken_in(calendar, pooled)
        row[_START], row[_END] = taken_in.start, taken_in.end
        _lay_intervals(pool, row, taken_in)
        _lay_days(pool, row, taken_in)
    return row


def _taken_in(calendar: WorkingCalendar, years: range) -> TakenIn:
    first, stop = (datetime(year, 1, 1) for year in (years.start, years.stop))  # noqa: DTZ001 — read in the zone
    clock = calendar.clock
    # The first day may not be at hand, if hours run over into it from a year that is not known.
    inside = [clock.instant_across(first) + 2 * DAY, clock.instant_across(stop) - 1]
    return CalendarYears(calendar.rules).reaching(np.array(inside))


def _lay_intervals(pool: _Pool, row: list[int], taken_in: TakenIn) -> None:
    """Lay the intervals as beginning, end and open time before; an empty one comes first, before all instants."""
    starts = np.array([_EARLY, *taken_in.open.starts], np.int64)
    ends = np.array([_EARLY, *taken_in.open.ends], np.int64)
    before = np.concatenate(([0], np.cumsum(ends - starts)[:-1]))
    row[_TOTAL] = taken_in.open.total
    row[_INTERVALS] = pool.lay(np.column_stack((starts, ends, before)).reshape(-1))
    row[_INSTANT_BASE] = taken_in.start
    row[_INSTANT_SHIFT], row[_BY_INSTANT] = _lay_granules(pool, starts - taken_in.start, taken_in.end - taken_in.start)
    row[_WORKED_SHIFT], row[_BY_WORKED] = _lay_granules(pool, before, taken_in.open.total)


def _lay_granules(pool: _Pool, beginnings: Ints, end: int) -> tuple[int, int]:
    """Lay for each granule the last interval that begins before its end; return the length as a shift, and where."""
    apart = int(np.diff(beginnings[1:]).min(initial=end))
    shift = max(apart, end // _LARGEST_TABLE, 1).bit_length() - 1
    edges = np.arange(1, (end >> shift) + 2, dtype=np.int64) << shift
    return shift, pool.lay(np.searchsorted(beginnings, edges, side="left").astype(np.int64) - 1)


def _lay_days(pool: _Pool, row: list[int], taken_in: TakenIn) -> None:
    """Lay how many working days there are up to and including each day, and the working days in order."""
    row[_DAY_BASE], row[_DAY_STOP] = (day_of_date(date(year, 1, 1)) for year in _ends(taken_in.years))
    row[_DAYS_UNTIL] = pool.lay(taken_in.days.until(np.arange(row[_DAY_BASE], row[_DAY_STOP])))
    row[_DAY_COUNT] = len(taken_in.days)
    row[_DAYS] = pool.lay(taken_in.days.numbered(np.arange(1, len(taken_in.days) + 1)))


def _ends(years: range) -> tuple[int, int]:
    return years.start, years.stop


# --- looking into the pool; what is known not to be negative is spared the check for it ---


@compiled_inline
def _pooled(clocks: Clocks, place: int) -> int:
    return int(clocks.pool[np.uint64(place)])


@compiled_inline
def _of(clocks: Clocks, cal: int, column: int) -> int:
    return int(clocks.calendars[np.uint64(cal), np.uint64(column)])


@compiled_inline
def _of_zone(clocks: Clocks, zone: int, column: int) -> int:
    return int(clocks.zones[np.uint64(zone), np.uint64(column)])


# --- no answer ---


@compiled_inline
def is_outside(number: int) -> bool:
    """Tell whether a number stands for no answer."""
    return number < _LEAST_ANSWER


@compiled_small
def missing_year(number: int) -> int:
    """Return why there is no answer: the year that the calendar lacks, POOL_WIDER or BEYOND_RECKONING."""
    return BEYOND_RECKONING if number == _BEYOND else number - OUTSIDE


@compiled_small
def _without(clocks: Clocks, cal: int, year: int) -> int:
    """Return the number for a year that is not known; a calendar without holidays can reckon no other years."""
    return OUTSIDE + year if _of(clocks, cal, _HAS_HOLIDAYS) else _BEYOND


@compiled_small
def _unknown_at(clocks: Clocks, cal: int, t: int) -> int:
    """Return the number for an instant that the years pooled do not hold."""
    day = day_of(clocks, _of(clocks, cal, _ZONE), t)
    if is_outside(day):
        return day
    # Hours may run over into the first day from a year that is not known.
    first = _of(clocks, cal, _KNOWN_FIRST)
    if t < _of(clocks, cal, _START) and year_of(day) == first == _of(clocks, cal, _POOLED_FIRST):
        return _without(clocks, cal, first - 1)
    return _unknown_on(clocks, cal, day)


@compiled_small
def _unknown_on(clocks: Clocks, cal: int, day: int) -> int:
    year = year_of(day)
    if _of(clocks, cal, _KNOWN_FIRST) <= year < _of(clocks, cal, _KNOWN_STOP):
        return OUTSIDE
    return _without(clocks, cal, year)


@compiled_small
def _after_all(clocks: Clocks, cal: int) -> int:
    """Return the number for what the years pooled do not reach."""
    stop = _of(clocks, cal, _KNOWN_STOP)
    return OUTSIDE if _of(clocks, cal, _POOLED_STOP) < stop else _without(clocks, cal, stop)


@compiled_small
def _before_all(clocks: Clocks, cal: int) -> int:
    first = _of(clocks, cal, _KNOWN_FIRST)
    return OUTSIDE if _of(clocks, cal, _POOLED_FIRST) > first else _without(clocks, cal, first - 1)


@compiled_inline
def _is_always(clocks: Clocks, cal: int) -> bool:
    return cal < 0 or _of(clocks, cal, _IS_ALWAYS) != 0


# --- working time ---


@compiled_inline
def worked(clocks: Clocks, cal: int, t: int) -> int:
    """Return the open time before t; only the difference between two instants of a calendar has a meaning."""
    if _is_always(clocks, cal):
        return t
    if not _of(clocks, cal, _START) <= t <= _of(clocks, cal, _END):
        return _unknown_at(clocks, cal, t)
    granule = (t - _of(clocks, cal, _INSTANT_BASE)) >> _of(clocks, cal, _INSTANT_SHIFT)
    at = _of(clocks, cal, _INTERVALS) + 3 * _pooled(clocks, _of(clocks, cal, _BY_INSTANT) + granule)
    while t < _pooled(clocks, at):
        at -= 3
    return _pooled(clocks, at + 2) + min(t, _pooled(clocks, at + 1)) - _pooled(clocks, at)


@compiled_inline
def run_time(clocks: Clocks, cal: int, start: int, end: int) -> int:
    """Return the open time from start to end in microseconds, negative if the end comes first."""
    if _is_always(clocks, cal):
        return end - start
    before = worked(clocks, cal, start)
    if is_outside(before):
        return before
    until = worked(clocks, cal, end)
    return until if is_outside(until) else until - before


@compiled_inline
def add_time(clocks: Clocks, cal: int, t: int, micros: int) -> int:
    """Return the earliest instant by which so much open time has passed since t; for 0 t itself.

    A negative length goes back to the latest open instant from which so much open time leads to t.
    """
    if _is_always(clocks, cal):
        return t + micros
    before = worked(clocks, cal, t)
    if is_outside(before) or micros == 0:
        return before if is_outside(before) else t
    target = before + micros
    if target > _of(clocks, cal, _TOTAL):
        return _after_all(clocks, cal)
    if target < 0:
        return _before_all(clocks, cal)
    return _open_instant(clocks, cal, target - 1) + 1 if micros > 0 else _open_instant(clocks, cal, target)


@compiled_inline
def _open_instant(clocks: Clocks, cal: int, time: int) -> int:
    """Return the open instant with so much open time before it."""
    granule = time >> _of(clocks, cal, _WORKED_SHIFT)
    at = _of(clocks, cal, _INTERVALS) + 3 * _pooled(clocks, _of(clocks, cal, _BY_WORKED) + granule)
    while time < _pooled(clocks, at + 2):
        at -= 3
    return _pooled(clocks, at) + time - _pooled(clocks, at + 2)


# --- dates; days count from 1970-01-01 ---


@compiled_inline
def day_of(clocks: Clocks, zone: int, t: int) -> int:
    """Return the day of a zone that an instant falls into; zone 0 is that of the charter."""
    first, day = _of_zone(clocks, zone, _FIRST), t // DAY
    if day - 2 < first or day + 3 > _of_zone(clocks, zone, _LAST):
        return _BEYOND if day - 2 < _FIRST_DAY or day + 3 > _LAST_DAY else OUTSIDE
    starts = _of_zone(clocks, zone, _STARTS) - first
    day += 2
    while t < _pooled(clocks, starts + day):
        day -= 1
    return day


@compiled_inline
def start_of_day(clocks: Clocks, zone: int, day: int) -> int:
    """Return the first instant of a day of a zone; no answer stays none."""
    if is_outside(day):
        return day
    first = _of_zone(clocks, zone, _FIRST)
    if day < first or day > _of_zone(clocks, zone, _LAST):
        return _BEYOND if day < _FIRST_DAY or day > _LAST_DAY else OUTSIDE
    return _pooled(clocks, _of_zone(clocks, zone, _STARTS) + day - first)


@compiled_small
def add(clocks: Clocks, cal: int, t: int, unit: int, count: int) -> int:
    """Return the earliest instant by which `count` of the unit has passed since t, as `clock.add` does."""
    if unit == ELAPSED:
        return t + count
    if unit == WORKING:
        return add_time(clocks, cal, t, count)
    return due_of_days(clocks, Limit(cal, unit, count), t, _NO_DAYS)


@compiled_small
def due_of_days(clocks: Clocks, limit: Limit, start: int, extra: int) -> int:
    """Return 24:00 of the date on which a limit of dates is over, `extra` days later for pauses."""
    cal, unit, count = limit.cal, limit.unit, limit.amount
    zone = _zone_of(clocks, cal, unit)
    opening = day_of(clocks, zone, start)
    if is_outside(opening):
        return opening
    if unit == WORKING_DAYS:
        last = _working_day_after(clocks, cal, opening, count + extra)
        return last if is_outside(last) else start_of_day(clocks, zone, last + 1)
    return start_of_day(clocks, zone, _natural_target(opening, unit, count) + extra + 1)


@compiled_small
def dates_covered(clocks: Clocks, cal: int, start: int, end: int, unit: int) -> int:
    """Return how many dates a pause covers, the first counted, the last not; of working days only the open ones."""
    zone = _zone_of(clocks, cal, unit)
    first, stop = day_of(clocks, zone, start), day_of(clocks, zone, end)
    if is_outside(first) or is_outside(stop):
        return first if is_outside(first) else stop
    if stop <= first:
        return 0
    if unit != WORKING_DAYS or _is_always(clocks, cal):
        return stop - first
    return _working_days_within(clocks, cal, first, stop)


@compiled_inline
def _zone_of(clocks: Clocks, cal: int, unit: int) -> int:
    return 0 if unit != WORKING_DAYS or _is_always(clocks, cal) else _of(clocks, cal, _ZONE)


@compiled_small
def _working_day_after(clocks: Clocks, cal: int, day: int, number: int) -> int:
    if _is_always(clocks, cal):
        return day + number
    until = _days_until(clocks, cal, day)
    if is_outside(until) or number == 0:
        return until if is_outside(until) else day
    if until + number > _of(clocks, cal, _DAY_COUNT):
        return _after_all(clocks, cal)
    if until + number < 1:
        return _before_all(clocks, cal)
    return _pooled(clocks, _of(clocks, cal, _DAYS) + until + number - 1)


@compiled_small
def _working_days_within(clocks: Clocks, cal: int, first: int, stop: int) -> int:
    """Return how many working days lie in [first, stop); the earliest date of an unknown year is named."""
    until = _days_until(clocks, cal, first)
    if is_outside(until):
        return until
    if stop > _of(clocks, cal, _DAY_STOP):
        return _after_all(clocks, cal)
    is_working = first == _pooled(clocks, _of(clocks, cal, _DAYS) + until - 1) if until > 0 else False
    return _days_until(clocks, cal, stop - 1) - until + is_working


@compiled_inline
def _days_until(clocks: Clocks, cal: int, day: int) -> int:
    """Return how many working days there are up to and including a day."""
    base = _of(clocks, cal, _DAY_BASE)
    if base <= day < _of(clocks, cal, _DAY_STOP):
        return _pooled(clocks, _of(clocks, cal, _DAYS_UNTIL) + day - base)
    return _unknown_on(clocks, cal, day)


@compiled_small
def _natural_target(opening: int, unit: int, count: int) -> int:
    if unit == MONTHS:
        month = _month_of(opening)
        within = opening - _first_of(month)
        return min(_first_of(month + count) + within, _first_of(month + count + 1) - 1)
    return opening + (7 * count if unit == WEEKS else count)


# --- the calendar of dates: years begin in March, so that the leap day comes last ---

_MARCH_0000 = 719468  # days before 1970-01-01
_ERA = 146097  # days in 400 years


@compiled_small
def _month_of(day: int) -> int:
    """Return the month of a day, counted from January of the year 0."""
    era, within = divmod(day + _MARCH_0000, _ERA)
    year = (within - within // 1460 + within // 36524 - within // 146096) // 365
    of_year = within - (365 * year + year // 4 - year // 100)
    return (era * 400 + year) * 12 + (5 * of_year + 2) // 153 + 2


@compiled_small
def _first_of(month: int) -> int:
    """Return the first day of a month, counted from January of the year 0."""
    year, since_march = divmod(month - 2, 12)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * since_march + 2) // 5 - _MARCH_0000


@compiled_small
def year_of(day: int) -> int:
    """Return the year of a day."""
    return _month_of(day) // 12


@compiled_small
def stretch_at(clocks: Clocks, cal: int, t: int) -> tuple[bool, int]:
    """Tell whether a calendar is open at an instant, and until when that stays so (at most to the end of what is pooled)."""
    if _is_always(clocks, cal) or not _of(clocks, cal, _START) <= t <= _of(clocks, cal, _END):
        return True, _LATE
    granule = (t - _of(clocks, cal, _INSTANT_BASE)) >> _of(clocks, cal, _INSTANT_SHIFT)
    at = _of(clocks, cal, _INTERVALS) + 3 * _pooled(clocks, _of(clocks, cal, _BY_INSTANT) + granule)
    while t < _pooled(clocks, at):
        at -= 3
    if t < _pooled(clocks, at + 1):
        return True, _pooled(clocks, at + 1)
    # The table of granules is laid right behind the intervals.
    is_last = at + 3 >= _of(clocks, cal, _BY_INSTANT)
    return False, _of(clocks, cal, _END) if is_last else _pooled(clocks, at + 3)
