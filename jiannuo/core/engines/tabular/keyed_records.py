"""Records that name their own values, as those of JSON lines and XES do: a file of them has no header."""

from dataclasses import dataclass, field

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.tabular.csv_reading import MOST_COLUMNS, MOST_ROWS, BadRecord
from jiannuo.core.values.problems import Problem, Refusal

BATCH = 8_192
MOST_DEPTH = 32
"""How deep values may be nested."""
Record = dict[str, object]
"""Values by their names, each a text, a tuple of texts for a list, or None where it is missing."""


@dataclass(slots=True)
class KeyedBatch:
    """Records in the order of the file: their numbers and values, and those between them that could not be read."""

    numbers: list[int] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    bad: list[BadRecord] = field(default_factory=list)

    def __len__(self) -> int:
        """Return how many records there are, good and bad."""
        return len(self.numbers) + len(self.bad)


@dataclass(slots=True)
class Collecting:
    """Collects the records of a file into batches and remembers every name, in the order of appearance."""

    file: str
    names: dict[str, None] = field(default_factory=dict)
    batch: KeyedBatch = field(default_factory=KeyedBatch)
    good: int = 0
    rows: int = 0

    def add(self, number: int, record: Record) -> None:
        """Add a record that could be read; raises Refusal where there are too many names or records."""
        self.batch.numbers.append(number)
        self.batch.records.append(record)
        self.good += 1
        self._count()
        if not record.keys() <= self.names.keys():
            self.names.update(dict.fromkeys(record))
            if len(self.names) > MOST_COLUMNS:
                raise Refusal(kinds.TOO_MANY_COLUMNS.at(file=self.file, count=len(self.names), limit=MOST_COLUMNS))

    def add_bad(self, number: int, problem: Problem, text: str) -> None:
        """Add a record that could not be read."""
        self.batch.bad.append(BadRecord(number, problem, text))
        self._count()

    def _count(self) -> None:
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise Refusal(kinds.TOO_MANY_ROWS.at(file=self.file, limit=MOST_ROWS))

    @property
    def is_full(self) -> bool:
        """Tell whether the batch is large enough to be handed on."""
        return len(self.batch) >= BATCH

    def taken(self) -> KeyedBatch:
        """Return the batch and begin the next one."""
        batch, self.batch = self.batch, KeyedBatch()
        return batch
