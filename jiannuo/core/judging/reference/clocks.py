"""The clock of an obligation: it runs while the calendar is open, less the union of the pauses (section 4, 11).

Law 4: due is the earliest instant at which the time run reaches the limit; days, weeks and months go by local date.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jiannuo.core.charters.charter import Pause
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.finding import Interval
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.ordering import is_ended_by
from jiannuo.core.judging.reference.spans import FOREVER, without
from jiannuo.core.judging.reference.states import spans_in_force
from jiannuo.core.values.calendars import WorkingCalendar
from jiannuo.core.values.clock import add, dates_covered, due_of_days, measure
from jiannuo.core.values.durations import Duration, Unit


@dataclass(frozen=True, slots=True)
class Paused:
    """One stretch in which the clock stood still, [from_, until), with the declared reason; `events` began and ended it.

    `since_target` marks the time closed by a target: exactly at due the target counts first, so that pause moves due.
    """

    from_: int
    until: int
    reason: str
    events: tuple[Event, ...] = ()
    since_target: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether nothing has ended the pause yet."""
        return self.until >= FOREVER

    def moves(self, due: int) -> bool:
        """Tell whether the pause began early enough to move a due (5.7)."""
        return self.from_ < due or (self.since_target and self.from_ == due)


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit that runs from `start` under a calendar (None: always open) in a zone, less its pauses."""

    start: int
    limit: Duration
    zone: str
    calendar: WorkingCalendar | None = None
    pauses: tuple[Paused, ...] = ()

    def due(self, *, as_of: int) -> tuple[int | None, int | None]:
        """Return when the limit is reached; under an open pause nothing, but the instant it cannot come before."""
        return self._by_time(as_of) if self.limit.unit in (Unit.ELAPSED, Unit.WORKING) else self._by_date(as_of)

    def _by_time(self, as_of: int) -> tuple[int | None, int | None]:
        at, rest = self.start, self.limit.count
        for pause in self._in_order():
            if not pause.moves(self._after(at, rest)):
                break
            from_ = max(pause.from_, at)
            rest -= self._run(at, from_)
            at = max(pause.until, at)
            if pause.is_open:
                return None, self._after(max(as_of, from_), rest)
        return self._after(at, rest), None

    def _in_order(self) -> list[Paused]:
        """Return the pauses since the start by their beginnings, time closed by a target first."""
        counted = (replace(p, from_=max(p.from_, self.start)) for p in self.pauses if p.until > self.start)
        return sorted((p for p in counted if p.from_ < p.until), key=lambda p: (p.from_, not p.since_target))

    def _after(self, at: int, rest: int) -> int:
        return add(at, Duration(rest, self.limit.unit), calendar=self.calendar, zone=self.zone)

    def _run(self, from_: int, until: int) -> int:
        return measure(from_, until, self.limit.unit, calendar=self.calendar, zone=self.zone)

    def _by_date(self, as_of: int) -> tuple[int | None, int | None]:
        at, covered = self.start, 0
        for pause in self._in_order():
            due = self._on_date(covered)
            if not pause.moves(due):
                break
            from_ = max(pause.from_, at)
            first = from_ - (pause.from_ == due)  # 24:00 of the last day is still that day
            if pause.is_open:
                return None, self._on_date(covered + self._dates(first, max(as_of, from_)))
            at = max(pause.until, at)
            covered += self._dates(first, at)
        return self._on_date(covered), None

    def _on_date(self, covered: int) -> int:
        return due_of_days(self.start, self.limit, extra_days=covered, calendar=self.calendar, zone=self.zone)

    def _dates(self, from_: int, until: int) -> int:
        """Count the dates a pause covers, the first counted, the last not; of working days the open ones only."""
        return dates_covered([(from_, until)], self.limit.unit, calendar=self.calendar, zone=self.zone)

    def intervals(self, *, until: int) -> tuple[Interval, ...]:
        """Return how the clock went from its start until an instant: running, paused (with reason), closed."""
        paused = list(self._paused(until))
        whole = without([(self.start, until)], [(p.from_, p.until) for p in paused])
        running, closed = whole, []
        if self.calendar is not None and self.limit.unit is Unit.WORKING:
            open_spans = self.calendar.segments(self.start, until)
            closed = without(whole, open_spans)
            running = without(whole, closed)
        parts = paused + [Interval("running", a, b) for a, b in running] + [Interval("closed", a, b) for a, b in closed]
        return tuple(sorted(parts, key=lambda part: (part.from_, part.until)))

    def pausing(self, *, until: int) -> list[Event]:
        """Return the events that began and ended the pauses up to an instant."""
        counted = (pause for pause in self.pauses if pause.from_ < until and pause.until > self.start)
        return [event for pause in counted for event in pause.events]

    def _paused(self, until: int) -> Iterator[Interval]:
        """Yield the pauses up to an instant, none over another: what two cover belongs to the one that began first."""
        at = self.start
        for pause in sorted(self.pauses, key=lambda pause: (pause.from_, pause.until, pause.reason)):
            from_, to = max(pause.from_, at), min(pause.until, until)
            if from_ < to:
                yield Interval("paused", from_, to, pause.reason)
                at = to


def pauses_of(declared: Iterable[Pause], moment: Moment) -> tuple[list[Paused], list[Event]]:
    """Return the pauses of a stream as far as known, and the events that may have begun or ended one."""
    paused: list[Paused] = []
    undecided: list[Event] = []
    for pause in declared:
        paused += _while_in_force(pause, moment)
        begins, ends = list(moment.matching(pause.from_)), list(moment.matching(pause.until))
        undecided += [event for event, verdict in begins + ends if verdict is None]
        paused += _between(pause, [e for e, v in begins if v], [e for e, v in ends if v], moment)
    return paused, undecided


def _while_in_force(pause: Pause, moment: Moment) -> Iterator[Paused]:
    if pause.while_state is not None:
        state = moment.world.charter.states[pause.while_state]
        for from_, until in spans_in_force(moment, state, until=FOREVER):
            yield Paused(from_, until, pause.reason.zh)


def _between(pause: Pause, begins: list[Event], ends: list[Event], moment: Moment) -> list[Paused]:
    """Return a pause for each beginning; it stays open while no event has ended it and its `max` is not over (5.8)."""
    earlier: list[Paused] = []
    shared = {end.at for end in ends}
    for begin in begins:
        stood = begin.at in shared and any(pause.from_ < begin.at <= pause.until for pause in earlier)
        end = next((end for end in ends if is_ended_by(begin, end, stood_before=stood)), None)
        until = FOREVER if end is None else end.at
        if pause.longest is not None:
            longest = add(begin.at, pause.longest, calendar=None, zone=moment.zone)
            until = until if longest > moment.world.as_of else min(until, longest)
        events = (begin,) if end is None or end.at > until else (begin, end)
        earlier.append(Paused(begin.at, until, pause.reason.zh, events))
    return earlier
