"""Refunds, worked out by hand from the appointment and the instant of cancelling, are as they were meant to be."""

from datetime import timedelta

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from jiannuo.core.simulation.recording.times import DAY, START
from tests.simulation.happenings import Rows, drawn, happened, in_force, meant, micros

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_500, 13)


@pytest.fixture(scope="module")
def owed(city: City) -> dict[str, bool]:
    """Return for each cancelled order whether the price is owed back."""
    placed, moves = happened(city, "order_placed"), happened(city, "appointment_moved")
    found = {}
    for row in in_force(city, "order_cancelled"):
        known = [move["moved_to"] for move in moves.get(row["order_id"], []) if move["at"] <= row["at"]]
        appointment = (known or [placed[row["order_id"]][0]["appointment_at"]])[-1]
        found[row["order_id"]] = row["ground"] != "none" or appointment - row["at"] >= HOUR
    for row in in_force(city, "cancel_ground_verified"):
        found[row["order_id"]] |= row["ground"] != "none"
    return found


def refunds(city: City, *causes: str | None) -> dict[str, Rows]:
    rows = [row for row in in_force(city, "refund_paid") if row["cause"] in causes]
    return {row["order_id"]: [each for each in rows if each["order_id"] == row["order_id"]] for row in rows}


def test_amounts_come_to_no_more_than_the_rule_gives_where_this_was_meant(city: City, owed: dict[str, bool]) -> None:
    placed, paid = happened(city, "order_placed"), refunds(city, "cancellation")
    rows = meant(city, "refund-by-rule")
    assert {row["subject"] for row in rows} == drawn(paid)
    for row in rows:
        amounts = [refund["amount"] for refund in paid[row["subject"]] if refund["at"] <= row["opened_at"]]
        rule = placed[row["subject"]][0]["price"]["amount"] if owed[row["subject"]] else 0
        unclear = None in amounts
        in_all = sum(amount["amount"] for amount in amounts if amount)
        assert row["intention"] == ("unknown" if unclear else "kept" if in_all <= rule else "broken"), row


def test_refunds_come_in_full_within_seven_days_after_the_day_where_this_was_meant(
    city: City, owed: dict[str, bool]
) -> None:
    cancelled, placed = happened(city, "order_cancelled"), happened(city, "order_placed")
    paid, unclear = refunds(city, "cancellation"), refunds(city, None)
    rows, proved = meant(city, "refund-paid"), happened(city, "cancel_ground_verified")
    assert {row["subject"] for row in rows} == drawn(order for order, is_owed in owed.items() if is_owed)
    for row in rows:
        order = row["subject"]
        at = micros(proved.get(order, cancelled[order])[0])
        due = START + ((at - START) // DAY + 8) * DAY
        amounts = [refund["amount"] for refund in paid.get(order, []) if micros(refund) <= due]
        in_full = sum(amount["amount"] for amount in amounts if amount) >= placed[order][0]["price"]["amount"]
        is_unclear = order in unclear or None in amounts
        assert row["intention"] == ("unknown" if is_unclear else "kept" if in_full else "broken"), row


def test_no_fee_is_charged_while_a_ground_is_examined_where_this_was_meant(city: City, owed: dict[str, bool]) -> None:
    claimed, found = happened(city, "cancel_ground_claimed"), happened(city, "cancel_ground_verified")
    placed, fees = happened(city, "order_placed"), happened(city, "cancel_fee_charged")
    told = [row for row in meant(city, "free-cancelling") if row["subject"] in claimed]
    assert {row["intention"] for row in told} == {"kept", "broken"}
    for row in told:
        order = row["subject"]
        [fee] = fees[order]
        in_check = claimed[order][0]["at"] <= fee["at"] < found[order][0]["at"]
        price = placed[order][0]["price"]["amount"]
        rule = 0 if in_check or owed[order] else price
        assert (row["intention"] == "kept") == (fee["amount"]["amount"] == rule), row
