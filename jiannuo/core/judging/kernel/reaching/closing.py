"""When a period is judged: at its end, or so long after it as its figures are waited for."""

from dataclasses import dataclass
from typing import cast

from jiannuo.core.charters.charter import Promise, Reach
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.values.clock import add
from jiannuo.core.values.durations import Unit
from jiannuo.core.values.instants import local_date
from jiannuo.core.values.problems import Refusal

_BY_DATE = (Unit.NATURAL_DAYS, Unit.WEEKS, Unit.MONTHS, Unit.WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class Closing:
    """When a period is judged (microseconds UTC), or the year that the calendar lacks; and its provisional years."""

    due: int
    missing_year: int | None = None
    provisional: tuple[int, ...] = ()


def closing_of(promise: Promise, end: int, world: World) -> Closing:
    """Return when the period that ends at an instant is judged; under dates, its last day is the one before the first."""
    length = cast(Reach, promise.demand).closes_after
    if length is None:
        return Closing(end)
    calendar = world.calendar(promise.calendar) if isinstance(promise.calendar, str) else None
    start = end - 1 if length.unit in _BY_DATE else end
    if calendar is None:
        return Closing(int(add(start, length, calendar=None, zone=world.zone)))
    first, last = calendar.known_span
    if not first <= start < last:
        return Closing(end, missing_year=local_date(start, zone=calendar.rules.zone).year)
    try:
        due = int(add(start, length, calendar=calendar, zone=world.zone))
    except Refusal:
        return Closing(end, missing_year=calendar.known_years.stop)
    return Closing(due, provisional=tuple(calendar.provisional_years(start, due)))
