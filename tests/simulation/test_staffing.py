"""Who is on duty, counted by hand from log-ins and log-outs, falls short exactly on the days that were meant to."""

from collections import Counter, defaultdict

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from jiannuo.core.simulation.recording.times import DAY, GAP_FROM, GAP_TO, START
from tests.simulation.happenings import happened, in_force, meant, micros

EVE = START - DAY


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_000, 11)


def days_below(city: City, least: int) -> set[tuple[str, int]]:
    """Return the centres and days on which fewer than so many agents were logged in, if only for a microsecond."""
    changes: dict[str, Counter[int]] = defaultdict(Counter)
    coming = ("agent_logged_in", "agent_break_ended")
    for row in in_force(city, *coming, "agent_logged_out", "agent_break_started"):
        changes[row["centre_id"]][micros(row)] += 1 if row["event"] in coming else -1
    below = set()
    for centre, by_instant in changes.items():
        instants, on_duty = sorted(by_instant), 0
        for at, until in zip(instants, [*instants[1:], city.until], strict=True):
            on_duty += by_instant[at]
            if on_duty < least:
                below |= {(centre, day) for day in range((at - EVE) // DAY, (until - 1 - EVE) // DAY + 1)}
    return below


@pytest.mark.parametrize(("theme", "least"), [("always-staffed", 1), ("three-agents", 3)])
def test_a_day_falls_short_where_this_was_meant(city: City, theme: str, least: int) -> None:
    rows = [(row["subject"], (micros(row, "opened_at") - EVE) // DAY, row["intention"]) for row in meant(city, theme)]
    broken = {(centre, day) for centre, day, intention in rows if intention == "broken"}
    unknown = {(centre, day) for centre, day, intention in rows if intention == "unknown"}
    assert broken == days_below(city, least) - unknown
    assert len(broken) > 20
    assert {day for _, day in unknown} == set(range((GAP_FROM - EVE) // DAY, (GAP_TO - EVE) // DAY))


def test_a_roster_has_a_gap_where_this_was_meant(city: City) -> None:
    shifts = happened(city, "shift_planned", "centre_id")
    rosters = {(row["centre_id"], row["at"]): row for row in in_force(city, "roster_published")}
    rows = meant(city, "roster-without-gaps")
    assert {row["intention"] for row in rows} == {"kept", "broken", "unknown"}
    for row in rows:
        roster = rosters[row["subject"], row["opened_at"]]
        assert (roster["covers_until"] is None) == (row["intention"] == "unknown")
        if roster["covers_until"] is not None:
            reached = roster["covers_from"]
            for shift in sorted(shifts[row["subject"]], key=lambda each: each["shift_from"]):
                if shift["shift_from"] <= reached < shift["shift_until"]:
                    reached = shift["shift_until"]
            assert (reached >= roster["covers_until"]) == (row["intention"] == "kept"), row


def test_fewer_than_three_are_planned_where_this_was_meant(city: City) -> None:
    planned = {(row["centre_id"], row["at"]): row["agents"] for row in in_force(city, "shift_planned")}
    for row in meant(city, "three-agents-planned"):
        agents = planned[row["subject"], row["opened_at"]]
        assert row["intention"] == ("unknown" if agents is None else "kept" if agents >= 3 else "broken")
