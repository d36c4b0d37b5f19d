"""What drivers do for an order, judged by the ride-hailing pack; each test is named after the entries of the ledger it shows."""

from jiannuo.core.charters.explaining.explaining import explain_charter
from tests.charters_packs.told import (
    FIRST,
    PICK_UP,
    THREE_KILOMETRES_FROM_IT,
    TWO_KILOMETRES_OFF,
    Story,
    accepted,
    at,
    handed_on,
    placed,
    press,
    the_pack,
    when,
)

ARRIVAL = {**FIRST, "purpose": "arrival"}
NEXT_DAY = "2026-03-03 12:00"


def test_6_1_3_1a_contact_at_10_00_00_is_kept_and_one_second_later_breaks_it_for_that_driver() -> None:
    kept = accepted("09:00").order("10:00:00", "contact_made", of=FIRST).one(NEXT_DAY, "first-contact")
    assert (kept.verdict, kept.due, kept.met) == ("kept", at("10:00"), at("10:00"))
    late = accepted("09:00").order("10:00:01", "contact_made", of=FIRST).one(NEXT_DAY, "first-contact")
    assert (late.verdict, late.due, late.broken_at, late.owner) == ("broken", at("10:00"), at("10:00"), "d1")
    none = accepted("09:00").one(NEXT_DAY, "first-contact")
    assert (none.verdict, none.broken_at, none.owner) == ("broken", at("10:00"), "d1")


def test_6_1_3_1a_an_order_taken_at_short_notice_has_a_second_clock_of_ours() -> None:
    story = accepted("14:20", appointment="15:00").order("14:50:00", "contact_made", of=FIRST)
    assert story.one(NEXT_DAY, "first-contact").due == at("15:20")
    shown = story.one(NEXT_DAY, "first-contact-short-notice")
    assert (shown.verdict, shown.due) == ("kept", at("14:50"))
    assert accepted("14:00", appointment="15:00").judged(NEXT_DAY, "first-contact-short-notice") == []


def test_6_1_3_1a_who_takes_an_order_over_has_an_hour_of_his_own() -> None:
    handed = handed_on("d2")
    first, second = accepted("09:00").order("09:30", "order_reassigned", of=handed).judged(NEXT_DAY, "first-contact")
    assert first.verdict == "lapsed"
    assert (second.verdict, second.due, second.owner) == ("broken", at("10:30"), "d2")


def test_6_1_3_1c_the_second_contact_follows_the_arrival_of_the_flight_within_ten_minutes() -> None:
    def pick_up() -> Story:
        story = accepted("09:00", order={"product_type": "airport_pickup", "trip_no": "MU5101"})
        return story.tell(
            "14:00", "trip_status_changed", of={"trip_no": "MU5101", "mode": "flight", "status": "arrived"}
        )

    none = pick_up().one(NEXT_DAY, "arrival-contact")
    assert (none.verdict, none.due, none.owner) == ("broken", at("14:10"), "d1")
    kept = pick_up().order("14:05", "contact_made", of=ARRIVAL).one(NEXT_DAY, "arrival-contact")
    assert (kept.verdict, kept.met) == ("kept", at("14:05"))


def test_6_1_3_1c_elsewhere_the_driver_in_position_makes_the_second_contact() -> None:
    story = accepted("09:00").order("14:45", "arrive_pressed", of=press("arrive"))
    assert story.one(NEXT_DAY, "arrival-contact").due == at("14:55")


def test_6_1_3_1c_a_pick_up_without_the_number_of_a_flight_goes_by_the_press_as_well() -> None:
    story = accepted("09:00", order={"product_type": "airport_pickup"}).order(
        "14:45", "arrive_pressed", of=press("arrive")
    )
    assert story.one(NEXT_DAY, "arrival-contact").due == at("14:55")


def test_6_1_3_1c_a_flight_that_lands_after_its_order_was_cancelled_obliges_nobody() -> None:
    landed = {"trip_no": "MU5101", "mode": "flight", "status": "arrived"}
    story = accepted("09:00", order={"product_type": "airport_pickup", "trip_no": "MU5101"})
    cancelled = story.order("11:00", "order_cancelled", of={"cancelled_by": "passenger", "ground": "none"})
    assert cancelled.tell("14:00", "trip_status_changed", of=landed).judged(NEXT_DAY, "arrival-contact") == []


def test_6_1_3_1d_one_contact_of_two_counts_against_the_driver() -> None:
    story = accepted("09:00").order("09:10", "contact_made", of=FIRST).order("16:00", "end_pressed", of=press("end"))
    found = story.one(NEXT_DAY, "two-contacts")
    assert (found.verdict, found.reached, found.wanted, found.owner) == ("broken", 1, 2, "d1")


def test_6_1_3_3a_pressed_at_14_50_is_kept_and_at_14_51_a_breach_of_the_lead_but_not_late() -> None:
    early = accepted().order("14:50", "arrive_pressed", of=press("arrive")).one(NEXT_DAY, "in-place-early")
    assert (early.verdict, early.due) == ("kept", at("14:50"))
    story = accepted().order("14:51", "arrive_pressed", of=press("arrive"))
    assert story.one(NEXT_DAY, "in-place-early").verdict == "broken"
    assert story.one(NEXT_DAY, "not-late").verdict == "kept"


def test_6_1_3_3a_a_press_two_kilometres_away_is_no_arrival() -> None:
    story = accepted().order("14:45", "arrive_pressed", of=press("arrive", TWO_KILOMETRES_OFF))
    assert story.one(NEXT_DAY, "in-place-early").verdict == "broken"


def test_6_1_3_3a_a_press_without_a_position_decides_nothing() -> None:
    story = accepted().order("14:45", "arrive_pressed", of={"driver_id": "d1"})
    assert story.one(NEXT_DAY, "in-place-early").verdict == "unknown"


def test_6_1_3_3b_one_arrival_text_within_a_minute_and_none_for_a_second_press() -> None:
    text = {"template": "arrived"}
    story = accepted().order("14:45:00", "arrive_pressed", of=press("arrive")).order("14:46:00", "sms_sent", of=text)
    story.order("14:46:30", "arrive_pressed", of=press("arrive"))
    found = story.one(NEXT_DAY, "arrival-text")
    assert (found.verdict, found.due, found.owner) == ("kept", at("14:46"), None)
    assert story.one(NEXT_DAY, "one-arrival-text").verdict == "kept"
    again = story.order("14:47", "sms_sent", of=text).judged(NEXT_DAY, "one-arrival-text")
    assert [found.verdict for found in again] == ["kept", "broken"]
    missing = accepted().order("14:45:00", "arrive_pressed", of=press("arrive")).one(NEXT_DAY, "arrival-text")
    assert (missing.verdict, missing.broken_at) == ("broken", at("14:46"))


def test_6_1_3_3c_a_start_before_the_arrival_is_out_of_order() -> None:
    story = (
        accepted()
        .order("14:50", "start_pressed", of=press("start"))
        .order("14:55", "arrive_pressed", of=press("arrive"))
    )
    found = story.one(NEXT_DAY, "start-after-arrival")
    assert (found.verdict, found.broken_at, found.owner) == ("broken", at("14:50"), "d1")


def test_6_1_3_3d_an_end_three_kilometres_from_the_destination_is_flagged() -> None:
    far = accepted().order("16:00", "end_pressed", of=press("end", THREE_KILOMETRES_FROM_IT))
    assert far.one(NEXT_DAY, "ended-at-destination").verdict == "broken"
    there = accepted().order("16:00", "end_pressed", of=press("end"))
    assert there.one(NEXT_DAY, "ended-at-destination").verdict == "kept"


def test_6_1_3_3e_a_trip_without_start_shows_two_presses_of_three_and_a_breach_on_the_driver() -> None:
    story = (
        accepted().order("14:50", "arrive_pressed", of=press("arrive")).order("16:00", "end_pressed", of=press("end"))
    )
    story.order("16:05", "order_completed")
    found = story.one(NEXT_DAY, "three-presses")
    assert (found.verdict, found.reached, found.wanted, found.owner) == ("broken", 2, 3, "d1")
    assert found.missing == ("start_pressed",)
    assert story.one(NEXT_DAY, "end-after-start").verdict == "broken"


def test_6_1_3_3e_three_presses_in_order_are_kept_and_a_second_press_changes_nothing() -> None:
    story = accepted()
    for moment, button in (("14:50", "arrive"), ("14:51", "arrive"), ("15:00", "start"), ("15:55", "end")):
        story.order(moment, f"{button}_pressed", of=press(button))
    story.order("16:05", "order_completed")
    promises = ("three-presses", "start-after-arrival", "end-after-start")
    assert [story.one(NEXT_DAY, promise).verdict for promise in promises] == ["kept"] * 3


def test_6_1_3_4a_arrival_at_15_01_is_late_and_with_the_flight_an_hour_delayed_it_is_not() -> None:
    late = accepted().order("15:01", "arrive_pressed", of=press("arrive")).one(NEXT_DAY, "not-late")
    assert (late.verdict, late.due, late.owner) == ("broken", at("15:00"), "d1")
    moved = {"moved_from": when("15:00"), "moved_to": when("16:00"), "cause": "trip_delay"}
    delayed = (
        accepted().order("13:00", "appointment_moved", of=moved).order("15:01", "arrive_pressed", of=press("arrive"))
    )
    found = delayed.one(NEXT_DAY, "not-late")
    assert (found.verdict, found.due) == ("kept", at("16:00"))
    assert accepted().one(NEXT_DAY, "not-late").verdict == "broken"


def test_6_1_3_5a_one_second_after_the_appointment_is_not_in_time() -> None:
    on_the_dot = accepted().order("15:00:00", "arrive_pressed", of=press("arrive"))
    assert on_the_dot.one(NEXT_DAY, "not-late").verdict == "kept"
    after = accepted().order("15:00:01", "arrive_pressed", of=press("arrive"))
    assert after.one(NEXT_DAY, "not-late").verdict == "broken"


def test_6_1_3_4a_a_driver_to_whom_the_platform_gave_the_order_late_is_cleared_but_the_passenger_stays_owed() -> None:
    handed = handed_on("d2")
    found = accepted().order("14:30", "order_reassigned", of=handed).one(NEXT_DAY, "not-late")
    assert (found.verdict, found.owner, found.owner_verdict) == ("broken", "d2", "excused")
    in_time = accepted().order("13:30", "order_reassigned", of=handed).one(NEXT_DAY, "not-late")
    assert (in_time.owner, in_time.owner_verdict) == ("d2", "broken")


def test_6_1_3_4b_an_accepted_order_that_the_driver_cancels_is_broken_at_once() -> None:
    cancelled = {"cancelled_by": "driver", "ground": "driver_caused"}
    found = accepted().order("09:30", "order_cancelled", of=cancelled).one("09:31", "order-not-broken")
    assert (found.verdict, found.broken_at, found.owner) == ("broken", at("09:30"), "d1")
    by_passenger = accepted().order("09:30", "order_cancelled", of={"cancelled_by": "passenger", "ground": "none"})
    assert by_passenger.one("09:31", "order-not-broken").verdict == "kept"


def test_6_1_3_4d_and_6_1_5_2e_service_from_another_plate_is_a_swapped_vehicle() -> None:
    position = {"driver_id": "d1", "plate": "B2"}
    found = accepted().order("14:00", "vehicle_position", of=position).one(NEXT_DAY, "same-vehicle")
    assert (found.verdict, found.broken_at, found.owner) == ("broken", at("14:00"), "d1")
    login = {"driver_id": "d1", "plate": "B2", "device_id": "t1"}
    seen = accepted().tell("13:00", "device_login", of=login).one(NEXT_DAY, "same-vehicle")
    assert (seen.verdict, seen.broken_at) == ("broken", at("13:00"))
    handed = handed_on("d1", plate="B2")
    allowed = accepted().order("12:00", "order_reassigned", of=handed).order("14:00", "vehicle_position", of=position)
    assert allowed.order("16:00", "end_pressed", of=press("end")).one(NEXT_DAY, "same-vehicle").verdict == "kept"


def test_6_1_3_4e_presses_by_another_driver_are_a_private_hand_over_of_the_first() -> None:
    story = accepted().order("14:50", "arrive_pressed", of=press("arrive", driver="d2"))
    found = story.one(NEXT_DAY, "not-handed-on")
    assert (found.verdict, found.broken_at, found.owner) == ("broken", at("14:50"), "d1")
    handed = handed_on("d2")
    official = accepted().order("12:00", "order_reassigned", of=handed)
    official.order("14:50", "arrive_pressed", of=press("arrive", driver="d2")).order("16:00", "order_completed")
    assert [(found.verdict, found.owner) for found in official.judged(NEXT_DAY, "not-handed-on")] == [
        ("kept", "d1"),
        ("kept", "d2"),
    ]


def test_6_1_3_4a_a_moved_appointment_moves_early_late_and_no_show_and_the_first_one_stays_in_sight() -> None:
    moved = {"moved_from": when("15:00"), "moved_to": when("18:00"), "cause": "trip_delay"}
    story = accepted(order={"product_type": "airport_pickup"}).order("12:00", "appointment_moved", of=moved)
    story.order("18:00:01", "arrive_pressed", of=press("arrive"))
    found = {promise: story.one(NEXT_DAY, promise) for promise in ("in-place-early", "not-late", "no-show")}
    assert [each.due for each in found.values()] == [at("17:50"), at("18:00"), at("19:00")]
    assert [each.verdict for each in found.values()] == ["broken", "broken", "kept"]
    told = story.explained(NEXT_DAY, "not-late")
    assert "15:00:00" in told and "18:00:00" in told and "trip_delay" in told


def test_6_1_4_3a_no_arrival_by_the_end_of_the_waiting_time_is_a_no_show() -> None:
    airport = accepted(order={"product_type": "airport_pickup"}).one(NEXT_DAY, "no-show")
    assert (airport.verdict, airport.due, airport.owner) == ("broken", at("16:00"), "d1")
    station = accepted(order={"product_type": "station_pickup"}).order("15:30", "arrive_pressed", of=press("arrive"))
    found = station.one(NEXT_DAY, "no-show")
    assert (found.verdict, found.due) == ("kept", at("15:30"))


def refused(moment: str, *, story: Story | None = None, **told: object) -> Story:
    """Return a story in which the driver refuses service on the spot."""
    return (story or accepted()).order(moment, "driver_refused", of={"driver_id": "d1", "reason": "full", **told})


def test_6_1_4_3a_airport_drop_offs_wait_half_an_hour_and_the_conflict_of_the_text_is_shown() -> None:
    def due(product: str) -> int | None:
        return accepted(order={"product_type": product}).one(NEXT_DAY, "no-show").due

    products = ("airport_pickup", "airport_dropoff", "station_pickup", "station_dropoff", "other")
    assert [due(product) for product in products] == [at("16:00"), *[at("15:30")] * 4]
    parameter = the_pack().parameters["free_wait_airport_dropoff"]
    assert parameter.ours and parameter.title is not None
    assert "原文既写 60 分钟又写 30 分钟" in parameter.title.zh
    assert (
        "本单位自定" in explain_charter(the_pack(), "no-show").zh
        and parameter.title.zh in explain_charter(the_pack(), "no-show").zh
    )


def test_6_1_4_3b_too_far_is_no_reason_to_refuse_but_too_many_passengers_are() -> None:
    far = refused("14:50", reason="too far", pax=2, bags=1)
    found = far.one(NEXT_DAY, "no-refusal")
    assert (found.verdict, found.broken_at, found.owner) == ("broken", at("14:50"), "d1")
    assert far.one(NEXT_DAY, "order-not-broken").verdict == "broken"
    full = refused("14:50", pax=5).order("16:00", "order_completed")
    for promise in ("no-refusal", "order-not-broken"):
        assert full.one(NEXT_DAY, promise).verdict == "kept"


def test_6_1_4_3b_every_accepted_order_that_nobody_refused_counts_as_kept() -> None:
    found = accepted("09:00").order("16:00", "order_completed").one(NEXT_DAY, "no-refusal")
    assert (found.verdict, found.start, found.met, found.owner) == ("kept", at("09:00"), at("16:00"), "d1")
    assert accepted("09:00").one(NEXT_DAY, "no-refusal").verdict == "pending"


def test_6_1_4_3b_only_a_count_on_record_above_the_limit_permits_a_refusal() -> None:
    def verdict_on(*, of: str | None = "comfort", **counts: object) -> str:
        story = refused("14:50", story=accepted(of={"vehicle_class": of}), **counts).order("16:00", "order_completed")
        return story.one(NEXT_DAY, "no-refusal").verdict

    # A comfort vehicle takes four passengers and three pieces of luggage.
    assert [verdict_on(pax=4), verdict_on(), verdict_on(pax=1, bags=3)] == ["broken"] * 3
    assert [verdict_on(pax=5), verdict_on(bags=4)] == ["kept"] * 2
    assert verdict_on(of=None, pax=9) == "unknown"


def test_6_1_4_3b_the_span_ends_with_the_order_and_a_refusal_is_the_holders() -> None:
    cancelled = {"cancelled_by": "passenger", "ground": "none"}
    after = accepted().order("13:00", "order_cancelled", of=cancelled)
    assert refused("13:00:01", story=after, pax=2).one(NEXT_DAY, "no-refusal").verdict == "kept"
    later = accepted().order("12:00", "order_reassigned", of=handed_on("d2"))
    found = refused("14:50", story=later, driver_id="d2", pax=1).one(NEXT_DAY, "no-refusal")
    assert (found.verdict, found.owner) == ("broken", "d2")


def test_6_1_5_1c_one_rating_link_within_five_minutes_of_the_first_end() -> None:
    story = accepted().order("16:00", "end_pressed", of=press("end")).order("16:05:00", "rating_link_sent")
    story.order("16:06", "end_pressed", of=press("end"))
    found = story.one(NEXT_DAY, "rating-link")
    assert (found.verdict, found.due) == ("kept", at("16:05"))
    again = story.order("16:07", "rating_link_sent").judged(NEXT_DAY, "one-rating-link")
    assert [found.verdict for found in again] == ["kept", "broken"]
    missing = accepted().order("16:00", "end_pressed", of=press("end")).one(NEXT_DAY, "rating-link")
    assert (missing.verdict, missing.due) == ("broken", at("16:05"))


def test_6_1_5_2a_6_1_5_2b_6_1_5_2c_6_1_5_2d_an_order_without_its_data_is_missing_them() -> None:
    bare = accepted().order("16:00", "order_completed")
    promises = ("track-kept", "contacts-kept", "presses-kept", "logins-kept")
    assert [bare.one(NEXT_DAY, promise).verdict for promise in promises] == ["broken"] * 4
    full = accepted().tell("09:05", "device_login", of={"driver_id": "d1", "plate": "A1", "device_id": "t1"})
    full.order("09:10", "contact_made", of=FIRST).order(
        "14:00", "vehicle_position", of={"driver_id": "d1", "plate": "A1"}
    )
    for moment, button in (("14:50", "arrive"), ("15:00", "start"), ("15:55", "end")):
        full.order(moment, f"{button}_pressed", of=press(button))
    full.order("16:00", "order_completed")
    assert [full.one(NEXT_DAY, promise).verdict for promise in promises] == ["kept"] * 4


def test_6_1_5_2c_a_press_without_its_place_is_the_drivers_press_but_no_complete_record() -> None:
    def pressed(**arrival: object) -> Story:
        story = accepted().order("14:50", "arrive_pressed", of={"driver_id": "d1", **arrival})
        story.order("15:00", "start_pressed", of=press("start")).order("15:55", "end_pressed", of=press("end"))
        return story.order("16:00", "order_completed")

    without = pressed().one(NEXT_DAY, "presses-kept")
    assert (without.verdict, without.reached, without.wanted, without.owner) == ("broken", 2, 3, None)
    assert pressed().one(NEXT_DAY, "three-presses").verdict == "kept"
    kept = pressed(place=PICK_UP).one(NEXT_DAY, "presses-kept")
    assert (kept.verdict, kept.met) == ("kept", at("15:55"))


def test_6_3_2_7_a_lower_class_is_a_breach_and_the_same_or_a_higher_one_passes() -> None:
    verdicts = {}
    for code in ("economy", "comfort", "business"):
        verdicts[code] = accepted(of={"vehicle_class": code}).one(NEXT_DAY, "booked-class").verdict
    assert verdicts == {"economy": "broken", "comfort": "kept", "business": "kept"}
    offered = {"passenger_id": "p1", "driver_id": "d1", "plate": "A1", "vehicle_class": "economy"}
    assert placed().order("08:30", "dispatch_offered", of=offered).one(NEXT_DAY, "booked-class").verdict == "broken"


def test_6_3_3_3a_the_order_page_shows_both_button_and_number() -> None:
    both = {"has_complaint_button": True, "has_phone": True}
    assert (
        placed().order("08:10", "order_page_rendered", of=both).one(NEXT_DAY, "order-page-complete").verdict == "kept"
    )
    one = placed().order("08:10", "order_page_rendered", of={**both, "has_phone": False})
    assert one.one(NEXT_DAY, "order-page-complete").verdict == "broken"


def test_6_4_4_3e_a_delay_is_passed_on_to_the_driver_within_a_minute() -> None:
    story = accepted("09:00", order={"product_type": "airport_pickup", "trip_no": "MU5101"})
    story.tell("10:00:00", "trip_status_changed", of={"trip_no": "MU5101", "mode": "flight", "status": "delayed"})
    found = story.one(NEXT_DAY, "trip-status-passed-on")
    assert (found.verdict, found.due, found.subject, found.owner) == ("broken", at("10:01"), ("o1",), None)
    told = story.order("10:01:00", "trip_status_synced", of={"driver_id": "d1", "status": "delayed"})
    assert told.one(NEXT_DAY, "trip-status-passed-on").verdict == "kept"
