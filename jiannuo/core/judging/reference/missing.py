"""What an unknown value hangs on: the attributes that are missing, by name (sections 2, 4.11 and 5.9)."""

from collections.abc import Iterator

from jiannuo.core.expressions.syntax import Call, Expression, IsNull, Name, Selector
from jiannuo.core.expressions.walking import Node, children
from jiannuo.core.judging.reference.moments import Moment


def missing_in(expression: Expression, moment: Moment) -> str:
    """Return the names in an expression that have no value here; else its functions that have none, else all of it."""
    parts = list(dict.fromkeys(_parts(expression)))
    names = [part for part in parts if isinstance(part, Name) and moment.value_of(part) is None]
    calls = [part for part in parts if isinstance(part, Call) and moment.world.read(part, moment) is None]
    return ", ".join(dict.fromkeys(moment.world.written(part) for part in names or calls or [expression]))


def _parts(node: Node) -> Iterator[Name | Call]:
    """Yield the names and calls whose being missing makes the whole unknown: none that is asked whether it is null.

    What stands in a selector is about other events.
    """
    if isinstance(node, Name | Call):
        yield node
    if not isinstance(node, IsNull | Selector):
        for child in children(node):
            yield from _parts(child)
