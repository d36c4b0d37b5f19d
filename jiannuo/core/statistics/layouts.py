"""How tables hang together: which cells of a finer table add up to one of a coarser."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import itemgetter

import numpy as np

from jiannuo.core.charters.charter import EverySpan, Period
from jiannuo.core.statistics.exact_figures import Dimensions
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.statistics.recurring import SINCE_EVER, Cycle, cycle_of
from jiannuo.core.statistics.suppression import Line

_LENGTHS: tuple[Period | EverySpan, ...] = (
    "minute",
    "hour",
    "day",
    "month",
    "quarter",
    "half-year",
    "year",
    "total",
)
"""Periods of which each holds the shorter ones whole; weeks and equal spans are held by the whole time alone."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The periods and dimensions of a table, whatever the order in which it names them."""

    per: Period | EverySpan
    by: tuple[str, ...]

    def cycle(self, *, zone: str) -> Cycle:
        """Return the periods."""
        return cycle_of(self.per, zone=zone, as_of=0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of all tables of a layout: the start of its period, `SINCE_EVER` for the whole time, and its dimensions."""

    layout: Layout
    start: int
    by: Dimensions


_Cells = dict[tuple[int, Dimensions], Cell]


def dimensions_of(table: Table, *, owner: str | None = None) -> tuple[str, ...]:
    """Return the dimensions of a table by the last word of their names, unless two end alike; `owner` is another for that."""
    last = [name.rpartition(".")[2] for name in table.by]
    if len(set(last)) < len(last):
        return table.by
    return tuple(
        owner if owner and name == "finding.owner" else each for name, each in zip(table.by, last, strict=True)
    )


def cell_of(
    table: Table, figure: Figure, *, names: tuple[str, ...] | None = None, within: Sequence[tuple[str, str | None]] = ()
) -> Cell:
    """Return the cell that a figure stands in, or that of some of its rows: those `within` values of further dimensions.

    `names` are what its dimensions are called, if not as `dimensions_of` says.
    """
    pairs = [*zip(names or dimensions_of(table), figure.by, strict=True), *within]
    pairs.sort(key=itemgetter(0))
    start = SINCE_EVER if figure.from_ is None else figure.from_
    layout = Layout(table.indicator.per, tuple(name for name, _ in pairs))
    return Cell(layout, start, tuple(value for _, value in pairs))


def lines_between(sizes: Mapping[Cell, int], *, zone: str) -> tuple[list[Line[Cell]], dict[Cell, int]]:
    """Return which cells add up: over each dimension, and over time where periods lie in longer ones whole.

    The second are cells of layouts that no table has but in which several of them meet, with their sizes.
    """
    tables: dict[Layout, _Cells] = defaultdict(dict)
    for cell in sizes:
        tables[cell.layout][cell.start, cell.by] = cell
    lines = [
        Line(parts)
        for fine, cells in tables.items()
        for coarse in _coarser(fine)
        if coarse not in tables
        for _, parts in _parts(cells.values(), coarse, zone)
    ]
    unlisted = _unlisted(tables, sizes, zone)
    for cell in unlisted:
        tables[cell.layout][cell.start, cell.by] = cell
    for fine, cells in tables.items():
        for coarse in tables:
            if coarse != fine and set(coarse.by) <= set(fine.by):
                summed = _parts(cells.values(), coarse, zone)
                lines += [Line(parts, total) for place, parts in summed if (total := tables[coarse].get(place))]
    overlapping = _overlapping(tables, sizes, zone)
    lines += [Line(parts, total) for total, sides in overlapping.items() for parts in sides]
    return lines, unlisted | {total: sum(sizes[part] for part in sides[0]) for total, sides in overlapping.items()}


def _overlapping(
    tables: Mapping[Layout, _Cells], sizes: Mapping[Cell, int], zone: str
) -> dict[Cell, tuple[tuple[Cell, ...], ...]]:
    """Return what adds up to the same where periods overlap of which neither holds the other, such as weeks and months.

    The cells of periods that overlap one with the next stand for the same time, with whatever lies in it, on both sides.
    """
    found: dict[Cell, tuple[tuple[Cell, ...], ...]] = {}
    filled = {layout: [cell for cell in cells.values() if sizes.get(cell)] for layout, cells in tables.items()}
    listed = [layout for layout, cells in filled.items() if layout.per != "total" and cells]
    for one, other in combinations(listed, 2):
        if _meeting(one, other).per != "total":
            continue
        by = tuple(name for name in one.by if name in other.by)
        sides = [_grouped(filled[layout], by) for layout in (one, other)]
        for group in sides[0].keys() & sides[1].keys():
            for parts in _runs([*sides[0][group], *sides[1][group]], zone):
                both = tuple(tuple(cell for cell in parts if cell.layout == layout) for layout in (one, other))
                if all(both):
                    found[Cell(Layout("total", by), -2 - len(found), group)] = both  # no period begins there
    return found


def _runs(cells: Iterable[Cell], zone: str) -> list[list[Cell]]:
    """Return cells in runs whose periods overlap one with the next."""
    spans = sorted(
        ((cell.start, cell.layout.cycle(zone=zone).end_of(cell.start), cell) for cell in cells), key=itemgetter(0, 1)
    )
    found: list[list[Cell]] = []
    until = None
    for start, end, cell in spans:
        if until is None or start >= until:
            found.append([])
        until = end if until is None else max(until, end)
        found[-1].append(cell)
    return found


def _grouped(cells: Iterable[Cell], by: tuple[str, ...]) -> dict[Dimensions, list[Cell]]:
    """Return cells by some of their dimensions."""
    found: dict[Dimensions, list[Cell]] = defaultdict(list)
    for cell in cells:
        found[tuple(cell.by[cell.layout.by.index(name)] for name in by)].append(cell)
    return found


def _unlisted(tables: Mapping[Layout, _Cells], sizes: Mapping[Cell, int], zone: str) -> dict[Cell, int]:
    """Return the cells of layouts in which tables meet of which neither is finer than the other."""
    layouts = list(tables)
    for one in layouts:
        layouts += [each for each in dict.fromkeys(_meeting(one, other) for other in layouts) if each not in layouts]
    found: dict[Cell, int] = {}
    for coarse in layouts[len(tables) :]:
        for fine, cells in tables.items():
            for place, parts in _parts(cells.values(), coarse, zone) if set(coarse.by) <= set(fine.by) else ():
                found.setdefault(Cell(coarse, *place), sum(sizes[part] for part in parts))
    return found


def _meeting(one: Layout, other: Layout) -> Layout:
    """Return the finest layout into which the cells of both go whole."""
    by = tuple(name for name in one.by if name in other.by)
    if one.per == other.per:
        return Layout(one.per, by)
    if {one.per, other.per} <= {"minute", "hour", "day", "week"}:
        return Layout(
            "week" if "week" in (one.per, other.per) else "day" if "day" in (one.per, other.per) else "hour", by
        )
    if one.per in _LENGTHS and other.per in _LENGTHS:
        return Layout(max(one.per, other.per, key=_LENGTHS.index), by)
    return Layout("total", by)


def _coarser(layout: Layout) -> Iterator[Layout]:
    """Yield the layouts with a dimension less."""
    for name in layout.by:
        yield Layout(layout.per, tuple(each for each in layout.by if each != name))


def _parts(
    cells: Iterable[Cell], coarse: Layout, zone: str
) -> Iterator[tuple[tuple[int, Dimensions], tuple[Cell, ...]]]:
    """Yield for each place of a coarser layout the cells that lie in it, unless one lies in it only in part."""
    cells = list(cells)
    fine = cells[0].layout
    holders = _holders({cell.start for cell in cells}, fine, coarse, zone)
    kept = [fine.by.index(name) for name in coarse.by]
    cut = {start for ends in holders.values() if ends[0] != ends[1] for start in ends}
    found: dict[tuple[int, Dimensions], list[Cell]] = defaultdict(list)
    for cell in cells:
        start, _ = holders[cell.start]
        if start not in cut:
            found[start, tuple(cell.by[place] for place in kept)].append(cell)
    return ((place, tuple(parts)) for place, parts in found.items())


def _holders(starts: Iterable[int], fine: Layout, coarse: Layout, zone: str) -> Mapping[int, tuple[int, int]]:
    """Return for the start of each period the starts of the longer ones that hold its first and its last instant."""
    if fine.per == coarse.per:
        return {start: (start, start) for start in starts}
    if coarse.per == "total":
        return {start: (SINCE_EVER, SINCE_EVER) for start in starts}
    if fine.per == "total":
        return {start: (start, start + 1) for start in starts}  # it lies in no shorter one
    short, long = fine.cycle(zone=zone), coarse.cycle(zone=zone)
    firsts = np.array(sorted(starts), np.int64)
    lasts = np.array([short.end_of(int(start)) - 1 for start in firsts], np.int64)
    ends = zip(long.starts_of(firsts).tolist(), long.starts_of(lasts).tolist(), strict=True)
    return dict(zip(firsts.tolist(), ends, strict=True))
