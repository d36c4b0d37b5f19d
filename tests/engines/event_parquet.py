"""Random events written as Parquet in our own form: shuffled, in several row groups."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from jiannuo.core.expressions.column_values import array_of
from jiannuo.core.judging.event import Event
from jiannuo.core.values.durations import Duration, Unit

INSTANT = pa.timestamp("us", "UTC")


def storable(events: Iterable[Event]) -> list[Event]:
    """Leave out what Arrow has no type for: lengths in working time or in days, and values of a second type in a column.

    The source of a gap is in the one column `source`, whoever told of it.
    """
    listed = list(events)
    types: dict[str, set[type]] = {}
    for event in listed:
        for name, value in event.attributes.items():
            types.setdefault(name, set()).add(type(value))
    kept = {name: random.Random(len(listed)).choice(_TWO) for name, found in types.items() if found >= set(_TWO)}
    return [replace(event, source=_told_by(event), attributes=_storable(event, kept)) for event in listed]


_TWO = (str, datetime)


def _told_by(event: Event) -> str:
    return str(event.attributes.get("source") or event.source) if event.type == "source_gap" else event.source


def _storable(event: Event, kept: Mapping[str, type]) -> dict[str, object]:
    def fits(name: str, value: object) -> bool:
        if isinstance(value, Duration) and value.unit is not Unit.ELAPSED:
            return False
        if name in kept and type(value) in _TWO and not isinstance(value, kept[name]):
            return False
        return (event.type, name) != ("source_gap", "source")

    return {name: value for name, value in event.attributes.items() if fits(name, value)}


def write_events(
    events: Iterable[Event], path: Path, *, seed: int, with_ids: bool = True, like: Iterable[Event] | None = None
) -> pa.Table:
    """Write events in any order, each id once, in row groups of 7; return them in the order written.

    With `like` the file has the columns that these events would have.
    """
    listed = list({event.id: event for event in events}.values())
    random.Random(seed).shuffle(listed)
    others = [] if like is None else [event for event in like if event.id not in {each.id for each in listed}]
    table = table_of([*listed, *others], with_ids=with_ids).slice(0, len(listed))
    pq.write_table(table, path, row_group_size=7)
    return table


def table_of(events: list[Event], *, with_ids: bool = True) -> pa.Table:
    columns = {
        "event": pa.array([event.type for event in events]).dictionary_encode(),
        "at": pa.array([event.at for event in events], INSTANT),
        "recorded_at": pa.array([event.recorded_at for event in events], INSTANT),
        "seq": pa.array([event.seq for event in events], pa.int64()),
        "source": pa.array([event.source for event in events], pa.string()),
        "actor": pa.array([event.actor for event in events], pa.string()),
        "actor_kind": pa.array([event.actor_kind for event in events], pa.string()),
        "supersedes": pa.array([event.supersedes for event in events], pa.string()),
    }
    if with_ids:
        columns["id"] = pa.array([event.id for event in events], pa.string())
    for name in sorted({name for event in events for name in event.attributes} - {"source"}):
        columns[name] = _column([event.attributes.get(name) for event in events])
    return pa.table(columns)


def _column(values: list[object]) -> pa.Array:
    if any(isinstance(value, tuple) for value in values):
        return pa.array([[value] if isinstance(value, str) else value for value in values], pa.list_(pa.string()))
    if all(value is None or isinstance(value, datetime) for value in values):
        return pa.array(values, INSTANT)
    return array_of(values)
