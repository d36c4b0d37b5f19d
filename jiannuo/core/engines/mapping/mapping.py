"""A mapping in its one inner form: how the rows of a table become events.

The declared form (short keys, single words for lists) ends at `mapping_reading`. Every name of a column remembers
where it stands in the mapping file, so that a file without that column can be answered with the place to mend.
"""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from jiannuo.core.expressions.syntax import Expression
from jiannuo.core.expressions.types import Type
from jiannuo.core.values.problems import Place
from jiannuo.core.values.texts import Text
from jiannuo.core.values.zones import Twice

TableKind = Literal["csv", "parquet", "jsonl", "xes"]
ISO = "iso"
EPOCHS: MappingOf[str, int] = {"epoch s": 1_000_000, "epoch ms": 1_000, "epoch us": 1}
"""Times counted from 1970-01-01 00:00 UTC, by the microseconds of one step."""


@dataclass(frozen=True, slots=True)
class ColumnName:
    """A column as the mapping names it: the header, with `#2` behind it for the second column of that header."""

    text: str
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TimeFormat:
    """How times are written: `iso`, one of `EPOCHS` or a pattern such as `%d/%m/%Y %H:%M`; `zone` for local times."""

    pattern: str = ISO
    zone: str | None = None
    twice: Twice = "first"


@dataclass(frozen=True, slots=True)
class Addition:
    """A length of time in another column that is added; `unit` in microseconds."""

    column: ColumnName
    unit: int


@dataclass(frozen=True, slots=True)
class TimeSource:
    """Where an instant comes from: columns joined by a blank, read by a format, plus the additions."""

    columns: tuple[ColumnName, ...]
    format: TimeFormat
    plus: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueSource:
    """Where a value comes from: columns or a constant, renamed, split into a list, multiplied, given a unit or a format."""

    columns: tuple[ColumnName, ...] = ()
    constant: str | None = None
    names: MappingOf[str, str] = field(default_factory=dict)
    split: str | None = None
    multiplier: Decimal = Decimal(1)
    divisor: Decimal = Decimal(1)
    unit: str | None = None
    time: TimeFormat = TimeFormat()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EventNames:
    """The event type of each row, by a column: renamed by `names`; values of `ignored` are no event on purpose."""

    column: ColumnName
    names: MappingOf[str, str] | None = None
    ignored: frozenset[str] = frozenset()
    ignores_others: bool = False


@dataclass(frozen=True, slots=True)
class Alias:
    """A column as conditions see it: with a type its values are read as it, without they are what the file holds."""

    column: ColumnName
    type: Type | None = None
    time: TimeFormat = TimeFormat()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over the columns of a row; `columns` says what each name in it stands for."""

    expression: Expression
    columns: MappingOf[str, Alias]
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule looks at every row and makes at most one event of it; `number` counts from 1."""

    number: int
    event: str | EventNames
    at: TimeSource
    attributes: MappingOf[str, ValueSource] = field(default_factory=dict)
    when: Condition | None = None
    changes: tuple[ColumnName, ...] = ()
    case: tuple[ColumnName, ...] = ()
    once_per: tuple[ColumnName, ...] = ()
    keeps: Literal["first", "last"] = "first"
    id: tuple[ColumnName, ...] = ()
    recorded_at: TimeSource | None = None
    actor: ValueSource | None = None
    actor_kind: ValueSource | None = None
    unit: ValueSource | None = None
    supersedes: ValueSource | None = None
    source: str | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TableFormat:
    """How a file is written; without `kind` its name tells. `columns` names those of a file that has no header row.

    `nulls` are the texts that stand for a missing value, besides the empty field.
    """

    kind: TableKind | None = None
    separator: str = ","
    quote: str | None = '"'
    encoding: str = "utf-8"
    nulls: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a log comes from and on what terms; `simulated` marks events that a program made up."""

    title: Text | None = None
    source: str | None = None
    license: str | None = None
    attribution: Text | None = None
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the files of one log are read; `complete_until` in microseconds UTC.

    `sequence` is `row` where the order of rows within one file is meaningful, or the column that orders the events.
    """

    id: str
    rules: tuple[Rule, ...]
    title: Text | None = None
    source: str | None = None
    format: TableFormat = TableFormat()
    sequence: Literal["row"] | ColumnName | None = None
    complete_until: int | None = None
    origin: Origin | None = None
    file: str = ""
