"""Figures that are computed from others: a formula over indicators of the same periods and dimensions."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from jiannuo.core.expressions.syntax import Binary, Expression, Literal, Name, Unary
from jiannuo.core.statistics.exact_figures import Dimensions, Exact, ToDate
from jiannuo.core.statistics.figures import Cells

Constants = Mapping[str, Fraction]
"""The values of parameters, by their dotted names."""


def combined(formula: Expression, parts: Mapping[str, Cells], constants: Constants) -> Cells:
    """Return what a formula comes to in every cell that one of its parts has.

    Shares and rates of fulfilment count as parts of 1, lengths of time in microseconds. Where one part has no value there
    is none; amounts of several units that are added up come to none either. The observations are those of the part that
    has most, and what is unknown of any part is unknown of the whole.
    """
    cells = dict.fromkeys(cell for each in parts.values() for cell in each.by_cell)
    found = {
        cell: whole(formula, {name: each.by_cell.get(cell, each.nothing) for name, each in parts.items()}, constants)
        for cell in cells
    }
    nothing = whole(formula, {name: each.nothing for name, each in parts.items()}, constants)
    return Cells(found, nothing, _to_date(formula, parts, constants))


def _to_date(formula: Expression, parts: Mapping[str, Cells], constants: Constants) -> ToDate | None:
    """Return what a formula comes to in each year so far, if all its parts come to something there."""
    told = {name: each.to_date for name, each in parts.items()}
    if not told or None in told.values():
        return None

    def until(end: int, by: Dimensions) -> Exact:
        return whole(formula, {name: each(end, by) for name, each in told.items() if each is not None}, constants)

    return until


def whole(formula: Expression, parts: Mapping[str, Exact], constants: Constants) -> Exact:
    """Return what a formula comes to, given what its parts come to."""
    found = _reckoned(formula, parts, constants)
    count = max((part.count for part in parts.values()), default=0)
    unknown = sum(part.unknown for part in parts.values())
    return Exact(found.value, None, None, count, unknown, found.unit)


def sides_of(formula: Expression, parts: Mapping[str, Exact]) -> tuple[Exact, Exact] | None:
    """Return what both sides of a quotient come to; None for any other formula, and where it names what is no part."""
    if (
        not isinstance(formula, Binary)
        or formula.operator != "/"
        or {n.dotted for n in names_in(formula)} - parts.keys()
    ):
        return None
    return _reckoned(formula.left, parts, {}), _reckoned(formula.right, parts, {})


def _reckoned(node: Expression, parts: Mapping[str, Exact], constants: Constants) -> Exact:
    match node:
        case Literal(value=value):
            return _number(Fraction(str(value)))
        case Name():
            return parts[node.dotted] if node.dotted in parts else _number(constants[node.dotted])
        case Unary(operand=operand):
            inner = _reckoned(operand, parts, constants)
            return Exact(None if inner.value is None else -inner.value, None, None, 0, 0, inner.unit)
        case Binary(operator=operator, left=left, right=right):
            sides = (_reckoned(left, parts, constants), _reckoned(right, parts, constants))
            return Exact(_value(operator, *sides), None, None, 0, 0, _unit(operator, *sides))
        case _:
            raise TypeError(type(node).__name__)  # the charter was not checked


def _number(value: Fraction) -> Exact:
    return Exact(value, None, None, 0, 0)


def _value(operator: str, left: Exact, right: Exact) -> Fraction | None:
    if left.value is None or right.value is None or _unit(operator, left, right) is None:
        return None
    if operator == "/":
        return left.value / right.value if right.value else None
    if operator == "*":
        return left.value * right.value
    return left.value + right.value if operator == "+" else left.value - right.value


def _unit(operator: str, left: Exact, right: Exact) -> str | None:
    """Return the unit of a result; None where units do not go together."""
    if left.unit is None or right.unit is None:
        return None
    if operator in ("+", "-"):
        return left.unit if left.unit == right.unit or right.value == 0 else right.unit if left.value == 0 else None
    if operator == "*":
        return left.unit + right.unit if "" in (left.unit, right.unit) else None
    return left.unit if not right.unit else "" if left.unit == right.unit else None


def names_in(formula: Expression) -> Iterable[Name]:
    """Yield the names in a formula."""
    match formula:
        case Name():
            yield formula
        case Unary(operand=operand):
            yield from names_in(operand)
        case Binary(left=left, right=right):
            yield from names_in(left)
            yield from names_in(right)
        case _:
            return
