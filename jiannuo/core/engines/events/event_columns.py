"""What every event of a rule has beside its attributes, as readings of columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.cells import Reading
from jiannuo.core.engines.events.instants import NumberReading, RowInstants
from jiannuo.core.engines.events.value_reading import written
from jiannuo.core.engines.tabular.tables import Column
from jiannuo.core.judging.event_table import NO_SEQ
from jiannuo.core.values.problems import Refusal

_LARGEST = 2**63


def whole_number(raw: object) -> int:
    """Return a cell as a whole number to order events by. Raises Refusal for anything else."""
    text = written(raw).strip()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 19 or not -_LARGEST <= int(text) < _LARGEST:
        raise Refusal(kinds.SEQUENCE_UNREADABLE.at(value=text[:100]))
    return int(text)


class SequenceReading(NumberReading):
    """A reading of the numbers that order events, `NO_SEQ` where there is none."""

    def __init__(self, column: Column) -> None:
        """Read the cells of a column."""
        super().__init__(column, whole_number)

    def _nothing(self, count: int) -> NDArray[Any]:
        return np.full(count, NO_SEQ, np.int64)


def text_reading(column: Column) -> Reading:
    """Return the reading of cells as texts, several columns joined by a colon."""
    return Reading(
        column,
        lambda raw: ":".join(written(part) for part in (raw if isinstance(raw, tuple) else (raw,))),
        keeps_texts=True,
    )


@dataclass(frozen=True, slots=True)
class EventColumns:
    """What every event of a rule has beside its attributes, column by column.

    Without `id` an event is named by its source, file, row and type; `suffixes` tells apart what several rules make of
    one row. `seq` is `row` where the order of rows counts.
    """

    at: RowInstants
    recorded_at: RowInstants | None = None
    id: Reading | None = None
    seq: Reading | Literal["row"] | None = None
    actor: Reading | None = None
    actor_kind: Reading | None = None
    unit: Reading | None = None
    supersedes: Reading | None = None
    suffixes: Mapping[str, str] = field(default_factory=dict)
