"""What looks like a breach of chapters 6.1 and 6.2 or like its contrary: handed on, pressed twice, cancelled, booked ahead."""

import pytest

from tests.charters_packs.told import (
    ACCEPTED,
    FIRST,
    PLACED,
    TWO_KILOMETRES_OFF,
    Story,
    accepted,
    at,
    charge,
    handed_on,
    placed,
    press,
    when,
)

LATER = "2026-03-30 12:00"
ARRIVAL = {**FIRST, "purpose": "arrival"}
PASSED_ON = {**handed_on("d2", plate="B2"), "reassigned_by": "driver"}
PICK_UP_OF_A_FLIGHT = {"product_type": "airport_pickup", "trip_no": "MU5101"}
LANDED = {"trip_no": "MU5101", "mode": "flight", "status": "arrived"}
CANCELLED = {"cancelled_by": "passenger", "ground": "none"}
RULES = {"rules": "driver_rules", "version": "1"}


def passed_on() -> Story:
    """Return an order that d1 handed on to d2 and his vehicle B2 at noon, without the platform."""
    return accepted().order("12:00", "order_reassigned", of=PASSED_ON)


def landing(story: Story, moment: str) -> Story:
    return story.tell(moment, "trip_status_changed", of=LANDED)


def test_6_1_3_4d_a_plate_that_only_the_driver_handed_the_order_on_to_is_a_swapped_vehicle() -> None:
    seen = passed_on().order("14:00", "vehicle_position", of={"driver_id": "d2", "plate": "B2"})
    found = seen.order("16:00", "order_completed").one(LATER, "same-vehicle")
    assert (found.verdict, found.broken_at, found.owner) == ("broken", at("14:00"), "d1")


def test_6_1_3_4e_an_order_handed_on_privately_stays_that_of_whoever_accepted_it() -> None:
    story = passed_on().order("14:50", "arrive_pressed", of=press("arrive", driver="d2"))
    found = story.order("16:00", "order_completed").one(LATER, "not-handed-on")
    assert (found.verdict, found.broken_at, found.owner, found.reached) == ("broken", at("12:00"), "d1", 2)
    nobody_comes = passed_on().order("17:00", "order_completed")
    for promise in ("in-place-early", "not-late", "no-show"):
        assert (nobody_comes.one(LATER, promise).verdict, nobody_comes.one(LATER, promise).owner) == ("broken", "d1")


def test_6_1_3_1a_handing_an_order_on_privately_ends_no_clock() -> None:
    story = accepted("09:00").order("09:30", "order_reassigned", of=PASSED_ON)
    story.order("09:40", "contact_made", of={**FIRST, "driver_id": "d2"})
    found = story.one(LATER, "first-contact")
    assert (found.verdict, found.broken_at, found.owner) == ("broken", at("10:00"), "d1")


@pytest.mark.parametrize(("driver", "verdict"), [("d1", "kept"), ("d9", "broken")])
def test_6_1_3_1a_and_6_1_3_1c_only_who_holds_the_order_makes_its_contacts(driver: str, verdict: str) -> None:
    first = accepted("09:00").order("09:30", "contact_made", of={**FIRST, "driver_id": driver})
    assert first.one(LATER, "first-contact").verdict == verdict
    ahead = accepted("14:30").order("14:40", "contact_made", of={**FIRST, "driver_id": driver})
    assert ahead.one(LATER, "first-contact-short-notice").verdict == verdict
    second = landing(accepted(order=PICK_UP_OF_A_FLIGHT), "14:00")
    second.order("14:05", "contact_made", of={**ARRIVAL, "driver_id": driver})
    assert second.one(LATER, "arrival-contact").verdict == verdict


def test_6_1_3_1a_a_contact_of_the_former_holder_does_not_serve_the_new_one() -> None:
    story = accepted("09:00").order("09:30", "order_reassigned", of=handed_on("d2"))
    lapsed, broken = story.order("09:40", "contact_made", of=FIRST).judged(LATER, "first-contact")
    assert (lapsed.verdict, broken.verdict, broken.due, broken.owner) == ("lapsed", "broken", at("10:30"), "d2")


def test_6_1_3_1c_after_a_cancellation_no_landing_and_no_press_opens_a_second_contact() -> None:
    cancelled = accepted(order=PICK_UP_OF_A_FLIGHT).order("10:00", "order_cancelled", of=CANCELLED)
    assert landing(cancelled, "14:00").judged(LATER, "arrival-contact") == []
    pressed = accepted().order("10:00", "order_cancelled", of=CANCELLED)
    pressed.order("14:50", "arrive_pressed", of=press("arrive"))
    assert [pressed.judged(LATER, promise) for promise in ("arrival-contact", "arrival-text")] == [[], []]


def test_6_1_3_1c_an_order_taken_after_the_landing_goes_by_the_press() -> None:
    story = landing(placed(of=PICK_UP_OF_A_FLIGHT), "08:30").order("09:00", "order_accepted", of=ACCEPTED)
    assert story.judged(LATER, "arrival-contact") == []
    found = story.order("14:50", "arrive_pressed", of=press("arrive")).one(LATER, "arrival-contact")
    assert (found.verdict, found.due) == ("broken", at("15:00"))
    before = accepted(order=PICK_UP_OF_A_FLIGHT).order("13:00", "arrive_pressed", of=press("arrive"))
    assert landing(before, "14:00").one(LATER, "arrival-contact").due == at("14:10")


def test_6_1_3_3b_a_cancellation_within_the_minute_ends_the_wait_for_the_text() -> None:
    story = accepted().order("14:45:00", "arrive_pressed", of=press("arrive", TWO_KILOMETRES_OFF))
    assert story.one(LATER, "arrival-text").due == at("14:46")
    assert story.order("14:45:30", "order_cancelled", of=CANCELLED).one(LATER, "arrival-text").verdict == "lapsed"


def test_6_1_3_4a_nobody_is_late_for_a_passenger_who_left_before_the_appointment() -> None:
    assert accepted().order("14:59:59", "passenger_left").one(LATER, "not-late").verdict == "lapsed"
    for moment in ("15:00:00", "15:20"):
        assert accepted().order(moment, "passenger_left").one(LATER, "not-late").verdict == "broken"


def test_6_1_3_1a_6_1_3_4b_6_1_3_4e_and_6_1_4_3b_who_presses_accept_twice_has_broken_an_order_once() -> None:
    twice = accepted("09:00").order("09:00:02", "order_accepted", of=ACCEPTED)
    twice.order("09:30", "order_reassigned", of=PASSED_ON)
    twice.order("10:30", "driver_refused", of={"driver_id": "d1", "reason": "too far", "pax": 1})
    twice.order("12:00", "order_cancelled", of={"cancelled_by": "driver", "ground": "none"})
    for promise in ("first-contact", "order-not-broken", "no-refusal", "not-handed-on"):
        assert (twice.one(LATER, promise).verdict, twice.one(LATER, promise).start) == ("broken", at("09:00")), promise


def test_6_1_3_4c_and_6_1_3_6e_charges_of_an_order_booked_weeks_ahead_are_seen() -> None:
    def charged(moment: str) -> list[str]:
        story = accepted("09:00", appointment="2026-03-20 15:00")
        story.order(moment, "charge_recorded", of=charge("water", "2", payee="driver"))
        return [story.one(LATER, promise).verdict for promise in ("no-private-charge", "free-items")]

    assert charged("2026-03-20 16:00") == charged("2026-03-27 14:59:59") == ["broken"] * 2
    assert charged("2026-03-27 15:00:00") == ["kept"] * 2


def test_6_1_3_4c_a_complaint_of_an_extra_charge_is_about_a_driver_whoever_it_names() -> None:
    told = {"complaint_id": "c1", "order_id": "o1", "channel": "phone", "type": "extra_charge"}
    found = Story().tell("10:00", "complaint_filed", of=told).one(LATER, "driver-complaint-verified")
    assert (found.verdict, found.due) == ("broken", at("10:45"))


def test_6_1_4_3g_whom_the_platform_hands_an_order_on_to_must_have_consented_too() -> None:
    def handed(*consenting: str) -> list[str]:
        story = placed().tell("2026-02-01 00:00", "penalty_rules_published", of=RULES)
        for driver in consenting:
            story.tell("2026-02-02 00:00", "consent_given", of={"driver_id": driver, "rules_version": "1"})
        story.order("08:30", "dispatch_offered", of={**ACCEPTED, "passenger_id": "p1"})
        story.order("09:00", "order_accepted", of=ACCEPTED).order("12:00", "order_reassigned", of=handed_on("d2"))
        return [each.verdict for each in story.judged(LATER, "offers-with-consent")]

    assert handed("d1", "d2") == ["kept", "kept"]
    assert handed("d1") == ["kept", "broken"]


def test_6_2_3_4b_a_machine_closes_no_bad_rating() -> None:
    rating = {"rating_id": "r1", "rated_on": "2026-03-02", "rater": "passenger", "stars": 2}
    checked = {"rating_id": "r1", "rated_on": "2026-03-02", "officer_id": "q1", "verdict": "true"}

    def closed(by: str) -> str:
        story = accepted().order("16:00", "end_pressed", of=press("end")).order("16:30", "rating_submitted", of=rating)
        story.tell("2026-03-03 10:00", "rating_verified", by=by, of=checked)
        story.tell("2026-03-03 18:00", "day_closed", of={"rated_on": "2026-03-02"})
        return story.one(LATER, "bad-ratings-first").verdict

    assert (closed("q1"), closed("check-bot")) == ("kept", "broken")


def test_6_1_5_2d_after_the_platform_handed_an_order_on_the_new_driver_logs_in_for_it() -> None:
    def logged_in(driver: str) -> str:
        story = accepted().order("12:00", "order_reassigned", of=handed_on("d2"))
        story.tell("13:00", "device_login", of={"driver_id": driver, "plate": "A2", "device_id": "t2"})
        return story.order("16:00", "order_completed").one(LATER, "logins-kept").verdict

    assert (logged_in("d2"), logged_in("d1")) == ("kept", "broken")


def test_6_1_3_5a_the_orders_of_a_driver_are_judged_each_by_its_own_presses() -> None:
    story = accepted().order("14:50", "arrive_pressed", of=press("arrive"))
    second = {**PLACED, "order_id": "o2", "appointment_at": when("15:00")}
    story.tell("08:00", "order_placed", of=second)
    story.tell("09:00", "order_accepted", of={**ACCEPTED, "order_id": "o2"})
    verdicts = {found.subject: found.verdict for found in story.judged(LATER, "not-late")}
    assert verdicts == {("o1",): "kept", ("o2",): "broken"}
