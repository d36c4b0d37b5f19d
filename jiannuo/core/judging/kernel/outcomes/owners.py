"""Who answers for obligations inside, at which instant, and who held them before (sections 3 and 5.12)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Promise
from jiannuo.core.judging.event_table import MISSING, Coded, Column, Instants, Rows, object_array
from jiannuo.core.judging.finding import Holder
from jiannuo.core.judging.kernel.outcomes.opened import opened_sites
from jiannuo.core.judging.kernel.outcomes.outcomes import BROKEN, EXCUSED, UNKNOWN, Outcomes, lengthened
from jiannuo.core.judging.kernel.past.picks import candidates
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.columns import assembled, codes_of, constant
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers, first_after
from jiannuo.core.judging.kernel.streams.sites import Sites, at_events
from jiannuo.core.judging.kernel.streams.spans import lacks_part
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE, Truths
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.compiling import compiled


def owned(promise: Promise, outcomes: Outcomes, reader: Reader) -> Outcomes:
    """Return the findings with their owner and his own verdict; where there are grounds, also with all holders."""
    if promise.owner is None:
        return outcomes
    opened = opened_sites(reader.charter, promise, outcomes)
    until = np.maximum(_until(promise, outcomes, reader.world), outcomes.start)
    decided_at = opened.at
    if promise.owner_at != "opened":
        at = np.where(outcomes.broken_at != NONE, outcomes.broken_at, outcomes.met)
        decided_at = np.where(at == NONE, until, np.maximum(at, outcomes.start))
    own, grounds = _own_verdicts(promise, outcomes, reader, opened), outcomes.grounds
    if grounds is not None:
        evidence = lengthened(grounds.evidence, own.of, own.rows)
        grounds = replace(grounds, evidence=evidence, holders=_holders(promise.owner, reader, opened, until))
    return replace(
        outcomes,
        owner=_owners(promise.owner, reader, _moved(opened, decided_at)).objects(),
        owner_verdict=own.verdict,
        grounds=grounds,
    )


def _until(promise: Promise, outcomes: Outcomes, world: World) -> Instants:
    """Return until when each obligation is held: a period to its end, any other until what ended it."""
    instants = (outcomes.due,) if promise.verb == "hold" else (outcomes.due, outcomes.met, outcomes.ended_at)
    until = np.full(len(outcomes), world.as_of)
    for instant in instants:
        until = np.where((instant != NONE) & (instant < until), instant, until)
    return until


# The owner.


def _moved(opened: Sites, at: Instants) -> Sites:
    """Return the positions at other instants; at the opening itself among the events of its instant."""
    here = None if opened.here is None else np.where(at == opened.at, opened.here, -1)
    return replace(opened, at=at, here=here)


def _owners(name: str, reader: Reader, sites: Sites) -> Coded:
    """Return the party an attribute of the subject or of the trigger names, if any; otherwise the word, a post or unit."""
    kind = reader.charter.subjects.get(sites.streams.kind or "")
    if kind is not None and name in kind.attributes:
        return _as_texts(reader.of_subject(kind.name, (name,), sites))
    if sites.trigger is None:
        return constant(name, len(sites))
    return _as_texts(_of_triggers(name, reader, sites.trigger))


def _of_triggers(name: str, reader: Reader, trigger: Rows) -> Column:
    """Return an attribute as the triggers carry it, and the word itself where their type does not declare it."""
    parts, is_word = list[tuple[Numbers, Column]](), np.ones(len(trigger), np.bool_)
    for code in reader.types_of(trigger):
        type_ = reader.world.table.types[code]
        declared = reader.charter.events.get(type_)
        if declared is None or name not in declared.attributes:
            continue
        column, there = reader.world.column(type_, name), reader.places_of_type(type_, trigger)
        is_word[there] = False
        if column is not None:
            parts.append((there, column.taken(trigger[there])))
    words = np.flatnonzero(is_word)
    return assembled([*parts, (words, constant(name, len(words)))], len(trigger))


def _as_texts(column: Column) -> Coded:
    """Return values as texts, each text once."""
    numbered = codes_of(column)
    texts: dict[str, int] = {}
    codes = [texts.setdefault(str(value), len(texts)) for value in numbered.values]
    return Coded(object_array(list(texts)), np.array([*codes, MISSING], np.int32)[numbered.codes])


# His own verdict.


class _Grounds(NamedTuple):
    """What clears owners for certain (1), or may (-1), of a breach: which breach, and the rows of events in scan order."""

    of: Numbers
    rows: Rows
    truths: Truths


class _Own(NamedTuple):
    """The owners' verdicts, and the events that show them: of which finding each is, and its row."""

    verdict: NDArray[np.int8]
    of: Numbers
    rows: Rows


def _own_verdicts(promise: Promise, outcomes: Outcomes, reader: Reader, opened: Sites) -> _Own:
    """Return the owners' verdicts, with the first ground that clears each, or those that may.

    A breach is excused for him by a declared ground that came before it, and unknown where one may have.
    """
    verdicts, broken = outcomes.verdict.copy(), np.flatnonzero(outcomes.verdict == BROKEN)
    if not promise.owner_excused_by or not len(broken):
        return _Own(verdicts, np.empty(0, np.int64), np.empty(0, np.int64))
    sites, until = opened.some(broken), outcomes.broken_at[broken]
    grounds = _grounds(promise, outcomes, reader, (sites, until))
    is_clear = np.zeros(len(broken), np.bool_)
    is_clear[grounds.of[grounds.truths == TRUE]] = True
    is_open = _may_be_unrecorded(promise, reader.world, sites.at, until)
    is_open[grounds.of] = True
    verdicts[broken[is_open]] = UNKNOWN
    verdicts[broken[is_clear]] = EXCUSED
    shown = (grounds.truths == TRUE) | ~is_clear[grounds.of]
    of, rows = grounds.of[shown], grounds.rows[shown]
    is_first = np.ones(len(of), np.bool_)
    is_first[1:] = np.diff(of) != 0
    shown = is_first | ~is_clear[of]
    return _Own(verdicts, broken[of[shown]], rows[shown])


def _grounds(promise: Promise, outcomes: Outcomes, reader: Reader, broken: tuple[Sites, Instants]) -> _Grounds:
    """Return the grounds between the opening and the breach of each, each once: certain if any selector is certain of it."""
    sites, until = broken
    parts = []
    for selector in promise.owner_excused_by:
        listed = candidates(reader, outcomes.streams, selector)
        of, rows = _within(sites.stream, (sites.at, until), listed, reader.world.table.at)
        there = sites.some(of)
        at = reader.world.table.at[rows]
        truths = reader.matches(selector, at_events(there.streams, there.stream, rows, at, sites=there))
        parts.append((of, rows, truths))
    of, rows, truths = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    kept = np.flatnonzero(truths != FALSE)
    kept = kept[np.lexsort((-truths[kept], reader.world.ranks(rows[kept]), of[kept]))]
    is_first = np.ones(len(kept), np.bool_)
    is_first[1:] = (np.diff(of[kept]) != 0) | (np.diff(rows[kept]) != 0)
    kept = kept[is_first]
    return _Grounds(of[kept], rows[kept], truths[kept])


def _may_be_unrecorded(promise: Promise, world: World, since: Instants, until: Instants) -> NDArray[np.bool_]:
    """Tell of spans whether a ground that clears the owner may have happened in them without being on record."""
    return lacks_part(world.reach_of(world.sources_of(promise.owner_excused_by)), since, until)


@compiled
def _within(
    stream: Numbers, spans: tuple[Instants, Instants], listed: Listed, at: Instants
) -> tuple[Numbers, Rows]:  # fmt: skip
    """Return the listed events of streams within spans, both ends included: of which span each is, and its row."""
    first, last = np.empty(len(stream), np.int64), np.empty(len(stream), np.int64)
    total = 0
    for place in range(len(stream)):
        span = (listed.starts[stream[place]], listed.starts[stream[place] + 1])
        first[place] = first_after(listed.rows, span, spans[0][place] - 1, at)
        last[place] = max(first[place], first_after(listed.rows, span, spans[1][place], at))
        total += last[place] - first[place]
    of, rows = np.empty(total, np.int64), np.empty(total, np.int64)
    total = 0
    for place in range(len(stream)):
        for number in range(first[place], last[place]):
            of[total], rows[total] = place, listed.rows[number]
            total += 1
    return of, rows


# All holders.


class _Holders(Sequence[tuple[Holder, ...]]):
    """The holders of each finding, made when asked for."""

    def __init__(self, starts: Numbers, owner: Coded, from_: Instants, until: Instants) -> None:
        self._starts, self._owner, self._from, self._until = starts, owner, from_, until

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> tuple[Holder, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[Holder, ...]]: ...
    def __getitem__(self, place: int | slice) -> tuple[Holder, ...] | Sequence[tuple[Holder, ...]]:
        if isinstance(place, slice):
            return [self[number] for number in range(len(self))[place]]
        span = range(self._starts[place], self._starts[place + 1])
        return tuple(self._holder(number) for number in span)

    def _holder(self, number: int) -> Holder:
        owner = self._owner.at(number)
        return Holder(None if owner is None else str(owner), int(self._from[number]), int(self._until[number]))


def _holders(name: str, reader: Reader, opened: Sites, until: Instants) -> _Holders:
    """Return who held each obligation from its opening until an instant; who goes on holding it stands once."""
    starts, from_ = _changes(opened, until, _sources(name, reader, opened), reader.world.table.at)
    of = np.repeat(np.arange(len(opened)), np.diff(starts))
    owner = _owners(name, reader, _moved(opened.some(of), from_))
    begins = np.ones(len(of), np.bool_)
    begins[1:] = (np.diff(of) != 0) | (np.diff(owner.codes) != 0)
    kept = np.flatnonzero(begins)
    is_last = np.ones(len(kept), np.bool_)
    is_last[:-1] = np.diff(of[kept]) != 0
    next_from = np.append(from_[kept[1:]], 0)
    to = np.where(is_last, until[of[kept]], next_from)
    return _Holders(np.searchsorted(of[kept], np.arange(len(opened) + 1)), owner.taken(kept), from_[kept], to)


def _sources(name: str, reader: Reader, opened: Sites) -> Listed:
    """Return the events that may give the subject's attribute another value."""
    kind = reader.charter.subjects.get(opened.streams.kind or "")
    sources = kind.attributes.get(name, ()) if kind is not None else ()
    return reader.rows_of_types(opened.streams, tuple(sorted({source.event for source in sources})))


def _changes(opened: Sites, until: Instants, listed: Listed, at: Instants) -> tuple[Numbers, Instants]:
    """Return for each obligation the instants at which its holder may have changed, its opening first."""
    of, rows = _within(opened.stream, (opened.at + 1, until - 1), listed, at)
    of = np.concatenate([np.arange(len(opened)), of])
    instants = np.concatenate([opened.at, at[rows]])
    order = np.lexsort((instants, of))
    of, instants = of[order], instants[order]
    first = np.ones(len(of), np.bool_)
    first[1:] = (np.diff(of) != 0) | (np.diff(instants) != 0)
    return np.searchsorted(of[first], np.arange(len(opened) + 1)), instants[first]
