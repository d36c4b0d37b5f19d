"""What names, selectors and history functions mean at one position of a stream (section 2 of the language).

A position is an instant and, where an event stands there, its place among the events of that instant: the past of a
position is every event that does not certainly come after it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import cast

from jiannuo.core.charters.charter import AttributeOf, Charter
from jiannuo.core.expressions.calculating import calculate
from jiannuo.core.expressions.faults import Fault
from jiannuo.core.expressions.syntax import Call, Name, Selector, Who
from jiannuo.core.expressions.types import Plain, QuantityOf, SubjectOf
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference.ordering import is_before, is_not_after, scan_key
from jiannuo.core.judging.reference.world import Key, Stream, World, key_of
from jiannuo.core.values.amounts import Quantity
from jiannuo.core.values.clock import add
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import to_datetime

Answer = Callable[["Moment", Call], object]


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A position in the stream of an obligation, with the event whose attributes are bare names there.

    `own` is that event (None where a condition is over states); `here` orders the position among simultaneous events.
    `member` is the attribute and value that the obligation was multiplied by. `answers` are the functions that look at
    states, tables and calendars. `restarts` are the events, certain or not, since the latest of which the past counts.
    """

    world: World
    stream: Stream
    at: int
    answers: Mapping[str, Answer]
    own: Event | None = None
    here: Event | None = None
    trigger: Event | None = None
    period: tuple[int, int] | None = None
    member: tuple[str, object] | None = None
    restarts: tuple[tuple[Event, bool | None], ...] = ()

    @property
    def zone(self) -> str:
        """Return the charter's zone, in which dates are read."""
        return self.world.charter.zone

    def at_event(self, event: Event) -> "Moment":
        """Return the moment of an event that is being looked at: its attributes are the bare names, its past the past."""
        return Moment(self.world, self.stream, event.at, self.answers, event, event, self.trigger, self.period)

    def seen_from(self, event: Event) -> "Moment":
        """Return the moment at which an event is known, the bare names staying those of the own event."""
        moved = (self.own, event, self.trigger, self.period, self.member)
        return Moment(self.world, self.stream, event.at, self.answers, *moved)

    # Names.

    def value_of(self, name: Name) -> object:
        """Return what a name stands for, or None if that is missing."""
        head, rest = name.parts[0], name.parts[1:]
        if not rest:
            return self._bare(head)
        if head == "trigger":
            return None if self.trigger is None else self._of_event(self.trigger, rest[0])
        if head == "param":
            return self.world.charter.parameters[rest[0]].value
        if head == "period":
            return None if self.period is None else _as_value(self.period[rest[0] == "end"])
        if head in self.world.charter.subjects:
            return self._of_subject(head, rest)
        if head in self.world.charter.events:
            return self._latest([AttributeOf(head, rest[0])], self.stream, but=self.own)
        return self._followed(self._own_type(head), self._bare(head), rest)

    def _bare(self, name: str) -> object:
        if self.member is not None and name == self.member[0]:
            return self.member[1]
        if self.own is not None:
            return self._of_event(self.own, name)
        if name in self.stream.of:
            return self.stream.key[self.stream.of.index(name)]
        if self.stream.kind is not None and name in self.world.charter.subjects[self.stream.kind].attributes:
            return self._of_subject(self.stream.kind, (name,))
        return None if self.trigger is None else self._of_event(self.trigger, name)

    def _of_event(self, event: Event, name: str) -> object:
        if name in event.attributes:
            return event.attributes[name]
        if name in ("at", "recorded_at"):
            return _as_value(getattr(event, name))
        if name in _BUILT_IN:
            return getattr(event, name)
        declared = self.world.charter.events.get(event.type)
        computed = declared.computed.get(name) if declared is not None else None
        return None if computed is None else self.world.read(computed, self.at_event(event))

    def _of_subject(self, kind: str, path: tuple[str, ...]) -> object:
        key = self._key_of_kind(kind)
        if key is None:
            return None
        subject = self.world.charter.subjects[kind]
        if path[0] in subject.id:
            return key[subject.id.index(path[0])]
        sources = subject.attributes.get(path[0], ())
        value = self._latest(sources, self.world.stream(subject.id, key))
        return self._followed(sources[0] if sources else None, value, path[1:])

    def _followed(self, source: AttributeOf | None, value: object, path: tuple[str, ...]) -> object:
        """Follow an attribute that is typed as a subject one step further."""
        if not path or value is None or source is None:
            return value
        kind = _kind_named_by(self.world.charter, source)
        if kind is None:
            return None
        subject = self.world.charter.subjects[kind]
        there = replace(self, stream=self.world.stream(subject.id, (str(value),)), own=None)
        return there._of_subject(kind, path)

    def _own_type(self, name: str) -> AttributeOf | None:
        return None if self.own is None else AttributeOf(self.own.type, name)

    def _key_of_kind(self, kind: str) -> Key | None:
        """Return which subject of a kind is meant here: the obligation's own, or the one its event names."""
        wanted = self.world.charter.subjects[kind].id
        if self.stream.of[: len(wanted)] == wanted:
            return self.stream.key[: len(wanted)]
        for event in (self.own, self.trigger):
            key = key_of(event, wanted) if event is not None else None
            if key is not None:
                return key
        return None

    def attribute(self, kind: str, name: str) -> object:
        """Return a subject's attribute as it is at this position."""
        return self._of_subject(kind, (name,))

    def _latest(self, sources: Iterable[AttributeOf], stream: Stream, but: Event | None = None) -> object:
        """Return the attribute of the latest listed event of the past; simultaneous ones that differ give None."""
        names = {source.event: source.attribute for source in sources}
        latest: list[Event] = []
        doubtful = self.world.doubtful
        for event in stream.events:
            if event.type in names and event is not but and event.id not in doubtful and self.is_past(event):
                latest = [event] if latest and is_before(latest[-1], event) else [*latest, event]
        values = [self._of_event(event, names[event.type]) for event in latest]
        return values[0] if values and all(value == values[0] for value in values) else None

    # The past.

    def is_past(self, event: Event) -> bool:
        """Tell whether an event does not certainly come after this position."""
        return event.at < self.at or (event.at == self.at and (self.here is None or is_not_after(event, self.here)))

    def candidates(self, selector: Selector) -> Iterable[Event]:
        """Return the events of the selector's type that belong to the stream, also those seen `via` an attribute."""
        if selector.via is None:
            return (event for event in self.stream.events if event.type == selector.event)
        return self.world.remembered(
            ("via", self.stream.of, self.stream.key, selector.event, selector.via), lambda: self._via(selector)
        )

    def _via(self, selector: Selector) -> list[Event]:
        """Return the events of another subject for as long as this subject's attribute names that subject."""
        kind = self.stream.kind
        other = self.world.charter.events[selector.event].of
        if kind is None or other is None or selector.via is None:
            return []
        id_of_other = self.world.charter.subjects[other].id
        sources = self.world.charter.subjects[kind].attributes[selector.via]
        named = (self._of_event(e, s.attribute) for s in sources for e in self.stream.events if e.type == s.event)
        values = {str(value) for value in named if value is not None}
        found = [
            event
            for value in sorted(values)
            for event in self.world.stream(id_of_other, (value,)).events
            if event.type == selector.event and str(self.at_event(event).attribute(kind, selector.via)) == value
        ]
        return sorted(found, key=scan_key)

    def matching(self, selectors: Iterable[Selector]) -> Iterator[tuple[Event, bool | None]]:
        """Yield, in scan order, the events that a list of selectors picks (True) or may pick (None: undecided)."""
        listed = list(selectors)
        if len(listed) == 1:  # the candidates of one selector are in scan order already
            judged = ((event, self.matches(listed[0], event)) for event in self.candidates(listed[0]))
            return ((event, verdict) for event, verdict in judged if verdict is not False)
        verdicts: dict[str, tuple[Event, bool | None]] = {}
        for selector in listed:
            for event in self.candidates(selector):
                earlier = verdicts.get(event.id, (event, False))[1]
                verdicts[event.id] = (event, earlier if earlier else either(earlier, self.matches(selector, event)))
        order = sorted(verdicts.values(), key=lambda found: scan_key(found[0]))
        return ((event, verdict) for event, verdict in order if verdict is not False)

    def matches(self, selector: Selector, event: Event) -> bool | None:
        """Tell whether a selector picks an event of its type; None if that hangs on something missing."""
        verdict: bool | None = None if event.id in self.world.doubtful else True
        if selector.where is None and selector.by is None and selector.not_by is None:
            return verdict
        there = self.at_event(event)
        if selector.by is not None:
            verdict = both(verdict, there.is_done_by(selector.by))
        if selector.not_by is not None:
            verdict = both(verdict, negated(there.is_done_by(selector.not_by)))
        if selector.where is not None and verdict is not False:
            verdict = both(verdict, truth(self.world.read(selector.where, there)))
        return verdict

    def is_done_by(self, who: Who) -> bool | None:
        """Tell whether the own event was done by a person, the system, or the party that an attribute names."""
        own = self.own
        if own is None:
            return None
        if who.kind in ("person", "system"):
            return None if own.actor_kind is None else own.actor_kind == who.kind
        if who.kind == "party" and self.stream.kind is not None:
            party = self.attribute(self.stream.kind, who.name or "")
            return None if own.actor is None or party is None else own.actor == str(party)
        return None

    # Functions.

    def call(self, call: Call) -> object:
        """Return what a function of the language answers here, or None if it cannot know."""
        if call.function in _HISTORY:
            return _HISTORY[call.function](self, call)
        return self.answers[call.function](self, call)

    def past(self, call: Call) -> list[tuple[Event, bool | None]]:
        """Return the events of the past, this one included, that a history function looks at, within its window.

        Where the window has no known length here, whether an event lies within it is undecided.
        """
        window = self._window(call)
        found = self.matching([cast(Selector, call.arguments[0])])
        past = [pair for pair in self._since_restart(found) if self.is_past(pair[0])]
        if call.window is not None and window is None:
            return [(event, None) for event, _ in past]
        return [(event, verdict) for event, verdict in past if self._is_within(event, window)]

    def _since_restart(self, found: Iterable[tuple[Event, bool | None]]) -> Iterator[tuple[Event, bool | None]]:
        """Yield the events that come before no restart; those that come before an undecided one are undecided."""
        restarts = [(restart, verdict) for restart, verdict in self.restarts if self.is_past(restart)]
        for event, verdict in found:
            passed = [counts for restart, counts in restarts if is_before(event, restart)]
            if True not in passed:
                yield event, both(verdict, None if passed else True)

    def _window(self, call: Call) -> Duration | Selector | None:
        window = self.value_of(call.window) if isinstance(call.window, Name) else call.window
        if isinstance(window, Duration) and window.unit.needs_calendar:
            return None  # a parameter may be set to working time, which no calendar measures here
        return window if isinstance(window, Duration | Selector) else None

    def _is_within(self, event: Event, window: Duration | Selector | None) -> bool:
        if window is None:
            return True
        if isinstance(window, Duration):
            return add(event.at, window, calendar=None, zone=self.zone) >= self.at
        since = [e for e, verdict in self.matching([window]) if verdict and self.is_past(e)]
        return not since or (event is not since[-1] and is_not_after(since[-1], event))


_BUILT_IN = frozenset(("id", "seq", "source", "actor", "actor_kind", "unit"))


def _as_value(instant: int) -> datetime:
    return to_datetime(instant)


def truth(value: object) -> bool | None:
    """Return a condition's value if it is one; anything else is unknown."""
    return value if isinstance(value, bool) else None


def negated(verdict: bool | None) -> bool | None:
    """Return `not` in three values."""
    return None if verdict is None else not verdict


def both(one: bool | None, other: bool | None) -> bool | None:
    """Return `and` in three values."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def either(one: bool | None, other: bool | None) -> bool | None:
    """Return `or` in three values."""
    if one or other:
        return True
    return None if one is None or other is None else False


def _kind_named_by(charter: Charter, source: AttributeOf) -> str | None:
    """Return the subject kind that an attribute is typed as, if it is."""
    declared = charter.events.get(source.event)
    attribute_type = declared.attributes.get(source.attribute) if declared is not None else None
    if attribute_type is None or not isinstance(attribute_type.type, SubjectOf):
        return None
    return attribute_type.type.kind


def _seen(moment: Moment, call: Call) -> bool | None:
    verdicts = [verdict for _, verdict in moment.past(call)]
    return True if True in verdicts else None if verdicts else False


def _count(moment: Moment, call: Call) -> int | None:
    verdicts = [verdict for _, verdict in moment.past(call)]
    return None if None in verdicts else len(verdicts)


def _sum(moment: Moment, call: Call) -> object:
    """Return the exact sum; None if one summand, or whether it belongs, is unknown, or if they do not add up."""
    past = moment.past(call)
    values = [moment.at_event(event).value_of(Name((call.field or "",))) for event, _ in past]
    if None in values or any(verdict is None for _, verdict in past):
        return None
    try:
        return (
            reduce(lambda total, value: calculate("+", total, value, moment), values) if values else _zero(moment, call)
        )
    except Fault:  # amounts in different currencies, or more digits than are kept
        return None


def _zero(moment: Moment, call: Call) -> object:
    """Return the sum of nothing in the type of what would be summed; no money at all has no currency, so none."""
    selector = cast(Selector, call.arguments[0])
    declared = moment.world.charter.events[selector.event].attributes.get(call.field or "")
    summed = declared.type if declared is not None else None
    if isinstance(summed, QuantityOf):
        return Quantity(Decimal(0), summed.unit)
    kind = summed.kind if isinstance(summed, Plain) else "number"
    return {"money": None, "duration": Duration(0, Unit.ELAPSED), "integer": 0}.get(kind, Decimal(0))


def _first(moment: Moment, call: Call) -> object:
    return _end_of_past(moment, call, moment.past(call))


def _last(moment: Moment, call: Call) -> object:
    return _end_of_past(moment, call, moment.past(call)[::-1])


def _end_of_past(moment: Moment, call: Call, past: list[tuple[Event, bool | None]]) -> object:
    """Return the attribute of the outermost event; None if it is undecided, or if simultaneous ones differ."""
    ties = [pair for pair in past if not is_before(past[0][0], pair[0]) and not is_before(pair[0], past[0][0])]
    if not ties or any(verdict is None for _, verdict in ties):
        return None
    values = [moment.at_event(event).value_of(Name((call.field or "",))) for event, _ in ties]
    return values[0] if all(value == values[0] for value in values) else None


_HISTORY: Mapping[str, Answer] = {
    "seen": _seen,
    "count": _count,
    "sum": _sum,
    "first": _first,
    "last": _last,
}
