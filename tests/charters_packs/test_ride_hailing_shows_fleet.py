"""What the ledger says that agreements, trainings, consents and classes show; named after its entries."""

import pytest

from tests.charters_packs.told import ADMITTED, Story, accepted, at, placed, when

PAIR = {"company_id": "x1", "city": "Shanghai"}
APRIL = "2026-04-01 00:00:01"


def agreed(*, until: str, city: str = "Shanghai") -> Story:
    """Return a story with an agreement of 1 January with a company that serves a city."""
    term = {"company_id": "x1", "city": city, "valid_from": when("2026-01-01 00:00"), "valid_to": when(until)}
    story = Story().tell("2026-01-01 00:00", "agreement_signed", of=term)
    return story.tell("2026-01-05 00:00", "driver_admitted", of=ADMITTED)


def reminded(story: Story, as_of: str) -> list[str]:
    """Return the days on which the list of agreements that end in 30 days has the company and its city."""
    return [day for day, *company in story.figures(as_of, "agreements_ending") if company == ["x1", "Shanghai"]]


def test_6_1_4_1a_a_reminder_appears_thirty_days_before_an_agreement_ends() -> None:
    # Thirty days before 4 March 00:00 is 2 February 00:00.
    story = agreed(until="2026-03-04 00:00")
    assert reminded(story, "2026-02-01 23:59") == []
    assert reminded(story, "2026-02-02 00:01") == reminded(story, "2026-03-10 00:00") == ["2026-02-02"]


def test_6_1_4_1a_an_agreement_that_was_followed_up_in_time_brings_no_reminder_and_leaves_no_gap() -> None:
    story = agreed(until="2026-03-04 00:00")
    term = {"valid_from": when("2026-03-04 00:00"), "valid_to": when("2027-03-04 00:00")}
    story.tell("2026-01-20 12:00", "agreement_signed", of={**PAIR, **term})
    assert reminded(story, "2026-03-10 00:00") == []
    assert reminded(story, "2027-02-10 00:00") == ["2027-02-02"]  # of the one that followed
    found = story.judged("2026-03-10 00:00", "agreement-in-force")
    assert [each for each in found if each.verdict == "broken"] == []


def test_6_1_4_1a_an_expired_agreement_and_one_for_another_city_are_gaps() -> None:
    def first_gap(story: Story) -> int | None:
        found = story.judged("2026-03-10 00:00", "agreement-in-force")
        assert {each.subject for each in found} == {("x1", "Shanghai")}
        return next((each.broken_at for each in found if each.verdict == "broken"), None)

    assert first_gap(agreed(until="2026-03-04 00:00")) == at("2026-03-04 00:00")
    assert first_gap(agreed(until="2027-01-01 00:00", city="Beijing")) == at("2026-01-05 00:00")
    assert first_gap(agreed(until="2027-01-01 00:00")) is None


@pytest.mark.parametrize(
    ("held", "overdue"),
    [
        ((), ["service-training", "safety-training"]),
        (("safety",), ["service-training"]),
        (("service",), ["safety-training"]),
        (("service", "safety"), []),
    ],
)
def test_6_1_4_1b_and_6_1_4_1c_what_a_driver_was_not_trained_in_is_overdue_on_the_first_of_the_next_month(
    held: tuple[str, ...], overdue: list[str]
) -> None:
    story = Story().tell("2026-02-20 00:00", "driver_admitted", of=ADMITTED)
    for topic in held:
        story.tell("2026-03-31 23:59:59", "training_held", of={"driver_id": "d1", "topic": topic})
    promises = ("service-training", "safety-training")
    before = {promise: story.judged("2026-03-31 23:59:59", promise)[0].verdict for promise in promises}
    assert {promise: verdict for promise, verdict in before.items() if verdict == "broken"} == {}
    first = {promise: story.judged(APRIL, promise)[0] for promise in promises}
    assert [promise for promise, each in first.items() if each.verdict == "broken"] == overdue
    assert {each.due for each in first.values()} == {at("2026-04-01 00:00")}


@pytest.mark.parametrize(("code", "verdict"), [("economy", "broken"), ("comfort", "kept"), ("business", "kept")])
def test_6_3_2_7_offers_acceptances_and_reassignments_alike_are_held_to_the_booked_class(
    code: str, verdict: str
) -> None:
    vehicle = {"passenger_id": "p1", "driver_id": "d1", "plate": "A1", "vehicle_class": code}
    offered = placed().order("08:30", "dispatch_offered", of=vehicle)
    handed = {"reassigned_by": "platform", "from_driver": "d1", "to_driver": "d2", "plate": "A2", "vehicle_class": code}
    reassigned = accepted().order("12:00", "order_reassigned", of=handed)
    as_of = "2026-03-03 12:00"
    assert offered.one(as_of, "booked-class").verdict == verdict
    assert accepted(of={"vehicle_class": code}).one(as_of, "booked-class").verdict == verdict
    assert [each.verdict for each in reassigned.judged(as_of, "booked-class")] == ["kept", verdict]
