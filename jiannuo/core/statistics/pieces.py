"""Spans of time cut into pieces: at the edges of periods, or wherever something may change."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Pieces [from_, until) of spans, span by span and in order; `of` is the number of the span."""

    of: Numbers
    from_: Numbers
    until: Numbers

    def some(self, places: Numbers) -> "Pieces":
        """Return some of the pieces."""
        return Pieces(self.of[places], self.from_[places], self.until[places])


def cut_at_edges(from_: Numbers, until: Numbers, edges: Numbers) -> Pieces:
    """Return spans cut at edges, which are in order; a span of no length stays one piece."""
    low = np.searchsorted(edges, from_, side="right")
    return cut(from_, until, edges, (low, np.maximum(low, np.searchsorted(edges, until, side="left"))))


def cut(from_: Numbers, until: Numbers, edges: Numbers, places: tuple[Numbers, Numbers]) -> Pieces:
    """Return each span cut at the edges from one place up to another, which lie within it and in order."""
    low, high = places
    counts = high - low + 1
    of = np.repeat(np.arange(len(from_)), counts)
    number = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    there = np.append(edges, 0)  # the first piece has no edge before it, the last none behind
    starts = np.where(number == 0, from_[of], there[low[of] + number - 1])
    ends = np.where(number == counts[of] - 1, until[of], there[np.minimum(low[of] + number, len(edges))])
    return Pieces(of, starts, ends)


def edges_within(owner: Numbers, at: Numbers, spans: Pieces) -> tuple[Numbers, Numbers]:
    """Return which of the instants `at` of each span's owner (`of`) lie inside it, as places from and up to.

    Owners and their instants come in order.
    """
    instants = np.unique(at)
    width = len(instants) + 1
    codes = owner * width + np.searchsorted(instants, at)
    low = np.searchsorted(codes, spans.of * width + np.searchsorted(instants, spans.from_, side="right"))
    high = np.searchsorted(codes, spans.of * width + np.searchsorted(instants, spans.until, side="left"))
    return low, np.maximum(low, high)
