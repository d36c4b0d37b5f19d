"""The figures of indicators as a sheet, one row a figure; numbers stay numbers."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from jiannuo.core.rendering.indicator_tables import REMARKS
from jiannuo.core.rendering.sheets import Column, Sheet, sheet_of
from jiannuo.core.rendering.wording import visible
from jiannuo.core.rendering.words import WORDS
from jiannuo.core.statistics.comparisons import Comparison
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.statistics.recurring import period_name
from jiannuo.core.values.texts import Language, Text

NAME = Text(zh="指标", en="Indicators")
_EXACT = 10**15
"""Beyond, a spreadsheet has no exact whole numbers."""
_COLUMNS = (
    Column(Text(zh="指标", en="Indicator"), "text", 34),
    Column(Text(zh="周期", en="Period"), "id", 14),
    Column(Text(zh="分组", en="Group"), "id", 24),
    Column(Text(zh="数值", en="Figure"), "number", 14),
    Column(Text(zh="单位", en="Unit"), "text", 8),
    Column(Text(zh="分子", en="Numerator"), "number", 16),
    Column(Text(zh="分母", en="Denominator"), "number", 16),
    Column(Text(zh="95% 下限", en="Lower 95%"), "number", 12),
    Column(WORDS["coverage"], "share", 12),
    Column(Text(zh="环比之差", en="Less the period before"), "number", 14),
    Column(Text(zh="同比之差", en="Less the year before"), "number", 14),
    Column(Text(zh="累计", en="Year to date"), "number", 14),
    Column(Text(zh="周期已结束", en="Period has ended"), "text", 12),
    Column(Text(zh="说明", en="Remark"), "text", 18),
    Column(Text(zh="指标编号", en="Indicator name"), "id", 24),
)
_YES, _NO = Text(zh="是", en="yes"), Text(zh="否", en="no")


def indicators_sheet(tables: Sequence[Table], *, zone: str, language: Language) -> Sheet:
    """Return the figures of all indicators; what may not be told has no number, and its remark says so."""
    rows = [_row(figure, table, zone, language) for table in tables for figure in table.figures]
    return sheet_of(NAME, _COLUMNS, rows)


def _row(figure: Figure, table: Table, zone: str, language: Language) -> list[object]:
    indicator = table.indicator
    title = indicator.title or Text(zh=indicator.name, en=indicator.name)
    groups = [f"{name}={visible(each)}" for name, each in zip(table.by, figure.by, strict=True) if each is not None]
    is_told = figure.state != "suppressed"
    return [
        visible(title.within(language)),
        period_name(figure.from_, indicator.per, zone=zone),
        ", ".join(groups) or None,
        figure.value,
        figure.unit or None,
        _number(figure.numerator) if is_told else None,
        _number(figure.denominator) if is_told else None,
        figure.lower,
        figure.coverage.value if is_told else None,
        _difference(figure.before),
        _difference(figure.year_before),
        None if figure.to_date is None else figure.to_date.value,
        (_YES if figure.closed else _NO).within(language),
        REMARKS[figure.state].within(language) or None,
        visible(indicator.name),
    ]


def _number(value: Fraction | None) -> Decimal | None:
    """Return a numerator or denominator as a decimal, unless a spreadsheet would not hold it exactly."""
    if value is None or value.denominator != 1 or abs(value) > _EXACT:
        return None
    return Decimal(value.numerator)


def _difference(comparison: Comparison | None) -> Decimal | None:
    return None if comparison is None else comparison.difference
