"""Events as columns: what the kernel judges, and what a log is read into.

Row `i` of every column belongs to event `i`; nothing is in any order. Few distinct values are coded, numbers and
instants that differ from row to row stay Arrow arrays.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jiannuo.core.expressions.column_values import values_of
from jiannuo.core.judging.event import Event

Rows = NDArray[np.int64]
Instants = NDArray[np.int64]
Codes = NDArray[np.int32]
MISSING = -1
"""The code of a row without a value."""
NO_SEQ = -(2**63)
"""Stands for a missing `seq`, so that such events come first at their instant."""


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column of values of any type: each distinct value once, and its number for every row (`MISSING` for none)."""

    values: NDArray[np.object_]
    codes: Codes

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def at(self, row: int) -> object:
        """Return the value of a row, None if it has none."""
        code = int(self.codes[row])
        return None if code == MISSING else self.values[code]

    def taken(self, rows: Rows) -> "Coded":
        """Return the column of some rows; -1 stands for a row without a value."""
        if len(self.codes) == 0:
            return Coded(self.values, np.full(len(rows), MISSING, np.int32))
        return Coded(self.values, np.where(rows < 0, MISSING, self.codes[rows]).astype(np.int32))

    def objects(self) -> NDArray[np.object_]:
        """Return the value of every row, None for none."""
        return object_array([*self.values, None])[self.codes]


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """A column as an Arrow array of one of the few types that conditions know (see `expressions.column_values`)."""

    array: "pa.Array"

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.array)

    def at(self, row: int) -> object:
        """Return the value of a row, None if it has none."""
        return values_of(self.array.slice(row, 1))[0]

    def taken(self, rows: Rows) -> "Plain":
        """Return the column of some rows; -1 stands for a row without a value."""
        return Plain(self.array.take(pa.array(rows, mask=rows < 0)))

    def objects(self) -> NDArray[np.object_]:
        """Return the value of every row, None for none."""
        return object_array(values_of(self.array))


@dataclass(frozen=True, slots=True, eq=False)
class RowIds:
    """Ids that name where events were read: a text, a number and a text, which are put together only when asked for.

    `before` and `after` number the texts of `befores` and `afters`; a row without an id has the number -1.
    """

    befores: tuple[str, ...]
    before: NDArray[np.integer[Any]]
    numbers: NDArray[np.int64]
    afters: tuple[str, ...]
    after: NDArray[np.integer[Any]]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.numbers)

    def at(self, row: int) -> object:
        """Return the id of a row, None if it has none."""
        number = int(self.numbers[row])
        return None if number < 0 else f"{self.befores[self.before[row]]}{number}{self.afters[self.after[row]]}"

    def taken(self, rows: Rows) -> "RowIds":
        """Return the ids of some rows; -1 stands for a row without one."""
        if len(self.numbers) == 0:
            nothing = np.zeros(len(rows), np.uint8)
            return RowIds(
                self.befores or ("",), nothing, np.full(len(rows), -1, np.int64), self.afters or ("",), nothing
            )
        numbers = np.where(rows < 0, -1, self.numbers[rows])
        return RowIds(self.befores, self.before[rows], numbers, self.afters, self.after[rows])

    def objects(self) -> NDArray[np.object_]:
        """Return the id of every row, None for none."""
        befores, afters = object_array(self.befores)[self.before], object_array(self.afters)[self.after]
        parts = zip(befores.tolist(), self.numbers.tolist(), afters.tolist(), strict=True)
        return object_array([None if number < 0 else f"{before}{number}{after}" for before, number, after in parts])


Column = Coded | Plain | RowIds


@dataclass(frozen=True, slots=True, eq=False)
class EventTable:
    """Events in columns; instants in microseconds UTC.

    `type` and `source` number the names in `types` and `sources`, which are sorted; `seq` is `NO_SEQ` where there is
    none. Attributes are found by type and name; several types may share one column, whose other rows mean nothing.
    """

    types: tuple[str, ...]
    type: NDArray[np.int16]
    at: Instants
    recorded_at: Instants
    sources: tuple[str, ...]
    source: NDArray[np.int16]
    seq: NDArray[np.int64]
    ids: Column
    attributes: Mapping[tuple[str, str], Column] = field(default_factory=dict)
    supersedes: Column | None = None
    actor: Column | None = None
    actor_kind: Column | None = None
    unit: Column | None = None

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.at)

    def event(self, row: int) -> Event:
        """Return one event."""
        type_ = self.types[self.type[row]]
        found = ((name, column.at(row)) for (of, name), column in self.attributes.items() if of == type_)
        seq = int(self.seq[row])
        return Event(
            id=str(self.ids.at(row)),
            type=type_,
            at=int(self.at[row]),
            recorded_at=int(self.recorded_at[row]),
            attributes={name: value for name, value in found if value is not None},
            seq=None if seq == NO_SEQ else seq,
            source=self.sources[self.source[row]],
            actor=_text(self.actor, row),
            actor_kind=_text(self.actor_kind, row),
            unit=_text(self.unit, row),
            supersedes=_text(self.supersedes, row),
        )

    def events(self) -> Iterator[Event]:
        """Yield every event, type by type."""
        for code, type_ in enumerate(self.types):
            rows = np.flatnonzero(self.type == code)
            yield from self._events_of(type_, rows)

    def _events_of(self, type_: str, rows: Rows) -> Iterator[Event]:
        columns = {name: c.taken(rows).objects() for (of, name), c in self.attributes.items() if of == type_}
        maps: Iterable[dict[str, object]] = (
            {name: value for name, value in zip(columns, values, strict=True) if value is not None}
            for values in zip(*columns.values(), strict=True)
        )
        optional = [_objects(column, rows) for column in (self.actor, self.actor_kind, self.unit, self.supersedes)]
        for id_, at, recorded, attributes, seq, source, actor, kind, unit, replaced in zip(
            self.ids.taken(rows).objects(),
            self.at[rows].tolist(),
            self.recorded_at[rows].tolist(),
            maps if columns else ({} for _ in range(len(rows))),
            self.seq[rows].tolist(),
            self.source[rows].tolist(),
            *optional,
            strict=True,
        ):
            number = None if seq == NO_SEQ else seq
            name = self.sources[source]
            yield Event(str(id_), type_, at, recorded, attributes, number, name, actor, kind, unit, replaced)

    def taken(self, rows: Rows) -> "EventTable":
        """Return the table of some rows."""
        return EventTable(
            types=self.types,
            type=self.type[rows],
            at=self.at[rows],
            recorded_at=self.recorded_at[rows],
            sources=self.sources,
            source=self.source[rows],
            seq=self.seq[rows],
            ids=self.ids.taken(rows),
            attributes=_taken(self.attributes, rows),
            supersedes=None if self.supersedes is None else self.supersedes.taken(rows),
            actor=None if self.actor is None else self.actor.taken(rows),
            actor_kind=None if self.actor_kind is None else self.actor_kind.taken(rows),
            unit=None if self.unit is None else self.unit.taken(rows),
        )


def compacted(table: EventTable) -> EventTable:
    """Return a table whose coded columns hold only the values that they have; a column that types share stays one."""
    made: dict[int, Column] = {}

    def of(column: Column) -> Column:
        if id(column) not in made:
            made[id(column)] = _compacted(column)
        return made[id(column)]

    def of_optional(column: Column | None) -> Column | None:
        return None if column is None else of(column)

    return replace(
        table,
        ids=of(table.ids),
        attributes={name: of(column) for name, column in table.attributes.items()},
        supersedes=of_optional(table.supersedes),
        actor=of_optional(table.actor),
        actor_kind=of_optional(table.actor_kind),
        unit=of_optional(table.unit),
    )


def _compacted(column: Column) -> Column:
    if not isinstance(column, Coded):
        return column
    found, codes = np.unique(column.codes, return_inverse=True)
    shift = int(MISSING in found)
    return Coded(column.values[found[shift:]], (codes - shift).astype(np.int32))


def table_of(events: Iterable[Event]) -> EventTable:
    """Return events as a table."""
    listed = list(events)
    types = tuple(sorted({event.type for event in listed}))
    sources = tuple(sorted({event.source for event in listed}))
    type_codes, source_codes = _numbers(types), _numbers(sources)
    names = sorted({(event.type, name) for event in listed for name in event.attributes})
    return EventTable(
        types=types,
        type=np.array([type_codes[event.type] for event in listed], np.int16),
        at=np.array([event.at for event in listed], np.int64),
        recorded_at=np.array([event.recorded_at for event in listed], np.int64),
        sources=sources,
        source=np.array([source_codes[event.source] for event in listed], np.int16),
        seq=np.array([NO_SEQ if event.seq is None else event.seq for event in listed], np.int64),
        ids=coded([event.id for event in listed]),
        attributes={(of, name): coded(_attribute(listed, of, name)) for of, name in names},
        supersedes=_optional([event.supersedes for event in listed]),
        actor=_optional([event.actor for event in listed]),
        actor_kind=_optional([event.actor_kind for event in listed]),
        unit=_optional([event.unit for event in listed]),
    )


def coded(values: Sequence[object]) -> Coded:
    """Return values as a coded column. Equal values of different types (1 and true) stay apart."""
    numbers: dict[tuple[type, object], int] = {}
    codes = [MISSING if v is None else numbers.setdefault((type(v), v), len(numbers)) for v in values]
    return Coded(object_array([value for _, value in numbers]), np.array(codes, np.int32))


def object_array(values: Sequence[object]) -> NDArray[np.object_]:
    """Return an array of Python objects, whatever they are."""
    array = np.empty(len(values), np.object_)
    for place, value in enumerate(values):
        array[place] = value
    return array


def _attribute(events: Sequence[Event], of: str, name: str) -> list[object]:
    return [event.attributes.get(name) if event.type == of else None for event in events]


def _optional(values: Sequence[object]) -> Coded | None:
    return coded(values) if any(value is not None for value in values) else None


def _numbers(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _text(column: Column | None, row: int) -> str | None:
    return None if column is None else cast("str | None", column.at(row))


def _objects(column: Column | None, rows: Rows) -> Iterable[Any]:
    return [None] * len(rows) if column is None else column.taken(rows).objects()


def _taken(columns: Mapping[tuple[str, str], Column], rows: Rows) -> dict[tuple[str, str], Column]:
    """Return columns of some rows; a column that types share stays one."""
    made: dict[int, Column] = {}
    for column in columns.values():
        if id(column) not in made:
            made[id(column)] = column.taken(rows)
    return {name: made[id(column)] for name, column in columns.items()}
