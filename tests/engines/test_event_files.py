"""Files of events are read whatever their names are, and refused where their columns do not fit."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.buckets.event_files import EventFiles
from jiannuo.core.engines.buckets.judging_files import JudgedFiles, judge_parquet
from jiannuo.core.values.problems import Refusal

CHARTER = """\
charter: {id: desk, title: {zh: 服务台制度, en: Service desk}, zone: UTC, edition: "1", effective: 2020-01-01}
subjects:
  ticket: {id: ticket_id}
events:
  opened: {of: ticket, attributes: {ticket_id: text}}
  answered: {of: ticket, attributes: {ticket_id: text}}
promises:
  answer: {of: ticket, expect: answered, after: opened, within: 2 h}
"""
HOUR = 3_600_000_000
START = 1_721_001_600_000_000
"""2024-07-15T00:00:00Z."""
INSTANT = pa.timestamp("us", "UTC")


@pytest.fixture
def charter(tmp_path: Path) -> Charter:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    return read_charter(folder)


def columns(rows: list[tuple[str, int, str]], **more: list[str | None]) -> pa.Table:
    """Return events of the type, hour and ticket told."""
    event, at, ticket = zip(*rows, strict=True)
    instants = pa.array([START + hour * HOUR for hour in at], pa.int64()).cast(INSTANT)
    others = {name: pa.array(values, pa.string()) for name, values in more.items()}
    return pa.table({"event": list(event), "at": instants, "ticket_id": list(ticket), **others})


def verdicts(judged: JudgedFiles, buckets: int) -> Counter[tuple[str, str]]:
    parted = JudgedFiles(replace(judged.case, buckets=buckets))
    return Counter((finding.subject[0], finding.verdict) for finding in parted.findings())


@pytest.mark.parametrize("name", ["a[1].parquet", "a*.parquet", "what?.parquet", "it's.parquet", "~a.parquet"])
@pytest.mark.parametrize("folder", ["plain", "[x]*?", "ticket_id=T9"])
def test_a_correction_is_found_in_a_file_of_any_name(charter: Charter, tmp_path: Path, folder: str, name: str) -> None:
    """The answer to T1 is corrected into one to T2, so that both tickets go into one bucket."""
    rows = [("opened", 0, "T1"), ("opened", 0, "T2"), ("answered", 1, "T1"), ("answered", 1, "T2"), ("opened", 9, "T3")]
    events = columns(rows, id=["1", "2", "3", "4", "5"], supersedes=[None, None, None, "3", None])
    (tmp_path / folder).mkdir()
    path = tmp_path / folder / name
    pq.write_table(events, path)
    pq.write_table(columns([("opened", 0, "T9")], id=["9"], supersedes=[None]), path.with_name("a1.parquet"))
    expected = {("T1", "broken"): 1, ("T2", "kept"): 1, ("T3", "pending"): 1}
    for buckets in (1, 4, 7):
        assert verdicts(judge_parquet(charter, path), buckets) == expected


def test_rows_of_files_with_one_name_in_two_folders_are_different_events(charter: Charter, tmp_path: Path) -> None:
    paths = [tmp_path / day / "part.parquet" for day in ("one", "two")]
    tables = [
        columns([("opened", 0, "T1"), ("opened", 5, "T2")]),
        columns([("answered", 1, "T1"), ("opened", 5, "T3")]),
    ]
    for path, table in zip(paths, tables, strict=True):
        path.parent.mkdir()
        pq.write_table(table, path)
    for buckets in (1, 4):
        found = verdicts(judge_parquet(charter, paths), buckets)
        assert found == {("T1", "kept"): 1, ("T2", "pending"): 1, ("T3", "pending"): 1}
    assert EventFiles(paths).befores == tuple(f"{path}:" for path in paths)


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        ("at", pa.array(["2024-07-15"]), "L406"),
        ("event", pa.array([1]), "L406"),
        ("ticket_id", pa.array([1]), "L406"),
        ("at", pa.array([None], INSTANT), "L403"),
    ],
)
def test_columns_that_do_not_fit_are_refused(
    charter: Charter, tmp_path: Path, name: str, values: pa.Array, code: str
) -> None:
    first, other = tmp_path / "first.parquet", tmp_path / "other.parquet"
    table = columns([("opened", 0, "T1")])
    pq.write_table(table, first)
    pq.write_table(table.set_column(table.column_names.index(name), name, values), other)
    with pytest.raises(Refusal) as refused:
        judge_parquet(charter, [first, other]).verdicts()
    assert [problem.code for problem in refused.value.problems] == [code]
