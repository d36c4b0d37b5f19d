"""Judging small batches of events that are in memory: the kernel is made ready once and judges one after another."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.buckets.arrow_events import event_table_of, wanted_columns
from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.event_table import EventTable
from jiannuo.core.judging.kernel.judge import Judging, Kernel
from jiannuo.core.judging.kernel.outcomes.outcomes import Block
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.plans.routing import look_of, passes_of


class BatchJudge:
    """Judges by one charter: all events so far of the subjects that something happened to.

    Promises that look at other subjects are `left_out`, by their ids: a whole log is judged by them. Where every batch
    also holds all events of the subjects that its own are linked to by an attribute, `linked` lets those be judged that
    look no further. What reads a figure, or a level over several subjects, needs all of them and is left out anyway.
    """

    def __init__(self, charter: Charter, *, linked: bool = False) -> None:
        looks = {id_: look_of(promise, charter) for id_, promise in charter.promises.items()}
        self.left_out = tuple(id_ for id_, look in looks.items() if look.asks_all or (look.asks_linked and not linked))
        judged = {id_: promise for id_, promise in charter.promises.items() if id_ not in self.left_out}
        charter = replace(charter, promises=judged)
        self.charter = charter
        self._kernel = Kernel(plan_of(charter))
        self._wanted = wanted_columns(passes_of(charter))

    def judge(
        self,
        events: "pa.Table | EventTable",
        *,
        as_of: int,
        reach: Mapping[str, Reach] | None = None,
    ) -> list[Block]:
        """Return the verdicts on some events as of an instant (microseconds UTC) with their instants, in blocks.

        Without `reach` every source is taken to be complete until then, as is what just came in.
        """
        return list(self.judging(events, as_of=as_of, reach=reach).blocks())

    def judging(
        self, events: "pa.Table | EventTable", *, as_of: int, reach: Mapping[str, Reach] | None = None
    ) -> Judging:
        """Return the judging of some events, to be asked for whole findings or columns."""
        table = events if isinstance(events, EventTable) else self._table(events)
        return self._kernel.judging(table, self._complete(table, as_of) if reach is None else reach, as_of=as_of)

    def _table(self, events: "pa.Table") -> EventTable:
        wanted = [name for name in events.column_names if name in self._wanted]
        return event_table_of(events.select(wanted), self.charter, origin="batch")

    def _complete(self, table: EventTable, as_of: int) -> dict[str, Reach]:
        names = {*table.sources, *self.charter.sources}
        first = int(np.min(table.at)) if len(table) else None
        return {name: Reach(as_of, None, first) for name in sorted(names)}
