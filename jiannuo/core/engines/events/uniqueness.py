"""Values that may stand once in a log, as the charter declares them `unique`: later ones are set aside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.identities import Settled, codes_of, having, replacements
from jiannuo.core.engines.events.sightings import Sighting, Sightings
from jiannuo.core.engines.events.value_reading import written
from jiannuo.core.engines.tabular.tables import Reject, Rows
from jiannuo.core.judging.event_table import MISSING, EventTable, coded
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
        repeats = dict(_repeats(settled, uniques))
        if not repeats:
            return
        settled.set_aside(repeats)


def _repeats(settled: Settled, uniques: Sequence[Unique]) -> Iterator[tuple[int, Reject]]:
    events = settled.sightings.events
    in_force = settled.kept
    replaced = set(replacements(settled.sightings, settled.kept).values())
    if replaced:
        in_force = in_force[~having(events.ids, replaced)[in_force]]
    for unique in uniques:
        for value, holders in _holders(settled.sightings, in_force, unique).items():
            first, *others = sorted(holders, key=lambda each: each.precedence)
            for other in others:
                yield other.number, _reject(other, first, unique, value)


def _holders(sightings: Sightings, in_force: Rows, unique: Unique) -> Mapping[object, list[Sighting]]:
    """Return the events by the values that several of them hold."""
    rows = _of_repeated_values(sightings.events, in_force, unique)
    found: dict[object, list[Sighting]] = {}
    for sighting in sorted(sightings.some(rows), key=lambda each: each.number):
        found.setdefault(sighting.event.attributes[unique.attribute], []).append(sighting)
    return found


def _of_repeated_values(events: EventTable, in_force: Rows, unique: Unique) -> Rows:
    """Return the rows whose value another row has as well."""
    parts = [
        (in_force[events.type[in_force] == code], events.attributes[type_, unique.attribute])
        for code, type_ in enumerate(events.types)
        if type_ in unique.types and (type_, unique.attribute) in events.attributes
    ]
    if not parts:
        return np.empty(0, np.int64)
    columns = {id(column): column for _, column in parts}
    rows = np.concatenate([rows for rows, _ in parts])
    if len(columns) == 1:
        codes = codes_of(parts[0][1])[rows]
    else:
        codes = coded(np.concatenate([column.taken(rows).objects() for rows, column in parts]).tolist()).codes
    held = codes != MISSING
    repeated: Rows = rows[held & (np.bincount(codes[held], minlength=1)[codes] > 1)]
    return repeated


def _reject(sighting: Sighting, first: Sighting, unique: Unique, value: object) -> Reject:
    shown = mask(written(value)) if unique.personal else written(value)[:200]
    problem = kinds.VALUE_TAKEN.at(attribute=unique.attribute, value=shown, other=f"{first.file}:{first.row}")
    return sighting.rejected(problem, column=unique.attribute, value=shown)
