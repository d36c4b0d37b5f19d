"""The laws of the design as checks on a world: each raises AssertionError where the judge breaks its law."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from jiannuo.core.charters.charter import Expect
from jiannuo.core.expressions.syntax import Literal
from jiannuo.core.judging.event import Event, Log
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.judge import judge_log
from jiannuo.core.values.durations import Duration, Unit
from tests.judging.worlds import MINUTE, World

Verdicts = dict[tuple[object, ...], str]


def findings_of(
    world: World, *, log: Log | None = None, known_to: int | None = None, as_of: int | None = None
) -> list[Finding]:
    if log is None and known_to is None and as_of is None:
        return world.findings
    judged = judge_log(world.charter, log or world.log, as_of=as_of or world.as_of, known_to=known_to)
    return list(judged)


def with_events(log: Log, events: Iterable[Event]) -> Log:
    return replace(log, events=tuple(events))


def in_force(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.verdict != "withdrawn"]


# Law 1: neither order, batches nor duplicates change anything; a subject is judged alone as among others.


def law_1_order_does_not_matter(world: World) -> None:
    events = list(world.log.events)
    random.Random(7).shuffle(events)
    assert findings_of(world, log=with_events(world.log, events)) == findings_of(world)
    assert findings_of(world, log=with_events(world.log, [*events, *events[:5]])) == findings_of(world)


def law_1_a_subject_is_judged_alone_as_among_others(world: World) -> None:
    by_subject: dict[object, list[Event]] = {}
    for event in world.log.events:
        by_subject.setdefault(event.attributes.get("thing_id"), []).append(event)
    alone = [f for events in by_subject.values() for f in findings_of(world, log=with_events(world.log, events))]
    key = lambda finding: (finding.promise, finding.subject, finding.start, finding.id)  # noqa: E731
    assert sorted(alone, key=key) == sorted(findings_of(world), key=key)


def law_1_late_arrival_ends_where_timely_arrival_does(world: World) -> None:
    everything = max((event.recorded_at for event in world.log.events), default=0)
    assert findings_of(world, known_to=everything) == findings_of(world)


# Law 2: a correction is the same as having recorded the right thing; before it was known, nothing has changed.


def law_2_a_corrected_event_is_judged_as_if_it_had_been_right(world: World) -> None:
    assert _bare(in_force(findings_of(world))) == _bare(
        findings_of(world, log=with_events(world.log, _righted(world.log)))
    )


def _righted(log: Log) -> Iterator[Event]:
    corrections = {event.supersedes: event for event in log.events if event.supersedes is not None}
    for event in log.events:
        right = corrections.get(event.id, event)
        if event.supersedes is None and right.type != "retracted":
            yield replace(right, id=event.id, seq=event.seq, supersedes=None)


def _bare(findings: Iterable[Finding]) -> list[tuple[object, ...]]:
    return [(*f.identity, f.verdict, f.start, f.due, f.met, f.late_at, f.broken_at, f.reached) for f in findings]


def law_2_before_a_correction_is_known_nothing_has_changed(world: World) -> None:
    corrected = [event.recorded_at for event in world.log.events if event.supersedes is not None]
    known_to = min(corrected, default=0) - 1
    uncorrected = with_events(world.log, [event for event in world.log.events if event.supersedes is None])
    assert findings_of(world, known_to=known_to) == findings_of(world, log=uncorrected, known_to=known_to)


def law_2_what_a_corrected_trigger_opened_is_never_forgotten(world: World) -> None:
    now = {finding.identity for finding in findings_of(world)}
    for correction in world.log.events:
        if correction.supersedes is not None:
            before = in_force(findings_of(world, known_to=correction.recorded_at - 1))
            assert {finding.identity for finding in before if finding.root == correction.supersedes} <= now


# Law 4: the clock ran exactly as long as the limit says when it was due.


def law_4_the_clock_ran_for_the_limit_when_it_was_due(world: World) -> None:
    limits = {p.id: _limit(p.demand) for p in world.charter.promises.values() if isinstance(p.demand, Expect)}
    for finding in findings_of(world):
        limit = limits.get(finding.promise)
        if limit is not None and finding.verdict == "broken":
            ran = sum(part.until - part.from_ for part in finding.intervals if part.kind == "running")
            assert ran == limit.count, finding


def _limit(demand: Expect) -> Duration | None:
    value = demand.within.value if isinstance(demand.within, Literal) else None
    if not isinstance(value, Duration) or value.unit not in (Unit.ELAPSED, Unit.WORKING) or demand.reopened_by:
        return None
    return value


def law_4_a_margin_is_due_less_done(world: World) -> None:
    for finding in findings_of(world):
        if finding.reason != "done_already" and finding.verdict == "kept" and None not in (finding.due, finding.met):
            assert finding.margin is not None and finding.margin >= 0
        if finding.reason == "done_late":
            assert finding.margin is not None and finding.margin < 0


# Law 5: silence is not success, and no breach either.


def law_5_knowing_less_never_makes_a_verdict(world: World) -> None:
    before = _verdicts(findings_of(world))
    reach = {name: replace(r, complete_until=r.complete_until - 500 * MINUTE) for name, r in world.log.reach.items()}
    for identity, verdict in _verdicts(findings_of(world, log=replace(world.log, reach=reach))).items():
        assert verdict in (before[identity], "unknown") or (verdict, before[identity]) == ("pending", "broken"), (
            identity
        )


def law_5_a_missing_value_makes_nothing_kept_or_broken(world: World) -> None:
    unordered = not {("expect", "first"), ("expect", "again"), ("require", "complete")} & world.features
    before = _verdicts(findings_of(world))
    for blanked in _blanked(world.log) if unordered else ():
        for identity, verdict in _verdicts(findings_of(world, log=blanked)).items():
            assert verdict not in ("kept", "broken") or verdict == before.get(identity, verdict), identity


def _blanked(log: Log) -> Iterator[Log]:
    draw = random.Random(11)
    for _ in range(3):
        at = draw.randrange(len(log.events))
        event = log.events[at]
        kept = {name: value for name, value in event.attributes.items() if name not in ("flag", "kind", "amount")}
        yield with_events(log, [*log.events[:at], replace(event, attributes=kept), *log.events[at + 1 :]])


def law_5_an_owner_is_charged_only_where_nothing_that_would_clear_him_may_be_missing(world: World) -> None:
    events = list(_righted(world.log))
    before = _breaches(findings_of(world, log=with_events(world.log, events)))
    undecided = [replace(event, attributes=_without_flag(event)) for event in events]
    for log in (*_cut_in_half(world.log, events), with_events(world.log, undecided)):
        for breach, verdict in _breaches(findings_of(world, log=log)).items():
            assert verdict != "broken" or before.get(breach, "broken") == "broken", breach


def _cut_in_half(log: Log, events: list[Event]) -> Iterator[Log]:
    """Yield for each source the log without the later half of what that source would tell."""
    middle = sorted(event.at for event in events)[len(events) // 2]
    for source, reach in log.reach.items():
        until = min(middle, reach.complete_until)
        kept = tuple(event for event in events if event.source != source or event.at <= until)
        yield replace(log, events=kept, reach={**log.reach, source: replace(reach, complete_until=until)})


def _without_flag(event: Event) -> dict[str, object]:
    """Return the attributes of an event; one that may clear an owner no longer says whether it does."""
    return {name: value for name, value in event.attributes.items() if event.type != "moved" or name != "flag"}


def _breaches(findings: Iterable[Finding]) -> Verdicts:
    """Return the verdicts on the owners of what is broken, by obligation and the instant of the breach."""
    broken = (finding for finding in in_force(findings) if finding.verdict == "broken")
    return {(*finding.identity, finding.broken_at): finding.owner_verdict or "" for finding in broken}


def _verdicts(findings: Iterable[Finding]) -> Verdicts:
    return {finding.identity: finding.verdict for finding in in_force(findings)}


def law_5_beyond_the_record_nothing_is_broken(world: World) -> None:
    reach = min(r.complete_until for r in world.log.reach.values())
    for finding in findings_of(world):
        if finding.verdict == "broken" and finding.reason in ("not_done", "partly_done", "done_late"):
            assert finding.due is not None and finding.due <= reach


# Law 6: everything that applies, applies; one promise knows nothing of the others.


def law_6_each_promise_is_judged_as_if_it_were_alone(world: World) -> None:
    findings = findings_of(world)
    for promise in world.charter.promises.values():
        only = replace(world, charter=replace(world.charter, promises={promise.id: promise}))
        assert findings_of(only) == [finding for finding in findings if finding.promise == promise.id]


def law_6_every_trigger_opens_an_obligation(world: World) -> None:
    demand = world.charter.promises["expect-it"].demand
    assert isinstance(demand, Expect)
    if (
        demand.open != "each"
        or demand.every is not None
        or demand.missing == "none"
        or demand.after[0].where is not None
    ):
        return
    righted = [event for event in _righted(world.log) if event.type == "begun" and event.at <= world.as_of]
    opened = {f.root for f in in_force(findings_of(world)) if f.promise == "expect-it"}
    assert {event.id for event in righted} <= opened


# A settled verdict stays while the clock goes on.


def time_alone_settles_only_what_is_pending(world: World) -> None:
    demand = world.charter.promises["expect-it"].demand
    assert isinstance(demand, Expect)
    if demand.every is not None:  # a life that ends within a period takes its obligation away (4.6: "throughout")
        return
    if (
        demand.reopened_by
        or demand.late_moves == "heal"
        or any(g.heals_late for g in world.charter.promises["expect-it"].excused_by)
    ):
        return
    complete = {name: replace(r, complete_until=r.complete_until + 10**15) for name, r in world.log.reach.items()}
    log = replace(world.log, reach=complete)
    later = _verdicts(findings_of(world, log=log, as_of=world.as_of + 400 * MINUTE))
    for identity, verdict in _verdicts(findings_of(world, log=log)).items():
        assert verdict in ("pending", later.get(identity)), identity


LAWS = tuple(
    check for name, check in sorted(globals().items()) if name.startswith(("law_", "time_")) and callable(check)
)


def counted(worlds: Iterable[World]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Count the findings per verb and feature, and per verdict."""
    features: Counter[tuple[str, str]] = Counter()
    verdicts: Counter[str] = Counter()
    for world in worlds:
        for finding in findings_of(world):
            verb = finding.promise.removesuffix("-it")
            features.update(feature for feature in world.features if feature[0] == verb)
            verdicts[finding.verdict] += 1
    return features, verdicts
