"""The file of rows set aside: read by spreadsheets, harmless to them, whole."""

import csv
from pathlib import Path

import pytest

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.rejects import write_rejects
from jiannuo.core.engines.tabular.tables import Reject


def read(path: Path) -> list[list[str]]:
    """Return the records of a CSV file as a spreadsheet reads them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_line_names_file_row_reason_and_cure_in_the_language_asked_for(tmp_path: Path) -> None:
    reject = Reject("log.csv", 7, kinds.TIME_MISSING.at(column="when"), 2, "when", "")
    write_rejects([reject], tmp_path / "zh.csv", language="zh")
    write_rejects([reject], tmp_path / "en.csv", language="en")
    assert (tmp_path / "zh.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert read(tmp_path / "zh.csv") == [
        ["文件", "行号", "规则", "列", "值", "原因代码", "原因", "怎么办"],
        ["log.csv", "7", "2", "when", "", "L111", "缺少时间。",
         "如果这一行本来就不是业务记录，请在规则中写 when: when is not null。"],
    ]  # fmt: skip
    assert read(tmp_path / "en.csv")[0] == ["file", "row", "rule", "column", "value", "code", "reason", "cure"]
    assert read(tmp_path / "en.csv")[1][6] == "The time is missing."


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_value_is_taken_for_a_formula(value: str, tmp_path: Path) -> None:
    write_rejects([Reject("log.csv", 1, kinds.EVENT_MISSING.at(), 1, "a", value)], tmp_path / "r.csv", language="en")
    assert read(tmp_path / "r.csv")[1][4] == "'" + value


def test_bytes_that_could_not_be_decoded_are_shown_and_not_lost(tmp_path: Path) -> None:
    reject = Reject("log.csv", 1, kinds.BYTES_UNDECODABLE.at(encoding="utf-8"), value="caf\udce9")
    write_rejects([reject], tmp_path / "r.csv", language="en")
    assert read(tmp_path / "r.csv")[1][4] == "caf\\udce9"


def test_a_failure_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    write_rejects([], path, language="en")
    before = path.read_bytes()
    with pytest.raises(AttributeError):
        write_rejects([None], path, language="en")  # type: ignore[list-item]
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["r.csv"]
