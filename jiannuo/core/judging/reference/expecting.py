"""The verb `expect`: something happens in time (sections 3, 4.3 to 4.6, 4.11 and 5 of the language).

An obligation ends at the first of: target complete (kept), excuse (excused), due (broken). At one instant `seq` of one
source decides, then target, excuse, due. What cannot be decided for want of records is unknown, never broken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from jiannuo.core.charters.charter import Expect, Promise
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.clocks import Paused, pauses_of
from jiannuo.core.judging.reference.deadlines import Deadline, deadline_of
from jiannuo.core.judging.reference.endings import WAIVER, endings_of
from jiannuo.core.judging.reference.lives import life_at
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.openings import Opening, is_in_edition, is_wanted, per_member, periodic, triggered
from jiannuo.core.judging.reference.ordering import is_before
from jiannuo.core.judging.reference.owners import owned
from jiannuo.core.judging.reference.progress import Targets, targets_of
from jiannuo.core.judging.reference.spans import FOREVER, overlaps
from jiannuo.core.judging.reference.tested import tested


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with the event that did what was wanted and the instant from which the obligation is no longer open.

    Whether it was tested changes only the verdict that is given, so that it is asked last of all.
    """

    opening: Opening
    finding: Finding
    done: Event | None
    closed_at: int


def judge_expect(promise: Promise, moment: Moment) -> Iterator[Finding]:
    """Yield the findings of an `expect` on one subject, in the order in which they open."""
    judged: dict[tuple[str, str], Judged] = {}
    for opening in _openings(promise, moment):
        until = None if opening.period is None else opening.period[1]
        for each in per_member(opening, _demand(promise).for_each, moment, until=until):
            if not _is_taken(promise, each, moment, judged):
                for one in _with_reopenings(promise, each, moment):
                    judged.setdefault((one.finding.member or "", one.finding.root), one)
    for one in judged.values():
        if is_in_edition(moment, one.finding.start):
            yield tested(promise, one.finding, one.opening.moment(moment))


def _demand(promise: Promise) -> Expect:
    return cast(Expect, promise.demand)


def _openings(promise: Promise, moment: Moment) -> Iterator[Opening]:
    demand = _demand(promise)
    if demand.every is not None:
        return periodic(promise, demand.every, moment)
    return triggered(promise, demand.after, moment)


def _is_taken(promise: Promise, opening: Opening, moment: Moment, judged: dict[tuple[str, str], Judged]) -> bool:
    """Tell whether a trigger is ignored: not the first of a life, or an earlier obligation is still open (5.3)."""
    policy = _demand(promise).open
    member = _member_name(opening) or ""
    earlier = [one for (name, _), one in judged.items() if name == member]
    if policy == "first":
        life = life_at(moment, opening.start)
        return any(life_at(moment, one.finding.start) == life for one in earlier)
    return policy == "again" and any(_is_open_at(one, opening) for one in earlier)


def _is_open_at(earlier: Judged, opening: Opening) -> bool:
    """Tell whether an obligation is open at a trigger: what closes one obligation may open the next."""
    if earlier.done is not None and opening.trigger is not None and earlier.finding.met is not None:
        return is_before(opening.trigger, earlier.done)
    return opening.start <= earlier.closed_at if earlier.finding.met is None else opening.start < earlier.closed_at


def _member_name(opening: Opening) -> str | None:
    return None if opening.member is None else str(opening.member.value)


# Reopening (4.11): `new` opens another obligation, `continue` and `restart` go on with the same one.


def _with_reopenings(promise: Promise, opening: Opening, moment: Moment) -> Iterator[Judged]:
    demand = _demand(promise)
    pauses, undecided = pauses_of(demand.pauses, moment)
    clock, since = opening, opening.trigger
    while True:
        judged = _judge(promise, _Case(opening, clock, since, tuple(pauses)), moment)
        if judged is None:
            return
        reopening = _reopening(promise, opening, moment, judged)
        if reopening is None or demand.on_reopen == "new" or judged.finding.verdict == "broken":
            break
        if demand.on_reopen == "continue" and judged.done is not None:
            events = (judged.done, reopening)
            pauses.append(Paused(judged.done.at, reopening.at, reopening.type, events, since_target=True))
        else:
            clock = replace(clock, start=reopening.at)
        since = reopening
    yield replace(judged, finding=_noting(judged.finding, undecided))
    if reopening is not None and demand.on_reopen == "new":
        again = _reopened(opening, reopening, moment)
        yield from _with_reopenings(promise, again, moment)


def _reopening(promise: Promise, opening: Opening, moment: Moment, judged: Judged) -> Event | None:
    """Return the first event certainly after the target that reopens what it ended, in time or late."""
    done = judged.done
    if done is None or judged.finding.verdict in ("excused", "lapsed"):
        return None
    reopenings = (event for event, verdict in moment.matching(_demand(promise).reopened_by) if verdict)
    later = (event for event in reopenings if is_before(done, event))
    return next((event for event in later if _reopens(promise, _reopened(opening, event, moment), moment)), None)


def _reopened(opening: Opening, reopening: Event, moment: Moment) -> Opening:
    root = moment.world.root_of(reopening)
    return replace(opening, start=reopening.at, root=root, trigger=reopening, is_reopening=True)


def _reopens(promise: Promise, again: Opening, moment: Moment) -> bool:
    """Tell whether a reopening counts: one that would open another obligation does so as any trigger does.

    Bare names are those of the event, whatever members there are.
    """
    if _demand(promise).on_reopen != "new":
        return True
    wanted = is_wanted(promise, replace(again, member=None).moment(moment))
    if wanted is None:
        moment.world.note_undecided(promise.id, again.root)
    return wanted is True


def _noting(finding: Finding, undecided: Iterable[Event]) -> Finding:
    noted = dict.fromkeys((*finding.undecided, *(event.id for event in undecided if event.at >= finding.start)))
    return replace(finding, undecided=tuple(noted))


# One obligation.


@dataclass(frozen=True, slots=True)
class _Case:
    """One obligation at hand: its opening, the opening its clock runs from, since when targets count, its pauses."""

    opening: Opening
    clock: Opening
    since: Event | None
    pauses: tuple[Paused, ...]


def _judge(promise: Promise, case: _Case, moment: Moment) -> Judged | None:
    """Judge one obligation; None if a missing planned time opens none."""
    targets = targets_of(_demand(promise), case.opening, moment, since=case.since)
    done = targets.progress().completed_by
    deadline = deadline_of(promise, case.clock, moment, pauses=case.pauses, done=done)
    if deadline.missing is not None and deadline.missing_year is None and _demand(promise).missing == "none":
        return None
    finding = _verdict(promise, case, targets, deadline, moment)
    finding = _with_grounds(finding, case, targets, deadline, moment)
    until = min(t for t in (finding.met, finding.ended_at, deadline.at, moment.world.as_of) if t is not None)
    finding = owned(promise, finding, case.opening.moment(moment), until=until)
    ended = [instant for instant in (finding.met, finding.ended_at, deadline.at) if instant is not None]
    return Judged(case.opening, finding, done, min(ended, default=FOREVER))


def _verdict(promise: Promise, case: _Case, targets: Targets, deadline: Deadline, moment: Moment) -> Finding:
    """Decide by what came first: target, excuse, end of what is owed, due."""
    draft = _draft(promise, case, moment)
    done = targets.progress().completed_by
    endings = endings_of(promise, case.opening, moment)
    excuse, end = _first(endings.excuses, deadline), _first(endings.ends, deadline)
    early = done is not None and done.at < case.clock.start
    in_time = done is not None and deadline.missing is None and (early or deadline.is_met_by(done))
    if end is not None and not _precedes(excuse, end) and not (in_time and _precedes(done, end)):
        return replace(draft, verdict="lapsed", reason="ended", ended_at=end.at, evidence=(end.id,))
    if deadline.missing_year is not None:
        return replace(
            draft, verdict="unknown", reason="calendar_year_missing", because={"year": deadline.missing_year}
        )
    if deadline.missing is not None:
        return replace(draft, verdict="unknown", reason="value_missing", because={"value": deadline.missing})
    if in_time and done is not None and not (excuse is not None and is_before(excuse, done)):
        doubts = tuple(event.id for event in deadline.doubted_by if is_before(event, done))
        if doubts:
            return replace(draft, verdict="unknown", reason="undecided", undecided=doubts)
        reason = "done_already" if early else "done_in_time"
        return replace(draft, verdict="kept", reason=reason, met=max(done.at, case.clock.start))
    excuse = excuse or next(iter(endings.healing), None)
    if excuse is not None:
        return _excused(draft, excuse)
    return _undone(draft, promise, targets, deadline, moment)


def _draft(promise: Promise, case: _Case, moment: Moment) -> Finding:
    opening = case.opening
    return Finding(
        promise=promise.id,
        subject=moment.stream.key,
        root=opening.root,
        member=_member_name(opening),
        verdict="pending",
        reason="clock_running",
        start=opening.start,
        edition=moment.world.charter.edition,
    )


def _first(events: tuple[Event, ...], deadline: Deadline) -> Event | None:
    """Return the first event if it came in time to excuse or end the obligation."""
    return events[0] if events and (deadline.missing is not None or deadline.is_met_by(events[0])) else None


def _precedes(one: Event | None, other: Event) -> bool:
    """Tell whether one event counts before another: also at the same instant, unless `seq` puts it after."""
    return one is not None and not is_before(other, one)


def _excused(draft: Finding, excuse: Event) -> Finding:
    reason = "waived" if excuse.type == WAIVER else "ground"
    because = {"ground": excuse.type}
    return replace(draft, verdict="excused", reason=reason, because=because, ended_at=excuse.at, evidence=(excuse.id,))


def _undone(draft: Finding, promise: Promise, targets: Targets, deadline: Deadline, moment: Moment) -> Finding:
    """Decide what was not done in time: pending, unknown for want of records, or broken."""
    if deadline.at is None:
        return replace(draft, reason="clock_paused" if deadline.not_before is not None else "waiting")
    if deadline.at >= moment.world.as_of:
        return draft
    sources = moment.world.sources_of(_named(promise)) | frozenset(promise.sources)
    late = moment.world.unreached(sources, until=deadline.at)
    if late:
        return replace(draft, verdict="unknown", reason="source_incomplete", because={"source": ", ".join(late)})
    if overlaps(moment.world.reach_of(sources).gaps, from_=draft.start, until=deadline.at):
        return replace(draft, verdict="unknown", reason="source_gap", because={"source": ", ".join(sorted(sources))})
    doubts = _doubts(promise, draft, targets, deadline, moment)
    if doubts:
        return replace(draft, verdict="unknown", reason="undecided", undecided=doubts)
    return _broken(draft, targets, deadline)


def _named(promise: Promise) -> list[Selector]:
    """Return the selectors whose silence would matter: targets, grounds, ends, pauses."""
    demand = _demand(promise)
    grounds = [ground.selector for ground in promise.excused_by]
    pauses = [selector for pause in demand.pauses for selector in (*pause.from_, *pause.until)]
    return [*(s for part in demand.parts for s in part), *grounds, *promise.ends_with, *pauses, *demand.before]


def _doubts(promise: Promise, draft: Finding, targets: Targets, deadline: Deadline, moment: Moment) -> tuple[str, ...]:
    """Return the undecided events that, had they counted, would have kept or excused what is otherwise broken."""
    done = targets.progress(counting_undecided=True).completed_by
    if done is not None and deadline.is_met_by(done):
        return targets.undecided
    selectors = [ground.selector for ground in promise.excused_by] + list(promise.ends_with)
    return tuple(
        event.id
        for event, verdict in moment.matching(selectors)
        if verdict is None and event.at >= draft.start and deadline.is_met_by(event)
    )


def _broken(draft: Finding, targets: Targets, deadline: Deadline) -> Finding:
    done = targets.progress().completed_by
    reached = targets.progress(until=deadline.at)
    reason = "done_late" if done is not None else "partly_done" if reached.steps else "not_done"
    late_at = None if done is None else done.at
    return replace(draft, verdict="broken", reason=reason, broken_at=deadline.at, late_at=late_at)


def _with_grounds(finding: Finding, case: _Case, targets: Targets, deadline: Deadline, moment: Moment) -> Finding:
    """Add what a reader needs to check the verdict: due, what was reached, the run of the clock, the evidence."""
    ended = [t for t in (finding.met, finding.ended_at, deadline.at, moment.world.as_of) if t is not None]
    seen = targets.progress()
    reached = targets.progress(until=deadline.at) if finding.verdict == "broken" else seen
    trigger = () if case.opening.trigger is None else (case.opening.trigger.id,)
    others = [e.id for e in (deadline.cut_by, deadline.extended_by, *deadline.moved_by) if e is not None]
    paused = () if deadline.clock is None else (e.id for e in deadline.clock.pausing(until=min(ended)))
    evidence = dict.fromkeys((*trigger, *paused, *(e.id for e in seen.steps), *others, *finding.evidence))
    return replace(
        finding,
        due=deadline.at,
        not_before=deadline.not_before,
        reached=len(reached.steps),
        wanted=reached.wanted,
        missing=seen.missing,
        intervals=() if deadline.clock is None else deadline.clock.intervals(until=min(ended)),
        evidence=tuple(evidence),
        undecided=tuple(dict.fromkeys((*finding.undecided, *targets.undecided))),
        provisional_years=_provisional_years(deadline, min(ended)),
    )


def _provisional_years(deadline: Deadline, until: int) -> tuple[int, ...]:
    clock = deadline.clock
    if clock is None or clock.calendar is None:
        return ()
    return tuple(clock.calendar.provisional_years(clock.start, max(until, deadline.at or until, clock.start)))
