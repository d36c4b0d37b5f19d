"""What conditions and selectors mean at many positions at once (section 2 of the language).

An expression is read where it stands: its names and functions of the past become columns, and the scalar evaluator (or
Arrow, where a column is long and plain) gives one value for each distinct combination of their values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from jiannuo.core.expressions.syntax import Call, Expression, Literal, Name, Selector, Who
from jiannuo.core.judging.event_table import MISSING, Coded, Column, object_array
from jiannuo.core.judging.kernel.reading.classing import examples, sorts_of, thresholds_of, whole_numbers, with_none
from jiannuo.core.judging.kernel.reading.combinations import Known, combined, evaluated, is_leaf, leaves_of
from jiannuo.core.judging.kernel.reading.names import NameReader
from jiannuo.core.judging.kernel.streams.columns import codes_of, constant
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.truths import TRUE, UNKNOWN, Truths, both, negated, truths_of
from jiannuo.core.judging.kernel.streams.world import World

Answer = Callable[["Reader", Call, Sites], Column]
"""Answers one function of the past, of states, tables or calendars at every position."""


class Reader(NameReader):
    """Reads expressions and selectors of the charter in a world."""

    def __init__(self, world: World, answers: Mapping[str, Answer]) -> None:
        super().__init__(world)
        self.answers = answers
        self.no_streams = Streams((), None, np.empty(0, np.int64), np.zeros(2, np.int64), lambda rows: [()] * len(rows))
        """A stream that nothing happens in, for positions at which only the own event is read."""

    # Expressions.

    def read(self, expression: Expression, sites: Sites) -> Column:
        """Return the value of an expression at every position."""
        if isinstance(expression, Literal):
            return constant(expression.value, len(sites))
        if isinstance(expression, Name):
            return self.named(expression, sites)
        if is_leaf(expression):
            return self.answers[cast(Call, expression).function](self, cast(Call, expression), sites)
        leaves = {key: self.read(leaf, sites) for key, leaf in leaves_of(expression).items()}
        return evaluated(expression, leaves, len(sites), self.world.zone, self._known(expression))

    def _known(self, expression: Expression) -> Known:
        """Return what was found of an expression before, also in other worlds of the charter."""
        return self.world.almanac.settled_of("values", [expression], dict[tuple[object, ...], object])

    def truths(self, expression: Expression, sites: Sites) -> Truths:
        """Return the truth of a condition at every position."""
        compared = self.world.almanac.settled_of("compared", [expression], lambda: self._compared(expression))
        values = None if compared is None else whole_numbers(self.named(compared.name, sites))
        if compared is not None and values is not None:
            return compared.truths[sorts_of(values, compared.thresholds)]
        return truths_of(self.read(expression, sites))

    def _compared(self, expression: Expression) -> "_Compared | None":
        """Return what is known of a condition that compares one attribute with constants, None for another."""
        names = [leaf for leaf in leaves_of(expression).values() if not _is_parameter(leaf)]
        thresholds = thresholds_of([expression], self.parameter)
        if len(names) != 1 or not isinstance(names[0], Name) or thresholds is None or not len(thresholds):
            return None
        column = with_none(object_array(examples(thresholds)))
        return _Compared(names[0], thresholds, self.truths_on(expression, column))

    def truths_on(self, expression: Expression, column: Column) -> Truths:
        """Return the truth of a condition whose one name, wherever it stands, has the values of a column."""
        leaves = {}
        for key, leaf in leaves_of(expression).items():
            name = cast(Name, leaf)
            leaves[key] = constant(self.parameter(name), len(column)) if _is_parameter(name) else column
        return truths_of(evaluated(expression, leaves, len(column), self.world.zone, self._known(expression)))

    def parameter(self, name: Name) -> object:
        """Return the value of the parameter that a name stands for, None for any other name."""
        return self.charter.parameters[name.parts[1]].value if name.parts[0] == "param" else None

    # Selectors.

    def matches(self, selector: Selector, sites: Sites) -> Truths:
        """Tell of events of the selector's type whether it picks them; the positions are those of the events."""
        found = np.full(len(sites), TRUE, np.int8)
        if sites.own is not None:
            found[self.world.is_doubtful(sites.own)] = UNKNOWN
        if selector.by is not None:
            found = both(found, self.done_by(selector.by, sites))
        if selector.not_by is not None:
            found = both(found, negated(self.done_by(selector.not_by, sites)))
        if selector.where is not None:
            found = both(found, self.truths(selector.where, sites))
        return found

    def done_by(self, who: Who, sites: Sites) -> Truths:
        """Tell whether the own event was done by a person, the system, or the party that an attribute names."""
        table, kind = self.world.table, sites.streams.kind
        if sites.own is not None and who.kind in ("person", "system") and table.actor_kind is not None:
            return _equal(table.actor_kind.taken(sites.own), constant(who.kind, len(sites)))
        if sites.own is not None and who.kind == "party" and kind is not None and table.actor is not None:
            party = codes_of(self.of_subject(kind, (who.name or "",), sites))
            texts = Coded(object_array([str(value) for value in party.values]), party.codes)
            return _equal(table.actor.taken(sites.own), texts)
        return np.full(len(sites), UNKNOWN, np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """A condition that compares a name with constants: its truth for each gap and threshold by turns, and for nothing."""

    name: Name
    thresholds: Numbers
    truths: Truths


def _is_parameter(leaf: Expression) -> bool:
    return isinstance(leaf, Name) and leaf.parts[0] == "param"


def _equal(one: Column, other: Column) -> Truths:
    """Tell row by row whether two values are equal, unknown where one is missing."""
    ones, others = codes_of(one), codes_of(other)
    distinct, codes = combined([ones, others], len(one))
    found = [UNKNOWN if MISSING in (a, b) else int(ones.values[a] == others.values[b]) for a, b in distinct]
    return np.array([*found, UNKNOWN], np.int8)[codes]
