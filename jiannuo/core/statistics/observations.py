"""What an indicator is made of: rows with their instant, dimensions and values, grouped into the cells of its table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.statistics.measures import Amounts
from jiannuo.core.statistics.recurring import NOWHERE, Cycle, Instants

Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]
Cell = tuple[int, tuple[str | None, ...]]
"""The start of a period, and the value of each dimension, None where it is not recorded."""


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """A dimension: each value once, and its number for every row, -1 for none."""

    names: tuple[str, ...]
    codes: Codes

    def at(self, row: int) -> str | None:
        """Return the value of a row."""
        code = int(self.codes[row])
        return None if code < 0 else self.names[code]


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Rows that belong to an indicator; instants in microseconds UTC.

    A row that is not `certain` may belong or not. `parts` says of a share whether a row counts (1), not (0) or that it is
    unknown (-1); `amounts` mean something where a value is `present`, in the unit of `units` if there are any; `keys`
    number what is counted once each, -1 where it is unknown. `rows` are the events' rows in the log, where they are told.
    """

    at: Instants
    certain: Flags
    by: tuple[Labels, ...] = ()
    parts: NDArray[np.int8] | None = None
    amounts: Amounts | None = None
    present: Flags | None = None
    units: Labels | None = None
    keys: Codes | None = None
    rows: Codes | None = None

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.at)


def cells_of(observations: Observations, cycle: Cycle) -> dict[Cell, Codes]:
    """Return the rows of each cell that has any, by period and dimensions; rows of no period are in none."""
    return cells_at(observations, cycle.starts_of(observations.at))


def cells_at(observations: Observations, starts: Instants) -> dict[Cell, Codes]:
    """Return the rows of each cell that has any, by the start told of each row and by dimensions."""
    rows = np.flatnonzero(starts != NOWHERE)
    if not len(rows):
        return {}
    columns = [starts[rows], *(labels.codes[rows] for labels in observations.by)]
    numbers = _numbered(columns)
    order = np.argsort(numbers, kind="stable")
    edges = np.flatnonzero(np.append(True, np.diff(numbers[order]) != 0)).tolist()
    found: dict[Cell, Codes] = {}
    for begin, end in zip(edges, [*edges[1:], len(order)], strict=True):
        these = rows[order[begin:end]]
        first = int(these[0])
        found[int(starts[first]), tuple(labels.at(first) for labels in observations.by)] = these
    return found


def _numbered(columns: Sequence[Codes]) -> Codes:
    whole = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        dense = np.unique(column, return_inverse=True)[1].astype(np.int64)
        whole = np.unique(whole * (int(dense.max()) + 1) + dense, return_inverse=True)[1].astype(np.int64)
    return whole
