"""Whatever differs between what was planted and what is found is told, under the column in which it differs."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from tests.simulation.comparing import differences

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONE = datetime(2026, 3, 2, 13, tzinfo=UTC)
CASE = {
    "subject": "o1",
    "start": NOON,
    "verdict": "broken",
    "owner": "d1",
    "owner_verdict": "excused",
    "due": ONE,
    "broken_at": ONE,
    "nth": 0,
}
NAMES = {"start": pa.timestamp("us", "UTC"), "due": pa.timestamp("us", "UTC"), "broken_at": pa.timestamp("us", "UTC")}
FIELDS = pa.schema(
    [(name, NAMES.get(name, pa.int64() if name == "nth" else pa.string())) for name in CASE] + [("certain", pa.bool_())]
)


def planted(*, certain: bool = True, **changed: object) -> dict[str, pa.Table]:
    return {"promise": pa.Table.from_pylist([{**CASE, **changed, "certain": certain}], FIELDS)}


def found(**changed: object) -> dict[str, pa.Table]:
    return {"promise": pa.Table.from_pylist([{**CASE, **changed}], pa.schema(list(FIELDS)[:-1]))}


def test_what_agrees_in_all_columns_does_not_differ() -> None:
    assert differences(planted(), found()) == {}


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("verdict", "kept", ("broken", "kept")),
        ("owner", "d2", ("d1", "d2")),
        ("owner", None, ("d1", "")),
        ("owner_verdict", "broken", ("excused", "broken")),
        ("due", NOON, ("2026-03-02 13:00:00.000000Z", "2026-03-02 12:00:00.000000Z")),
        ("broken_at", None, ("2026-03-02 13:00:00.000000Z", "")),
    ],
)
def test_a_difference_is_told_by_its_column(column: str, value: object, shown: tuple[str, str]) -> None:
    assert differences(planted(), found(**{column: value})) == {column: [("promise", "o1", *shown)]}


def test_an_owner_where_nobody_was_meant_to_answer_is_told() -> None:
    assert differences(planted(owner=None), found()) == {"owner": [("promise", "o1", "", "d1")]}


def test_what_the_city_does_not_say_of_an_uncertain_case_may_be_anything() -> None:
    assert differences(planted(certain=False, owner=None, due=None), found()) == {}
    assert list(differences(planted(certain=False, owner="d2"), found())) == ["owner"]


def test_a_case_that_was_planted_and_not_found_is_told() -> None:
    told = differences(planted(), found(start=ONE, verdict="kept"))
    assert told["verdict"] == [("promise", "o1", "broken", "")]


@pytest.mark.parametrize(("verdict", "told"), [("broken", True), ("unknown", True), ("excused", True), ("kept", False)])
def test_where_nothing_was_planted_nothing_may_be_found_but_what_is_kept_or_undecided(verdict: str, told: bool) -> None:
    nothing = planted()["promise"].slice(0, 0)
    shown = {"verdict": [("promise", "o1", "", verdict)]} if told else {}
    assert differences({"promise": nothing}, found(verdict=verdict)) == shown


def test_a_promise_without_findings_is_told() -> None:
    assert differences(planted(), {}) == {"verdict": [("promise", "", "True", "False")]}


@pytest.mark.parametrize(
    ("subject", "told"), [("o1", {}), ("y6000001", {"verdict": [("promise", "y6000001", "", "pending")]})]
)
def test_nothing_of_a_story_is_pending_where_nothing_was_planted(subject: str, told: dict) -> None:
    nothing = {"promise": planted()["promise"].slice(0, 0)}
    assert differences(nothing, found(subject=subject, verdict="pending")) == told
    assert differences(nothing, found(subject=subject, verdict="lapsed")) == {}
