"""Findings in a file: the documented schema, and everything read back as it was written."""

import gc
import random
import re
import resource
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiannuo.core.engines.findings.findings_files import (
    FindingsWriter,
    find_finding,
    findings_of,
    read_findings,
    write_findings,
)
from jiannuo.core.engines.findings.findings_schema import SCHEMA, SCHEMA_VERSION
from jiannuo.core.engines.results.evidence_files import SCHEMA as EVIDENCE_SCHEMA
from jiannuo.core.judging.finding import Finding, Holder, Interval
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import refused

NAMES = st.text(st.characters(codec="utf-8"), max_size=6)
INSTANTS = st.integers(-(2**60), 2**60)
LISTS = st.lists(NAMES, max_size=3).map(tuple)
FINDINGS = st.builds(
    Finding,
    promise=st.sampled_from(["answer", "solve"]),
    subject=LISTS,
    root=NAMES,
    verdict=st.sampled_from(["kept", "broken", "pending", "excused", "unknown", "lapsed", "withdrawn"]),
    reason=st.sampled_from(["done", "done_late"]),
    start=INSTANTS,
    member=st.none() | NAMES,
    because=st.dictionaries(NAMES, NAMES, max_size=2),
    due=st.none() | INSTANTS,
    not_before=st.none() | INSTANTS,
    met=st.none() | INSTANTS,
    late_at=st.none() | INSTANTS,
    broken_at=st.none() | INSTANTS,
    ended_at=st.none() | INSTANTS,
    reached=st.none() | st.integers(0, 9),
    wanted=st.none() | st.integers(0, 9),
    missing=LISTS,
    intervals=st.lists(
        st.builds(Interval, st.sampled_from(["running", "paused", "closed", "shortfall", "gap"]), INSTANTS, INSTANTS, NAMES),
        max_size=2,
    ).map(tuple),
    evidence=LISTS,
    undecided=LISTS,
    owner=st.none() | NAMES,
    owner_verdict=st.none() | st.sampled_from(["kept", "broken", "excused"]),
    holders=st.lists(st.builds(Holder, st.none() | NAMES, INSTANTS, st.none() | INSTANTS), max_size=2).map(tuple),
    provisional_years=st.lists(st.integers(2027, 2030), max_size=2).map(tuple),
    coverage=st.none() | st.tuples(st.integers(0, 10**15), st.integers(0, 10**15)),
    edition=NAMES,
)  # fmt: skip
VERBS = {"answer": "expect", "solve": "expect"}


def write(findings: list[Finding], path: Path, *, batch: int = 100) -> None:
    """Write findings as an audit does."""
    write_findings(findings, path, verbs=VERBS, engine_version="1.2.3", batch=batch)


def written_order(finding: Finding) -> tuple[object, ...]:
    """Return what sorts the rows of a run: promise, opening, root, those of a member before the one of none, id."""
    return (finding.promise, finding.start, finding.root, finding.member is None, finding.member or "", finding.id)


@settings(max_examples=50)
@given(findings=st.lists(FINDINGS, max_size=7), batch=st.integers(1, 3))
def test_what_is_written_is_read_back(
    findings: list[Finding], batch: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("out") / "findings.parquet"
    write(findings, path, batch=batch)
    table = read_findings(path)
    in_order = sorted(findings, key=written_order)
    assert list(findings_of(table)) == in_order
    assert table.column("id").to_pylist() == [finding.id for finding in in_order]
    assert table.column("margin_us").to_pylist() == [finding.margin for finding in in_order]
    assert set(table.column("verb").to_pylist()) <= {"expect"}
    assert set(table.column("engine_version").to_pylist()) <= {"1.2.3"}


def test_the_file_has_the_schema_and_its_version(tmp_path: Path) -> None:
    path = tmp_path / "findings.parquet"
    write([], path)
    schema = pq.read_schema(path)
    assert schema.names == SCHEMA.names
    assert [schema.field(name).type for name in schema.names] == [SCHEMA.field(name).type for name in SCHEMA.names]
    assert schema.metadata[b"jiannuo.findings.version"] == SCHEMA_VERSION.encode()
    assert read_findings(path).num_rows == 0


def test_the_reference_names_every_column_with_its_type_in_order(repository: Path) -> None:
    page = (repository / "docs/reference/findings.md").read_text(encoding="utf-8")
    findings, _, evidence = page.partition("## evidence.parquet")
    rows = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", findings, re.MULTILINE)
    kept = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", evidence, re.MULTILINE)
    assert kept == [(field.name, written_type(field.type)) for field in EVIDENCE_SCHEMA]
    assert rows == [
        (field.name, written_type(field.type) + ("" if field.nullable else " not null")) for field in SCHEMA
    ]
    assert f"Version {SCHEMA_VERSION}" in page


def written_type(type_: pa.DataType) -> str:
    """Return a type in the words of the reference."""
    if pa.types.is_dictionary(type_):
        return "string"
    if pa.types.is_map(type_):
        return "map<string, string>"
    if pa.types.is_list(type_):
        return f"list<{written_type(type_.value_type)}>"
    if pa.types.is_struct(type_):
        return "struct<" + ", ".join(f"{field.name}: {written_type(field.type)}" for field in type_) + ">"
    return str(type_)


def test_many_findings_take_few_bytes_whatever_their_order(tmp_path: Path) -> None:
    """Each needs 16 digits for its id, which are random, and the rest differs little from row to row."""
    rng = random.Random(5)
    findings = [
        Finding(
            "answer",
            (f"T{n % 500}",),
            f"desk:log.csv:{n}:opened",
            "kept",
            "done",
            n * 60_000_000,
            due=n * 60_000_000 + 5,
        )
        for n in range(20_000)
    ]
    rng.shuffle(findings)
    write(findings, tmp_path / "f.parquet", batch=3_000)
    assert (tmp_path / "f.parquet").stat().st_size < 20_000 * 20


def test_one_finding_is_found_by_its_id(tmp_path: Path) -> None:
    findings = [Finding("answer", (name,), "e1", "kept", "done", 5) for name in "ABC"]
    write(findings, tmp_path / "f.parquet")
    assert find_finding(tmp_path / "f.parquet", findings[1].id) == findings[1]
    assert find_finding(tmp_path / "f.parquet", "0" * 16) is None


def test_what_is_no_file_of_findings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    path.write_bytes(b"half")
    with pytest.raises(Refusal) as caught:
        read_findings(path)
    assert refused(caught.value) == ["L304"]
    with pytest.raises(Refusal) as caught:
        read_findings(tmp_path / "absent.parquet")
    assert refused(caught.value) == ["L304"]


@pytest.mark.parametrize("metadata", [{}, {b"jiannuo.findings.version": b"99"}])
def test_findings_of_another_version_are_refused(metadata: dict[bytes, bytes], tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    pq.write_table(pa.table({"id": ["x"]}).replace_schema_metadata(metadata), path)
    with pytest.raises(Refusal) as caught:
        read_findings(path)
    assert refused(caught.value) == ["L305"]


def test_what_an_interruption_leaves_is_thrown_away_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    with pytest.raises(KeyboardInterrupt):
        _interrupted(tmp_path / "f.parquet")
    gc.collect()
    assert complaints == []


def _interrupted(path: Path) -> None:
    with FindingsWriter(path):
        raise KeyboardInterrupt


def test_a_file_that_could_not_be_completed_is_no_file_of_findings(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    findings = [Finding("answer", (str(n),), f"e{n}", "kept", "done", n) for n in range(20_000)]
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, old[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            write(findings, path, batch=5_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    with pytest.raises(Refusal) as caught:
        read_findings(path)
    assert refused(caught.value) == ["L304"]
