"""What was corrected away (5.14): an obligation whose trigger no longer opens it is withdrawn, never forgotten.

What was known before a correction is judged again, subject by subject, but only where a link of a chain that is in force
no more could have opened something that does not stand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from jiannuo.core.charters.charter import Charter, Expect, Never, Promise, Require
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.judging.event_table import EventTable, Rows, coded, compacted
from jiannuo.core.judging.kernel.outcomes.outcomes import REASON, WITHDRAWN, Grounds, Lists, Outcomes
from jiannuo.core.judging.kernel.streams.known import each_once
from jiannuo.core.judging.kernel.streams.streams import Key, Streams, streams_of
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.values.compiled_clock import NONE

Judging = Callable[[frozenset[str], EventTable], tuple[World, Iterable[Outcomes]]]
"""Judges some promises over a table by itself, before mergers and splits; the world is that of the table."""
Identity = tuple[str, Key, str | None, int | str]
"""Promise, key, member and root (a row, or the id of a signal)."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What was known of a key while only the first links of a chain were: until `at`, as rows."""

    key: Key
    root: int
    at: int
    rows: Rows
    promises: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Withdrawn:
    """An obligation that opened once and does not any more."""

    identity: Identity
    start: int
    at: int
    evidence: tuple[int, ...]


@dataclass(slots=True, eq=False)
class Withdrawals:
    """Compares what stands now with what stood before each correction."""

    world: World
    standing: set[Identity] = field(default_factory=set)

    def note(self, outcomes: Outcomes) -> None:
        """Note what stands now and opened at the root of a chain; findings as they are before mergers and splits."""
        if self.world.known.chains:
            roots = np.array(list(self.world.known.chains), np.int64)
            places = np.flatnonzero(np.isin(self.world.cause_of(outcomes.root), roots)).tolist()
            self.standing.update(identity for _, identity in _identities(outcomes, places, self.world))

    def found(self, judging: Judging) -> Iterator[Outcomes]:
        """Yield, promise by promise, what was withdrawn."""
        found: dict[str, list[_Withdrawn]] = {}
        for of in sorted({promise.of for promise in _of_triggers(self.world.charter)}):
            for case in self._cases(of):
                for one in self._withdrawn(case, judging):
                    self.standing.add(one.identity)
                    found.setdefault(one.identity[0], []).append(one)
        for promise in self.world.charter.promises.values():
            if promise.id in found:
                yield _outcomes(promise, found[promise.id], self.world)

    # What was known before.

    def _cases(self, of: tuple[str, ...]) -> Iterator[_Case]:
        """Yield what to judge again: chain by chain, key by key, the fewest links first."""
        world = self.world
        chains = world.known.chains
        promises = [promise for promise in _of_triggers(world.charter) if promise.of == of]
        opening = {promise.id: _opening_types(promise, world.charter) for promise in promises}
        if not any(self._leaves(chain) & types for chain in chains.values() for types in opening.values()):
            return
        versions = _Versions.of(of, world)
        for root in sorted(chains, key=world.id_of):
            for stream in versions.streams_of_chain(root):
                yield from self._cases_of(root, stream, versions, opening)

    def _leaves(self, chain: tuple[int, ...]) -> set[str]:
        """Return the types of the links that are in force no more."""
        table = self.world.table
        return {table.types[table.type[row]] for row in chain[1:]}

    def _cases_of(
        self, root: int, stream: int, versions: "_Versions", opening: Mapping[str, set[str]]
    ) -> Iterator[_Case]:  # fmt: skip
        table, chain = self.world.table, self.world.known.chains[root]
        key = versions.streams.keys[stream]
        for length in range(1, len(chain)):
            type_ = table.types[table.type[chain[-length]]]
            promises = frozenset(p for p in opening if type_ in opening[p] and not self._stands(p, key, root))
            if promises:
                at = int(table.recorded_at[list(chain[-length - 1 :])].max())
                yield _Case(key, root, at, versions.known_before(at, chain, length, stream), promises)

    def _stands(self, promise: str, key: Key, root: int) -> bool:
        """Tell whether there is nothing to withdraw; where one event opens several obligations, some may still be."""
        charter = self.world.charter
        has_members = getattr(charter.promises[promise].demand, "for_each", None) is not None
        has_signals = any(
            selector.event in charter.signals for selector in _opening(charter.promises[promise], charter)
        )
        return not has_members and not has_signals and (promise, key, None, root) in self.standing

    def _withdrawn(self, case: _Case, judging: Judging) -> Iterator[_Withdrawn]:
        earlier, judged = judging(case.promises, compacted(self.world.recorded.taken(case.rows)))
        for outcomes in judged:
            root = earlier.cause_of(outcomes.root)
            recorded = (root >= 0) & (root < len(case.rows))
            places = np.flatnonzero(recorded)[case.rows[root[recorded]] == case.root].tolist()
            for place, (promise, key, member, named) in _identities(outcomes, places, earlier):
                identity = (promise, key, member, case.root if isinstance(named, int) else named)
                if key == case.key and identity not in self.standing:
                    shown = () if outcomes.grounds is None else outcomes.grounds.evidence.of(place).tolist()
                    evidence = tuple(self._row_of(row, earlier, case) for row in shown)
                    yield _Withdrawn(identity, int(outcomes.start[place]), case.at, evidence)

    def _row_of(self, row: int, earlier: World, case: _Case) -> int:
        """Return the row here of an event that was known earlier, or of a signal that was given then."""
        return int(case.rows[row]) if row < len(case.rows) else self.world.row_given_once(earlier.id_of(row))


def _identities(outcomes: Outcomes, places: Iterable[int], world: World) -> Iterator[tuple[int, Identity]]:
    """Yield which obligations that opened at an event some findings are about."""
    for place in places:
        if outcomes.period[place] == NONE and (outcomes.born is None or outcomes.born[place] == NONE):
            member = None if outcomes.member is None else outcomes.member.at(place)
            key = tuple(outcomes.streams.keys[outcomes.stream[place]])
            text = None if member is None else str(member)
            root = int(outcomes.root[place])
            named = root if root < len(world.recorded) else world.id_of(root)
            yield place, (outcomes.promise, key, text, named)


def _opening_types(promise: Promise, charter: Charter) -> set[str]:
    """Return the types of events that may name an obligation of a promise, by themselves or through signals."""
    return {type_ for selector in _opening(promise, charter) for type_ in _giving(selector, charter)}


def _giving(selector: Selector, charter: Charter) -> Iterator[str]:
    """Yield the type of a selector, or the types of the events that give its signal."""
    signal = charter.signals.get(selector.event)
    if signal is None:
        yield selector.event
    else:
        for at in signal.at:
            yield from _giving(at, charter)


def _opening(promise: Promise, charter: Charter) -> tuple[Selector, ...]:
    """Return the selectors of the events that open obligations of a promise."""
    demand = promise.demand
    if isinstance(demand, Expect):
        return (*demand.after, *demand.reopened_by)
    if isinstance(demand, Require):
        return demand.at
    if isinstance(demand, Never):
        kind = charter.subjects.get(promise.kind or "")
        return demand.from_ or (kind.begins if kind is not None else ())
    return ()


# All that was ever recorded.


@dataclass(frozen=True, slots=True, eq=False)
class _Versions:
    """All that was ever recorded, key by key; retractions need not carry the key of what they take away."""

    world: World
    streams: Streams
    stream_of_row: Rows

    @classmethod
    def of(cls, of: tuple[str, ...], world: World) -> "_Versions":
        table = world.recorded
        rows = each_once(table, np.arange(len(table), dtype=np.int64))
        streams = streams_of(of, None, table, rows, world.order)
        stream_of_row = np.full(len(table), -1, np.int64)
        stream_of_row[streams.rows] = streams.stream_of_place
        return cls(world, streams, stream_of_row)

    def streams_of_chain(self, root: int) -> list[int]:
        """Return the streams that the links of a chain are about, by their keys."""
        found = {int(stream) for stream in self.stream_of_row[list(self.world.known.chains[root])] if stream >= 0}
        return sorted(found, key=lambda stream: self.streams.keys[stream])

    def rows_of(self, stream: int) -> Rows:
        """Return all that is on record about a key, with the chains that a link of it stands in."""
        chained = self.world.remembered(("chained", self.streams.of), self._chained)
        own = self.streams.rows[self.streams.starts[stream] : self.streams.starts[stream + 1]]
        return np.union1d(own, np.array(sorted(chained[stream]), np.int64))

    def _chained(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for root, chain in self.world.known.chains.items():
            for stream in self.streams_of_chain(root):
                found.setdefault(stream, set()).update(chain)
        return found

    def known_before(self, at: int, chain: tuple[int, ...], length: int, stream: int) -> Rows:
        """Return what was known of a key while only the first links of a chain were."""
        rows = self.rows_of(stream)
        earlier, later = np.isin(rows, chain[-length:]), np.isin(rows, chain[:-length])
        return rows[earlier | (~later & (self.world.recorded.recorded_at[rows] < at))]


# Findings without a verdict.


def _outcomes(promise: Promise, found: list[_Withdrawn], world: World) -> Outcomes:
    count = len(found)
    nothing = np.full(count, NONE)
    named = (one.identity[3] for one in found)
    roots = np.array([name if isinstance(name, int) else world.row_given_once(name) for name in named], np.int64)
    keys = [one.identity[1] for one in found]
    evidence = np.array([row for one in found for row in one.evidence], np.int64)
    starts = np.concatenate([[0], np.cumsum([len(one.evidence) for one in found])]).astype(np.int64)
    return Outcomes(
        promise=promise.id,
        streams=Streams(promise.of, promise.kind, roots, np.arange(count + 1), lambda _: keys),
        stream=np.arange(count),
        trigger=roots,
        root=roots,
        period=nothing,
        verdict=np.full(count, WITHDRAWN, np.int8),
        reason=np.full(count, REASON["trigger_corrected"], np.int8),
        start=np.array([one.start for one in found], np.int64),
        due=nothing,
        not_before=nothing,
        met=nothing,
        late_at=nothing,
        broken_at=nothing,
        ended_at=np.array([one.at for one in found], np.int64),
        reached=nothing,
        wanted=nothing,
        member=coded([one.identity[2] for one in found]),
        grounds=Grounds(
            Lists(starts, evidence), Lists(np.zeros(count + 1, np.int64), np.empty(0, np.int64)), [()] * count
        ),
    )


def _of_triggers(charter: Charter) -> list[Promise]:
    """Return the promises whose obligations events may open; a figure is that of a period."""
    return [promise for promise in charter.promises.values() if promise.verb != "reach"]
