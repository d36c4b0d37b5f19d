"""The first page ready to be drawn: its plots, and its figures in words."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from jiannuo.core.charters.explaining.explaining import joined
from jiannuo.core.rendering.first_page.agenda import Agenda
from jiannuo.core.rendering.first_page.brief import Brief, Worst
from jiannuo.core.rendering.goals import Reached
from jiannuo.core.rendering.indicators.indicator_parts import latest_figure, plot_figures, why_untold
from jiannuo.core.rendering.plotting import plot_hours, plot_spark, plot_trend, plot_values
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.summarizing import Summary
from jiannuo.core.rendering.telling import difference
from jiannuo.core.rendering.writing.brief_words import BRIEF_WORDS
from jiannuo.core.rendering.writing.wording import NOTHING, write_count, write_length, write_period, write_ratio
from jiannuo.core.statistics.figures import Table
from jiannuo.core.statistics.fulfilment import Tally
from jiannuo.core.statistics.periods import Periods
from jiannuo.core.values.texts import Text

_LEAST = 5
_MOST_GOALS = 8
_MOST_SOURCES = 4
_MOST_UNRANKED = 5
_LIST = Text(zh="、", en=", ")
_AND_MORE = Text(zh="{names}等", en="{names} and others")
_COMMA, _SEMICOLON = Text(zh="，", en=", "), Text(zh="；", en="; ")
_NAMED = Text(zh="{name} {value}", en="{name} {value}")
_TIMES = Text(zh="{title}（未兑现 {n} 次）", en="{title} (broken {n} times)")


def brief_context(result: Result, summary: Summary, brief: Brief) -> Mapping[str, Any]:
    """Return what the template of the first page needs."""
    periods = summary.periods
    drawn = periods is not None and len(periods) > 1
    return {
        "trend": plot_trend(brief.series, periods=periods) if periods and drawn else None,
        "series": brief.series,
        "change": tell_change(brief.series, periods=periods) if periods else None,
        "worst": [_worst(each, place, brief) for place, each in enumerate(brief.worst, start=1)],
        "unranked": tell_unranked(brief),
        "goals": [_goal(each, result) for each in brief.goals[:_MOST_GOALS]],
        "more_goals": max(0, len(brief.goals) - _MOST_GOALS),
        "covered": tell_covered(summary.tally),
        "agenda": brief.agenda,
        "due_counts": _due_counts(brief.agenda),
        "broken_counts": _broken_counts(brief.agenda),
        **tell_sources(result),
        "rows_aside": sum(each.count for each in result.log.rejects),
    }


def tell_change(series: Sequence[Tally], *, periods: Periods) -> Text | None:
    """Say how fulfilment moved from the last period but one to the last, of those with enough decided; None without two."""
    fullest = max((each.fulfilment.denominator for each in series), default=0)
    least = max(_LEAST, fullest // 100)
    told = [
        place
        for place, each in enumerate(series)
        if each.fulfilment.denominator >= least and each.pending * 10 < each.total
    ]
    for before, at in reversed(list(pairwise(told))):
        return _tell_change(series, (before, at), periods)
    return None


def _tell_change(series: Sequence[Tally], places: tuple[int, int], periods: Periods) -> Text:
    before, now = (series[place].fulfilment for place in places)
    from_, to, points = difference(before, now)
    values = {"period": write_period(periods, places[1]), "before_period": write_period(periods, places[0])}
    if not points:
        return BRIEF_WORDS["no_change"].filled(now=f"{to}%", **values)
    direction = BRIEF_WORDS["down" if points > 0 else "up"]
    shown = {"before": f"{from_}%", "now": f"{to}%", "points": abs(points), "direction": direction}
    return BRIEF_WORDS["change"].filled(**shown, **values)


def tell_unranked(brief: Brief) -> Text | None:
    """Name the promises that were broken and are not ranked, with how often; None where all are ranked."""
    if not brief.unranked:
        return None
    named = [
        _TIMES.filled(title=each.card.title, n=write_count(each.tally.broken))
        for each in brief.unranked[:_MOST_UNRANKED]
    ]
    names = joined(named, _LIST)
    if len(brief.unranked) > _MOST_UNRANKED:
        names = _AND_MORE.filled(names=names)
    return BRIEF_WORDS["unranked"].filled(names=names, n=len(brief.unranked))


def _goal(reached: Reached, result: Result) -> Mapping[str, Any]:
    tables = [table for table in result.indicators if table.indicator.name == reached.goal.indicator]
    table = tables[0] if tables else None
    latest = None if table is None else latest_figure(table, zone=result.zone, sign=reached.goal.sign)
    spark, last = _trend_of(reached, table, result)
    return {
        "goal": reached.goal,
        "periods": reached.periods,
        "last": reached.last,
        "latest": latest,
        "why": why_untold(table) if latest is None else None,
        "spark": spark,
        "end": last,
    }


def tell_goal(reached: Reached, result: Result) -> tuple[Text, Text]:
    """Return the latest figure of a target, a dash for none, and in words what the figure is held to and how it did."""
    told = _goal(reached, result)
    latest, why = told["latest"], told["why"]
    figure, remark = latest if latest is not None else (NOTHING, why)
    verdict = "not_judged" if reached.last is None else "reached" if reached.last == "kept" else "missed"
    counted = [BRIEF_WORDS["groups_and_periods"]] if reached.goal.of_groups else []
    ratio = Text(zh=write_ratio(reached.periods), en=write_ratio(reached.periods))
    parts = (
        _NAMED.filled(name=BRIEF_WORDS["target"], value=reached.goal.said),
        BRIEF_WORDS[verdict],
        joined([_NAMED.filled(name=BRIEF_WORDS["periods_reached"], value=ratio), *counted], _COMMA),
        remark,
    )
    return figure, joined(parts, _SEMICOLON)


def _trend_of(reached: Reached, table: Table | None, result: Result) -> tuple[str, tuple[float, float] | None]:
    """Lay out the figures of a goal, of groups the share of them that reached it in each period.

    Of a period with fewer groups than may be told of none is drawn.
    """
    if not reached.goal.of_groups:
        return ("", None) if table is None or table.by else _with_way(plot_figures(table))
    own = None if table is None else table.indicator.least_group
    least = 1 if result.own_copy else result.least_group if own is None else own
    shares = [each.value if each.denominator >= least else None for each in reached.by_period]
    return _with_way(plot_values(shares))


def _with_way(plot: tuple[str, tuple[float, float] | None]) -> tuple[str, tuple[float, float] | None]:
    """Return a small line, or none where no two periods are joined: single points are no trend."""
    return plot if "L" in plot[0] else ("", None)


def _worst(worst: Worst, rank: int, brief: Brief) -> Mapping[str, object]:
    spark, last = plot_spark(worst.figures.series)
    return {
        "rank": rank,
        "goals": [each for each in brief.goals if each.goal.promise == worst.figures.card.id],
        "place": worst.place,
        "f": worst.figures,
        "told": worst.causes.told,
        "spark": spark,
        "last": last,
        "hours": plot_hours(worst.causes.hours, peak=worst.causes.peak),
    }


def tell_covered(tally: Tally) -> Text:
    """Say how many of those that should be decided are unknown."""
    coverage = tally.coverage
    if not coverage.denominator:
        return BRIEF_WORDS["covered_none"]
    name = "covered_of" if tally.unknown else "covered_whole"
    return BRIEF_WORDS[name].filled(all=write_count(coverage.denominator), n=write_count(tally.unknown))


def _due_counts(agenda: Agenda) -> Text:
    if not agenda.open:
        return BRIEF_WORDS["due_none"]
    return BRIEF_WORDS["due_counts"].filled(open=write_count(agenda.open), soon=write_count(agenda.due_soon))


def _broken_counts(agenda: Agenda) -> Text:
    overdue = write_count(agenda.overdue)
    if not agenda.broken:
        return BRIEF_WORDS["broken_none"].filled(overdue=overdue)
    numbers = {"n": write_count(agenda.broken), "open": write_count(agenda.still_open), "overdue": overdue}
    return BRIEF_WORDS["broken_counts"].filled(span=write_length(agenda.span), **numbers)


def tell_sources(result: Result) -> Mapping[str, Any]:
    """Return the sources that lag behind, the farthest first, how many do not, and how many have gaps before."""
    known = sorted(result.log.complete_until.items(), key=lambda each: each[1])
    behind = [(name, until) for name, until in known if until < result.as_of]
    return {
        "sources": [
            (
                result.labels.sources.get(name, Text(zh=name, en=name)),
                until,
                BRIEF_WORDS["behind"].filled(length=write_length(result.as_of - until)),
            )
            for name, until in behind[:_MOST_SOURCES]
        ],
        "up_to_date": len(known) - len(behind),
        "with_gaps": len(result.log.gaps),
    }
