"""Calls, digests, faults and pages, looked at by hand, are as they were meant to be."""

from datetime import timedelta

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from tests.simulation.happenings import happened, in_force, meant

LIMITS = {"critical": timedelta(hours=4), "major": timedelta(hours=24), "minor": timedelta(hours=168)}
LONGEST_WAIT = timedelta(hours=48)


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


def test_faults_are_repaired_in_the_time_of_their_severity_and_of_what_they_waited_where_this_was_meant(
    city: City,
) -> None:
    events = ("bug_reported", "bug_details_asked", "bug_details_given", "bug_fixed")
    reported, asked, given, fixed = (happened(city, name, "bug_id") for name in events)
    for row in seen(city, "faults-repaired"):
        [fault] = reported[row["subject"]]
        due = fault["at"] + LIMITS[fault["severity"]]
        waited = [each["at"] for each in asked.get(row["subject"], [])]
        if waited and min(waited) < due:
            ends = [each["at"] for each in given.get(row["subject"], [])]
            due += min([*ends, min(waited) + LONGEST_WAIT]) - min(waited)
        assert due == row["due_at"], row
        assert any(each["at"] <= due for each in fixed.get(row["subject"], [])) == (row["intention"] == "kept"), row


def test_waits_are_short_and_long_answered_or_not_and_asked_for_at_the_very_end_where_this_was_meant(
    city: City,
) -> None:
    """Each look-alike is repaired when it would be late, or in time, were the clock stopped otherwise than it is."""
    asked, fixed = (happened(city, name, "bug_id") for name in ("bug_details_asked", "bug_fixed"))
    reported = happened(city, "bug_reported", "bug_id")
    rows = {row["subject"]: row for row in seen(city, "faults-repaired") if row["boundary"] == "pause"}
    at_first = {bug: faults[0]["at"] + LIMITS[faults[0]["severity"]] for bug, faults in reported.items()}
    assert rows and all(fixed[bug][0]["at"] > at_first[bug] for bug in rows)
    assert all(len(asked[bug]) == (2 if row["deed"] == "asked-twice" else 1) for bug, row in rows.items())
    last = {row["deed"]: asked[bug][0]["at"] - at_first[bug] for bug, row in rows.items()}
    assert last["asked-at-due"] == timedelta(0) and last["asked-micro-before-due"] == timedelta(microseconds=-1)


def test_pages_show_button_and_telephone_where_this_was_meant(city: City) -> None:
    pages, rows = happened(city, "order_page_rendered"), meant(city, "order-page-complete")
    assert {row["subject"] for row in rows} == pages.keys()
    for row in rows:
        [page] = pages[row["subject"]]
        shown = page["has_complaint_button"], page["has_phone"]
        expected = "broken" if False in shown else "unknown" if None in shown else "kept"
        assert row["intention"] == expected, row
