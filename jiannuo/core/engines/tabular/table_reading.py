"""Reading the files of a log into one table: the columns that are wanted, coded, and every row accounted for."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.mapping.mapping import ColumnName, TableFormat, TableKind
from jiannuo.core.engines.tabular.csv_reading import MOST_COLUMNS, MOST_ROWS, BadRecord, CsvFile, fields_of
from jiannuo.core.engines.tabular.json_lines_reading import JsonLinesFile
from jiannuo.core.engines.tabular.plain_blocks import PlainBlock
from jiannuo.core.engines.tabular.tables import Coder, Progress, Reject, Rows, Table, joined_codes
from jiannuo.core.engines.tabular.xes_reading import XesFile
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.system_reasons import reason_of
from jiannuo.core.values.texts import Text, listed

_KINDS: dict[str, TableKind] = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson": "jsonl",
    ".ndjson.gz": "jsonl",
    ".xes": "xes",
    ".xes.gz": "xes",
}
_LONGEST_SHOWN = 200


def read_table(
    paths: Sequence[Path], *, format: TableFormat, columns: Sequence[ColumnName], progress: Progress | None = None
) -> Table:
    """Read the columns of all files, in the order of the files' names, into one table.

    Raises Refusal: a file that is empty, broken, in another encoding or format, or lacks a column.
    """
    reading = _Reading(format, {name.text: name for name in columns}, progress, sum(_size(path) for path in paths))
    for path in sorted(paths, key=lambda path: (path.name, str(path))):
        reading.read(path)
    return reading.table()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise Refusal(kinds.FILE_UNREADABLE.at(file=path.name, reason=reason_of(error))) from error


def check_is_file(path: Path) -> None:
    """Raise Refusal where nothing lies under a path that could be read as a file, such as a folder."""
    _size(path)
    if path.is_dir():
        raise Refusal(
            kinds.FILE_UNREADABLE.at(file=path.name or path, reason=reason_of(IsADirectoryError(errno.EISDIR, "")))
        )


def kind_of(path: Path, format: TableFormat) -> TableKind:
    """Return the kind of a file: what the format says, or what the name tells. Raises Refusal for an unknown name."""
    check_is_file(path)
    if format.kind is not None:
        return format.kind
    kind = next((kind for ending, kind in _KINDS.items() if path.name.lower().endswith(ending)), None)
    if kind is None:
        raise Refusal(kinds.KIND_UNKNOWN.at(file=path.name))
    return kind


class _Reading:
    """Collects the rows of file after file."""

    def __init__(
        self, format: TableFormat, wanted: dict[str, ColumnName], progress: Progress | None, total: int
    ) -> None:
        self.format = format
        self.wanted = wanted
        self.progress = progress
        self.total = total
        self.done = 0
        self.coders = {name: Coder() for name in wanted}
        self.names: list[str] = []
        self.numbers: list[list[Rows]] = []
        self.rejects: list[Reject] = []
        self.keyed: dict[str, None] = {}
        self.keyed_rows = 0
        self.keyed_file = ""

    def read(self, path: Path) -> None:
        kind = kind_of(path, self.format)
        self.names.append(path.name)
        self.numbers.append([])
        with _readable(path):
            match kind:
                case "csv":
                    self._read_csv(path)
                case "parquet":
                    self._read_parquet(path)
                case "jsonl":
                    self._read_keyed(path, JsonLinesFile)
                case "xes":
                    self._read_keyed(path, XesFile)
        self.done += _size(path)
        self._tell(0)

    def _tell(self, position: int) -> None:
        if self.progress is not None:
            self.progress("reading", self.done + position, self.total)

    def _read_csv(self, path: Path) -> None:
        with path.open("rb") as raw:
            file = CsvFile(raw, name=path.name, format=self.format)
            places = {name: place_of(column, file.header, file=path.name) for name, column in self.wanted.items()}
            for part in file.parts(sorted(set(places.values()))):
                if isinstance(part, PlainBlock):
                    for name, place in places.items():
                        self.coders[name].add_array(part.columns[place])
                    self._count(np.arange(part.first, part.first + part.count, dtype=np.int64))
                elif part.numbers or part.bad:
                    for name, place in places.items():
                        self.coders[name].add(fields_of(part.records, place))
                    self._note(path, part.numbers, part.bad)
                self._tell(raw.tell())

    def _read_keyed(self, path: Path, opened: type[JsonLinesFile | XesFile]) -> None:
        with path.open("rb") as raw:
            file = opened(raw, name=path.name, format=self.format)
            for batch in file.batches():
                for name, coder in self.coders.items():
                    coder.add([record.get(name) for record in batch.records])
                self.keyed_rows += len(batch.records)
                self._note(path, batch.numbers, batch.bad)
                self._tell(raw.tell())
        self.keyed.update(dict.fromkeys(file.names))
        self.keyed_file = self.keyed_file or path.name

    def _note(self, path: Path, numbers: list[int], bad: list[BadRecord]) -> None:
        self._count(np.array(numbers, np.int64))
        self.rejects += [Reject(path.name, each.number, each.problem, value=_shown(each.text)) for each in bad]

    def _read_parquet(self, path: Path) -> None:
        file = _open_parquet(path)
        header = _flat(file.schema_arrow.empty_table()).schema.names
        if len(header) > MOST_COLUMNS or file.metadata.num_rows > MOST_ROWS:
            raise _too_big(path, len(header))
        places = {name: place_of(column, header, file=path.name) for name, column in self.wanted.items()}
        needed = sorted({_whole(header[place], file.schema_arrow.names) for place in places.values()})
        first = 1
        for group in map(_flat, _row_groups(path, file, needed)):
            for name, place in places.items():
                column = _column_at(group, header, place)
                for chunk in column.chunks:
                    self.coders[name].add_array(chunk)
            self._count(np.arange(first, first + group.num_rows, dtype=np.int64))
            first += group.num_rows
            self._tell(_size(path) * first // (file.metadata.num_rows + 1))

    def _count(self, numbers: Rows) -> None:
        self.numbers[-1].append(numbers)

    def _check_names(self) -> None:
        """Refuse names that no record of any file has: one file alone may lack what is rarely there."""
        if self.keyed_rows:
            for column in self.wanted.values():
                if column.text not in self.keyed:
                    raise _column_missing(column, list(self.keyed), file=self.keyed_file)

    def table(self) -> Table:
        self._check_names()
        parts = [part for parts in self.numbers for part in parts]
        numbers = parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, np.int64), *parts])
        files = [np.full(sum(map(len, parts)), place, np.int32) for place, parts in enumerate(self.numbers)]
        columns = {name: coder.column(nulls=self.format.nulls) for name, coder in self.coders.items()}
        return Table(columns, tuple(self.names), joined_codes(files), numbers, self.rejects)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refusal(kinds.FILE_UNREADABLE.at(file=path.name, reason=reason_of(error))) from error


def place_of(column: ColumnName, header: Sequence[str], *, file: str) -> int:
    """Return the place of a column in a header; `name#2` is the second column of that name, blanks around do not count.

    Raises Refusal: there is none, or there are several and it is not said which.
    """
    header = [name.strip() for name in header]
    found = [place for place, name in enumerate(header) if name == column.text]
    if len(found) > 1:
        raise Refusal(kinds.COLUMN_TWICE.at(column.place, file=file, column=column.text, count=len(found)))
    if found:
        return found[0]
    name, _, number = column.text.rpartition("#")
    same = [place for place, other in enumerate(header) if other == name]
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(same):
        return same[int(number) - 1]
    raise _column_missing(column, header, file=file)


def _column_missing(column: ColumnName, header: Sequence[str], *, file: str) -> Refusal:
    similar, names = did_you_mean(column.text, header), listed(header)
    shown = Text(zh=_shown(names.zh), en=_shown(names.en))
    return Refusal(kinds.COLUMN_MISSING.at(column.place, file=file, column=column.text, similar=similar, columns=shown))


def _too_big(path: Path, columns: int) -> Refusal:
    if columns > MOST_COLUMNS:
        return Refusal(kinds.TOO_MANY_COLUMNS.at(file=path.name, count=columns, limit=MOST_COLUMNS))
    return Refusal(kinds.TOO_MANY_ROWS.at(file=path.name, limit=MOST_ROWS))


def _shown(text: str) -> str:
    clean = text.encode("utf-8", "backslashreplace").decode()
    return clean if len(clean) <= _LONGEST_SHOWN else clean[:_LONGEST_SHOWN] + "…"


# --- Parquet


def _open_parquet(path: Path) -> pq.ParquetFile:
    if not _size(path):
        raise Refusal(kinds.FILE_EMPTY.at(file=path.name))
    try:
        return pq.ParquetFile(path)
    except pa.ArrowException as error:
        raise Refusal(kinds.NOT_PARQUET.at(file=path.name)) from error


def _row_groups(path: Path, file: pq.ParquetFile, names: list[str]) -> Iterator[pa.Table]:
    """Yield the columns of one part of a file after the other, texts as they are coded in the file."""
    try:
        coded = [field.name for field in file.schema_arrow if field.name in names and pa.types.is_string(field.type)]
        file = pq.ParquetFile(path, read_dictionary=coded)
        for number in range(file.num_row_groups):
            yield file.read_row_group(number, columns=names)
    except (pa.ArrowException, OSError) as error:
        raise Refusal(kinds.NOT_PARQUET.at(file=path.name)) from error


def _flat(table: pa.Table) -> pa.Table:
    """Return a table with the fields of nested values as columns of their own: `by.name`, as in JSON lines."""
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def _whole(name: str, names: Sequence[str]) -> str:
    """Return the column of a file in which a field of nested values stands; any other column is itself."""
    return name if name in names else next(each for each in names if name.startswith(f"{each}."))


def _column_at(table: pa.Table, header: list[str], place: int) -> pa.ChunkedArray:
    """Return the column that stands at a place of the file; a part of it has its columns in an order of its own."""
    name = header[place]
    same = [index for index, other in enumerate(table.schema.names) if other == name]
    return table.column(same[header[:place].count(name)])
