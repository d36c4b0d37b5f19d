"""The events that a condition looks at: by itself, or through states, attributes of subjects and recorded tables."""

from collections.abc import Iterable, Iterator

from jiannuo.core.charters.charter import AttributeOf, Charter, CountLevel, IntervalState, LastLevel, Signal, State
from jiannuo.core.expressions.syntax import Call, Expression, Literal, Name, Selector
from jiannuo.core.expressions.walking import Node, children, walk

_OF_STATES = ("in_force", "level", "lowest", "members")


def types_fed(condition: Expression, charter: Charter) -> tuple[str, ...]:
    """Return the types of the events that a condition looks at, in the order of their names."""
    nodes = [node for node, _ in walk(condition)]
    named = {node.parts[0] for node in nodes if isinstance(node, Name) and node.parts[0] in charter.events}
    looked_at = {node.event for node in nodes if isinstance(node, Selector)}
    calls = [node for node in nodes if isinstance(node, Call)]
    states = [state for call in calls if (state := state_asked(call, charter)) is not None]
    through = {event for state in states for event in _events_of(state, charter)}
    tables = set(_tables(calls, charter)) | _counted(calls, charter)
    return tuple(sorted(_types_of_attributes(condition, charter) | tables | named | looked_at | through))


def _counted(calls: Iterable[Call], charter: Charter) -> set[str]:
    """Return the types of the events of which the figures in a condition are made."""
    named = [call.arguments[0] for call in calls if call.function == "figure"]
    waiting = [charter.indicators[str(name.value)] for name in named if isinstance(name, Literal)]
    found: set[str] = set()
    while waiting:
        indicator = waiting.pop()
        sides = (indicator.counted, *(indicator.ratio or ()))
        selectors = [each for side in sides if isinstance(side, tuple) for each in side]
        found |= {
            each.event for each in (*selectors, indicator.measured, *sides) if isinstance(each, Selector | AttributeOf)
        }
        read = (indicator.where, indicator.part, indicator.distinct, *indicator.by, *(each.where for each in selectors))
        found.update(type_ for each in read if each is not None for type_ in types_fed(each, charter))
        parts = () if indicator.formula is None else (node for node, _ in walk(indicator.formula))
        names = [node.dotted for node in parts if isinstance(node, Name)]
        waiting += [charter.indicators[name] for name in names if name in charter.indicators]
    return found


def types_feeding(signal: Signal, charter: Charter) -> set[str]:
    """Return the types of the events that make a signal, those that clear it among them."""
    return {selector.event for selector in (*signal.at, *signal.clears)} | set(types_fed(signal.when, charter))


def recorded_types(types: Iterable[str], charter: Charter) -> set[str]:
    """Return some types of event, signals replaced by the types that make them."""
    found: set[str] = set()
    for type_ in types:
        signal = charter.signals.get(type_)
        found |= {type_} if signal is None else recorded_types(types_feeding(signal, charter), charter)
    return found


def _types_of_attributes(condition: Expression, charter: Charter) -> set[str]:
    named = {part for node, _ in walk(condition) if isinstance(node, Name) for part in node.parts}
    attributes = [(n, sources) for kind in charter.subjects.values() for n, sources in kind.attributes.items()]
    return {source.event for name, sources in attributes if name in named for source in sources}


def _tables(calls: Iterable[Call], charter: Charter) -> Iterator[str]:
    for call in calls:
        name = call.arguments[0] if call.function == "lookup" else None
        rows_from = charter.tables[str(name.value)].rows_from if isinstance(name, Literal) else None
        if rows_from is not None:
            yield rows_from


def types_read(condition: Expression, charter: Charter) -> set[str]:
    """Return the event types behind the attributes of subjects and the recorded tables that a condition reads."""
    calls = [node for node, _ in walk(condition) if isinstance(node, Call)]
    return _types_of_attributes(condition, charter) | set(_tables(calls, charter))


def read_at_the_position(condition: Expression) -> Iterator[Node]:
    """Yield the parts of a condition that are read where it stands, without those that are about other events."""
    waiting: list[Node] = [condition]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(child for child in children(node) if not isinstance(child, Selector))


def state_asked(call: Call, charter: Charter) -> State | None:
    """Return the state or level that a call asks about, if it does."""
    name = call.arguments[0] if call.arguments else None
    if call.function not in _OF_STATES or not isinstance(name, Literal):
        return None
    return charter.states.get(str(name.value))


def _events_of(state: State, charter: Charter) -> Iterable[str]:
    if isinstance(state, IntervalState):
        return [end.event for end in (*state.from_, *state.until)]
    if isinstance(state, CountLevel):
        return _events_of(charter.states[state.state], charter)
    if isinstance(state, LastLevel):
        return [state.reading.event]
    return [source.event for source in (*state.plus, *state.minus)]
