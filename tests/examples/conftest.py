"""The examples, each audited once for all tests."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import yaml

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.events.logs import Counts
from jiannuo.core.engines.findings.findings_files import read_findings
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.engines.results.result_folder import FINDINGS
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.event_table import EventTable
from tests.conftest import REPOSITORY, SHARED_DATA, SHARED_DATA_IS_ABSENT

EXAMPLES = REPOSITORY / "examples"
SHIPPED = {
    "servicenow-incidents": "data/incidents.csv.gz",
    "flights": "data/flights.parquet",
    "uptime": "data/checks.csv.gz",
}
ABSENT = {
    "traffic-fines": "road_traffic_fines/traffic_fines_full.parquet",
    "permits": "env_permit_receipt/receipt.csv.gz",
    "hospital-billing": "hospital_billing/hospital_billing_full.parquet",
    "fire-calls": "sf_fire_calls/sffd_service_calls_10k.csv.gz",
}


def log_of(name: str) -> Path:
    """Return the file of an example; the test is skipped if it belongs to the data that is not shipped and is absent."""
    if name in SHIPPED:
        return EXAMPLES / name / SHIPPED[name]
    if not SHARED_DATA.is_dir():
        pytest.skip(SHARED_DATA_IS_ABSENT)
    return SHARED_DATA / ABSENT[name]


def expected_of(name: str) -> dict:
    return yaml.safe_load((EXAMPLES / name / "expected.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Audited:
    """What an audit found; the events, which take much memory, are let go but for those that conclude an incident."""

    counts: Counts
    subjects: int
    findings: pa.Table
    concluded: tuple[Event, ...]

    def endings(self) -> dict[str, dict[str, int]]:
        """Return how many findings of each promise ended how, by `verdict/reason`."""
        found: dict[str, Counter] = {}
        columns = (self.findings.column(name).to_pylist() for name in ("promise", "verdict", "reason"))
        for promise, verdict, reason in zip(*columns, strict=True):
            found.setdefault(promise, Counter())[f"{verdict}/{reason}"] += 1
        return {promise: dict(counts) for promise, counts in found.items()}


def subjects_of(table: EventTable, keys: tuple[str, ...]) -> set[tuple[object, ...]]:
    """Return the keys of all events."""
    found: set[tuple[object, ...]] = set()
    for type_ in table.types:
        rows = np.flatnonzero(table.type == table.types.index(type_))
        found.update(zip(*(table.attributes[type_, key].taken(rows).objects() for key in keys), strict=True))
    return found


def events_of(table: EventTable, type_: str) -> Iterator[Event]:
    """Yield the events of one type."""
    if type_ in table.types:
        yield from table.taken(np.flatnonzero(table.type == table.types.index(type_))).events()


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Audited]:
    """Return a function that audits an example, each only once."""
    done: dict[str, Audited] = {}

    def audited_once(name: str) -> Audited:
        if name not in done:
            out = tmp_path_factory.mktemp("examples") / name
            charter, mapping = read_charter(EXAMPLES / name / "charter"), read_mapping(EXAMPLES / name / "mapping.yaml")
            found = audit(AuditRequest(charter, mapping, (log_of(name),)), out=out)
            keys = charter.subjects[next(iter(charter.subjects))].id
            subjects = subjects_of(found.read.table, keys)
            concluded = tuple(events_of(found.read.table, "incident_concluded"))
            done[name] = Audited(found.read.counts, len(subjects), read_findings(out / FINDINGS), concluded)
        return done[name]

    return audited_once
