"""The benchmark of judging judges what it says it does; how fast is no matter here."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.judging_charter import write_charter
from benchmarks.judging_constructs import CONSTRUCTS
from benchmarks.judging_log import write_log
from benchmarks.judging_ours import judge
from benchmarks.judging_promises import EVENTS, promises
from benchmarks.judging_task import Task
from jiannuo.core.charters.reading import read_charter
from tools.catalogue import REPOSITORY


def test_a_log_has_the_events_asked_for_in_the_order_of_time_and_in_several_row_groups(tmp_path: Path) -> None:
    file = pq.ParquetFile(write_log(tmp_path / "log.parquet", 30_000))
    table = file.read()
    instants = table["at"].cast(pa.int64()).to_pylist()
    assert len(instants) == 30_000 and instants == sorted(instants)
    assert file.metadata.num_row_groups >= 2
    assert set(table["event"].to_pylist()) == set(EVENTS) and len(EVENTS) == 19
    assert table.schema.metadata[b"simulated"] == b"true"


def test_the_same_seed_makes_the_same_log_and_another_another(tmp_path: Path) -> None:
    first, again, other = (
        pq.read_table(write_log(tmp_path / f"{number}.parquet", 5_000, seed=seed))
        for number, seed in enumerate([1, 1, 2])
    )
    assert first.equals(again) and not first.equals(other)


@pytest.mark.parametrize(("count", "calendars", "pauses"), [(10, 3, 2), (30, 10, 5), (100, 35, 17)])
def test_a_charter_holds_the_promises_as_the_peers_are_told_them(
    tmp_path: Path, count: int, calendars: int, pauses: int
) -> None:
    charter = read_charter(write_charter(tmp_path, count))
    listed = promises(count)
    assert charter.warnings == ()
    assert list(charter.promises) == [promise.id for promise in listed]
    assert [charter.promises[promise.id].verb for promise in listed] == [promise.verb for promise in listed]
    assert sum(promise.calendar is not None for promise in charter.promises.values()) == calendars
    assert sum(promise.pauses for promise in listed) == pauses


def test_findings_written_in_full_are_as_many_as_those_counted(tmp_path: Path) -> None:
    log, charter = write_log(tmp_path / "log.parquet", 3_000), write_charter(tmp_path / "charter", 30)
    last = int(pq.read_table(log)["at"].cast(pa.int64()).to_numpy().max())
    task = Task(str(log), str(charter), 30, 3_000, last)
    counted = judge(task)
    assert judge(replace(task, full=True)) == {id_: counts for id_, counts in counted.items() if counts}
    assert sum(sum(counts.values()) for counts in counted.values()) > 1_000


def test_a_charter_may_hold_only_some_of_the_promises(tmp_path: Path) -> None:
    some = [promise.id for promise in promises(30)][3:20:4]
    assert list(read_charter(write_charter(tmp_path, 30, only=some)).promises) == some


def test_every_construct_whose_cost_is_told_finds_something() -> None:
    told = [sys.executable, "-m", "benchmarks.judging_constructs", "--events", "4000", "--format", "json"]
    costs = json.loads(subprocess.run(told, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout)
    assert [cost["has"] for cost in costs] == [construct.has for construct in CONSTRUCTS]
    assert all(cost["findings"] > 50 for cost in costs)
