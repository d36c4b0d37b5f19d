"""`jiannuo audit`: the verdict on every promise, for a log as a whole and one by one."""

from argparse import Namespace
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from jiannuo.core.engines.auditing import Audit, AuditRequest, audit
from jiannuo.core.engines.judges import KERNEL
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.engines.results.evidence_files import keep_charter, keep_evidence
from jiannuo.core.engines.results.result_folder import REPORT
from jiannuo.core.engines.results.summary_files import summary_as_json
from jiannuo.core.rendering.indicators.indicator_tables import IN_SUMMARY, OWN_COPY, write_indicators
from jiannuo.core.rendering.report import render_report
from jiannuo.core.rendering.terminal import write_summary
from jiannuo.core.values.texts import Language, Text
from jiannuo.interfaces.cli.charter_loading import load_charter
from jiannuo.interfaces.cli.exporting import check_exports, write_exports
from jiannuo.interfaces.cli.judging import exit_after_judging, nothing_is_no_failure, read_as_of, tell_of_compiling
from jiannuo.interfaces.cli.progress import Progress
from jiannuo.interfaces.cli.reporting import compose_result, with_limits
from jiannuo.interfaces.cli.session import Session

_WRITTEN = Text(zh="结果在 {folder}，报告是 {report}。", en="The results are in {folder}; the report is {report}.")
_ONCE_WRITTEN = Text(
    zh="用 --out 写出的 summary.json，或另加 --xlsx、--csv 写出的指标表",
    en="the summary.json that --out writes, and in the indicators that --xlsx and --csv write beside it",
)


def run(arguments: Namespace, session: Session) -> int:
    """Audit the files named, write the results where `--out` says and print the summary."""
    check_exports(arguments)
    request = _request(arguments, session.language)
    with TemporaryDirectory() as passing, Progress(session) as progress:
        work = _Work(request, arguments, session.language, progress)
        out = Path(arguments.out or Path(passing, "result"))
        if request.engine == KERNEL:
            tell_of_compiling(progress)
        audited = _audit(work, out)
    if session.form == "json":
        session.write_json(summary_as_json(audited.summary))
    else:
        session.say(work.summary.rstrip("\n"))
        figures = _figures(audited, request, where=IN_SUMMARY if arguments.out else _ONCE_WRITTEN)
        if figures:
            session.say(f"\n{figures}")
            if arguments.own_copy:
                session.say("")
                session.say(OWN_COPY)
        if arguments.out:
            session.say("")
            session.say(_WRITTEN.filled(folder=out, report=out / REPORT))
            for said in work.exported:
                session.say(said)
    undecided = any(promise.undecided_triggers for promise in audited.summary.promises)
    return exit_after_judging(audited.summary.tally, is_undecided=undecided)


def _figures(audited: Audit, request: AuditRequest, *, where: Text) -> str:
    return write_indicators(audited.summary.indicators, request.charter, language=request.language, where=where)


@dataclass(slots=True)
class _Work:
    """Finishes the folder of a result; `summary` is what the terminal shows of it, `exported` what it says of exports."""

    request: AuditRequest
    arguments: Namespace
    language: Language
    progress: Progress
    summary: str = ""
    exported: list[Text] = field(default_factory=list)

    def finish(self, audited: Audit, folder: Path) -> None:
        """Add the report and what explains single findings, all of which only a folder that stays needs."""
        self.progress("writing", 0, 2)
        result = compose_result(audited, self.request, folder)
        self.summary = write_summary(result, language=self.language)
        self.progress("writing", 1, 2)
        if self.arguments.out:
            (folder / REPORT).write_text(render_report(with_limits(result, audited, self.request)), encoding="utf-8")
            self.exported = write_exports(self.arguments, folder, audited, result, self.language)
            charter, simulated = self.request.charter, result.log.origin.simulated
            keep_evidence(audited.read.table, result.findings, folder, charter=charter, simulated=simulated)
            parameters = Path(self.arguments.parameters) if self.arguments.parameters else None
            keep_charter(Path(self.arguments.charter), folder, parameters=parameters)
        self.progress("writing", 2, 2)


def _audit(work: _Work, out: Path) -> Audit:
    with nothing_is_no_failure():
        return audit(work.request, out=out, finish=work.finish, progress=work.progress)


def _request(arguments: Namespace, language: Language) -> AuditRequest:
    charter = load_charter(arguments)
    mapping = read_mapping(Path(arguments.log))
    files = tuple(Path(name) for name in arguments.events)
    as_of = read_as_of(arguments.as_of, zone=charter.zone)
    return AuditRequest(
        charter,
        mapping,
        files,
        as_of=as_of,
        language=language,
        engine=arguments.engine or KERNEL,
        own_copy=arguments.own_copy,
    )
