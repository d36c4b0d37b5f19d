"""Indicators in the report and in a sheet: the latest figure relied on, how it moved, and numbers that stay numbers."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from jiannuo.core.rendering.brief import digest
from jiannuo.core.rendering.exports import Export, export_csv
from jiannuo.core.rendering.indicator_parts import indicator_parts
from jiannuo.core.rendering.indicator_sheets import indicators_sheet
from jiannuo.core.rendering.report import render_report
from jiannuo.core.rendering.results import Result
from jiannuo.core.statistics.comparisons import Comparison
from jiannuo.core.statistics.disclosing import untold_figure
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.values.texts import Text
from tests.rendering.test_indicator_tables import FIGURE, SHARE, instant

ZONE = "Asia/Shanghai"
OK = replace(FIGURE, state="ok")
MAY_AND_JUNE = (
    OK,
    replace(OK, from_=instant("2026-06-01"), until=instant("2026-07-01"), value=Decimal("70.00")),
    replace(OK, from_=instant("2026-07-01"), until=instant("2026-08-01"), value=Decimal("10.00"), closed=False),
)


def part(*figures: Figure, by: tuple[str, ...] = ()):
    (found,) = indicator_parts([Table(SHARE, by, figures)], zone=ZONE)
    return found


def rows(*figures: Figure, by: tuple[str, ...] = (), language="zh") -> list[list[object]]:
    sheet = indicators_sheet([Table(SHARE, by, figures)], zone=ZONE, language=language)
    return [list(row) for batch in sheet.batches() for row in zip(*batch, strict=True)]


def test_the_latest_figure_is_that_of_the_last_period_that_has_ended() -> None:
    shown = part(*MAY_AND_JUNE)
    assert shown.value == Text(zh="70.00 %", en="70.00 %")
    assert shown.period == Text(zh="2026-06", en="2026-06")
    assert [row[0].zh for row in shown.rows] == ["2026-05", "2026-06", "2026-07"]
    assert [cell.en for cell in shown.head][:2] == ["Period", "Figure"]


def test_a_figure_that_should_not_be_relied_on_is_no_latest_figure() -> None:
    assert part(FIGURE).value is None
    assert part(OK, replace(MAY_AND_JUNE[1], state="too_few")).value == Text(zh="66.70 %", en="66.70 %")


def test_of_groups_it_is_not_said_that_the_rows_listed_are_the_latest() -> None:
    drivers = [replace(OK, by=(f"driver-{number:02}",)) for number in range(14)]
    assert part(*drivers, by=("driver",)).notes[0].zh == "只列 12 行，另有 2 行在 summary.json 中。"
    assert part(*[OK] * 14).notes[0].zh == "只列最近 12 行，另有 2 行在 summary.json 中。"


def test_how_it_moved_is_told_beside_it() -> None:
    earlier = Comparison(None, None, Decimal("60.00"), Decimal("6.70"), Decimal("11.17"), "ok")
    moved = part(replace(OK, before=earlier)).moved
    assert [text.zh for text in moved] == ["环比 +6.70 百分点", "数据覆盖率 75.0%"]


def test_the_line_goes_from_the_lowest_figure_to_the_highest_and_leaves_out_what_is_open() -> None:
    shown = part(*MAY_AND_JUNE)
    assert shown.spark == "M16.67 100L50 0"
    assert shown.last == (50.0, 0.0)


def test_an_indicator_by_groups_has_a_table_only() -> None:
    shown = part(replace(OK, by=("web",)), by=("channel",))
    assert (shown.value, shown.spark, shown.numbers) == (None, "", 2)


def test_in_a_sheet_figures_are_numbers_with_what_they_are_made_of() -> None:
    earlier = Comparison(None, None, Decimal("60.00"), Decimal("6.70"), Decimal("11.17"), "ok")
    (row,) = rows(replace(OK, by=("web",), before=earlier), by=("channel",))
    assert row[:9] == [
        *("网上占比", "2026-05", "channel=web", Decimal("66.70"), "%", Decimal(2000), Decimal(3000), Decimal("64.95")),
        0.75,
    ]
    assert row[9:] == [Decimal("6.70"), None, None, "是", None, "web"]


def test_what_may_not_be_told_has_no_number_anywhere() -> None:
    (row,) = rows(untold_figure(replace(OK, by=("web",))), by=("channel",))
    assert [cell for cell in row if isinstance(cell, int | float | Decimal | Fraction)] == []
    assert row[13] == "不对外列出"


def test_report_and_csv_carry_the_indicators(synthetic: Result, tmp_path: Path) -> None:
    result = replace(synthetic, indicators=(Table(SHARE, (), MAY_AND_JUNE),))
    page = render_report(result)
    assert '<section id="figures">' in page
    assert "70.00 %" in page
    assert '<section id="figures">' not in render_report(synthetic)
    export_csv(Export(digest(result), (), "zh"), tmp_path, encoding="utf-8")
    assert (
        (tmp_path / "indicators.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("网上占比,'2026-05,")
    )
