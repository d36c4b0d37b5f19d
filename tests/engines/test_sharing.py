"""Events dealt out by their key are judged share by share as all of them are at once."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from jiannuo.core.engines.buckets.sharing import shares_of
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.plans.routing import passes_of
from tests.judging.kernel_worlds import RichWorld, rich_worlds


def whole(world: RichWorld) -> list[str]:
    judging = Kernel(plan_of(world.charter)).judging(table_of(world.log.events), world.log.reach, as_of=world.as_of)
    return sorted(map(str, judging.findings()))


def in_shares(world: RichWorld, count: int) -> tuple[list[str], int]:
    found, shares = [], 0
    for part in passes_of(world.charter):
        promises = {id_: world.charter.promises[id_] for id_ in part.promises}
        kernel = Kernel(plan_of(replace(world.charter, promises=promises)))
        for share in shares_of(table_of(world.log.events), part, count=count):
            found += map(str, kernel.judging(share, world.log.reach, as_of=world.as_of).findings())
            shares += 1
    return sorted(found), shares


def check_shares(seeds: Iterable[int], folder: Path) -> int:
    shares = 0
    for world in rich_worlds(seeds, folder):
        found, several = in_shares(world, 3)
        assert found == whole(world)
        shares += several
    return shares


def test_shares_are_judged_as_the_whole_is(tmp_path: Path) -> None:
    assert check_shares(range(2, 80, 4), tmp_path) > 40


@pytest.mark.proof
def test_in_many_worlds_shares_are_judged_as_the_whole_is(tmp_path: Path) -> None:
    assert check_shares(range(80, 1500), tmp_path) > 3_000
