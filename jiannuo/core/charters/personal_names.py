"""What figures are broken down by that names persons."""

from jiannuo.core.charters.charter import Charter, Expect, Hold, Indicator, Promise
from jiannuo.core.expressions.syntax import Name

_ALWAYS = ("actor",)
"""Whoever made an entry is a person, whatever the charter says."""


def personal_dimensions(charter: Charter, indicator: Indicator) -> tuple[int, ...]:
    """Return which dimensions of an indicator name persons: attributes marked `personal`, and kinds whose ids are.

    The owner of a finding and its member are persons if the attributes that name them are.
    """
    names = _personal_names(charter)
    promise = charter.promises.get(indicator.promise or "")
    return tuple(place for place, name in enumerate(indicator.by) if _is_personal(name, names, promise))


def _is_personal(name: Name, names: frozenset[str], promise: Promise | None) -> bool:
    if name.parts[0] != "finding" or promise is None:
        return name.dotted in names or name.parts[-1] in names
    if name.parts[-1] == "owner":
        return (promise.owner or "").rpartition(".")[2] in names
    return name.parts[-1] == "member" and not names.isdisjoint(_members(promise))


def _members(promise: Promise) -> tuple[str, ...]:
    demand = promise.demand
    for_each = demand.for_each if isinstance(demand, Expect | Hold) else None
    return () if for_each is None else (for_each.attribute or "", for_each.kind or "")


def _personal_names(charter: Charter) -> frozenset[str]:
    """Return the attributes that are personal, of events and subjects, and the subject kinds whose ids are."""
    found = {name for event in charter.events.values() for name, type_ in event.attributes.items() if type_.personal}
    for kind in charter.subjects.values():
        sources = ((name, source) for name, each in kind.attributes.items() for source in each)
        found |= {name for name, source in sources if _is_marked(charter, source.event, source.attribute)}
    found |= {kind.name for kind in charter.subjects.values() if found & set(kind.id)}
    return frozenset({*found, *_ALWAYS})


def _is_marked(charter: Charter, event: str, attribute: str) -> bool:
    declared = charter.events[event].attributes if event in charter.events else {}
    return attribute in declared and declared[attribute].personal
