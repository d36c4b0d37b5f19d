"""What is known at one instant: the events in force, grouped by what they are about, and how far the record reaches."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from jiannuo.core.charters.charter import Charter, EventType
from jiannuo.core.expressions.evaluating import Scope, compile_condition
from jiannuo.core.expressions.syntax import Expression, Selector
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.reference.corrections import known_events
from jiannuo.core.judging.reference.feeding import feeding_signal
from jiannuo.core.judging.reference.kinship import with_kin
from jiannuo.core.judging.reference.ordering import scan_key
from jiannuo.core.judging.reference.reported_gaps import with_reported_gaps
from jiannuo.core.judging.reference.spans import FOREVER, joined
from jiannuo.core.values.calendars import WorkingCalendar

Key = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """The events of one subject, or of one combination of attributes, in scan order; `kind` is the subject kind, if any."""

    of: tuple[str, ...]
    key: Key
    kind: str | None
    events: tuple[Event, ...]


class World:
    """All that the judge may look at: facts known up to `known_to` that happened by `as_of`, both in microseconds UTC."""

    def __init__(self, charter: Charter, log: Log, *, as_of: int, known_to: int | None = None) -> None:
        known = known_events((e for e in log.events if e.type not in charter.signals), known_to=known_to)
        self.charter = charter
        self.as_of = as_of
        self.corrections = known.chains
        self.events = sorted((event for event in known.events if event.at <= as_of), key=scan_key)
        self._roots = {link.id: root for root, chain in known.chains.items() for link in chain}
        self._reach = with_reported_gaps(log.reach, self.events)
        self._memory: dict[Hashable, Any] = {}
        self.causes: Mapping[str, str] = {}
        self.doubtful: frozenset[str] = frozenset()
        self.undecided: dict[str, set[str]] = {}
        self._readers: dict[int, tuple[Expression, Callable[[Scope], object]]] = {}

    def with_signals(self, given: Iterable[tuple[Event, bool, str | None]]) -> "World":
        """Return the world in which these events were given as well: each certain or not, with the root of its cause."""
        added = list(given)
        world = copy(self)
        world.__dict__.pop("by_type", None)
        world._memory = {}
        world.events = sorted((*self.events, *(event for event, _, _ in added)), key=scan_key)
        world.doubtful = self.doubtful | {event.id for event, is_certain, _ in added if not is_certain}
        world.causes = {**self.causes, **{event.id: root for event, _, root in added if root is not None}}
        return world

    def cause_of(self, id_: str) -> str:
        """Return the root of the event that gave a signal, through signals that others gave; any other id is its own."""
        while id_ in self.causes:
            id_ = self.causes[id_]
        return id_

    def root_of(self, event: Event) -> str:
        """Return the id of the first event in the chain of corrections that the event ends."""
        return self._roots.get(event.id, event.id)

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for the key before, or make and keep it: a world never changes."""
        if key not in self._memory:
            self._memory[key] = make()
        found: T = self._memory[key]
        return found

    def read(self, expression: Expression, scope: Scope) -> object:
        """Return the value of an expression of the charter in a scope; None is unknown."""
        known = self._readers.get(id(expression))
        if known is None:
            # It is kept, too, so that no other expression can ever have its identity.
            known = self._readers[id(expression)] = (expression, compile_condition(expression))
        return known[1](scope)

    def written(self, expression: Expression) -> str:
        """Return an expression of the charter as text, written once."""
        return self.remembered(("written", id(expression)), lambda: (expression, write_condition(expression)))[1]

    def note_undecided(self, promise: str, trigger: str) -> None:
        """Note that a trigger of a promise opened nothing because a condition on it is unknown."""
        self.undecided.setdefault(promise, set()).add(trigger)

    # What the events are about.

    @cached_property
    def by_type(self) -> Mapping[str, list[Event]]:
        """Return all events of each type, in scan order."""
        grouped: dict[str, list[Event]] = {}
        for event in self.events:
            grouped.setdefault(event.type, []).append(event)
        return grouped

    def keys(self, of: tuple[str, ...]) -> Mapping[Key, tuple[Event, ...]]:
        """Return the events that carry all the attributes `of`, grouped by their values, in scan order."""
        return self.remembered(("keys", of), lambda: self._grouped(of))

    def _grouped(self, of: tuple[str, ...]) -> dict[Key, tuple[Event, ...]]:
        grouped: dict[Key, list[Event]] = {}
        for event in self.events:
            key = key_of(event, of)
            if key is not None:
                grouped.setdefault(key, []).append(event)
        return with_kin({key: tuple(grouped[key]) for key in sorted(grouped)})

    def stream(self, of: tuple[str, ...], key: Key) -> Stream:
        """Return the events of one key; without events if nothing is known of it."""
        return self.remembered(
            ("stream", of, key), lambda: Stream(of, key, self.kind_of(of), self.keys(of).get(key, ()))
        )

    def kind_of(self, of: tuple[str, ...]) -> str | None:
        """Return the subject kind whose id the attributes begin with, if any."""
        kinds = self.charter.subjects.values()
        return next((kind.name for kind in kinds if kind.id and of[: len(kind.id)] == kind.id), None)

    def calendar(self, name: str) -> WorkingCalendar:
        """Return a calendar of the charter, compiled once."""
        return self.remembered(("calendar", name), lambda: WorkingCalendar(self.charter.calendars[name]))

    # How far the record reaches.

    def sources_of(self, selectors: Iterable[Selector]) -> frozenset[str]:
        """Return the sources of the events that the selectors name; a type that declares none may come from any.

        A signal comes from the sources of whatever makes it.
        """
        types = self._recorded_types(selectors)
        declared = {event_type.source for event_type in types if not event_type.built_in}
        named = frozenset(source for source in declared if source is not None)
        return named | frozenset(self._reach) if None in declared else named

    def _recorded_types(self, selectors: Iterable[Selector]) -> Iterator[EventType]:
        for selector in selectors:
            signal = self.charter.signals.get(selector.event)
            if signal is not None:
                yield from self._recorded_types(feeding_signal(signal, self.charter))
            elif selector.event in self.charter.events:
                yield self.charter.events[selector.event]

    def reach_of(self, sources: Iterable[str]) -> Reach:
        """Return how far all the sources together are known: the latest start, the earliest end, every gap.

        `first` is the latest start, declared or seen; `complete_from` the latest of those that are declared.
        """
        named = sorted(sources)
        reaches = [self._reach[source] for source in named if source in self._reach]
        starts = [reach.first if reach.complete_from is None else reach.complete_from for reach in reaches]
        ends = [reach.complete_until for reach in reaches] + [-FOREVER for s in named if s not in self._reach]
        return Reach(
            complete_until=min(ends, default=FOREVER),
            complete_from=max((r.complete_from for r in reaches if r.complete_from is not None), default=None),
            first=max((start for start in starts if start is not None), default=None),
            gaps=tuple(joined(gap for reach in reaches for gap in reach.gaps)),
        )

    def unreached(self, sources: Iterable[str], *, until: int) -> tuple[str, ...]:
        """Return the names of the sources that are not complete until the instant."""
        return tuple(sorted(s for s in sources if s not in self._reach or self._reach[s].complete_until < until))


def key_of(event: Event, of: tuple[str, ...]) -> Key | None:
    """Return the values of the attributes `of` as texts, or None if the event does not carry them all."""
    values = [event.attributes.get(attribute) for attribute in of]
    return None if any(value is None for value in values) else tuple(str(value) for value in values)
