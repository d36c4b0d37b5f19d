"""The verb `require`: something is true at an event (sections 3 and 4.8 of the language).

One finding for each event. What is needed must have been seen before; doing it afterwards heals nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from jiannuo.core.charters.charter import Promise, Require
from jiannuo.core.expressions.syntax import Expression, Name, Selector, Who
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.lives import lives_of
from jiannuo.core.judging.moments import Moment, negated, truth
from jiannuo.core.judging.openings import Opening, is_in_edition, triggered
from jiannuo.core.judging.owners import owned
from jiannuo.core.judging.spans import overlaps


@dataclass(frozen=True, slots=True)
class Check:
    """One of the things that must hold: whether it does (None: unknown), why not, and the events that show it."""

    holds: bool | None
    reason: str
    what: str
    evidence: tuple[str, ...] = ()
    unknown_reason: str = "value_missing"


def judge_require(promise: Promise, moment: Moment) -> Iterator[Finding]:
    """Yield one finding for each event at which the promise demands something of one subject."""
    for opening in triggered(promise, _demand(promise).at, moment):
        if is_in_edition(moment, opening.start):
            there = opening.moment(moment)
            yield owned(promise, _judge(promise, opening, there), there, until=opening.start)


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
        because = {"value": write_condition(cast(Expression, demand.excused_if))}
        return replace(finding, verdict="unknown", reason="value_missing", because=because, met=None)
    if failed is not None:
        because = {"what": failed.what}
        return replace(
            finding, verdict="broken", reason=failed.reason, because=because, met=None, broken_at=finding.start
        )
    if unclear is not None:
        because = {"value": unclear.what, "source": unclear.what}
        return replace(finding, verdict="unknown", reason=unclear.unknown_reason, because=because, met=None)
    return finding


def _checks(promise: Promise, moment: Moment) -> Iterator[Check]:
    demand, own = _demand(promise), cast(Event, moment.own)
    if demand.condition is not None:
        verdict = truth(moment.world.read(demand.condition, moment))
        yield Check(verdict, "condition_false", write_condition(demand.condition))
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
        return Check(None, "needed_missing", what, tuple(e.id for e, _ in past), unknown_reason="undecided")
    if _has_hole(promise, selector, moment):
        return Check(None, "needed_missing", what, unknown_reason="source_gap")
    return Check(False, "needed_missing", what)


def _has_hole(promise: Promise, selector: Selector, moment: Moment) -> bool:
    """Tell whether the subject's past is not wholly on record: a gap, or a life begun before a declared start."""
    reach = moment.world.reach_of(moment.world.sources_of([selector]) | frozenset(promise.sources))
    began = [life.start for life in lives_of(moment) if life.start <= moment.at]
    since = began[-1] if began else moment.at
    unrecorded = reach.complete_from is not None and since < reach.complete_from
    return unrecorded or reach.complete_until < moment.at or overlaps(reach.gaps, from_=since, until=moment.at)


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
