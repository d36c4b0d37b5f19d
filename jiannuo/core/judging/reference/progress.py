"""How much of what an obligation wants was seen, and when it was complete (sections 3 and 4.5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jiannuo.core.charters.charter import Expect
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference.lives import life_at
from jiannuo.core.judging.reference.moments import Moment, both
from jiannuo.core.judging.reference.openings import Opening
from jiannuo.core.judging.reference.ordering import is_before
from jiannuo.core.judging.reference.spans import Span
from jiannuo.core.values.period_names import is_named

Hits = tuple[tuple[Event, bool | None], ...]
"""Events that a part picks (True) or may pick (None), in scan order."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The events that did what was wanted, in the order of the parts, and the event that completed it, if one did."""

    steps: tuple[Event, ...]
    wanted: int
    missing: tuple[str, ...]

    @property
    def completed_by(self) -> Event | None:
        """Return the last event needed, or None while something is missing."""
        if len(self.steps) < self.wanted:
            return None
        return max(self.steps, key=lambda event: (event.at, event.source, -1 if event.seq is None else event.seq))


@dataclass(frozen=True, slots=True)
class Targets:
    """What was seen of each part of an `expect` since its opening; `faults` name what almost counted, and why not."""

    demand: Expect
    hits: tuple[Hits, ...]
    faults: tuple[str, ...] = ()

    def progress(self, *, counting_undecided: bool = False, until: int | None = None) -> Progress:
        """Return what was reached by certain events, or by those that may have counted too, up to an instant."""
        parts = [[e for e, v in hits if _counts(v, counting_undecided) and _by(e, until)] for hits in self.hits]
        if len(parts) == 1:
            steps = tuple(parts[0][: self.demand.times])
            is_short = len(steps) < self.demand.times
            return Progress(steps, self.demand.times, (self.faults or self._names(0)) if is_short else ())
        found = _in_order(parts) if self.demand.in_order else [part[0] if part else None for part in parts]
        missing = tuple(name for i, step in enumerate(found) if step is None for name in self._names(i))
        faults = self.faults if missing else ()
        return Progress(tuple(step for step in found if step is not None), len(parts), faults + missing)

    def _names(self, part: int) -> tuple[str, ...]:
        return (" | ".join(selector.text or selector.event for selector in self.demand.parts[part]),)

    @property
    def undecided(self) -> tuple[str, ...]:
        """Return the ids of the events that may have counted."""
        return tuple(event.id for hits in self.hits for event, verdict in hits if verdict is None)


def _counts(verdict: bool | None, counting_undecided: bool) -> bool:
    return verdict is True or (verdict is None and counting_undecided)


def _by(event: Event, until: int | None) -> bool:
    return until is None or event.at <= until


def _in_order(parts: Sequence[Sequence[Event]]) -> list[Event | None]:
    """Take for each part the first event that does not come before the one taken for the part in front of it."""
    taken: list[Event | None] = []
    for part in parts:
        before = taken[-1] if taken else None
        if taken and before is None:
            taken.append(None)
            continue
        fits = (e for e in part if before is None or (e is not before and not is_before(e, before)))
        taken.append(next(fits, None))
    return taken


def targets_of(demand: Expect, opening: Opening, moment: Moment, *, since: Event | None) -> Targets:
    """Return what was seen of the target since an event (the trigger, or what reopened the obligation)."""
    seen = [
        [
            (event, _of_member(opening, event, verdict))
            for event, verdict in moment.matching(part)
            if _is_eligible(demand, opening, event, since, moment)
        ]
        for part in demand.parts
    ]
    empty = [
        f"{event.id}: {name}"
        for part in seen
        for event, verdict in part
        for name in _empty(demand, event, moment)
        if verdict
    ]
    wrong = [
        f"{event.id}: {who}"
        for event, who in _done_by_others(demand, moment)
        if _is_eligible(demand, opening, event, since, moment) and _of_member(opening, event, True) is not False
    ]
    hits = tuple(
        tuple(hit for hit in part if hit[1] is not False and not _empty(demand, hit[0], moment)) for part in seen
    )
    return Targets(demand, hits, tuple(dict.fromkeys(empty + wrong)))


def _done_by_others(demand: Expect, moment: Moment) -> Iterator[tuple[Event, str]]:
    """Yield the events that would be targets had someone else done them, and who should have, or should not (4.5)."""
    for selector in (selector for part in demand.parts for selector in part):
        for prefix, who in (("by", selector.by), ("not by", selector.not_by)):
            for event in moment.candidates(selector) if who is not None else ():
                anyone = replace(selector, by=None, not_by=None)
                if moment.matches(selector, event) is False and moment.matches(anyone, event):
                    yield event, f"{prefix} {who.kind} {who.name or ''}".strip() if who is not None else prefix


def _empty(demand: Expect, event: Event, moment: Moment) -> list[str]:
    """Return the attributes under `complete` that the event leaves empty."""
    return [name for name in demand.complete if moment.at_event(event).value_of(Name((name,))) is None]


def _of_member(opening: Opening, event: Event, verdict: bool | None) -> bool | None:
    """Return the verdict on an event for the obligation's member; undecided if the event does not say whom it is about."""
    return verdict if opening.member is None else both(verdict, opening.member.is_carried_by(event))


def _is_eligible(demand: Expect, opening: Opening, event: Event, since: Event | None, moment: Moment) -> bool:
    """Tell whether an event may count for this obligation: of its period, and not from before what opened it."""
    if event is since:
        return False
    counts_earlier = demand.already and since is opening.trigger and not opening.is_reopening
    if counts_earlier and opening.period is None:
        return _is_since_birth(opening, event, moment)
    is_late_enough = since is None or not is_before(event, since)
    if opening.period is not None:
        return is_late_enough and _is_of_period(opening.period, event, moment)
    return is_late_enough


def _is_since_birth(opening: Opening, event: Event, moment: Moment) -> bool:
    """Tell whether an event does not come before the subject began (5.5)."""
    life = life_at(moment, opening.start)
    if life is None:
        return True
    return event.at >= life.start if life.began is None else not is_before(event, life.began)


def _is_of_period(period: Span, event: Event, moment: Moment) -> bool:
    """Tell whether an event counts for a period: the one its `period` attribute names, else the one it happened in."""
    named = event.attributes.get("period")
    if named is None:
        return period[0] <= event.at < period[1]
    return is_named(period, named, zone=moment.zone)
