"""The verb `never`: something does not happen in a span (sections 3 and 4.7 of the language)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from jiannuo.core.charters.charter import Never, Promise
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.calendar_years import missing_year
from jiannuo.core.judging.reference.deadlines import calendar_of
from jiannuo.core.judging.reference.endings import WAIVER, Endings, endings_of
from jiannuo.core.judging.reference.lives import lives_of
from jiannuo.core.judging.reference.missing import missing_in
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.openings import Opening, is_in_edition, is_wanted, triggered, whole_periods
from jiannuo.core.judging.reference.ordering import is_before
from jiannuo.core.judging.reference.owners import owned
from jiannuo.core.judging.reference.spans import FOREVER, overlaps
from jiannuo.core.judging.reference.tested import tested
from jiannuo.core.values.clock import add
from jiannuo.core.values.durations import Duration
from jiannuo.core.values.instants import write_instant
from jiannuo.core.values.problems import Refusal


@dataclass(frozen=True, slots=True)
class Watch:
    """The span that is watched, [start, until); an event at either end belongs to it only as `seq` says."""

    opening: Opening
    until: int
    ended_by: Event | None = None
    missing: str | None = None
    missing_year: str | None = None
    provisional_years: tuple[int, ...] = ()

    def holds(self, event: Event) -> bool:
        """Tell whether an event lies in the span (4.7)."""
        trigger = self.opening.trigger
        begun = event.at >= self.opening.start if trigger is None else not is_before(event, trigger)
        ended = event.at >= self.until
        if ended and self.ended_by is not None and event.at == self.until:
            ended = not is_before(event, self.ended_by)
        return begun and not ended


def judge_never(promise: Promise, moment: Moment) -> Iterator[Finding]:
    """Yield the findings of a `never` on one subject, in the order in which its spans open."""
    for watch in _watches(promise, moment):
        if is_in_edition(moment, watch.opening.start):
            yield _judge(promise, watch, moment)


def _demand(promise: Promise) -> Never:
    return cast(Never, promise.demand)


def _watches(promise: Promise, moment: Moment) -> Iterator[Watch]:
    for watch in _spans(promise, moment):
        yield from _per_period(promise, watch, moment)


def _spans(promise: Promise, moment: Moment) -> Iterator[Watch]:
    """Yield the spans: from each `from` event, or the lives of the subject."""
    demand = _demand(promise)
    if demand.from_:
        for opening in triggered(promise, demand.from_, moment):
            yield _ended(promise, opening, moment)
        return
    for life in lives_of(moment):
        root = write_instant(life.start, zone=moment.zone) if life.began is None else moment.world.root_of(life.began)
        opening = Opening(life.start, root, trigger=life.began)
        wanted = is_wanted(promise, opening.moment(moment))
        if wanted is None:
            moment.world.note_undecided(promise.id, root)
        elif wanted:
            watch = _ended(promise, opening, moment)
            yield watch if watch.until <= life.until else Watch(opening, life.until, life.ended)


def _ended(promise: Promise, opening: Opening, moment: Moment) -> Watch:
    """Return the span with its end: the first `until` event after its start, or the duration after it."""
    demand = _demand(promise)
    ends = [e for e, verdict in moment.matching(demand.until) if verdict and _is_later(e, opening)]
    watch = Watch(opening, ends[0].at, ends[0]) if ends else Watch(opening, FOREVER)
    if demand.lasts is None:
        return watch
    length = moment.world.read(demand.lasts, opening.moment(moment))
    if not isinstance(length, Duration):
        return replace(watch, missing=missing_in(demand.lasts, opening.moment(moment)))
    calendar = calendar_of(promise, opening.moment(moment), length.unit)
    if length.unit.needs_calendar and calendar is None:
        return replace(watch, missing=write_condition(demand.lasts))
    try:
        until = add(opening.start, length, calendar=calendar, zone=moment.zone)
    except Refusal as refusal:
        return replace(watch, missing_year=missing_year(refusal))
    years = () if calendar is None else calendar.provisional_years(opening.start, until)
    return watch if watch.until <= until else Watch(opening, until, provisional_years=years)


def _is_later(event: Event, opening: Opening) -> bool:
    return event.at >= opening.start if opening.trigger is None else is_before(opening.trigger, event)


def _per_period(promise: Promise, watch: Watch, moment: Moment) -> Iterator[Watch]:
    """Cut a span by periods, where the promise says so; each part is an obligation of its own."""
    per = _demand(promise).per
    if per is None or per == "total":
        yield watch
        return
    for start, end in whole_periods(per, moment, from_=watch.opening.start, with_first=True):
        if start >= watch.until:
            return
        first = max(start, watch.opening.start)
        root = f"{watch.opening.root}/{write_instant(start, zone=moment.zone)}"
        trigger = watch.opening.trigger if first == watch.opening.start else None
        opening = replace(watch.opening, start=first, root=root, trigger=trigger)
        part = replace(watch, opening=opening)
        yield replace(part, until=end, ended_by=None) if end < watch.until else part


def _judge(promise: Promise, watch: Watch, moment: Moment) -> Finding:
    deeds = [(e, verdict) for e, verdict in moment.matching(_demand(promise).forbidden) if watch.holds(e)]
    done = [event for event, verdict in deeds if verdict]
    doubtful = tuple(event.id for event, verdict in deeds if verdict is None)
    finding = _verdict(promise, watch, moment, done, doubtful)
    finding = replace(finding, undecided=tuple(dict.fromkeys((*finding.undecided, *doubtful))))
    until = min(finding.ended_at or FOREVER, watch.until, moment.world.as_of)
    trigger = () if watch.opening.trigger is None else (watch.opening.trigger.id,)
    end = () if watch.ended_by is None else (watch.ended_by.id,)
    evidence = tuple(dict.fromkeys((*trigger, *finding.evidence, *end)))
    due = None if watch.until >= FOREVER else watch.until
    finding = replace(finding, due=due, evidence=evidence, reached=len(done), wanted=0)
    opened = watch.opening.moment(moment)
    return tested(promise, owned(promise, finding, opened, until=until), opened)


def _verdict(promise: Promise, watch: Watch, moment: Moment, done: list[Event], doubtful: tuple[str, ...]) -> Finding:
    """Decide by what came first: forbidden event, excuse, end of what is owed, end of the span."""
    draft = _draft(promise, watch, moment)
    endings = endings_of(promise, watch.opening, moment)
    excuse, end = _in_span(endings.excuses, watch), _in_span(endings.ends, watch)
    first = min((event for event in (excuse, end) if event is not None), key=lambda event: event.at, default=None)
    if done and (first is None or not is_before(first, done[0])):
        return _broken(draft, promise, watch, moment, done)
    excuse = excuse if excuse is first else None
    if excuse is not None:
        return _excused(draft, excuse)
    if end is not None:
        return replace(draft, verdict="lapsed", reason="ended", ended_at=end.at, evidence=(end.id,))
    return _clean(draft, promise, watch, moment, doubtful)


def _in_span(events: Iterable[Event], watch: Watch) -> Event | None:
    return next((event for event in events if watch.holds(event)), None)


def _broken(draft: Finding, promise: Promise, watch: Watch, moment: Moment, done: list[Event]) -> Finding:
    """Call it broken, unless a ground heals it afterwards or what may have excused or ended it came before."""
    endings = endings_of(promise, watch.opening, moment)
    if endings.healing:
        return _excused(draft, endings.healing[0])
    doubts = _doubts(endings, promise, watch, moment, done[0])
    if doubts:
        return replace(draft, verdict="unknown", reason="undecided", undecided=doubts)
    evidence = tuple(event.id for event in done)
    return replace(draft, verdict="broken", reason="forbidden_done", broken_at=done[0].at, evidence=evidence)


def _doubts(endings: Endings, promise: Promise, watch: Watch, moment: Moment, deed: Event) -> tuple[str, ...]:
    """Return the undecided events that may have excused the deed, or ended the span or what was owed before it."""
    ends = [e for e, verdict in moment.matching(_demand(promise).until) if verdict is None]
    return tuple(e.id for e in (*endings.undecided, *ends) if watch.holds(e) and not is_before(deed, e))


def _excused(draft: Finding, excuse: Event) -> Finding:
    reason, because = "waived" if excuse.type == WAIVER else "ground", {"ground": excuse.type}
    return replace(draft, verdict="excused", reason=reason, because=because, ended_at=excuse.at, evidence=(excuse.id,))


def _draft(promise: Promise, watch: Watch, moment: Moment) -> Finding:
    return Finding(
        promise=promise.id,
        subject=moment.stream.key,
        root=watch.opening.root,
        verdict="pending",
        reason="span_running",
        start=watch.opening.start,
        provisional_years=watch.provisional_years,
        edition=moment.world.charter.edition,
    )


def _clean(draft: Finding, promise: Promise, watch: Watch, moment: Moment, doubtful: tuple[str, ...]) -> Finding:
    """Decide a span in which nothing forbidden is certain: pending, unknown for want of records, or kept."""
    if watch.missing_year is not None:
        return replace(draft, verdict="unknown", reason="calendar_year_missing", because={"year": watch.missing_year})
    if watch.missing is not None:
        return replace(draft, verdict="unknown", reason="value_missing", because={"value": watch.missing})
    if watch.until > moment.world.as_of:
        return draft
    sources = moment.world.sources_of(_demand(promise).forbidden) | frozenset(promise.sources)
    late = moment.world.unreached(sources, until=watch.until)
    if late:
        return replace(draft, verdict="unknown", reason="source_incomplete", because={"source": ", ".join(late)})
    if overlaps(moment.world.reach_of(sources).gaps, from_=draft.start, until=watch.until):
        return replace(draft, verdict="unknown", reason="source_gap", because={"source": ", ".join(sorted(sources))})
    if doubtful:
        return replace(draft, verdict="unknown", reason="undecided")
    return replace(draft, verdict="kept", reason="span_clean", met=watch.until)
