"""Of which type the figures of indicators are, and what they are made of: for conditions and targets that speak of them."""

from collections.abc import Mapping

from jiannuo.core.charters.charter import AttributeOf, EverySpan, Indicator
from jiannuo.core.expressions.names import IndicatorTypes
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.expressions.types import AttributeType, Nothing, Plain, Type
from jiannuo.core.expressions.typing_rules import kind_of_type
from jiannuo.core.expressions.walking import walk

Events = Mapping[str, Mapping[str, AttributeType]]


def indicator_types(indicators: Mapping[str, Indicator], events: Events) -> dict[str, IndicatorTypes]:
    """Return of every indicator the type of its figures, how many dimensions it has, and whether it is over events."""
    return {
        name: IndicatorTypes(
            _value_type(indicator, events),
            len(indicator.by),
            all(each.over == "events" for each in made_of(indicator, indicators) if each.formula is None),
            None if isinstance(indicator.per, EverySpan) else indicator.per,
        )
        for name, indicator in indicators.items()
    }


def made_of(indicator: Indicator, indicators: Mapping[str, Indicator]) -> list[Indicator]:
    """Return an indicator and all that its formula names, through other formulas, each once."""
    found = {indicator.name: indicator}
    waiting = [indicator]
    while waiting:
        formula = waiting.pop().formula
        for node, _ in walk(formula) if formula is not None else ():
            if isinstance(node, Name) and node.dotted in indicators and node.dotted not in found:
                found[node.dotted] = indicators[node.dotted]
                waiting.append(indicators[node.dotted])
    return list(found.values())


def _value_type(indicator: Indicator, events: Events) -> Type:
    if indicator.kind == "count":
        return Plain("integer")
    if indicator.kind in ("share", "kept_rate"):
        return Plain("number")
    if indicator.kind == "formula":
        return Nothing()  # its unit comes out of those of its parts
    if indicator.ratio is not None:
        of, to = (_measured_type(operand, events) for operand in indicator.ratio)
        return of if kind_of_type(to) == "number" else Plain("number") if _same_kind(of, to) else Nothing()
    if indicator.over != "events" or indicator.measured is None:
        return Plain("duration") if indicator.over != "subjects" or indicator.measured is None else Nothing()
    return _measured_type(indicator.measured, events)


def _measured_type(operand: object, events: Events) -> Type:
    if not isinstance(operand, AttributeOf):
        return Plain("number")
    found = events.get(operand.event, {}).get(operand.attribute)
    return Nothing() if found is None else found.type


def _same_kind(one: Type, other: Type) -> bool:
    return kind_of_type(one) == kind_of_type(other)
