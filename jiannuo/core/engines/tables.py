"""Tables as they are read: coded columns, the number of every row in its file, and the rows set aside on the way.

A coded column holds each distinct value once and a number for every row, so that whatever is expensive (reading a time,
checking a type) is done once for each distinct value.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.values.problems import Problem

Codes = NDArray[np.int32]
Rows = NDArray[np.int64]
Progress = Callable[[str, int, int], None]
"""Told the stage (`reading`, `judging`, `writing`), how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Column:
    """A coded column: the distinct values, and for each row the number of its own; a missing value is None."""

    values: tuple[object, ...]
    codes: Codes

    def of_rows(self, rows: Rows) -> "Column":
        """Return the column of some rows (positions), with all distinct values kept."""
        return Column(self.values, self.codes[rows])

    def objects(self) -> NDArray[np.object_]:
        """Return the value of every row."""
        return object_array(self.values)[self.codes]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row, or what one rule made of it, that was set aside: where, which value, and the problem it had.

    `rule` is the number of the mapping's rule, or None where the row itself could not be read; `row` is the number of the
    record in its file: a CSV file's header is row 1, a Parquet file's first row is row 1.
    """

    file: str
    row: int
    problem: Problem
    rule: int | None = None
    column: str = ""
    value: str = ""

    @property
    def order(self) -> tuple[str, int, int]:
        """Return the key that sorts rejects by file, row and rule."""
        return (self.file, self.row, self.rule or 0)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of all files of a log; `names[file_codes[i]]` is the file and `numbers[i]` the number of row i in it."""

    columns: dict[str, Column]
    names: tuple[str, ...]
    file_codes: Codes
    numbers: Rows
    rejects: list[Reject]

    def __len__(self) -> int:
        """Return the number of rows that could be read."""
        return len(self.numbers)

    def file_of(self, row: int) -> str:
        """Return the name of the file that a row (position) stands in."""
        return self.names[int(self.file_codes[row])]


@dataclass(slots=True)
class Coder:
    """Gives each distinct value of a column a number, in the order of appearance."""

    numbers: dict[object, int] = field(default_factory=dict)
    parts: list[Codes] = field(default_factory=list)

    def __post_init__(self) -> None:
        counting: defaultdict[object, int] = defaultdict()
        counting.default_factory = counting.__len__
        self.numbers = counting

    def add(self, values: Sequence[object]) -> None:
        """Append the values of further rows."""
        number = self.numbers.__getitem__
        self.parts.append(np.fromiter(map(number, values), np.int32, len(values)))

    def add_coded(self, values: Sequence[object], codes: Codes) -> None:
        """Append further rows that come with a coding of their own."""
        number = self.numbers.__getitem__
        table = np.fromiter(map(number, values), np.int32, len(values))
        self.parts.append(table[codes])

    def column(self, *, nulls: frozenset[str]) -> Column:
        """Return the column; the empty text and the texts in `nulls` are missing values."""
        missing = nulls | {""}
        values = (None if isinstance(value, str) and value in missing else value for value in self.numbers)
        return Column(tuple(values), joined_codes(self.parts))


def joined_codes(parts: Iterable[Codes]) -> Codes:
    """Return one array of all parts."""
    return np.concatenate([np.empty(0, np.int32), *parts])


def object_array(values: Sequence[object]) -> NDArray[np.object_]:
    """Return an array of Python objects, whatever they are."""
    array = np.empty(len(values), np.object_)
    for place, value in enumerate(values):
        array[place] = value
    return array
