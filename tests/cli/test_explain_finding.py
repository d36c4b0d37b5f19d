import json
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from jiannuo.interfaces.cli.running import main
from tests.cli.conftest import Desk

Shown = pytest.CaptureFixture[str]


@pytest.fixture
def result(desk: Desk, tmp_path: Path, capsys: Shown) -> Path:
    """Return the folder of a result whose charter and log are gone."""
    out = tmp_path / "out"
    main(desk.audit("--out", str(out)))
    for path in (*desk.charter.iterdir(), desk.mapping, desk.log):
        path.unlink()
    capsys.readouterr()
    return out


def id_of(result: Path, ticket: str) -> str:
    table = pq.read_table(result / "findings.parquet")
    subjects = pc.list_element(table["subject"], 0)
    (found,) = table.filter(pc.equal(subjects, ticket))["id"].to_pylist()
    return found


def test_a_finding_is_explained_from_its_result_alone(result: Path, capsys: Shown) -> None:
    """T2 was opened at 09:00 and answered at 12:00, an hour after 09:00 + 2 h = 11:00."""
    assert main(["explain", id_of(result, "T2"), "--in", str(result), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "2024-07-15 09:00:00+08:00 + 2 hours = 2024-07-15 11:00:00+08:00" in shown
    assert "opened, 2024-07-15 09:00:00+08:00, ticket_id = T2" in shown
    assert "answered, 2024-07-15 12:00:00+08:00, ticket_id = T2" in shown


def test_a_finding_is_explained_in_json(result: Path, capsys: Shown) -> None:
    name = id_of(result, "T1")
    assert main(["explain", name, "--in", str(result), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["finding"], said["promise"], said["verdict"]) == (name, "answer", "kept")
    assert said["text"]["zh"].startswith(f"判定 {name}：已兑现\n")
    assert said["text"]["en"].startswith(f"Finding {name}: kept\n")


def test_a_finding_on_simulated_events_says_so(desk: Desk, tmp_path: Path, capsys: Shown) -> None:
    out = tmp_path / "out"
    desk.mapping.write_text(desk.mapping.read_text("utf-8") + "origin: {simulated: true}\n", encoding="utf-8")
    main(desk.audit("--out", str(out)))
    name = id_of(out, "T1")
    capsys.readouterr()
    assert main(["explain", name, "--in", str(out), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["simulated"] is True
    assert main(["explain", name, "--in", str(out), "--lang", "zh"]) == 0
    assert capsys.readouterr().out.startswith("【模拟数据】")
    for file in ("findings.parquet", "evidence.parquet"):
        assert pq.read_schema(out / file).metadata[b"simulated"] == b"true"


def test_a_finding_on_other_events_says_no_such_thing(result: Path, capsys: Shown) -> None:
    assert main(["explain", id_of(result, "T1"), "--in", str(result), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["simulated"] is False
    for file in ("findings.parquet", "evidence.parquet"):
        assert b"simulated" not in (pq.read_schema(result / file).metadata or {})


def test_in_json_the_verdict_on_the_owner_stands_beside_that_of_the_promise(
    rides: list[str], tmp_path: Path, capsys: Shown
) -> None:
    """The driver is cleared of O1 by a flood; nobody answers for whether a passenger was charged."""
    charter = tmp_path / "charter" / "charter.yaml"
    text = charter.read_text("utf-8").replace("owner: driver,", "owner: driver, owner excused by: flooded,")
    charter.write_text(text.replace("promises:", "  flooded: {of: order}\npromises:"), encoding="utf-8")
    with (tmp_path / "log.csv").open("a", encoding="utf-8") as log:
        log.write("O1,flooded,2024-07-15 09:30,,,,\n")
    main(["audit", *rides, "--out", str(tmp_path / "out")])
    capsys.readouterr()
    rows = pq.read_table(tmp_path / "out" / "findings.parquet").to_pylist()
    told = {}
    for row in rows:
        main(["explain", row["id"], "--in", str(tmp_path / "out"), "--format", "json"])
        said = json.loads(capsys.readouterr().out)
        told[row["promise"], row["subject"][0]] = (said["verdict"], said["owner_verdict"])
    assert told["arrive", "O1"] == ("broken", "excused")
    assert told["served", "13812341234"] == ("kept", None)


def test_a_finding_that_is_not_there_is_refused(result: Path, capsys: Shown) -> None:
    assert main(["explain", "0123", "--in", str(result), "--lang", "en"]) == 2
    assert "have no finding 0123." in capsys.readouterr().err


@pytest.mark.parametrize("name", ["findings.parquet", "evidence.parquet"])
def test_a_result_that_is_not_whole_is_refused(name: str, result: Path, capsys: Shown) -> None:
    finding = id_of(result, "T1")
    (result / name).write_bytes((result / name).read_bytes()[:100])
    assert main(["explain", finding, "--in", str(result), "--format", "json"]) == 2
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["L304"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: Shown) -> None:
    assert main(["explain", "0123", "--in", str(tmp_path / "nowhere"), "--format", "json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == "T010"
    assert str(tmp_path / "nowhere") in problem["message"]["zh"]


def test_a_folder_that_holds_no_result_is_told_apart_from_a_damaged_one(desk: Desk, capsys: Shown) -> None:
    assert main(["explain", "3f2a", "--in", str(desk.charter), "--lang", "en"]) == 2
    assert "error T014\n" in (said := capsys.readouterr().err)
    assert "holds no result of jiannuo audit: findings.parquet is not there." in said
