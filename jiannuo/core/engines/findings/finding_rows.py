"""Findings as rows, one by one, made into columns of findings.parquet."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TypeVar

import pyarrow as pa

from jiannuo.core.engines.findings.findings_schema import HOLDER, INSTANT, INTERVAL, SCHEMA
from jiannuo.core.judging.finding import Finding, Holder, Interval

BATCH = 20_000
"""How many findings are made into columns together."""

Cell = TypeVar("Cell")


def batches_of(
    findings: Iterable[Finding], *, verbs: Mapping[str, str], engine_version: str, size: int = BATCH
) -> Iterator[pa.RecordBatch]:
    """Yield findings in columns, so many at a time; `verbs` gives the verb of each promise."""
    rest = iter(findings)
    while waiting := list(islice(rest, size)):
        yield pa.RecordBatch.from_arrays(_columns(waiting, verbs, engine_version), schema=SCHEMA)


def _columns(findings: Sequence[Finding], verbs: Mapping[str, str], engine_version: str) -> list[pa.Array]:
    verb_of = [verbs[finding.promise] for finding in findings]
    columns: dict[str, pa.Array] = {
        "verb": _names(verb_of),
        "because": pa.array([list(f.because.items()) for f in findings], SCHEMA.field("because").type),
        "margin_us": pa.array(
            [f.margin if verb == "expect" else None for f, verb in zip(findings, verb_of, strict=True)], pa.int64()
        ),
        "intervals": _intervals([finding.intervals for finding in findings]),
        "holders": _holders([finding.holders for finding in findings]),
        "covered_us": pa.array([f.coverage[0] if f.coverage else None for f in findings], pa.int64()),
        "demanded_us": pa.array([f.coverage[1] if f.coverage else None for f in findings], pa.int64()),
        "engine_version": _names([engine_version] * len(findings)),
    }
    return [columns[field.name] if field.name in columns else _plain(findings, field) for field in SCHEMA]


def _plain(findings: Sequence[Finding], field: pa.Field) -> pa.Array:
    values = [getattr(finding, field.name) for finding in findings]
    return _names(values) if pa.types.is_dictionary(field.type) else pa.array(values, field.type)


def _names(values: Sequence[str | None]) -> pa.Array:
    return pa.array(values, pa.string()).dictionary_encode()


def _lists(values: Sequence[Sequence[Cell]], type_: pa.ListType, fields: Callable[[list[Cell]], pa.Array]) -> pa.Array:
    """Return an array of lists: the offsets of each, and the array that `fields` makes of all their items."""
    offsets = [0]
    for value in values:
        offsets.append(offsets[-1] + len(value))
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), fields(list(chain.from_iterable(values))), type=type_
    )


def _intervals(values: Sequence[tuple[Interval, ...]]) -> pa.Array:
    def fields(items: list[Interval]) -> pa.Array:
        arrays = [
            pa.array([item.kind for item in items], pa.string()),
            pa.array([item.from_ for item in items], INSTANT),
            pa.array([item.until for item in items], INSTANT),
            pa.array([item.cause for item in items], pa.string()),
        ]
        return pa.StructArray.from_arrays(arrays, fields=list(INTERVAL))

    return _lists(values, SCHEMA.field("intervals").type, fields)


def _holders(values: Sequence[tuple[Holder, ...]]) -> pa.Array:
    def fields(items: list[Holder]) -> pa.Array:
        arrays = [
            pa.array([item.owner for item in items], pa.string()),
            pa.array([item.from_ for item in items], INSTANT),
            pa.array([item.until for item in items], INSTANT),
        ]
        return pa.StructArray.from_arrays(arrays, fields=list(HOLDER))

    return _lists(values, SCHEMA.field("holders").type, fields)
