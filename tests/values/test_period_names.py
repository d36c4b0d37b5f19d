"""The names by which a report says which period it is about."""

from datetime import UTC, date, datetime

import pytest

from jiannuo.core.values.period_names import is_named

ZONE = "Asia/Shanghai"


def span(first: str, last: str) -> tuple[int, int]:
    """Return [00:00 of the first date, 00:00 of the last) in China's time, in microseconds UTC."""
    ends = (datetime.fromisoformat(f"{day}T00:00:00+08:00") for day in (first, last))
    start, end = (int(end.timestamp()) * 1_000_000 for end in ends)
    return start, end


MAY, DAY = span("2024-05-01", "2024-06-01"), span("2024-05-06", "2024-05-07")
WEEK, QUARTER = span("2024-05-13", "2024-05-20"), span("2024-04-01", "2024-07-01")
HALF, YEAR = span("2024-07-01", "2025-01-01"), span("2024-01-01", "2025-01-01")


@pytest.mark.parametrize(
    ("period", "named"),
    [
        (MAY, "2024-05"),
        (DAY, "2024-05-06"),
        (DAY, date(2024, 5, 6)),
        (WEEK, "2024-W20"),
        (QUARTER, "2024-Q2"),
        (HALF, "2024-H2"),
        (YEAR, "2024"),
        (MAY, datetime(2024, 5, 31, 15, 59, tzinfo=UTC)),
    ],
)
def test_a_period_is_named_by_its_usual_name_a_date_or_an_instant_in_it(period: tuple[int, int], named: object) -> None:
    assert is_named(period, named, zone=ZONE)


@pytest.mark.parametrize(
    ("period", "named"),
    [
        (MAY, "2024-06"),
        (MAY, "May 2024"),
        (MAY, "2024-13"),
        (WEEK, "2024-W99"),
        (DAY, "2024-02-30"),
        (MAY, datetime(2024, 5, 31, 16, 0, tzinfo=UTC)),
        (MAY, 2024.5),
    ],
)
def test_another_period_or_what_names_none_is_not_it(period: tuple[int, int], named: object) -> None:
    assert not is_named(period, named, zone=ZONE)
