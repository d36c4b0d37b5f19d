"""One run of the kernel over the promises that look at the same places: what all of them share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jiannuo.core.judging.event_table import NO_SEQ, Rows
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.scanning.roles import Roles, empty_roles, room_needed
from jiannuo.core.judging.kernel.scanning.symbols import SymbolBook, Symbols
from jiannuo.core.judging.kernel.scanning.tracks import Track
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order
from jiannuo.core.judging.kernel.streams.truths import UNKNOWN, Truths
from jiannuo.core.values.compiled_clock import Clocks


@dataclass(frozen=True, eq=False)
class Run:
    """The places of streams with the symbols of their events, and the calendars by number."""

    reader: Reader
    track: Track
    symbols: Symbols
    book: SymbolBook
    calendars: tuple[str, ...]

    def meaning_only(self, parts: Iterable[int]) -> Symbols:
        """Return the symbols with nothing but some parts in what they mean."""
        return self.book.meaning_only(self.symbols, frozenset(parts))

    def roles(self, parts: int) -> Roles:
        """Return roles with room for the events of any one stream; `parts` is how many parts the symbols speak of."""
        return empty_roles(parts, room=self._room)

    @cached_property
    def placed_order(self) -> Order:
        """Return what orders the events, place by place; a single source without `seq` orders nothing simultaneous."""
        world, rows = self.reader.world, self.track.rows
        nothing = np.zeros(len(rows), np.int64)
        has_seq = bool((world.order.seq != NO_SEQ).any())
        several = len(world.table.sources) > 1
        source = world.order.source[rows] if has_seq and several else nothing
        return Order(self.track.at, source, world.order.seq[rows] if has_seq else nothing)

    @cached_property
    def _room(self) -> int:
        return max(1, room_needed(self.track.starts, self.symbols))

    def clocks(self, *, years_ahead: int = 0) -> Clocks:
        """Return the calendars and zones, ready for all instants of the world and some years more."""
        return self.reader.world.remembered(("clocks", years_ahead), lambda: self._clocks(years_ahead))

    def _clocks(self, years_ahead: int) -> Clocks:
        world = self.reader.world
        at = world.table.at
        first, last = int(at.min(initial=world.as_of)), max(int(at.max(initial=world.as_of)), world.as_of)
        until = last + years_ahead * 366 * 86_400_000_000
        return world.almanac.clocks(self.calendars, first=min(first, world.charter.effective), last=until)

    def played(self, part: int, truth: int) -> tuple[Numbers, Rows]:
        """Return the streams and rows of the events that play a part, certainly (1) or maybe (-1)."""
        if truth == UNKNOWN and part not in self.doubted_parts:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        stream, rows, truths = self._plays_at(part, None if truth == 1 else self._doubtful_places)
        kept = truths == truth
        return stream[kept], rows[kept]

    def note_undecided(self, promise: str, part: int) -> None:
        """Note the triggers of a promise that opened nothing because a condition on them is unknown."""
        self.reader.world.note_undecided(promise, self.played(part, -1)[1])

    def plays(self, part: int) -> tuple[Numbers, Rows, Truths]:
        """Return the streams, rows and truths of the events that play a part, each once in its stream.

        One that is seen in several ways is certain if it is certain in any.
        """
        return self._plays_at(part, None)

    @cached_property
    def doubted_parts(self) -> frozenset[int]:
        """Return the parts that some events may play."""
        symbols = self.symbols
        there = np.zeros(len(symbols.starts), np.bool_)
        there[symbols.codes[self._doubtful_places]] = True
        doubted = np.flatnonzero(symbols.truth == UNKNOWN)
        return frozenset(symbols.part[doubted[there[symbols.of_entries(doubted)]]].tolist())

    @cached_property
    def _doubtful_places(self) -> Numbers:
        """Return the places of events that may play a part, and all others at which these events stand."""
        symbols, track = self.symbols, self.track
        doubtful = np.zeros(len(symbols.starts), np.bool_)
        doubtful[symbols.of_entries(np.flatnonzero(symbols.truth == UNKNOWN))] = True
        if not doubtful.any():
            return np.empty(0, np.int64)
        places = np.flatnonzero(doubtful[symbols.codes])
        if track.via is None:
            return places
        return np.flatnonzero(np.isin(track.identity, track.identity[places]))

    def _meant(self, part: int) -> Truths:
        """Return for each symbol how it means a part: certainly (1), maybe (-1) or not (0)."""
        symbols = self.symbols
        entries = np.flatnonzero(symbols.part == part)
        meant = np.zeros(len(symbols.starts), np.int8)
        meant[symbols.of_entries(entries)] = symbols.truth[entries]
        return meant

    def _plays_at(self, part: int, places: Numbers | None) -> tuple[Numbers, Rows, Truths]:
        """Return which of the events at some places (None for all) play a part, each once in its stream."""
        meant, codes = self._meant(part), self.symbols.codes
        if not meant.any():
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int8)
        playing = np.flatnonzero((meant != 0)[codes if places is None else codes[places]])
        places = playing if places is None else places[playing]
        stream, rows, truths = self.track.stream[places], self.track.rows[places], meant[codes[places]]
        if self.track.via is None:
            return stream, rows, truths
        first = np.ones(len(places), np.bool_)
        first[1:] = (np.diff(stream) != 0) | (np.diff(rows) != 0)
        if first.all():
            return stream, rows, truths
        starts = np.flatnonzero(first)
        return stream[starts], rows[starts], np.maximum.reduceat(truths, starts)


def calendar_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of calendars in the order by which compiled code numbers them."""
    return tuple(sorted(names))
