"""The desk: complaints with their replies and solutions, lost property, suggestions."""

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.deadlines import Window, answer, record
from jiannuo.core.simulation.deeds import REPLY, SOLUTION
from jiannuo.core.simulation.drawing import Ints, between, some_of
from jiannuo.core.simulation.event_log import NONE, chosen, constant, named
from jiannuo.core.simulation.journeys import DAY, HOUR, MINUTE
from jiannuo.core.simulation.scene import Scene
from jiannuo.core.simulation.truths import Clocks

_SECOND = 1_000_000
_SUBJECTS = ("late", "conduct", "extra_charge", "vehicle_swap", "route")


def complain(scene: Scene) -> None:
    """Record complaints, when they are answered and when they are solved."""
    dice, meant = scene.dice("complaining"), scene.meant
    at = scene.journeys.ended + between(dice, 300, 72_000, scene.count)
    complaints = named("c", np.where(meant.complained, np.arange(scene.count), NONE))
    columns = {
        "complaint_id": complaints,
        "driver_id": named("d", scene.fleet.serving),
        "order_state": chosen(("defaulted", "completed"), meant.served.astype(np.int64)),
        "channel": chosen(("phone", "online"), dice.integers(0, 2, scene.count)),
        "type": chosen(_SUBJECTS, dice.integers(0, len(_SUBJECTS), scene.count)),
    }
    scene.tell("complaint_filed", meant.complained, at, columns)
    _reply(scene, complaints, at)
    _solve(scene, complaints, at)


def _reply(scene: Scene, complaints: "pa.Array", at: Ints) -> None:
    """Record replies by people, and the receipts by a machine that are none."""
    dice, draw = scene.dice("replying"), scene.meant.reply
    due = at + 45 * MINUTE
    machine = draw.of("machine-only") | (draw.any & (dice.random(scene.count) < 0.3))
    receipt = {
        "complaint_id": complaints,
        "actor": constant("system", scene.count),
        "actor_kind": constant("system", scene.count),
    }
    scene.tell_of("complaint_replied", machine, at + _SECOND, receipt)
    answers = answer(draw, Window(at, due, (60, 2640), (30, 10_000)), dice)
    answers.at[draw.of("machine-only")] = NONE
    agents = named("a", dice.integers(0, 40, scene.count))
    person = {"agent_id": agents, "actor": agents, "actor_kind": constant("person", scene.count)}
    record(scene.log, "complaint_replied", answers, {"complaint_id": complaints, **person})
    scene.truths.plant(REPLY, draw, complaints, Clocks(at, due, answers.at))


def _solve(scene: Scene, complaints: "pa.Array", at: Ints) -> None:
    dice, draw = scene.dice("solving"), scene.meant.solution
    answers = answer(draw, Window(at, at + DAY, (4 * 3600, 23.9 * 3600), (30, 2 * 86_400)), dice)
    outcome = chosen(("explained", "paid", "apologized"), dice.integers(0, 3, scene.count))
    record(scene.log, "complaint_resolved", answers, {"complaint_id": complaints, "outcome": outcome})
    scene.truths.plant(SOLUTION, draw, complaints, Clocks(at, at + DAY, answers.at))


def lose_and_suggest(scene: Scene) -> None:
    """Record lost property, most of which is found and returned, and suggestions; neither carries a clock of complaints."""
    dice, served = scene.dice("losing"), scene.meant.served
    lost = some_of(dice, served, round(0.01 * scene.count))
    numbers = np.arange(scene.count)
    at = scene.journeys.ended + between(dice, 600, 36_000, scene.count)
    case = {"case_id": named("l", numbers)}
    driver = {"driver_id": named("d", scene.fleet.serving)}
    items = chosen(("phone", "bag", "umbrella", "document"), dice.integers(0, 4, scene.count))
    scene.tell("lost_item_reported", lost, at, {**case, **driver, "item": items})
    found = dice.random(scene.count) < 0.7
    scene.tell_of("driver_contacted", lost, at + 10 * MINUTE, case)
    scene.tell_of("item_check_reported", lost, at + HOUR, {**case, **driver, "found": pa.array(found)})
    method = chosen(("post", "delivery"), dice.integers(0, 2, scene.count))
    scene.tell_of("item_returned", lost & found, at + 20 * HOUR, {**case, "method": method})
    suggested = some_of(dice, served, round(0.01 * scene.count))
    suggestion = {"case_id": named("s", numbers), "party_kind": constant("passenger", scene.count)}
    scene.tell_of("suggestion_filed", suggested, at + 2 * HOUR, suggestion)
