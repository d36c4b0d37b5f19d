"""Vehicles are seen on the way: once by the end of the ride or not, and some of them every minute, with gaps."""

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene, points
from jiannuo.core.simulation.intending.truths import Clocks
from jiannuo.core.simulation.planting.drawing import Ints, Mask, between
from jiannuo.core.simulation.planting.record_deeds import LOST, TRACK
from jiannuo.core.simulation.recording.deadlines import Window, answer, record
from jiannuo.core.simulation.recording.event_log import Columns, named
from jiannuo.core.simulation.recording.times import MINUTE
from jiannuo.core.simulation.riding.ordering import destinations, pickup_points

_FOLLOWED = 0.15
"""The share of the rides of which there is a position every minute."""
_AFTER_THE_RIDE = 10 * MINUTE
"""So long is seen who is seen only after the ride."""


def track(scene: Scene, driven: Ints) -> None:
    """Record where vehicles are seen; `driven` are those that serve, NONE where no plate is told."""
    draw, journeys, dice = scene.meant.records.track, scene.journeys, scene.dice("tracks")
    window = Window(journeys.started, journeys.ended, (20, 40), (30, 3_600))
    answers = answer(draw, window, dice)
    columns = {"order_id": scene.orders, **scene.by_driver(), "plate": named("v", driven)}
    record(scene.log, "vehicle_position", answers, columns)
    scene.truths.plant(TRACK, draw, scene.orders, Clocks(journeys.accepted, journeys.ended, answers.at))
    followed = (dice.random(scene.count) < _FOLLOWED) & draw.of("in-time") | draw.of("late", LOST)
    until = np.where(draw.of("late"), answers.at + _AFTER_THE_RIDE, journeys.ended)
    _follow(scene, (followed, answers.at, until), columns)


def _follow(scene: Scene, seen: tuple[Mask, Ints, Ints], columns: Columns) -> None:
    """Record the marked vehicles every minute after they were seen first, until an instant; some are lost for minutes."""
    followed, first, until = seen
    counts = np.where(followed, np.maximum(until - first - 1, 0) // MINUTE, 0)
    rows = np.repeat(np.arange(scene.count), counts)
    nth = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    at = first[rows] + nth * MINUTE
    there = ~_is_lost(scene, rows, at - first[rows])
    rows, at = rows[there], at[there]
    told = {name: column.take(pa.array(rows)) for name, column in columns.items()}
    scene.log.add("vehicle_position", at, {**told, "place": _places(scene, rows, at)})


def _is_lost(scene: Scene, rows: Ints, after: Ints) -> Mask:
    """Tell of which positions, so long after the first of their rides, the signal is lost: for 3 to 12 minutes."""
    dice = scene.dice("signals")
    begins = between(dice, 90, 300, scene.count)
    ends = begins + between(dice, 180, 720, scene.count)
    lost = scene.meant.records.track.of(LOST)
    return np.asarray(lost[rows] & (begins[rows] <= after) & (after < ends[rows]))


def _places(scene: Scene, rows: Ints, at: Ints) -> "pa.Array":
    """Return where vehicles are at some instants: on the straight way, and at its end after the ride."""
    started, ended = scene.journeys.started[rows], scene.journeys.ended[rows]
    way = np.clip((at - started) / np.maximum(ended - started, 1), 0, 1)
    pairs = zip(pickup_points(scene), destinations(scene), strict=True)
    east, north = ((start[rows] + (end - start)[rows] * way).astype(np.int64) for start, end in pairs)
    return points(east, north)
