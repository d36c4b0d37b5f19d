"""Vehicles that join: registered with a class code, or without one until later, and offered orders."""

from dataclasses import dataclass
from math import ceil

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.fleet import CLASSES
from jiannuo.core.simulation.intending.scene import Scene
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
from jiannuo.core.simulation.planting.fleet_deeds import CLASSED, DECEMBER_DEEDS, OFFERED, VEHICLE_DEEDS
from jiannuo.core.simulation.recording.event_log import Columns, Correction, chosen, constant, named, picked
from jiannuo.core.simulation.recording.times import BOOKS_FROM, BOOKS_TO, DAY, HOUR, SECOND, START

_NEW = 5_000_000
"""The numbers of vehicles and drivers that join while the city runs begin here."""
_NOT_OFFERED = ("code-at-once", "renewed-without-code")
_AT_FIRST_WITHOUT = (
    "code-micro-before-offer",
    "code-micro-after-offer",
    "code-later",
    "put-right",
    "code-at-once",
    "code-a-microsecond-later",
)
_CODED_AFTERWARDS = (*(name for name in _AT_FIRST_WITHOUT if name != "put-right"), "found-out")


@dataclass(frozen=True, slots=True)
class Joining:
    """Vehicles that join: which order each is offered, what is meant, when it is registered, coded and offered."""

    order: Ints
    draw: Draw
    registered: Ints
    coded: Ints
    offered: Ints

    @property
    def plates(self) -> "pa.Array":
        """Return the plates."""
        return named("v", _NEW + np.arange(len(self.order)))

    def told(self, *, without: Mask) -> Columns:
        """Return a registration, of some without the code."""
        codes = np.where(without, -1, self.order % len(CLASSES))
        return {"plate": self.plates, "class_code": chosen(CLASSES, codes)}


def register_more(scene: Scene) -> None:
    """Record the vehicles that join while the city runs."""
    joining = _who_joins(scene)
    _register(scene, joining)
    _offer(scene, joining)
    seen = joining.plates.filter(pa.array(~joining.draw.of("unregistered")))
    _forget_december(scene, pa.concat_arrays([named("v", np.arange(scene.fleet.drivers)), seen]))


def _who_joins(scene: Scene) -> Joining:
    dice = scene.dice("joining")
    later = ~scene.meant.unrecorded & (scene.journeys.placed > START + DAY)
    least = ceil(60 * len(VEHICLE_DEEDS) * part_of_full_city(scene.count))
    order = np.flatnonzero(some_of(dice, later, least))
    count = len(order)
    everybody = np.ones(count, np.bool_)
    draw = draw_deeds(scene.dice("new vehicles"), VEHICLE_DEEDS, Lot(everybody, ~everybody, city=scene.count))
    offered = scene.journeys.placed[order] + 10 * SECOND
    registered = offered - between(dice, 3600, 72_000, count)
    registered = np.where(draw.of("registered-when-offered"), offered, registered)
    coded = offered + between(dice, 3600, 72_000, count)
    for name, at in (
        ("code-micro-before-offer", offered - 1),
        ("code-micro-after-offer", offered + 1),
        ("code-at-once", registered),
        ("code-a-microsecond-later", registered + 1),
    ):
        coded = np.where(draw.of(name), at, coded)
    return Joining(order, draw, registered, coded, offered)


def _register(scene: Scene, joining: Joining) -> None:
    """Record registrations, corrections of them, and those that follow because of the code."""
    draw, at = joining.draw, joining.registered
    known, right, wrong = ~draw.of("unregistered"), draw.of("put-right"), draw.of("found-out")
    nobody = np.zeros(len(at), np.bool_)
    numbers = np.full(len(at), -1)
    first = joining.told(without=draw.of(*_AT_FIRST_WITHOUT))
    numbers[known] = scene.log.add("vehicle_registered", at[known], picked(first, known))
    mistaken = right | wrong
    put_right = joining.told(without=wrong)
    scene.log.correct("vehicle_registered", mistaken, at, put_right, Correction(numbers, at + HOUR))
    again = draw.of(*_CODED_AFTERWARDS)
    scene.log.add("vehicle_registered", joining.coded[again], picked(joining.told(without=nobody), again))
    renewed = draw.of("renewed-without-code")
    scene.log.add("vehicle_registered", (at + 1)[renewed], picked(joining.told(without=~nobody), renewed))
    month = np.full(len(at), START + 30 * DAY)
    scene.truths.elsewhere(len(at)).plant(CLASSED, draw, joining.plates, Clocks(at, month, at))


def _offer(scene: Scene, joining: Joining) -> None:
    """Record that each vehicle is offered an order of the class that was booked, which somebody else takes."""
    who, count = ~joining.draw.of(*_NOT_OFFERED), len(joining.order)
    drivers = named("d", _NEW + np.arange(count))
    consent = {"driver_id": drivers, "rules_version": constant("2026-1", count)}
    scene.log.add("consent_given", joining.registered - 12 * HOUR, consent)
    columns = {
        "order_id": scene.orders.take(pa.array(joining.order)),
        "passenger_id": scene.passengers().take(pa.array(joining.order)),
        "driver_id": drivers,
        "plate": joining.plates,
        "vehicle_class": chosen(CLASSES, scene.fleet.booked[joining.order]),
    }
    scene.log.add("dispatch_offered", joining.offered[who], picked(columns, who))
    scene.truths.elsewhere(count).plant(OFFERED, joining.draw, joining.plates, at_once(joining.offered))


def _forget_december(scene: Scene, plates: "pa.Array") -> None:
    """Note that nobody can know which vehicles had a code in the month that the register does not know."""
    count = len(plates)
    draw = Draw(DECEMBER_DEEDS, np.zeros(count, np.int8))
    since, until = np.full(count, BOOKS_FROM), np.full(count, BOOKS_TO)
    scene.truths.elsewhere(count).plant(CLASSED, draw, plates, Clocks(since, until, np.full(count, -1)))
