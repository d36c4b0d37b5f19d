"""Doing something by an instant, or not: the instants at which the deeds of a deadline are done and recorded."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jiannuo.core.simulation.planting.drawing import Dice, Draw, Ints, Mask, between
from jiannuo.core.simulation.recording.event_log import Columns, Correction, EventLog, picked
from jiannuo.core.simulation.recording.times import SECOND

NEVER = -1


@dataclass(frozen=True, slots=True)
class Window:
    """When the clocks begin and end, and, in seconds, when those who are in time and late do it: after the beginning, after the end."""

    opened: Ints
    due: Ints
    soon: tuple[float, float]
    late: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Answers:
    """When it was done (as is known in the end; NEVER: not, or nobody knows), recorded, and `wrong`ly said to be done at first."""

    at: Ints
    recorded: Ints
    wrong: Ints

    @property
    def seen(self) -> Mask:
        """Mark those that are recorded."""
        return self.at >= 0


def answer(draw: Draw, window: Window, dice: Dice) -> Answers:
    """Carry the deeds of a deadline out."""
    count = len(window.due)
    soon = window.opened + between(dice, *window.soon, count)
    late = window.due + between(dice, *window.late, count)
    at = np.where(draw.of("late", "found-out"), late, soon)
    at = np.where(draw.of("at-due", "recorded-after"), window.due, at)
    at = np.where(draw.of("micro-late"), window.due + 1, at)
    at = np.where(draw.of("never", "hidden") | ~draw.any, NEVER, at)
    wrong = np.where(draw.of("put-right"), late, np.where(draw.of("found-out"), soon, NEVER))
    recorded = np.where(draw.of("recorded-after"), window.due + 1, at + SECOND)
    return Answers(at, recorded, wrong)


def instead(usual: Ints, at: Ints, draw: Draw, later: Mapping[str, int]) -> Ints:
    """Return the usual instants, and for the deeds named those that are so much later than `at`."""
    for name, difference in later.items():
        usual = np.where(draw.of(name), at + difference, usual)
    return usual


def record(log: EventLog, event: str, answers: Answers, columns: Columns) -> Ints:
    """Record what was done; what was wrongly said at first is put right an hour later. Return the numbers, or NEVER."""
    seen, mistaken = answers.seen, answers.wrong >= 0
    first = np.where(mistaken, answers.wrong, answers.at)
    recorded = np.where(mistaken, answers.wrong + SECOND, answers.recorded)
    numbers = np.full(len(first), NEVER)
    numbers[seen] = log.add(event, first[seen], picked(columns, seen), recorded=recorded[seen])
    put_right = np.maximum(answers.at, answers.wrong) + 3600 * SECOND
    log.correct(event, mistaken, answers.at, columns, Correction(numbers, put_right))
    return numbers
