"""Where expressions are read: columns of positions, each an instant in a stream with the events that stand there."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.event_table import Column, Instants, Rows
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.truths import Truths

Numbers = NDArray[np.int64]
NO_ROW = -1


class Restarts(NamedTuple):
    """What restarts the past in each stream: events in scan order, `rows[starts[s]:starts[s + 1]]`, certain or not."""

    starts: Numbers
    rows: Rows
    truths: Truths


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """Positions, one a row of every column; rows of events are -1 where there is none.

    `own` is the event whose attributes are the bare names (None where a condition is over states), `here` orders the
    position among simultaneous events, `trigger` opened the obligation, `member` is what it was multiplied by. The past
    counts since the latest of `restarts`.
    """

    streams: Streams
    stream: Numbers
    at: Instants
    own: Rows | None = None
    here: Rows | None = None
    trigger: Rows | None = None
    period: tuple[Instants, Instants] | None = None
    member: tuple[str, Column] | None = None
    restarts: Restarts | None = None

    def __len__(self) -> int:
        """Return the number of positions."""
        return len(self.stream)

    def some(self, places: Numbers) -> "Sites":
        """Return some of the positions."""
        period = None if self.period is None else (self.period[0][places], self.period[1][places])
        return Sites(
            self.streams,
            self.stream[places],
            self.at[places],
            own=None if self.own is None else self.own[places],
            here=None if self.here is None else self.here[places],
            trigger=None if self.trigger is None else self.trigger[places],
            period=period,
            member=None if self.member is None else (self.member[0], self.member[1].taken(places)),
            restarts=self.restarts,
        )


def at_events(streams: Streams, stream: Numbers, rows: Rows, at: Instants, *, sites: Sites | None = None) -> Sites:
    """Return the positions of events that are looked at: their attributes are the bare names, their past the past.

    With `sites`, row by row, the trigger and the period of the obligation they are looked at for.
    """
    trigger = None if sites is None else sites.trigger
    period = None if sites is None else sites.period
    return Sites(streams, stream, at, own=rows, here=rows, trigger=trigger, period=period)
