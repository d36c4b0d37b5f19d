"""Orders are offered before they are taken, to drivers who consent to the rules or not; some pairs are kept apart."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.simulation.intending.fleet import CLASSES
from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.dispatch_deeds import OFFERED, PAIR_OFFERED, PAIR_TAKEN, TAKEN
from jiannuo.core.simulation.planting.drawing import Ints
from jiannuo.core.simulation.recording.deadlines import Answers, record
from jiannuo.core.simulation.recording.event_log import NONE, Columns, Correction, chosen, constant, named
from jiannuo.core.simulation.recording.times import DAY, GAP_TO, HOUR, SECOND

RULES, OLD_RULES = "2026-1", "2025-3"


def offered_at(scene: Scene) -> Ints:
    """Return when the offers are made that are taken."""
    return scene.journeys.accepted - 10 * SECOND


def offer(scene: Scene, passengers: "pa.Array") -> None:
    """Record the offers that are taken, ten seconds before, and what stands between driver, rules and passenger."""
    offered = offered_at(scene)
    pair = {"passenger_id": passengers, "driver_id": named("d", scene.fleet.driver)}
    vehicle = {"plate": named("v", scene.fleet.driver), "vehicle_class": chosen(CLASSES, scene.fleet.given)}
    scene.tell("dispatch_offered", np.ones(scene.count, np.bool_), offered, {**pair, **vehicle})
    _consent(scene, offered)
    _keep_apart(scene, offered, pair)


def _consent(scene: Scene, offered: Ints) -> None:
    """Record who withdraws consent before or after an order comes, and who gives it again."""
    draw, accepted = scene.meant.dispatch.consent, scene.journeys.accepted
    refused = np.where(draw.of("consenting"), NONE, offered - 60 * SECOND)
    given = np.where(draw.of("consenting", "refusal-taken-back"), NONE, accepted + 60 * SECOND)
    for name, instant in (
        ("refused-between", offered + 5 * SECOND),
        ("refused-micro-after-offer", offered + 1),
        ("refused-at-acceptance", accepted),
        ("refused-micro-after-acceptance", accepted + 1),
    ):
        refused = np.where(draw.of(name), instant, refused)
    for name, instant in (
        ("given-between", offered + 5 * SECOND),
        ("given-at-offer", offered),
        ("given-micro-after-offer", offered + 1),
        ("given-at-acceptance", accepted),
        ("given-micro-after-acceptance", accepted + 1),
    ):
        given = np.where(draw.of(name), instant, given)
    columns = {"driver_id": named("d", scene.fleet.driver), "rules_version": constant(RULES, scene.count)}
    numbers = scene.tell_of("consent_refused", refused >= 0, refused, columns)
    old = {**columns, "rules_version": constant(OLD_RULES, scene.count)}
    scene.tell_of("consent_given", draw.of("old-rules"), refused + 5 * SECOND, old)
    scene.tell_of("consent_given", given >= 0, given, columns)
    back = draw.of("refusal-taken-back")
    reasons = {**columns, "reason": constant("entered_by_mistake", scene.count)}
    scene.log.retract(back, reasons, Correction(numbers, refused + HOUR), source="registry")
    scene.truths.plant(OFFERED, draw, scene.orders, at_once(offered))
    scene.plant(TAKEN, draw, at_once(accepted))


def _keep_apart(scene: Scene, offered: Ints, pair: Columns) -> None:
    """Record which passengers and drivers are kept apart, and until when."""
    draw, accepted, ended = scene.meant.dispatch.pair, scene.journeys.accepted, scene.journeys.ended
    after = draw.of("kept-apart", "lifted-after-gap")
    blocked = np.where(after, ended + 2 * HOUR, scene.journeys.placed - HOUR)
    blocked = np.where(draw.of("blocked-between"), offered + 5 * SECOND, blocked)
    blocked = np.where(draw.of("blocked-at-offer"), offered, blocked)
    lifted = blocked + 9 * DAY
    for name, instant in (
        ("lifted-between", offered + 5 * SECOND),
        ("lifted-at-offer", offered),
        ("lifted-micro-before-offer", offered - 1),
        ("lifted-micro-after-offer", offered + 1),
        ("lifted-at-acceptance", accepted),
        ("lifted-micro-before-acceptance", accepted - 1),
        ("lifted-micro-after-acceptance", accepted + 1),
        ("put-right", offered - 5 * SECOND),
        ("found-out", accepted + HOUR),
        ("lifted-after-gap", np.full(scene.count, GAP_TO + 2 * DAY)),
    ):
        lifted = np.where(draw.of(name), instant, lifted)
    wrong = np.where(draw.of("put-right"), accepted + HOUR, NONE)
    wrong = np.where(draw.of("found-out"), offered - 5 * SECOND, wrong)
    scene.tell_of("pair_blocked", draw.any, blocked, pair)
    lifted = np.where(draw.any, lifted, NONE)
    lifting = {**pair, "reason": constant("both_agree", scene.count)}
    record(scene.log, "pair_lifted", Answers(lifted, lifted + SECOND, wrong), lifting)
    pairs = pc.binary_join_element_wise(pair["passenger_id"], pair["driver_id"], "/")
    scene.truths.plant(PAIR_OFFERED, draw, pairs, Clocks(blocked, lifted, offered))
    scene.truths.plant(PAIR_TAKEN, draw, pairs, Clocks(blocked, lifted, accepted), owners=pair["driver_id"])
