"""Cells of a table, read once for each distinct content: joined columns, readings, and truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.value_reading import plain_value, read_value
from jiannuo.core.engines.mapping.mapping import Alias, ColumnName, Condition, ValueSource
from jiannuo.core.engines.tabular.tables import Codes, Column, Flags, Objects, Rows, Table
from jiannuo.core.expressions.evaluating import evaluate
from jiannuo.core.expressions.faults import REASONS, Reason
from jiannuo.core.expressions.syntax import Call, Name
from jiannuo.core.expressions.types import AttributeType
from jiannuo.core.judging.event_table import MISSING, Coded, coded
from jiannuo.core.judging.event_table import Column as EventColumn
from jiannuo.core.values.problems import Problem, Refusal

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
    if len(parts) == 1:
        return _in_tuples(parts[0])
    codes = np.zeros(length, np.int64)
    for part in parts:
        # The codes so far are made dense again before each step, so that the product cannot overflow.
        codes = np.unique(codes * (len(part.values) + 1) + part.codes, return_inverse=True)[1].astype(np.int64)
    distinct, first = np.unique(codes, return_index=True)
    rows = tuple(tuple(part.values[part.codes[place]] for part in parts) for place in first)
    return Column(rows, np.searchsorted(distinct, codes).astype(np.int32))


def _in_tuples(part: Column) -> Column:
    used = np.bincount(part.codes, minlength=len(part.values)) > 0
    numbers = np.cumsum(used, dtype=np.int32) - np.int32(1)
    return Column(tuple((part.values[code],) for code in np.flatnonzero(used).tolist()), numbers[part.codes])


def constant_column(value: object, *, length: int) -> Column:
    """Return a column that holds one value in every row."""
    return Column((value,), np.zeros(length, np.int32))


UNREAD, GOOD, EMPTY, BAD = range(4)


class Reading:
    """The cells of a column read by a function, each distinct one once and only if a row needs it.

    A missing cell stays None. `bad` holds the problem of each distinct cell that could not be read; its value is None.
    """

    def __init__(self, column: Column, read: Callable[[object], object], *, keeps_texts: bool = False) -> None:
        """Read by a function; `keeps_texts` tells that it returns every text as it is."""
        self.column = column
        self.read = read
        self.bad: dict[int, Problem] = {}
        self._keeps_texts = keeps_texts
        self._values: NDArray[Any] | None = None
        self._states: NDArray[np.int8] | None = None
        self._all_read = False

    # What a column that is never coded needs to know of each distinct cell is made when the first row asks for it.

    @property
    def values(self) -> NDArray[Any]:
        """Return the value of each distinct cell that was needed so far."""
        if self._values is None:
            self._values = self._nothing(len(self.column.values))
        return self._values

    @property
    def states(self) -> NDArray[np.int8]:
        """Return how far each distinct cell is read."""
        if self._states is None:
            self._states = np.zeros(len(self.column.values), np.int8)
        return self._states

    def _nothing(self, count: int) -> NDArray[Any]:
        return np.full(count, None, np.object_)

    def _codes_of(self, rows: Rows) -> Codes:
        codes = self.column.codes[rows]
        states = self.states
        if self._all_read:
            return codes
        needed = np.zeros(len(states), np.bool_)
        needed[codes] = True
        unread = np.flatnonzero(needed & (states == UNREAD))
        if len(unread):
            self._read_all(unread)
            self._all_read = not (states == UNREAD).any()
        return codes

    def _read_all(self, codes: NDArray[np.intp]) -> None:
        """Read distinct cells that were not read before."""
        empty = self.column.empty[codes]
        self.states[codes[empty]] = EMPTY
        self._read_present(codes[~empty])

    def _read_present(self, codes: NDArray[np.intp]) -> None:
        if self._keeps_texts and self.column.has_only_texts:
            self.values[codes] = self.column.objects[codes]
            self.states[codes] = GOOD
            return
        for code in codes.tolist():
            self._read(code)

    def _read(self, code: int) -> None:
        try:
            value = self.read(self.column.values[code])
        except Refusal as refusal:
            self.bad[code] = refusal.problems[0]
            self.states[code] = BAD
            return
        self.states[code] = EMPTY if value is None else GOOD
        if value is not None:
            self.values[code] = value

    def need(self, rows: Rows) -> None:
        """Read the cells of some rows."""
        if not self._all_read:
            self._codes_of(rows)

    def of_rows(self, rows: Rows) -> NDArray[Any]:
        """Return the values of some rows; None where the cell is missing or could not be read."""
        codes = self._codes_of(rows)
        return self.values[codes]

    def is_empty(self, rows: Rows) -> Flags:
        """Tell for each row whether its cell is missing or could not be read."""
        codes = self._codes_of(rows)
        empty: Flags = (self.states != GOOD)[codes]
        return empty

    def fails(self, rows: Rows) -> Flags:
        """Tell for each row whether its cell could not be read."""
        self.need(rows)
        if not self.bad:
            return np.zeros(len(rows), np.bool_)
        failed: Flags = (self.states == BAD)[self.column.codes[rows]]
        return failed

    def equals(self, rows: Rows, value: object) -> Flags:
        """Tell for each row whether its cell was read as a value."""
        self.need(rows)
        equal = np.fromiter((each == value for each in self.values), np.bool_, len(self.values))
        return equal[self.column.codes[rows]] if equal.any() else np.zeros(len(rows), np.bool_)

    def problem_of(self, row: int) -> Problem:
        """Return the problem of a row that fails."""
        return self.bad[int(self.column.codes[row])]

    # --- what the judge is given

    def column_of(self, rows: Rows) -> EventColumn:
        """Return the values of some rows as a column of events; cells that were not needed so far have none."""
        return Coded(*self.coding_of(rows))

    def coding_of(self, rows: Rows) -> tuple[Objects, Codes]:
        """Return the distinct values, and the code of each of some rows."""
        values, numbers = self._distinct()
        codes = self.column.codes
        if not is_every_row(rows, len(codes)):
            codes = codes[rows]
        return values, codes if numbers is None else numbers[codes]

    def _distinct(self) -> tuple[Objects, Codes | None]:
        """Return the distinct values and the number of each distinct cell's, None where they are those of the cells."""
        good = self.states == GOOD
        if good.all() and self._are_cells:
            return self.values, None
        numbers = np.full(len(good), MISSING, np.int32)
        if self._are_cells:
            numbers[good] = np.arange(np.count_nonzero(good), dtype=np.int32)
            return self.values[good], numbers
        read = self.values[good].tolist()
        found = coded(read)
        numbers[good] = found.codes
        if len(found.values) < len(read):
            _write_shortest(found, read)
        return found.values, numbers

    @property
    def _are_cells(self) -> bool:
        return self._keeps_texts and self.column.has_only_texts


def _write_shortest(column: Coded, read: Sequence[object]) -> None:
    """Let the shortest of equal values (1, 1.0) stand for all of them, so that the order of rows does not decide."""
    for value, code in zip(read, column.codes.tolist(), strict=True):
        if (len(repr(value)), repr(value)) < (len(repr(column.values[code])), repr(column.values[code])):
            column.values[code] = value


def is_every_row(rows: Rows, count: int) -> bool:
    """Tell whether rows, none of them twice, are all there are, in their order."""
    return len(rows) == count and (
        count == 0 or (rows[0] == 0 and rows[-1] == count - 1 and bool((rows[1:] > rows[:-1]).all()))
    )


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
