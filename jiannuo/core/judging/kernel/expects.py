"""The findings of the `expect` promises of a run: rules and openings in, compiled code over the streams, columns out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter
from jiannuo.core.judging.event_table import NO_SEQ, Instants, object_array
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
from jiannuo.core.judging.kernel.outcomes import EXCUSED, LAPSED, REASON, Grounds, IntervalLists, Lists, Outcomes
from jiannuo.core.judging.kernel.periodic import in_edition
from jiannuo.core.judging.kernel.roles import empty_roles, room_needed
from jiannuo.core.judging.kernel.rules import Lifetimes, Named, Openings, Spans
from jiannuo.core.judging.kernel.runs import Run
from jiannuo.core.judging.kernel.sites import Sites
from jiannuo.core.judging.kernel.stage import Stage
from jiannuo.core.judging.kernel.state_answers import spans_in_force
from jiannuo.core.judging.kernel.targets import EVER
from jiannuo.core.judging.kernel.world import World
from jiannuo.core.plans.expecting import EXTENSION, WAIVER, ExpectPlan
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.instants import from_datetime
from jiannuo.core.values.period_names import first_day
from jiannuo.core.values.zones import day_of_date, zone_clock

_ROOM = 1 << 16


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
    tables = [table_of(run, plan) for plan in plans]
    for plan in plans:
        _note_undecided(run, plan)
    prepared = _Prepared(plans, tables, _causes(run, plans))
    years = 0
    while True:
        stage = _stage(run, prepared, parts, years)
        pieces = list(_pieces(run, stage, full))
        if years >= 250 or not any(_reached_end_of_pool(piece.fields) for piece in pieces):
            break
        years = 2 * years + 25
    for number, plan in enumerate(plans):
        _note_undecided_reopenings(run, plan, number, pieces)
        yield _outcomes(run, prepared, number, _of_promise(pieces, number, run, _first_slot(tables[:number])), full)


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


def _stage(run: Run, prepared: _Prepared, parts: int, years_ahead: int) -> Stage:
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
        clocks=run.clocks(years_ahead=years_ahead),
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


def _pieces(run: Run, stage: Stage, full: bool) -> Iterator[_Piece]:
    track, count = run.track, len(run.track.streams)
    room, done = _ROOM, 0
    while done < count:
        found, sink = findings_with(room), sink_with(4 * room if full else 0)
        until = judge_streams(stage, (track.identity, track.starts, run.symbols), (done, count), found, sink)
        if until == done:
            room *= 4
            continue
        yield _with_rows(run, _Piece(found.field[: found.total[0]].T, _filled(sink)))
        done = until


def _with_rows(run: Run, piece: _Piece) -> _Piece:
    """Return a piece with the rows of events instead of their places."""
    fields, sink, rows_of = piece.fields, piece.sink, run.track.rows_of
    for column in (field.TRIGGER, field.DONE, field.ENDED_BY):
        fields[column] = rows_of(fields[column])
    fields[field.ROOT] = np.where(fields[field.TRIGGER] < 0, -1, run.reader.world.known.root[fields[field.TRIGGER]])
    evidence, doubts, faults = (rows_of(places) for places in (sink.evidence, sink.doubts, sink.fault_row))
    return _Piece(fields, sink._replace(evidence=evidence, doubts=doubts, fault_row=faults))


def _filled(sink: Sink) -> Sink:
    evidence, doubts, intervals, faults, _ = sink.total.tolist()
    return Sink(
        sink.evidence[:evidence].copy(), sink.doubts[:doubts].copy(), sink.kind[:intervals].copy(),
        sink.from_[:intervals].copy(), sink.until[:intervals].copy(), sink.cause[:intervals].copy(),
        sink.fault[:faults].copy(), sink.fault_row[:faults].copy(), sink.total,
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
        root=fields[field.ROOT],
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
