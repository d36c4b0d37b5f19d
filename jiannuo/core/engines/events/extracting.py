"""What one rule makes of the rows of a table: events, rows it passes over on purpose, and rows it sets aside."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.binding import Binding, BoundRule, BoundType
from jiannuo.core.engines.events.cells import Reading, constant_column, truth
from jiannuo.core.engines.events.event_columns import EventColumns, SequenceReading, text_reading
from jiannuo.core.engines.events.instants import RowInstants
from jiannuo.core.engines.events.shared_readings import SharedReadings
from jiannuo.core.engines.events.value_reading import written
from jiannuo.core.engines.mapping.mapping import ColumnName, EventNames, TimeSource, ValueSource
from jiannuo.core.engines.tabular.tables import Codes, Column, Reject, Rows
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.types import AttributeType, OneOf
from jiannuo.core.values.masks import mask
from jiannuo.core.values.problems import Problem, Refusal

Passed = Literal["unmet", "undecided", "unchanged", "ignored", "repeated"]
PASSED: tuple[Passed, ...] = ("unmet", "undecided", "unchanged", "ignored", "repeated")
"""Why a rule makes no event of a row: its condition is false or unknown, nothing changed, the value is listed under
`ignore`, or another row has made the event."""

_SHOWN = 200
_NO_EVENT = ""
_ACTOR_KIND = AttributeType(OneOf(("person", "system")))


@dataclass(frozen=True, slots=True)
class Draft:
    """The rows of which events of one type are to be made, with the readings of its attributes."""

    bound: BoundType
    rows: Rows
    attributes: dict[str, Reading]


@dataclass(slots=True)
class Extract:
    """What one rule made: an event of each row of `rows`, of the type of `drafts[types[i]]`.

    `instants` are those of all rows it looked at, and `columns` what the events have beside their attributes.
    """

    bound: BoundRule
    columns: EventColumns
    rows: Rows
    types: NDArray[np.int32]
    drafts: Sequence[Draft]
    instants: NDArray[np.int64]
    rejects: list[Reject]
    passed: dict[Passed, int]


def extract(readings: SharedReadings, bound: BoundRule, binding: Binding, *, suffixed: frozenset[str]) -> Extract:
    """Apply one rule to every row of a table.

    `suffixed` are the types whose own ids need the rule's number, as an earlier rule may make them of the same row.
    Raises Refusal where no time of the file carries a zone, or the condition can never be computed.
    """
    return _Extraction(readings, bound, binding, suffixed).run()


class _Extraction:
    def __init__(self, readings: SharedReadings, bound: BoundRule, binding: Binding, suffixed: frozenset[str]) -> None:
        self.readings = readings
        self.table = readings.table
        self.bound = bound
        self.rule = bound.rule
        self.binding = binding
        self.suffixed = suffixed
        self.rejects: list[Reject] = []
        self.passed: dict[Passed, int] = {}
        self.rows: Rows = np.arange(len(self.table), dtype=np.int64)
        self.at = self._instants(self.rule.at)

    def run(self) -> Extract:
        self._meet_condition()
        self._keep_timed(self.at)
        instants = self.at.of_rows(self.rows)
        self._keep_changed()
        names = self._keep_named()
        columns = self._event_columns()
        drafts = list(self._drafts(names))
        rows, types = self._chosen(drafts)
        return Extract(self.bound, columns, rows, types, drafts, instants, self.rejects, self.passed)

    def _instants(self, source: TimeSource) -> RowInstants:
        return RowInstants(self.table, source, self.readings.time(source.columns, source.format))

    def _chosen(self, drafts: Sequence[Draft]) -> tuple[Rows, NDArray[np.int32]]:
        """Return the rows of which an event is made, in their order, and the number of each one's draft."""
        if len(drafts) == 1 and not self.rule.once_per:
            return drafts[0].rows, np.zeros(len(drafts[0].rows), np.int32)
        types = np.full(len(self.table), -1, np.int32)
        for number, draft in enumerate(drafts):
            types[draft.rows] = number
        rows = np.flatnonzero(types >= 0)
        if self.rule.once_per:
            rows = self._once(rows, types[rows])
        return rows, types[rows]

    # --- rows that make no event, on purpose

    def _pass(self, reason: Passed, mask: NDArray[np.bool_]) -> None:
        """Pass over the rows that are not in the mask."""
        count = int(len(mask) - mask.sum())
        if count:
            self.passed[reason] = self.passed.get(reason, 0) + count
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
        state, case = (self.readings.joined(columns) for columns in (self.rule.changes, self.rule.case))
        rows = np.arange(len(self.table), dtype=np.int64)
        rows = rows[~self.at.fails(rows) & ~state.is_missing(rows) & ~case.is_missing(rows)]
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
        return SequenceReading(self.table.columns[self.binding.mapping.sequence.text]).of_rows(rows)

    def _once(self, rows: Rows, types: NDArray[np.int32]) -> Rows:
        """Choose one row of those that agree in type, instant and the columns of `once per`."""
        keys, instants = self.readings.joined(self.rule.once_per).codes[rows], self.at.of_rows(rows)
        order = np.lexsort((rows if self.rule.keeps == "first" else -rows, instants, keys, types))
        differs = np.zeros(len(rows), np.bool_)
        differs[:1] = True
        for values in (types, keys, instants):
            differs[1:] |= np.diff(values[order]) != 0
        first = np.sort(order[differs])
        if len(first) < len(rows):
            self.passed["repeated"] = len(rows) - len(first)
        return rows[first]

    # --- rows that are set aside

    def _set_aside(self, rows: Rows, problem_of: Callable[[int], Problem], columns: Iterable[ColumnName]) -> None:
        names = [column.text for column in columns]
        for row in rows.tolist():
            shown = " ".join(self._cell(row, name) for name in names)[:_SHOWN]
            place = self.table.file_of(row), int(self.table.numbers[row])
            self.rejects.append(Reject(*place, problem_of(row), self.rule.number, ", ".join(names), shown))

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
        missing = column.is_missing(rows)
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
            self._pass("ignored", ~column.is_missing(self.rows))
        self._keep_present(column, kinds.EVENT_MISSING.at(), (event.column,))
        self._keep_read(reading, (event.column,))
        self._pass("ignored", ~reading.equals(self.rows, _NO_EVENT))
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
            recorded_at = self._instants(rule.recorded_at)
            self._keep_timed(recorded_at)
        return EventColumns(
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
        column = self.readings.joined(self.rule.id)
        self._keep_present(column, kinds.ID_MISSING.at(), self.rule.id)
        return text_reading(column)

    def _seq(self) -> Reading | Literal["row"] | None:
        sequence = self.binding.mapping.sequence
        if not isinstance(sequence, ColumnName):
            return sequence
        reading = SequenceReading(self.table.columns[sequence.text])
        self._keep_read(reading, (sequence,))
        return reading

    def _text(self, source: ValueSource | None, name: str, type_: AttributeType | None = None) -> Reading | None:
        if source is None:
            return None
        reading = self.readings.value(source, name=name, attribute=type_)
        self._keep_read(reading, source.columns)
        return reading if type_ is not None else Reading(reading.column, lambda raw: written(reading.read(raw)))

    def _drafts(self, names: Reading) -> Iterator[Draft]:
        names.need(self.rows)
        types, codes = names.coding_of(self.rows)
        for name, rows in zip(types, _grouped(self.rows, codes, len(types)), strict=True):
            bound = self.bound.type_named(str(name))
            if bound is not None and len(rows):
                yield self._draft(bound, rows)

    def _draft(self, bound: BoundType, rows: Rows) -> Draft:
        """Read the attributes of one type and set the rows aside that lack one or hold one of another type."""
        taken = {name: source for name, source in self.rule.attributes.items() if bound.takes(name)}
        readings = {}
        for name, source in taken.items():
            reading = readings[name] = self.readings.value(source, name=name, attribute=bound.type_of(name))
            if name in bound.ids or bound.demands(name):
                problem = (
                    kinds.SUBJECT_MISSING.at(attribute=name)
                    if name in bound.ids
                    else kinds.VALUE_MISSING.at(attribute=name)
                )
                rows = self._present_rows(rows, reading.column, problem, source.columns)
            rows = self._read_rows(rows, reading, source.columns)
        return Draft(bound, rows, readings)


def _grouped(rows: Rows, codes: Codes, count: int) -> list[Rows]:
    """Return the rows of each code, in their order."""
    if count <= 1:
        return [rows] * count
    small = codes.astype(np.min_scalar_type(count))  # short numbers are sorted much faster
    return np.split(rows[np.argsort(small, kind="stable")], np.cumsum(np.bincount(codes, minlength=count))[:-1])
