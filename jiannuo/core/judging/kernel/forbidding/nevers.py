"""The findings of the `never` promises of a run: rules and spans in, compiled code over the streams, columns out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.forbidding import forbidding as field
from jiannuo.core.judging.kernel.forbidding.forbidding import judge_spans
from jiannuo.core.judging.kernel.forbidding.never_rules import (
    all_begun,
    begun_of,
    edges_of,
    never_rules_of,
    sites_of_spans,
)
from jiannuo.core.judging.kernel.forbidding.watching import ENDS, FROM, KNOWN_YEAR, TABLE, Begun, NeverStage
from jiannuo.core.judging.kernel.outcomes.outcomes import REASON, Block, Grounds, Lists, Outcomes
from jiannuo.core.judging.kernel.outcomes.provisional import provisional_years_of
from jiannuo.core.judging.kernel.outcomes.reasons_told import Reasons, reasons_of, words_of
from jiannuo.core.judging.kernel.reading.missing import words_missing
from jiannuo.core.judging.kernel.reading.wanting import in_edition
from jiannuo.core.judging.kernel.reading.wording import Words
from jiannuo.core.judging.kernel.scanning.needed_sources import sources_needed
from jiannuo.core.judging.kernel.scanning.openers import openers_of
from jiannuo.core.judging.kernel.scanning.runs import Run
from jiannuo.core.judging.kernel.scanning.sinks import found_with, sink_with
from jiannuo.core.judging.kernel.streams.columns import codes_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.plans.forbidding import NeverPlan
from jiannuo.core.values.compiled_clock import NONE, POOL_WIDER
from jiannuo.core.values.durations import Duration

_ROOM = 1 << 13


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """What one stretch of streams gave: the findings' fields, with the evidence and the doubts list after list."""

    fields: Numbers
    evidence: Numbers
    doubts: Numbers


def judge_nevers(run: Run, plans: Sequence[NeverPlan], *, parts: int, full: bool) -> Iterator[Outcomes]:
    """Yield the findings of each promise; `parts` is how many parts the run's symbols speak of."""
    pieces = [_by_rows(run, piece) for piece in _gone_through(run, plans, parts, full)]
    for number, plan in enumerate(plans):
        yield _outcomes(run, plan, pieces, number, full)


def judge_nevers_in_blocks(run: Run, plans: Sequence[NeverPlan], *, parts: int) -> Iterator[Block]:
    """Yield the findings of all promises together, no more than the verdicts with their instants."""
    names = tuple(plan.promise.id for plan in plans)
    for piece in _gone_through(run, plans, parts, full=False):
        yield _block(run, names, piece.fields)


def _gone_through(run: Run, plans: Sequence[NeverPlan], parts: int, full: bool) -> list[_Piece]:
    """Judge all streams; once more where a calendar had to be known further ahead than it was."""
    tables = [begun_of(run, plan) for plan in plans]
    for plan in plans:
        run.note_undecided(plan.promise.id, plan.from_)
    years = 0
    while True:
        pieces = list(_pieces(run, _stage(run, plans, tables, parts, years), full))
        if years >= 250 or not any(_reached_end_of_pool(piece.fields) for piece in pieces):
            return pieces
        years = 2 * years + 25


def _by_rows(run: Run, piece: _Piece) -> _Piece:
    """Return a piece with the rows of events instead of their places."""
    fields, rows_of = piece.fields.copy(), run.track.rows_of
    for column in (field.TRIGGER, field.OPENED, field.ENDED_BY):
        fields[column] = rows_of(fields[column])
    return _Piece(fields, rows_of(piece.evidence), rows_of(piece.doubts))


def _block(run: Run, names: tuple[str, ...], fields: Numbers) -> Block:
    """Return the columns of a piece that tell verdicts and instants, apart from the rest."""
    kept, rows_of = in_edition(run.reader.charter, fields[field.START]), run.track.rows_of
    if not kept.all():
        fields = fields[:, kept]
    return Block(
        names,
        run.track.streams,
        fields[field.PROMISE].astype(np.int32),
        fields[field.STREAM].copy(),
        rows_of(fields[field.TRIGGER]),
        _period(fields),
        fields[field.VERDICT].astype(np.int8),
        reasons_of(run.reader.world, fields[field.REASON_WHY], lambda: rows_of(fields[field.ENDED_BY])),
        fields[field.START].copy(),
        fields[field.DUE].copy(),
        fields[field.MET].copy(),
        np.full(fields.shape[1], NONE),
        fields[field.BROKEN_AT].copy(),
        fields[field.ENDED_AT].copy(),
    )


def _reached_end_of_pool(fields: Numbers) -> bool:
    return bool(((fields[field.YEAR] == POOL_WIDER) & (fields[field.LACKS] == KNOWN_YEAR)).any())


def _stage(
    run: Run, plans: Sequence[NeverPlan], tables: Sequence[Begun | None], parts: int, years_ahead: int
) -> NeverStage:  # fmt: skip
    world = run.reader.world
    periods = sorted({per for plan in plans if (per := plan.demand.per) is not None and per != "total"})
    rule, gap = never_rules_of(world, plans, run.calendars, periods)
    given = [number for number, table in enumerate(tables) if table is not None]
    rule[given, TABLE] = np.arange(len(given))
    edge_first, edge = edges_of(world, periods, int(world.table.at.min(initial=world.as_of)))
    return NeverStage(
        roles=run.roles(parts),
        order=run.placed_order,
        rule=rule,
        openers=openers_of(rule[:, FROM], rule[:, TABLE], count=parts),
        gap=gap,
        begun=all_begun([table for table in tables if table is not None], run.track),
        edge_first=edge_first,
        edge=edge,
        clocks=run.clocks(years_ahead=years_ahead),
        as_of=world.as_of,
    )


# Going through the streams, a piece at a time.


def _pieces(run: Run, stage: NeverStage, full: bool) -> Iterator[_Piece]:
    track, count = run.track, len(run.track.streams)
    symbols = run.meaning_only(stage.rule[:, : ENDS + 1].reshape(-1).tolist())
    room, done = _ROOM, 0
    while done < count:
        found, sink = found_with(room, columns=field.FIELDS), sink_with(4 * room if full else 0)
        until = judge_spans(stage, (track.identity, track.starts, symbols), (done, count), found, sink)
        if until == done:
            room *= 4
            continue
        evidence, doubts = sink.evidence[: sink.total[0]].copy(), sink.doubts[: sink.total[1]].copy()
        yield _Piece(np.array(found.field[: found.total[0]].T, order="C"), evidence, doubts)
        done = until


def _lists(lengths: Numbers, values: Numbers, chosen: Numbers) -> tuple[Numbers, Numbers]:
    """Return how long the lists of some findings are, and the lists one after the other."""
    sizes = lengths[chosen]
    first = (np.cumsum(lengths) - lengths)[chosen]
    return sizes, values[np.arange(sizes.sum()) + np.repeat(first - (np.cumsum(sizes) - sizes), sizes)]


def _together(parts: Sequence[tuple[Numbers, Numbers]]) -> Lists:
    nothing = np.empty(0, np.int64)
    sizes = np.concatenate([nothing, *(size for size, _ in parts)])
    return Lists(np.cumsum(np.append(0, sizes)), np.concatenate([nothing, *(values for _, values in parts)]))


# Columns out.


def _outcomes(run: Run, plan: NeverPlan, pieces: Sequence[_Piece], number: int, full: bool) -> Outcomes:
    world = run.reader.world
    chosen = [
        np.flatnonzero((p.fields[field.PROMISE] == number) & in_edition(world.charter, p.fields[field.START]))
        for p in pieces
    ]
    parts = [piece.fields[:, places] for piece, places in zip(pieces, chosen, strict=True)]
    fields = np.concatenate([np.empty((field.FIELDS, 0), np.int64), *parts], 1)
    outcomes = _columns(run, plan, fields)
    if full:
        outcomes.because = _because(run, plan, fields)
        evidence = [_lists(p.fields[field.EVIDENCE], p.evidence, c) for p, c in zip(pieces, chosen, strict=True)]
        doubts = [_lists(p.fields[field.DOUBTS], p.doubts, c) for p, c in zip(pieces, chosen, strict=True)]
        outcomes.grounds = Grounds(
            evidence=_together(evidence),
            undecided=_together(doubts),
            missing=[()] * len(outcomes),
            provisional_years=_provisional_years(run, fields),
        )
    return outcomes


def _columns(run: Run, plan: NeverPlan, fields: Numbers) -> Outcomes:
    count = fields.shape[1]
    opened, born = fields[field.OPENED], _born(fields)
    is_cut = fields[field.PERIOD] != NONE
    none = np.full(count, NONE)
    return Outcomes(
        promise=plan.promise.id,
        streams=run.track.streams,
        stream=fields[field.STREAM],
        trigger=fields[field.TRIGGER],
        root=np.where(opened < 0, -1, run.reader.world.known.root[opened]),
        period=_period(fields),
        born=np.where(is_cut, born, NONE) if (opened < 0).any() else None,
        verdict=fields[field.VERDICT].astype(np.int8),
        reason=reasons_of(run.reader.world, fields[field.REASON_WHY], lambda: fields[field.ENDED_BY]),
        start=fields[field.START],
        due=fields[field.DUE],
        not_before=none,
        met=fields[field.MET],
        late_at=none,
        broken_at=fields[field.BROKEN_AT],
        ended_at=fields[field.ENDED_AT],
        reached=fields[field.REACHED],
        wanted=np.zeros(count, np.int64),
    )


def _born(fields: Numbers) -> Instants:
    """Return when the spans began that no event did."""
    return np.where(fields[field.OPENED] < 0, fields[field.OPENED_AT], NONE)


def _period(fields: Numbers) -> Instants:
    """Return what names each span: the start of its period where it is cut, else when it began if no event did."""
    period = fields[field.PERIOD]
    return np.where(period == NONE, _born(fields), period)


def _because(run: Run, plan: NeverPlan, fields: Numbers) -> Words:
    """Return the words that fill the sentence of each reason."""
    world = run.reader.world
    reasons = Reasons(*fields[[field.REASON_WHY, field.ENDED_BY, field.YEAR, field.DUE], :])
    words = words_of(world, reasons, lambda: sources_needed(plan, world))
    lacking = np.flatnonzero(reasons.codes == REASON["value_missing"])
    if len(lacking):
        words[lacking] = _words_of_length(run, plan, _sites(run, fields[:, lacking]))
    return words


def _sites(run: Run, fields: Numbers) -> Sites:
    return sites_of_spans(run, fields[field.STREAM], fields[field.OPENED], fields[field.OPENED_AT])


def _words_of_length(run: Run, plan: NeverPlan, sites: Sites) -> Words:
    """Return what the length of each span lacks: what it is read from, or the calendar that it needs."""
    lasts = plan.demand.lasts
    if lasts is None:
        raise AssertionError("only a length can lack a value")
    words = words_missing(run.reader, lasts, sites)
    column = codes_of(run.reader.read(lasts, sites))
    has_value = np.array([*(isinstance(value, Duration) for value in column.values), False], np.bool_)[column.codes]
    words[has_value] = write_condition(lasts)
    return words


def _provisional_years(run: Run, fields: Numbers) -> Sequence[tuple[int, ...]] | None:
    """Return the provisional years that each length touched, None where none was counted by a calendar."""
    counted = np.flatnonzero(fields[field.COUNTED_BY] >= 0)
    if not len(counted):
        return None
    found: list[tuple[int, ...]] = [()] * fields.shape[1]
    counted_by = fields[field.COUNTED_BY, counted]
    for number in np.unique(counted_by).tolist():
        places = counted[counted_by == number]
        calendar = run.reader.world.calendar(run.calendars[number])
        years = provisional_years_of(calendar, fields[field.OPENED_AT, places], fields[field.COUNTED_TO, places])
        for place, each in zip(places.tolist(), years, strict=True):
            found[place] = each
    return found
