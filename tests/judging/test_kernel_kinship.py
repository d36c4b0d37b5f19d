"""Merged and split subjects in the kernel: shared events and settled findings, as the reference has them."""

import random
from typing import Any

import numpy as np
import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.judging.event_table import coded, object_array
from jiannuo.core.judging.finding import Finding, Holder
from jiannuo.core.judging.kernel.outcomes.outcomes import NONE, Grounds, IntervalLists, Lists, Outcomes, findings_of
from jiannuo.core.judging.kernel.outcomes.settling import chosen, settled
from jiannuo.core.judging.kernel.streams import world as kernel
from jiannuo.core.judging.kernel.streams.kinship import kinships
from jiannuo.core.judging.reference import kinship
from jiannuo.core.judging.reference import world as reference
from tests.judging.past_worlds import Past, past_charter, past_of

OF = ("order_id",)


@pytest.fixture(scope="module")
def charter(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    return past_charter(tmp_path_factory.mktemp("kin"))


def worlds_of(charter: Charter, past: Past) -> tuple[reference.World, kernel.World]:
    slow = reference.World(charter, past.log, as_of=past.as_of)
    return slow, kernel.World(charter, past.table, {}, as_of=past.as_of)


def streams_in(world: kernel.World, of: tuple[str, ...]) -> dict[tuple[str, ...], list[str]]:
    streams = world.streams(of)
    spans = zip(streams.keys, streams.starts[:-1], streams.starts[1:], strict=True)
    return {key: [world.id_of(row) for row in streams.rows[first:last]] for key, first, last in spans}


@pytest.mark.parametrize("seed", range(40))
def test_merged_and_split_subjects_share_the_events_of_the_reference(charter: Charter, seed: int) -> None:
    slow, fast = worlds_of(charter, past_of(seed, orders=5, with_kin=True))
    for of in (OF, ("order_id", "kind"), ("into",)):
        assert streams_in(fast, of) == {key: [event.id for event in events] for key, events in slow.keys(of).items()}


@pytest.mark.parametrize("seed", range(40))
def test_kin_is_found_in_the_order_of_the_reference(charter: Charter, seed: int) -> None:
    slow, fast = worlds_of(charter, past_of(seed, orders=5, with_kin=True))
    streams = fast.streams(OF)
    found = [
        (fast.id_of(kin.row), kin.at, streams.keys[kin.stream], streams.keys[kin.other] if kin.other >= 0 else None, kin.is_merger)
        for kin in kinships(streams, fast.table, fast.ranks)
    ]  # fmt: skip
    assert found == [
        (kin.event.id, kin.event.at, kin.key, kin.other if kin.other in slow.keys(OF) else None, kin.is_merger)
        for kin in kinship.kinships(slow.keys(OF))
    ]


def test_without_mergers_and_splits_streams_are_as_they_were_made(charter: Charter) -> None:
    _, fast = worlds_of(charter, past_of(1))
    assert fast.streams(OF).own is None


def outcomes_of(draw: random.Random, world: kernel.World, length: int) -> Outcomes:
    """Return findings of all sorts, as if a promise had been judged."""
    streams, rng = world.streams(OF), np.random.default_rng(draw.randrange(2**32))
    at = np.sort(world.table.at)

    def instants(missing: float) -> np.ndarray:
        return np.where(rng.random(length) < missing, NONE, rng.choice(at, length))

    def lists(most: int) -> tuple[np.ndarray, int]:
        starts = np.concatenate([[0], np.cumsum(rng.integers(0, most, length))])
        return starts, int(starts[-1])

    evidence, undecided, intervals = lists(4), lists(3), lists(3)
    numbers: dict[str, Any] = {
        "due": instants(0.5), "not_before": instants(0.9), "met": instants(0.7), "late_at": instants(0.7),
        "broken_at": instants(0.7), "ended_at": instants(0.6), "reached": instants(0.5), "wanted": instants(0.5),
    }  # fmt: skip
    return Outcomes(
        promise="it",
        streams=streams,
        stream=rng.integers(0, len(streams), length),
        trigger=rng.integers(0, len(world.table), length),
        root=rng.integers(0, len(world.table), length),
        period=instants(0.8),
        verdict=rng.integers(0, 7, length).astype(np.int8),
        reason=rng.integers(0, 30, length).astype(np.int8),
        start=instants(0.0),
        **numbers,
        because=object_array([draw.choice((None, "words")) for _ in range(length)]),
        member=coded([draw.choice((None, "a", "b")) for _ in range(length)]),
        owner=object_array([draw.choice((None, "unit")) for _ in range(length)]),
        owner_verdict=rng.integers(0, 7, length).astype(np.int8),
        grounds=Grounds(
            evidence=Lists(evidence[0], rng.integers(0, len(world.table), evidence[1])),
            undecided=Lists(undecided[0], rng.integers(0, len(world.table), undecided[1])),
            missing=[(str(number),) for number in range(length)],
            intervals=IntervalLists(
                intervals[0], *(rng.integers(0, 5, intervals[1]) for _ in range(4)), causes=["v", "w", "x", "y", "z"]
            ),
            holders=[(Holder("unit", number, None),) for number in range(length)],
            provisional_years=[(number,) for number in range(length)],
            coverage=(rng.integers(0, 9, length), rng.integers(0, 9, length)),
        ),
    )


def in_reference(findings: list[Finding], slow: reference.World) -> list[Finding]:
    return kinship.settled(findings, kinship.kinships(slow.keys(OF)))


@pytest.mark.parametrize("seed", range(40))
def test_findings_are_settled_as_in_the_reference(charter: Charter, seed: int) -> None:
    slow, fast = worlds_of(charter, past_of(seed, orders=3, with_kin=True))
    outcomes = outcomes_of(random.Random(seed), fast, 60)
    before = list(findings_of(outcomes, fast))
    after = settled(outcomes, fast)
    assert list(findings_of(after, fast)) == in_reference(before, slow)
    assert list(findings_of(outcomes, fast)) == before
    outcomes.grounds = outcomes.because = outcomes.member = None
    compact = list(findings_of(outcomes, fast))
    without = [finding.identity for finding in in_reference(compact, slow)]
    assert [finding.identity for finding in findings_of(settled(outcomes, fast), fast)] == without


def test_findings_stay_the_same_object_where_no_subject_has_kin(charter: Charter) -> None:
    _, fast = worlds_of(charter, past_of(2))
    outcomes = outcomes_of(random.Random(2), fast, 5)
    assert settled(outcomes, fast) is outcomes


def test_some_findings_keep_all_that_belongs_to_them(charter: Charter) -> None:
    _, fast = worlds_of(charter, past_of(3))
    outcomes = outcomes_of(random.Random(3), fast, 12)
    whole = list(findings_of(outcomes, fast))
    places = np.array([7, 2, 2, 11])
    assert list(findings_of(chosen(outcomes, places), fast)) == [whole[place] for place in places]
    assert list(findings_of(chosen(chosen(outcomes, places), np.array([3, 0])), fast)) == [whole[11], whole[7]]
