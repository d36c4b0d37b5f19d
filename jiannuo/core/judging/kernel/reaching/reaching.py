"""The verb `reach`: a figure of each period meets a target (sections 3 and 4.10 of the language).

It comes after all other verbs, as figures may be made of their findings.
"""

from collections.abc import Sequence

import numpy as np

from jiannuo.core.charters.charter import Promise
from jiannuo.core.judging.finding import Verdict
from jiannuo.core.judging.kernel.figures.observed_findings import FindingStore
from jiannuo.core.judging.kernel.outcomes.outcomes import REASON, VERDICTS, Grounds, Lists, Outcomes
from jiannuo.core.judging.kernel.reaching.closing import Closing, closing_of
from jiannuo.core.judging.kernel.reaching.deciding import Known, Result, Rule, verdict_of
from jiannuo.core.judging.kernel.reaching.periods_known import Figures, Place
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.streams import Key, Streams
from jiannuo.core.values.compiled_clock import NONE

_CODES = {verdict: code for code, verdict in enumerate(VERDICTS)}
Judged = tuple[Verdict, str, dict[str, str]]
"""A verdict with the code of its reason and the words about it."""


def judge_reach(promise: Promise, reader: Reader, findings: FindingStore) -> Outcomes:
    """Return one finding for each period and cell; `findings` has those that its indicator is made of."""
    figures = Figures(promise, reader, findings)
    places = list(figures.places())
    wanted = list(dict.fromkeys(each for place in places for each in figures.running(place)))
    known = dict(zip(wanted, figures.known(wanted), strict=True))
    rule = Rule(figures.demand, figures.indicator, reader.world.as_of)
    results = {place: rule.result(each) for place, each in known.items()}
    ends = dict.fromkeys(known[place].end for place in places)
    closing_at = {end: closing_of(promise, end, reader.world) for end in ends}
    closings = [closing_at[known[place].end] for place in places]
    judged = [
        _of_one([results[each] for each in figures.running(place)], figures, closing)
        if closing.due <= reader.world.as_of
        else ("pending", "period_running", rule.words(known[place]))
        for place, closing in zip(places, closings, strict=True)
    ]
    return _outcomes(figures, places, [known[place] for place in places], closings, judged)


def _of_one(results: Sequence[Result], figures: Figures, closing: Closing) -> Judged:
    """Return the verdict on the last of some periods running."""
    if closing.missing_year is not None:
        return "unknown", "calendar_year_missing", {**results[-1].words, "year": str(closing.missing_year)}
    verdict, told = verdict_of(results, figures.demand.periods)
    return verdict, told.reason, told.words


def _outcomes(
    figures: Figures,
    places: Sequence[Place],
    known: Sequence[Known],
    closings: Sequence[Closing],
    judged: Sequence[Judged],
) -> Outcomes:
    count = len(places)
    verdict = np.array([_CODES[each] for each, _, _ in judged], np.int8)
    end = np.array([each.end for each in known], np.int64)
    start = np.array([each.start for each in known], np.int64)
    nothing, nowhere = np.full(count, NONE), np.full(count, -1, np.int64)
    streams, stream = _streams(figures, places)
    because = np.empty(count, np.object_)
    because[:] = [words or None for _, _, words in judged]
    return Outcomes(
        promise=figures.promise.id,
        streams=streams,
        stream=stream,
        trigger=nowhere,
        root=nowhere,
        period=start,
        verdict=verdict,
        reason=np.array([REASON[reason] for _, reason, _ in judged], np.int8),
        start=start,
        due=np.array([NONE if each.missing_year is not None else each.due for each in closings], np.int64),
        not_before=nothing,
        met=np.where(verdict == _CODES["kept"], end, NONE),
        late_at=nothing,
        broken_at=np.where(verdict == _CODES["broken"], end, NONE),
        ended_at=nothing,
        reached=nothing,
        wanted=nothing,
        because=because,
        owner=_owners(figures, places, end),
        owner_verdict=None if figures.promise.owner is None else verdict,
        grounds=_grounds(known, closings),
    )


def _streams(figures: Figures, places: Sequence[Place]) -> tuple[Streams, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return the cells as streams in which nothing happens, known by their key alone."""
    keys: dict[Key, int] = {}
    stream = [keys.setdefault(tuple(map(str, place.by)), len(keys)) for place in places]
    listed, count = list(keys), len(keys)
    none = np.zeros(count, np.int64)
    streams = Streams(figures.promise.of, None, none, np.arange(count + 1), lambda rows: listed)
    return streams, np.array(stream, np.int64)


def _grounds(known: Sequence[Known], closings: Sequence[Closing]) -> Grounds:
    nothing = Lists(np.zeros(len(known) + 1, np.int64), np.empty(0, np.int64))
    return Grounds(
        evidence=nothing,
        undecided=nothing,
        missing=[()] * len(known),
        provisional_years=[each.provisional for each in closings],
        coverage=(
            np.array([each.covered for each in known], np.int64),
            np.array([each.demanded for each in known], np.int64),
        ),
    )


def _owners(
    figures: Figures, places: Sequence[Place], end: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> "np.ndarray[tuple[int], np.dtype[np.object_]] | None":
    """Return who answers for each figure: a dimension, an attribute of the subject at the period's end, or the word itself."""
    name, promise, reader = figures.promise.owner, figures.promise, figures.reader
    if name is None:
        return None
    found = np.full(len(places), name, np.object_)
    by = [each.dotted for each in figures.demand.by]
    kind = reader.charter.subjects.get(promise.kind or "")
    if name in by:
        found[:] = [place.by[by.index(name)] for place in places]
    elif kind is not None and name in kind.attributes and len(places):
        streams = reader.world.streams(kind.id)
        numbers = {" · ".join(key): number for key, number in streams.numbers.items()}
        stream = np.array([numbers.get(" · ".join(map(str, place.by)), -1) for place in places], np.int64)
        some = np.flatnonzero(stream >= 0)
        values = reader.of_subject(kind.name, (name,), Sites(streams, stream[some], end[some])).objects()
        found[:] = None
        found[some] = [None if value is None else str(value) for value in values.tolist()]
    return found
