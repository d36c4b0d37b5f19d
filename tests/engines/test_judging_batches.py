"""One judge judges batch after batch in memory as files of the same events are judged."""

from collections import Counter
from pathlib import Path

from jiannuo.core.engines.judging_batches import BatchJudge
from jiannuo.core.engines.judging_files import judge_parquet
from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.kernel.outcomes.outcomes import VERDICTS, Block
from tests.engines.event_parquet import storable, write_events
from tests.judging.kernel_worlds import LOGS, rich_worlds


def counted(blocks: list[Block]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for block in blocks:
        for promise, verdict in zip(block.promise.tolist(), block.verdict.tolist(), strict=True):
            found.setdefault(block.promises[promise], Counter())[VERDICTS[verdict]] += 1
    return {promise: dict(counts) for promise, counts in found.items()}


def test_batches_are_judged_as_files_are(tmp_path: Path) -> None:
    judge: BatchJudge | None = None
    for number, world in enumerate(rich_worlds(range(2 * LOGS), tmp_path)):
        if judge is None or judge.charter is not world.charter:
            judge = BatchJudge(world.charter)
        path = tmp_path / f"{number}.parquet"
        events = write_events(storable(world.log.events), path, seed=number)
        reach = {}
        for source in sorted({event.source for event in world.log.events}):
            seen = [event.at for event in world.log.events if event.source == source]
            reach[source] = Reach(max(seen), None, min(seen))
        expected = judge_parquet(world.charter, path, as_of=world.as_of).verdicts()
        found = counted(judge.judge(events, as_of=world.as_of, reach=reach))
        assert found == {promise: counts for promise, counts in expected.items() if counts}


def test_without_a_reach_every_source_is_complete_until_then(tmp_path: Path) -> None:
    world = next(rich_worlds(range(1), tmp_path))
    events = write_events(storable(world.log.events), tmp_path / "log.parquet", seed=1)
    first = min(event.at for event in world.log.events)
    told = {source: Reach(world.as_of, None, first) for source in ("desk", "field")}
    judge = BatchJudge(world.charter)
    assert counted(judge.judge(events, as_of=world.as_of)) == counted(
        judge.judge(events, as_of=world.as_of, reach=told)
    )
