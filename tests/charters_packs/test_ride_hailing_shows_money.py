"""What the ledger says that charges, refunds and invoices show; named after its entries."""

from tests.charters_packs.told import Story, accepted, at, charge, yuan

LATER = "2026-03-20 12:00"
DAY = "2026-03-02"
ALL_DAYS = "1970-01-01 08:00"


def charged(*charges: tuple[str, str]) -> Story:
    """Return an order at 200 yuan with charges of 16:00, 16:01 and so on."""
    story = accepted()
    for minute, (item, amount) in enumerate(charges):
        story.order(f"16:0{minute}", "charge_recorded", of=charge(item, amount))
    return story


def amounts(story: Story, indicator: str) -> dict[tuple[str, ...], str]:
    """Return the amounts of a list, by the day and what it goes by."""
    figures = story.figures(LATER, indicator)
    return {cell: f"{figure.value} {figure.unit}" for cell, figure in figures.items()}


def cancelled(moment: str, *, refund: str, ground: str = "none") -> Story:
    """Return an order at 200 yuan for 15:00 that its passenger cancelled, with what was refunded."""
    story = accepted().order(moment, "order_cancelled", of={"cancelled_by": "passenger", "ground": ground})
    return story.order("14:45", "refund_paid", of={"amount": yuan(refund), "cause": "cancellation"})


def refunds(story: Story) -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]:
    """Return the refunds that differ from the rule: what was paid, and what the rule gives."""
    return amounts(story, "refunds_differing"), amounts(story, "refunds_by_rule")


def test_6_1_3_4c_a_private_charge_is_told_with_its_amount() -> None:
    story = accepted().order("15:30", "charge_recorded", of=charge("waiting", "20", payee="driver"))
    told = story.explained(LATER, "no-private-charge").splitlines()[-1]
    assert ("charge_recorded" in told, "waiting" in told, "20 CNY" in told) == (True, True, True)


def test_6_1_3_6e_two_yuan_for_water_are_two_yuan_to_be_given_back() -> None:
    story = charged(("fare", "198"), ("water", "2"))
    assert story.one(LATER, "free-items").verdict == "broken"
    assert "2 CNY" in story.explained(LATER, "free-items").splitlines()[-1]
    assert amounts(story, "free_items_charged") == {(DAY, "o1", "water"): "2 CNY"}
    assert amounts(charged(("fare", "200"), ("water", "0")), "free_items_charged") == {}
    given_back = charged(("fare", "200"), ("water", "2"), ("water", "-2"))
    assert amounts(given_back, "free_items_charged") == {(DAY, "o1", "water"): "0 CNY"}


def test_6_3_2_1a_one_fen_above_the_price_is_told_with_its_item() -> None:
    assert amounts(charged(("fare", "200.00")), "charged_beyond_price") == {}
    assert amounts(charged(("fare", "200"), ("service", "0.01")), "charged_beyond_price") == {
        (DAY, "o1", "service"): "0.01 CNY"
    }


def test_6_3_2_1a_the_excess_is_what_all_charges_come_to_above_the_price_whatever_their_order() -> None:
    # 150 + 60 + 5 = 215: fifteen above the price, ten of the waiting and the five of the service.
    story = charged(("fare", "150"), ("waiting", "60"), ("service", "5"))
    assert amounts(story, "charged_beyond_price") == {
        (DAY, "o1", "waiting"): "10 CNY",
        (DAY, "o1", "service"): "5 CNY",
    }
    assert [found.verdict for found in story.judged(LATER, "fixed-price")] == ["kept", "broken", "broken"]
    fare_last = charged(("service", "5"), ("fare", "200"))
    assert amounts(fare_last, "charged_beyond_price") == {(DAY, "o1", "fare"): "5 CNY"}


def test_6_3_2_1a_what_is_given_back_of_a_charge_is_no_excess_any_more() -> None:
    # 200 + 5 - 2 = 203; then 203 - 10 = 193, which takes back the three that were left, and seven of the price.
    story = charged(("fare", "200"), ("detour", "5"), ("detour", "-2"))
    assert amounts(story, "charged_beyond_price") == {(DAY, "o1", "detour"): "3 CNY"}
    gone = charged(("fare", "200"), ("detour", "5"), ("detour", "-2"), ("service", "-10"))
    assert amounts(gone, "charged_beyond_price") == {(DAY, "o1", "detour"): "3 CNY", (DAY, "o1", "service"): "-3 CNY"}


def test_6_3_2_1a_what_the_passenger_consented_to_is_no_excess() -> None:
    story = charged(("fare", "200"))
    story.order("16:05", "charge_recorded", of={**charge("extra_stop", "30"), "consent_id": "c1"})
    assert amounts(story, "charged_beyond_price") == {}
    story.order("16:06", "charge_recorded", of=charge("service", "1"))
    assert amounts(story, "charged_beyond_price") == {(DAY, "o1", "service"): "1 CNY"}


def test_6_3_2_3a_a_refund_that_differs_is_listed_with_both_amounts() -> None:
    cell = (ALL_DAYS, "o1")
    assert refunds(cancelled("14:00:00", refund="200")) == ({}, {})
    assert refunds(cancelled("14:00:00", refund="199.99")) == ({cell: "199.99 CNY"}, {cell: "200 CNY"})
    assert refunds(cancelled("14:00:01", refund="200")) == ({cell: "200 CNY"}, {cell: "0 CNY"})
    assert refunds(cancelled("14:00:01", refund="0")) == ({}, {})
    assert refunds(cancelled("14:40", refund="50", ground="driver_late")) == ({cell: "50 CNY"}, {cell: "200 CNY"})


def test_6_3_2_3a_a_refund_on_another_ground_is_none_for_the_cancellation() -> None:
    story = accepted().order("16:00", "order_completed")
    story.order("17:00", "refund_paid", of={"amount": yuan("30"), "cause": "overcharge"})
    assert refunds(story) == ({}, {})
    assert story.judged(LATER, "refund-by-rule") == []


def test_6_3_2_3a_a_refund_that_is_due_and_paid_in_time_is_kept() -> None:
    found = cancelled("14:00:00", refund="200").one(LATER, "refund-paid")
    assert (found.verdict, found.met, found.due) == ("kept", at("14:45"), at("2026-03-10 00:00"))
