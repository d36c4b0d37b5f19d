"""Cases of lost property: what the return costs, and when the case is closed."""

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import at_once
from jiannuo.core.simulation.planting.desk_deeds import ANSWERED, CLOSING_DEEDS, FREE, RETURN_DEEDS, RETURNED
from jiannuo.core.simulation.planting.drawing import Draw, Ints, Lot, between, draw_deeds
from jiannuo.core.simulation.recording.deadlines import Answers, instead, record
from jiannuo.core.simulation.recording.event_log import NONE, Correction, chosen, constant, money, named
from jiannuo.core.simulation.recording.times import HOUR


def give_back(scene: Scene, cases: "pa.Array", answers: Answers) -> None:
    """Record returns: some are charged for, or said to be at first."""
    dice = scene.dice("charges for returns")
    once = answers.seen & (answers.wrong < 0)
    only = {"put-right": once, "found-out": once}
    lot = Lot(answers.seen, np.zeros(scene.count, np.bool_), only)
    draw = draw_deeds(scene.dice("costs of returns"), RETURN_DEEDS, lot)
    fen = np.where(draw.of("one-fen"), 1, dice.integers(500, 3000, scene.count))
    unpaid = np.where(draw.of("nothing-charged", "put-right", "found-out"), 0, NONE)
    charged, wrongly = draw.of("one-fen", "charged", "found-out"), draw.of("one-fen", "charged", "put-right")
    method = chosen(("post", "delivery"), dice.integers(0, 2, scene.count))
    sent = {"case_id": cases, "method": method}
    first = {**sent, "charged_to_passenger": money(np.where(wrongly, fen, unpaid))}
    numbers = record(scene.log, "item_returned", answers, first)
    mistaken = draw.of("put-right", "found-out")
    right = {**sent, "charged_to_passenger": money(np.where(charged, fen, unpaid))}
    scene.log.correct("item_returned", mistaken, answers.at, right, Correction(numbers, answers.at + HOUR))
    drivers = named("d", scene.fleet.serving)
    scene.truths.plant(FREE, draw, cases, at_once(answers.at), owners=drivers)


def close(scene: Scene, cases: "pa.Array", found: Ints, returned: Ints) -> None:
    """Record when cases are closed: after the return, or before it, or even before anybody has looked."""
    dice, unrecorded = scene.dice("closing"), scene.meant.unrecorded
    drawing = scene.meant.lost & ((returned >= 0) | unrecorded)
    draw = draw_deeds(scene.dice("ends of cases"), CLOSING_DEEDS, Lot(drawing, unrecorded))
    at = returned + between(dice, 3600, 172_800, scene.count)
    at = instead(at, returned, draw, {"at-return": 0, "micro-after-return": 1, "micro-before-return": -1})
    at = instead(at, found, draw, {"at-check": 0, "micro-after-check": 1, "micro-before-check": -1})
    at = instead(at, found, draw, {"before-check": -HOUR, "looked-twice": -HOUR, "hidden": -HOUR})
    _look_in_vain(scene, draw, cases, found - 2 * HOUR)
    columns = {"case_id": cases, "kind": constant("lost_property", scene.count)}
    right = draw.of("put-right")
    said = np.where(right, found - HOUR, at)
    numbers = scene.tell_of("case_closed", draw.any, said, columns)
    scene.log.correct("case_closed", right, at, columns, Correction(numbers, at + HOUR))
    scene.truths.plant(ANSWERED, draw, cases, at_once(at))
    scene.truths.plant(RETURNED, draw, cases, at_once(at), owners=named("d", scene.fleet.serving))


def _look_in_vain(scene: Scene, draw: Draw, cases: "pa.Array", at: Ints) -> None:
    """Record a first look of which nobody said what came of it."""
    nothing = {
        "case_id": cases,
        "driver_id": named("d", scene.fleet.serving),
        "found": pa.nulls(scene.count, pa.bool_()),
    }
    scene.tell_of("item_check_reported", draw.of("looked-twice"), at, nothing)
