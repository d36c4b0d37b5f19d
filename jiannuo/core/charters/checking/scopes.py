"""Which names stand where in a charter: the environment in which each condition is checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from jiannuo.core.charters.building.building import UNREAD, key_attributes
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.charter import AttributeOf, CountLevel, IntervalState, LastLevel, State, SumLevel
from jiannuo.core.charters.checking.indicator_types import indicator_types
from jiannuo.core.expressions.checking import check_expression
from jiannuo.core.expressions.names import BUILT_IN, PERIOD, LevelTypes, Names, TableTypes
from jiannuo.core.expressions.syntax import Call, Literal, Selector
from jiannuo.core.expressions.types import AttributeType, Nothing, Plain, Type

Attributes = Mapping[str, AttributeType]


@dataclass(frozen=True)
class Scopes:
    """The names of a draft. Computed attributes are typed by what computes them."""

    draft: Draft

    @cached_property
    def everywhere(self) -> Names:
        """Return the names that stand in every condition."""
        names = self._declared({name: event.attributes for name, event in self.draft.events.items()})
        computed = {name: event.computed for name, event in self.draft.events.items() if event.computed}
        for _ in range(sum(len(expressions) for expressions in computed.values())):
            typed = {**names.events}
            for name, expressions in computed.items():
                here = names.within(name)
                found = {a: AttributeType(check_expression(e, here)[0], optional=True) for a, e in expressions.items()}
                typed[name] = {**typed[name], **found}
            if typed == names.events:
                break
            names = self._declared(typed)
        return names

    @cached_property
    def carried(self) -> Attributes:
        """Return every attribute that some event carries, with its first readable type."""
        return _carried(self.everywhere.events)

    def _declared(self, events: Mapping[str, Attributes]) -> Names:
        draft = self.draft
        carried = _carried(events)
        return Names(
            events=events,
            subjects={name: self._attributes_of(name, events, carried) for name in draft.subjects},
            parameters={name: parameter.type for name, parameter in draft.parameters.items()},
            tables={
                name: TableTypes(table.inputs, table.outputs, collects=table.hit == "collect")
                for name, table in draft.tables.items()
            },
            states={name: _key_types(state, carried) for name, state in draft.states.items() if _is_interval(state)},
            levels={
                name: LevelTypes(_level_type(state, events), _key_types(state, carried))
                for name, state in draft.states.items()
                if not _is_interval(state)
            },
            calendars=tuple(draft.named("calendars").keys),
            promises=tuple(draft.named("promises").keys),
            indicators=indicator_types(draft.indicators, events),
        )

    def _attributes_of(self, kind: str, events: Mapping[str, Attributes], carried: Attributes) -> Attributes:
        subject = self.draft.subjects[kind]
        found = {attribute: carried.get(attribute, UNREAD) for attribute in subject.id}
        for attribute, sources in subject.attributes.items():
            types = (_type_at(source, events) for source in sources)
            found[attribute] = next((type_ for type_ in types if type_ is not UNREAD), UNREAD)
        return found

    def about(self, of: Iterable[str]) -> Names:
        """Return the names in selectors about a subject kind or a combination of attributes."""
        _, kind = key_attributes(tuple(of), self.draft.subjects)
        return replace(self.everywhere, subject=kind)

    def of_keys(self, of: Iterable[str]) -> Names:
        """Return the names where bare ones are the subject's attributes and those of the key."""
        names = self.about(of)
        keys, kind = key_attributes(tuple(of), self.draft.subjects)
        own = {key: self.carried.get(key, UNREAD) for key in keys}
        return replace(names, own={**own, **(names.subjects.get(kind, {}) if kind else {})})

    def at_opening(self, of: Iterable[str], triggers: Iterable[Selector], *, is_periodic: bool) -> Names:
        """Return the names at the opening: bare ones are the attributes that all triggers have, else the subject's."""
        names = self.of_keys(of)
        common = common_attributes([names.of_event(selector.event) for selector in triggers])
        if common is not None:
            names = replace(names, own=common)
        return replace(names, period=PERIOD if is_periodic else None)


def common_attributes(attributes: list[Attributes]) -> Attributes | None:
    """Return the attributes that all of some events have; None if there are no events."""
    if not attributes:
        return None
    first, *others = attributes
    return {name: type_ for name, type_ in first.items() if all(name in other for other in others)}


def looked_up(call: Call, draft: Draft) -> Iterator[object]:
    """Yield every value that `lookup('table', …)` may give by the rows of the charter itself."""
    name = call.arguments[0]
    table = draft.tables.get(str(name.value)) if isinstance(name, Literal) else None
    if table is None or (call.field is not None and call.field not in table.outputs):
        return
    column = list(table.outputs).index(call.field) if call.field else 0
    outputs = [row.outputs for row in table.rows] + ([table.otherwise] if table.otherwise else [])
    yield from (values[column] for values in outputs if len(values) > column)


def _is_interval(state: State) -> bool:
    return isinstance(state, IntervalState)


def _carried(events: Mapping[str, Attributes]) -> Attributes:
    """Return every attribute that some event carries, with its first readable type."""
    found: dict[str, AttributeType] = dict(BUILT_IN)
    for attributes in events.values():
        for name, type_ in attributes.items():
            if found.get(name, UNREAD) is UNREAD:
                found[name] = type_
    return found


def _key_types(state: State, carried: Attributes) -> tuple[Type, ...]:
    return tuple(carried.get(attribute, UNREAD).type for attribute in state.of)


def _type_at(source: AttributeOf, events: Mapping[str, Attributes]) -> AttributeType:
    return {**BUILT_IN, **events.get(source.event, {})}.get(source.attribute, UNREAD)


def _level_type(state: State, events: Mapping[str, Attributes]) -> Type:
    if isinstance(state, CountLevel):
        return Plain("integer")
    if isinstance(state, LastLevel):
        return _type_at(state.reading, events).type
    if isinstance(state, SumLevel) and state.plus:
        return _type_at(state.plus[0], events).type
    return Nothing()
