"""What was intended, order by order and promise by promise."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.planting.deeds import Outcome
from jiannuo.core.simulation.planting.drawing import Draw, Ints
from jiannuo.core.simulation.planting.themes import THEMES
from jiannuo.core.simulation.recording.event_log import NONE, chosen, constant, instants

_CLAUSES = {theme.name: theme.clause for theme in THEMES}
_SHAPES = {theme.name: theme.shape for theme in THEMES}
_NOTHING = Outcome("", "unknown")


@dataclass(frozen=True, slots=True)
class Clocks:
    """The deciding instants of each order: when the promise opens, when it is due, when what it is about happens (or NONE).

    What has a deadline is broken when it is due, anything else when that happens.
    """

    opened: Ints
    due: Ints
    done: Ints

    def breach(self, theme: str) -> Ints:
        """Return when each is broken, if it is."""
        return self.due if _SHAPES[theme] == "deadline" else self.done


@dataclass(slots=True)
class Truths:
    """Collects what was intended; `orders` are the ids of all orders, null for what is about something else."""

    orders: "pa.Array"
    blocks: list["pa.Table"] = field(default_factory=list)

    def plant(
        self, theme: str, draw: Draw, subjects: "pa.Array", clocks: Clocks, *, owners: "pa.Array | None" = None
    ) -> None:
        """Note what the deeds drawn mean for a theme; `subjects` are the ids of what each is about.

        `owners` answer for it inside; where none are given nobody does.
        """
        found = [next((each for each in deed.outcomes if each.theme == theme), None) for deed in draw.deeds]
        means_something = np.array([*(each is not None for each in found), False])
        rows = np.flatnonzero(means_something[draw.codes])
        codes, taken = draw.codes[rows], pa.array(rows)
        outcomes = [_NOTHING if each is None else each for each in found]
        broken = np.array([each.intent == "broken" for each in outcomes])[codes]
        own = tuple(None if owners is None else each.owner or each.intent for each in outcomes)
        columns = {
            "order_id": self.orders.take(taken),
            "subject": subjects.take(taken),
            "clause": constant(_CLAUSES[theme], len(rows)),
            "theme": constant(theme, len(rows)),
            "deed": chosen(tuple(deed.name for deed in draw.deeds), codes),
            "intention": chosen(tuple(each.intent for each in outcomes), codes),
            "boundary": chosen(tuple(each.boundary or None for each in outcomes), codes),
            "opened_at": instants(clocks.opened[rows]),
            "due_at": instants(clocks.due[rows]),
            "done_at": instants(clocks.done[rows]),
            "broken_at": instants(np.where(broken, clocks.breach(theme)[rows], NONE)),
            "owner": pa.nulls(len(rows), pa.string()) if owners is None else owners.take(taken),
            "owner_verdict": chosen(own, codes),
        }
        self.blocks.append(pa.table(columns))

    def elsewhere(self, count: int) -> "Truths":
        """Return where so many intentions are noted that are about no order; the collection stays one."""
        return Truths(pa.nulls(count, pa.string()), self.blocks)

    def table(self) -> "pa.Table":
        """Return all that was planted, theme by theme and in the order of the orders."""
        return pa.concat_tables(self.blocks).combine_chunks()


def at_once(at: Ints) -> Clocks:
    """Return the instants of what is decided at one event."""
    return Clocks(at, at, at)


def decided(theme: str, draw: Draw, clocks: Clocks) -> Ints:
    """Return when it is decided what becomes of each: when it is broken or done, otherwise when it is due."""
    if _SHAPES[theme] == "event":
        return clocks.opened
    broken, kept = draw.meaning(theme, "broken"), draw.meaning(theme, "kept")
    in_time = kept & (clocks.done >= 0) & (_SHAPES[theme] == "deadline")
    return np.where(broken, clocks.breach(theme), np.where(in_time, clocks.done, clocks.due))
