"""A city is written whole, marked as simulated, byte for byte the same, and over nothing else."""

import errno
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from jiannuo.core.simulation.problems import FOLDER_TAKEN, ORDERS_OUT_OF_RANGE, SEED_OUT_OF_RANGE
from jiannuo.core.simulation.writing import write_city
from jiannuo.core.values.problems import Refusal

FILES = {"events.parquet", "truth.parquet", "mapping.yaml", "README.md"}


def test_the_same_orders_and_seed_make_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_city(tmp_path / name, orders=400, seed=5)
    assert {path.name for path in (tmp_path / "a").iterdir()} == FILES
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_everything_says_that_it_is_simulated(tmp_path: Path) -> None:
    write_city(tmp_path / "city", orders=50, seed=5)
    for name in ("events.parquet", "truth.parquet"):
        marks = pq.read_schema(tmp_path / "city" / name).metadata
        assert (marks[b"simulated"], marks[b"orders"], marks[b"seed"]) == (b"true", b"50", b"5")
    page = (tmp_path / "city/README.md").read_text(encoding="utf-8")
    assert page.startswith("# 模拟数据\n") and "\n# Simulated data\n" in page


def test_an_earlier_city_is_replaced(tmp_path: Path) -> None:
    write_city(tmp_path, orders=50, seed=5)
    written = write_city(tmp_path, orders=60, seed=5)
    assert {path.name for path in tmp_path.iterdir()} == FILES
    assert pq.read_table(tmp_path / "events.parquet").num_rows == written.city.events.num_rows


@pytest.mark.parametrize("name", ["notes.txt", "events.parquet"])
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        write_city(tmp_path, orders=50, seed=5)
    assert [problem.kind for problem in refused.value.problems] == [FOLDER_TAKEN]
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {name: "mine"}


@pytest.mark.parametrize(
    ("orders", "seed", "kind"),
    [(0, 1, ORDERS_OUT_OF_RANGE), (2_000_001, 1, ORDERS_OUT_OF_RANGE), (50, -1, SEED_OUT_OF_RANGE)],
)
def test_numbers_out_of_range_are_refused_before_anything_is_made(tmp_path: Path, orders: int, seed: int, kind) -> None:
    with pytest.raises(Refusal) as refused:
        write_city(tmp_path / "city", orders=orders, seed=seed)
    assert [problem.kind for problem in refused.value.problems] == [kind]
    assert not (tmp_path / "city").exists()


@pytest.mark.parametrize("orders", [1, 2, 7])
def test_the_smallest_cities_can_be_made_up(tmp_path: Path, orders: int) -> None:
    city = write_city(tmp_path / "city", orders=orders, seed=orders).city
    accepted = city.events.filter(pc.equal(city.events["event"], "order_accepted"))
    assert len(set(accepted["order_id"].to_pylist())) == orders
    assert set(city.truth["order_id"].drop_null().to_pylist()) == {f"o{number:07}" for number in range(orders)}


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_city_that_cannot_be_written_whole_leaves_the_earlier_one_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    write_city(tmp_path / "city", orders=1, seed=1)
    before = {path.name: path.read_bytes() for path in (tmp_path / "city").iterdir()}
    written = []

    def write_once(table: object, path: Path, **given: object) -> None:
        written.append(path)
        path.write_bytes(b"half")
        if len(written) == 2:
            raise failure

    monkeypatch.setattr(pq, "write_table", write_once)
    with pytest.raises(type(failure)) as caught:
        write_city(tmp_path / "city", orders=1, seed=2)
    assert len(written) == 2
    assert getattr(caught.value, "filename", None) in (str(tmp_path / "city"), None)
    assert {path.name: path.read_bytes() for path in (tmp_path / "city").iterdir()} == before
    with pytest.raises(type(failure)):
        written.clear()
        write_city(tmp_path / "new", orders=1, seed=2)
    assert [path.name for path in tmp_path.iterdir()] == ["city"]
