"""Reading CSV files so that one bad row never costs a good one, and every row keeps its number.

Records are read one by one, except where a block of lines is plain enough for `plain_blocks` to give the same at once.

A record's number counts the records of the file from 1, the header row being row 1; blank lines have a number too. In a
file without line breaks inside quotes it is the number of the line.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.mapping.mapping import TableFormat
from jiannuo.core.engines.tabular.decoding import Decoding, python_encoding
from jiannuo.core.engines.tabular.plain_blocks import PlainBlock, read_plain
from jiannuo.core.engines.tabular.text_blocks import TextBlocks
from jiannuo.core.engines.tabular.unpacking import unpacked
from jiannuo.core.values.problems import Problem, Refusal

LONGEST_LINE = 1_000_000
"""How many characters a line may have."""
MOST_COLUMNS = 10_000
MOST_ROWS = 500_000_000
MOST_QUOTE_FAULTS = 1_000
"""How many rows with unpaired quotes are set aside before the file is refused: then it does not quote as it says."""
_BATCH = 8_192


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that could not be read."""

    number: int
    problem: Problem
    text: str


@dataclass(slots=True)
class Batch:
    """Records in the order of the file: their numbers and fields, and those between them that could not be read."""

    numbers: list[int] = field(default_factory=list)
    records: list[list[str]] = field(default_factory=list)
    bad: list[BadRecord] = field(default_factory=list)


class CsvFile:
    """An open CSV file: its header, then its records in batches."""

    def __init__(self, raw: IO[bytes], *, name: str, format: TableFormat) -> None:
        self.name = name
        self.format = format
        self._blocks = TextBlocks(unpacked(raw, name=name), python_encoding(format.encoding))
        self._lines = _Lines(self._blocks)
        self._number = 0
        self._quote_faults: list[int] = []
        self._decoding = Decoding(name, format.encoding)
        self._rows = 0
        self.header = self._read_header()

    def _read_header(self) -> list[str]:
        if self.format.columns:
            return list(self.format.columns)
        header = next((row for row in self._parsed() if row), None)
        if header is None:
            raise Refusal(kinds.FILE_EMPTY.at(file=self.name))
        if isinstance(header, BadRecord):
            if header.problem.kind is kinds.BYTES_UNDECODABLE:
                raise self._decoding.refusal(1, 1)
            raise Refusal(header.problem)
        if len(header) > MOST_COLUMNS:
            raise Refusal(kinds.TOO_MANY_COLUMNS.at(file=self.name, count=len(header), limit=MOST_COLUMNS))
        return header

    def batches(self) -> Iterator[Batch]:
        """Yield the records, all of them; raises Refusal where the file as a whole turns out unreadable."""
        yield from self._records(until_block=False)
        self._decoding.check(self._rows)

    def parts(self, places: Sequence[int]) -> Iterator[Batch | PlainBlock]:
        """Yield the records as `batches` does, but at once where many lines are plain: then only the fields at `places`."""
        while True:
            while (block := self._plain_block(places)) is not None:
                yield block
            yield from self._records(until_block=True)
            if self._blocks.is_at_end:
                break
        self._decoding.check(self._rows)

    def _plain_block(self, places: Sequence[int]) -> PlainBlock | None:
        """Read the lines that come next at once; None where they must be read one by one."""
        if self._lines.has_returned:
            return None
        text = self._blocks.peek()
        if not text:
            return None
        longest = min(LONGEST_LINE, csv.field_size_limit())
        block = read_plain(text, self.format, width=len(self.header), places=places, longest=longest)
        if block is None or self._number + block.count > MOST_ROWS:
            return None
        self._blocks.skip()
        block.first = self._number + 1
        self._number += block.count
        self._rows += block.count
        self._decoding.beyond_ascii += block.beyond_ascii
        return block

    def _records(self, *, until_block: bool) -> Iterator[Batch]:
        """Yield the records that come next, all of them or until a block of lines begins between two of them."""
        batch, width = Batch(), len(self.header)
        for row in self._parsed():
            if isinstance(row, BadRecord):
                batch.bad.append(row)
            elif len(row) == width:
                batch.numbers.append(self._number)
                batch.records.append(row)
            elif row:
                batch.bad.append(self._bad(kinds.FIELD_COUNT.at(found=len(row), expected=width)))
            self._rows += bool(row)
            if len(batch.numbers) + len(batch.bad) >= _BATCH:
                yield batch
                batch = Batch()
            if until_block and self._blocks.is_between and not self._lines.has_returned:
                break
        yield batch

    def _parsed(self) -> Iterator[list[str] | BadRecord]:
        """Yield each record, `[]` for a blank line."""
        while True:
            try:
                yield from self._checked(self._reader())
            except csv.Error:
                yield self._quote_fault()
                continue
            except UnicodeDecodeError as error:
                raise self._decoding.refusal(1, self._number + 1) from error
            return

    def _reader(self) -> Iterator[list[str]]:
        quote = self.format.quote
        if quote is None:
            return csv.reader(self._lines, delimiter=self.format.separator, quoting=csv.QUOTE_NONE, strict=True)
        return csv.reader(self._lines, delimiter=self.format.separator, quotechar=quote, strict=True)

    def _checked(self, reader: Iterator[list[str]]) -> Iterator[list[str] | BadRecord]:
        lines = self._lines
        lines.begin()
        for row in reader:
            self._number += 1
            if self._number > MOST_ROWS:
                raise Refusal(kinds.TOO_MANY_ROWS.at(file=self.name, limit=MOST_ROWS))
            yield self._fault(lines) or row if lines.is_odd else row
            lines.begin()

    def _fault(self, lines: "_Lines") -> BadRecord | None:
        """Return what is wrong with the bytes of a record that is not plain ASCII, if anything."""
        if lines.is_too_long:
            return self._bad(kinds.LINE_TOO_LONG.at(limit=LONGEST_LINE))
        if self._decoding.fails(lines.text, self._number):
            return self._bad(kinds.BYTES_UNDECODABLE.at(encoding=self.format.encoding))
        return None

    def _bad(self, problem: Problem) -> BadRecord:
        return BadRecord(self._number, problem, self._lines.text)

    def _quote_fault(self) -> BadRecord:
        """Set the first line of a record aside whose quotes do not pair, and go on with the line after it."""
        self._number += 1
        longest = csv.field_size_limit()
        if self._lines.count == 1 and len(self._lines.text) > longest:
            return self._bad(kinds.LINE_TOO_LONG.at(limit=longest))
        self._quote_faults.append(self._number)
        if len(self._quote_faults) > MOST_QUOTE_FAULTS:
            first, count = self._quote_faults[0], MOST_QUOTE_FAULTS
            raise Refusal(kinds.QUOTES_BROKEN.at(file=self.name, row=first, count=count))
        self._lines.return_all_but_first()
        return self._bad(kinds.QUOTE_UNPAIRED.at())


class _Lines:
    """The lines of a file, remembering those of the current record so that they can be given back."""

    def __init__(self, stream: TextBlocks) -> None:
        self._stream = stream
        self._returned: list[str] = []
        self._taken: list[str] = []
        self.is_odd = False
        self.is_too_long = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else self._stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE and line[-1] != "\n":
            self._skip_rest()
        if not line.isascii():
            self.is_odd = True
        self._taken.append(line)
        return line

    def _skip_rest(self) -> None:
        self.is_odd = self.is_too_long = True
        while (part := self._stream.readline(LONGEST_LINE)) and part[-1] not in "\r\n":
            pass

    def begin(self) -> None:
        """Forget the lines of the record before."""
        self._taken.clear()
        self.is_odd = self.is_too_long = False

    @property
    def has_returned(self) -> bool:
        """Tell whether lines were given back that are still to be read."""
        return bool(self._returned)

    @property
    def text(self) -> str:
        """Return the text of the current record as it stands in the file."""
        return "".join(self._taken).rstrip("\r\n")

    @property
    def count(self) -> int:
        """Return how many lines the current record has."""
        return len(self._taken)

    def return_all_but_first(self) -> None:
        """Give back what was taken for one record but is to be read as records of their own."""
        self._returned.extend(reversed(self._taken[1:]))
        del self._taken[1:]


def fields_of(records: Sequence[Sequence[str]], place: int) -> list[str]:
    """Return one field of each record."""
    return [record[place] for record in records]
