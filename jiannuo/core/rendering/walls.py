"""The wall clock of many instants at once."""

import numpy as np

from jiannuo.core.rendering.columns import ABSENT, Whole
from jiannuo.core.values.instants import to_datetime

_DAY = 86_400_000_000
_FIRST, _LAST = -719_000, 2_932_000
"""Days since 1970 between which every zone has a date of the years 1 to 9999."""


def local_walls(instants: Whole, *, zone: str) -> Whole:
    """Return what the clock of a zone shows at instants (microseconds UTC), as microseconds since 1970-01-01 00:00 there.

    `ABSENT` where there is no instant, or none of the years 1 to 9999.
    """
    days = instants // _DAY
    known = (instants != ABSENT) & (days >= _FIRST) & (days <= _LAST)
    offsets = np.zeros(len(instants), dtype=np.int64)
    found, places = np.unique(days[known], return_inverse=True)
    pairs = [(_offset(day * _DAY, zone), _offset((day + 1) * _DAY, zone)) for day in found.tolist()]
    constant = np.array([first if first == second else ABSENT for first, second in pairs], dtype=np.int64)
    offsets[known] = constant[places] if len(found) else 0
    for row in np.flatnonzero(offsets == ABSENT).tolist():  # a day on which the clock is changed
        offsets[row] = _offset(int(instants[row]), zone)
    return np.where(known, np.where(known, instants, 0) + offsets, ABSENT)


def _offset(instant: int, zone: str) -> int:
    offset = to_datetime(instant, zone=zone).utcoffset()
    return 0 if offset is None else round(offset.total_seconds()) * 1_000_000
