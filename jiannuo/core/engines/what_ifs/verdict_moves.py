"""What becomes of each obligation when the same log is judged twice: which verdicts move, for whom, which are nearest.

Who answers inside has a verdict of his own, which may stay where that of the promise moves, and move where it stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.judging.finding import Verdict
from jiannuo.core.statistics.fulfilment import CODED, Tally

Numbers = NDArray[np.int64]
MOST_EXAMPLES = 10
SIDES: tuple[Verdict | None, ...] = (*cast(tuple[Verdict, ...], CODED), "lapsed", "withdrawn", None)
"""What an obligation can be on either side: a verdict, none any more, or (None) not there at all."""
_NOT_THERE = SIDES.index(None)
_OWNER = "owner"
Counts = Mapping[tuple[Verdict | None, Verdict | None], int]
"""How many obligations go from one side to another."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The findings of a promise on one side, one a row of every column; instants in microseconds UTC.

    `findings` has the columns id, subject, member, verdict, owner_verdict, start, due and done (null for none), `parties` the
    party that each obligation has to do with, by what the promise calls it (`owner`, `to`, `owed by`).
    """

    findings: pa.Table
    parties: Mapping[str, NDArray[np.object_]]


@dataclass(frozen=True, slots=True)
class PartyMoves:
    """What moves for one party: the verdicts before and after, and how many obligations move; for owners, their own."""

    party: str | None
    before: Tally
    after: Tally
    moved: int


@dataclass(frozen=True, slots=True)
class Example:
    """One obligation whose verdict moves, or that on its owner; instants in microseconds UTC, sides None where it is not there.

    `own_before` and `own_after` are the verdicts on the owner, None where nobody answers for it.
    """

    id: str
    subject: tuple[str, ...]
    member: str | None
    start: int
    before: Verdict | None
    after: Verdict | None
    due_before: int | None
    due_after: int | None
    done: int | None
    own_before: Verdict | None = None
    own_after: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Moves:
    """What moves under one promise: how many obligations go from one side to another, for whom, the nearest ones.

    `own_counts` are the same of the verdicts on the owner, nothing where none is declared on either side.
    """

    promise: str
    counts: Counts
    parties: Mapping[str, tuple[PartyMoves, ...]]
    examples: tuple[Example, ...]
    own_counts: Counts = field(default_factory=dict)

    @property
    def before(self) -> Tally:
        """Return the verdicts by the charter as it is."""
        return _tally_of(self.counts, 0)

    @property
    def after(self) -> Tally:
        """Return the verdicts by the changed charter."""
        return _tally_of(self.counts, 1)

    @property
    def moved(self) -> int:
        """Return how many obligations are not on both sides what they are on one."""
        return sum(n for (old, new), n in self.counts.items() if old != new)

    @property
    def own_before(self) -> Tally:
        """Return the verdicts on the owner by the charter as it is."""
        return _tally_of(self.own_counts, 0)

    @property
    def own_after(self) -> Tally:
        """Return the verdicts on the owner by the changed charter."""
        return _tally_of(self.own_counts, 1)

    @property
    def own_moved(self) -> int:
        """Return for how many obligations the verdict on the owner is not on both sides what it is on one."""
        return sum(n for (old, new), n in self.own_counts.items() if old != new)


def _tally_of(counts: Counts, side: int) -> Tally:
    return Tally(*(sum(n for sides, n in counts.items() if sides[side] == name) for name in CODED))


def compare_sides(promise: str, before: Side, after: Side, *, as_of: int) -> Moves:
    """Return what moves from one side to the other; an obligation is the same by its identity, whatever its verdict."""
    pairs = _paired(before.findings, after.findings)
    names = dict.fromkeys((*before.parties, *after.parties))
    (old, new), (own_old, own_new) = (_codes(before, after, pairs, column) for column in ("verdict", "owner_verdict"))
    moved, own_moved = (np.flatnonzero(one != other) for one, other in ((old, new), (own_old, own_new)))
    parties = {
        name: _by_party(name, before, after, pairs.some(own_moved if name == _OWNER else moved)) for name in names
    }
    told = np.union1d(moved, own_moved) if _OWNER in names else moved
    examples = _nearest(before, after, pairs.some(told), as_of)
    return Moves(promise, _counts(old, new), parties, examples, _counts(own_old, own_new) if _OWNER in names else {})


def _counts(old: Numbers, new: Numbers) -> Counts:
    cells = np.bincount(old * len(SIDES) + new, minlength=len(SIDES) ** 2)
    return {(SIDES[n // len(SIDES)], SIDES[n % len(SIDES)]): int(cells[n]) for n in np.flatnonzero(cells)}


# Which obligation is which.


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """The rows of the same obligations on both sides, -1 where it is not there."""

    before: Numbers
    after: Numbers

    def some(self, places: Numbers) -> "_Pairs":
        return _Pairs(self.before[places], self.after[places])


def _paired(before: pa.Table, after: pa.Table) -> _Pairs:
    old, new = _ids(before), _ids(after)
    if np.array_equal(old, new):
        same = np.arange(len(old), dtype=np.int64)
        return _Pairs(same, same)
    _, in_old, in_new = np.intersect1d(old, new, assume_unique=True, return_indices=True)
    gone = np.setdiff1d(np.arange(len(old)), in_old, assume_unique=True)
    come = np.setdiff1d(np.arange(len(new)), in_new, assume_unique=True)
    nothing = np.full(len(gone), -1, np.int64), np.full(len(come), -1, np.int64)
    return _Pairs(np.concatenate([in_old, gone, nothing[1]]), np.concatenate([in_new, nothing[0], come]))


def _ids(findings: pa.Table) -> NDArray[np.bytes_]:
    return np.array(findings["id"].to_pylist(), np.bytes_)


def _codes(before: Side, after: Side, pairs: _Pairs, column: str) -> tuple[Numbers, Numbers]:
    """Return the sides of each pair by one of the verdicts."""
    sides = ((before, pairs.before), (after, pairs.after))
    old, new = (
        np.array([*map(SIDES.index, _verdicts(side, column)), _NOT_THERE], np.int64)[rows] for side, rows in sides
    )
    return old, new


def _verdicts(side: Side, column: str) -> list[Verdict]:
    """Return a column of verdicts; where nobody answers, that of the promise stands for the owner's."""
    found: list[Verdict] = pc.coalesce(side.findings[column], side.findings["verdict"]).to_pylist()
    return found


# For whom.


def _by_party(name: str, before: Side, after: Side, moved: _Pairs) -> tuple[PartyMoves, ...]:
    """Return what moves for each party, where most moves first; who answers may be another one on each side."""
    old, new = _tallies(before, name), _tallies(after, name)
    told = [_party_of(name, before, after, int(b), int(a)) for b, a in zip(moved.before, moved.after, strict=True)]
    counts: dict[str | None, int] = {}
    for party in told:
        counts[party] = counts.get(party, 0) + 1
    found = [PartyMoves(p, old.get(p, Tally()), new.get(p, Tally()), counts.get(p, 0)) for p in {**old, **new}]
    return tuple(sorted(found, key=lambda each: (-each.moved, each.party is None, each.party or "")))


def _party_of(name: str, before: Side, after: Side, old: int, new: int) -> str | None:
    """Return whose an obligation is: the party of the changed charter, or of the old one where it is there only."""
    side, row = (after, new) if new >= 0 and name in after.parties else (before, old)
    found = side.parties[name][row] if row >= 0 and name in side.parties else None
    return None if found is None else str(found)


def _tallies(side: Side, name: str) -> dict[str | None, Tally]:
    found: dict[str | None, list[int]] = {}
    if name in side.parties:
        verdicts = _verdicts(side, "owner_verdict" if name == _OWNER else "verdict")
        for party, verdict in zip(side.parties[name].tolist(), verdicts, strict=True):
            if verdict in CODED:
                counts = found.setdefault(None if party is None else str(party), [0] * len(CODED))
                counts[CODED.index(verdict)] += 1
    return {party: Tally(*counts) for party, counts in found.items()}


# The nearest examples.


def _nearest(before: Side, after: Side, moved: _Pairs, as_of: int) -> tuple[Example, ...]:
    """Return the moved obligations for which the changed limit and the completion lie closest together."""
    due = _first_there(_numbers(after, "due", moved.after), _numbers(before, "due", moved.before))
    done = _first_there(_numbers(after, "done", moved.after), _numbers(before, "done", moved.before))
    distance = np.abs(due - np.where(done == _ABSENT, as_of, done))
    distance[due == _ABSENT] = np.iinfo(np.int64).max
    start = _first_there(_numbers(after, "start", moved.after), _numbers(before, "start", moved.before))
    order: Sequence[int] = np.lexsort((start, distance))[:MOST_EXAMPLES].tolist()
    return tuple(_example(before, after, int(moved.before[place]), int(moved.after[place])) for place in order)


_ABSENT = np.iinfo(np.int64).min


def _numbers(side: Side, name: str, rows: Numbers) -> Numbers:
    column = side.findings[name].combine_chunks().cast(pa.int64()).fill_null(_ABSENT)
    return np.append(np.asarray(column, dtype=np.int64), _ABSENT)[rows]


def _first_there(one: Numbers, other: Numbers) -> Numbers:
    return np.where(one == _ABSENT, other, one)


def _example(before: Side, after: Side, old: int, new: int) -> Example:
    was, is_now = (_row(side.findings, row) for side, row in ((before, old), (after, new)))
    there = is_now or was
    return Example(
        id=there["id"],
        subject=tuple(there["subject"]),
        member=there["member"],
        start=there["start"],
        before=was.get("verdict"),
        after=is_now.get("verdict"),
        due_before=was.get("due"),
        due_after=is_now.get("due"),
        done=was.get("done") if is_now.get("done") is None else is_now["done"],
        own_before=was.get("owner_verdict"),
        own_after=is_now.get("owner_verdict"),
    )


def _row(findings: pa.Table, row: int) -> dict[str, Any]:
    return findings.slice(row, 1).to_pylist()[0] if row >= 0 else {}
