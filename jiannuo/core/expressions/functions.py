"""The closed list of functions, and how each is written."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["history", "named", "pure", "period"]
"""`history` takes a selector, `named` a quoted name first, `pure` only values, `period` a unit of time first."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function: its kind, its written form, how many values it takes, and what may stand behind the call."""

    name: str
    kind: Kind
    usage: str
    least: int
    most: int | None
    field: Literal["none", "may", "must"] = "none"


_LISTED = (
    Function("seen", "history", "seen(event where condition, window)", 1, 2),
    Function("count", "history", "count(event where condition, window)", 1, 2),
    Function("sum", "history", "sum(event.attribute where condition, window)", 1, 2),
    Function("first", "history", "first(event where condition, window).attribute", 1, 2, field="must"),
    Function("last", "history", "last(event where condition, window).attribute", 1, 2, field="must"),
    Function("lookup", "named", "lookup('table', input, …).output", 2, None, field="may"),
    Function("in_force", "named", "in_force('state', key, …)", 1, None),
    Function("level", "named", "level('level', key, …)", 1, None),
    Function("lowest", "named", "lowest('level', from, to)", 3, 3),
    Function("members", "named", "members('state', key, …)", 2, None),
    Function("overlap", "named", "overlap('calendar', from, to)", 3, 3),
    Function("broken", "named", "broken('promise')", 1, 1),
    Function("covers", "pure", "covers(have, want)", 2, 2),
    Function("distance", "pure", "distance(point, point)", 2, 2),
    Function("start_of", "period", "start_of(day, instant)", 2, 2),
    Function("end_of", "period", "end_of(day, instant)", 2, 2),
    Function("figure", "named", "figure('indicator', period or from, to, dimension, …)", 2, None),
)
FUNCTIONS = {function.name: function for function in _LISTED}

OF_STATES = frozenset({"in_force", "level", "lowest", "members"})
"""Functions whose first text names a state."""
