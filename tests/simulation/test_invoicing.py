"""Invoices, reckoned up by hand from charges and refunds, are as they were meant to be."""

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from jiannuo.core.simulation.recording.times import DAY, START
from tests.simulation.happenings import drawn, happened, in_force, is_told, meant, micros


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_500, 14)


def test_special_invoices_come_within_seven_days_after_the_day_where_this_was_meant(city: City) -> None:
    asked = {row["order_id"]: row for row in in_force(city, "invoice_requested") if row["kind"] == "vat_special"}
    issued, rows = happened(city, "invoice_issued"), meant(city, "invoice-issued")
    assert {row["subject"] for row in rows} == {
        order for order, row in asked.items() if not is_told(order) and row["tax_no"] is not None
    }
    for row in rows:
        due = START + ((micros(asked[row["subject"]]) - START) // DAY + 8) * DAY
        kinds = {each["kind"] for each in issued.get(row["subject"], []) if micros(each) <= due}
        found = "kept" if "vat_special" in kinds else "unknown" if None in kinds else "broken"
        assert row["intention"] == found, row


def test_an_invoice_is_for_what_was_paid_where_this_was_meant(city: City) -> None:
    charges, refunds = happened(city, "charge_recorded"), happened(city, "refund_paid")
    issued, rows = happened(city, "invoice_issued"), meant(city, "invoice-net")
    assert {row["subject"] for row in rows} == drawn(issued)
    for row in rows:
        [invoice] = issued[row["subject"]]
        paid = sum(each["amount"]["amount"] for each in charges[row["subject"]] if each["payee"] == "platform")
        back = [each for each in refunds.get(row["subject"], []) if each["at"] <= invoice["at"]]
        told = invoice["amount"] and invoice["amount"]["amount"]
        right = told == paid - sum(each["amount"]["amount"] for each in back)
        assert row["intention"] == ("unknown" if told is None else "kept" if right else "broken"), row


def test_prints_come_after_the_completion_where_this_was_meant(city: City) -> None:
    printed = {row["order_id"]: row for row in in_force(city, "invoice_requested") if row["channel"] == "print"}
    completed, rows = happened(city, "order_completed"), meant(city, "invoice-after-completion")
    assert {row["subject"] for row in rows} == printed.keys()
    for row in rows:
        done = completed.get(row["subject"])
        assert (done is None) == (row["intention"] == "unknown")
        if done is not None:
            assert row["intention"] == ("kept" if done[0]["at"] <= printed[row["subject"]]["at"] else "broken"), row
