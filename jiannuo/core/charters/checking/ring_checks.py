"""Definitions that depend on each other: states, signals, computed attributes, tables fed by events, breaches of promises."""

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.building.building import key_attributes
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.building.promise_building import EXPRESSIONS
from jiannuo.core.charters.charter import AttributeOf, CountLevel
from jiannuo.core.charters.checking.condition_checks import triggers_of
from jiannuo.core.charters.checking.later_checks import all_leaves
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.parsing.blocks import Block, Leaf
from jiannuo.core.charters.parsing.nodes import Scalar
from jiannuo.core.expressions.functions import OF_STATES
from jiannuo.core.expressions.syntax import Call, Literal, Name, Selector
from jiannuo.core.expressions.walking import Node, children, walk

Thing = tuple[str, ...]
"""A definition: ("state", name), ("signal", name), ("table", name), ("promise", id), ("indicator", name) or
("attribute", event, name)."""
_SECTIONS = (
    ("states", "state"),
    ("signals", "signal"),
    ("tables", "table"),
    ("promises", "promise"),
    ("indicators", "indicator"),
)
_NAMED = {"lookup": "table", "broken": "promise", "figure": "indicator"}


def check_rings(draft: Draft, _: Scopes) -> None:
    """Note each ring of definitions once, at the first of them in the order of names."""
    graph = _graph(draft)
    while graph:
        try:
            TopologicalSorter(graph).prepare()
            return
        except CycleError as error:
            ring: list[Thing] = error.args[1]
        first = min(ring)
        turned = ring[ring.index(first) : -1] + ring[: ring.index(first)]
        path = " → ".join(".".join(thing[1:]) for thing in (*reversed(turned[1:]), first))
        path = f"{'.'.join(first[1:])} → {path}"
        draft.problems.append(kinds.RING.at(_node(first, draft).place(), path=path))
        graph = {thing: needs - set(ring) for thing, needs in graph.items() if thing not in ring}


def signal_order(draft: Draft) -> list[str]:
    """Return the names of the signals, each behind those that it builds on; there may be no ring."""
    if not draft.blocks("signals"):
        return []
    order = TopologicalSorter(_graph(draft)).static_order()
    return [thing[1] for thing in order if thing[0] == "signal"]


def _graph(draft: Draft) -> dict[Thing, set[Thing]]:
    return {thing: set(_needs(thing, draft)) for thing in sorted(_things(draft))}


def _things(draft: Draft) -> Iterator[Thing]:
    for key, kind in _SECTIONS:
        yield from ((kind, name) for name in draft.blocks(key))
    for event in draft.events.values():
        yield from (("attribute", event.name, name) for name in event.computed)


def _node(thing: Thing, draft: Draft) -> Scalar:
    if thing[0] == "attribute":
        return draft.blocks("events")[thing[1]].named("attributes").keys[thing[2]]
    return draft.named(f"{thing[0]}s").keys[thing[1]]


def _needs(thing: Thing, draft: Draft) -> Iterator[Thing]:
    match thing:
        case ("attribute", event, name):
            yield from _in_node(draft.events[event].computed[name], event, draft)
        case ("state", name):
            state = draft.states.get(name)
            if isinstance(state, CountLevel):
                yield ("state", state.state)
            yield from _in_leaves(draft.blocks("states")[name], draft)
        case ("signal", name):
            yield from _of_signal(draft.blocks("signals")[name], draft)
        case ("table", name):
            table = draft.tables[name]
            yield from _given(table.rows_from, draft)
            for attribute in (*table.inputs, *table.outputs):
                yield from _computed(table.rows_from or "", attribute, draft)
        case ("indicator", name):
            block = draft.blocks("indicators")[name]
            named = (part for leaf in block.leaves("formula") for part in _bare_names(leaf))
            yield from (("indicator", part) for part in named if part in draft.blocks("indicators"))
            yield from _in_leaves(block, draft)
        case (_, name):
            block = draft.blocks("promises")[name]
            yield from _in_leaves(block, draft)
            for trigger in triggers_of(block):  # their attributes are the bare names
                yield from _in_leaves(block, draft, event=trigger.event)


def _of_signal(block: Block, draft: Draft) -> Iterator[Thing]:
    """Yield what a signal looks at, the life of its subject among it."""
    yield from _in_leaves(block, draft)
    for selector in block.values_of("at", Selector):  # their attributes are the bare names
        yield from _in_leaves(block, draft, event=selector.event)
    _, kind = key_attributes(block.values_of("of", str), draft.subjects)
    for selector in (*draft.subjects[kind].begins, *draft.subjects[kind].ends) if kind and block.has("per") else ():
        yield from _in_node(selector, None, draft)
    if block.has("per"):  # bare names are the attributes of the subject
        names = [name for leaf in block.leaves("when") for name in _bare_names(leaf)]
        yield from _of_subjects(names, draft)


def _bare_names(leaf: Leaf) -> Iterator[str]:
    for node, _ in walk(leaf.value) if isinstance(leaf.value, EXPRESSIONS) else ():
        if isinstance(node, Name) and len(node.parts) == 1:
            yield node.parts[0]


def _given(event: str | None, draft: Draft) -> Iterator[Thing]:
    """Yield the signal that an event is, if it is one."""
    if event is not None and event in draft.blocks("signals"):
        yield ("signal", event)


def _in_leaves(block: Block, draft: Draft, *, event: str | None = None) -> Iterator[Thing]:
    for leaf in all_leaves(block):
        yield from _in_leaf(leaf, event, draft)


def _in_leaf(leaf: Leaf, event: str | None, draft: Draft) -> Iterator[Thing]:
    if isinstance(leaf.value, AttributeOf):
        yield from _given(leaf.value.event, draft)
        yield from _computed(leaf.value.event, leaf.value.attribute, draft)
    elif isinstance(leaf.value, (Selector, *EXPRESSIONS)):
        yield from _in_node(leaf.value, event, draft)


def _in_node(node: Node, event: str | None, draft: Draft) -> Iterator[Thing]:
    """Yield what a condition needs; `event` is the one whose attributes are the bare names."""
    if isinstance(node, Name):
        yield from _named(node, event, draft)
    elif isinstance(node, Selector):
        if node.promise is not None:
            yield ("promise", node.promise)
        yield from _given(node.event, draft)
        if node.via is not None:
            yield from _of_subjects((node.via,), draft)
        event = node.event
    elif isinstance(node, Call):
        yield from _called(node, draft)
    for child in children(node):
        yield from _in_node(child, event, draft)


def _named(name: Name, event: str | None, draft: Draft) -> Iterator[Thing]:
    if len(name.parts) == 1:
        yield from _computed(event or "", name.parts[0], draft)
    elif name.parts[0] in draft.events:
        yield from _given(name.parts[0], draft)
        yield from _computed(name.parts[0], name.parts[1], draft)
    else:
        yield from _of_subjects(name.parts[1:], draft)


def _called(call: Call, draft: Draft) -> Iterator[Thing]:
    first = call.arguments[0] if call.arguments else None
    if isinstance(first, Literal):
        kind = "state" if call.function in OF_STATES else _NAMED.get(call.function)
        if kind is not None:
            yield (kind, str(first.value))
    elif isinstance(first, Selector) and call.field is not None:
        yield from _computed(first.event, call.field, draft)


def _of_subjects(attributes: Iterable[str], draft: Draft) -> Iterator[Thing]:
    for kind in draft.subjects.values():
        for attribute in attributes:
            for source in kind.attributes.get(attribute, ()):
                yield from _given(source.event, draft)
                yield from _computed(source.event, source.attribute, draft)


def _computed(event: str, attribute: str, draft: Draft) -> Iterator[Thing]:
    if event in draft.events and attribute in draft.events[event].computed:
        yield ("attribute", event, attribute)
