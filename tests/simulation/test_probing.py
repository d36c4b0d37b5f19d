"""How long the order systems are down in a month, added up by hand, is as it was meant to be."""

from datetime import timedelta
from fractions import Fraction

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from tests.simulation.happenings import in_force, meant


def down(city: City) -> dict[str, list[tuple]]:
    """Return from when until when each was down: from a report or a fifth failed probe to the end of the incident."""
    spans: dict[str, list[tuple]] = {}
    since, failed = {}, {}
    for row in in_force(city, "health_checked", "incident_opened", "incident_closed"):
        system = row["system"]
        probed_in_vain = row["event"] == "health_checked" and not row["ok"]
        failed[system] = failed.get(system, 0) + 1 if probed_in_vain else 0
        if row["event"] == "incident_closed":
            spans.setdefault(system, []).append((since.pop(system), row["at"]))
        elif system not in since and (row["event"] == "incident_opened" or failed[system] == 5):
            since[system] = row["at"]
    return spans


@pytest.mark.parametrize(("orders", "systems"), [(20, 1), (500, 3)])
def test_a_system_is_up_for_its_share_of_a_month_where_this_was_meant(orders: int, systems: int) -> None:
    city = simulate_city(orders, 19)
    spans, rows = down(city), [row for row in meant(city, "orders-available") if row["deed"] != "hidden"]
    assert (len(spans), len(rows)) == (systems, 9 * systems)
    for row in rows:
        month = row["due_at"] - row["opened_at"]
        there = [span for span in spans[row["subject"]] if row["opened_at"] <= span[0] < row["due_at"]]
        lost = sum((until - since for since, until in there), timedelta())
        share = 1 - Fraction(lost // timedelta(microseconds=1), month // timedelta(microseconds=1))
        assert (share >= Fraction(995, 1000)) == (row["intention"] == "kept"), row
        assert (share == Fraction(995, 1000)) == (row["boundary"] == "at-due"), row
