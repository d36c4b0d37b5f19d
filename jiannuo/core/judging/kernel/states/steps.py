"""Values that change at instants and stand until the next: how states and levels stand at many positions at once."""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sorting import order_within
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.compiling import compiled


class Steps(NamedTuple):
    """The steps of key `k` are rows `starts[k]:starts[k + 1]`: from `at` on the value is `value`."""

    starts: Numbers
    at: Instants
    value: Numbers


class Standing(NamedTuple):
    """When parts of a key stand, in any order: from an instant until another, and until when that is certain."""

    key: Numbers
    from_: Instants
    until: Instants
    certain_until: Instants


def truth_steps(parts: Standing, *, count: int) -> Steps:
    """Return, for each of so many keys, whether any part stands: 1, 0, or -1 while only parts in doubt do."""
    stands, certain = parts.until > parts.from_, parts.certain_until > parts.from_
    ends = [(stands, parts.from_, 1, 0), (stands, parts.until, -1, 0)]
    ends += [(certain, parts.from_, 0, 1), (certain, parts.certain_until, 0, -1)]
    key = np.concatenate([parts.key[kept] for kept, *_ in ends])
    at = np.concatenate([instant[kept] for kept, instant, *_ in ends])
    known, sure = (
        np.concatenate([np.full(int(kept.sum()), change[which]) for kept, _, *change in ends]) for which in (0, 1)
    )
    key, at, (known, sure) = _summed(key, at, (known, sure), count)
    value = np.where(sure > 0, 1, np.where(known > 0, -1, 0))
    return Steps(np.searchsorted(key, np.arange(count + 1)), at, value)


def count_steps(truths: Steps, key: Numbers, *, count: int) -> Steps:
    """Return, for each of so many keys, how many of the lists of truths that belong to it (`key`) are true.

    NONE stands for a count that hangs on a truth in doubt.
    """
    owner = np.repeat(np.arange(len(key)), np.diff(truths.starts))
    is_first = np.diff(owner, prepend=-1) != 0
    before = np.where(is_first, 0, np.roll(truths.value, 1))
    sure = (truths.value == 1).astype(np.int64) - (before == 1)
    doubtful = (truths.value == -1).astype(np.int64) - (before == -1)
    keys, at, (sure, doubtful) = _summed(key[owner], truths.at, (sure, doubtful), count)
    return Steps(np.searchsorted(keys, np.arange(count + 1)), at, np.where(doubtful > 0, NONE, sure))


def _summed(
    key: Numbers, at: Instants, changes: tuple[Numbers, Numbers], count: int
) -> tuple[Numbers, Instants, tuple[Numbers, Numbers]]:
    """Return the keys and instants in order, each pair once, with what the changes up to it come to.

    The changes of each key come to nothing in the end, so that no sum runs on into the next key.
    """
    order = order_within(key, at, count)
    key, at = key[order], at[order]
    one, other = (np.cumsum(change[order]) for change in changes)
    last = np.flatnonzero((np.diff(key, append=-1) != 0) | (np.diff(at, append=0) != 0))
    return key[last], at[last], (one[last], other[last])


@compiled
def places_at(starts: Numbers, at: Instants, keys: Numbers, instants: Instants) -> Numbers:
    """Return for each key and instant the place of the last step by then, -1 where there is none (or no key)."""
    found = np.full(len(keys), -1, np.int64)
    for site in range(len(keys)):
        if keys[site] < 0:
            continue
        first, last = starts[keys[site]], starts[keys[site] + 1]
        low = first
        while low < last:
            middle = (low + last) // 2
            if at[middle] <= instants[site]:
                low = middle + 1
            else:
                last = middle
        if low > first:
            found[site] = low - 1
    return found


def values_at(steps: Steps, keys: Numbers, instants: Instants, *, otherwise: int = 0) -> Numbers:
    """Return the value of each key (-1 for none) at an instant; before its first step it is `otherwise`."""
    places = places_at(steps.starts, steps.at, keys, instants)
    return np.where(places < 0, otherwise, steps.value[places] if len(steps.value) else otherwise)
