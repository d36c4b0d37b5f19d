"""Findings in a Parquet file: one row for each finding, by a schema that is documented and has a version."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jiannuo.core.engines import result_problems as kinds
from jiannuo.core.judging.finding import Finding, Holder, Interval
from jiannuo.core.values.problems import Refusal

SCHEMA_VERSION = "1"
_VERSION_KEY = b"jiannuo.findings.version"
_BATCH = 20_000
RUN = 131_072
"""How many rows are sorted and written together, as one row group."""

_INSTANT = pa.timestamp("us", "UTC")
_NAME = pa.dictionary(pa.int32(), pa.string())
_TEXTS = pa.list_(pa.field("item", pa.string(), nullable=False))
_INTERVAL = pa.struct(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("from", _INSTANT, nullable=False),
        pa.field("until", _INSTANT, nullable=False),
        pa.field("cause", pa.string(), nullable=False),
    ]
)
_HOLDER = pa.struct(
    [
        pa.field("owner", pa.string()),
        pa.field("from", _INSTANT, nullable=False),
        pa.field("until", _INSTANT),
    ]
)
SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("promise", _NAME, nullable=False),
        pa.field("verb", _NAME, nullable=False),
        pa.field("subject", _TEXTS, nullable=False),
        pa.field("member", pa.string()),
        pa.field("root", pa.string(), nullable=False),
        pa.field("verdict", _NAME, nullable=False),
        pa.field("reason", _NAME, nullable=False),
        pa.field("because", pa.map_(pa.string(), pa.string()), nullable=False),
        pa.field("start", _INSTANT, nullable=False),
        pa.field("due", _INSTANT),
        pa.field("not_before", _INSTANT),
        pa.field("met", _INSTANT),
        pa.field("late_at", _INSTANT),
        pa.field("broken_at", _INSTANT),
        pa.field("ended_at", _INSTANT),
        pa.field("margin_us", pa.int64()),
        pa.field("reached", pa.int64()),
        pa.field("wanted", pa.int64()),
        pa.field("missing", _TEXTS, nullable=False),
        pa.field("evidence", _TEXTS, nullable=False),
        pa.field("undecided", _TEXTS, nullable=False),
        pa.field("intervals", pa.list_(pa.field("item", _INTERVAL, nullable=False)), nullable=False),
        pa.field("owner", pa.string()),
        pa.field("owner_verdict", _NAME),
        pa.field("holders", pa.list_(pa.field("item", _HOLDER, nullable=False)), nullable=False),
        pa.field("provisional_years", pa.list_(pa.field("item", pa.int32(), nullable=False)), nullable=False),
        pa.field("covered_us", pa.int64()),
        pa.field("demanded_us", pa.int64()),
        pa.field("edition", _NAME, nullable=False),
        pa.field("engine_version", _NAME, nullable=False),
    ],
    metadata={_VERSION_KEY: SCHEMA_VERSION.encode()},
)
"""The columns of findings.parquet; docs/reference/findings.md says what each means."""


_REPEATED = [
    *(field.name for field in SCHEMA if pa.types.is_dictionary(field.type)),
    *("owner", "member", "subject.list.element", "missing.list.element"),
    *("because.key_value.key", "because.key_value.value"),
    *("intervals.list.element.kind", "intervals.list.element.cause", "holders.list.element.owner"),
]
"""The columns in which few values stand many times: each value is written once a run."""
_ENCODINGS = {
    "DELTA_BINARY_PACKED": [
        *(field.name for field in SCHEMA if pa.types.is_timestamp(field.type)),
        *("margin_us", "covered_us", "demanded_us"),
        *("intervals.list.element.from", "intervals.list.element.until"),
    ],
    "DELTA_BYTE_ARRAY": ["root", "evidence.list.element", "undecided.list.element"],
}
"""Where rows that lie together differ little, only the difference is written."""


class FindingsWriter:
    """Writes findings to a file as they come, a batch at a time; `verbs` gives the verb of each promise."""

    def __init__(self, path: Path, *, verbs: Mapping[str, str], engine_version: str, batch: int = _BATCH) -> None:
        self._verbs = verbs
        self._engine_version = engine_version
        self._batch = batch
        self._waiting: list[Finding] = []
        self._run: list[pa.RecordBatch] = []
        # Through a file of Python's own an error keeps its errno, by which "no space" is told from all others.
        self._file = path.open("wb")
        self._writer = pq.ParquetWriter(
            self._file,
            SCHEMA,
            compression="zstd",
            compression_level=3,
            use_dictionary=_REPEATED,
            column_encoding={name: encoding for encoding, names in _ENCODINGS.items() for name in names},
        )

    def __enter__(self) -> "FindingsWriter":
        """Begin to write."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Complete the file, unless something failed: then nothing is left in it."""
        try:
            if kind is None:
                self._convert()
                self._write_run()
                self._writer.close()
        except BaseException:
            self._throw_away()
            raise
        else:
            if kind is not None:
                self._throw_away()
        finally:
            self._file.close()

    def _throw_away(self) -> None:
        """Empty the file. Left open, the library would try to complete it later, and complain where users see it."""
        with suppress(OSError, ValueError):
            self._writer.close()
        with suppress(OSError, ValueError):
            self._file.truncate(0)

    def write(self, finding: Finding) -> None:
        """Add one finding."""
        self._waiting.append(finding)
        if len(self._waiting) >= self._batch:
            self._convert()
        if sum(len(batch) for batch in self._run) >= RUN:
            self._write_run()

    def _convert(self) -> None:
        """Turn the findings that wait into columns, which take a small part of their room."""
        if self._waiting:
            columns = _columns(self._waiting, self._verbs, self._engine_version)
            self._run.append(pa.RecordBatch.from_arrays(columns, schema=SCHEMA))
            self._waiting = []

    def _write_run(self) -> None:
        if self._run:
            self._writer.write_table(_sorted(pa.Table.from_batches(self._run)), row_group_size=RUN * 2)
            self._run = []


def write_findings(
    findings: Iterable[Finding], path: Path, *, verbs: Mapping[str, str], engine_version: str, batch: int = _BATCH
) -> None:
    """Write findings to a file, `batch` rows at a time."""
    with FindingsWriter(path, verbs=verbs, engine_version=engine_version, batch=batch) as writer:
        for finding in findings:
            writer.write(finding)


def read_findings(path: Path) -> pa.Table:
    """Return the table of a findings file. Raises Refusal if it is none, or one of another version of the schema."""
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise Refusal(kinds.NOT_FINDINGS.at(file=path.name)) from error
    version = (table.schema.metadata or {}).get(_VERSION_KEY, b"").decode()
    if version != SCHEMA_VERSION:
        raise Refusal(kinds.FINDINGS_OF_OTHER_VERSION.at(file=path.name, found=version or "?", known=SCHEMA_VERSION))
    return table


def find_finding(path: Path, id: str) -> Finding | None:
    """Return the finding of that id in a findings file, None if there is none. Raises Refusal as `read_findings` does."""
    table = read_findings(path)
    return next(findings_of(table.filter(pc.equal(table.column("id"), id))), None)


def findings_of(table: pa.Table) -> Iterator[Finding]:
    """Yield the findings of the rows of a table."""
    for batch in _countable(table).to_batches(max_chunksize=_BATCH):
        for row in batch.to_pylist():
            yield _finding(row)


def _sorted(run: pa.Table) -> pa.Table:
    """Return the rows by promise, opening and root, so that like stands by like."""
    table = run.unify_dictionaries()
    keys = {name: table.column(name).cast(pa.string()) for name in ("promise", "root", "member")}
    order = [(name, "ascending") for name in ("promise", "start", "root", "member")]
    return table.take(pc.sort_indices(pa.table({**keys, "start": table.column("start")}), order))


# --- from findings to columns

Cell = TypeVar("Cell")


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
            pa.array([item.from_ for item in items], _INSTANT),
            pa.array([item.until for item in items], _INSTANT),
            pa.array([item.cause for item in items], pa.string()),
        ]
        return pa.StructArray.from_arrays(arrays, fields=list(_INTERVAL))

    return _lists(values, SCHEMA.field("intervals").type, fields)


def _holders(values: Sequence[tuple[Holder, ...]]) -> pa.Array:
    def fields(items: list[Holder]) -> pa.Array:
        arrays = [
            pa.array([item.owner for item in items], pa.string()),
            pa.array([item.from_ for item in items], _INSTANT),
            pa.array([item.until for item in items], _INSTANT),
        ]
        return pa.StructArray.from_arrays(arrays, fields=list(_HOLDER))

    return _lists(values, SCHEMA.field("holders").type, fields)


# --- from columns to findings

_COUNTED_INTERVAL = pa.struct(
    [("kind", pa.string()), ("from", pa.int64()), ("until", pa.int64()), ("cause", pa.string())]
)
_COUNTED_HOLDER = pa.struct([("owner", pa.string()), ("from", pa.int64()), ("until", pa.int64())])
_DERIVED = frozenset({"id", "verb", "margin_us", "covered_us", "demanded_us", "engine_version"})


def _countable(table: pa.Table) -> pa.Table:
    """Return the table with instants as microseconds, which also hold those beyond the year 9999."""
    return table.cast(pa.schema([pa.field(field.name, _countable_type(field.type)) for field in table.schema]))


def _countable_type(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(type_):
        return pa.int64()
    if pa.types.is_dictionary(type_):
        return pa.string()
    if pa.types.is_list(type_) and pa.types.is_struct(type_.value_type):
        return pa.list_(_COUNTED_HOLDER if type_.value_type.get_field_index("owner") >= 0 else _COUNTED_INTERVAL)
    return type_


def _finding(row: dict[str, Any]) -> Finding:
    values: dict[str, Any] = {name: tuple(cell) if isinstance(cell, list) else cell for name, cell in row.items()}
    covered, demanded = row["covered_us"], row["demanded_us"]
    values["because"] = dict(row["because"])
    values["coverage"] = None if covered is None else (covered, demanded)
    values["intervals"] = tuple(Interval(i["kind"], i["from"], i["until"], i["cause"]) for i in row["intervals"])
    values["holders"] = tuple(Holder(h["owner"], h["from"], h["until"]) for h in row["holders"])
    return Finding(**{name: value for name, value in values.items() if name not in _DERIVED})
