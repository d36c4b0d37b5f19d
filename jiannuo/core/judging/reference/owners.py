"""Who answers for an obligation inside, at which instant, and who held it before (sections 3 and 5.12)."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from jiannuo.core.charters.charter import Promise
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.finding import Finding, Holder, Verdict
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.spans import overlaps


def owned(promise: Promise, finding: Finding, opened: Moment, *, until: int) -> Finding:
    """Return the finding with its owner, his own verdict, and all holders from the opening until an instant."""
    if promise.owner is None:
        return finding
    decided_at = opened.at if promise.owner_at == "opened" else _instant_of_verdict(finding, until)
    here = opened.here if decided_at == opened.at else None
    owner = _owner(promise.owner, replace(opened, at=decided_at, here=here))
    holders = tuple(_holders(promise.owner, opened, until))
    verdict, shown = _own_verdict(promise, finding, opened)
    evidence = tuple(dict.fromkeys((*finding.evidence, *(event.id for event in shown))))
    return replace(finding, owner=owner, owner_verdict=verdict, holders=holders, evidence=evidence)


def _instant_of_verdict(finding: Finding, until: int) -> int:
    for instant in (finding.broken_at, finding.met):
        if instant is not None:
            return max(instant, finding.start)
    return max(until, finding.start)


def _owner(name: str, moment: Moment) -> str | None:
    """Return the party an attribute of the subject or of the trigger names, if any; otherwise the word, a post or unit."""
    kind = moment.world.charter.subjects.get(moment.stream.kind or "")
    if kind is not None and name in kind.attributes:
        value = moment.attribute(kind.name, name)
        return None if value is None else str(value)
    trigger = moment.trigger
    declared = None if trigger is None else moment.world.charter.events.get(trigger.type)
    if trigger is None or declared is None or name not in declared.attributes:
        return name
    party = trigger.attributes.get(name)
    return None if party is None else str(party)


def _holders(name: str, opened: Moment, until: int) -> Iterator[Holder]:
    kind = opened.world.charter.subjects.get(opened.stream.kind or "")
    sources = kind.attributes.get(name, ()) if kind is not None else ()
    types = {source.event for source in sources}
    changes = [e.at for e in opened.stream.events if e.type in types and opened.at < e.at < until]
    previous: Holder | None = None
    for from_, to in pairwise([opened.at, *sorted(set(changes)), max(until, opened.at)]):
        owner = _owner(name, replace(opened, at=from_, here=opened.here if from_ == opened.at else None))
        if previous is not None and previous.owner == owner:
            previous = Holder(owner, previous.from_, to)
            continue
        if previous is not None:
            yield previous
        previous = Holder(owner, from_, to)
    if previous is not None:
        yield previous


def _own_verdict(promise: Promise, finding: Finding, opened: Moment) -> tuple[Verdict, list[Event]]:
    """Return the owner's verdict, and the events that show it: the first ground that clears him, or those that may.

    A breach is excused for him by a declared ground that came before it, and unknown where one may have.
    """
    if finding.verdict != "broken" or not promise.owner_excused_by:
        return finding.verdict, []
    until = opened.world.as_of if finding.broken_at is None else finding.broken_at
    grounds = opened.matching(promise.owner_excused_by)
    found = [(event, verdict) for event, verdict in grounds if opened.at <= event.at <= until]
    for event, verdict in found:
        if verdict:
            return "excused", [event]
    if found or _may_be_unrecorded(promise, opened, until=until):
        return "unknown", [event for event, _ in found]
    return "broken", []


def _may_be_unrecorded(promise: Promise, opened: Moment, *, until: int) -> bool:
    """Tell whether a ground that clears the owner may have happened without being on record."""
    sources = opened.world.sources_of(promise.owner_excused_by)
    gaps = opened.world.reach_of(sources).gaps
    return bool(opened.world.unreached(sources, until=until)) or overlaps(gaps, from_=opened.at, until=until)
