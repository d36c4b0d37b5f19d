"""The incidents of a ServiceNow instance are judged by charters/it-service to figures that were found without Jiannuo."""

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.events.logs import Counts
from jiannuo.core.engines.findings.findings_files import read_findings
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.engines.results.result_folder import FINDINGS
from tests.charters import independent_tickets
from tests.conftest import REPOSITORY

PACK = REPOSITORY / "charters" / "it-service"
LOG = REPOSITORY / "examples" / "servicenow-incidents" / "data" / "incidents.csv.gz"
EXPECTED = {
    "request-recorded": {"kept": 11_386, "broken": 2_031},
    "request-recorded-and-dispatched": {"kept": 13_078, "broken": 339},
    "ticket-has-handler": {"kept": 21_835, "broken": 3_083},
    "ticket-tracked": {"kept": 100_477, "broken": 9_015},
    "ticket-responded": {"kept": 19_812, "broken": 4_448},
    "incident-resolved": {"kept": 20_958, "broken": 3_960},
    "ticket-closed-properly": {"kept": 24_673, "unknown": 257},
    "closed-ticket-untouched": {"kept": 24_794, "pending": 136},
}
"""Found by `python -m tests.charters.independent_tickets FILE`; every other promise has no finding."""
COUNTED = ("kept", "broken", "unknown", "pending")


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Counts, pa.Table]:
    """Return the counts of the log and the findings."""
    out: Path = tmp_path_factory.mktemp("it-service") / "out"
    mapping = read_mapping(PACK / "mappings" / "servicenow.yaml")
    found = audit(AuditRequest(read_charter(PACK), mapping, (LOG,)), out=out)
    return found.read.counts, read_findings(out / FINDINGS)


def test_the_figures_are_found_without_jiannuo() -> None:
    assert independent_tickets.figures(LOG) == EXPECTED


def test_the_audit_finds_the_same_figures_and_no_others(audited: tuple[Counts, pa.Table]) -> None:
    found: dict[str, Counter[str]] = {}
    columns = (audited[1].column(name).to_pylist() for name in ("promise", "verdict"))
    for promise, verdict in zip(*columns, strict=True):
        found.setdefault(promise, Counter())[verdict] += 1
    assert found == EXPECTED


def test_every_incident_is_a_ticket_with_a_resolution_owed(audited: tuple[Counts, pa.Table]) -> None:
    rows = audited[1].filter(pa.compute.equal(audited[1].column("promise"), "incident-resolved"))
    assert len({subject[0] for subject in rows.column("subject").to_pylist()}) == len(rows) == 24_918


def test_every_row_of_the_log_is_used_and_none_is_set_aside(audited: tuple[Counts, pa.Table]) -> None:
    counts = audited[0]
    assert (counts.rows, counts.rows_used, counts.rejects) == (141_712, 141_712, 0)


def test_the_table_of_the_readme_says_these_figures() -> None:
    charter, text = read_charter(PACK), (PACK / "README.md").read_text("utf-8")
    for promise, counts in EXPECTED.items():
        title = charter.promises[promise].title
        figures = " | ".join(f"{counts[verdict]:,}" if verdict in counts else "" for verdict in COUNTED)
        line = f"| {title.zh} {title.en} | {sum(counts.values()):,} | {figures} |".replace("  ", " ")
        assert line in text
