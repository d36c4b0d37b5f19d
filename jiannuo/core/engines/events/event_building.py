"""Building the events of a log out of what its rules made: the last step from readings to one table of events."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.cells import Reading
from jiannuo.core.engines.events.event_columns import EventColumns
from jiannuo.core.engines.events.extracting import Draft, Extract
from jiannuo.core.engines.events.instants import RowInstants
from jiannuo.core.engines.events.sightings import Sightings
from jiannuo.core.engines.tabular.tables import Rows, Table
from jiannuo.core.judging.event_table import (
    MISSING,
    NO_SEQ,
    Coded,
    Column,
    EventTable,
    RowIds,
    coded,
    object_array,
)
from jiannuo.core.values.problems import Refusal

MOST_TYPES = 2**15 - 1
"""How many types of event a log may have: more are no types, but another column."""
_Numbers = NDArray[np.int64]


def build_events(table: Table, extracts: Sequence[Extract]) -> Sightings:
    """Return the events that rules made of a table. Raises Refusal where they are of too many types."""
    return _Building(table, extracts).sightings()


class _Building:
    def __init__(self, table: Table, extracts: Sequence[Extract]) -> None:
        self.table = table
        self.extracts = extracts
        self.rows: Rows = _joined([extract.rows for extract in extracts], np.int64)
        self._columns: dict[int, Column] = {}

    def sightings(self) -> Sightings:
        rules = [np.full(len(extract.rows), place, np.int16) for place, extract in enumerate(self.extracts)]
        numbered = tuple(extract.bound.rule for extract in self.extracts)
        return Sightings(self._events(), self.table, self.rows, _joined(rules, np.int16), numbered)

    def _events(self) -> EventTable:
        types, type_ = self._named(lambda draft: draft.bound.name)
        if len(types) > MOST_TYPES:
            raise Refusal(kinds.TOO_MANY_TYPES.at(count=len(types), limit=MOST_TYPES))
        sources, source = self._named(lambda draft: draft.bound.source)
        supersedes = self._optional(lambda columns: columns.supersedes)
        at = self._instants(lambda columns: columns.at)
        told = any(extract.columns.recorded_at is not None for extract in self.extracts)
        return EventTable(
            types=types,
            type=type_.astype(np.int16),
            at=at,
            recorded_at=self._instants(lambda columns: columns.recorded_at or columns.at) if told else at,
            sources=sources,
            source=source.astype(np.int16),
            seq=self._seq(supersedes),
            ids=self._ids(),
            attributes=self._attributes(),
            supersedes=supersedes,
            actor=self._optional(lambda columns: columns.actor),
            actor_kind=self._optional(lambda columns: columns.actor_kind),
            unit=self._optional(lambda columns: columns.unit),
        )

    def _named(self, name: Callable[[Draft], str]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
        """Return the names that drafts with events have, sorted, and the number of each event's."""
        parts = [[name(draft) for draft in extract.drafts] for extract in self.extracts]
        used = {
            names[number]
            for names, extract in zip(parts, self.extracts, strict=True)
            for number in np.flatnonzero(np.bincount(extract.types, minlength=len(names)))
        }
        numbers = {each: number for number, each in enumerate(sorted(used))}
        return tuple(numbers), self._by_draft([[numbers.get(each, 0) for each in names] for names in parts])

    def _by_draft(self, values: Sequence[Sequence[int]]) -> NDArray[np.int32]:
        """Return what is said of each draft of each rule for every event."""
        parts = []
        for extract, each in zip(self.extracts, values, strict=True):
            if len(each) == 1:
                parts.append(np.full(len(extract.rows), each[0], np.int32))
            else:
                parts.append(np.array([*each, 0], np.int32)[extract.types])
        return _joined(parts, np.int32)

    def _instants(self, wanted: Callable[[EventColumns], RowInstants]) -> _Numbers:
        parts = [wanted(extract.columns).of_rows(extract.rows) for extract in self.extracts]
        return parts[0] if len(parts) == 1 else _joined(parts, np.int64)

    def _seq(self, supersedes: Column | None) -> _Numbers:
        """Return the `seq` of each event; a correction takes its place from what it replaces, not from its row."""
        seq = _joined([self._seq_of(extract) for extract in self.extracts], np.int64)
        if isinstance(supersedes, Coded):
            by_row = [np.full(len(e.rows), e.columns.seq == "row", np.bool_) for e in self.extracts]
            seq[_joined(by_row, np.bool_) & (supersedes.codes != MISSING)] = NO_SEQ
        return seq

    def _seq_of(self, extract: Extract) -> _Numbers:
        seq = extract.columns.seq
        if seq is None:
            return np.full(len(extract.rows), NO_SEQ, np.int64)
        numbers: _Numbers = seq.of_rows(extract.rows) if isinstance(seq, Reading) else self.table.numbers[extract.rows]
        return numbers

    # --- ids

    def _ids(self) -> Column:
        if all(extract.columns.id is None for extract in self.extracts):
            return self._row_ids()
        if all(extract.columns.id is not None for extract in self.extracts):
            return self._joined_readings([extract.columns.id for extract in self.extracts])
        own, found = self._row_ids().objects(), []
        for part, extract in zip(self._slices(), self.extracts, strict=True):
            found += (own[part] if extract.columns.id is None else extract.columns.id.of_rows(extract.rows)).tolist()
        return coded(found)

    def _row_ids(self) -> RowIds:
        befores: dict[str, int] = {}
        afters: dict[str, int] = {}
        after, before = [], []
        for extract in self.extracts:
            suffixes = extract.columns.suffixes
            names = [draft.bound.name for draft in extract.drafts]
            after.append([afters.setdefault(f":{n}{suffixes.get(n, '')}", len(afters)) for n in names])
            before.append(
                [
                    [befores.setdefault(self._before(draft, file), len(befores)) for file in self.table.names]
                    for draft in extract.drafts
                ]
            )
        return RowIds(
            befores=tuple(befores),
            before=_small(self._before_codes(before)),
            numbers=self.table.numbers[self.rows],
            afters=tuple(afters),
            after=_small(self._by_draft(after)),
        )

    def _before(self, draft: Draft, file: str) -> str:
        return f"{draft.bound.source}:{file}:" if draft.bound.source else f"{file}:"

    def _before_codes(self, numbers: Sequence[Sequence[Sequence[int]]]) -> NDArray[np.int32]:
        parts = []
        for extract, each in zip(self.extracts, numbers, strict=True):
            if not each:
                continue
            files = self.table.file_codes[extract.rows]
            parts.append(np.array(each, np.int32)[extract.types, files])
        return _joined(parts, np.int32)

    # --- values

    def _slices(self) -> list[slice]:
        ends = np.cumsum([0, *(len(extract.rows) for extract in self.extracts)]).tolist()
        return [slice(first, end) for first, end in pairwise(ends)]

    def _optional(self, wanted: Callable[[EventColumns], Reading | None]) -> Column | None:
        """Return a column that events need not have, None where none has a value."""
        readings = [wanted(extract.columns) for extract in self.extracts]
        if all(reading is None for reading in readings):
            return None
        column = self._joined_readings(readings)
        return column if isinstance(column, Coded) and (column.codes != MISSING).any() else None

    def _attributes(self) -> dict[tuple[str, str], Column]:
        found: dict[tuple[str, str], list[Reading | None]] = {}
        for place, extract in enumerate(self.extracts):
            for draft in extract.drafts:
                for name, reading in draft.attributes.items():
                    key = (draft.bound.name, name)
                    found.setdefault(key, [None] * len(self.extracts))[place] = reading
        return {key: self._shared(readings) for key, readings in found.items()}

    def _shared(self, readings: Sequence[Reading | None]) -> Column:
        """Return the column of the readings of the rules; one reading's serves all rows, whose others mean nothing."""
        distinct = {id(reading): reading for reading in readings if reading is not None}
        if len(distinct) == 1:
            number, reading = distinct.popitem()
            if number not in self._columns:
                self._columns[number] = reading.column_of(self.rows)
            return self._columns[number]
        return self._joined_readings(readings)

    def _joined_readings(self, readings: Sequence[Reading | None]) -> Column:
        """Return the column of the events of all rules, each rule's by its own reading; None has no values."""
        for reading, extract in zip(readings, self.extracts, strict=True):
            if reading is not None:
                reading.need(extract.rows)
        if len(readings) == 1 and readings[0] is not None:
            return readings[0].column_of(self.rows)
        numbers: dict[tuple[type, object], int] = {}
        codes = []
        for reading, extract in zip(readings, self.extracts, strict=True):
            if reading is None:
                codes.append(np.full(len(extract.rows), MISSING, np.int32))
            else:
                codes.append(_renumbered(reading.column_of(extract.rows), numbers))
        return Coded(object_array([value for _, value in numbers]), _joined(codes, np.int32))


def _renumbered(column: Column, numbers: dict[tuple[type, object], int]) -> NDArray[np.int32]:
    """Return the codes of a column among the values of several columns."""
    if not isinstance(column, Coded):
        column = coded(column.objects().tolist())
    table = [numbers.setdefault((type(value), value), len(numbers)) for value in column.values]
    return np.array([*table, MISSING], np.int32)[column.codes]


def _joined(parts: Sequence[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *parts])


def _small(codes: NDArray[np.int32]) -> NDArray[np.integer[Any]]:
    """Return numbers in as few bytes as they need."""
    return codes.astype(np.min_scalar_type(int(codes.max(initial=0))))
