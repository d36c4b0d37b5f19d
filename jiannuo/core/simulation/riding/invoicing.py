"""Invoices: asked for after rides, issued for what was paid less what was refunded, and printed once all is done."""

from math import ceil

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene, points
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.drawing import (
    Draw,
    Ints,
    Lot,
    Mask,
    between,
    draw_deeds,
    part_of_full_city,
    some_of,
)
from jiannuo.core.simulation.planting.money_deeds import (
    ISSUED,
    ISSUED_DEEDS,
    LOST_DEEDS,
    NET,
    NET_DEEDS,
    PRINT_DEEDS,
    PRINTED,
)
from jiannuo.core.simulation.recording.deadlines import Answers, Window, answer, instead, record
from jiannuo.core.simulation.recording.event_log import (
    NONE,
    Columns,
    Correction,
    chosen,
    constant,
    instants,
    money,
    named,
)
from jiannuo.core.simulation.recording.times import GAP_TO, HOUR, MINUTE, end_of_day

_LOST = 25
"""So many orders a full city has whose completion nobody recorded."""


def invoice(scene: Scene, price: Ints) -> None:
    """Record who asks for invoices, what is issued, and what is printed."""
    _issue(scene, price)
    _print(scene)
    _print_of_lost_orders(scene)


def _some_served(scene: Scene, part: str, pool: Mask, deeds: int) -> Mask:
    """Choose a part of the served orders that is large enough for all deeds."""
    least = ceil(60 * deeds * part_of_full_city(scene.count))
    return some_of(scene.dice(part), pool & scene.meant.served, max(round(0.1 * scene.count), least))


def _issue(scene: Scene, price: Ints) -> None:
    nobody, dice = np.zeros(scene.count, np.bool_), scene.dice("invoicing")
    asking = _some_served(scene, "who asks for invoices", scene.meant.price.of("exact"), len(ISSUED_DEEDS))
    draw = draw_deeds(scene.dice("invoices"), ISSUED_DEEDS, Lot(asking, nobody))
    asked = scene.journeys.ended + between(dice, 3600, 72_000, scene.count)
    titles = {"kind": constant("vat_special", scene.count), "channel": chosen(("post", "email"), asked // MINUTE % 2)}
    titles |= {
        "title": named("m", asked % 900),
        "tax_no": named("x", np.where(draw.of("no-tax-number"), NONE, asked % 900)),
    }
    scene.tell("invoice_requested", asking, asked, titles)
    due = end_of_day(asked, later=7)
    answers = answer(draw, Window(asked, due, (3600, 500_000), (3600, 400_000)), dice)
    answers.at[draw.of("no-tax-number")] = NONE
    _fill_in(scene, draw, answers, price)
    scene.truths.plant(ISSUED, draw, scene.orders, Clocks(asked, due, answers.at))


def _fill_in(scene: Scene, issued: Draw, answers: Answers, price: Ints) -> None:
    """Record invoices with their amounts, and the refunds that lower them."""
    once, dice = answers.seen & (answers.wrong < 0), scene.dice("amounts of invoices")
    lot = Lot(answers.seen, np.zeros(scene.count, np.bool_), {"put-right": once, "found-out": once})
    draw = draw_deeds(scene.dice("invoices filled in"), NET_DEEDS, lot)
    back = dice.integers(100, 2_000, scene.count)
    refunded = draw.of("after-refund", "refund-left-in", "refund-afterwards")
    at = np.where(draw.of("refund-afterwards"), answers.at + HOUR, scene.journeys.ended + 20 * MINUTE)
    scene.tell("refund_paid", refunded, at, {"amount": money(back), "cause": constant("overcharge", scene.count)})
    right = np.where(draw.of("after-refund"), price - back, price + draw.of("one-fen"))
    right = np.where(draw.of("found-out"), price + 100, np.where(draw.of("not-told"), NONE, right))
    mistaken = draw.of("put-right", "found-out")
    said = np.where(draw.of("put-right"), price + 100, np.where(draw.of("found-out"), price, right))
    numbers = record(scene.log, "invoice_issued", answers, _invoices(scene, issued, said))
    correction = Correction(numbers, answers.at + HOUR)
    scene.log.correct("invoice_issued", mistaken, answers.at, _invoices(scene, issued, right), correction)
    scene.truths.plant(NET, draw, scene.orders, at_once(answers.at))


def _invoices(scene: Scene, issued: Draw, amount: Ints) -> Columns:
    kinds = np.where(issued.of("kind-not-told"), NONE, issued.of("ordinary-one").astype(np.int64))
    return {
        "order_id": scene.orders,
        "invoice_no": named("i", np.arange(scene.count)),
        "kind": chosen(("vat_special", "ordinary"), kinds),
        "amount": money(amount),
    }


def _print(scene: Scene) -> None:
    """Record who prints an ordinary invoice, which may be asked for as soon as the order is completed."""
    everybody, dice = np.ones(scene.count, np.bool_), scene.dice("printing")
    printing = _some_served(scene, "who prints invoices", everybody, len(PRINT_DEEDS))
    draw = draw_deeds(scene.dice("prints"), PRINT_DEEDS, Lot(printing, ~everybody))
    done = scene.journeys.ended
    at = done + between(dice, 60, 172_800, scene.count)
    at = instead(at, done, draw, {"at-completion": 0, "micro-after": 1, "micro-before": -1})
    early = done - between(dice, 60, 600, scene.count)
    at = np.where(draw.of("before", "found-out"), early, at)
    right, wrong = draw.of("put-right"), draw.of("found-out")
    columns = {"order_id": scene.orders, **_request(scene.count)}
    said = np.where(right, early, np.where(wrong, done + MINUTE, at))
    numbers = scene.tell_of("invoice_requested", printing, said, columns)
    mistaken = right | wrong
    correction = Correction(numbers, np.maximum(said, at) + HOUR)
    scene.log.correct("invoice_requested", mistaken, at, columns, correction)
    scene.truths.plant(PRINTED, draw, scene.orders, at_once(at))


def _request(count: int) -> Columns:
    return {"kind": constant("ordinary", count), "channel": constant("print", count)}


def _print_of_lost_orders(scene: Scene) -> None:
    """Record prints for orders that were placed just before the hour of which the order system has no record."""
    count = max(1, round(_LOST * part_of_full_city(scene.count)))
    dice, nobody = scene.dice("lost orders"), np.zeros(count, np.bool_)
    ids, placed = named("x", np.arange(count)), GAP_TO - between(dice, 1, 300, count)
    middle = points(np.zeros(count, np.int64), np.zeros(count, np.int64))
    columns = {
        "order_id": ids,
        "passenger_id": named("p", np.arange(count)),
        "product_type": constant("other", count),
        "booked_class": constant("economy", count),
        "price": money(np.full(count, 8_000)),
        "price_items": pa.array([["toll"]] * count),
        "pickup_point": middle,
        "destination": middle,
        "appointment_at": instants(placed + 15 * MINUTE),
        "city": constant("shanghai", count),
    }
    scene.log.add("order_placed", placed, columns)
    at = GAP_TO + 2 * HOUR + between(dice, 0, 20_000, count)
    scene.log.add("invoice_requested", at, {"order_id": ids, **_request(count)})
    draw = draw_deeds(scene.dice("lost"), LOST_DEEDS, Lot(~nobody, nobody, city=scene.count))
    scene.truths.elsewhere(count).plant(PRINTED, draw, ids, at_once(at))
