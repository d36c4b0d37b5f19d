"""When what happens to every order: from placing it to the end of the ride, as it really was, recorded or not."""

from dataclasses import dataclass

import numpy as np

from jiannuo.core.simulation.intending.delays import draw_delays
from jiannuo.core.simulation.intending.intentions import Intentions
from jiannuo.core.simulation.planting.deeds import IN_CHECK
from jiannuo.core.simulation.planting.drawing import Dice, Ints, between, dice_for
from jiannuo.core.simulation.recording.times import BOOKED_IN_GAP, DAY, HOUR, MINUTE, RECORDED_DAYS, START

_HOURS = (1, 0.6, 0.4, 0.5, 1.2, 2.6, 4, 5, 5.4, 5, 4.4, 4.2, 4, 4.2, 4.5, 4.8, 5, 5.4, 5.6, 5.2, 4.6, 3.8, 2.6, 1.6)
_WEEKDAYS = (1.05, 0.95, 0.95, 1.05, 1.35, 1.1, 1.2)


@dataclass(frozen=True, slots=True)
class Journeys:
    """Instants in microseconds UTC, one for each order; those of what never happens are of no use.

    `target` is the appointment after all moves, `waited` the end of free waiting, `moved` when the delay became known.
    """

    placed: Ints
    accepted: Ints
    appointment: Ints
    target: Ints
    waited: Ints
    moved: Ints
    pressed: Ints
    arrived: Ints
    started: Ints
    ended: Ints
    cancelled: Ints


def plan_journeys(meant: Intentions, seed: int) -> Journeys:
    """Choose the instants that carry the intentions out."""
    dice, count = dice_for(seed, "journeys"), len(meant.product)
    placed = _placed(meant, dice)
    short = meant.notice.any
    accepted = placed + np.where(short, between(dice, 20, 120, count), between(dice, 20, 480, count))
    lead = (np.clip(dice.lognormal(2.6, 0.7, count), 5.5, 72) * HOUR).astype(np.int64)
    lead = np.where(short, between(dice, 32 * 60, 50 * 60, count), lead)
    appointment = _up_to(placed + lead, 5 * MINUTE)
    longer = meant.fee.any | meant.arrival.of("late-after-delay")
    some, more = (draw_delays(dice, count, least=least, most=360) for least in (30, 75))
    delay = np.where(longer, more, some)
    target = np.where(meant.moved, appointment + delay, appointment)
    waited = target + np.where(meant.product == 0, HOUR, 30 * MINUTE)
    pressed = _pressed(meant, target, waited, dice)
    arrived = np.where(meant.arrival.of("elsewhere"), target - between(dice, 60, 540, count), pressed)
    started = np.maximum(arrived, target) + between(dice, 60, 900, count)
    return Journeys(
        placed=placed,
        accepted=accepted,
        appointment=appointment,
        target=target,
        waited=waited,
        moved=np.where(short, accepted + MINUTE, appointment - between(dice, 6000, 9000, count)),
        pressed=pressed,
        arrived=arrived,
        started=started,
        ended=started + between(dice, 900, 5400, count),
        cancelled=_cancelled(meant, appointment, target, dice),
    )


def _placed(meant: Intentions, dice: Dice) -> Ints:
    """Draw when orders come in: by weekday and hour, four weeks long; those without a record on two later days."""
    count = len(meant.product)
    days = np.tile(_WEEKDAYS, RECORDED_DAYS // 7)
    day = dice.choice(RECORDED_DAYS, count, p=days / days.sum())
    hour = dice.choice(24, count, p=np.array(_HOURS) / sum(_HOURS))
    within = hour * HOUR + between(dice, 0, 3600, count)
    midnight: Ints = np.where(meant.unrecorded, BOOKED_IN_GAP + day % 2 * DAY, START + day * DAY)
    return midnight + within


def _up_to(at: Ints, step: int) -> Ints:
    return -(-at // step) * step


_LATE_ALL_THE_SAME = (
    "handed-on-in-time",
    "handed-on-at-notice",
    "handed-on-micro-inside",
    "handed-on-late",
    "handed-on-in-delay",
    "handed-on-at-lead",
    "handed-on-micro-after-lead",
)


def _pressed(meant: Intentions, target: Ints, waited: Ints, dice: Dice) -> Ints:
    """Choose when "in position" is pressed first; where a clock was wrong, when it really was."""
    count, draw = len(target), meant.arrival
    lead = target - 10 * MINUTE
    pressed = lead - between(dice, 30, 900, count)
    late = target + draw_delays(dice, count, least=1, most=29)
    for names, at in (
        (("at-lead", "lead-recorded-after"), lead),
        (("micro-after-lead",), lead + 1),
        (("short-lead",), target - between(dice, 30, 570, count)),
        (("at-appointment", "appointment-recorded-after"), target),
        (("micro-late",), target + 1),
        (("late", "late-after-delay", *_LATE_ALL_THE_SAME), late),
        (("handed-on-at-appointment", "handed-on-micro-late"), target + between(dice, 300, 1500, count)),
        (("at-wait-end", "wait-end-recorded-after"), waited),
        (("micro-after-wait",), waited + 1),
        (("after-wait", "found-out"), waited + draw_delays(dice, count, least=1, most=80)),
    ):
        pressed = np.where(draw.of(*names), at, pressed)
    return pressed


def _cancelled(meant: Intentions, appointment: Ints, target: Ints, dice: Dice) -> Ints:
    count, draw = len(target), meant.fee
    at = target - between(dice, 3700, 10_800, count)
    for names, instant in (
        (("at-the-hour", "charged-at-the-hour"), target - HOUR),
        (("micro-inside",), target - HOUR + 1),
        (("inside", "involuntary", *IN_CHECK), target - between(dice, 660, 3300, count)),
        (("after-delay", "charged-after-delay"), appointment - between(dice, 300, 1800, count)),
    ):
        at = np.where(draw.of(*names), instant, at)
    return at
