"""From blocks to the declarations of a charter in their inner form; what could not be read is left out.

The result is complete when nothing was wrong; when something was, it still names all that was declared, so that the
checks can go on and find the rest.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar, cast

from jiannuo.core.charters.building.built_in_events import built_in_events
from jiannuo.core.charters.charter import (
    AttributeOf,
    CountLevel,
    EventType,
    EverySpan,
    IntervalState,
    LastLevel,
    Parameter,
    Period,
    Source,
    State,
    SubjectKind,
    SumLevel,
)
from jiannuo.core.charters.parsing.blocks import Block, Leaf, Named, Read, leaves_of
from jiannuo.core.charters.parsing.leaf_reading import read_date, read_days
from jiannuo.core.expressions.syntax import Expression, Name, Selector
from jiannuo.core.expressions.types import AttributeType, Nothing, Plain
from jiannuo.core.values.calendar_rules import CalendarRules, Intervals, always
from jiannuo.core.values.durations import Duration
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Text

Inner = TypeVar("Inner")
Parameters = Mapping[str, Parameter]
_ID = AttributeType(Plain("text"))
_OTHER_ID = AttributeType(Plain("text"), optional=True)
UNREAD = AttributeType(Nothing())
"""The type of an attribute whose type could not be read: it goes with everything, so that nothing else is refused."""


def blocks_in(named: Named) -> dict[str, Block]:
    """Return the blocks of a mapping from names, without what could not be read."""
    return {name: read for name, read in named.items.items() if isinstance(read, Block)}


def text_of(block: Block | None) -> Text | None:
    """Return the bilingual text of a block."""
    zh, en = (block.value("zh", str), block.value("en", str)) if block else (None, None)
    return Text(zh=zh, en=en) if zh is not None and en is not None else None


def build_calendars(named: Named, *, zone: str) -> dict[str, CalendarRules]:
    """Return the calendars by name; `24x7` lives in the charter's zone."""
    calendars: dict[str, CalendarRules] = {}
    for name, read in named.items.items():
        if isinstance(read, Block):
            calendars[name] = _calendar(read, zone)
        elif isinstance(read, Leaf):
            calendars[name] = always(zone)
    return calendars


def _calendar(block: Block, zone: str) -> CalendarRules:
    week: dict[int, Intervals] = {}
    for days, hours in block.named("week").items.items():
        for day in read_days(days) or ():
            week[day] = _intervals(hours)
    exceptions: dict[date, Intervals] = {}
    for name, hours in block.named("except").items.items():
        exceptions[read_date(block.named("except").keys[name])] = _intervals(hours)
    own_zone = block.value("zone", str)
    return CalendarRules(own_zone or zone, week, exceptions, block.value("holidays", str))


def _intervals(read: Read) -> Intervals:
    return tuple(leaf.value for leaf in leaves_of(read) if isinstance(leaf.value, tuple))


def build_sources(named: Named, *, zone: str, parameters: Parameters) -> dict[str, Source]:
    """Return the sources by name."""
    return {
        name: Source(
            name=name,
            silent_after=duration(block, "silent after", parameters=parameters),
            complete_from=instant_of(block.value("complete from", str), zone),
            complete_until=instant_of(block.value("complete until", str), zone),
            label=text_of(block.block("label")),
        )
        for name, block in blocks_in(named).items()
    }


def instant_of(text: str | None, zone: str) -> int | None:
    """Return an instant that is written in a zone, None where there is none or it cannot be read."""
    try:
        return None if text is None else read_instant(text, zone=zone)
    except Refusal:
        return None  # noted by the checks, which know its place


def build_subjects(named: Named) -> dict[str, SubjectKind]:
    """Return the subject kinds by name."""
    return {
        name: SubjectKind(
            name=name,
            id=block.values_of("id", str),
            label=text_of(block.block("label")),
            begins=block.values_of("begins", Selector),
            ends=block.values_of("ends", Selector),
            attributes={
                attribute: tuple(leaf.value for leaf in taken_from(read) if isinstance(leaf.value, AttributeOf))
                for attribute, read in block.named("attributes").items.items()
            },
            labels=_labels(block),
        )
        for name, block in blocks_in(named).items()
    }


def taken_from(read: Read) -> Iterator[Leaf]:
    """Yield what an attribute of a subject is taken from, be it listed bare or beside a label."""
    yield from read.leaves("from") if isinstance(read, Block) else leaves_of(read)


def type_of(read: Read) -> Leaf | None:
    """Return the type of an attribute of an event, be it written bare or beside a label; None for a computed one."""
    found = read.leaf("type") if isinstance(read, Block) else read
    return found if isinstance(found, Leaf) else None


def _labels(block: Block) -> dict[str, Text]:
    read = ((name, text_of(each.block("label"))) for name, each in blocks_in(block.named("attributes")).items())
    return {name: label for name, label in read if label is not None}


def _values(block: Block) -> dict[str, dict[str, Text]]:
    """Return what the values of attributes are called, by attribute and value, of those attributes that say it."""
    found = {name: _titles(each.named("values")) for name, each in blocks_in(block.named("attributes")).items()}
    return {name: labels for name, labels in found.items() if labels}


def _titles(named: Named) -> dict[str, Text]:
    read = ((name, text_of(block)) for name, block in blocks_in(named).items())
    return {name: label for name, label in read if label is not None}


def build_events(named: Named, *, subjects: Mapping[str, SubjectKind]) -> dict[str, EventType]:
    """Return the event types by name, the built-in ones among them; each has the ids of its subjects as attributes.

    An id that any of them marks as personal is so in all: who is masked in one record must not stand plain in the next.
    """
    events = built_in_events(subjects.values())
    for name, block in blocks_in(named).items():
        declared = _event(name, block, subjects)
        built_in = events.get(name)
        if built_in is not None:
            attributes = {**built_in.attributes, **declared.attributes}
            declared = replace(declared, attributes=attributes, built_in=True)
        events[name] = declared
    for name in named.keys:
        events.setdefault(name, EventType(name, None))
    ids = {attribute for kind in subjects.values() for attribute in kind.id}
    personal = {id_ for id_ in ids if any(id_ in e.attributes and e.attributes[id_].personal for e in events.values())}
    return {name: _with_personal(event, personal) for name, event in events.items()}


def _with_personal(event: EventType, ids: Collection[str]) -> EventType:
    hidden = {name: replace(type_, personal=True) for name, type_ in event.attributes.items() if name in ids}
    return replace(event, attributes={**event.attributes, **hidden}) if hidden else event


def _event(name: str, block: Block, subjects: Mapping[str, SubjectKind]) -> EventType:
    of, also = block.value("of", str), block.values_of("also", str)
    attributes: dict[str, AttributeType] = {}
    computed: dict[str, Expression] = {}
    for kind in also:
        attributes.update(dict.fromkeys(subjects[kind].id if kind in subjects else (), _OTHER_ID))
    if of is not None and of in subjects:
        attributes.update(dict.fromkeys(subjects[of].id, _ID))
    for attribute, read in block.named("attributes").items.items():
        if type_ := type_of(read):
            attributes[attribute] = type_.value if isinstance(type_.value, AttributeType) else UNREAD
        elif isinstance(read, Block) and (leaf := read.leaf("=")):
            computed[attribute] = leaf.value  # type: ignore[assignment]
    for attribute in block.named("attributes").keys:
        if attribute not in computed:
            attributes.setdefault(attribute, UNREAD)
    label, labels = text_of(block.block("label")), _labels(block)
    return EventType(
        name, of, also, block.value("source", str), attributes, computed, label, labels=labels, values=_values(block)
    )


def duration(block: Block, key: str, *, parameters: Parameters) -> Duration | None:
    """Return the duration behind a key, be it written out or held by a parameter."""
    leaf = block.leaf(key)
    if leaf is None:
        return None
    if isinstance(leaf.value, Name):
        held = parameters.get(leaf.value.parts[-1])
        return held.value if held is not None and isinstance(held.value, Duration) else None
    return leaf.value if isinstance(leaf.value, Duration) else None


def per_of(block: Block) -> Period | EverySpan | None:
    """Return the periods behind `per`, None where they could not be read."""
    inner = block.block("per")
    if inner is None:
        return cast(Period | None, block.value("per", str))
    length, from_ = inner.value("every", Duration), inner.value("from", date)
    return None if length is None or from_ is None else EverySpan(length, from_)


def key_attributes(names: tuple[str, ...], subjects: Mapping[str, SubjectKind]) -> tuple[tuple[str, ...], str | None]:
    """Return the attributes of a key and the subject kind whose id they begin with, from what stands behind `of`."""
    if len(names) == 1 and names[0] in subjects:
        return subjects[names[0]].id, names[0]
    fitting = [kind for kind in subjects.values() if kind.id and names[: len(kind.id)] == kind.id]
    longest = max(fitting, key=lambda kind: len(kind.id), default=None)
    return names, longest.name if longest else None


def build_states(named: Named, *, subjects: Mapping[str, SubjectKind], parameters: Parameters) -> dict[str, State]:
    """Return the states and levels by name."""
    blocks = blocks_in(named)
    built = {name: _state(name, block, subjects, parameters) for name, block in blocks.items()}
    labels = {name: text_of(block.block("label")) for name, block in blocks.items()}
    return {name: replace(state, label=labels[name]) for name, state in built.items() if state is not None}


def _state(name: str, block: Block, subjects: Mapping[str, SubjectKind], parameters: Parameters) -> State | None:
    of, _ = key_attributes(block.values_of("of", str), subjects)
    match block.form.id:
        case "interval state":
            from_, until = (_starts(block, key) for key in ("from", "until"))
            return IntervalState(name, of, from_, until, duration(block, "for", parameters=parameters))
        case "count level":
            return CountLevel(name, of, block.value("count", str) or "", block.value("per", str) or "")
        case "last level":
            reading = block.value("last", AttributeOf)
            return LastLevel(name, of, reading) if reading else None
        case _:
            plus, minus = (block.values_of(key, AttributeOf) for key in ("plus", "minus"))
            return SumLevel(name, of, plus, minus)


def _starts(block: Block, key: str) -> tuple[Selector | AttributeOf, ...]:
    return tuple(leaf.value for leaf in block.leaves(key) if isinstance(leaf.value, Selector | AttributeOf))
