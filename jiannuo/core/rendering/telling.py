"""The sentences of a report that are made of its figures."""

from decimal import ROUND_HALF_UP, Decimal

from jiannuo.core.rendering.findings.embedding import Embedded
from jiannuo.core.rendering.summarizing import PromiseFigures, Summary
from jiannuo.core.rendering.writing.wording import (
    visible,
    write_count,
    write_instant,
    write_period,
    write_share,
)
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.statistics.fulfilment import Ratio, Tally
from jiannuo.core.statistics.periods import Periods
from jiannuo.core.values.texts import Text

_FINEST = 4


def tell_verdicts(tally: Tally, *, promises: int, as_of: int, zone: str) -> Text:
    """Say in one sentence how many obligations there were and what share was kept."""
    fulfilment = tally.fulfilment
    return WORDS["lead" if fulfilment.denominator else "lead_none"].filled(
        as_of=write_instant(as_of, zone=zone),
        promises=_counted(promises, noun="promise"),
        total=_counted(tally.total, noun="obligation"),
        decided=write_count(fulfilment.denominator),
        share=write_share(fulfilment),
    )


def _counted(number: int, *, noun: str) -> Text:
    """Return a number for a sentence, in English with its noun, which has a plural there."""
    count = write_count(number)
    return Text(zh=count, en=f"{count} {noun}" if number == 1 else f"{count} {noun}s")


def tell_no_breach(summary: Summary) -> Text:
    """Say that nothing was broken, or, where nothing is decided either way, that this says nothing."""
    return WORDS["none_broken" if summary.tally.fulfilment.denominator else "none_decided"]


def tell_worst(title: Text, *, tally: Tally) -> Text:
    """Name the worst kept promise."""
    shown = Text(zh=visible(title.zh), en=visible(title.en))
    return WORDS["worst"].filled(title=shown, share=write_share(tally.fulfilment))


def tell_fall(summary: Summary) -> Text | None:
    """Say when it got worse: the worst kept promise if it did, else by name the one that fell most; None if none fell."""
    if summary.worst is None or summary.periods is None:
        return None
    worst = summary.promises[summary.worst]
    fallen = max(summary.promises, key=_points)
    if worst.drop is not None:
        return tell_drop(worst, periods=summary.periods)
    title = Text(zh=visible(fallen.card.title.zh), en=visible(fallen.card.title.en))
    return _tell_drop("worse_elsewhere", fallen, summary.periods, title)


def _points(figures: PromiseFigures) -> float:
    return 0.0 if figures.drop is None else figures.drop.points


def tell_drop(figures: PromiseFigures, *, periods: Periods) -> Text | None:
    """Say when a promise got worse and by how much, or None if no fall stands out from chance."""
    return _tell_drop("worse_since", figures, periods, figures.card.title)


def _tell_drop(sentence: str, figures: PromiseFigures, periods: Periods, title: Text) -> Text | None:
    drop = figures.drop
    if drop is None:
        return None
    before, after, points = difference(figures.series[drop.before].fulfilment, figures.series[drop.at].fulfilment)
    return WORDS[sentence].filled(
        title=title,
        period=write_period(periods, drop.at),
        before_period=write_period(periods, drop.before),
        before=f"{before}%",
        after=f"{after}%",
        points=points,
    )


def difference(before: Ratio, after: Ratio) -> tuple[Decimal, Decimal, Decimal]:
    """Return two shares in percent, rounded half up to one decimal, and by how much the second is less as they are shown.

    Both get more decimals only where one of them would be shown as 0 or 100 without being it, as it is everywhere else.
    """
    places = max(map(_places, (before, after)))
    exact = (Decimal(100 * each.numerator) / Decimal(each.denominator) for each in (before, after))
    first, second = (each.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) for each in exact)
    return first, second, first - second


def _places(ratio: Ratio) -> int:
    shown = ratio.percent()
    return 1 if shown is None else min(_FINEST, -int(shown.as_tuple().exponent))


def tell_choice(embedded: Embedded) -> Text:
    """Say how many single findings the page carries, how many it leaves out, and by which rule."""
    shown = sum(len(rows) for rows in embedded.rows)
    available = sum(sum(counts) for counts in embedded.available)
    return WORDS["choice_note"].filled(shown=write_count(shown), left=write_count(available - shown))
