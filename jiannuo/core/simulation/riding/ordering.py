"""Orders: placed, accepted, moved by a delay, handed on and cancelled."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.simulation.intending.fleet import CLASSES, SEATS
from jiannuo.core.simulation.intending.intentions import PRODUCTS
from jiannuo.core.simulation.intending.scene import Scene, points
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.deeds import CHARGED, CLASS, CROSSED, FEE, ORDER, PASSED_ON, REFUSAL, REFUSED
from jiannuo.core.simulation.planting.drawing import Ints, Mask, between
from jiannuo.core.simulation.recording.deadlines import Window, answer, record
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
from jiannuo.core.simulation.recording.times import HOUR, MINUTE, SECOND
from jiannuo.core.simulation.riding.checking_grounds import charged_at, check_grounds
from jiannuo.core.simulation.riding.dispatching import offer, offered_at
from jiannuo.core.simulation.supplying.guiding import place_ids, places_of

CITIES = ("shanghai", "hangzhou", "suzhou", "nanjing")
_CITY_SHARES = (0.5, 0.2, 0.15, 0.15)


def place_and_accept(scene: Scene, price: Ints) -> None:
    """Record how orders come in and who accepts them with which vehicle."""
    dice, count, meant, journeys = scene.dice("ordering"), scene.count, scene.meant, scene.journeys
    passengers = scene.passengers()
    rides_on = meant.product < len(PRODUCTS) - 1
    pickups = pickup_points(scene)
    columns = {
        "passenger_id": passengers,
        "product_type": chosen(PRODUCTS, meant.product),
        "booked_class": chosen(CLASSES, scene.fleet.booked),
        "price": money(price),
        "price_items": pa.array([["toll", "night_fee"]]).take(pa.array(np.zeros(count, np.int64))),
        "pickup_point": points(*pickups),
        "destination": points(*destinations(scene)),
        "appointment_at": instants(journeys.appointment),
        "place_id": place_ids(places_of(scene)),
        "trip_no": trips(scene, rides_on),
        "pax": pa.array(dice.integers(1, 4, count)),
        "bags": pa.array(dice.integers(0, 3, count)),
        "city": chosen(CITIES, dice.choice(len(CITIES), count, p=_CITY_SHARES)),
    }
    scene.tell("order_placed", np.ones(count, np.bool_), journeys.placed, columns)
    offer(scene, passengers)
    _accept(scene, passengers)


def pickup_points(scene: Scene) -> tuple[Ints, Ints]:
    """Return where passengers wait: one of forty places, in metres east and north of the middle."""
    where = scene.dice("places").integers(0, 40, scene.count)
    return (where % 8 - 4) * 2_000, (where // 8 - 2) * 2_500


def destinations(scene: Scene) -> tuple[Ints, Ints]:
    """Return where passengers go, in metres east and north of the middle."""
    dice = scene.dice("destinations")
    return dice.integers(-9_000, 9_000, scene.count), dice.integers(-9_000, 9_000, scene.count)


def trips(scene: Scene, who: Mask) -> "pa.Array":
    """Return the flight or train of each marked order, no two the same; null for the others."""
    numbers = np.arange(scene.count)
    by_air = scene.meant.product < 2
    flights, trains = named("MU", np.where(who & by_air, numbers, -1)), named("G", np.where(who & ~by_air, numbers, -1))
    return pc.coalesce(flights, trains)


def _accept(scene: Scene, passengers: "pa.Array") -> None:
    fleet, at, draw = scene.fleet, scene.journeys.accepted, scene.meant.vehicle
    put_right = draw.of("put-right")
    columns = {
        "passenger_id": passengers,
        "driver_id": named("d", fleet.driver),
        "plate": named("v", fleet.driver),
        "vehicle_class": chosen(CLASSES, np.where(put_right, fleet.given - 1, fleet.given)),
    }
    numbers = scene.tell("order_accepted", np.ones(scene.count, np.bool_), at, columns)
    right = {**columns, "order_id": scene.orders, "vehicle_class": chosen(CLASSES, fleet.given)}
    scene.log.correct("order_accepted", put_right, at, right, Correction(numbers, at + HOUR))
    scene.truths.plant(CLASS, draw, scene.orders, at_once(at))
    scene.truths.plant(CLASS, draw.without(~draw.of("worse", "not-told")), scene.orders, at_once(offered_at(scene)))


def move_and_hand_on(scene: Scene) -> None:
    """Record delays of flights and trains, which move appointments, and orders that another driver takes over."""
    meant, journeys = scene.meant, scene.journeys
    tell_of_trip(scene, "delayed", meant.moved, journeys.moved - SECOND)
    moves = {
        "moved_from": instants(journeys.appointment),
        "moved_to": instants(journeys.target),
        "cause": constant("trip_delay", scene.count),
    }
    scene.tell("appointment_moved", meant.moved, journeys.moved, moves)
    _refuse(scene)
    _hand_on(scene)


def tell_of_trip(scene: Scene, status: str, who: Mask, at: Ints) -> None:
    """Record what becomes of flights and trains, and that the drivers are told."""
    due = scene.journeys.appointment - 20 * MINUTE
    columns = {
        "trip_no": trips(scene, who),
        "mode": chosen(("flight", "train"), (scene.meant.product >= 2).astype(np.int64)),
        "status": constant(status, scene.count),
        "scheduled_at": instants(due),
        "estimated_at": instants(scene.journeys.target - 20 * MINUTE),
        "received_at": instants(at),
    }
    scene.tell_of("trip_status_changed", who, at, columns)
    told = {"order_id": scene.orders, **{name: columns[name] for name in ("trip_no", "status")}}
    if status == "arrived":
        _pass_on(scene, at, told)
    else:
        passed = at + between(scene.dice(f"telling {status}"), 5, 50, scene.count)
        scene.tell_of("trip_status_synced", who, passed, {**told, "driver_id": scene.holding(passed)})


def _pass_on(scene: Scene, at: Ints, columns: Columns) -> None:
    """Record how drivers are told of arrivals; of delays they are always told in time."""
    draw, due = scene.meant.passed_on, at + MINUTE
    answers = answer(draw, Window(at, due, (2, 55), (30, 600)), scene.dice("passing on"))
    record(scene.log, "trip_status_synced", answers, {**columns, "driver_id": scene.holding(answers.at)})
    scene.truths.plant(PASSED_ON, draw, scene.orders, Clocks(at, due, answers.at))


def _refuse(scene: Scene) -> None:
    """Record refusals a minute before the order is handed on; only too many people or bags are a ground."""
    dice, draw, fleet = scene.dice("refusing"), scene.meant.plate, scene.fleet
    seats = np.array(SEATS)[np.maximum(fleet.given, 0)]
    at = np.where(draw.of(*CROSSED), scene.journeys.cancelled, fleet.reassigned - MINUTE)
    at += np.where(draw.of("refused-after-cancelling"), 1, np.where(draw.of("refused-before-cancelling"), -1, 0))
    pax = np.where(draw.of("refused-too-many"), seats + 1, np.where(draw.of("refused-at-capacity"), seats, 2))
    reasons = np.where(draw.of("refused"), dice.integers(0, 2, scene.count), 2)
    columns = {
        "driver_id": named("d", fleet.driver),
        "reason": chosen(("too_far", "route_not_liked", "too_many"), reasons),
        "pax": pa.array(pax, mask=draw.of("refused-uncounted")),
        "bags": pa.array(np.where(draw.of("refused-uncounted"), 0, 1), mask=draw.of("refused-uncounted")),
    }
    numbers = scene.tell("driver_refused", draw.of(*REFUSED, *CROSSED), at, columns)
    right = draw.of("refusal-put-right")
    counted = {"order_id": scene.orders, **columns, "pax": pa.array(seats + 1)}
    scene.log.correct("driver_refused", right, at, counted, Correction(numbers, at + HOUR))
    given_up, cancelled = scene.meant.given_up, scene.journeys.cancelled
    until = np.where(given_up | scene.meant.cancelled, cancelled, scene.journeys.ended)
    scene.plant(REFUSAL, draw, Clocks(scene.journeys.accepted, until, at))
    until, at = np.where(given_up, NONE, until), np.where(given_up, cancelled, at)
    scene.plant(ORDER, draw, Clocks(scene.journeys.accepted, until, at))


def _hand_on(scene: Scene) -> None:
    fleet, who = scene.fleet, scene.meant.handed_on
    columns = {
        "reassigned_by": constant("platform", scene.count),
        "from_driver": named("d", fleet.driver),
        "to_driver": named("d", fleet.relief),
        "plate": named("v", fleet.relief),
        "vehicle_class": chosen(CLASSES, np.maximum(fleet.given, fleet.booked)),
    }
    scene.tell("order_reassigned", who, fleet.reassigned, columns)
    words = {
        "driver_id": named("d", fleet.relief),
        "channel": constant("call", scene.count),
        "purpose": constant("first", scene.count),
        "delivered_or_connected": pa.array(who),
        "trip_confirmed": pa.array(who),
        "on_time_told": pa.array(who),
    }
    scene.tell("contact_made", who, fleet.reassigned + 5 * MINUTE, words)


def cancel(scene: Scene, price: Ints) -> None:
    """Record cancellations with the fee charged, and passengers who leave because nobody comes."""
    dice, meant, draw, at = scene.dice("cancelling"), scene.meant, scene.meant.fee, scene.journeys.cancelled
    involuntary = draw.of("involuntary")
    tell_of_trip(scene, "cancelled", involuntary, at - MINUTE)
    columns = {
        "cancelled_by": constant("passenger", scene.count),
        "ground": chosen(("none", "involuntary"), involuntary.astype(np.int64)),
    }
    scene.tell("order_cancelled", meant.cancelled, at, columns)
    check_grounds(scene)
    charged = draw.of(*CHARGED)
    paid = charged_at(scene, at + between(dice, 1, 30, scene.count))
    wrongly = draw.of("put-right")
    fee = np.where(charged | wrongly, price, 0)
    amounts = {"amount": money(np.where(draw.of("not-told"), NONE, fee))}
    numbers = scene.tell("cancel_fee_charged", meant.cancelled, paid, amounts)
    nothing = {"order_id": scene.orders, "amount": money(np.zeros(scene.count, np.int64))}
    scene.log.correct("cancel_fee_charged", wrongly, paid, nothing, Correction(numbers, paid + HOUR))
    scene.truths.plant(FEE, draw, scene.orders, at_once(paid))
    _give_up(scene)
    _leave(scene, price)


def _give_up(scene: Scene) -> None:
    """Record that drivers cancel."""
    who, at = scene.meant.given_up, scene.journeys.cancelled
    columns = {
        "cancelled_by": constant("driver", scene.count),
        "ground": constant("driver_caused", scene.count),
    }
    scene.tell("order_cancelled", who, at, columns)


def _leave(scene: Scene, price: Ints) -> None:
    dice, meant = scene.dice("leaving"), scene.meant
    first = meant.arrival.of("passenger-leaves-first")
    since = np.where(first, scene.journeys.target, scene.journeys.waited)
    left = since + between(dice, 600, 1500, scene.count)
    scene.tell("passenger_left", meant.deserted, left)
    back = {"amount": money(price), "cause": constant("late_driver", scene.count)}
    scene.tell("refund_paid", meant.deserted, left + between(dice, 60, 600, scene.count), back)
