from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.rendering.columns import ABSENT
from jiannuo.core.rendering.walls import local_walls

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 — the bare wall clock
MICROSECOND = 1_000_000


def walls(*instants: int, zone: str) -> list[int]:
    return [int(wall) for wall in local_walls(np.array(instants, np.int64), zone=zone)]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
@given(seconds=st.lists(st.integers(0, 4_102_444_800), min_size=1, max_size=20))
def test_it_is_the_clock_that_python_shows(zone: str, seconds: list[int]) -> None:
    shown = [datetime.fromtimestamp(second, ZoneInfo(zone)).replace(tzinfo=None) for second in seconds]
    expected = [round((each - EPOCH).total_seconds()) * MICROSECOND for each in shown]
    assert walls(*(second * MICROSECOND for second in seconds), zone=zone) == expected


def test_on_the_day_of_a_change_each_instant_has_its_own_offset() -> None:
    before = round(datetime.fromisoformat("2024-03-10T01:59:59-05:00").timestamp()) * MICROSECOND
    after = before + MICROSECOND
    shown = [EPOCH.fromisoformat(text) - EPOCH for text in ("2024-03-10T01:59:59", "2024-03-10T03:00:00")]
    assert walls(before, after, zone="America/New_York") == [
        round(each.total_seconds()) * MICROSECOND for each in shown
    ]


def test_microseconds_are_kept_and_what_is_no_date_is_absent() -> None:
    far = 2**62
    assert walls(1, ABSENT, far, -far, zone="Asia/Shanghai") == [8 * 3600 * MICROSECOND + 1, ABSENT, ABSENT, ABSENT]
    assert walls(zone="Asia/Shanghai") == []
