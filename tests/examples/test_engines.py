"""The kernel and the reference judge find the same in real logs: every row of findings.parquet, and every figure."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.findings.findings_files import read_findings
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.engines.results.result_folder import FINDINGS, SUMMARY
from tests.examples.conftest import ABSENT, EXAMPLES, SHIPPED, log_of


def audited_by(engine: str, name: str, log: Path, folder: Path) -> tuple[pa.Table, dict]:
    """Return the findings of an example over a log, by id and opening, and its figures without who judged."""
    charter, mapping = read_charter(EXAMPLES / name / "charter"), read_mapping(EXAMPLES / name / "mapping.yaml")
    audit(AuditRequest(charter, mapping, (log,), engine=engine), out=folder / engine)
    findings = read_findings(folder / engine / FINDINGS).sort_by([("id", "ascending"), ("start", "ascending")])
    figures = json.loads((folder / engine / SUMMARY).read_text(encoding="utf-8"))
    assert figures.pop("engine") == engine
    return findings, figures


def assert_same(name: str, log: Path, folder: Path) -> int:
    """Hold both engines to the same findings, column by column, and return how many there are."""
    (by_kernel, told), (by_reference, told_too) = (
        audited_by(engine, name, log, folder) for engine in ("kernel", "reference")
    )
    assert told == told_too
    for column in by_reference.column_names:
        assert plain(by_kernel.column(column)).equals(plain(by_reference.column(column))), column
    return by_kernel.num_rows


def plain(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as one array, texts as themselves."""
    whole = column.combine_chunks()
    return whole.cast(pa.string()) if pa.types.is_dictionary(whole.type) else whole


@pytest.mark.parametrize("name", ["uptime", "permits"])
def test_both_find_the_same_in_a_small_log(name: str, tmp_path: Path) -> None:
    assert assert_same(name, log_of(name), tmp_path) > 2_000


def test_both_find_the_same_in_the_first_incidents(tmp_path: Path) -> None:
    cut = tmp_path / "incidents.csv.gz"
    with gzip.open(cut, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(first_rows(log_of("servicenow-incidents"), 9_000))
    assert assert_same("servicenow-incidents", cut, tmp_path) > 5_000


def first_rows(log: Path, count: int) -> Iterator[list[str]]:
    """Yield the header and the first rows of a packed CSV file."""
    with gzip.open(log, "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file)):
            if number > count:
                return
            yield row


def test_both_find_the_same_in_a_sample_of_fines(tmp_path: Path) -> None:
    """Every fortieth case, whole."""
    whole = pq.read_table(log_of("traffic-fines"))
    cases = whole.column("case_id").combine_chunks().dictionary_encode()
    number = cases.indices.cast(pa.int64())
    rest = pc.subtract(number, pc.multiply(pc.divide(number, 40), 40))
    pq.write_table(whole.filter(pc.equal(rest, 0)), tmp_path / "fines.parquet")
    assert assert_same("traffic-fines", tmp_path / "fines.parquet", tmp_path) > 5_000


@pytest.mark.proof
@pytest.mark.parametrize("name", [*SHIPPED, *ABSENT])
def test_both_find_the_same_in_every_example(name: str, tmp_path: Path, record_property) -> None:
    record_property("findings", assert_same(name, log_of(name), tmp_path))
