"""The inputs of a decision table cut into the regions between which its rows cannot tell.

Each column is cut at the constants of its cells; a row covers a set of regions of each column, kept as the bits of a
number. Two rows overlap where they share a region in every column; a gap is a choice of regions that no row covers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jiannuo.core.charters.charter import Cell, Table
from jiannuo.core.expressions.measuring import factor_between
from jiannuo.core.expressions.types import OneOf, Plain, QuantityOf, Type
from jiannuo.core.expressions.writing import write_constant
from jiannuo.core.values.amounts import Quantity

MOST_STEPS = 20_000
"""How many choices of regions are tried in the search for a gap."""


@dataclass(frozen=True, slots=True)
class Column:
    """An input cut into regions: each in words, and for each row the regions that its cell covers."""

    regions: tuple[str, ...]
    masks: tuple[int, ...]

    def in_both(self, one: int, other: int) -> str:
        """Return in words a region that two rows share."""
        shared = self.masks[one] & self.masks[other]
        return self.regions[(shared & -shared).bit_length() - 1]


def columns_of(table: Table) -> list[Column]:
    """Return the columns of a table that was read without fault."""
    inputs = enumerate(table.inputs.items())
    return [_column(name, type_.type, [row.tests[i] for row in table.rows]) for i, (name, type_) in inputs]


def first_gap(columns: list[Column]) -> list[str] | None:
    """Return in words the first choice of inputs that no row covers, or None if there is none, or too much to try."""
    search = _Search(columns)
    return search.gap(0, (1 << len(columns[0].masks)) - 1)


class _Search:
    def __init__(self, columns: list[Column]) -> None:
        self.columns = columns
        self.steps = 0
        self.covered: set[tuple[int, int]] = set()
        self.rows = [[_rows(c.masks, region) for region in range(len(c.regions))] for c in columns]

    def gap(self, depth: int, rows: int) -> list[str] | None:
        """Return a gap among inputs from a column on, given the rows that fit the columns before."""
        if depth == len(self.columns):
            return None if rows else []
        if (depth, rows) in self.covered or self.steps > MOST_STEPS:
            return None
        self.steps += 1
        for region, fitting in zip(self.columns[depth].regions, self.rows[depth], strict=True):
            rest = self.gap(depth + 1, rows & fitting)
            if rest is not None:
                return [region, *rest]
        self.covered.add((depth, rows))
        return None


def _rows(masks: tuple[int, ...], region: int) -> int:
    return sum(1 << row for row, mask in enumerate(masks) if mask >> region & 1)


def _column(name: str, type_: Type, cells: list[Cell]) -> Column:
    if isinstance(type_, OneOf):
        return _listed(name, list(type_.options), cells)
    if isinstance(type_, Plain) and type_.kind == "boolean":
        return _listed(name, [True, False], cells)
    if isinstance(type_, Plain) and type_.kind == "integer" and type_.low is not None and type_.high is not None:
        if type_.high - type_.low < _FEW:
            return _listed(name, list(range(type_.low, type_.high + 1)), cells)
    values = [cell.value for cell in cells if cell.operator != "any"]
    measure = _measure(type_, values)
    if measure is None:
        return _words(name, cells)
    is_whole = isinstance(type_, Plain) and type_.kind in ("integer", "date")
    return _ordered(name, cells, measure, is_whole=is_whole)


_FEW = 100


def _listed(name: str, options: list[Any], cells: list[Cell]) -> Column:
    regions = tuple(f"{name} = {_shown(option)}" for option in options)
    return Column(regions, tuple(_mask(cell, options) for cell in cells))


def _mask(cell: Cell, options: list[Any]) -> int:
    return sum(1 << i for i, option in enumerate(options) if _holds(cell, option, cell.value))


def _words(name: str, cells: list[Cell]) -> Column:
    """Cut a column of texts into those that are named and any other."""
    named = list(dict.fromkeys(cell.value for cell in cells if cell.operator != "any"))
    regions = (*(f"{name} = {_shown(word)}" for word in named), f"{name} = …")
    everything = (1 << len(regions)) - 1
    is_word = [cell.operator in ("any", "=", "<>") for cell in cells]  # a size among words has been refused
    masks = (_mask(c, [*named, _OTHER]) if word else everything for c, word in zip(cells, is_word, strict=True))
    return Column(regions, tuple(masks))


_OTHER = object()


def has_mixed_units(type_: Type, cells: list[Cell]) -> bool:
    """Tell whether a column compares sizes in units that cannot be converted, such as hours and working days."""
    values = [cell.value for cell in cells if cell.operator != "any"]
    is_ordered = any(cell.operator in ("<", "<=", ">", ">=") for cell in cells)
    return isinstance(type_, Plain) and is_ordered and _measure(type_, values) is None


def _ordered(name: str, cells: list[Cell], measure: Callable[[Any], Any], *, is_whole: bool) -> Column:
    """Cut a column of sizes at its constants: below, at and between them, and above."""
    shown = {measure(cell.value): _shown(cell.value) for cell in cells if cell.operator != "any"}
    points = sorted(shown)
    regions: list[tuple[str, Any]] = []
    for i, point in enumerate(points):
        below = points[i - 1] if i else None
        if not (is_whole and below is not None and point - below <= 1):
            words = f"{name} < {shown[point]}" if below is None else f"{shown[below]} < {name} < {shown[point]}"
            regions.append((words, (below, point)))
        regions.append((f"{name} = {shown[point]}", (point, point)))
    last = points[-1] if points else None
    regions.append((f"{name} > {shown[last]}" if points else f"{name} = …", (last, None)))
    masks = tuple(sum(1 << i for i, (_, at) in enumerate(regions) if _covers(cell, at, measure)) for cell in cells)
    return Column(tuple(words for words, _ in regions), masks)


def _covers(cell: Cell, region: tuple[Any, Any], measure: Callable[[Any], Any]) -> bool:
    if cell.operator == "any":
        return True
    value, (low, high) = measure(cell.value), region
    if low is not None and low == high:
        return _holds(cell, low, value)
    is_below = high is not None and high <= value
    return cell.operator == "<>" or (cell.operator in ("<", "<=") if is_below else cell.operator in (">", ">="))


def _holds(cell: Cell, found: Any, value: Any) -> bool:
    match cell.operator:
        case "any":
            return True
        case "=":
            return bool(found == value)
        case "<>":
            return bool(found != value)
        case "<":
            return bool(found < value)
        case "<=":
            return bool(found <= value)
        case ">":
            return bool(found > value)
        case _:
            return bool(found >= value)


def _measure(type_: Type, values: list[Any]) -> Callable[[Any], Any] | None:
    """Return what makes the constants of a column comparable numbers, or None if nothing does."""
    if isinstance(type_, QuantityOf):
        return lambda value: _in_unit(value, type_.unit)
    if not isinstance(type_, Plain):
        return None
    if type_.kind == "duration":
        return _same(values, lambda value: value.unit, lambda value: value.count)
    if type_.kind == "money":
        return _same(values, lambda value: value.currency, lambda value: value.amount)
    if type_.kind == "date":
        return lambda value: value.toordinal()
    return (lambda value: value) if type_.kind in ("integer", "number", "instant") else None


def _same(values: list[Any], unit: Callable[[Any], Any], size: Callable[[Any], Any]) -> Callable[[Any], Any] | None:
    return size if len({unit(value) for value in values}) <= 1 else None


def _in_unit(value: Quantity, unit: str) -> Fraction:
    return Fraction(value.amount) * (factor_between(value.unit, unit) or 1)


def _shown(value: object) -> str:
    return write_constant(value)
