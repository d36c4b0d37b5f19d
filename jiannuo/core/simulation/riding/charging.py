"""Charges: the fixed price after every ride, and what is charged beside it."""

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.deeds import (
    INCLUDED,
    ITEM_CHARGED,
    ITEMS,
    POCKETED,
    PRICE,
    PRIVATE,
    WAIT,
    WATCHED,
)
from jiannuo.core.simulation.planting.drawing import Dice, Draw, Ints
from jiannuo.core.simulation.recording.event_log import NONE, Correction, chosen, constant, instants, money, named
from jiannuo.core.simulation.recording.times import DAY, HOUR, MINUTE, SECOND

_ITEMS = ("tissues", "umbrella", "water", "usb_cable")
_WAITED = ("waiting-fee", "waited-in-delay", "delay-taken-back")


def draw_prices(dice: Dice, count: int) -> Ints:
    """Draw fixed prices in fen."""
    fen: Ints = np.clip(dice.lognormal(9.6, 0.5, count), 3_000, 200_000).astype(np.int64)
    return fen


def charge(scene: Scene, price: Ints) -> None:
    """Record the fare, and a minute later whatever is charged on top of it."""
    dice, draw, ended = scene.dice("charging"), scene.meant.price, scene.journeys.ended
    fare = {
        "payee": constant("platform", scene.count),
        "item": constant("fare", scene.count),
        "amount": money(price),
    }
    scene.tell("charge_recorded", draw.any, ended + 30 * SECOND, fare)
    at, more = _about_watch(draw, _end_of_watch(scene), ended + 90 * SECOND), dice.integers(500, 6_001, scene.count)
    amount = np.where(draw.of("one-fen"), 1, np.where(draw.of("not-told"), NONE, more))
    amount = np.where(draw.of("item-free"), 0, amount)
    beside = _beside(draw, amount)
    beside["consent_id"] = named("y", np.where(draw.of("consented"), np.arange(scene.count), NONE))
    numbers = scene.tell("charge_recorded", draw.any & ~draw.of("exact"), at, beside)
    right = draw.of("put-right", "item-put-right")
    nothing = {
        "order_id": scene.orders,
        "payee": fare["payee"],
        "item": constant("detour", scene.count),
        "amount": money(np.zeros(scene.count, np.int64)),
    }
    scene.log.correct("charge_recorded", right, at, nothing, Correction(numbers, at + HOUR))
    _take_delays_back(scene)
    clocks = at_once(np.where(draw.of("exact", "consented"), ended + 30 * SECOND, at))
    for theme in (PRICE, INCLUDED, WAIT):
        scene.truths.plant(theme, draw, scene.orders, clocks)
    for theme in (PRIVATE, ITEMS):
        scene.plant(theme, draw, Clocks(scene.journeys.accepted, _end_of_watch(scene), at))


def _take_delays_back(scene: Scene) -> None:
    """Record delays that were entered for the wrong order: ten minutes later they are taken back."""
    who, journeys = scene.meant.price.of("delay-taken-back"), scene.journeys
    move = {
        "order_id": scene.orders,
        "moved_from": instants(journeys.appointment),
        "moved_to": instants(journeys.appointment + HOUR),
        "cause": constant("trip_delay", scene.count),
    }
    numbers = scene.tell("appointment_moved", who, journeys.moved, move)
    told = Correction(numbers, journeys.moved + 10 * MINUTE)
    reasons = {"order_id": scene.orders, "reason": constant("entered_for_another_order", scene.count)}
    scene.log.retract(who, reasons, told, source="orders")


def _end_of_watch(scene: Scene) -> Ints:
    """Return until when charges are watched: for seven days from the appointment that was made first or last."""
    known = scene.meant.moved & (scene.journeys.moved <= scene.journeys.accepted)
    return np.where(known, scene.journeys.target, scene.journeys.appointment) + 7 * DAY


def _about_watch(draw: Draw, end: Ints, at: Ints) -> Ints:
    """Return when charges are made: some as the days end for which they are watched, or about then."""
    for name, instant in zip(WATCHED, (end - 1, end, end + 1), strict=True):
        at = np.where(draw.of(f"pocketed-{name}", f"item-{name}"), instant, at)
    return at


def _beside(draw: Draw, amount: Ints) -> dict[str, "pa.Array"]:
    """Return what is charged beside the fare, as it is said at first; what is put right was wrong in everything."""
    payee = np.where(draw.of(*POCKETED), 1, np.where(draw.of("payee-not-told"), NONE, 0))
    item = np.where(draw.of(*_WAITED), 1, np.where(draw.of("charged-twice", "put-right"), 2, 0))
    item = np.where(draw.of(*ITEM_CHARGED), 3 + np.arange(len(amount)) % len(_ITEMS), item)
    return {
        "payee": chosen(("platform", "driver"), payee),
        "item": chosen(("detour", "waiting", "toll", *_ITEMS), np.where(draw.of("item-not-told"), NONE, item)),
        "amount": money(amount),
    }
