"""Stories that orders tell word by word are told as their names say, beside the orders that are drawn by lot."""

from collections import Counter
from math import acos, cos, radians, sin

import pyarrow.compute as pc
import pytest

from jiannuo.core.simulation.city import City, simulate_city
from jiannuo.core.simulation.planting.plots import COPIES, PLOTS, copies_in
from jiannuo.core.simulation.scripting.story import FIRST_ORDER
from jiannuo.core.simulation.scripting.telling import PLOTTED
from tests.simulation.happenings import Book, in_force, is_told, micros

SECOND, MINUTE, HOUR = 1_000_000, 60_000_000, 3_600_000_000
ORDERS = 1_500
EARTH = 6_371_008.8


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(ORDERS, 5)


def orders_of(plot: str) -> list[str]:
    first, copies = FIRST_ORDER + PLOTS.index(plot) * copies_in(ORDERS), copies_in(ORDERS)
    return [f"y{number}" for number in range(first, first + copies)]


def test_every_plot_is_told_by_as_many_orders_and_small_cities_tell_none(city: City, book: Book) -> None:
    assert PLOTTED.keys() == set(PLOTS) and len(PLOTTED) == len(PLOTS)
    assert [copies_in(orders) for orders in (1, 300, ORDERS, 5_000, 200_000)] == [0, 0, 2, COPIES, COPIES]
    told = [order for order in book("order_placed") if is_told(order) and order.startswith("y")]
    assert sorted(told) == sorted(order for plot in PLOTS for order in orders_of(plot))
    few = simulate_city(300, 5).events
    assert not any(order.startswith("y") for order in few["order_id"].drop_null().to_pylist())


def test_what_a_story_means_is_noted_under_its_name_for_its_orders_alone(city: City) -> None:
    rows = city.truth.filter(pc.starts_with(pc.fill_null(city.truth["order_id"], ""), "y6")).to_pylist()
    assert {row["order_id"] in orders_of(row["deed"]) for row in rows} == {True}
    meaning_nothing = set(PLOTS) - {row["deed"] for row in rows}
    assert meaning_nothing == {  # nothing is owed, and nobody breaks anything
        "cancelled-before-contact",
        "cancelled-before-contact-at-short-notice",
        "landed-after-cancelling",
        "cancelled-after-landing",
        "landed-and-never-taken",
        "delay-as-the-ride-ends",
        "landed-after-the-ride",
        "left-before-the-wait",
        "delayed-and-never-landed",
        "pressed-after-cancelling",
        "cancelled-before-the-text",
    }


def appointed_on(book: Book, order: str) -> int:
    return (micros(book("order_placed")[order][0], "appointment_at") + 8 * HOUR) // (24 * HOUR)


def test_no_driver_takes_part_in_two_stories_a_day(book: Book) -> None:
    days = Counter()
    for order, rows in book("order_accepted").items():
        if is_told(order):
            days[rows[0]["driver_id"], appointed_on(book, order)] += 1
    assert set(days.values()) == {1}


def metres(one: dict, other: dict) -> float:
    """Return the distance of two places by the law of cosines, on the sphere that the language names."""
    a, b = radians(one["latitude"]), radians(other["latitude"])
    turn = radians(one["longitude"] - other["longitude"])
    return EARTH * acos(min(1.0, sin(a) * sin(b) + cos(a) * cos(b) * cos(turn)))


@pytest.mark.parametrize(
    ("plot", "event", "goal", "nearest", "farthest"),
    [
        ("pressed-within-the-radius", "arrive_pressed", "pickup_point", 299, 300),
        ("pressed-outside-the-radius", "arrive_pressed", "pickup_point", 300, 301),
        ("ended-within-the-radius", "end_pressed", "destination", 999, 1_000),
        ("ended-outside-the-radius", "end_pressed", "destination", 1_000, 1_001),
    ],
)
def test_buttons_are_pressed_less_than_a_metre_from_the_edge(
    book: Book, plot: str, event: str, goal: str, nearest: int, farthest: int
) -> None:
    for order in orders_of(plot):
        [press], [placed] = book(event)[order], book("order_placed")[order]
        assert nearest < metres(press["place"], placed[goal]) < farthest


@pytest.mark.parametrize(
    ("plot", "lead"),
    [
        ("taken-an-hour-ahead", HOUR),
        ("taken-a-microsecond-less-ahead", HOUR - 1),
        ("taken-ten-minutes-ahead", 10 * MINUTE),
        ("taken-a-microsecond-too-late-to-be-early", 10 * MINUTE - 1),
    ],
)
def test_orders_at_short_notice_are_taken_at_the_edge(book: Book, plot: str, lead: int) -> None:
    for order in orders_of(plot):
        [placed], [accepted] = book("order_placed")[order], book("order_accepted")[order]
        assert micros(placed, "appointment_at") - micros(accepted) == lead


@pytest.mark.parametrize(("plot", "later"), [("taken-over-and-at-due", HOUR), ("taken-over-and-micro-late", HOUR + 1)])
def test_who_takes_over_makes_contact_at_the_edge_of_his_hour(book: Book, plot: str, later: int) -> None:
    for order in orders_of(plot):
        [handed] = book("order_reassigned")[order]
        done = [micros(row) for row in book("contact_made")[order] if row["driver_id"] == handed["to_driver"]]
        assert done[0] - micros(handed) == later


def test_a_ride_ends_a_minute_before_its_order_is_completed(book: Book) -> None:
    ended = book("end_pressed")
    gaps = {
        micros(rows[0]) - micros(ended[order][0])
        for order, rows in book("order_completed").items()
        if is_told(order) and order in ended
    }
    assert gaps == {60 * SECOND}


@pytest.mark.parametrize(
    ("plot", "event", "fen"),
    [
        ("nothing-charged-after-too-much", "charge_recorded", [8_000, 500, 0, -1]),
        ("included-for-one-fen", "charge_recorded", [8_000, 1, 0, -1]),
        ("waited-for-one-fen", "charge_recorded", [8_000, 1, 0, -1]),
        ("invoiced-anew", "invoice_issued", [8_500, -8_500, 0, 1, 7_999]),
    ],
)
def test_little_nothing_and_less_are_charged_and_invoiced(book: Book, plot: str, event: str, fen: list[int]) -> None:
    for order in orders_of(plot):
        assert [row["amount"]["amount"] * 100 for row in sorted(book(event)[order], key=micros)] == fen


@pytest.mark.parametrize(
    ("plot", "steps"),
    [
        ("refunded-and-not-proved", ["cancelled", "paid", "checked"]),
        ("refunded-in-parts-while-checked", ["cancelled", "paid", "checked", "paid"]),
        ("proved-before-cancelling", ["checked", "cancelled", "paid"]),
        ("refunded-for-something-else", ["cancelled", "paid", "paid"]),
    ],
)
def test_refunds_cross_the_examination_of_their_grounds(book: Book, plot: str, steps: list[str]) -> None:
    events = {"order_cancelled": "cancelled", "refund_paid": "paid", "cancel_ground_verified": "checked"}
    for order in orders_of(plot):
        found = [(micros(row), word) for event, word in events.items() for row in book(event).get(order, [])]
        assert [word for _, word in sorted(found)] == steps


@pytest.mark.parametrize("plot", ["status-told-to-another", "status-told-to-the-former-driver"])
def test_a_status_is_told_to_a_driver_who_has_not_the_order(book: Book, plot: str) -> None:
    for order in orders_of(plot):
        trip = book("order_placed")[order][0]["trip_no"]
        handed = book("order_reassigned").get(order)
        holder = handed[0]["to_driver"] if handed else book("order_accepted")[order][0]["driver_id"]
        told = [
            row["driver_id"] for rows in book("trip_status_synced").values() for row in rows if row["trip_no"] == trip
        ]
        assert len(told) == 1 and told != [holder]


def test_the_flight_lands_between_the_order_and_its_taking(book: Book) -> None:
    landed = {row["trip_no"]: micros(row) for rows in book("trip_status_changed").values() for row in rows}
    for order in orders_of("landed-before-taking"):
        [placed], [accepted] = book("order_placed")[order], book("order_accepted")[order]
        assert micros(placed) < landed[placed["trip_no"]] < micros(accepted)


@pytest.mark.parametrize(("plot", "later"), [("pressed-after-cancelling", 300), ("cancelled-before-the-text", -30)])
def test_drivers_arrive_about_the_cancelling_and_nobody_is_texted(book: Book, plot: str, later: int) -> None:
    for order in orders_of(plot):
        [cancelled], [pressed] = book("order_cancelled")[order], book("arrive_pressed")[order]
        assert micros(pressed) - micros(cancelled) == later * SECOND
        assert order not in book("sms_sent")


@pytest.mark.parametrize("plot", ["handed-on-privately-before-contact", "handed-on-privately-at-short-notice"])
def test_orders_are_handed_on_privately_before_the_passenger_is_called(book: Book, plot: str) -> None:
    for order in orders_of(plot):
        [handed] = book("order_reassigned")[order]
        assert handed["reassigned_by"] == "driver"
        assert all(micros(row) > micros(handed) for row in book("contact_made")[order])


@pytest.mark.parametrize(
    ("plot", "event", "before"),
    [
        ("called-before-taking-at-short-notice", "contact_made", "order_accepted"),
        ("called-before-arriving", "contact_made", "arrive_pressed"),
        ("texted-before-arriving", "sms_sent", "arrive_pressed"),
        ("link-before-the-end", "rating_link_sent", "end_pressed"),
        ("ended-twice", "rating_link_sent", "end_pressed"),
    ],
)
def test_what_is_owed_after_something_is_done_before_it(book: Book, plot: str, event: str, before: str) -> None:
    for order in orders_of(plot):
        assert min(map(micros, book(event)[order])) < max(map(micros, book(before)[order]))


@pytest.mark.parametrize(
    ("plot", "by_officer", "as_officer"),
    [("penalty-entered-for-another", True, False), ("penalty-entered-as-the-officer", False, True)],
)
def test_a_penalty_is_entered_by_the_officer_or_under_his_number(
    city: City, plot: str, by_officer: bool, as_officer: bool
) -> None:
    for complaint in (order.replace("y", "c") for order in orders_of(plot)):
        [entered], [verified] = (
            [row for row in in_force(city, event) if row["complaint_id"] == complaint]
            for event in ("complaint_penalty_entered", "complaint_verified")
        )
        assert verified["actor"] == verified["manager_id"]
        assert (entered["actor"] == verified["actor"]) is by_officer
        assert (entered["agent_id"] == verified["manager_id"]) is as_officer
