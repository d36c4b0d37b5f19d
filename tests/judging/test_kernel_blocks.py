"""Verdicts in blocks are those of the whole findings, however the work is cut into pieces and spread over processors."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.kernel.expecting import expects
from jiannuo.core.judging.kernel.judge import Judging, Kernel
from jiannuo.core.judging.kernel.outcomes.outcomes import Block, block_of
from jiannuo.core.plans.plan import plan_of
from tests.judging.worlds import World, world_of

SEEDS = range(0, 120, 3)
TOLD = ("trigger", "verdict", "reason", "start", "due", "met", "late_at", "broken_at", "ended_at")


def _judging(world: World) -> Judging:
    table = table_of(world.log.events)
    return Kernel(plan_of(world.charter)).judging(table, world.log.reach, as_of=world.as_of)


def _told(blocks: Iterable[Block]) -> Counter[tuple[object, ...]]:
    return Counter(
        (block.promises[promise], block.streams.keys[stream], *columns)
        for block in blocks
        for promise, stream, *columns in zip(
            block.promise.tolist(),
            block.stream.tolist(),
            *(getattr(block, name).tolist() for name in TOLD),
            strict=True,
        )
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_blocks_tell_what_the_whole_findings_tell(seed: int, tmp_path: Path) -> None:
    world = world_of(seed, tmp_path)
    whole = _told(map(block_of, _judging(world).outcomes()))
    assert whole
    assert _told(_judging(world).blocks()) == whole


@pytest.mark.parametrize("seed", SEEDS)
def test_small_pieces_on_several_processors_change_nothing(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = world_of(seed, tmp_path)
    whole, findings = _told(_judging(world).blocks()), list(_judging(world).findings())
    monkeypatch.setattr(expects, "_MANY", 5)
    monkeypatch.setattr(expects, "_ROOM", 1)
    assert len(expects.spans_of_work(_judging(world).world.streams(("thing_id",)).starts)) > 1
    assert _told(_judging(world).blocks()) == whole
    assert list(_judging(world).findings()) == findings
