"""Attributes of events, many at once: recorded, built in, or computed from others."""

from collections.abc import Mapping

import numpy as np

from jiannuo.core.charters.charter import Charter
from jiannuo.core.expressions.syntax import Expression
from jiannuo.core.judging.event_table import NO_SEQ, Coded, Column, Rows, object_array
from jiannuo.core.judging.kernel.streams.columns import assembled, filled, instants, integers, nothing
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites, at_events
from jiannuo.core.judging.kernel.streams.tie_breaking import texts_of
from jiannuo.core.judging.kernel.streams.world import World

BUILT_IN = ("at", "recorded_at", "id", "seq", "source", "actor", "actor_kind", "unit")
"""What every event has, unless it records an attribute of that name."""


class EventReader:
    """Reads attributes of events in a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def charter(self) -> Charter:
        """Return the charter."""
        return self.world.charter

    def read(self, expression: Expression, sites: Sites) -> Column:
        """Return the value of an expression at every position."""
        raise NotImplementedError

    def attribute_of(self, name: str, rows: Rows, sites: Sites) -> Column:
        """Return an attribute of events, one for each position; -1 stands for no event."""
        types = self.types_of(rows)
        alike = self._read_alike(name, types)
        if len(alike) == 1 and int(rows.min()) >= 0:
            return self._of_type(types[0], name, rows, sites)
        parts = []
        for group in alike:
            there = np.flatnonzero((rows >= 0) & np.isin(self.world.table.type[rows], group))
            parts.append((there, self._of_type(group[0], name, rows[there], sites.some(there))))
        return assembled(parts, len(rows))

    def attributes_by_type(self, names: Mapping[str, str], rows: Rows, sites: Sites) -> Column:
        """Return for each event the attribute that is named for its type."""
        if len(set(names.values())) == 1:
            return self.attribute_of(next(iter(names.values())), rows, sites)
        parts = []
        for type_, name in names.items():
            there = self.places_of_type(type_, rows)
            parts.append((there, self.attribute_of(name, rows[there], sites.some(there))))
        return assembled(parts, len(rows))

    def places_of_type(self, type_: str, rows: Rows) -> Numbers:
        """Return where events of a type stand among rows."""
        code = self.world.type_codes.get(type_, -1)
        return np.flatnonzero((rows >= 0) & (self.world.table.type[rows] == code))

    def types_of(self, rows: Rows) -> list[int]:
        """Return the types that stand among rows, as numbers of the table."""
        counts = np.bincount(self.world.table.type[rows[rows >= 0]], minlength=1)
        found: list[int] = np.flatnonzero(counts).tolist()
        return found

    def _read_alike(self, name: str, types: list[int]) -> list[list[int]]:
        """Group types of events whose attribute is read in one go: of one column, computed in one way."""
        groups: dict[tuple[int, int], list[int]] = {}
        for code in types:
            type_ = self.world.table.types[code]
            groups.setdefault((id(self.world.column(type_, name)), id(self._computed(type_, name))), []).append(code)
        return list(groups.values())

    def _computed(self, type_: str, name: str) -> Expression | None:
        declared = self.charter.events.get(type_)
        return None if declared is None or name in BUILT_IN else declared.computed.get(name)

    def _of_type(self, code: int, name: str, rows: Rows, sites: Sites) -> Column:
        """Return an attribute of events of one type: a recorded value, else what is built in, else what is computed."""
        type_ = self.world.table.types[code]
        column = self.world.column(type_, name)
        found = None if column is None else column.taken(rows)
        other = self._built_in(name, rows) if name in BUILT_IN else None
        computed = self._computed(type_, name)
        if computed is not None:
            at = self.world.table.at[rows]
            other = self.read(computed, at_events(sites.streams, sites.stream, rows, at, sites=sites))
        if found is None:
            return nothing(len(rows)) if other is None else other
        return found if other is None else filled(found, other)

    def _built_in(self, name: str, rows: Rows) -> Column | None:
        table = self.world.table
        if name in ("at", "recorded_at"):
            return instants((table.at if name == "at" else table.recorded_at)[rows])
        if name == "source":
            return Coded(object_array(table.sources), table.source[rows].astype(np.int32))
        if name == "seq":
            places = self.world.known.seq[rows]
            return integers(places, missing=places == NO_SEQ)
        if name == "id":
            return _as_texts(table.ids.taken(rows))
        column = {"actor": table.actor, "actor_kind": table.actor_kind, "unit": table.unit}[name]
        return None if column is None else column.taken(rows)


def _as_texts(ids: Column) -> Column:
    texts = [None if text is None else text for text in texts_of(ids).to_pylist()]
    return Coded(object_array(texts), np.arange(len(texts), dtype=np.int32))
