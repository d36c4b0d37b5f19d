"""Building events out of readings: the last step from columns to things that happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from typing import Literal

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.binding import BoundType
from jiannuo.core.engines.cells import Reading
from jiannuo.core.engines.instants import RowInstants
from jiannuo.core.engines.tables import Column, Rows, Table
from jiannuo.core.engines.value_reading import written
from jiannuo.core.judging.event import Event
from jiannuo.core.values.problems import Refusal

_LARGEST = 2**63


def whole_number(raw: object) -> int:
    """Return a cell as a whole number to order events by. Raises Refusal for anything else."""
    text = written(raw).strip()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 19 or not -_LARGEST <= int(text) < _LARGEST:
        raise Refusal(kinds.SEQUENCE_UNREADABLE.at(value=text[:100]))
    return int(text)


def text_reading(column: Column) -> Reading:
    """Return the reading of cells as texts, several columns joined by a colon."""
    return Reading(column, lambda raw: ":".join(written(part) for part in (raw if isinstance(raw, tuple) else (raw,))))


@dataclass(slots=True)
class EventColumns:
    """What every event of a rule has beside its attributes, column by column.

    Without `id` an event is named by its source, file, row and type; `suffixes` tells apart what several rules make of
    one row. `seq` is `row` where the order of rows counts.
    """

    table: Table
    at: RowInstants
    recorded_at: RowInstants | None = None
    id: Reading | None = None
    seq: Reading | Literal["row"] | None = None
    actor: Reading | None = None
    actor_kind: Reading | None = None
    unit: Reading | None = None
    supersedes: Reading | None = None
    suffixes: Mapping[str, str] = field(default_factory=dict)

    def events(self, rows: Rows, bound: BoundType, attributes: Mapping[str, Reading]) -> list[Event]:
        """Return the events of one type that are made of some rows (positions)."""
        at = self.at.of_rows(rows).tolist()
        recorded_at = at if self.recorded_at is None else self.recorded_at.of_rows(rows).tolist()
        supersedes = list(_texts(self.supersedes, rows))
        columns = zip(
            self._ids(rows, bound),
            at,
            recorded_at,
            _attribute_maps(rows, attributes),
            self._seqs(rows, supersedes),
            _texts(self.actor, rows),
            _texts(self.actor_kind, rows),
            _texts(self.unit, rows),
            supersedes,
            strict=True,
        )
        return [
            Event(id, bound.name, at, recorded, values, seq, bound.source, actor, actor_kind, unit, replaced)
            for id, at, recorded, values, seq, actor, actor_kind, unit, replaced in columns
        ]

    def _ids(self, rows: Rows, bound: BoundType) -> Iterable[str]:
        if self.id is not None:
            return [str(value) for value in self.id.of_rows(rows)]
        before = f"{bound.source}:" if bound.source else ""
        after = f":{bound.name}{self.suffixes.get(bound.name, '')}"
        files = [f"{before}{name}:" for name in self.table.names]
        codes, numbers = self.table.file_codes[rows].tolist(), self.table.numbers[rows].tolist()
        return [f"{files[code]}{number}{after}" for code, number in zip(codes, numbers, strict=True)]

    def _seqs(self, rows: Rows, supersedes: list[str | None]) -> Iterable[int | None]:
        """Return the `seq` of each event; a correction takes its place from what it replaces, not from its row."""
        if self.seq is None:
            return [None] * len(rows)
        if isinstance(self.seq, Reading):
            return list(self.seq.of_rows(rows))
        numbers = self.table.numbers[rows].tolist()
        return [number if replaced is None else None for number, replaced in zip(numbers, supersedes, strict=True)]


def _texts(reading: Reading | None, rows: Rows) -> Iterable[str | None]:
    return repeat(None, len(rows)) if reading is None else list(reading.of_rows(rows))


def _attribute_maps(rows: Rows, attributes: Mapping[str, Reading]) -> Iterable[dict[str, object]]:
    """Return the attributes of each row that have a value."""
    if not attributes:
        return [{} for _ in range(len(rows))]
    names = tuple(attributes)
    columns = [reading.of_rows(rows) for reading in attributes.values()]
    if not any(reading.is_empty(rows).any() for reading in attributes.values()):
        return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    return [
        {name: value for name, value in zip(names, values, strict=True) if value is not None}
        for values in zip(*columns, strict=True)
    ]
