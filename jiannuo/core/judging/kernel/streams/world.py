"""What is known at one instant, in columns: the rows in force, their streams, and how far the record reaches."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from copy import copy
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.event_table import Column, EventTable, Instants, Rows
from jiannuo.core.judging.kernel.streams.almanacs import Almanac
from jiannuo.core.judging.kernel.streams.by_type import rows_by_type
from jiannuo.core.judging.kernel.streams.feeding import recorded_types
from jiannuo.core.judging.kernel.streams.ids import ids_and
from jiannuo.core.judging.kernel.streams.kinship import with_kin
from jiannuo.core.judging.kernel.streams.known import Known, known_rows
from jiannuo.core.judging.kernel.streams.ordering import Order
from jiannuo.core.judging.kernel.streams.reported_gaps import with_reported_gaps
from jiannuo.core.judging.kernel.streams.spans import FOREVER, joined
from jiannuo.core.judging.kernel.streams.streams import Streams, streams_of
from jiannuo.core.judging.kernel.streams.tie_breaking import settle_ties, texts_of
from jiannuo.core.values.calendars import WorkingCalendar
from jiannuo.core.values.instants import write_instant

T = TypeVar("T")
Declared = frozenset[str | None]
_NONE = np.empty(0, np.int64)


class World:
    """All that the kernel may look at; instants are microseconds UTC, events are rows of `table`."""

    def __init__(  # noqa: PLR0913
        self,
        charter: Charter,
        table: EventTable,
        reach: Mapping[str, Reach],
        *,
        as_of: int,
        known_to: int | None = None,
        almanac: Almanac | None = None,
    ) -> None:
        self.charter = charter
        self.almanac = Almanac(charter) if almanac is None else almanac
        self.table = table
        self.as_of = as_of
        self.known: Known = known_rows(table, as_of=as_of, known_to=known_to, left_out=charter.signals)
        self.order = Order(table.at, table.source.astype(np.int64), self.known.seq)
        self.type_codes = {name: code for code, name in enumerate(table.types)}
        self.reach = with_reported_gaps(reach, table, self.known.rows)
        self._memory: dict[Hashable, Any] = {}
        self._undecided: list[tuple[str, Rows, Instants]] = []
        self.recorded = table
        self.doubtful: Rows = np.empty(0, np.int64)
        self.causes: Rows = np.empty(0, np.int64)
        self._given_once: list[str] = []

    def with_signals(self, table: EventTable, doubtful: Rows, *, causes: Rows | None = None) -> "World":
        """Return the world of a longer table, whose rows behind those of this one are signals that the judge gave.

        The `doubtful` rows among them may not have been given. `causes` are, for each, the root of the event that gave it
        (a row, -1 for none).
        """
        added = np.arange(len(self.table), len(table))
        known, world = self.known, copy(self)
        world.table = table
        world.known = Known(
            rows=np.append(known.rows, added),
            seq=np.append(known.seq, table.seq[added]),
            root=np.append(known.root, added),
            chains=known.chains,
        )
        world.order = Order(table.at, table.source.astype(np.int64), world.known.seq)
        world.type_codes = {name: code for code, name in enumerate(table.types)}
        world.doubtful = np.append(self.doubtful, doubtful)
        world.causes = np.append(self.causes, np.full(len(added), -1) if causes is None else causes)
        world._given_once = []
        world._memory = {}
        return world

    @property
    def zone(self) -> str:
        """Return the charter's zone."""
        return self.charter.zone

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for the key before, or make and keep it: a world never changes."""
        if key not in self._memory:
            self._memory[key] = make()
        found: T = self._memory[key]
        return found

    def note_undecided(self, promise: str, rows: Rows = _NONE, *, periods: Instants = _NONE) -> None:
        """Note that some triggers of a promise opened nothing because a condition on them is unknown.

        Triggers are events, or periods that are told by when they start.
        """
        if len(rows) or len(periods):
            self._undecided.append((promise, rows, periods))

    def note_undecided_lives(self, promise: str, start: Instants, began: Rows) -> None:
        """Note the same of lives, told by the events that began them, else (row -1) by when they started."""
        self.note_undecided(promise, self.known.root[began[began >= 0]], periods=start[began < 0])

    @property
    def undecided(self) -> Mapping[str, set[str]]:
        """Return what was noted, per promise: ids of events, and instants."""
        found: dict[str, set[str]] = {}
        for promise, rows, periods in self._undecided:
            named = found.setdefault(promise, set())
            named.update(texts_of(self.ids.taken(rows)).to_pylist())
            named.update(write_instant(at, zone=self.zone) for at in np.unique(periods).tolist())
        return found

    # Events.

    def is_doubtful(self, rows: Rows) -> NDArray[np.bool_]:
        """Tell of events whether they are signals that may not have been given."""
        return np.isin(rows, self.doubtful) if len(self.doubtful) else np.zeros(len(rows), np.bool_)

    def cause_of(self, rows: Rows) -> Rows:
        """Return for each signal the root of the event that gave it, through signals that others gave; else the row."""
        found = rows.copy()
        while True:
            given = np.flatnonzero(found >= len(self.recorded))
            causes = self.causes[found[given] - len(self.recorded)]
            if not (causes >= 0).any():
                return found
            found[given[causes >= 0]] = causes[causes >= 0]

    def row_given_once(self, id_: str) -> int:
        """Return a row behind those of the table that stands for a signal which was given once and is no more."""
        self._given_once.append(id_)
        return len(self.table) + len(self._given_once) - 1

    def streams(self, of: tuple[str, ...]) -> Streams:
        """Return the streams of the events that carry all the attributes `of`."""
        return self.remembered(("streams", of), lambda: self._streams(of))

    def _streams(self, of: tuple[str, ...]) -> Streams:
        streams = streams_of(of, self.kind_of(of), self.table, self.known.rows, self.order)
        return with_kin(streams, self.table, self.ranks)

    def stream_of_row(self, streams: Streams) -> Rows:
        """Return for each row of the table the stream whose key it carries, -1 for none."""
        return self.remembered(("stream of row", streams.of), lambda: self._stream_of_row(streams.own or streams))

    def _stream_of_row(self, streams: Streams) -> Rows:
        found = np.full(len(self.table), -1, np.int64)
        found[streams.rows] = streams.stream_of_place
        return found

    def kind_of(self, of: tuple[str, ...]) -> str | None:
        """Return the subject kind whose id the attributes begin with, if any."""
        kinds = self.charter.subjects.values()
        return next((kind.name for kind in kinds if kind.id and of[: len(kind.id)] == kind.id), None)

    def rows_of_type(self, name: str) -> Rows:
        """Return the rows in force of one type, in no particular order."""
        code = self.type_codes.get(name)
        if code is None:
            return np.empty(0, np.int64)
        types, rows, count = self.table.type, self.known.rows, len(self.table.types)
        listed = self.remembered("rows by type", lambda: rows_by_type(types, rows, count))
        return listed.rows[listed.starts[code] : listed.starts[code + 1]]

    def column(self, type_: str, attribute: str) -> Column | None:
        """Return the column of an attribute of a type, None if no event has it."""
        return self.table.attributes.get((type_, attribute))

    def id_of(self, row: int) -> str:
        """Return the id of an event."""
        once = row - len(self.table)
        return str(self.table.ids.at(row)) if once < 0 else self._given_once[once]

    @property
    def ids(self) -> Column:
        """Return the ids of all events, also of signals that were given once and are no more."""
        return ids_and(self._given_once, behind=self.table.ids)

    def scan_order(self, rows: Rows) -> Rows:
        """Return rows in the one order of events: (at, source, seq, id)."""
        keys = [column[rows] for column in self.order]
        order = np.lexsort(keys[::-1])
        ordered = rows[order]
        equal = np.logical_and.reduce([np.diff(key[order]) == 0 for key in keys])
        settle_ties(ordered, np.flatnonzero(equal) + 1, self.table.ids)
        return ordered

    def ranks(self, rows: Rows) -> Rows:
        """Return for each of some rows its place in scan order among them; the same row has one place."""
        distinct, codes = np.unique(rows, return_inverse=True)
        place = np.empty(len(distinct), np.int64)
        place[np.searchsorted(distinct, self.scan_order(distinct))] = np.arange(len(distinct))
        return place[codes]

    # Calendars and the reach of the record.

    def calendar(self, name: str) -> WorkingCalendar:
        """Return a calendar of the charter, compiled once."""
        return self.almanac.calendar(name)

    def sources_of(self, selectors: Iterable[Selector]) -> frozenset[str]:
        """Return the sources of the events that the selectors name; a type that declares none may come from any.

        A signal comes from the sources of whatever makes it.
        """
        return self.sources_among(self.declared_sources(selectors))

    def sources_among(self, declared: Declared) -> frozenset[str]:
        """Return the sources that are declared; where one is not (None), any may be meant."""
        named = frozenset(source for source in declared if source is not None)
        return named | frozenset(self.reach) if None in declared else named

    def declared_sources(self, selectors: Iterable[Selector]) -> Declared:
        """Return what the charter declares of the sources of the events that selectors name, None where it says nothing."""
        types = tuple(sorted({selector.event for selector in selectors}))
        return self.almanac.settled(("sources", types), lambda: self._declared_sources(types))

    def _declared_sources(self, types: Iterable[str]) -> Declared:
        events = self.charter.events
        recorded = (events[name] for name in recorded_types(types, self.charter) if name in events)
        return frozenset(event_type.source for event_type in recorded if not event_type.built_in)

    def reach_of(self, sources: Iterable[str]) -> Reach:
        """Return how far all the sources together are known: the latest start, the earliest end, every gap.

        `first` is the latest start, declared or seen; `complete_from` the latest of those that are declared.
        """
        named = frozenset(sources)
        return self.remembered(("reach", named), lambda: self._reach_of(sorted(named)))

    def _reach_of(self, named: Sequence[str]) -> Reach:
        reaches = [self.reach[source] for source in named if source in self.reach]
        starts = [reach.first if reach.complete_from is None else reach.complete_from for reach in reaches]
        ends = [reach.complete_until for reach in reaches] + [-FOREVER for s in named if s not in self.reach]
        return Reach(
            complete_until=min(ends, default=FOREVER),
            complete_from=max((r.complete_from for r in reaches if r.complete_from is not None), default=None),
            first=max((start for start in starts if start is not None), default=None),
            gaps=tuple(joined(gap for reach in reaches for gap in reach.gaps)),
        )

    def unreached(self, sources: Iterable[str], *, until: int) -> tuple[str, ...]:
        """Return the names of the sources that are not complete until the instant."""
        return tuple(sorted(s for s in sources if s not in self.reach or self.reach[s].complete_until < until))
