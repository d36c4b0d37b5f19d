"""Calls, digests, faults and pages, looked at by hand, are as they were meant to be."""

from datetime import timedelta

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from tests.simulation.happenings import happened, in_force, meant

LIMITS = {"critical": timedelta(hours=4), "major": timedelta(hours=24), "minor": timedelta(hours=168)}


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_500, 18)


def seen(city: City, theme: str) -> list[dict]:
    """Return what was planted and can be known."""
    return [row for row in meant(city, theme) if row["deed"] != "hidden"]


def test_calls_are_answered_by_a_person_within_a_minute_where_this_was_meant(city: City) -> None:
    offered, answered = (happened(city, name, "call_id") for name in ("call_offered", "call_answered"))
    for row in seen(city, "calls-answered"):
        due = offered[row["subject"]][0]["at"] + timedelta(minutes=1)
        people = [each for each in answered.get(row["subject"], []) if each["actor_kind"] == "person"]
        assert any(each["at"] <= due for each in people) == (row["intention"] == "kept"), row


def test_digests_are_filled_and_there_on_the_fifth_day_where_this_was_meant(city: City) -> None:
    digests = {(row["centre_id"], row["period"]): row for row in in_force(city, "feedback_digest_made")}
    for row in seen(city, "feedback-collected"):
        month = (row["opened_at"] + timedelta(hours=8)).strftime("%Y-%m")
        digest = digests.get((row["subject"], month))
        there = digest is not None and digest["at"] <= row["due_at"] and digest["items"] is not None
        assert there == (row["intention"] == "kept"), row
        assert ((row["due_at"] + timedelta(hours=8)).day, row["due_at"].hour) == (6, 16)


def test_faults_are_repaired_in_the_time_of_their_severity_where_this_was_meant(city: City) -> None:
    reported, fixed = (happened(city, name, "bug_id") for name in ("bug_reported", "bug_fixed"))
    for row in seen(city, "faults-repaired"):
        [fault] = reported[row["subject"]]
        due = fault["at"] + LIMITS[fault["severity"]]
        assert any(each["at"] <= due for each in fixed.get(row["subject"], [])) == (row["intention"] == "kept"), row


def test_pages_show_button_and_telephone_where_this_was_meant(city: City) -> None:
    pages, rows = happened(city, "order_page_rendered"), meant(city, "order-page-complete")
    assert {row["subject"] for row in rows} == pages.keys()
    for row in rows:
        [page] = pages[row["subject"]]
        shown = page["has_complaint_button"], page["has_phone"]
        expected = "broken" if False in shown else "unknown" if None in shown else "kept"
        assert row["intention"] == expected, row
