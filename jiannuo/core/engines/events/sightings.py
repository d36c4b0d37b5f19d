"""Events with where they were read: the file, the row in it, and the rule."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.engines.mapping.mapping import Rule
from jiannuo.core.engines.tabular.tables import Reject, Rows, Table
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.event_table import EventTable
from jiannuo.core.values.problems import Problem


@dataclass(frozen=True, slots=True)
class Sighting:
    """One event with where it was read; `number` is its row in the table of events."""

    event: Event
    number: int
    file: str
    row: int
    rule: Rule

    def rejected(self, problem: Problem, *, column: str, value: str) -> Reject:
        """Return the reject that stands for the event."""
        return Reject(self.file, self.row, problem, self.rule.number, column, value)

    @property
    def precedence(self) -> tuple[object, ...]:
        """Return the key that sorts events by which was recorded first, whatever the order of files and rows."""
        event = self.event
        attributes = sorted(event.attributes.items())
        written = repr(
            (event.type, attributes, event.source, event.actor, event.actor_kind, event.unit, event.supersedes)
        )
        return (event.recorded_at, event.at, written, self.file, self.row, self.rule.number)


@dataclass(frozen=True, slots=True, eq=False)
class Sightings:
    """The events of a log, of which row `rows[i]` of the table made event `i` by the rule `rules[rule[i]]`."""

    events: EventTable
    table: Table
    rows: Rows
    rule: NDArray[np.int16]
    rules: tuple[Rule, ...]

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.rows)

    def some(self, numbers: Rows) -> Iterator[Sighting]:
        """Yield some of the events, each by itself."""
        part = self.events.taken(numbers)
        # The table gives its events type by type.
        numbers = numbers[np.argsort(part.type, kind="stable")]
        rows = self.rows[numbers]
        places = zip(self.table.file_codes[rows].tolist(), self.table.numbers[rows].tolist(), strict=True)
        rules = self.rule[numbers].tolist()
        for event, number, (file, row), rule in zip(part.events(), numbers.tolist(), places, rules, strict=True):
            yield Sighting(event, number, self.table.names[file], row, self.rules[rule])

    def taken(self, numbers: Rows) -> "Sightings":
        """Return some of the events."""
        return Sightings(self.events.taken(numbers), self.table, self.rows[numbers], self.rule[numbers], self.rules)
