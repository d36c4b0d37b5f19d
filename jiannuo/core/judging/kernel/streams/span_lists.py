"""Many sorted, disjoint lists of spans at once, as columns: union and intersection, list by list."""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sorting import order_within
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.compiling import compiled, compiled_small


class SpanLists(NamedTuple):
    """The spans of list `i` are rows `starts[i]:starts[i + 1]`, each [from_, until), in order and apart."""

    starts: Numbers
    from_: Instants
    until: Instants


def joined_lists(owner: Numbers, from_: Instants, until: Instants, *, count: int) -> SpanLists:
    """Return the union of the spans of each owner (0 to count - 1); they may come in any order."""
    order = order_within(owner, from_, count)
    return _joined(owner[order], from_[order], until[order], count)


def single_list(spans: list[tuple[int, int]]) -> SpanLists:
    """Return one list of spans that are in order and apart, empty ones left out."""
    both = np.array([span for span in spans if span[0] < span[1]], np.int64).reshape(-1, 2)
    return SpanLists(np.array([0, len(both)]), both[:, 0].copy(), both[:, 1].copy())


def taken(lists: SpanLists, numbers: Numbers) -> SpanLists:
    """Return some of the lists; a number below 0 stands for an empty one."""
    there = np.maximum(numbers, 0)
    counts = np.where(numbers < 0, 0, np.diff(lists.starts, append=lists.starts[-1])[there])
    starts = np.concatenate([[0], np.cumsum(counts)])
    places = np.arange(starts[-1]) - np.repeat(starts[:-1] - lists.starts[there], counts)
    return SpanLists(starts, lists.from_[places], lists.until[places])


@compiled
def _joined(owner: Numbers, from_: Instants, until: Instants, count: int) -> SpanLists:
    starts = np.zeros(count + 1, np.int64)
    froms, untils = np.empty(len(from_), np.int64), np.empty(len(from_), np.int64)
    found = place = 0
    for number in range(count):
        first = found
        while place < len(owner) and owner[place] == number:
            if from_[place] < until[place]:
                if found > first and from_[place] <= untils[found - 1]:
                    untils[found - 1] = max(untils[found - 1], until[place])
                else:
                    froms[found], untils[found] = from_[place], until[place]
                    found += 1
            place += 1
        starts[number + 1] = found
    return SpanLists(starts, froms[:found].copy(), untils[:found].copy())


@compiled
def common_lists(left: SpanLists, right: SpanLists) -> SpanLists:
    """Return the intersections, list by list; a single list on the right meets every list on the left."""
    count = len(left.starts) - 1
    shared = len(right.starts) == 2
    starts = np.zeros(count + 1, np.int64)
    froms, untils = np.empty(len(left.from_) + 8, np.int64), np.empty(len(left.from_) + 8, np.int64)
    found = 0
    for number in range(count):
        other = 0 if shared else number
        last = right.starts[other + 1]
        place = right.starts[other]
        if left.starts[number] < left.starts[number + 1]:
            place = first_ending_after(right, other, left.from_[left.starts[number]])
        for own in range(left.starts[number], left.starts[number + 1]):
            while place < last and right.until[place] <= left.from_[own]:
                place += 1
            at = place
            while at < last and right.from_[at] < left.until[own]:
                if found == len(froms):
                    froms, untils = _doubled(froms), _doubled(untils)
                froms[found] = max(left.from_[own], right.from_[at])
                untils[found] = min(left.until[own], right.until[at])
                if found > starts[number] and froms[found] == untils[found - 1]:
                    untils[found - 1] = untils[found]
                else:
                    found += 1
                at += 1
        starts[number + 1] = found
    return SpanLists(starts, froms[:found].copy(), untils[:found].copy())


@compiled
def _doubled(numbers: Numbers) -> Numbers:
    larger = np.empty(2 * len(numbers), np.int64)
    larger[: len(numbers)] = numbers
    return larger


@compiled_small
def first_ending_after(lists: SpanLists, number: int, instant: int) -> int:
    """Return the place of the first span of a list that ends after an instant; the list's end if none does."""
    first, last = lists.starts[number], lists.starts[number + 1]
    while first < last:
        middle = (first + last) // 2
        if lists.until[middle] <= instant:
            first = middle + 1
        else:
            last = middle
    return int(first)


@compiled_small
def covers(lists: SpanLists, number: int, instant: int) -> bool:
    """Tell whether a list holds an instant."""
    place = first_ending_after(lists, number, instant)
    return bool(place < lists.starts[number + 1] and lists.from_[place] <= instant)


@compiled_small
def length_within(lists: SpanLists, number: int, from_: int, until: int) -> int:
    """Return how long the spans of a list are within [from_, until)."""
    total = 0
    for place in range(first_ending_after(lists, number, from_), lists.starts[number + 1]):
        if lists.from_[place] >= until:
            break
        total += min(lists.until[place], until) - max(lists.from_[place], from_)
    return total


@compiled
def first_within(lists: SpanLists, numbers: Numbers, from_: Instants, until: Instants) -> Instants:
    """Return the first instant in [from_, until) that each of some lists holds, NONE if there is none."""
    found = np.full(len(numbers), NONE)
    for place in range(len(numbers)):
        number = numbers[place]
        span = first_ending_after(lists, number, from_[place])
        if span < lists.starts[number + 1] and lists.from_[span] < until[place]:
            first = max(lists.from_[span], from_[place])
            if first < until[place]:
                found[place] = first
    return found
