"""The kernel judges figures as the reference does: random figures held to random targets, and figures in conditions.

How many findings there were with each verdict, comparison and key, and how many came of a correction or of what was
recorded late, is counted, and too few are a failure.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings

from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.reference.judge import Judge
from jiannuo.core.plans.plan import plan_of
from tests.judging.changed_worlds import Examples, examples_in, orders_of, scarce, scarce_by_verdict
from tests.judging.kernel_equality import by_identity
from tests.judging.reach_worlds import FigureWorld, asking_worlds, figure_worlds

WORLDS, MANY = 110, 1600
FEW, ENOUGH = 30, 100
"""Examples of everything in some worlds, and of everything with each verdict in many."""
QUIET = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def check_equal(world: FigureWorld) -> None:
    judge = Judge(world.charter, world.log, as_of=world.as_of, known_to=world.known_to)
    wanted = by_identity(judge.findings())
    kernel = Kernel(plan_of(world.charter))
    table = table_of(world.log.events)
    judging = kernel.judging(table, world.log.reach, as_of=world.as_of, known_to=world.known_to)
    found = by_identity(judging.findings())
    assert wanted.keys() == found.keys()
    names = [each.name for each in fields(Finding)]
    differing = [
        (key, name, getattr(wanted[key], name), getattr(found[key], name))
        for key in wanted
        for name in names
        if getattr(wanted[key], name) != getattr(found[key], name)
    ]
    assert differing == []
    assert judging.undecided_triggers == judge.undecided_triggers


@QUIET
@given(figure_worlds())
def test_the_kernel_judges_figures_as_the_reference_does(world: FigureWorld) -> None:
    check_equal(world)


@QUIET
@given(asking_worlds())
def test_the_kernel_reads_figures_in_conditions_as_the_reference_does(world: FigureWorld) -> None:
    check_equal(world)


def equal_in(worlds: Iterable[FigureWorld]) -> Examples:
    """Check some worlds and return how many findings were examples of what."""
    found = Examples()
    for world in worlds:
        check_equal(world)
        found.update(examples_in(world))
    return found


def written(found: Examples) -> dict[str, int]:
    return {f"{verdict} × {feature}": number for (verdict, feature), number in sorted(found.items())}


def test_of_a_changing_record_of_orders_kernel_and_reference_find_the_same_with_enough_examples(
    record_property: Callable[[str, object], None],
) -> None:
    found = equal_in(map(orders_of, range(WORLDS)))
    record_property("examples", written(found))
    assert found["broken", "all"] >= ENOUGH
    assert scarce(found, least=FEW) == {}


@pytest.mark.proof
def test_of_many_changing_records_of_orders_kernel_and_reference_find_the_same(
    record_property: Callable[[str, object], None],
) -> None:
    found = equal_in(map(orders_of, range(WORLDS, MANY)))
    record_property("worlds", MANY - WORLDS)
    record_property("examples", written(found))
    assert scarce_by_verdict(found, least=ENOUGH) == {}
    assert scarce(found, least=ENOUGH) == {}
