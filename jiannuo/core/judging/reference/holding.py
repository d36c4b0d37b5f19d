"""The verb `hold`: a condition over states stays true, in every period (sections 3 and 4.9 of the language).

The condition is read at every instant at which anything it looks at may change; changes of one instant apply together.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

from jiannuo.core.charters.charter import Hold, Promise
from jiannuo.core.expressions.syntax import Call, Expression, Selector
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.finding import Finding, Interval
from jiannuo.core.judging.reference.endings import WAIVER, endings_of
from jiannuo.core.judging.reference.feeding import calls_in, feeding, state_of, types_read
from jiannuo.core.judging.reference.lives import lives_of
from jiannuo.core.judging.reference.missing import missing_in
from jiannuo.core.judging.reference.moments import Moment, truth
from jiannuo.core.judging.reference.openings import Opening, is_in_edition, is_wanted, per_member, whole_periods
from jiannuo.core.judging.reference.ordering import scan_key
from jiannuo.core.judging.reference.owners import owned
from jiannuo.core.judging.reference.spans import FOREVER, Span, clipped, common, joined, length, without
from jiannuo.core.judging.reference.states import changes_of, key_for, spans_in_force
from jiannuo.core.judging.reference.tested import tested
from jiannuo.core.judging.reference.world import key_of
from jiannuo.core.values.calendars import WorkingCalendar
from jiannuo.core.values.clock import add
from jiannuo.core.values.durations import Duration
from jiannuo.core.values.instants import local_date, write_instant


@dataclass(frozen=True, slots=True)
class Record:
    """How the condition stood while it was demanded and is known: sorted spans of true, false and unknown.

    `fallen` is where it was false, demanded or not; `sources` are those it rests on, `feeding` their events.
    """

    true: tuple[Span, ...]
    false: tuple[Span, ...]
    unknown: tuple[Span, ...]
    fallen: tuple[Span, ...]
    demanded: tuple[Span, ...]
    sources: frozenset[str]
    feeding: tuple[Event, ...]


def judge_hold(promise: Promise, moment: Moment) -> Iterator[Finding]:
    """Yield one finding for each period in which the subject lived and something was demanded."""
    lived = joined((life.start, life.until) for life in lives_of(moment))
    there = replace(moment, own=None, here=None)
    records: dict[str | None, Record] = {}
    for opening in _openings(promise, there, lived):
        for each in per_member(opening, _demand(promise).for_each, there):
            here, name = each.moment(there), _member_name(each)
            if name not in records:
                records[name] = _record(promise, here, lived)
            if clipped(records[name].demanded, from_=each.start, until=_end(each)):
                finding = _judge(promise, each, here, records[name])
                finding = owned(promise, finding, here, until=min(_end(each), moment.world.as_of))
                yield tested(promise, finding, here)


def _demand(promise: Promise) -> Hold:
    return cast(Hold, promise.demand)


def _member_name(opening: Opening) -> str | None:
    return None if opening.member is None else str(opening.member.value)


def _end(opening: Opening) -> int:
    return cast(Span, opening.period)[1]


def _record(promise: Promise, moment: Moment, lived: list[Span]) -> Record:
    """Return how the condition stood while the subject lived, where it was demanded and the sources reach."""
    world, demand = moment.world, _demand(promise)
    fed_by = feeding(demand.condition, world.charter)
    sources = world.sources_of(fed_by) | frozenset(promise.sources)
    reach = world.reach_of(sources)
    alive = clipped(lived, from_=world.charter.effective, until=world.as_of)
    demanded = _demanded(promise, moment, alive)
    from_ = lived[0][0] if reach.first is None else reach.first
    known = without([(from_, reach.complete_until)], reach.gaps)
    stood = _stood(demand.condition, moment, lived[0][0], min(lived[-1][1], world.as_of))
    spans = {verdict: common(common(joined(s), demanded), known) for verdict, s in stood.items()}
    return Record(
        true=tuple(spans[True]),
        false=tuple(spans[False]),
        unknown=tuple(spans[None]),
        fallen=tuple(joined(stood[False])),
        demanded=tuple(demanded),
        sources=sources,
        feeding=tuple(_events_fed(fed_by, moment)),
    )


def _demanded(promise: Promise, moment: Moment, life: list[Span]) -> list[Span]:
    """Return when the promise demands anything: in the life, while its state is in force, while its calendar is open."""
    demanded = joined(life)
    state = _demand(promise).while_state
    if state is not None:
        demanded = common(demanded, spans_in_force(moment, moment.world.charter.states[state], until=FOREVER))
    if isinstance(promise.calendar, str) and demanded:
        demanded = _in_open_hours(demanded, moment.world.calendar(promise.calendar))
    return demanded


def _in_open_hours(demanded: list[Span], calendar: WorkingCalendar) -> list[Span]:
    """Return the part of the demand in open hours; in years that the calendar does not know, all of it."""
    first, last = calendar.known_span
    known = clipped(demanded, from_=first, until=last)
    open_hours = calendar.segments(known[0][0], known[-1][1]) if known else []
    return joined([*common(known, open_hours), *without(demanded, [(first, last)])])


def _stood(condition: Expression, moment: Moment, start: int, until: int) -> dict[bool | None, list[Span]]:
    """Return when the condition was true, false and unknown in [start, until)."""
    instants = {start, until} | {at for at in changes_of_condition(condition, moment) if start < at < until}
    stood: dict[bool | None, list[Span]] = {True: [], False: [], None: []}
    for from_, to in pairwise(sorted(instants)):
        stood[truth(moment.world.read(condition, replace(moment, at=from_)))].append((from_, to))
    return stood


def changes_of_condition(condition: Expression, moment: Moment) -> set[int]:
    """Return every instant at which the value of the condition may change."""
    changes = {event.at for event in moment.stream.events}
    for type_ in types_read(condition, moment.world.charter):
        changes |= {event.at for event in moment.world.by_type.get(type_, ())}
    for call in calls_in(condition):
        changes |= _changes_of_call(call, moment)
    return changes


def _changes_of_call(call: Call, moment: Moment) -> set[int]:
    state = state_of(call, moment.world.charter)
    if state is not None:
        keys = [moment.world.read(a, moment) for a in call.arguments[1:] if not isinstance(a, Selector)]
        key = key_for(moment, state, keys if call.function in ("in_force", "level") else ())
        return set() if key is None else changes_of(moment, state, key)
    selector = call.arguments[0] if call.arguments else None
    if isinstance(selector, Selector) and isinstance(call.window, Duration):
        leaves = (add(e.at, call.window, calendar=None, zone=moment.zone) for e in moment.candidates(selector))
        return {at + 1 for at in leaves}
    return set()


def _events_fed(fed_by: Iterable[Selector], moment: Moment) -> list[Event]:
    """Return the events of these types, in scan order, that are not about another subject."""
    world, of, key = moment.world, moment.stream.of, moment.stream.key
    types = sorted({selector.event for selector in fed_by})
    found = [event for type_ in types for event in world.by_type.get(type_, ()) if key_of(event, of) in (None, key)]
    return sorted(found, key=scan_key)


# Periods.


def _openings(promise: Promise, moment: Moment, lived: list[Span]) -> Iterator[Opening]:
    """Yield the periods of the edition in which the subject lived, each from the first instant of its life in it."""
    charter = moment.world.charter
    first = max(lived[0][0], charter.effective) if lived else moment.world.as_of + 1
    for start, end in _periods(promise, moment, first):
        part = clipped(lived, from_=start, until=end)
        if not part or not is_in_edition(moment, part[0][0]):
            continue
        root = write_instant(start, zone=moment.zone)
        opening = Opening(part[0][0], root, period=(part[0][0], end))
        wanted = is_wanted(promise, opening.moment(moment))
        if wanted is None:
            moment.world.note_undecided(promise.id, root)
        elif wanted:
            yield opening


def _periods(promise: Promise, moment: Moment, first: int) -> Iterator[Span]:
    per = _demand(promise).per
    if per == "total":
        return iter([(first, moment.world.as_of)])
    return whole_periods(per, moment, from_=first, with_first=True)


def _judge(promise: Promise, opening: Opening, moment: Moment, record: Record) -> Finding:
    start, end = cast(Span, opening.period)
    shortfalls = _shortfalls(promise, moment, record, start, end)
    demanded = clipped(record.demanded, from_=start, until=end)
    known = clipped(record.true + record.false, from_=start, until=end)
    draft = Finding(
        promise=promise.id,
        subject=moment.stream.key,
        root=opening.root,
        member=_member_name(opening),
        verdict="pending",
        reason="period_running",
        start=start,
        due=end,
        evidence=_evidence(shortfalls, record.feeding),
        intervals=tuple(shortfalls),
        provisional_years=_provisional_years(promise, moment, start, end),
        coverage=(length(known), length(demanded)),
        edition=moment.world.charter.edition,
    )
    year = _missing_year(promise, moment, demanded)
    if year is not None and moment.world.as_of >= end:
        return replace(draft, verdict="unknown", reason="calendar_year_missing", because={"year": str(year)})
    if shortfalls and year is None:
        return _broken(draft, promise, opening, moment)
    return _unbroken(draft, promise, moment, record)


def _evidence(shortfalls: Iterable[Interval], feeding: Sequence[Event]) -> tuple[str, ...]:
    """Return the ids of the events that show the shortfalls: the last before each began, and those at which it ended."""
    shown: dict[str, None] = {}
    for shortfall in shortfalls:
        last = bisect_right(feeding, shortfall.from_, key=_instant) - 1
        began = [] if last < 0 else _at(feeding, feeding[last].at)
        shown |= dict.fromkeys(event.id for event in (*began, *_at(feeding, shortfall.until)))
    return tuple(shown)


def _at(events: Sequence[Event], instant: int) -> Sequence[Event]:
    return events[bisect_left(events, instant, key=_instant) : bisect_right(events, instant, key=_instant)]


def _instant(event: Event) -> int:
    return event.at


def _provisional_years(promise: Promise, moment: Moment, start: int, end: int) -> tuple[int, ...]:
    if not isinstance(promise.calendar, str):
        return ()
    calendar = moment.world.calendar(promise.calendar)
    first, last = calendar.known_span
    return tuple(calendar.provisional_years(max(start, first), min(end, last))) if start < last and end > first else ()


def _missing_year(promise: Promise, moment: Moment, demanded: list[Span]) -> int | None:
    """Return the first year in which something is demanded and that the calendar does not know."""
    if not isinstance(promise.calendar, str):
        return None
    outside = without(demanded, [moment.world.calendar(promise.calendar).known_span])
    return local_date(outside[0][0], zone=moment.zone).year if outside else None


def _shortfalls(promise: Promise, moment: Moment, record: Record, start: int, end: int) -> list[Interval]:
    """Return the shortfalls over `tolerate` that touch a period; one that runs on from before is carried."""
    tolerated = _demand(promise).tolerate
    shortfalls = []
    for from_, until in joined(record.false):
        least = from_ if tolerated is None else add(from_, tolerated, calendar=None, zone=moment.zone)
        if until > least and from_ < end and until > start:
            cause = "carried" if _is_carried(record, from_, start) else ""
            shortfalls.append(Interval("shortfall", max(from_, start), min(until, end), cause))
    return shortfalls


def _is_carried(record: Record, from_: int, start: int) -> bool:
    """Tell whether a shortfall was on before the period, when something was demanded last, and never off since."""
    fell_at = next((a for a, b in record.fallen if a <= from_ < b), from_)
    return bool(clipped(record.demanded, from_=fell_at, until=start))


def _broken(draft: Finding, promise: Promise, opening: Opening, moment: Moment) -> Finding:
    """Call it broken, unless a ground came not after the first shortfall's start, or heals it afterwards."""
    fell_at = draft.intervals[0].from_
    endings = endings_of(promise, opening, moment)
    grounds = [event for event in endings.excuses if event.at <= fell_at] + list(endings.healing)
    if grounds:
        ground = grounds[0]
        reason, because = "waived" if ground.type == WAIVER else "ground", {"ground": ground.type}
        evidence = (*draft.evidence, ground.id)
        return replace(draft, verdict="excused", reason=reason, because=because, ended_at=ground.at, evidence=evidence)
    doubts = tuple(event.id for event in endings.undecided if event.at <= fell_at)
    if doubts:
        return replace(draft, verdict="unknown", reason="undecided", undecided=doubts)
    return replace(draft, verdict="broken", reason="shortfall", broken_at=fell_at)


def _unbroken(draft: Finding, promise: Promise, moment: Moment, record: Record) -> Finding:
    """Decide a period without a shortfall: pending until it ends, unknown for want of records, or kept."""
    end, (known, _) = cast(int, draft.due), cast(tuple[int, int], draft.coverage)
    unknown = clipped(record.unknown, from_=draft.start, until=end)
    demanded = clipped(record.demanded, from_=draft.start, until=end)
    if end > moment.world.as_of:
        return draft
    if known == 0 and not unknown:
        return replace(draft, verdict="unknown", reason="not_covered")
    late = moment.world.unreached(record.sources, until=demanded[-1][1])
    if late:
        return replace(draft, verdict="unknown", reason="source_incomplete", because={"source": ", ".join(late)})
    if unknown:
        there = replace(moment, at=unknown[0][0])
        because = {"value": missing_in(_demand(promise).condition, there)}
        return replace(draft, verdict="unknown", reason="value_missing", because=because)
    cut_off = _cut_off(record, end, moment.world.as_of)
    if cut_off is not None:
        return _undecided_fall(draft, moment, record, cut_off)
    return replace(draft, verdict="kept", reason="held", met=end)


def _cut_off(record: Record, end: int, as_of: int) -> int | None:
    """Return where knowledge ends of a tolerated fall that runs on over the period's end; None if its end is known."""
    for from_, until in joined(record.false):
        next_instant = {"from_": until, "until": until + 1}
        goes_on = until >= as_of or bool(clipped(record.demanded, **next_instant))
        if from_ < end <= until and goes_on and not clipped(record.true, **next_instant):
            return until
    return None


def _undecided_fall(draft: Finding, moment: Moment, record: Record, cut_off: int) -> Finding:
    """Leave open what a fall will come to: pending while it runs, unknown where the record of it ends."""
    if cut_off >= moment.world.as_of:
        return replace(draft, reason="shortfall_running")
    late = moment.world.unreached(record.sources, until=cut_off + 1)
    reason, sources = ("source_incomplete", late) if late else ("source_gap", tuple(sorted(record.sources)))
    return replace(draft, verdict="unknown", reason=reason, because={"source": ", ".join(sources)})
