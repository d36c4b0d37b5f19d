"""Tracks: some rides are seen every minute, some with a gap that is innocent, and some not before they are over."""

from itertools import pairwise

import pytest

from jiannuo.core.charters.charter import Expect, Require
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.simulation.city import City, simulate_city
from jiannuo.core.simulation.planting.deeds import PAUSE
from jiannuo.core.simulation.planting.themes import THEMES
from tests.conftest import REPOSITORY
from tests.simulation.happenings import happened, meant, micros

MINUTE = 60_000_000


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_500, 5)


@pytest.fixture(scope="module")
def seen(city: City) -> dict[str, list[int]]:
    """Return the instants at which the vehicle of each order is seen."""
    return {order: sorted(map(micros, rows)) for order, rows in happened(city, "vehicle_position").items()}


def orders_of(city: City, deed: str) -> list[str]:
    found = [row["subject"] for row in meant(city, "track-kept") if row["deed"] == deed]
    assert len(found) >= 10
    return found


def test_about_one_ride_in_six_is_seen_every_minute_until_it_ends(city: City, seen: dict[str, list[int]]) -> None:
    ended = {order: micros(rows[-1]) for order, rows in happened(city, "order_completed").items()}
    kept = orders_of(city, "in-time")
    followed = [order for order in kept if len(seen[order]) > 1]
    assert 0.1 < len(followed) / len(kept) < 0.22
    for order in followed:
        assert {after - before for before, after in pairwise(seen[order])} == {MINUTE}, order
        assert 0 < ended[order] - seen[order][-1] <= 2 * MINUTE, order


def test_a_signal_lost_for_minutes_leaves_a_gap_and_breaks_nothing(city: City, seen: dict[str, list[int]]) -> None:
    orders = orders_of(city, "signal-lost")
    rows = [row for row in meant(city, "track-kept") if row["deed"] == "signal-lost"]
    assert {(row["intention"], row["boundary"]) for row in rows} == {("kept", "short-gap")}
    gaps = [[after - before for before, after in pairwise(seen[order]) if after - before > MINUTE] for order in orders]
    assert all(len(each) <= 1 for each in gaps)
    lengths = [each[0] // MINUTE for each in gaps if each]
    assert len(lengths) > len(orders) // 2
    assert 3 <= min(lengths) and max(lengths) <= 13


def test_who_is_seen_only_after_the_ride_is_a_breach(city: City, seen: dict[str, list[int]]) -> None:
    ended = {order: micros(rows[-1]) for order, rows in happened(city, "order_completed").items()}
    late = orders_of(city, "late")
    assert {row["intention"] for row in meant(city, "track-kept") if row["deed"] == "late"} == {"broken"}
    assert all(min(seen[order]) > ended[order] and len(seen[order]) > 5 for order in late)
    assert not any(order in seen for order in orders_of(city, "never"))


def test_positions_add_less_than_a_third_to_the_events(city: City) -> None:
    positions = sum(event == "vehicle_position" for event in city.events["event"].to_pylist())
    assert positions < 0.3 * (len(city.events) - positions)


def test_a_pause_is_planted_where_the_charter_has_one_and_excused_is_no_verdict_of_it(city: City) -> None:
    promises = read_charter(REPOSITORY / "charters/ride-hailing").promises.values()
    pausing = [promise.id for promise in promises if isinstance(promise.demand, Expect) and promise.demand.pauses]
    assert pausing == [theme.name for theme in THEMES if PAUSE in theme.boundaries] == ["faults-repaired"]
    required = [promise.demand for promise in promises if isinstance(promise.demand, Require)]
    assert required and [demand for demand in required if demand.excused_if] == []
    assert [promise.id for promise in promises if promise.excused_by] == []
    assert "excused" not in city.truth["intention"].to_pylist()
    assert "excused" in city.truth["owner_verdict"].to_pylist()
