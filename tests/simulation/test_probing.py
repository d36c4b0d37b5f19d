"""How long the order system is down in a month, added up by hand, is as it was meant to be."""

from datetime import timedelta
from fractions import Fraction

from jiannuo.core.simulation.city import City, simulate_city
from tests.simulation.happenings import in_force, meant


def down(city: City) -> list[tuple]:
    """Return from when until when the system was down: from a report or a fifth failed probe to the end of the incident."""
    spans, since, failed = [], None, 0
    for row in in_force(city, "health_checked", "incident_opened", "incident_closed"):
        failed = failed + 1 if row["event"] == "health_checked" and not row["ok"] else 0
        if row["event"] == "incident_closed":
            spans, since = [*spans, (since, row["at"])], None
        elif since is None and (row["event"] == "incident_opened" or failed == 5):
            since = row["at"]
    return spans


def test_the_system_is_up_for_its_share_of_a_month_where_this_was_meant() -> None:
    city = simulate_city(20, 19)
    spans, rows = down(city), [row for row in meant(city, "orders-available") if row["deed"] != "hidden"]
    assert (len(spans), len(rows)) == (9, 9)
    for row in rows:
        month = row["due_at"] - row["opened_at"]
        lost = sum((until - since for since, until in spans if row["opened_at"] <= since < row["due_at"]), timedelta())
        share = 1 - Fraction(lost // timedelta(microseconds=1), month // timedelta(microseconds=1))
        assert (share >= Fraction(995, 1000)) == (row["intention"] == "kept"), row
        assert (share == Fraction(995, 1000)) == (row["boundary"] == "at-due"), row
