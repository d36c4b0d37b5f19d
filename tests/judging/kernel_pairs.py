"""The findings of the kernel beside those of the reference, for one verb: what differs, field by field.

Who answers and what was put to the test is decided for all verbs alike, after them; here promises say nothing of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jiannuo.core.charters.charter import Charter
from jiannuo.core.judging.event import Log
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.kernel.outcomes.outcomes import WITHDRAWN, Outcomes
from jiannuo.core.judging.reference.judge import Judge
from jiannuo.core.plans.plan import plan_of
from tests.judging.delivery_worlds import delivery_of
from tests.judging.worlds import world_of

WORLDS, DELIVERIES = range(200), range(100)
"""Without those about signals, which the judge tells of before it comes to the verbs."""
Undecided = dict[str, set[str]]


@dataclass(frozen=True)
class Pair:
    """What the reference and the kernel say of one log: their findings, and the triggers that they left undecided."""

    expected: tuple[list[Finding], Undecided]
    found: tuple[list[Finding], Undecided]

    @property
    def differences(self) -> list[tuple[Finding | None, Finding | None]]:
        """Return the findings that differ: (expected, found), None for one that is not there."""
        ours, theirs = _by_identity(self.expected[0]), _by_identity(self.found[0])
        pairs = ((ours.get(name), theirs.get(name)) for name in dict.fromkeys([*ours, *theirs]))
        return [pair for pair in pairs if pair[0] != pair[1]]


def only(charter: Charter, verb: str) -> Charter:
    """Return a charter with its promises of one verb, without owners and without what must be put to the test."""
    promises = {
        name: replace(promise, owner=None, tested_if=None)
        for name, promise in charter.promises.items()
        if promise.verb == verb
    }
    return replace(charter, promises=promises)


def pair_of(charter: Charter, log: Log, *, as_of: int, known_to: int | None = None) -> Pair:
    """Judge a log by the reference and by the kernel."""
    judge = Judge(charter, log, as_of=as_of, known_to=known_to)
    expected = _standing(judge.findings())
    table = table_of(log.events)
    judging = Kernel(plan_of(charter)).judging(table, log.reach, as_of=as_of, known_to=known_to)
    found = _standing(judging.findings())
    return Pair((expected, _noted(judge.undecided_triggers)), (found, _noted(judging.undecided_triggers)))


def reasons_in_worlds(verb: str, folder: Path) -> Counter[str]:
    """Hold the kernel to the reference on the random worlds, and count the reasons that are given there."""
    reasons: Counter[str] = Counter()
    for seed in WORLDS:
        world = world_of(seed, folder)
        pair = pair_of(only(world.charter, verb), world.log, as_of=world.as_of)
        _check_equal(pair, f"world {seed}")
        reasons.update(finding.reason for finding in pair.expected[0])
    return reasons


def found_in_deliveries(charter: Charter) -> Iterator[Pair]:
    """Hold the kernel to the reference on the random deliveries, and yield what is found in each."""
    for seed in DELIVERIES:
        delivery = delivery_of(seed, tuple(charter.promises))
        pair = pair_of(charter, delivery.log, as_of=delivery.as_of)
        _check_equal(pair, f"delivery {seed}")
        yield pair


def _check_equal(pair: Pair, where: str) -> None:
    assert pair.differences == [], where
    assert pair.found[1] == pair.expected[1], where


def _standing(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.verdict != "withdrawn"]


def _noted(undecided: Mapping[str, set[str]]) -> Undecided:
    return {promise: set(ids) for promise, ids in undecided.items() if ids}


def _by_identity(findings: list[Finding]) -> dict[object, Finding]:
    found = {finding.identity: finding for finding in findings}
    assert len(found) == len(findings), "an obligation has two findings"
    return found


def check_verdicts_without_grounds(charter: Charter) -> None:
    """Hold the verdicts that the kernel gives without grounds to those with them, on some of the deliveries."""
    for seed in DELIVERIES[:10]:
        delivery = delivery_of(seed, tuple(charter.promises))
        assert _differences_without_grounds(charter, delivery.log, as_of=delivery.as_of) == [], f"delivery {seed}"


def _differences_without_grounds(charter: Charter, log: Log, *, as_of: int) -> list[str]:
    """Return the promises whose verdicts the kernel tells otherwise when it is not asked for grounds."""
    kernel, table = Kernel(plan_of(charter)), table_of(log.events)
    judged = (kernel.judge(table, log.reach, as_of=as_of, full=full) for full in (True, False))
    whole, bare = ([each for each in found if (each.verdict != WITHDRAWN).all()] for found in judged)
    assert [outcomes.promise for outcomes in whole] == [outcomes.promise for outcomes in bare]
    assert all(outcomes.grounds is None for outcomes in bare)
    return [one.promise for one, other in zip(whole, bare, strict=True) if _columns(one) != _columns(other)]


def _columns(outcomes: Outcomes) -> list[object]:
    names = ("stream", "trigger", "root", "period", "verdict", "reason", "start", "due", "met", "broken_at", "ended_at")
    return [getattr(outcomes, name).tolist() for name in (*names, "reached")]
