"""What indicators observe over time (section 7 of the language): states, the lives of subjects, and subjects themselves.

Each period is looked at by itself, key by key: what stood in it, what stood at its end, and who lived in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import cast

from jiannuo.core.charters.charter import Indicator, IntervalState
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.judging.reference.holding import changes_of_condition
from jiannuo.core.judging.reference.lives import lives_of
from jiannuo.core.judging.reference.moments import Moment, both, truth
from jiannuo.core.judging.reference.observing import AtEvent, Observation, observation
from jiannuo.core.judging.reference.recorded import sources_of_indicator, spans_on_record
from jiannuo.core.judging.reference.spans import FOREVER, Span, clipped, common, joined, without
from jiannuo.core.judging.reference.states import stretches
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import next_period_start

AGE = "age"


def is_over_time(indicator: Indicator) -> bool:
    """Tell whether an indicator observes neither events nor findings."""
    return indicator.over in ("states", "subjects")


def observed_over_time(indicator: Indicator, moment: Moment, periods: Sequence[Span]) -> list[list[Observation]]:
    """Return what an indicator over states or subjects observes in some periods; the whole time begins at -FOREVER."""
    measured = None if indicator.measured is None else indicator.measured.attribute
    stood = list(_stood(indicator, moment))
    work = _Observing(indicator, moment, moment.world.reach_of(sources_of_indicator(indicator, moment.world)).first)
    if indicator.kind == "time":
        found = [one for each in stood for one in work.times(each, periods)]
    elif AGE in (indicator.kind, measured):
        found = [one for each in stood for one in work.ages(each, periods)]
    elif indicator.over == "states":
        found = [one for each in stood for one in work.stretches(each, periods)]
    else:
        found = [one for each in stood for one in work.subjects(each.moment, periods)]
    return [found]


@dataclass(frozen=True, slots=True)
class _Stood:
    """When something stood or may have stood, of one key; `certain` is what is beyond doubt."""

    moment: Moment
    possible: list[Span]
    certain: list[Span]


def _stood(indicator: Indicator, moment: Moment) -> Iterator[_Stood]:
    world, name = moment.world, indicator.about or ""
    state = world.charter.states.get(name) if indicator.over == "states" else None
    of = world.charter.subjects[name].id if state is None else state.of
    for key in world.keys(of):
        here = Moment(world, world.stream(of, key), world.as_of, moment.answers)
        if state is None:
            lived = joined((life.start, life.until) for life in lives_of(here))
            yield _Stood(here, lived, lived)
        else:
            parts = stretches(here, cast(IntervalState, state), key)
            possible = joined(part.span(known_at=world.as_of) for part in parts)
            yield _Stood(here, possible, joined(part.certain(known_at=world.as_of) for part in parts))


@dataclass(frozen=True, slots=True)
class _Observing:
    """Observes for one indicator; `first` is the first instant that is on record for it, if any."""

    indicator: Indicator
    moment: Moment
    first: int | None

    @property
    def end(self) -> int:
        """Return the last instant that is on record."""
        world = self.moment.world
        return min(world.reach_of(sources_of_indicator(self.indicator, world)).complete_until, world.as_of)

    def _start(self, period: Span) -> int:
        """Return where a period begins, the whole time where the record does."""
        as_of = self.moment.world.as_of
        return period[0] if period[0] != -FOREVER else min(as_of if self.first is None else self.first, as_of)

    def _one(self, here: Moment, at: int, certain: bool, amount: int | None) -> Observation | None:
        """Return what is observed at a position, None if it does not belong."""
        world, indicator = here.world, self.indicator
        belongs: bool | None = True if certain else None
        if indicator.where is not None:
            belongs = both(belongs, truth(world.read(indicator.where, here)))
        if belongs is False:
            return None
        measured = None if amount is None else Duration(amount, Unit.ELAPSED)
        return observation(indicator, AtEvent(here), at, belongs, measured)

    # Times.

    def times(self, stood: _Stood, periods: Iterable[Span]) -> Iterator[Observation]:
        """Yield how long something stood in each period, what lies side by side and is alike together."""
        world = self.moment.world
        recorded = spans_on_record(world, sources_of_indicator(self.indicator, world))
        certain, possible = common(stood.certain, recorded), common(stood.possible, recorded)
        certain, doubtful = self._in_open_hours(certain, without(possible, certain))
        for period in periods:
            until = period[1] if period[0] != -FOREVER else world.as_of + 1
            for spans, is_certain in ((certain, True), (doubtful, False)):
                for span in self._by_year(clipped(spans, from_=period[0], until=until), period):
                    yield from _alike(self._pieces(stood.moment, span, self._start(period), is_certain))

    def _by_year(self, spans: Iterable[Span], period: Span) -> Iterator[Span]:
        """Yield spans cut where a year begins, as a figure is told to date by years; of the whole time none is."""
        for from_, until in spans:
            edge = from_ if period[0] != -FOREVER else until
            while edge < until:
                start, edge = edge, min(until, next_period_start(edge, "year", zone=self.moment.zone))
                yield (start, edge)
            if period[0] == -FOREVER:
                yield (from_, until)

    def _in_open_hours(self, certain: list[Span], doubtful: list[Span]) -> tuple[list[Span], list[Span]]:
        """Return what lies in the open hours of the calendar; in years that it does not know all is in doubt."""
        if self.indicator.calendar is None:
            return certain, doubtful
        calendar = self.moment.world.calendar(self.indicator.calendar)
        first, last = calendar.known_span
        known = clipped([*certain, *doubtful], from_=first, until=last)
        hours = joined(calendar.segments(known[0][0], known[-1][1])) if known else []
        strange = without(joined([*certain, *doubtful]), [(first, last)])
        return common(certain, hours), joined([*common(doubtful, hours), *strange])

    def _pieces(self, here: Moment, span: Span, at: int, certain: bool) -> Iterator[tuple[Span, Observation | None]]:
        """Yield the parts of a span throughout which the condition and the dimensions stay the same."""
        read = [each for each in (self.indicator.where, *self.indicator.by) if each is not None]
        changes = {at for each in read for at in changes_of_condition(each, here)}
        edges = sorted({*span, *(at for at in changes if span[0] < at < span[1])})
        for from_, until in pairwise(edges):
            yield (from_, until), self._one(replace(here, at=from_), max(at, from_), certain, until - from_)

    # Stretches.

    def stretches(self, stood: _Stood, periods: Sequence[Span]) -> Iterator[Observation]:
        """Yield the stretches that touch each period with their part in it, or whole those that begin in it."""
        for from_, until in stood.possible:
            if from_ > self.end:
                continue
            is_certain, is_open = (from_, until) in stood.certain, until > self.end
            last = min(until, max(self.end, from_))
            for period in periods:
                part = self._part((from_, last), period, is_open)
                if part is not None:
                    here = replace(stood.moment, at=from_)
                    one = self._one(here, max(self._start(period), part[0]), is_certain, part[1] - part[0])
                    yield from () if one is None else (one,)

    def _part(self, span: Span, period: Span, is_open: bool) -> Span | None:
        """Return the part of a stretch that counts in a period; one that is open is in force at its last instant, too."""
        if period[0] == -FOREVER:
            return span
        (from_, until), (start, end) = span, period
        if not self.indicator.clip:
            return span if start <= from_ < end else None
        touches = from_ < end and (until > start or start <= from_ or (is_open and until == start))
        return (max(from_, start), min(until, end)) if touches else None

    # What is so at a period's end.

    def ages(self, stood: _Stood, periods: Iterable[Span]) -> Iterator[Observation]:
        """Yield what stands at the end of each period, and since when."""
        for period in periods:
            if self._start(period) > self.end:
                continue
            end = min(period[1], self.end)
            at = end - 1 if period[1] <= self.end and period[0] != -FOREVER else end
            for from_, until in stood.possible:
                if from_ <= at < until:
                    here = replace(stood.moment, at=at, period=(self._start(period), end))
                    one = self._one(here, self._start(period), (from_, until) in stood.certain, end - from_)
                    yield from () if one is None else (one,)

    def subjects(self, here: Moment, periods: Iterable[Span]) -> Iterator[Observation]:
        """Yield a subject once for every period in which it lived, as it is at the end."""
        as_of, measured = self.moment.world.as_of, self.indicator.measured
        for period in periods:
            last = period[1] - 1 if period[1] <= as_of and period[0] != -FOREVER else as_of
            if not any(e.start <= last and period[0] < max(e.until, e.start + 1) for e in lives_of(here)):
                continue
            there = replace(here, at=last, period=(self._start(period), period[1]))
            one = self._one(there, self._start(period), certain=True, amount=None)
            if one is None:
                continue
            if measured is not None:
                value = there.value_of(Name((measured.event, measured.attribute)))
                one = observation(self.indicator, AtEvent(there), one.at, one.belongs, value)
            yield one


def _alike(pieces: Iterable[tuple[Span, Observation | None]]) -> list[Observation]:
    """Put pieces together that lie side by side and are alike."""
    found: list[tuple[Span, Observation]] = []
    for span, one in pieces:
        if one is None:
            continue
        if found and found[-1][0][1] == span[0] and (found[-1][1].belongs, found[-1][1].by) == (one.belongs, one.by):
            before = found.pop()
            both_ = (before[1].amount or (Fraction(0), ""))[0] + (one.amount or (Fraction(0), ""))[0]
            found.append(((before[0][0], span[1]), replace(before[1], amount=(both_, "us"))))
        else:
            found.append((span, one))
    return [one for _, one in found]
