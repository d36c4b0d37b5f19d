"""What an unknown value hangs on, at many positions: the names that are missing, in words (sections 2, 4.11 and 5.9)."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.expressions.syntax import Call, Expression, IsNull, Name, Selector
from jiannuo.core.expressions.walking import Node, children
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.judging.event_table import object_array
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.columns import missing_in
from jiannuo.core.judging.kernel.streams.sites import Sites

Words = NDArray[np.object_]


def words_missing(reader: Reader, expression: Expression, sites: Sites) -> Words:
    """Return the names in an expression that have no value at each position; else its functions, else all of it."""
    parts = list(dict.fromkeys(_parts(expression)))
    names = _told(reader, [part for part in parts if isinstance(part, Name)], sites)
    calls = _told(reader, [part for part in parts if isinstance(part, Call)], sites)
    whole = write_condition(expression)
    return object_array([name or call or whole for name, call in zip(names, calls, strict=True)])


def _told(reader: Reader, parts: list[Name] | list[Call], sites: Sites) -> list[str]:
    written = [write_condition(part) for part in parts]
    missing = [missing_in(reader.read(part, sites)) for part in parts]
    rows = zip(*missing, strict=True) if parts else (() for _ in range(len(sites)))
    return [", ".join(dict.fromkeys(w for w, gone in zip(written, row, strict=True) if gone)) for row in rows]


def _parts(node: Node) -> Iterator[Name | Call]:
    """Yield the names and calls whose being missing makes the whole unknown: none that is asked whether it is null."""
    if isinstance(node, Name | Call):
        yield node
    if not isinstance(node, IsNull | Selector):
        for child in children(node):
            yield from _parts(child)
