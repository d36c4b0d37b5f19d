"""Spans: union, intersection, difference and length against a naive set of instants."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.judging.reference.spans import clipped, common, joined, length, overlaps, without

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


def instants(spans: list[tuple[int, int]]) -> set[int]:
    """Return every instant of the spans: [from, until)."""
    return {at for from_, until in spans for at in range(from_, until)}


@given(SPANS)
def test_a_union_is_sorted_disjoint_and_holds_the_same_instants(spans: list[tuple[int, int]]) -> None:
    union = joined(spans)
    assert instants(union) == instants(spans)
    assert all(a < b for a, b in union)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(union))


@given(SPANS, SPANS)
def test_intersection_and_difference_hold_the_instants_they_should(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    assert instants(common(joined(left), joined(right))) == instants(left) & instants(right)
    assert instants(without(left, right)) == instants(left) - instants(right)


@given(SPANS, st.integers(0, 30), st.integers(0, 30))
def test_clipped_spans_lie_within_and_length_counts_instants(
    spans: list[tuple[int, int]], from_: int, until: int
) -> None:
    within = clipped(spans, from_=from_, until=until)
    assert instants(within) == {at for at in instants(spans) if from_ <= at < until}
    assert length(within) == len(instants(within))


def test_touching_spans_become_one_and_empty_ones_vanish() -> None:
    assert joined([(3, 5), (1, 3), (7, 7)]) == [(1, 5)]


def test_a_span_overlaps_a_closed_stretch_that_it_touches_at_its_beginning_only() -> None:
    assert overlaps([(5, 7)], from_=2, until=5)
    assert not overlaps([(5, 7)], from_=7, until=9)
