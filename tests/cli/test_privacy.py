"""What is marked personal: no output shows it but findings.parquet, which holds what findings are about."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from jiannuo.interfaces.cli.running import main
from tests.cli.personal_log import revealed

Shown = pytest.CaptureFixture[str]


def test_no_file_but_the_findings_holds_what_is_personal(rides: list[str], tmp_path: Path, capsys: Shown) -> None:
    assert main(["audit", *rides, "--out", str(tmp_path / "out"), "--lang", "zh"]) == 1
    shown = capsys.readouterr()
    assert revealed(shown.out + shown.err) == []
    for path in sorted((tmp_path / "out").glob("*.*")):
        if path.name != "findings.parquet":
            assert revealed(path.read_bytes().decode("utf-8", "ignore")) == [], path.name
    rejects = (tmp_path / "out" / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[1:6] for line in rejects[1:]] == [
        ["5", "1", "plate", "粤A****5", "L126"],
        ["7", "1", "fare", "十*", "L117"],
    ]


def test_an_explanation_masks_the_owner_the_subject_and_the_evidence(
    rides: list[str], tmp_path: Path, capsys: Shown
) -> None:
    out = tmp_path / "out"
    main(["audit", *rides, "--out", str(out)])
    capsys.readouterr()
    texts = []
    for row in pq.read_table(out / "findings.parquet").to_pylist():
        assert main(["explain", row["id"], "--in", str(out), "--lang", "zh"]) == 0
        texts.append(capsys.readouterr().out)
    said = "\n".join(texts)
    assert revealed(said) == []
    assert "责任单位：张*" in said
    assert "业务对象：138****1234" in said
    assert "driver = 张*、phone = 138****1234、plate = 粤A****5、fare = ***" in said


def test_a_look_at_the_log_masks_its_examples(rides: list[str], tmp_path: Path, capsys: Shown) -> None:
    mapping, log = str(tmp_path / "mapping.yaml"), str(tmp_path / "log.csv")
    rejects = tmp_path / "rejects.csv"
    assert main(["log", "check", mapping, log, "--charter", rides[0], "--rejects", str(rejects), "--lang", "zh"]) == 0
    shown = capsys.readouterr()
    assert revealed(shown.out + shown.err + rejects.read_text(encoding="utf-8-sig")) == []
    assert main(["log", "check", mapping, log, "--charter", rides[0], "--format", "json"]) == 0
    assert revealed(capsys.readouterr().out) == []


def test_the_findings_hold_what_they_are_about(rides: list[str], tmp_path: Path, capsys: Shown) -> None:
    """As docs/reference/findings.md says: ids of subjects and owners stand there as the log has them."""
    main(["audit", *rides, "--out", str(tmp_path / "out")])
    rows = pq.read_table(tmp_path / "out" / "findings.parquet").to_pylist()
    assert {row["owner"] for row in rows if row["promise"] == "arrive"} == {"张三丰", "李四光", "赵六和"}
    assert ["13812341234"] in [row["subject"] for row in rows if row["promise"] == "served"]
