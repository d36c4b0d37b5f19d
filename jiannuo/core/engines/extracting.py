"""What one rule makes of the rows of a table: events, rows it passes over on purpose, and rows it sets aside."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.binding import Binding, BoundRule, BoundType
from jiannuo.core.engines.cells import Reading, constant_column, is_missing, joined, truth
from jiannuo.core.engines.event_building import EventColumns, text_reading, whole_number
from jiannuo.core.engines.instants import RowInstants
from jiannuo.core.engines.mapping import ColumnName, EventNames, ValueSource
from jiannuo.core.engines.tables import Column, Reject, Rows, Table
from jiannuo.core.engines.value_reading import read_value, written
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.types import AttributeType, OneOf
from jiannuo.core.judging.event import Event
from jiannuo.core.values.masks import mask
from jiannuo.core.values.problems import Problem, Refusal

Passed = Literal["unmet", "undecided", "unchanged", "ignored", "repeated"]
PASSED: tuple[Passed, ...] = ("unmet", "undecided", "unchanged", "ignored", "repeated")
"""Why a rule makes no event of a row: its condition is false or unknown, nothing changed, the value is listed under
`ignore`, or another row has made the event."""

_SHOWN = 200
_NO_EVENT = ""
_ACTOR_KIND = AttributeType(OneOf(("person", "system")))


@dataclass(slots=True)
class Extract:
    """What one rule made: `events[i]` is made of row `rows[i]`; `instants` are those of all rows it looked at."""

    bound: BoundRule
    events: list[Event] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    passed: dict[Passed, int] = field(default_factory=dict)
    instants: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))


@dataclass(frozen=True, slots=True)
class _Draft:
    """The rows of which events of one type are to be made, with the readings of its attributes."""

    bound: BoundType
    rows: Rows
    attributes: dict[str, Reading]


def extract(table: Table, bound: BoundRule, binding: Binding, *, suffixed: frozenset[str]) -> Extract:
    """Apply one rule to every row of a table.

    `suffixed` are the types whose own ids need the rule's number, as an earlier rule may make them of the same row.
    Raises Refusal where no time of the file carries a zone, or the condition can never be computed.
    """
    return _Extraction(table, bound, binding, suffixed).run()


class _Extraction:
    def __init__(self, table: Table, bound: BoundRule, binding: Binding, suffixed: frozenset[str]) -> None:
        self.table = table
        self.bound = bound
        self.rule = bound.rule
        self.binding = binding
        self.suffixed = suffixed
        self.result = Extract(bound)
        self.rows: Rows = np.arange(len(table), dtype=np.int64)
        self.at = RowInstants(table, self.rule.at)
        self._readings: dict[tuple[int, AttributeType | None], Reading] = {}

    def run(self) -> Extract:
        self._meet_condition()
        self._keep_timed(self.at)
        self.result.instants = self.at.of_rows(self.rows)
        self._keep_changed()
        names = self._keep_named()
        columns = self._event_columns()
        drafts = list(self._drafts(names))
        chosen = np.zeros(len(self.table), np.bool_)
        chosen[self._once(drafts)] = True
        for draft in drafts:
            rows = draft.rows[chosen[draft.rows]]
            self.result.rows += rows.tolist()
            self.result.events += columns.events(rows, draft.bound, draft.attributes)
        return self.result

    # --- rows that make no event, on purpose

    def _pass(self, reason: Passed, mask: NDArray[np.bool_]) -> None:
        """Pass over the rows that are not in the mask."""
        count = int(len(mask) - mask.sum())
        if count:
            self.result.passed[reason] = self.result.passed.get(reason, 0) + count
            self.rows = self.rows[mask]

    def _meet_condition(self) -> None:
        if self.rule.when is None:
            return
        found = truth(self.table, self.rule.when, zone=self.binding.zone)
        self._pass("unmet", found[self.rows] != 0)
        self._pass("undecided", found[self.rows] == 1)

    def _keep_changed(self) -> None:
        """Pass over rows of a case that do not differ from the row before; rows without a value tell nothing."""
        if not self.rule.changes:
            return
        state, case = (joined(self.table, columns) for columns in (self.rule.changes, self.rule.case))
        rows = np.arange(len(self.table), dtype=np.int64)
        rows = rows[~self.at.fails(rows) & ~is_missing(state, rows) & ~is_missing(case, rows)]
        rows = rows[np.lexsort((rows, self._order(rows), self.at.of_rows(rows), case.codes[rows]))]
        differs = (np.diff(case.codes[rows]) != 0) | (np.diff(state.codes[rows]) != 0)
        changed = np.zeros(len(self.table), np.bool_)
        changed[rows[:1]] = True
        changed[rows[1:]] = differs
        self._pass("unchanged", changed[self.rows])

    def _order(self, rows: Rows) -> NDArray[np.int64]:
        """Return what orders rows of one instant: the column of `sequence`, a missing number first, or their place."""
        if not isinstance(self.binding.mapping.sequence, ColumnName):
            return rows
        numbers = Reading(self.table.columns[self.binding.mapping.sequence.text], whole_number).of_rows(rows)
        return np.array([-1 if number is None else number for number in numbers], np.int64)

    def _once(self, drafts: list[_Draft]) -> Rows:
        """Choose one row of those that agree in type, instant and the columns of `once per`."""
        rows = np.concatenate([np.empty(0, np.int64), *(draft.rows for draft in drafts)])
        if not self.rule.once_per:
            return rows
        types = np.repeat(np.arange(len(drafts)), [len(draft.rows) for draft in drafts])
        order = np.argsort(rows) if self.rule.keeps == "first" else np.argsort(-rows)
        rows, types = rows[order], types[order]
        keys = joined(self.table, self.rule.once_per).codes[rows]
        instants = np.unique(self.at.of_rows(rows), return_inverse=True)[1]
        kinds_and_keys = np.unique(keys.astype(np.int64) * len(drafts) + types, return_inverse=True)[1]
        first = np.unique(kinds_and_keys.astype(np.int64) * (len(rows) + 1) + instants, return_index=True)[1]
        if len(first) < len(rows):
            self.result.passed["repeated"] = len(rows) - len(first)
        return rows[first]

    # --- rows that are set aside

    def _set_aside(self, rows: Rows, problem_of: Callable[[int], Problem], columns: Iterable[ColumnName]) -> None:
        names = [column.text for column in columns]
        for row in rows.tolist():
            shown = " ".join(self._cell(row, name) for name in names)[:_SHOWN]
            place = self.table.file_of(row), int(self.table.numbers[row])
            self.result.rejects.append(Reject(*place, problem_of(row), self.rule.number, ", ".join(names), shown))

    def _cell(self, row: int, name: str) -> str:
        column = self.table.columns[name]
        value = column.values[int(column.codes[row])]
        shown = "" if value is None else written(value)
        return mask(shown) if shown and name in self.bound.personal_columns else shown

    def _keep_read(self, reading: Reading, columns: Iterable[ColumnName]) -> None:
        self.rows = self._read_rows(self.rows, reading, columns)

    def _read_rows(self, rows: Rows, reading: Reading, columns: Iterable[ColumnName]) -> Rows:
        """Return the rows whose cells can be read, and set the others aside."""
        fails = reading.fails(rows)
        if not fails.any():
            return rows
        self._set_aside(rows[fails], reading.problem_of, columns)
        return rows[~fails]

    def _keep_present(self, column: Column, problem: Problem, columns: Iterable[ColumnName]) -> None:
        self.rows = self._present_rows(self.rows, column, problem, columns)

    def _present_rows(self, rows: Rows, column: Column, problem: Problem, columns: Iterable[ColumnName]) -> Rows:
        missing = is_missing(column, rows)
        if not missing.any():
            return rows
        self._set_aside(rows[missing], lambda _: problem, columns)
        return rows[~missing]

    def _keep_timed(self, time: RowInstants) -> None:
        time.check_zone(self.rows, files=self.table.names)
        for reading, columns in time.readings:
            self._keep_present(reading.column, kinds.TIME_MISSING.at(column=columns[0].text), columns)
            self._keep_read(reading, columns)

    def _keep_named(self) -> Reading:
        """Set rows of unknown type aside, pass over those to be ignored, and return the reading of the types' names."""
        event = self.rule.event
        if not isinstance(event, EventNames):
            return Reading(constant_column(event, length=len(self.table)), written)
        column = self.table.columns[event.column.text]
        reading = Reading(column, lambda raw: self._name_of(written(raw), event))
        if event.ignores_others:
            self._pass("ignored", ~is_missing(column, self.rows))
        self._keep_present(column, kinds.EVENT_MISSING.at(), (event.column,))
        self._keep_read(reading, (event.column,))
        self._pass("ignored", reading.of_rows(self.rows) != _NO_EVENT)
        return reading

    def _name_of(self, value: str, event: EventNames) -> str:
        name = value if event.names is None else event.names.get(value)
        if value in event.ignored:
            return _NO_EVENT
        if name is not None and self.bound.type_named(name) is not None:
            return name
        if event.ignores_others:
            return _NO_EVENT
        known = event.names if event.names is not None else (self.bound.types or {})
        raise Refusal(kinds.EVENT_UNKNOWN.at(value=value[:_SHOWN], similar=did_you_mean(value[:_SHOWN], known)))

    # --- what events are made of

    def _event_columns(self) -> EventColumns:
        """Read what every event has beside its attributes; called when only rows with a type and an instant are left."""
        rule = self.rule
        recorded_at = None
        if rule.recorded_at is not None:
            recorded_at = RowInstants(self.table, rule.recorded_at)
            self._keep_timed(recorded_at)
        return EventColumns(
            table=self.table,
            at=self.at,
            recorded_at=recorded_at,
            id=self._id(),
            seq=self._seq(),
            actor=self._text(rule.actor, "actor"),
            actor_kind=self._text(rule.actor_kind, "actor_kind", _ACTOR_KIND),
            unit=self._text(rule.unit, "unit"),
            supersedes=self._text(rule.supersedes, "supersedes"),
            suffixes=dict.fromkeys(self.suffixed, f":{rule.number}"),
        )

    def _id(self) -> Reading | None:
        if not self.rule.id:
            return None
        column = joined(self.table, self.rule.id)
        self._keep_present(column, kinds.ID_MISSING.at(), self.rule.id)
        return text_reading(column)

    def _seq(self) -> Reading | Literal["row"] | None:
        sequence = self.binding.mapping.sequence
        if not isinstance(sequence, ColumnName):
            return sequence
        reading = Reading(self.table.columns[sequence.text], whole_number)
        self._keep_read(reading, (sequence,))
        return reading

    def _text(self, source: ValueSource | None, name: str, type_: AttributeType | None = None) -> Reading | None:
        if source is None:
            return None
        reading = self._reading(source, name, type_)
        self._keep_read(reading, source.columns)
        return reading if type_ is not None else Reading(reading.column, lambda raw: written(reading.read(raw)))

    def _reading(self, source: ValueSource, name: str, type_: AttributeType | None) -> Reading:
        """Return the reading of a value as a type; types that declare it alike share it."""
        key = (id(source), type_)
        if key not in self._readings:
            length = len(self.table)
            constant = source.constant
            column = (
                joined(self.table, source.columns) if constant is None else constant_column(constant, length=length)
            )
            self._readings[key] = Reading(column, lambda raw: read_value(raw, source, name=name, attribute=type_))
        return self._readings[key]

    def _drafts(self, names: Reading) -> Iterator[_Draft]:
        by_row = names.of_rows(self.rows)
        for name in dict.fromkeys(by_row):
            bound = self.bound.type_named(name)
            if bound is not None:
                yield self._draft(bound, self.rows[by_row == name])

    def _draft(self, bound: BoundType, rows: Rows) -> _Draft:
        """Read the attributes of one type and set the rows aside that lack one or hold one of another type."""
        taken = {name: source for name, source in self.rule.attributes.items() if bound.takes(name)}
        readings = {}
        for name, source in taken.items():
            reading = readings[name] = self._reading(source, name, bound.type_of(name))
            if name in bound.ids or bound.demands(name):
                problem = (
                    kinds.SUBJECT_MISSING.at(attribute=name)
                    if name in bound.ids
                    else kinds.VALUE_MISSING.at(attribute=name)
                )
                rows = self._present_rows(rows, reading.column, problem, source.columns)
            rows = self._read_rows(rows, reading, source.columns)
        return _Draft(bound, rows, readings)
