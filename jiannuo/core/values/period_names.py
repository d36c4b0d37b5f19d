"""The names of periods, by which a report or a reading says which period it is about."""

import re
from datetime import date, datetime

from jiannuo.core.values.instants import from_datetime, local_date

_NAME = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|W(\d{2})|Q([1-4])|H([12])))?\Z")


def is_named(period: tuple[int, int], named: object, *, zone: str) -> bool:
    """Tell whether a value names a period, [from, until) in microseconds UTC.

    An instant names the one it lies in; 2024, 2024-05, 2024-05-17, 2024-W20, 2024-Q2, 2024-H1 or a date the one that
    begins on its first day.
    """
    if isinstance(named, datetime):
        return period[0] <= from_datetime(named) < period[1]
    first = first_day(named)
    return first is not None and first == local_date(period[0], zone=zone)


def first_day(named: object) -> date | None:
    """Return the first day of the period that a value names as a date or by its usual name, None if it names none."""
    return named if isinstance(named, date) else _first_day(str(named))


def _first_day(name: str) -> date | None:
    found = _NAME.match(name)
    if found is None:
        return None
    year, month, day, week, quarter, half = (0 if part is None else int(part) for part in found.groups())
    try:
        if week:
            return date.fromisocalendar(year, week, 1)
        if quarter or half:
            return date(year, 3 * quarter - 2 if quarter else 6 * half - 5, 1)
        return date(year, month or 1, day or 1)
    except ValueError:
        return None
