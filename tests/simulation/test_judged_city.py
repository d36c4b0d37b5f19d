"""The judge finds exactly what was planted, order by order: no breach more, none less, and none of the look-alikes."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.judging_files import judge_parquet
from jiannuo.core.simulation.city import City
from jiannuo.core.simulation.event_log import Columns
from jiannuo.core.simulation.themes import THEMES
from jiannuo.core.simulation.writing import EVENTS, write_city

CHARTER = Path(__file__).parents[2] / "charters/ride-hailing"
OTHERWISE = ("kept", "lapsed", "pending")
"""What may be found where nothing was planted: no breach, and nothing that nobody can know."""

WORST_FIRST = pa.array(("broken", "unknown", "excused", "kept", "pending", "lapsed", "withdrawn", ""))
APART = {theme.name for theme in THEMES if theme.apart}
"""The promises with a verdict for each period of a subject, or for each of its events."""


def worst(theme: str, columns: Columns) -> "pa.Table":
    """Return the worst verdict for each case of a promise, as its place in the list above."""
    start = columns["start"].cast(pa.int64()) if theme in APART else pa.array(np.zeros(len(columns["start"]), np.int64))
    rank = pc.index_in(columns["verdict"].cast(pa.string()), WORST_FIRST)
    cases = pa.table({"subject": columns["subject"], "start": start, "rank": rank})
    return cases.group_by(["subject", "start"]).aggregate([("rank", "min")])


def found_in(folder: Path, city: City) -> dict[str, "pa.Table"]:
    """Return the worst verdict on each case of the promises that are planted."""
    judged = judge_parquet(read_charter(CHARTER), folder / EVENTS, as_of=city.until)
    parts: dict[str, list[pa.Table]] = {theme.name: [] for theme in THEMES}
    for batch in judged.batches():
        theme = batch["promise"][0].as_py() if len(batch) else ""
        if theme in parts:
            subjects = pc.binary_join(batch["subject"].cast(pa.list_(pa.string())), "/")
            columns = {"subject": subjects, "start": batch["start"], "verdict": batch["verdict"].cast(pa.string())}
            parts[theme].append(pa.table(columns))
    return {theme: worst(theme, pa.concat_tables(tables)) for theme, tables in parts.items() if tables}


def planted_in(city: City) -> dict[str, "pa.Table"]:
    """Return the worst of what is meant for each case."""
    truth = city.truth.select(["theme", "subject", "opened_at", "intention"])
    truth = truth.rename_columns(["theme", "subject", "start", "verdict"])
    return {each.name: worst(each.name, truth.filter(pc.equal(truth["theme"], each.name))) for each in THEMES}


def differences(folder: Path, *, orders: int, seed: int) -> list[tuple[str, str, str, str]]:
    """Return promise, subject, what was planted (nothing: "") and what was found where they differ.

    Where nothing was planted any of OTHERWISE may be found.
    """
    city = write_city(folder, orders=orders, seed=seed).city
    planted, found = planted_in(city), found_in(folder, city)
    assert found.keys() == planted.keys()
    return [each for theme in planted for each in _differing(theme, planted[theme], found[theme])]


def _differing(theme: str, planted: "pa.Table", found: "pa.Table") -> list[tuple[str, str, str, str]]:
    both = planted.join(found, ["subject", "start"], join_type="full outer", right_suffix="_found")
    meant, seen = (
        WORST_FIRST.take(pc.fill_null(both[name], 7).cast(pa.int64())) for name in ("rank_min", "rank_min_found")
    )
    expected = pc.and_(pc.equal(meant, ""), pc.is_in(seen, pa.array(OTHERWISE)))
    wrong = pc.invert(pc.or_(pc.equal(meant, seen), expected))
    columns = (column.filter(wrong).to_pylist() for column in (both["subject"], meant, seen))
    return [(theme, *case) for case in zip(*columns, strict=True)]


def test_every_promise_of_the_pack_is_planted_by_one_of_its_clauses() -> None:
    promises = read_charter(CHARTER).promises
    assert {theme.name for theme in THEMES} == promises.keys()
    assert [theme.name for theme in THEMES if theme.clause not in promises[theme.name].clauses] == []


def test_exactly_what_was_planted_is_found(tmp_path: Path) -> None:
    assert differences(tmp_path / "city", orders=5_000, seed=1) == []


@pytest.mark.proof
@pytest.mark.parametrize(("orders", "seed"), [(200_000, 1), (5_000, 2), (5_000, 3), (700, 4)])
def test_exactly_what_was_planted_is_found_in_large_and_other_cities(tmp_path: Path, orders: int, seed: int) -> None:
    assert differences(tmp_path / "city", orders=orders, seed=seed) == []
