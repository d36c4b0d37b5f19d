"""The findings of the `expect` promises of a run: rules and openings in, compiled code over the streams, columns out."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter
from jiannuo.core.judging.event_table import NO_SEQ, Instants, Rows, object_array
from jiannuo.core.judging.kernel import expecting as field
from jiannuo.core.judging.kernel.columns import codes_of, micros_of
from jiannuo.core.judging.kernel.deadlines import LIMIT
from jiannuo.core.judging.kernel.expect_rules import RuleBook, sources_needed
from jiannuo.core.judging.kernel.expect_tables import Table, all_openings, carried_by, table_of
from jiannuo.core.judging.kernel.expect_words import missing_steps, provisional_years
from jiannuo.core.judging.kernel.expecting import findings_with, judge_streams
from jiannuo.core.judging.kernel.grounds import Sink, sink_with
from jiannuo.core.judging.kernel.lives import lives_of
from jiannuo.core.judging.kernel.missing import words_missing
from jiannuo.core.judging.kernel.ordering import Numbers, Order, is_before
from jiannuo.core.judging.kernel.outcomes import EXCUSED, LAPSED, REASON, Block, Grounds, IntervalLists, Lists, Outcomes
from jiannuo.core.judging.kernel.periodic import in_edition
from jiannuo.core.judging.kernel.roles import Roles, empty_roles, room_needed
from jiannuo.core.judging.kernel.rules import PAUSE_UNIT, REOPENED, Lifetimes, Named, Openings, Rules, Spans
from jiannuo.core.judging.kernel.runs import Run
from jiannuo.core.judging.kernel.sites import Sites
from jiannuo.core.judging.kernel.stage import Stage
from jiannuo.core.judging.kernel.state_answers import spans_in_force
from jiannuo.core.judging.kernel.symbols import meaning_only
from jiannuo.core.judging.kernel.targets import EVER
from jiannuo.core.judging.kernel.world import World
from jiannuo.core.plans.expecting import EXTENSION, WAIVER, ExpectPlan
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.instants import from_datetime
from jiannuo.core.values.period_names import first_day
from jiannuo.core.values.zones import day_of_date, zone_clock

_ROOM = 1 << 13  # so that what is written stays in the cache until it is read
_MANY = 250_000
_MOST_YEARS = 250
_MOST_WORKERS = 8
_TOLD = (
    field.PROMISE, field.STREAM, field.TRIGGER, field.PERIOD, field.VERDICT, field.START, field.DUE, field.MET,
    field.LATE_AT, field.BROKEN_AT, field.ENDED_AT,
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """What one stretch of streams gave: the findings' fields, and their grounds list after list."""

    fields: Numbers
    sink: Sink


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """The promises of a run with their openings and the texts of their pauses' reasons."""

    plans: Sequence[ExpectPlan]
    tables: Sequence[Table | None]
    causes: Sequence[str]


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
    return _gone_through(run, _prepared(run, plans), parts, _Out(lambda run, piece: _block(run, names, piece)))


def _prepared(run: Run, plans: Sequence[ExpectPlan]) -> _Prepared:
    for plan in plans:
        _note_undecided(run, plan)
    return _Prepared(plans, [table_of(run, plan) for plan in plans], _causes(run, plans))


def _block(run: Run, names: tuple[str, ...], piece: _Piece) -> Block:
    """Return the columns of a piece that tell verdicts and instants, apart from the rest."""
    fields = piece.fields
    kept = np.flatnonzero(in_edition(run.reader.charter, fields[field.START]))
    columns = (fields[column][kept] for column in _TOLD)
    promise, stream, trigger, period, verdict, start, due, met, late_at, broken_at, ended_at = columns
    reasons = _reasons(run.reader.world, fields)[kept]
    return Block(
        names, run.track.streams, promise, stream, trigger, period, verdict, reasons, start, due, met, late_at,
        broken_at, ended_at,
    )  # fmt: skip


def _kept(_: Run, piece: _Piece) -> _Piece:
    """Return a piece that stays when its room is used again."""
    return _Piece(piece.fields.copy(), _filled(piece.sink))


def _first_slot(before: Sequence[Table | None]) -> int:
    """Return where the openings of a table begin among those of all tables."""
    return sum(len(table.drafts) for table in before if table is not None)


def _note_undecided(run: Run, plan: ExpectPlan) -> None:
    for row in run.played(plan.after, -1)[1].tolist():
        run.reader.world.note_undecided(plan.promise.id, run.reader.world.id_of(row))


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
                    world.note_undecided(plan.promise.id, world.id_of(int(world.known.root[rows[place]])))


def _reached_end_of_pool(fields: Numbers) -> bool:
    return bool(((fields[field.YEAR] == 0) & (fields[field.LACKS] == 3)).any())


# The stage.


def _causes(run: Run, plans: Sequence[ExpectPlan]) -> list[str]:
    """Return the texts of all reasons for which clocks stand still, sorted: the rank of one is its number."""
    reasons = {pause.reason.zh for plan in plans for pause in plan.demand.pauses}
    reopening = {selector.event for plan in plans for selector in plan.demand.reopened_by}
    return sorted(reasons | reopening)


def _stage(run: Run, prepared: _Prepared, parts: int) -> Stage:
    world = run.reader.world
    charter = world.charter
    book = RuleBook(world, run.calendars, prepared.causes)
    spans, spans_numbers = _spans(run, prepared.plans)
    carried, carries = carried_by(run, prepared.tables)
    names_periods = [_names_periods(run, plan) for plan in prepared.plans]
    given = [table for table in prepared.tables if table is not None]
    for number, plan in enumerate(prepared.plans):
        table = prepared.tables[number]
        place = -1 if table is None else given.index(table)
        book.add(
            plan, table=place, spans=spans_numbers[number], carries=carries[number], names_periods=names_periods[number]
        )
    room = room_needed(run.track.starts, run.symbols)
    return Stage(
        roles=empty_roles(parts, room=max(1, room)),
        order=_placed_order(run),
        root=run.track.identity,
        rules=book.rules(),
        openings=_placed_openings(run, given),
        spans=spans,
        lives=_lifetimes(run, prepared.plans),
        carried=carried,
        named=_named(run, any(names_periods)),
        clocks=run.clocks(),
        extended_to=_extended_to(run),
        causes=_causes_by_place(run, prepared.causes),
        edition=np.array([charter.effective, NONE if charter.until is None else charter.until]),
        as_of=world.as_of,
    )


# What is looked at over and over lies place by place, as the streams do: an event is known by its place there.


def _placed_order(run: Run) -> Order:
    """Return what orders the events, place by place; one source without `seq` leaves all that is simultaneous unordered."""
    world, rows = run.reader.world, run.track.rows
    nothing = np.zeros(len(rows), np.int64)
    has_seq = bool((world.order.seq != NO_SEQ).any())
    several = len(world.table.sources) > 1
    source = world.order.source[rows] if has_seq and several else nothing
    return Order(run.track.at, source, world.order.seq[rows] if has_seq else nothing)


def _placed_openings(run: Run, tables: Sequence[Table]) -> Openings:
    openings = all_openings(tables, len(run.track.streams))
    if not tables:
        return openings
    stream = np.concatenate([table.drafts.stream for table in tables])
    owner = np.repeat(stream, np.diff(openings.plan_first))
    places = run.track.places_of
    return openings._replace(row=places(stream, openings.row), plan_row=places(owner, openings.plan_row))


def _spans(run: Run, plans: Sequence[ExpectPlan]) -> tuple[Spans, list[list[int]]]:
    """Return when the states were in force that pause clocks, and the table of each declared pause (-1 for none)."""
    reader, streams = run.reader, run.track.streams
    sites = Sites(streams, np.arange(len(streams)), np.full(len(streams), reader.world.as_of))
    names = sorted({p.while_state for plan in plans for p in plan.demand.pauses if p.while_state is not None})
    lists = [spans_in_force(reader, reader.charter.states[name], sites) for name in names]
    shifts = np.cumsum([0, *(len(each.from_) for each in lists)])
    firsts = [each.starts + shift for each, shift in zip(lists, shifts, strict=False)]
    nothing = np.empty(0, np.int64)
    spans = Spans(
        np.array(firsts, np.int64).reshape(len(lists), -1) if lists else np.zeros((1, 1), np.int64),
        np.concatenate([nothing, *(each.from_ for each in lists)]),
        np.concatenate([nothing, *(each.until for each in lists)]),
    )
    numbers = [[names.index(p.while_state) if p.while_state else -1 for p in plan.demand.pauses] for plan in plans]
    return spans, numbers


def _lifetimes(run: Run, plans: Sequence[ExpectPlan]) -> Lifetimes:
    if not any(plan.demand.already or plan.demand.open == "first" for plan in plans):
        nothing = np.empty(0, np.int64)
        return Lifetimes(np.zeros(len(run.track.streams) + 1, np.int64), nothing, nothing)
    lives = lives_of(run.reader, run.track.streams)
    owner = np.repeat(np.arange(len(run.track.streams)), np.diff(lives.starts))
    return Lifetimes(lives.starts, lives.start, run.track.places_of(owner, lives.began))


def _names_periods(run: Run, plan: ExpectPlan) -> bool:
    types = {selector.event for part in plan.demand.parts for selector in part}
    return plan.demand.every is not None and any(
        run.reader.world.column(type_, "period") is not None for type_ in types
    )


def _named(run: Run, needed: bool) -> Named:
    """Return the period that each event says it is about."""
    world = run.reader.world
    count = len(world.table) if needed else 0
    named = Named(np.full(count, NONE), np.full(count, NONE), np.zeros(count, np.int64))
    for type_ in world.table.types if needed else ():
        column = world.column(type_, "period")
        rows = world.rows_of_type(type_)
        if column is not None:
            values = codes_of(column.taken(rows))
            spans = np.array([*(_named_span(value, world.zone) for value in values.values), (NONE, NONE, 0)])
            named.low[rows], named.high[rows], named.holds[rows] = spans[values.codes].T
    return Named(*(column[run.track.rows] for column in named)) if needed else named


def _named_span(value: object, zone: str) -> tuple[int, int, int]:
    """Return in which span the period begins that a value names; of an instant the instant that it holds."""
    if isinstance(value, datetime):
        return from_datetime(value), NONE, 1
    first = first_day(value)
    if first is None:
        return EVER, -EVER, 0  # it names none
    clock, day = zone_clock(zone), day_of_date(first)
    return int(clock.start_of_day(day)), int(clock.start_of_day(day + 1)), 0


def _extended_to(run: Run) -> Instants:
    world = run.reader.world
    column = world.column(EXTENSION, "to")
    if column is None:
        return np.empty(0, np.int64)
    found = np.full(len(world.table), NONE)
    rows = world.rows_of_type(EXTENSION)
    found[rows] = micros_of(column.taken(rows), missing=NONE)
    return found[run.track.rows]


def _causes_by_place(run: Run, causes: Sequence[str]) -> Numbers:
    table = run.reader.world.table
    numbers = np.array([causes.index(name) if name in causes else -1 for name in table.types], np.int64)
    return numbers[table.type[run.track.rows]] if causes else np.empty(0, np.int64)


# Going through the streams, a piece at a time.


Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Out(Generic[Made]):
    """What is to be made of each piece before its room is used again, and whether grounds are wanted."""

    make: Callable[[Run, _Piece], Made]
    full: bool = False


def _gone_through(run: Run, prepared: _Prepared, parts: int, out: _Out[Made]) -> Iterator[Made]:
    """Judge all streams, a piece at a time; where they are many, on several processors."""
    stage = _stage(run, prepared, parts)
    spans = _spans_of_work(run.track.starts)
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    if len(spans) == 1 or workers == 1:
        for span in spans:
            yield from _pieces_of(run, stage, span, out)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[list[Made]]] = deque()
        for span in spans:
            waiting.append(pool.submit(_with_own_roles, run, stage, span, out))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        for done in waiting:
            yield from done.result()


def _spans_of_work(starts: Numbers) -> list[tuple[int, int]]:
    """Return where to cut the streams into spans of about as many events each."""
    count = int(starts[-1]) // _MANY + 1
    cuts = [int(np.searchsorted(starts, starts[-1] * cut // count)) for cut in range(count)]
    return list(pairwise([*cuts, len(starts) - 1]))


def _with_own_roles(run: Run, stage: Stage, span: tuple[int, int], out: _Out[Made]) -> list[Made]:
    roles = stage.roles
    own = Roles(roles.first.copy(), roles.end.copy(), roles.row.copy(), roles.place.copy(), roles.truth.copy())
    return list(_pieces_of(run, stage._replace(roles=own), span, out))


def _parts_of(rules: Rules) -> Iterable[int]:
    """Return the parts that the rules ask for."""
    named = (rules.rule[:, : REOPENED + 1], rules.target, rules.pause[:, :PAUSE_UNIT], rules.fault[:, 0])
    return set(np.concatenate([part.reshape(-1) for part in named]).tolist())


def _pieces_of(run: Run, stage: Stage, span: tuple[int, int], out: _Out[Made]) -> Iterator[Made]:
    room, done, years = _ROOM, span[0], 0
    symbols = meaning_only(run.symbols, _parts_of(stage.rules))
    found, sink = findings_with(room), sink_with(4 * room if out.full else 0)
    places = (run.track.identity, run.track.starts, symbols)
    while done < span[1]:
        until = judge_streams(stage, places, (done, span[1]), found, sink)
        if until == done:
            room *= 4
            found, sink = findings_with(room), sink_with(4 * room if out.full else 0)
            continue
        piece = _Piece(found.field[: found.total[0]].T, sink)
        if years < _MOST_YEARS and _reached_end_of_pool(piece.fields):
            years = 2 * years + 25
            stage = stage._replace(clocks=run.clocks(years_ahead=years))
            continue
        done = until
        yield out.make(run, _with_rows(run, piece))


def _with_rows(run: Run, piece: _Piece) -> _Piece:
    """Return a piece with the rows of events instead of their places."""
    fields, sink, rows_of = piece.fields, piece.sink, run.track.rows_of
    for column in (field.TRIGGER, field.DONE, field.ENDED_BY):
        fields[column] = rows_of(fields[column])
    for places, number in ((sink.evidence, 0), (sink.doubts, 1), (sink.fault_row, 3)):
        places[: sink.total[number]] = rows_of(places[: sink.total[number]])
    return piece


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


def _outcomes(run: Run, prepared: _Prepared, number: int, found: _Fields, full: bool) -> Outcomes:
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
        reason=_reasons(world, fields),
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
    outcomes.because = _because(run, plan, table, fields)
    if full:
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


def _reasons(world: World, fields: Numbers) -> NDArray[np.int8]:
    """Return the reasons; a ground that is a waiver is one."""
    reasons: NDArray[np.int8] = fields[field.REASON].astype(np.int8)
    waiver = world.type_codes.get(WAIVER)
    if waiver is not None:
        grounds = (reasons == REASON["ground"]) & (world.table.type[fields[field.ENDED_BY]] == waiver)
        reasons[grounds] = REASON["waived"]
    return reasons


def _because(run: Run, plan: ExpectPlan, table: Table | None, fields: Numbers) -> NDArray[np.object_]:
    """Return the words that fill the sentence of each reason."""
    words: NDArray[np.object_] = np.full(fields.shape[1], None, np.object_)
    world, reasons = run.reader.world, fields[field.REASON]
    grounds = np.flatnonzero(reasons == REASON["ground"])
    words[grounds] = object_array(world.table.types)[world.table.type[fields[field.ENDED_BY, grounds]]]
    for place in np.flatnonzero(reasons == REASON["calendar_year_missing"]).tolist():
        words[place] = str(fields[field.YEAR, place])
    sources = sources_needed(plan, world)
    words[reasons == REASON["source_gap"]] = ", ".join(sorted(sources))
    for place in np.flatnonzero(reasons == REASON["source_incomplete"]).tolist():
        words[place] = ", ".join(world.unreached(sources, until=int(fields[field.DUE, place])))
    lacking = np.flatnonzero(reasons == REASON["value_missing"])
    if len(lacking):
        words[lacking] = _words_of_missing(run, plan, table, fields[:, lacking])
    return words


def _words_of_missing(run: Run, plan: ExpectPlan, table: Table | None, fields: Numbers) -> NDArray[np.object_]:
    words: NDArray[np.object_] = np.full(fields.shape[1], None, np.object_)
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
