"""What of figures may be told to others: small groups stay untold, and so does what would give them away."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from jiannuo.core.charters.charter import AttributeOf, EverySpan, Indicator, Operand, Period
from jiannuo.core.statistics.comparisons import Comparison
from jiannuo.core.statistics.exact_figures import SHARES, Dimensions
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.statistics.formulas import names_in
from jiannuo.core.statistics.fulfilment import Ratio
from jiannuo.core.statistics.layouts import Cell, cell_of, lines_between
from jiannuo.core.statistics.recurring import year_start
from jiannuo.core.statistics.suppression import untold

Family = frozenset[str]
"""What figures are about: types of event that are counted together, a promise, a state or a kind of subject."""
Place = tuple[int | None, Dimensions]
"""The start of a period, and the dimensions in the order of the table."""


def disclosed(tables: Sequence[Table], *, least: int, zone: str) -> tuple[Table, ...]:
    """Return tables in which no group of fewer than `least` observations can be found, nor reckoned from others.

    Groups are the cells of tables with dimensions. What one table leaves out, every table about the same leaves out at the
    same place; a figure without dimensions is left out only where it would give a group away. Of tables about the same
    whose indicators ask for groups of a size of their own, the largest counts.
    """
    hiding = _Hiding(tables, least, zone)
    return tuple(_Telling(table, hiding, zone).table() for table in tables)


class _Hiding:
    """Finds the cells that stay untold."""

    def __init__(self, tables: Sequence[Table], least: int, zone: str) -> None:
        self.zone = zone
        self.tables = {table.indicator.name: table for table in tables}
        families = _joined(family for table in tables for family, _ in _about(table.indicator))
        self.leasts = {family: self._least_of(family, least) for family in families}
        self.hidden = {family: self._of(family, least) for family, least in self.leasts.items()}

    def _least_of(self, family: Family, least: int) -> int:
        """Return the largest group that any indicator about the same asks for."""
        asked = (table.indicator for table in self.tables.values() if _is_about(table.indicator, family))
        return max(least if each.least_group is None else each.least_group for each in asked)

    def least(self, table: Table) -> int:
        """Return how many observations a group of a table must have."""
        return max((self.leasts[family] for family in self._families(table.indicator)), default=0)

    def _of(self, family: Family, least: int) -> frozenset[Cell]:
        """Return the cells of all tables about the same that stay untold."""
        sizes: dict[Cell, int] = defaultdict(int)
        small = set[Cell]()
        for table in self.tables.values():
            sides = [side for about, side in _about(table.indicator) if about <= family]
            for figure in table.figures if sides else ():
                cell = cell_of(table, figure)
                numbers = [number for side in sides for number in _numbers(table.indicator, figure, side)]
                sizes[cell] = max(sizes[cell], *numbers)
                if cell.by and is_small(numbers, least):
                    small.add(cell)
        if not small:
            return frozenset()
        lines, unlisted = lines_between(sizes, zone=self.zone)
        return untold(small, lines, sizes=sizes | unlisted, least=least, unlisted=unlisted)

    def places(self, table: Table) -> set[Place]:
        """Return the places of a table that stay untold."""
        hidden = self._cells(table)
        return {(each.from_, each.by) for each in table.figures if hidden and cell_of(table, each) in hidden}

    def cuts_years(self, table: Table) -> bool:
        """Tell whether years so far would cut a period in two of which something stays untold in any table."""
        return not _is_within_years(table.indicator.per) and bool(self._cells(table))

    def _cells(self, table: Table) -> frozenset[Cell]:
        """Return what stays untold in all tables about the same."""
        return frozenset[Cell]().union(*(self.hidden[family] for family in self._families(table.indicator)))

    def _families(self, indicator: Indicator) -> list[Family]:
        """Return what an indicator is about; a formula, what its parts are about."""
        if indicator.formula is not None:
            parts = {name.dotted for name in names_in(indicator.formula)} & self.tables.keys()
            return [family for name in sorted(parts) for family in self._families(self.tables[name].indicator)]
        return [family for family in self.leasts if _is_about(indicator, family)]


class _Telling:
    """Leaves out of a table what stays untold, and the years so far and comparisons that would give it away."""

    def __init__(self, table: Table, hiding: _Hiding, zone: str) -> None:
        self.whole, self.hidden, self.least, self.zone = table, hiding.places(table), hiding.least(table), zone
        self.cuts_years = hiding.cuts_years(table)
        self.years = {year for figure in table.figures for year in self._years(figure)}

    def table(self) -> Table:
        """Return what is told of the table."""
        return replace(self.whole, figures=tuple(self._told(figure) for figure in self.whole.figures))

    def _years(self, figure: Figure) -> Iterable[Place]:
        """Yield the years so far that stay untold, as something in them does or as they are small themselves."""
        is_untold = self.cuts_years or (figure.from_, figure.by) in self.hidden or self._is_small(figure.to_date)
        if figure.from_ is not None and is_untold:
            for instant in (figure.from_, figure.until - 1):
                yield year_start(instant, zone=self.zone), figure.by

    def _is_small(self, so_far: Figure | None) -> bool:
        if so_far is None or not so_far.by:
            return False
        sides = range(max(1, len(so_far.sizes)))
        return is_small([n for side in sides for n in _numbers(self.whole.indicator, so_far, side)], self.least)

    def _told(self, figure: Figure) -> Figure:
        if (figure.from_, figure.by) in self.hidden:
            return untold_figure(figure)
        return replace(
            figure,
            before=_against(figure.before, figure.by, self.hidden),
            year_before=_against(figure.year_before, figure.by, self.hidden),
            to_date=None if figure.to_date is None else self._so_far(figure.to_date),
        )

    def _so_far(self, figure: Figure) -> Figure:
        if (figure.from_, figure.by) in self.years:
            return untold_figure(figure)
        return replace(figure, year_before=_against(figure.year_before, figure.by, self.years))


def _is_within_years(per: Period | EverySpan) -> bool:
    return not isinstance(per, EverySpan) and per != "week"


def is_small(numbers: Iterable[int], least: int) -> bool:
    """Tell whether any of some numbers of observations is too small to be told; none at all may be told."""
    return any(0 < number < least for number in numbers)


def untold_figure(figure: Figure) -> Figure:
    """Return a figure of which only its place is told."""
    return replace(
        figure,
        value=None,
        numerator=None,
        denominator=None,
        lower=None,
        count=0,
        coverage=Ratio(0, 0),
        state="suppressed",
        exact=None,
        before=None,
        year_before=None,
        to_date=None,
        stated=(),
        sizes=(),
    )


def _against(comparison: Comparison | None, by: Dimensions, hidden: set[Place]) -> Comparison | None:
    """Return a comparison as it may be told: without its numbers if the earlier figure stays untold."""
    if comparison is None or (comparison.from_, by) not in hidden:
        return comparison
    return replace(comparison, value=None, difference=None, relative=None, remark="suppressed")


# What a figure is about.


def _about(indicator: Indicator) -> list[tuple[Family, int]]:
    """Return what each side of an indicator is about, with the place of the side; a formula has none of its own."""
    if indicator.formula is not None:
        return []
    if indicator.over == "findings":
        return [(frozenset([f"finding {indicator.promise}"]), 0)]
    if indicator.over in ("states", "subjects"):
        return [(frozenset([f"{indicator.over} {indicator.about}"]), 0)]
    sides: tuple[Operand, ...] = indicator.ratio or (indicator.measured or indicator.counted,)
    return [(_types(side), place) for place, side in enumerate(sides)]


def _is_about(indicator: Indicator, family: Family) -> bool:
    return any(about <= family for about, _ in _about(indicator))


def _types(side: Operand) -> Family:
    events = [side.event] if isinstance(side, AttributeOf) else [selector.event for selector in side]
    return frozenset(f"event {event}" for event in events)


def _joined(families: Iterable[Family]) -> list[Family]:
    """Return families joined where they share anything."""
    found: list[Family] = []
    for family in families:
        found, shared = [each for each in found if not each & family], [each for each in found if each & family]
        found.append(family.union(*shared))
    return found


def _numbers(indicator: Indicator, figure: Figure, side: int) -> list[int]:
    """Return the numbers of observations that one side of a figure tells of, each of which may be too small to be told."""
    sizes = [figure.sizes[side] if side < len(figure.sizes) else figure.coverage.denominator]
    of, to = figure.numerator, figure.denominator
    if indicator.kind in SHARES and of is not None and to is not None:
        return [*sizes, int(of), int(to - of), int(to)]
    if indicator.kind == "rate" and indicator.ratio is not None and not isinstance(indicator.ratio[side], AttributeOf):
        own = of if side == 0 else to
        return sizes if own is None else [*sizes, int(own)]
    return [*sizes, figure.count, *([int(of)] if indicator.kind == "count" and of is not None else [])]
