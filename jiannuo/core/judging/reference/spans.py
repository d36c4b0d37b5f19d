"""Spans of time [from, until) as sorted, disjoint lists: union, intersection, difference, length."""

from collections.abc import Iterable

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


def clipped(spans: Iterable[Span], *, from_: int, until: int) -> list[Span]:
    """Return the parts of the spans that lie within [from_, until)."""
    return joined((max(a, from_), min(b, until)) for a, b in spans)


def common(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """Return the intersection of two sorted, disjoint lists."""
    return joined((max(a, c), min(b, d)) for a, b in left for c, d in right if a < d and c < b)


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return the spans less the holes."""
    rest = joined(spans)
    for from_, until in joined(holes):
        rest = [part for a, b in rest for part in ((a, min(b, from_)), (max(a, until), b)) if part[0] < part[1]]
    return rest


def length(spans: Iterable[Span]) -> int:
    """Return the sum of the lengths."""
    return sum(until - from_ for from_, until in spans)


def overlaps(spans: Iterable[Span], *, from_: int, until: int) -> bool:
    """Tell whether any span shares an instant with [from_, until]."""
    return any(a <= until and from_ < b for a, b in spans)
