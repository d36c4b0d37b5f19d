"""When cases of lost property are closed, and what returns cost, is as it was meant to be."""

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from tests.simulation.happenings import Rows, drawn, happened, meant


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_500, 16)


def seen_before(rows: Rows | None, closed: dict) -> Rows:
    return [row for row in rows or [] if row["at"] <= closed["at"]]


def test_cases_are_closed_with_an_answer_where_this_was_meant(city: City) -> None:
    checks, closed = (happened(city, name, "case_id") for name in ("item_check_reported", "case_closed"))
    rows = meant(city, "lost-item-answered-before-closing")
    assert {row["subject"] for row in rows} == drawn(closed)
    for row in rows:
        before = seen_before(checks.get(row["subject"]), closed[row["subject"]][0])
        answered = any(check["found"] is not None for check in before)
        assert answered == (row["intention"] == "kept"), row
        assert row["intention"] != "unknown" or row["deed"] == "hidden"


def test_found_items_are_returned_before_the_end_where_this_was_meant(city: City) -> None:
    checks, returned, closed = (
        happened(city, name, "case_id") for name in ("item_check_reported", "item_returned", "case_closed")
    )
    for row in meant(city, "found-item-returned-before-closing"):
        end = closed[row["subject"]][0]
        found = [check["found"] for check in seen_before(checks.get(row["subject"]), end)]
        back = bool(seen_before(returned.get(row["subject"]), end))
        open_one = "broken" if True in found else "unknown" if None in found else "kept"
        assert row["intention"] == ("kept" if back else open_one), row


def test_returns_cost_nothing_where_this_was_meant(city: City) -> None:
    returned, rows = happened(city, "item_returned", "case_id"), meant(city, "return-is-free")
    assert {row["subject"] for row in rows} == drawn(returned)
    for row in rows:
        [back] = returned[row["subject"]]
        charged = back["charged_to_passenger"]
        assert row["intention"] == ("broken" if charged and charged["amount"] > 0 else "kept"), row
