"""The figures of promises as sheets: each as a whole, and period by period; what was set aside, and why."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from jiannuo.core.engines.events.rejects import HEADER, reject_cells
from jiannuo.core.engines.tabular.tables import Reject
from jiannuo.core.rendering.first_page.agenda import Lack
from jiannuo.core.rendering.first_page.causes import Causes
from jiannuo.core.rendering.plotting import period_label
from jiannuo.core.rendering.spreadsheets.sheets import Column, Sheet, sheet_of
from jiannuo.core.rendering.summarizing import PromiseFigures, Summary
from jiannuo.core.rendering.writing.wording import visible
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.statistics.fulfilment import CODED, Tally, worst_first
from jiannuo.core.values.texts import Language, Text, listed

PROMISES, PERIODS = Text(zh="承诺", en="Promises"), Text(zh="各期", en="Periods")
LACKS, REJECTS = Text(zh="无法判定的原因", en="Why unknown"), Text(zh="搁置的数据行", en="Rows set aside")
ALL = Text(zh="全部承诺", en="All promises")
_PROMISE_ID = Text(zh="承诺编号", en="Promise id")
_CLAUSES = Text(zh="条款", en="Clauses")
_YES = Text(zh="是", en="yes")
_UNDONE = Text(zh="至今未完成", en="Still not done")
_CAUSES = Text(zh="主要原因", en="What is behind it")
_TODO = Text(zh="补齐什么", en="What to complete")
_DECIDES = Text(zh="补齐后", en="What that decides")
_WHOLE_ROW = Text(
    zh="（整行未能读取，可能含个人信息，见 rejects.csv）",
    en="(the whole row, which may hold what is personal: see rejects.csv)",
)
_COUNTS = tuple(Column(WORDS[name], "count", 12) for name in ("obligations", *CODED))
_RATES = tuple(Column(WORDS[name], "share", 12) for name in ("fulfilment", "lower_bound", "coverage"))


def promises_sheet(summary: Summary, *, causes: dict[int, Causes], language: Language) -> Sheet:
    """Return each promise with its figures, worst first; `causes` by its place, for those of which they are told."""
    columns = (
        Column(WORDS["promise"], "text", 34),
        *_COUNTS,
        *_RATES,
        Column(WORDS["broken_cleared"], "count", 12),
        Column(WORDS["overrun"], "length", 14),
        Column(_UNDONE, "count", 12),
        Column(_CAUSES, "text", 60),
        Column(WORDS["ours"], "text", 10),
        Column(_CLAUSES, "id", 16),
        Column(_PROMISE_ID, "id", 26),
    )
    order = worst_first([figures.tally for figures in summary.promises])
    rows = [_promise(summary.promises[place], causes.get(place), language) for place in order]
    return sheet_of(PROMISES, columns, rows)


def _promise(figures: PromiseFigures, causes: Causes | None, language: Language) -> list[object]:
    card, told = figures.card, () if causes is None else causes.told
    return [
        visible(card.title.within(language)),
        *_told(figures.tally),
        figures.cleared,
        figures.overrun if card.is_timed else None,
        figures.never_done,
        " ".join(text.within(language) for text in told) or None,
        _YES.within(language) if card.ours else None,
        listed(map(visible, card.clauses)).within(language) or None,
        visible(card.id),
    ]


def _told(tally: Tally) -> list[object]:
    rates = (tally.fulfilment, tally.lower_bound, tally.coverage)
    return [tally.total, *tally.counts, *(rate.value for rate in rates)]


def periods_sheet(summary: Summary, *, language: Language) -> Sheet:
    """Return the figures of all promises together period by period, and then of each promise."""
    columns = (
        Column(WORDS["promise"], "text", 34),
        Column(WORDS["period"], "period", 14),
        *_COUNTS,
        *_RATES,
        Column(_PROMISE_ID, "id", 26),
    )
    periods = summary.periods
    if periods is None:
        return sheet_of(PERIODS, columns, [])
    labels = [period_label(periods, place) for place in range(len(periods))]
    together = [sum((each.series[place] for each in summary.promises), Tally()) for place in range(len(periods))]
    rows: list[list[object]] = [
        [ALL.within(language), label, *_told(tally), None] for label, tally in zip(labels, together, strict=True)
    ]
    for place in worst_first([figures.tally for figures in summary.promises]):
        figures = summary.promises[place]
        named = [visible(figures.card.title.within(language)), visible(figures.card.id)]
        of_it = zip(labels, figures.series, strict=True)
        rows += [[named[0], label, *_told(tally), named[1]] for label, tally in of_it if tally.total]
    return sheet_of(PERIODS, columns, rows)


def lacks_sheet(lacks: Iterable[Lack], *, language: Language) -> Sheet:
    """Return what the records lack and what completing it would decide."""
    columns = (Column(_TODO, "text", 70), Column(WORDS["count"], "count", 12), Column(_DECIDES, "text", 40))
    rows = [[each.todo.within(language), each.count, each.resolves.within(language)] for each in lacks]
    return sheet_of(LACKS, columns, rows)


def rejects_sheet(rejects: Iterable[Reject], *, own_copy: bool, language: Language) -> Sheet:
    """Return the rows of the log that were set aside, as rejects.csv tells them.

    Of what could not be read at all nobody knows what is personal, so that only an own copy has it.
    """
    widths = (20, 10, 8, 18, 24, 10, 50, 50)
    columns = tuple(Column(name, "id", width) for name, width in zip(HEADER, widths, strict=True))
    told = rejects if own_copy else map(partial(_without_whole_row, language=language), rejects)
    rows = [[visible(cell) for cell in reject_cells(reject, language=language)] for reject in told]
    return sheet_of(REJECTS, columns, rows)


def _without_whole_row(reject: Reject, language: Language) -> Reject:
    is_whole = reject.rule is None and reject.value
    return replace(reject, value=_WHOLE_ROW.within(language)) if is_whole else reject
