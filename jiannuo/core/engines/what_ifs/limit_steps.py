"""What each limit would have come to at every stop of its slider: a step function from one judging under long limits.

All promises whose limit can be moved are judged once more, each under the last limit of its slider. What comes of an
obligation under any shorter limit follows from its opening, the run of its clock and what ended it; `limit_eligibility`
says for which promises. The figures are those of judging again under that limit, or are marked as an estimate.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter, Expect, Never, Promise
from jiannuo.core.engines.events.logs import ReadLog
from jiannuo.core.engines.what_ifs.limit_eligibility import has_verdict_signals, limit_of, obstacle_of
from jiannuo.core.engines.what_ifs.limit_figures import Doubt, LimitSteps
from jiannuo.core.engines.what_ifs.limit_positions import Positions, positions_around
from jiannuo.core.engines.what_ifs.limit_runs import Runs, runs_by_calendar, runs_by_interval
from jiannuo.core.engines.what_ifs.undecided_events import (
    enders_of,
    has_doubtful_events,
    has_undecided_targets,
    pausers_of,
    with_guesses,
)
from jiannuo.core.expressions.syntax import Literal
from jiannuo.core.judging.kernel.judge import ANSWERS, Judging, Kernel
from jiannuo.core.judging.kernel.outcomes.outcomes import REASON, VERDICTS, WITHDRAWN, Outcomes
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.statistics.fulfilment import CODED, Tally, tally
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.durations import Duration
from jiannuo.core.values.problems import Refusal

Codes = NDArray[np.int8]
Instants = NDArray[np.int64]
Flags = NDArray[np.bool_]
_FAR = np.iinfo(np.int64).max
_CODE = np.array([CODED.index(name) if name in CODED else -1 for name in VERDICTS], np.int8)
_KEPT, _BROKEN, _UNKNOWN, _PENDING = (CODED.index(name) for name in ("kept", "broken", "unknown", "pending"))
_OPEN = [REASON[name] for name in ("source_incomplete", "source_gap", "undecided")]
"""Reasons of not knowing that hang on the due; under all others an obligation is unknown whatever its limit."""
_GRANTS = ("extension_granted",)
_KIN = ("subject_merged", "subject_split")


def limit_steps(charter: Charter, read: ReadLog, *, as_of: int) -> tuple[LimitSteps, ...]:
    """Return the steps of every promise, as of an instant (microseconds UTC)."""
    obstacles = {promise.id: obstacle_of(promise, charter) for promise in charter.promises.values()}
    positions = {id_: _positions(charter.promises[id_], charter) for id_, why in obstacles.items() if why is None}
    found = dict(_measured(charter, positions, read, as_of)) if positions else {}
    return tuple(
        found.get(id_) or LimitSteps(id_, positions.get(id_), _none_at_all(positions.get(id_)), obstacle=why)
        for id_, why in obstacles.items()
    )


def _positions(promise: Promise, charter: Charter) -> Positions:
    limit = limit_of(promise, charter)
    positions = None if limit is None else positions_around(limit)
    if positions is None:
        raise ValueError(f"{promise.id} has no limit that could be moved")
    return positions


def _none_at_all(positions: Positions | None) -> tuple[Tally, ...]:
    return () if positions is None else (Tally(),) * len(positions.limits)


def _measured(
    charter: Charter, positions: Mapping[str, Positions], read: ReadLog, as_of: int
) -> Iterator[tuple[str, LimitSteps]]:
    stretched = {id_: _stretched(charter.promises[id_], positions[id_].longest) for id_ in positions}
    judging = _judging(charter, stretched, read, as_of)
    reader = Reader(judging.world, ANSWERS)
    guessed = {
        id_: with_guesses(promise) for id_, promise in stretched.items() if has_undecided_targets(promise, reader)
    }
    guesses = {each.promise: each for each in _outcomes(_judging(charter, guessed, read, as_of), guessed)}
    for outcomes in _outcomes(judging, stretched):
        id_ = outcomes.promise
        case = _Case(charter.promises[id_], positions[id_], outcomes, guesses.get(id_))
        try:
            yield id_, _steps(case, reader) if isinstance(case.promise.demand, Expect) else _steps_of_span(case, reader)
        except Refusal:  # a year of the calendar is not known, and something ended all the same
            yield id_, LimitSteps(id_, obstacle="calendar_year")


def _judging(charter: Charter, promises: Mapping[str, Promise], read: ReadLog, as_of: int) -> Judging:
    """Return the judging of some promises; of all the others as well where something rests on verdicts."""
    others = charter.promises if has_verdict_signals(charter) else {}
    kernel = Kernel(plan_of(replace(charter, promises={**others, **promises})))
    return kernel.judging(read.table, read.reach, as_of=as_of)


def _outcomes(judging: Judging, promises: Mapping[str, Promise]) -> Iterator[Outcomes]:
    """Yield what is found of the promises, with the intervals of their clocks where those can be paused."""
    if not promises:
        return
    for outcomes in judging.outcomes(full=_needs_intervals(promises)):
        if outcomes.promise in promises and not _is_withdrawn(outcomes):
            yield outcomes


def _stretched(promise: Promise, limit: Duration) -> Promise:
    demand = promise.demand
    if isinstance(demand, Never):
        return replace(promise, demand=replace(demand, lasts=Literal(limit)))
    return replace(promise, demand=replace(cast(Expect, demand), within=Literal(limit)))


def _needs_intervals(promises: Mapping[str, Promise]) -> bool:
    return any(isinstance(each.demand, Expect) and each.demand.pauses for each in promises.values())


def _is_withdrawn(outcomes: Outcomes) -> bool:
    return len(outcomes) > 0 and bool((outcomes.verdict == WITHDRAWN).all())


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """What is known of a promise under its longest limit, and what if every undecided target counted (None: none is)."""

    promise: Promise
    positions: Positions
    outcomes: Outcomes
    guessed: Outcomes | None


def _steps(case: _Case, reader: Reader) -> LimitSteps:
    promise, outcomes, world = case.promise, case.outcomes, reader.world
    ended, code = _endings(outcomes)
    fixed = _fixed(outcomes)
    runs = _runs(promise, outcomes, world)
    is_unknown = runs.due_from(np.minimum(_beyond_record(promise, outcomes, world), _undecided_from(case)))
    is_pending = runs.due_from(np.full(len(outcomes), world.as_of))
    is_in_time = runs.due_from(ended)
    tallies = []
    for limit in case.positions.limits:
        found = np.where(is_unknown(limit), _UNKNOWN, _BROKEN)
        found[is_pending(limit)] = _PENDING
        ends = fixed | ((ended != _FAR) & is_in_time(limit))
        tallies.append(tally(np.where(ends, code, found)))
    return LimitSteps(promise.id, case.positions, tuple(tallies), tuple(_doubts(case, reader)))


def _steps_of_span(case: _Case, reader: Reader) -> LimitSteps:
    """Return the steps of what must not happen for so long; what happens at the end of the span lies outside of it."""
    promise, outcomes, world = case.promise, case.outcomes, reader.world
    code: Codes = _CODE[outcomes.verdict]
    at = np.where(outcomes.broken_at != NONE, outcomes.broken_at, outcomes.ended_at)
    is_ended = ~np.isin(code, (_KEPT, _PENDING, _UNKNOWN)) & (at != NONE)
    fixed = (code == _UNKNOWN) & ~np.isin(outcomes.reason, _OPEN)
    runs = _runs(promise, outcomes, world)
    is_unknown = runs.due_from(np.minimum(_beyond_record(promise, outcomes, world), _undecided_from(case)))
    is_pending = runs.due_from(np.full(len(outcomes), world.as_of + 1))
    is_within = runs.due_from(np.where(is_ended, at, 0) + 1)
    tallies = []
    for limit in case.positions.limits:
        found = np.where(is_unknown(limit), _UNKNOWN, _KEPT)
        found[is_pending(limit)] = _PENDING
        tallies.append(tally(np.where(fixed | (is_ended & is_within(limit)), code, found)))
    return LimitSteps(promise.id, case.positions, tuple(tallies), tuple(_doubts(case, reader)))


def _endings(outcomes: Outcomes) -> tuple[Instants, Codes]:
    """Return when each obligation ended otherwise than by its due, far off if it did not, and with which verdict."""
    code: Codes = _CODE[outcomes.verdict]
    at = np.where(outcomes.met != NONE, outcomes.met, outcomes.ended_at)
    is_ended = ~np.isin(code, (_BROKEN, _PENDING, _UNKNOWN)) & (at != NONE)
    return np.where(is_ended, at, _FAR), code


def _fixed(outcomes: Outcomes) -> Flags:
    """Tell which obligations are what they are whatever the limit.

    They are unknown for another reason, were done before they opened, or will never be due: where a planned time is
    missing, grounds and ends count whenever they come.
    """
    is_unknown = (_CODE[outcomes.verdict] == _UNKNOWN) & ~np.isin(outcomes.reason, _OPEN)
    is_never_due = (outcomes.due == NONE) & (outcomes.not_before == NONE)
    fixed: Flags = is_unknown | is_never_due | (outcomes.reason == REASON["done_already"])
    return fixed


def _beyond_record(promise: Promise, outcomes: Outcomes, world: World) -> Instants:
    """Return the earliest due of each obligation at which the record no longer tells that nothing was done."""
    demand = promise.demand
    needed = demand.forbidden if isinstance(demand, Never) else [*enders_of(promise), *pausers_of(promise)]
    declared = world.declared_sources(needed) | frozenset(promise.sources)
    reach = world.reach_of(world.sources_among(declared))
    beyond = np.full(len(outcomes), min(reach.complete_until, _FAR - 1) + 1)
    if not reach.gaps:
        return beyond
    begins, ends = np.array(reach.gaps, np.int64).T
    first = np.searchsorted(ends, outcomes.start, side="right")  # the first gap that is not over at the opening
    found: Instants = np.minimum(beyond, np.append(begins, _FAR)[first])
    return found


def _undecided_from(case: _Case) -> Instants:
    """Return the earliest due of each obligation at which an undecided event may have been what was wanted."""
    if case.guessed is None or not _are_same(case.outcomes, case.guessed):
        return np.full(len(case.outcomes), _FAR)
    if isinstance(case.promise.demand, Never):
        deed = case.guessed.broken_at
        return np.where(deed == NONE, _FAR - 1, deed) + 1
    return _endings(case.guessed)[0]


def _is_settled(case: _Case) -> bool:
    """Tell whether undecided targets are told by the judging in which they count, if there are any.

    A planned time no longer moves once something was done, so that there it may be due at another instant.
    """
    if case.guessed is None:
        return True
    has_plan = isinstance(case.promise.demand, Expect) and case.promise.demand.by is not None
    return not has_plan and _are_same(case.outcomes, case.guessed)


def _are_same(one: Outcomes, other: Outcomes) -> bool:
    """Tell whether the obligations are the same, row by row."""
    columns = ("stream", "trigger", "start")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in columns)


def _runs(promise: Promise, outcomes: Outcomes, world: World) -> Runs:
    demand = promise.demand
    if (
        isinstance(demand, Expect)
        and demand.pauses
        and outcomes.grounds is not None
        and outcomes.grounds.intervals is not None
    ):
        return runs_by_interval(outcomes.grounds.intervals, outcomes.start, due=outcomes.due)
    name = promise.calendar
    calendar = world.almanac.calendar(name) if isinstance(name, str) else None
    known = outcomes.due != NONE
    return runs_by_calendar(outcomes.start, due=outcomes.due, known=known, calendar=calendar, zone=world.zone)


# What the figures may miss.


def _doubts(case: _Case, reader: Reader) -> Iterator[Doubt]:
    types = set(reader.world.table.types)
    if has_doubtful_events(case.promise, reader) or not _is_settled(case):
        yield "undecided"
    if types.intersection(_GRANTS):
        yield "granted"
    if types.intersection(_KIN):
        yield "kin"
    if _lacks_year(case):
        yield "calendar_year"


def _lacks_year(case: _Case) -> bool:
    """Tell whether a year of the calendar may be missing; what ended before that was noticed has no due."""
    outcomes = case.outcomes
    is_never_due = (outcomes.due == NONE) & (outcomes.not_before == NONE)
    needs_calendar = case.positions.longest.unit.needs_calendar
    return bool((outcomes.reason == REASON["calendar_year_missing"]).any() or (needs_calendar and is_never_due.any()))
