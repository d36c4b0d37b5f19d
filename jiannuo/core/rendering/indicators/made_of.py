"""What a figure is made of: both sides of its fraction, lengths of time in the unit in which the figure is shown."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
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
_NOTHING_IS_ZERO = ("count", "time")
_FACTORS = {"%": 100, "‰": 1000}
_PLACES = 6
"""Decimals of a length of time: in hours they tell four thousandths of a second."""
_MOST_PLACES = 30

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
        """Return the value as a decimal, of time rounded to six places; None if what is no time has no end in thirty."""
        if not self.unit and 10**_MOST_PLACES % self.value.denominator:
            return None
        return _bare(rounded(self.value, places=_PLACES if self.unit else _MOST_PLACES))


@dataclass(frozen=True, slots=True)
class MadeOf:
    """Both sides of a figure, None for one that it does not have."""

    numerator: Side | None = None
    denominator: Side | None = None


@dataclass(frozen=True, slots=True)
class Makings:
    """Tells what figures are made of; what formulas are made of is found among the `parts` that are told.

    They are known by indicator. `alike` are the period and groups that several figures of one formula share, as masked
    ones may: nobody can tell whose parts are whose. `durations` are the attributes of events that are lengths of time, as
    `event.attribute`.
    """

    parts: Mapping[str, "Part"]
    durations: Collection[str] = ()
    alike: Mapping[str, frozenset[Place]] = field(default_factory=dict)

    @classmethod
    def among(cls, tables: Sequence[Table], *, durations: Collection[str] = ()) -> "Makings":
        """Return what tells of all these tables."""
        formulas = [table.indicator.formula for table in tables if table.indicator.formula is not None]
        named = {name.dotted for formula in formulas for name in names_in(formula)}
        wanted = {table.indicator.name: table for table in tables if table.indicator.name in named}
        alike = {table.indicator.name: _alike(table) for table in tables if table.indicator.formula is not None}
        return cls({name: Part.of(table) for name, table in wanted.items()}, durations, alike)

    def of(self, figure: Figure, table: Table) -> MadeOf:
        """Return what a figure of a table is made of, nothing where it may not be told."""
        if figure.state == "suppressed":
            return MadeOf()
        formula = table.indicator.formula
        if formula is not None:
            is_alike = _place(figure) in self.alike.get(table.indicator.name, ())
            return MadeOf() if is_alike else self._of_formula(figure, formula)
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
        names = {name.dotted for name in names_in(formula)} & self.parts.keys()
        found = {name: self.parts[name].at(figure) for name in names}
        sides = sides_of(formula, {name: exact for name, exact in found.items() if exact is not None})
        if sides is None:
            return MadeOf()
        units = (self.parts[name].unit for name in sorted(names))
        unit = next((unit for unit in units if shown_unit(unit) == unit), LONGEST_UNIT)
        of, to = (_side(each.value, each.unit == MICROSECONDS, unit) for each in sides)
        return MadeOf(of, to)


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of an indicator that formulas may name, by period and groups; None where several share both."""

    indicator: Indicator
    unit: str
    figures: Mapping[Place, Figure | None]

    @classmethod
    def of(cls, table: Table) -> "Part":
        """Return the figures of a table."""
        alike = _alike(table)
        by_place = {_place(each): None if _place(each) in alike else each for each in table.figures}
        unit = next((figure.unit for figure in table.figures), table.indicator.unit or "")
        return cls(table.indicator, unit, by_place)

    def at(self, figure: Figure) -> Exact | None:
        """Return what the indicator comes to where a figure is; None where that is not told.

        Where nothing was observed of a group it has no figure, and a count or a time comes to nothing.
        """
        if _place(figure) in self.figures:
            found = self.figures[_place(figure)]
            return None if found is None or found.exact is None else _as_counted(found.exact, found.unit)
        return _as_counted(Fraction(0), self.unit) if self.indicator.kind in _NOTHING_IS_ZERO else None


def _alike(table: Table) -> frozenset[Place]:
    """Return the period and groups that several figures of a table share."""
    counts = Counter(_place(figure) for figure in table.figures)
    return frozenset(place for place, count in counts.items() if count > 1)


def shown_unit(unit: str) -> str:
    """Return the unit of time in which lengths are shown beside a figure in some unit."""
    return unit if unit in UNITS_OF_TIME and unit != MICROSECONDS else LONGEST_UNIT


def _place(figure: Figure) -> Place:
    return figure.from_, figure.until, figure.by


def _bare(value: Decimal) -> Decimal:
    """Return a decimal of some places without needless zeros; no digit is lost, however many there are."""
    if not value:
        return Decimal(0)
    sign, digits, exponent = value.as_tuple()
    places = -int(exponent)
    while places and digits[-1] == 0:
        digits, places = digits[:-1], places - 1
    return Decimal((sign, digits, -places))


def _side(value: Fraction | None, is_of_time: bool, unit: str) -> Side | None:
    if value is None:
        return None
    return Side(value / UNITS_OF_TIME[unit], unit) if is_of_time and unit else Side(value)


def _as_counted(exact: Fraction, unit: str) -> Exact:
    """Return a figure as formulas count with it: lengths of time in microseconds, shares as parts of 1."""
    if unit in UNITS_OF_TIME:
        return Exact(exact * UNITS_OF_TIME[unit], None, None, 0, 0, MICROSECONDS)
    return Exact(exact / _FACTORS.get(unit, 1), None, None, 0, 0, "" if unit in _FACTORS else unit)
