"""How the kernel finds states, levels and lives to stand: as the reference does, at every event and between events."""

import numpy as np
import pytest

from jiannuo.core.charters.charter import Charter, IntervalState
from jiannuo.core.expressions.reading import read_condition
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states import lives as kernel_lives
from jiannuo.core.judging.kernel.states.state_answers import STATE_ANSWERS, spans_in_force
from jiannuo.core.judging.kernel.streams.sites import Sites, at_events
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.judging.reference import states
from jiannuo.core.judging.reference import world as reference
from jiannuo.core.judging.reference.lives import alive, lives_of
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.spans import FOREVER, joined
from jiannuo.core.values.instants import to_datetime
from tests.judging.roster_worlds import MINUTE, START, charter_with, rosters_of

ANSWERS = {"in_force": states.level, "level": states.level, "lowest": states.lowest, "members": states.members}
PROMISE = "  open-stays: {of: desk, hold: \"in_force('open')\"}\n"
OF_DESK = (
    "in_force('open')",
    "in_force('fresh')",
    "level('agents_on_duty')",
    "level('agents_rostered')",
    "level('stock')",
    "level('wanted_last')",
    "members('at_desk', desk_id)",
    "in_force('on_duty', desk.chief)",
    "in_force('at_desk', desk_id, chief)",
    "in_force('at_desk')",
    "level('stock', 'd2')",
    "level('agents_on_duty', 'd1')",
    "in_force('on_duty', 'nobody')",
)
OF_AGENT = (
    "in_force('on_duty')",
    "in_force('rostered')",
    "in_force('busy')",
    "level('agents_on_duty')",
    "in_force('open')",
)
LOWEST = (
    "lowest('agents_rostered', from_at, to_at)",
    "lowest('stock', from_at, to_at)",
    "lowest('wanted_last', at, to_at)",
)
SEEDS = range(40)


@pytest.fixture(scope="module")
def charter(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    return charter_with(PROMISE, tmp_path_factory.mktemp("rosters") / "1")


def both(charter: Charter, seed: int) -> tuple[Reader, reference.World]:
    log, as_of = rosters_of(seed)
    kernel = Reader(World(charter, table_of(log.events), log.reach, as_of=as_of), STATE_ANSWERS)
    return kernel, reference.World(charter, log, as_of=as_of)


def instants(world: reference.World) -> list[int]:
    at = {event.at for event in world.events} | {START + hours * 60 * MINUTE for hours in range(0, 200, 7)}
    return sorted({instant for each in at for instant in (each - 1, each) if instant <= world.as_of})


@pytest.mark.parametrize(("of", "conditions"), [("desk_id", OF_DESK), ("agent_id", OF_AGENT)])
def test_states_and_levels_stand_as_in_the_reference_at_every_instant(
    charter: Charter, of: str, conditions: tuple[str, ...]
) -> None:
    seen: set[object] = set()
    for seed in SEEDS:
        reader, world = both(charter, seed)
        at = instants(world)
        for number, key in enumerate(reader.world.streams((of,)).keys):
            moment = Moment(world, world.stream((of,), key), world.as_of, ANSWERS)
            stream = np.full(len(at), number)
            sites = Sites(reader.world.streams((of,)), stream, np.array(at, np.int64))
            for text in conditions:
                call = read_condition(text)
                wanted = [world.read(call, Moment(world, moment.stream, each, ANSWERS)) for each in at]
                assert reader.read(call, sites).objects().tolist() == wanted, (seed, key, text)
                seen |= {(text, value) for value in wanted}
    assert len(seen) >= 2 * len(conditions)


def test_at_events_the_key_is_what_they_carry_and_plans_are_those_known_there(charter: Charter) -> None:
    seen: set[object] = set()
    for seed in SEEDS:
        reader, world = both(charter, seed)
        for number, key in enumerate(reader.world.streams(("desk_id",)).keys):
            stream = world.stream(("desk_id",), key)
            asked = [event for event in stream.events if event.type == "asked"]
            row_of = {reader.world.id_of(row): row for row in reader.world.known.rows.tolist()}
            rows = np.array([row_of[event.id] for event in asked], np.int64)
            sites = at_events(
                reader.world.streams(("desk_id",)), np.full(len(rows), number), rows, reader.world.table.at[rows]
            )
            moment = Moment(world, stream, world.as_of, ANSWERS)
            for text in (*LOWEST, "in_force('on_duty')", "in_force('at_desk', desk_id, agent_id)", "in_force('busy')"):
                call = read_condition(text)
                wanted = [world.read(call, moment.at_event(event)) for event in asked]
                assert reader.read(call, sites).objects().tolist() == wanted, (seed, key, text)
                seen |= {(text, value) for value in wanted}
    assert {value for text, value in seen if text == LOWEST[0]} >= {None, 0, 1}


def test_spans_in_force_are_those_known_at_the_end(charter: Charter) -> None:
    for seed in SEEDS:
        reader, world = both(charter, seed)
        streams = reader.world.streams(("agent_id",))
        everyone = np.arange(len(streams))
        sites = Sites(streams, everyone, np.full(len(streams), world.as_of))
        for name, state in charter.states.items():
            if not isinstance(state, IntervalState):
                continue
            found = spans_in_force(reader, state, sites)
            for number, key in enumerate(streams.keys):
                moment = Moment(world, world.stream(("agent_id",), key), world.as_of, ANSWERS)
                span = slice(found.starts[number], found.starts[number + 1])
                spans = list(zip(found.from_[span].tolist(), found.until[span].tolist(), strict=True))
                assert spans == joined(states.spans_in_force(moment, state, until=FOREVER)), (seed, key, name)


@pytest.mark.parametrize("kind", ["agent", "desk"])
def test_lives_begin_and_end_as_in_the_reference(charter: Charter, kind: str) -> None:
    ended = 0
    for seed in range(150):
        reader, world = both(charter, seed)
        of = charter.subjects[kind].id
        streams = reader.world.streams(of)
        lives = kernel_lives.lives_of(reader, streams)
        for number, key in enumerate(streams.keys):
            wanted = lives_of(Moment(world, world.stream(of, key), world.as_of, ANSWERS))
            names = [(e.start, e.until, e.began and e.began.id, e.ended and e.ended.id) for e in wanted]
            span = slice(lives.starts[number], lives.starts[number + 1])
            ids = [[None if row < 0 else reader.world.id_of(row) for row in rows[span].tolist()] for rows in lives[3:]]
            assert list(zip(lives.start[span].tolist(), lives.until[span].tolist(), *ids, strict=True)) == names
            ended += sum(life.ended is not None for life in wanted)
    assert ended >= 40


@pytest.mark.parametrize("length", [None, 60 * MINUTE])
def test_who_lives_at_an_instant_or_throughout_from_there(charter: Charter, length: int | None) -> None:
    for seed in SEEDS:
        reader, world = both(charter, seed)
        at = np.array(instants(world)[::5], np.int64)
        until = None if length is None else at + length
        places, streams, kind = kernel_lives.alive(reader, "agent", at=at, until=until)
        moment = Moment(world, world.stream(("agent_id",), ("a1",)), world.as_of, ANSWERS)
        for place, instant in enumerate(at.tolist()):
            wanted = alive(moment, "agent", at=instant, until=None if length is None else instant + length)
            assert [kind.keys[stream] for stream in streams[places == place].tolist()] == wanted


def happened(id_: str, kind: str, minutes: int, **attributes: object) -> Event:
    at = START + minutes * MINUTE
    return Event(id_, kind, at, at, {"agent_id": "a1", **attributes}, source="desk")


def read_at(charter: Charter, of: str, text: str, events: tuple[Event, ...], *, own: str | None = None) -> list[object]:
    """Return what a condition comes to three hours on, or at one of the events."""
    reader = Reader(World(charter, table_of(events), {}, as_of=START + 600 * MINUTE), STATE_ANSWERS)
    streams = reader.world.streams((of,))
    row = next((row for row, event in enumerate(events) if event.id == own), -1)
    at = np.array([events[row].at if own is not None else START + 180 * MINUTE], np.int64)
    rows, stream = np.array([row], np.int64), np.zeros(1, np.int64)
    sites = Sites(streams, stream, at) if own is None else at_events(streams, stream, rows, at)
    return reader.read(read_condition(text), sites).objects().tolist()


def test_by_hand_an_undecided_end_at_the_instant_of_a_relief_ended_the_one_before_if_any(charter: Charter) -> None:
    # What stood until 01:00 is what an end at 01:00 may have ended, so the one who came at 01:00 stands for certain.
    first, end, relief = (
        happened("e1", "came", 0, ok=True),
        happened("e2", "went", 60),
        happened("e3", "came", 60, ok=True),
    )
    assert read_at(charter, "agent_id", "in_force('on_duty')", (first, end, relief)) == [True]
    assert read_at(charter, "agent_id", "in_force('on_duty')", (end, relief)) == [None]


def test_by_hand_the_lowest_planned_stand_does_not_know_of_an_end_that_lies_ahead(charter: Charter) -> None:
    span = {"from_at": to_datetime(START), "to_at": to_datetime(START + 300 * MINUTE)}
    plan = happened("e1", "planned", -10, desk_id="d1", **span)
    left = happened("e2", "left", 100, ok=True)
    before, after = (happened(f"q{minutes}", "asked", minutes, desk_id="d1", **span) for minutes in (10, 110))
    events, text = (plan, before, left, after), "lowest('agents_rostered', from_at, to_at)"
    assert read_at(charter, "desk_id", text, events, own="q10") == [1]
    assert read_at(charter, "desk_id", text, events, own="q110") == [0]
