"""The provisional years of calendars that many clocks touched at once (5.15)."""

from collections.abc import Sequence

import numpy as np

from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.reading.combinations import distinct_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.values.calendars import WorkingCalendar


def provisional_years_of(calendar: WorkingCalendar, starts: Instants, ends: Instants) -> Sequence[tuple[int, ...]]:
    """Return the provisional years that each span touches; its end no longer belongs to it."""
    if calendar.rules.holidays is None:
        return [()] * len(starts)
    first, last = _years(calendar, starts), _years(calendar, np.maximum(starts, ends - 1))
    # They hang on the years alone.
    places, of = distinct_of((first - first.min(initial=0)) * 10_000 + (last - first.min(initial=0)))
    told = [calendar.provisional_years(int(starts[place]), int(ends[place])) for place in places.tolist()]
    return [told[number] for number in of.tolist()]


def _years(calendar: WorkingCalendar, instants: Instants) -> Numbers:
    days: Numbers = np.asarray(calendar.clock.day(instants), np.int64)
    years: Numbers = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    return years
