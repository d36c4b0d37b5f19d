"""Findings in a Parquet file: one row for each finding, by a schema that is documented and has a version."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jiannuo.core.engines import result_problems as kinds
from jiannuo.core.engines.findings.finding_rows import BATCH, batches_of
from jiannuo.core.engines.findings.findings_schema import SCHEMA, SCHEMA_VERSION, VERSION_KEY
from jiannuo.core.engines.simulated_logs import marked
from jiannuo.core.judging.finding import Finding, Holder, Interval
from jiannuo.core.values.problems import Refusal

RUN = 131_072
"""How many rows are sorted and written together, as one row group."""

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
    """Writes findings to a file as they come, a batch of columns at a time; the file says if the log was simulated."""

    def __init__(self, path: Path, *, simulated: bool = False) -> None:
        self._run: list[pa.RecordBatch] = []
        # Through a file of Python's own an error keeps its errno, by which "no space" is told from all others.
        self._file = path.open("wb")
        self._writer = pq.ParquetWriter(
            self._file,
            marked(SCHEMA, simulated=simulated),
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

    def write(self, batch: pa.RecordBatch) -> None:
        """Add findings, in columns."""
        self._run.append(batch)
        if sum(len(each) for each in self._run) >= RUN:
            self._write_run()

    def _write_run(self) -> None:
        if self._run:
            self._writer.write_table(_sorted(pa.Table.from_batches(self._run)), row_group_size=RUN * 2)
            self._run = []


def write_findings(
    findings: Iterable[Finding], path: Path, *, verbs: Mapping[str, str], engine_version: str, batch: int = BATCH
) -> None:
    """Write findings to a file, `batch` rows at a time."""
    with FindingsWriter(path) as writer:
        for columns in batches_of(findings, verbs=verbs, engine_version=engine_version, size=batch):
            writer.write(columns)


def read_findings(path: Path) -> pa.Table:
    """Return the table of a findings file. Raises Refusal if it is none, or one of another version of the schema."""
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise Refusal(kinds.NOT_FINDINGS.at(file=path.name)) from error
    version = (table.schema.metadata or {}).get(VERSION_KEY, b"").decode()
    if version != SCHEMA_VERSION:
        raise Refusal(kinds.FINDINGS_OF_OTHER_VERSION.at(file=path.name, found=version or "?", known=SCHEMA_VERSION))
    return table


def find_finding(path: Path, id: str) -> Finding | None:
    """Return the finding of that id in a findings file, None if there is none. Raises Refusal as `read_findings` does."""
    table = read_findings(path)
    return next(findings_of(table.filter(pc.equal(table.column("id"), id))), None)


def findings_of(table: pa.Table) -> Iterator[Finding]:
    """Yield the findings of the rows of a table."""
    for batch in _countable(table).to_batches(max_chunksize=BATCH):
        for row in batch.to_pylist():
            yield _finding(row)


def _sorted(run: pa.Table) -> pa.Table:
    """Return the rows by promise, opening and root, so that like stands by like, whatever order they came in."""
    table = run.unify_dictionaries()
    keys = {name: table.column(name) for name in ("start", "root", "member", "id")}
    names = table.column("promise").cast(pa.string())
    order = [(name, "ascending") for name in ("promise", *keys)]
    return table.take(pc.sort_indices(pa.table({"promise": names, **keys}), order))


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
