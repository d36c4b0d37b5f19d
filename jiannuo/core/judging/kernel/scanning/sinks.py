"""Where compiled code writes findings and their grounds: room that is made beforehand, and may run out."""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.values.compiling import compiled_inline, compiled_small


class Found(NamedTuple):
    """The findings so far: `field[finding, column]`; `total[0]` of them hold, `total[1]` tells that there was no room."""

    field: Numbers
    total: Numbers


class Sink(NamedTuple):
    """Where grounds are written, list after list; `total` tells how much there is of evidence, doubts, intervals and faults.

    `total[4]` tells that there was no room. Without room for anything, no grounds are wanted.
    """

    evidence: Rows
    doubts: Rows
    kind: Numbers
    from_: Instants
    until: Instants
    cause: Numbers
    fault: Numbers
    fault_row: Rows
    total: Numbers


def found_with(room: int, *, columns: int) -> Found:
    """Return room for so many findings or a few more, column by column: what is told of them is read so."""
    # All columns are written at once: at distances of a power of two they would all lie at one place of the cache.
    return Found(np.empty((room | 8, columns), np.int64, order="F"), np.zeros(2, np.int64))


def sink_with(room: int) -> Sink:
    """Return a sink with so much room for each list; with none it wants no grounds."""
    evidence, doubts, kind, from_, until, cause, fault, row = (np.empty(room, np.int64) for _ in range(8))
    return Sink(evidence, doubts, kind, from_, until, cause, fault, row, np.zeros(5, np.int64))


@compiled_inline
def remember(totals: Numbers, kept: Numbers) -> None:
    """Note how much a sink holds, to go back there if room runs out."""
    for number in range(len(totals)):
        kept[number] = totals[number]


@compiled_small
def add_unless(rows: Rows, span: tuple[int, int], sink: Sink, which: int, row: int) -> None:
    """Add a row (-1 for none) to a list, unless it stands there between two places."""
    if row < 0:
        return
    for at in range(span[0], span[1]):
        if rows[at] == row:
            return
    last = sink.total[which]
    if last >= len(rows):
        sink.total[4] = 1
        return
    rows[last] = row
    sink.total[which] = last + 1
