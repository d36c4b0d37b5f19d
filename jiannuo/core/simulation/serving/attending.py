"""Service centres attend to people: they answer calls, and collect each month what was complained of and suggested."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks
from jiannuo.core.simulation.planting.centre_deeds import CALL_DEEDS, CALLS, DIGEST, DIGEST_DEEDS
from jiannuo.core.simulation.planting.drawing import Lot, between, draw_deeds, part_of_full_city
from jiannuo.core.simulation.recording.deadlines import Window, answer, record
from jiannuo.core.simulation.recording.event_log import NONE, machine, named, persons, picked
from jiannuo.core.simulation.recording.times import DAY, GAP_FROM, GAP_TO, HOUR, MINUTE, SECOND, START, midnight
from jiannuo.core.simulation.serving.staffing import centres_of

_MONTHS = (*(date(2026, month, 1) for month in range(3, 13)), date(2027, 1, 1))
"""The first days of the months that are closed, and of the one after them."""
_CALLS, _IN_THE_DARK = 700, 40
"""So many calls there are at least in a full city, and so many of them while the record of the phones is incomplete."""


def attend(scene: Scene) -> None:
    """Record calls and digests."""
    _answer_calls(scene)
    _collect(scene)


def _answer_calls(scene: Scene) -> None:
    """Record calls of passengers, who takes them and when; some only ever speak to a machine."""
    dice = scene.dice("calls")
    scale = part_of_full_city(scene.count)
    dark = max(1, round(_IN_THE_DARK * scale))
    count = dark + max(round(0.15 * scene.count), round(_CALLS * scale))
    unrecorded = np.arange(count) < dark
    early, late = START + between(dice, 0, 28 * 86_400, count), GAP_FROM + DAY + between(dice, 0, 10 * 86_400, count)
    at = np.where(unrecorded, late, early)
    draw = draw_deeds(scene.dice("answering"), CALL_DEEDS, Lot(np.ones(count, np.bool_), unrecorded, city=scene.count))
    calls = named("u", np.arange(count))
    centres = named("z", dice.integers(0, centres_of(scene.count), count))
    scene.log.add("call_offered", at, {"call_id": calls, "centre_id": centres})
    bot = {"call_id": calls, **machine(count)}
    unheard = draw.of("machine-only")
    scene.log.add("call_answered", at[unheard] + 2 * SECOND, picked(bot, unheard))
    answers = answer(draw, Window(at, at + MINUTE, (2, 55), (5, 240)), dice)
    answers.at[unheard] = NONE
    agents = named("g", dice.integers(0, 9, count))
    record(scene.log, "call_answered", answers, {"call_id": calls, "agent_id": agents, **persons(agents)})
    scene.truths.elsewhere(count).plant(CALLS, draw, calls, Clocks(at, at + MINUTE, answers.at))


def _collect(scene: Scene) -> None:
    """Record the digests of each month and centre, due by the end of the fifth day after it."""
    centres, count = centres_of(scene.count), len(_MONTHS) - 1
    starts = np.array([midnight(day) for day in _MONTHS])
    centre, month = np.repeat(np.arange(centres), count), np.tile(np.arange(count), centres)
    since, until = starts[month], starts[month + 1]
    dark = (since < GAP_FROM) & (until > GAP_TO)
    draw = draw_deeds(scene.dice("months"), DIGEST_DEEDS, Lot(np.ones(len(month), np.bool_), dark, city=scene.count))
    due = until + 120 * HOUR
    answers = answer(draw, Window(until, due, (86_400, 400_000), (3600, 100_000)), scene.dice("digests"))
    ids = named("z", centre)
    items = pa.array([["waiting", "route"], ["conduct"]]).take(pa.array(centre % 2))
    columns = {
        "centre_id": ids,
        "period": pa.array([day.strftime("%Y-%m") for day in _MONTHS]).take(pa.array(month)),
        "items": pc.if_else(pa.array(draw.of("empty")), pa.scalar(None, items.type), items),
    }
    record(scene.log, "feedback_digest_made", answers, columns)
    scene.truths.elsewhere(len(ids)).plant(DIGEST, draw, ids, Clocks(since, due, answers.at))
