"""How far the clocks of obligations had run at an instant: whether a limit would have been due by then or not.

Two ways lead there: by the calendar from the opening on, where nothing pauses the clock; and by the intervals in which
the clock ran, where something does.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.kernel.outcomes.outcomes import KINDS, IntervalLists
from jiannuo.core.values.calendars import WorkingCalendar
from jiannuo.core.values.clock import add
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.durations import Duration

Instants = NDArray[np.int64]
Flags = NDArray[np.bool_]
_RUNNING = KINDS.index("running")


UnderLimit = Callable[[Duration], Flags]
"""Tells of each obligation whether it would have been due, under a limit, at an instant of its own or later."""


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """The clocks of some obligations; `due` caps them, as planned times do, `NONE` where nothing is known of it."""

    due: Instants
    uncapped: Callable[[Instants], UnderLimit]

    def due_from(self, instants: Instants) -> UnderLimit:
        """Return what tells whether each obligation would have been due at its instant or later."""
        under, capped = self.uncapped(instants), (self.due != NONE) & (self.due < instants)
        return lambda limit: under(limit) & ~capped


def runs_by_calendar(
    start: Instants, *, due: Instants, known: Flags, calendar: WorkingCalendar | None, zone: str
) -> Runs:
    """Return clocks that nothing pauses; for those that are not `known` nothing is reckoned, as a year is missing."""
    places = np.flatnonzero(known)
    last: dict[Duration, Instants] = {}

    def due_under(limit: Duration) -> Instants:
        if limit not in last:  # it is asked for several instants under each limit
            last.clear()
            last[limit] = np.full(len(start), np.iinfo(np.int64).min)
            last[limit][places] = add(start[places], limit, calendar=calendar, zone=zone)
        return last[limit]

    return Runs(due, lambda instants: lambda limit: due_under(limit) >= instants)


def runs_by_interval(intervals: IntervalLists, start: Instants, *, due: Instants) -> Runs:
    """Return clocks by the intervals in which they ran; the limit must count time."""
    of = np.repeat(np.arange(len(start)), np.diff(intervals.starts))
    running = np.flatnonzero(intervals.kind == _RUNNING)
    of, from_, until = of[running], intervals.from_[running], intervals.until[running]

    def uncapped(instants: Instants) -> UnderLimit:
        to = instants[of]
        run = np.zeros(len(start), np.int64)
        np.add.at(run, of, np.clip(np.minimum(until, to) - from_, 0, None))
        # Due is the earliest instant at which the clock has run so long: where it stands still, that was before.
        runs_then = instants <= start
        runs_then[of[(from_ < to) & (to <= until)]] = True
        return lambda limit: (limit.count > run) | ((limit.count == run) & runs_then)

    return Runs(due, uncapped)
