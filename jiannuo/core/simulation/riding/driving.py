"""The driver arrives: presses "in position", and tells the passenger, who is texted."""

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.intentions import PICKUPS
from jiannuo.core.simulation.intending.scene import Scene, points, unless
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.deeds import (
    AGAIN,
    LEAD,
    ONE_TEXT,
    PUNCTUAL,
    TEXT,
    THERE,
)
from jiannuo.core.simulation.planting.drawing import Ints
from jiannuo.core.simulation.recording.deadlines import Answers, Window, answer, record
from jiannuo.core.simulation.recording.event_log import NONE, constant
from jiannuo.core.simulation.recording.times import MINUTE, SECOND
from jiannuo.core.simulation.riding.ordering import pickup_points, tell_of_trip
from jiannuo.core.simulation.riding.sending import send_again

_RECORDED_AFTER = ("lead-recorded-after", "appointment-recorded-after", "wait-end-recorded-after")


def arrive(scene: Scene) -> None:
    """Record who presses "in position", where and when."""
    draw, journeys = scene.meant.arrival, scene.journeys
    lead, target, late = journeys.target - 10 * MINUTE, journeys.target, journeys.waited + 5 * MINUTE
    east, north = pickup_points(scene)
    dice = scene.dice("arriving")
    near = points(east + dice.integers(-120, 121, scene.count), north + dice.integers(-120, 121, scene.count))
    told = {**scene.by_driver(), "place": unless(near, draw.of("place-not-told"))}
    far = {**scene.by_driver(), "place": points(east + 2_000, north)}
    scene.tell("arrive_pressed", draw.of("elsewhere"), journeys.pressed, far)
    at = np.where(draw.of("never", "passenger-leaves-first", "hidden") | ~draw.any, NONE, journeys.arrived)
    recorded = np.where(draw.of(*_RECORDED_AFTER), at + 1, at + SECOND)
    wrong = np.where(draw.of("put-right"), late, np.where(draw.of("found-out"), lead - 5 * MINUTE, NONE))
    record(scene.log, "arrive_pressed", Answers(at, recorded, wrong), {"order_id": scene.orders, **told})
    for theme, due in ((LEAD, lead), (PUNCTUAL, target), (THERE, journeys.waited)):
        scene.plant(theme, draw, Clocks(journeys.accepted, due, at))
    twice = scene.meant.text.of("pressed-twice")
    scene.tell("arrive_pressed", twice, at + 2 * SECOND, told)
    first = np.where(draw.of("elsewhere"), journeys.pressed, at)
    _text(scene, first)
    _tell_of_arrival(scene, first)


def _text(scene: Scene, opened: Ints) -> None:
    """Record the texts that are sent when "in position" is pressed."""
    draw, due = scene.meant.text, opened + MINUTE
    answers = answer(draw, Window(opened, due, (2, 55), (30, 1200)), scene.dice("texting"))
    columns = {"order_id": scene.orders, "template": constant("arrived", scene.count)}
    record(scene.log, "sms_sent", answers, columns)
    again = answers.at + 20 * SECOND
    send_again(scene, draw, "sms_sent", again, columns)
    scene.truths.plant(TEXT, draw, scene.orders, Clocks(opened, due, answers.at))
    scene.truths.plant(ONE_TEXT, draw, scene.orders, at_once(np.where(draw.of("sent-twice"), again, answers.at)))


def _tell_of_arrival(scene: Scene, pressed: Ints) -> None:
    """Record the second contact: after the flight or train has arrived, at other orders after the driver has."""
    meant, pickup = scene.meant, np.isin(scene.meant.product, PICKUPS)
    landed = scene.journeys.target - 20 * MINUTE
    tell_of_trip(scene, "arrived", meant.served & pickup, landed)
    opened = np.where(pickup, landed, pressed)
    due = opened + 10 * MINUTE
    answers = answer(meant.contacts.second, Window(opened, due, (20, 560), (30, 280)), scene.dice("second contact"))
    told = {
        "order_id": scene.orders,
        "driver_id": scene.holding(answers.at),
        "channel": constant("sms", scene.count),
        "purpose": constant("arrival", scene.count),
        "delivered_or_connected": pa.array(meant.served),
        "trip_confirmed": pa.array(meant.served),
    }
    record(scene.log, "contact_made", answers, told)
    scene.plant(AGAIN, meant.contacts.second, Clocks(opened, due, answers.at))
