"""Auditing a log: read it, judge it, write the findings as they come, and count."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from jiannuo import __version__
from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.events.logs import ReadLog, read_log
from jiannuo.core.engines.events.rejects import write_rejects
from jiannuo.core.engines.findings.findings_files import FindingsWriter
from jiannuo.core.engines.indicators import compute_indicators
from jiannuo.core.engines.judges import KERNEL, Case, engine_named
from jiannuo.core.engines.mapping.mapping import Mapping as LogMapping
from jiannuo.core.engines.mapping.mapping import Origin
from jiannuo.core.engines.result_problems import NOTHING_IN_LOG
from jiannuo.core.engines.results.result_folder import FINDINGS, REJECTS, SUMMARY, ResultFolder
from jiannuo.core.engines.results.summarizing import Counter, PromiseSummary, count_findings, summaries
from jiannuo.core.engines.results.summary_files import Summary, summary_as_json
from jiannuo.core.engines.results.told_figures import told_to_others
from jiannuo.core.engines.simulated_logs import is_simulated
from jiannuo.core.engines.tabular.tables import Progress
from jiannuo.core.judging.kernel.figures.observed_findings import FindingStore
from jiannuo.core.judging.kernel.streams.known import known_rows
from jiannuo.core.judging.kernel.streams.reported_gaps import SOURCE_GAP, with_reported_gaps
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Language


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """What to audit: a charter, the files of a log with their mapping, and the instant as of which to judge.

    `as_of` is in microseconds UTC; without it, it is the last instant of the log. `language` is that of rejects.csv, and
    `engine` names who judges (see `judges.ENGINES`). Figures are those that may be told to others, unless it is an `own_copy`.
    """

    charter: Charter
    mapping: LogMapping
    files: tuple[Path, ...]
    as_of: int | None = None
    language: Language = "zh"
    engine: str = KERNEL
    own_copy: bool = False

    @property
    def simulated(self) -> bool:
        """Tell whether the events were made up: the mapping says so, or a file does."""
        return is_simulated(self.files, mapping=self.mapping)


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found: its figures, and the log with the account of its rows."""

    summary: Summary
    read: ReadLog


Finish = Callable[[Audit, Path], None]
"""Given the audit and the folder its files lie in, before the folder is put into place: adds further files to it."""


def audit(
    request: AuditRequest,
    *,
    out: Path | None = None,
    finish: Finish | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Judge a log by a charter.

    With `out`, findings.parquet, rejects.csv and summary.json are written there, and what `finish` adds; the folder
    appears whole or not at all. Raises Refusal where there is no such engine, the log cannot be read or the
    result cannot be written.
    """
    engine_named(request.engine)  # looked for before the work begins, as the place is
    with ExitStack() as stack:
        # The place is looked at before the work begins, which may be long.
        folder = stack.enter_context(ResultFolder(out)) if out is not None else None
        read = read_log(request.mapping, request.files, charter=request.charter, progress=progress)
        audited = _judge(request, read, folder.partial if folder else None, progress)
        if folder is not None:
            rejects = folder.partial / REJECTS
            write_rejects(read.rejects, rejects, language=request.language, simulated=request.simulated)
            written = json.dumps(summary_as_json(audited.summary), ensure_ascii=False, indent=2)
            (folder.partial / SUMMARY).write_text(written + "\n", encoding="utf-8")
            if finish is not None:
                finish(audited, folder.partial)
    return audited


def _judge(request: AuditRequest, read: ReadLog, folder: Path | None, progress: Progress | None) -> Audit:
    charter = request.charter
    as_of = request.as_of if request.as_of is not None else read.last_instant
    if as_of is None:
        raise Refusal(NOTHING_IN_LOG.at())
    case = Case(charter, read, as_of, __version__)
    judge = engine_named(request.engine)(case)
    store = FindingStore(charter)
    counters = {promise.id: Counter(promise.id, promise.verb) for promise in charter.promises.values()}
    with ExitStack() as stack:
        writer = _writer(request, folder, stack)
        for batch in judge.batches(_judging(progress)):
            count_findings(counters, batch)
            store.keep(batch)
            if writer is not None:
                writer.write(batch)
    promises = summaries(counters.values(), zone=charter.zone, undecided=judge.undecided_triggers)
    summary = _summary(request, read, as_of, promises)
    tables = compute_indicators(case, store)
    told = tables if request.own_copy else told_to_others(tables, charter)
    return Audit(replace(summary, indicators=told, least_group=None if request.own_copy else charter.least_group), read)


def _writer(request: AuditRequest, folder: Path | None, stack: ExitStack) -> FindingsWriter | None:
    if folder is None:
        return None
    return stack.enter_context(FindingsWriter(folder / FINDINGS, simulated=request.simulated))


def _origin(request: AuditRequest) -> Origin | None:
    """Return where the log comes from by its mapping, and whether it was made up by whatever tells so."""
    origin = request.mapping.origin
    return replace(origin or Origin(), simulated=True) if request.simulated else origin


def _judging(progress: Progress | None) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda done, total: progress("judging", done, total)


def _summary(request: AuditRequest, read: ReadLog, as_of: int, promises: Sequence[PromiseSummary]) -> Summary:
    charter = request.charter
    reach: Mapping[str, int] = {source: each.complete_until for source, each in read.reach.items()}
    return Summary(
        charter=charter.id,
        title=charter.title,
        edition=charter.edition,
        zone=charter.zone,
        mapping=request.mapping.id,
        origin=_origin(request),
        files=tuple(sorted(path.name for path in request.files)),
        as_of=as_of,
        engine=request.engine,
        engine_version=__version__,
        promises=tuple(promises),
        counts=read.counts,
        span=read.span,
        complete_until=reach,
        gaps=_gaps(read, as_of),
    )


def _gaps(read: ReadLog, as_of: int) -> dict[str, int]:
    """Count the gaps of each source that has any: those declared, and those that events in force report."""
    reach = read.reach
    if SOURCE_GAP in read.table.types:
        reach = with_reported_gaps(reach, read.table, known_rows(read.table, as_of=as_of, known_to=None).rows)
    return {source: len(each.gaps) for source, each in reach.items() if each.gaps}
