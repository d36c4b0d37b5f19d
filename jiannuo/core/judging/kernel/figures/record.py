"""What of time is on record for an indicator: where its sources reach, and what they leave open."""

from collections.abc import Iterable, Iterator

from jiannuo.core.charters.charter import (
    AttributeOf,
    Charter,
    Expect,
    Hold,
    Indicator,
    IntervalState,
    Never,
    Promise,
    Require,
)
from jiannuo.core.expressions.syntax import Expression, Selector
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.feeding import types_fed
from jiannuo.core.judging.kernel.streams.spans import FOREVER, Span, joined


def sources_of(indicator: Indicator, reader: Reader) -> frozenset[str]:
    """Return the sources whose silence would matter to an indicator; a formula has none of its own."""
    types = sorted(set(_types(indicator, reader.charter)))
    own = reader.charter.promises[indicator.promise].sources if indicator.promise else ()
    return reader.world.sources_of(Selector(type_) for type_ in types) | frozenset(own) if types else frozenset(own)


def spans_on_record(reader: Reader, sources: frozenset[str]) -> list[Span]:
    """Return when all the sources together are on record: from their start, up to their end, without their gaps."""
    reach = reader.world.reach_of(sources)
    rest = [(-FOREVER if reach.first is None else reach.first, min(reach.complete_until, reader.world.as_of))]
    for from_, until in reach.gaps:
        rest = [part for a, b in rest for part in ((a, min(b, from_)), (max(a, until), b)) if part[0] < part[1]]
    return joined(rest)


def end_of_record(reader: Reader, sources: frozenset[str]) -> int:
    """Return the last instant that is on record, at most `as_of`."""
    return min(reader.world.reach_of(sources).complete_until, reader.world.as_of)


def _types(indicator: Indicator, charter: Charter) -> Iterator[str]:
    """Yield the types of the events that an indicator rests on."""
    for operand in (indicator.counted, indicator.measured, *(indicator.ratio or ())):
        match operand:
            case AttributeOf(event=event):
                yield from [event] if event in charter.events else []
            case tuple():
                yield from _picked(operand, charter)
    for expression in (indicator.where, indicator.part, indicator.distinct, *indicator.by):
        if expression is not None:
            yield from types_fed(expression, charter)
    if indicator.promise is not None:
        yield from _of_promise(charter.promises[indicator.promise], charter)
    if indicator.about is not None:
        yield from _of_what_lasts(indicator.about, charter)


def _of_what_lasts(name: str, charter: Charter) -> Iterator[str]:
    state = charter.states.get(name)
    if isinstance(state, IntervalState):
        yield from (end.event for end in (*state.from_, *state.until))
    elif name in charter.subjects:
        kind = charter.subjects[name]
        begins = [selector.event for selector in (*kind.begins, *kind.ends)]
        yield from begins or [type_ for type_, event in charter.events.items() if event.of == name]


def _picked(selectors: Iterable[Selector], charter: Charter) -> Iterator[str]:
    for selector in selectors:
        yield selector.event
        if selector.where is not None:
            yield from types_fed(selector.where, charter)


def _of_promise(promise: Promise, charter: Charter) -> Iterator[str]:
    """Yield the types that open the obligations of a promise, and those that decide them."""
    conditions: list[Expression | None] = [promise.where, promise.unless]
    selectors: list[Selector] = [ground.selector for ground in promise.excused_by]
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
    yield from _picked(selectors, charter)
    for condition in conditions:
        if condition is not None:
            yield from types_fed(condition, charter)
