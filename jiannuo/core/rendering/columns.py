"""The columns of findings as arrays of numbers, ready to be counted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.statistics.fulfilment import CODED

ABSENT = np.iinfo(np.int64).min
"""Stands for an instant that is not there."""

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Labels:
    """A column of texts: the distinct texts, and for each row the number of its own (-1 for none)."""

    names: tuple[str, ...]
    codes: Whole


@dataclass(frozen=True, slots=True)
class Columns:
    """Findings column by column; instants and lengths in microseconds, `ABSENT` where there is none.

    `promise` is the number of the promise in the report, `verdict` a code of `statistics.fulfilment.CODED` or -1.
    `own` is the owner's verdict, the promise's where there is none; `shortfall` the whole length of the shortfalls of a state.
    """

    promise: Whole
    verdict: NDArray[np.int8]
    start: Whole
    due: Whole
    done: Whole
    shortfall: Whole
    reason: Labels
    owner: Labels
    own: NDArray[np.int8]

    @property
    def margin(self) -> Whole:
        """Return due less completion, `ABSENT` without both."""
        both = (self.due != ABSENT) & (self.done != ABSENT)
        return np.where(both, np.where(both, self.due, 0) - np.where(both, self.done, 0), ABSENT)

    def where(self, chosen: NDArray[np.bool_]) -> "Columns":
        """Return the chosen rows only."""
        return Columns(
            promise=self.promise[chosen],
            verdict=self.verdict[chosen],
            start=self.start[chosen],
            due=self.due[chosen],
            done=self.done[chosen],
            shortfall=self.shortfall[chosen],
            reason=Labels(self.reason.names, self.reason.codes[chosen]),
            owner=Labels(self.owner.names, self.owner.codes[chosen]),
            own=self.own[chosen],
        )


def read_columns(findings: pa.Table, *, promises: Sequence[str]) -> Columns:
    """Take the figures of findings out of a table that has a column for each field of a finding."""
    verdict, owned = (_labels(findings, name) for name in ("verdict", "owner_verdict"))
    codes = _matched(verdict, CODED)
    return Columns(
        promise=_matched(_labels(findings, "promise"), promises),
        verdict=codes.astype(np.int8),
        start=instants_of(findings, "start"),
        due=instants_of(findings, "due"),
        done=_first_present(instants_of(findings, "met"), instants_of(findings, "late_at")),
        shortfall=_shortfalls(findings),
        reason=_labels(findings, "reason"),
        owner=_labels(findings, "owner"),
        own=np.where(owned.codes < 0, codes, _matched(owned, CODED)).astype(np.int8),
    )


def _labels(findings: pa.Table, name: str) -> Labels:
    if name not in findings.column_names:
        return Labels((), np.full(findings.num_rows, -1, dtype=np.int64))
    column = findings.column(name).combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column.cast(pa.string()))
    codes = column.indices.cast(pa.int64()).fill_null(-1).to_numpy(zero_copy_only=False)
    return Labels(tuple(str(text) for text in column.dictionary.to_pylist()), codes)


def _matched(labels: Labels, names: Sequence[str]) -> Whole:
    """Turn codes of texts into places in `names`, -1 for a text that is not there."""
    places = {name: place for place, name in enumerate(names)}
    table = np.array([*(places.get(name, -1) for name in labels.names), -1], dtype=np.int64)
    return table[labels.codes]


def instants_of(findings: pa.Table, name: str) -> Whole:
    """Return a column of instants or lengths in microseconds, `ABSENT` where there is none."""
    if name not in findings.column_names:
        return np.full(findings.num_rows, ABSENT, dtype=np.int64)
    column = findings.column(name)
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz))
    return np.asarray(column.cast(pa.int64()).fill_null(int(ABSENT)).to_numpy(), dtype=np.int64)


def _first_present(first: Whole, second: Whole) -> Whole:
    return np.where(first != ABSENT, first, second)


def _shortfalls(findings: pa.Table) -> Whole:
    """Sum the lengths of each finding's intervals of kind `shortfall`; 0 where there is none."""
    total = np.zeros(findings.num_rows, dtype=np.int64)
    if "intervals" not in findings.column_names:
        return total
    column = findings.column("intervals").combine_chunks()
    inner, rows = pc.list_flatten(column), pc.list_parent_indices(column).to_numpy()
    if not len(inner):
        return total
    short = pc.equal(pc.struct_field(inner, "kind").cast(pa.string()), "shortfall").to_numpy(zero_copy_only=False)
    ends = [_field(inner, name) for name in ("from", "until")]
    np.add.at(total, rows[short], (ends[1] - ends[0])[short])
    return total


def _field(inner: pa.StructArray, name: str) -> Whole:
    names = {inner.type.field(place).name for place in range(inner.type.num_fields)}
    values = pc.struct_field(inner, name if name in names else f"{name}_")
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.timestamp("us", values.type.tz))
    return np.asarray(values.cast(pa.int64()).to_numpy(zero_copy_only=False), dtype=np.int64)
