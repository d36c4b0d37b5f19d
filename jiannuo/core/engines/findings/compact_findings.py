"""Findings in few columns: what names them, the verdict with its reason, and the instants."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jiannuo.core.engines.findings.outcome_columns import roots_of
from jiannuo.core.judging.kernel.outcomes.outcomes import REASON_NAMES, VERDICTS, Outcomes
from jiannuo.core.judging.kernel.streams.tie_breaking import texts_of
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.values.compiled_clock import NONE

_NAME = pa.dictionary(pa.int8(), pa.string())
_INSTANT = pa.timestamp("us", "UTC")
_TIMES = ("start", "due", "met", "late_at", "broken_at", "ended_at")
SCHEMA = pa.schema(
    [
        pa.field("promise", pa.dictionary(pa.int32(), pa.string()), nullable=False),
        pa.field("subject", pa.list_(pa.field("item", pa.string(), nullable=False)), nullable=False),
        pa.field("member", pa.string()),
        pa.field("root", pa.string(), nullable=False),
        pa.field("verdict", _NAME, nullable=False),
        pa.field("reason", _NAME, nullable=False),
        *(pa.field(name, _INSTANT, nullable=name != "start") for name in _TIMES),
    ]
)
"""The columns of compact findings."""


def compact_batch(outcomes: Outcomes, world: World) -> "pa.RecordBatch":
    """Return the findings of a promise in columns of the schema above."""
    count = len(outcomes)
    promise = pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([outcomes.promise]))
    columns = [
        promise,
        _subjects(outcomes),
        pa.nulls(count, pa.string()) if outcomes.member is None else texts_of(outcomes.member),
        roots_of(outcomes, world),
        _named(outcomes.verdict, VERDICTS),
        _named(outcomes.reason, REASON_NAMES),
        *(_instants(getattr(outcomes, name)) for name in _TIMES),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def _subjects(outcomes: Outcomes) -> "pa.Array":
    """Return the key of each finding; of each stream it is written once."""
    streams, codes = np.unique(outcomes.stream, return_inverse=True)
    keys = outcomes.streams.keys
    listed = pa.array([list(keys[stream]) for stream in streams.tolist()], SCHEMA.field("subject").type)
    return listed.take(pa.array(codes))


def _named(codes: NDArray[np.int8], names: Sequence[str]) -> "pa.Array":
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(names))


def _instants(instants: NDArray[np.int64]) -> "pa.Array":
    return pa.array(instants, mask=instants == NONE).view(_INSTANT)
