"""Everything that judging one stream looks at, handed from function to function as one."""

from typing import NamedTuple

from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.scanning.openers import Openers
from jiannuo.core.judging.kernel.scanning.roles import Roles
from jiannuo.core.judging.kernel.scanning.rules import Carried, Lifetimes, Named, Openings, Rules, Spans
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order
from jiannuo.core.values.compiled_clock import Clocks


class Stage(NamedTuple):
    """What a stream is judged by: what events there are by part, their order, the rules, and what time it is.

    `extended_to` and `causes` are by row: to when a grant extends, and the rank of an event's name as the reason of a pause.
    """

    roles: Roles
    order: Order
    rules: Rules
    openers: Openers
    openings: Openings
    spans: Spans
    lives: Lifetimes
    carried: Carried
    named: Named
    extended_to: Instants
    causes: Numbers
    clocks: Clocks
    as_of: int


class Case(NamedTuple):
    """One obligation at hand: its promise and stream, its opening, and since which event (row) targets count.

    `start` is the instant of the opening, `clock` the one its clock runs from; `row` is the trigger's (-1 for a period,
    which goes from `period` to `period_end`), `slot` its place in the openings' tables (-1 for none).
    """

    promise: int
    stream: int
    row: int
    start: int
    clock: int
    since: int
    period: int
    period_end: int
    member: int
    slot: int
    is_reopening: bool
