"""The readings of a table that several rules have in common, so that no cell is read twice in the same way."""

from collections.abc import Sequence
from typing import TypeVar

from jiannuo.core.engines.events.cells import Reading, constant_column, joined
from jiannuo.core.engines.events.direct_reading import value_reading
from jiannuo.core.engines.events.instants import time_reading
from jiannuo.core.engines.mapping.mapping import ColumnName, TimeFormat, ValueSource
from jiannuo.core.engines.tabular.tables import Column, Table
from jiannuo.core.expressions.types import AttributeType

_Key = TypeVar("_Key")
_Made = TypeVar("_Made")


class SharedReadings:
    """Reads a table; what was read once is given again."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._joined: list[tuple[tuple[ColumnName, ...], Column]] = []
        self._times: list[tuple[tuple[tuple[ColumnName, ...], TimeFormat], Reading]] = []
        self._values: list[tuple[tuple[ValueSource, str, AttributeType | None], Reading]] = []

    # Sources hold maps, which have no hash; there are few enough of them to be compared one by one.

    def joined(self, columns: Sequence[ColumnName]) -> Column:
        """Return some columns as one."""
        found = _found(self._joined, tuple(columns))
        if found is None:
            found = joined(self.table, columns)
            self._joined.append((tuple(columns), found))
        return found

    def time(self, columns: Sequence[ColumnName], format: TimeFormat) -> Reading:
        """Return the reading of some columns as instants."""
        found = _found(self._times, (tuple(columns), format))
        if found is None:
            found = time_reading(self.joined(columns), format)
            self._times.append(((tuple(columns), format), found))
        return found

    def value(self, source: ValueSource, *, name: str, attribute: AttributeType | None) -> Reading:
        """Return the reading of a value as a type."""
        found = _found(self._values, (source, name, attribute))
        if found is None:
            column = self._cells_of(source)
            found = value_reading(column, source, name=name, attribute=attribute)
            self._values.append(((source, name, attribute), found))
        return found

    def _cells_of(self, source: ValueSource) -> Column:
        if source.constant is None:
            return self.joined(source.columns)
        return constant_column(source.constant, length=len(self.table))


def _found(made: Sequence[tuple[_Key, _Made]], wanted: _Key) -> _Made | None:
    return next((each for key, each in made if key == wanted), None)
