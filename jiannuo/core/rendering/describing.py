"""A charter's promises as a reader of a report meets them, and what about them must not be shown."""

from collections.abc import Iterator, Mapping

from jiannuo.core.charters.charter import AttributeOf, Charter, Expect, Hold, Promise, Table
from jiannuo.core.charters.explaining.timelines import is_barred
from jiannuo.core.expressions.syntax import Name, Selector
from jiannuo.core.expressions.types import AttributeType
from jiannuo.core.rendering.results import PromiseCard
from jiannuo.core.values.texts import Text
from jiannuo.core.values.trees import everything_in


def describe_promises(charter: Charter, *, explanations: Mapping[str, Text]) -> tuple[PromiseCard, ...]:
    """Return the promises of a charter in its order, each in the plain words of `explanations` (by promise id)."""
    return tuple(
        PromiseCard(
            id=promise.id,
            title=promise.title or Text(zh=promise.id, en=promise.id),
            words=_without_heading(explanations.get(promise.id, Text(zh="", en="")), promise),
            said=_said(charter, promise),
            ours=bool(promise.ours),
            verb=promise.verb,
            clauses=promise.clauses,
            owner=promise.owner,
            personal_owner=promise.owner is not None and is_personal(charter, promise, promise.owner),
            personal_member=any(is_personal(charter, promise, name) for name in _members(charter, promise)),
            personal_parts=tuple(i for i, name in enumerate(promise.of) if is_personal(charter, promise, name)),
            can_be_kept=not is_barred(promise),
        )
        for promise in charter.promises.values()
    )


def _members(charter: Charter, promise: Promise) -> tuple[str, ...]:
    """Return the attributes that name whom an obligation is multiplied by."""
    demand = promise.demand
    for_each = demand.for_each if isinstance(demand, Expect | Hold) else None
    if for_each is None:
        return ()
    kind = charter.subjects.get(for_each.kind or "")
    return kind.id if kind is not None else (for_each.attribute,) if for_each.attribute is not None else ()


def unused_events(charter: Charter, *, counts: Mapping[str, int]) -> Mapping[str, int]:
    """Return those of the counts by event type that nothing of the charter looks at; built-in events are looked at."""
    looked_at = {name for name, event in charter.events.items() if event.built_in}
    parts = (charter.subjects, charter.states, charter.tables, charter.signals, charter.promises, charter.indicators)
    for part in (*parts, [event.computed for event in charter.events.values()]):
        looked_at |= set(_events_named(part))
    return {name: count for name, count in counts.items() if name not in looked_at}


def describe_causes(charter: Charter) -> Mapping[str, Text]:
    """Return the declared reasons of pauses in both languages, by what the judge writes of them."""
    demands = (promise.demand for promise in charter.promises.values())
    pauses = (pause for demand in demands if isinstance(demand, Expect) for pause in demand.pauses)
    return {pause.reason.zh: pause.reason for pause in pauses}


def _without_heading(words: Text, promise: Promise) -> Text:
    """Drop the line with the promise's id and title, which the page shows anyway, and the indentation of the others."""

    def lines(text: str) -> str:
        each = [line.strip() for line in text.strip().splitlines()]
        return "\n".join(each[1:] if each and each[0].split(" ")[0] == promise.id else each)

    return Text(zh=lines(words.zh), en=lines(words.en))


def _said(charter: Charter, promise: Promise) -> Text | None:
    texts = [charter.clauses[id].text for id in promise.clauses if id in charter.clauses]
    if not texts:
        return None
    return Text(zh="\n".join(text.zh for text in texts), en="\n".join(text.en for text in texts))


def _events_named(part: object) -> Iterator[str]:
    """Yield the names that stand where an event can, anywhere in a part of a charter."""
    for each in everything_in(part):
        if isinstance(each, Selector | AttributeOf):
            yield each.event
        if isinstance(each, Name):
            yield each.parts[0]
        if isinstance(each, Table) and each.rows_from is not None:
            yield each.rows_from


def is_personal(charter: Charter, promise: Promise, name: str) -> bool:
    """Tell whether a name may stand for something personal: whether any attribute it can be read from is marked so."""
    return any(found.personal for found in _types_of(charter, promise, name.rpartition(".")[2]))


def _types_of(charter: Charter, promise: Promise, name: str) -> Iterator[AttributeType]:
    """Yield the types a name can have: that of a subject's attribute, and those of events' attributes of that name."""
    kind = charter.subjects.get(promise.kind or "")
    for source in kind.attributes.get(name, ()) if kind else ():
        yield from _declared(charter, source)
    for event in charter.events.values():
        yield from _declared(charter, AttributeOf(event.name, name))


def _declared(charter: Charter, source: AttributeOf) -> Iterator[AttributeType]:
    event = charter.events.get(source.event)
    found = None if event is None else event.attributes.get(source.attribute)
    if found is not None:
        yield found
