"""Sorting the values of a column into classes that no condition tells apart, and rows by the classes of their values.

A coded column has a class for each distinct value. Whole numbers that conditions only compare with constants have a class
for each constant and for each gap between two of them, so that no condition is read for every row.
"""

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.expressions.syntax import Between, Binary, Expression, In, IsNull, Literal, Name, Unary
from jiannuo.core.judging.event_table import MISSING, Coded, Column, Plain, Rows
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.values.compiling import compiled_small

_NO_NUMBER = -(2**63)
_TESTS = ("=", "<>", "<", "<=", ">", ">=")


def whole_numbers(column: Column) -> Numbers | None:
    """Return whole numbers with one of their own for a missing one; None for other values, or if that is one."""
    if not isinstance(column, Plain) or not pa.types.is_int64(column.array.type):
        return None
    found: Numbers = np.asarray(pc.fill_null(column.array, _NO_NUMBER) if column.array.null_count else column.array)
    return found if np.count_nonzero(found == _NO_NUMBER) == column.array.null_count else None


def with_none(values: NDArray[np.object_]) -> Coded:
    """Return each value once, and last a missing one."""
    return Coded(values, np.append(np.arange(len(values), dtype=np.int32), np.int32(MISSING)))


@compiled_small
def count_by_code(numbers: Numbers, rows: Rows, codes: NDArray[np.int32], classes: Numbers, size: int) -> None:
    """Add the class of each row to its number so far; `classes` has that of each code, and last of a missing one."""
    for place in range(len(rows)):
        code = codes[rows[place]]
        numbers[place] = numbers[place] * size + classes[code if code >= 0 else len(classes) - 1]


@compiled_small
def count_by_thresholds(
    numbers: Numbers, rows: Rows, column: tuple[Numbers, Numbers], classes: Numbers, size: int
) -> None:  # fmt: skip
    """Do the same for whole numbers: `classes` has that of each gap and threshold by turns, and last of a missing one."""
    values, thresholds = column
    for place in range(len(rows)):
        value, sort = values[rows[place]], 0
        if value == _NO_NUMBER:
            sort = len(classes) - 1
        else:
            for threshold in thresholds:
                if value < threshold:
                    break
                sort += 1 if value == threshold else 2
        numbers[place] = numbers[place] * size + classes[sort]


@compiled_small
def looked_up(numbers: Numbers, rows: Rows, symbols: NDArray[np.int32], found: NDArray[np.int32]) -> bool:
    """Write down the symbol of each row by the number of its classes; tell whether all of them are known (not negative)."""
    least = 0
    for place in range(len(rows)):
        symbol = symbols[numbers[place]]
        found[rows[place]] = symbol
        least = min(least, symbol)
    return least >= 0


def sorts_of(values: Numbers, thresholds: Numbers) -> Numbers:
    """Return the gap or threshold of each whole number by turns, and for a missing one what comes behind the last."""
    below = np.searchsorted(thresholds, values)
    equal = thresholds[np.minimum(below, len(thresholds) - 1)] == values
    return np.where(values == _NO_NUMBER, 2 * len(thresholds) + 1, 2 * below + equal)


# Constants that whole numbers are compared with.


def examples(thresholds: Numbers) -> list[int]:
    """Return a number of each sort: below the first threshold, equal to it, between it and the next, and so on."""
    found = [int(thresholds[0]) - 1] if len(thresholds) else [0]
    for threshold in thresholds.tolist():
        found += [threshold, threshold + 1]
    return found


def thresholds_of(conditions: Iterable[Expression], constant: Callable[[Name], object]) -> Numbers | None:
    """Return the constants that conditions compare a number with; None if they do anything else with it."""
    found: set[int] = set()
    waiting = list(conditions)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Binary) and node.operator in ("and", "or"):
            waiting += [node.left, node.right]
        elif isinstance(node, Unary) and node.operator == "not":
            waiting.append(node.operand)
        else:
            compared = _compared_with(node)
            values = None if compared is None else [_value(each, constant) for each in compared]
            if values is None or not all(isinstance(v, int) and abs(v) < 2**62 for v in values):
                return None
            found |= {int(value) for value in values if isinstance(value, int)}
    return np.array(sorted(found), np.int64)


def _compared_with(node: Expression) -> list[Expression] | None:
    """Return what one test compares a name with; None if it is no such test."""
    match node:
        case Binary(operator=sign, left=left, right=right) if sign in _TESTS:
            return [right] if _is_attribute(left) else [left] if _is_attribute(right) else None
        case Between(operand=operand, low=low, high=high) if _is_attribute(operand):
            return [low, high]
        case In(operand=operand, options=options) if _is_attribute(operand):
            return list(options)
        case IsNull(operand=operand) if _is_attribute(operand):
            return []
    return None


def _is_attribute(node: Expression) -> bool:
    return isinstance(node, Name) and len(node.parts) == 1


def _value(node: Expression, constant: Callable[[Name], object]) -> object:
    """Return a constant if it is one and no truth value."""
    value = node.value if isinstance(node, Literal) else constant(node) if isinstance(node, Name) else None
    return None if isinstance(value, bool) else value
