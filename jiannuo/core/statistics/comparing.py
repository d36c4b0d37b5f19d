"""Setting figures against earlier ones: the period before, the same period a year before, and the year to date."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.statistics.comparisons import RELATIVE_PLACES, Comparison, Record, Remark, relative_change
from jiannuo.core.statistics.figures import Cells, Figure, figure_between, rounded_as, shown
from jiannuo.core.statistics.recurring import Cycle, year_start
from jiannuo.core.statistics.rounding import rounded

_WITH_NUMBERS: tuple[Remark, ...] = ("ok", "pending", "base_zero", "base_negative")
_NO_COUNTERPART = Comparison(None, None, None, None, None, "no_counterpart")


def compared(
    indicator: Indicator, cells: Cells, figures: Sequence[Figure], *, cycle: Cycle, record: Record
) -> tuple[Figure, ...]:
    """Return figures of an indicator together with what they are compared with.

    Only what is complete and reliable is compared: both periods have ended and lie in the record whole, and both figures
    have the state `ok` and the same unit.
    """
    work = _Comparing(indicator, cells, cycle, record)
    return tuple(work.compared(figure) for figure in figures)


@dataclass(frozen=True, slots=True)
class _Comparing:
    indicator: Indicator
    cells: Cells
    cycle: Cycle
    record: Record

    def compared(self, figure: Figure) -> Figure:
        if figure.from_ is None:
            return figure
        earlier = self.cycle.year_before(figure.from_)
        return replace(
            figure,
            before=self._against(figure, self._of_period(self.cycle.before(figure.from_), figure)),
            year_before=self._year_before(figure, self._of_period(earlier, figure)),
            to_date=self._to_date(figure, earlier),
        )

    def _of_period(self, start: int | None, like: Figure) -> Figure | None:
        """Return the figure of another period for the same dimensions, of nothing where nothing was observed."""
        if start is None:
            return None
        cell = (start, like.by)
        return shown(self.indicator, cell, self.cells.by_cell.get(cell, self.cells.nothing), self.cycle)

    def _year_before(self, figure: Figure, earlier: Figure | None) -> Comparison | None:
        return self._against(figure, earlier) if self.cycle.has_year_before else None

    def _to_date(self, figure: Figure, earlier: int | None) -> Figure | None:
        """Return the year so far, compared with the year before up to the end of the same period there."""
        now = self._until(figure.until, figure)
        if now is None or self.cycle.per == "week" or not self.cycle.has_year_before:
            return now
        base = None if earlier is None else self._until(self.cycle.end_of(earlier), figure)
        return replace(now, year_before=self._against(now, base))

    def _until(self, end: int, like: Figure) -> Figure | None:
        if self.cells.to_date is None:
            return None
        year = year_start(end - 1, zone=self.cycle.zone)
        exact = self.cells.to_date(end, like.by)
        return figure_between(self.indicator, (year, end), like.by, exact, as_of=self.cycle.as_of)

    def _against(self, figure: Figure, base: Figure | None) -> Comparison:
        if base is None:
            return _NO_COUNTERPART
        remark = self._remark(figure, base)
        told = Comparison(base.from_, base.until, None, None, None, remark)
        if remark not in _WITH_NUMBERS or figure.exact is None or base.exact is None:
            return told
        relative = relative_change(figure.exact, base.exact)
        rule = self.indicator.rounding
        return replace(
            told,
            value=base.value,
            difference=rounded_as(self.indicator, figure.exact - base.exact, figure.unit),
            relative=None if relative is None else rounded(relative, places=RELATIVE_PLACES, rule=rule),
        )

    def _remark(self, figure: Figure, base: Figure) -> Remark:
        if not figure.closed:
            return "open"
        if not all(self.record.covers(each.from_, each.until) for each in (figure, base)):
            return "not_recorded"
        states = {figure.state, base.state}
        if "no_data" in states:
            return "no_data"
        if "mixed_units" in states or figure.unit != base.unit:
            return "other_unit"
        if states != {"ok"}:
            return "not_reliable"
        earlier = base.exact or Fraction(0)
        if earlier > 0 and not all(self.record.is_settled(each.from_, each.until) for each in (figure, base)):
            return "pending"
        return "ok" if earlier > 0 else "base_negative" if earlier else "base_zero"
