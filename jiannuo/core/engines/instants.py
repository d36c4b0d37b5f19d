"""The instants of rows: a time column read by its format, with the lengths of time in other columns added."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.cells import Reading, joined
from jiannuo.core.engines.mapping import Addition, ColumnName, TimeSource
from jiannuo.core.engines.tables import Column, Rows, Table
from jiannuo.core.engines.time_reading import read_time
from jiannuo.core.engines.value_reading import written
from jiannuo.core.values.problems import Refusal

Instants = NDArray[np.int64]
_LARGEST = Decimal(10**18)


class RowInstants:
    """The instants (microseconds UTC) of the rows of a table by one source of time."""

    def __init__(self, table: Table, source: TimeSource) -> None:
        self.source = source
        column = joined(table, source.columns)
        base = Reading(column, lambda raw: read_time(_as_one(raw), source.format))
        self.readings: list[tuple[Reading, tuple[ColumnName, ...]]] = [(base, source.columns)]
        for addition in source.plus:
            self.readings.append((_addition(table, addition), (addition.column,)))

    def of_rows(self, rows: Rows) -> Instants:
        """Return the instants of rows that have one."""
        total = np.zeros(len(rows), np.int64)
        for reading, _ in self.readings:
            total += reading.of_rows(rows).astype(np.int64)
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
        base.of_rows(rows)
        if base.bad and not base.has_values and {p.kind for p in base.bad.values()} == {kinds.TIME_WITHOUT_ZONE}:
            name, value = ", ".join(column.text for column in columns), next(iter(base.bad.values())).values["value"]
            place = columns[0].place
            raise Refusal(kinds.ZONE_MISSING.at(place, file=", ".join(files), column=name, value=value))


def _as_one(raw: object) -> object:
    return " ".join(written(part) for part in raw) if isinstance(raw, tuple) else raw


def _addition(table: Table, addition: Addition) -> Reading:
    column: Column = table.columns[addition.column.text]
    return Reading(column, lambda raw: _length(raw, addition.unit))


def _length(raw: object, unit: int) -> int:
    try:
        number = Decimal(written(raw).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) * unit > _LARGEST:
        raise Refusal(kinds.LENGTH_UNREADABLE.at(value=written(raw)[:100]))
    return int(number * unit)
