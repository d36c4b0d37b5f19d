"""Openings that speak for themselves: where limits, plans, periods or members differ from obligation to obligation."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from jiannuo.core.charters.charter import Expect, ForEach, Never, Promise
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.judging.event_table import Coded, Column, Instants, Rows, object_array
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.columns import codes_of, micros_of
from jiannuo.core.judging.kernel.streams.latest import Listed, Positions
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order, is_past
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.values.compiled_clock import ALWAYS_OPEN, NONE, unit_code
from jiannuo.core.values.compiling import compiled
from jiannuo.core.values.durations import Duration

NO_UNIT = -1
NO_MEMBER = -1


@dataclass(frozen=True, slots=True, eq=False)
class Drafts:
    """The openings of one promise, in the order of streams: what opened each, and of what kind it is (see `rules`)."""

    kind: Numbers
    stream: Numbers
    row: Rows
    start: Instants
    period_end: Instants
    member: Numbers

    def __len__(self) -> int:
        """Return the number of openings."""
        return len(self.kind)

    def sites(self, streams: Streams, members: Column | None, attribute: str) -> Sites:
        """Return the positions at which limits, owners and members are read."""
        rows = None if (self.row < 0).all() else self.row
        has_period = len(self) and (self.period_end != NONE).any()
        return Sites(
            streams,
            self.stream,
            self.start,
            own=rows,
            here=rows,
            trigger=rows,
            period=(self.start, self.period_end) if has_period else None,
            member=None if members is None else (attribute, members.taken(self.member)),
        )


def drafts_of(kind: int, stream: Numbers, row: Rows, start: Instants, *, ends: Instants | None = None) -> Drafts:
    """Return openings of one kind, without members."""
    count = len(stream)
    until = np.full(count, NONE) if ends is None else ends
    return Drafts(np.full(count, kind), stream, row, start, until, np.full(count, NO_MEMBER))


def together(parts: Sequence[Drafts]) -> Drafts:
    """Return all openings in the order of streams, those of one stream as they were."""
    order = np.argsort(np.concatenate([part.stream for part in parts]), kind="stable")
    kind, stream, row, start, period_end, member = (
        np.concatenate([getattr(part, name) for part in parts])[order] for name in Drafts.__slots__
    )
    return Drafts(kind, stream, row, start, period_end, member)


def repeated(drafts: Drafts, counts: Numbers, members: Numbers) -> Drafts:
    """Return each opening so many times, with its members."""
    kind, stream, row, start, period_end = (np.repeat(getattr(drafts, name), counts) for name in Drafts.__slots__[:-1])
    return Drafts(kind, stream, row, start, period_end, members)


# Limits.


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """The limit of each opening: calendar, unit (`NO_UNIT`: it is missing) and amount."""

    calendar: Numbers
    unit: Numbers
    amount: Numbers


def limits_of(reader: Reader, promise: Promise, sites: Sites, calendars: Sequence[str]) -> Limits:
    """Return the limit that stands at each position: of an `expect` its `within`, of a `never` its length."""
    demand = promise.demand
    count = len(sites)
    length = demand.within if isinstance(demand, Expect) else demand.lasts if isinstance(demand, Never) else None
    if length is None:
        return Limits(np.full(count, ALWAYS_OPEN), np.full(count, NO_UNIT), np.zeros(count, np.int64))
    column = codes_of(reader.read(length, sites))
    units = [unit_code(v.unit) if isinstance(v, Duration) else NO_UNIT for v in column.values]
    amounts = [v.count if isinstance(v, Duration) else 0 for v in column.values]
    needs = [isinstance(v, Duration) and v.unit.needs_calendar for v in column.values]
    unit = np.array([*units, NO_UNIT], np.int64)[column.codes]
    calendar = np.full(count, ALWAYS_OPEN)
    under = np.array([*needs, False], np.bool_)[column.codes]
    if under.any():
        named = calendars_named(reader, promise, sites, calendars)
        calendar = np.where(under, named, ALWAYS_OPEN)
        unit = np.where(under & (named == ALWAYS_OPEN), NO_UNIT, unit)
    return Limits(calendar, unit, np.array([*amounts, 0], np.int64)[column.codes])


def calendars_named(reader: Reader, promise: Promise, sites: Sites, calendars: Sequence[str]) -> Numbers:
    """Return the number of the calendar that a promise runs under at each position, `ALWAYS_OPEN` for none."""
    numbers = {name: number for number, name in enumerate(calendars)}
    if promise.calendar is None or isinstance(promise.calendar, str):
        return np.full(len(sites), numbers.get(promise.calendar or "", ALWAYS_OPEN))
    column = codes_of(reader.read(promise.calendar, sites))
    found = [numbers.get(str(value), ALWAYS_OPEN) for value in column.values]
    return np.array([*found, ALWAYS_OPEN], np.int64)[column.codes]


# Plans.


@dataclass(frozen=True, slots=True, eq=False)
class Plans:
    """The planned times of each opening: at the opening (row -1), and at each later event that may have moved it."""

    first: Numbers
    row: Rows
    at: Instants


def plans_of(reader: Reader, promise: Promise, sites: Sites) -> Plans:
    """Return the planned times of a promise's openings."""
    demand = promise.demand
    if not isinstance(demand, Expect) or demand.by is None:
        return Plans(np.zeros(len(sites) + 1, np.int64), np.empty(0, np.int64), np.empty(0, np.int64))
    here = np.full(len(sites), -1) if sites.here is None else sites.here
    moves = _later(Positions(sites.stream, sites.at, here, here), _movers(reader, sites.streams), reader.world.order)
    owner = np.repeat(np.arange(len(sites)), np.diff(moves.starts))
    base = micros_of(reader.read(demand.by, sites), missing=NONE)
    moved = sites.some(owner)
    at = reader.world.table.at[moves.rows]
    moved = Sites(
        moved.streams, moved.stream, at, own=moved.own, here=moves.rows, trigger=moved.trigger, period=moved.period,
        member=moved.member,
    )  # fmt: skip
    later = micros_of(reader.read(demand.by, moved), missing=NONE)
    order = np.argsort(np.concatenate([np.arange(len(sites)), owner]), kind="stable")
    rows = np.concatenate([np.full(len(sites), -1), moves.rows])[order]
    return Plans(moves.starts + np.arange(len(sites) + 1), rows, np.concatenate([base, later])[order])


def _movers(reader: Reader, streams: Streams) -> Listed:
    """Return the events that may change an attribute of the subject."""
    kind = reader.charter.subjects.get(streams.kind or "")
    sources = [source.event for listed in kind.attributes.values() for source in listed] if kind is not None else []
    return reader.rows_of_types(streams, tuple(sorted(set(sources))))


def moves_after(drafts: Drafts, listed: Listed, order: Order) -> Listed:
    """Return for each opening the listed events of its stream that come after it."""
    return _later(Positions(drafts.stream, drafts.start, drafts.row, drafts.row), listed, order)


@compiled
def _later(positions: Positions, listed: Listed, order: Order) -> Listed:
    """Return for each position the events that come after it."""
    starts = np.zeros(len(positions.stream) + 1, np.int64)
    for site in range(len(positions.stream)):
        starts[site + 1] = starts[site] + _count_later(positions, site, listed, order)
    rows = np.empty(starts[-1], np.int64)
    for site in range(len(positions.stream)):
        fill, stream = starts[site], positions.stream[site]
        for place in range(listed.starts[stream], listed.starts[stream + 1]):
            if not is_past(listed.rows[place], positions.at[site], positions.here[site], order):
                rows[fill] = listed.rows[place]
                fill += 1
    return Listed(starts, rows)


@compiled
def _count_later(positions: Positions, site: int, listed: Listed, order: Order) -> int:
    count, stream = 0, positions.stream[site]
    for place in range(listed.starts[stream], listed.starts[stream + 1]):
        if not is_past(listed.rows[place], positions.at[site], positions.here[site], order):
            count += 1
    return count


# Members.


@dataclass(slots=True)
class Members:
    """Numbers the members of a `for each`: by the text of their value, the same for what an event carries."""

    values: list[object] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, value: object) -> int:
        """Return the number of a member."""
        found = self.numbers.setdefault(str(value), len(self.values))
        if found == len(self.values):
            self.values.append(value)
        return found

    def column(self) -> Coded:
        """Return the members, each at its number."""
        return Coded(object_array(self.values), np.arange(len(self.values), dtype=np.int32))


def listed_members(reader: Reader, for_each: ForEach, sites: Sites, members: Members) -> tuple[Numbers, Numbers]:
    """Return how many members each opening has, and their numbers, where they are constants or stand in a list."""
    if for_each.constants:
        numbers = np.array([members.number(value) for value in for_each.constants], np.int64)
        return np.full(len(sites), len(numbers)), np.tile(numbers, len(sites))
    column = codes_of(reader.named(Name((for_each.attribute or "",)), sites))
    lists = [[members.number(v) for v in value] if isinstance(value, tuple | list) else [] for value in column.values]
    lists.append([])
    counts = np.array([len(each) for each in lists], np.int64)[column.codes]
    return counts, np.array([number for code in column.codes.tolist() for number in lists[code]], np.int64)
