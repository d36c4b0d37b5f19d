"""From blocks to signals in their inner form, and to the types of event that they are."""

from collections.abc import Mapping
from dataclasses import replace

from jiannuo.core.charters.building.building import blocks_in, duration, key_attributes, text_of
from jiannuo.core.charters.building.promise_building import expression
from jiannuo.core.charters.charter import EventType, Parameter, Signal, SubjectKind
from jiannuo.core.charters.parsing.blocks import Block, Named
from jiannuo.core.expressions.names import BUILT_IN
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.expressions.types import AttributeType


def signal_types(
    named: Named, *, events: Mapping[str, EventType], subjects: Mapping[str, SubjectKind]
) -> dict[str, EventType]:
    """Return the types of event that signals are: each has the attributes of its key, typed as other events carry them."""
    carried = _carried(events)
    types = {}
    for name, block in blocks_in(named).items():
        key, kind = key_attributes(block.values_of("of", str), subjects)
        of = kind if kind is not None and subjects[kind].id == key else None
        attributes = {attribute: carried[attribute] for attribute in key if attribute in carried}
        types[name] = EventType(name, of, attributes=attributes, label=text_of(block.block("label")))
    return {name: types.get(name, EventType(name, None)) for name in named.keys if name not in events}


def _carried(events: Mapping[str, EventType]) -> dict[str, AttributeType]:
    found: dict[str, AttributeType] = dict(BUILT_IN)
    for event in events.values():
        for name, type_ in event.attributes.items():
            if not event.built_in or name not in found:
                plain = replace(type_, optional=False, unique=False, unique_in=(), series=False)
                found.setdefault(name, plain)
    return found


def build_signal(
    name: str, block: Block, *, subjects: Mapping[str, SubjectKind], parameters: Mapping[str, Parameter]
) -> Signal | None:
    """Return a signal, or None if its condition could not be read."""
    when = expression(block, "when")
    of, kind = key_attributes(block.values_of("of", str), subjects)
    if when is None:
        return None
    return Signal(
        name=name,
        of=of,
        kind=kind,
        when=when,
        at=block.values_of("at", Selector),
        per=block.value("per", str),  # type: ignore[arg-type]
        lasts=duration(block, "for", parameters=parameters),
        clears=block.values_of("clears", Selector),
        label=text_of(block.block("label")),
    )
