"""`jiannuo explain`: how one finding came about, from the folder of a result alone."""

from argparse import Namespace
from pathlib import Path

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.findings.findings_files import find_finding
from jiannuo.core.engines.results.evidence_files import find_evidence
from jiannuo.core.engines.results.result_folder import CHARTER, COUNTS, FINDINGS, PARAMETERS
from jiannuo.core.engines.simulated_logs import is_marked
from jiannuo.core.rendering.findings.finding_words import explain_finding
from jiannuo.core.rendering.terminal import SIMULATED
from jiannuo.core.values.problems import Refusal
from jiannuo.interfaces.cli import exits, problems
from jiannuo.interfaces.cli.session import Session


def run(arguments: Namespace, session: Session) -> int:
    """Explain the finding by the charter and the events that the result keeps."""
    folder = Path(arguments.in_)
    if not folder.is_dir():
        raise Refusal(problems.NO_SUCH_FOLDER.at(folder=folder))
    if (folder / COUNTS).exists():
        raise Refusal(problems.NO_EVENTS_KEPT.at(folder=folder))
    if not (folder / FINDINGS).exists():
        raise Refusal(problems.NO_RESULT.at(folder=folder, file=FINDINGS))
    finding = find_finding(folder / FINDINGS, arguments.finding)
    if finding is None:
        raise Refusal(problems.NO_SUCH_FINDING.at(name=arguments.finding, folder=folder))
    parameters = folder / PARAMETERS
    charter = read_charter(folder / CHARTER, parameters=parameters if parameters.exists() else None)
    explained = explain_finding(
        finding, charter=charter, events=find_evidence(folder, finding.evidence, charter=charter)
    )
    simulated = is_marked(folder / FINDINGS)
    if session.form == "json":
        said = {"finding": finding.id, "promise": finding.promise, "verdict": finding.verdict, "reason": finding.reason}
        own = {"owner_verdict": finding.owner_verdict, "simulated": simulated}
        session.write_json({**said, **own, "text": {"zh": explained.zh, "en": explained.en}})
    else:
        if simulated:
            session.say(SIMULATED)
        session.say(explained)
    return exits.ALL_WELL
