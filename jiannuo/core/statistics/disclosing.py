"""What of figures may be told to others: small groups stay untold, and so does what would give them away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from jiannuo.core.statistics.comparisons import Comparison
from jiannuo.core.statistics.exact_figures import Dimensions
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.statistics.fulfilment import Ratio
from jiannuo.core.statistics.hiding import Hiding, Opening, Place, is_small, numbers_of
from jiannuo.core.statistics.recurring import year_start


def disclosed(
    tables: Sequence[Table], *, least: int, zone: str, openings: Mapping[str, Opening] | None = None
) -> tuple[Table, ...]:
    """Return tables in which no group of fewer than `least` observations can be found, nor reckoned from others.

    Groups are the cells of tables with dimensions. What one table leaves out, every table about the same leaves out at the
    same place; a figure without dimensions is left out only where it would give a group away. Of tables about the same
    whose indicators ask for groups of a size of their own, the largest counts. Conditions that name what another table is
    broken down by make a figure one of cells of that table, or, if that cannot be said, one that is told only where
    nothing stays untold. `openings` say by promise which events its findings come from.
    """
    hiding = Hiding(tables, least=least, zone=zone, openings=openings or {})
    return tuple(_Telling(table, hiding, zone).table() for table in tables)


class _Telling:
    """Leaves out of a table what stays untold, and the years so far and comparisons that would give it away."""

    def __init__(self, table: Table, hiding: Hiding, zone: str) -> None:
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
        return is_small([n for side in sides for n in numbers_of(self.whole.indicator, so_far, side)], self.least)

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


def untold_figure(figure: Figure) -> Figure:
    """Return a figure of which only its place is told; amounts have a unit where there are any, so that it goes as well."""
    return replace(
        figure,
        value=None,
        unit="",
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
