"""A city can be audited as it is written: its mapping takes every row, and the audit finds what the judge finds."""

from pathlib import Path

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.buckets.judging_files import judge_parquet
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.simulation.writing import EVENTS, MAPPING, write_city
from tests.conftest import REPOSITORY


def test_every_row_is_taken_and_judged_as_without_a_mapping(tmp_path: Path) -> None:
    city = write_city(tmp_path, orders=100, seed=3).city
    charter, mapping = read_charter(REPOSITORY / "charters/ride-hailing"), read_mapping(tmp_path / MAPPING)
    audited = audit(AuditRequest(charter, mapping, (tmp_path / EVENTS,)))
    assert len(audited.read.rejects) == 0
    assert sum(audited.read.counts.events_by_type.values()) == city.events.num_rows
    assert (mapping.origin.simulated, audited.read.last_instant) == (True, city.until)
    verdicts = judge_parquet(charter, tmp_path / EVENTS).verdicts()
    for promise in audited.summary.promises:
        told = {verdict: getattr(promise.tally, verdict) for verdict in ("kept", "broken", "excused", "unknown")}
        assert told == {verdict: verdicts[promise.id].get(verdict, 0) for verdict in told}, promise.id
