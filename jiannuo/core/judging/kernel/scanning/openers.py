"""Which promises the events of a stream open, so that no promise need be asked that none of them concerns."""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.kernel.streams.ordering import Numbers

_NONE = -1


class Openers(NamedTuple):
    """What plays part `p` opens `promise[first[p]:first[p + 1]]`; promises that have a table of openings are `tabled`."""

    first: Numbers
    promise: Numbers
    tabled: Numbers


def openers_of(parts: Numbers, tables: Numbers, *, count: int) -> Openers:
    """Return them by the part that opens each promise and its table (-1 for none); there are `count` parts in all."""
    plain = np.flatnonzero((parts != _NONE) & (tables == _NONE))
    order = np.argsort(parts[plain], kind="stable")
    first = np.searchsorted(parts[plain][order], np.arange(count + 1))
    return Openers(first, plain[order], np.flatnonzero(tables != _NONE))
