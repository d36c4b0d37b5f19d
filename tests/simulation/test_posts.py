"""Who holds a post, told by hand from who takes it up and leaves it, is missing exactly on the days that were meant to."""

from itertools import pairwise

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from jiannuo.core.simulation.recording.times import DAY, START
from tests.simulation.happenings import happened, in_force, meant, micros

EVE = START - DAY
POSTS = {"service-centre-head-named": "service_centre_head", "risk-officer-named": "risk_officer"}
Terms = list[tuple[str, int, int]]


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_000, 12)


def terms(city: City, role: str) -> Terms:
    """Return who can be reached in a post, from when, until when."""
    found: dict[str, tuple[int, int]] = {}
    for row in in_force(city, "role_assigned", "role_ended"):
        if row["role"] == role and row["event"] == "role_ended":
            found[row["person_id"]] = (found[row["person_id"]][0], micros(row))
        elif row["role"] == role and row["phone"] is not None:
            laid_down = city.until if row["holds_until"] is None else micros(row, "holds_until")
            found[row["person_id"]] = (micros(row), laid_down)
    return sorted(((person, since, until) for person, (since, until) in found.items()), key=lambda term: term[1])


@pytest.mark.parametrize("theme", POSTS)
def test_a_post_is_vacant_on_the_days_that_were_meant(city: City, theme: str) -> None:
    held = terms(city, POSTS[theme])
    vacancies = [(until, since) for (_, _, until), (_, since, _) in pairwise(held) if until < since]
    rows = meant(city, theme)
    broken = {(micros(row, "opened_at") - EVE) // DAY for row in rows if row["intention"] == "broken"}
    assert {(at - EVE) // DAY for at, _ in vacancies} == broken
    assert len(broken) > 5
    assert {until - at for at, until in vacancies} >= {1}
    unknown = {(micros(row, "opened_at") - EVE) // DAY for row in rows if row["deed"] == "hidden"}
    gaps = [(micros(row, "from"), micros(row, "to")) for row in happened(city, "source_gap", "source")["registry"]]
    assert unknown == {day for since, to in gaps for day in range((since - EVE) // DAY, (to - EVE) // DAY)}
    assert len(unknown) > 20


@pytest.mark.parametrize("role", POSTS.values())
def test_some_leave_when_their_term_is_over_and_others_are_relieved(city: City, role: str) -> None:
    taken, ended = (
        [row for row in in_force(city, event) if row["role"] == role] for event in ("role_assigned", "role_ended")
    )
    with_term = {row["person_id"] for row in taken if row["holds_until"] is not None}
    relieved = {row["person_id"] for row in ended}
    assert len(with_term) > 5 and len(relieved) > 5 and not with_term & relieved


def test_complaints_go_to_who_holds_the_post_where_this_was_meant(city: City) -> None:
    held = terms(city, "risk_officer")
    handed = {row["case_id"]: row for row in in_force(city, "case_assigned")}
    rows = meant(city, "handed-to-risk-officer")
    assert len(rows) > 100
    for row in rows:
        case, at = handed[row["subject"]], micros(row, "opened_at")
        holders = {person for person, since, until in held if since <= at < until}
        complete = case["receiver_id"] is not None and case["giver_id"] is not None
        assert (complete and case["receiver_id"] in holders) == (row["intention"] == "kept"), row
