"""The workbook, read by another library: what stands in it, of what type, and what cannot happen."""

import re
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from xlsxwriter import Workbook

from jiannuo.core.charters.charter import Period
from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.tabular.tables import Reject
from jiannuo.core.rendering.first_page.brief import digest
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.spreadsheets.agenda_sheets import NAME as TODAY
from jiannuo.core.rendering.spreadsheets.cover import NAME as COVER
from jiannuo.core.rendering.spreadsheets.exports import Export, export_workbook
from jiannuo.core.rendering.spreadsheets.figure_sheets import LACKS, PERIODS, PROMISES, REJECTS
from jiannuo.core.rendering.spreadsheets.finding_sheets import NAME as FINDINGS
from jiannuo.core.rendering.spreadsheets.indicator_sheets import NAME as INDICATORS
from jiannuo.core.rendering.spreadsheets.workbook import _text
from jiannuo.core.rendering.writing.wording import visible
from jiannuo.core.statistics.figures import Table
from jiannuo.core.values.texts import Language, Text
from tests.rendering.conftest import AS_OF, DAY, FIRST, HOUR, SCHEMA
from tests.rendering.test_brief import CARD, late, result_of, row
from tests.rendering.test_indicator_tables import FIGURE, SHARE, instant

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
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
    assert written(synthetic, path).sheetnames == [
        *("摘要", "承诺", "各期", "当下要办", "判定", "无法判定的原因", "搁置的数据行"),
    ]
    assert written(synthetic, path, "en").sheetnames == [
        *("Summary", "Promises", "Periods", "What to do today", "Findings", "Why unknown", "Rows set aside"),
    ]


def test_headings_stay_in_sight_and_every_column_can_be_filtered(synthetic: Result, path: Path) -> None:
    sheets = written(synthetic, path).worksheets[1:]
    assert {sheet.freeze_panes for sheet in sheets} == {"B2"}
    assert {sheet.print_title_rows for sheet in sheets} == {"$1:$1"}
    findings = sheets[3]
    assert findings.auto_filter.ref == f"A1:R{findings.max_row}"
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
    excused = late(2, promise="never", **{**barred, "verdict": "excused", "reason": "exception", "because": []})
    rows = [late(0, promise="never", **barred), late(1, **other), excused]
    book = written(result_of(rows, CARD, never), path)
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
    assert (cover["兑现率"], cover["履约项"], cover["一小时内响应"], cover["已兑现"]) == (0.75, 4, 0.75, 3)


def test_on_the_cover_counts_are_numbers_and_instants_are_dates(path: Path) -> None:
    down = {"verdict": "unknown", "reason": "source_incomplete", "because": [("source", "telephony")]}
    rows = [late(0, broken_at=AS_OF - HOUR), row(1, **down), row(2, verdict="pending", due=AS_OF + HOUR)]
    book = written(result_of(rows), path)
    cells = {line[0].value: line[1] for line in book["摘要"].iter_rows() if line[1].value is not None}
    told = ("数据截至", "业务记录自", "业务记录至")
    assert {name: cells[name].is_date for name in told} == dict.fromkeys(told, True)
    assert cells["数据截至"].value == datetime(2025, 1, 1)  # noqa: DTZ001 — the clock of the zone
    counts = ("履约项", "未兑现", "即将截止", "新近未兑现", "补齐后可判定", "判定", "当下要办")
    assert {name: (cells[name].value, cells[name].data_type) for name in counts} == {
        "履约项": (3, "n"),
        "未兑现": (1, "n"),
        "即将截止": (1, "n"),
        "新近未兑现": (1, "n"),
        "补齐后可判定": (1, "n"),
        "判定": (3, "n"),
        "当下要办": (2, "n"),
    }


def test_on_the_cover_what_is_finer_than_a_millisecond_stands_beside_it(synthetic: Result, path: Path) -> None:
    log = replace(synthetic.log, first=FIRST + 1_250, last=FIRST + 2_000_000)
    lines = {line[0].value: line for line in written(replace(synthetic, log=log), path)["摘要"].iter_rows()}
    first, last = lines["业务记录自"], lines["业务记录至"]
    assert (first[1].number_format, first[2].value) == ("yyyy-mm-dd hh:mm:ss.000", "2024-01-01 00:00:00.001250+08:00")
    assert (last[1].number_format, last[2].value) == ("yyyy-mm-dd hh:mm:ss", None)


def test_milliseconds_are_shown_and_what_is_finer_stands_in_a_column_of_its_own(path: Path) -> None:
    """One finding to the second, one to the millisecond, and one that was done a microsecond late."""
    start = FIRST
    fine = late(2, start=start, due=start + HOUR, late_at=start + HOUR + 1, broken_at=start + HOUR)
    rows = [late(0), late(1, broken_at=FIRST + 90_123_000), fine]
    sheet = written(result_of(rows), path)["判定"]
    ids = [cell.value for cell in column(sheet, "判定编号")]
    broken, exact = column(sheet, "未兑现时间（Asia/Shanghai）"), column(sheet, "精确到微秒")
    formats = {id_: cell.number_format for id_, cell in zip(ids, broken, strict=True)}
    assert formats == {
        "0000": "yyyy-mm-dd hh:mm:ss",
        "0001": "yyyy-mm-dd hh:mm:ss.000",
        "0002": "yyyy-mm-dd hh:mm:ss",
    }
    assert broken[ids.index("0001")].value == datetime(2024, 1, 1, 0, 1, 30, 123_000)  # noqa: DTZ001
    told = {id_: cell.value for id_, cell in zip(ids, exact, strict=True)}
    assert told == {
        "0000": None,
        "0001": None,
        "0002": "完成时间（Asia/Shanghai） 2024-01-01 01:00:00.000001；超时 0.000001 秒",
    }


def test_what_falls_due_and_what_was_just_broken_stands_there_whole(path: Path) -> None:
    due = [row(n, verdict="pending", due=AS_OF + (60 - n) * HOUR) for n in range(60)]
    broken = [late(100 + n, broken_at=AS_OF - n * HOUR, late_at=None) for n in range(1, 10)]
    sheet = written(result_of([*due, *broken]), path)["当下要办"]
    assert sheet.max_row == 70
    assert [cell.value for cell in column(sheet, "事由")] == ["即将截止"] * 60 + ["新近未兑现"] * 9
    assert [cell.value for cell in column(sheet, "业务对象")][:2] == ["S59", "S58"]
    assert column(sheet, "还剩")[0].value == timedelta(hours=1)
    assert {cell.value for cell in column(sheet, "至今未完成")} == {None, "是"}


SHEETS = (PROMISES, PERIODS, LACKS, REJECTS, FINDINGS, INDICATORS, TODAY, COVER)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_name_of_a_sheet_is_one_that_spreadsheets_take(language: Language) -> None:
    r"""At most 31 signs, none of []:*?/\\, no apostrophe at an end, each once whatever its case, and not `History`."""
    names = [name.within(language) for name in SHEETS]
    assert [name for name in names if not re.fullmatch(r"(?!')[^\[\]:*?/\\]{1,31}(?<!')", name)] == []
    assert len({name.casefold() for name in names} | {"history"}) == len(names) + 1


def test_a_text_is_as_long_as_a_cell_can_be_counted_as_spreadsheets_count() -> None:
    assert _text("中" * 32_767) == "中" * 32_767
    assert _text("中" * 32_768) == "中" * 32_766 + "…"
    smileys = _text("😀" * 20_000)
    assert smileys == "😀" * 16_383 + "…"
    assert len(smileys.encode("utf-16-le")) // 2 <= 32_767


@pytest.mark.parametrize("text", ["_x0041_", "a_x000D_b", "<&>\"'", "  blanks  ", "tab\tand line", "\u2028"])
def test_what_spreadsheets_read_as_an_escape_stays_as_it_is(text: str, path: Path) -> None:
    with Workbook(path, {"constant_memory": True}) as book:
        book.add_worksheet("s").write_string(0, 0, _text(text))
    parts = zipfile.ZipFile(path)
    sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314 — our own file
    (told,) = [node.text for node in sheet.iter(f"{{{MAIN}}}t")]
    assert unescape(told or "") == _text(text)


def test_every_part_of_the_file_is_well_formed(synthetic: Result, path: Path) -> None:
    evil = [late(n, subject=[chr(n)], reason=f"{chr(n)}\ufffe") for n in range(1, 33)]
    written(result_of(evil), path)
    with zipfile.ZipFile(path) as parts:
        roots = [ElementTree.fromstring(parts.read(name)) for name in parts.namelist()]  # noqa: S314 — our own file
    assert sum(root.tag == f"{{{MAIN}}}worksheet" for root in roots) == 7


@pytest.mark.parametrize("text", ["<r><t>bold</t></r>", "<r>&<</r>", "<r></r>", "<r> =1+1"])
def test_a_text_that_looks_like_markup_of_the_library_stays_a_text(text: str, path: Path) -> None:
    book = written(result_of([late(0, subject=[text])]), path)
    assert [cell.value for cell in column(book["判定"], "业务对象")] == [text]
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))  # noqa: S314 — our own file


@pytest.mark.parametrize(
    ("title", "told"), [("2026 年制度", "2026 年制度"), ("研发&服务", "研发&服务"), ("长" * 300, "长" * 99 + "…")]
)
def test_the_title_stands_whole_at_the_foot_of_printed_pages(title: str, told: str, path: Path) -> None:
    """Behind `&8`, the size of the letters, further digits would be read as part of it; a footer has 255 signs at most."""
    page = written(replace(result_of([late(0)]), title=Text(zh=title, en=title)), path)["摘要"]
    assert (page.oddFooter.left.size, page.oddFooter.left.text.strip().replace("&&", "&")) == (8, told)
    with zipfile.ZipFile(path) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314 — our own file
    (footer,) = [node.text or "" for node in sheet.iter(f"{{{MAIN}}}oddFooter")]
    assert len(footer) <= 255


def test_a_figure_that_no_cell_can_hold_is_a_text(path: Path) -> None:
    figure = replace(FIGURE, value=Decimal("1e400"), unit="", numerator=Fraction(10**400), denominator=None)
    sheet = written(replace(result_of([late(0)]), indicators=(Table(SHARE, (), (figure,)),)), path)["指标"]
    assert (column(sheet, "数值")[0].value, column(sheet, "分子")[0].value) == ("1" + "0" * 400,) * 2


def test_no_id_is_marked_as_a_number_stored_as_text(path: Path) -> None:
    written(result_of([late(0)]), path)
    with zipfile.ZipFile(path) as parts:
        sheets = [ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{n}.xml")) for n in (2, 5, 6)]  # noqa: S314
    ranges = [[node.attrib["sqref"] for node in sheet.iter(f"{{{MAIN}}}ignoredError")] for sheet in sheets]
    assert ranges == [["P2:P2 Q2:Q2"], ["C2:C2 D2:D2 M2:M2 O2:O2 P2:P2"], []]  # of a sheet without rows none


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


def test_the_period_of_an_indicator_is_a_date_where_it_is_a_day_and_else_a_text(path: Path) -> None:
    def table(per: Period, from_: int | None) -> Table:
        return Table(replace(SHARE, per=per), (), (replace(FIGURE, from_=from_),))

    at = instant("2026-02-28")
    tables = (table("day", at), table("week", at), table("month", at), table("year", at), table("total", None))
    sheet = written(replace(result_of([row(1)]), indicators=tables), path)["指标"]
    assert [cell.value for cell in column(sheet, "周期")] == [
        *(datetime(2026, 2, 28), "2026-W09", "2026-02", "2026", "全部"),  # noqa: DTZ001 — a day of the calendar
    ]
    assert column(sheet, "周期")[0].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize(
    ("figure", "shown", "format_"),
    [
        ("4", 4, "#,##0"),
        ("10.00", 10, "#,##0.00"),
        ("0.000123456789", 0.000123456789, f"#,##0.{'0' * 12}"),
        ("-0.5", -0.5, "#,##0.0"),
        ("123456789012345.5", "123456789012345.5", "#,##0.0"),
        ("1234567890123456789.00", "1234567890123456789.00", "#,##0.00"),
    ],
)
def test_a_figure_has_the_decimals_it_is_told_with_and_is_a_text_where_digits_would_be_lost(
    figure: str, shown: object, format_: str, path: Path
) -> None:
    table = Table(SHARE, (), (replace(FIGURE, value=Decimal(figure)),))
    sheet = written(replace(result_of([row(1)]), indicators=(table,)), path)["指标"]
    (cell,) = column(sheet, "数值")
    assert (cell.value, cell.number_format) == (shown, format_)


def test_the_rows_set_aside_stand_there_with_what_to_do(synthetic: Result, path: Path) -> None:
    sheet = written(synthetic, path)["搁置的数据行"]
    assert [cell.value for cell in sheet[2]][:6] == ["log.csv", "7", "2", "when", "=1+1", "L111"]


def test_a_row_that_could_not_be_read_is_told_without_what_stands_in_it(synthetic: Result, path: Path) -> None:
    """Nobody knows what of it is personal; who keeps an own copy sees it."""
    reject = Reject("log.csv", 8, kinds.TIME_MISSING.at(column=""), value="李四,13812345678")
    for own_copy, told in ((False, "（整行未能读取，可能含个人信息，见 rejects.csv）"), (True, "李四,13812345678")):
        result = replace(synthetic, own_copy=own_copy)
        export_workbook(Export(digest(result), (reject,), "zh"), path)
        sheet = openpyxl.load_workbook(path)["搁置的数据行"]
        assert [cell.value for cell in column(sheet, "值")] == [told]


def test_what_the_records_lack_stands_there_with_what_it_decides(path: Path) -> None:
    down = {"verdict": "unknown", "reason": "source_incomplete", "because": [("source", "telephony")]}
    sheet = written(result_of([row(n, **down) for n in range(3)]), path)["无法判定的原因"]
    assert [cell.value for cell in sheet[2]] == [
        *("补齐来源“telephony” 2024-12-29 00:00 之后的业务记录", 3, "可判定 3 个履约项，涉及 1 项承诺。", "模拟数据"),
    ]


def test_every_sheet_says_that_the_events_were_made_up_beside_each_row_and_on_paper(
    synthetic: Result, path: Path
) -> None:
    cover, *sheets = written(synthetic, path)
    assert cover["A2"].value.startswith("模拟数据：")
    for sheet in sheets:
        assert {cell.value for cell in column(sheet, "数据性质")} == {"模拟数据"}, sheet.title
    assert {sheet.oddHeader.right.text for sheet in (cover, *sheets)} == {"模拟数据"}


def test_nothing_says_so_of_events_that_happened(synthetic: Result, path: Path) -> None:
    real = replace(synthetic, log=replace(synthetic.log, origin=replace(synthetic.log.origin, simulated=False)))
    book = written(real, path)
    said = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    assert not [text for text in said if isinstance(text, str) and text.startswith(("模拟数据", "数据性质"))]
    assert {sheet.oddHeader.right.text for sheet in book} == {None}


def test_the_file_says_what_it_is_and_is_the_same_every_time(synthetic: Result, path: Path) -> None:
    book = written(synthetic, path)
    about = book.properties
    assert (about.title, about.subject, about.creator) == ("运行维护服务承诺", "承诺兑现报告", "Jiannuo 0.1.0")
    assert about.created == datetime(2025, 1, 1)  # noqa: DTZ001 — the as-of instant on the clock of the zone
    first = path.read_bytes()
    written(synthetic, path)
    assert path.read_bytes() == first


def test_instants_that_a_spreadsheet_has_no_date_for_are_texts(path: Path) -> None:
    times = {"due": 2**61, "broken_at": -80 * 365 * DAY, "late_at": None}
    sheet = written(result_of([late(1, **times)]), path)["判定"]
    told = [column(sheet, f"{name}（Asia/Shanghai）")[0].value for name in ("截止时间", "未兑现时间")]
    assert told == [None, "1890-01-20 08:05:43"]  # local mean time, 5 min 43 s before that of today


def test_an_audit_without_findings_makes_a_workbook_without_rows(path: Path) -> None:
    book = written(replace(result_of([]), findings=pa.Table.from_pylist([], schema=SCHEMA)), path)
    assert [book[name].max_row for name in ("判定", "各期", "无法判定的原因")] == [1, 1, 1]
