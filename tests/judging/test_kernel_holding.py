"""The verb `hold` in the kernel: finding by finding what the reference says, in words, instants and evidence."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.judging.event import Event, Log
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.holding.holding import judge_hold
from jiannuo.core.judging.kernel.outcomes.outcomes import findings_of
from jiannuo.core.judging.kernel.past.history import HISTORY
from jiannuo.core.judging.kernel.past.tables import TABLES
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states.state_answers import STATE_ANSWERS
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.judging.reference import world as reference
from jiannuo.core.judging.reference.judge import Judge, _judge_key
from tests.judging.roster_worlds import charter_with, rosters_of
from tests.judging.worlds import world_of

ANSWERS = {**STATE_ANSWERS, **HISTORY, **TABLES}
PROMISES = """
  p01: {of: desk, hold: "level('agents_on_duty') >= 1"}
  p02: {of: desk, hold: "level('agents_on_duty') >= desk.wanted", tolerate: 45 min, per: week}
  p03: {of: desk, hold: "in_force('open')", for each: agent}
  p04: {of: agent, hold: "in_force('rostered') or in_force('on_duty')", while: busy, tolerate: 1 natural days}
  p05: {of: desk, hold: "lowest('agents_rostered', desk.starts, desk.stops) >= 1"}
  p06: {of: desk, hold: "level('stock') >= 1", calendar: office, tolerate: 2 h}
  p07: {of: desk, hold: "count(came where ok, 3 h) >= 1", while: open}
  p08: {of: desk, hold: "in_force('on_duty', desk.chief)", where: desk.wanted >= 1}
  p09: {of: agent, hold: "agent.grade >= 2 and not in_force('busy')", per: month}
  p10: {of: desk, hold: "covers(members('at_desk', desk_id), members('at_desk', desk_id)) and in_force('fresh')", unless: "desk.wanted > 1"}
  p11: {of: desk, hold: "in_force('fresh')", excused by: ["used where amount > 1", {event: asked where ok, late: heal}], ends with: closed where ok}
  p12: {of: desk, hold: "in_force('at_desk')", for each: {agent_id: [a1, a2]}, per: total}
  p13: {of: [room_id, spot], hold: "in_force('warm') and room.warmth >= 1", calendar: office}
  p14: {of: agent, hold: "level('wanted_last', agent.desk) >= 2 or seen(left)"}
  p15: {of: agent, hold: "in_force('on_duty')", per: hour, tolerate: 90 min, source: field}
  p16: {of: desk, hold: "level('wanted_last') >= 1 and desk.chief is not null"}
  p17: {of: agent, hold: "agent.desk.wanted >= 1"}
  p18: {of: desk, hold: "in_force('fresh')", per: week, excused by: "used where amount > 1", ends with: closed where ok}
  p20: {of: agent, hold: "count(stocked via desk, 5 h) >= 1", per: week}
  p21: {of: desk, hold: "count(came, param.stretch) >= 1"}
  p22: {of: agent, hold: "lookup('wanted', desk) >= 2 and agent.grade is not null"}
  p23: {of: desk, hold: "count(stocked where desk.wanted > 1) < 2 and in_force('open')"}
  p24: {of: desk, hold: "in_force('fresh')", for each: rooms, tolerate: 10 min}
  p19: {of: desk, hold: "in_force('fresh')", per: hour, tolerate: 20 h}
"""
WORLDS = 40


@pytest.fixture(scope="module")
def charters(tmp_path_factory: pytest.TempPathFactory) -> list[Charter]:
    folder = tmp_path_factory.mktemp("rosters")
    return [charter_with(PROMISES, folder / day, effective=day) for day in ("2024-01-01", "2024-05-07")]


def compared(charter: Charter, log: Log, as_of: int, known_to: int | None = None) -> list[Finding]:
    """Check that kernel and reference find the same of every `hold`, owners apart, and return the findings."""
    unowned = {name: replace(promise, owner=None, owner_excused_by=()) for name, promise in charter.promises.items()}
    charter = replace(charter, promises=unowned)
    judge = Judge(charter, log, as_of=as_of, known_to=known_to)
    promises = {name for name, promise in charter.promises.items() if promise.verb == "hold" and not promise.tested_if}
    listed = [f for f in judge.findings() if f.promise in promises and f.verdict != "withdrawn"]
    wanted = {f.identity: f for f in listed}
    reader = Reader(World(charter, table_of(log.events), log.reach, as_of=as_of, known_to=known_to), ANSWERS)
    found = {}
    for name in sorted(promises):
        outcomes = judge_hold(charter.promises[name], reader, full=True)
        found |= {finding.identity: finding for finding in findings_of(outcomes, reader.world)}
        brief = judge_hold(charter.promises[name], reader, full=False)
        assert brief.grounds is None
        assert brief.verdict.tolist() == outcomes.verdict.tolist()
    assert {name: found.get(name) for name in wanted} == wanted
    assert found.keys() == wanted.keys()
    undecided = {name: ids for name, ids in judge.undecided_triggers.items() if name in promises}
    assert {name: ids for name, ids in reader.world.undecided.items() if name in promises} == undecided
    return listed


def test_in_random_rosters_every_finding_is_that_of_the_reference(charters: list[Charter]) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(WORLDS):
        log, as_of = rosters_of(seed)
        for finding in compared(charters[seed % 4 == 3], log, as_of):
            seen[finding.promise, finding.reason] += 1
    verdicts = {reason for _, reason in seen}
    assert verdicts >= {
        "held", "shortfall", "period_running", "not_covered", "source_incomplete", "value_missing", "ground", "undecided",
        "source_gap", "shortfall_running",
    }  # fmt: skip
    assert {promise for promise, _ in seen} == set(charters[0].promises)


def test_in_random_worlds_of_all_verbs_the_hold_is_judged_as_by_the_reference(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    for seed in range(120):
        world = world_of(seed, tmp_path)
        seen.update(finding.reason for finding in compared(world.charter, world.log, world.as_of))
    assert seen["shortfall"] > 100
    assert seen["held"] > 20


def test_merged_and_split_subjects_share_what_happens_to_them(charters: list[Charter]) -> None:
    findings = 0
    for seed in range(30):
        log, as_of = rosters_of(seed)
        at = log.events[len(log.events) // 2].at
        merged = Event("m1", "subject_merged", at, at, {"agent_id": "a1", "into": "a2"}, source="desk")
        split = Event("s1", "subject_split", at, at, {"desk_id": "d2", "from": "d1"}, source="desk")
        log = replace(log, events=(*log.events, merged, split))
        reader = Reader(World(charters[0], table_of(log.events), log.reach, as_of=as_of), ANSWERS)
        world = reference.World(charters[0], log, as_of=as_of)
        for promise in charters[0].promises.values():
            outcomes = judge_hold(promise, reader, full=True)
            found = {finding.identity: finding for finding in findings_of(outcomes, reader.world)}
            judged = [_judge_key(promise, world, key) for key in world.keys(promise.of)]
            wanted = {finding.identity: finding for each in judged for finding in each}
            assert found == wanted
            findings += len(found)
    assert findings > 1000
