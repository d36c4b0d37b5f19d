"""Sheets as CSV: what a program reads back, and what a spreadsheet cannot be made to do."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiannuo.core.engines.csv_cells import FORMULA_MARKS, unguarded
from jiannuo.core.rendering.first_page.brief import digest
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.spreadsheets.csv_files import Encoding, write_csv
from jiannuo.core.rendering.spreadsheets.exports import Export, export_csv
from jiannuo.core.rendering.spreadsheets.sheets import Column, Sheet, sheet_of
from jiannuo.core.values.texts import Text
from tests.rendering.test_brief import late, result_of

CODECS = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@\t\r\n\",'＝0123456789"))
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def heading(name: str) -> Text:
    return Text(zh=name, en=name)


def read(path: Path, encoding: str) -> list[list[str]]:
    with path.open(encoding=CODECS[encoding], newline="") as file:
        return list(csv.reader(file))


def sheet_with(*cells: object, kind: str = "text") -> Sheet:
    return sheet_of(heading("s"), (Column(heading("a"), kind, 9),), [[cell] for cell in cells])  # type: ignore[arg-type]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@given(rows=st.lists(st.tuples(TEXTS, TEXTS, st.integers(0, 2**50)), max_size=8))
def test_what_is_read_back_is_what_was_written_and_no_cell_begins_a_formula(
    rows: list[tuple[str, str, int]], encoding: Encoding, tmp_path: Path
) -> None:
    columns = (Column(heading("a"), "text", 9), Column(heading("b"), "id", 9), Column(heading("c"), "count", 9))
    write_csv(sheet_of(heading("s"), columns, rows), tmp_path / "s.csv", encoding=encoding, language="zh")
    head, *found = read(tmp_path / "s.csv", encoding)
    assert head == ["a", "b", "c"]
    assert [(unguarded(a), unguarded(b), int(c)) for a, b, c in found] == rows
    assert [cell for row in found for cell in row if cell.startswith(FORMULA_MARKS)] == []


def test_each_row_of_every_file_says_that_the_events_were_made_up(synthetic: Result, tmp_path: Path) -> None:
    export_csv(Export(digest(synthetic), (), "en"), tmp_path, encoding="utf-8")
    for name in ("findings.csv", "promises.csv", "periods.csv", "agenda.csv"):
        head, *rows = read(tmp_path / name, "utf-8")
        assert (head[-1], {row[-1] for row in rows}) == ("Data", {"simulated"}), name


@pytest.mark.parametrize(
    ("name", "written"),
    [("2026-02-28", "2026-02-28"), ("2026-03", "'2026-03"), ("2026-W09", "2026-W09"), ("全部", "全部")],
)
def test_only_a_period_that_is_a_day_may_be_taken_for_a_date(name: str, written: str, tmp_path: Path) -> None:
    write_csv(sheet_with(name, kind="period"), tmp_path / "s.csv", encoding="utf-8", language="zh")
    assert read(tmp_path / "s.csv", "utf-8")[1] == [written]


@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_cell_that_begins_with_a_minus_is_a_plain_number(value: Decimal, tmp_path: Path) -> None:
    write_csv(sheet_with(value, kind="number"), tmp_path / "s.csv", encoding="utf-8", language="zh")
    cell = read(tmp_path / "s.csv", "utf-8")[1][0]
    assert NUMBER.fullmatch(cell)
    assert Decimal(cell) == value


@pytest.mark.parametrize(
    ("kind", "cell", "written"),
    [
        ("instant", 0, "1970-01-01 00:00:00"),
        ("instant", 1_721_035_800_000_000, "2024-07-15 09:30:00"),
        ("instant", 1_721_035_800_000_001, "2024-07-15 09:30:00.000001"),
        ("instant", -1, "1969-12-31 23:59:59.999999"),
        ("length", 7_200_000_000, "7200"),
        ("length", 1_500_000, "1.5"),
        ("length", 1, "0.000001"),
        ("share", 2 / 3, "0.666667"),
        ("count", 1_000_000, "1000000"),
        ("id", "110101199003070018", "'110101199003070018"),
        ("text", None, ""),
    ],
)
def test_each_kind_is_written_in_its_form(kind: str, cell: object, written: str, tmp_path: Path) -> None:
    write_csv(sheet_with(cell, kind=kind), tmp_path / "s.csv", encoding="utf-8", language="zh")
    assert read(tmp_path / "s.csv", "utf-8")[1:] == [[written]]


def test_utf_8_has_a_byte_order_mark_and_gb18030_none_and_lines_end_as_the_standard_says(tmp_path: Path) -> None:
    for encoding, start in (("utf-8", b"\xef\xbb\xbfa\r\n"), ("gb18030", b"a\r\n")):
        write_csv(sheet_with("好"), tmp_path / "s.csv", encoding=encoding, language="zh")  # type: ignore[arg-type]
        assert (tmp_path / "s.csv").read_bytes() == start + "好".encode(encoding) + b"\r\n"


def test_signs_that_cannot_be_encoded_are_spelled_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    assert write_csv(sheet_with("a\ud800b", "\udfff\udfff"), path, encoding="gb18030", language="zh") == 3
    assert read(path, "gb18030")[1:] == [["a\\ud800b"], ["\\udfff\\udfff"]]


def test_findings_promises_and_periods_are_written_with_their_figures(tmp_path: Path) -> None:
    result = result_of([late(1, id="0001", subject=["=1+1"])])
    assert export_csv(Export(digest(result), (), "en"), tmp_path, encoding="utf-8") == 0
    head, finding = read(tmp_path / "findings.csv", "utf-8")
    told = dict(zip(head, finding, strict=True))
    assert (told["Subject"], told["Late by (seconds)"], told["Early by (seconds)"], told["Finding id"]) == (
        "'=1+1",
        "7200",
        "",
        "'0001",
    )
    assert told["Due (Asia/Shanghai)"] == "2024-01-01 02:00:00"
    promise = dict(zip(*read(tmp_path / "promises.csv", "utf-8"), strict=True))
    assert (promise["Obligations"], promise["broken"], promise["Fulfilment rate"]) == ("1", "1", "0.000000")
    assert [line[0] for line in read(tmp_path / "periods.csv", "utf-8")] == [
        "Promise",
        "All promises",
        "Response within an hour",
    ]


def test_every_finding_is_there_broken_ones_first(synthetic: Result, tmp_path: Path) -> None:
    export_csv(Export(digest(synthetic), (), "zh"), tmp_path, encoding="gb18030")
    _, *rows = read(tmp_path / "findings.csv", "gb18030")
    verdicts = [row[0] for row in rows]
    assert len(verdicts) == synthetic.findings.num_rows
    order = ["未兑现", "无法判定", "履行中", "免责", "已兑现"]
    assert verdicts == sorted(verdicts, key=order.index)
