"""The figures of indicators for a terminal: a short table for each, the latest periods last."""

from collections.abc import Iterator, Sequence

from jiannuo.core.charters.charter import Charter
from jiannuo.core.rendering.terminal import align
from jiannuo.core.rendering.wording import NOTHING, visible, write_count, write_exact_length, write_percent
from jiannuo.core.statistics.comparisons import Comparison, Statement
from jiannuo.core.statistics.figures import MICROSECONDS, UNITS_OF_TIME, Figure, Table
from jiannuo.core.statistics.fulfilment import Ratio
from jiannuo.core.statistics.recurring import period_name
from jiannuo.core.values.texts import Language, Text

MOST_ROWS = 12
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
_WHOLE = Text(zh="全部", en="whole time")
_TITLE = Text(zh="指标：{title}", en="Indicator: {title}")
_EARLIER = Text(zh="另有 {count} 个数值，见 summary.json。", en="Further figures in summary.json: {count}.")
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


def write_indicators(tables: Sequence[Table], charter: Charter, *, language: Language) -> str:
    """Return the figures of the indicators as lines of plain text, nothing for none."""
    parts = [[text.within(language) for text in _told(table, charter.zone, language)] for table in tables]
    if any(figure.state == "suppressed" for table in tables for figure in table.figures):
        parts.append([_UNTOLD.filled(least=charter.least_group).within(language)])
    return "\n\n".join("\n".join(lines) for lines in parts)


def _told(table: Table, zone: str, language: Language) -> Iterator[Text]:
    title = table.indicator.title or Text(zh=table.indicator.name, en=table.indicator.name)
    yield _TITLE.filled(title=Text(zh=visible(title.zh), en=visible(title.en)))
    rows = figure_rows(table, zone=zone, language=language)
    for line in align(rows) if len(rows) > 1 else ():
        yield Text(zh=line, en=line)
    earlier = len(figures_told(table)) - MOST_ROWS
    if earlier > 0:
        yield _EARLIER.filled(count=write_count(earlier))
    yield from untold(table)


def figures_told(table: Table) -> tuple[Figure, ...]:
    """Return the figures that are worth a row: of groups none that may not be told."""
    return tuple(figure for figure in table.figures if not table.by or figure.state != "suppressed")


def untold(table: Table) -> Iterator[Text]:
    """Say how many groups have no row because they may not be told, if there are any."""
    count = len(table.figures) - len(figures_told(table))
    if count:
        yield _NOT_LISTED.filled(count=write_count(count))


def figure_rows(table: Table, *, zone: str, language: Language) -> list[list[str]]:
    """Return the head of a table and the latest of its rows; what is nowhere compared has no column."""
    figures = figures_told(table)[-MOST_ROWS:]
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
    head = [_HEADS["period"].within(language), *table.by, *(_HEADS[name].within(language) for name in names)]
    nothing = NOTHING.within(language)
    changes = [[column[place] or nothing for column in told.values()] for place in range(len(figures))]
    return [head, *(_row(*each, table, zone, language) for each in zip(figures, changes, strict=True))]


def _row(figure: Figure, changes: list[str], table: Table, zone: str, language: Language) -> list[str]:
    nothing = NOTHING.within(language)
    name = period_name(figure.from_, table.indicator.per, zone=zone)
    lower = [nothing if figure.lower is None else f"{figure.lower:,f}"] if table.indicator.has_bound else []
    remarks = [REMARKS[figure.state], *([] if figure.closed else [_OPEN])]
    return [
        _WHOLE.within(language) if name is None else name,
        *(nothing if each is None else visible(each) for each in figure.by),
        write_value(figure, language=language),
        _made_of(figure, nothing),
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
    """Return how much of a period is on record: in percent, and if that is not all, how long it is and how long it was."""
    if ratio is None:
        return ""
    percent = write_percent(ratio).within(language)
    if ratio.numerator == ratio.denominator:
        return percent
    lengths = (write_exact_length(length).within(language) for length in (ratio.numerator, ratio.denominator))
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


def _made_of(figure: Figure, nothing: str) -> str:
    """Return numerator and denominator, or how many values there are; lengths of time are not summed up before a reader."""
    if figure.state == "suppressed":
        return nothing
    if figure.unit in UNITS_OF_TIME:
        return write_count(figure.count)
    parts = [each for each in (figure.numerator, figure.denominator) if each is not None]
    if any(each.denominator != 1 for each in parts) or not parts:
        return nothing
    return " / ".join(write_count(each.numerator) for each in parts)
