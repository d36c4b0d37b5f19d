"""`jiannuo audit --xlsx --csv`: files for spreadsheets beside the result, only when asked for."""

import csv
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from jiannuo.interfaces.cli.running import main
from tests.cli.conftest import Desk
from tests.cli.personal_log import revealed
from tests.cli.test_audit import RESULT, codes_refused

Shown = pytest.CaptureFixture[str]
CSV = ("findings.csv", "promises.csv", "periods.csv", "agenda.csv")


def test_the_workbook_is_written_and_told(desk: Desk, tmp_path: Path, capsys: Shown) -> None:
    out = tmp_path / "out"
    assert main(desk.audit("--out", str(out), "--xlsx", "--lang", "en")) == 1
    assert {path.name for path in out.iterdir()} == RESULT | {"report.xlsx"}
    assert capsys.readouterr().out.splitlines()[-1] == f"The workbook is {out / 'report.xlsx'}."
    book = openpyxl.load_workbook(out / "report.xlsx")
    assert book["Findings"].max_row == 5
    assert book["Findings"]["A2"].value == "broken"


@pytest.mark.parametrize(("encoding", "codec"), [("utf-8", "utf-8-sig"), ("gb18030", "gb18030")])
def test_the_csv_files_are_written_in_the_encoding_asked_for(
    encoding: str, codec: str, desk: Desk, tmp_path: Path, capsys: Shown
) -> None:
    out = tmp_path / "out"
    assert main(desk.audit("--out", str(out), "--csv", encoding, "--lang", "zh")) == 1
    assert {path.name for path in out.iterdir()} == RESULT | {*CSV}
    told = capsys.readouterr().out.splitlines()[-1]
    assert told == f"CSV 文件是 {'、'.join(str(out / name) for name in CSV)}。"
    with (out / "findings.csv").open(encoding=codec, newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows] == ["判定", "未兑现", "未兑现", "履行中", "已兑现"]


def test_a_result_with_exports_is_replaced_by_one_without(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(desk.audit("--out", str(out), "--xlsx", "--csv", "utf-8")) == 1
    assert main(desk.audit("--out", str(out))) == 1
    assert {path.name for path in out.iterdir()} == RESULT


@pytest.mark.parametrize("asked", [("--xlsx",), ("--csv", "utf-8")])
def test_without_a_folder_for_them_they_are_refused(asked: tuple[str, ...], desk: Desk, capsys: Shown) -> None:
    assert codes_refused(desk.audit(*asked), capsys) == ["T003"]


def test_an_encoding_that_is_not_offered_is_refused(desk: Desk, tmp_path: Path, capsys: Shown) -> None:
    assert codes_refused(desk.audit("--out", str(tmp_path / "out"), "--csv", "latin-1"), capsys) == ["T006"]
    assert not (tmp_path / "out").exists()


def test_no_export_holds_what_is_personal(rides: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["audit", *rides, "--out", str(out), "--xlsx", "--csv", "utf-8", "--lang", "zh"]) == 1
    for name in CSV:
        assert revealed((out / name).read_text(encoding="utf-8-sig")) == [], name
    book = openpyxl.load_workbook(out / "report.xlsx")
    said = "\n".join(str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line)
    assert revealed(said) == []
    assert "138****1234" in said


def test_what_writes_workbooks_is_loaded_only_when_asked_for(desk: Desk, tmp_path: Path) -> None:
    script = (
        "import sys\nfrom jiannuo.interfaces.cli.running import main\n"
        f"main({desk.audit('--out', str(tmp_path / 'out'))!r})\n"
        "sys.exit('xlsxwriter' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0
