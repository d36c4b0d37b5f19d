"""Decision tables and calendars as functions of conditions at many positions: `lookup` and `overlap`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import numpy as np
import pyarrow as pa

from jiannuo.core.charters.charter import Cell, Row, Table
from jiannuo.core.expressions.column_values import LENGTHS
from jiannuo.core.expressions.comparing import Zoned, compare
from jiannuo.core.expressions.faults import Fault
from jiannuo.core.expressions.syntax import Call, Literal, Selector
from jiannuo.core.judging.event_table import MISSING, Coded, Column, Plain, Rows, coded, object_array
from jiannuo.core.judging.kernel.reading.combinations import combined
from jiannuo.core.judging.kernel.reading.reading import Answer, Reader
from jiannuo.core.judging.kernel.streams.columns import codes_of, micros_of
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.values.compiled_clock import NONE

_Inputs = Sequence[object]


def lookup(reader: Reader, call: Call, sites: Sites) -> Column:
    """Answer `lookup('table', inputs).out`: the row in force at the opening that fits; none if none is known to.

    The table is looked into once for each distinct combination of inputs (and of the records that were its rows).
    """
    table = reader.charter.tables[_named(call)]
    inputs = [codes_of(reader.read(each, sites)) for each in call.arguments[1:] if not isinstance(each, Selector)]
    records = _Records(reader, table) if table.rows_from is not None else None
    known = _known_records(records, reader, sites)
    distinct, codes = combined([*inputs, known], len(sites))
    output = list(table.outputs).index(call.field) if call.field else 0
    found: list[object] = [None] * len(distinct)
    for number in sorted(range(len(distinct)), key=lambda number: distinct[number][-1]):
        *parts, version = distinct[number]
        values = [None if code == MISSING else column.values[code] for column, code in zip(inputs, parts, strict=True)]
        rows = table.rows if records is None else records.by(known.values[version])
        found[number] = _looked_up(table, rows, values, output, reader.world)
    return coded(found).taken(codes)


def _named(call: Call) -> str:
    return str(cast(Literal, call.arguments[0]).value)


def _looked_up(table: Table, rows: Iterable[Row], inputs: _Inputs, output: int, around: Zoned) -> object:
    fits = ((_fits(row, inputs, around), row.outputs[output]) for row in rows)
    if table.hit == "collect":
        hits = list(fits)
        return None if any(fit is None for fit, _ in hits) else tuple(value for fit, value in hits if fit)
    for fit, value in fits:
        if fit is not False:
            return value if fit else None
    return None if table.otherwise is None else table.otherwise[output]


def _fits(row: Row, inputs: _Inputs, around: Zoned) -> bool | None:
    verdicts = [_passes(cell, value, around) for cell, value in zip(row.tests, inputs, strict=True)]
    return False if False in verdicts else None if None in verdicts else True


def _passes(cell: Cell, value: object, around: Zoned) -> bool | None:
    if cell.operator == "any":
        return True
    if value is None or cell.value is None:
        return None
    try:
        return compare(cell.operator, value, cell.value, around)
    except Fault:
        return None


# Rows that were recorded.


class _Records:
    """The recorded rows of a table: of each combination of inputs the latest that was recorded by an instant."""

    def __init__(self, reader: Reader, table: Table) -> None:
        world, event = reader.world, table.rows_from or ""
        rows = world.scan_order(world.rows_of_type(event))
        self.at = world.table.at[rows]
        self._inputs = _values(reader, event, table.inputs, rows)
        self._outputs = _values(reader, event, table.outputs, rows)
        self._latest: dict[tuple[object, ...], Row] = {}
        self._count = 0

    def by(self, count: object) -> Iterable[Row]:
        """Return the rows that the first records make; to be asked for more and more of them."""
        for number in range(self._count, cast(int, count)):
            key = self._inputs[number]
            self._latest[key] = Row(tuple(Cell("=", value) for value in key), self._outputs[number])
        self._count = max(self._count, cast(int, count))
        return self._latest.values()


def _values(reader: Reader, event: str, names: Iterable[str], rows: Rows) -> list[tuple[object, ...]]:
    columns = [reader.world.column(event, name) for name in names]
    values = [[None] * len(rows) if column is None else column.taken(rows).objects() for column in columns]
    return list(zip(*values, strict=True))


def _known_records(records: _Records | None, reader: Reader, sites: Sites) -> Coded:
    """Return for each position how many records there were when its obligation opened."""
    if records is None:
        return Coded(object_array([0]), np.zeros(len(sites), np.int32))
    opened = sites.at
    if sites.trigger is not None:
        opened = np.where(sites.trigger >= 0, reader.world.table.at[sites.trigger], sites.at)
    distinct, codes = np.unique(np.searchsorted(records.at, opened, side="right"), return_inverse=True)
    return Coded(object_array(distinct.tolist()), codes.astype(np.int32))


# Calendars.


def overlap(reader: Reader, call: Call, sites: Sites) -> Column:
    """Answer `overlap('calendar', from, to)`: how long the calendar is open between two instants, as elapsed time."""
    start, end = (
        micros_of(reader.read(each, sites), missing=NONE)
        for each in call.arguments[1:]
        if not isinstance(each, Selector)
    )
    calendar = reader.world.calendar(_named(call))
    first, last = calendar.known_span
    known = (start != NONE) & (end != NONE) & (np.minimum(start, end) >= first) & (np.maximum(start, end) <= last)
    there = np.flatnonzero(known)
    open_for = np.zeros(len(sites), np.int64)
    if len(there):
        open_for[there] = calendar.measure(start[there], end[there])
    return Plain(pa.array(open_for, mask=~known).cast(LENGTHS))


TABLES: Mapping[str, Answer] = {"lookup": lookup, "overlap": overlap}
"""The functions of tables and calendars by name."""
