"""The instants of rows: a time column read by its format, with the lengths of time in other columns added."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.bulk_times import wall_instants, written_times
from jiannuo.core.engines.events.cells import GOOD, Reading, is_every_row
from jiannuo.core.engines.events.time_reading import AFTER, FIRST, read_time, time_out_of_range
from jiannuo.core.engines.events.value_reading import written
from jiannuo.core.engines.mapping.mapping import EPOCHS, Addition, ColumnName, TimeFormat, TimeSource
from jiannuo.core.engines.tabular.tables import Column, Flags, Rows, Table
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.core.values.texts import listed

Instants = NDArray[np.int64]
_LARGEST = Decimal(10**18)


class RowInstants:
    """The instants (microseconds UTC) of the rows of a table by one source of time."""

    def __init__(self, table: Table, source: TimeSource, base: Reading) -> None:
        """Read the instants of a table by a source of time; `base` is the reading of its own columns."""
        self.source = source
        self.readings: list[tuple[Reading, tuple[ColumnName, ...]]] = [(base, source.columns)]
        for addition in source.plus:
            self.readings.append((_addition(table, addition), (addition.column,)))

    def of_rows(self, rows: Rows) -> Instants:
        """Return the instants of rows that have one."""
        base, *additions = (reading for reading, _ in self.readings)
        total: Instants = base.of_rows(rows)
        for addition in additions:
            total = total + addition.of_rows(rows)
        return total

    def fails(self, rows: Rows) -> NDArray[np.bool_]:
        """Tell for each row whether a part of its instant is missing or cannot be read."""
        failed = np.zeros(len(rows), np.bool_)
        for reading, _ in self.readings:
            failed |= reading.is_empty(rows)
        return failed

    def check_zone(self, rows: Rows, *, files: Sequence[str]) -> None:
        """Refuse the files if no time in the rows has a zone, which no row by itself is to blame for."""
        base, columns = self.readings[0]
        base.need(rows)
        if not base.bad or not base.fails(rows).any() or not base.is_empty(rows).all():
            return
        problems = [base.problem_of(row) for row in rows[base.fails(rows)].tolist()]
        if {problem.kind for problem in problems} == {kinds.TIME_WITHOUT_ZONE}:
            name, value = listed(column.text for column in columns), problems[0].values["value"]
            place = columns[0].place
            raise Refusal(kinds.ZONE_MISSING.at(place, file=listed(files), column=name, value=value))


class NumberReading(Reading):
    """A reading whose values are whole numbers of 64 bits, 0 where there is none."""

    def _nothing(self, count: int) -> NDArray[Any]:
        return np.zeros(count, np.int64)


class TimeReading(NumberReading):
    """A reading of instants: written ones are read together as far as they have a usual form."""

    def __init__(self, column: Column, format: TimeFormat) -> None:
        """Read the cells of a column by a format."""
        super().__init__(column, lambda raw: read_time(_as_one(raw), format))
        self.format = format

    def _read_present(self, codes: NDArray[np.intp]) -> None:
        cells = self.column.objects[codes].tolist()
        places = [place for place, cell in enumerate(cells) if _is_written(cell)]
        texts = [str(_as_one(cells[place])) for place in places]
        instants, known = written_times(texts, self.format)
        read = codes[places][known] if places else codes[:0]
        self.values[read] = instants[known]
        self.states[read] = GOOD
        for code in codes[self.states[codes] != GOOD].tolist():
            self._read(code)


class StampReading(NumberReading):
    """A reading of instants that stand in the file as numbers; `instants` are those of all rows."""

    def __init__(self, column: Column, format: TimeFormat, instants: Instants) -> None:
        """Take the instants for those of the column's cells, which the format would read one by one."""
        super().__init__(column, lambda raw: read_time(raw, format))
        self.instants = instants
        self.outside = (instants < FIRST) | (instants >= AFTER)

    def need(self, rows: Rows) -> None:
        """Do nothing: all is read."""

    def of_rows(self, rows: Rows) -> Instants:
        """Return the instants of some rows."""
        return self.instants if is_every_row(rows, len(self.instants)) else self.instants[rows]

    def is_empty(self, rows: Rows) -> Flags:
        """Tell for each row whether it has no instant or one outside the years to reckon with."""
        return self.column.is_missing(rows) | self.fails(rows)

    def fails(self, rows: Rows) -> Flags:
        """Tell for each row whether its instant lies outside the years to reckon with."""
        return self.outside[rows] & ~self.column.is_missing(rows)

    def problem_of(self, row: int) -> Problem:
        """Return the problem of a row that fails."""
        try:
            return time_out_of_range(cast(pa.Array, self.column.array)[row].as_py())
        except (ValueError, OverflowError):  # beyond the years that can be written
            return time_out_of_range(f"{self.instants[row]} µs")


def time_reading(column: Column, format: TimeFormat) -> Reading:
    """Return the reading of a column as instants."""
    instants = None if column.array is None else _stamps(column.array, format)
    return TimeReading(column, format) if instants is None else StampReading(column, format, instants)


def _stamps(array: "pa.Array", format: TimeFormat) -> Instants | None:
    """Return the instants of all cells of an array, 0 for null; None where they must be read one by one."""
    if pa.types.is_timestamp(array.type):
        try:
            stamps = _whole(array.cast(pa.timestamp("us", array.type.tz)).cast(pa.int64()))
        except pa.ArrowInvalid:
            return None
        if array.type.tz is not None:
            return stamps
        instants, certain = wall_instants(stamps, format)
        return instants if certain.all() and not array.null_count else None
    if array.type == pa.int64() and format.pattern in EPOCHS:
        step = EPOCHS[format.pattern]
        return np.clip(_whole(array), FIRST // step - 1, AFTER // step + 1) * step
    return None


def _whole(array: "pa.Array") -> Instants:
    whole: Instants = (array.fill_null(0) if array.null_count else array).to_numpy(zero_copy_only=False)
    return whole


def _is_written(cell: object) -> bool:
    return type(cell) is str or (isinstance(cell, tuple) and all(type(part) is str for part in cell))


def _as_one(raw: object) -> object:
    return " ".join(written(part) for part in raw) if isinstance(raw, tuple) else raw


def _addition(table: Table, addition: Addition) -> Reading:
    column: Column = table.columns[addition.column.text]
    return NumberReading(column, lambda raw: _length(raw, addition.unit))


def _length(raw: object, unit: int) -> int:
    try:
        number = Decimal(written(raw).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) * unit > _LARGEST:
        raise Refusal(kinds.LENGTH_UNREADABLE.at(value=written(raw)[:100]))
    return int(number * unit)
