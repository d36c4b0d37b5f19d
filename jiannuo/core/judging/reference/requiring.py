"""The verb `require`: something is true at an event (sections 3 and 4.8 of the language).

One finding for each event. What is needed must have been seen before; doing it afterwards heals nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from jiannuo.core.charters.charter import Promise, Require
from jiannuo.core.expressions.syntax import Expression, Name, Selector, Who
from jiannuo.core.judging.event import Event, Reach
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.endings import WAIVER, endings_of
from jiannuo.core.judging.reference.lives import lives_of
from jiannuo.core.judging.reference.missing import missing_in
from jiannuo.core.judging.reference.moments import Moment, negated, truth
from jiannuo.core.judging.reference.openings import Opening, is_in_edition, triggered
from jiannuo.core.judging.reference.owners import owned
from jiannuo.core.judging.reference.spans import overlaps
from jiannuo.core.judging.reference.tested import tested


@dataclass(frozen=True, slots=True)
class Check:
    """One of the things that must hold: whether it does (None: unknown), why not, and the events that show it.

    Where it is unknown, `undecided` are the events that may have been what is needed, `sources` those with a hole,
    `value` is what has no value.
    """

    holds: bool | None
    reason: str
    what: str
    evidence: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()
    value: str = ""


def judge_require(promise: Promise, moment: Moment) -> Iterator[Finding]:
    """Yield one finding for each event at which the promise demands something of one subject."""
    for opening in triggered(promise, _demand(promise).at, moment):
        if is_in_edition(moment, opening.start):
            there = opening.moment(moment)
            finding = _after_grounds(promise, _judge(promise, opening, there), opening, there)
            yield tested(promise, owned(promise, finding, there, until=opening.start), there)


def _demand(promise: Promise) -> Require:
    return cast(Require, promise.demand)


def _judge(promise: Promise, opening: Opening, moment: Moment) -> Finding:
    checks = list(_checks(promise, moment))
    evidence = dict.fromkeys((cast(Event, opening.trigger).id, *(id_ for check in checks for id_ in check.evidence)))
    finding = Finding(
        promise=promise.id,
        subject=moment.stream.key,
        root=opening.root,
        verdict="kept",
        reason="condition_true",
        start=opening.start,
        due=opening.start,
        met=opening.start,
        reached=sum(check.holds is True for check in checks),
        wanted=len(checks),
        missing=tuple(check.what for check in checks if check.holds is not True),
        evidence=tuple(evidence),
        edition=moment.world.charter.edition,
    )
    return _decided(_demand(promise), finding, checks, moment)


def _decided(demand: Require, finding: Finding, checks: list[Check], moment: Moment) -> Finding:
    """Decide: an exception excuses, one thing that fails breaks, one that cannot be known leaves it unknown."""
    excused = False if demand.excused_if is None else truth(moment.world.read(demand.excused_if, moment))
    failed = next((check for check in checks if check.holds is False), None)
    unclear = next((check for check in checks if check.holds is None), None)
    if excused:
        return replace(finding, verdict="excused", reason="exception", met=None, ended_at=finding.start)
    if excused is None:
        because = {"value": missing_in(cast(Expression, demand.excused_if), moment)}
        return replace(finding, verdict="unknown", reason="value_missing", because=because, met=None)
    if failed is not None:
        because = {"what": failed.what}
        return replace(
            finding, verdict="broken", reason=failed.reason, because=because, met=None, broken_at=finding.start
        )
    if unclear is not None:
        return _unclear(replace(finding, verdict="unknown", met=None), unclear)
    return finding


def _unclear(finding: Finding, check: Check) -> Finding:
    """Say what the verdict hangs on: an undecided event, a hole in the record, or a value that is missing."""
    if check.undecided:
        return replace(finding, reason="undecided", undecided=check.undecided)
    if check.sources:
        return replace(finding, reason="source_gap", because={"source": ", ".join(sorted(check.sources))})
    return replace(finding, reason="value_missing", because={"value": check.value or check.what})


def _after_grounds(promise: Promise, finding: Finding, opening: Opening, moment: Moment) -> Finding:
    """Let a declared ground excuse what is broken: one at the event's instant, a later one only where it heals."""
    if finding.verdict != "broken":
        return finding
    endings = endings_of(promise, opening, moment)
    grounds = [event for event in endings.excuses if moment.is_past(event)] + list(endings.healing)
    if grounds:
        return replace(_excused_by(finding, grounds[0]), broken_at=None)
    doubts = tuple(event.id for event in endings.undecided if moment.is_past(event))
    if doubts:
        return replace(finding, verdict="unknown", reason="undecided", because={}, broken_at=None, undecided=doubts)
    return finding


def _excused_by(finding: Finding, ground: Event) -> Finding:
    reason = "waived" if ground.type == WAIVER else "ground"
    because, evidence = {"ground": ground.type}, (*finding.evidence, ground.id)
    return replace(
        finding, verdict="excused", reason=reason, because=because, ended_at=finding.start, evidence=evidence
    )


def _checks(promise: Promise, moment: Moment) -> Iterator[Check]:
    demand, own = _demand(promise), cast(Event, moment.own)
    if demand.condition is not None:
        verdict = truth(moment.world.read(demand.condition, moment))
        value = missing_in(demand.condition, moment) if verdict is None else ""
        yield Check(verdict, "condition_false", moment.world.written(demand.condition), value=value)
    for selector in demand.needs:
        yield _needed(promise, selector, moment, own)
    for name in demand.complete:
        yield Check(moment.value_of(Name((name,))) is not None, "attribute_empty", name)
    if demand.by is not None:
        yield _actor(demand.by, moment, wanted=True)
    for who in demand.not_by:
        yield _actor(who, moment, wanted=False)


def _needed(promise: Promise, selector: Selector, moment: Moment, own: Event) -> Check:
    """Check that an event was seen before; where its record has a hole in the past, its absence is unknown."""
    past = [(e, verdict) for e, verdict in moment.matching([selector]) if e is not own and moment.is_past(e)]
    seen = [event for event, verdict in past if verdict]
    what = selector.text or selector.event
    if seen:
        return Check(True, "needed_missing", what, (seen[-1].id,))
    if past:
        return Check(None, "needed_missing", what, undecided=tuple(e.id for e, _ in past))
    holes = _with_holes(promise, selector, moment)
    if holes:
        return Check(None, "needed_missing", what, sources=holes)
    return Check(False, "needed_missing", what)


def _with_holes(promise: Promise, selector: Selector, moment: Moment) -> frozenset[str]:
    """Return the sources that do not hold all of the subject's past: a gap, or a life begun before their start."""
    began = [life.start for life in lives_of(moment) if life.start <= moment.at]
    since = began[-1] if began else moment.at
    sources = moment.world.sources_of([selector]) | frozenset(promise.sources)
    return frozenset(source for source in sources if _has_hole(moment.world.reach_of([source]), since, moment.at))


def _has_hole(reach: Reach, since: int, until: int) -> bool:
    unrecorded = reach.complete_from is not None and since < reach.complete_from
    return unrecorded or reach.complete_until < until or overlaps(reach.gaps, from_=since, until=until)


def _actor(who: Who, moment: Moment, *, wanted: bool) -> Check:
    """Check who did it: a person, the system, a party, or whoever did earlier events of the subject."""
    what = f"{who.kind} {who.name or ''}".strip()
    done_by = _did_earlier(who, moment) if who.kind == "actor_of" else moment.is_done_by(who)
    return Check(done_by if wanted else negated(done_by), "wrong_actor", what)


def _did_earlier(who: Who, moment: Moment) -> bool | None:
    """Tell whether the own event's actor is one of those who did the earlier events."""
    own = moment.own
    earlier = [event for event in moment.stream.events if event.type == who.name and moment.is_past(event)]
    if own is None or own.actor is None:
        return None if earlier else False
    same = [None if event.actor is None else event.actor == own.actor for event in earlier if event is not own]
    return True if True in same else None if None in same else False
