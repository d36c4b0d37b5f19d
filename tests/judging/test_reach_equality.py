"""The kernel judges figures as the reference does: random figures held to random targets, and figures in conditions."""

from dataclasses import fields

from hypothesis import HealthCheck, given, settings

from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.reference.judge import Judge
from jiannuo.core.plans.plan import plan_of
from tests.judging.kernel_equality import by_identity
from tests.judging.reach_worlds import FigureWorld, asking_worlds, figure_worlds

QUIET = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def check_equal(world: FigureWorld) -> None:
    judge = Judge(world.charter, world.log, as_of=world.as_of)
    wanted = by_identity(judge.findings())
    kernel = Kernel(plan_of(world.charter))
    judging = kernel.judging(table_of(world.log.events), world.log.reach, as_of=world.as_of)
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
