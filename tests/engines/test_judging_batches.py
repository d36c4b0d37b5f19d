"""One judge judges batch after batch in memory as files of the same events are judged."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from jiannuo.core.charters.building.built_in_events import NAMES
from jiannuo.core.engines.buckets.judging_files import judge_parquet
from jiannuo.core.engines.buckets.sharing import shares_of
from jiannuo.core.engines.judging_batches import BatchJudge
from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.kernel.outcomes.outcomes import VERDICTS, Block
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.plans.routing import Pass
from tests.engines.event_parquet import storable, write_events
from tests.judging.kernel_worlds import LOGS, RichWorld, rich_worlds


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
            judge = BatchJudge(world.charter, linked=True)
        path = tmp_path / f"{number}.parquet"
        events = write_events(storable(world.log.events), path, seed=number)
        reach = {}
        for source in sorted({event.source for event in world.log.events}):
            seen = [event.at for event in world.log.events if event.source == source]
            reach[source] = Reach(max(seen), None, min(seen))
        expected = judge_parquet(world.charter, path, as_of=world.as_of).verdicts()
        found = counted(judge.judge(events, as_of=world.as_of, reach=reach))
        judged = {promise: counts for promise, counts in expected.items() if promise not in judge.left_out}
        assert found == {promise: counts for promise, counts in judged.items() if counts}


def test_without_a_reach_every_source_is_complete_until_then(tmp_path: Path) -> None:
    world = next(rich_worlds(range(1), tmp_path))
    events = write_events(storable(world.log.events), tmp_path / "log.parquet", seed=1)
    first = min(event.at for event in world.log.events)
    told = {source: Reach(world.as_of, None, first) for source in ("desk", "field")}
    judge = BatchJudge(world.charter)
    assert counted(judge.judge(events, as_of=world.as_of)) == counted(
        judge.judge(events, as_of=world.as_of, reach=told)
    )


def in_batches(world: RichWorld, judge: BatchJudge, others: Iterable[str]) -> list[str]:
    """Return what is found in batches of some things each, with the events of `others` types that are about no thing."""
    part = Pass((), ("thing_id",), None, frozenset(NAMES) | {*others}, frozenset(), asks_who=True)
    batches = shares_of(table_of(world.log.events), part, count=3)
    judged = (judge.judging(batch, as_of=world.as_of, reach=world.log.reach).findings() for batch in batches)
    return sorted(str(finding) for findings in judged for finding in findings)


@pytest.mark.parametrize(("linked", "others"), [(False, ()), (True, ("joined", "graded", "left", "device"))])
def test_what_is_not_left_out_is_found_in_any_batch_as_in_the_whole_log(
    linked: bool, others: tuple[str, ...], tmp_path: Path
) -> None:  # fmt: skip
    count = 0
    for world in rich_worlds(range(2, 40, LOGS), tmp_path):
        judge = BatchJudge(world.charter, linked=linked)
        whole = Kernel(plan_of(world.charter)).judging(table_of(world.log.events), world.log.reach, as_of=world.as_of)
        wanted = [finding for finding in whole.findings() if finding.promise not in judge.left_out]
        assert in_batches(world, judge, others) == sorted(map(str, wanted))
        count += len(wanted)
    assert count > 200
