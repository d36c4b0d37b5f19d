"""Merged and split subjects: which events they share, and whose obligation stays."""

from jiannuo.core.judging.event import Event
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.kinship import kinships, settled, with_kin


def event(id_: str, at: int, type_: str = "happened", **attributes: str) -> Event:
    """Return an event at an instant."""
    return Event(id_, type_, at, at, attributes=attributes)


def finding(subject: str, start: int, met: int | None = None) -> Finding:
    """Return a finding that is kept at `met`, or still open."""
    verdict = "pending" if met is None else "kept"
    return Finding("fix", (subject,), f"root of {subject}", verdict, "", start, met=met)


MERGER = event("m", 10, "subject_merged", into="a")
SPLIT = event("s", 10, "subject_split", **{"from": "a"})


def test_a_merged_subject_shares_what_later_happens_to_its_survivor() -> None:
    grouped = {("a",): (event("1", 5), event("2", 15)), ("b",): (event("3", 6), MERGER)}
    extended = with_kin(grouped)
    assert [each.id for each in extended[("b",)]] == ["3", "m", "2"]
    assert [each.id for each in extended[("a",)]] == ["1", "2"]


def test_a_child_has_what_happened_to_its_parent_before() -> None:
    grouped = {("a",): (event("1", 5), event("2", 15)), ("b",): (SPLIT, event("3", 16))}
    assert [each.id for each in with_kin(grouped)[("b",)]] == ["1", "s", "3"]


def test_of_two_open_obligations_the_younger_one_is_excused() -> None:
    kin = kinships({("a",): (), ("b",): (MERGER,)})
    after = settled([finding("a", 1), finding("b", 2)], kin)
    assert [(each.subject, each.verdict, each.ended_at) for each in after] == [
        (("a",), "pending", None),
        (("b",), "excused", 10),
    ]


def test_the_survivors_own_obligation_is_excused_when_it_is_the_younger_one() -> None:
    kin = kinships({("a",): (), ("b",): (MERGER,)})
    after = settled([finding("a", 2), finding("b", 1)], kin)
    assert [(each.subject, each.verdict) for each in after] == [(("a",), "excused"), (("b",), "pending")]


def test_what_had_ended_before_the_merger_stays_as_it_was() -> None:
    kin = kinships({("a",): (), ("b",): (MERGER,)})
    after = settled([finding("a", 1), finding("b", 2, met=9)], kin)
    assert [(each.subject, each.verdict) for each in after] == [(("a",), "pending"), (("b",), "kept")]


def test_what_opens_after_the_merger_belongs_to_the_survivor_alone() -> None:
    kin = kinships({("a",): (), ("b",): (MERGER,)})
    assert [each.subject for each in settled([finding("a", 11), finding("b", 11)], kin)] == [("a",)]


def test_a_child_inherits_only_what_was_open_at_the_split() -> None:
    kin = kinships({("a",): (), ("b",): (SPLIT,)})
    assert [each.start for each in settled([finding("b", 1, met=9), finding("b", 2, met=12)], kin)] == [2]


def test_subjects_known_by_several_attributes_have_no_kin() -> None:
    assert kinships({("a", "b"): (MERGER,)}) == []
