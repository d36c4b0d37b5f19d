"""Small pieces of the page that the template calls by name; everything foreign is escaped here or by the template."""

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from jiannuo.core.rendering.results import SetAside
from jiannuo.core.rendering.writing.wording import (
    visible,
    visible_lines,
    write_count,
    write_headline,
    write_percent,
    write_ratio,
)
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.statistics.fulfilment import CODED, Ratio, Tally
from jiannuo.core.values.texts import Text


def both(text: Text) -> Markup:
    """Return a text in both languages, of which the page shows the one that is switched on."""
    chinese, english = visible_lines(text.zh), visible_lines(text.en)
    if chinese == english:
        return Markup("<bdi>{}</bdi>").format(chinese)
    return Markup('<bdi class="zh" lang="zh-CN">{}</bdi><bdi class="en" lang="en">{}</bdi>').format(chinese, english)


def bdi(text: str) -> Markup:
    """Return foreign text apart from its surroundings, whatever its direction of writing."""
    return Markup("<bdi>{}</bdi>").format(visible(text))


def headline(number: int) -> Markup:
    """Return a number for a headline, with the exact one behind it where it is shortened."""
    return Markup('<abbr title="{}">{}</abbr>').format(write_count(number), both(write_headline(number)))


def ratio(share: Ratio) -> Markup:
    """Return both numbers of a share, unless there is none."""
    return Markup("<bdi>{}</bdi>").format(write_ratio(share)) if share.denominator else Markup("")


def percent(share: Ratio) -> Text:
    """Return a share in percent."""
    return write_percent(share)


def verdicts(tally: Tally) -> list[tuple[str, int]]:
    """Return the verdicts with their counts, in the order they are always shown."""
    return list(zip(CODED, tally.counts, strict=True))


def listing(rows: Sequence[SetAside], heading: str, empty: str) -> Markup:
    """Return a table of counts, or the sentence that says there are none."""
    if not rows:
        return Markup('<p class="fine">{}</p>').format(both(WORDS[empty]))
    lines = Markup("").join(
        Markup('<tr><td>{}</td><td class="num">{}</td></tr>').format(both(row.reason), write_count(row.count))
        for row in rows
    )
    head = Markup('<thead><tr><th scope="col">{}</th><th scope="col" class="num">{}</th></tr></thead>')
    return Markup('<table class="plain">{}<tbody>{}</tbody></table>').format(
        head.format(both(WORDS[heading]), both(WORDS["count"])), lines
    )


PARTS: Mapping[str, Callable[..., object]] = {
    "both": both,
    "bdi": bdi,
    "headline": headline,
    "ratio": ratio,
    "percent": percent,
    "verdicts": verdicts,
    "listing": listing,
    "count": write_count,
    "visible": visible,
}
