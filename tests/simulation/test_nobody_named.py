"""What an audit of a city tells others names no person: no id of a driver, passenger, agent or officer."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from jiannuo.core.simulation.writing import EVENTS, MAPPING, write_city
from jiannuo.interfaces.cli.running import main
from tests.conftest import REPOSITORY

PERSONS = (
    *("driver_id", "passenger_id", "agent_id", "person_id", "officer_id", "manager_id"),
    *("giver_id", "receiver_id", "from_driver", "to_driver"),
)
TOLD = {
    "report.html",
    "summary.json",
    "findings.csv",
    "promises.csv",
    "periods.csv",
    "agenda.csv",
    "indicators.csv",
    "report.xlsx",
}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    write_city(folder, orders=50, seed=3)
    return folder


def audit(city: Path, out: Path, *more: str) -> None:
    charter, log = REPOSITORY / "charters/ride-hailing", ["--log", str(city / MAPPING), "--events", str(city / EVENTS)]
    assert main(["audit", str(charter), *log, "--out", str(out), "--xlsx", "--csv", "utf-8", *more]) == 1


def persons(city: Path) -> set[str]:
    """Return the ids of all persons of the log."""
    events = pq.read_table(city / EVENTS, columns=list(PERSONS))
    return {id_ for name in PERSONS for id_ in events[name].drop_null().unique().to_pylist()}


def texts(path: Path) -> Iterator[str]:
    if path.suffix != ".xlsx":
        yield path.read_text(encoding="utf-8-sig")
        return
    for sheet in openpyxl.load_workbook(path):
        for line in sheet.iter_rows(values_only=True):
            yield " ".join(str(value) for value in line)


def named(folder: Path, ids: set[str]) -> dict[str, set[str]]:
    """Return the ids that each file tells, of the files that leave for others."""
    found = {
        name: {word for text in texts(folder / name) for word in re.findall(r"\w+", text)} for name in sorted(TOLD)
    }
    return {name: words & ids for name, words in found.items()}


def test_no_file_for_others_names_a_person(city: Path, tmp_path: Path) -> None:
    ids = persons(city)
    assert {"d0000001", "p0000010"} <= ids
    audit(city, tmp_path)
    assert named(tmp_path, ids) == {name: set() for name in TOLD}
    serials = {f"****{id_[-4:]}" for id_ in ids}
    assert [name for name in TOLD for text in texts(tmp_path / name) if any(each in text for each in serials)] == []


def test_the_order_of_rows_numbers_no_driver(city: Path, tmp_path: Path) -> None:
    """Drivers whose masks are alike stand in the order of their figures, the largest first, and not in that of their ids."""
    audit(city, tmp_path)
    told = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))["indicators"]
    (drivers,) = [each["figures"] for each in told if each["name"] == "orders_accepted"]
    assert {each["by"]["driver_id"] for each in drivers} == {"***"}
    values = [int(each["value"]) for each in drivers if each["state"] != "suppressed"]
    assert values == sorted(values, reverse=True)
    assert values[0] > values[-1]
    assert [each["state"] == "suppressed" for each in drivers] == [False] * len(values) + [True] * (
        len(drivers) - len(values)
    )


def test_the_own_copy_tells_figures_by_person(city: Path, tmp_path: Path) -> None:
    ids = persons(city)
    audit(city, tmp_path, "--own-copy")
    assert "d0000001" in named(tmp_path, ids)["indicators.csv"]
