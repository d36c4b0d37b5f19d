"""Prices, refunds and invoices, judged by the ride-hailing pack; each test is named after the entries of the ledger it shows."""

from tests.charters_packs.told import Story, accepted, at, charge, placed, press, when, yuan

LATER = "2026-03-20 12:00"


def cancelled_at(moment: str, ground: str = "none") -> Story:
    """Return an order for 15:00 that was cancelled by its passenger."""
    return accepted().order(moment, "order_cancelled", of={"cancelled_by": "passenger", "ground": ground})


def refund(amount: str) -> dict[str, object]:
    return {"amount": yuan(amount), "cause": "cancellation"}


def test_6_1_3_4c_money_collected_by_the_driver_is_a_breach_of_his() -> None:
    found = (
        accepted()
        .order("15:30", "charge_recorded", of=charge("waiting", "20", payee="driver"))
        .one(LATER, "no-private-charge")
    )
    assert (found.verdict, found.broken_at, found.owner) == ("broken", at("15:30"), "d1")
    official = accepted().order("16:00", "charge_recorded", of=charge("fare", "200"))
    assert official.one(LATER, "no-private-charge").verdict == "kept"


def test_6_1_3_6e_two_yuan_for_water_are_a_breach() -> None:
    water = accepted().order("15:30", "charge_recorded", of=charge("water", "2")).one(LATER, "free-items")
    assert (water.verdict, water.broken_at, water.owner) == ("broken", at("15:30"), "d1")
    free = accepted().order("15:30", "charge_recorded", of=charge("water", "0"))
    assert free.one(LATER, "free-items").verdict == "kept"


def test_6_3_2_1a_one_fen_above_the_price_is_a_breach_and_equal_is_kept() -> None:
    equal = accepted().order("16:00", "charge_recorded", of=charge("fare", "200.00"))
    assert equal.one(LATER, "fixed-price").verdict == "kept"
    more = equal.order("16:05", "charge_recorded", of=charge("service", "0.01")).judged(LATER, "fixed-price")
    assert [(found.verdict, found.broken_at) for found in more] == [("kept", None), ("broken", at("16:05"))]


def test_6_3_2_1a_an_extra_that_the_passenger_consented_to_is_no_part_of_the_price() -> None:
    story = accepted().order("16:00", "charge_recorded", of=charge("fare", "200"))
    story.order("16:05", "charge_recorded", of={**charge("extra_stop", "30"), "consent_id": "c1"})
    assert story.one(LATER, "fixed-price").verdict == "kept"


def test_6_3_2_1b_a_separate_toll_on_the_planned_route_is_a_breach() -> None:
    toll = accepted().order("16:00", "charge_recorded", of=charge("toll", "15"))
    assert toll.one(LATER, "included-items").verdict == "broken"
    fare = accepted().order("16:00", "charge_recorded", of=charge("fare", "200"))
    assert fare.one(LATER, "included-items").verdict == "kept"


def test_6_3_2_3a_a_refund_that_differs_from_the_rule_is_a_breach() -> None:
    exactly = cancelled_at("14:00:00").order("14:30", "refund_paid", of=refund("200"))
    assert exactly.one(LATER, "refund-by-rule").verdict == "kept"
    partly = cancelled_at("14:00:00").order("14:30", "refund_paid", of=refund("199.99"))
    assert [partly.one(LATER, promise).verdict for promise in ("refund-by-rule", "refund-paid")] == ["kept", "broken"]
    too_late = cancelled_at("14:00:01").order("14:30", "refund_paid", of=refund("200"))
    assert too_late.one(LATER, "refund-by-rule").verdict == "broken"
    involuntary = cancelled_at("14:30", "involuntary").order("14:40", "refund_paid", of=refund("200"))
    assert involuntary.one(LATER, "refund-by-rule").verdict == "kept"


def test_6_3_2_3a_a_fee_that_differs_from_the_rule_is_a_breach() -> None:
    for moment, ground, fee, verdict in (
        ("14:00:00", "none", "200", "broken"),
        ("14:00:00", "none", "0", "kept"),
        ("14:00:01", "none", "200", "kept"),
        ("14:30:00", "driver_late", "200", "broken"),
    ):
        story = cancelled_at(moment, ground).order("14:45", "cancel_fee_charged", of={"amount": yuan(fee)})
        assert story.one(LATER, "free-cancelling").verdict == verdict, (moment, ground, fee)


def test_6_3_2_3a_a_refund_that_is_due_is_owed_within_seven_days() -> None:
    free = cancelled_at("14:00:00").one(LATER, "refund-paid")
    assert (free.verdict, free.due) == ("broken", at("2026-03-10 00:00"))
    assert cancelled_at("14:00:01").judged(LATER, "refund-paid") == []


def claiming(ground: str, *, moment: str = "14:30") -> Story:
    """Return an order for 15:00 whose passenger cancelled inside the hour and gave a ground that has to be examined."""
    return cancelled_at(moment).order(moment, "cancel_ground_claimed", of={"ground": ground})


def found_out(story: Story, ground: str, *, moment: str = "16:30") -> Story:
    return story.order(moment, "cancel_ground_verified", of={"ground": ground, "officer_id": "q1"})


def test_6_3_2_3a_the_fee_is_frozen_while_a_ground_of_the_passengers_is_examined() -> None:
    for fee, verdict in (("200", "broken"), ("0", "kept")):
        story = claiming("driver_caused").order("14:31", "cancel_fee_charged", of={"amount": yuan(fee)})
        assert story.one(LATER, "free-cancelling").verdict == verdict
    for moment, verdict in (("16:29:59", "broken"), ("16:30:00", "kept"), ("16:31:00", "kept")):
        story = found_out(claiming("driver_caused"), "none")
        story.order(moment, "cancel_fee_charged", of={"amount": yuan("200")})
        assert story.one(LATER, "free-cancelling").verdict == verdict, moment


def test_6_3_2_3a_a_ground_found_true_wins_over_the_full_fee_and_the_price_is_owed_from_then_on() -> None:
    for ground in ("involuntary", "driver_late", "driver_caused", "platform_caused"):
        story = found_out(claiming(ground), ground, moment="2026-03-03 16:30")
        assert story.judged("2026-03-03 16:29", "refund-paid") == []
        owed = story.one(LATER, "refund-paid")
        assert (owed.verdict, owed.start, owed.due) == ("broken", at("2026-03-03 16:30"), at("2026-03-11 00:00"))
        story.order("2026-03-04 10:00", "refund_paid", of=refund("200"))
        assert [story.one(LATER, promise).verdict for promise in ("refund-paid", "refund-by-rule")] == ["kept"] * 2
        charged = story.order("2026-03-04 11:00", "cancel_fee_charged", of={"amount": yuan("200")})
        assert charged.one(LATER, "free-cancelling").verdict == "broken"
    false = found_out(claiming("driver_late"), "none")
    assert false.judged(LATER, "refund-paid") == []


def test_6_3_2_3a_the_hour_before_cancelling_goes_by_the_appointment_as_moved() -> None:
    moved = {"moved_from": when("15:00"), "moved_to": when("18:00"), "cause": "trip_delay"}
    for moment, verdict in (("17:00:00", "broken"), ("17:00:01", "kept")):
        story = accepted().order("12:00", "appointment_moved", of=moved)
        story.order(moment, "order_cancelled", of={"cancelled_by": "passenger", "ground": "none"})
        story.order("17:30", "cancel_fee_charged", of={"amount": yuan("200")})
        assert story.one(LATER, "free-cancelling").verdict == verdict, moment


def test_6_3_2_5a_waiting_is_not_charged_after_a_delay_nor_is_anybody_late_meanwhile() -> None:
    moved = {"moved_from": when("15:00"), "moved_to": when("18:00"), "cause": "trip_delay"}
    story = accepted(order={"product_type": "airport_pickup"}).order("12:00", "appointment_moved", of=moved)
    story.order("17:50", "arrive_pressed", of=press("arrive"))
    assert story.one(LATER, "not-late").due == at("18:00")
    assert story.one(LATER, "no-show").due == at("19:00")
    assert [story.one(LATER, promise).verdict for promise in ("in-place-early", "not-late", "no-show")] == ["kept"] * 3
    assert story.judged(LATER, "free-wait-on-delay") == []
    charged = story.order("19:30", "charge_recorded", of=charge("waiting", "30"))
    assert charged.one(LATER, "free-wait-on-delay").verdict == "broken"


def test_6_3_2_5a_a_delay_that_nobody_moved_the_appointment_for_makes_waiting_free_as_well() -> None:
    waited = charge("waiting", "30")
    story = accepted(order={"product_type": "airport_pickup", "trip_no": "MU5101"})
    in_time = story.order("16:30", "charge_recorded", of=waited).one(LATER, "free-wait-on-delay")
    assert in_time.verdict == "kept"
    story.tell("12:00", "trip_status_changed", of={"trip_no": "MU5101", "mode": "flight", "status": "delayed"})
    assert story.one(LATER, "free-wait-on-delay").verdict == "broken"


def test_6_3_2_5a_nobody_is_late_while_a_flight_is_and_no_new_time_is_on_record() -> None:
    """The flight of 15:00 is three hours late: the driver who comes for its landing is not late, nor known to be in time."""
    promises = ("in-place-early", "not-late", "no-show")

    def judged(*trip: tuple[str, str], arrives: str) -> list[str]:
        story = accepted(order={"product_type": "airport_pickup", "trip_no": "MU5101"})
        for moment, status in trip:
            story.tell(moment, "trip_status_changed", of={"trip_no": "MU5101", "mode": "flight", "status": status})
        story.order(arrives, "arrive_pressed", of=press("arrive"))
        return [story.one(LATER, promise).verdict for promise in promises]

    assert judged(("12:00", "delayed"), ("18:00", "arrived"), arrives="18:05") == ["unknown"] * 3
    assert judged(("12:00", "delayed"), arrives="18:05") == ["unknown"] * 3
    assert judged(("12:00", "delayed"), ("18:00", "arrived"), arrives="14:45") == ["kept"] * 3
    assert judged(("12:00", "delayed"), ("14:40", "arrived"), arrives="16:05") == ["broken"] * 3
    assert judged(("15:30", "delayed"), ("18:00", "arrived"), arrives="16:05") == ["broken", "broken", "unknown"]
    assert judged(arrives="16:05") == ["broken"] * 3


def completed() -> Story:
    """Return a completed order that was paid."""
    return accepted().order("16:00", "order_completed").order("16:01", "charge_recorded", of=charge("fare", "200"))


ASKED = {"kind": "vat_special", "channel": "email", "title": "ACME", "tax_no": "91310000"}


def test_6_3_2_6a_an_invoice_is_issued_for_what_was_paid_less_what_was_refunded() -> None:
    story = completed().order("17:00", "refund_paid", of={"amount": yuan("50"), "cause": "overcharge"})
    story.order("18:00", "invoice_requested", of=ASKED)
    issued = {"invoice_no": "i1", "kind": "vat_special", "amount": yuan("150")}
    story.order("2026-03-09 23:59", "invoice_issued", of=issued)
    found = story.one(LATER, "invoice-issued")
    assert (found.verdict, found.due) == ("kept", at("2026-03-10 00:00"))
    assert story.one(LATER, "invoice-net").verdict == "kept"
    gross = completed().order("18:00", "invoice_issued", of={**issued, "amount": yuan("200")})
    assert gross.one(LATER, "invoice-net").verdict == "kept"
    wrong = completed().order("18:00", "invoice_issued", of=issued).one(LATER, "invoice-net")
    assert wrong.verdict == "broken"


def test_6_3_2_6a_without_tax_number_or_completion_no_special_invoice_is_owed() -> None:
    assert (
        completed().order("18:00", "invoice_requested", of={**ASKED, "tax_no": None}).judged(LATER, "invoice-issued")
        == []
    )
    assert accepted().order("15:00", "invoice_requested", of=ASKED).judged(LATER, "invoice-issued") == []


def test_6_4_4_4a_an_invoice_is_printed_after_completion_only() -> None:
    printed = {**ASKED, "kind": "ordinary", "channel": "print"}
    assert (
        completed().order("18:00", "invoice_requested", of=printed).one(LATER, "invoice-after-completion").verdict
        == "kept"
    )
    before = placed().order("08:10", "invoice_requested", of=printed)
    assert before.one(LATER, "invoice-after-completion").verdict == "broken"
