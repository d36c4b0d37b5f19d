"""Events go into columns and come back as they were."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from jiannuo.core.judging.event import Event
from jiannuo.core.judging.event_table import Plain, table_of
from tests.judging.worlds import world_of


def test_events_come_back_as_they_were(tmp_path: Path) -> None:
    for seed in range(8):
        events = world_of(seed, tmp_path).log.events
        table = table_of(events)
        assert sorted(table.events(), key=lambda event: event.id) == sorted(events, key=lambda event: event.id)
        assert [table.event(row) for row in range(len(table))] == list(events)


def test_some_rows_are_a_table_of_their_own(tmp_path: Path) -> None:
    events = world_of(1, tmp_path).log.events
    rows = np.array([4, 0, 2])
    assert [table_of(events).taken(rows).event(row) for row in range(3)] == [events[4], events[0], events[2]]


def test_equal_values_of_different_types_stay_apart() -> None:
    events = [Event(id=str(n), type="e", at=n, recorded_at=n, attributes={"x": x}) for n, x in enumerate((1, True, 1))]
    assert [type(event.attributes["x"]) for event in table_of(events).events()] == [int, bool, int]


def test_a_plain_column_gives_the_values_of_conditions() -> None:
    column = Plain(pa.array([3, None, 5], pa.int64()))
    assert list(column.taken(np.array([2, -1, 1, 0])).objects()) == [5, None, None, 3]
