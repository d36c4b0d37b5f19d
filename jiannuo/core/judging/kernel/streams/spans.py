"""Spans of time [from, until): the union of a few of them."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.event import Reach

Span = tuple[int, int]
FOREVER = 2**62
"""An instant later than all others, for a span that nothing has ended yet."""


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the union: sorted, overlapping or touching spans made one, empty ones left out."""
    union: list[Span] = []
    for from_, until in sorted(span for span in spans if span[0] < span[1]):
        if union and from_ <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], until))
        else:
            union.append((from_, until))
    return union


def lacks_part(reach: Reach, since: NDArray[np.int64], until: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell of spans, both ends included, whether a record lacks a part of them: after its end, or in a gap."""
    found: NDArray[np.bool_] = reach.complete_until < until
    for from_, to in reach.gaps:
        found = found | ((from_ <= until) & (since < to))
    return found
