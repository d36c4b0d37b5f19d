"""A charter in its one inner form: what `read_charter` returns and everything else builds on.

The declared form (short keys, single values for lists, texts to be parsed) ends at `reading`; here every thing is said
in exactly one way. Where the language lets a list mean "any of them", the field is a tuple of selectors.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from jiannuo.core.expressions.syntax import Expression, Name, Selector, Who
from jiannuo.core.expressions.types import AttributeType
from jiannuo.core.values.calendars import CalendarRules
from jiannuo.core.values.durations import Duration
from jiannuo.core.values.problems import Problem
from jiannuo.core.values.texts import Text

Period = Literal["minute", "hour", "day", "week", "month", "quarter", "half-year", "year", "total"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where events come from; instants in microseconds UTC. A source silent for longer than `silent_after` has a gap."""

    name: str
    silent_after: Duration | None = None
    complete_from: int | None = None
    complete_until: int | None = None
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of the charter that an organisation may set; `ours` marks one that the source text does not state."""

    name: str
    type: AttributeType
    value: object
    ours: bool = False
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class AttributeOf:
    """An attribute of an event type, written `order_accepted.driver_id`."""

    event: str
    attribute: str


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """What promises are about. An attribute's value comes from the latest of its listed events; some have `labels`."""

    name: str
    id: tuple[str, ...]
    label: Text | None = None
    begins: tuple[Selector, ...] = ()
    ends: tuple[Selector, ...] = ()
    attributes: Mapping[str, tuple[AttributeOf, ...]] = field(default_factory=dict)
    labels: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event, the subject it belongs to, further subjects it touches, and its attributes.

    Some attributes have `labels`, and some have them for their values, by code: `values`.
    """

    name: str
    of: str | None
    also: tuple[str, ...] = ()
    source: str | None = None
    attributes: Mapping[str, AttributeType] = field(default_factory=dict)
    computed: Mapping[str, Expression] = field(default_factory=dict)
    label: Text | None = None
    built_in: bool = False
    labels: Mapping[str, Text] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IntervalState:
    """A state that lasts from an event (or an instant it names) until another, or for a duration."""

    name: str
    of: tuple[str, ...]
    from_: tuple[Selector | AttributeOf, ...]
    until: tuple[Selector | AttributeOf, ...] = ()
    lasts: Duration | None = None
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class CountLevel:
    """A level: how many keys of `state` are in it at once, for each value of `per` (an attribute of its `from` event)."""

    name: str
    of: tuple[str, ...]
    state: str
    per: str
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class LastLevel:
    """A level: the latest reported value."""

    name: str
    of: tuple[str, ...]
    reading: AttributeOf
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class SumLevel:
    """A level: the running sum of what is added less what is taken."""

    name: str
    of: tuple[str, ...]
    plus: tuple[AttributeOf, ...]
    minus: tuple[AttributeOf, ...]
    label: Text | None = None


State = IntervalState | CountLevel | LastLevel | SumLevel


@dataclass(frozen=True, slots=True)
class Signal:
    """A pattern that becomes an event of the signal's name, once until cleared.

    `when` is read at the events of `at`, or at the end of each period `per`; it must have been true for `lasts`.
    """

    name: str
    of: tuple[str, ...]
    when: Expression
    kind: str | None = None
    at: tuple[Selector, ...] = ()
    per: Period | None = None
    lasts: Duration | None = None
    clears: tuple[Selector, ...] = ()
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One test of a table's row: `any` (operator `any`), a comparison with a constant, or equality."""

    operator: Literal["any", "=", "<>", "<", "<=", ">", ">="]
    value: object = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a test for each input, a value for each output, the line it stands on."""

    tests: tuple[Cell, ...]
    outputs: tuple[object, ...]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table; `rows_from` names the event whose records are its rows, valid from their instant."""

    name: str
    inputs: Mapping[str, AttributeType]
    outputs: Mapping[str, AttributeType]
    hit: Literal["unique", "first", "collect"] = "unique"
    rows: tuple[Row, ...] = ()
    rows_from: str | None = None
    otherwise: tuple[object, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A declared excuse; with `heals_late` it counts after the breach as well."""

    selector: Selector
    heals_late: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """A declared pause of the clock: between events, at most `longest` (wall time) each; or while a state is in force."""

    reason: Text
    from_: tuple[Selector, ...] = ()
    until: tuple[Selector, ...] = ()
    longest: Duration | None = None
    while_state: str | None = None


@dataclass(frozen=True, slots=True)
class ForEach:
    """What an obligation is multiplied by: constants of an attribute, a list attribute, or the living of a subject kind."""

    attribute: str | None = None
    constants: tuple[object, ...] = ()
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """How a periodic promise recurs: exactly one of the four is set."""

    period: Period | None = None
    duration: Duration | None = None
    attribute: str | None = None
    interval_of: str | None = None


@dataclass(frozen=True, slots=True)
class Warning:
    """When to warn before a promise is broken: a share of the clock, an offset to the due time, or the due time itself."""

    share: Decimal | None = None
    offset: int | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """Something happens in time. `parts` are the events wanted, each part being "any of these selectors"."""

    parts: tuple[tuple[Selector, ...], ...]
    in_order: bool = False
    after: tuple[Selector, ...] = ()
    every: Every | None = None
    times: int = 1
    complete: tuple[str, ...] = ()
    within: Expression | None = None
    by: Expression | None = None
    before: tuple[Selector, ...] = ()
    open: Literal["each", "first", "again"] = "each"
    for_each: ForEach | None = None
    already: bool = False
    pauses: tuple[Pause, ...] = ()
    reopened_by: tuple[Selector, ...] = ()
    on_reopen: Literal["new", "continue", "restart"] = "new"
    missing: Literal["unknown", "none"] = "unknown"
    late_moves: Literal["ignore", "heal"] = "ignore"


@dataclass(frozen=True, slots=True)
class Never:
    """Something does not happen in a span: the subject's life, from event to event, for a duration, or per period."""

    forbidden: tuple[Selector, ...]
    from_: tuple[Selector, ...] = ()
    until: tuple[Selector, ...] = ()
    lasts: Expression | None = None
    per: Period | None = None


@dataclass(frozen=True, slots=True)
class Require:
    """Something is true at an event: a condition, earlier events, filled attributes, who did it; all must hold."""

    at: tuple[Selector, ...]
    condition: Expression | None = None
    needs: tuple[Selector, ...] = ()
    complete: tuple[str, ...] = ()
    by: Who | None = None
    not_by: tuple[Who, ...] = ()
    excused_if: Expression | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A condition over states stays true, while a state is in force, in every period; shortfalls up to `tolerate` count not."""

    condition: Expression
    while_state: str | None = None
    for_each: ForEach | None = None
    tolerate: Duration | None = None
    per: Period = "day"


Sign = Literal["at least", "at most", "more than", "less than", "equals"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure is held to: a value, the figure of the period before, or the one that the source states."""

    sign: Sign
    value: Expression | Literal["previous", "stated"]


@dataclass(frozen=True, slots=True)
class Reach:
    """A figure of each period meets a target; it is a breach only when missed in so many `periods` running.

    Of `per`, `least` and `coverage` what is None is that of the indicator. `by` are the dimensions by which it is told
    apart. With `everyone` all subjects alive throughout a period are judged, also those of which nothing was observed.
    """

    indicator: str
    target: Target
    per: "Period | EverySpan | None" = None
    by: tuple[Name, ...] = ()
    everyone: bool = False
    periods: int = 1
    least: int | None = None
    closes_after: Duration | None = None
    coverage: Decimal | None = None


Demand = Expect | Never | Require | Hold | Reach


@dataclass(frozen=True, slots=True)
class Promise:
    """A clause that can be judged: on what, owed by whom to whom, and the demand of one of the verbs.

    `of` are the attributes that make the obligation's key; `kind` is the subject kind whose id they begin with, if any.
    `calendar` is a name, or an expression that looks one up. `line` is where the promise stands in `file`.
    """

    id: str
    of: tuple[str, ...]
    demand: Demand
    kind: str | None = None
    title: Text | None = None
    clauses: tuple[str, ...] = ()
    where: Expression | None = None
    unless: Expression | None = None
    tested_if: Expression | None = None
    owed_by: str | None = None
    to: str | None = None
    owner: str | None = None
    owner_at: Literal["breach", "opened"] = "breach"
    owner_excused_by: tuple[Selector, ...] = ()
    excused_by: tuple[Ground, ...] = ()
    ends_with: tuple[Selector, ...] = ()
    calendar: str | Expression | None = None
    ours: bool | tuple[str, ...] = False
    sources: tuple[str, ...] = ()
    warn: tuple[Warning, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def verb(self) -> "Verb":
        """Return the verb of the language that the promise is written in."""
        return _VERBS[type(self.demand)]


Verb = Literal["expect", "never", "require", "hold", "reach"]
_VERBS: dict[type, Verb] = {
    Expect: "expect",
    Never: "never",
    Require: "require",
    Hold: "hold",
    Reach: "reach",
}


@dataclass(frozen=True, slots=True)
class EverySpan:
    """Periods of equal length (days, weeks or months), one behind the other, from 00:00 of a date on."""

    length: Duration
    from_: date


IndicatorKind = Literal[
    "count", "sum", "mean", "median", "percentile", "share", "rate", "time", "age", "kept_rate", "formula"
]
Over = Literal["events", "findings", "states", "subjects"]
"""What the observations of an indicator are."""
Operand = tuple[Selector, ...] | AttributeOf
"""What a rate sets in relation: how many events there are, or the sum of an attribute."""


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value as it is written, in `unit`; without one in that of the figure. Lengths of time are in microseconds, `us`."""

    value: Decimal
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What the source itself states of the period that ends at or holds the instant `as_of` (microseconds UTC)."""

    value: StatedValue
    as_of: int

    def is_about(self, start: int, end: int) -> bool:
        """Tell whether it is about a period, [start, end) in microseconds UTC."""
        return start < self.as_of <= end


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure per period, computed over events, the findings of a promise, the stretches of a state, or subjects.

    `counted` are the events of a count or a share, `part` says which of them a share counts; `measured` is the attribute
    whose values are summed or ranked (over findings: of the promise, `took`, `margin` or `late`; of a state or subject also
    `took` or `age`), `rank` the percentile. `about` is the state or subject kind that a time, an age, or anything over
    states or subjects is about; `clip` cuts stretches at the ends of the period, and of a time only the open hours of
    `calendar` count. `of` is the subject kind that conditions may look at, `where` which events or findings belong,
    `distinct` what is counted once each, `by` the dimensions. `formula` computes it from others. `coverage` is the least
    share that must be known, in percent, and `least` how many observations there must be; `least_group` is how many a group
    must have to be told to others (None: as many as the charter says).
    """

    name: str
    kind: IndicatorKind
    per: Period | EverySpan
    title: Text | None = None
    over: Over = "events"
    about: str | None = None
    of: str | None = None
    counted: tuple[Selector, ...] = ()
    measured: AttributeOf | None = None
    ratio: tuple[Operand, Operand] | None = None
    promise: str | None = None
    part: Expression | None = None
    rank: Decimal | None = None
    where: Expression | None = None
    distinct: Expression | None = None
    by: tuple[Name, ...] = ()
    unit: str | None = None
    decimals: int | None = None
    rounding: Literal["half up", "GB/T 8170"] = "half up"
    coverage: Decimal = Decimal(100)
    least: int = 0
    least_group: int | None = None
    has_bound: bool = False
    formula: Expression | None = None
    stated: tuple[Stated, ...] = ()
    clip: bool = True
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered sentence of the source document in our own words, and what executes it (`prose` if nothing can).

    `kind` is a machine name of the table in `charters.executors`; `executed_by` names the promise, table, … ;
    `proof` names the test that proves it.
    """

    id: str
    text: Text
    kind: str
    executed_by: tuple[str, ...] = ()
    proof: str | None = None
    file: str = ""
    line: int = 0


LEAST_GROUP = 5
"""So many observations a group must have for its figures to be told to others, unless a charter says otherwise."""


@dataclass(frozen=True, slots=True)
class Charter:
    """An edition of a charter, read and checked; instants in microseconds UTC, dates at 00:00 in its zone.

    Each signal stands behind those that it builds on, and is one of the types of event as well.
    """

    id: str
    title: Text
    zone: str
    edition: str
    effective: int
    until: int | None = None
    calendars: Mapping[str, CalendarRules] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    subjects: Mapping[str, SubjectKind] = field(default_factory=dict)
    events: Mapping[str, EventType] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    signals: Mapping[str, Signal] = field(default_factory=dict)
    promises: Mapping[str, Promise] = field(default_factory=dict)
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    effective_on: date | None = None
    least_group: int = LEAST_GROUP
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
