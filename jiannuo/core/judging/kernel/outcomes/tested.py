"""`tested if`: a verdict that nothing put to the test is unknown (section 3 of the language)."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Promise
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.judging.kernel.outcomes.opened import opened_sites, over_states
from jiannuo.core.judging.kernel.outcomes.outcomes import BROKEN, KEPT, REASON, UNKNOWN, Outcomes
from jiannuo.core.judging.kernel.reading.missing import words_missing
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.truths import TRUE
from jiannuo.core.judging.kernel.streams.truths import UNKNOWN as UNDECIDED
from jiannuo.core.values.compiled_clock import NONE


def tested(promise: Promise, outcomes: Outcomes, reader: Reader) -> Outcomes:
    """Return the findings, those that are kept or broken and were not tested as unknown.

    The condition is read at the instant of the verdict with everything of that instant.
    """
    verdict = outcomes.verdict
    at = np.where(verdict == KEPT, outcomes.met, np.where(verdict == BROKEN, outcomes.broken_at, NONE))
    places = np.flatnonzero(at != NONE)
    if promise.tested_if is None or not len(places):
        return outcomes
    sites = over_states(opened_sites(reader.charter, promise, outcomes).some(places), at[places])
    truths = reader.truths(promise.tested_if, sites)
    because: NDArray[np.object_] = np.full(len(outcomes), None, np.object_)
    if outcomes.because is not None:
        because[:] = outcomes.because
    failed, lacking = np.flatnonzero(truths != TRUE), np.flatnonzero(truths == UNDECIDED)
    because[places[failed]] = write_condition(promise.tested_if)
    because[places[lacking]] = words_missing(reader, promise.tested_if, sites.some(lacking))
    return _unknown(replace(outcomes, because=because), places[failed], places[lacking], at)


def _unknown(outcomes: Outcomes, failed: Numbers, lacking: Numbers, at: Numbers) -> Outcomes:
    verdict, reason = outcomes.verdict.copy(), outcomes.reason.copy()
    owner_verdict = None if outcomes.owner_verdict is None else outcomes.owner_verdict.copy()
    met, late_at, broken_at, ended_at = (
        column.copy() for column in (outcomes.met, outcomes.late_at, outcomes.broken_at, outcomes.ended_at)
    )
    verdict[failed], reason[failed], reason[lacking] = UNKNOWN, REASON["not_tested"], REASON["value_missing"]
    met[failed], late_at[failed], broken_at[failed], ended_at[failed] = NONE, NONE, NONE, at[failed]
    if owner_verdict is not None:
        owner_verdict[failed] = UNKNOWN
    return replace(
        outcomes, verdict=verdict, reason=reason, met=met, late_at=late_at, broken_at=broken_at, ended_at=ended_at,
        owner_verdict=owner_verdict,
    )  # fmt: skip
