"""The sources whose silence would matter to a promise, and how far they reach."""

from collections.abc import Sequence

import numpy as np

from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.world import Declared, World
from jiannuo.core.plans.expecting import ExpectPlan
from jiannuo.core.plans.forbidding import NeverPlan

Planned = ExpectPlan | NeverPlan


def sources_needed(plan: Planned, world: World) -> frozenset[str]:
    """Return the sources whose silence would matter."""
    return world.sources_among(_declared(plan, world))


def write_reach(rule: Numbers, told: tuple[int, int, int], world: World, plans: Sequence[Planned]) -> Instants:
    """Write down how far the record reaches for each promise; return the gaps, [from, until).

    `told` are the columns of the end, of the first gap and of how many there are.
    """
    alike = world.almanac.settled_of("sources", plans, lambda: _alike(plans, world))
    gaps: list[tuple[int, int]] = []
    for declared, numbers in alike.items():
        reach = world.reach_of(world.sources_among(declared))
        for column, value in zip(told, (reach.complete_until, len(gaps), len(reach.gaps)), strict=True):
            rule[numbers, column] = value
        gaps.extend(reach.gaps)
    return np.array(gaps, np.int64).reshape(-1, 2)


def _alike(plans: Sequence[Planned], world: World) -> dict[Declared, list[int]]:
    """Return the promises by the sources that they need."""
    found: dict[Declared, list[int]] = {}
    for number, plan in enumerate(plans):
        found.setdefault(_declared(plan, world), []).append(number)
    return found


def _declared(plan: Planned, world: World) -> Declared:
    return world.declared_sources(_selectors(plan)) | frozenset(plan.promise.sources)


def _selectors(plan: Planned) -> Sequence[Selector]:
    """Return what a promise looks for: targets, grounds, ends, pauses and what cuts the time short; or what is forbidden."""
    if isinstance(plan, NeverPlan):
        return plan.demand.forbidden
    demand = plan.demand
    return [
        *(selector for part in demand.parts for selector in part),
        *(ground.selector for ground in plan.promise.excused_by),
        *plan.promise.ends_with,
        *demand.before,
        *(selector for pause in demand.pauses for selector in (*pause.from_, *pause.until)),
    ]
