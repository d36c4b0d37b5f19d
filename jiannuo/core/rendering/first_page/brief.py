"""The first page: how much was kept, what was kept worst and why, what is not known, and what to do now."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiannuo.core.rendering.columns import ABSENT, Columns, read_columns
from jiannuo.core.rendering.first_page.agenda import Agenda, Calls, compose_agenda, find_calls
from jiannuo.core.rendering.first_page.causes import Causes, find_causes, tell_reasons
from jiannuo.core.rendering.goals import Reached, reached_goals
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.summarizing import PromiseFigures, Summary, summarize, worst_places
from jiannuo.core.rendering.walls import local_walls
from jiannuo.core.statistics.fulfilment import Tally

MOST_WORST = 5


@dataclass(frozen=True, slots=True)
class Worst:
    """One of the worst kept promises, with its place in the report."""

    place: int
    figures: PromiseFigures
    causes: Causes


@dataclass(frozen=True, slots=True)
class Brief:
    """What the first page tells; `series` are the verdicts of all promises together by period.

    `unranked` are the promises with breaches that have no rate by which they could be ranked among the worst.
    """

    series: tuple[Tally, ...]
    worst: tuple[Worst, ...]
    agenda: Agenda
    goals: tuple[Reached, ...] = ()
    unranked: tuple[PromiseFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """A result with all its figures, and which of its findings call for somebody."""

    result: Result
    summary: Summary
    brief: Brief
    columns: Columns
    calls: Calls


def digest(result: Result) -> Digest:
    """Return a result with all its figures."""
    columns = read_columns(result.findings, promises=[card.id for card in result.promises])
    summary = summarize(columns, cards=result.promises, zone=result.zone, least=result.least_group)
    calls = find_calls(result, columns)
    return Digest(result, summary, compose_brief(result, summary, columns, calls=calls), columns, calls)


def compose_brief(result: Result, summary: Summary, columns: Columns, *, calls: Calls) -> Brief:
    """Return the first page of a result."""
    worst = tuple(_worst(result, summary, columns))
    return Brief(
        series=_together(summary),
        worst=worst,
        agenda=compose_agenda(result, columns, calls=calls),
        goals=reached_goals(result.goals, columns, promises=tuple(card.id for card in result.promises)),
        unranked=_unranked(summary, worst),
    )


def _unranked(summary: Summary, worst: Sequence[Worst]) -> tuple[PromiseFigures, ...]:
    ranked = {each.place for each in worst}
    without_rate = (place for place, each in enumerate(summary.promises) if not each.card.can_be_kept)
    broken = (place for place in without_rate if summary.promises[place].tally.broken)
    return tuple(summary.promises[place] for place in broken if place not in ranked)


def _together(summary: Summary) -> tuple[Tally, ...]:
    count = len(summary.periods) if summary.periods else 0
    return tuple(sum((each.series[place] for each in summary.promises), Tally()) for place in range(count))


def _worst(result: Result, summary: Summary, columns: Columns) -> Sequence[Worst]:
    # Targets that figures are held to stand by themselves: their periods are no obligations to be ranked among others.
    places = worst_places(summary.promises, without="reach")[:MOST_WORST]
    mine = np.isin(columns.promise, places)
    walls = local_walls(np.where(mine, columns.start, ABSENT), zone=result.zone)
    found = []
    for place in places:
        told = tell_reasons(result.findings, columns, place, reasons=result.reasons, labels=result.labels)
        figures = summary.promises[place]
        found.append(Worst(place, figures, find_causes(figures, columns, place, walls=walls, grounds=told)))
    return found
