"""Laws 1, 2, 4, 5 and 6 of the design, on random charters and logs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jiannuo.core.statistics.fulfilment import CODED
from tests.judging.laws import LAWS, counted
from tests.judging.worlds import World, world_of

WORLDS = 220
MANY = 1200


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> list[World]:
    folder = tmp_path_factory.mktemp("charters")
    return [world_of(seed, folder) for seed in range(WORLDS)]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_in_every_world(law: Callable[[World], None], worlds: list[World]) -> None:
    for world in worlds:
        law(world)


def test_there_are_enough_examples_of_each_feature_and_verdict(worlds: list[World]) -> None:
    features, verdicts = counted(worlds)
    scarce = {feature: number for feature, number in features.items() if number < 100}
    assert not scarce
    total = sum(verdicts.values())
    assert not {verdict: verdicts[verdict] / total for verdict in CODED if verdicts[verdict] < total / 10}


@pytest.mark.proof
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_in_many_worlds(
    law: Callable[[World], None], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    seeds = range(WORLDS, MANY)
    for seed in seeds:
        law(world_of(seed, tmp_path))
    record_property("worlds", len(seeds))
