"""Drawing by lot: every part of the city has dice of its own, so that a change in one leaves the others as they were."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.simulation.planting.deeds import Deed, Intent

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Dice = np.random.Generator

FULL_CITY = 5_000
"""From so many orders on every deed occurs as often as it should at least; smaller cities have their share of it."""


def part_of_full_city(orders: int) -> float:
    """Return which part of what a full city holds at least a city of so many orders holds."""
    return min(1.0, orders / FULL_CITY)


def dice_for(seed: int, part: str) -> Dice:
    """Return the dice of one part of the city."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(part.encode())])))


def some_of(dice: Dice, pool: Mask, count: int) -> Mask:
    """Choose so many of the marked ones, or all where there are fewer."""
    chosen = np.zeros(len(pool), np.bool_)
    chosen[dice.permutation(np.flatnonzero(pool))[:count]] = True
    return chosen


def between(dice: Dice, least: float, most: float, count: int) -> Ints:
    """Draw whole numbers of microseconds evenly between two lengths in seconds, the upper one left out."""
    return dice.integers(int(least * 1_000_000), int(most * 1_000_000), count)


@dataclass(frozen=True, slots=True)
class Draw:
    """Which deed each order draws: its place in `deeds`, -1 where none applies."""

    deeds: tuple[Deed, ...]
    codes: NDArray[np.int8]

    def of(self, *names: str) -> Mask:
        """Mark the orders that drew one of the deeds named."""
        wanted = [number for number, deed in enumerate(self.deeds) if deed.name in names]
        return np.isin(self.codes, wanted)

    def but(self, name: str, who: Mask) -> "Draw":
        """Return the draw with a deed given to those marked, whatever they drew."""
        code = next(number for number, deed in enumerate(self.deeds) if deed.name == name)
        return Draw(self.deeds, np.where(who, code, self.codes).astype(np.int8))

    def without(self, who: Mask) -> "Draw":
        """Return the draw without those marked, to whom no deed applies."""
        return Draw(self.deeds, np.where(who, -1, self.codes).astype(np.int8))

    def meaning(self, theme: str, intent: Intent) -> Mask:
        """Mark the orders that drew a deed which means this for a theme."""
        pairs = ((deed.name, each) for deed in self.deeds for each in deed.outcomes)
        return self.of(*(name for name, each in pairs if each.theme == theme and each.intent == intent))

    @property
    def any(self) -> Mask:
        """Mark the orders to which a deed applies."""
        return self.codes >= 0


@dataclass(frozen=True, slots=True)
class Lot:
    """Who draws: the orders to which the deeds apply, those whose record is incomplete, and who alone may draw a deed.

    `city` is the number of orders of the city, where others than orders draw.
    """

    applies: Mask
    unrecorded: Mask
    only: Mapping[str, Mask] = field(default_factory=dict)
    city: int | None = None


def draw_deeds(dice: Dice, deeds: tuple[Deed, ...], lot: Lot) -> Draw:
    """Deal the deeds out: each as often as its share says, never less than its least; the first deed takes the rest.

    Where the record is incomplete, most draw the deed that nobody will ever know of, if there is one.
    """
    scale = part_of_full_city(len(lot.applies) if lot.city is None else lot.city)
    codes = np.where(lot.applies, 0, -1).astype(np.int8)
    hidden = [number for number, deed in enumerate(deeds) if deed.is_hidden]
    if hidden:
        in_the_dark = lot.applies & lot.unrecorded
        share = deeds[hidden[0]].share
        codes[some_of(dice, in_the_dark, ceil(share * np.count_nonzero(in_the_dark)))] = hidden[0]
    recorded = lot.applies & ~lot.unrecorded if hidden else lot.applies
    total = np.count_nonzero(recorded)
    for number, deed in list(enumerate(deeds))[1:]:
        if not deed.is_hidden:
            free = recorded & (codes == 0) & lot.only.get(deed.name, recorded)
            codes[some_of(dice, free, max(ceil(deed.least * scale), round(deed.share * total)))] = number
    return Draw(deeds, codes)
