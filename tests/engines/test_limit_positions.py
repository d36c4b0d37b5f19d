import pytest

from jiannuo.core.engines.what_ifs.limit_positions import positions_around
from jiannuo.core.values.durations import read_duration, write_duration


@pytest.mark.parametrize(
    ("limit", "step", "longest", "count"),
    [
        ("30 s", "2 seconds", "1 minute", 30),
        ("15 min", "1 minute", "30 minutes", 30),
        ("1 h", "5 minutes", "2 hours", 24),
        ("4 h", "15 minutes", "8 hours", 32),
        ("24 h", "2 hours", "48 hours", 24),
        ("8 working h", "30 working minutes", "16 working hours", 32),
        ("1 natural days", "1 natural day", "6 natural days", 6),
        ("5 working days", "1 working day", "10 working days", 10),
        ("90 natural days", "5 natural days", "180 natural days", 36),
    ],
)
def test_a_slider_stops_at_round_limits_up_to_twice_the_one_that_holds(
    limit: str, step: str, longest: str, count: int
) -> None:
    positions = positions_around(read_duration(limit))
    assert positions is not None
    assert write_duration(positions.limits[0]).en == step
    assert write_duration(positions.longest).en == longest
    assert len(positions.limits) == count
    assert positions.limits[positions.current] == read_duration(limit)


@pytest.mark.parametrize("limit", ["1 ms", "7 s", "37 min", "101 min", "100 natural days", "7 weeks", "200 years"])
def test_the_limit_that_holds_is_always_among_them_and_they_are_not_many(limit: str) -> None:
    positions = positions_around(read_duration(limit))
    assert positions is not None
    counts = [each.count for each in positions.limits]
    assert counts == sorted(set(counts))
    assert positions.limits[positions.current] == read_duration(limit)
    assert 2 <= len(counts) <= 102


def test_a_limit_that_leaves_no_time_has_no_slider() -> None:
    assert positions_around(read_duration("0 min")) is None
