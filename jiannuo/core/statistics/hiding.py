"""Which figures stay untold: the cells of all tables about the same, and what conditions make of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jiannuo.core.charters.charter import AttributeOf, EverySpan, Indicator, Period
from jiannuo.core.statistics.exact_figures import SHARES, Dimensions
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.statistics.formulas import names_in
from jiannuo.core.statistics.layouts import Cell, Layout, cell_of, dimensions_of, lines_between
from jiannuo.core.statistics.narrowing import Aspect, Family, Group, Narrowed, aspects_of, narrowed
from jiannuo.core.statistics.suppression import untold

Place = tuple[int | None, Dimensions]
"""The start of a period, and the dimensions in the order of the table."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the findings of a promise come from: types of event, and the attribute that names their owner."""

    events: frozenset[str] = frozenset()
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class _View:
    """What a table tells of a family: under which conditions, and whether it is the number of rows alone."""

    family: Family
    aspect: Aspect
    narrowed: Narrowed
    is_number_alone: bool = False

    @property
    def is_plain(self) -> bool:
        """Tell whether the cells of the table are cells of the family."""
        return self.narrowed.values == ()


@dataclass(slots=True)
class _Found:
    """What is known of a family: the numbers of its cells by group, the small ones, and in the end what stays untold."""

    sizes: dict[Group, dict[Cell, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    small: set[Cell] = field(default_factory=set)
    has_small_elsewhere: bool = False
    hidden: frozenset[Cell] = frozenset()
    known: dict[Group, frozenset[Layout]] = field(default_factory=dict)

    def layouts(self, group: Group) -> frozenset[Layout]:
        """Return the layouts of the tables of a group."""
        if group not in self.known:
            self.known[group] = frozenset(cell.layout for cell in self.sizes.get(group, ()))
        return self.known[group]

    def put(self, group: Group, cell: Cell, numbers: Sequence[int]) -> None:
        """Note the numbers of a cell."""
        self.sizes[group][cell] = max(self.sizes[group][cell], *numbers)

    @property
    def hides(self) -> bool:
        """Tell whether anything about the family stays untold."""
        return bool(self.hidden) or self.has_small_elsewhere


class Hiding:
    """Finds the figures of tables that stay untold."""

    def __init__(self, tables: Sequence[Table], *, least: int, zone: str, openings: Mapping[str, Opening]) -> None:
        self.zone, self.openings = zone, openings
        self.tables = {table.indicator.name: table for table in tables}
        aspects = {name: aspects_of(table.indicator) for name, table in self.tables.items()}
        families = _joined(each.about for found in aspects.values() for each in found)
        families.sort(
            key=lambda family: any(name.startswith("finding ") for name in family)
        )  # what they come from first
        self.views = {name: list(self._views(self.tables[name], found, families)) for name, found in aspects.items()}
        self.leasts = {family: self._least_of(family, least) for family in families}
        self.found = dict[Family, _Found]()
        for family in families:
            self.found[family] = self._find(family)

    def _views(self, table: Table, aspects: Sequence[Aspect], families: Sequence[Family]) -> Iterator[_View]:
        own = set(self._names(table))
        for aspect in aspects:
            abouts = [aspect.about, self._opened_by(table.indicator)]
            related = [family for family in families if any(about & family for about in abouts)]
            dimensions = self._dimensions(related) - own
            for family in related:
                found = narrowed(aspect, dimensions=dimensions)
                yield _View(family, aspect, found, is_number_alone=not aspect.about & family)

    def _opened_by(self, indicator: Indicator) -> Family:
        """Return the types of event that the findings of an indicator come from."""
        opening = self.openings.get(indicator.promise or "") if indicator.over == "findings" else None
        return frozenset() if opening is None else frozenset(f"event {event}" for event in opening.events)

    def _dimensions(self, families: Iterable[Family]) -> frozenset[str]:
        """Return what tables about any of the families are broken down by."""
        wanted = frozenset[str]().union(*families)
        found = set[str]()
        for table in self.tables.values():
            abouts = (aspect.about for aspect in aspects_of(table.indicator))
            if any(about & wanted for about in (*abouts, self._opened_by(table.indicator))):
                found |= {*self._names(table), *(name.rpartition(".")[2] for name in table.by)}
        return frozenset(found)

    def _names(self, table: Table) -> tuple[str, ...]:
        opening = self.openings.get(table.indicator.promise or "")
        return dimensions_of(table, owner=None if opening is None else opening.owner)

    def _cell(self, table: Table, figure: Figure, within: Sequence[tuple[str, str | None]] = ()) -> Cell:
        return cell_of(table, figure, names=self._names(table), within=within)

    def _least_of(self, family: Family, least: int) -> int:
        """Return the largest group that any indicator about the same asks for."""
        asked = (self.tables[name].indicator for name, views in self.views.items() if _is_of(views, family))
        return max(least if each.least_group is None else each.least_group for each in asked)

    def least(self, table: Table) -> int:
        """Return how many observations a group of a table must have."""
        return max((self.leasts[family] for family in self._families(table.indicator)), default=0)

    # Finding what stays untold.

    def _find(self, family: Family) -> _Found:
        """Return the cells of all tables about the same that stay untold."""
        found, least = _Found(), self.leasts[family]
        for name, views in self.views.items():
            for view in views:
                if view.family == family:
                    self._gather(self.tables[name], view, found, least)
        cells = {cell for sizes in found.sizes.values() for cell in sizes}
        for views in self.views.values():
            for view in views if _is_of(views, family) else ():
                if view.family in self.found:  # what events hide, the findings that come from them hide as well
                    found.small |= {cell for cell in cells & self.found[view.family].hidden if cell.by}
        found.hidden = self._closed(found, least)
        return found

    def _gather(self, table: Table, view: _View, found: _Found, least: int) -> None:
        """Note the numbers that a table tells of a family."""
        for figure in table.figures:
            if not view.is_plain:
                numbers = [] if view.is_number_alone else numbers_of(table.indicator, figure, view.aspect.side)
                found.has_small_elsewhere |= bool(figure.by) and is_small(numbers, least)
            elif numbers := self._numbers(table, figure, view):
                cell = self._cell(table, figure)
                found.put(view.narrowed.group, cell, numbers)
                if cell.by and is_small(numbers, least):
                    found.small.add(cell)

    def _numbers(self, table: Table, figure: Figure, view: _View) -> list[int]:
        """Return the numbers of rows that a figure tells of in one view of it."""
        side = view.aspect.side
        if view.is_number_alone and not figure.by:
            return []  # the number of all obligations is told beside each promise anyway
        if view.aspect.wider:
            return [] if view.is_number_alone or figure.numerator is None else [int(figure.numerator)]
        is_part_elsewhere = any(each.aspect.wider and not each.is_plain for each in self.views[table.indicator.name])
        if is_part_elsewhere or view.is_number_alone:
            return _rows_alone(table.indicator, figure, side)
        return numbers_of(table.indicator, figure, side)

    def _closed(self, found: _Found, least: int) -> frozenset[Cell]:
        """Return the small cells and those by which anyone would find them, in any group and in all together."""
        hidden = frozenset(found.small)
        if not hidden:
            return hidden
        together: dict[Cell, int] = defaultdict(int)
        for sizes in found.sizes.values():
            for cell, size in sizes.items():
                together[cell] = max(together[cell], size)
        groups = [together, *(sizes for sizes in found.sizes.values() if len(found.sizes) > 1)]
        lines = [(sizes, *lines_between(sizes, zone=self.zone)) for sizes in groups]
        before = None
        while before != hidden:
            before = hidden
            for sizes, between, unlisted in lines:
                small = hidden & sizes.keys()
                hidden |= untold(small, between, sizes={**sizes, **unlisted}, least=least, unlisted=unlisted)
        return hidden

    # Asking what stays untold.

    def places(self, table: Table) -> set[Place]:
        """Return the places of a table that stay untold."""
        formula = table.indicator.formula
        if formula is None:
            return {(each.from_, each.by) for each in table.figures if self._is_untold(table, each)}
        parts = [(part, each) for part in self._parts(table.indicator) for each in part.figures]
        cells = {self._cell(*each) for each in parts if self._is_untold(*each)} | self._hidden(table)
        return {(each.from_, each.by) for each in table.figures if self._cell(table, each) in cells}

    def _is_untold(self, table: Table, figure: Figure) -> bool:
        return any(self._is_hidden(table, figure, view) for view in self.views[table.indicator.name])

    def _is_hidden(self, table: Table, figure: Figure, view: _View) -> bool:
        """Tell whether a figure is one of cells that stay untold, or may be made of some of them."""
        found, values = self.found[view.family], view.narrowed.values
        if not found.hides or (view.is_number_alone and not figure.by):
            return False
        if values is None:
            return True
        cell = self._cell(table, figure, values)
        if not values:
            return cell in found.hidden
        unnamed = self._cell(table, figure, [(name, None) for name, _ in values])  # its number shows in the coverage
        return cell.layout not in found.layouts(view.narrowed.group) or not found.hidden.isdisjoint((cell, unnamed))

    def cuts_years(self, table: Table) -> bool:
        """Tell whether years so far would cut a period in two of which something stays untold in any table."""
        is_cut = not _is_within_years(table.indicator.per)
        return is_cut and any(self.found[family].hides for family in self._families(table.indicator))

    def _hidden(self, table: Table) -> frozenset[Cell]:
        """Return what stays untold in all tables about the same."""
        return frozenset[Cell]().union(*(self.found[family].hidden for family in self._families(table.indicator)))

    def _parts(self, indicator: Indicator) -> list[Table]:
        """Return the tables that a formula is made of in the end."""
        if indicator.formula is None:
            return [self.tables[indicator.name]]
        names = sorted({name.dotted for name in names_in(indicator.formula)} & self.tables.keys())
        return [part for name in names for part in self._parts(self.tables[name].indicator)]

    def _families(self, indicator: Indicator) -> list[Family]:
        """Return what an indicator is about; a formula, what its parts are about."""
        return [view.family for part in self._parts(indicator) for view in self.views[part.indicator.name]]


def _is_of(views: Iterable[_View], family: Family) -> bool:
    return any(view.family == family for view in views)


def _is_within_years(per: Period | EverySpan) -> bool:
    return not isinstance(per, EverySpan) and per != "week"


def _joined(families: Iterable[Family]) -> list[Family]:
    """Return families joined where they share anything."""
    found: list[Family] = []
    for family in families:
        found, shared = [each for each in found if not each & family], [each for each in found if each & family]
        found.append(family.union(*shared))
    return found


# How many observations a figure tells of.


def is_small(numbers: Iterable[int], least: int) -> bool:
    """Tell whether any of some numbers of observations is too small to be told; none at all may be told."""
    return any(0 < number < least for number in numbers)


def numbers_of(indicator: Indicator, figure: Figure, side: int) -> list[int]:
    """Return the numbers of observations that one side of a figure tells of, each of which may be too small to be told."""
    sizes = _rows_alone(indicator, figure, side)
    of, to = figure.numerator, figure.denominator
    if indicator.kind in SHARES and of is not None and to is not None:
        return [*sizes, int(of), int(to - of)]
    if indicator.kind == "rate" and indicator.ratio is not None and not isinstance(indicator.ratio[side], AttributeOf):
        own = of if side == 0 else to
        return sizes if own is None else [*sizes, int(own)]
    return [*sizes, figure.count, *([int(of)] if indicator.kind == "count" and of is not None else [])]


def _rows_alone(indicator: Indicator, figure: Figure, side: int) -> list[int]:
    """Return how many rows one side has, and of a share those of which it is known whether they count."""
    rows = [figure.sizes[side] if side < len(figure.sizes) else figure.coverage.denominator]
    return [*rows, int(figure.denominator)] if indicator.kind in SHARES and figure.denominator is not None else rows
