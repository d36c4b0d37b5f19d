"""Which single findings a report carries: a stated rule, so that a reader knows what was left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.rendering.columns import ABSENT, Columns
from jiannuo.core.statistics.fulfilment import CODED

Rows = NDArray[np.int64]
_MOST = 1600
_MOST_EACH, _LEAST_EACH = 240, 12
_BROKEN = CODED.index("broken")


@dataclass(frozen=True, slots=True)
class Choice:
    """The rows chosen for one promise in the order they matter, and how many of each verdict there are in all."""

    rows: Rows
    available: tuple[int, ...]


def choose(columns: Columns, *, promises: int, as_of: int) -> list[Choice]:
    """Choose findings for each promise: half are the broken ones worst missed, the rest an even sample by verdict.

    A finding not done at all counts as missed until `as_of` (microseconds UTC). Where owners are cleared of some that are broken,
    some of these are among the sample. A bound holds for all promises together.
    """
    each = max(_LEAST_EACH, min(_MOST_EACH, _MOST // max(promises, 1)))
    missed = _missed(columns, as_of)
    return [_choose(columns, np.flatnonzero(columns.promise == place), missed, each) for place in range(promises)]


def _choose(columns: Columns, rows: Rows, missed: Rows, most: int) -> Choice:
    rows = rows[np.argsort(columns.start[rows], kind="stable")]
    by_verdict = {name: rows[columns.verdict[rows] == code] for code, name in enumerate(CODED)}
    broken = by_verdict["broken"]
    worst = broken[np.argsort(-missed[broken], kind="stable")][: most // 4]
    others = np.setdiff1d(broken, worst, assume_unique=True)
    cleared = _evenly(others[columns.own[others] != _BROKEN], most // 12)
    picked = [worst, _evenly(np.setdiff1d(others, cleared, assume_unique=True), most // 4 - len(cleared)), cleared]
    picked += [_evenly(by_verdict["unknown"], most // 4)]
    picked += [_evenly(by_verdict[name], most // 12) for name in ("excused", "pending", "kept")]
    return Choice(rows=np.concatenate(picked), available=tuple(len(by_verdict[name]) for name in CODED))


def _missed(columns: Columns, as_of: int) -> Rows:
    done = np.where(columns.done != ABSENT, columns.done, as_of)
    late = np.where(columns.due != ABSENT, done - np.where(columns.due != ABSENT, columns.due, 0), 0)
    return np.maximum(late, columns.shortfall)


def _evenly(rows: Rows, most: int) -> Rows:
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).round().astype(np.int64)]
