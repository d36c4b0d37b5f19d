"""What indicators observe of findings: those of one promise, with their measures and what was so at their opening."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter, Expect, Indicator, Never, Promise, Require
from jiannuo.core.charters.owner_figures import goes_by_owner
from jiannuo.core.expressions.column_values import LENGTHS
from jiannuo.core.expressions.syntax import Expression, Name, Selector
from jiannuo.core.judging.event_table import Column, Plain, Rows
from jiannuo.core.judging.kernel.figures.exact_values import exact_values, labels_of, numbers_of
from jiannuo.core.judging.kernel.figures.observed_events import dimension_at
from jiannuo.core.judging.kernel.reading.combinations import evaluated, leaves_of
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE, Truths, truths_of
from jiannuo.core.statistics.observations import Observations

_KEPT = ["promise", "subject", "member", "root", "verdict", "reason", "start", "due", "met", "late_at", "broken_at"]
_KEPT += ["margin_us", "reached", "wanted", "owner", "owner_verdict"]
_WITHOUT_VERDICT = pa.array(["lapsed", "withdrawn"])


@dataclass(slots=True)
class FindingStore:
    """Keeps of the findings that go by what the indicators of a charter need."""

    charter: Charter
    batches: list[pa.RecordBatch] = field(default_factory=list)

    @property
    def wanted(self) -> pa.Array:
        """Return the promises whose findings are needed."""
        named = {each.promise for each in self.charter.indicators.values() if each.promise is not None}
        return pa.array(sorted(named), pa.string())

    def keep(self, batch: pa.RecordBatch) -> None:
        """Keep what is needed of findings, in columns of findings.parquet."""
        wanted = self.wanted
        if not len(wanted):
            return
        is_wanted = pc.is_in(batch.column("promise").cast(pa.string()), wanted)
        is_judged = pc.invert(pc.is_in(batch.column("verdict").cast(pa.string()), _WITHOUT_VERDICT))
        self.batches.append(batch.select(_KEPT).filter(pc.and_(is_wanted, is_judged)))

    def of(self, promise: str) -> pa.Table:
        """Return the findings of a promise that have a verdict."""
        found = pa.Table.from_batches([_plain(batch) for batch in self.batches], _PLAIN) if self.batches else None
        return _PLAIN.empty_table() if found is None else found.filter(pc.equal(found["promise"], promise))


_TEXTS = ("promise", "member", "root", "verdict", "reason", "owner", "owner_verdict")
_INSTANTS = ("start", "due", "met", "late_at", "broken_at")
_PLAIN = pa.schema(
    [
        *(pa.field(name, pa.string()) for name in _TEXTS),
        *(pa.field(name, pa.timestamp("us", "UTC")) for name in _INSTANTS),
        *(pa.field(name, pa.int64()) for name in ("margin_us", "reached", "wanted")),
        pa.field("subject", pa.list_(pa.string())),
    ]
)


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([batch.column(each.name).cast(each.type) for each in _PLAIN], schema=_PLAIN)


def observe_findings(indicator: Indicator, findings: FindingStore, reader: Reader) -> list[Observations]:
    """Return what an indicator over findings observes."""
    promise = reader.charter.promises[indicator.promise or ""]
    seen = _Seen(promise, findings.of(promise.id), reader)
    truths = np.full(len(seen.sites), TRUE, np.int8)
    parts: Truths | None = None
    if indicator.kind == "kept_rate":
        parts, is_counted = seen.kept(by_owner=goes_by_owner(indicator))
        truths[~is_counted] = FALSE
    if indicator.where is not None:
        own = seen.truths(indicator.where)
        truths = np.where(truths == FALSE, FALSE, own).astype(np.int8)
    if indicator.part is not None:
        parts = seen.truths(indicator.part)
    kept = np.flatnonzero(truths != FALSE)
    amounts = present = units = keys = None
    if indicator.measured is not None:
        amounts, present, units = exact_values(seen.measure(indicator.measured.attribute).taken(kept))
    if indicator.distinct is not None:
        keys = numbers_of(seen.read(indicator.distinct).taken(kept))
    by = tuple(labels_of(seen.dimension(name).taken(kept)) for name in indicator.by)
    parts = None if parts is None else parts[kept]
    return [Observations(seen.sites.at[kept], truths[kept] == TRUE, by, parts, amounts, present, units, keys)]


class _Seen:
    """The findings of a promise with the positions at which they opened."""

    def __init__(self, promise: Promise, findings: pa.Table, reader: Reader) -> None:
        self.promise, self.findings, self.reader = promise, findings, reader
        self.sites = _opened(promise, findings, reader)

    def kept(self, *, by_owner: bool) -> tuple[Truths, NDArray[np.bool_]]:
        """Return whether each was kept (by its owner), unknown where that is unknown, and which count at all."""
        codes = {"kept": 1, "broken": 0, "unknown": -1}
        own, of_promise = self.findings["owner_verdict"], self.findings["verdict"]
        verdicts = (pc.coalesce(own, of_promise) if by_owner else of_promise).to_pylist()
        parts = np.array([codes.get(verdict, -1) for verdict in verdicts], np.int8)
        return parts, np.array([verdict in codes for verdict in verdicts], np.bool_)

    def truths(self, condition: Expression) -> Truths:
        """Return the truth of a condition on each finding."""
        return truths_of(self.read(condition))

    def read(self, expression: Expression) -> Column:
        """Return the value of an expression for each finding: `finding.x` is its own, the rest as at the opening."""
        if isinstance(expression, Name):
            return self._named(expression)
        leaves = {
            key: self._named(leaf) if isinstance(leaf, Name) else self.reader.read(leaf, self.sites)
            for key, leaf in leaves_of(expression).items()
        }
        return evaluated(expression, leaves, len(self.sites), self.reader.world.zone, {})

    def _named(self, name: Name) -> Column:
        return self.measure(name.parts[1]) if name.parts[0] == "finding" else self.reader.named(name, self.sites)

    def dimension(self, name: Name) -> Column:
        """Return what figures are broken down by."""
        return (
            self.measure(name.parts[1]) if name.parts[0] == "finding" else dimension_at(name, self.sites, self.reader)
        )

    def measure(self, name: str) -> Column:
        """Return what a finding says of itself; lengths of time are elapsed, from the opening on or to the due time."""
        make = _LENGTHS.get(name)
        found = self.findings[name].combine_chunks() if make is None else make(self.findings).cast(LENGTHS)
        return Plain(found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found)


def _micros(findings: pa.Table, name: str) -> pa.ChunkedArray:
    return findings[name].cast(pa.int64())


def _took(findings: pa.Table) -> pa.ChunkedArray:
    done = pc.coalesce(_micros(findings, "met"), _micros(findings, "late_at"))
    return pc.subtract(done, _micros(findings, "start"))


def _late(findings: pa.Table) -> pa.ChunkedArray:
    return pc.max_element_wise(pc.negate(findings["margin_us"]), 0, skip_nulls=False)


_LENGTHS: Mapping[str, Callable[[pa.Table], pa.ChunkedArray]] = {
    "took": _took,
    "margin": lambda findings: findings["margin_us"],
    "late": _late,
}


# Where findings opened.


def _opened(promise: Promise, findings: pa.Table, reader: Reader) -> Sites:
    streams = reader.world.streams(promise.of)
    keys = (tuple(key) for key in findings["subject"].to_pylist())
    stream = np.array([streams.numbers[key] for key in keys], np.int64)
    at = np.asarray(_micros(findings, "start"), dtype=np.int64)
    rows = _triggers(promise, findings, reader)
    own = None if (rows < 0).all() else rows
    for_each = getattr(promise.demand, "for_each", None)
    member = None
    if for_each is not None:
        kind = reader.charter.subjects.get(for_each.kind or "")
        member = (
            kind.id[0] if kind is not None else for_each.attribute or "",
            Plain(findings["member"].combine_chunks()),
        )
    return Sites(streams, stream, at, own=own, here=own, trigger=own, member=member)


def _triggers(promise: Promise, findings: pa.Table, reader: Reader) -> Rows:
    """Return the row of the event that opened each finding as it is known now, -1 where none did."""
    world = reader.world
    types = dict.fromkeys(selector.event for selector in _openers(promise, reader.charter))
    listed = [world.rows_of_type(name) for name in types]
    rows = np.concatenate([np.empty(0, np.int64), *listed])
    roots = world.known.root[rows]
    ids = world.table.ids.taken(roots).objects().tolist()
    row_of = dict(zip(map(str, ids), rows.tolist(), strict=True))
    return np.array([row_of.get(root, -1) for root in findings["root"].to_pylist()], np.int64)


def _openers(promise: Promise, charter: Charter) -> Iterable[Selector]:
    match promise.demand:
        case Expect(after=after, reopened_by=again):
            return (*after, *again)
        case Never(from_=from_) if from_:
            return from_
        case Never() if promise.kind is not None:
            return charter.subjects[promise.kind].begins
        case Require(at=at):
            return at
        case _:
            return ()
