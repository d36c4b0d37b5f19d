"""The kernel judges figures over states and subjects as the reference does, which looks at each period and key by itself."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from tests.judging.changed_worlds import scarce, scarce_by_verdict, sites_of
from tests.judging.over_time_worlds import over_time_worlds
from tests.judging.reach_worlds import FigureWorld
from tests.judging.test_reach_equality import ENOUGH, FEW, MANY, WORLDS, check_equal, equal_in, written


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(over_time_worlds())
def test_the_kernel_judges_figures_over_time_as_the_reference_does(world: FigureWorld) -> None:
    check_equal(world)


def test_of_a_changing_record_of_sites_kernel_and_reference_find_the_same_with_enough_examples(
    record_property: Callable[[str, object], None],
) -> None:
    found = equal_in(map(sites_of, range(WORLDS)))
    record_property("examples", written(found))
    assert found["broken", "all"] >= ENOUGH
    assert scarce(found, least=FEW) == {}


@pytest.mark.proof
def test_of_many_changing_records_of_sites_kernel_and_reference_find_the_same(
    record_property: Callable[[str, object], None],
) -> None:
    found = equal_in(map(sites_of, range(WORLDS, MANY)))
    record_property("worlds", MANY - WORLDS)
    record_property("examples", written(found))
    assert scarce_by_verdict(found, least=ENOUGH) == {}
    assert scarce(found, least=ENOUGH) == {}
