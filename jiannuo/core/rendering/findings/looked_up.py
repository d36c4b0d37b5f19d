"""What the limit or the calendar of a finding was looked up by: the values at the opening and the row that fits them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from jiannuo.core.charters.charter import Cell, Charter, Expect, Promise, Row, Table
from jiannuo.core.expressions.evaluating import compile_condition
from jiannuo.core.expressions.syntax import Binary, Call, Expression, Literal, Name
from jiannuo.core.expressions.walking import walk
from jiannuo.core.judging.event import Event, Log
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.openings import Opening
from jiannuo.core.judging.reference.tables import lookup
from jiannuo.core.judging.reference.world import World
from jiannuo.core.rendering.describing import is_personal

_ANSWERS = {"lookup": lookup}


@dataclass(frozen=True, slots=True)
class Found:
    """What one `lookup` found: the values it was given, and the output; `row` counts the table's rows from 1.

    `row` is None where no row fits and `otherwise` stands, and for rows that come from recorded events.
    """

    table: Table
    inputs: tuple[object, ...]
    output: str
    value: object
    row: int | None


@dataclass(frozen=True, slots=True)
class Read:
    """What an expression stood for at the opening, and what its lookups found on the way."""

    value: object
    found: tuple[Found, ...]


def read_at_opening(
    expression: Expression, *, finding: Finding, promise: Promise, charter: Charter, events: Mapping[str, Event]
) -> Read | None:
    """Return what a limit or calendar stood for when an obligation opened.

    None where that cannot be told from the events at hand: it hangs on more than values, on one that is missing or
    personal, or on the member of a `for each`.
    """
    demand = promise.demand
    trigger = events.get(finding.evidence[0]) if finding.evidence else None
    if trigger is None or not isinstance(demand, Expect) or demand.every is not None or demand.for_each is not None:
        return None
    world = World(charter, Log(tuple(events.values()), {}), as_of=max(event.at for event in events.values()))
    stream = world.stream(promise.of, finding.subject)
    moment = Opening(finding.start, finding.root, trigger).moment(Moment(world, stream, finding.start, _ANSWERS))
    calls = list(_lookups(expression))
    if not _can_be_told(expression, promise, moment):
        return None
    return Read(world.read(expression, moment), tuple(_found(call, moment) for call in calls))


def _lookups(expression: Expression) -> Iterator[Call]:
    return (node for node, _ in walk(expression) if isinstance(node, Call) and node.function == "lookup")


def _can_be_told(expression: Expression, promise: Promise, moment: Moment) -> bool:
    nodes = [node for node, _ in walk(expression)]
    names = [node for node in nodes if isinstance(node, Name)]
    only_lookups = all(node.function == "lookup" for node in nodes if isinstance(node, Call))
    return only_lookups and not any(
        is_personal(moment.world.charter, promise, name.dotted) or moment.value_of(name) is None for name in names
    )


def _found(call: Call, moment: Moment) -> Found:
    table = moment.world.charter.tables[str(cast(Literal, call.arguments[0]).value)]
    inputs = tuple(moment.world.read(cast(Expression, argument), moment) for argument in call.arguments[1:])
    rows = enumerate(table.rows, start=1) if table.hit != "collect" else ()
    row = next((number for number, row in rows if _fits(row, inputs, moment)), None)
    return Found(table, inputs, call.field or next(iter(table.outputs)), lookup(moment, call), row)


def _fits(row: Row, inputs: tuple[object, ...], moment: Moment) -> bool:
    return all(_passes(cell, value, moment) for cell, value in zip(row.tests, inputs, strict=True))


def _passes(cell: Cell, value: object, moment: Moment) -> bool:
    if cell.operator == "any":
        return True
    return compile_condition(Binary(cell.operator, Literal(value), Literal(cell.value)))(moment) is True
