"""The findings of the kernel beside those of the reference, for one verb: what differs, field by field.

Who answers and what was put to the test is decided for all verbs alike, after them; here promises say nothing of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from jiannuo.core.charters.charter import Charter
from jiannuo.core.judging.event import Log
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.kernel.outcomes.outcomes import WITHDRAWN, Outcomes
from jiannuo.core.judging.reference.judge import Judge
from jiannuo.core.plans.plan import plan_of

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


def _standing(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.verdict != "withdrawn"]


def _noted(undecided: Mapping[str, set[str]]) -> Undecided:
    return {promise: set(ids) for promise, ids in undecided.items() if ids}


def _by_identity(findings: list[Finding]) -> dict[object, Finding]:
    found = {finding.identity: finding for finding in findings}
    assert len(found) == len(findings), "an obligation has two findings"
    return found


def differences_without_grounds(charter: Charter, log: Log, *, as_of: int) -> list[str]:
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
