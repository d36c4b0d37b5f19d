"""Presses, contacts and ratings, told by hand from the events in force, are as they were meant."""

from datetime import timedelta

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from tests.simulation.happenings import Book, meant

MICRO, MINUTE = 1, 60_000_000
DECIDED = ("kept", "broken")


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_000, 21)


def decided(city: City, theme: str) -> list[tuple[str, bool]]:
    """Return the orders for which a promise was meant to be kept or not."""
    rows = [(row["subject"], row["intention"] == "kept") for row in meant(city, theme) if row["intention"] in DECIDED]
    assert {kept for _, kept in rows} == {True, False}
    return rows


def test_all_three_presses_come_by_the_completion_where_they_were_meant_to(city: City, book: Book) -> None:
    for theme in ("three-presses", "presses-kept"):
        for order, kept in decided(city, theme):
            done = book("order_completed")[order][0]["at"]
            buttons = [book(f"{button}_pressed").get(order, []) for button in ("arrive", "start", "end")]
            if theme == "presses-kept":
                buttons = [[row for row in rows if row["place"] is not None] for rows in buttons]
            assert kept == all(any(row["at"] <= done for row in rows) for rows in buttons), order


@pytest.mark.parametrize(
    ("theme", "before", "after"),
    [("start-after-arrival", "arrive_pressed", "start_pressed"), ("end-after-start", "start_pressed", "end_pressed")],
)
def test_buttons_are_pressed_in_order_where_they_were_meant_to(
    city: City, book: Book, theme: str, before: str, after: str
) -> None:
    for order, kept in decided(city, theme):
        earliest = min((row["at"] for row in book(before).get(order, [])), default=None)
        in_order = all(earliest is not None and earliest <= row["at"] for row in book(after)[order])
        assert kept == in_order, order


def test_rides_end_at_the_destination_or_three_kilometres_off(city: City, book: Book) -> None:
    for order, kept in decided(city, "ended-at-destination"):
        goal = book("order_placed")[order][0]["destination"]
        off = {round((row["place"]["latitude"] - goal["latitude"]) * 111) for row in book("end_pressed")[order]}
        assert kept == (max(off) == 0), order
        assert off <= {0, 3}


def test_passengers_are_reached_twice_and_contacted_at_all_where_this_was_meant(city: City, book: Book) -> None:
    for order, kept in decided(city, "two-contacts"):
        done = book("order_completed")[order][0]["at"]
        made = [row for row in book("contact_made").get(order, []) if row["at"] <= done]
        assert kept == (sum(row["delivered_or_connected"] is True for row in made) >= 2), order
    for order, kept in decided(city, "contacts-kept"):
        done = book("order_completed")[order][0]["at"]
        assert kept == any(row["at"] <= done for row in book("contact_made").get(order, [])), order


def test_at_short_notice_the_contact_comes_ten_minutes_before_the_appointment(city: City, book: Book) -> None:
    for order, kept in decided(city, "first-contact-short-notice"):
        placed, accepted = book("order_placed")[order][0], book("order_accepted")[order][0]
        assert timedelta(minutes=10) < placed["appointment_at"] - accepted["at"] < timedelta(hours=1)
        moved = book("appointment_moved").get(order, [])
        appointment = moved[-1]["moved_to"] if moved else placed["appointment_at"]
        first = [row["at"] for row in book("contact_made").get(order, []) if row["purpose"] == "first"]
        assert kept == any(at <= appointment - timedelta(minutes=10) for at in first), order


def test_drivers_are_there_before_free_waiting_is_over_where_they_were_meant_to(city: City, book: Book) -> None:
    for order, kept in decided(city, "no-show"):
        placed, moved = book("order_placed")[order][0], book("appointment_moved").get(order, [])
        appointment = moved[-1]["moved_to"] if moved else placed["appointment_at"]
        wait = timedelta(minutes=60 if placed["product_type"] == "airport_pickup" else 30)
        there = [row["at"] for row in book("arrive_pressed").get(order, []) if near(row, placed)]
        assert kept == any(at <= appointment + wait for at in there), order


def near(press: dict, placed: dict) -> bool:
    at, where = press["place"], placed["pickup_point"]
    return at is not None and abs(at["latitude"] - where["latitude"]) < 0.002


def test_orders_are_broken_by_refusals_and_cancellations_of_drivers_alone(city: City, book: Book) -> None:
    seats = {"economy": 4, "comfort": 4, "business": 6, "luxury": 6}
    for order, kept in decided(city, "order-not-broken"):
        ends = [row for row in (*book("order_cancelled").get(order, []), *book("order_completed").get(order, []))]
        ended = min((row["at"] for row in ends if row["cancelled_by"] != "driver"), default=None)
        taken = book("order_accepted")[order][0]["vehicle_class"]
        refusals = [row for row in book("driver_refused").get(order, []) if ended is None or row["at"] < ended]
        groundless = [row for row in refusals if row["pax"] is None or row["pax"] <= seats[taken]]
        gave_up = any(row["cancelled_by"] == "driver" for row in ends)
        assert kept == (not groundless and not gave_up), order


@pytest.mark.parametrize(("theme", "rater"), [("rated-after-service", "passenger"), ("driver-rates-once", "driver")])
def test_ratings_come_after_the_end_where_they_were_meant_to(city: City, book: Book, theme: str, rater: str) -> None:
    taken_back = set(city.events["supersedes"].drop_null().to_pylist())
    for order, kept in decided(city, theme):
        ended = min(row["at"] for row in book("end_pressed")[order])
        given = [
            row for row in book("rating_submitted")[order] if row["rater"] == rater and row["id"] not in taken_back
        ]
        once = rater == "passenger" or len(given) == 1
        assert kept == (once and all(ended <= row["at"] for row in given)), order


def test_items_cost_nothing_until_a_week_after_the_appointment_where_this_was_meant(city: City, book: Book) -> None:
    items = {"tissues", "umbrella", "water", "usb_cable"}
    for order, kept in decided(city, "free-items"):
        accepted = book("order_accepted")[order][0]["at"]
        moves = [row for row in book("appointment_moved").get(order, []) if row["at"] <= accepted]
        planned = moves[-1]["moved_to"] if moves else book("order_placed")[order][0]["appointment_at"]
        charged = [row for row in book("charge_recorded")[order] if row["at"] < planned + timedelta(days=7)]
        paid = [row for row in charged if row["item"] in items and row["amount"] and row["amount"]["amount"] > 0]
        assert kept == (not paid), order
