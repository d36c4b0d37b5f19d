"""The kernel finds what the reference finds, row by row and field by field, on random charters and logs in bulk.

The two share only values, expressions and the forms of data, so that each proves the other right. How many examples there
were of each verb with each feature is counted, and too few are a failure.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.kernel.outcomes.outcomes import findings_of
from jiannuo.core.plans.plan import plan_of
from tests.judging.golden import Cell, all_cells, charter_of, log_of, micros
from tests.judging.kernel_equality import check_equal
from tests.judging.kernel_worlds import RichWorld, examples_in, rich_worlds
from tests.judging.worlds import world_of

WORLDS = 284
MANY = 4000
REMEMBERED = (1045,)
"""Worlds that once were not judged alike: a reopened obligation with a limit of its own, seen in the streams of two subjects."""
CELLS = all_cells()
ENOUGH = 100
SHARED = ("superseded", "unknown", "broken", "kept", "condition", "tested", "excuse", "ends", "owner", "owner at opened", "signal")  # fmt: skip
NEEDED: dict[str, tuple[str, ...]] = {
    "expect": (
        *SHARED, "excused", "not_tested", "value_missing", "calendar", "calendar by expression", "pause", "paused",
        "pause while", "several pauses", "late", "each", "first", "again", "reopening", "on reopen new",
        "on reopen continue", "on reopen restart", "member", "for each constants", "for each tags", "for each helper",
        "every", "every 90 min", "every day", "every pace", "every interval of shift", "already", "missing none",
        "late moves", "limit by", "limit before", "limit looked up", "limit working", "limit wall", "limit both", "before",
        "complete", "actor", "any", "all", "in order", "times", "via", "where", "unless", "pending",
        "source_incomplete", "several holders",
    ),
    "never": (
        *SHARED, "excused", "not_tested", "value_missing", "calendar", "pending", "from", "life", "until", "for", "per",
        "via", "actor", "source_incomplete", "several holders",
    ),
    "require": (
        *SHARED, "excused", "not_tested", "value_missing", "require", "needs", "complete", "by", "not by", "via",
        "exception", "condition_false", "needed_missing", "attribute_empty", "wrong_actor",
    ),
    "hold": (
        "superseded", "unknown", "broken", "kept", "tested", "excuse", "ends", "owner", "owner at opened",
        "value_missing", "calendar", "pending", "member", "tolerate", "while", "several holders",
    ),
}  # fmt: skip
"""What there must be enough examples of, by verb."""
RARE: dict[str, tuple[str, ...]] = {
    "expect": (
        "merged", "undecided", "waived", "withdrawn", "clock_paused", "done_already", "lapsed", "partly_done", "waiting",
        "owner cleared", "source_gap",
    ),
    "never": ("lapsed", "merged", "owner cleared", "source_gap", "undecided", "waived", "withdrawn"),
    "require": ("owner cleared", "source_gap", "withdrawn"),
    "hold": ("excused", "merged", "not_covered", "not_tested", "owner cleared", "source_incomplete"),
}  # fmt: skip
"""What only many worlds have enough examples of."""


def equal_in(seeds: Iterable[int], folder: Path) -> Counter[tuple[str, str]]:
    """Check the worlds of some seeds and return how many findings were examples of what."""
    examples: Counter[tuple[str, str]] = Counter()
    kernel: Kernel | None = None
    for world in rich_worlds(seeds, folder):
        if kernel is None or kernel.plan.charter is not world.charter:
            kernel = Kernel(plan_of(world.charter))
        check_equal(world, kernel)
        examples.update(examples_in(world))
    return examples


def scarce(examples: Counter[tuple[str, str]], *listed: dict[str, tuple[str, ...]]) -> dict[tuple[str, str], int]:
    needed = [(verb, feature) for each in listed for verb, features in each.items() for feature in features]
    return {example: examples[example] for example in needed if examples[example] < ENOUGH}


def test_in_rich_worlds_kernel_and_reference_find_the_same_with_enough_examples_of_all(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    examples = equal_in((*range(WORLDS), *REMEMBERED), tmp_path)
    record_property("examples", written(examples))
    assert scarce(examples, NEEDED) == {}


def written(examples: Counter[tuple[str, str]]) -> dict[str, int]:
    return {f"{verb} × {what}": number for (verb, what), number in sorted(examples.items())}


@pytest.mark.proof
def test_in_many_rich_worlds_kernel_and_reference_find_the_same(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    examples = equal_in(range(WORLDS, MANY), tmp_path)
    record_property("worlds", MANY - WORLDS)
    record_property("examples", written(examples))
    assert scarce(examples, NEEDED, RARE) == {}


@pytest.mark.proof
def test_in_the_worlds_of_the_laws_kernel_and_reference_find_the_same(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    findings = 0
    for seed in range(1200):
        world = world_of(seed, tmp_path)
        rich = RichWorld(world.charter, world.log, world.as_of, None, {})
        check_equal(rich, Kernel(plan_of(world.charter)))
        findings += len(rich.findings)
    record_property("findings", findings)


def test_without_grounds_the_verdicts_and_instants_are_the_same(tmp_path: Path) -> None:
    for world in rich_worlds(range(1, 40, 4), tmp_path):
        kernel, table = Kernel(plan_of(world.charter)), table_of(world.log.events)
        judging = kernel.judging(table, world.log.reach, as_of=world.as_of, known_to=world.known_to)
        brief = [
            finding for outcomes in judging.outcomes(full=False) for finding in findings_of(outcomes, judging.world)
        ]
        assert verdicts(brief) == verdicts(world.findings)


def verdicts(findings: Iterable[Finding]) -> list[tuple[object, ...]]:
    return sorted(
        ((*f.identity, f.verdict, f.reason, f.start, f.due, f.met, f.late_at, f.broken_at, f.ended_at, f.owner, f.owner_verdict) for f in findings),
        key=str,
    )  # fmt: skip


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_every_golden_cell_is_judged_by_the_kernel_as_by_the_reference(cell: Cell, tmp_path: Path) -> None:
    charter, case = charter_of(cell, tmp_path), cell.document("case.yaml")
    known_to = micros(case["known to"], cell.zone) if "known to" in case else None
    world = RichWorld(charter, log_of(cell, charter), micros(case["as of"], cell.zone), known_to, {})
    check_equal(world, Kernel(plan_of(charter)))
