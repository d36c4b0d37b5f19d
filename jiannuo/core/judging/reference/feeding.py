"""The events that a condition looks at: by itself, or through states, attributes of subjects and recorded tables."""

from collections.abc import Iterable

from jiannuo.core.charters.charter import AttributeOf, Charter, CountLevel, IntervalState, LastLevel, Signal, State
from jiannuo.core.expressions.syntax import Call, Expression, Literal, Name, Selector
from jiannuo.core.expressions.walking import walk


def feeding(condition: Expression, charter: Charter) -> list[Selector]:
    """Return selectors for the events that a condition looks at, by itself or through states, attributes and tables."""
    nodes = [node for node, _ in walk(condition)]
    named = {node.parts[0] for node in nodes if isinstance(node, Name) and node.parts[0] in charter.events}
    calls = calls_in(condition)
    looked_at = [part for call in calls for part in (*call.arguments, call.window) if isinstance(part, Selector)]
    states = [state for call in calls if (state := state_of(call, charter)) is not None]
    through = [event for state in states for event in _events_of(state, charter)]
    counted = [type_ for call in calls for type_ in _types_of_figure(call, charter)]
    types = sorted(types_read(condition, charter) | named | set(through) | set(counted))
    return [*looked_at, *(Selector(type_) for type_ in types)]


def feeding_signal(signal: Signal, charter: Charter) -> list[Selector]:
    """Return selectors for the events that make a signal, those that clear it among them."""
    return [*signal.at, *signal.clears, *feeding(signal.when, charter)]


def types_read(condition: Expression, charter: Charter) -> set[str]:
    """Return the event types behind the attributes of subjects and the recorded tables that a condition reads."""
    named = {part for node, _ in walk(condition) if isinstance(node, Name) for part in node.parts}
    attributes = [(n, sources) for kind in charter.subjects.values() for n, sources in kind.attributes.items()]
    types = {source.event for name, sources in attributes if name in named for source in sources}
    looked_up = [call.arguments[0] for call in calls_in(condition) if call.function == "lookup"]
    tables = [charter.tables[str(name.value)] for name in looked_up if isinstance(name, Literal)]
    return types | {table.rows_from for table in tables if table.rows_from is not None}


def calls_in(condition: Expression) -> list[Call]:
    """Return the calls of functions in a condition."""
    return [node for node, _ in walk(condition) if isinstance(node, Call)]


def state_of(call: Call, charter: Charter) -> State | None:
    """Return the state or level that a call asks about, if it does."""
    name = call.arguments[0] if call.arguments else None
    if call.function not in ("in_force", "level", "lowest", "members") or not isinstance(name, Literal):
        return None
    return charter.states.get(str(name.value))


def _types_of_figure(call: Call, charter: Charter) -> Iterable[str]:
    """Yield the types of the events that a figure is made of, and of those that its conditions look at."""
    name = call.arguments[0] if call.function == "figure" else None
    waiting = [str(name.value)] if isinstance(name, Literal) else []
    while waiting:
        indicator = charter.indicators[waiting.pop()]
        for operand in (indicator.counted, indicator.measured, *(indicator.ratio or ())):
            yield from [operand.event] if isinstance(operand, AttributeOf) else [each.event for each in operand or ()]
        selectors = (
            *indicator.counted,
            *(each for side in indicator.ratio or () if isinstance(side, tuple) for each in side),
        )
        conditions = [indicator.where, indicator.part, indicator.distinct, *(each.where for each in selectors)]
        for condition in (*conditions, *indicator.by):
            yield from (selector.event for selector in feeding(condition, charter)) if condition is not None else ()
        if indicator.formula is not None:
            named = (node.dotted for node, _ in walk(indicator.formula) if isinstance(node, Name))
            waiting += [each for each in named if each in charter.indicators]


def _events_of(state: State, charter: Charter) -> Iterable[str]:
    if isinstance(state, IntervalState):
        return [end.event for end in (*state.from_, *state.until)]
    if isinstance(state, CountLevel):
        return _events_of(charter.states[state.state], charter)
    if isinstance(state, LastLevel):
        return [state.reading.event]
    return [source.event for source in (*state.plus, *state.minus)]
