"""The first sheet of a workbook: what it is about, the figures, the worst, what to do, and what the sheets hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from jiannuo.core.rendering.columns import ABSENT
from jiannuo.core.rendering.first_page.agenda import Bundle
from jiannuo.core.rendering.first_page.brief import Brief, Digest
from jiannuo.core.rendering.first_page.brief_parts import (
    tell_change,
    tell_covered,
    tell_goal,
    tell_sources,
    tell_unranked,
)
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.spreadsheets.finding_sheets import NAME as FINDINGS
from jiannuo.core.rendering.spreadsheets.sheets import Sheet
from jiannuo.core.rendering.summarizing import Summary
from jiannuo.core.rendering.walls import local_walls
from jiannuo.core.rendering.writing.brief_words import BRIEF_WORDS
from jiannuo.core.rendering.writing.wording import (
    NOTHING,
    visible,
    write_count,
    write_instant,
    write_length,
    write_ratio,
)
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.statistics.fulfilment import CODED, Ratio
from jiannuo.core.values.instants import to_datetime
from jiannuo.core.values.texts import Language, Text

NAME = Text(zh="摘要", en="Summary")
_MARK = Text(zh="{mark}：{note}", en="{mark}: {note}")
_SHEETS = Text(zh="各表", en="Sheets")
_ROWS = Text(zh="行数", en="Rows")
_FIRST, _LAST = Text(zh="业务记录自", en="Records from"), Text(zh="业务记录至", en="Records to")
_CUT = Text(
    zh="全部 {all} 行中，本表只收录前 {most} 行，这是电子表格的上限；{order}其余的用 --csv 导出，或用 findings.parquet。",
    en="Of {all} rows this sheet holds the first {most}, which is the limit of spreadsheets{order}. For the others use --csv "
    "or findings.parquet.",
)
_ORDER = Text(
    zh="次序是未兑现、无法判定、履行中、免责、已兑现。", en="; they stand as broken, unknown, pending, excused, kept"
)
_NOTES = (
    Text(
        zh="时间是 {zone} 的钟面时间；时长依次是小时、分、秒；不是整秒的显示到毫秒，更细的另在“精确到微秒”一列写明；编号一律是文本。",
        en="Times are those of the clock in {zone}; lengths are hours:minutes:seconds. What is no whole second is shown to the "
        "millisecond; what is finer stands in the column “To the microsecond” as well. Ids are texts.",
    ),
    BRIEF_WORDS["masked_note"],
)

_MILLISECOND = 1_000

LineKind = Literal["title", "section", "fact", "rate", "told", "note"]
_STYLES: Mapping[LineKind, tuple[str, str, str]] = {
    "title": ("title", "title", "title"),
    "section": ("section", "section", "section"),
    "fact": ("name", "value", "note"),
    "rate": ("name", "strong", "note"),
    "told": ("value", "strong", "value"),
    "note": ("note", "note", "note"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as the clock of the zone shows it, in microseconds since 1970-01-01 there."""

    wall: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the cover: up to three cells, of which whole numbers are counts and others shares."""

    kind: LineKind
    cells: tuple[str | int | float | Moment | None, ...]

    @property
    def height(self) -> float:
        """Return how high its row has to be, in points."""
        lines = 1 + max((cell.count("\n") for cell in self.cells if isinstance(cell, str)), default=0)
        return {"title": 30.0, "section": 24.0}.get(self.kind, 15.0 * lines)

    def style_of(self, column: int) -> str:
        """Return the name of a cell's style."""
        return _STYLES[self.kind][column]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet, and what the file says about itself.

    `created` is the as-of instant on the clock of the zone; so many `periods` of all promises together stand first among
    the figures by period, from which the plot is drawn. `mark` stands at the head of every printed page, nothing if empty.
    """

    name: str
    title: str
    created: str
    periods: int
    properties: Mapping[str, str]
    mark: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """Says texts in one language."""

    language: Language

    def __call__(self, text: Text) -> str:
        return visible(text.within(self.language), most=2_000)


def compose_cover(digest: Digest, *, sheets: Sequence[Sheet], most: int, language: Language) -> Cover:
    """Return the cover of a workbook of some sheets, which hold at most `most` rows."""
    result, summary, brief = digest.result, digest.summary, digest.brief
    say = _Words(language)
    parts = (
        _head(result, say),
        _rates(summary, say),
        _trend(summary, brief, say),
        _coverage(result, summary, say),
        _goals(result, brief, say),
        _worst(brief, say),
        _today(result, brief, say),
        _contents(sheets, most, say),
        [
            Line("note", (None, None, say(note.filled(zone=result.zone))))
            for note in _NOTES[: 1 if result.own_copy else 2]
        ],
    )
    title = say(result.title)
    mark = say(WORDS["simulated"]) if result.log.origin.simulated else ""
    return Cover(
        name=say(NAME),
        title=title,
        created=to_datetime(result.as_of, zone=result.zone).replace(tzinfo=None, microsecond=0).isoformat(),
        periods=len(brief.series),
        properties={
            "title": title,
            "subject": say(WORDS["kind"]),
            "author": f"Jiannuo {result.engine_version}",
            "keywords": visible(result.edition),
            "comments": mark,
        },
        mark=mark,
        lines=tuple(line for part in parts for line in part),
    )


def _head(result: Result, say: _Words) -> Iterator[Line]:
    yield Line("title", (say(result.title),))
    origin = result.log.origin
    if origin.simulated:
        yield Line("note", (say(_MARK.filled(mark=WORDS["simulated"], note=WORDS["simulated_note"])),))
    if result.own_copy:
        yield Line("note", (say(_MARK.filled(mark=BRIEF_WORDS["own_copy"], note=BRIEF_WORDS["own_copy_note"])),))

    moments = {WORDS["as_of"]: result.as_of, _FIRST: result.log.first, _LAST: result.log.last}
    for name, instant in moments.items():
        if instant is not None:
            exact = write_instant(instant, zone=result.zone, style="exact") if instant % _MILLISECOND else None
            yield Line("fact", (say(name), _moment(instant, result.zone), exact))
    facts = {
        "edition": visible(result.edition),
        "log": say(origin.name),
        "source": origin.source and visible(origin.source),
        "license": origin.license and visible(origin.license),
        "attribution": origin.attribution and say(origin.attribution),
        "engine": result.engine_version,
    }
    yield from (Line("fact", (say(WORDS[name]), None, value)) for name, value in facts.items() if value)


def _rates(summary: Summary, say: _Words) -> Iterator[Line]:
    tally = summary.tally
    yield Line("section", (say(WORDS["fulfilment"]), None, None))
    rates = {"fulfilment": tally.fulfilment, "lower": tally.lower_bound, "coverage": tally.coverage}
    names = {"fulfilment": "fulfilment", "lower": "lower_bound", "coverage": "coverage"}
    for name, rate in rates.items():
        told = f"{write_ratio(rate)}  {say(WORDS[f'{name}_hint'])}"
        yield Line("rate", (say(WORDS[names[name]]), _shown(rate, say), told))
    yield Line("fact", (say(WORDS["obligations"]), tally.total, None))
    for verdict, count in zip(CODED, tally.counts, strict=True):
        hint = f"{verdict}_hint"
        yield Line("fact", (say(WORDS[verdict]), count, say(WORDS[hint]) if hint in WORDS else None))


def _trend(summary: Summary, brief: Brief, say: _Words) -> Iterator[Line]:
    change = tell_change(brief.series, periods=summary.periods) if summary.periods else None
    told = [*([] if change is None else [change]), *([] if brief.goals else [BRIEF_WORDS["no_targets"]])]
    yield from (Line("note", (None, None, say(each))) for each in told)


def _coverage(result: Result, summary: Summary, say: _Words) -> Iterator[Line]:
    known = tell_sources(result)
    yield Line("section", (say(BRIEF_WORDS["covered_how"]), None, None))
    yield Line("note", (None, None, say(tell_covered(summary.tally))))
    for name, until, behind in known["sources"]:
        yield Line("fact", (say(name), _moment(until, result.zone), say(behind)))
    if known["up_to_date"]:
        told = BRIEF_WORDS["up_to_date_sources"].filled(n=known["up_to_date"])
        yield Line("fact", (say(WORDS["complete_until"]), None, say(told)))
    if known["with_gaps"]:
        yield Line("note", (None, None, say(BRIEF_WORDS["sources_with_gaps"].filled(n=known["with_gaps"]))))


def _goals(result: Result, brief: Brief, say: _Words) -> Iterator[Line]:
    if brief.goals:
        yield Line("section", (say(BRIEF_WORDS["goals"]), None, None))
    for each in brief.goals:
        figure, told = tell_goal(each, result)
        yield Line("fact", (say(each.goal.title), say(figure), say(told)))


def _moment(instant: int, zone: str) -> str | Moment:
    """Return an instant for a cell; one of no year from 1 to 9999 is a dash."""
    (wall,) = local_walls(np.array([instant], np.int64), zone=zone).tolist()
    return NOTHING.en if wall == ABSENT else Moment(wall)


def _shown(rate: Ratio, say: _Words) -> str | float:
    return say(WORDS["no_data"]) if rate.value is None else rate.value


def _worst(brief: Brief, say: _Words) -> Iterator[Line]:
    if brief.worst:
        yield Line("section", (say(BRIEF_WORDS["five_worst"]), None, None))
    for each in brief.worst:
        told = "\n".join(text.within(say.language) for text in each.causes.told)
        yield Line("told", (say(each.figures.card.title), _shown(each.figures.tally.fulfilment, say), told))
    unranked = tell_unranked(brief)
    if unranked is not None:
        yield Line("note", (None, None, say(unranked)))


def _today(result: Result, brief: Brief, say: _Words) -> Iterator[Line]:
    agenda = brief.agenda
    yield Line("section", (say(BRIEF_WORDS["today"]), None, None))
    yield from _bundles("due_next", agenda.next, "earliest", result.zone, say)
    yield from _bundles("newly_broken", agenda.latest, "last_broken", result.zone, say)
    for lack in agenda.lacks:
        yield Line("fact", (say(BRIEF_WORDS["unknowns"]), lack.count, f"{say(lack.todo)}  {say(lack.resolves)}"))


def _bundles(name: str, bundles: Sequence[Bundle], told: str, zone: str, say: _Words) -> Iterator[Line]:
    for each in bundles:
        first = each.first
        at = write_instant(first.at, zone=zone)
        parts = [each.title, BRIEF_WORDS[told].filled(at=at, length=write_length(first.length))]
        if each.undone:
            parts.append(BRIEF_WORDS["still_undone"].filled(n=write_count(each.undone)))
        yield Line("fact", (say(BRIEF_WORDS[name]), each.count, "  ".join(map(say, parts))))


def _contents(sheets: Sequence[Sheet], most: int, say: _Words) -> Iterator[Line]:
    yield Line("section", (say(_SHEETS), say(_ROWS), None))
    for sheet in sheets:
        order = _ORDER if sheet.name == FINDINGS else ""
        cut = (
            say(_CUT.filled(all=write_count(sheet.rows), most=write_count(most), order=order))
            if sheet.rows > most
            else None
        )
        yield Line("fact", (say(sheet.name), sheet.rows, cut))
