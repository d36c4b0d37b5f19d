"""Real files: every row is accounted for, and the counts are those that others published (READMEs of the data)."""

import csv
import gzip
import json
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from xml.sax.saxutils import quoteattr
from zipfile import ZipFile

import pytest

from jiannuo.core.engines.events.logs import ReadLog, read_log
from jiannuo.core.engines.mapping.mapping import ColumnName, TableFormat
from jiannuo.core.engines.tabular.table_reading import read_table
from jiannuo.core.judging.event import Event
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import account, instant, mapping_of

INCIDENTS = "uci_incident_servicenow/incident_event_log_full_prefixes_stripped.csv.gz"
FIRST_INCIDENTS = "uci_incident_servicenow/incident_event_log_original_first119998.csv.gz"


def read(folder: Path, data: Path, mapping: str) -> ReadLog:
    """Read a real file by a mapping and hold its account to add up."""
    log = read_log(mapping_of(folder, mapping), [data])
    account(log)
    assert log.rejects == ()
    return log


def subjects(log: ReadLog) -> int:
    """Return how many different cases the events name."""
    return len({event.attributes["case"] for event in log.log.events})


def test_incidents_one_event_per_row(shared_data: Path, tmp_path: Path) -> None:
    mapping = """\
mapping: {id: incidents, zone: UTC}
format: {nulls: "?", times: "%d/%m/%Y %H:%M"}
sequence: row
events:
  - event: updated
    at: sys_updated_at
    attributes: {case: number, state: ident_state, category: "category#1", subcategory: "category#2", sla: made_sla}
"""
    log = read(tmp_path, shared_data / INCIDENTS, mapping)
    assert (log.counts.rows, log.counts.events, subjects(log)) == (141_712, 141_712, 24_918)
    first, last = log.log.events[0], log.log.events[-1]
    assert (first.id, first.seq, last.seq) == ("incident_event_log_full_prefixes_stripped.csv.gz:2:updated", 2, 141_713)
    assert (first.attributes["category"], first.attributes["subcategory"]) == ("55", "170")
    assert sum(event.attributes["sla"] == "true" for event in log.log.events) == 132_497
    assert log.span is not None and log.span[0] == instant(2016, 2, 29, 1, 23)


def test_incidents_milestones_and_changes_of_state(shared_data: Path, tmp_path: Path) -> None:
    mapping = """\
mapping: {id: incidents, zone: UTC}
format: {nulls: "?", times: "%d/%m/%Y %H:%M"}
sequence: row
attributes: {case: number}
events:
  - {event: opened, at: opened_at, once per: number}
  - {event: resolved, at: resolved_at, when: resolved_at is not null, once per: number}
  - {event: closed, at: closed_at, once per: number, keep: last, attributes: {sla: made_sla}}
  - {event: moved, at: sys_updated_at, changes: ident_state, case: number, attributes: {state: ident_state}}
"""
    log = read(tmp_path, shared_data / INCIDENTS, mapping)
    by_type = log.counts.events_by_type
    assert (by_type["opened"], by_type["closed"]) == (24_918, 24_918)
    closed = [event for event in log.log.events if event.type == "closed"]
    assert sum(event.attributes["sla"] == "true" for event in closed) == 15_803
    assert log.counts.rows_used + log.counts.rows_without_event == 141_712


def test_the_first_incidents_in_their_original_words(shared_data: Path, tmp_path: Path) -> None:
    """The names of cases and of the header were cut in the whole file; what both hold is the same in the same order."""
    logs = {
        prefix: read(tmp_path, shared_data / file, FIRST.replace("STATE", f"{prefix.lower()}ident_state"))
        for prefix, file in (("INC", FIRST_INCIDENTS), ("", INCIDENTS))
    }
    first, whole = logs["INC"].log.events, logs[""].log.events
    assert (len(first), subjects(logs["INC"])) == (
        119_998,
        len({event.attributes["case"] for event in whole[:119_998]}),
    )
    both = zip(first, whole, strict=False)
    assert all(told(event) == (f"INC{case}", *rest) for event, (case, *rest) in ((one, told(two)) for one, two in both))


FIRST = """\
mapping: {id: incidents, zone: UTC}
format: {nulls: "?", times: "%d/%m/%Y %H:%M"}
sequence: row
events:
  - event: updated
    at: sys_updated_at
    attributes: {case: number, state: STATE, sla: made_sla}
"""


def told(event: Event) -> tuple[object, ...]:
    """Return what an update of an incident says: of which, in which state, and when."""
    return (*(event.attributes[name] for name in ("case", "state", "sla")), event.at)


def test_series_of_servers_and_traffic(shared_data: Path, tmp_path: Path) -> None:
    with ZipFile(shared_data / "nab/nab_real.zip") as packed:
        packed.extractall(tmp_path)
    files = sorted(tmp_path.glob("data/*/*.csv"))
    mapping = (
        "mapping: {id: points, zone: UTC}\nevents:\n  - {event: point, at: timestamp, attributes: {value: value}}\n"
    )
    logs = [read(tmp_path, file, mapping) for file in files]
    counts = {file.stem: log.counts.events for file, log in zip(files, logs, strict=True)}
    assert (len(files), sum(counts.values())) == (31, 152_965)
    assert counts["ec2_request_latency_system_failure"] == 4_032


def test_traffic_fines(shared_data: Path, tmp_path: Path) -> None:
    mapping = """\
mapping: {id: fines, zone: Europe/Rome}
sequence: {column: .order}
events:
  - event: {column: activity}
    at: timestamp
    attributes: {case: case_id}
"""
    log = read(tmp_path, shared_data / "road_traffic_fines/traffic_fines_full.parquet", mapping)
    types = log.counts.events_by_type
    assert (log.counts.events, subjects(log), len(types)) == (561_470, 150_370, 11)
    assert (types["Send Fine"], types["Payment"], types["Add penalty"]) == (103_987, 77_601, 79_860)
    assert types["Send for Credit Collection"] == 59_013


def test_permits(shared_data: Path, tmp_path: Path) -> None:
    mapping = """\
mapping: {id: permits}
events:
  - event: {column: "concept:name"}
    at: "time:timestamp"
    attributes: {case: "case:concept:name"}
"""
    log = read(tmp_path, shared_data / "env_permit_receipt/receipt.csv.gz", mapping)
    assert (log.counts.events, subjects(log), len(log.counts.events_by_type)) == (8_577, 1_434, 27)


def test_uptime_checks(shared_data: Path, tmp_path: Path) -> None:
    mapping = """\
mapping: {id: uptime}
sequence: row
events:
  - event: {column: status, names: {up: came_up, down: went_down}}
    at: committed_at
    attributes: {case: slug, name: site}
"""
    log = read(tmp_path, shared_data / "uptime_bern_digitaleditions/checks.csv.gz", mapping)
    assert log.counts.events_by_type == {"came_up": 9_739, "went_down": 791}
    assert (log.counts.events, subjects(log)) == (10_530, 51)
    assert len({event.attributes["name"] for event in log.log.events}) == 54


def test_flights(shared_data: Path, tmp_path: Path) -> None:
    mapping = """\
mapping: {id: flights}
events:
  - event: flight
    at: {column: time_hour, add: {column: minute, unit: min}}
    attributes: {case: tailnum, delay: arr_delay}
"""
    log = read_log(mapping_of(tmp_path, mapping), [shared_data / "nycflights13/flights.parquet"])
    account(log)
    assert log.counts.events == 336_776
    assert sum("delay" in event.attributes for event in log.log.events) == 327_346
    assert log.log.events[0].at == instant(2013, 1, 1, 10, 15)  # 05:15 in New York


def test_hospital_billing_has_a_case_named_na(shared_data: Path, tmp_path: Path) -> None:
    mapping = """\
mapping: {id: billing, zone: Europe/Amsterdam}
sequence: {column: .order}
events:
  - event: {column: activity}
    at: timestamp
    attributes: {case: case_id}
"""
    file = shared_data / "hospital_billing/hospital_billing_full.parquet"
    log = read_log(mapping_of(tmp_path, mapping), [file])
    account(log)
    assert log.counts.rows == 451_359
    # The clock of Amsterdam skipped an hour each spring: what the source entered there stands among the rejects.
    assert log.counts.events + log.counts.rejects == 451_359
    assert set(log.counts.rejects_by_code) <= {"L114"}
    assert subjects(log) == 100_000
    assert any(event.attributes["case"] == "NA" for event in log.log.events)


@pytest.mark.parametrize(
    ("file", "cases", "activities", "rows", "counts"),
    [
        ("hospital_billing/hospital_billing_full.parquet", "case_id", "activity", 451_359, (100_000, 18, 1_020)),
        ("road_traffic_fines/traffic_fines_full.parquet", "case_id", "activity", 561_470, (150_370, 11, 231)),
        ("env_permit_receipt/receipt.csv.gz", "case:concept:name", "concept:name", 8_577, (1_434, 27, 116)),
    ],
)
def test_cases_activities_and_variants_are_those_that_were_published(
    file: str, cases: str, activities: str, rows: int, counts: tuple[int, int, int], shared_data: Path
) -> None:
    """A variant is the sequence of a case's activities in the order of the file."""
    table = read_table([shared_data / file], format=TableFormat(), columns=[ColumnName(cases), ColumnName(activities)])
    case_codes, activity_codes = table.columns[cases].codes.tolist(), table.columns[activities].codes.tolist()
    sequences: dict[int, list[int]] = {}
    for case, activity in zip(case_codes, activity_codes, strict=True):
        sequences.setdefault(case, []).append(activity)
    variants = set(map(tuple, sequences.values()))
    assert len(table) == rows
    assert (len(sequences), len(set(activity_codes)), len(variants)) == counts


@pytest.mark.parametrize("cut", [1_000, 1_000_000])
def test_a_real_file_that_breaks_off_is_refused(cut: int, shared_data: Path, tmp_path: Path) -> None:
    broken = tmp_path / "incidents.csv.gz"
    broken.write_bytes((shared_data / INCIDENTS).read_bytes()[:-cut])
    mapping = (
        "mapping: {id: a, zone: UTC}\nformat: {times: '%d/%m/%Y %H:%M'}\nevents:\n  - {event: opened, at: opened_at}\n"
    )
    with pytest.raises(Refusal) as caught:
        read_log(mapping_of(tmp_path, mapping), [broken])
    assert [problem.code for problem in caught.value.problems] == ["L002"]


# --- the same rows in other formats


def content(log: ReadLog) -> list[Event]:
    """Return the events without what names their row: a file with a header counts one more."""
    return [replace(event, id="", seq=None) for event in log.log.events]


def rows_of(file: Path) -> list[dict[str, str]]:
    """Return the rows of a real file as another reader sees them."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        header, *rows = csv.reader(text)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_incidents_as_json_lines_are_the_same_log(shared_data: Path, tmp_path: Path) -> None:
    mapping = """\
mapping: {id: incidents, zone: UTC}
format: {nulls: "?", times: "%d/%m/%Y %H:%M"}
sequence: row
attributes: {case: number}
events:
  - {event: opened, at: opened_at, once per: number, attributes: {priority: priority}}
  - {event: resolved, at: resolved_at, when: resolved_at is not null, once per: number}
  - {event: moved, at: sys_updated_at, changes: ident_state, case: number, attributes: {state: ident_state}}
"""
    rows = rows_of(shared_data / INCIDENTS)[:20_000]
    with (tmp_path / "incidents.jsonl").open("w", encoding="utf-8") as text:
        text.writelines(json.dumps(row) + "\n" for row in rows)
    with (tmp_path / "incidents.csv").open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([rows[0], *(row.values() for row in rows)])
    lines, table = (read(tmp_path, tmp_path / f"incidents.{kind}", mapping) for kind in ("jsonl", "csv"))
    assert content(lines) == content(table)
    assert (lines.counts, lines.span) == (table.counts, table.span)
    assert (lines.counts.rows, lines.counts.events_by_type["opened"]) == (20_000, len({row["number"] for row in rows}))


def test_permits_as_xes_are_the_same_log(shared_data: Path, tmp_path: Path) -> None:
    mapping = """\
mapping: {id: permits}
events:
  - event: {column: "concept:name"}
    at: "time:timestamp"
    attributes: {case: "case:concept:name", who: "org:resource", channel: "case:channel"}
"""
    file = shared_data / "env_permit_receipt/receipt.csv.gz"
    rows = sorted(rows_of(file), key=itemgetter("case:concept:name"))
    with gzip.open(tmp_path / "permits.xes.gz", "wt", encoding="utf-8", compresslevel=1) as text:
        text.write("<log>")
        for _, events in groupby(rows, itemgetter("case:concept:name")):
            text.write(trace_of(list(events)))
        text.write("</log>")
    xes, table = read(tmp_path, tmp_path / "permits.xes.gz", mapping), read(tmp_path, file, mapping)
    assert sorted(map(repr, content(xes))) == sorted(map(repr, content(table)))
    assert (xes.counts, xes.span) == (table.counts, table.span)
    assert (xes.counts.rows, subjects(xes), len(xes.counts.events_by_type)) == (8_577, 1_434, 27)


def trace_of(rows: list[dict[str, str]]) -> str:
    """Return the rows of one case as a trace of XES."""
    case = "".join(attribute(name.removeprefix("case:"), rows[0][name]) for name in rows[0] if name.startswith("case:"))
    events = (
        "".join(attribute(name, value) for name, value in row.items() if not name.startswith("case:")) for row in rows
    )
    return f"<trace>{case}{''.join(f'<event>{event}</event>' for event in events)}</trace>"


def attribute(name: str, value: str) -> str:
    """Return an attribute of XES."""
    return f"<string key={quoteattr(name)} value={quoteattr(value)}/>"


CHINESE = """\
mapping: {id: desk, zone: Asia/Shanghai}
format: {encoding: ENCODING}
events:
  - event: {column: 事项, names: {受理: accepted, 答复: replied}}
    at: 时间
    attributes: {case: 编号, by: 经办人, words: 内容}
"""


@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz", "log.jsonl"])
def test_a_chinese_log_in_gb18030_is_the_same_log(name: str, tmp_path: Path) -> None:
    row = ["单-1", "受理", "2024-07-15 09:00", "\U00020bb7野家", "“€”，鷗"]
    header = ["编号", "事项", "时间", "经办人", "内容"]
    rows = [row, ["单-1", "答复", "2024-07-15 10:00", "李", "已办"], ["单-2", "受理", "2024-07-15 11:00", "䶮", ""]]
    lines = [json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) for row in rows]
    text = "\n".join(lines if "jsonl" in name else [",".join(row) for row in (header, *rows)])
    logs = []
    for encoding in ("gb18030", "utf-8", "utf-8-sig"):
        data = text.encode(encoding)
        file = tmp_path / encoding / name
        file.parent.mkdir()
        file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        logs.append(read(tmp_path, file, CHINESE.replace("ENCODING", encoding)))
    assert logs[0].log == logs[1].log == logs[2].log
    assert logs[0].log.events[0].attributes == {"case": "单-1", "by": "\U00020bb7野家", "words": "“€”，鷗"}
    assert logs[0].counts.events_by_type == {"accepted": 2, "replied": 1}
