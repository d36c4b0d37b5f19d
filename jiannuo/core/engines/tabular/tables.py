"""Tables as they are read: columns of cells, the number of every row in its file, and the rows set aside on the way.

A coded column holds each distinct value once and a number for every row, so that whatever is expensive (reading a time,
checking a type) is done once for each distinct value. Numbers and instants of Parquet files stay Arrow arrays.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.values.problems import Problem

Codes = NDArray[np.int32]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Objects = NDArray[np.object_]
Progress = Callable[[str, int, int], None]
"""Told the stage (`reading`, `judging`, `writing`), how much of it is done, and how much there is."""


class Column:
    """A coded column: the distinct values, and for each row the number of its own; a missing value is None."""

    def __init__(self, values: Sequence[object], codes: Codes) -> None:
        self._coding = (values, codes)

    @property
    def values(self) -> Sequence[object]:
        """Return the distinct values; several may be None."""
        return self._coding[0]

    @property
    def codes(self) -> Codes:
        """Return the number of each row's value."""
        return self._coding[1]

    @property
    def array(self) -> "pa.Array | None":
        """Return the cells as the file has them, if they are numbers, truth values, instants or dates of one Arrow type."""
        return None

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    @cached_property
    def objects(self) -> Objects:
        """Return the distinct values as an array."""
        return object_array(self.values)

    @cached_property
    def empty(self) -> Flags:
        """Tell for each distinct value whether it is missing."""
        return np.fromiter((value is None for value in self.values), np.bool_, len(self.values))

    @cached_property
    def has_only_texts(self) -> bool:
        """Tell whether every value that is not missing is a text."""
        return set(map(type, self.values)) <= {str, type(None)}

    def is_missing(self, rows: Rows) -> Flags:
        """Tell for each of some rows whether its cell is missing."""
        return self.empty[self.codes[rows]] if self._has_empty else np.zeros(len(rows), np.bool_)

    @cached_property
    def _has_empty(self) -> bool:
        return bool(self.empty.any())


class ArrayColumn(Column):
    """A column of numbers, truth values, instants or dates, which is coded only if somebody asks for it."""

    def __init__(self, array: "pa.Array") -> None:
        self._array = array
        self._values: list[object] | None = None

    @property
    def array(self) -> "pa.Array | None":
        """Return the cells as the file has them."""
        return self._array

    @cached_property
    def _encoded(self) -> "pa.DictionaryArray":
        return self._array.dictionary_encode()

    @property
    def values(self) -> Sequence[object]:
        """Return the distinct values, and None behind them if any is missing."""
        if self._values is None:
            self._values = _with_null(self._encoded)
        return self._values

    @cached_property
    def codes(self) -> Codes:
        """Return the number of each row's value."""
        return indices_of(self._encoded)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._array)

    @cached_property
    def texts(self) -> Column | None:
        """Return whole numbers as the column of their texts, None for other cells."""
        if self._array.type != pa.int64():
            return None
        written: list[object] = self._encoded.dictionary.cast(pa.string()).to_pylist()
        return Column([*written, *([None] if self._array.null_count else [])], self.codes)

    @cached_property
    def _absent(self) -> Flags | None:
        return flags_of(self._array.is_null()) if self._array.null_count else None

    def is_missing(self, rows: Rows) -> Flags:
        """Tell for each of some rows whether its cell is missing."""
        return np.zeros(len(rows), np.bool_) if self._absent is None else self._absent[rows]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row, or what one rule made of it, that was set aside: where, which value, and the problem it had.

    `rule` is the number of the mapping's rule, or None where the row itself could not be read; `row` is the number of the
    record in its file: a CSV file's header is row 1, a Parquet file's first row is row 1.
    """

    file: str
    row: int
    problem: Problem
    rule: int | None = None
    column: str = ""
    value: str = ""

    @property
    def order(self) -> tuple[str, int, int]:
        """Return the key that sorts rejects by file, row and rule."""
        return (self.file, self.row, self.rule or 0)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of all files of a log; `names[file_codes[i]]` is the file and `numbers[i]` the number of row i in it."""

    columns: dict[str, Column]
    names: tuple[str, ...]
    file_codes: Codes
    numbers: Rows
    rejects: list[Reject]

    def __len__(self) -> int:
        """Return the number of rows that could be read."""
        return len(self.numbers)

    def file_of(self, row: int) -> str:
        """Return the name of the file that a row (position) stands in."""
        return self.names[int(self.file_codes[row])]


class Coder:
    """Collects the cells of a column part by part, and gives each distinct value a number in the order of appearance.

    As long as all parts are Arrow arrays of one type they are kept as they are.
    """

    def __init__(self) -> None:
        self._numbers: defaultdict[object, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._parts: list[Codes] = []
        self._arrays: list[pa.Array] = []

    def add(self, values: Sequence[object]) -> None:
        """Append the values of further rows."""
        if not values:
            return
        self._give_up_arrays()
        number = self._numbers.__getitem__
        self._parts.append(np.fromiter(map(number, values), np.int32, len(values)))

    def add_array(self, array: "pa.Array") -> None:
        """Append further rows, an Arrow array of any type."""
        if pa.types.is_nested(array.type):
            self.add(plain_values(array))
            return
        plain = _plain_array(array)
        if self._parts or any(other.type != plain.type for other in self._arrays[:1]):
            self._give_up_arrays()
            self._add_encoded(plain)
        else:
            self._arrays.append(plain)

    def _give_up_arrays(self) -> None:
        arrays, self._arrays = self._arrays, []
        for array in arrays:
            self._add_encoded(array)

    def _add_encoded(self, array: "pa.Array") -> None:
        encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
        number = self._numbers.__getitem__
        values = _with_null(encoded)
        self._parts.append(np.fromiter(map(number, values), np.int32, len(values))[indices_of(encoded)])

    def column(self, *, nulls: frozenset[str]) -> Column:
        """Return the column; the empty text and the texts in `nulls` are missing values."""
        if self._arrays:
            array = pa.chunked_array(self._arrays).unify_dictionaries().combine_chunks()
            if not pa.types.is_dictionary(array.type):
                return ArrayColumn(array)
            values = _with_null(array)
            if len(set(values)) == len(values):
                return Column(_without(values, nulls), indices_of(array))
            self._give_up_arrays()
        return Column(_without(self._numbers, nulls), joined_codes(self._parts))


def _without(values: Iterable[object], nulls: frozenset[str]) -> tuple[object, ...]:
    missing = nulls | {""}
    return tuple(None if isinstance(value, str) and value in missing else value for value in values)


def joined_codes(parts: Iterable[Codes]) -> Codes:
    """Return one array of all parts."""
    return np.concatenate([np.empty(0, np.int32), *parts])


def object_array(values: Sequence[object]) -> Objects:
    """Return an array of Python objects, whatever they are."""
    return np.fromiter(values, np.object_, len(values))


# --- Arrow arrays


def indices_of(encoded: "pa.DictionaryArray") -> Codes:
    """Return the codes of a dictionary array; that behind the last stands for null."""
    indices = encoded.indices
    if indices.null_count:
        indices = indices.cast(pa.int32()).fill_null(len(encoded.dictionary))
    codes: Codes = indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return codes


def _with_null(encoded: "pa.DictionaryArray") -> list[object]:
    """Return the distinct values of a dictionary array, and None behind them if any is missing."""
    return [*plain_values(encoded.dictionary), *([None] if encoded.indices.null_count else [])]


def flags_of(array: "pa.BooleanArray") -> Flags:
    """Return truth values as an array."""
    flags: Flags = array.to_numpy(zero_copy_only=False)
    return flags


def plain_values(array: "pa.Array") -> list[object]:
    """Return the cells of an array as Python values: lists as tuples, what is not a number as None."""
    try:
        values: list[object] = array.to_pylist()
    except (OverflowError, ValueError):  # dates and instants beyond the years that can be written
        values = [_bare(cell) for cell in array]
    is_plain = not (pa.types.is_nested(array.type) or pa.types.is_floating(array.type))
    return values if is_plain else [_plain(value) for value in values]


def _bare(cell: "pa.Scalar") -> object:
    """Return a cell as a Python value, or the number that stands for it as a text."""
    try:
        return cell.as_py()
    except (OverflowError, ValueError):
        return str(cell.value)


def _plain(value: object) -> object:
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, list):
        return tuple(_plain(part) for part in value)
    return repr(value) if isinstance(value, dict) else value


def _plain_array(array: "pa.Array") -> "pa.Array":
    """Return an array of one of the few forms that columns are kept in, texts and what is rare coded."""
    found = array.type
    if pa.types.is_dictionary(found) and _is_kept(found.value_type):
        array = array.dictionary_decode()
    elif pa.types.is_dictionary(found):
        return array.cast(pa.dictionary(pa.int32(), found.value_type))
    array = _exact(array)
    if not _is_kept(array.type):
        return array.dictionary_encode()
    if pa.types.is_floating(array.type):
        array = array.cast(pa.float64())
        return pc.if_else(pc.is_nan(array), None, array)
    if pa.types.is_integer(array.type) and array.type != pa.uint64():
        return array.cast(pa.int64())
    return array


def _is_kept(found: "pa.DataType") -> bool:
    kinds = pa.types
    tests = (kinds.is_integer, kinds.is_floating, kinds.is_boolean, kinds.is_timestamp, kinds.is_date32)
    return any(test(found) for test in tests) or bool(kinds.is_decimal128(found))


def _exact(array: "pa.Array") -> "pa.Array":
    """Return nanoseconds as microseconds: what is finer than a microsecond is cut off."""
    if pa.types.is_timestamp(array.type) and array.type.unit == "ns":
        return array.cast(pa.timestamp("us", array.type.tz), safe=False)
    return array
