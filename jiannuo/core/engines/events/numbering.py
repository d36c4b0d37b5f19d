"""Numbers without gap, as the charter declares them `series`: which are missing."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np

from jiannuo.core.charters.charter import Charter
from jiannuo.core.judging.event_table import MISSING, Coded, EventTable

MOST_SHOWN = 10
"""How many runs of missing numbers are named."""
_NUMBERED = re.compile(r"(?P<prefix>.*?)(?P<digits>[0-9]{1,18})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Series:
    """An attribute whose numbers follow each other without gap, over all events of some types."""

    event: str
    attribute: str
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hole:
    """The numbers missing of one run of a series: between `first` and `last`, all `count` of them, the first as texts."""

    series: Series
    first: str
    last: str
    count: int
    missing: tuple[str, ...]

    @property
    def is_cut(self) -> bool:
        """Tell whether more is missing than is named."""
        return len(self.missing) > MOST_SHOWN


def holes(charter: Charter, events: EventTable) -> Iterator[Hole]:
    """Yield what is missing of each numbering that the charter declares a `series`.

    A number counts as there if any event tells it, a superseded one or one that makes it void too. Texts are numbered by
    the digits at their end, each beginning (`2024-`) for itself.
    """
    for series in dict.fromkeys(_series(charter)):
        values = {value for type_ in series.types for value in values_held(events, type_, series.attribute)}
        for prefix, numbers in sorted(_by_prefix(values).items()):
            yield from _hole(series, prefix, numbers)


def values_held(events: EventTable, type_: str, name: str) -> Collection[object]:
    """Return the distinct values that events of a type have for an attribute."""
    column = events.attributes.get((type_, name))
    if column is None or type_ not in events.types:
        return ()
    held = column.taken(np.flatnonzero(events.type == events.types.index(type_)))
    if not isinstance(held, Coded):
        return dict.fromkeys(value for value in held.objects().tolist() if value is not None)
    return [held.values[code] for code in np.unique(held.codes[held.codes != MISSING]).tolist()]


def _series(charter: Charter) -> Iterator[Series]:
    for event in charter.events.values():
        for name, type_ in event.attributes.items():
            if type_.series:
                yield Series(event.name, name, frozenset({event.name, *type_.unique_in}))


def _by_prefix(values: Iterable[object]) -> Mapping[tuple[str, int], set[int]]:
    """Return the numbers by what stands before them and how many digits they are filled up to (0 for any)."""
    found: dict[tuple[str, int], set[int]] = {}
    for value in values:
        if isinstance(value, int):
            found.setdefault(("", 0), set()).add(value)
        elif isinstance(value, str) and (parts := _NUMBERED.fullmatch(value)):
            digits = parts["digits"]
            filled = len(digits) if digits.startswith("0") else 0
            found.setdefault((parts["prefix"], filled), set()).add(int(digits))
    return _with_filled(found)


def _with_filled(found: dict[tuple[str, int], set[int]]) -> Mapping[tuple[str, int], set[int]]:
    """Put numbers that need no filling (`A10`) to those of their beginning that do (`A09`)."""
    for prefix, filled in [key for key in found if key[1]]:
        plain = found.get((prefix, 0), set())
        same = {number for number in plain if len(str(number)) == filled}
        found[prefix, filled] |= same
        plain -= same
    return {key: numbers for key, numbers in found.items() if numbers}


def _hole(series: Series, prefix: tuple[str, int], numbers: set[int]) -> Iterator[Hole]:
    ordered = sorted(numbers)
    gaps = [(a + 1, b - 1) for a, b in pairwise(ordered) if b - a > 1]
    if gaps:
        shown = (_run(prefix, *gap) for gap in islice(gaps, MOST_SHOWN + 1))
        count = sum(last - first + 1 for first, last in gaps)
        yield Hole(series, _number(prefix, ordered[0]), _number(prefix, ordered[-1]), count, tuple(shown))


def _run(prefix: tuple[str, int], first: int, last: int) -> str:
    ends = (_number(prefix, first), _number(prefix, last))
    return ends[0] if first == last else "–".join(ends)


def _number(prefix: tuple[str, int], number: int) -> str:
    return f"{prefix[0]}{number:0{prefix[1]}d}" if prefix[1] else f"{prefix[0]}{number}"
