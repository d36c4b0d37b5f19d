"""The indicators as the report shows them: the latest figure, how it moved, and a table of the periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiannuo.core.charters.charter import Sign
from jiannuo.core.rendering.indicators.figure_manner import Manner
from jiannuo.core.rendering.indicators.indicator_tables import (
    REMARKS,
    figure_rows,
    more_rows,
    untold,
    write_change,
    write_value,
)
from jiannuo.core.rendering.indicators.worst_groups import is_ranked, worst_of
from jiannuo.core.rendering.plotting import plot_values
from jiannuo.core.rendering.writing.wording import visible, write_percent
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.statistics.recurring import period_name
from jiannuo.core.values.texts import LANGUAGES, Text

INDICATOR_WORDS: Mapping[str, Text] = {
    "indicators": Text(zh="指标", en="Indicators"),
    "latest": Text(zh="最近一个已结束的周期", en="the latest period that has ended"),
    "whole_time": Text(zh="全部时间", en="the whole time"),
    "no_figure": Text(zh="还没有可用的数值。", en="There is no figure to rely on yet."),
    "before": Text(zh="环比 {change}", en="{change} on the period before"),
    "year_before": Text(zh="同比 {change}", en="{change} on the year before"),
    "worst_group": Text(zh="{period}，最差的一组", en="{period}, the worst group"),
    "covered": Text(zh="数据覆盖率 {share}", en="coverage {share}"),
    "none_closed": Text(zh="还没有周期结束", en="no period has ended yet"),
    "small_groups": Text(zh="有的组项数过少，不对外列出", en="some groups are too small to be told"),
    "one_of_many": Text(zh="各组不一，见“指标”", en="differs by group, see the indicators"),
}


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """An indicator ready to be shown: `rows` are cells in both languages; the last figure relied on, if there is one."""

    title: Text
    name: str
    value: Text | None
    period: Text
    moved: tuple[Text, ...]
    spark: str
    last: tuple[float, float] | None
    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    numbers: int
    notes: tuple[Text, ...]


def indicator_parts(tables: Sequence[Table], *, manner: Manner) -> tuple[IndicatorPart, ...]:
    """Return the indicators in their order."""
    return tuple(_part(table, manner) for table in tables)


def _part(table: Table, manner: Manner) -> IndicatorPart:
    indicator = table.indicator
    title = indicator.title or Text(zh=indicator.name, en=indicator.name)
    latest = None if table.by else next((each for each in reversed(table.figures) if _is_relied_on(each)), None)
    spark, last = ("", None) if table.by else plot_figures(table)
    head, *rows = _both(table, manner)
    return IndicatorPart(
        title=Text(zh=visible(title.zh), en=visible(title.en)),
        name=indicator.name,
        value=None if latest is None else _value(latest),
        period=INDICATOR_WORDS["latest"] if latest is None else _period(latest, table, manner.zone),
        moved=() if latest is None else _moved(latest),
        spark=spark,
        last=last,
        head=head,
        rows=tuple(rows),
        numbers=1 + len(table.by),
        notes=(*more_rows(table, manner), *untold(table)),
    )


def latest_figure(table: Table, *, zone: str, sign: Sign | None = None) -> tuple[Text, Text] | None:
    """Return the latest figure to rely on with the name of its period; None where there is none.

    Of a table by groups it is the worst of the latest period, by the side of the target on which it should be: None
    without such a side, unless there is one group only, and where one that may not be told may be worse.
    """
    relied = [each for each in table.figures if _is_relied_on(each)]
    last = max((each.until for each in relied), default=0)
    latest = [each for each in relied if each.until == last]
    is_whole = all(each.state != "suppressed" for each in table.figures if each.until == last)
    if not latest or not is_whole or (len(latest) > 1 and not is_ranked(sign)):
        return None
    worst = worst_of(latest, sign)[0]
    period = _period(worst, table, zone)
    return _value(worst), INDICATOR_WORDS["worst_group"].filled(period=period) if len(latest) > 1 else period


def why_untold(table: Table | None) -> Text:
    """Return why there is no latest figure of a table: see `latest_figure`."""
    closed = [] if table is None else [each for each in table.figures if each.closed]
    if not closed:
        return REMARKS["no_data"] if table is None or not table.figures else INDICATOR_WORDS["none_closed"]
    if any(_is_relied_on(each) for each in closed):
        closed = [each for each in closed if each.state in ("ok", "suppressed")]
    last = [each for each in closed if each.until == max(each.until for each in closed)]
    states = {each.state for each in last}
    if "suppressed" in states:
        return INDICATOR_WORDS["small_groups"]
    return INDICATOR_WORDS["one_of_many"] if "ok" in states and len(last) > 1 else REMARKS[last[0].state]


def plot_figures(table: Table) -> tuple[str, tuple[float, float] | None]:
    """Lay out the figures of a table without groups as a small line; see `plot_values`."""
    return plot_values([_number(figure) for figure in table.figures])


def _is_relied_on(figure: Figure) -> bool:
    return figure.closed and figure.state == "ok" and figure.value is not None


def _number(figure: Figure) -> float | None:
    return None if figure.value is None or not _is_relied_on(figure) else float(figure.value)


def _period(figure: Figure, table: Table, zone: str) -> Text:
    name = period_name(figure.from_, table.indicator.per, zone=zone)
    return INDICATOR_WORDS["whole_time"] if name is None else Text(zh=name, en=name)


def _moved(figure: Figure) -> tuple[Text, ...]:
    """Return how a figure stands to earlier ones, and how much of what might belong to it is known."""
    told = [INDICATOR_WORDS["covered"].filled(share=write_percent(figure.coverage))]
    for name, comparison in (("year_before", figure.year_before), ("before", figure.before)):
        chinese, english = (write_change(comparison, figure.unit, language=language) for language in LANGUAGES)
        if chinese:
            told.insert(0, INDICATOR_WORDS[name].filled(change=Text(zh=chinese, en=english)))
    return tuple(told)


def _both(table: Table, manner: Manner) -> list[tuple[Text, ...]]:
    """Return the head and the rows of a table that are shown, each cell in both languages."""
    chinese, english = (figure_rows(table, manner=manner, language=language) for language in LANGUAGES)
    pairs = zip(chinese, english, strict=True)
    return [tuple(Text(zh=zh, en=en) for zh, en in zip(*rows, strict=True)) for rows in pairs]


def _value(figure: Figure) -> Text:
    chinese, english = (write_value(figure, language=language) for language in LANGUAGES)
    return Text(zh=chinese, en=english)
