"""Which cells of tables have to stay untold, so that no small one can be reckoned from what is told."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
_MOST_TOGETHER = 300
"""So many untold cells that hang together are looked at for sums of several lines; beyond, for single lines only."""


@dataclass(frozen=True, slots=True)
class Line(Generic[Key]):
    """Cells that add up: to another cell, or to a `total` of None, which stands in no table but may be known."""

    parts: tuple[Key, ...]
    total: Key | None = None

    @property
    def cells(self) -> tuple[Key, ...]:
        """Return all cells of the line."""
        return self.parts if self.total is None else (*self.parts, self.total)


def untold(
    small: Collection[Key],
    lines: Sequence[Line[Key]],
    *,
    sizes: Mapping[Key, int],
    least: int,
    unlisted: Collection[Key] = (),
) -> frozenset[Key]:
    """Return the cells that have to stay untold: the small ones, and others that would give them away.

    `sizes` says how many observations each cell has; the `unlisted` stand in no table, but whoever knows all others of a
    line knows them. Every line is looked at by itself, then those that share unknown cells together. Where a line leaves
    one cell open, or leaves open so few observations that it says how many each cell has, its smallest cell that is still
    told is left out as well, and if it has none, its total.
    """
    if not small:
        return frozenset()
    work = _Untold(set(small), lines, sizes, least, frozenset(unlisted))
    work.close()
    while any([work.hide_beside(key) for key in work.given_away()]):
        work.close()
    return frozenset(work.hidden)


class _Untold(Generic[Key]):
    def __init__(
        self,
        hidden: set[Key],
        lines: Sequence[Line[Key]],
        sizes: Mapping[Key, int],
        least: int,
        unlisted: frozenset[Key],
    ) -> None:
        self.hidden, self.sizes, self.least = hidden, sizes, least
        self.unlisted, self.unseen = unlisted, set(unlisted)
        self.lines = [line for line in lines if self._is_known(line)]
        self.lines_of: dict[Key, list[Line[Key]]] = defaultdict(list)
        for line in self.lines:
            for key in line.cells:
                self.lines_of[key].append(line)

    def _is_known(self, line: Line[Key]) -> bool:
        """Tell whether anyone may know what a line comes to; a total that is in no table is, unless it is small itself."""
        return line.total is not None or (len(line.parts) > 1 and self._size(line.parts) >= self.least)

    def _size(self, keys: Iterable[Key]) -> int:
        return sum(self.sizes[key] for key in keys)

    def _unknown(self, line: Line[Key]) -> list[Key]:
        return [key for key in line.cells if key in self.hidden or key in self.unseen]

    # Line by line.

    def close(self) -> None:
        """Hide cells until no line by itself gives one away, as long as there is one to hide."""
        self._see()
        waiting = [line for key in sorted(self.hidden, key=repr) for line in self.lines_of[key]]
        while waiting:
            line = waiting.pop()
            if self._is_open(line) and (key := self._next(line)) is not None:
                self.hidden.add(key)
                waiting += [line, *self.lines_of[key]]

    def _see(self) -> None:
        """Find which of the unlisted cells are known, as all others of a line are."""
        self.unseen = set(self.unlisted)
        waiting = [line for key in sorted(self.unlisted, key=repr) for line in self.lines_of[key]]
        while waiting:
            unknown = self._unknown(waiting.pop())
            if len(unknown) == 1 and unknown[0] in self.unseen:
                self.unseen.remove(unknown[0])
                waiting += self.lines_of[unknown[0]]

    def _is_open(self, line: Line[Key]) -> bool:
        """Tell whether a line gives a cell away: by subtraction, or as each cell has one observation at least."""
        unknown = self._unknown(line)
        if not unknown or self.unseen.issuperset(unknown):
            return False
        is_too_little = line.total not in unknown and self._size(unknown) < self.least + len(unknown) - 1
        return len(unknown) == 1 or is_too_little

    def _next(self, line: Line[Key]) -> Key | None:
        """Return what of a line is hidden next: the smallest part that is told, or else the total."""
        told = [key for key in line.cells if key not in self.hidden and key not in self.unlisted and self.sizes[key]]
        return min(told, key=lambda key: (key == line.total, self.sizes[key], repr(key)), default=None)

    # Lines together.

    def given_away(self) -> list[Key]:
        """Return the hidden cells that lines still give away, by themselves or together."""
        found = [key for line in self.lines if self._is_open(line) for key in self._unknown(line) if key in self.hidden]
        for cells, lines in self._connected():
            if len(cells) <= _MOST_TOGETHER:
                rows = [self._row(line) for line in lines]
                found += [key for key in determined(cells, rows) if key in self.hidden]
        return list(dict.fromkeys(found))

    def hide_beside(self, key: Key) -> bool:
        """Hide one more cell in the nearest line that has one to hide; tell whether there is one."""
        cells, seen = [key], {key}
        for each in cells:
            for line in sorted(self.lines_of[each], key=lambda line: (len(line.parts), repr(line))):
                if (found := self._next(line)) is not None:
                    self.hidden.add(found)
                    return True
                new = [other for other in self._row(line) if other not in seen]
                seen.update(new)
                cells += new
        return False

    def _row(self, line: Line[Key]) -> dict[Key, int]:
        """Return what is untold in a line: its parts, less its total."""
        untold_ = (key for key in line.cells if key in self.hidden or key in self.unlisted)
        return {key: -1 if key == line.total else 1 for key in untold_}

    def _connected(self) -> list[tuple[list[Key], list[Line[Key]]]]:
        """Return the untold cells in groups that share no line, with the lines of each."""
        found, seen = [], set[Key]()
        for start in sorted(self.hidden, key=repr):
            if start in seen:
                continue
            seen.add(start)
            cells, lines = [start], dict[int, Line[Key]]()
            for key in cells:
                for line in self.lines_of[key]:
                    if id(line) not in lines:
                        lines[id(line)] = line
                        new = [each for each in self._row(line) if each not in seen]
                        seen.update(new)
                        cells += new
            found.append((cells, list(lines.values())))
        return found


def determined(cells: Sequence[Key], rows: Iterable[Mapping[Key, int]]) -> list[Key]:
    """Return the unknowns to which equations leave a single value; each row holds the factors of its unknowns."""
    order = {key: place for place, key in enumerate(cells)}
    reduced: dict[int, dict[int, Fraction]] = {}
    for row in rows:
        rest = {order[key]: Fraction(factor) for key, factor in row.items()}
        for pivot in [place for place in rest if place in reduced]:
            _subtract(rest, reduced[pivot], pivot)
        if not rest:
            continue
        pivot = min(rest)
        factor = rest[pivot]
        rest = {place: value / factor for place, value in rest.items()}
        for other in reduced.values():
            if pivot in other:
                _subtract(other, rest, pivot)
        reduced[pivot] = rest
    return [cells[pivot] for pivot, row in sorted(reduced.items()) if len(row) == 1]


def _subtract(row: dict[int, Fraction], other: Mapping[int, Fraction], pivot: int) -> None:
    """Subtract a multiple of another row, whose factor at the pivot is 1, so that the pivot goes away."""
    factor = row[pivot]
    for place, value in other.items():
        left = row.get(place, Fraction(0)) - factor * value
        if left:
            row[place] = left
        else:
            row.pop(place, None)
