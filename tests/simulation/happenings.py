"""What happened in a city and what was meant, looked up in its tables without any judge."""

from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.simulation.city import City
from jiannuo.core.simulation.planting.plots import PLOTS
from jiannuo.core.simulation.scripting.story import FIRST_ORDER

Rows = list[dict]
Book = Callable[[str], dict[str, Rows]]
"""The events in force of a type, by what they are about."""


def in_force(city: City, *events: str) -> Rows:
    """Return the events of some types that no other replaces, in the order in which they happened."""
    replaced = city.events["supersedes"].drop_null()
    wanted = city.events.filter(pc.is_in(city.events["event"], pa.array(events)))
    return wanted.filter(pc.invert(pc.is_in(wanted["id"], replaced))).to_pylist()


def is_told(name: str | None) -> bool:
    """Tell whether an order, complaint, case or the like belongs to a story, as its number tells."""
    return name is not None and int(name[1:]) >= FIRST_ORDER


def drawn(names: Iterable[str]) -> set[str]:
    """Return those that belong to no story but are drawn by lot."""
    return {name for name in names if not is_told(name)}


def happened(city: City, event: str, key: str = "order_id") -> dict[str, Rows]:
    """Return the events of a type that are in force, by what they are about."""
    found: dict[str, Rows] = {}
    for row in in_force(city, event):
        found.setdefault(row[key], []).append(row)
    return found


def meant(city: City, theme: str) -> Rows:
    """Return what was planted of a promise by lot; what stories plant `test_stories.py` looks at."""
    rows = city.truth.filter(pc.equal(city.truth["theme"], theme)).to_pylist()
    return [row for row in rows if row["deed"] not in PLOTS]


def planted(city: City, theme: str, deed: str) -> Rows:
    """Return where a deed was planted of a promise."""
    return [row for row in meant(city, theme) if row["deed"] == deed]


def micros(row: dict, name: str = "at") -> int:
    """Return an instant of a row in microseconds UTC."""
    return pa.scalar(row[name], pa.timestamp("us", "UTC")).value
