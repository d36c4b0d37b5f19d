"""Files of events are judged alike whether at once, pass by pass or bucket by bucket, and as the events in memory are."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.arrow_events import event_table_of
from jiannuo.core.engines.judging_files import JudgedFiles, judge_parquet
from jiannuo.core.engines.reaches import reaches
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.problems import Refusal
from tests.engines.event_parquet import storable, write_events
from tests.judging.kernel_worlds import RichWorld, rich_worlds

Rows = list[str]


def rows_of(batches: Iterable[pa.RecordBatch]) -> Rows:
    return sorted(str(row) for batch in batches for row in batch.to_pylist())


def in_parts(judged: JudgedFiles, buckets: int) -> JudgedFiles:
    return JudgedFiles(replace(judged.case, buckets=buckets))


def worlds(seeds: Iterable[int], folder: Path) -> Iterator[tuple[RichWorld, Path, pa.Table]]:
    for world in rich_worlds(seeds, folder):
        path = folder / f"{len(list(folder.iterdir()))}.parquet"
        yield world, path, write_events(storable(world.log.events), path, seed=len(path.name))


def check_alike(seeds: Iterable[int], folder: Path) -> int:
    count = 0
    for world, path, _ in worlds(seeds, folder):
        judged = judge_parquet(world.charter, path, as_of=world.as_of, full=True)
        expected, undecided = rows_of(judged.full_batches(engine_version="1")), judged.undecided_triggers
        assert len(expected) == len(set(expected))
        for buckets in (1, 2, 5):
            parted = in_parts(judged, buckets)
            found = rows_of(parted.full_batches(engine_version="1"))
            assert [row for row in expected if row not in found] == [row for row in found if row not in expected] == []
            assert len(found) == len(expected)
            assert {promise: ids for promise, ids in parted.undecided_triggers.items() if ids} == {promise: ids for promise, ids in undecided.items() if ids}  # fmt: skip
        count += len(expected)
    return count


def test_findings_on_shuffled_files_are_the_same_in_buckets_as_at_once(tmp_path: Path) -> None:
    assert check_alike(range(0, 60, 3), tmp_path) > 500


@pytest.mark.proof
def test_findings_on_many_shuffled_files_are_the_same_in_buckets_as_at_once(tmp_path: Path) -> None:
    assert check_alike(range(60, 1000), tmp_path) > 20_000


def test_findings_on_files_are_those_on_the_events_in_memory(tmp_path: Path) -> None:
    for world, path, events in worlds(range(1, 20, 4), tmp_path):
        table = event_table_of(events, world.charter, origin="")
        instants = {name: table.at[table.source == code] for code, name in enumerate(table.sources)}
        reach = reaches(instants, sources=world.charter.sources, complete_until=None, zone=world.charter.zone)
        judging = Kernel(plan_of(world.charter)).judging(table, reach, as_of=world.as_of)
        expected = sorted(str(finding) for finding in judging.findings())
        judged = judge_parquet(world.charter, path, as_of=world.as_of, full=True)
        found = [str(finding) for finding in judged.findings()]
        assert sorted(found) == expected


DAILY = """
charter: {id: daily, title: {zh: 每日, en: Daily}, zone: Asia/Shanghai, edition: "1", effective: 2024-01-01}
subjects: {thing: {id: thing_id, begins: begun, ends: over}}
events:
  begun: {of: thing, attributes: {thing_id: text}}
  done: {of: thing, attributes: {thing_id: text, period: period}}
  over: {of: thing, attributes: {thing_id: text}}
promises: {report: {of: thing, every: day, expect: done, within: 2 natural days}}
"""


def test_in_files_too_an_event_counts_for_the_period_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text(DAILY)
    day, path = 86_400_000_000, tmp_path / "log.parquet"
    first = read_instant("2024-03-01 00:00", zone="Asia/Shanghai")
    things: list[Event] = [
        Event("1", "begun", first, first, {"thing_id": "a"}),
        Event("2", "done", first + day, first + day, {"thing_id": "a", "period": "2024-03-01"}),
        Event("3", "over", first + 2 * day, first + 2 * day, {"thing_id": "a"}),
        Event("4", "begun", first + 5 * day, first + 5 * day, {"thing_id": "b"}),
    ]
    write_events(things, path, seed=1)
    judged = judge_parquet(read_charter(tmp_path), path, full=True)
    for each in (judged, in_parts(judged, 2)):
        by_period = {finding.root: (finding.verdict, finding.evidence) for finding in each.findings() if finding.subject == ("a",)}  # fmt: skip
        assert by_period["2024-03-01 00:00:00+08:00"] == ("kept", ("2",))
        assert by_period["2024-03-02 00:00:00+08:00"][0] != "kept"


def test_rows_without_ids_are_named_by_file_and_row_also_in_buckets(tmp_path: Path) -> None:
    for world in rich_worlds(range(3, 40, 8), tmp_path):
        events = [event for event in storable(world.log.events) if event.supersedes is None]
        paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
        half = len(events) // 2
        for path, part in zip(paths, (events[:half], events[half:]), strict=True):
            write_events(part, path, seed=half, with_ids=False, like=events)
        judged = judge_parquet(world.charter, paths, as_of=world.as_of, full=True)
        expected = rows_of(judged.full_batches(engine_version="1"))
        assert any("a.parquet:" in row for row in expected)
        assert rows_of(in_parts(judged, 3).full_batches(engine_version="1")) == expected


def test_compact_findings_say_what_whole_ones_say(tmp_path: Path) -> None:
    for world, path, _ in worlds(range(6), tmp_path):
        judged = judge_parquet(world.charter, path, as_of=world.as_of)
        compact = pa.Table.from_batches(judged.batches())
        whole = pa.Table.from_batches(judged.full_batches(engine_version="1")).select(compact.column_names)
        assert rows_of(compact.to_batches()) == rows_of(whole.to_batches())
        counts: dict[str, dict[str, int]] = {promise: {} for promise in world.charter.promises}
        for row in compact.to_pylist():
            of = counts[row["promise"]]
            of[row["verdict"]] = of.get(row["verdict"], 0) + 1
        assert judged.verdicts() == in_parts(judged, 3).verdicts() == counts


def test_files_that_are_no_events_are_refused(tmp_path: Path) -> None:
    world = next(rich_worlds(range(1), tmp_path))
    good, other, no_parquet, holes = (tmp_path / name for name in ("good", "other", "text", "holes"))
    table = write_events(storable(world.log.events), good, seed=1)
    pq.write_table(table.drop(["at"]), other)
    no_parquet.write_text("event,at")
    pq.write_table(table.set_column(0, "event", pa.array([None, *table["event"].to_pylist()[1:]], pa.string())), holes)
    for paths, code in (([other], "L005"), ([good, other], "L005"), ([no_parquet], "L003"), ([holes], "L403")):
        with pytest.raises(Refusal) as refused:
            judge_parquet(world.charter, paths).verdicts()
        assert [problem.code for problem in refused.value.problems] == [code]
