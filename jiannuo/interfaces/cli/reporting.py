"""The result of an audit for readers: what the engines found and what the charter says, put together."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from jiannuo.core.charters.explaining.explaining import explain_charter
from jiannuo.core.charters.explaining.labelling import event_names, labels_of
from jiannuo.core.engines.auditing import Audit, AuditRequest
from jiannuo.core.engines.findings.findings_files import read_findings
from jiannuo.core.engines.results.result_folder import FINDINGS
from jiannuo.core.engines.tabular.tables import Reject
from jiannuo.core.engines.what_ifs.limit_steps import limit_steps
from jiannuo.core.judging.reasons import REASONS
from jiannuo.core.rendering.describing import describe_causes, describe_promises, unused_events
from jiannuo.core.rendering.findings.masking import for_others
from jiannuo.core.rendering.goals import describe_goals
from jiannuo.core.rendering.indicators.made_of import durations_of
from jiannuo.core.rendering.results import LogStory, Result, SetAside
from jiannuo.core.values.problems import Problem
from jiannuo.core.values.texts import Text
from jiannuo.interfaces.cli.origins import compose_origin


def compose_result(audited: Audit, request: AuditRequest, folder: Path) -> Result:
    """Return the audit as others may see it, or whole as an own copy; its findings are those written in the folder."""
    charter, summary = request.charter, audited.summary
    explanations = {id: explain_charter(charter, promise=id) for id in charter.promises}
    whole = Result(
        title=charter.title,
        edition=charter.edition,
        zone=charter.zone,
        promises=describe_promises(charter, explanations=explanations),
        findings=read_findings(folder / FINDINGS),
        log=_story(audited, request),
        as_of=summary.as_of,
        engine_version=summary.engine_version,
        reasons=REASONS,
        causes=describe_causes(charter),
        names=event_names(charter),
        indicators=summary.indicators,
        goals=describe_goals(charter),
        own_copy=request.own_copy,
        least_group=charter.least_group,
        labels=labels_of(charter),
        durations=durations_of(charter),
    )
    return for_others(whole)


def with_limits(result: Result, audited: Audit, request: AuditRequest) -> Result:
    """Return the same with what other limits would have come to, which only a report shows."""
    return replace(result, limits=limit_steps(request.charter, audited.read, as_of=audited.summary.as_of))


def _story(audited: Audit, request: AuditRequest) -> LogStory:
    summary = audited.summary
    first, last = summary.span or (None, None)
    return LogStory(
        origin=compose_origin(request.mapping, request.files),
        events=summary.counts.events,
        first=first,
        last=last,
        complete_until=summary.complete_until,
        gaps=summary.gaps,
        rejects=set_aside(audited.read.rejects),
        unused=unused_events(request.charter, counts=summary.counts.events_by_type),
        undecided={p.id: p.undecided_triggers for p in summary.promises if p.undecided_triggers},
    )


def set_aside(rejects: Iterable[Reject]) -> tuple[SetAside, ...]:
    """Count rejects by the kind of problem, most frequent first; what was found in single rows is left out."""
    counts: dict[str, int] = {}
    examples: dict[str, Problem] = {}
    for reject in rejects:
        counts[reject.problem.code] = counts.get(reject.problem.code, 0) + 1
        examples.setdefault(reject.problem.code, reject.problem)
    frequent = sorted(counts, key=lambda code: (-counts[code], code))
    return tuple(SetAside(_in_general(examples[code]), counts[code]) for code in frequent)


def _in_general(problem: Problem) -> Text:
    anything = replace(problem, values=dict.fromkeys(problem.values, "…"))
    return Text(zh=anything.message("zh"), en=anything.message("en"))
