"""The verb `hold` in columns: a condition over states stays true, in every period (sections 3 and 4.9).

The condition is read once for all subjects, at every instant at which it may change; then each period is judged by the
spans in which it was true, false and unknown.
"""

from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Hold, Promise
from jiannuo.core.judging.event_table import Instants, object_array
from jiannuo.core.judging.kernel.holding.hold_grounds import WAIVER, Broken, doubts_of, evidence_of, grounds_of
from jiannuo.core.judging.kernel.holding.hold_openings import HoldOpenings, hold_openings, lived_spans
from jiannuo.core.judging.kernel.holding.hold_periods import Judged, Shortfalls, Stood, Told, shortfalls_of, told_of
from jiannuo.core.judging.kernel.holding.hold_records import Records, records_of
from jiannuo.core.judging.kernel.outcomes.outcomes import (
    BROKEN,
    EXCUSED,
    KEPT,
    KINDS,
    PENDING,
    REASON,
    UNKNOWN,
    Grounds,
    IntervalLists,
    Lists,
    Outcomes,
)
from jiannuo.core.judging.kernel.reading.missing import words_missing
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.spans import FOREVER
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.values.clock import add
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.instants import local_date

_SHORTFALL = KINDS.index("shortfall")


def judge_hold(promise: Promise, reader: Reader, *, full: bool) -> Outcomes:
    """Return a finding for each period in which the subject lived and something was demanded; `full` with its grounds."""
    streams = reader.world.streams(promise.of)
    lived = lived_spans(reader, streams)
    openings = hold_openings(promise, reader, streams, lived)
    records = records_of(promise, reader, openings, lived)
    case = _case(promise, reader, openings, records)
    verdicts = _verdicts(promise, reader, case)
    return _outcomes(promise, reader, case, verdicts, full=full)


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """The obligations of which something is demanded, and what their record comes to in their period."""

    openings: HoldOpenings
    records: Records
    told: Told
    shortfalls: Shortfalls


@dataclass(frozen=True, slots=True, eq=False)
class _Verdicts:
    verdict: NDArray[np.int8]
    reason: NDArray[np.int8]
    because: NDArray[np.object_]
    broken_at: Instants
    ended_at: Instants
    ground: Numbers
    undecided: Lists

    def give(self, places: Numbers, verdict: int, reason: str, because: object = None) -> None:
        """Give some obligations a verdict."""
        self.verdict[places], self.reason[places] = verdict, REASON[reason]
        if because is not None:
            self.because[places] = because


def _case(promise: Promise, reader: Reader, openings: HoldOpenings, records: Records) -> _Case:
    """Return the obligations of which something is demanded, by stream, opening and member."""
    stood = _stood_in(promise, reader, records)
    calendar = (-FOREVER, FOREVER)
    if isinstance(promise.calendar, str):
        calendar = reader.world.calendar(promise.calendar).known_span
    told = told_of(Judged(records.of, openings.start, openings.end), stood, calendar, reader.world.as_of)
    places = np.flatnonzero(told.demanded > 0)
    ranks = np.zeros(1, np.int64) if openings.members is None else _ranks(openings.members.objects().tolist())
    rank = ranks[np.maximum(openings.member[places], 0)] if len(places) else np.empty(0, np.int64)
    places = places[np.lexsort((rank, openings.start[places], openings.stream[places]))]
    judged = openings.some(places)
    periods = Judged(records.of[places], judged.start, judged.end)
    return _Case(judged, records, Told(*(column[places] for column in told)), shortfalls_of(periods, stood))


def _ranks(values: list[object]) -> Numbers:
    order = sorted(range(len(values)), key=lambda number: str(values[number]))
    ranks = np.empty(len(values), np.int64)
    ranks[order] = np.arange(len(values))
    return ranks


def _stood_in(promise: Promise, reader: Reader, records: Records) -> Stood:
    tolerated = cast(Hold, promise.demand).tolerate
    least = records.false.from_
    if tolerated is not None:
        least = add(least, tolerated, calendar=None, zone=reader.world.zone)
    return Stood(records.true, records.false, records.unknown, records.fallen, records.demanded, least)


# Verdicts.


def _verdicts(promise: Promise, reader: Reader, case: _Case) -> _Verdicts:
    count, world, told = len(case.openings), reader.world, case.told
    verdicts = _Verdicts(
        np.full(count, PENDING, np.int8),
        np.full(count, REASON["period_running"], np.int8),
        np.full(count, None, np.object_),
        np.full(count, NONE),
        np.full(count, NONE),
        np.full(count, -1),
        Lists(np.zeros(count + 1, np.int64), np.empty(0, np.int64)),
    )
    is_over, lacks_year = case.openings.end <= world.as_of, told.outside != NONE
    lacking = np.flatnonzero(lacks_year & is_over)
    years = [str(local_date(instant, zone=world.zone).year) for instant in told.outside[lacking].tolist()]
    verdicts.give(lacking, UNKNOWN, "calendar_year_missing", object_array(years))
    fell = ~lacks_year & (np.diff(case.shortfalls.starts) > 0)
    found = _broken(promise, reader, case, np.flatnonzero(fell), verdicts)
    _unbroken(promise, reader, case, np.flatnonzero(is_over & ~lacks_year & ~fell), verdicts)
    return found


def _broken(promise: Promise, reader: Reader, case: _Case, fell: Numbers, verdicts: _Verdicts) -> _Verdicts:
    """Call some broken, unless a ground came not after the first shortfall's start, or heals it afterwards."""
    world, openings = reader.world, case.openings
    broken = Broken(openings.stream[fell], openings.start[fell], case.shortfalls.from_[case.shortfalls.starts[fell]])
    grounds = grounds_of(promise, reader, openings.streams, broken)
    doubts = doubts_of(promise, reader, openings.streams, broken)
    excused, doubted = grounds >= 0, (grounds < 0) & (np.diff(doubts.starts) > 0)
    verdicts.give(fell, BROKEN, "shortfall")
    verdicts.broken_at[fell] = broken.fell_at
    types = object_array([world.table.types[world.table.type[row]] for row in grounds[excused].tolist()])
    is_waiver = types == WAIVER
    verdicts.give(fell[excused], EXCUSED, "ground", types)
    verdicts.give(fell[excused][is_waiver], EXCUSED, "waived")
    verdicts.give(fell[doubted], UNKNOWN, "undecided")
    verdicts.broken_at[fell[excused | doubted]] = NONE
    verdicts.ended_at[fell[excused]] = world.table.at[grounds[excused]]
    verdicts.ground[fell] = grounds
    sizes = np.zeros(len(openings), np.int64)
    sizes[fell[doubted]] = np.diff(doubts.starts)[doubted]
    kept = np.repeat(doubted, np.diff(doubts.starts))
    return replace(verdicts, undecided=Lists(np.concatenate([[0], np.cumsum(sizes)]), doubts.values[kept]))


def _unbroken(promise: Promise, reader: Reader, case: _Case, over: Numbers, verdicts: _Verdicts) -> None:
    """Decide periods that are over without a shortfall: unknown for want of records, or kept."""
    told, world = case.told, reader.world
    verdicts.give(over, KEPT, "held")
    cut = over[told.cut_off[over] != NONE]
    _leave_open(world, case.records, cut, told.cut_off[cut], verdicts)
    unknown = over[told.unknown[over] != NONE]
    there = case.openings.some(unknown)
    words = words_missing(reader, cast(Hold, promise.demand).condition, there.sites(told.unknown[unknown]))
    verdicts.give(unknown, UNKNOWN, "value_missing", words)
    late = late_sources(world, case.records.sources, told.last[over])
    is_late = late != ""
    verdicts.give(over[is_late], UNKNOWN, "source_incomplete", late[is_late])
    uncovered = over[(told.known[over] == 0) & (told.unknown[over] == NONE)]
    verdicts.give(uncovered, UNKNOWN, "not_covered")
    verdicts.because[uncovered] = None


def _leave_open(world: World, records: Records, cut: Numbers, cut_off: Instants, verdicts: _Verdicts) -> None:
    """Leave open what falls will come to: pending while they run, unknown where the record of them ends."""
    late = late_sources(world, records.sources, cut_off + 1)
    verdicts.give(cut, UNKNOWN, "source_gap", ", ".join(sorted(records.sources)))
    verdicts.give(cut[late != ""], UNKNOWN, "source_incomplete", late[late != ""])
    running = cut[cut_off >= world.as_of]
    verdicts.give(running, PENDING, "shortfall_running")
    verdicts.because[running] = None


def late_sources(world: World, sources: frozenset[str], until: Instants) -> NDArray[np.object_]:
    """Return the names of the sources that are not complete until each instant, as one text; empty if all are."""
    ends = {name: world.reach[name].complete_until if name in world.reach else -FOREVER for name in sources}
    steps = np.unique(np.array(list(ends.values()), np.int64))
    texts = [", ".join(world.unreached(sources, until=int(step) + 1)) for step in steps.tolist()]
    return object_array(["", *texts])[np.searchsorted(steps, until, side="left")]


# Findings.


def _outcomes(promise: Promise, reader: Reader, case: _Case, verdicts: _Verdicts, *, full: bool) -> Outcomes:
    openings, count = case.openings, len(case.openings)
    nothing, none = np.full(count, NONE), np.full(count, -1)
    return Outcomes(
        promise=promise.id,
        streams=openings.streams,
        stream=openings.stream,
        trigger=none,
        root=none,
        period=openings.root,
        verdict=verdicts.verdict,
        reason=verdicts.reason,
        start=openings.start,
        due=openings.end,
        not_before=nothing,
        met=np.where(verdicts.verdict == KEPT, openings.end, NONE),
        late_at=nothing,
        broken_at=verdicts.broken_at,
        ended_at=verdicts.ended_at,
        reached=nothing,
        wanted=nothing,
        because=verdicts.because,
        member=None if openings.members is None else openings.members.taken(openings.member),
        grounds=_grounds(promise, reader, case, verdicts) if full else None,
    )


def _grounds(promise: Promise, reader: Reader, case: _Case, verdicts: _Verdicts) -> Grounds:
    openings, shortfalls = case.openings, case.shortfalls
    shown = evidence_of(reader, openings.streams, case.records.types, openings.stream, shortfalls)
    kinds = np.full(len(shortfalls.from_), _SHORTFALL)
    causes = np.where(shortfalls.carried, 0, -1)
    return Grounds(
        evidence=_with_grounds(shown, verdicts.ground),
        undecided=verdicts.undecided,
        missing=[()] * len(openings),
        intervals=IntervalLists(shortfalls.starts, kinds, shortfalls.from_, shortfalls.until, causes, ("carried",)),
        provisional_years=_provisional_years(promise, reader.world, openings),
        coverage=(case.told.known, case.told.demanded),
    )


def _with_grounds(shown: Lists, ground: Numbers) -> Lists:
    """Return the evidence with the event of each ground at its end."""
    has = ground >= 0
    starts = shown.starts + np.concatenate([[0], np.cumsum(has)])
    values = np.empty(starts[-1], np.int64)
    is_ground = np.zeros(starts[-1], np.bool_)
    is_ground[starts[1:][has] - 1] = True
    values[is_ground], values[~is_ground] = ground[has], shown.values
    return Lists(starts, values)


def _provisional_years(promise: Promise, world: World, openings: HoldOpenings) -> list[tuple[int, ...]] | None:
    if not isinstance(promise.calendar, str):
        return None
    calendar = world.calendar(promise.calendar)
    first, last = calendar.known_span
    spans = list(zip(openings.start.tolist(), openings.end.tolist(), strict=True))
    years = {
        (start, end): tuple(calendar.provisional_years(max(start, first), min(end, last)))
        for start, end in set(spans)
        if start < last and end > first
    }
    return [years.get(span, ()) for span in spans]
