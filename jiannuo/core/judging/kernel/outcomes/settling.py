"""Findings after mergers and splits (5.11): the survivor keeps what opened first, the child what was still open."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.kernel.outcomes.outcomes import (
    BECAUSE,
    EXCUSED,
    REASON,
    REASON_NAMES,
    Grounds,
    IntervalLists,
    Lists,
    Outcomes,
)
from jiannuo.core.judging.kernel.streams.kinship import Kinship, kinships
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.spans import FOREVER
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.values.compiled_clock import NONE

Truth = NDArray[np.bool_]
T = TypeVar("T")


def settled(outcomes: Outcomes, world: World) -> Outcomes:
    """Return a promise's findings after its mergers and splits."""
    found = world.remembered(("kin", outcomes.streams.of), lambda: kinships(outcomes.streams, world.table, world.ranks))
    if not found:
        return outcomes
    sides = _Sides(outcomes)
    for kin in found:
        sides.merge(kin) if kin.is_merger else sides.split(kin)
    return chosen(_excused(outcomes, sides.merger, world), np.flatnonzero(sides.kept))


class _Sides:
    """Which findings stay, and by which event (a row, -1 for none) some of them were merged into others."""

    def __init__(self, outcomes: Outcomes) -> None:
        self.stream, self.start = outcomes.stream, outcomes.start
        ends = [np.where(end == NONE, FOREVER, end) for end in (outcomes.met, outcomes.broken_at, outcomes.ended_at)]
        self.until: Numbers = np.minimum.reduce(ends)
        self.kept = np.ones(len(outcomes), np.bool_)
        self.merger = np.full(len(outcomes), -1, np.int64)

    def merge(self, kin: Kinship) -> None:
        """Keep on one side only, the one that opened first, what was open on both; the other side is excused."""
        self.kept &= (self.stream != kin.stream) | (self.start <= kin.at)
        mine, theirs = self._open(kin.stream, kin.at), self._open(kin.other, kin.at)
        if mine.any() and theirs.any():
            losing = mine if self.start[theirs].min() <= self.start[mine].min() else theirs
            self.merger[losing], self.until[losing] = kin.row, kin.at

    def split(self, kin: Kinship) -> None:
        """Let the child have, of what opened before the split, only what was still open."""
        self.kept &= (self.stream != kin.stream) | (self.start > kin.at) | self._open(kin.stream, kin.at)

    def _open(self, stream: int, at: int) -> Truth:
        found: Truth = self.kept & (self.stream == stream) & (self.start <= at) & (at < self.until)
        return found


def _excused(outcomes: Outcomes, merger: Numbers, world: World) -> Outcomes:
    """Return the findings, those that were merged excused by the event that did it."""
    merged = merger >= 0
    if not merged.any():
        return outcomes
    reason = np.where(merged, REASON["merged"], outcomes.reason).astype(np.int8)
    return replace(
        outcomes,
        verdict=np.where(merged, EXCUSED, outcomes.verdict).astype(np.int8),
        reason=reason,
        met=np.where(merged, NONE, outcomes.met),
        late_at=np.where(merged, NONE, outcomes.late_at),
        broken_at=np.where(merged, NONE, outcomes.broken_at),
        ended_at=np.where(merged, world.table.at[merger], outcomes.ended_at),
        because=_told_of_before(outcomes, np.flatnonzero(merged)),
        grounds=None if outcomes.grounds is None else _shown(outcomes.grounds, merger),
    )


def _told_of_before(outcomes: Outcomes, merged: Numbers) -> NDArray[np.object_] | None:
    """Return the words of the reasons; those of a merged finding are about the reason it had before."""
    if outcomes.because is None:
        return None
    because = outcomes.because.copy()
    for place in merged.tolist():
        if because[place] is not None:
            because[place] = {BECAUSE.get(REASON_NAMES[outcomes.reason[place]], "ground"): str(because[place])}
    return because


def _shown(grounds: Grounds, merger: Numbers) -> Grounds:
    """Return the grounds with the mergers behind the evidence of what they merged."""
    merged = np.flatnonzero(merger >= 0)
    evidence = grounds.evidence
    values = np.insert(evidence.values, evidence.starts[merged + 1], merger[merged])
    longer = np.concatenate([[0], np.cumsum(merger >= 0)])
    return replace(grounds, evidence=Lists(evidence.starts + longer, values))


# Some of the findings.


def chosen(outcomes: Outcomes, places: Numbers) -> Outcomes:
    """Return some of the findings, in the order of `places`."""
    if len(places) == len(outcomes) and (np.diff(places) == 1).all():
        return outcomes
    columns: dict[str, Any] = {
        name: value[places]
        for name in (entry.name for entry in fields(outcomes))
        if isinstance(value := getattr(outcomes, name), np.ndarray)
    }
    member = None if outcomes.member is None else outcomes.member.taken(places)
    grounds = None if outcomes.grounds is None else _of_some(outcomes.grounds, places)
    return replace(outcomes, **columns, member=member, grounds=grounds)


def _of_some(grounds: Grounds, places: Numbers) -> Grounds:
    coverage = grounds.coverage
    return Grounds(
        evidence=_listed(grounds.evidence, places),
        undecided=_listed(grounds.undecided, places),
        missing=_Chosen(grounds.missing, places),
        intervals=None if grounds.intervals is None else _intervals(grounds.intervals, places),
        holders=None if grounds.holders is None else _Chosen(grounds.holders, places),
        provisional_years=None if grounds.provisional_years is None else _Chosen(grounds.provisional_years, places),
        coverage=None if coverage is None else (coverage[0][places], coverage[1][places]),
    )


def _listed(lists: Lists, places: Numbers) -> Lists:
    starts, within = _spread(lists.starts, places)
    return Lists(starts, lists.values[within])


def _intervals(lists: IntervalLists, places: Numbers) -> IntervalLists:
    starts, within = _spread(lists.starts, places)
    columns = (lists.kind[within], lists.from_[within], lists.until[within], lists.cause[within])
    return IntervalLists(starts, *columns, causes=lists.causes)


def _spread(starts: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
    """Return where the lists of some findings start one behind the other, and the places of what they hold."""
    sizes = starts[places + 1] - starts[places]
    begins = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    within = np.arange(begins[-1]) - np.repeat(begins[:-1], sizes) + np.repeat(starts[places], sizes)
    return begins, within


class _Chosen(Sequence[T]):
    """Some members of a sequence, made when asked for."""

    def __init__(self, whole: Sequence[T], places: Numbers) -> None:
        self._whole, self._places = whole, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return _Chosen(self._whole, self._places[place])
        return self._whole[int(self._places[place])]
