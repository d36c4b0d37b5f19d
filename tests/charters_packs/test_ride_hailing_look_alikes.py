"""What only looks like a breach of the ride-hailing pack, or like keeping it; named after the entries of the ledger."""

from itertools import pairwise

from tests.charters_packs.told import Story, accepted, at, charge, handed_on, when, yuan

LATER = "2026-03-20 12:00"
ALL_DAYS = "1970-01-01 08:00"
WEEK_END = "2026-03-06 00:00"
MONEY = ("refund-by-rule", "refund-paid", "free-cancelling")


def verdicts(story: Story, *promises: str, as_of: str = LATER) -> list[list[str]]:
    """Return the verdicts of each of the promises."""
    return [[found.verdict for found in story.judged(as_of, promise)] for promise in promises]


# Charges.


def test_6_3_2_1a_a_charge_of_nothing_and_one_taken_back_charge_nobody() -> None:
    story = accepted().order("16:00", "charge_recorded", of=charge("fare", "200"))
    story.order("16:01", "charge_recorded", of=charge("service", "15"))
    story.order("16:02", "charge_recorded", of=charge("umbrella", "0"))
    story.order("16:03", "charge_recorded", of=charge("service", "-5"))
    assert verdicts(story, "fixed-price") == [["kept", "broken", "kept", "kept"]]


def test_6_3_2_1b_a_toll_of_nothing_is_no_separate_charge_and_one_without_an_amount_is_unknown() -> None:
    def told(amount: str | None) -> list[list[str]]:
        toll = {**charge("toll", "0"), "amount": None if amount is None else yuan(amount)}
        return verdicts(accepted().order("16:00", "charge_recorded", of=toll), "included-items")

    assert [told(amount) for amount in ("0", "0.01", None)] == [[["kept"]], [["broken"]], [["unknown"]]]


def test_6_3_2_5a_waiting_that_is_charged_with_nothing_is_free() -> None:
    trip = {"product_type": "airport_pickup", "trip_no": "MU5101"}
    delay = {"trip_no": "MU5101", "mode": "flight", "status": "delayed"}
    for amount, verdict in (("0", "kept"), ("0.01", "broken")):
        story = accepted(order=trip).tell("12:00", "trip_status_changed", of=delay)
        story.order("17:00", "charge_recorded", of=charge("waiting", amount))
        assert verdicts(story, "free-wait-on-delay") == [[verdict]]


# Cancellations: at 200 yuan for 15:00.


def cancelled(*moments: str, by: str = "passenger", story: Story | None = None) -> Story:
    """Return an order that was cancelled without a ground, once or more often."""
    story = story or accepted()
    for moment in moments:
        story.order(moment, "order_cancelled", of={"cancelled_by": by, "ground": "none"})
    return story


def refunded(story: Story, *payments: tuple[str, str | None]) -> Story:
    for moment, amount in payments:
        paid = None if amount is None else yuan(amount)
        story.order(moment, "refund_paid", of={"amount": paid, "cause": "cancellation"})
    return story


def charged(story: Story, *fees: tuple[str, str]) -> Story:
    for moment, amount in fees:
        story.order(moment, "cancel_fee_charged", of={"amount": yuan(amount)})
    return story


def listed(story: Story) -> list[str]:
    """Return what was refunded and what the rule gives, where the list of refunds that differ has the order."""
    tables = [story.figures(LATER, name) for name in ("refunds_differing", "refunds_by_rule")]
    return [f"{table[ALL_DAYS, 'o1'].value}" for table in tables if table]


def test_6_3_2_3a_a_refund_in_two_parts_is_one_and_a_part_alone_is_not_all_of_it() -> None:
    whole = refunded(cancelled("14:00"), ("14:10", "100"), ("2026-03-03 10:00", "100"))
    assert (verdicts(whole, *MONEY), listed(whole)) == ([["kept", "kept"], ["kept"], []], [])
    assert whole.one(LATER, "refund-paid").met == at("2026-03-03 10:00")
    half = refunded(cancelled("14:00"), ("14:10", "100"), ("2026-03-10 00:00:01", "100"))
    assert verdicts(half, *MONEY) == [["kept", "kept"], ["broken"], []]
    part = refunded(cancelled("14:00"), ("14:10", "199.99"))
    assert (verdicts(part, *MONEY), listed(part)) == ([["kept"], ["broken"], []], ["199.99", "200"])
    unclear = refunded(cancelled("14:00"), ("14:10", None))
    assert verdicts(unclear, *MONEY) == [["unknown"], ["unknown"], []]


def test_6_3_2_3a_a_refund_that_is_paid_twice_and_a_fee_that_is_charged_twice_are_breaches() -> None:
    twice = refunded(cancelled("14:00"), ("14:10", "200"), ("14:20", "200"))
    assert (verdicts(twice, *MONEY), listed(twice)) == ([["kept", "broken"], ["kept"], []], ["400", "200"])
    assert verdicts(charged(cancelled("14:30"), ("14:31", "200"), ("14:32", "200")), *MONEY) == [
        [],
        [],
        ["kept", "broken"],
    ]


def test_6_3_2_3a_the_first_press_of_cancelling_counts_and_no_move_of_the_appointment_after_it() -> None:
    pressed = refunded(charged(cancelled("13:59:59", "14:30"), ("14:31", "0")), ("14:40", "200"))
    assert verdicts(pressed, *MONEY) == [["kept"], ["kept"], ["kept"]]
    late = cancelled("14:00:01", "14:00:02")
    late.order(
        "14:40", "appointment_moved", of={"moved_from": when("15:00"), "moved_to": when("18:00"), "cause": "platform"}
    )
    assert verdicts(charged(late, ("14:45", "200")), *MONEY) == [[], [], ["kept"]]


def test_6_3_2_3a_a_cancellation_that_is_not_the_passengers_costs_him_nothing() -> None:
    for who in ("driver", "platform"):
        assert verdicts(charged(cancelled("14:30", by=who), ("14:31", "200")), *MONEY) == [[], ["broken"], ["broken"]]
        assert verdicts(refunded(cancelled("14:30", by=who), ("14:31", "200")), *MONEY) == [["kept"], ["kept"], []]


def test_6_3_2_3a_what_is_refunded_while_a_ground_is_examined_is_held_to_what_is_found() -> None:
    for ground, by_rule in (("driver_late", "kept"), ("none", "broken")):
        story = cancelled("14:30").order("14:31", "cancel_ground_claimed", of={"ground": "driver_late"})
        refunded(story, ("15:00", "200"))
        assert verdicts(story, *MONEY) == [["kept"], [], []]
        story.order("16:30", "cancel_ground_verified", of={"ground": ground, "officer_id": "q1"})
        assert verdicts(story, *MONEY) == [["kept", by_rule], ["kept"] if by_rule == "kept" else [], []]
        assert listed(story) == ([] if by_rule == "kept" else ["200", "0"])


def test_6_3_2_3a_a_fee_that_is_given_back_once_a_ground_was_found_true_is_as_the_rule_wants_it() -> None:
    story = charged(cancelled("14:30"), ("14:31", "200"))
    story.order("14:32", "cancel_ground_claimed", of={"ground": "driver_late"})
    story.order("16:30", "cancel_ground_verified", of={"ground": "driver_late", "officer_id": "q1"})
    assert verdicts(charged(story, ("16:31", "-200")), "free-cancelling") == [["kept", "kept"]]


def test_6_3_2_3a_a_ground_that_was_found_true_before_the_cancellation_wins_and_without_one_nothing_is_owed() -> None:
    found = accepted().order("14:20", "cancel_ground_claimed", of={"ground": "driver_late"})
    found.order("14:25", "cancel_ground_verified", of={"ground": "driver_late", "officer_id": "q1"})
    assert verdicts(found, *MONEY) == [[], [], []]
    refunded_late = refunded(cancelled("14:30", "14:30:01", story=found), ("14:50", "200"))
    assert verdicts(charged(refunded_late, ("14:51", "0")), *MONEY) == [["kept"], ["kept"], ["kept"]]


# Invoices.


def invoiced(*amounts: str, asked: tuple[str, ...] = ("18:00",)) -> Story:
    """Return a completed order at 200 yuan whose passenger asked for invoices, issued from 19:00 on."""
    story = accepted().order("16:00", "order_completed").order("16:01", "charge_recorded", of=charge("fare", "200"))
    request = {"kind": "vat_special", "channel": "email", "title": "ACME", "tax_no": "91310000"}
    for moment in asked:
        story.order(moment, "invoice_requested", of=request)
    for number, amount in enumerate(amounts):
        told = {"invoice_no": f"i{number}", "kind": "vat_special", "amount": yuan(amount)}
        story.order(f"19:0{number}", "invoice_issued", of=told)
    return story


def test_6_3_2_6a_an_amount_is_invoiced_once_and_one_taken_back_may_be_invoiced_anew() -> None:
    assert verdicts(invoiced("200", "200"), "invoice-net") == [["kept", "broken"]]
    assert verdicts(invoiced("200", "-200", "200"), "invoice-net") == [["kept", "kept"]]


def test_6_3_2_6a_who_asks_again_for_an_invoice_that_was_issued_has_it() -> None:
    again = invoiced("200", asked=("18:00", "18:00:02", "2026-03-03 10:00"))
    assert verdicts(again, "invoice-issued") == [["kept"] * 3]


# Complaints and lost property.


def test_6_3_4_2_4a_and_6_3_4_2_4b_and_6_3_4_3a_a_second_press_files_no_second_complaint() -> None:
    told = {"complaint_id": "c1", "channel": "online", "type": "conduct", "driver_id": "d1"}
    story = Story().tell("10:00:00", "complaint_filed", of=told).tell("10:00:02", "complaint_filed", of=told)
    for event in ("complaint_replied", "verification_started", "complaint_resolved"):
        story.tell("10:30", event, by="a1", of={"complaint_id": "c1"})
    story.tell("10:40", "complaint_filed", of=told)
    found = verdicts(story, "complaint-replied", "complaint-solved", "driver-complaint-verified")
    assert found == [["kept"]] * 3


def test_6_3_5_6c_an_item_that_is_reported_twice_is_asked_for_once() -> None:
    case = {"case_id": "k1"}
    story = Story().tell("10:00", "lost_item_reported", of=case).tell("10:10", "driver_contacted", of=case)
    assert verdicts(story.tell("10:20", "lost_item_reported", of=case), "lost-item-driver-contacted") == [["kept"]]


def verified(*verdicts_: str, entered: str = "a1", verifier: str = "m1") -> Story:
    """Return a complaint with a penalty that was entered, verified, once or more often, and applied at 11:00."""
    complaint = {"complaint_id": "c1"}
    named = {"role": "risk_officer", "person_id": verifier, "phone": "139****0000"}
    story = Story().tell("2026-03-01 00:00", "role_assigned", of=named)
    story.tell("10:10", "complaint_penalty_entered", by="u1", of={**complaint, "agent_id": entered})
    for minute, verdict in enumerate(verdicts_):
        told = {**complaint, "manager_id": verifier, "verdict": verdict}
        story.tell(f"10:2{minute}", "complaint_verified", by="u2", of=told)
    penalty = {**complaint, "driver_id": "d1", "kind": "fine", "rule_id": "1", "rule_version": "1"}
    return story.tell("11:00", "penalty_applied", of=penalty)


def test_6_3_6_2a_the_latest_verification_permits_a_penalty() -> None:
    for told, verdict in ((("true",), "kept"), (("true", "false"), "broken"), (("unclear", "true"), "kept")):
        assert verdicts(verified(*told), "penalty-after-verification") == [[verdict]], told
    assert verdicts(verified(), "penalty-after-verification") == [["broken"]]


def test_6_3_6_2a_who_entered_is_known_by_name_whoever_was_logged_in() -> None:
    assert verdicts(verified("true"), "penalty-verified-by-another") == [["kept"]]
    assert verdicts(verified("true", entered="m1"), "penalty-verified-by-another") == [["broken"]]


# The desk.


def test_6_3_5_3_a_break_that_ends_with_or_after_the_log_out_brings_nobody_back() -> None:
    for ended in ("12:30", "12:31"):
        story = Story()
        for agent in ("a1", "a2", "a3"):
            story.tell("08:00", "agent_logged_in", of={"centre_id": "s1", "agent_id": agent})
        gone = {"centre_id": "s1", "agent_id": "a3"}
        story.tell("12:00", "agent_break_started", of=gone).tell("12:30", "agent_logged_out", of=gone)
        found = story.tell(ended, "agent_break_ended", of=gone).one("20:00", "three-agents")
        gaps = [(gap.from_, gap.until) for gap in found.intervals if gap.kind == "shortfall"]
        assert (found.verdict, gaps) == ("broken", [(at("12:00"), at("20:00"))])


def test_6_3_5_2a_a_shift_for_which_nobody_is_planned_is_a_gap_in_the_roster() -> None:
    def published(agents: int | None) -> list[list[str]]:
        story = Story()
        hours = ("2026-03-08 00:00", "2026-03-08 03:00", "2026-03-08 04:00", "2026-03-09 00:00")
        for number, (start, end) in enumerate(pairwise(hours)):
            shift = {"centre_id": "s1", "shift_id": f"f{number}", "shift_from": when(start), "shift_until": when(end)}
            story.tell("09:00", "shift_planned", of={**shift, "agents": agents if number == 1 else 3})
        covers = {"covers_from": when(hours[0]), "covers_until": when(hours[-1])}
        return verdicts(
            story.tell("10:00", "roster_published", of={"centre_id": "s1", **covers}), "roster-without-gaps"
        )

    assert [published(agents) for agents in (0, 1, None)] == [[["broken"]], [["kept"]], [["kept"]]]


def test_6_3_6_4a_and_6_3_6_4b_a_holder_whose_number_is_taken_away_cannot_be_reached() -> None:
    for role, promise in (("service_centre_head", "service-centre-head-named"), ("risk_officer", "risk-officer-named")):
        named = {"role": role, "person_id": "h1"}
        story = Story().tell("2026-03-01 00:00", "role_assigned", of={**named, "phone": "139****0000"})
        story.tell("2026-03-04 00:00", "role_assigned", of=named)
        assert verdicts(story, promise, as_of=WEEK_END) == [["kept", "kept", "kept", "broken", "broken"]]


# Trips.


def test_6_4_4_3e_the_status_goes_to_whoever_has_the_order_by_then() -> None:
    status = {"trip_no": "MU5101", "mode": "flight", "status": "delayed"}
    for driver, verdict in (("d1", "broken"), ("d2", "kept")):
        story = accepted(order={"trip_no": "MU5101"}).order("09:30", "order_reassigned", of=handed_on("d2"))
        story.tell("10:00:00", "trip_status_changed", of=status)
        story.order("10:00:30", "trip_status_synced", of={"driver_id": driver, "status": "delayed"})
        assert verdicts(story, "trip-status-passed-on") == [[verdict]]
