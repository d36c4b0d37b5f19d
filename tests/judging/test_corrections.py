"""Corrections: what is in force, under which root, with which seq, as known at a position."""

from itertools import permutations

from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference.corrections import known_events


def event(id_: str, recorded_at: int = 0, supersedes: str | None = None, seq: int | None = None) -> Event:
    """Return a report that may correct another."""
    return Event(id_, "reported", 1, recorded_at, seq=seq, source="desk", supersedes=supersedes)


def in_force(*events: Event, known_to: int | None = None) -> list[tuple[str, int | None]]:
    """Return id and seq of the events in force."""
    return sorted((each.id, each.seq) for each in known_events(events, known_to=known_to).events)


def test_a_superseding_event_replaces_the_other_whole() -> None:
    assert in_force(event("a"), event("b", 5, "a")) == [("b", None)]


def test_a_correction_counts_from_its_recording_on() -> None:
    assert in_force(event("a"), event("b", 5, "a"), known_to=4) == [("a", None)]
    assert in_force(event("a"), event("b", 5, "a"), known_to=5) == [("b", None)]


def test_a_chain_leaves_its_last_link_under_the_first_one_as_root() -> None:
    known = known_events((event("a"), event("b", 5, "a"), event("c", 6, "b")), known_to=None)
    assert [each.id for each in known.events] == ["c"]
    assert {root: [link.id for link in chain] for root, chain in known.chains.items()} == {"a": ["c", "b", "a"]}


def test_a_retraction_takes_the_event_away_and_is_no_event_itself() -> None:
    retraction = Event("b", "retracted", 1, 5, source="desk", supersedes="a")
    assert in_force(event("a"), retraction) == []


def test_a_correction_takes_over_seq_unless_it_carries_its_own() -> None:
    assert in_force(event("a", seq=7), event("b", 5, "a")) == [("b", 7)]
    assert in_force(event("a", seq=7), event("b", 5, "a", seq=9)) == [("b", 9)]


def test_of_rival_corrections_the_one_recorded_last_is_in_force_in_whatever_order_they_came() -> None:
    rivals = (event("a"), event("b", 6, "a"), event("c", 5, "a"))
    assert all(in_force(*order) == [("b", None)] for order in permutations(rivals))


def test_a_correction_of_what_is_not_known_is_an_event_of_its_own() -> None:
    assert in_force(event("b", 5, "never seen")) == [("b", None)]
