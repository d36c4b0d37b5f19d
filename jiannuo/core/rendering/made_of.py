"""What a figure is made of: both sides of its fraction, lengths of time in the unit in which the figure is shown."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jiannuo.core.charters.charter import AttributeOf, Charter, Indicator
from jiannuo.core.expressions.syntax import Expression
from jiannuo.core.expressions.types import Plain
from jiannuo.core.statistics.exact_figures import Exact
from jiannuo.core.statistics.figures import MICROSECONDS, UNITS_OF_TIME, Figure, Table
from jiannuo.core.statistics.formulas import names_in, sides_of
from jiannuo.core.statistics.rounding import rounded
from jiannuo.core.values.texts import Text

Place = tuple[int | None, int, tuple[str | None, ...]]
LONGEST_UNIT = "h"
_FACTORS = {"%": 100, "‰": 1000}
_PLACES = 6
"""Decimals of a length of time: in hours they tell four thousandths of a second."""

UNIT_NAMES = {
    "h": Text(zh="小时", en="h"),
    "min": Text(zh="分钟", en="min"),
    "s": Text(zh="秒", en="s"),
}
"""The units in which lengths of time are shown."""


def durations_of(charter: Charter) -> frozenset[str]:
    """Return the attributes of events that are lengths of time, as `event.attribute`."""
    return frozenset(
        f"{event.name}.{name}"
        for event in charter.events.values()
        for name, declared in event.attributes.items()
        if isinstance(declared.type, Plain) and declared.type.kind == "duration"
    )


@dataclass(frozen=True, slots=True)
class Side:
    """The numerator or denominator of a figure; `unit` is one of time, or empty for what is counted or has its own."""

    value: Fraction
    unit: str = ""

    @property
    def decimal(self) -> Decimal | None:
        """Return the value as a decimal, of time rounded to six places; None if six are too few for what is no time."""
        if not self.unit and 10**_PLACES % self.value.denominator:
            return None
        return _bare(rounded(self.value, places=_PLACES))


@dataclass(frozen=True, slots=True)
class MadeOf:
    """Both sides of a figure, None for one that it does not have."""

    numerator: Side | None = None
    denominator: Side | None = None


@dataclass(frozen=True, slots=True)
class Makings:
    """Tells what figures are made of; what formulas are made of is found among the `parts` that are told.

    Those are figures by indicator, place and groups, where one alone has them. `durations` are the attributes of events
    that are lengths of time, as `event.attribute`.
    """

    parts: Mapping[str, Mapping[Place, Figure]]
    durations: Collection[str] = ()

    @classmethod
    def among(cls, tables: Sequence[Table], *, durations: Collection[str] = ()) -> "Makings":
        """Return what tells of all these tables."""
        formulas = [table.indicator.formula for table in tables if table.indicator.formula is not None]
        named = {name.dotted for formula in formulas for name in names_in(formula)}
        wanted = {table.indicator.name: table for table in tables if table.indicator.name in named}
        return cls({name: _by_place(table) for name, table in wanted.items()}, durations)

    def of(self, figure: Figure, table: Table) -> MadeOf:
        """Return what a figure of a table is made of, nothing where it may not be told."""
        if figure.state == "suppressed":
            return MadeOf()
        if table.indicator.formula is not None:
            return self._of_formula(figure, table.indicator.formula)
        of, to = self._are_of_time(figure, table.indicator)
        unit = shown_unit(figure.unit)
        return MadeOf(_side(figure.numerator, of, unit), _side(figure.denominator, to, unit))

    def _are_of_time(self, figure: Figure, indicator: Indicator) -> tuple[bool, bool]:
        """Tell of each side whether it is a length of time."""
        if indicator.ratio is None:
            return figure.unit in UNITS_OF_TIME, False
        of, to = (isinstance(side, AttributeOf) and self._is_duration(side) for side in indicator.ratio)
        return of, to

    def _is_duration(self, attribute: AttributeOf) -> bool:
        return f"{attribute.event}.{attribute.attribute}" in self.durations

    def _of_formula(self, figure: Figure, formula: Expression) -> MadeOf:
        found = dict(self._found(figure, formula))
        sides = sides_of(formula, {name: _as_counted(part) for name, part in found.items()})
        if sides is None:
            return MadeOf()
        unit = next((part.unit for part in found.values() if shown_unit(part.unit) == part.unit), LONGEST_UNIT)
        of, to = (_side(each.value, each.unit == MICROSECONDS, unit) for each in sides)
        return MadeOf(of, to)

    def _found(self, figure: Figure, formula: Expression) -> Iterator[tuple[str, Figure]]:
        for name in names_in(formula):
            part = self.parts.get(name.dotted, {}).get(_place(figure))
            if part is not None and part.exact is not None:
                yield name.dotted, part


def _by_place(table: Table) -> Mapping[Place, Figure]:
    """Return figures by period and groups, without those that share both, as masked ones may."""
    counts = Counter(_place(figure) for figure in table.figures)
    return {_place(figure): figure for figure in table.figures if counts[_place(figure)] == 1}


def shown_unit(unit: str) -> str:
    """Return the unit of time in which lengths are shown beside a figure in some unit."""
    return unit if unit in UNITS_OF_TIME and unit != MICROSECONDS else LONGEST_UNIT


def _place(figure: Figure) -> Place:
    return figure.from_, figure.until, figure.by


def _bare(value: Decimal) -> Decimal:
    """Return a decimal without needless zeros."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _side(value: Fraction | None, is_of_time: bool, unit: str) -> Side | None:
    if value is None:
        return None
    return Side(value / UNITS_OF_TIME[unit], unit) if is_of_time and unit else Side(value)


def _as_counted(figure: Figure) -> Exact:
    """Return a figure as formulas count with it: lengths of time in microseconds, shares as parts of 1."""
    exact, unit = figure.exact, figure.unit
    if exact is None:
        return Exact(None, None, None, 0, 0)
    if unit in UNITS_OF_TIME:
        return Exact(exact * UNITS_OF_TIME[unit], None, None, 0, 0, MICROSECONDS)
    return Exact(exact / _FACTORS.get(unit, 1), None, None, 0, 0, "" if unit in _FACTORS else unit)
