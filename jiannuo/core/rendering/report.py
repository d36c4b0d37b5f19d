"""The report of an audit: one self-contained page in Chinese and English that needs no network."""

from collections.abc import Mapping
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from jiannuo.core.charters.explaining.labelling import named
from jiannuo.core.rendering.columns import read_columns
from jiannuo.core.rendering.findings.choosing import choose
from jiannuo.core.rendering.findings.embedding import Embedded, embed_findings, script_json
from jiannuo.core.rendering.findings.grounds import in_general
from jiannuo.core.rendering.first_page.agenda import find_calls
from jiannuo.core.rendering.first_page.brief import Brief, compose_brief
from jiannuo.core.rendering.first_page.brief_parts import brief_context
from jiannuo.core.rendering.indicators.figure_manner import manner_of
from jiannuo.core.rendering.indicators.indicator_parts import INDICATOR_WORDS, indicator_parts
from jiannuo.core.rendering.page_parts import PARTS, both
from jiannuo.core.rendering.plotting import period_label, plot_margins, plot_spark, plot_trend, ring
from jiannuo.core.rendering.results import Result, SetAside
from jiannuo.core.rendering.summarizing import PromiseFigures, Summary, summarize
from jiannuo.core.rendering.telling import tell_choice, tell_drop, tell_fall, tell_no_breach, tell_verdicts, tell_worst
from jiannuo.core.rendering.what_ifs.what_if_sliders import limit_context
from jiannuo.core.rendering.writing.brief_words import BRIEF_WORDS
from jiannuo.core.rendering.writing.wording import (
    NOTHING,
    visible,
    visible_lines,
    write_count,
    write_instant,
    write_length,
)
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.statistics.fulfilment import CODED, worst_first
from jiannuo.core.statistics.periods import Periods
from jiannuo.core.values.texts import Text

_PAGE = files("jiannuo.core.rendering") / "page"


def render_report(result: Result) -> str:
    """Return the report as one HTML document; the same result always gives the same bytes."""
    columns = read_columns(result.findings, promises=[card.id for card in result.promises])
    summary = summarize(columns, cards=result.promises, zone=result.zone, least=result.least_group)
    choices = choose(columns, promises=len(result.promises), as_of=result.as_of)
    embedded = embed_findings(
        result.findings, choices=choices, cards=result.promises, names=result.names, labels=result.labels
    )
    brief = compose_brief(result, summary, columns, calls=find_calls(result, columns))
    context = {**_context(result, summary, embedded), **_first_page(result, summary, embedded, brief)}
    return _environment().get_template("report").render(context)


def _environment() -> Environment:
    parts = {part.name.partition(".")[0]: part for part in (_PAGE / "parts").iterdir() if part.name.endswith(".j2")}
    files_of = {"report": _PAGE / "report.html.j2", **parts}
    environment = Environment(
        loader=DictLoader({name: file.read_text(encoding="utf-8") for name, file in files_of.items()}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(PARTS, w={**WORDS, **BRIEF_WORDS, **INDICATOR_WORDS})
    return environment


def _context(result: Result, summary: Summary, embedded: Embedded) -> Mapping[str, object]:
    return {
        "r": result,
        "s": summary,
        "css": _asset("report.css") + _asset("brief.css") + _asset("what_if.css") + _asset("print.css"),
        "js": _asset("report.js") + _asset("what_if.js"),
        "origin": result.log.origin,
        "ring": ring(summary.tally),
        "lead": tell_verdicts(summary.tally, promises=len(summary.promises), as_of=result.as_of, zone=result.zone),
        "worst": _told_worst(summary),
        "when": _told_drop(summary),
        "no_breach": tell_no_breach(summary),
        "promise_count": WORDS["promise_count"].filled(n=len(result.promises), total=write_count(summary.tally.total)),
        **_rows(summary),
        "by_opening": _by_opening(summary.periods),
        "choice_note": tell_choice(embedded),
        "least": result.least_group,
        "at": lambda instant: write_instant(instant, zone=result.zone),
        "length": lambda length: NOTHING if length is None else write_length(length),
        "reason": lambda code: _reason(result.reasons, code),
        "undecided_count": sum(result.log.undecided.values()),
        "targets": result.goals,
        **_set_aside(result),
        **limit_context(result, summary),
    }


def _first_page(result: Result, summary: Summary, embedded: Embedded, brief: Brief) -> Mapping[str, object]:
    return {
        "data": script_json(_data(result, summary, embedded, brief)),
        "brief": brief_context(result, summary, brief),
        "indicators": indicator_parts(result.indicators, manner=manner_of(result)),
    }


def _rows(summary: Summary) -> Mapping[str, object]:
    """Return the promises worst first, those without an obligation apart, unless there are no others."""
    order = _order(summary)
    arisen = [place for place in order if summary.promises[place].tally.total] or order
    idle = [place for place in order if place not in arisen]
    rows, others = (
        [_row(summary.promises[place], place, summary.periods) for place in each] for each in (arisen, idle)
    )
    return {"rows": rows, "idle": others}


def _asset(name: str) -> Markup:
    return Markup((_PAGE / name).read_text(encoding="utf-8"))  # noqa: S704 - a file of this package


def _told_worst(summary: Summary) -> Text | None:
    worst = None if summary.worst is None else summary.promises[summary.worst]
    return None if worst is None else tell_worst(worst.card.title, tally=worst.tally)


def _told_drop(summary: Summary) -> Text:
    return tell_fall(summary) or WORDS["steady_all"]


def _order(summary: Summary) -> list[int]:
    return worst_first([figures.tally for figures in summary.promises])


def _row(figures: PromiseFigures, place: int, periods: Periods | None) -> Mapping[str, object]:
    spark, last = plot_spark(figures.series)
    return {
        "f": figures,
        "place": place,
        "short": figures.card.said or _first_line(figures.card.words),
        "spark": spark,
        "last": last,
        "trend": plot_trend(figures.series, periods=periods) if periods else None,
        "margins": plot_margins(figures.margins, timed=figures.card.is_timed) if figures.margins else None,
        "width": write_length(figures.margins.width) if figures.margins else None,
        "when": tell_drop(figures, periods=periods) if periods else None,
    }


def _first_line(words: Text) -> Text:
    return Text(zh=words.zh.strip().split("\n")[0], en=words.en.strip().split("\n")[0])


def _by_opening(periods: Periods | None) -> Text:
    return WORDS["by_opening"].filled(unit=WORDS[f"unit_{periods.unit if periods else 'month'}"])


def _reason(reasons: Mapping[str, Text], code: str) -> Markup:
    """Show the sentence of a reason for many findings, without what differs from one to the next."""
    if code in reasons:
        return both(in_general(code, reasons))
    return Markup("<code>{}</code>").format(visible(code))


def _set_aside(result: Result) -> Mapping[str, object]:
    titles = {card.id: card.title for card in result.promises}
    undecided = [(titles.get(name, Text(zh=name, en=name)), n) for name, n in result.log.undecided.items() if n]
    return {
        "unused": [SetAside(named(name, result.names), n) for name, n in _by_count(result.log.unused or {})],
        "undecided": [SetAside(title, n) for title, n in undecided],
        "provisional": _provisional(result.findings),
    }


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


def _provisional(findings: pa.Table) -> list[tuple[int, int]]:
    """Count the findings that touch each provisional year."""
    if "provisional_years" not in findings.column_names:
        return []
    years = pc.list_flatten(findings.column("provisional_years")).to_numpy()
    found, counts = np.unique(years, return_counts=True)
    return [(int(year), int(count)) for year, count in zip(found, counts, strict=True)]


def _data(result: Result, summary: Summary, embedded: Embedded, brief: Brief) -> Mapping[str, object]:
    """Return what the page's script needs, each text as a pair of Chinese and English."""
    periods = summary.periods
    return {
        "zone": result.zone,
        "as_of": result.as_of,
        "title": _pair(result.title),
        "simulated": result.log.origin.simulated,
        "verdicts": CODED,
        "order": _order(summary),
        "promises": [
            {"id": visible(card.id), "title": _pair(card.title), "timed": card.is_timed} for card in result.promises
        ],
        "periods": [period_label(periods, place) for place in range(len(periods))] if periods else [],
        "series": [
            [tally.counts for tally in series]
            for series in (*(figures.series for figures in summary.promises), brief.series)
        ],
        "margins": [_margins(figures) for figures in summary.promises],
        "findings": embedded.rows,
        "texts": embedded.texts,
        "causes": {visible(code): _pair(text) for code, text in result.causes.items()},
        "reasons": {visible(code): _pair(text) for code, text in result.reasons.items()},
        "words": {name: _pair(text) for name, text in WORDS.items()},
    }


def _pair(text: Text) -> tuple[str, str]:
    return (visible_lines(text.zh), visible_lines(text.en))


def _margins(figures: PromiseFigures) -> Mapping[str, object] | None:
    drawn = figures.margins
    return None if drawn is None else {"start": drawn.start, "width": drawn.width, "counts": drawn.counts}
