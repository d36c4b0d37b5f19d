"""`jiannuo audit`: the verdict on every promise, for a log as a whole and one by one."""

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jiannuo.core.engines.auditing import Audit, AuditRequest, audit
from jiannuo.core.engines.evidence_files import keep_charter, keep_evidence
from jiannuo.core.engines.judges import KERNEL
from jiannuo.core.engines.mapping_reading import read_mapping
from jiannuo.core.engines.result_folder import REPORT
from jiannuo.core.engines.result_problems import NOTHING_IN_LOG
from jiannuo.core.engines.summary_files import Summary, summary_as_json
from jiannuo.core.rendering.report import render_report
from jiannuo.core.rendering.terminal import write_summary
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.problems import Place, Refusal
from jiannuo.core.values.texts import Language, Text
from jiannuo.interfaces.cli import exits
from jiannuo.interfaces.cli.charter_loading import load_charter
from jiannuo.interfaces.cli.progress import Progress
from jiannuo.interfaces.cli.reporting import compose_result
from jiannuo.interfaces.cli.session import Session

_WRITTEN = Text(zh="结果在 {folder}，报告是 {report}。", en="The results are in {folder}; the report is {report}.")


def run(arguments: Namespace, session: Session) -> int:
    """Audit the files named, write the results where `--out` says and print the summary."""
    request = _request(arguments, session.language)
    with TemporaryDirectory() as passing, Progress(session) as progress:
        work = _Work(request, arguments, session.language, progress)
        out = Path(arguments.out or Path(passing, "result"))
        audited = _audit(work, out)
    if session.form == "json":
        session.write_json(summary_as_json(audited.summary))
    else:
        session.say(work.summary.rstrip("\n"))
        if arguments.out:
            session.say("")
            session.say(_WRITTEN.filled(folder=out, report=out / REPORT))
    return exit_after_audit(audited.summary)


def exit_after_audit(summary: Summary) -> int:
    """Return 1 if anything is broken, 3 if anything is unknown or nothing was decided, 0 otherwise."""
    tally = summary.tally
    if tally.broken:
        return exits.BROKEN
    undecided = tally.unknown or any(promise.undecided_triggers for promise in summary.promises)
    return exits.UNDECIDED if undecided or not (tally.kept or tally.excused) else exits.ALL_WELL


@dataclass(slots=True)
class _Work:
    """Finishes the folder of a result; `summary` is what the terminal shows of it."""

    request: AuditRequest
    arguments: Namespace
    language: Language
    progress: Progress
    summary: str = ""

    def finish(self, audited: Audit, folder: Path) -> None:
        """Add the report and what explains single findings, all of which only a folder that stays needs."""
        self.progress("writing", 0, 2)
        result = compose_result(audited, self.request, folder)
        self.summary = write_summary(result, language=self.language)
        self.progress("writing", 1, 2)
        if self.arguments.out:
            (folder / REPORT).write_text(render_report(result), encoding="utf-8")
            keep_evidence(audited.read.table, result.findings, folder, charter=self.request.charter)
            parameters = Path(self.arguments.parameters) if self.arguments.parameters else None
            keep_charter(Path(self.arguments.charter), folder, parameters=parameters)
        self.progress("writing", 2, 2)


def _audit(work: _Work, out: Path) -> Audit:
    try:
        return audit(work.request, out=out, finish=work.finish, progress=work.progress)
    except Refusal as refusal:
        if any(problem.kind is NOTHING_IN_LOG for problem in refusal.problems):
            raise exits.NothingToJudge(*refusal.problems) from refusal
        raise


def _request(arguments: Namespace, language: Language) -> AuditRequest:
    charter = load_charter(arguments)
    mapping = read_mapping(Path(arguments.log))
    files = tuple(Path(name) for name in arguments.events)
    as_of = _as_of(arguments.as_of, charter.zone)
    return AuditRequest(charter, mapping, files, as_of=as_of, language=language, engine=arguments.engine or KERNEL)


def _as_of(written: str | None, zone: str) -> int | None:
    """Return the instant told; without an offset it is read in the charter's zone, in which results show it."""
    if written is None:
        return None
    try:
        return read_instant(written, zone=zone)
    except Refusal as refusal:
        raise Refusal(*(problem.placed(Place("--as-of")) for problem in refusal.problems)) from refusal
