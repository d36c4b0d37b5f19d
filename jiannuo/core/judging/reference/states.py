"""Which states are in force, and how high levels stand, as known at a moment (section 1 of the language).

A state is a set of stretches. Each remembers when it became known and, where an event closed it, when that happened, so
that a plan published late never heals the past and an end that lies ahead is not used before it happened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from jiannuo.core.charters.charter import AttributeOf, CountLevel, IntervalState, LastLevel, State, SumLevel
from jiannuo.core.expressions.syntax import Call, Literal, Name, Selector
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference.moments import Moment, both
from jiannuo.core.judging.reference.ordering import is_ended_by, scan_key
from jiannuo.core.judging.reference.spans import FOREVER, Span, joined
from jiannuo.core.judging.reference.world import Key, key_of
from jiannuo.core.values.clock import add
from jiannuo.core.values.instants import from_datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a state, [from_, until); `closed_at` is when an event ended it before its planned end.

    From `doubted_at` on an undecided event may have ended it; if an undecided event began it, that is from the start.
    """

    key: Key
    opened_by: Event
    from_: int
    until: int
    closed_at: int = FOREVER
    doubted_at: int = FOREVER

    def span(self, *, known_at: int) -> Span:
        """Return the stretch as it was known at an instant, doubts and all; empty if it was not known then."""
        if self.opened_by.at > known_at:
            return (self.from_, self.from_)
        return (self.from_, self.closed_at if self.closed_at <= known_at else self.until)

    def certain(self, *, known_at: int) -> Span:
        """Return the part of the stretch that nothing undecided puts in doubt."""
        from_, until = self.span(known_at=known_at)
        return (from_, min(until, self.doubted_at) if self.doubted_at <= known_at else until)

    def stands(self, at: int, *, known_at: int) -> bool | None:
        """Tell whether the stretch was known to cover an instant; None while that is in doubt."""
        if _covers(self.certain(known_at=known_at), at):
            return True
        return None if _covers(self.span(known_at=known_at), at) else False


def stretches(moment: Moment, state: IntervalState, key: Key) -> tuple[Stretch, ...]:
    """Return all stretches of a state of one key that are known at the end of the record."""
    make = lambda: tuple(_stretches(_of_state(moment, state, key), state))  # noqa: E731
    return moment.world.remembered(("stretches", state.name, key), make)


def _of_state(moment: Moment, state: IntervalState, key: Key) -> Moment:
    world = moment.world
    return Moment(world, world.stream(state.of, key), world.as_of, moment.answers)


def _stretches(moment: Moment, state: IntervalState) -> list[Stretch]:
    closings = list(moment.matching(_selectors(state.until)))
    shared = {closing.at for closing, _ in closings}
    earlier: list[Stretch] = []
    for opener, from_, verdict in sorted(_openings(moment, state), key=lambda opening: scan_key(opening[0])):
        if from_ is None:
            continue
        until = min((_planned_ends(moment, state, opener, from_)), default=FOREVER)
        stood = _stood_before(earlier, opener.at) if opener.at in shared else False
        after = [(end.at, both(v, is_ended_by(opener, end, stood_before=stood))) for end, v in closings]
        closed_at = next((at for at, closes in after if closes), FOREVER)
        doubted_at = from_ if verdict is None else next((at for at, closes in after if closes is None), FOREVER)
        closed_at = closed_at if closed_at < until else FOREVER
        earlier.append(Stretch(moment.stream.key, opener, from_, until, closed_at, doubted_at))
    return earlier


def _stood_before(earlier: Iterable[Stretch], at: int) -> bool | None:
    """Tell whether anything begun before an instant was left to be ended at it, be it planned to begin later."""
    left = [s.doubted_at >= at or None for s in earlier if s.opened_by.at < at <= min(s.until, s.closed_at)]
    return True if True in left else None if left else False


def _openings(moment: Moment, state: IntervalState) -> Iterator[tuple[Event, int | None, bool | None]]:
    for event, verdict in moment.matching(_selectors(state.from_)):
        yield event, event.at, verdict
    for source in _attributes(state.from_):
        for event in moment.stream.events:
            if event.type == source.event:
                yield event, _instant(moment.at_event(event).value_of(Name((source.attribute,)))), True


def _planned_ends(moment: Moment, state: IntervalState, opener: Event, from_: int) -> Iterator[int]:
    if state.lasts is not None:
        yield add(from_, state.lasts, calendar=None, zone=moment.zone)
    for source in _attributes(state.until):
        if source.event == opener.type:
            end = _instant(moment.at_event(opener).value_of(Name((source.attribute,))))
            if end is not None:
                yield end


def _selectors(ends: Iterable[Selector | AttributeOf]) -> list[Selector]:
    return [end for end in ends if isinstance(end, Selector)]


def _attributes(ends: Iterable[Selector | AttributeOf]) -> list[AttributeOf]:
    return [end for end in ends if isinstance(end, AttributeOf)]


def _instant(value: object) -> int | None:
    return from_datetime(value) if isinstance(value, datetime) else None


# Levels.


def level_at(moment: Moment, state: State, key: Key, *, at: int) -> object:
    """Return how high a level stands at an instant, as known at the moment; None if nothing was ever reported."""
    if isinstance(state, CountLevel):
        return _count(moment, _counted(moment, state, key), at)
    stream = moment.world.stream(state.of, key)
    past = [event for event in stream.events if event.at <= min(at, moment.at)]
    if isinstance(state, LastLevel):
        reported = [event for event in past if event.type == state.reading.event]
        return _value(moment, reported[-1], state.reading) if reported else None
    if isinstance(state, SumLevel):
        return _sum(moment, state, past)
    return _any_stands(stretches(moment, state, key), at, moment.at)


def _count(moment: Moment, counted: Iterable[Stretch], at: int) -> int | None:
    """Return how many keys are in the state; None if that is in doubt for one of them."""
    by_key: dict[Key, list[Stretch]] = {}
    for stretch in counted:
        by_key.setdefault(stretch.key, []).append(stretch)
    stand = [_any_stands(parts, at, moment.at) for parts in by_key.values()]
    return None if None in stand else sum(stand)  # type: ignore[arg-type]


def _any_stands(parts: Iterable[Stretch], at: int, known_at: int) -> bool | None:
    stand = [part.stands(at, known_at=known_at) for part in parts]
    return True if True in stand else None if None in stand else False


def _covers(span: Span, at: int) -> bool:
    return span[0] <= at < span[1]


def _counted(moment: Moment, level: CountLevel, key: Key) -> list[Stretch]:
    """Return the stretches of the counted state whose opening event carries the level's key."""
    state = cast(IntervalState, moment.world.charter.states[level.state])

    def by_key() -> dict[Key, list[Stretch]]:
        grouped: dict[Key, list[Stretch]] = {}
        for state_key in moment.world.keys(state.of):
            for stretch in stretches(moment, state, state_key):
                counted_for = key_of(stretch.opened_by, (level.per,))
                if counted_for is not None:
                    grouped.setdefault(counted_for, []).append(stretch)
        return grouped

    return moment.world.remembered(("counted", level.name), by_key).get(key, [])


def _value(moment: Moment, event: Event, source: AttributeOf) -> object:
    return moment.at_event(event).value_of(Name((source.attribute,)))


def _sum(moment: Moment, level: SumLevel, past: list[Event]) -> object:
    total = Decimal(0)
    for sign, sources in ((1, level.plus), (-1, level.minus)):
        for source in sources:
            values = [_value(moment, event, source) for event in past if event.type == source.event]
            if None in values:
                return None
            total += sign * sum((Decimal(str(value)) for value in values), start=Decimal(0))
    return total


def changes_of(moment: Moment, state: State, key: Key) -> set[int]:
    """Return every instant at which a state or level of one key may change."""
    if isinstance(state, IntervalState | CountLevel):
        counted = _counted(moment, state, key) if isinstance(state, CountLevel) else stretches(moment, state, key)
        return {at for s in counted for at in (s.opened_by.at, s.from_, s.until, s.closed_at, s.doubted_at)}
    return {event.at for event in moment.world.stream(state.of, key).events}


# Functions of conditions.


def key_for(moment: Moment, state: State, keys: Iterable[object] = ()) -> Key | None:
    """Return the state's key: the one given, or what the obligation and its event carry of it."""
    given = tuple(keys)
    if given:
        return None if None in given else tuple(str(value) for value in given)
    values = [_carried(moment, attribute) for attribute in state.of]
    return None if None in values else tuple(str(value) for value in values)


def _carried(moment: Moment, attribute: str) -> object:
    if moment.member is not None and attribute == moment.member[0]:
        return moment.member[1]
    if attribute in moment.stream.of:
        return moment.stream.key[moment.stream.of.index(attribute)]
    for event in (moment.own, moment.trigger):
        if event is not None and attribute in event.attributes:
            return event.attributes[attribute]
    return None


def _arguments(moment: Moment, call: Call) -> tuple[State, list[object]]:
    name, *rest = call.arguments
    values = [moment.world.read(argument, moment) for argument in rest if not isinstance(argument, Selector)]
    return moment.world.charter.states[str(cast(Literal, name).value)], values


def level(moment: Moment, call: Call) -> object:
    """Answer `level('level', keys)` and `in_force('state', keys)`: how it stands now; None if the key is missing."""
    state, values = _arguments(moment, call)
    key = key_for(moment, state, values)
    return None if key is None else level_at(moment, state, key, at=moment.at)


def lowest(moment: Moment, call: Call) -> object:
    """Answer `lowest('level', from, to)`: the lowest stand in [from, to) as planned or known now."""
    state, (from_, to) = _arguments(moment, call)
    key, start, end = key_for(moment, state), _instant(from_), _instant(to)
    if key is None or start is None or end is None:
        return None
    instants = {start} | {at for at in changes_of(moment, state, key) if start < at < end}
    stands = [level_at(moment, state, key, at=at) for at in instants]
    return None if None in stands else min(stands)  # type: ignore[type-var]


def members(moment: Moment, call: Call) -> object:
    """Answer `members('state', key)`: the last attribute of every key that begins so and is in force now."""
    state, values = _arguments(moment, call)
    if None in values:
        return None
    begins = tuple(str(value) for value in values)
    keys = [key for key in moment.world.keys(state.of) if key[: len(begins)] == begins]
    stand = {key: level_at(moment, state, key, at=moment.at) for key in keys}
    return None if None in stand.values() else tuple(key[-1] for key, stands in stand.items() if stands)


def spans_in_force(moment: Moment, state: State, *, until: int) -> list[Span]:
    """Return when a state was in force for the obligation's key, as known at the end of the record, up to an instant."""
    key = key_for(moment, state)
    if key is None or not isinstance(state, IntervalState):
        return []
    spans = (stretch.certain(known_at=moment.world.as_of) for stretch in stretches(moment, state, key))
    return joined((from_, min(end, until)) for from_, end in spans)
