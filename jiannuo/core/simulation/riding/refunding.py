"""Refunds of cancelled orders: owed by rule and paid in time, or late, too little, or although nothing is owed."""

import numpy as np

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.deeds import IN_CHECK, PROVED
from jiannuo.core.simulation.planting.drawing import Draw, Ints, Lot, Mask, between, draw_deeds
from jiannuo.core.simulation.planting.money_deeds import BY_RULE, NOT_OWED_DEEDS, OWED_DEEDS, PAID
from jiannuo.core.simulation.recording.deadlines import Window, answer, record
from jiannuo.core.simulation.recording.event_log import NONE, Columns, Correction, chosen, money, picked
from jiannuo.core.simulation.recording.times import HOUR, MINUTE, end_of_day
from jiannuo.core.simulation.riding.checking_grounds import owed_from


def refund(scene: Scene, price: Ints) -> None:
    """Record what is paid back to those whose orders were cancelled."""
    meant, nobody = scene.meant, np.zeros(scene.count, np.bool_)
    late = meant.fee.of("inside", "micro-inside", *IN_CHECK) & ~meant.fee.of(*PROVED)
    only = {
        "at-the-hour": meant.fee.of("at-the-hour", "charged-at-the-hour"),
        "after-delay": meant.fee.of("after-delay", "charged-after-delay"),
    }
    owed = draw_deeds(
        scene.dice("refunds owed"), OWED_DEEDS, Lot((meant.cancelled & ~late) | meant.given_up, nobody, only)
    )
    _pay(scene, owed, price)
    only = {"nothing-a-microsecond-inside": meant.fee.of("micro-inside"), "paid-all-the-same": meant.fee.of("inside")}
    rest = draw_deeds(scene.dice("refunds not owed"), NOT_OWED_DEEDS, Lot(late, nobody, only))
    _pay_without_need(scene, rest, price)


def _pay(scene: Scene, draw: Draw, price: Ints) -> None:
    at = owed_from(scene)
    due = end_of_day(at, later=7)
    dice = scene.dice("refunding")
    answers = answer(draw, Window(at, due, (60, 250_000), (3600, 400_000)), dice)
    right = np.where(draw.of("one-fen-short"), price - 1, np.where(draw.of("half", "in-parts"), price // 2, price))
    right = np.where(draw.of("amount-not-told"), NONE, right + draw.of("one-fen-more"))
    put_right = draw.of("amount-put-right")
    first = _refund(scene, np.where(put_right, price // 2, right), draw.of("cause-not-told"))
    numbers = record(scene.log, "refund_paid", answers, first)
    columns, correction = _refund(scene, right, draw.of("cause-not-told")), Correction(numbers, answers.at + HOUR)
    scene.log.correct("refund_paid", put_right, answers.at, columns, correction)
    again, twice = answers.at + MINUTE, draw.of("paid-twice")
    more = np.where(twice, price, price - price // 2)
    scene.tell("refund_paid", draw.of("in-parts") | twice, again, _refund(scene, more, draw.of("cause-not-told")))
    scene.truths.plant(PAID, draw, scene.orders, Clocks(at, due, np.where(draw.of("in-parts"), again, answers.at)))
    scene.truths.plant(BY_RULE, draw, scene.orders, at_once(np.where(twice, again, answers.at)))


def _pay_without_need(scene: Scene, draw: Draw, price: Ints) -> None:
    at = scene.journeys.cancelled + between(scene.dice("goodwill"), 3600, 90_000, scene.count)
    paid = draw.of("paid-all-the-same")
    told = _refund(scene, np.where(paid, price, 0), np.zeros(scene.count, np.bool_))
    who = paid | draw.of("nothing-a-microsecond-inside")
    scene.log.add("refund_paid", at[who], picked(told, who))
    scene.truths.plant(BY_RULE, draw, scene.orders, at_once(at))


def _refund(scene: Scene, amount: Ints, without_cause: Mask) -> Columns:
    causes = np.where(without_cause, NONE, 0)
    return {"order_id": scene.orders, "amount": money(amount), "cause": chosen(("cancellation",), causes)}
