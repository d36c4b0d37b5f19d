"""Consents and pairs, told by hand from the events in force, are as they were meant."""

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from tests.simulation.happenings import happened, in_force, meant, micros

RULES = "2026-1"


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_000, 22)


@pytest.mark.parametrize(
    ("theme", "event"), [("offers-with-consent", "dispatch_offered"), ("accepted-with-consent", "order_accepted")]
)
def test_drivers_consent_where_they_were_meant_to(city: City, theme: str, event: str) -> None:
    said: dict[str, list[tuple[int, bool]]] = {}
    for row in in_force(city, "consent_given", "consent_refused"):
        if row["rules_version"] == RULES:
            said.setdefault(row["driver_id"], []).append((micros(row), row["event"] == "consent_given"))
    orders = happened(city, event)
    rows = meant(city, theme)
    assert {row["intention"] for row in rows} == {"kept", "broken"}
    for row in rows:
        order = next(each for each in orders[row["subject"]] if each["at"] == row["opened_at"])
        last = max(each for each in said[order["driver_id"]] if each[0] <= micros(order))
        assert (row["intention"] == "kept") == last[1], row


@pytest.mark.parametrize(
    ("theme", "event"), [("pair-not-offered", "dispatch_offered"), ("pair-not-accepted", "order_accepted")]
)
def test_pairs_are_kept_apart_where_this_was_meant(city: City, theme: str, event: str) -> None:
    def pair(row: dict) -> str:
        return f"{row['passenger_id']}/{row['driver_id']}"

    blocks = {pair(row): micros(row) for row in in_force(city, "pair_blocked")}
    lifts = {pair(row): micros(row) for row in in_force(city, "pair_lifted")}
    rows, orders = meant(city, theme), in_force(city, event)
    assert {row["intention"] for row in rows} == {"kept", "broken", "unknown"}
    met = {pair(row) for row in orders if blocks.get(pair(row), 1 << 62) <= micros(row) < lifts.get(pair(row), 1 << 62)}
    assert met == {row["subject"] for row in rows if row["intention"] == "broken"}
    gap_from, gap_to = ((micros(row, "from"), micros(row, "to")) for row in _gaps(city, "orders")).__next__()
    for row in rows:
        across = blocks[row["subject"]] < gap_from and lifts[row["subject"]] > gap_to
        assert across == (row["intention"] == "unknown"), row


def _gaps(city: City, source: str) -> list[dict]:
    return [row for row in in_force(city, "source_gap") if row["source"] == source]
