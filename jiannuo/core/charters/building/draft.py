"""A charter on its way: what the folder says, block by block, and what could be built of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from jiannuo.core.charters.building.building import (
    blocks_in,
    build_calendars,
    build_events,
    build_sources,
    build_states,
    build_subjects,
)
from jiannuo.core.charters.building.signal_building import signal_types
from jiannuo.core.charters.charter import (
    EventType,
    Indicator,
    Parameter,
    Promise,
    Signal,
    Source,
    State,
    SubjectKind,
    Table,
)
from jiannuo.core.charters.parsing.blocks import Block, Leaf, Named
from jiannuo.core.charters.problems import UNDECLARED
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.values.calendar_rules import CalendarRules
from jiannuo.core.values.problems import Problem
from jiannuo.core.values.texts import Text


@dataclass(slots=True)
class Draft:
    """All declarations by name, the blocks they come from, and the problems found so far."""

    root: Block
    zone: str
    calendars: Mapping[str, CalendarRules]
    sources: Mapping[str, Source]
    subjects: Mapping[str, SubjectKind]
    events: Mapping[str, EventType]
    states: Mapping[str, State]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    signals: dict[str, Signal] = field(default_factory=dict)
    promises: dict[str, Promise] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _blocks: dict[str, dict[str, Block]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Block, problems: list[Problem]) -> "Draft":
        """Return the draft of a folder, with what can be built without looking up names."""
        charter = root.block("charter")
        zone = (charter.value("zone", str) if charter else None) or "UTC"
        subjects = build_subjects(root.named("subjects"))
        return cls(
            root=root,
            zone=zone,
            calendars=build_calendars(root.named("calendars"), zone=zone),
            sources=build_sources(root.named("sources"), zone=zone, parameters={}),
            subjects=subjects,
            events=_events(root, subjects),
            states=build_states(root.named("states"), subjects=subjects, parameters={}),
            problems=problems,
        )

    def with_parameters(self, parameters: dict[str, Parameter]) -> None:
        """Take the parameters, and build again what may hold a duration of theirs."""
        self.parameters = parameters
        self.sources = build_sources(self.root.named("sources"), zone=self.zone, parameters=parameters)
        self.states = build_states(self.root.named("states"), subjects=self.subjects, parameters=parameters)

    def blocks(self, key: str) -> dict[str, Block]:
        """Return the blocks below a top-level key, by name."""
        if key not in self._blocks:
            self._blocks[key] = blocks_in(self.root.named(key))
        return self._blocks[key]

    def named(self, key: str) -> Named:
        """Return what stands below a top-level key."""
        return self.root.named(key)

    def has(self, leaf: Leaf | None, declared: Collection[str], what: Text, *, name: str | None = None) -> bool:
        """Tell whether what a leaf names (or `name` within it) is declared, and note the problem if it is not."""
        if leaf is None:
            return False
        wanted = name or leaf.text
        if wanted in declared:
            return True
        hint = did_you_mean(wanted, declared)
        self.problems.append(UNDECLARED.at(leaf.node.place(), name=wanted, what=what, hint=hint))
        return False


def _events(root: Block, subjects: Mapping[str, SubjectKind]) -> dict[str, EventType]:
    """Return the types of event, signals among them."""
    events = build_events(root.named("events"), subjects=subjects)
    return {**events, **signal_types(root.named("signals"), events=events, subjects=subjects)}
