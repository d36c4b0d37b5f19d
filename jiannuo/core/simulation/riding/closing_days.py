"""Days of ratings are closed: when all bad ratings are checked, at the instant of the last check, or too soon."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import at_once
from jiannuo.core.simulation.planting.drawing import Draw, Ints
from jiannuo.core.simulation.planting.rating_deeds import DAY_DEEDS, DAYS
from jiannuo.core.simulation.recording.deadlines import Answers, record
from jiannuo.core.simulation.recording.event_log import NONE, constant, instants, persons
from jiannuo.core.simulation.recording.times import DAY, GAP_FROM, GAP_TO, HOUR, SECOND, ZONE, day_of


@dataclass(frozen=True, slots=True)
class BadRatings:
    """When bad ratings were given and when they were checked."""

    given: Ints
    checked: Ints


def close_days(scene: Scene, rated: Ints, bad: BadRatings) -> None:
    """Record who closes the days on which passengers rated; those about the gap of the record stay open."""
    midnights = np.unique(day_of(rated))
    midnights = midnights[(midnights + 3 * DAY < GAP_FROM) | (midnights > GAP_TO)]
    given, checked = _last_checks(midnights, bad)
    there, middle = checked >= 0, (given + checked) // 2
    always = np.where(there, checked + HOUR, midnights + 60 * HOUR)
    nothing = np.full(len(midnights), NONE)
    for name, at, wrong in (
        ("clear", always, nothing),
        ("at-last-check", np.where(there, checked, NONE), nothing),
        ("micro-after", np.where(there, checked + 1, NONE), nothing),
        ("micro-before", np.where(there, checked - 1, NONE), nothing),
        ("too-soon", np.where(there, middle, NONE), nothing),
        ("put-right", np.where(there, checked + 2 * HOUR, NONE), np.where(there, middle + 1, NONE)),
        ("found-out", np.where(there, middle + 2, NONE), np.where(there, checked + 3 * HOUR, NONE)),
    ):
        _close(scene, name, days_of(midnights), (at, wrong))


def _last_checks(midnights: Ints, bad: BadRatings) -> tuple[Ints, Ints]:
    """Return for each day when its last bad rating was given and when that was checked; NONE where there is none."""
    of_day = day_of(bad.given)
    order = np.lexsort((bad.checked, of_day))
    until = np.searchsorted(of_day[order], midnights, side="right")
    last = order[np.maximum(until - 1, 0)] if len(order) else np.zeros(len(midnights), np.int64)
    there = until > np.searchsorted(of_day[order], midnights, side="left")
    found = (np.where(there, at[last] if len(order) else NONE, NONE) for at in (bad.given, bad.checked))
    given, checked = found
    return given, checked


def _close(scene: Scene, name: str, days: "pa.Array", told: tuple[Ints, Ints]) -> None:
    at, wrong = told
    columns = {"rated_on": days, **persons(constant("f0000000", len(at)))}
    record(scene.log, "day_closed", Answers(at, at + SECOND, wrong), columns)
    draw = Draw(DAY_DEEDS, np.full(len(at), NONE, np.int8)).but(name, at >= 0)
    scene.truths.elsewhere(len(at)).plant(DAYS, draw, days, at_once(at))


def days_of(at: Ints) -> "pa.Array":
    """Return the local dates of instants as texts."""
    local = pc.local_timestamp(instants(at).cast(pa.timestamp("us", tz=ZONE)))
    return local.cast(pa.date32()).cast(pa.string())
