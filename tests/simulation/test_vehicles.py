"""Which vehicles have a class code, read by hand from their registrations, is as it was meant to be."""

import pytest

from jiannuo.core.simulation.city import City, simulate_city
from jiannuo.core.simulation.recording.times import BOOKS_FROM
from tests.simulation.happenings import happened, meant, micros


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_500, 17)


def test_offers_go_to_vehicles_with_a_code_where_this_was_meant(city: City) -> None:
    registered, offers = (happened(city, name, "plate") for name in ("vehicle_registered", "dispatch_offered"))
    rows = meant(city, "offers-to-classed-vehicles")
    assert len(rows) > 100
    for row in rows:
        [offer] = offers[row["subject"]]
        known = [each["class_code"] for each in registered.get(row["subject"], []) if each["at"] <= offer["at"]]
        assert (bool(known) and known[-1] is not None) == (row["intention"] == "kept"), row


def test_vehicles_have_a_code_from_their_first_instant_where_this_was_meant(city: City) -> None:
    registered, rows = happened(city, "vehicle_registered", "plate"), meant(city, "vehicles-classed")
    joined = [row for row in rows if row["deed"] != "hidden"]
    assert len(joined) > 100
    for row in joined:
        first = registered[row["subject"]][0]["at"]
        codes = [each["class_code"] for each in registered[row["subject"]] if each["at"] == first]
        assert row["opened_at"] == first
        assert any(code is not None for code in codes) == (row["intention"] == "kept"), row
    december = {row["subject"] for row in rows if row["deed"] == "hidden"}
    assert december == registered.keys()
    assert {micros(row, "opened_at") for row in rows if row["deed"] == "hidden"} == {BOOKS_FROM}
