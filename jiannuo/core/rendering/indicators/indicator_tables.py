"""The figures of indicators for a terminal: a short table for each, the latest periods last, or the worst groups first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jiannuo.core.charters.charter import Charter
from jiannuo.core.rendering.indicators.figure_manner import Manner, figures_told, manner_by
from jiannuo.core.rendering.indicators.made_of import UNIT_NAMES, MadeOf, Side
from jiannuo.core.rendering.indicators.worst_groups import is_ranked
from jiannuo.core.rendering.terminal import align
from jiannuo.core.rendering.writing.wording import (
    HOUR,
    MINUTE,
    NOTHING,
    visible,
    write_count,
    write_exact_length,
    write_percent,
)
from jiannuo.core.statistics.comparisons import Comparison, Statement
from jiannuo.core.statistics.figures import MICROSECONDS, UNITS_OF_TIME, Figure, Table
from jiannuo.core.statistics.fulfilment import Ratio
from jiannuo.core.statistics.recurring import period_name
from jiannuo.core.statistics.rounding import rounded
from jiannuo.core.values.texts import Language, Text

_MANY, _A_FEW = 6, 3
"""Where there are more tables than so many, a terminal shows so few rows of each, so that all of them can be looked over."""
_HEADS = {
    "period": Text(zh="周期", en="Period"),
    "value": Text(zh="数值", en="Figure"),
    "made_of": Text(zh="分子 / 分母", en="Made of"),
    "lower": Text(zh="95% 下限", en="Lower 95%"),
    "before": Text(zh="环比", en="On period before"),
    "year_before": Text(zh="同比", en="On year before"),
    "to_date": Text(zh="累计", en="Year to date"),
    "stated": Text(zh="来源公布", en="Stated by source"),
    "on_record": Text(zh="时段覆盖率", en="On record"),
    "coverage": Text(zh="数据覆盖率", en="Coverage"),
    "remark": Text(zh="说明", en="Remark"),
}
WHOLE = Text(zh="全部", en="whole time")
_TITLE = Text(zh="指标：{title}", en="Indicator: {title}")
_MORE = Text(
    zh="{rule} {shown} 行；另有 {count} 行，见 {where}。",
    en="{rule} {shown} rows; {count} more are in {where}.",
)
IN_SUMMARY = Text(
    zh="summary.json，或审计时用 --xlsx、--csv 写出的指标表",
    en="summary.json, and in the indicators that --xlsx and --csv write",
)
"""Where the figures that have no row stand after an audit that wrote its result."""
_LATEST = Text(zh="只列最近", en="The latest")
_BY_TARGET = Text(zh="只列按目标看最差的", en="By the target, the worst")
_BY_WEIGHT = Text(zh="只列分母最大的", en="By their denominators, the largest")
_BY_SIZE = Text(zh="只列数值最大的", en="The largest")
_BY_COUNT = Text(zh="只列项数最多的", en="By what they rest on, the largest")
_WITHOUT_DENOMINATOR = {"count": _BY_SIZE, "sum": _BY_SIZE, "time": _BY_SIZE, "formula": _BY_COUNT}
"""How groups without a target are chosen where figures have no denominator."""
_SIDE = Text(zh="{value} {unit}", en="{value} {unit}")
OWN_COPY = Text(
    zh="这份结果供自己留存：指标列出了项数很少的组，没有遮盖个人信息，请勿外传。",
    en="This result is for your own keeping: its figures tell of small groups and mask no person. Do not pass it on.",
)
_NOT_LISTED = Text(zh="另有 {count} 组项数过少，不对外列出。", en="Groups too small to be told: {count}.")
_UNTOLD = Text(
    zh="不足 {least} 项的组，以及能由其他数值推算出它们的数值，未列出；需要时请用 --own-copy 另行生成自己留存的结果。",
    en="Groups of fewer than {least} are not told, nor what they could be reckoned from; for your own keeping, use --own-copy.",
)
REMARKS = {
    "ok": Text(zh="", en=""),
    "no_data": Text(zh="无数据", en="no data"),
    "mixed_units": Text(zh="币种或单位不一", en="several units"),
    "too_few": Text(zh="项数不足", en="too few"),
    "not_covered": Text(zh="数据覆盖率不足", en="coverage too low"),
    "suppressed": Text(zh="不对外列出", en="not told"),
}
_POINTS = {"%": Text(zh="{n} 百分点", en="{n} points"), "‰": Text(zh="{n} 千分点", en="{n} points")}
_OPEN = Text(zh="周期未结束", en="period still open")
_AND = Text(zh="，", en=", ")


def write_indicators(tables: Sequence[Table], charter: Charter, *, language: Language, where: Text = IN_SUMMARY) -> str:
    """Return the figures of the indicators as lines of plain text, nothing for none; of many each has but a few rows.

    `where` names the file that holds the figures which have no row.
    """
    manner = manner_by(charter, tables)
    if len(tables) > _MANY:
        manner = replace(manner, most=_A_FEW)
    parts = [[text.within(language) for text in _told(table, manner, language, where)] for table in tables]
    if any(figure.state == "suppressed" for table in tables for figure in table.figures):
        parts.append([_UNTOLD.filled(least=charter.least_group).within(language)])
    return "\n\n".join("\n".join(lines) for lines in parts)


def _told(table: Table, manner: Manner, language: Language, where: Text) -> Iterator[Text]:
    title = table.indicator.title or Text(zh=table.indicator.name, en=table.indicator.name)
    yield _TITLE.filled(title=Text(zh=visible(title.zh), en=visible(title.en)))
    rows = figure_rows(table, manner=manner, language=language)
    for line in align(rows) if len(rows) > 1 else ():
        yield Text(zh=line, en=line)
    yield from more_rows(table, manner, where=where)
    yield from untold(table)


def more_rows(table: Table, manner: Manner, *, where: Text = IN_SUMMARY) -> Iterator[Text]:
    """Say how many figures have no row for want of room, where they are, and by which rule the others were chosen."""
    rest = len(figures_told(table)) - manner.most
    if rest <= 0:
        return
    by_weight = _WITHOUT_DENOMINATOR.get(table.indicator.kind, _BY_WEIGHT)
    groups = _BY_TARGET if is_ranked(manner.signs.get(table.indicator.name)) else by_weight
    rule = groups if table.by else _LATEST
    yield _MORE.filled(rule=rule, shown=manner.most, count=write_count(rest), where=where)


def untold(table: Table) -> Iterator[Text]:
    """Say how many groups have no row because they may not be told, if there are any."""
    count = len(table.figures) - len(figures_told(table))
    if count:
        yield _NOT_LISTED.filled(count=write_count(count))


def figure_rows(table: Table, *, manner: Manner, language: Language) -> list[list[str]]:
    """Return the head of a table and those of its rows that are shown; what is nowhere compared has no column."""
    figures = manner.shown(table)
    against = {
        "before": [write_change(figure.before, figure.unit, language=language) for figure in figures],
        "year_before": [write_change(figure.year_before, figure.unit, language=language) for figure in figures],
        "to_date": [
            "" if figure.to_date is None else write_value(figure.to_date, language=language) for figure in figures
        ],
    }
    against["stated"] = [_stated(figure.stated) for figure in figures]
    against["on_record"] = [_on_record(figure.on_record, language) for figure in figures]
    told = {name: column for name, column in against.items() if any(column)}
    names = ["value", "made_of", *(["lower"] if table.indicator.has_bound else []), *told, "coverage", "remark"]
    by = [head.within(language) for head in manner.heads(table)]
    head = [_HEADS["period"].within(language), *by, *(_HEADS[name].within(language) for name in names)]
    nothing = NOTHING.within(language)
    changes = [[column[place] or nothing for column in told.values()] for place in range(len(figures))]
    return [head, *(_row(*each, table, manner, language) for each in zip(figures, changes, strict=True))]


def _row(figure: Figure, changes: list[str], table: Table, manner: Manner, language: Language) -> list[str]:
    nothing = NOTHING.within(language)
    name = period_name(figure.from_, table.indicator.per, zone=manner.zone)
    lower = [nothing if figure.lower is None else f"{figure.lower:,f}"] if table.indicator.has_bound else []
    remarks = [REMARKS[figure.state], *([] if figure.closed else [_OPEN])]
    return [
        WHOLE.within(language) if name is None else name,
        *(nothing if each is None else each.within(language) for each in manner.groups(figure, table)),
        write_value(figure, language=language),
        _made_of(figure, manner.makings.of(figure, table)).within(language),
        *lower,
        *changes,
        nothing if figure.state == "suppressed" else write_percent(figure.coverage).within(language),
        _AND.within(language).join(filter(None, (remark.within(language) for remark in remarks))),
    ]


def _stated(statements: Sequence[Statement]) -> str:
    """Return what the source states, and in brackets by how much our figure differs from it."""
    return "; ".join(
        f"{each.value:,f} {each.unit}".rstrip() + ("" if each.difference is None else f" ({each.difference:+,f})")
        for each in statements
    )


def _on_record(ratio: Ratio | None, language: Language) -> str:
    """Return how much of a period is on record: in percent, and if that is not all, both lengths in whole minutes."""
    if ratio is None:
        return ""
    percent = write_percent(ratio).within(language)
    if ratio.numerator == ratio.denominator:
        return percent
    whole = [each // MINUTE * MINUTE if each >= HOUR else each for each in (ratio.numerator, ratio.denominator)]
    lengths = (write_exact_length(length).within(language) for length in whole)
    return f"{percent} ({' / '.join(lengths)})"


def write_change(comparison: Comparison | None, unit: str, *, language: Language) -> str:
    """Return by how much a figure has changed: of shares in points, of anything else in percent; nothing for none."""
    if comparison is None or comparison.difference is None:
        return ""
    if unit in _POINTS:
        return _POINTS[unit].filled(n=f"{comparison.difference:+,f}").within(language)
    return "" if comparison.relative is None else f"{comparison.relative:+,f}%"


def write_value(figure: Figure, *, language: Language) -> str:
    """Return a figure with its unit, a dash for none."""
    if figure.value is None:
        return NOTHING.within(language)
    if figure.unit == MICROSECONDS:
        sign = "-" if figure.value < 0 else ""
        return sign + write_exact_length(abs(int(figure.value))).within(language)
    return f"{figure.value:,f} {figure.unit}".rstrip()


def _made_of(figure: Figure, made: MadeOf) -> Text:
    """Return numerator and denominator, or how many values there are; a length of time has no denominator of its own."""
    if figure.state == "suppressed":
        return NOTHING
    if figure.unit in UNITS_OF_TIME:
        return Text(zh=write_count(figure.count), en=write_count(figure.count))
    sides = [side for side in (made.numerator, made.denominator) if side is not None]
    if any(side.decimal is None for side in sides) or not sides:
        return NOTHING
    of_time = {side.unit for side in sides if side.unit}
    shown = " / ".join(_side(side) for side in sides)
    if len(of_time) == 1:
        return _SIDE.filled(value=shown, unit=UNIT_NAMES[of_time.pop()])
    return Text(zh=shown, en=shown)


def _side(side: Side) -> str:
    """Return a side as it is shown beside others: of a length of time two decimals."""
    return f"{rounded(side.value, places=2) if side.unit else side.decimal:,f}"
