"""Drivers log in with their vehicles on the way to their passengers, and are seen on the way."""

import numpy as np

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.arrival_deeds import HANDED_ON_LATE
from jiannuo.core.simulation.planting.deeds import PLATE
from jiannuo.core.simulation.planting.drawing import Draw, Ints
from jiannuo.core.simulation.planting.record_deeds import LOGINS, MATCH, MATCH_DEEDS, match_of
from jiannuo.core.simulation.recording.deadlines import Window, answer, record
from jiannuo.core.simulation.recording.event_log import NONE, Columns, Correction, named, picked
from jiannuo.core.simulation.recording.times import HOUR, MINUTE
from jiannuo.core.simulation.riding.tracking import track


def log_in(scene: Scene) -> None:
    """Record with which vehicle and on which device drivers log in, and where they are seen."""
    draw, journeys, serving = scene.meant.plate, scene.journeys, scene.fleet.serving
    other = scene.fleet.drivers + scene.dice("plates").integers(0, 500, scene.count)
    driven = np.where(draw.of("not-told"), NONE, np.where(draw.of("swapped"), other, serving))
    at = _log_in_first(scene, driven, np.where(draw.of("put-right"), other, driven))
    track(scene, driven)
    match = match_of(scene.meant.records.login, draw)
    drivers = named("d", serving)
    scene.truths.plant(MATCH, match, drivers, at_once(at), owners=drivers)
    for name, instant in (("at-end", journeys.ended), ("after-end", journeys.ended + 1)):
        again = draw.of(name)
        scene.log.add("device_login", instant[again], picked(_device(scene, other), again))
        swapped = Draw(MATCH_DEEDS, np.full(scene.count, NONE, np.int8)).but("other-vehicle", again)
        scene.truths.plant(MATCH, swapped, drivers, at_once(instant), owners=drivers)
    until = np.where(scene.meant.cancelled, journeys.cancelled, journeys.ended)
    scene.plant(PLATE, draw, Clocks(journeys.accepted, until, np.where(draw.of("swapped"), at, NONE)))


def _log_in_first(scene: Scene, driven: Ints, said: Ints) -> Ints:
    """Record the first log-ins, with the vehicles that are driven and those that are said to be at first; return when."""
    draw, journeys = scene.meant.records.login, scene.journeys
    soon = scene.meant.notice.any | scene.meant.arrival.of(*HANDED_ON_LATE)
    ahead = np.where(soon, 2 * MINUTE, 20 * MINUTE)
    window = Window(journeys.pressed - ahead, journeys.ended, (0, 60), (30, 3_000))
    answers = answer(draw, window, scene.dice("logging in"))
    device = np.where(draw.of("device-not-told"), NONE, scene.fleet.serving)
    another = scene.fleet.drivers + np.arange(scene.count) % 89
    at_first = np.where(draw.of("other-device", "device-put-right"), another, device)
    at_last = np.where(draw.of("other-device", "device-found-out"), another, device)
    numbers = record(scene.log, "device_login", answers, _device(scene, said, at_first))
    right = scene.meant.plate.of("put-right") | draw.of("device-put-right", "device-found-out")
    correction = Correction(numbers, answers.at + HOUR)
    scene.log.correct("device_login", right, answers.at, _device(scene, driven, at_last), correction)
    scene.truths.plant(LOGINS, draw, scene.orders, Clocks(journeys.accepted, journeys.ended, answers.at))
    return answers.at


def _device(scene: Scene, plate: Ints, device: Ints | None = None) -> Columns:
    serving = scene.fleet.serving
    return {
        "driver_id": named("d", serving),
        "device_id": named("t", serving if device is None else device),
        "plate": named("v", plate),
    }
