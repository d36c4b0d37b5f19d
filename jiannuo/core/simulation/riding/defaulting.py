"""Defaults of drivers are recorded by the desk: up to one in twenty orders of a month is tolerated."""

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, Truths
from jiannuo.core.simulation.planting.default_deeds import DEFAULT_DEEDS, DEFAULTS
from jiannuo.core.simulation.planting.drawing import Draw, Ints, Lot, Mask, between, draw_deeds
from jiannuo.core.simulation.recording.event_log import NONE, Columns, Correction, chosen, constant, named
from jiannuo.core.simulation.recording.times import DAY, HOUR, START

_MARCH, _APRIL, _MAY = START - DAY, START + 30 * DAY, START + 60 * DAY
_ONE_MORE = ("above", "last-in-next-month", "last-microsecond-of-month", "taken-back", "found-out")


def default(scene: Scene) -> None:
    """Record what drivers are found to have broken, of the orders accepted in March."""
    _begin_records(scene)
    driver, accepted = scene.fleet.driver, scene.journeys.accepted
    taken = np.bincount(driver[accepted < _APRIL], minlength=scene.fleet.drivers)
    some = taken > 0
    lot = Lot(some, np.zeros_like(some), {"at-target": some & (taken % 20 == 0)}, city=scene.count)
    draw = draw_deeds(scene.dice("defaults"), DEFAULT_DEEDS[:-1], lot)
    found = np.where(draw.any, taken // 20 + draw.of(*_ONE_MORE), 0)
    _record(scene, draw, found)
    numbers = np.arange(len(taken))
    _plant(scene.truths, draw, numbers, (_MARCH, _APRIL))
    in_april = np.isin(numbers, driver[accepted >= _APRIL]) | draw.of("last-in-next-month")
    _hide(scene.truths, numbers[in_april])


def _begin_records(scene: Scene) -> None:
    """Let the records of orders and of the desk begin with the month, with what no promise is about."""
    first = np.array([_MARCH])
    order = {"order_id": constant("b0000000", 1), "driver_id": constant("d0000000", 1)}
    scene.log.add("dispatch_ranked", first, {**order, "weight": pa.array([1.0])})
    scene.log.add("agent_assessed", first, {"agent_id": constant("a0000000", 1), "score": pa.array([9.0])})


def _record(scene: Scene, draw: Draw, found: Ints) -> None:
    """Record so many defaults of each driver; the last of some is taken back, put right, or lies about the end of the month."""
    driver = np.repeat(np.arange(len(found)), found)
    is_last = np.append(driver[1:] != driver[:-1], np.ones(len(driver[:1]), np.bool_))
    at = START + between(scene.dice("defaults found"), DAY / 1_000_000, 27 * DAY / 1_000_000, len(driver))

    def last_of(name: str) -> Mask:
        return is_last & draw.of(name)[driver]

    at = np.where(last_of("last-in-next-month"), _APRIL, at)
    at = np.where(last_of("last-microsecond-of-month"), _APRIL - 1, at)
    found_out, back = last_of("found-out"), last_of("taken-back")
    columns = _violation(driver)
    at_first = {**columns, "type": _types(found_out)}
    numbers = scene.log.add("violation_recorded", at, at_first)
    told = Correction(numbers, at + HOUR)
    scene.log.correct("violation_recorded", found_out, at, columns, told)
    reasons = {"driver_id": columns["driver_id"], "reason": constant("other_driver", len(driver))}
    scene.log.retract(back, reasons, told, source="service_desk")


def _violation(driver: Ints) -> Columns:
    count = len(driver)
    return {
        "violation_id": named("j", np.arange(count)),
        "driver_id": named("d", driver),
        "clause_id": constant("6.1.3.4b", count),
        "type": constant("default", count),
        "found_by": constant("detected", count),
    }


def _types(late: Mask) -> "pa.Array":
    """Return what violations are called at first."""
    return chosen(("default", "late"), late.astype(np.int64))


def _hide(truths: Truths, drivers: Ints) -> None:
    count = len(drivers)
    draw = Draw(DEFAULT_DEEDS, np.full(count, NONE, np.int8)).but("desk-without-record", np.ones(count, np.bool_))
    _plant(truths, draw, drivers, (_APRIL, _MAY))


def _plant(truths: Truths, draw: Draw, drivers: Ints, month: tuple[int, int]) -> None:
    since, until = (np.full(len(drivers), at) for at in month)
    truths.elsewhere(len(drivers)).plant(DEFAULTS, draw, named("d", drivers), Clocks(since, until, until))
