"""The summary of an audit for a terminal, in one language, its columns aligned by the width signs really take."""

from collections.abc import Iterator, Sequence

from jiannuo.core.rendering.columns import read_columns
from jiannuo.core.rendering.results import LogStory, Origin, Result, SetAside
from jiannuo.core.rendering.summarizing import PromiseFigures, Summary, summarize
from jiannuo.core.rendering.telling import tell_fall, tell_no_breach, tell_verdicts, tell_worst
from jiannuo.core.rendering.writing.brief_words import BRIEF_WORDS
from jiannuo.core.rendering.writing.wording import (
    NOTHING,
    visible,
    write_count,
    write_instant,
    write_length,
    write_percent,
)
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.statistics.fulfilment import CODED, worst_first
from jiannuo.core.values.texts import Language, Text
from jiannuo.core.values.widths import width_of

_WIDEST_TITLE = 36
SIMULATED = Text(zh="【{mark}】{note}", en="[{mark}] {note}").filled(
    mark=WORDS["simulated"], note=WORDS["simulated_note"]
)
"""The line that stands first wherever a terminal tells of made-up events."""
_FACT = Text(zh="{name}：{value}", en="{name}: {value}")
_SPAN = Text(zh="{first} 至 {last}", en="{first} to {last}")
_REJECTS = Text(zh="搁置的数据行：{count}", en="Rows set aside: {count}")
_REASON = Text(zh="  {count}：{reason}", en="  {count}: {reason}")
_UNDECIDED = Text(
    zh="条件无法判断的起算或暂停记录：{count}", en="Openings and pauses that could not be decided: {count}"
)
_SENTENCES = Text(zh="{one}{other}", en="{one} {other}")


def write_summary(result: Result, *, language: Language) -> str:
    """Return the summary of an audit as lines of plain text, worst promise first."""
    columns = read_columns(result.findings, promises=[card.id for card in result.promises])
    summary = summarize(columns, cards=result.promises, zone=result.zone, least=result.least_group)
    lead = tell_verdicts(summary.tally, promises=len(result.promises), as_of=result.as_of, zone=result.zone)
    parts = [_head(result), [lead, _worst(summary)]]
    texts = [[text.within(language) for text in part] for part in parts]
    table = _table(summary, language)
    aside = [text.within(language) for text in _set_aside(result.log)]
    return "\n\n".join("\n".join(lines) for lines in (*texts, table, aside) if lines) + "\n"


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text with blanks to a width in columns; with `right`, it stands at the right edge."""
    blanks = " " * max(0, width - width_of(text))
    return blanks + text if right else text + blanks


def shorten(text: str, width: int) -> str:
    """Cut a text that is wider than `width` columns, and say so by an ellipsis."""
    if width_of(text) <= width:
        return text
    kept, room = "", width - 1
    for sign in text:
        room -= width_of(sign)
        if room < 0:
            break
        kept += sign
    return f"{kept}…"


def align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Align rows of cells in columns, the first column at its left edge, the others at their right."""
    widths = [max(width_of(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(pad(cell, widths[place], right=place > 0) for place, cell in enumerate(row)).rstrip() for row in rows
    ]


def _head(result: Result) -> list[Text]:
    zone, log = result.zone, result.log
    span = _SPAN.filled(first=write_instant(log.first, zone=zone), last=write_instant(log.last, zone=zone))
    return [
        _visible(result.title),
        _fact("edition", visible(result.edition)),
        *tell_origin(log.origin),
        _fact("span", span),
        _fact("as_of", write_instant(result.as_of, zone=zone)),
    ]


def tell_origin(origin: Origin) -> Iterator[Text]:
    """Yield the lines that tell where a log comes from and on what terms, first of all whether it was made up."""
    if origin.simulated:
        yield SIMULATED
    yield _fact("log", _visible(origin.name))
    if origin.source is not None:
        yield _fact("source", visible(origin.source))
    if origin.license is not None:
        yield _fact("license", visible(origin.license))
    if origin.attribution is not None:
        yield _fact("attribution", _visible(origin.attribution))


def _visible(text: Text) -> Text:
    return Text(zh=visible(text.zh), en=visible(text.en))


def _fact(name: str, value: str | Text) -> Text:
    return _FACT.filled(name=WORDS[name], value=value)


def _worst(summary: Summary) -> Text:
    if summary.worst is None or summary.periods is None:
        return tell_no_breach(summary)
    worst = summary.promises[summary.worst]
    told = tell_worst(worst.card.title, tally=worst.tally)
    drop = tell_fall(summary)
    return told if drop is None else _SENTENCES.filled(one=told, other=drop)


def _table(summary: Summary, language: Language) -> list[str]:
    names = ("promise", *CODED, "fulfilment", "lower_bound", "coverage", "overrun")
    heading = [WORDS[name].within(language) for name in names]
    order = worst_first([each.tally for each in summary.promises])
    arisen = [place for place in order if summary.promises[place].tally.total] or order
    rows = [_row(summary.promises[place], language) for place in arisen]
    idle = (
        [BRIEF_WORDS["not_arisen"].filled(n=write_count(len(order) - len(arisen)))] if len(order) > len(arisen) else []
    )
    return [*align([heading, *rows]), *(text.within(language) for text in idle)]


def _row(figures: PromiseFigures, language: Language) -> list[str]:
    tally = figures.tally
    overrun = figures.overrun if figures.card.is_timed else None
    rates = (write_percent(rate) for rate in (tally.fulfilment, tally.lower_bound, tally.coverage))
    return [
        shorten(visible(figures.card.title.within(language)), _WIDEST_TITLE),
        *(write_count(number) for number in tally.counts),
        *(rate.within(language) for rate in rates),
        (NOTHING if overrun is None else write_length(overrun)).within(language),
    ]


def tell_rejects(aside: Sequence[SetAside]) -> list[Text]:
    """Return how many rows of a log were not judged, and for what reasons; nothing if all were."""
    if not aside:
        return []
    reasons = (_REASON.filled(reason=each.reason, count=write_count(each.count)) for each in aside)
    return [_REJECTS.filled(count=write_count(sum(each.count for each in aside))), *reasons]


def _set_aside(log: LogStory) -> list[Text]:
    rejected, undecided = sum(each.count for each in log.rejects), sum(log.undecided.values())
    lines = [(_REJECTS, rejected), (_UNDECIDED, undecided)]
    return [text.filled(count=write_count(number)) for text, number in lines if number]
