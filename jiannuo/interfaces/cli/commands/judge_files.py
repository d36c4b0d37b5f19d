"""`jiannuo judge`: the verdicts on files of events in our own form, within as much memory as is allowed."""

import json
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jiannuo import __version__
from jiannuo.core.charters.charter import Promise
from jiannuo.core.engines.buckets.counting_judged import Counts, PromiseCounts, counts_as_json, write_judged
from jiannuo.core.engines.buckets.judging_files import FileCase, JudgedFiles, judge_parquet
from jiannuo.core.engines.file_indicators import check_memory_for_indicators, indicators_of_files
from jiannuo.core.engines.results.evidence_files import keep_charter
from jiannuo.core.engines.results.result_folder import COUNTS, FINDINGS, ResultFolder
from jiannuo.core.engines.results.told_figures import told_to_others
from jiannuo.core.rendering.indicators.indicator_tables import OWN_COPY, write_indicators
from jiannuo.core.rendering.terminal import SIMULATED, align, shorten
from jiannuo.core.rendering.writing.wording import visible, write_count, write_instant
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.statistics.fulfilment import CODED
from jiannuo.core.values.texts import Language, Text, listed
from jiannuo.interfaces.cli.charter_loading import load_charter
from jiannuo.interfaces.cli.judging import exit_after_judging, nothing_is_no_failure, read_as_of, tell_of_compiling
from jiannuo.interfaces.cli.progress import Progress
from jiannuo.interfaces.cli.session import Session

_HEAD = Text(
    zh="业务记录 {events} 条，数据截至 {as_of}。",
    en="Events: {events}; as of {as_of}.",
)
_UNDECIDED = Text(zh="条件无法判断", en="undecided triggers")
_WRITTEN = Text(zh="判定在 {findings}，计数在 {counts}。", en="The findings are in {findings}, the counts in {counts}.")
_LEFT_OUT = Text(zh="未计算的指标：{names}。", en="Indicators left out: {names}.")
_IN_COUNTS = Text(zh=COUNTS, en=COUNTS)
_WIDEST_TITLE = 36


def run(arguments: Namespace, session: Session) -> int:
    """Judge the files named, write findings and counts where `--out` says and print the counts."""
    out = Path(arguments.out)
    with nothing_is_no_failure(), ResultFolder(out) as folder, Progress(session) as progress:
        judged = _judged(arguments)
        if not arguments.without_indicators:
            check_memory_for_indicators(judged.case)
        tell_of_compiling(progress)
        progress.wait("judging")
        counts = write_judged(judged, folder.partial / FINDINGS, engine_version=__version__)
        counts = _with_indicators(counts, judged.case, arguments)
        _keep(counts, arguments, folder.partial)
    if session.form == "json":
        session.write_json(counts_as_json(counts))
    else:
        for line in _lines(counts, session.language):
            session.say(line)
        for text in _figures(counts, session.language):
            session.say("")
            session.say(text)
        session.say("")
        session.say(_WRITTEN.filled(findings=out / FINDINGS, counts=out / COUNTS))
    return exit_after_judging(counts.tally, is_undecided=any(each.undecided_triggers for each in counts.promises))


def _judged(arguments: Namespace) -> JudgedFiles:
    charter = load_charter(arguments)
    as_of = read_as_of(arguments.as_of, zone=charter.zone)
    files = [Path(name) for name in arguments.events]
    return judge_parquet(charter, files, as_of=as_of, memory_limit=arguments.memory_limit, full=arguments.full)


def _with_indicators(counts: Counts, case: FileCase, arguments: Namespace) -> Counts:
    """Return the counts together with the figures of the indicators, unless these are to be left out."""
    if arguments.without_indicators or not case.charter.indicators:
        return counts
    tables = indicators_of_files(replace(case, as_of=counts.as_of))
    if arguments.own_copy:
        return replace(counts, indicators=tables)
    least = case.charter.least_group
    return replace(counts, indicators=told_to_others(tables, case.charter), least_group=least)


def _figures(counts: Counts, language: Language) -> Iterator[str | Text]:
    """Yield the figures of the indicators, or which were left out."""
    if counts.indicators:
        yield write_indicators(counts.indicators, counts.charter, language=language, where=_IN_COUNTS)
        if counts.least_group is None:
            yield OWN_COPY
    elif counts.charter.indicators:
        yield _LEFT_OUT.filled(names=listed(map(visible, counts.charter.indicators)))


def _keep(counts: Counts, arguments: Namespace, folder: Path) -> None:
    written = json.dumps(counts_as_json(counts), ensure_ascii=False, indent=2)
    (folder / COUNTS).write_text(written + "\n", encoding="utf-8")
    keep_charter(
        Path(arguments.charter), folder, parameters=Path(arguments.parameters) if arguments.parameters else None
    )


def _lines(counts: Counts, language: Language) -> Iterator[str]:
    charter = counts.charter
    as_of = write_instant(counts.as_of, zone=charter.zone)
    yield visible(charter.title.within(language))
    if counts.simulated:
        yield SIMULATED.within(language)
    yield _HEAD.filled(events=write_count(counts.events), as_of=as_of).within(language)
    yield ""
    heading = [WORDS["promise"], *(WORDS[name] for name in (*CODED, "lapsed", "withdrawn")), _UNDECIDED]
    rows = (_row(each, charter.promises[each.id], language) for each in counts.promises)
    yield from align([[text.within(language) for text in heading], *rows])


def _row(counts: PromiseCounts, promise: Promise, language: Language) -> list[str]:
    title = promise.title.within(language) if promise.title is not None else promise.id
    numbers = (*counts.tally.counts, counts.lapsed, counts.withdrawn, counts.undecided_triggers)
    return [shorten(visible(title), _WIDEST_TITLE), *map(write_count, numbers)]
