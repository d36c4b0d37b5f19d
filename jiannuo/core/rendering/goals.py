"""What figures are held to: the targets of a charter, and in how many periods each was reached."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from jiannuo.core.charters.charter import Charter, Promise, Reach, Sign, Target
from jiannuo.core.charters.explaining.timelines import parameter_of, target_in_words
from jiannuo.core.expressions.syntax import Literal
from jiannuo.core.rendering.columns import Columns
from jiannuo.core.statistics.fulfilment import CODED, Ratio
from jiannuo.core.values.texts import Text

_KEPT, _BROKEN = CODED.index("kept"), CODED.index("broken")


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: the promise that sets it, the indicator that it is for, and what it says.

    `sign` says on which side of the target figures should be, `promise` is the one whose fulfilment rate as a whole the indicator is, if it is that of one. `of_groups` says that it is
    held to figures of groups, which may be too small to be told.
    """

    id: str
    title: Text
    indicator: str
    said: Text
    promise: str | None = None
    of_groups: bool = False
    sign: Sign = "at least"


@dataclass(frozen=True, slots=True)
class Reached:
    """In how many of the periods decided a target was reached, and the verdict on the last of them.

    `by_period` is the same of each period in order, which of groups is how many of them reached it.
    """

    goal: Goal
    periods: Ratio
    last: str | None
    by_period: tuple[Ratio, ...] = ()


def describe_goals(charter: Charter) -> tuple[Goal, ...]:
    """Return the targets of a charter in the order of its promises."""
    found = ((promise, promise.demand) for promise in charter.promises.values())
    return tuple(_goal(promise, demand, charter) for promise, demand in found if isinstance(demand, Reach))


def _goal(promise: Promise, demand: Reach, charter: Charter) -> Goal:
    indicator = charter.indicators[demand.indicator]
    is_whole = indicator.where is None and not indicator.by and not demand.by
    title = promise.title or indicator.title or Text(zh=promise.id, en=promise.id)
    return Goal(
        id=promise.id,
        title=title,
        indicator=indicator.name,
        said=target_in_words(_as_set(demand.target, charter), charter.parameters),
        promise=indicator.promise if indicator.kind == "kept_rate" and is_whole else None,
        of_groups=bool(indicator.by or demand.by),
        sign=demand.target.sign,
    )


def _as_set(target: Target, charter: Charter) -> Target:
    """Return a target by its value alone where a parameter holds it: the first page has no codes."""
    if isinstance(target.value, str):
        return target
    parameter = parameter_of(target.value, charter.parameters)
    return target if parameter is None else replace(target, value=Literal(parameter.value))


def reached_goals(goals: tuple[Goal, ...], columns: Columns, *, promises: tuple[str, ...]) -> tuple[Reached, ...]:
    """Return how often each target was reached; `promises` are the ids that the columns number."""
    places = {id: place for place, id in enumerate(promises)}
    return tuple(_reached(goal, columns, places) for goal in goals if goal.id in places)


def _reached(goal: Goal, columns: Columns, places: Mapping[str, int]) -> Reached:
    decided = (columns.promise == places[goal.id]) & np.isin(columns.verdict, (_KEPT, _BROKEN))
    rows = np.flatnonzero(decided)
    is_kept = columns.verdict[rows] == _KEPT
    if not len(rows):
        return Reached(goal, Ratio(0, 0), None)
    _, period = np.unique(columns.start[rows], return_inverse=True)
    counts = zip(np.bincount(period[is_kept], minlength=period.max() + 1), np.bincount(period), strict=True)
    by_period = tuple(Ratio(int(kept), int(all_)) for kept, all_ in counts)
    last = "kept" if by_period[-1].numerator == by_period[-1].denominator else "broken"
    return Reached(goal, Ratio(int(is_kept.sum()), len(rows)), last, by_period)
