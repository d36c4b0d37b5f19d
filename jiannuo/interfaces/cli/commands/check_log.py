"""`jiannuo log check`: what the files of a log hold, and what was set aside and why."""

from argparse import Namespace
from pathlib import Path

from jiannuo.core.charters.explaining.labelling import Names, event_names, named
from jiannuo.core.engines.events.log_checking import LogReport, SetAside, check_log
from jiannuo.core.engines.events.rejects import write_rejects
from jiannuo.core.engines.mapping.mapping import Mapping
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.engines.results.summary_files import counts_as_json, origin_as_json, span_as_json
from jiannuo.core.engines.simulated_logs import is_simulated
from jiannuo.core.rendering.terminal import tell_origin
from jiannuo.core.values.instants import write_instant
from jiannuo.core.values.texts import Text
from jiannuo.interfaces.cli import exits
from jiannuo.interfaces.cli.charter_loading import load_charter
from jiannuo.interfaces.cli.origins import compose_origin
from jiannuo.interfaces.cli.printing import print_problems, problem_as_json
from jiannuo.interfaces.cli.progress import Progress
from jiannuo.interfaces.cli.session import Session

_ROWS = Text(
    zh="共读取 {rows} 行：产生业务记录 {used} 行，重复 {copied} 行，搁置 {aside} 行，没有业务记录 {without} 行。",
    en="{rows} rows read: {used} made events, {copied} are copies, {aside} were set aside, {without} hold no event.",
)
_EVENTS = Text(zh="业务记录 {events} 条，其中：", en="{events} events:")
_SPAN = Text(zh="时间范围：{first} 至 {last}。", en="They span {first} to {last}.")
_REACH = Text(zh="来源 {source} 的业务记录完整到 {until}。", en="The source {source} is complete until {until}.")
_ONLY_SOURCE = Text(zh="业务记录完整到 {until}。", en="The log is complete until {until}.")
_GAPS = Text(zh="其中有 {count} 段中断。", en=" It has {count} gaps.")
_ASIDE = Text(zh="搁置的原因：", en="Set aside, by reason:")
_REASON = Text(
    zh="  {code}  {count} 次，例如 {file} 第 {row} 行：{message}{cure}",
    en="  {code}  {count} ×, for example {file} row {row}: {message} {cure}",
)
_WRITTEN = Text(zh="搁置的行已写入 {path}。", en="The rows set aside were written to {path}.")
_UNDECIDED = Text(
    zh="规则的条件因缺少数据而无法判断 {count} 次，这些行没有产生业务记录。",
    en="The conditions of the rules could not be decided {count} times for want of data; such rows made no event.",
)
_NOTHING = Text(zh="没有任何可用的业务记录。", en="There is no usable event.")


def run(arguments: Namespace, session: Session) -> int:
    """Report on the log; nothing usable in it counts as nothing to judge."""
    charter = load_charter(arguments) if arguments.charter else None
    mapping = read_mapping(Path(arguments.mapping))
    files = [Path(name) for name in arguments.files]
    with Progress(session) as bars:
        report = check_log(mapping, files, charter=charter, progress=bars)
    simulated = is_simulated(files, mapping=mapping)
    if arguments.rejects:
        write_rejects(report.rejects, Path(arguments.rejects), language=session.language, simulated=simulated)
    zone = charter.zone if charter is not None else "UTC"
    if session.form == "json":
        session.write_json({**report_as_json(report, mapping, zone=zone), "simulated": simulated})
    else:
        for line in tell_origin(compose_origin(mapping, files)):
            session.say(line)
        _tell(report, session, zone=zone, names=event_names(charter) if charter is not None else {})
        if arguments.rejects:
            session.say(_WRITTEN.filled(path=arguments.rejects))
    return exits.ALL_WELL if report.counts.events else exits.UNDECIDED


def _tell(report: LogReport, session: Session, *, zone: str, names: Names) -> None:
    counts = report.counts
    session.say(
        _ROWS.filled(
            rows=f"{counts.rows:,}",
            used=f"{counts.rows_used:,}",
            copied=f"{counts.rows_copied:,}",
            aside=f"{counts.rows_set_aside:,}",
            without=f"{counts.rows_without_event:,}",
        )
    )
    session.say(_EVENTS.filled(events=f"{counts.events:,}") if counts.events else _NOTHING)
    for name, count in counts.events_by_type.items():
        session.say(f"  {count:>9,}  {named(name, names).within(session.language)}")
    if report.span is not None:
        first, last = (write_instant(instant, zone=zone) for instant in report.span)
        session.say(_SPAN.filled(first=first, last=last))
    _tell_reach(report, session, zone)
    if counts.passed.get("undecided"):
        session.say(_UNDECIDED.filled(count=f"{counts.passed['undecided']:,}"))
    if report.set_aside:
        session.say(_ASIDE)
    for reason in report.set_aside:
        session.say(_reason(reason))
    print_problems(session, report.warnings)


def _tell_reach(report: LogReport, session: Session, zone: str) -> None:
    for source, reach in report.reach.items():
        sentence = _REACH if source else _ONLY_SOURCE
        said = sentence.filled(source=source, until=write_instant(reach.complete_until, zone=zone))
        gaps = _GAPS.filled(count=len(reach.gaps))
        session.say(Text(zh=said.zh + gaps.zh, en=said.en + gaps.en) if reach.gaps else said)


def _reason(reason: SetAside) -> Text:
    first = reason.example
    message = Text(zh=first.problem.message("zh"), en=first.problem.message("en"))
    cure = Text(zh=first.problem.cure("zh"), en=first.problem.cure("en"))
    return _REASON.filled(
        code=reason.code, count=f"{reason.count:,}", file=first.file, row=first.row, message=message, cure=cure
    )


def report_as_json(report: LogReport, mapping: Mapping, *, zone: str) -> dict[str, object]:
    """Return the report for machines."""
    return {
        "mapping": mapping.id,
        "origin": origin_as_json(mapping.origin),
        "files": list(report.files),
        "span": span_as_json(report.span, zone=zone),
        "sources": {
            name: _reach_as_json(reach.complete_until, len(reach.gaps), zone) for name, reach in report.reach.items()
        },
        **counts_as_json(report.counts),
        "reasons": [
            {
                **problem_as_json(reason.example.problem),
                "count": reason.count,
                "file": reason.example.file,
                "row": reason.example.row,
            }
            for reason in report.set_aside
        ],
        "warnings": [problem_as_json(warning) for warning in report.warnings],
    }


def _reach_as_json(until: int, gaps: int, zone: str) -> dict[str, object]:
    return {"complete_until": write_instant(until, zone=zone).replace(" ", "T"), "gaps": gaps}
