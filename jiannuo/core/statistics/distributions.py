"""How values spread: medians, percentiles, and histograms that a reader can take in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.int64]

_SECOND = 1_000_000
_MINUTE, _HOUR, _DAY = 60 * _SECOND, 3600 * _SECOND, 86400 * _SECOND
READABLE_WIDTHS: tuple[int, ...] = (
    *(n * _SECOND for n in (1, 2, 5, 10, 15, 30)),
    *(n * _MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * _HOUR for n in (1, 2, 4, 6, 12)),
    *(n * _DAY for n in (1, 2, 5, 10, 20, 30, 60, 90, 180, 360, 720, 1800, 3600)),
)
"""Widths of a column in microseconds that read well on an axis."""


def median(values: Values) -> int | None:
    """Return the middle value, or the mean of the middle two rounded half up; None of nothing."""
    if not len(values):
        return None
    half = len(values) // 2
    if len(values) % 2:
        return int(np.partition(values, half)[half])
    ordered = np.partition(values, (half - 1, half))
    return (int(ordered[half - 1]) + int(ordered[half]) + 1) // 2


def nearest_rank(values: Values, *, percent: int) -> int | None:
    """Return the smallest value that at least `percent` (1 to 100) of the values do not pass; None of nothing."""
    if not len(values):
        return None
    rank = -(-percent * len(values) // 100)
    return int(np.partition(values, rank - 1)[rank - 1])


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of values in columns of one width; column i covers (start + i·width, start + (i+1)·width].

    Zero is always an edge, so that no column mixes values on both sides of it; `below` and `above` are clipped tails.
    """

    start: int
    width: int
    counts: tuple[int, ...]
    below: int
    above: int


def histogram(values: Values, *, columns: int = 48) -> Histogram | None:
    """Count values in at most about `columns` columns of a readable width; None of nothing.

    The columns reach from the 2nd to the 98th percentile and always touch zero; what lies outside is only counted.
    """
    low, high = nearest_rank(values, percent=2), nearest_rank(values, percent=98)
    if low is None or high is None:
        return None
    width = next((w for w in READABLE_WIDTHS if max(high, 0) - min(low, 0) <= w * columns), READABLE_WIDTHS[-1])
    first = min(-(-low // width) - 1, 0)
    last = max(-(-high // width), 0, first + 1)
    last = min(last, first + 4 * columns)
    place = -(-values // width) - 1 - first
    inside = (place >= 0) & (place < last - first)
    counts = np.bincount(place[inside], minlength=last - first)
    return Histogram(
        start=first * width,
        width=width,
        counts=tuple(int(count) for count in counts),
        below=int((place < 0).sum()),
        above=int((place >= last - first).sum()),
    )
