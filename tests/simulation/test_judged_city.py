"""The judge finds exactly what was planted, case by case: verdict, who answers for it, and the instants that decide."""

from pathlib import Path

import pytest

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.simulation.planting.themes import THEMES
from jiannuo.core.simulation.writing import EVENTS, write_city
from tests.conftest import REPOSITORY
from tests.simulation.comparing import Differences, differences, found_in, planted_in

CHARTER = REPOSITORY / "charters/ride-hailing"


def differences_in(folder: Path, *, orders: int, seed: int) -> Differences:
    """Write a city, judge it, and return where its truth and the findings differ."""
    city = write_city(folder, orders=orders, seed=seed).city
    found = found_in(read_charter(CHARTER), folder / EVENTS, as_of=city.until)
    return differences(planted_in(city), found)


def test_every_promise_of_the_pack_is_planted_by_one_of_its_clauses() -> None:
    promises = read_charter(CHARTER).promises
    assert {theme.name for theme in THEMES} == promises.keys()
    assert [theme.name for theme in THEMES if theme.clause not in promises[theme.name].clauses] == []


def test_exactly_what_was_planted_is_found(tmp_path: Path) -> None:
    assert differences_in(tmp_path / "city", orders=5_000, seed=1) == {}


@pytest.mark.proof
@pytest.mark.parametrize(("orders", "seed"), [(200_000, 1), (5_000, 2), (5_000, 3), (700, 4)])
def test_exactly_what_was_planted_is_found_in_large_and_other_cities(tmp_path: Path, orders: int, seed: int) -> None:
    assert differences_in(tmp_path / "city", orders=orders, seed=seed) == {}
