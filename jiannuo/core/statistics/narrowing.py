"""What the conditions of an indicator narrow it to, of what other tables are broken down by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jiannuo.core.charters.charter import AttributeOf, Indicator, Operand
from jiannuo.core.expressions.syntax import Binary, Expression, Literal, Name, Selector
from jiannuo.core.expressions.walking import conjuncts, walk, without_places
from jiannuo.core.statistics.exact_figures import SHARES

Family = frozenset[str]
"""What figures are about: types of event that are counted together, a promise, a state or a kind of subject."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """Rows that a figure tells the number of: `about` what they are, on which `side`, and under which `conditions`.

    `wider` says that a figure also tells the number of rows of the side under fewer conditions: it is the part of a share.
    `doers` are attributes that say who must have done it.
    """

    about: Family
    side: int
    conditions: tuple[Expression, ...]
    doers: frozenset[str] = frozenset()
    wider: bool = False


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Rows of an aspect as some of a `group`, of one value in each of further dimensions; None if that cannot be said."""

    group: "Group"
    values: tuple[tuple[str, str], ...] | None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of the same kind under the same conditions, whatever they are broken down by."""

    about: Family
    conditions: frozenset[str]


def aspects_of(indicator: Indicator) -> list[Aspect]:
    """Return which rows an indicator tells the numbers of; a formula has none of its own."""
    if indicator.formula is not None:
        return []
    if indicator.over == "findings":
        sides = [Aspect(frozenset([f"finding {indicator.promise}"]), 0, _all_of([indicator.where]))]
    elif indicator.over in ("states", "subjects"):
        sides = [Aspect(frozenset([f"{indicator.over} {indicator.about}"]), 0, _all_of([indicator.where]))]
    else:
        operands: tuple[Operand, ...] = indicator.ratio or (indicator.measured or indicator.counted,)
        sides = [_side(indicator, operand, place) for place, operand in enumerate(operands)]
    if indicator.kind in SHARES and indicator.part is not None:
        parts = [replace(each, conditions=_all_of([*each.conditions, indicator.part]), wider=True) for each in sides]
        return [*sides, *parts]
    return sides


def narrowed(aspect: Aspect, *, dimensions: Iterable[str]) -> Narrowed:
    """Return an aspect as the rows of a group that have certain values in some of the dimensions.

    Conditions that name none of the dimensions make the group; of the others only `dimension = 'value'` can be said so.
    """
    names, kept = frozenset(dimensions), list[str]()
    values, is_sayable = dict[str, str](), names.isdisjoint(aspect.doers)
    for condition in aspect.conditions:
        if names.isdisjoint(named_in(condition)):
            kept.append(repr(without_places(condition)))
        elif (found := _equality(condition)) is not None and values.get(found[0], found[1]) == found[1]:
            values[found[0]] = found[1]
        else:
            is_sayable = False
    doers = [f"by {each}" for each in aspect.doers]
    group = Group(aspect.about, frozenset([*kept, *doers]))
    return Narrowed(group, tuple(sorted(values.items())) if is_sayable else None)


def named_in(condition: Expression) -> frozenset[str]:
    """Return the attributes that a condition names, without what they are of."""
    return frozenset(node.parts[-1] for node, _ in walk(condition) if isinstance(node, Name))


def _side(indicator: Indicator, operand: Operand, place: int) -> Aspect:
    if isinstance(operand, AttributeOf):
        return Aspect(frozenset([f"event {operand.event}"]), place, _all_of([indicator.where]))
    about = frozenset(f"event {selector.event}" for selector in operand)
    doers = frozenset(name for selector in operand for name in _doers(selector))
    alike = {repr(without_places(selector.where)) for selector in operand if selector.where is not None}
    whole = _any_of([selector.where for selector in operand], len(alike))
    return Aspect(about, place, _all_of([indicator.where, *whole]), doers)


def _any_of(conditions: list[Expression | None], kinds: int) -> list[Expression]:
    """Return the condition that all of several selectors have; where they differ, one that any of them is enough for."""
    given = [each for each in conditions if each is not None]
    if kinds == 1 and len(given) == len(conditions):
        return given[:1]
    whole: Expression | None = None
    for each in given:
        whole = each if whole is None else Binary("or", whole, each)
    return [] if whole is None else [Binary("or", whole, Literal(len(given) < len(conditions)))]


def _doers(selector: Selector) -> Iterator[str]:
    for who in (selector.by, selector.not_by):
        if who is not None:
            yield "actor"
            yield who.name or who.kind


def _all_of(conditions: Iterable[Expression | None]) -> tuple[Expression, ...]:
    return tuple(conjuncts(*(each for each in conditions if each is not None)))


def _equality(condition: Expression) -> tuple[str, str] | None:
    """Return the attribute and the text that it must be, if that is what a condition says."""
    if not isinstance(condition, Binary) or condition.operator != "=":
        return None
    for name, constant in ((condition.left, condition.right), (condition.right, condition.left)):
        if isinstance(name, Name) and isinstance(constant, Literal) and isinstance(constant.value, str):
            return name.parts[-1], constant.value
    return None
