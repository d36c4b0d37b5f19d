"""The figures of indicators as a sheet, one row a figure; numbers stay numbers."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from jiannuo.core.rendering.indicators.figure_manner import YES_OR_NO, Manner, figures_told
from jiannuo.core.rendering.indicators.indicator_tables import REMARKS, WHOLE, untold
from jiannuo.core.rendering.indicators.made_of import UNIT_NAMES, Side, shown_unit
from jiannuo.core.rendering.spreadsheets.sheets import Column, Sheet, sheet_of
from jiannuo.core.rendering.writing.wording import visible
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.statistics.comparisons import Comparison
from jiannuo.core.statistics.figures import MICROSECONDS, UNITS_OF_TIME, Figure, Table
from jiannuo.core.statistics.recurring import period_name
from jiannuo.core.values.texts import Language, Text, listed

NAME = Text(zh="指标", en="Indicators")
_COLUMNS = (
    Column(Text(zh="指标", en="Indicator"), "text", 34),
    Column(Text(zh="周期", en="Period"), "period", 14),
    Column(Text(zh="分组", en="Group"), "id", 24),
    Column(Text(zh="数值", en="Figure"), "number", 14),
    Column(Text(zh="单位", en="Unit"), "text", 8),
    Column(Text(zh="分子", en="Numerator"), "number", 16),
    Column(Text(zh="分子单位", en="Unit of numerator"), "text", 10),
    Column(Text(zh="分母", en="Denominator"), "number", 16),
    Column(Text(zh="分母单位", en="Unit of denominator"), "text", 10),
    Column(Text(zh="95% 下限", en="Lower 95%"), "number", 12),
    Column(WORDS["coverage"], "share", 12),
    Column(Text(zh="环比之差", en="Less the period before"), "number", 14),
    Column(Text(zh="同比之差", en="Less the year before"), "number", 14),
    Column(Text(zh="累计", en="Year to date"), "number", 14),
    Column(Text(zh="周期已结束", en="Period has ended"), "text", 12),
    Column(Text(zh="说明", en="Remark"), "text", 18),
    Column(Text(zh="指标编号", en="Indicator name"), "id", 24),
    Column(Text(zh="分组的属性", en="Attributes of the group"), "id", 20),
)
_REMARK = len(_COLUMNS) - 3


def indicators_sheet(tables: Sequence[Table], *, manner: Manner, language: Language) -> Sheet:
    """Return the figures of all indicators; of groups that may not be told only how many there are, not which."""
    rows = [row for table in tables for row in _rows(table, manner, language)]
    return sheet_of(NAME, _COLUMNS, rows)


def _rows(table: Table, manner: Manner, language: Language) -> Iterator[list[object]]:
    """Yield the rows of a table, and behind them one for all groups that are not told."""
    yield from (_row(figure, table, manner, language) for figure in figures_told(table))
    for note in untold(table):
        row: list[object] = [None] * len(_COLUMNS)
        row[0], row[_REMARK] = _title(table, language), note.within(language)
        yield [*row[:-2], *_names(table)]


def _title(table: Table, language: Language) -> str:
    name = table.indicator.name
    return visible((table.indicator.title or Text(zh=name, en=name)).within(language))


def _names(table: Table) -> tuple[str, str | None]:
    """Return what indicator and dimensions are called in the charter."""
    return visible(table.indicator.name), ", ".join(map(visible, table.by)) or None


def _row(figure: Figure, table: Table, manner: Manner, language: Language) -> list[object]:
    groups = zip(manner.heads(table), manner.groups(figure, table), strict=True)
    told = [f"{visible(name.within(language))}={each.within(language)}" for name, each in groups if each is not None]
    made = manner.makings.of(figure, table)
    unit = shown_unit(figure.unit) if figure.unit in UNITS_OF_TIME else figure.unit
    return [
        _title(table, language),
        period_name(figure.from_, table.indicator.per, zone=manner.zone) or WHOLE.within(language),
        listed(told).within(language) or None,
        _in_unit(figure.value, figure.unit),
        _unit(unit, language),
        *_side(made.numerator, language),
        *_side(made.denominator, language),
        figure.lower,
        figure.coverage.value if figure.state != "suppressed" else None,
        _difference(figure.before, figure.unit),
        _difference(figure.year_before, figure.unit),
        None if figure.to_date is None else _in_unit(figure.to_date.value, figure.to_date.unit),
        YES_OR_NO["true" if figure.closed else "false"].within(language),
        REMARKS[figure.state].within(language) or None,
        *_names(table),
    ]


def _side(side: Side | None, language: Language) -> tuple[Decimal | None, str | None]:
    """Return a numerator or denominator with its unit, unless it has no end in decimals."""
    value = None if side is None else side.decimal
    if side is None or value is None:
        return None, None
    return value, _unit(side.unit, language)


def _unit(unit: str, language: Language) -> str | None:
    return UNIT_NAMES[unit].within(language) if unit in UNIT_NAMES else unit or None


def _in_unit(value: Decimal | None, unit: str) -> Decimal | None:
    """Return a value in the unit in which it is shown: lengths without a unit of their own come in microseconds."""
    if value is None or unit != MICROSECONDS:
        return value
    return Side(Fraction(value) / UNITS_OF_TIME[shown_unit(unit)], shown_unit(unit)).decimal


def _difference(comparison: Comparison | None, unit: str) -> Decimal | None:
    return None if comparison is None else _in_unit(comparison.difference, unit)
