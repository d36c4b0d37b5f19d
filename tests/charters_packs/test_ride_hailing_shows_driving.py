"""What the ledger says that punctuality, no-shows and refusals show month by month; named after its entries."""

from jiannuo.core.statistics.figures import Figure
from tests.charters_packs.told import ACCEPTED, PLACED, Story, handed_on, press, when

MAY = "2026-05-02 12:00"
MARCH = ("2026-03-01", "d1")
REFUSED = {"driver_id": "d1", "reason": "too far", "pax": 2, "bags": 1}
BY_DRIVER = {"cancelled_by": "driver", "ground": "driver_caused"}
Cell = tuple[str, ...]


def booked(story: Story, order: str, *, day: str, driver: str = "d1") -> Story:
    """Add an order for 15:00 of a day that a driver accepted at 09:00."""
    story.tell(f"{day} 08:00", "order_placed", of=order_for(order, day))
    return story.tell(f"{day} 09:00", "order_accepted", of={**ACCEPTED, "order_id": order, "driver_id": driver})


def order_for(order: str, day: str) -> dict[str, object]:
    """Return the attributes of an order for 15:00 of a day."""
    return {**PLACED, "order_id": order, "appointment_at": when(f"{day} 15:00")}


def arrived(story: Story, order: str, moment: str) -> Story:
    """Add the arrival of the driver at the pick-up point."""
    return story.tell(moment, "arrive_pressed", of={**press("arrive"), "order_id": order})


def two_in_time() -> Story:
    """Return a story in which d1 came to two orders of March, at 14:50 and at 15:00 sharp."""
    limits = {"class_code": "comfort", "rank": 2, "max_pax": 4, "max_bags": 3}
    story = Story().tell("2026-02-01 00:00", "vehicle_class_defined", of=limits)
    arrived(booked(story, "o1", day="2026-03-02"), "o1", "2026-03-02 14:50")
    return arrived(booked(story, "o2", day="2026-03-03"), "o2", "2026-03-03 15:00:00")


def third(*, came: str | None = None) -> Story:
    """Return the same story with a third order, of 4 March, to which d1 came at some time of that day or never."""
    story = booked(two_in_time(), "o3", day="2026-03-04")
    return story if came is None else arrived(story, "o3", f"2026-03-04 {came}")


def share(figure: Figure) -> tuple[str, int, int]:
    """Return a figure as it is shown, with numerator and denominator."""
    return f"{figure.value} {figure.unit}", int(figure.numerator or 0), int(figure.denominator or 0)


def punctuality(story: Story) -> dict[Cell, tuple[str, int, int]]:
    """Return the punctuality of every driver and month."""
    return {cell: share(figure) for cell, figure in story.figures(MAY, "punctuality").items()}


def defaults(story: Story) -> tuple[int, int, int, str]:
    """Return no-shows, orders broken off, orders accepted and the rate of d1 in March."""
    counts = ("no_shows", "orders_broken_off", "orders_accepted")
    cells = [story.figures(MAY, name).get(MARCH) for name in counts]
    no_shows, broken_off, taken = (0 if cell is None else int(cell.value or 0) for cell in cells)
    rate = story.figures(MAY, "default_rate_found")[MARCH]
    return no_shows, broken_off, taken, f"{rate.value} {rate.unit}"


def test_6_1_3_5a_an_arrival_one_second_late_lowers_the_rate_from_two_of_two_to_two_of_three() -> None:
    assert punctuality(two_in_time()) == {MARCH: ("100.00 %", 2, 2)}
    assert punctuality(third(came="15:00:00")) == {MARCH: ("100.00 %", 3, 3)}
    assert punctuality(third(came="15:00:01")) == {MARCH: ("66.67 %", 2, 3)}


def test_6_1_3_5a_every_driver_and_month_has_a_rate_of_its_own() -> None:
    story = booked(booked(two_in_time(), "o3", day="2026-03-31", driver="d2"), "o4", day="2026-04-01")
    assert punctuality(arrived(story, "o4", "2026-04-01 15:30")) == {
        MARCH: ("100.00 %", 2, 2),
        ("2026-03-01", "d2"): ("0.00 %", 0, 1),
        ("2026-04-01", "d1"): ("0.00 %", 0, 1),
    }


def test_6_1_3_5a_a_cancelled_order_counts_for_nobody_and_one_handed_over_too_late_not_against_its_driver() -> None:
    cancelled = third().tell(
        "2026-03-04 12:00", "order_cancelled", of={"order_id": "o3", "cancelled_by": "passenger", "ground": "none"}
    )
    assert punctuality(cancelled) == {MARCH: ("100.00 %", 2, 2)}
    handed = third().tell("2026-03-04 14:30", "order_reassigned", of={"order_id": "o3", **handed_on("d2")})
    assert punctuality(handed) == {MARCH: ("100.00 %", 2, 2)}
    in_time = third().tell("2026-03-04 13:30", "order_reassigned", of={"order_id": "o3", **handed_on("d2")})
    assert punctuality(in_time) == {MARCH: ("100.00 %", 2, 2), ("2026-03-01", "d2"): ("0.00 %", 0, 1)}


def test_6_1_4_3a_a_no_show_is_a_default_of_the_driver_without_anybody_recording_it() -> None:
    assert defaults(third()) == (1, 0, 3, "33.33 %")
    assert defaults(third(came="15:30:00")) == (0, 0, 3, "0.00 %")  # late, but within the free waiting
    assert defaults(third(came="15:30:01")) == (1, 0, 3, "33.33 %")


def test_6_1_4_3b_a_refusal_is_a_default_and_one_for_a_passenger_too_many_is_none() -> None:
    far = third(came="14:45").tell("2026-03-04 14:50", "driver_refused", of={"order_id": "o3", **REFUSED})
    assert defaults(far) == (0, 1, 3, "33.33 %")
    full = third(came="14:45").tell("2026-03-04 14:50", "driver_refused", of={"order_id": "o3", **REFUSED, "pax": 5})
    assert defaults(full) == (0, 0, 3, "0.00 %")


def test_6_1_3_4b_an_order_that_the_driver_cancels_is_in_his_list_of_defaults_once() -> None:
    def cancelled(moment: str, *, came: str | None = None) -> tuple[int, int, int, str]:
        told = {"order_id": "o3", **BY_DRIVER}
        return defaults(third(came=came).tell(f"2026-03-04 {moment}", "order_cancelled", of=told))

    assert cancelled("09:30") == (0, 1, 3, "33.33 %")
    assert cancelled("15:30:00") == (0, 1, 3, "33.33 %")
    assert cancelled("15:30:01") == (1, 0, 3, "33.33 %")
    assert cancelled("16:00") == (1, 0, 3, "33.33 %")  # he had not come by 15:30 already
    assert cancelled("16:00", came="14:50") == (0, 1, 3, "33.33 %")  # he came and left again


def test_6_1_3_4b_who_first_refuses_and_then_cancels_has_broken_one_order() -> None:
    story = third(came="14:45").tell("2026-03-04 14:50", "driver_refused", of={"order_id": "o3", **REFUSED})
    story.tell("2026-03-04 14:55", "order_cancelled", of={"order_id": "o3", **BY_DRIVER})
    assert defaults(story) == (0, 1, 3, "33.33 %")


def test_6_1_4_3a_and_6_1_4_3b_a_default_of_whoever_took_an_order_over_is_in_no_rate_of_orders_accepted() -> None:
    def handed() -> Story:
        return third().tell("2026-03-04 13:00", "order_reassigned", of={"order_id": "o3", **handed_on("d2")})

    refused = handed().tell("2026-03-04 14:50", "driver_refused", of={"order_id": "o3", **REFUSED, "driver_id": "d2"})
    cancelled = handed().tell("2026-03-04 14:50", "order_cancelled", of={"order_id": "o3", **BY_DRIVER})
    for story in (handed(), refused, cancelled):
        assert list(story.figures(MAY, "default_rate_found")) == [MARCH]
        assert defaults(story) == (0, 0, 3, "0.00 %")


def test_6_1_4_3b_refusals_are_told_apart_by_whether_the_capacity_permits_them() -> None:
    story = third(came="14:45")
    story.tell("2026-03-03 14:50", "driver_refused", of={"order_id": "o2", **REFUSED})
    for minute in (50, 51):
        story.tell(f"2026-03-04 14:{minute}", "driver_refused", of={"order_id": "o3", **REFUSED, "pax": 5})
    told = {cell: int(figure.value or 0) for cell, figure in story.figures(MAY, "refusals").items()}
    assert told == {("2026-03-01", "true"): 2, ("2026-03-01", "false"): 1}
