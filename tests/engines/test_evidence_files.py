"""What a result keeps of its events: typed values come back, personal ones only masked."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.results.evidence_files import find_evidence, keep_evidence
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.values.amounts import Money, Point, Quantity
from jiannuo.core.values.durations import read_duration
from tests.engines.written_logs import charter_of

CHARTER = """\
charter: {id: desk, title: {zh: 服务台, en: Desk}, zone: UTC, edition: "1", effective: 2000-01-01}
subjects: {ticket: {id: ticket, attributes: {grade: [graded.grade]}}}
events:
  opened: {of: ticket, attributes: {ticket: text, a: "TYPE optional", caller: text optional personal}}
  graded: {of: ticket, attributes: {ticket: text, grade: integer}}
  limit_set: {attributes: {place: text, limit: duration}}
  noted: {of: ticket}
tables:
  limits: {in: {grade: integer}, out: {limit: duration}, rows: [[1, 1 h]], otherwise: [2 h]}
  recorded: {in: {place: text}, out: {limit: duration}, rows from: limit_set}
promises:
  graded: {of: ticket, after: opened, expect: graded, within: "lookup('limits', ticket.grade)"}
  placed: {of: ticket, after: opened, expect: graded, within: "lookup('recorded', 'north')"}
"""


def kept(folder: Path, charter: Charter, *events: Event, evidence: list[str]) -> dict[str, Event]:
    """Return what is found again of events of which findings rest on some."""
    findings = pa.table({"evidence": pa.array([evidence], pa.list_(pa.string()))})
    keep_evidence(table_of(events), findings, folder, charter=charter)
    return dict(find_evidence(folder, evidence, charter=charter))


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("text", "it's 5 h"),
        ("integer", 7),
        ("number", Decimal("2.50")),
        ("boolean", True),
        ("instant", datetime(2024, 7, 15, 9, 30, 0, 5, UTC)),
        ("date", date(2024, 7, 15)),
        ("duration", read_duration("40 working h")),
        ("duration", read_duration("3 natural days")),
        ("money", Money(Decimal("10.50"), "CNY")),
        ("quantity mg/kg", Quantity(Decimal("0.3"), "mg/kg")),
        ("point", Point(31.23, 121.47)),
        ("list of integer", (1, 2)),
        ("list of text", ("a", "b c")),
    ],
)
def test_a_value_comes_back_as_it_was(type_: str, value: object, tmp_path: Path) -> None:
    charter = charter_of(tmp_path, CHARTER.replace("TYPE", type_))
    event = Event("e1", "opened", 5, 6, {"ticket": "A", "a": value}, seq=3, source="desk")
    assert kept(tmp_path, charter, event, evidence=["e1"]) == {"e1": event}


def test_a_personal_value_is_kept_masked_only(tmp_path: Path) -> None:
    charter = charter_of(tmp_path, CHARTER.replace("TYPE", "text"))
    event = Event("e1", "opened", 5, 5, {"ticket": "A", "caller": "13812341234"})
    found = kept(tmp_path, charter, event, evidence=["e1"])
    assert found["e1"].attributes == {"ticket": "A", "caller": "138****1234"}
    assert b"13812341234" not in (tmp_path / "evidence.parquet").read_bytes()


def test_of_all_other_events_only_those_that_limits_are_looked_up_by_are_kept(tmp_path: Path) -> None:
    charter = charter_of(tmp_path, CHARTER.replace("TYPE", "text"))
    events = [
        Event("1", "opened", 1, 1, {"ticket": "A"}),
        Event("2", "opened", 2, 2, {"ticket": "B"}),
        Event("3", "graded", 3, 3, {"ticket": "A", "grade": 1}),
        Event("4", "limit_set", 4, 4, {"place": "north", "limit": read_duration("1 h")}),
        Event("5", "noted", 5, 5, {"ticket": "A"}),
    ]
    assert sorted(kept(tmp_path, charter, *events, evidence=["1"])) == ["1", "3", "4"]
