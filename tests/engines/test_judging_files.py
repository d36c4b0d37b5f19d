"""Files of events are judged alike whether at once, pass by pass or bucket by bucket, and as the events in memory are."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jiannuo.core.engines.buckets.arrow_events import event_table_of
from jiannuo.core.engines.buckets.judging_files import JudgedFiles, judge_parquet
from jiannuo.core.engines.events.reaches import reaches
from jiannuo.core.judging.event import Log
from jiannuo.core.judging.reference.judge import Judge
from jiannuo.core.values.problems import Refusal
from tests.engines.event_parquet import storable, write_events
from tests.judging.kernel_equality import by_identity
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


def check_as_the_reference(seeds: Iterable[int], folder: Path) -> int:
    count = 0
    for world, path, events in worlds(seeds, folder):
        table = event_table_of(events, world.charter, origin="")
        instants = {name: table.at[table.source == code] for code, name in enumerate(table.sources)}
        reach = reaches(instants, sources=world.charter.sources, complete_until=None, zone=world.charter.zone)
        listed = list({event.id: event for event in storable(world.log.events)}.values())
        judge = Judge(world.charter, Log(tuple(listed), reach), as_of=world.as_of)
        expected = by_identity(judge.findings())
        judged = judge_parquet(world.charter, path, as_of=world.as_of, full=True)
        assert by_identity(judged.findings()) == expected
        noted = {promise: ids for promise, ids in judged.undecided_triggers.items() if ids}
        assert noted == {promise: ids for promise, ids in judge.undecided_triggers.items() if ids}
        assert by_identity(in_parts(judged, 3).findings()) == expected
        count += len(expected)
    return count


def test_findings_on_files_are_those_of_the_reference_on_the_events_in_memory(tmp_path: Path) -> None:
    assert check_as_the_reference(range(1, 60, 4), tmp_path) > 300


@pytest.mark.proof
def test_findings_on_many_files_are_those_of_the_reference_on_the_events_in_memory(tmp_path: Path) -> None:
    assert check_as_the_reference(range(1000, 1600), tmp_path) > 10_000


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
    for paths, code in (([other], "L005"), ([good, other], "L005"), ([no_parquet], "L408"), ([holes], "L403")):
        with pytest.raises(Refusal) as refused:
            judge_parquet(world.charter, paths).verdicts()
        assert [problem.code for problem in refused.value.problems] == [code]
