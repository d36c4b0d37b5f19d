"""The kernel's streams: the same events in the same order as the reference sees them, whatever the log looks like."""

import random
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log
from jiannuo.core.judging.event_table import NO_SEQ, Plain, coded, table_of
from jiannuo.core.judging.kernel.streams import world as kernel
from jiannuo.core.judging.kernel.streams.grouping import grouped, ties
from jiannuo.core.judging.kernel.streams.ordering import Order
from jiannuo.core.judging.reference import world as reference
from tests.judging.worlds import MINUTE, START, log_of

CHARTER = """
charter: {id: streams, title: {zh: 流, en: streams}, zone: Asia/Shanghai, edition: "1", effective: 2024-01-01}
subjects: {thing: {id: thing_id}, place: {id: place_id}, part: {id: [thing_id, kind]}}
events:
  begun: {of: thing, attributes: {thing_id: text, kind: text optional}}
  seen: {of: place, also: [thing], attributes: {place_id: integer, thing_id: text optional, kind: text optional}}
"""
OFS = (("thing_id",), ("thing_id", "kind"), ("amount",), ("kind", "thing_id", "flag"), ("never",))


@pytest.fixture(scope="module")
def charter(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    folder = tmp_path_factory.mktemp("streams")
    (folder / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    return read_charter(folder)


def in_kernel(world: kernel.World, of: tuple[str, ...]) -> dict[tuple[str, ...], list[str]]:
    streams = world.streams(of)
    spans = zip(streams.starts[:-1], streams.starts[1:], strict=True)
    found = {k: [world.id_of(r) for r in streams.rows[a:b]] for k, (a, b) in zip(streams.keys, spans, strict=True)}
    assert len(found) == len(streams)
    assert [streams.numbers[key] for key in streams.keys] == list(range(len(streams)))
    return found


def in_reference(world: reference.World, of: tuple[str, ...]) -> dict[tuple[str, ...], list[str]]:
    return {key: [event.id for event in events] for key, events in world.keys(of).items()}


def agree(charter: Charter, events: list[Event], as_of: int, known_to: int | None = None) -> None:
    slow = reference.World(charter, Log(tuple(events), {}), as_of=as_of, known_to=known_to)
    fast = kernel.World(charter, table_of(events), {}, as_of=as_of, known_to=known_to)
    for of in OFS:
        assert in_kernel(fast, of) == in_reference(slow, of)
    assert {e.id: slow.root_of(e) for e in slow.events} == {
        fast.id_of(row): fast.id_of(fast.known.root[row]) for row in fast.known.rows
    }
    assert {e.id: e.seq for e in slow.events} == {
        fast.id_of(row): None if fast.known.seq[row] == NO_SEQ else int(fast.known.seq[row]) for row in fast.known.rows
    }
    assert {root: [link.id for link in chain] for root, chain in slow.corrections.items()} == {
        fast.id_of(root): [fast.id_of(link) for link in chain] for root, chain in fast.known.chains.items()
    }


@pytest.mark.parametrize("seed", range(60))
def test_streams_hold_what_the_reference_groups_in_its_order(charter: Charter, seed: int) -> None:
    log, as_of = log_of(seed, subjects=6)
    events, draw = list(log.events), random.Random(seed)
    events += [replace(event, attributes={**event.attributes, "amount": 9}) for event in draw.sample(events, 3)]
    events += [replace(event, id=f"{event.id}x", type="retracted") for event in draw.sample(events, 1)]
    draw.shuffle(events)
    known_to = draw.choice((None, START + draw.randrange(0, 900) * MINUTE))
    agree(charter, events, as_of, known_to)


def test_a_retraction_of_nothing_is_an_event_only_where_nothing_else_is_corrected(charter: Charter) -> None:
    events = [
        Event("a", "begun", 1, 1, {"thing_id": "t"}),
        Event("r", "retracted", 2, 2, {"thing_id": "t"}, supersedes="never seen"),
    ]
    agree(charter, events, 9)
    agree(charter, [*events, Event("b", "begun", 3, 3, {"thing_id": "t"}, supersedes="a")], 9)


def test_chains_rings_and_rivals_of_corrections_leave_the_same_event(charter: Charter) -> None:
    def link(id_: str, supersedes: str | None, recorded: int = 1, type_: str = "begun") -> Event:
        return Event(id_, type_, 1, recorded, {"thing_id": "t"}, supersedes=supersedes, source="desk")

    agree(charter, [link("a", None), link("b", "a"), link("c", "b", 3), link("d", "a", 2)], 9)
    agree(charter, [link("a", "b"), link("b", "a"), link("c", "b")], 9)
    agree(charter, [link("a", "a"), link("b", None), link("c", "b", 2), link("d", "b", 2)], 9)
    agree(charter, [link("a", None), link("b", "a", 2, "retracted"), link("c", "b", 3)], 9)


def test_ids_of_subjects_may_be_negative_huge_and_written_in_several_types(charter: Charter) -> None:
    numbers = [0, -1, 1, 2**63 - 1, -(2**63), -(2**63) + 1, 10**17, 7, -7, 4096, -4096]
    draw = random.Random(1)
    events = [
        Event(f"e{n}", "seen", draw.randrange(50), 0, {"place_id": draw.choice(numbers)}, seq=draw.choice((None, 1, 2)))
        for n in range(400)
    ]
    texts = [
        replace(e, id=f"t{e.id}", type="begun", attributes={"place_id": str(e.attributes["place_id"])}) for e in events
    ]
    for listed in (events, [*events, *texts[:200]]):
        slow = reference.World(charter, Log(tuple(listed), {}), as_of=99)
        fast = kernel.World(charter, table_of(listed), {}, as_of=99)
        assert in_kernel(fast, ("place_id",)) == in_reference(slow, ("place_id",))
    table = table_of(events)
    values = [event.attributes["place_id"] for event in events]
    plain = replace(table, attributes={("seen", "place_id"): Plain(pa.array(values, pa.int64()))})
    fast = kernel.World(charter, plain, {}, as_of=99)
    slow = reference.World(charter, Log(tuple(events), {}), as_of=99)
    assert in_kernel(fast, ("place_id",)) == in_reference(slow, ("place_id",))


def test_an_attribute_of_one_type_leaves_out_the_rows_of_the_others(charter: Charter) -> None:
    events = [Event("a", "begun", 1, 1, {}), Event("b", "seen", 1, 1, {"place_id": 5})]
    shared = Plain(pa.array([4, 5], pa.int64()))
    table = replace(table_of(events), attributes={("seen", "place_id"): shared})
    assert in_kernel(kernel.World(charter, table, {}, as_of=9), ("place_id",)) == {("5",): ["b"]}
    table = replace(table, attributes={("seen", "place_id"): shared, ("begun", "place_id"): shared})
    assert in_kernel(kernel.World(charter, table, {}, as_of=9), ("place_id",)) == {("4",): ["a"], ("5",): ["b"]}


def test_ties_are_in_the_order_of_ids_as_texts(charter: Charter) -> None:
    ids = ["9", "10", "é", "z", "ä", "𠀀", "￿", "A", "a10", "a9"]
    events = [Event(id_, "begun", 1, 1, {"thing_id": "t"}, source="desk") for id_ in ids]
    agree(charter, events, 9)
    table = replace(table_of(events[:4]), ids=coded([9, 10, 100, 1]))
    assert in_kernel(kernel.World(charter, table, {}, as_of=9), ("thing_id",)) == {("t",): ["1", "10", "100", "9"]}


def test_scan_order_and_ranks_follow_the_one_order_of_events(charter: Charter) -> None:
    log, as_of = log_of(3, subjects=8)
    slow = reference.World(charter, log, as_of=as_of)
    fast = kernel.World(charter, table_of(log.events), {}, as_of=as_of)
    ordered = fast.scan_order(fast.known.rows[::-1])
    assert [fast.id_of(row) for row in ordered] == [event.id for event in slow.events]
    assert fast.ranks(np.repeat(ordered, 2)).tolist() == np.repeat(np.arange(len(ordered)), 2).tolist()


def test_many_rows_are_grouped_and_sorted_as_a_plain_sort_does_it() -> None:
    count, rng = 120_000, np.random.default_rng(5)
    keys = np.where(rng.random(count) < 0.2, 77, rng.integers(-(2**62), 2**62, count)[rng.integers(0, 9000, count)])
    order = Order(rng.integers(0, 5000, count), rng.integers(0, 3, count), rng.choice([NO_SEQ, 1, 2, 3], count))
    rows = rng.permutation(count)
    groups = grouped(keys, rows, order)
    found, starts = groups.row, groups.starts
    assert groups.at.tolist() == order.at[found].tolist()
    expected: dict[int, list[int]] = {}
    for key, row in zip(keys.tolist(), rows.tolist(), strict=True):
        expected.setdefault(key, []).append(row)
    written = list(zip(*(column.tolist() for column in order), strict=True))
    key_of_row = dict(zip(rows.tolist(), keys.tolist(), strict=True))
    spans = list(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True))
    assert len(spans) == len(expected)
    for first, last in spans:
        stream = found[first:last].tolist()
        assert stream == sorted(expected[key_of_row[stream[0]]], key=written.__getitem__)
    equal = [i for a, b in spans for i in range(a + 1, b) if written[found[i]] == written[found[i - 1]]]
    assert ties(groups, order).tolist() == equal
