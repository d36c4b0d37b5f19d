"""Signals: a pattern becomes an event of its own, once until cleared (section 1 of the language, decision 20).

The condition is read at the events of `at`, or at the end of each period; what it asks of the past begins at the latest
clear. A signal is given where the condition is true, or has been true for as long as `for` says.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from jiannuo.core.charters.charter import Signal
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference.lives import lives_of
from jiannuo.core.judging.reference.moments import Answer, Moment, both, negated, truth
from jiannuo.core.judging.reference.openings import is_in_edition, whole_periods
from jiannuo.core.judging.reference.world import Key, World, key_of
from jiannuo.core.values.clock import add
from jiannuo.core.values.instants import Period, write_instant

Decided = tuple[Event, bool | None]
"""An event, and whether it counts; None: undecided."""


@dataclass(frozen=True, slots=True)
class Look:
    """The condition as it was read once: at `at`, from a position; `ripe_at` is when it will have been true long enough."""

    at: int
    ripe_at: int
    root: str
    verdict: bool | None
    position: Moment
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A signal that was given, certainly or perhaps, by a look."""

    look: Look
    is_certain: bool

    def is_before(self, clear: Event) -> bool:
        """Tell whether an event that clears comes after the signal; one of the look's own instant counts as before it."""
        if clear.at < self.look.ripe_at:
            return False
        return self.look.ripe_at > self.look.at or not self.look.position.is_past(clear)


def with_signals(world: World, answers: Mapping[str, Answer]) -> World:
    """Return the world with all signals of its charter among the events, each built on those before it."""
    for signal in world.charter.signals.values():
        given = [event for key in world.keys(signal.of) for event in _events(signal, key, world, answers)]
        world = world.with_signals(given)
    return world


def _events(
    signal: Signal, key: Key, world: World, answers: Mapping[str, Answer]
) -> Iterator[tuple[Event, bool, str | None]]:
    """Yield the events that a signal is for one key, whether each is certain, and the root of the event that gave it.

    What a relative's events gave (5.11) is the relative's signal.
    """
    moment = Moment(world, world.stream(signal.of, key), world.as_of, answers)
    values = next((e.attributes for e in moment.stream.events if key_of(e, signal.of) == key), {})
    for given in _given(signal, moment):
        cause = given.look.event
        if cause is None or key_of(cause, signal.of) in (None, key):
            event = _event(signal, key, given.look, {name: values.get(name) for name in signal.of}, world)
            yield event, given.is_certain, None if cause is None else given.look.root


def _event(signal: Signal, key: Key, look: Look, attributes: dict[str, object], world: World) -> Event:
    """Return a signal as an event: at once it stands where its cause does, later on its own."""
    cause, at_once = look.event, look.ripe_at == look.at
    return Event(
        id="/".join(part.replace("\\", "\\\\").replace("/", "\\/") for part in (signal.name, *key, look.root)),
        type=signal.name,
        at=look.ripe_at,
        recorded_at=look.ripe_at if cause is None else cause.recorded_at,
        attributes=attributes,
        seq=cause.seq if cause is not None and at_once else None,
        source=world.charter.id if cause is None else cause.source,
    )


def _given(signal: Signal, moment: Moment) -> list[Given]:
    """Return what a signal gives of one key: from each look at which the condition was true or may have been."""
    clears = list(moment.matching(signal.clears))
    looks = list(_looks(signal, moment, clears))
    given: list[Given] = []
    for place, look in enumerate(looks):
        if look.verdict is False or look.ripe_at > moment.world.as_of:
            continue
        verdict = both(_is_free(look, given, clears), _lasts(looks[place:], clears))
        if verdict is not False:
            given.append(Given(look, verdict is True))
    return given


def _is_free(look: Look, given: Iterable[Given], clears: Iterable[Decided]) -> bool | None:
    """Tell whether no signal stands at a look: none was given, or the last one was cleared."""
    last = next((one for one in reversed(list(given)) if one.is_certain), None)
    if last is None:
        return True
    between = [verdict for clear, verdict in clears if last.is_before(clear) and look.position.is_past(clear)]
    return True if True in between else None if between else False


def _lasts(looks: list[Look], clears: Iterable[Decided]) -> bool | None:
    """Tell whether the condition was true from the first look until it was ripe: nothing before then ended it.

    What happens at the very instant comes too late to end it.
    """
    first, verdict = looks[0], looks[0].verdict
    for look in looks[1:]:
        if look.at < first.ripe_at:
            verdict = both(verdict, look.verdict)
    for clear, counts in clears:
        if clear.at < first.ripe_at and not first.position.is_past(clear):
            verdict = both(verdict, negated(counts))
    return verdict


# Where the condition is read.


def _looks(signal: Signal, moment: Moment, clears: list[Decided]) -> Iterator[Look]:
    return _at_periods(signal, moment, clears) if signal.per is not None else _at_events(signal, moment, clears)


def _at_events(signal: Signal, moment: Moment, clears: list[Decided]) -> Iterator[Look]:
    """Yield a look at each event of the edition, from its place among the events of its instant."""
    for event, verdict in moment.matching(signal.at):
        if is_in_edition(moment, event.at):
            there = _restarted(moment, event.at, clears, own=event)
            found = both(verdict, truth(moment.world.read(signal.when, there)))
            root = moment.world.root_of(event)
            yield Look(event.at, _ripe(signal, event.at, moment), root, found, there, event)


def _at_periods(signal: Signal, moment: Moment, clears: list[Decided]) -> Iterator[Look]:
    """Yield a look at the end of each period of the edition at whose last instant the subject lives.

    What happened before the end belongs to the period, what happens at its end to the next.
    """
    for life in lives_of(moment):
        for start, end in whole_periods(cast(Period, signal.per), moment, from_=life.start, with_first=True):
            if end > min(life.until, moment.world.as_of):
                break
            if is_in_edition(moment, start):
                there = _restarted(moment, end - 1, clears, period=(start, end))
                found = truth(moment.world.read(signal.when, there))
                yield Look(end, _ripe(signal, end, moment), write_instant(end, zone=moment.zone), found, there)


def _restarted(
    moment: Moment, at: int, clears: list[Decided], *, own: Event | None = None, period: tuple[int, int] | None = None
) -> Moment:
    stream, answers = moment.stream, moment.answers
    return Moment(moment.world, stream, at, answers, own, own, period=period, restarts=tuple(clears))


def _ripe(signal: Signal, at: int, moment: Moment) -> int:
    return at if signal.lasts is None else add(at, signal.lasts, calendar=None, zone=moment.zone)
