"""Figures of indicators on the terminal: both languages, the latest periods, marks for what should not be relied on."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from jiannuo.core.charters.charter import Charter, EventType, Indicator
from jiannuo.core.rendering.indicators.indicator_tables import write_indicators
from jiannuo.core.statistics.comparisons import Comparison, Statement
from jiannuo.core.statistics.disclosing import untold_figure
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.statistics.fulfilment import Ratio
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.texts import Text

CHARTER = Charter("desk", Text(zh="服务台", en="Desk"), "Asia/Shanghai", "1", 0)
SHARE = Indicator("web", "share", "month", Text(zh="网上占比", en="On the web"), has_bound=True)


def instant(text: str) -> int:
    return read_instant(text, zone="Asia/Shanghai")


FIGURE = Figure(
    from_=instant("2026-05-01"),
    until=instant("2026-06-01"),
    by=(),
    value=Decimal("66.70"),
    unit="%",
    numerator=Fraction(2000),
    denominator=Fraction(3000),
    lower=Decimal("64.95"),
    count=3000,
    coverage=Ratio(3000, 4000),
    closed=True,
    state="not_covered",
)


def lines(*figures: Figure, indicator: Indicator = SHARE, by: tuple[str, ...] = (), language="en") -> list[list[str]]:
    """Return the cells of the table that is written."""
    written = write_indicators([Table(indicator, by, figures)], CHARTER, language=language)
    return [line.split("  ") for line in written.splitlines()]


def cells(line: list[str]) -> list[str]:
    return [cell.strip() for cell in line if cell.strip()]


def test_a_figure_stands_with_what_it_is_made_of_its_bound_and_why_not_to_rely_on_it() -> None:
    title, head, row = lines(FIGURE)
    assert title == ["Indicator: On the web"]
    assert cells(head) == ["Period", "Figure", "Made of", "Lower 95%", "Coverage", "Remark"]
    assert cells(row) == ["2026-05", "66.70 %", "2,000 / 3,000", "64.95", "75.0%", "coverage too low"]


def test_the_same_is_told_in_chinese() -> None:
    title, head, row = lines(replace(FIGURE, closed=False), language="zh")
    assert title == ["指标：网上占比"]
    assert cells(head) == ["周期", "数值", "分子 / 分母", "95% 下限", "数据覆盖率", "说明"]
    assert cells(row)[-1] == "数据覆盖率不足，周期未结束"


def test_no_data_is_a_dash_and_a_length_of_time_is_told_in_words() -> None:
    mean = Indicator("took", "mean", "total")
    nothing = replace(FIGURE, from_=None, value=None, lower=None, state="no_data", coverage=Ratio(0, 0), numerator=None)
    length = replace(FIGURE, from_=None, value=Decimal(-5_400_000_000), unit="us", lower=None, state="ok")
    _, _, first, second = lines(nothing, length, indicator=mean)
    assert cells(first)[:2] == ["whole time", "—"]
    assert cells(first)[-1] == "no data"
    assert cells(second)[1:3] == ["-1 hour 30 minutes", "3,000"]


def test_only_the_latest_dozen_figures_stand_on_the_terminal() -> None:
    found = lines(*[replace(FIGURE, value=Decimal(number)) for number in range(20)])
    assert [cells(row)[1] for row in found[2:-1]] == [f"{number} %" for number in range(8, 20)]
    assert found[-1] == [
        "The latest 12 rows; 8 more are in summary.json, and in the indicators that --xlsx and --csv write."
    ]


def test_where_the_other_figures_are_is_what_the_command_wrote() -> None:
    figures = tuple(replace(FIGURE, value=Decimal(number)) for number in range(20))
    where = Text(zh="counts.json", en="counts.json")
    told = [
        write_indicators([Table(SHARE, (), figures)], CHARTER, language=language, where=where).splitlines()[-1]
        for language in ("en", "zh")
    ]
    assert told == ["The latest 12 rows; 8 more are in counts.json.", "只列最近 12 行；另有 8 行，见 counts.json。"]


def test_of_many_tables_each_has_but_a_few_rows_and_says_how_many_more_there_are() -> None:
    figures = tuple(replace(FIGURE, numerator=Fraction(number)) for number in range(2000, 2005))
    written = write_indicators([Table(SHARE, (), figures)] * 7, CHARTER, language="en")
    tables = [table.splitlines() for table in written.split("\n\n")]
    assert [[cells(line.split("  "))[2] for line in table[2:5]] for table in tables] == [
        ["2,002 / 3,000", "2,003 / 3,000", "2,004 / 3,000"]
    ] * 7
    assert {table[5].partition(" are in")[0] for table in tables} == {"The latest 3 rows; 2 more"}


def test_groups_that_are_not_told_have_no_row_but_are_counted_and_it_is_said_how_to_have_them() -> None:
    fast, slow, web = (replace(FIGURE, by=(name,)) for name in ("fast", "slow", "web"))
    _, head, row, count, _, note = lines(untold_figure(fast), web, untold_figure(slow), by=("lane",))
    assert cells(head)[:3] == ["Period", "lane", "Figure"]
    assert cells(row)[1] == "web"
    assert count == ["Groups too small to be told: 2."]
    assert note == [
        "Groups of fewer than 5 are not told, nor what they could be reckoned from; for your own keeping, use --own-copy."
    ]


def test_a_table_of_which_nothing_may_be_told_is_but_its_title_and_a_count() -> None:
    found = lines(untold_figure(replace(FIGURE, by=("fast",))), by=("lane",), language="zh")
    assert found[1] == ["另有 1 组项数过少，不对外列出。"]


def test_a_figure_of_all_that_is_not_told_keeps_its_place() -> None:
    row = lines(untold_figure(FIGURE))[2]
    assert cells(row)[-1] == "not told"


def test_what_the_source_states_stands_beside_the_figure_with_the_difference() -> None:
    statements = (
        Statement(Decimal("65.9"), "%", 0, Decimal("0.80"), False, True),
        Statement(Decimal(4000), "CNY", 0, None, None, True),
    )
    _, head, row, other = lines(replace(FIGURE, stated=statements), FIGURE)
    assert cells(head)[4] == "Stated by source"
    assert cells(row)[4] == "65.9 % (+0.80); 4,000 CNY"
    assert cells(other)[4] == "—"


def test_a_charter_without_indicators_has_nothing_to_tell() -> None:
    assert write_indicators([], CHARTER, language="en") == ""


def compared(value: str, difference: str, relative: str | None) -> Comparison:
    return Comparison(0, 1, Decimal(value), Decimal(difference), None if relative is None else Decimal(relative), "ok")


def test_a_share_changes_by_points_and_stands_beside_the_year_so_far() -> None:
    figure = replace(
        FIGURE, before=compared("65.50", "1.20", "1.8"), year_before=compared("70.00", "-3.30", "-4.7"), to_date=FIGURE
    )
    _, head, row = lines(figure)
    assert cells(head)[4:7] == ["On period before", "On year before", "Year to date"]
    assert cells(row)[4:7] == ["+1.20 points", "-3.30 points", "66.70 %"]
    _, head, row = lines(figure, language="zh")
    assert cells(head)[4:7] == ["环比", "同比", "累计"]
    assert cells(row)[4:7] == ["+1.20 百分点", "-3.30 百分点", "66.70 %"]


def test_anything_else_changes_by_percent_and_what_has_nothing_to_be_compared_with_shows_a_dash() -> None:
    counted = Indicator("tickets", "count", "month")
    count = replace(FIGURE, unit="", lower=None)
    grown, new = replace(count, before=compared("4", "1", "25.0")), replace(count, before=compared("0", "5", None))
    _, head, *rows = lines(grown, new, count, indicator=counted)
    assert cells(head)[3:5] == ["On period before", "Coverage"]
    assert [cells(row)[3] for row in rows] == ["+25.0%", "—", "—"]


def test_so_much_of_the_period_is_on_record_and_of_how_much_if_that_is_not_all() -> None:
    day = 86_400_000_000
    part = replace(FIGURE, on_record=Ratio(20 * day, 31 * day))
    whole = replace(
        FIGURE, from_=instant("2026-06-01"), until=instant("2026-07-01"), on_record=Ratio(30 * day, 30 * day)
    )
    _, head, first, second = lines(part, whole)
    assert cells(head)[-3:] == ["On record", "Coverage", "Remark"]
    assert cells(first)[-3:] == ["64.5% (480 hours / 744 hours)", "75.0%", "coverage too low"]
    assert cells(second)[-3:] == ["100.0%", "75.0%", "coverage too low"]
    _, head, first = lines(part, language="zh")
    assert (cells(head)[-3], cells(first)[-3]) == ("时段覆盖率", "64.5% (480 小时 / 744 小时)")


def test_dimensions_are_headed_by_the_labels_that_a_charter_gives_them() -> None:
    opened = EventType("opened", None, labels={"lane": Text(zh="通道", en="Lane of the desk")})
    charter = replace(CHARTER, events={"opened": opened})
    table = Table(SHARE, ("lane",), (replace(FIGURE, by=("web",)),))
    assert "Lane of the desk" in write_indicators([table], charter, language="en")
    assert "通道" in write_indicators([table], charter, language="zh")
