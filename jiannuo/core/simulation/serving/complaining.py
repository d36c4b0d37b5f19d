"""The desk: complaints with their replies and solutions, lost property, suggestions."""

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks
from jiannuo.core.simulation.planting.deeds import ITEM_CONTACT, ITEM_RETURN, REPLY, SOLUTION, VERIFICATION
from jiannuo.core.simulation.planting.drawing import Ints, Mask, between, some_of
from jiannuo.core.simulation.recording.deadlines import Window, answer, record
from jiannuo.core.simulation.recording.event_log import NONE, chosen, constant, instants, machine, named, persons
from jiannuo.core.simulation.recording.times import DAY, HOUR, MINUTE, SECOND, end_of_day
from jiannuo.core.simulation.serving.closing import close, give_back
from jiannuo.core.simulation.serving.penalties import penalize

_SUBJECTS = ("late", "conduct", "extra_charge", "vehicle_swap", "route")


def complain(scene: Scene) -> None:
    """Record complaints, when they are answered and when they are solved."""
    dice, meant = scene.dice("complaining"), scene.meant
    at = scene.journeys.ended + between(dice, 300, 72_000, scene.count)
    complaints = named("c", np.where(meant.complained, np.arange(scene.count), NONE))
    columns = {
        "complaint_id": complaints,
        "passenger_id": scene.passengers(),
        "driver_id": named("d", scene.fleet.serving),
        "order_state": chosen(("defaulted", "completed"), meant.served.astype(np.int64)),
        "channel": chosen(("phone", "online"), dice.integers(0, 2, scene.count)),
        "type": chosen(_SUBJECTS, dice.integers(0, len(_SUBJECTS), scene.count)),
    }
    scene.tell("complaint_filed", meant.complained, at, columns)
    _reply(scene, complaints, at)
    _solve(scene, complaints, at)
    _verify(scene, complaints, at)
    penalize(scene, complaints, at)


def _reply(scene: Scene, complaints: "pa.Array", at: Ints) -> None:
    """Record replies by people, and the receipts by a machine that are none."""
    dice, draw = scene.dice("replying"), scene.meant.reply
    due = at + 45 * MINUTE
    by_machine = draw.of("machine-only") | (draw.any & (dice.random(scene.count) < 0.3))
    receipt = {"complaint_id": complaints, **machine(scene.count)}
    scene.tell_of("complaint_replied", by_machine, at + SECOND, receipt)
    answers = answer(draw, Window(at, due, (60, 2640), (30, 10_000)), dice)
    answers.at[draw.of("machine-only")] = NONE
    agents = named("a", dice.integers(0, 40, scene.count))
    told = {"complaint_id": complaints, "agent_id": agents, **persons(agents)}
    record(scene.log, "complaint_replied", answers, told)
    scene.truths.plant(REPLY, draw, complaints, Clocks(at, due, answers.at))


def _solve(scene: Scene, complaints: "pa.Array", at: Ints) -> None:
    dice, draw = scene.dice("solving"), scene.meant.solution
    answers = answer(draw, Window(at, at + DAY, (4 * 3600, 23.9 * 3600), (30, 2 * 86_400)), dice)
    outcome = chosen(("explained", "paid", "apologized"), dice.integers(0, 3, scene.count))
    record(scene.log, "complaint_resolved", answers, {"complaint_id": complaints, "outcome": outcome})
    _extend(scene, complaints, draw.of("late"), at)
    scene.truths.plant(SOLUTION, draw, complaints, Clocks(at, at + DAY, answers.at))


def _extend(scene: Scene, complaints: "pa.Array", late: Mask, at: Ints) -> None:
    """Record that every other of those solved late was given more time, which they are late for all the same."""
    extended = {
        "complaint_id": complaints,
        "extended_until": instants(at + 5 * DAY),
        "extension_ground": chosen(("police", "lost_property"), np.arange(scene.count) % 2),
        "officer_id": constant("f0000000", scene.count),
    }
    scene.tell_of("complaint_extended", late & (np.cumsum(late) % 2 == 0), at + 20 * HOUR, extended)


def _verify(scene: Scene, complaints: "pa.Array", at: Ints) -> None:
    dice, draw = scene.dice("verifying"), scene.meant.verification
    due = at + 45 * MINUTE
    answers = answer(draw, Window(at, due, (120, 2600), (30, 10_000)), dice)
    officers = named("f", dice.integers(0, 12, scene.count))
    told = {"complaint_id": complaints, "officer_id": officers, **persons(officers)}
    record(scene.log, "verification_started", answers, told)
    scene.truths.plant(VERIFICATION, draw, complaints, Clocks(at, due, answers.at))


def lose_and_suggest(scene: Scene) -> None:
    """Record lost property, which is found and returned or not, and suggestions, which carry no clock."""
    dice, meant, numbers = scene.dice("losing"), scene.meant, np.arange(scene.count)
    at = scene.journeys.ended + between(dice, 600, 36_000, scene.count)
    cases = named("l", numbers)
    driver = {"driver_id": named("d", scene.fleet.serving)}
    items = chosen(("phone", "bag", "umbrella", "document"), dice.integers(0, 4, scene.count))
    scene.tell("lost_item_reported", meant.lost, at, {"case_id": cases, **driver, "item": items})
    agents = {"case_id": cases, "agent_id": named("a", dice.integers(0, 40, scene.count))}
    answers = answer(meant.item_contact, Window(at, at + 15 * MINUTE, (30, 870), (30, 7200)), dice)
    record(scene.log, "driver_contacted", answers, agents)
    scene.truths.plant(ITEM_CONTACT, meant.item_contact, cases, Clocks(at, at + 15 * MINUTE, answers.at))
    _return(scene, cases, at + 4 * HOUR)
    suggested = some_of(dice, meant.served, round(0.01 * scene.count))
    suggestion = {"case_id": named("s", numbers), "party_kind": constant("passenger", scene.count)}
    scene.tell_of("suggestion_filed", suggested, at + 2 * HOUR, suggestion)


def _return(scene: Scene, cases: "pa.Array", found_at: Ints) -> None:
    """Record that items are found, and returned free of charge within the seven days after that day, or not."""
    dice, draw = scene.dice("returning"), scene.meant.item_return
    found = {"case_id": cases, "driver_id": named("d", scene.fleet.serving), "found": pa.array(draw.any)}
    scene.tell_of("item_check_reported", scene.meant.lost, found_at, found)
    due = end_of_day(found_at, later=7)
    answers = answer(draw, Window(found_at, due, (7200, 6 * 86_400), (60, 86_400)), dice)
    give_back(scene, cases, answers)
    scene.truths.plant(ITEM_RETURN, draw, cases, Clocks(found_at, due, answers.at), owners=found["driver_id"])
    close(scene, cases, found_at, answers.at)
