"""`tested if`: a verdict that nothing put to the test is unknown (section 3 of the language)."""

from dataclasses import replace

from jiannuo.core.charters.charter import Promise
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.missing import missing_in
from jiannuo.core.judging.reference.moments import Moment, truth


def tested(promise: Promise, finding: Finding, opened: Moment) -> Finding:
    """Return a finding that is kept or broken as it is if it was tested, else as unknown.

    The condition is read at the instant of the verdict with everything of that instant; bare names are those of the
    subject or of the key, as under `hold`.
    """
    at = {"kept": finding.met, "broken": finding.broken_at}.get(finding.verdict)
    if promise.tested_if is None or at is None:
        return finding
    there = replace(opened, at=at, own=None, here=None)
    verdict = truth(there.world.read(promise.tested_if, there))
    if verdict:
        return finding
    reason, because = "not_tested", {"what": there.world.written(promise.tested_if)}
    if verdict is None:
        reason, because = "value_missing", {"value": missing_in(promise.tested_if, there)}
    return replace(
        finding,
        verdict="unknown",
        reason=reason,
        because=because,
        met=None,
        late_at=None,
        broken_at=None,
        ended_at=at,
        owner_verdict=None if finding.owner_verdict is None else "unknown",
    )
