"""Teams that wait for details of a fault: when they ask, when they are answered, and how long their clock stands still."""

from dataclasses import dataclass

import numpy as np

from jiannuo.core.simulation.planting.drawing import Dice, Draw, Ints, between
from jiannuo.core.simulation.planting.fleet_deeds import ABOUT_DUE, ANSWERED, UNANSWERED
from jiannuo.core.simulation.recording.deadlines import NEVER, Answers, Window
from jiannuo.core.simulation.recording.event_log import EventLog, named
from jiannuo.core.simulation.recording.times import HOUR, SECOND

_LONGEST = 48 * HOUR


@dataclass(frozen=True, slots=True)
class Waits:
    """When details are asked for, asked for again, and given (or NEVER), and how much longer the team has."""

    asked: Ints
    again: Ints
    given: Ints
    longer: Ints


def wait(draw: Draw, window: Window, dice: Dice) -> Waits:
    """Draw the waits for details; whoever asks when the time is over has none left, and nobody may wait for ever."""
    count = len(window.due)
    asked = np.where(draw.of(*ANSWERED, *UNANSWERED), window.opened + between(dice, 60, 7_200, count), NEVER)
    asked = np.where(draw.of(*ABOUT_DUE), window.due, asked) - draw.of("asked-micro-before-due")
    length = between(dice, 3_600, 144_000, count)
    length = np.where(draw.of("answered-too-late"), _LONGEST + length, length)
    given = np.where((asked >= 0) & ~draw.of("unanswered-at-due", "unanswered-micro-late"), asked + length, NEVER)
    again = np.where(draw.of("asked-twice"), asked + length // 2, NEVER)
    longer = np.where(draw.of(*ANSWERED, "asked-micro-before-due"), length, 0)
    return Waits(asked, again, given, np.where(draw.of(*UNANSWERED), _LONGEST, longer))


def repaired_after(waits: Waits, answers: Answers, draw: Draw, due: Ints, dice: Dice) -> Answers:
    """Return when faults are repaired for which details were awaited; `due` has their waits in it."""
    moment = between(dice, 1, 3_000, len(due))
    at = np.where(draw.of("waited"), due - moment, answers.at)
    at = np.where(draw.of("waited-at-due", "asked-micro-before-due", "unanswered-at-due"), due, at)
    at = np.where(draw.of("waited-micro-late", "unanswered-micro-late"), due + 1, at)
    at = np.where(draw.of("asked-twice", "asked-at-due", "answered-too-late"), due + moment // 2, at)
    return Answers(at, np.where(waits.asked >= 0, at + SECOND, answers.recorded), answers.wrong)


def tell_of_waits(log: EventLog, waits: Waits) -> None:
    """Record who asked for details, and who gave them."""
    bugs = np.arange(len(waits.asked))
    told = (("asked", waits.asked), ("asked", waits.again), ("given", waits.given))
    for what, at in told:
        seen = at >= 0
        log.add(f"bug_details_{what}", at[seen], {"bug_id": named("b", bugs[seen])})
