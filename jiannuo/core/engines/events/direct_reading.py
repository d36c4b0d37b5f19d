"""Reading values: distinct cell by distinct cell, or a column of numbers or instants as it stands in the file."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.engines.events.cells import Reading, is_every_row
from jiannuo.core.engines.events.time_reading import EARLIEST_YEAR
from jiannuo.core.engines.events.value_reading import read_value
from jiannuo.core.engines.mapping.mapping import ValueSource
from jiannuo.core.engines.tabular.tables import ArrayColumn, Column, Flags, Rows
from jiannuo.core.expressions.column_values import INSTANTS
from jiannuo.core.expressions.conforming import conform
from jiannuo.core.expressions.types import AttributeType, Plain, SubjectOf
from jiannuo.core.judging.event_table import Column as EventColumn
from jiannuo.core.judging.event_table import Plain as PlainColumn
from jiannuo.core.values.zones import LAST_YEAR

_TEXTS = ("text", "party")
_LEAST, _MOST = 1e-4, 1e15
"""Between these a binary number is written without an exponent."""


def value_reading(column: Column, source: ValueSource, *, name: str, attribute: AttributeType | None) -> Reading:
    """Return the reading of a column as the values of an attribute; without a type, as what the file holds."""

    def read(raw: object) -> object:
        return read_value(raw, source, name=name, attribute=attribute)

    array = None if column.array is None else _direct(column.array, source, attribute)
    if array is not None:
        return ArrayReading(column, read, array)
    if isinstance(column, ArrayColumn) and attribute is not None and _is_textual(attribute):
        column = column.texts or column
    return Reading(column, read, keeps_texts=not source.names and (attribute is None or _is_textual(attribute)))


def _is_textual(attribute: AttributeType) -> bool:
    type_ = attribute.type
    return isinstance(type_, SubjectOf) or (isinstance(type_, Plain) and type_.kind in _TEXTS)


class ArrayReading(Reading):
    """A reading of a column whose cells are the values, all of them of their type."""

    def __init__(self, column: Column, read: Callable[[object], object], array: "pa.Array") -> None:
        """Take the array for the values of the column's cells, which `read` would read one by one."""
        super().__init__(column, read)
        self.cells = array

    def is_empty(self, rows: Rows) -> Flags:
        """Tell for each row whether its cell is missing."""
        return self.column.is_missing(rows)

    def fails(self, rows: Rows) -> Flags:
        """Tell for each row whether its cell could not be read: all could."""
        return np.zeros(len(rows), np.bool_)

    def need(self, rows: Rows) -> None:
        """Do nothing: all is read."""

    def column_of(self, rows: Rows) -> EventColumn:
        """Return the values of some rows as a column of events."""
        return PlainColumn(self.cells if is_every_row(rows, len(self.cells)) else self.cells.take(pa.array(rows)))


# --- columns whose cells are values


def _direct(array: "pa.Array", source: ValueSource, attribute: AttributeType | None) -> "pa.Array | None":
    """Return the cells as values, None unless every one of them is of the type."""
    changed = source.names or source.split or source.unit or source.multiplier != 1 or source.divisor != 1
    if changed or not len(array):
        return None
    if attribute is None:
        kind: str = _kind_of(array.type)
    else:
        kind = attribute.type.kind if isinstance(attribute.type, Plain) else ""
    reader = _DIRECT.get(kind)
    return None if reader is None else reader(array, attribute)


def _kind_of(found: "pa.DataType") -> str:
    kinds = pa.types
    if kinds.is_boolean(found):
        return "boolean"
    if kinds.is_timestamp(found):
        return "instant"
    if kinds.is_date32(found):
        return "date"
    return "number"


def _number(array: "pa.Array", attribute: AttributeType | None) -> "pa.Array | None":
    if array.type == pa.int64():
        return array
    if not pa.types.is_floating(array.type):
        return None
    sizes = pc.abs(array)
    usual = pc.or_(pc.equal(sizes, 0), pc.and_(pc.greater_equal(sizes, _LEAST), pc.less(sizes, _MOST)))
    return array if pc.all(usual, min_count=0).as_py() else None


def _integer(array: "pa.Array", attribute: AttributeType | None) -> "pa.Array | None":
    if array.type != pa.int64() or attribute is None:
        return None
    ends = pc.min_max(array).as_py().values()
    return array if all(end is None or conform(end, attribute) is None for end in ends) else None


def _boolean(array: "pa.Array", attribute: AttributeType | None) -> "pa.Array | None":
    return array if pa.types.is_boolean(array.type) else None


def _date(array: "pa.Array", attribute: AttributeType | None) -> "pa.Array | None":
    if not pa.types.is_date32(array.type):
        return None
    return array if _lies_within(array, date(1, 1, 1), date(9999, 12, 31)) else None


def _instant(array: "pa.Array", attribute: AttributeType | None) -> "pa.Array | None":
    if not pa.types.is_timestamp(array.type) or array.type.tz is None:
        return None
    try:
        instants = array.cast(INSTANTS)
    except pa.ArrowInvalid:
        return None
    first, last = datetime(EARLIEST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR, 12, 31, tzinfo=UTC)
    return instants if _lies_within(instants, first, last) else None


def _lies_within(array: "pa.Array", first: date, last: date) -> bool:
    ends = pc.min_max(array)
    low, high = pa.scalar(first, array.type), pa.scalar(last, array.type)
    inside = pc.and_(pc.greater_equal(ends["min"], low), pc.less_equal(ends["max"], high)).as_py()
    return inside is None or bool(inside)


_DIRECT = {"number": _number, "integer": _integer, "boolean": _boolean, "instant": _instant, "date": _date}
