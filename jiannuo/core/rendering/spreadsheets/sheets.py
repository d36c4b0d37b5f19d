"""Tables for spreadsheets: what stands in each column, whatever file they are written to."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from jiannuo.core.engines.simulated_logs import NATURE, SIMULATED
from jiannuo.core.values.texts import Language, Text

CellKind = Literal["text", "id", "instant", "length", "count", "share", "number", "period"]
"""What a column holds: `instant` what the clock of the zone showed in microseconds since 1970-01-01, `length`
microseconds, `share` a number from 0 to 1, `number` a decimal, `id` a text that must keep every sign, `period` the same, but a date
where it is a day."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
"""The name of a period that is a day."""

Cells = Sequence[object]
Batch = Sequence[Cells]
"""The cells of some rows, column by column; None where there is nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its heading; `width` is in characters."""

    heading: Text
    kind: CellKind
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: `rows` is how many there are, `batches` returns them from the first one on, as often as it is called."""

    name: Text
    columns: tuple[Column, ...]
    rows: int
    batches: Callable[[], Iterator[Batch]]


def as_simulated(sheet: Sheet, *, language: Language) -> Sheet:
    """Return a sheet each row of which says at its end that it comes of made-up events."""
    mark = SIMULATED.within(language)

    def batches() -> Iterator[Batch]:
        for batch in sheet.batches():
            yield [*batch, [mark] * len(batch[0])]

    return replace(sheet, columns=(*sheet.columns, Column(NATURE, "text", 12)), batches=batches)


def sheet_of(name: Text, columns: tuple[Column, ...], rows: Sequence[Sequence[object]]) -> Sheet:
    """Return a sheet of rows that are at hand."""
    batch = [list(cells) for cells in zip(*rows, strict=True)] if rows else [[] for _ in columns]
    return Sheet(name, columns, len(rows), lambda: iter([batch]))
