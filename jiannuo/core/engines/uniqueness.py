"""Values that may stand once in a log, as the charter declares them `unique`: later ones are set aside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.identities import Settled, Sighting, precedence
from jiannuo.core.engines.tables import Reject
from jiannuo.core.engines.value_reading import written
from jiannuo.core.values.masks import mask


@dataclass(frozen=True, slots=True)
class Unique:
    """An attribute of which each value may stand once over all events of some types."""

    attribute: str
    types: frozenset[str]
    personal: bool = False


def unique_attributes(charter: Charter) -> list[Unique]:
    """Return the attributes of a charter that are declared `unique`, each with the types it is unique over."""
    found = {
        Unique(name, frozenset(type_.unique_in or (event.name,)), type_.personal)
        for event in charter.events.values()
        for name, type_ in event.attributes.items()
        if type_.unique
    }
    return sorted(found, key=lambda each: (each.attribute, sorted(each.types)))


def set_repeats_aside(settled: Settled, uniques: Sequence[Unique]) -> None:
    """Keep of the events that hold one value the one recorded first, and set the others aside.

    Only events in force hold a value: one that is superseded or retracted leaves it free. What a correction that is set
    aside would have replaced is in force again, so it is looked at once more.
    """
    while uniques:
        repeats = dict(_repeats(settled.sightings, uniques))
        if not repeats:
            return
        settled.rejects += repeats.values()
        settled.sightings = [each for each in settled.sightings if each.event.id not in repeats]


def _repeats(sightings: Sequence[Sighting], uniques: Sequence[Unique]) -> Iterator[tuple[str, Reject]]:
    replaced = {sighting.event.supersedes for sighting in sightings}
    in_force = [sighting for sighting in sightings if sighting.event.id not in replaced]
    for unique in uniques:
        for value, holders in _holders(in_force, unique).items():
            first, *others = sorted(holders, key=precedence)
            for other in others:
                yield other.event.id, _reject(other, first, unique, value)


def _holders(sightings: Iterable[Sighting], unique: Unique) -> Mapping[object, list[Sighting]]:
    """Return the events by the values that several of them hold."""
    found: dict[object, list[Sighting]] = {}
    for sighting in sightings:
        value = sighting.event.attributes.get(unique.attribute) if sighting.event.type in unique.types else None
        if value is not None:
            found.setdefault(value, []).append(sighting)
    return {value: holders for value, holders in found.items() if len(holders) > 1}


def _reject(sighting: Sighting, first: Sighting, unique: Unique, value: object) -> Reject:
    shown = mask(written(value)) if unique.personal else written(value)[:200]
    problem = kinds.VALUE_TAKEN.at(attribute=unique.attribute, value=shown, other=f"{first.file}:{first.row}")
    return sighting.rejected(problem, column=unique.attribute, value=shown)
