"""A mapping bound to a charter: which types each rule may make, of which source, and the types of their attributes.

Without a charter every type and attribute is taken as the mapping has it.
"""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from jiannuo.core.charters.charter import Charter, EventType
from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.value_reading import read_value
from jiannuo.core.engines.mapping.mapping import ColumnName, EventNames, Mapping, Rule, TimeSource, ValueSource
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.types import AttributeType
from jiannuo.core.values.problems import Place, Problem, Refusal
from jiannuo.core.values.texts import listed


@dataclass(frozen=True, slots=True)
class BoundType:
    """A type of event that a rule may make: its source, the attributes of its subject, and all declared ones.

    `attributes` is None without a charter: then everything is taken.
    """

    name: str
    source: str
    ids: tuple[str, ...] = ()
    attributes: MappingOf[str, AttributeType] | None = None

    def takes(self, attribute: str) -> bool:
        """Tell whether events of the type have the attribute."""
        return self.attributes is None or attribute in self.attributes

    def demands(self, attribute: str) -> bool:
        """Tell whether the attribute must have a value."""
        return self.attributes is not None and not self.attributes[attribute].optional

    def type_of(self, attribute: str) -> AttributeType | None:
        """Return the declared type of an attribute, None without a charter."""
        return None if self.attributes is None else self.attributes[attribute]


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A rule with the types it may make; None where any name is taken (no charter, and the values are the names)."""

    rule: Rule
    types: MappingOf[str, BoundType] | None
    source: str

    def type_named(self, name: str) -> BoundType | None:
        """Return the type of that name, None if it is unknown."""
        return BoundType(name, self.source) if self.types is None else self.types.get(name)

    @property
    def personal_columns(self) -> frozenset[str]:
        """Return the columns that hold a personal attribute of any of the types."""
        found: set[str] = set()
        for bound in (self.types or {}).values():
            hidden = {name for name, type_ in (bound.attributes or {}).items() if type_.personal}
            found |= {c.text for name, source in self.rule.attributes.items() if name in hidden for c in source.columns}
        return frozenset(found)

    @property
    def sources(self) -> frozenset[str]:
        """Return the sources that the rule's events come from."""
        found = frozenset(bound.source for bound in (self.types or {}).values())
        return found or frozenset({self.source})


@dataclass(frozen=True, slots=True)
class Binding:
    """A mapping and its rules, bound."""

    mapping: Mapping
    rules: tuple[BoundRule, ...]
    zone: str

    @property
    def columns(self) -> tuple[ColumnName, ...]:
        """Return every column that is needed, each once."""
        found = {column.text: column for bound in self.rules for column in _columns_of(bound.rule)}
        if isinstance(self.mapping.sequence, ColumnName):
            found.setdefault(self.mapping.sequence.text, self.mapping.sequence)
        return tuple(found.values())

    @property
    def uses_own_ids(self) -> bool:
        """Tell whether any event gets an id made of file and row."""
        return any(not bound.rule.id for bound in self.rules)


def bind(mapping: Mapping, charter: Charter | None) -> Binding:
    """Bind a mapping to a charter. Raises Refusal with every name of the mapping that the charter does not have."""
    if charter is None:
        rules = tuple(_unbound(rule, mapping) for rule in mapping.rules)
        return Binding(mapping, rules, _zone(mapping))
    problems: list[Problem] = []
    bound = tuple(_bound(rule, mapping, charter, problems) for rule in mapping.rules)
    problems += [*_attribute_problems(bound), *_constant_problems(bound)]
    if problems:
        raise Refusal(*problems)
    return Binding(mapping, bound, charter.zone)


def _zone(mapping: Mapping) -> str:
    zones = (rule.at.format.zone for rule in mapping.rules)
    return next((zone for zone in zones if zone), "UTC")


def _unbound(rule: Rule, mapping: Mapping) -> BoundRule:
    source = rule.source or mapping.source or ""
    names = _named_types(rule)
    types = None if names is None else {name: BoundType(name, source) for name in names}
    return BoundRule(rule, types, source)


def _named_types(rule: Rule) -> list[str] | None:
    """Return the types that a rule names, None if the values of a column are the names."""
    if not isinstance(rule.event, EventNames):
        return [rule.event]
    return None if rule.event.names is None else list(dict.fromkeys(rule.event.names.values()))


def _bound(rule: Rule, mapping: Mapping, charter: Charter, problems: list[Problem]) -> BoundRule:
    source = rule.source or mapping.source or ""
    named = _named_types(rule)
    types = {}
    recorded = {name: event_type for name, event_type in charter.events.items() if name not in charter.signals}
    for name in recorded if named is None else named:
        event_type = recorded.get(name)
        if event_type is None:
            similar = did_you_mean(name, recorded)
            problems.append(kinds.EVENT_TYPE_UNDECLARED.at(rule.place, event=name, similar=similar))
            continue
        if named is not None and source and event_type.source not in (None, source):
            declared = event_type.source
            problems.append(kinds.SOURCE_DIFFERS.at(rule.place, event=name, mapped=source, declared=declared))
        types[name] = _bound_type(event_type, charter, source)
    if named is not None:
        for bound_type in types.values():
            problems += _unmapped(bound_type, rule, charter.events[bound_type.name])
    return BoundRule(rule, types, source)


def _bound_type(event_type: EventType, charter: Charter, source: str) -> BoundType:
    kind = charter.subjects.get(event_type.of or "")
    return BoundType(event_type.name, source or event_type.source or "", kind.id if kind else (), event_type.attributes)


def _unmapped(bound: BoundType, rule: Rule, event_type: EventType) -> Iterator[Problem]:
    """Yield a problem for each attribute that must have a value and gets none from the rule."""
    for name in bound.ids:
        if name not in rule.attributes:
            yield kinds.SUBJECT_UNMAPPED.at(rule.place, event=bound.name, kind=event_type.of, attribute=name)
    for name, attribute in event_type.attributes.items():
        if not attribute.optional and name not in rule.attributes and name not in bound.ids:
            yield kinds.ATTRIBUTE_UNMAPPED.at(rule.place, event=bound.name, attribute=name)


def _attribute_problems(rules: tuple[BoundRule, ...]) -> Iterator[Problem]:
    """Yield a problem for each mapped attribute that no type takes; one that all rules share need fit only one of them."""
    fitting = {id(source) for bound in rules for name, source in bound.rule.attributes.items() if _fits(bound, name)}
    told: set[int] = set()
    for bound in rules:
        types = bound.types or {}
        for name, source in bound.rule.attributes.items():
            if not types or id(source) in fitting or id(source) in told:
                continue
            told.add(id(source))
            known = {other for each in types.values() for other in each.attributes or {}}
            yield _undeclared(source.place, name, known, types)


def _constant_problems(rules: tuple[BoundRule, ...]) -> Iterator[Problem]:
    """Yield a problem for each constant that is not of the type the charter declares."""
    for bound in rules:
        for name, source in bound.rule.attributes.items():
            takers = [each for each in (bound.types or {}).values() if each.takes(name)]
            for attribute in (
                dict.fromkeys(each.type_of(name) for each in takers) if source.constant is not None else ()
            ):
                try:
                    read_value(source.constant, source, name=name, attribute=attribute)
                except Refusal as refusal:
                    yield from (problem.placed(source.place) for problem in refusal.problems if source.place)


def _fits(bound: BoundRule, attribute: str) -> bool:
    return any(each.takes(attribute) for each in (bound.types or {}).values())


def _undeclared(place: Place | None, name: str, known: set[str], types: MappingOf[str, BoundType]) -> Problem:
    events, similar = listed(types), did_you_mean(name, known)
    return kinds.ATTRIBUTE_UNDECLARED.at(place, events=events, attribute=name, similar=similar)


def _columns_of(rule: Rule) -> Iterator[ColumnName]:
    if isinstance(rule.event, EventNames):
        yield rule.event.column
    for time in (rule.at, rule.recorded_at):
        yield from _columns_of_time(time)
    for value in (*rule.attributes.values(), rule.actor, rule.actor_kind, rule.unit, rule.supersedes):
        yield from _columns_of_value(value)
    if rule.when is not None:
        yield from (alias.column for alias in rule.when.columns.values())
    yield from (*rule.changes, *rule.case, *rule.once_per, *rule.id)


def _columns_of_time(time: TimeSource | None) -> Iterator[ColumnName]:
    if time is not None:
        yield from time.columns
        yield from (addition.column for addition in time.plus)


def _columns_of_value(value: ValueSource | None) -> Iterator[ColumnName]:
    if value is not None:
        yield from value.columns
