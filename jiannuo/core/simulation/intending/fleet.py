"""Drivers and vehicles: nobody serves two orders at a time, so that what a driver does belongs to one order."""

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from jiannuo.core.simulation.intending.intentions import Intentions
from jiannuo.core.simulation.intending.journeys import Journeys
from jiannuo.core.simulation.planting.drawing import Dice, Ints, Mask, dice_for
from jiannuo.core.simulation.planting.plots import cast_of
from jiannuo.core.simulation.recording.times import HOUR, MINUTE

CLASSES = ("economy", "comfort", "business", "luxury")
_MOST = 20
"""So many orders a driver takes in these weeks, so that one default is the twentieth part of what most have taken."""
SEATS, BAGS = (4, 4, 6, 6), (2, 3, 4, 4)


@dataclass(frozen=True, slots=True)
class Fleet:
    """Who accepts each order, who takes over where it is reassigned, and the classes (places in `CLASSES`, -1 not told).

    The plate of a driver has the driver's number; the last of the `drivers` take part in the stories that are told word by
    word.
    """

    driver: Ints
    relief: Ints
    reassigned: Ints
    booked: Ints
    given: Ints
    drivers: int

    @property
    def serving(self) -> Ints:
        """Return who serves each order in the end."""
        return np.where(self.relief >= 0, self.relief, self.driver)


def assign_fleet(meant: Intentions, journeys: Journeys, seed: int) -> Fleet:
    """Find a driver for every order; those whose orders have no ride only ever drive their own vehicles."""
    count = len(journeys.accepted)
    dice = dice_for(seed, "fleet")
    reassigned = _reassigned(meant, journeys, dice)
    served, handed_on = meant.served, meant.handed_on
    driver, relief, used = np.full(count, -1), np.full(count, -1), 0
    until = np.where(served, journeys.ended, np.maximum(journeys.target, journeys.cancelled)) + HOUR
    for mask, place, since in (
        (served & ~handed_on, driver, journeys.accepted),
        (~served | handed_on, driver, journeys.accepted),
        (handed_on, relief, reassigned),
    ):
        found, more = _drivers(since, until, mask)
        place[mask] = found + used
        used += more
    booked = dice.choice(len(CLASSES), count, p=(0.45, 0.35, 0.15, 0.05))
    return Fleet(driver, relief, reassigned, *_classes(meant, booked), used + cast_of(count))


def _reassigned(meant: Intentions, journeys: Journeys, dice: Dice) -> Ints:
    """Choose when orders are handed on: soon after the first hour, or close to the appointment, or even after it."""
    count, target = len(journeys.accepted), journeys.target
    at: Ints = journeys.accepted + dice.integers(65 * MINUTE, 100 * MINUTE, count)
    for name, instant in (
        ("handed-on-early", target - dice.integers(40 * MINUTE, 55 * MINUTE, count)),
        ("handed-on-in-time", target - 3 * HOUR),
        ("handed-on-at-notice", target - HOUR),
        ("handed-on-micro-inside", target - HOUR + 1),
        ("handed-on-late", target - dice.integers(15 * MINUTE, 55 * MINUTE, count)),
        ("handed-on-in-delay", journeys.appointment - 31 * MINUTE),
        ("handed-on-at-lead", target - 10 * MINUTE),
        ("handed-on-micro-after-lead", target - 10 * MINUTE + 1),
        ("handed-on-at-appointment", target),
        ("handed-on-micro-late", target + 1),
    ):
        at = np.where(meant.arrival.of(name), instant, at)
    return at


def _drivers(since: Ints, until: Ints, mask: Mask) -> tuple[Ints, int]:
    """Give each of the marked orders the driver who has been free for the longest time; nobody takes more than _MOST."""
    order = np.argsort(since[mask], kind="stable")
    starts, ends = since[mask][order].tolist(), until[mask][order].tolist()
    free: list[tuple[int, int]] = []
    found = np.empty(len(starts), np.int64)
    taken: list[int] = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if free and free[0][0] < start:
            driver = heappop(free)[1]
        else:
            driver = len(taken)
            taken.append(0)
        found[order[place]] = driver
        taken[driver] += 1
        if taken[driver] < _MOST:
            heappush(free, (end, driver))
    return found, len(taken)


def _classes(meant: Intentions, booked: Ints) -> tuple[Ints, Ints]:
    """Let the booked class leave room for what is to be given instead."""
    draw, top = meant.vehicle, len(CLASSES) - 1
    worse = draw.of("worse", "put-right")
    booked = np.where(worse, np.maximum(booked, 1), np.where(draw.of("better"), np.minimum(booked, top - 1), booked))
    given = np.where(draw.of("worse"), booked - 1, np.where(draw.of("better"), booked + 1, booked))
    return booked, np.where(draw.of("not-told"), -1, given)
