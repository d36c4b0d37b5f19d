"""What a condition may refer to at one place of a charter, and of which type it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.problems import NOT_ALLOWED_HERE, UNKNOWN_NAME
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.expressions.types import AttributeType, OneOf, Plain, SubjectOf, Type
from jiannuo.core.values.problems import Problem
from jiannuo.core.values.texts import Text

BUILT_IN: Mapping[str, AttributeType] = {
    "id": AttributeType(Plain("text")),
    "at": AttributeType(Plain("instant")),
    "recorded_at": AttributeType(Plain("instant")),
    "seq": AttributeType(Plain("integer"), optional=True),
    "source": AttributeType(Plain("text")),
    "actor": AttributeType(Plain("party"), optional=True),
    "actor_kind": AttributeType(OneOf(("person", "system")), optional=True),
    "unit": AttributeType(Plain("party"), optional=True),
}
"""The attributes of every event."""
PERIOD: Mapping[str, AttributeType] = {
    "start": AttributeType(Plain("instant")),
    "end": AttributeType(Plain("instant")),
}
"""The attributes of `period`, for places within a periodic promise."""
_ALLOWED = {
    "trigger": Text(
        zh="trigger 只能用于 within、by、owner、to、tested if 和金额，不能用于选择式。",
        en="trigger stands only in within, by, owner, to, tested if and amounts, never in a selector.",
    ),
    "period": Text(
        zh="period 只能用于带 every 的承诺、带 per 的信号、按业务对象计算的指标和时龄。",
        en="period stands only in a promise with every, in a signal with per, in indicators over subjects, and in ages.",
    ),
    "finding": Text(
        zh="finding 只能用于处置和按判定计算的指标。",
        en="finding stands only in consequences and in indicators over findings.",
    ),
}

Attributes = Mapping[str, AttributeType]


@dataclass(frozen=True, slots=True)
class TableTypes:
    """The inputs of a table in their order, its outputs, and whether a look-up gives a list (`hit: collect`)."""

    inputs: Attributes
    outputs: Attributes
    collects: bool = False


@dataclass(frozen=True, slots=True)
class LevelTypes:
    """The type of a level's value and of its keys."""

    value: Type
    keys: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorTypes:
    """The type of an indicator's figures, how many dimensions it has, and whether it is over events alone.

    `per` is the sort of its periods, None where they are equal spans from a date on.
    """

    value: Type
    dimensions: int = 0
    over_events: bool = True
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The names known at one place.

    `own` are the bare names; `events` lists the declared attributes of each event type, the built-in ones come by
    themselves. `subject` is the kind that the place is about. `trigger`, `period` and `finding` are None where they may
    not stand, `roles` is None where roles are not declared yet. `states` gives the types of each interval state's keys.
    """

    own: Attributes = field(default_factory=dict)
    events: Mapping[str, Attributes] = field(default_factory=dict)
    subjects: Mapping[str, Attributes] = field(default_factory=dict)
    parameters: Attributes = field(default_factory=dict)
    subject: str | None = None
    trigger: Attributes | None = None
    period: Attributes | None = None
    finding: Attributes | None = None
    tables: Mapping[str, TableTypes] = field(default_factory=dict)
    states: Mapping[str, tuple[Type, ...]] = field(default_factory=dict)
    levels: Mapping[str, LevelTypes] = field(default_factory=dict)
    calendars: Collection[str] = ()
    promises: Collection[str] = ()
    indicators: Mapping[str, IndicatorTypes] = field(default_factory=dict)
    roles: Collection[str] | None = None
    has_calendar: bool = False

    def of_event(self, event: str) -> Attributes:
        """Return all attributes of a declared event type, built-in ones included."""
        return {**BUILT_IN, **self.events.get(event, {})}

    def within(self, event: str) -> "Names":
        """Return the names as a selector of that event sees them: its attributes are the bare ones, no trigger."""
        return replace(self, own=self.of_event(event), trigger=None)

    def type_of(self, name: Name) -> Type | Problem:
        """Return the type of a name, or the problem with it."""
        if len(name.parts) == 1:
            found = self.own.get(name.parts[0])
            return found.type if found else self._unknown(name, [*self.own, *self._roots()])
        root = self._root(name)
        if isinstance(root, Problem):
            return root
        if name.parts[1] not in root:
            return self._unknown(name, [f"{name.parts[0]}.{attribute}" for attribute in root])
        return self._followed(name, root[name.parts[1]].type)

    def _followed(self, name: Name, found: Type) -> Type | Problem:
        """Follow an attribute that is a subject by one step."""
        if len(name.parts) == 2:
            return found
        stem = ".".join(name.parts[:2])
        if not isinstance(found, SubjectOf) or len(name.parts) > 3:
            return self._unknown(name, [stem])
        attributes = self.subjects.get(found.kind, {})
        if name.parts[2] in attributes:
            return attributes[name.parts[2]].type
        return self._unknown(name, [f"{stem}.{attribute}" for attribute in attributes])

    def _root(self, name: Name) -> Attributes | Problem:
        root = name.parts[0]
        special = {"param": self.parameters, "trigger": self.trigger, "period": self.period, "finding": self.finding}
        if root in special:
            attributes = special[root]
            return attributes if attributes is not None else self._not_here(name)
        if root in self.events:
            return self.of_event(root)
        if root in self.subjects:
            return self.subjects[root]
        own = self.own.get(root)
        if own is not None and isinstance(own.type, SubjectOf):
            return self.subjects.get(own.type.kind, {})
        return self._unknown(name, [".".join((other, *name.parts[1:])) for other in self._roots()])

    def _roots(self) -> list[str]:
        special = {"trigger": self.trigger, "period": self.period, "finding": self.finding, "param": self.parameters}
        present = [root for root, attributes in special.items() if attributes]
        return [*present, *self.events, *self.subjects]

    @staticmethod
    def _unknown(name: Name, candidates: list[str]) -> Problem:
        hint = did_you_mean(name.dotted, candidates)
        return UNKNOWN_NAME.at(span=(name.at, len(name.dotted)), name=name.dotted, hint=hint)

    @staticmethod
    def _not_here(name: Name) -> Problem:
        return NOT_ALLOWED_HERE.at(span=(name.at, len(name.dotted)), name=name.dotted, allowed=_ALLOWED[name.parts[0]])
