"""Findings kept while they go by, as far as figures that are judged are made of them."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from jiannuo.core.charters.charter import Charter, Reach
from jiannuo.core.judging.kernel.figures.observed_findings import FindingStore
from jiannuo.core.judging.kernel.outcomes.outcomes import REASON_NAMES, VERDICTS, Outcomes, root_text
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.statistics.formulas import names_in
from jiannuo.core.values.compiled_clock import NONE

_INSTANTS = ("start", "due", "met", "late_at", "broken_at")
_TIME = pa.timestamp("us", "UTC")


class JudgedFindings:
    """Keeps the findings of the promises whose figures a `reach` is about."""

    def __init__(self, world: World) -> None:
        self._world, self.store = world, FindingStore(world.charter)
        self._wanted = frozenset(_promises_of_figures(world.charter))

    def note(self, outcomes: Outcomes) -> None:
        """Keep findings if they are needed."""
        if outcomes.promise in self._wanted:
            self.store.keep(_batch(outcomes, self._world))


def _promises_of_figures(charter: Charter) -> Iterator[str]:
    waiting = [p.demand.indicator for p in charter.promises.values() if isinstance(p.demand, Reach)]
    while waiting:
        indicator = charter.indicators[waiting.pop()]
        if indicator.promise is not None:
            yield indicator.promise
        if indicator.formula is not None:
            waiting += [name.dotted for name in names_in(indicator.formula) if name.dotted in charter.indicators]


def _batch(outcomes: Outcomes, world: World) -> pa.RecordBatch:
    """Return findings as columns with the names of findings.parquet."""
    places, member = range(len(outcomes)), outcomes.member
    keys = outcomes.streams.keys
    verb = world.charter.promises[outcomes.promise].verb
    columns = {
        "promise": pa.array([outcomes.promise] * len(outcomes), pa.string()),
        "subject": pa.array([list(keys[number]) for number in outcomes.stream.tolist()], pa.list_(pa.string())),
        "member": pa.array(
            [None if member is None or (value := member.at(place)) is None else str(value) for place in places],
            pa.string(),
        ),
        "root": pa.array([root_text(outcomes, place, world) for place in places], pa.string()),
        "verdict": pa.array([VERDICTS[code] for code in outcomes.verdict.tolist()], pa.string()),
        "reason": pa.array([REASON_NAMES[code] for code in outcomes.reason.tolist()], pa.string()),
        **{name: _numbers(getattr(outcomes, name)).cast(_TIME) for name in _INSTANTS},
        "margin_us": _margins(outcomes) if verb == "expect" else pa.nulls(len(outcomes), pa.int64()),
        "reached": _numbers(outcomes.reached),
        "wanted": _numbers(outcomes.wanted),
        "owner": pa.array([None] * len(outcomes) if outcomes.owner is None else outcomes.owner.tolist(), pa.string()),
        "owner_verdict": _own_verdicts(outcomes),
    }
    return pa.RecordBatch.from_pydict(columns)


def _own_verdicts(outcomes: Outcomes) -> pa.Array:
    own = outcomes.owner_verdict
    return pa.nulls(len(outcomes), pa.string()) if own is None else pa.array([VERDICTS[code] for code in own.tolist()])


def _numbers(values: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:
    return pa.array(values, pa.int64(), mask=values == NONE)


def _margins(outcomes: Outcomes) -> pa.Array:
    """Return due less completion, nothing without both."""
    done = np.where(outcomes.met != NONE, outcomes.met, outcomes.late_at)
    absent = (outcomes.due == NONE) | (done == NONE)
    return pa.array(np.where(absent, 0, outcomes.due - done), pa.int64(), mask=absent)
