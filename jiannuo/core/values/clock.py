"""The arithmetic of limits: when a duration is over, and how much of a unit has passed between two instants.

Elapsed and working time are counted in microseconds. Days, weeks and months go by local date: they are over at 24:00
of a date, the opening day being day 0. Natural days, weeks and months take the dates of the charter's zone, working
days those of the calendar's.
"""

from collections.abc import Iterable
from datetime import date
from typing import cast

import numpy as np

from jiannuo.core.values.calendars import WorkingCalendar
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.problems import CALENDAR_NEEDED, Refusal
from jiannuo.core.values.zones import Ints, Numbers, ZoneClock, date_of_day, day_of_date, zone_clock


def add(start: Numbers, duration: Duration, *, calendar: WorkingCalendar | None, zone: str) -> Numbers:
    """Return the earliest instant by which the duration has passed since start (microseconds, int or array).

    Raises Refusal if the unit needs a calendar and none is given, or if a year is not known.
    """
    if duration.unit is Unit.ELAPSED:
        return start + duration.count
    if duration.unit is Unit.WORKING:
        return _needed(calendar, duration.unit).add(start, duration.count)
    return due_of_days(start, duration, 0, calendar=calendar, zone=zone)


def due_of_days(
    start: Numbers, duration: Duration, extra_days: int | Numbers, *, calendar: WorkingCalendar | None, zone: str
) -> Numbers:
    """Return 24:00 of the date on which a limit of days, weeks or months is over, `extra_days` later for pauses.

    The extra days are working days under a limit of working days, else natural days. Raises Refusal as `add` does.
    """
    clock = _clock(duration.unit, calendar, zone)
    opening = clock.day(start)
    if duration.unit is Unit.WORKING_DAYS:
        last = _needed(calendar, duration.unit).working_day_after(opening, duration.count + extra_days)
    else:
        last = _natural_target(opening, duration) + extra_days
    return clock.start_of_day(last + 1)


def measure(start: Numbers, end: Numbers, unit: Unit, *, calendar: WorkingCalendar | None, zone: str) -> Numbers:
    """Return how much of a unit has passed from start to end: microseconds, or whole days, weeks or months.

    For dates it is the greatest n with add(start, n) <= end; -1 while not even the opening day is over.
    """
    if unit is Unit.ELAPSED:
        return end - start
    if unit is Unit.WORKING:
        return _needed(calendar, unit).measure(start, end)
    clock = _clock(unit, calendar, zone)
    opening, over = clock.day(start), clock.day(end) - 1  # `over`: the last date whose 24:00 is not after end
    if unit is Unit.NATURAL_DAYS:
        return _at_least_none(over - opening)
    if unit is Unit.WEEKS:
        return _at_least_none((over - opening) // 7)
    if unit is Unit.MONTHS:
        return _at_least_none(_months_between(opening, over))
    return _working_days_passed(opening, over, _needed(calendar, unit))


def dates_covered(spans: Iterable[tuple[int, int]], unit: Unit, *, calendar: WorkingCalendar | None, zone: str) -> int:
    """Return how many dates pauses cover: of each the first counts and the last does not, none counts twice.

    Under working days only working days count, else every date. Spans are (from, until) in microseconds.
    """
    clock = _clock(unit, calendar, zone)
    covered = {day for start, end in spans for day in range(clock.day(start), clock.day(end))}
    if unit is not Unit.WORKING_DAYS:
        return len(covered)
    working = _needed(calendar, unit)
    return sum(working.is_working_day(day) for day in sorted(covered))


def _needed(calendar: WorkingCalendar | None, unit: Unit) -> WorkingCalendar:
    if calendar is None:
        raise Refusal(CALENDAR_NEEDED.at(unit=unit.value))
    return calendar


def _clock(unit: Unit, calendar: WorkingCalendar | None, zone: str) -> ZoneClock:
    # 24x7 has no zone of its own: its days are those of the charter.
    if unit is not Unit.WORKING_DAYS or _needed(calendar, unit).is_always:
        return zone_clock(zone)
    return _needed(calendar, unit).clock


def _natural_target(opening: Numbers, duration: Duration) -> Numbers:
    if duration.unit is Unit.NATURAL_DAYS:
        return opening + duration.count
    if duration.unit is Unit.WEEKS:
        return opening + 7 * duration.count
    return _months_after(opening, duration.count)


# --- months; the day of the month is kept, or the last one if the month is shorter ---


def _months_after(day: Numbers, count: int | Numbers) -> Numbers:
    if isinstance(day, int) and isinstance(count, int):
        opening = date_of_day(day)
        months = opening.year * 12 + opening.month - 1 + count
        first = day_of_date(date(months // 12, months % 12 + 1, 1))
        next_first = day_of_date(date((months + 1) // 12, (months + 1) % 12 + 1, 1))
        return min(first + opening.day - 1, next_first - 1)
    days = np.asarray(day, np.int64)
    month = _month_of(days)
    within = days - _first_of(month)
    target = month + count
    return cast(Numbers, np.minimum(_first_of(target) + within, _first_of(target + 1) - 1))


def _months_between(first: Numbers, last: Numbers) -> Numbers:
    """Return the greatest n with first + n months <= last."""
    if isinstance(first, int) and isinstance(last, int):
        left, right = date_of_day(first), date_of_day(last)
        months = (right.year - left.year) * 12 + right.month - left.month
        return months - (_months_after(first, months) > last)
    months_apart = _month_of(np.asarray(last, np.int64)) - _month_of(np.asarray(first, np.int64))
    return cast(Numbers, months_apart - (_months_after(first, cast(Ints, months_apart)) > last))


def _month_of(days: Ints) -> Ints:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _first_of(months: Ints) -> Ints:
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


# --- working days ---


def _working_days_passed(opening: Numbers, over: Numbers, calendar: WorkingCalendar) -> Numbers:
    if isinstance(opening, int) and isinstance(over, int):
        return -1 if over < opening else calendar.working_days_between(opening, over)
    passed = calendar.working_days_between(opening, cast(Numbers, np.maximum(opening, over)))
    return cast(Numbers, np.where(np.less(over, opening), -1, passed))


def _at_least_none(count: Numbers) -> Numbers:
    if isinstance(count, int):
        return max(count, -1)
    return np.maximum(count, -1)
