"""When obligations open: by a trigger, at the start of each period, once for each member (sections 3, 4.6 and 5.16)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import cast

from jiannuo.core.charters.charter import Every, ForEach, Promise
from jiannuo.core.expressions.syntax import Name, Selector
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference.lives import Life, alive, lives_of
from jiannuo.core.judging.reference.moments import Moment, truth
from jiannuo.core.judging.reference.spans import Span
from jiannuo.core.values.clock import due_of_days
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import Period, next_period_start, period_start, write_instant


@dataclass(frozen=True, slots=True)
class Member:
    """One of those an obligation is multiplied by: the value, and the attribute by which an event carries it."""

    value: object
    attribute: str

    def is_carried_by(self, event: Event) -> bool | None:
        """Tell whether an event is about this member; None if it does not say whom it is about."""
        carried = event.attributes.get(self.attribute)
        if carried is None:
            return None
        if isinstance(carried, tuple | list):
            return self.value in carried
        return carried == self.value or str(carried) == str(self.value)


@dataclass(frozen=True, slots=True)
class Opening:
    """What opened an obligation. `root` identifies it: the first event of the trigger's chain, or the period's start."""

    start: int
    root: str
    trigger: Event | None = None
    period: Span | None = None
    member: Member | None = None
    is_reopening: bool = False

    def moment(self, moment: Moment) -> Moment:
        """Return the position at which limits, owners and members are read."""
        own, member = self.trigger, self.member
        named = None if member is None else (member.attribute, member.value)
        events = (own, own, own)  # the trigger is the own event, the place among simultaneous ones, and the trigger
        return Moment(moment.world, moment.stream, self.start, moment.answers, *events, self.period, named)


def triggered(promise: Promise, selectors: Iterable[Selector], moment: Moment) -> Iterator[Opening]:
    """Yield an opening for each trigger, also from before the edition; an undecided one opens nothing and is noted."""
    for event, verdict in moment.matching(selectors):
        opening = Opening(event.at, moment.world.root_of(event), trigger=event)
        wanted = verdict and is_wanted(promise, opening.moment(moment))
        if wanted is None:
            moment.world.note_undecided(promise.id, event.id)
        elif wanted:
            yield opening


def is_wanted(promise: Promise, moment: Moment) -> bool | None:
    """Tell whether `where` holds and `unless` does not, at the opening."""
    asked = True if promise.where is None else truth(moment.world.read(promise.where, moment))
    spared = False if promise.unless is None else truth(moment.world.read(promise.unless, moment))
    if asked is False or spared is True:
        return False
    return None if asked is None or spared is None else True


def is_in_edition(moment: Moment, start: int) -> bool:
    """Tell whether an obligation that opens at an instant falls under the edition (5.16)."""
    charter = moment.world.charter
    return charter.effective <= start and (charter.until is None or start < charter.until)


def per_member(
    opening: Opening, for_each: ForEach | None, moment: Moment, *, until: int | None = None
) -> list[Opening]:
    """Multiply an opening by its members, taken at the opening; an empty list of members opens nothing.

    With `until`, members that are subjects must live until then (4.6).
    """
    if for_each is None:
        return [opening]
    return [replace(opening, member=member) for member in _members(for_each, opening.moment(moment), until)]


def _members(for_each: ForEach, moment: Moment, until: int | None) -> list[Member]:
    if for_each.kind is not None:
        attribute = moment.world.charter.subjects[for_each.kind].id[0]
        return [Member(key[0], attribute) for key in alive(moment, for_each.kind, at=moment.at, until=until)]
    attribute = for_each.attribute or ""
    listed = for_each.constants or moment.value_of(Name((attribute,)))
    return [Member(value, attribute) for value in listed] if isinstance(listed, tuple | list) else []


# Periods.


def periodic(promise: Promise, every: Every, moment: Moment) -> Iterator[Opening]:
    """Yield an opening for each period that begins under the edition and that the subject lives throughout (4.6)."""
    for life in lives_of(moment):
        _note_without_length(promise, every, life, moment)
        for start, end in _periods(every, moment, from_=max(life.start, moment.world.charter.effective)):
            opening = Opening(start, write_instant(start, zone=moment.zone), period=(start, end))
            if end > life.until or not is_in_edition(moment, start):
                break
            wanted = is_wanted(promise, opening.moment(moment))
            if wanted is None:
                moment.world.note_undecided(promise.id, opening.root)
            elif wanted:
                yield opening


def _note_without_length(promise: Promise, every: Every, life: Life, moment: Moment) -> None:
    """Note the beginning of a life for which the attribute that gives the length of the periods gives none."""
    from_ = max(life.start, moment.world.charter.effective)
    if every.attribute is None or _length_of(every, moment, at=from_) is not None:
        return
    root = write_instant(life.start, zone=moment.zone) if life.began is None else moment.world.root_of(life.began)
    opening = Opening(from_, root)
    is_lived = from_ < life.until and from_ <= moment.world.as_of and is_in_edition(moment, from_)
    if is_lived and is_wanted(promise, opening.moment(moment)) is not False:
        moment.world.note_undecided(promise.id, root)


def _periods(every: Every, moment: Moment, *, from_: int) -> Iterator[Span]:
    """Yield the periods that begin from an instant on and not after `as_of`."""
    world = moment.world
    if every.period is not None and every.period != "total":
        yield from whole_periods(every.period, moment, from_=from_)
    elif every.interval_of is not None:
        segments = world.calendar(every.interval_of).segments(from_ - 1, world.as_of + 1)
        yield from (span for span in segments if from_ <= span[0] <= world.as_of)
    else:
        yield from _counted_periods(every, moment, from_=from_)


def whole_periods(period: Period, moment: Moment, *, from_: int, with_first: bool = False) -> Iterator[Span]:
    """Yield the natural periods (of the charter's zone) that begin from an instant on and not after `as_of`.

    With `with_first`, also the one that holds the instant.
    """
    start = period_start(from_, period, zone=moment.zone)
    while start <= moment.world.as_of:
        end = next_period_start(start, period, zone=moment.zone)
        if start >= from_ or with_first:
            yield (start, end)
        start = end


def _counted_periods(every: Every, moment: Moment, *, from_: int) -> Iterator[Span]:
    """Yield periods of a length, counted from 00:00 of the effective date.

    Each edge is counted from there, so that months which end on the 31st go on doing so after a short one.
    """
    length = _length_of(every, moment, at=from_)
    if length is None:
        return
    first = moment.world.charter.effective
    skipped = (from_ - first) // length.count if length.unit is Unit.ELAPSED else 0
    edges = (_edge(first, length, moment, times=number) for number in count(skipped))
    for start, end in pairwise(edges):
        if start > moment.world.as_of:
            return
        if start >= from_:
            yield (start, end)


def _length_of(every: Every, moment: Moment, *, at: int) -> Duration | None:
    """Return how long the periods are; None if that is missing, nothing at all, or working time, which has no edges."""
    length: object = every.duration
    if every.attribute is not None:
        length = replace(moment, at=at, own=None, here=None).value_of(Name((every.attribute,)))
    usable = isinstance(length, Duration) and length.count > 0 and not length.unit.needs_calendar
    return cast(Duration, length) if usable else None


def _edge(first: int, length: Duration, moment: Moment, *, times: int) -> int:
    """Return where so many periods end: days, weeks and months at 00:00 of a date, for a period has no opening day."""
    whole = Duration(length.count * times, length.unit)
    if length.unit is Unit.ELAPSED:
        return first + whole.count
    return due_of_days(first, whole, -1, calendar=None, zone=moment.zone)
