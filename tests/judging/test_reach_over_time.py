"""The kernel judges figures over states and subjects as the reference does, which looks at each period and key by itself."""

from hypothesis import HealthCheck, given, settings

from tests.judging.over_time_worlds import over_time_worlds
from tests.judging.reach_worlds import FigureWorld
from tests.judging.test_reach_equality import check_equal


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(over_time_worlds())
def test_the_kernel_judges_figures_over_time_as_the_reference_does(world: FigureWorld) -> None:
    check_equal(world)
