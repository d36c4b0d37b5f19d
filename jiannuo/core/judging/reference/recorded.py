"""How much of a span of time is on record for an indicator: where all its sources reach, less their gaps."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from jiannuo.core.charters.charter import AttributeOf, Expect, Hold, Indicator, IntervalState, Never, Promise, Require
from jiannuo.core.expressions.syntax import Expression, Selector
from jiannuo.core.judging.reference.feeding import feeding
from jiannuo.core.judging.reference.spans import FOREVER, Span, clipped, length, without
from jiannuo.core.judging.reference.world import World


def spans_on_record(world: World, sources: Iterable[str]) -> list[Span]:
    """Return when all the sources together are on record, at most until `as_of`."""
    reach = world.reach_of(sources)
    first = -FOREVER if reach.first is None else reach.first
    return without([(first, min(reach.complete_until, world.as_of))], reach.gaps)


def share_on_record(world: World, sources: Iterable[str], span: Span) -> Fraction:
    """Return how much of a span is on record; all of an empty one is."""
    from_, until = span
    if until <= from_:
        return Fraction(1)
    return Fraction(length(clipped(spans_on_record(world, sources), from_=from_, until=until)), until - from_)


def sources_of_indicator(indicator: Indicator, world: World) -> frozenset[str]:
    """Return the sources whose silence would matter to an indicator."""
    looked_at = list(_looked_at(indicator, world))
    promise = world.charter.promises.get(indicator.promise or "")
    own = frozenset(promise.sources) if promise is not None else frozenset()
    return world.sources_of(looked_at) | own if looked_at else own


def _looked_at(indicator: Indicator, world: World) -> Iterator[Selector]:
    for operand in (indicator.counted, indicator.measured, *(indicator.ratio or ())):
        if isinstance(operand, AttributeOf):
            if operand.event in world.charter.events:
                yield Selector(operand.event)
        elif operand is not None:
            yield from _with_conditions(operand, world)
    for expression in (indicator.where, indicator.part, indicator.distinct, *indicator.by):
        if expression is not None:
            yield from feeding(expression, world.charter)
    if indicator.promise is not None:
        yield from _of_promise(world.charter.promises[indicator.promise], world)
    state = world.charter.states.get(indicator.about or "")
    if isinstance(state, IntervalState):
        yield from (Selector(end.event) for end in (*state.from_, *state.until))
    elif indicator.about is not None:
        kind = world.charter.subjects[indicator.about]
        of_kind = (Selector(name) for name, type_ in world.charter.events.items() if type_.of == kind.name)
        yield from (*kind.begins, *kind.ends) or of_kind


def _with_conditions(selectors: Iterable[Selector], world: World) -> Iterator[Selector]:
    for selector in selectors:
        yield selector
        if selector.where is not None:
            yield from feeding(selector.where, world.charter)


def _of_promise(promise: Promise, world: World) -> Iterator[Selector]:
    """Yield what opens the obligations of a promise, and what decides them."""
    conditions: list[Expression | None] = [promise.where, promise.unless]
    selectors = [ground.selector for ground in promise.excused_by]
    match promise.demand:
        case Expect() as demand:
            selectors += [*demand.after, *demand.before, *(each for part in demand.parts for each in part)]
        case Never() as demand:
            selectors += [*demand.forbidden, *demand.from_, *demand.until]
        case Require() as demand:
            selectors += [*demand.at, *demand.needs]
            conditions.append(demand.condition)
        case Hold() as demand:
            conditions.append(demand.condition)
    yield from _with_conditions(selectors, world)
    for condition in conditions:
        if condition is not None:
            yield from feeding(condition, world.charter)
