"""The judge finds exactly what was planted, order by order: no breach more, none less, and none of the look-alikes."""

from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.judging_files import judge_parquet
from jiannuo.core.simulation.city import City
from jiannuo.core.simulation.themes import THEMES
from jiannuo.core.simulation.writing import EVENTS, write_city

CHARTER = Path(__file__).parents[2] / "charters/ride-hailing"
OTHERWISE = {"kept", "lapsed", "pending"}
"""What may be found where nothing was planted: no breach, and nothing that nobody can know."""

Case = tuple[str, str, datetime | None]
"""The promise and the subject; and the start of the period where there is a verdict for each."""
Verdicts = dict[Case, str]
APART = {theme.name for theme in THEMES if theme.apart}


def found_in(folder: Path, city: City) -> Verdicts:
    """Return the worst verdict on each promise and subject: broken before unknown, excused and kept."""
    order = ("broken", "unknown", "excused", "kept", "pending", "lapsed", "withdrawn")
    found: dict[Case, set[str]] = defaultdict(set)
    judged = judge_parquet(read_charter(CHARTER), folder / EVENTS, as_of=city.until)
    wanted = {theme.name for theme in THEMES}
    for batch in judged.batches():
        if len(batch) and batch["promise"][0].as_py() in wanted:
            promise = batch["promise"][0].as_py()
            columns = (batch[name].to_pylist() for name in ("subject", "start", "verdict"))
            for subject, start, verdict in zip(*columns, strict=True):
                found[promise, "/".join(subject), start if promise in APART else None].add(verdict)
    return {key: next(verdict for verdict in order if verdict in verdicts) for key, verdicts in found.items()}


def planted_in(city: City) -> Verdicts:
    columns = (city.truth[name].to_pylist() for name in ("theme", "subject", "opened_at", "intention"))
    return {
        (theme, subject, opened if theme in APART else None): intent
        for theme, subject, opened, intent in zip(*columns, strict=True)
    }


def differences(folder: Path, *, orders: int, seed: int) -> dict[Case, tuple[str, str]]:
    """Return where what was planted (nothing: one of OTHERWISE) and what was found differ."""
    city = write_city(folder, orders=orders, seed=seed).city
    planted, found = planted_in(city), found_in(folder, city)
    wrong = {key: (intent, found.get(key, "")) for key, intent in planted.items() if found.get(key) != intent}
    more = {key: ("", verdict) for key, verdict in found.items() if key not in planted and verdict not in OTHERWISE}
    return wrong | more


def test_every_theme_is_a_promise_of_the_pack() -> None:
    assert {theme.name for theme in THEMES} - read_charter(CHARTER).promises.keys() == set()


def test_exactly_what_was_planted_is_found(tmp_path: Path) -> None:
    assert differences(tmp_path / "city", orders=5_000, seed=1) == {}


@pytest.mark.proof
@pytest.mark.parametrize(("orders", "seed"), [(200_000, 1), (5_000, 2), (5_000, 3), (700, 4)])
def test_exactly_what_was_planted_is_found_in_large_and_other_cities(tmp_path: Path, orders: int, seed: int) -> None:
    assert differences(tmp_path / "city", orders=orders, seed=seed) == {}
