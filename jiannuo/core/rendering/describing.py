"""A charter's promises as a reader of a report meets them, and what about them must not be shown."""

from collections.abc import Iterator, Mapping

from jiannuo.core.charters.charter import AttributeOf, Charter, Expect, Promise
from jiannuo.core.expressions.types import AttributeType
from jiannuo.core.rendering.results import PromiseCard
from jiannuo.core.values.texts import Text


def describe_promises(charter: Charter, *, explanations: Mapping[str, Text]) -> tuple[PromiseCard, ...]:
    """Return the promises of a charter in its order, each in the plain words of `explanations` (by promise id)."""
    return tuple(
        PromiseCard(
            id=promise.id,
            title=promise.title or Text(zh=promise.id, en=promise.id),
            words=explanations.get(promise.id, Text(zh="", en="")),
            ours=bool(promise.ours),
            verb=promise.verb,
            clauses=promise.clauses,
            owner=promise.owner,
            personal_owner=promise.owner is not None and _is_personal(charter, promise, promise.owner),
            personal_parts=tuple(i for i, name in enumerate(promise.of) if _is_personal(charter, promise, name)),
        )
        for promise in charter.promises.values()
    )


def describe_causes(charter: Charter) -> Mapping[str, Text]:
    """Return the declared reasons of pauses in both languages, by what the judge writes of them."""
    demands = (promise.demand for promise in charter.promises.values())
    pauses = (pause for demand in demands if isinstance(demand, Expect) for pause in demand.pauses)
    return {pause.reason.zh: pause.reason for pause in pauses}


def _is_personal(charter: Charter, promise: Promise, name: str) -> bool:
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
