"""Grounds of cancellations that only the passenger tells of: they are examined, and the fee waits for what is found."""

import numpy as np

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.planting.deeds import IN_CHECK, PROVED
from jiannuo.core.simulation.planting.drawing import Ints
from jiannuo.core.simulation.recording.event_log import chosen, constant
from jiannuo.core.simulation.recording.times import HOUR

_CHECKED_AFTER = 2 * HOUR
_CLAIMS = ("driver_caused", "driver_late", "involuntary")


def found_at(scene: Scene) -> Ints:
    """Return when it is found out what a ground was worth: two hours after the cancellation."""
    return scene.journeys.cancelled + _CHECKED_AFTER


def owed_from(scene: Scene) -> Ints:
    """Return from when on refunds are owed: from the cancellation, or from when a ground was found true."""
    return np.where(scene.meant.fee.of(*PROVED), found_at(scene), scene.journeys.cancelled)


def charged_at(scene: Scene, usual: Ints) -> Ints:
    """Return when fees are charged: as usual after the cancellation, or as often after the ground was examined."""
    draw, found = scene.meant.fee, found_at(scene)
    at = np.where(draw.of(*PROVED), usual - scene.journeys.cancelled + found, usual)
    at = np.where(draw.of("charged-as-check-ends"), found, at)
    return np.where(draw.of("charged-micro-before-check-ends"), found - 1, at)


def check_grounds(scene: Scene) -> None:
    """Record what passengers claim as they cancel, and what is found of it."""
    draw = scene.meant.fee
    claimed = np.arange(scene.count) % len(_CLAIMS)
    told = {"ground": chosen(_CLAIMS, claimed)}
    scene.tell("cancel_ground_claimed", draw.of(*IN_CHECK), scene.journeys.cancelled, told)
    found = np.where(draw.of(*PROVED), claimed, len(_CLAIMS))
    result = {"ground": chosen((*_CLAIMS, "none"), found), "officer_id": constant("f0000000", scene.count)}
    scene.tell("cancel_ground_verified", draw.of(*IN_CHECK), found_at(scene), result)
