"""Who verified complaints, and what was found before penalties, is as it was meant to be."""

from datetime import datetime

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from tests.simulation.happenings import happened, in_force, meant


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_500, 15)


def in_office(city: City) -> list[tuple[datetime, datetime | None, str]]:
    """Return who was risk officer from when until when."""
    taken = [row for row in in_force(city, "role_assigned") if row["role"] == "risk_officer" and row["phone"]]
    left = {row["person_id"]: row["at"] for row in in_force(city, "role_ended") if row["role"] == "risk_officer"}
    return [(row["at"], row["holds_until"] or left.get(row["person_id"]), row["person_id"]) for row in taken]


def test_the_risk_officer_verifies_where_this_was_meant(city: City) -> None:
    entered, verified = (
        happened(city, name, "complaint_id") for name in ("complaint_penalty_entered", "complaint_verified")
    )
    rows, tenures = meant(city, "penalty-verified-by-another"), in_office(city)
    assert {row["intention"] for row in rows} == {"kept", "broken", "unknown"}
    for row in rows:
        [entry], [check] = entered[row["subject"]], verified[row["subject"]]
        holders = {
            person
            for since, until, person in tenures
            if since <= check["at"] and (until is None or check["at"] < until)
        }
        right = check["actor_kind"] == "person" and check["actor"] != entry["actor"] and entry["at"] <= check["at"]
        right = right and check["manager_id"] in holders
        unclear = check["actor"] is None
        assert row["intention"] == ("unknown" if unclear else "kept" if right else "broken"), row


def test_penalties_follow_what_was_found_true_where_this_was_meant(city: City) -> None:
    verified, penalties = (happened(city, name, "complaint_id") for name in ("complaint_verified", "penalty_applied"))
    rows = meant(city, "penalty-after-verification")
    assert {row["subject"] for row in rows} == penalties.keys()
    for row in rows:
        [check], [penalty] = verified[row["subject"]], penalties[row["subject"]]
        right = check["verdict"] == "true" and check["at"] <= penalty["at"]
        assert row["intention"] == ("unknown" if check["verdict"] is None else "kept" if right else "broken"), row
