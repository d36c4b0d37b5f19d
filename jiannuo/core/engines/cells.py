"""Cells of a table, read once for each distinct content: joined columns, readings, and truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.mapping import Alias, ColumnName, Condition, ValueSource
from jiannuo.core.engines.tables import Codes, Column, Rows, Table
from jiannuo.core.engines.value_reading import plain_value, read_value
from jiannuo.core.expressions.evaluating import evaluate
from jiannuo.core.expressions.faults import REASONS, Reason
from jiannuo.core.expressions.syntax import Call, Name
from jiannuo.core.expressions.types import AttributeType
from jiannuo.core.values.problems import Problem, Refusal

Objects = NDArray[np.object_]
Cells = tuple[object, ...]


def joined(table: Table, columns: Sequence[ColumnName]) -> Column:
    """Return the column of some columns together: tuples, or None where one is missing; of one column, the column itself."""
    parts = [table.columns[column.text] for column in columns]
    if len(parts) == 1:
        return parts[0]
    together = joined_parts(parts, length=len(table))
    whole = (None if any(cell is None for cell in cast(Cells, cells)) else cells for cells in together.values)
    return Column(tuple(whole), together.codes)


def joined_parts(parts: Sequence[Column], *, length: int) -> Column:
    """Return several coded columns as one whose values are tuples."""
    codes = np.zeros(length, np.int64)
    for part in parts:
        # The codes so far are made dense again before each step, so that the product cannot overflow.
        codes = np.unique(codes * (len(part.values) + 1) + part.codes, return_inverse=True)[1].astype(np.int64)
    distinct, first = np.unique(codes, return_index=True)
    rows = tuple(tuple(part.values[part.codes[place]] for part in parts) for place in first)
    return Column(rows, np.searchsorted(distinct, codes).astype(np.int32))


def constant_column(value: object, *, length: int) -> Column:
    """Return a column that holds one value in every row."""
    return Column((value,), np.zeros(length, np.int32))


@dataclass(slots=True)
class Reading:
    """The cells of a column read by a function, each distinct one once and only if a row needs it.

    A missing cell stays None. `bad` holds the problem of each distinct cell that could not be read; its value is None.
    """

    column: Column
    read: Callable[[object], object]
    values: Objects = field(init=False)
    bad: dict[int, Problem] = field(default_factory=dict)
    _is_read: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.values = np.full(len(self.column.values), None, np.object_)
        self._is_read = np.zeros(len(self.column.values), np.bool_)

    def _codes_of(self, rows: Rows) -> Codes:
        codes = self.column.codes[rows]
        needed = np.zeros(len(self._is_read), np.bool_)
        needed[codes] = True
        for code in np.flatnonzero(needed & ~self._is_read):
            self._read(int(code))
        return codes

    def _read(self, code: int) -> None:
        self._is_read[code] = True
        raw = self.column.values[code]
        try:
            self.values[code] = None if raw is None else self.read(raw)
        except Refusal as refusal:
            self.bad[code] = refusal.problems[0]

    @property
    def has_values(self) -> bool:
        """Tell whether any cell that was needed so far could be read."""
        return any(value is not None for value in self.values)

    def of_rows(self, rows: Rows) -> Objects:
        """Return the values of some rows; None where the cell is missing or could not be read."""
        codes = self._codes_of(rows)
        return self.values[codes]

    def is_empty(self, rows: Rows) -> NDArray[np.bool_]:
        """Tell for each row whether its cell is missing or could not be read."""
        codes = self._codes_of(rows)
        empty = np.fromiter((value is None for value in self.values), np.bool_, len(self.values))
        return empty[codes]

    def fails(self, rows: Rows) -> NDArray[np.bool_]:
        """Tell for each row whether its cell could not be read."""
        codes = self._codes_of(rows)
        flags = np.zeros(len(self.values), np.bool_)
        flags[list(self.bad)] = True
        return flags[codes]

    def problem_of(self, row: int) -> Problem:
        """Return the problem of a row that fails."""
        return self.bad[int(self.column.codes[row])]


def is_missing(column: Column, rows: Rows) -> NDArray[np.bool_]:
    """Tell for each row whether its cell is missing."""
    empty = np.fromiter((value is None for value in column.values), np.bool_, len(column.values))
    return empty[column.codes[rows]]


# --- conditions


@dataclass(slots=True)
class _Cells:
    """One row as a condition sees it."""

    zone: str
    values: Mapping[str, object]
    faults: set[Reason] = field(default_factory=set)

    def value_of(self, name: Name) -> object | None:
        return self.values[name.dotted]

    def call(self, call: Call) -> object | None:
        raise AssertionError(f"{call.function} is refused when a mapping is read")

    def count_fault(self, reason: Reason) -> None:
        self.faults.add(reason)


_NEVER_COMPUTED: frozenset[Reason] = frozenset({"types", "calendar", "pattern"})


def truth(table: Table, condition: Condition, *, zone: str) -> NDArray[np.int8]:
    """Return for each row whether the condition holds: 1 yes, 0 no, -1 unknown.

    Raises Refusal if it puts values together that do not go together, whatever the rows hold.
    """
    names = tuple(condition.columns)
    column = joined_parts([table.columns[condition.columns[name].column.text] for name in names], length=len(table))
    readers = [_cell_reader(condition.columns[name]) for name in names]
    found = np.empty(len(column.values), np.int8)
    for code, cells in enumerate(column.values):
        values = {name: read(cell) for name, read, cell in zip(names, readers, cast(Cells, cells), strict=True)}
        found[code] = _truth_of(condition, _Cells(zone, values))
    return found[column.codes]


def _truth_of(condition: Condition, cells: _Cells) -> int:
    value = evaluate(condition.expression, cells)
    wrong = cells.faults & _NEVER_COMPUTED
    if wrong or not (value is None or isinstance(value, bool)):
        reason = REASONS[min(wrong, default="types")]
        raise Refusal(kinds.CONDITION_UNTYPED.at(condition.place, reason=reason))
    return -1 if value is None else int(value)


def _cell_reader(alias: Alias) -> Callable[[object], object]:
    source = ValueSource((alias.column,), time=alias.time)
    if alias.type is None:
        return lambda raw: None if raw is None else plain_value(raw, source)
    attribute = AttributeType(alias.type)

    def read(raw: object) -> object:
        try:
            return read_value(raw, source, name=alias.column.text, attribute=attribute)
        except Refusal:
            return None  # what is not of the type is unknown to the condition

    return read
