"""Agreements, trainings, guides, days of ratings and defaults, told by hand from the events in force, are as meant."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from jiannuo.core.simulation.recording.times import DAY, START
from tests.simulation.happenings import Rows, in_force, is_told, meant, micros

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_000, 23)


def days_without(spans: list[tuple[int, int]], since: int, until: int) -> set[int]:
    """Return the days from one instant to another on which, for a while at least, none of the spans stands."""
    lacking, reached = set(), since
    for start, end in [*((min(start, until), end) for start, end in sorted(spans)), (until, until)]:
        if start > reached:
            lacking |= set(range((reached - START) // DAY, (start - 1 - START) // DAY + 1))
        reached = max(reached, end)
    return lacking


def of_intention(rows: Rows, intention: str) -> set[tuple[str, int]]:
    return {
        (row["subject"], (micros(row, "opened_at") - START) // DAY) for row in rows if row["intention"] == intention
    }


def test_companies_lack_an_agreement_on_the_days_that_were_meant(city: City) -> None:
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in (each for each in in_force(city, "agreement_signed") if each["city"] == "shanghai"):
        spans.setdefault(row["company_id"], []).append((micros(row, "valid_from"), micros(row, "valid_to")))
    lacking = {
        (f"{name}/shanghai", day) for name, each in spans.items() for day in days_without(each, START, city.until)
    }
    rows = meant(city, "agreement-in-force")
    assert of_intention(rows, "broken") == lacking
    assert len(lacking) > 50
    dark = {day for _, day in of_intention(rows, "unknown")}
    assert dark == {56, *range(274, 305)}  # 27 April and December


def test_places_lack_a_guide_on_the_days_that_were_meant(city: City) -> None:
    orders = [row for row in in_force(city, "order_placed") if row["place_id"] is not None]
    first = {row["place_id"]: micros(row) for row in reversed(orders)}
    last = {row["place_id"]: micros(row) for row in orders}
    published = {row["place_id"]: micros(row) for row in in_force(city, "guide_published")}
    lacking = {
        (place, day)
        for place, at in first.items()
        for day in days_without([(published.get(place, 1 << 62), 1 << 62)], at, _used_until(last[place]))
    }
    rows = meant(city, "guide-published")
    assert of_intention(rows, "broken") == {(place, day) for place, day in lacking if day != 56}
    assert {day for _, day in of_intention(rows, "unknown")} == {56}


def _used_until(at: int) -> int:
    return START + ((at - START) // DAY + 91) * DAY


@pytest.mark.parametrize("topic", ["service", "safety"])
def test_drivers_are_trained_in_the_months_that_were_meant(city: City, topic: str) -> None:
    trained = {
        (row["driver_id"], _month(row["at"])) for row in in_force(city, "training_held") if row["topic"] == topic
    }
    rows = meant(city, f"{topic}-training")
    assert {row["intention"] for row in rows} == {"kept", "broken", "unknown"}
    for row in rows:
        is_trained = (row["subject"], _month(row["opened_at"])) in trained
        assert (row["intention"] == "kept") == is_trained, row
        assert row["intention"] != "unknown" or _month(row["opened_at"]) in ("2026-04", "2026-12")


def _month(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%Y-%m")


def test_days_are_closed_over_open_bad_ratings_where_this_was_meant(city: City) -> None:
    checked = {row["rating_id"]: row["at"] for row in in_force(city, "rating_verified")}
    bad: dict[str, Rows] = {}
    for row in in_force(city, "rating_submitted"):
        if row["rater"] == "passenger" and row["stars"] <= 3:
            bad.setdefault(row["rated_on"], []).append(row)
    rows = meant(city, "bad-ratings-first")
    assert len(rows) == len(in_force(city, "day_closed"))
    for row in rows:
        at = row["opened_at"]
        still = [each for each in bad.get(row["subject"], []) if each["at"] <= at < checked[each["rating_id"]]]
        assert (row["intention"] == "broken") == bool(still), row


def test_one_default_in_twenty_orders_of_a_month_is_tolerated(city: City) -> None:
    march = datetime(2026, 3, 1, tzinfo=ZONE), datetime(2026, 4, 1, tzinfo=ZONE)
    taken, broken = (
        Counter(row["driver_id"] for row in in_force(city, event) if march[0] <= row["at"] < march[1] and _counts(row))
        for event in ("order_accepted", "violation_recorded")
    )
    rows = [row for row in meant(city, "driver-defaults-watched") if row["opened_at"] == march[0]]
    assert {row["intention"] for row in rows} == {"kept", "broken"}
    assert {row["subject"] for row in rows} == set(taken)
    for row in rows:
        assert (row["intention"] == "kept") == (20 * broken[row["subject"]] <= taken[row["subject"]]), row


def _counts(row: dict) -> bool:
    return (row["event"] == "order_accepted" and not is_told(row["order_id"])) or row["type"] == "default"


def test_a_driver_logs_in_as_registered_where_this_was_meant(city: City) -> None:
    registered = {row["driver_id"]: (row["plate"], row["device_id"]) for row in in_force(city, "driver_registered")}
    holding = [row for row in in_force(city, "order_accepted", "order_reassigned") if not is_told(row["order_id"])]
    drivers = {row["to_driver"] or row["driver_id"] for row in holding}
    logins = {
        (row["driver_id"], row["at"]): (row["plate"], row["device_id"])
        for row in in_force(city, "device_login")
        if row["driver_id"] in drivers
    }
    rows = meant(city, "driver-matches-vehicle")
    assert len(rows) == len(logins)
    for row in rows:
        shown = logins[row["subject"], row["opened_at"]]
        assert (row["intention"] == "unknown") == (None in shown), row
        assert (row["intention"] == "kept") == (shown == registered[row["subject"]]), row


@pytest.mark.parametrize(("theme", "event"), [("track-kept", "vehicle_position"), ("logins-kept", "device_login")])
def test_what_is_kept_of_a_ride_is_there_by_its_end_where_this_was_meant(city: City, theme: str, event: str) -> None:
    done = {row["order_id"]: row["at"] for row in in_force(city, "order_completed")}
    since = {row["order_id"]: row for row in in_force(city, "order_accepted", "order_reassigned")}
    seen: dict[str, list[datetime]] = {}
    for row in in_force(city, event):
        seen.setdefault(row["order_id"] or row["driver_id"], []).append(row["at"])
    rows = [row for row in meant(city, theme) if row["intention"] != "unknown"]
    assert {row["intention"] for row in rows} == {"kept", "broken"}
    for row in rows:
        held = since[row["subject"]]
        whose = row["subject"] if event == "vehicle_position" else held["to_driver"] or held["driver_id"]
        there = any(held["at"] <= at <= done[row["subject"]] for at in seen.get(whose, []))
        assert (row["intention"] == "kept") == there, row
