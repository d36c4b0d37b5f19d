"""The findings of the `expect` promises of a run: rules and openings in, compiled code over the streams, columns out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter
from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.expecting import expecting as field
from jiannuo.core.judging.kernel.expecting.deadlines import LIMIT
from jiannuo.core.judging.kernel.expecting.expect_stage import Prepared, causes_of, stage_of
from jiannuo.core.judging.kernel.expecting.expect_tables import Table, table_of
from jiannuo.core.judging.kernel.expecting.expect_words import missing_steps, provisional_years
from jiannuo.core.judging.kernel.expecting.expecting import judge_streams
from jiannuo.core.judging.kernel.expecting.stage import Stage
from jiannuo.core.judging.kernel.outcomes.outcomes import (
    EXCUSED,
    LAPSED,
    REASON,
    Block,
    Grounds,
    IntervalLists,
    Lists,
    Outcomes,
)
from jiannuo.core.judging.kernel.outcomes.reasons_told import Reasons, reasons_of, words_of
from jiannuo.core.judging.kernel.reading.missing import words_missing
from jiannuo.core.judging.kernel.reading.wanting import in_edition
from jiannuo.core.judging.kernel.reading.wording import Words
from jiannuo.core.judging.kernel.scanning.needed_sources import sources_needed
from jiannuo.core.judging.kernel.scanning.roles import copied
from jiannuo.core.judging.kernel.scanning.rules import PAUSE_UNIT, REOPENED, Rules
from jiannuo.core.judging.kernel.scanning.runs import Run
from jiannuo.core.judging.kernel.scanning.sinks import Sink, found_with, sink_with
from jiannuo.core.judging.kernel.streams.ordering import Numbers, is_before
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.plans.expecting import ExpectPlan
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.in_parallel import in_parallel

_ROOM = 1 << 13  # so that what is written stays in the cache until it is read
_MANY = 250_000
_MOST_YEARS = 250


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """What one stretch of streams gave: the findings' fields, and their grounds list after list."""

    fields: Numbers
    sink: Sink


def judge_expects(run: Run, plans: Sequence[ExpectPlan], *, parts: int, full: bool) -> Iterator[Outcomes]:
    """Yield the findings of each promise; `parts` is how many parts the run's symbols speak of."""
    prepared = _prepared(run, plans)
    pieces = list(_gone_through(run, prepared, parts, _Out(_kept, full)))
    for number, plan in enumerate(plans):
        _note_undecided_reopenings(run, plan, number, pieces)
        slot = _first_slot(prepared.tables[:number])
        yield _outcomes(run, prepared, number, _of_promise(pieces, number, run, slot), full)


def judge_expects_in_blocks(run: Run, plans: Sequence[ExpectPlan], *, parts: int) -> Iterator[Block]:
    """Yield the findings of all promises together, no more than the verdicts with their instants."""
    names = tuple(plan.promise.id for plan in plans)
    doubted = [(number, plan) for number, plan in enumerate(plans) if plan.reopened in run.doubted_parts]

    def make(run: Run, piece: _Piece) -> Block:
        for number, plan in doubted:
            _note_undecided_reopenings(run, plan, number, [_kept(run, piece)])
        return _block(run, names, piece)

    return _gone_through(run, _prepared(run, plans), parts, _Out(make))


def _prepared(run: Run, plans: Sequence[ExpectPlan]) -> Prepared:
    for plan in plans:
        run.note_undecided(plan.promise.id, plan.after)
    return Prepared(plans, [table_of(run, plan) for plan in plans], causes_of(run, plans))


def _block(run: Run, names: tuple[str, ...], piece: _Piece) -> Block:
    """Return the columns of a piece that tell verdicts and instants, apart from the rest."""
    fields, rows_of, world = piece.fields, run.track.rows_of, run.reader.world
    kept = in_edition(run.reader.charter, fields[field.START])
    if not kept.all():
        fields = fields[:, kept]
    return Block(
        names,
        run.track.streams,
        fields[field.PROMISE].astype(np.int32),
        fields[field.STREAM].copy(),
        rows_of(fields[field.TRIGGER]),
        fields[field.PERIOD].copy(),
        fields[field.VERDICT].astype(np.int8),
        reasons_of(world, fields[field.REASON], lambda: rows_of(fields[field.ENDED_BY])),
        fields[field.START].copy(),
        fields[field.DUE].copy(),
        fields[field.MET].copy(),
        fields[field.LATE_AT].copy(),
        fields[field.BROKEN_AT].copy(),
        fields[field.ENDED_AT].copy(),
    )


def _kept(run: Run, piece: _Piece) -> _Piece:
    """Return a piece that stays when its room is used again, with the rows of events instead of their places."""
    fields, sink, rows_of = np.array(piece.fields, order="C"), _filled(piece.sink), run.track.rows_of
    for column in (field.TRIGGER, field.DONE, field.ENDED_BY):
        fields[column] = rows_of(fields[column])
    for places in (sink.evidence, sink.doubts, sink.fault_row):
        places[:] = rows_of(places)
    return _Piece(fields, sink)


def _first_slot(before: Sequence[Table | None]) -> int:
    """Return where the openings of a table begin among those of all tables."""
    return sum(len(table.drafts) for table in before if table is not None)


def _note_undecided_reopenings(run: Run, plan: ExpectPlan, promise: int, pieces: Sequence[_Piece]) -> None:
    """Note the events that would have opened an obligation again if a condition on them were known."""
    stream, rows, truths = run.plays(plan.reopened)
    if plan.demand.on_reopen != "new" or not (truths == -1).any():
        return
    world, starts = run.reader.world, np.searchsorted(stream, np.arange(len(run.track.streams) + 1))
    for piece in pieces:
        verdict = piece.fields[field.VERDICT]
        ended = (piece.fields[field.DONE] >= 0) & (verdict != EXCUSED) & (verdict != LAPSED)
        places = np.flatnonzero(ended & (piece.fields[field.PROMISE] == promise))
        for done, of in piece.fields[[field.DONE, field.STREAM]][:, places].T.tolist():
            for place in range(starts[of], starts[of + 1]):
                if is_before(done, rows[place], world.order):
                    if truths[place] == 1:
                        break
                    world.note_undecided(plan.promise.id, world.known.root[rows[place : place + 1]])


def _reached_end_of_pool(fields: Numbers) -> bool:
    return bool(((fields[field.YEAR] == 0) & (fields[field.LACKS] == 3)).any())


# Going through the streams, a piece at a time.


Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Out(Generic[Made]):
    """What is to be made of each piece before its room is used again, and whether grounds are wanted."""

    make: Callable[[Run, _Piece], Made]
    full: bool = False


def _gone_through(run: Run, prepared: Prepared, parts: int, out: _Out[Made]) -> Iterator[Made]:
    """Judge all streams, a piece at a time; where they are many, on several processors."""
    stage = stage_of(run, prepared, parts)
    spans = spans_of_work(run.track.starts)
    if len(spans) == 1:
        yield from _pieces_of(run, stage, spans[0], out)
        return
    for made in in_parallel(lambda span: _with_own_roles(run, stage, span, out), spans):
        yield from made


def spans_of_work(starts: Numbers) -> list[tuple[int, int]]:
    """Return where to cut the streams into spans of about as many events each."""
    count = int(starts[-1]) // _MANY + 1
    cuts = [int(np.searchsorted(starts, starts[-1] * cut // count)) for cut in range(count)]
    return list(pairwise([*cuts, len(starts) - 1]))


def _with_own_roles(run: Run, stage: Stage, span: tuple[int, int], out: _Out[Made]) -> list[Made]:
    own = copied(stage.roles)
    return list(_pieces_of(run, stage._replace(roles=own), span, out))


def _parts_of(rules: Rules) -> Iterable[int]:
    """Return the parts that the rules ask for."""
    named = (rules.rule[:, : REOPENED + 1], rules.target, rules.pause[:, :PAUSE_UNIT], rules.fault[:, 0])
    return set(np.concatenate([part.reshape(-1) for part in named]).tolist())


def _pieces_of(run: Run, stage: Stage, span: tuple[int, int], out: _Out[Made]) -> Iterator[Made]:
    room, done, years = _ROOM, span[0], 0
    symbols = run.meaning_only(_parts_of(stage.rules))
    found, sink = found_with(room, columns=field.FIELDS), sink_with(4 * room if out.full else 0)
    places = (run.track.identity, run.track.starts, symbols)
    while done < span[1]:
        until = judge_streams(stage, places, (done, span[1]), found, sink)
        if until == done:
            room *= 4
            found, sink = found_with(room, columns=field.FIELDS), sink_with(4 * room if out.full else 0)
            continue
        piece = _Piece(found.field[: found.total[0]].T, sink)
        if years < _MOST_YEARS and _reached_end_of_pool(piece.fields):
            years = 2 * years + 25
            stage = stage._replace(clocks=run.clocks(years_ahead=years))
            continue
        done = until
        yield out.make(run, piece)


def _filled(sink: Sink) -> Sink:
    evidence, doubts, intervals, faults, _ = sink.total.tolist()
    return Sink(
        sink.evidence[:evidence].copy(), sink.doubts[:doubts].copy(), sink.kind[:intervals].copy(),
        sink.from_[:intervals].copy(), sink.until[:intervals].copy(), sink.cause[:intervals].copy(),
        sink.fault[:faults].copy(), sink.fault_row[:faults].copy(), sink.total.copy(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Fields:
    """The fields of one promise's findings, with the grounds of each as lists."""

    fields: Numbers
    evidence: Lists
    doubts: Lists
    faults: tuple[Numbers, Numbers, Numbers]
    intervals: tuple[Numbers, Numbers]


def _of_promise(pieces: Sequence[_Piece], promise: int, run: Run, first_slot: int) -> _Fields:
    charter = run.reader.charter
    kept = [_chosen(piece.fields, promise, charter) for piece in pieces]
    fields = np.concatenate(
        [np.empty((field.FIELDS, 0), np.int64), *(p.fields[:, k] for p, k in zip(pieces, kept, strict=True))], 1
    )
    fields[field.SLOT] -= first_slot
    evidence = _lists(pieces, kept, field.EVIDENCE, lambda sink: np.stack([sink.evidence]))
    doubts = _lists(pieces, kept, field.DOUBTS, lambda sink: np.stack([sink.doubts]))
    faults = _lists(pieces, kept, field.FOUND_FAULTS, lambda sink: np.stack([sink.fault, sink.fault_row]))
    intervals = _lists(
        pieces, kept, field.INTERVALS, lambda sink: np.stack([sink.kind, sink.from_, sink.until, sink.cause])
    )
    return _Fields(
        fields,
        Lists(evidence[0], evidence[1][0]),
        Lists(doubts[0], doubts[1][0]),
        (faults[0], *faults[1]),
        intervals,
    )


def _chosen(fields: Numbers, promise: int, charter: Charter) -> Numbers:
    """Return the findings of one promise that fall under the edition."""
    is_its = (fields[field.PROMISE] == promise) & in_edition(charter, fields[field.START])
    return np.flatnonzero(is_its)


Columns = Callable[[Sink], NDArray[np.int64]]


def _lists(pieces: Sequence[_Piece], kept: Sequence[Numbers], length: int, columns: Columns) -> tuple[Numbers, Numbers]:
    """Return where the list of each finding starts, and the lists one after the other, in as many rows as columns."""
    counts, parts = [np.zeros(1, np.int64)], []
    for piece, chosen in zip(pieces, kept, strict=True):
        values = columns(piece.sink)
        if not values.shape[1]:
            counts.append(np.zeros(len(chosen), np.int64))
            continue
        lengths = piece.fields[length]
        first = np.cumsum(lengths) - lengths
        sizes = lengths[chosen]
        places = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes - first[chosen], sizes)
        counts.append(sizes)
        parts.append(values[:, places])
    width = len(columns(sink_with(0)))
    return np.cumsum(np.concatenate(counts)), np.concatenate([np.empty((width, 0), np.int64), *parts], 1)


# Columns out.


def _outcomes(run: Run, prepared: Prepared, number: int, found: _Fields, full: bool) -> Outcomes:
    plan, table, world = prepared.plans[number], prepared.tables[number], run.reader.world
    fields = found.fields
    members = None if table is None or table.members is None else table.members.taken(fields[field.MEMBER])
    outcomes = Outcomes(
        promise=plan.promise.id,
        streams=run.track.streams,
        stream=fields[field.STREAM],
        trigger=fields[field.TRIGGER],
        root=_roots(world, fields[field.TRIGGER]),
        period=np.where(fields[field.TRIGGER] < 0, fields[field.PERIOD], NONE),
        verdict=fields[field.VERDICT].astype(np.int8),
        reason=reasons_of(world, fields[field.REASON], lambda: fields[field.ENDED_BY]),
        start=fields[field.START],
        due=fields[field.DUE],
        not_before=fields[field.NOT_BEFORE],
        met=fields[field.MET],
        late_at=fields[field.LATE_AT],
        broken_at=fields[field.BROKEN_AT],
        ended_at=fields[field.ENDED_AT],
        reached=fields[field.REACHED],
        wanted=fields[field.WANTED],
        member=members,
        period_from=fields[field.PERIOD] if plan.demand.every is not None else None,
        period_until=fields[field.PERIOD_UNTIL] if plan.demand.every is not None else None,
    )
    if full:
        outcomes.because = _because(run, plan, table, fields)
        outcomes.grounds = Grounds(
            evidence=found.evidence,
            undecided=found.doubts,
            missing=missing_steps(world, plan, fields, found.faults),
            intervals=_intervals(found.intervals, prepared.causes),
            provisional_years=provisional_years(run, plan, table, fields),
        )
    return outcomes


def _roots(world: World, triggers: Rows) -> Rows:
    """Return the row that the chain of corrections of each trigger begins with; -1 where a period opened."""
    return np.where(triggers < 0, -1, world.known.root[triggers])


def _intervals(lists: tuple[Numbers, Numbers], causes: Sequence[str]) -> IntervalLists:
    starts, (kind, from_, until, cause) = lists
    return IntervalLists(starts, kind, from_, until, cause, causes)


def _because(run: Run, plan: ExpectPlan, table: Table | None, fields: Numbers) -> Words:
    """Return the words that fill the sentence of each reason."""
    world = run.reader.world
    reasons = Reasons(*fields[[field.REASON, field.ENDED_BY, field.YEAR, field.DUE], :])
    words = words_of(world, reasons, lambda: sources_needed(plan, world))
    lacking = np.flatnonzero(reasons.codes == REASON["value_missing"])
    if len(lacking):
        words[lacking] = _words_of_missing(run, plan, table, fields[:, lacking])
    return words


def _words_of_missing(run: Run, plan: ExpectPlan, table: Table | None, fields: Numbers) -> Words:
    words: Words = np.full(fields.shape[1], None, np.object_)
    for expression, chosen in (
        (plan.demand.within, fields[field.LACKS] == LIMIT),
        (plan.demand.by, fields[field.LACKS] != LIMIT),
    ):
        places = np.flatnonzero(chosen)
        if expression is not None and len(places):
            words[places] = words_missing(run.reader, expression, _sites(run, table, fields[:, places]))
    return words


def _sites(run: Run, table: Table | None, fields: Numbers) -> Sites:
    if table is not None:
        return table.sites.some(fields[field.SLOT])
    rows = fields[field.TRIGGER]
    return Sites(run.track.streams, fields[field.STREAM], fields[field.START], own=rows, here=rows, trigger=rows)
