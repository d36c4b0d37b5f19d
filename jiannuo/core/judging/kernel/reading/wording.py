"""Names told of many findings at once: for each those that are marked, written once for each combination."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.event_table import object_array
from jiannuo.core.judging.kernel.reading.combinations import distinct_of
from jiannuo.core.judging.kernel.streams.world import World

Marks = Sequence[NDArray[np.bool_]]
Words = NDArray[np.object_]


def marked_names(names: Sequence[str], marks: Marks, count: int) -> Sequence[tuple[str, ...]]:
    """Return for each of `count` findings the names whose mark it has, in their order."""
    whole = np.zeros(count, np.int64)
    for mark in marks:
        whole = distinct_of(2 * whole + mark)[1] if int(whole.max(initial=0)) > 2**32 else 2 * whole + mark
    first, of = distinct_of(whole)
    told = [tuple(n for n, mark in zip(names, marks, strict=True) if mark[place]) for place in first.tolist()]
    return [told[number] for number in of.tolist()]


def names_joined(names: Sequence[str], marks: Marks, count: int) -> Words:
    """Return for each of `count` findings the names whose mark it has as one text, None for none."""
    told = marked_names(names, marks, count)
    texts = {each: ", ".join(each) or None for each in set(told)}
    return object_array([texts[each] for each in told])


def names_unreached(world: World, sources: frozenset[str], until: NDArray[np.int64]) -> Words:
    """Return for each instant the sources that are not complete until then as one text, None for none."""
    names = sorted(sources)
    everywhere = np.ones(len(until), np.bool_)
    marks = [
        world.reach[name].complete_until < until if name in world.reach else everywhere for name in names
    ]  # fmt: skip
    return names_joined(names, marks, len(until))
