"""What names, conditions and selectors mean at many positions at once (section 2 of the language).

An expression is read where it stands: its names and functions of the past become columns, and the scalar evaluator (or
Arrow, where a column is long and plain) gives one value for each distinct combination of their values.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.charters.charter import AttributeOf, Charter
from jiannuo.core.expressions.column_values import INSTANTS, UnsupportedColumn, array_of, values_of
from jiannuo.core.expressions.columns import evaluate_columns
from jiannuo.core.expressions.evaluating import evaluate
from jiannuo.core.expressions.pure_functions import PURE
from jiannuo.core.expressions.syntax import Call, Expression, Literal, Name, Selector, Who
from jiannuo.core.expressions.types import SubjectOf
from jiannuo.core.expressions.walking import children
from jiannuo.core.judging.event_table import MISSING, NO_SEQ, Coded, Column, Plain, Rows, coded, object_array
from jiannuo.core.judging.kernel.latest import Listed, Positions, latest_places
from jiannuo.core.judging.kernel.sites import Sites, at_events
from jiannuo.core.judging.kernel.streams import Streams
from jiannuo.core.judging.kernel.truths import TRUE, UNKNOWN, Truths, both, negated, truths_of
from jiannuo.core.judging.kernel.world import World
from jiannuo.core.values.problems import Refusal

Numbers = NDArray[np.int64]
Answer = Callable[["Reader", Call, Sites], Column]
"""Answers one function of the past, of states, tables or calendars at every position."""
_MANY = 4096
_BUILT_IN = ("at", "recorded_at", "id", "seq", "source", "actor", "actor_kind", "unit")


class Reader:
    """Reads expressions and selectors of the charter in a world."""

    def __init__(self, world: World, answers: Mapping[str, Answer]) -> None:
        self.world = world
        self.answers = answers

    @property
    def charter(self) -> Charter:
        """Return the charter."""
        return self.world.charter

    # Expressions.

    def read(self, expression: Expression, sites: Sites) -> Column:
        """Return the value of an expression at every position."""
        if isinstance(expression, Literal):
            return constant(expression.value, len(sites))
        if isinstance(expression, Name):
            return self.named(expression, sites)
        if _is_leaf(expression):
            return self.answers[cast(Call, expression).function](self, cast(Call, expression), sites)
        leaves = {_leaf_key(leaf): self.read(leaf, sites) for leaf in _leaves(expression)}
        plain = any(isinstance(column, Plain) for column in leaves.values())
        if plain and len(sites) > _MANY and all(isinstance(key, str) for key in leaves):
            found = _in_arrow(expression, cast(Mapping[str, Column], leaves), self.world.zone)
            if found is not None:
                return found
        return _by_combination(expression, leaves, len(sites), self.world.zone)

    def truths(self, expression: Expression, sites: Sites) -> Truths:
        """Return the truth of a condition at every position."""
        return truths_of(self.read(expression, sites))

    # Names.

    def named(self, name: Name, sites: Sites) -> Column:
        """Return what a name stands for at every position."""
        head, rest = name.parts[0], name.parts[1:]
        if not rest:
            return self._bare(head, sites)
        if head == "trigger":
            return self._of_events(sites.trigger, rest[0], sites)
        if head == "param":
            return constant(self.charter.parameters[rest[0]].value, len(sites))
        if head == "period":
            return nothing(len(sites)) if sites.period is None else instants(sites.period[rest[0] == "end"])
        if head in self.charter.subjects:
            return self.of_subject(head, rest, sites)
        if head in self.charter.events:
            stream = (sites.streams, sites.stream)
            return self._latest([AttributeOf(head, rest[0])], stream, sites, but=sites.own)
        return self._followed_from_own(head, rest, sites)

    def _bare(self, name: str, sites: Sites) -> Column:
        if sites.member is not None and name == sites.member[0]:
            return sites.member[1]
        if sites.own is not None:
            return self._of_events(sites.own, name, sites)
        streams = sites.streams
        if name in streams.of:
            return self.key_texts(streams, sites.stream, streams.of.index(name))
        if streams.kind is not None and name in self.charter.subjects[streams.kind].attributes:
            return self.of_subject(streams.kind, (name,), sites)
        return self._of_events(sites.trigger, name, sites)

    def key_texts(self, streams: Streams, numbers: Numbers, place: int) -> Column:
        """Return one attribute of the keys of some streams."""
        texts = self.world.remembered(
            ("texts", streams.of, place), lambda: object_array([key[place] for key in streams.keys])
        )
        return Coded(texts, numbers.astype(np.int32))

    def attribute_of(self, name: str, rows: Rows, sites: Sites) -> Column:
        """Return an attribute of events, one for each position; -1 stands for no event."""
        return self._of_events(rows, name, sites)

    def _of_events(self, rows: Rows | None, name: str, sites: Sites) -> Column:
        if rows is None:
            return nothing(len(sites))
        codes = np.unique(self.world.table.type[rows[rows >= 0]])
        if len(codes) == 1:
            return self._of_type(self.world.table.types[codes[0]], rows, name, sites)
        found = np.full(len(rows), None, np.object_)
        for code in codes:
            places = np.flatnonzero((rows >= 0) & (self.world.table.type[rows] == code))
            type_ = self.world.table.types[code]
            found[places] = self._of_type(type_, rows[places], name, sites.some(places)).objects()
        return coded(found.tolist())

    def _of_type(self, type_: str, rows: Rows, name: str, sites: Sites) -> Column:
        """Return an attribute of events of one type: a recorded value, else what is built in, else what is computed."""
        column = self.world.column(type_, name)
        found = None if column is None else column.taken(rows)
        declared = self.charter.events.get(type_)
        computed = declared.computed.get(name) if declared is not None else None
        if name not in _BUILT_IN and computed is None:
            return nothing(len(rows)) if found is None else found
        other = self._built_in(name, rows) if name in _BUILT_IN else None
        if other is None and computed is not None:
            at = np.where(rows >= 0, self.world.table.at[rows], 0)
            other = self.read(computed, at_events(sites.streams, sites.stream, rows, at, sites=sites))
        if found is None:
            return other if other is not None else nothing(len(rows))
        return found if other is None else _filled(found, other)

    def _built_in(self, name: str, rows: Rows) -> Column | None:
        table = self.world.table
        if name == "at":
            return instants(table.at[rows], missing=rows < 0)
        if name == "recorded_at":
            return instants(table.recorded_at[rows], missing=rows < 0)
        if name == "source":
            return Coded(object_array(table.sources), table.source.astype(np.int32)).taken(rows)
        if name == "seq":
            places = self.world.known.seq[rows]
            return Plain(pa.array(places, mask=(rows < 0) | (places == NO_SEQ)))
        columns = {"id": table.ids, "actor": table.actor, "actor_kind": table.actor_kind, "unit": table.unit}
        column = columns[name]
        return None if column is None else column.taken(rows)

    # Attributes of subjects.

    def of_subject(self, kind: str, path: tuple[str, ...], sites: Sites) -> Column:
        """Return a subject's attribute as it is at every position, followed one step if the path has one."""
        subject = self.charter.subjects[kind]
        if path[0] in subject.id:
            return self._id_of_kind(kind, subject.id.index(path[0]), sites)
        sources = subject.attributes.get(path[0], ())
        value = self._latest(sources, self.streams_of_kind(kind, sites), sites)
        return self._followed(sources[0] if sources else None, value, path[1:], sites)

    def _is_own_kind(self, kind: str, sites: Sites) -> bool:
        wanted = self.charter.subjects[kind].id
        return sites.streams.of[: len(wanted)] == wanted

    def _id_of_kind(self, kind: str, place: int, sites: Sites) -> Column:
        if self._is_own_kind(kind, sites):
            return self.key_texts(sites.streams, sites.stream, place)
        keys = self._keys_named(kind, sites)
        return coded([None if key is None else key[place] for key in keys])

    def streams_of_kind(self, kind: str, sites: Sites) -> tuple[Streams, Numbers]:
        """Return the stream of the subject that is meant at each position, -1 if none is known."""
        wanted = self.charter.subjects[kind].id
        streams = self.world.streams(wanted)
        if sites.streams is streams:
            return streams, sites.stream
        if self._is_own_kind(kind, sites):
            return streams, self._of_beginnings(sites.streams, streams)[sites.stream]
        numbers = [streams.numbers.get(key, -1) if key is not None else -1 for key in self._keys_named(kind, sites)]
        return streams, np.array(numbers, np.int64)

    def _of_beginnings(self, streams: Streams, shorter: Streams) -> Numbers:
        """Return for each stream the one of the subject that its key begins with."""
        count = len(shorter.of)
        return self.world.remembered(
            ("beginnings", streams.of, shorter.of),
            lambda: np.array([shorter.numbers.get(key[:count], -1) for key in streams.keys], np.int64),
        )

    def _keys_named(self, kind: str, sites: Sites) -> list[tuple[str, ...] | None]:
        """Return the key of a kind that the own event carries at each position, or else the trigger."""
        keys: list[tuple[str, ...] | None] = [None] * len(sites)
        for rows in (sites.own, sites.trigger):
            if rows is None:
                continue
            columns = [self._recorded(rows, name) for name in self.charter.subjects[kind].id]
            for place, values in enumerate(zip(*columns, strict=True)):
                if keys[place] is None and None not in values:
                    keys[place] = tuple(str(value) for value in values)
        return keys

    def _recorded(self, rows: Rows, name: str) -> NDArray[np.object_]:
        """Return an attribute that events carry, nothing built in and nothing computed."""
        found = np.full(len(rows), None, np.object_)
        for code, type_ in enumerate(self.world.table.types):
            column = self.world.column(type_, name)
            places = np.flatnonzero((rows >= 0) & (self.world.table.type[rows] == code)) if column is not None else ()
            if column is not None and len(places):
                found[places] = column.taken(rows[places]).objects()
        return found

    def _latest(
        self, sources: Iterable[AttributeOf], streams: tuple[Streams, Numbers], sites: Sites, but: Rows | None = None
    ) -> Column:
        """Return the attribute of the latest listed event of the past; simultaneous ones that differ give nothing."""
        names = {source.event: source.attribute for source in sources}
        listed = self.rows_of_types(streams[0], tuple(sorted(names)))
        positions = Positions(streams[1], sites.at, _or_none(sites.here, sites), _or_none(but, sites))
        first, last = found = latest_places(positions, listed, self.world.order)
        rows = listed.rows
        picked = np.where(last >= 0, rows[last] if len(rows) else -1, -1)
        column = self._by_type(names, picked, sites)
        tied = np.flatnonzero(first != last)
        return column if not len(tied) else self._untied(column, tied, found, rows, (names, sites, but))

    def _by_type(self, names: Mapping[str, str], rows: Rows, sites: Sites) -> Column:
        distinct = set(names.values())
        if len(distinct) == 1:
            return self._of_events(rows, distinct.pop(), sites)
        found = np.full(len(rows), None, np.object_)
        for type_, name in names.items():
            code = self.world.type_codes.get(type_)
            places = np.flatnonzero((rows >= 0) & (self.world.table.type[rows] == code))
            if code is not None and len(places):
                found[places] = self._of_events(rows[places], name, sites.some(places)).objects()
        return coded(found.tolist())

    def _untied(
        self,
        column: Column,
        tied: Numbers,
        found: tuple[Numbers, Numbers],
        rows: Rows,
        around: tuple[Mapping[str, str], Sites, Rows | None],
    ) -> Column:
        """Give nothing where simultaneous events differ."""
        names, sites, but = around
        values = column.objects()
        for place in tied.tolist():
            group = rows[found[0][place] : found[1][place] + 1]
            group = group if but is None else group[group != but[place]]
            site = sites.some(np.full(len(group), place))
            each = self._by_type(names, group, site).objects()
            values[place] = each[0] if all(value == each[0] for value in each) else None
        return coded(values.tolist())

    def rows_of_types(self, streams: Streams, types: tuple[str, ...]) -> Listed:
        """Return the events of some types in each stream."""
        return self.world.remembered(("of types", streams.of, types), lambda: self._rows_of_types(streams, types))

    def _rows_of_types(self, streams: Streams, types: tuple[str, ...]) -> Listed:
        codes = [self.world.type_codes[name] for name in types if name in self.world.type_codes]
        chosen = np.zeros(len(self.world.table.types) + 1, np.bool_)
        chosen[codes] = True
        places = np.flatnonzero(chosen[self.world.table.type[streams.rows]])
        return Listed(np.searchsorted(places, streams.starts), streams.rows[places])

    def _followed_from_own(self, head: str, rest: tuple[str, ...], sites: Sites) -> Column:
        if sites.own is None:
            return self._bare(head, sites)
        found = np.full(len(sites), None, np.object_)
        for code in np.unique(self.world.table.type[sites.own]):
            places = np.flatnonzero(self.world.table.type[sites.own] == code)
            here, source = sites.some(places), AttributeOf(self.world.table.types[code], head)
            found[places] = self._followed(source, self._bare(head, here), rest, here).objects()
        return coded(found.tolist())

    def _followed(self, source: AttributeOf | None, value: Column, path: tuple[str, ...], sites: Sites) -> Column:
        """Follow an attribute that is typed as a subject one step further."""
        if not path or source is None:
            return value
        kind = _kind_named_by(self.charter, source)
        if kind is None:
            return nothing(len(value))
        subject = self.charter.subjects[kind]
        texts = [None if each is None else str(each) for each in value.objects()]
        if path[0] in subject.id:
            return coded(texts)
        streams = self.world.streams(subject.id)
        numbers = np.array([-1 if text is None else streams.numbers.get((text,), -1) for text in texts], np.int64)
        there = Sites(streams, numbers, sites.at, here=sites.here, trigger=sites.trigger, period=sites.period)
        sources = subject.attributes.get(path[0], ())
        found = self._latest(sources, (streams, numbers), there)
        return self._followed(sources[0] if sources else None, found, path[1:], there)

    # Selectors.

    def matches(self, selector: Selector, sites: Sites) -> Truths:
        """Tell of events of the selector's type whether it picks them; the positions are those of the events."""
        found = np.full(len(sites), TRUE, np.int8)
        if selector.by is not None:
            found = both(found, self.done_by(selector.by, sites))
        if selector.not_by is not None:
            found = both(found, negated(self.done_by(selector.not_by, sites)))
        if selector.where is not None:
            found = both(found, self.truths(selector.where, sites))
        return found

    def done_by(self, who: Who, sites: Sites) -> Truths:
        """Tell whether the own event was done by a person, the system, or the party that an attribute names."""
        unknown = np.full(len(sites), UNKNOWN, np.int8)
        table = self.world.table
        if sites.own is None:
            return unknown
        if who.kind in ("person", "system"):
            if table.actor_kind is None:
                return unknown
            return _same(table.actor_kind.taken(sites.own).objects(), np.full(len(sites), who.kind, np.object_))
        kind = sites.streams.kind
        if who.kind == "party" and kind is not None and table.actor is not None:
            parties = self.of_subject(kind, (who.name or "",), sites).objects()
            texts = object_array([None if party is None else str(party) for party in parties])
            return _same(table.actor.taken(sites.own).objects(), texts)
        return unknown


def _same(ones: NDArray[np.object_], others: NDArray[np.object_]) -> Truths:
    pairs = zip(ones, others, strict=True)
    return np.array([-1 if one is None or other is None else one == other for one, other in pairs], np.int8)


# Columns.


def constant(value: object, length: int) -> Coded:
    """Return a column of one value."""
    return nothing(length) if value is None else Coded(object_array([value]), np.zeros(length, np.int32))


def nothing(length: int) -> Coded:
    """Return a column without values."""
    return Coded(object_array([]), np.full(length, MISSING, np.int32))


def instants(micros: Numbers, *, missing: NDArray[np.bool_] | None = None) -> Plain:
    """Return instants (microseconds UTC) as a column."""
    return Plain(pa.array(micros, mask=missing).cast(INSTANTS))


def micros_of(column: Column, *, missing: int) -> Numbers:
    """Return the instants of a column in microseconds UTC, and `missing` for what is none."""
    if isinstance(column, Plain) and column.array.type == INSTANTS:
        return np.asarray(pc.fill_null(column.array.cast(pa.int64()), missing))
    values = column.values if isinstance(column, Coded) else column.objects()
    known = np.array([*(_micros(value, missing) for value in values), missing], np.int64)
    return known[column.codes if isinstance(column, Coded) else np.arange(len(column))]


def _micros(value: object, missing: int) -> int:
    array = array_of([value]) if value is not None else None
    return missing if array is None or array.type != INSTANTS else int(array.cast(pa.int64())[0].as_py())


def codes_of(column: Column) -> Coded:
    """Return a column with its distinct values numbered."""
    if isinstance(column, Coded):
        return column
    encoded = column.array.dictionary_encode()
    codes = np.asarray(pc.fill_null(encoded.indices, MISSING)).astype(np.int32)
    return Coded(object_array(values_of(encoded.dictionary)), codes)


def _filled(column: Column, other: Column) -> Column:
    pairs = zip(column.objects(), other.objects(), strict=True)
    return coded([two if one is None else one for one, two in pairs])


def _or_none(rows: Rows | None, sites: Sites) -> Rows:
    return np.full(len(sites), -1, np.int64) if rows is None else rows


def _kind_named_by(charter: Charter, source: AttributeOf) -> str | None:
    declared = charter.events.get(source.event)
    attribute_type = declared.attributes.get(source.attribute) if declared is not None else None
    if attribute_type is None or not isinstance(attribute_type.type, SubjectOf):
        return None
    return attribute_type.type.kind


# Reading an expression once for each combination of what its names stand for.


def _is_leaf(node: object) -> bool:
    return isinstance(node, Name) or (isinstance(node, Call) and node.function not in PURE)


def _leaf_key(node: Expression) -> str | int:
    return node.dotted if isinstance(node, Name) else id(node)


def _leaves(expression: Expression) -> list[Expression]:
    """Return the names and the functions of the past in an expression, without what stands inside those functions."""
    waiting: list[Expression] = [expression]
    found: dict[str | int, Expression] = {}
    while waiting:
        node = waiting.pop()
        if _is_leaf(node):
            found.setdefault(_leaf_key(node), node)
        else:
            waiting.extend(child for child in children(node) if not isinstance(child, Selector))
    return list(found.values())


class _Combination:
    """A scope in which every name and function has one value of a column."""

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.values: dict[str | int, object] = {}

    def value_of(self, name: Name) -> object | None:
        return self.values[name.dotted]

    def call(self, call: Call) -> object | None:
        return self.values[id(call)]


def _by_combination(expression: Expression, leaves: Mapping[str | int, Column], length: int, zone: str) -> Coded:
    scope = _Combination(zone)
    if not leaves:
        return constant(evaluate(expression, scope), length)
    columns = {key: codes_of(column) for key, column in leaves.items()}
    distinct, codes = combined(list(columns.values()), length)
    values = []
    for combination in distinct:
        for (key, column), code in zip(columns.items(), combination, strict=True):
            scope.values[key] = None if code == MISSING else column.values[code]
        values.append(evaluate(expression, scope))
    found = coded(values)
    return Coded(found.values, found.codes[codes])


def combined(columns: list[Coded], length: int) -> tuple[list[tuple[int, ...]], Numbers]:
    """Return the distinct combinations of the codes of columns, and the number of its combination for each row."""
    whole = np.zeros(length, np.int64)
    for column in columns:
        size = len(column.values) + 1
        largest = int(whole.max(initial=0)) + 1
        if largest > 2**62 // size:
            whole = np.unique(whole, return_inverse=True)[1].astype(np.int64)
        whole = whole * size + (column.codes + 1)
    first, codes = _distinct(whole)
    return list(zip(*(column.codes[first].tolist() for column in columns), strict=True)), codes


def _distinct(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Return where each distinct number stands first (or anywhere), and the number of the distinct one for each row."""
    largest = int(numbers.max(initial=0)) + 1
    if largest <= max(1024, 4 * len(numbers)):
        place = np.full(largest, -1, np.int64)
        place[numbers] = np.arange(len(numbers))
        there = np.flatnonzero(place >= 0)
        rank = np.empty(largest, np.int64)
        rank[there] = np.arange(len(there))
        return place[there], rank[numbers]
    _, first, codes = np.unique(numbers, return_index=True, return_inverse=True)
    return first, codes


def _in_arrow(expression: Expression, leaves: Mapping[str, Column], zone: str) -> Column | None:
    """Return the value by columns, None if a column is of no type that Arrow knows."""
    try:
        columns = {name: _as_array(column) for name, column in leaves.items()}
        return Plain(evaluate_columns(expression, columns, zone=zone))
    except (UnsupportedColumn, Refusal):
        return None


def _as_array(column: Column) -> "pa.Array":
    if isinstance(column, Plain):
        return column.array
    return array_of(column.values.tolist()).take(pa.array(column.codes, mask=column.codes == MISSING))
