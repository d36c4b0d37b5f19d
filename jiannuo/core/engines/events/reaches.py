"""How far each source is known: its ends, and the silences in which something may have been missed."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Source
from jiannuo.core.judging.event import Reach
from jiannuo.core.values.clock import add
from jiannuo.core.values.durations import Duration

Instants = NDArray[np.int64]
Gap = tuple[int, int]
_NOTHING = np.empty(0, np.int64)


def reaches(
    instants: Mapping[str, Instants],
    *,
    sources: Mapping[str, Source],
    complete_until: int | None,
    zone: str = "UTC",
) -> dict[str, Reach]:
    """Return the reach of every source that was seen or is declared to be complete.

    `instants` are those of all rows looked at, by source, and `complete_until` is what the mapping says; both in
    microseconds UTC. What the charter declares of a source comes first; `zone` is that of its dates. Raises Refusal where a
    source may be silent for working time, which no source has.
    """
    declared = {name: Source(name) for name in instants} | dict(sources)
    found = {
        name: _reach(source, instants.get(name, _NOTHING), complete_until, zone) for name, source in declared.items()
    }
    return {name: reach for name, reach in sorted(found.items()) if reach is not None}


def _reach(source: Source, seen: Instants, complete_until: int | None, zone: str) -> Reach | None:
    until = source.complete_until
    if until is None and len(seen):
        until = int(seen.max()) if complete_until is None else complete_until
    if until is None:
        return None
    first = int(seen.min()) if len(seen) else None
    return Reach(until, source.complete_from, first, tuple(_silences(seen, source.silent_after, until, zone)))


def _silences(seen: Instants, longest: Duration | None, until: int, zone: str) -> list[Gap]:
    """Return the spans between two instants, and up to the end, that are longer than the source may be silent.

    Days, weeks and months end at 24:00 of a date in the charter's zone, as under a promise.
    """
    if longest is None or not len(seen):
        return []
    seen = np.unique(seen)
    ends = np.append(seen[1:], max(until, int(seen[-1])))
    silent = np.flatnonzero(ends > add(seen, longest, calendar=None, zone=zone))
    return [(int(seen[place]), int(ends[place])) for place in silent]
