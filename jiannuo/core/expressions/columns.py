"""The value of an expression for every row of Arrow columns, the same as the scalar evaluator gives row by row.

Comparison, logic and exact arithmetic over plain columns run in Arrow. Whatever Arrow would treat differently (division,
overflow, money, quantities, days on the calendar, points, lists) is left to the scalar evaluator for the whole column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as kinds

from jiannuo.core.expressions.column_values import (
    INSTANTS,
    LENGTHS,
    UnsupportedColumn,
    array_of,
    normal,
    values_of,
)
from jiannuo.core.expressions.comparing import like, micros_of
from jiannuo.core.expressions.evaluating import compile_condition
from jiannuo.core.expressions.faults import Fault, Reason
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.problems import NEEDS_HISTORY, NO_COLUMN, UNSUPPORTED_COLUMN, UNSUPPORTED_RESULT
from jiannuo.core.expressions.pure_functions import PURE
from jiannuo.core.expressions.syntax import (
    Between,
    Binary,
    Call,
    Case,
    Expression,
    In,
    IsNull,
    Like,
    Literal,
    Name,
    Unary,
)
from jiannuo.core.expressions.walking import walk
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.problems import Problem, Refusal

_FIRST = micros_of(datetime.fromisoformat("0001-01-01T00:00Z"))
_LAST = micros_of(datetime.fromisoformat("9999-12-31T23:59:59.999999Z"))


def evaluate_columns(
    expression: Expression,
    columns: Mapping[str, Any],
    *,
    zone: str,
    count_fault: Callable[[Reason], None] | None = None,
) -> "pa.Array":
    """Return the value of an expression for every row; names are those of the columns, dots included.

    Raises Refusal for a name without column, a column of unknown type, or a function that needs history.
    """
    needed = _needed(expression, columns)
    length = len(next(iter(columns.values()))) if columns else 1
    try:
        found = _Vectors(needed).value(expression)
    except (_LeftToRows, pa.ArrowInvalid, pa.ArrowNotImplementedError):
        rows = _Rows(zone, {name: values_of(column) for name, column in needed.items()}, count_fault)
        return rows.run(expression, length)
    whole = pa.repeat(found, length) if isinstance(found, pa.Scalar) else found
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole


def _needed(expression: Expression, columns: Mapping[str, Any]) -> dict[str, "pa.Array"]:
    """Return the columns that an expression names, made normal; raise every problem at once."""
    problems: list[Problem] = []
    found: dict[str, pa.Array] = {}
    for node, _ in walk(expression):
        if isinstance(node, Call) and node.function not in PURE:
            problems.append(NEEDS_HISTORY.at(span=(node.at, len(node.function)), name=node.function))
        if not isinstance(node, Name) or node.dotted in found:
            continue
        span = (node.at, len(node.dotted))
        if node.dotted not in columns:
            hint = did_you_mean(node.dotted, columns)
            problems.append(NO_COLUMN.at(span=span, name=node.dotted, hint=hint))
            continue
        try:
            found[node.dotted] = normal(columns[node.dotted])
        except UnsupportedColumn as error:
            problems.append(UNSUPPORTED_COLUMN.at(span=span, name=node.dotted, type=str(error)))
    if problems:
        raise Refusal(*problems)
    return found


# --- row by row ---


@dataclass(slots=True)
class _Rows:
    """A scope that goes through the rows."""

    zone: str
    columns: dict[str, list[object]]
    counter: Callable[[Reason], None] | None
    row: int = field(default=0)

    def value_of(self, name: Name) -> object | None:
        return self.columns[name.dotted][self.row]

    def call(self, call: Call) -> object | None:
        raise Fault("types")

    def count_fault(self, reason: Reason) -> None:
        if self.counter is not None:
            self.counter(reason)

    def run(self, expression: Expression, length: int) -> "pa.Array":
        compiled = compile_condition(expression)
        values: list[object] = []
        for self.row in range(length):
            values.append(compiled(self))
        try:
            found = array_of(values)
        except UnsupportedColumn as error:
            raise Refusal(UNSUPPORTED_RESULT.at(span=(expression.at, 1), type=str(error))) from error
        return found.cast(pa.bool_()) if _is_test(expression) and kinds.is_null(found.type) else found


def _is_test(node: Expression) -> bool:
    if isinstance(node, Binary):
        return node.operator not in ("+", "-", "*", "/", "||")
    return isinstance(node, IsNull | In | Between | Like) or (isinstance(node, Unary) and node.operator == "not")


# --- in Arrow ---


class _LeftToRows(Exception):
    """Arrow would not give what the scalar evaluator gives."""


_KINDS: tuple[tuple[Callable[[pa.DataType], bool], str], ...] = (
    (kinds.is_boolean, "boolean"),
    (kinds.is_string, "text"),
    (kinds.is_large_string, "text"),
    (kinds.is_int64, "number"),
    (kinds.is_decimal128, "number"),
    (kinds.is_timestamp, "instant"),
    (kinds.is_date, "date"),
    (kinds.is_duration, "duration"),
    (kinds.is_null, "null"),
)
_TESTS: dict[str, Any] = {
    "=": pc.equal,
    "<>": pc.not_equal,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}
_ARITHMETIC: dict[str, Any] = {"+": pc.add_checked, "-": pc.subtract_checked, "*": pc.multiply_checked}
_MOVES = {("+", "instant", "duration"), ("+", "duration", "instant"), ("-", "instant", "duration")}
_LENGTHS = {("-", "instant", "instant"), ("+", "duration", "duration"), ("-", "duration", "duration")}
_NULLS = pa.scalar(None, pa.bool_())


def _kind(found: Any) -> str:
    for belongs, kind in _KINDS:
        if belongs(found.type):
            return kind
    raise _LeftToRows


class _Vectors:
    """Evaluates nodes over whole columns; a value is an array, or a scalar that stands for every row."""

    def __init__(self, columns: dict[str, "pa.Array"]) -> None:
        self.columns = columns

    def value(self, node: Expression) -> Any:
        return _RULES[type(node)](self, node)

    def truth(self, node: Expression) -> Any:
        found = self.value(node)
        kind = _kind(found)
        if kind not in ("boolean", "null"):
            raise _LeftToRows
        return found.cast(pa.bool_()) if kind == "null" else found

    def literal(self, node: Literal) -> Any:
        value = node.value
        if isinstance(value, Duration):
            if value.unit is not Unit.ELAPSED:
                raise _LeftToRows
            return pa.scalar(value.count, LENGTHS)
        if isinstance(value, datetime):
            return pa.scalar(micros_of(value), pa.int64()).cast(INSTANTS)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
            raise _LeftToRows
        if value is None or isinstance(value, bool | int | str | Decimal | date):
            return pa.scalar(value)
        raise _LeftToRows

    def name(self, node: Name) -> Any:
        return self.columns[node.dotted]

    def unary(self, node: Unary) -> Any:
        if node.operator == "not":
            return pc.invert(self.truth(node.operand))
        operand = self.value(node.operand)
        if _kind(operand) not in ("number", "duration"):
            raise _LeftToRows
        return pc.negate_checked(operand)

    def binary(self, node: Binary) -> Any:
        if node.operator == "and":
            return pc.and_kleene(self.truth(node.left), self.truth(node.right))
        if node.operator == "or":
            return pc.or_kleene(self.truth(node.left), self.truth(node.right))
        left, right = self.value(node.left), self.value(node.right)
        if node.operator in _TESTS:
            return self.compare(node.operator, left, right)
        return self.calculate(node.operator, left, right)

    def compare(self, sign: str, left: Any, right: Any) -> Any:
        one, other = _kind(left), _kind(right)
        if "null" in (one, other):
            return self._nothing(left, right)
        if one != other or (one == "boolean" and sign not in ("=", "<>")):
            raise _LeftToRows
        return _TESTS[sign](*_same_numbers(left, right))

    @staticmethod
    def _nothing(left: Any, right: Any) -> Any:
        for side in (left, right):
            if not isinstance(side, pa.Scalar):
                return pa.nulls(len(side), pa.bool_())
        return _NULLS

    def calculate(self, sign: str, left: Any, right: Any) -> Any:
        one, other = _kind(left), _kind(right)
        if one == other == "text" and sign == "||":
            return pc.binary_join_element_wise(left, right, "")
        if one == other == "number" and sign in _ARITHMETIC:
            return _ARITHMETIC[sign](*_same_numbers(left, right))
        if (sign, one, other) in _LENGTHS:
            return _ARITHMETIC[sign](left, right)
        if (sign, one, other) in _MOVES:
            return _within_years(_ARITHMETIC[sign](left, right))
        raise _LeftToRows

    def is_null(self, node: IsNull) -> Any:
        operand = self.value(node.operand)
        _kind(operand)
        return pc.is_valid(operand) if node.negated else pc.is_null(operand)

    def between(self, node: Between) -> Any:
        operand, low, high = self.value(node.operand), self.value(node.low), self.value(node.high)
        found = pc.and_kleene(self.compare(">=", operand, low), self.compare("<=", operand, high))
        return pc.invert(found) if node.negated else found

    def is_in(self, node: In) -> Any:
        operand = self.value(node.operand)
        found: Any = pa.scalar(False)
        for option in node.options:
            found = pc.or_kleene(found, self.compare("=", operand, self.value(option)))
        return pc.invert(found) if node.negated else found

    def like(self, node: Like) -> Any:
        operand, pattern = self.value(node.operand), self.value(node.pattern)
        if isinstance(operand, pa.Scalar) or _kind(operand) != "text" or not isinstance(pattern, pa.StringScalar):
            raise _LeftToRows
        found = operand.dictionary_encode()
        try:
            matches = [like(text, pattern.as_py()) is not node.negated for text in found.dictionary.to_pylist()]
        except Fault as fault:
            raise _LeftToRows from fault
        return pa.array(matches, pa.bool_()).take(found.indices)

    def case(self, node: Case) -> Any:
        conditions = [pc.fill_null(self.truth(when), False) for when, _ in node.branches]
        results = [self.value(then) for _, then in node.branches]
        if node.otherwise is not None:
            results.append(self.value(node.otherwise))
        if len({result.type for result in results}) != 1:
            raise _LeftToRows
        names = [str(number) for number in range(len(conditions))]
        return pc.case_when(pc.make_struct(*conditions, field_names=names), *results)

    def call(self, node: Call) -> Any:
        raise _LeftToRows


def _same_numbers(left: Any, right: Any) -> tuple[Any, Any]:
    """Return two columns as they are, or whole numbers beside decimals as decimals."""
    if kinds.is_int64(left.type) and kinds.is_decimal(right.type):
        return left.cast(pa.decimal128(19, 0)), right
    if kinds.is_decimal(left.type) and kinds.is_int64(right.type):
        return left, right.cast(pa.decimal128(19, 0))
    return left, right


def _within_years(instants: Any) -> Any:
    """Leave instants outside the years 1 to 9999 to the rows, where they become null."""
    bounds = pc.min_max(
        instants.cast(pa.int64()) if not isinstance(instants, pa.Scalar) else pa.array([instants.value])
    )
    low, high = bounds["min"].as_py(), bounds["max"].as_py()
    if low is not None and (low < _FIRST or high > _LAST):
        raise _LeftToRows
    return instants


_RULES: dict[type, Callable[..., Any]] = {
    Literal: _Vectors.literal,
    Name: _Vectors.name,
    Unary: _Vectors.unary,
    Binary: _Vectors.binary,
    IsNull: _Vectors.is_null,
    In: _Vectors.is_in,
    Between: _Vectors.between,
    Like: _Vectors.like,
    Case: _Vectors.case,
    Call: _Vectors.call,
}
