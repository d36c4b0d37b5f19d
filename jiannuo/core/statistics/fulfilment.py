"""How much of what was promised was kept: counts of verdicts, and the rates made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

import numpy as np
from numpy.typing import NDArray

CODED = ("kept", "broken", "excused", "unknown", "pending")
"""The verdicts by their codes 0 to 4; what has no verdict (lapsed, withdrawn) has the code -1 and counts nowhere."""

Codes = NDArray[np.integer]
_Z95 = 1.959963984540054
_FINEST = 6


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share with both its numbers; without a denominator it has no value."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """Return the share between 0 and 1, or None without a denominator."""
        return self.numerator / self.denominator if self.denominator else None

    def percent(self, places: int = 1) -> Decimal | None:
        """Return the share in percent, rounded half up, or None without a denominator.

        Only a full share is 100 and only an empty one 0: others get as many more places as it takes to tell them apart.
        """
        if not self.denominator:
            return None
        exact = Decimal(100 * self.numerator) / Decimal(self.denominator)
        for finer in range(places, _FINEST + 1):
            shown = exact.quantize(Decimal(1).scaleb(-finer), rounding=ROUND_HALF_UP)
            if self.numerator in (0, self.denominator) or shown not in (0, 100):
                return shown
        return exact

    def wilson(self) -> tuple[float, float] | None:
        """Return the Wilson score interval at 95 %, or None without a denominator; for samples and rankings only."""
        if not self.denominator:
            return None
        n, share = self.denominator, self.numerator / self.denominator
        center = share + _Z95**2 / (2 * n)
        spread = _Z95 * sqrt(share * (1 - share) / n + _Z95**2 / (4 * n * n))
        scale = 1 + _Z95**2 / n
        return max(0.0, (center - spread) / scale), min(1.0, (center + spread) / scale)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many obligations have which verdict."""

    kept: int = 0
    broken: int = 0
    excused: int = 0
    unknown: int = 0
    pending: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both tallies in one."""
        return Tally(*(mine + theirs for mine, theirs in zip(self.counts, other.counts, strict=True)))

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """Return the counts in the order of the codes."""
        return (self.kept, self.broken, self.excused, self.unknown, self.pending)

    @property
    def total(self) -> int:
        """Return the number of obligations with any of the five verdicts."""
        return sum(self.counts)

    @property
    def fulfilment(self) -> Ratio:
        """Return kept of kept and broken."""
        return Ratio(self.kept, self.kept + self.broken)

    @property
    def lower_bound(self) -> Ratio:
        """Return the same share with every unknown counted as broken."""
        return Ratio(self.kept, self.kept + self.broken + self.unknown)

    @property
    def coverage(self) -> Ratio:
        """Return the share of what should be decided by now that the records can decide."""
        return Ratio(self.kept + self.broken, self.kept + self.broken + self.unknown)


def tally(codes: Codes) -> Tally:
    """Count verdicts by their codes (see `CODED`)."""
    return tally_groups(codes, np.zeros(len(codes), dtype=np.int64), count=1)[0]


def tally_groups(codes: Codes, groups: NDArray[np.integer], *, count: int) -> list[Tally]:
    """Count verdicts in each of `count` groups; `groups` holds each one's group number, -1 for none."""
    counted = (codes >= 0) & (codes < len(CODED)) & (groups >= 0)
    cells = groups[counted].astype(np.int64) * len(CODED) + codes[counted]
    table = np.bincount(cells, minlength=count * len(CODED)).reshape(count, len(CODED))
    return [Tally(*(int(number) for number in row)) for row in table]


def worst_first(tallies: Sequence[Tally]) -> list[int]:
    """Return the places of tallies, the surely worst kept first: by the upper end of the Wilson interval of fulfilment.

    What has nothing decided comes last.
    """
    intervals = [each.fulfilment.wilson() for each in tallies]
    return sorted(range(len(tallies)), key=lambda place: (intervals[place] or (0.0, 2.0))[1])
