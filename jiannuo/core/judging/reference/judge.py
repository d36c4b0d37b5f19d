"""The reference judge: findings = f(charter, events known to `known_to`, `as_of`) — law 1 of the design.

It is written to be read as the specification: one module per verb (`expecting`, `forbidding`, `requiring`, `holding`,
`reaching`), one per question they share (`openings`, `progress`, `deadlines`, `clocks`, `endings`, `owners`, `lives`,
`states`, `observing`, `figuring`, `recorded`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from jiannuo.core.charters.charter import Charter, Promise
from jiannuo.core.judging.event import Event, Log
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.expecting import judge_expect
from jiannuo.core.judging.reference.figuring import figure
from jiannuo.core.judging.reference.forbidding import judge_never
from jiannuo.core.judging.reference.holding import judge_hold
from jiannuo.core.judging.reference.kinship import kinships, settled
from jiannuo.core.judging.reference.moments import Answer, Moment
from jiannuo.core.judging.reference.reaching import judge_reach
from jiannuo.core.judging.reference.requiring import judge_require
from jiannuo.core.judging.reference.signals import with_signals
from jiannuo.core.judging.reference.states import level, lowest, members
from jiannuo.core.judging.reference.tables import lookup, overlap
from jiannuo.core.judging.reference.world import Key, Stream, World, key_of

Progress = Callable[[int, int], None]
"""Called with how many subjects are done and how many there are."""

_VERBS: Mapping[str, Callable[[Promise, Moment], Iterator[Finding]]] = {
    "expect": judge_expect,
    "never": judge_never,
    "require": judge_require,
    "hold": judge_hold,
}
_ANSWERS: Mapping[str, Answer] = {
    "in_force": level,
    "level": level,
    "lowest": lowest,
    "members": members,
    "lookup": lookup,
    "overlap": overlap,
    "figure": figure,
}


class Judge:
    """Judges one log by one charter, as of an instant; what it noticed beside the findings stays with it."""

    def __init__(self, charter: Charter, log: Log, *, as_of: int, known_to: int | None = None) -> None:
        self._log = log
        self._world = with_signals(World(charter, log, as_of=as_of, known_to=known_to), _ANSWERS)

    @property
    def undecided_triggers(self) -> Mapping[str, set[str]]:
        """Return, per promise, the ids of the events that opened nothing because a condition on them is unknown."""
        return self._world.undecided

    def findings(self, progress: Progress | None = None) -> Iterator[Finding]:
        """Yield a finding for every obligation: promise by promise, subject by subject, in the order of opening.

        Those about figures, which may be made of the findings on others, come last.
        """
        promises = [promise for promise in self._world.charter.promises.values() if promise.verb != "reach"]
        total, done = sum(len(self._world.keys(promise.of)) for promise in promises), 0
        kept: list[Finding] = []
        wanted = {indicator.promise for indicator in self._world.charter.indicators.values()}
        for promise in promises:
            for findings in _by_kin(promise, self._world):
                yield from findings
                kept += findings if promise.id in wanted else ()
                done += 1
                if progress is not None:
                    progress(done, total)
            yield from _withdrawn(promise, self._world, self._log)
        yield from _figures(kept, self._world)


def judge_log(charter: Charter, log: Log, *, as_of: int, known_to: int | None = None) -> Iterator[Finding]:
    """Yield the findings of a log: what the clock says is `as_of`, what is on record is known up to `known_to`.

    Both are microseconds UTC; `known_to` None means all of the record. Neither the order nor the batching of the events
    changes the result.
    """
    return Judge(charter, log, as_of=as_of, known_to=known_to).findings()


def _figures(findings: list[Finding], world: World) -> Iterator[Finding]:
    """Yield the findings about figures, which are made of events, or of these findings."""
    nowhere = Moment(world, Stream((), (), None, ()), world.as_of, _ANSWERS)
    for promise in world.charter.promises.values():
        if promise.verb == "reach":
            yield from judge_reach(promise, nowhere, findings)


def _by_kin(promise: Promise, world: World) -> Iterator[list[Finding]]:
    """Yield the findings of each subject; where subjects were merged or split, of all of them together."""
    kin = world.remembered(("kin", promise.of), lambda: kinships(world.keys(promise.of)))
    if not kin:
        for key in world.keys(promise.of):
            yield list(_judge_key(promise, world, key))
        return
    yield settled([finding for key in world.keys(promise.of) for finding in _judge_key(promise, world, key)], kin)


def _judge_key(promise: Promise, world: World, key: Key) -> Iterator[Finding]:
    moment = Moment(world, world.stream(promise.of, key), world.as_of, _ANSWERS)
    findings = [_with_causes(finding, world) for finding in _VERBS[promise.verb](promise, moment)]
    findings.sort(key=lambda finding: (finding.start, finding.root, finding.member or ""))
    return iter(findings)


def _with_causes(finding: Finding, world: World) -> Finding:
    """Put behind each signal of the evidence the event that gave it."""
    if not world.causes:
        return finding
    evidence = (id_ for shown in finding.evidence for id_ in dict.fromkeys((shown, world.cause_of(shown))))
    return replace(finding, evidence=tuple(dict.fromkeys(evidence)))


# What was corrected away (5.14): an obligation whose trigger no longer opens it is withdrawn, never forgotten.


def _withdrawn(promise: Promise, world: World, log: Log) -> Iterator[Finding]:
    """Yield the obligations that a corrected trigger opened, before a correction was known, and opens no more."""
    versions = world.remembered(("versions", promise.of), lambda: _versions(promise.of, world, log))
    for root, chain in sorted(world.corrections.items()):
        for key in _keys_of(chain, promise.of):
            now = {finding.identity for finding in _judge_key(promise, world, key)}
            for length in range(1, len(chain)):
                at = max(event.recorded_at for event in chain[-length - 1 :])
                subject = replace(log, events=_known_before(at, chain, length, versions[key]))
                earlier = with_signals(World(world.charter, subject, as_of=world.as_of), _ANSWERS)
                for finding in _judge_key(promise, earlier, key):
                    if earlier.cause_of(finding.root) == root and finding.identity not in now:
                        now.add(finding.identity)
                        yield _without_verdict(finding, at)


def _known_before(at: int, chain: tuple[Event, ...], length: int, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return what was known while only the first links of a chain were.

    Where a log does not say when a correction was recorded, it stands at the instant of the deed or earlier: it came
    after what it corrects all the same.
    """
    earlier, later = chain[-length:], chain[:-length]
    return tuple(event for event in events if event in earlier or (event not in later and event.recorded_at < at))


def _versions(of: tuple[str, ...], world: World, log: Log) -> dict[Key, tuple[Event, ...]]:
    """Return all that was ever recorded of each subject, also retractions, which need not carry its key."""
    grouped: dict[Key, dict[str, Event]] = {}
    for event in log.events:
        key = key_of(event, of)
        if key is not None:
            grouped.setdefault(key, {})[event.id] = event
    for chain in world.corrections.values():
        for key in _keys_of(chain, of):
            grouped[key].update({event.id: event for event in chain})
    return {key: tuple(events.values()) for key, events in grouped.items()}


def _keys_of(chain: Iterable[Event], of: tuple[str, ...]) -> list[Key]:
    return sorted({key for event in chain if (key := key_of(event, of)) is not None})


def _without_verdict(finding: Finding, at: int) -> Finding:
    return Finding(
        promise=finding.promise,
        subject=finding.subject,
        root=finding.root,
        member=finding.member,
        verdict="withdrawn",
        reason="trigger_corrected",
        start=finding.start,
        ended_at=at,
        evidence=finding.evidence,
        edition=finding.edition,
    )
