"""Decision tables and calendars as functions of conditions: `lookup` and `overlap`."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from jiannuo.core.charters.charter import Cell, Row, Table
from jiannuo.core.expressions.evaluating import compile_condition
from jiannuo.core.expressions.syntax import Binary, Call, Literal, Selector
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import from_datetime


def lookup(moment: Moment, call: Call) -> object:
    """Answer `lookup('table', inputs).out`: the row in force at the opening that fits; None if none is known to."""
    name, *rest = call.arguments
    table = moment.world.charter.tables[str(cast(Literal, name).value)]
    inputs = [moment.world.read(argument, moment) for argument in rest if not isinstance(argument, Selector)]
    column = list(table.outputs).index(call.field) if call.field else 0
    hits = [(_fits(row, inputs, moment), row.outputs[column]) for row in _rows(moment, table)]
    if table.hit == "collect":
        return None if any(fit is None for fit, _ in hits) else tuple(output for fit, output in hits if fit)
    for fit, output in hits:
        if fit is not False:
            return output if fit else None
    return None if table.otherwise is None else table.otherwise[column]


def _fits(row: Row, inputs: Iterable[object], moment: Moment) -> bool | None:
    verdicts = [_passes(cell, value, moment) for cell, value in zip(row.tests, inputs, strict=True)]
    return False if False in verdicts else None if None in verdicts else True


def _passes(cell: Cell, value: object, moment: Moment) -> bool | None:
    if cell.operator == "any":
        return True
    if value is None:
        return None
    verdict = compile_condition(Binary(cell.operator, Literal(value), Literal(cell.value)))(moment)
    return verdict if isinstance(verdict, bool) else None


def _rows(moment: Moment, table: Table) -> Iterable[Row]:
    """Return the rows; of recorded ones the latest of each combination of inputs that was recorded by the opening."""
    if table.rows_from is None:
        return table.rows
    opened_at = moment.trigger.at if moment.trigger is not None else moment.at
    latest: dict[tuple[object, ...], Row] = {}
    for event in moment.world.by_type.get(table.rows_from, []):
        if event.at <= opened_at:
            latest[tuple(event.attributes.get(name) for name in table.inputs)] = _recorded_row(event, table)
    return latest.values()


def _recorded_row(event: Event, table: Table) -> Row:
    tests = tuple(Cell("=", event.attributes.get(name)) for name in table.inputs)
    return Row(tests, tuple(event.attributes.get(name) for name in table.outputs))


def overlap(moment: Moment, call: Call) -> object:
    """Answer `overlap('calendar', from, to)`: how long the calendar is open between two instants, as elapsed time."""
    name, *rest = call.arguments
    ends = [moment.world.read(argument, moment) for argument in rest if not isinstance(argument, Selector)]
    if not all(isinstance(end, datetime) for end in ends):
        return None
    start, end = (from_datetime(value) for value in ends if isinstance(value, datetime))
    calendar = moment.world.calendar(str(cast(Literal, name).value))
    first, last = calendar.known_span
    if min(start, end) < first or max(start, end) > last:
        return None  # a year that the calendar does not know
    return Duration(calendar.measure(start, end), Unit.ELAPSED)
