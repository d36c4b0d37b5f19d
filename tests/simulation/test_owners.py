"""Who answers inside for what befalls an order, told by hand from the events in force, is who was meant to."""

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from tests.simulation.happenings import Book, happened, meant, micros

MINUTE, HOUR = 60_000_000, 3_600_000_000


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_500, 11)


def holder(book: Book, order: str, at: int) -> str:
    """Return who holds an order at an instant: who took it over last, or who accepted it."""
    changes = [(micros(row), row["to_driver"]) for row in book("order_reassigned").get(order, [])]
    return max((each for each in changes if each[0] <= at), default=(0, book("order_accepted")[order][0]["driver_id"]))[
        1
    ]


def appointment(book: Book, order: str, at: int) -> int:
    """Return the appointment of an order as it stands at an instant."""
    moves = [(micros(row), micros(row, "moved_to")) for row in book("appointment_moved").get(order, [])]
    placed = micros(book("order_placed")[order][0], "appointment_at")
    return max((each for each in moves if each[0] <= at), default=(0, placed))[1]


@pytest.mark.parametrize(("theme", "ahead"), [("in-place-early", 10 * MINUTE), ("not-late", 0)])
def test_who_is_told_of_an_order_less_than_an_hour_ahead_is_cleared_of_coming_late(
    city: City, book: Book, theme: str, ahead: int
) -> None:
    rows = [row for row in meant(city, theme) if row["intention"] == "broken"]
    cleared = set()
    for row in rows:
        order, due = row["subject"], micros(row, "due_at")
        assert due == appointment(book, order, due) - ahead == micros(row, "broken_at")
        told = [micros(each) for each in book("order_reassigned").get(order, [])]
        late = any(at <= due and appointment(book, order, at) - at < HOUR for at in told)
        assert (row["owner_verdict"], row["owner"]) == ("excused" if late else "broken", holder(book, order, due)), row
        cleared.add(late)
    assert cleared == {True, False}


@pytest.mark.parametrize("theme", ["first-contact", "order-not-broken", "same-vehicle", "no-private-charge"])
def test_whoever_holds_the_order_as_a_promise_is_broken_answers_for_it(city: City, book: Book, theme: str) -> None:
    rows = [row for row in meant(city, theme) if row["intention"] == "broken"]
    assert [row for row in rows if row["owner"] != holder(book, row["subject"], micros(row, "broken_at"))] == []
    assert {row["owner_verdict"] for row in rows} == {"broken"}


def test_who_handed_an_order_on_answers_for_his_own_span(city: City, book: Book) -> None:
    rows = [row for row in meant(city, "not-handed-on") if row["subject"] in book("order_reassigned")]
    assert len(rows) > 50
    for row in rows:
        assert row["owner"] == book("order_accepted")[row["subject"]][0]["driver_id"]
        assert row["due_at"] == book("order_reassigned")[row["subject"]][0]["at"]


def test_companies_answer_for_the_training_of_their_drivers(city: City) -> None:
    admitted, moved = happened(city, "driver_admitted", "driver_id"), set()
    for row in meant(city, "service-training"):
        decided = row["done_at"] if row["intention"] == "kept" else row["due_at"]
        companies = [each["company_id"] for each in admitted[row["subject"]] if each["at"] <= decided]
        assert row["owner"] == companies[-1], row
        moved.add(len(companies))
    assert moved == {1, 2}


def test_what_is_broken_has_an_instant_and_nothing_else_has(city: City) -> None:
    truth = city.truth.to_pylist()
    assert {(row["intention"] == "broken") == (row["broken_at"] is not None) for row in truth} == {True}
    assert {(row["owner_verdict"] is None) for row in truth if row["theme"] == "rating-link"} == {True}
