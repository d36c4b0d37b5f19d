"""The verb `require` over columns: all events at which something is demanded at once (sections 3 and 4.8).

One finding for each event. What is needed must have been seen before; doing it afterwards heals nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.event_table import Rows, object_array
from jiannuo.core.judging.kernel.outcomes.outcomes import (
    BROKEN,
    EXCUSED,
    KEPT,
    REASON,
    UNKNOWN,
    Grounds,
    Lists,
    Outcomes,
)
from jiannuo.core.judging.kernel.reading.missing import words_missing
from jiannuo.core.judging.kernel.reading.wanting import in_edition
from jiannuo.core.judging.kernel.reading.wording import marked_names
from jiannuo.core.judging.kernel.requiring.require_checks import Check, checks_of, is_told, own_rows
from jiannuo.core.judging.kernel.requiring.require_grounds import excuses_of
from jiannuo.core.judging.kernel.scanning.runs import Run
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE, Truths
from jiannuo.core.judging.kernel.streams.truths import UNKNOWN as IN_DOUBT
from jiannuo.core.plans.expecting import WAIVER
from jiannuo.core.plans.requiring import RequirePlan
from jiannuo.core.values.compiled_clock import NONE

Places = Numbers


@dataclass(slots=True, eq=False)
class _Drafts:
    """The verdict at each event: its reason with the words that fill it, the ground that excused it (-1 for none).

    `because` is None where nobody asks for words; `doubted` tells at which places which events leave it open.
    """

    verdict: NDArray[np.int8]
    reason: NDArray[np.int8]
    because: NDArray[np.object_] | None
    ground: Rows
    doubted: list[tuple[Places, Listed]]

    def settle(
        self, places: Places, verdict: int, reason: str, words: Callable[[Places], object] | None = None
    ) -> None:
        """Give the events at some places another verdict; `words` are read only if they are asked for."""
        self.verdict[places], self.reason[places] = verdict, REASON[reason]
        if self.because is not None and len(places):
            self.because[places] = None if words is None else words(places)


def judge_requires(run: Run, plans: Sequence[RequirePlan], *, full: bool) -> Iterator[Outcomes]:
    """Yield the findings of each promise."""
    for plan in plans:
        sites = _sites(run, plan)
        checks = list(checks_of(run, plan, sites))
        drafts = _undisputed(len(sites), full)
        truths = _decide(run, plan, sites, checks, drafts)
        _after_grounds(run, plan, sites, drafts)
        outcomes = _outcomes(run, plan, sites, drafts, truths)
        if full:
            outcomes.grounds = _grounds(sites, checks, truths, drafts)
        yield outcomes


def _sites(run: Run, plan: RequirePlan) -> Sites:
    """Return the events at which something is demanded, those that fall under the edition."""
    world = run.reader.world
    stream, rows, truths = run.plays(plan.at)
    world.note_undecided(plan.promise.id, rows[truths == IN_DOUBT])
    kept = (truths == TRUE) & in_edition(world.charter, world.table.at[rows])
    rows = rows[kept]
    return Sites(run.track.streams, stream[kept], world.table.at[rows], own=rows, here=rows, trigger=rows)


# The verdicts.


def _undisputed(count: int, told: bool) -> _Drafts:
    """Return drafts in which everything holds; only if `told` there is room for words."""
    return _Drafts(
        np.full(count, KEPT, np.int8),
        np.full(count, REASON["condition_true"], np.int8),
        np.full(count, None, np.object_) if told else None,
        np.full(count, -1),
        [],
    )


def _decide(run: Run, plan: RequirePlan, sites: Sites, checks: Sequence[Check], drafts: _Drafts) -> NDArray[np.int8]:
    """Decide: an exception excuses, one thing that fails breaks, one that cannot be known leaves it unknown.

    Return the truth of each check at each event.
    """
    truths = np.array([check.truths for check in checks], np.int8).reshape(len(checks), len(sites))
    excused = _excused(run, plan, sites)
    asked = excused == FALSE
    failed, unclear = _first(truths == FALSE), _first(truths == IN_DOUBT)
    for number, check in enumerate(checks):
        _unclear(drafts, check, np.flatnonzero(asked & (failed < 0) & (unclear == number)))
        _failed(drafts, check, np.flatnonzero(asked & (failed == number)))
    exception = plan.demand.excused_if
    if exception is not None:
        lacking = np.flatnonzero(excused == IN_DOUBT)
        drafts.settle(np.flatnonzero(excused == TRUE), EXCUSED, "exception")
        drafts.settle(lacking, UNKNOWN, "value_missing", lambda p: words_missing(run.reader, exception, sites.some(p)))
    return truths


def _excused(run: Run, plan: RequirePlan, sites: Sites) -> Truths:
    if plan.demand.excused_if is None:
        return np.full(len(sites), FALSE, np.int8)
    return run.reader.truths(plan.demand.excused_if, sites)


def _first(found: NDArray[np.bool_]) -> Numbers:
    """Return for each event the number of the first check that is found, -1 for none."""
    if not len(found):
        return np.full(found.shape[1], -1)
    return np.where(found.any(axis=0), found.argmax(axis=0), -1)


def _failed(drafts: _Drafts, check: Check, places: Places) -> None:
    drafts.settle(places, BROKEN, check.reason, lambda _: check.what)


def _unclear(drafts: _Drafts, check: Check, places: Places) -> None:
    """Say what the verdict hangs on: undecided events, a hole in the record, or a value that is missing."""
    if not len(places):
        return
    is_doubted = np.diff(check.doubted.starts)[places] > 0
    has_hole = ~is_doubted & is_told(check.sources[places])
    drafts.settle(places[is_doubted], UNKNOWN, "undecided")
    drafts.settle(places[has_hole], UNKNOWN, "source_gap", lambda holes: check.sources[holes])
    drafts.settle(places[~is_doubted & ~has_hole], UNKNOWN, "value_missing", check.value)
    drafts.doubted.append((places[is_doubted], _of_some(check.doubted, places[is_doubted])))


def _after_grounds(run: Run, plan: RequirePlan, sites: Sites, drafts: _Drafts) -> None:
    """Let a declared ground excuse what is broken: one at the event's instant, a later one only where it heals."""
    broken = np.flatnonzero(drafts.verdict == BROKEN)
    if not len(broken):
        return
    world = run.reader.world
    excuses = excuses_of(run, plan, sites.some(broken))
    by_ground = np.flatnonzero(excuses.ground >= 0)
    rows = excuses.ground[by_ground]
    types = world.table.type[rows]
    drafts.settle(broken[by_ground], EXCUSED, "ground", lambda _: object_array(world.table.types)[types])
    drafts.reason[broken[by_ground[types == world.type_codes.get(WAIVER, -1)]]] = REASON["waived"]
    drafts.ground[broken[by_ground]] = rows
    doubted = np.flatnonzero((excuses.ground < 0) & (np.diff(excuses.doubts.starts) > 0))
    drafts.settle(broken[doubted], UNKNOWN, "undecided")
    drafts.doubted.append((broken[doubted], _of_some(excuses.doubts, doubted)))


# Columns out.


def _outcomes(run: Run, plan: RequirePlan, sites: Sites, drafts: _Drafts, truths: NDArray[np.int8]) -> Outcomes:
    rows, start = own_rows(sites), sites.at
    none = np.full(len(sites), NONE)
    return Outcomes(
        promise=plan.promise.id,
        streams=sites.streams,
        stream=sites.stream,
        trigger=rows,
        root=run.reader.world.known.root[rows],
        period=none,
        verdict=drafts.verdict,
        reason=drafts.reason,
        start=start,
        due=start,
        not_before=none,
        met=np.where(drafts.verdict == KEPT, start, NONE),
        late_at=none,
        broken_at=np.where(drafts.verdict == BROKEN, start, NONE),
        ended_at=np.where(drafts.verdict == EXCUSED, start, NONE),
        reached=(truths == TRUE).sum(axis=0, dtype=np.int64),
        wanted=np.full(len(sites), len(truths)),
        because=drafts.because,
    )


def _grounds(sites: Sites, checks: Sequence[Check], truths: NDArray[np.int8], drafts: _Drafts) -> Grounds:
    shown = np.column_stack([own_rows(sites), *(check.shown for check in checks)])
    kept = shown >= 0
    for later in range(1, shown.shape[1]):
        kept[:, later] &= ~(shown[:, :later] == shown[:, later : later + 1]).any(axis=1)
    whole = np.column_stack([shown, drafts.ground])
    told = np.column_stack([kept, drafts.ground >= 0])
    return Grounds(
        evidence=Lists(np.append(0, np.cumsum(told.sum(axis=1))), whole[told]),
        undecided=_doubts(drafts, len(sites)),
        missing=marked_names([check.what for check in checks], list(truths != TRUE), len(sites)),
    )


def _doubts(drafts: _Drafts, count: int) -> Lists:
    """Return the lists of undecided events, by place; at most one list is for a place."""
    sizes = np.zeros(count, np.int64)
    nothing = np.empty(0, np.int64)
    for places, listed in drafts.doubted:
        sizes[places] = np.diff(listed.starts)
    owner = np.concatenate([nothing, *(np.repeat(p, np.diff(listed.starts)) for p, listed in drafts.doubted)])
    rows = np.concatenate([nothing, *(listed.rows for _, listed in drafts.doubted)])
    return Lists(np.append(0, np.cumsum(sizes)), rows[np.argsort(owner, kind="stable")])


def _of_some(listed: Listed, places: Places) -> Listed:
    """Return the lists of some positions."""
    sizes = listed.starts[places + 1] - listed.starts[places]
    starts = np.append(0, np.cumsum(sizes))
    within = np.arange(starts[-1]) + np.repeat(listed.starts[places] - starts[:-1], sizes)
    return Listed(starts, listed.rows[within])
