"""Which of two events comes first: the instant, then `seq` of one source; nothing else."""

import pytest

from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference.ordering import is_before, is_ended_by, is_not_after, is_simultaneous, scan_key


def event(id_: str, at: int, seq: int | None = None, source: str = "desk") -> Event:
    """Return an event at an instant."""
    return Event(id_, "happened", at, at, seq=seq, source=source)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (event("a", 1, 9), event("b", 2, 1)),
        (event("b", 1, 1), event("a", 1, 2)),
        (event("b", 1, 0), event("a", 1, 1)),
    ],
)
def test_the_earlier_instant_and_at_one_instant_the_lower_seq_comes_first(one: Event, other: Event) -> None:
    assert is_before(one, other)
    assert not is_before(other, one)
    assert is_not_after(one, other)
    assert not is_not_after(other, one)
    assert not is_simultaneous(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (event("a", 1), event("b", 1)),
        (event("a", 1, 1), event("b", 1)),
        (event("a", 1, 1), event("b", 1, 1)),
        (event("a", 1, 1, "desk"), event("b", 1, 2, "phone")),
    ],
)
def test_without_seq_of_one_source_events_of_one_instant_are_simultaneous(one: Event, other: Event) -> None:
    assert is_simultaneous(one, other)
    assert not is_before(one, other)
    assert not is_before(other, one)
    assert is_not_after(one, other)
    assert is_not_after(other, one)


def test_scans_run_by_instant_source_seq_and_id_with_a_missing_seq_first() -> None:
    events = [event("d", 2), event("c", 1, 0, "desk"), event("b", 1, None, "desk"), event("a", 1, 5, "alarm")]
    assert [each.id for each in sorted(events, key=scan_key)] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("stood_before", [True, False, None])
def test_a_later_end_ends_and_an_earlier_one_or_the_event_itself_never_does(stood_before: bool | None) -> None:
    begin = event("b", 5, 2)
    for end in (event("a", 6, 1), event("a", 5, 3)):
        assert is_ended_by(begin, end, stood_before=stood_before) is True
    for end in (event("c", 4, 3), event("c", 5, 1), begin):
        assert is_ended_by(begin, end, stood_before=stood_before) is False


@pytest.mark.parametrize(("stood_before", "ended"), [(True, False), (False, True), (None, None)])
def test_a_simultaneous_end_ends_what_begins_only_where_nothing_stood_before(
    stood_before: bool | None, ended: bool | None
) -> None:
    assert is_ended_by(event("b", 5), event("a", 5), stood_before=stood_before) is ended
    assert is_ended_by(event("a", 5, 1), event("b", 5, 2, "phone"), stood_before=stood_before) is ended
