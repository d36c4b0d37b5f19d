"""What becomes of each obligation when the same log is judged twice: which verdicts move, for whom, which are nearest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jiannuo.core.judging.finding import Verdict
from jiannuo.core.statistics.fulfilment import CODED, Tally

Numbers = NDArray[np.int64]
MOST_EXAMPLES = 10
SIDES: tuple[Verdict | None, ...] = (*cast(tuple[Verdict, ...], CODED), "lapsed", "withdrawn", None)
"""What an obligation can be on either side: a verdict, none any more, or (None) not there at all."""
_NOT_THERE = SIDES.index(None)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The findings of a promise on one side, one a row of every column; instants in microseconds UTC.

    `findings` has the columns id, subject, member, verdict, start, due and done (null for none), `parties` the party that
    each obligation has to do with, by what the promise calls it (`owner`, `to`, `owed by`).
    """

    findings: pa.Table
    parties: Mapping[str, NDArray[np.object_]]


@dataclass(frozen=True, slots=True)
class PartyMoves:
    """What moves for one party: the verdicts before and after, and how many obligations move."""

    party: str | None
    before: Tally
    after: Tally
    moved: int


@dataclass(frozen=True, slots=True)
class Example:
    """One obligation whose verdict moves; instants in microseconds UTC, sides None where it is not there."""

    id: str
    subject: tuple[str, ...]
    member: str | None
    start: int
    before: Verdict | None
    after: Verdict | None
    due_before: int | None
    due_after: int | None
    done: int | None


@dataclass(frozen=True, slots=True)
class Moves:
    """What moves under one promise: how many obligations go from one side to another, for whom, the nearest ones."""

    promise: str
    counts: Mapping[tuple[Verdict | None, Verdict | None], int]
    parties: Mapping[str, tuple[PartyMoves, ...]]
    examples: tuple[Example, ...]

    @property
    def before(self) -> Tally:
        """Return the verdicts by the charter as it is."""
        return Tally(*(sum(n for (old, _), n in self.counts.items() if old == name) for name in CODED))

    @property
    def after(self) -> Tally:
        """Return the verdicts by the changed charter."""
        return Tally(*(sum(n for (_, new), n in self.counts.items() if new == name) for name in CODED))

    @property
    def moved(self) -> int:
        """Return how many obligations are not on both sides what they are on one."""
        return sum(n for (old, new), n in self.counts.items() if old != new)


def compare_sides(promise: str, before: Side, after: Side, *, as_of: int) -> Moves:
    """Return what moves from one side to the other; an obligation is the same by its identity, whatever its verdict."""
    pairs = _paired(before.findings, after.findings)
    old, new = _codes(before.findings, pairs.before), _codes(after.findings, pairs.after)
    cells = np.bincount(old * len(SIDES) + new, minlength=len(SIDES) ** 2)
    counts = {(SIDES[n // len(SIDES)], SIDES[n % len(SIDES)]): int(cells[n]) for n in np.flatnonzero(cells)}
    moved = np.flatnonzero(old != new)
    names = dict.fromkeys((*before.parties, *after.parties))
    parties = {name: _by_party(name, before, after, pairs.some(moved)) for name in names}
    return Moves(promise, counts, parties, _nearest(before, after, pairs.some(moved), as_of))


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


def _codes(findings: pa.Table, rows: Numbers) -> Numbers:
    codes = np.array([*(SIDES.index(verdict) for verdict in findings["verdict"].to_pylist()), _NOT_THERE], np.int64)
    return codes[rows]


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
        for party, verdict in zip(side.parties[name].tolist(), side.findings["verdict"].to_pylist(), strict=True):
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
    )


def _row(findings: pa.Table, row: int) -> dict[str, Any]:
    return findings.slice(row, 1).to_pylist()[0] if row >= 0 else {}
