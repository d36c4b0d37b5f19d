"""Units of indicators: what a figure is told in, and what is stated of it, must fit what it is, as must its parts each other."""

from collections.abc import Iterator

from jiannuo.core.charters import indicator_problems
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.charter import AttributeOf, Indicator, Operand
from jiannuo.core.charters.checking.condition_checks import expression_of
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.expressions import problems as expression_kinds
from jiannuo.core.expressions.measuring import MEASURES, convertible
from jiannuo.core.expressions.syntax import Binary, Expression, Literal, Name, Unary
from jiannuo.core.expressions.type_writing import type_in_words
from jiannuo.core.expressions.types import Nothing, Plain, QuantityOf, Type
from jiannuo.core.expressions.typing_rules import kind_of_type
from jiannuo.core.values.problems import Problem
from jiannuo.core.values.texts import Text

_NUMBER, _LENGTH, _UNKNOWN = Plain("number"), Plain("duration"), Nothing()
_UNITS_OF_TIME = ("s", "min", "h")
_NO_HINT = Text(zh="", en="")


def check_units(draft: Draft, scopes: Scopes) -> None:
    """Note every unit that does not fit its figure, and every formula and rate of parts that do not go together."""
    types = _Types(draft, scopes)
    for indicator in draft.indicators.values():
        draft.problems.extend(_parts(types, indicator))
        draft.problems.extend(_unit(types, indicator))
        draft.problems.extend(_stated(types, indicator))


def fits(unit: str, found: Type, *, is_count: bool = False) -> bool:
    """Tell whether a figure may be told in a unit: lengths in units of time, numbers in parts, a count as it is."""
    match kind_of_type(found):
        case "any":
            return True
        case "duration":
            return unit in _UNITS_OF_TIME
        case "number":
            return unit == "1" if is_count else unit not in _UNITS_OF_TIME
        case _:
            return False


def go_together(found: Type, wanted: Type) -> bool:
    """Tell whether a target, or what is stated, may be compared with a figure; a percentage is a number."""
    kinds_of = kind_of_type(found), kind_of_type(wanted)
    if "any" in kinds_of:
        return True
    if isinstance(found, QuantityOf):
        return (kinds_of[1] == "number" and convertible(found.unit, "%")) or (
            isinstance(wanted, QuantityOf) and convertible(found.unit, wanted.unit)
        )
    return kinds_of[0] == kinds_of[1]


def _unit(types: "_Types", indicator: Indicator) -> Iterator[Problem]:
    """Hold the unit to what is counted or put together; what is measured is held to it where it is named."""
    leaf = types.draft.blocks("indicators")[indicator.name].leaf("unit")
    if leaf is None or indicator.measured is not None or indicator.kind in ("time", "age"):
        return
    found = types.of(indicator)
    if not fits(leaf.text, found, is_count=indicator.kind == "count"):
        words = type_in_words(found)
        yield indicator_problems.UNIT_DOES_NOT_FIT.at(
            leaf.node.place(), unit=leaf.text, name=indicator.name, found=words
        )


def _stated(types: "_Types", indicator: Indicator) -> Iterator[Problem]:
    """Hold what the source states to the figure; a plain number is in the unit in which that is told."""
    wanted = types.of(indicator)
    for block in types.draft.blocks("indicators")[indicator.name].blocks("stated"):
        leaf = block.leaf("value")
        unit = getattr(leaf.value, "unit", None) if leaf is not None else None
        if leaf is None or unit is None:
            continue
        found = _LENGTH if unit == "us" else QuantityOf(unit) if unit in MEASURES else Plain("money")
        if not go_together(found, wanted) or (indicator.kind == "count" and isinstance(found, QuantityOf)):
            yield indicator_problems.STATED_DOES_NOT_FIT.at(
                leaf.node.place(), found=type_in_words(found), name=indicator.name, wanted=type_in_words(wanted)
            )


def _parts(types: "_Types", indicator: Indicator) -> Iterator[Problem]:
    """Yield what does not go together in a formula or a rate: its figures would never have a unit."""
    block = types.draft.blocks("indicators")[indicator.name]
    leaf = block.leaf("formula")
    expression = expression_of(leaf)
    if leaf is not None and expression is not None:
        yield from (problem.placed(leaf.node.place(problem.span)) for problem in types.mismatches(expression))
    rate = block.block("rate")
    if rate is not None and indicator.ratio is not None:
        of, to = (types.measured(operand) for operand in indicator.ratio)
        if _joined("/", of, to) is None:
            yield _mismatch("/", of, to).placed(next(iter(rate.leaves("to"))).node.place())


class _Types:
    """Tells of which type figures are, formulas by what their parts come to."""

    def __init__(self, draft: Draft, scopes: Scopes) -> None:
        self.draft, self.names = draft, scopes.everywhere
        self._asked: set[str] = set()

    def of(self, indicator: Indicator) -> Type:
        """Return the type of a figure; nothing where it is not known, as in a ring."""
        if indicator.formula is not None:
            return self._of_formula(indicator)
        if indicator.ratio is not None:
            of, to = (self.measured(operand) for operand in indicator.ratio)
            return _joined("/", of, to) or _UNKNOWN
        if indicator.over == "subjects" and indicator.measured is not None:
            return self._of_subject(indicator.measured)
        return self.names.indicators[indicator.name].value

    def _of_formula(self, indicator: Indicator) -> Type:
        if indicator.name in self._asked or indicator.formula is None:
            return _UNKNOWN
        self._asked.add(indicator.name)
        found = self.written(indicator.formula)
        self._asked.discard(indicator.name)
        return found

    def _of_subject(self, measured: AttributeOf) -> Type:
        found = self.names.subjects.get(measured.event, {}).get(measured.attribute)
        return _LENGTH if measured.attribute == "age" else _UNKNOWN if found is None else found.type

    def measured(self, operand: Operand) -> Type:
        """Return the type of one side of a rate: that of what is summed, or a number of events."""
        if not isinstance(operand, AttributeOf):
            return _NUMBER
        found = self.names.events.get(operand.event, {}).get(operand.attribute)
        return _UNKNOWN if found is None else found.type

    def written(self, node: Expression) -> Type:
        """Return the type of a formula, or of a part of it."""
        match node:
            case Literal():
                return _NUMBER
            case Name() if node.dotted in self.draft.indicators:
                return self.of(self.draft.indicators[node.dotted])
            case Name(parts=("param", _)):
                return _NUMBER
            case Unary(operand=operand):
                return self.written(operand)
            case Binary(operator=operator, left=left, right=right):
                return _joined(operator, self.written(left), self.written(right)) or _UNKNOWN
            case _:
                return _UNKNOWN

    def mismatches(self, node: Expression) -> Iterator[Problem]:
        """Yield what a formula adds, multiplies or divides although the units do not go together."""
        match node:
            case Unary(operand=operand):
                yield from self.mismatches(operand)
            case Binary(operator=operator, left=left, right=right):
                yield from self.mismatches(left)
                yield from self.mismatches(right)
                one, other = self.written(left), self.written(right)
                if operator in ("+", "-", "*", "/") and _joined(operator, one, other) is None:
                    yield _mismatch(operator, one, other, at=node.at)


def _mismatch(operator: str, left: Type, right: Type, *, at: int = 0) -> Problem:
    words = type_in_words(left), type_in_words(right)
    span = (at, len(operator))
    return expression_kinds.MISMATCH.at(span=span, operator=operator, left=words[0], right=words[1], hint=_NO_HINT)


def _joined(operator: str, left: Type, right: Type) -> Type | None:
    """Return the type that two come to; None where they do not go together."""
    one, other = kind_of_type(left), kind_of_type(right)
    if operator not in ("+", "-", "*", "/") or "any" in (one, other):
        return _UNKNOWN
    if operator in ("+", "-"):
        return left if one == other else None
    if other == "number":
        return left
    if operator == "*":
        return right if one == "number" else None
    return _NUMBER if one == other else None
