"""When an `expect` is due: the earliest of `within`, `by` and `before`, with moves, pauses and extensions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from jiannuo.core.charters.charter import Expect, Promise
from jiannuo.core.expressions.syntax import Expression
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference.calendar_years import missing_year
from jiannuo.core.judging.reference.clocks import Clock, Paused
from jiannuo.core.judging.reference.endings import is_since
from jiannuo.core.judging.reference.missing import missing_in
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.openings import Opening
from jiannuo.core.judging.reference.ordering import is_before
from jiannuo.core.values.calendars import WorkingCalendar
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import from_datetime
from jiannuo.core.values.problems import Refusal

EXTENSION = "extension_granted"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last instant that still counts, or why there is none yet.

    `cut_by` is the `before` event that set it; `missing` names what it hangs on, `missing_year` a year that the calendar
    lacks; `not_before` stands in for it under an open pause; `extended_by` is the grant that replaced it; `doubted_by`
    are undecided events that may have set it.
    """

    at: int | None
    clock: Clock | None = None
    cut_by: Event | None = None
    missing: str | None = None
    missing_year: str | None = None
    not_before: int | None = None
    extended_by: Event | None = None
    moved_by: tuple[Event, ...] = ()
    doubted_by: tuple[Event, ...] = ()

    def is_met_by(self, event: Event) -> bool:
        """Tell whether an event is in time: exactly at due counts, unless `seq` puts it after the event that cut it."""
        if self.at is None:
            return self.missing is None
        if event.at != self.at or self.cut_by is None:
            return event.at <= self.at
        return not is_before(self.cut_by, event)


def limit_of(promise: Promise, expression: Expression, moment: Moment) -> Duration | None:
    """Return the duration a limit stands for at the opening; None if that hangs on something missing."""
    value = moment.world.read(expression, moment)
    return value if isinstance(value, Duration) else None


def calendar_of(promise: Promise, moment: Moment, unit: Unit) -> WorkingCalendar | None:
    """Return the calendar a unit runs under; a wall limit runs under none."""
    if not unit.needs_calendar or promise.calendar is None:
        return None
    name = promise.calendar
    found = name if isinstance(name, str) else moment.world.read(name, moment)
    return moment.world.calendar(str(found)) if found in moment.world.charter.calendars else None


def deadline_of(
    promise: Promise, opening: Opening, moment: Moment, *, pauses: Iterable[Paused], done: Event | None
) -> Deadline:
    """Return when the obligation is due; moves after the event that did it (`done`) change nothing."""
    demand = cast(Expect, promise.demand)
    parts = [
        part
        for part in (
            _within(promise, demand, opening, moment, tuple(pauses)),
            _by(demand, opening, moment, done),
            _before(demand, opening, moment),
            _period_end(demand, opening),
        )
        if part is not None
    ]
    deadline = replace(_earliest(parts), doubted_by=tuple(_undecided_ends(demand, opening, moment)))
    return _extended(promise, opening, moment, deadline, done)


def _earliest(parts: list[Deadline]) -> Deadline:
    """Return the earliest part; one that is missing decides, an open pause yields to what certainly comes first."""
    missing = next((part for part in parts if part.missing is not None), None)
    if missing is not None:
        return missing
    known = min((part for part in parts if part.at is not None), key=lambda part: part.at or 0, default=None)
    paused = next((part for part in parts if part.not_before is not None), None)
    if paused is not None and (known is None or (known.at or 0) > (paused.not_before or 0)):
        return paused
    clock = next((part.clock for part in parts if part.clock is not None), None)
    return Deadline(None, clock) if known is None else replace(known, clock=known.clock or clock)


def _within(
    promise: Promise, demand: Expect, opening: Opening, moment: Moment, pauses: tuple[Paused, ...]
) -> Deadline | None:
    if demand.within is None:
        return None
    there = opening.moment(moment)
    limit = limit_of(promise, demand.within, there)
    calendar = None if limit is None else calendar_of(promise, there, limit.unit)
    if limit is None or (limit.unit.needs_calendar and calendar is None):
        return Deadline(None, missing=missing_in(demand.within, there))
    counted = tuple(pause for pause in pauses if pause.until > opening.start)
    clock = Clock(opening.start, limit, moment.zone, calendar, counted)
    try:
        due, not_before = clock.due(as_of=moment.world.as_of)
    except Refusal as refusal:
        return Deadline(None, missing=write_condition(demand.within), missing_year=missing_year(refusal))
    return Deadline(due, clock, not_before=not_before)


def _by(demand: Expect, opening: Opening, moment: Moment, done: Event | None) -> Deadline | None:
    """Return the planned time with the moves that count (5.10); one that was missing counts once supplied (5.9)."""
    if demand.by is None:
        return None
    there = opening.moment(moment)
    shown = current = _planned(demand.by, there)
    moved: list[Event] = []
    for move in _movers(moment, opening):
        planned = _planned(demand.by, there.seen_from(move))
        if planned == shown or (current is not None and done is not None and is_before(done, move)):
            continue
        if current is None or move.at <= current or demand.late_moves == "heal":
            current = planned if current is None or planned is None else max(planned, move.at)
            moved.append(move)
        shown = planned
    missing = missing_in(demand.by, there) if current is None else None
    return Deadline(current, missing=missing, moved_by=tuple(moved))


def _planned(expression: Expression, moment: Moment) -> int | None:
    value = moment.world.read(expression, moment)
    return from_datetime(value) if isinstance(value, datetime) else None


def _movers(moment: Moment, opening: Opening) -> list[Event]:
    """Return the later events that may change an attribute of the subject."""
    kind = moment.world.charter.subjects.get(moment.stream.kind or "")
    types = {source.event for sources in kind.attributes.values() for source in sources} if kind is not None else set()
    there = opening.moment(moment)
    return [event for event in moment.stream.events if event.type in types and not there.is_past(event)]


def _before(demand: Expect, opening: Opening, moment: Moment) -> Deadline | None:
    if not demand.before:
        return None
    for event, verdict in _ends_of(demand, opening, moment):
        if verdict:
            return Deadline(event.at, cut_by=event)
    return Deadline(None)


def _undecided_ends(demand: Expect, opening: Opening, moment: Moment) -> list[Event]:
    return [event for event, verdict in _ends_of(demand, opening, moment) if verdict is None]


def _ends_of(demand: Expect, opening: Opening, moment: Moment) -> list[tuple[Event, bool | None]]:
    """Return the `before` events since the opening, certain and undecided."""
    found = moment.matching(demand.before)
    return [(e, verdict) for e, verdict in found if e is not opening.trigger and is_since(opening, e)]


def _period_end(demand: Expect, opening: Opening) -> Deadline | None:
    """Return the end of the period, where a periodic promise says nothing else."""
    if opening.period is None or demand.within is not None or demand.by is not None:
        return None
    return Deadline(opening.period[1])


def _extended(promise: Promise, opening: Opening, moment: Moment, deadline: Deadline, done: Event | None) -> Deadline:
    """Return the deadline after the extensions granted not after due; an extension is final, pauses included.

    One that is granted after the target changes nothing any more.
    """
    for grant in moment.stream.events if EXTENSION in moment.world.by_type else ():
        to = grant.attributes.get("to")
        if grant.type != EXTENSION or grant.attributes.get("promise") != promise.id:
            continue
        if (
            not isinstance(to, datetime)
            or not is_since(opening, grant)
            or (done is not None and is_before(done, grant))
        ):
            continue
        if deadline.at is None or grant.at <= deadline.at:
            deadline = Deadline(max(from_datetime(to), grant.at), deadline.clock, extended_by=grant)
    return deadline
