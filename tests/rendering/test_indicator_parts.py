"""Indicators in the report and in a sheet: the latest figure relied on, how it moved, and numbers that stay numbers."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from jiannuo.core.charters.explaining.labelling import Labels
from jiannuo.core.rendering.first_page.brief import digest
from jiannuo.core.rendering.indicators.figure_manner import Manner
from jiannuo.core.rendering.indicators.indicator_parts import indicator_parts, latest_figure
from jiannuo.core.rendering.report import render_report
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.spreadsheets.exports import Export, export_csv
from jiannuo.core.rendering.spreadsheets.indicator_sheets import indicators_sheet
from jiannuo.core.statistics.comparisons import Comparison
from jiannuo.core.statistics.disclosing import untold_figure
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.values.texts import Text
from tests.rendering.conftest import MINUTE
from tests.rendering.test_indicator_tables import FIGURE, SHARE, instant

MANNER = Manner("Asia/Shanghai", Labels(attributes={"channel": Text(zh="渠道", en="channel")}))
OK = replace(FIGURE, state="ok")
MAY_AND_JUNE = (
    OK,
    replace(OK, from_=instant("2026-06-01"), until=instant("2026-07-01"), value=Decimal("70.00")),
    replace(OK, from_=instant("2026-07-01"), until=instant("2026-08-01"), value=Decimal("10.00"), closed=False),
)


def part(*figures: Figure, by: tuple[str, ...] = ()):
    (found,) = indicator_parts([Table(SHARE, by, figures)], manner=MANNER)
    return found


def rows(*figures: Figure, by: tuple[str, ...] = (), language="zh") -> list[list[object]]:
    sheet = indicators_sheet([Table(SHARE, by, figures)], manner=MANNER, language=language)
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
    more = "12 行；另有 2 行，见 summary.json，或审计时用 --xlsx、--csv 写出的指标表。"
    assert part(*drivers, by=("driver",)).notes[0].zh == f"只列分母最大的 {more}"
    assert part(*[OK] * 14).notes[0].zh == f"只列最近 {more}"


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
    assert row[:5] == ["网上占比", "2026-05", "渠道=web", Decimal("66.70"), "%"]
    assert row[5:11] == [Decimal(2000), None, Decimal(3000), None, Decimal("64.95"), 0.75]
    assert row[11:] == [Decimal("6.70"), None, None, "是", None, "web", "channel"]


def test_what_may_not_be_told_has_no_number_anywhere() -> None:
    (row,) = rows(untold_figure(OK))
    assert [cell for cell in row if isinstance(cell, int | float | Decimal | Fraction)] == []
    assert (row[4], row[15]) == (None, "不对外列出")


def test_of_groups_that_may_not_be_told_a_sheet_says_how_many_not_which() -> None:
    small = [untold_figure(replace(OK, by=(name,))) for name in ("mail", "post")]
    told, note = rows(replace(OK, by=("web",)), *small, by=("channel",))
    assert told[2] == "渠道=web"
    assert note == ["网上占比", *[None] * 14, "另有 2 组项数过少，不对外列出。", "web", "channel"]


def test_in_a_sheet_lengths_of_time_stand_in_hours_or_the_unit_declared_with_that_unit_beside() -> None:
    """A mean of 90 minutes over four cases, once told in minutes and once without a unit of its own."""
    took = {"numerator": Fraction(4 * 90 * MINUTE), "denominator": Fraction(4), "count": 4, "lower": None}
    in_minutes = replace(OK, value=Decimal(90), unit="min", **took)
    bare = replace(OK, value=Decimal(90 * MINUTE), unit="us", **took)
    first, second = rows(in_minutes, bare)
    assert first[3:9] == [Decimal(90), "分钟", Decimal(360), "分钟", Decimal(4), None]
    assert second[3:9] == [Decimal("1.5"), "小时", Decimal(6), "小时", Decimal(4), None]
    assert rows(bare, language="en")[0][4] == "h"


def test_dimensions_are_called_by_their_labels() -> None:
    head = part(replace(OK, by=("web",)), by=("channel",)).head
    assert head[1] == Text(zh="渠道", en="channel")


def test_values_of_dimensions_are_called_by_their_labels_and_truths_are_yes_and_no() -> None:
    """A value of one attribute is not called as that of another: verdict 'true' is "found true", urgent is yes."""
    labels = Labels(
        values={
            "channel=web": Text(zh="网上", en="on the web"),
            "verdict=true": Text(zh="属实", en="found true"),
            "true": Text(zh="属实", en="found true"),
        }
    )
    figure = replace(OK, by=("web", "true", "true", "east", None))
    table = Table(SHARE, ("channel", "complaint.verdict", "urgent", "area", "city"), (figure,))
    manner = Manner("Asia/Shanghai", labels)
    assert manner.groups(figure, table) == [
        Text(zh="网上", en="on the web"),
        Text(zh="属实", en="found true"),
        Text(zh="是", en="yes"),
        Text(zh="east", en="east"),
        None,
    ]
    [row] = indicator_parts([table], manner=manner)[0].rows
    assert [cell.zh for cell in row[1:6]] == ["网上", "属实", "是", "east", "—"]
    [batch] = indicators_sheet([table], manner=manner, language="en").batches()
    assert batch[2] == ["channel=on the web, complaint.verdict=found true, urgent=yes, area=east"]


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


def test_of_groups_the_latest_figure_is_the_worst_of_the_latest_period_by_its_target() -> None:
    may = [replace(OK, by=(name,), value=Decimal(value)) for name, value in (("a", 1), ("b", 2))]
    june = [
        replace(MAY_AND_JUNE[1], by=(name,), value=Decimal(value)) for name, value in (("a", 30), ("b", 40), ("c", 35))
    ]
    table = Table(SHARE, ("channel",), (*may, *june))
    high = latest_figure(table, zone="Asia/Shanghai", sign="at most")
    assert high == (Text(zh="40 %", en="40 %"), Text(zh="2026-06，最差的一组", en="2026-06, the worst group"))
    low = latest_figure(table, zone="Asia/Shanghai", sign="at least")
    assert low is not None and low[0].zh == "30 %"
    assert latest_figure(table, zone="Asia/Shanghai") is None
    alone = replace(table, figures=tuple(june[:1]))
    assert latest_figure(alone, zone="Asia/Shanghai") == (Text(zh="30 %", en="30 %"), Text(zh="2026-06", en="2026-06"))
    hidden = replace(table, figures=(*may, *june[:2], untold_figure(june[2])))
    assert latest_figure(hidden, zone="Asia/Shanghai", sign="at most") is None
