"""Companies, drivers, vehicles and guides, judged by the ride-hailing pack; named after the entries of the ledger."""

from tests.charters_packs.told import ACCEPTED, ADMITTED, PLACED, Story, accepted, at, placed, when


def test_6_1_4_1a_a_company_that_serves_without_an_agreement_in_force_is_a_gap() -> None:
    signed = {"company_id": "x1", "city": "Shanghai", "valid_from": when("2026-02-01 00:00"), "valid_to": when("12:00")}
    story = (
        Story()
        .tell("2026-02-01 00:00", "agreement_signed", of=signed)
        .tell("2026-03-01 00:00", "driver_admitted", of=ADMITTED)
    )
    first, second = story.judged("2026-03-03 00:00", "agreement-in-force")
    assert (first.verdict, first.subject) == ("kept", ("x1", "Shanghai"))
    assert (second.verdict, second.broken_at) == ("broken", at("12:00"))
    none = Story().tell("09:00", "driver_admitted", of=ADMITTED).one("2026-03-02 20:00", "agreement-in-force")
    assert (none.verdict, none.broken_at) == ("broken", at("09:00"))


def test_6_1_4_1b_and_6_1_4_1c_a_driver_with_service_but_no_safety_training_is_overdue_for_safety_only() -> None:
    story = Story().tell("2026-02-20 00:00", "driver_admitted", of=ADMITTED)
    story.tell("2026-03-10 10:00", "training_held", of={"driver_id": "d1", "topic": "service"})
    [service, april] = story.judged("2026-04-01 12:00", "service-training")
    [safety, _] = story.judged("2026-04-01 12:00", "safety-training")
    assert april.verdict == "pending"
    assert (service.verdict, service.owner) == ("kept", "x1")
    assert (safety.verdict, safety.due, safety.owner) == ("broken", at("2026-04-01 00:00"), "x1")


def test_6_1_4_3g_without_consent_to_the_rules_in_force_no_offers_and_no_orders() -> None:
    def offered_after(*versions: str) -> Story:
        story = Story().tell(
            "2026-02-01 00:00", "penalty_rules_published", of={"rules": "driver_rules", "version": "v1"}
        )
        story.tell("2026-03-01 00:00", "penalty_rules_published", of={"rules": "driver_rules", "version": "v2"})
        for version in versions:
            story.tell("2026-03-01 08:00", "consent_given", of={"driver_id": "d1", "rules_version": version})
        return story.order("08:00", "order_placed", of={**PLACED, "appointment_at": when("15:00")})

    for versions, verdict in (((), "broken"), (("v1",), "broken"), (("v1", "v2"), "kept")):
        story = (
            offered_after(*versions)
            .order("08:30", "dispatch_offered", of=ACCEPTED)
            .order("08:31", "order_accepted", of=ACCEPTED)
        )
        assert story.one("12:00", "offers-with-consent").verdict == verdict
        taken = story.one("12:00", "accepted-with-consent")
        assert (taken.verdict, taken.owner) == (verdict, "d1")


def test_6_1_5_2f_a_login_on_the_device_of_another_driver_is_a_mismatch() -> None:
    story = Story().tell(
        "2026-03-01 00:00", "driver_registered", of={"driver_id": "d1", "plate": "A1", "device_id": "t1"}
    )
    story.tell("08:00", "device_login", of={"driver_id": "d1", "plate": "A1", "device_id": "t1"})
    story.tell("09:00", "device_login", of={"driver_id": "d1", "plate": "A1", "device_id": "t2"})
    found = story.judged("12:00", "driver-matches-vehicle")
    assert [(each.verdict, each.owner) for each in found] == [("kept", "d1"), ("broken", "d1")]


def test_6_1_5_3e_a_call_without_a_recording_is_missing() -> None:
    call = {"driver_id": "d1", "channel": "call", "purpose": "first", "delivered_or_connected": True, "call_id": "t1"}
    found = accepted().order("09:10", "contact_made", of=call).one("2026-03-04 00:00", "calls-recorded")
    assert (found.verdict, found.due, found.subject) == ("broken", at("2026-03-03 09:10"), ("t1",))
    kept = accepted().order("09:10", "contact_made", of=call)
    kept.tell("09:20", "call_recorded", of={"call_id": "t1", "recording_id": "r1", "file_hash": "00"})
    assert kept.one("2026-03-04 00:00", "calls-recorded").verdict == "kept"


def test_6_1_5_4a_a_station_in_use_without_a_guide_is_a_gap() -> None:
    story = placed(of={"place_id": "PVG"})
    found = story.one("20:00", "guide-published")
    assert (found.verdict, found.broken_at, found.subject) == ("broken", at("08:00"), ("PVG",))
    guided = Story().tell(
        "2026-02-01 00:00", "guide_published", of={"place_id": "PVG", "scene": "airport", "version": "1"}
    )
    guided.order("08:00", "order_placed", of={**PLACED, "appointment_at": when("15:00"), "place_id": "PVG"})
    assert {each.verdict for each in guided.judged("2026-03-03 00:00", "guide-published")} == {"kept"}


def test_6_4_4_3f_a_vehicle_without_a_class_code_is_a_gap_and_gets_no_offer() -> None:
    for code, verdict in ((None, "broken"), ("comfort", "kept")):
        story = Story().tell("2026-03-01 00:00", "vehicle_registered", of={"plate": "A1", "class_code": code})
        story.order("08:30", "dispatch_offered", of=ACCEPTED)
        assert story.one("12:00", "offers-to-classed-vehicles").verdict == verdict
        assert story.judged("2026-04-01 00:00", "vehicles-classed")[0].verdict == verdict
