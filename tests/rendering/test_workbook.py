"""The workbook, read by another library: what stands in it, of what type, and what cannot happen."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.tables import Reject
from jiannuo.core.rendering.brief import digest
from jiannuo.core.rendering.exports import Export, export_workbook
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.wording import visible
from jiannuo.core.values.texts import Language, Text
from tests.rendering.conftest import AS_OF, DAY, FIRST, HOUR, SCHEMA
from tests.rendering.test_brief import CARD, late, result_of, row

HOSTILE = ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "http://example.org", "{=1}", "007", "1e5"]


def written(result: Result, path: Path, language: Language = "zh", **given: Any) -> Any:
    reject = Reject("log.csv", 7, kinds.TIME_MISSING.at(column="when"), 2, "when", "=1+1")
    export_workbook(Export(digest(result), (reject,), language), path, **given)
    return openpyxl.load_workbook(path)


def column(sheet: Any, heading: str) -> list[Any]:
    place = [cell.value for cell in sheet[1]].index(heading) + 1
    return [sheet.cell(each, place) for each in range(2, sheet.max_row + 1)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.xlsx"


def test_it_has_a_sheet_for_each_kind_of_figure_in_the_language_asked_for(synthetic: Result, path: Path) -> None:
    assert written(synthetic, path).sheetnames == ["摘要", "承诺", "各期", "判定", "无法判定的原因", "搁置的数据行"]
    assert written(synthetic, path, "en").sheetnames == [
        *("Summary", "Promises", "Periods", "Findings", "Why unknown", "Rows set aside"),
    ]


def test_headings_stay_in_sight_and_every_column_can_be_filtered(synthetic: Result, path: Path) -> None:
    sheets = written(synthetic, path).worksheets[1:]
    assert {sheet.freeze_panes for sheet in sheets} == {"B2"}
    assert {sheet.print_title_rows for sheet in sheets} == {"$1:$1"}
    findings = sheets[2]
    assert findings.auto_filter.ref == f"A1:P{findings.max_row}"
    assert findings.max_row == synthetic.findings.num_rows + 1


def test_a_finding_has_texts_for_ids_dates_for_instants_and_lengths_for_lengths(path: Path) -> None:
    finding = late(0, id="0001", subject=["110101199003070018"], start=FIRST + 90_000_000, owner="007")
    sheet = written(result_of([finding]), path)["判定"]
    told = {sheet.cell(1, place).value: sheet.cell(2, place) for place in range(1, sheet.max_column + 1)}
    opened = told["起算时间（Asia/Shanghai）"]
    assert (opened.value, opened.number_format) == (datetime(2024, 1, 1, 0, 1, 30), "yyyy-mm-dd hh:mm:ss")  # noqa: DTZ001
    assert (told["超时"].value, told["超时"].number_format) == (timedelta(hours=2), "[h]:mm:ss")
    ids = [told[name] for name in ("业务对象", "责任单位", "判定编号")]
    assert [cell.value for cell in ids] == ["110101199003070018", "007", "0001"]
    assert {(cell.data_type, cell.number_format) for cell in ids} == {("s", "@")}
    assert told["提前"].value is None
    assert [told[name].value for name in ("判定", "承诺", "原因")] == [
        "未兑现",
        "一小时内响应",
        "完成了，但晚于截止时间。",
    ]


def test_what_should_never_happen_lacks_nothing_and_is_named_where_it_is_not_ranked(path: Path) -> None:
    never = replace(CARD, id="never", title=Text(zh="不得评论", en="No comments"), can_be_kept=False)
    barred = {"reason": "condition_false", "missing": ["false"], "because": [("what", "false")]}
    other = {**barred, "missing": ["fare = 0"], "because": [("what", "fare = 0")]}
    book = written(result_of([late(0, promise="never", **barred), late(1, **other)], CARD, never), path)
    told = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    assert not told & {"false", "否"}
    assert {cell.value for cell in column(book["判定"], "缺少")} == {None, "fare = 0"}
    assert "这件事不应发生。" in {cell.value for cell in column(book["判定"], "原因")}
    assert [text for text in told if isinstance(text, str) and text.startswith("另有 1 项未参加排名：不得评论（")]


def test_shares_are_numbers_shown_in_percent(path: Path) -> None:
    rows = [row(0), row(1), row(2), late(3)]
    book = written(result_of(rows), path)
    for name in ("承诺", "各期"):
        share = column(book[name], "兑现率")[0]
        assert (share.value, share.number_format, share.data_type) == (0.75, "0.0%", "n")
    assert column(book["承诺"], "履约项")[0].value == 4
    cover = {line[0].value: line[1].value for line in book["摘要"].iter_rows() if line[1].value is not None}
    assert (cover["兑现率"], cover["履约项"], cover["一小时内响应"]) == (0.75, "4", 0.75)


def test_nothing_anywhere_is_a_formula_or_a_link(synthetic: Result, path: Path) -> None:
    evil = [late(n, subject=[text], owner=text, reason=text, missing=[text]) for n, text in enumerate(HOSTILE)]
    for text in HOSTILE:
        result = result_of(evil, replace(CARD, title=Text(zh=text, en=text), clauses=(text,)))
        origin = replace(result.log.origin, source=text, license=text, name=Text(zh=text, en=text))
        book = written(replace(result, title=Text(zh=text, en=text), log=replace(result.log, origin=origin)), path)
        cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        assert [cell for cell in cells if cell.hyperlink] == []
    assert {cell.value for cell in column(book["判定"], "业务对象")} == {visible(text) for text in HOSTILE}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), min_size=1, max_size=20))
def test_every_text_is_read_back_as_it_was_shown(texts: list[str], path: Path) -> None:
    result = result_of([late(n, subject=[text]) for n, text in enumerate(texts)])
    cells = column(written(result, path)["判定"], "业务对象")
    shown = [visible(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff") for text in texts]
    assert [unescape(cell.value or "") for cell in cells] == shown


def test_where_a_sheet_cannot_hold_all_it_holds_what_matters_and_says_so(synthetic: Result, path: Path) -> None:
    book = written(synthetic, path, most=50)
    assert book["判定"].max_row == 51
    assert {cell.value for cell in column(book["判定"], "判定")} == {"未兑现"}
    told = [cell.value for cell in book["摘要"]["C"] if cell.value and "上限" in cell.value]
    assert told[-1].startswith(f"全部 {synthetic.findings.num_rows:,} 行中，本表只收录前 50 行，这是电子表格的上限")


def test_what_is_personal_is_masked_and_no_person_is_named(path: Path) -> None:
    card = replace(CARD, personal_parts=(0,), personal_member=True, personal_owner=True, owner="driver")
    finding = late(1, subject=["13812341234"], member="王小明", owner="张三丰", broken_at=AS_OF - HOUR)
    book = written(result_of([finding], card), path)
    said = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
    assert [text for text in said if "13812341234" in text or "王小明" in text or "张三丰" in text] == []
    assert column(book["判定"], "责任单位")[0].value == "（人员不列出）"
    assert column(book["判定"], "业务对象")[0].value == "138****1234"


def test_the_verdict_on_the_owner_stands_beside_that_of_the_promise(path: Path) -> None:
    rows = [late(0, owner="A", owner_verdict="excused"), late(1, owner="A", owner_verdict="broken"), row(2), late(3)]
    book = written(result_of(rows, replace(CARD, owner="team")), path)
    told = (column(book["判定"], name) for name in ("判定编号", "判定", "对责任人（单位）的判定"))
    assert {id_.value: (of.value, own.value) for id_, of, own in zip(*told, strict=True)} == {
        rows[0]["id"]: ("未兑现", "免责"),
        rows[1]["id"]: ("未兑现", "未兑现"),
        rows[2]["id"]: ("已兑现", None),
        rows[3]["id"]: ("未兑现", None),
    }
    (promise,) = zip(column(book["承诺"], "未兑现"), column(book["承诺"], "未兑现而责任人免责"), strict=True)
    assert [cell.value for cell in promise] == [3, 1]


def test_the_rows_set_aside_stand_there_with_what_to_do(synthetic: Result, path: Path) -> None:
    sheet = written(synthetic, path)["搁置的数据行"]
    assert [cell.value for cell in sheet[2]][:6] == ["log.csv", "7", "2", "when", "=1+1", "L111"]


def test_what_the_records_lack_stands_there_with_what_it_decides(path: Path) -> None:
    down = {"verdict": "unknown", "reason": "source_incomplete", "because": [("source", "telephony")]}
    sheet = written(result_of([row(n, **down) for n in range(3)]), path)["无法判定的原因"]
    assert [cell.value for cell in sheet[2]] == [
        *("补齐来源“telephony” 2024-12-29 00:00 之后的业务记录", 3, "可判定 3 个履约项，涉及 1 项承诺。"),
    ]


def test_the_file_says_what_it_is_and_is_the_same_every_time(synthetic: Result, path: Path) -> None:
    book = written(synthetic, path)
    about = book.properties
    assert (about.title, about.subject, about.creator) == ("运行维护服务承诺", "承诺兑现报告", "Jiannuo 0.1.0")
    assert about.created == datetime(2025, 1, 1)  # noqa: DTZ001 — the as-of instant on the clock of the zone
    first = path.read_bytes()
    written(synthetic, path)
    assert path.read_bytes() == first


def test_instants_that_a_spreadsheet_has_no_date_for_are_left_out(path: Path) -> None:
    times = {"due": 2**61, "broken_at": -80 * 365 * DAY, "late_at": None}
    sheet = written(result_of([late(1, **times)]), path)["判定"]
    told = [column(sheet, f"{name}（Asia/Shanghai）")[0].value for name in ("截止时间", "未兑现时间")]
    assert told == [None, None]


def test_an_audit_without_findings_makes_a_workbook_without_rows(path: Path) -> None:
    book = written(replace(result_of([]), findings=pa.Table.from_pylist([], schema=SCHEMA)), path)
    assert [book[name].max_row for name in ("判定", "各期", "无法判定的原因")] == [1, 1, 1]
