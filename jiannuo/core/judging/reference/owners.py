"""Who answers for an obligation inside, at which instant, and who held it before (sections 3 and 5.12)."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from jiannuo.core.charters.charter import Promise
from jiannuo.core.judging.finding import Finding, Holder, Verdict
from jiannuo.core.judging.reference.moments import Moment


def owned(promise: Promise, finding: Finding, opened: Moment, *, until: int) -> Finding:
    """Return the finding with its owner, his own verdict, and all holders from the opening until an instant."""
    if promise.owner is None:
        return finding
    decided_at = opened.at if promise.owner_at == "opened" else _instant_of_verdict(finding, until)
    here = opened.here if decided_at == opened.at else None
    owner = _owner(promise.owner, replace(opened, at=decided_at, here=here))
    holders = tuple(_holders(promise.owner, opened, until))
    return replace(finding, owner=owner, owner_verdict=_own_verdict(promise, finding, opened), holders=holders)


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


def _own_verdict(promise: Promise, finding: Finding, opened: Moment) -> Verdict:
    """Return the owner's verdict: a breach is excused for him by a declared ground that came before it."""
    if finding.verdict != "broken" or not promise.owner_excused_by:
        return finding.verdict
    cleared = [
        event
        for event, verdict in opened.matching(promise.owner_excused_by)
        if verdict and opened.at <= event.at <= (finding.broken_at or opened.world.as_of)
    ]
    return "excused" if cleared else finding.verdict
