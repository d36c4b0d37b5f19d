"""Limits that a charter fixes for all obligations of a promise alike."""

from jiannuo.core.charters.charter import Charter
from jiannuo.core.expressions.syntax import Expression, Literal, Name
from jiannuo.core.values.durations import Duration


def fixed_limit(charter: Charter, within: Expression | None) -> Duration | None:
    """Return the limit that a charter fixes for all obligations alike, None if each has its own."""
    value: object = None
    if isinstance(within, Literal):
        value = within.value
    elif isinstance(within, Name) and within.parts[0] == "param":
        value = charter.parameters[within.parts[1]].value
    return value if isinstance(value, Duration) else None
