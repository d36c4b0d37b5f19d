"""Small logs and mappings that the tests of this room write to disk."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.events.logs import ReadLog, read_log
from jiannuo.core.engines.mapping.mapping import Mapping
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.judging.event import Event
from jiannuo.core.values.instants import from_datetime
from jiannuo.core.values.problems import Problem, Refusal

ONE_EVENT_PER_ROW = """\
mapping: {id: desk, zone: UTC}
events:
  - event: {column: what, names: {Open: opened, Close: closed}}
    at: when
    attributes: {ticket: ticket}
"""

CHARTER = """\
charter: {id: desk, title: {zh: 服务台, en: Desk}, zone: UTC, edition: "1", effective: 2000-01-01}
subjects:
  ticket: {id: ticket}
events:
  opened: {of: ticket, attributes: {ticket: text, priority: "integer 1..5 optional", channel: "one of [web, phone] optional"}}
  closed: {of: ticket}
promises:
  closed-in-a-day: {of: ticket, after: opened, expect: closed, within: 24 h}
"""

WITH_IDS = ONE_EVENT_PER_ROW.replace(
    "at: when", "at: when\n    id: no\n    supersedes: instead_of\n    recorded_at: entered"
)
IDS = "no,instead_of,ticket,what,when,entered\n"

SOURCED = CHARTER.replace("closed: {of: ticket}", "closed: {of: ticket, source: desk}").replace(
    "subjects:", "sources: {desk: {SAYS}}\nsubjects:"
)

TYPED = """\
charter: {id: types, title: {zh: 类型, en: Types}, zone: UTC, edition: "1", effective: 2000-01-01}
subjects: {ticket: {id: ticket}}
events:
  seen: {of: ticket, attributes: {a: TYPE}}
promises:
  never-lost: {of: ticket, at: seen, require: ticket is not null}
"""


def written(path: Path, content: str | bytes) -> Path:
    """Write a file, compressed where its name says so, and return its path."""
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data, mtime=0) if path.name.endswith(".gz") else data)
    return path


def mapping_of(folder: Path, text: str = ONE_EVENT_PER_ROW) -> Mapping:
    """Return the mapping that a text declares."""
    return read_mapping(written(folder / "mapping.yaml", text))


def charter_of(folder: Path, text: str = CHARTER) -> Charter:
    """Return the charter that a text declares."""
    written(folder / "charter" / "charter.yaml", text)
    return read_charter(folder / "charter")


def log_of(folder: Path, rows: str | bytes, *, mapping: str = ONE_EVENT_PER_ROW, charter: str | None = None) -> ReadLog:
    """Return the log of one CSV file named log.csv."""
    file = written(folder / "log.csv", rows)
    return read_log(mapping_of(folder, mapping), [file], charter=charter_of(folder, charter) if charter else None)


def refused(error: Refusal) -> list[str]:
    """Return the codes of a refusal."""
    return [problem.code for problem in error.problems]


def only(problems: tuple[Problem, ...]) -> Problem:
    """Return the one problem there is."""
    (problem,) = problems
    return problem


def rejects_of(log: ReadLog) -> list[tuple[int, str]]:
    """Return row and code of everything that was set aside."""
    return [(reject.row, reject.problem.code) for reject in log.rejects]


def account(log: ReadLog) -> None:
    """Assert that the account of a log adds up by both equations, from counts made in different places."""
    counts = log.counts
    assert counts.rows == counts.rows_used + counts.rows_copied + counts.rows_set_aside + counts.rows_without_event
    looked_at = (counts.rows - counts.rows_unreadable) * counts.rules
    by_rules = counts.rejects - counts.rows_unreadable
    assert looked_at == counts.events + counts.duplicates + sum(counts.passed.values()) + by_rules
    assert counts.events == len(log.log.events) == sum(counts.events_by_type.values())
    assert counts.rejects == len(log.rejects) == sum(counts.rejects_by_code.values())


def instant(*parts: int) -> int:
    """Return the microseconds of a moment in UTC."""
    return from_datetime(datetime(*parts, tzinfo=UTC))  # type: ignore[misc, arg-type]


def told(log: ReadLog) -> list[tuple[str, str, int]]:
    """Return subject, type and instant of every event, sorted."""
    return sorted((str(event.attributes["ticket"]), event.type, event.at) for event in log.log.events)


def by_type(log: ReadLog, type_: str) -> list[Event]:
    """Return the events of a type in the order of their instants."""
    return sorted((event for event in log.log.events if event.type == type_), key=lambda event: event.at)
