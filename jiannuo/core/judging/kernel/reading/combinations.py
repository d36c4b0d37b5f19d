"""Reading an expression once for each combination of what its names and its functions of the past stand for."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

import numpy as np
import pyarrow as pa

from jiannuo.core.expressions.column_values import UnsupportedColumn, array_of
from jiannuo.core.expressions.columns import evaluate_columns
from jiannuo.core.expressions.evaluating import evaluate
from jiannuo.core.expressions.pure_functions import PURE
from jiannuo.core.expressions.syntax import Call, Expression, Name, Selector
from jiannuo.core.expressions.walking import children
from jiannuo.core.judging.event_table import MISSING, Coded, Column, Plain, coded
from jiannuo.core.judging.kernel.streams.columns import codes_of, constant
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.values.problems import Refusal

LeafKey = str | int
"""A name as it is written, or the identity of a call."""
Known = dict[tuple[object, ...], object]
"""What an expression comes to, by the values of its leaves."""
_MANY = 4096
_MOST_KNOWN = 65_536
_UNKNOWN = object()


def is_leaf(node: object) -> bool:
    """Tell whether a node is a name or a function of the past, states, tables or calendars."""
    return isinstance(node, Name) or (isinstance(node, Call) and node.function not in PURE)


def leaves_of(expression: Expression) -> dict[LeafKey, Expression]:
    """Return the names and the functions of the past in an expression, without what stands inside those functions."""
    waiting: list[Expression] = [expression]
    found: dict[LeafKey, Expression] = {}
    while waiting:
        node = waiting.pop()
        if is_leaf(node):
            found.setdefault(_key(node), node)
        else:
            waiting.extend(child for child in children(node) if not isinstance(child, Selector))
    return found


def _key(node: Expression) -> LeafKey:
    return node.dotted if isinstance(node, Name) else id(node)


def evaluated(
    expression: Expression, leaves: Mapping[LeafKey, Column], length: int, zone: str, known: Known
) -> Column:  # fmt: skip
    """Return the value of an expression for every row, given those of its leaves; `known` keeps what was found before."""
    if length > _MANY and any(isinstance(column, Plain) for column in leaves.values()):
        found = _in_arrow(expression, leaves, zone)
        if found is not None:
            return found
    return _by_combination(expression, leaves, length, zone, known)


class _Combination:
    """A scope in which every leaf has one value of its column."""

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.values: dict[LeafKey, object] = {}

    def value_of(self, name: Name) -> object | None:
        return self.values[name.dotted]

    def call(self, call: Call) -> object | None:
        return self.values[id(call)]


def _by_combination(
    expression: Expression, leaves: Mapping[LeafKey, Column], length: int, zone: str, known: Known
) -> Coded:  # fmt: skip
    scope = _Combination(zone)
    if not leaves:
        return constant(evaluate(expression, scope), length)
    columns = {key: codes_of(column) for key, column in leaves.items()}
    distinct, codes = combined(list(columns.values()), length)
    values = []
    listed = [[*column.values.tolist(), None] for column in columns.values()]
    for combination in distinct:
        given = [column[code] for column, code in zip(listed, combination, strict=True)]  # MISSING is the last
        key = tuple([(type(value), value) for value in given])
        value = known.get(key, _UNKNOWN)
        if value is _UNKNOWN:
            scope.values.update(zip(columns, given, strict=True))
            value = evaluate(expression, scope)
            if len(known) < _MOST_KNOWN:
                known[key] = value
        values.append(value)
    found = coded(values)
    return Coded(found.values, found.codes[codes])


def combined(columns: list[Coded], length: int) -> tuple[list[tuple[int, ...]], Numbers]:
    """Return the distinct combinations of the codes of columns, and the number of its combination for each row."""
    if not columns:
        return [()] * min(length, 1), np.zeros(length, np.int64)
    whole = np.zeros(length, np.int64)
    for column in columns:
        size = len(column.values) + 1
        if int(whole.max(initial=0)) + 1 > 2**62 // size:
            whole = np.unique(whole, return_inverse=True)[1].astype(np.int64)
        whole = whole * size + (column.codes + 1)
    first, codes = distinct_of(whole)
    return list(zip(*(column.codes[first].tolist() for column in columns), strict=True)), codes


def distinct_of(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Return where each distinct number (none negative) stands, and the place of its distinct one for each row."""
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


def _in_arrow(expression: Expression, leaves: Mapping[LeafKey, Column], zone: str) -> Column | None:
    """Return the value by columns, None if a column is of no type that Arrow knows."""
    try:
        columns = {_name(key): _as_array(column) for key, column in leaves.items()}
        found = evaluate_columns(_with_names(expression), columns, zone=zone)
    except (UnsupportedColumn, Refusal, pa.ArrowInvalid):
        return None
    return Plain(found)


def _name(key: LeafKey) -> str:
    return key if isinstance(key, str) else f"#{key}"


def _with_names(expression: Expression) -> Expression:
    """Return the expression with a name in the place of every function of the past."""
    return cast(Expression, _named(expression))


def _named(node: Any) -> Any:
    if isinstance(node, tuple):
        return tuple(_named(part) for part in node)
    if is_leaf(node):
        return Name((_name(_key(node)),))
    if not is_dataclass(node) or isinstance(node, type) or "at" not in {entry.name for entry in fields(node)}:
        return node
    return replace(node, **{entry.name: _named(getattr(node, entry.name)) for entry in fields(node)})


def _as_array(column: Column) -> "pa.Array":
    if isinstance(column, Plain):
        return column.array
    numbered = codes_of(column)
    return array_of(numbered.values.tolist()).take(pa.array(numbered.codes, mask=numbered.codes == MISSING))
