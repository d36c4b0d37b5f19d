"""Charges: the fixed price after every ride, and what is charged beside it."""

import numpy as np

from jiannuo.core.simulation.deeds import PRICE
from jiannuo.core.simulation.drawing import Dice, Ints
from jiannuo.core.simulation.event_log import NONE, Correction, chosen, constant, money, named, picked
from jiannuo.core.simulation.journeys import HOUR
from jiannuo.core.simulation.scene import Scene
from jiannuo.core.simulation.truths import at_once

_SECOND = 1_000_000


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
    scene.tell("charge_recorded", draw.any, ended + 30 * _SECOND, fare)
    at, more = ended + 90 * _SECOND, dice.integers(500, 6_001, scene.count)
    amount = np.where(draw.of("one-fen"), 1, np.where(draw.of("not-told"), NONE, more))
    pocketed = draw.of("pocketed").astype(np.int64)
    beside = {
        "payee": chosen(("platform", "driver"), pocketed),
        "item": chosen(("waiting", "parking", "detour"), np.where(scene.meant.moved, 2, pocketed)),
        "amount": money(amount),
        "consent_id": named("y", np.where(draw.of("consented"), np.arange(scene.count), NONE)),
    }
    numbers = scene.tell("charge_recorded", draw.any & ~draw.of("exact"), at, beside)
    right = draw.of("put-right")
    nothing = {**beside, "order_id": scene.orders, "amount": money(np.zeros(scene.count, np.int64))}
    correction = Correction(numbers[right], at[right] + HOUR)
    scene.log.correct("charge_recorded", at[right], picked(nothing, right), correction)
    scene.truths.plant(PRICE, draw, scene.orders, at_once(np.where(draw.of("exact"), ended + 30 * _SECOND, at)))
