"""Merged and split subjects (5.11): the survivor keeps what opened first, the child inherits opening and pauses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from jiannuo.core.judging.event import Event
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.ordering import scan_key
from jiannuo.core.judging.reference.spans import FOREVER

Key = tuple[str, ...]
MERGED, SPLIT = "subject_merged", "subject_split"


@dataclass(frozen=True, slots=True)
class Kinship:
    """At `at`, the events of `source` begin (merge) or end (split) to be those of `other` as well."""

    event: Event
    key: Key
    other: Key

    @property
    def is_merger(self) -> bool:
        """Tell a merger from a split."""
        return self.event.type == MERGED


def kinships(grouped: Mapping[Key, Iterable[Event]]) -> list[Kinship]:
    """Return the mergers and splits of subjects that have one attribute as their id, in scan order."""
    found = []
    for key, events in grouped.items():
        for event in events:
            other = event.attributes.get("into" if event.type == MERGED else "from")
            if event.type in (MERGED, SPLIT) and other is not None and len(key) == 1:
                found.append(Kinship(event, key, (str(other),)))
    return sorted(found, key=lambda kinship: scan_key(kinship.event))


def with_kin(grouped: dict[Key, tuple[Event, ...]]) -> dict[Key, tuple[Event, ...]]:
    """Add to a merged subject what later happens to its survivor, and to a child what happened to its parent before."""
    extended = dict(grouped)
    for kin in kinships(grouped):
        at = kin.event.at
        theirs = extended.get(kin.other, ())
        shared = [e for e in theirs if (e.at > at if kin.is_merger else e.at <= at)]
        events = {event.id: event for event in (*extended.get(kin.key, ()), *shared)}
        extended[kin.key] = tuple(sorted(events.values(), key=scan_key))
    return extended


def settled(findings: list[Finding], kin: Iterable[Kinship]) -> list[Finding]:
    """Return a promise's findings after its mergers and splits."""
    for one in kin:
        findings = _after_merger(findings, one) if one.is_merger else _after_split(findings, one)
    return findings


def _after_merger(findings: list[Finding], kin: Kinship) -> list[Finding]:
    """Keep on one side only, the one that opened first, what was open on both; the other side is excused."""
    at = kin.event.at
    findings = [f for f in findings if f.subject != kin.key or f.start <= at]
    sides = [[f for f in findings if f.subject == key and _is_open(f, at)] for key in (kin.key, kin.other)]
    if not all(sides):
        return findings
    first = [min(f.start for f in side) for side in sides]
    loser = kin.key if first[1] <= first[0] else kin.other
    return [_merged(f, kin.event) if f.subject == loser and _is_open(f, at) else f for f in findings]


def _after_split(findings: list[Finding], kin: Kinship) -> list[Finding]:
    """Let the child have, of what opened before the split, only what was still open."""
    at = kin.event.at
    return [f for f in findings if f.subject != kin.key or f.start > at or _is_open(f, at)]


def _is_open(finding: Finding, at: int) -> bool:
    ended = [t for t in (finding.met, finding.broken_at, finding.ended_at) if t is not None]
    return finding.start <= at < min(ended, default=FOREVER)


def _merged(finding: Finding, merger: Event) -> Finding:
    return replace(
        finding,
        verdict="excused",
        reason="merged",
        met=None,
        late_at=None,
        broken_at=None,
        ended_at=merger.at,
        evidence=(*finding.evidence, merger.id),
    )
