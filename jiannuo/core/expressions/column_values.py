"""Arrow columns to the values of conditions and back.

A column of money is a struct of `amount` and `currency`, of quantities one of `amount` and `unit`, of points one of
`latitude` and `longitude`; instants are timestamps with a zone, elapsed durations Arrow durations, lists Arrow lists.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal

import pyarrow as pa
import pyarrow.types as kinds

from jiannuo.core.expressions.comparing import instant_at, micros_of
from jiannuo.core.values.amounts import Money, Point, Quantity
from jiannuo.core.values.durations import Duration, Unit

INSTANTS = pa.timestamp("us", tz="UTC")
LENGTHS = pa.duration("us")
_PLACES = 38
_WIDE = Context(prec=76, rounding=ROUND_HALF_UP)


class UnsupportedColumn(Exception):
    """The column is of an Arrow type that holds no values of conditions."""


def normal(column: "pa.Array | pa.ChunkedArray") -> "pa.Array":
    """Return a column as one array of the few Arrow types that conditions know; raise UnsupportedColumn."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if kinds.is_dictionary(array.type):
        array = array.dictionary_decode()
    wanted = _normal_type(array.type)
    try:
        return array if wanted == array.type else array.cast(wanted)
    except pa.ArrowInvalid as error:
        raise UnsupportedColumn(str(array.type)) from error


def _normal_type(found: pa.DataType) -> pa.DataType:
    if kinds.is_timestamp(found):
        if found.tz is None:
            raise UnsupportedColumn(str(found))
        return INSTANTS
    for belongs, wanted in _NORMAL:
        if belongs(found):
            return found if wanted is None else wanted
    raise UnsupportedColumn(str(found))


def _is_whole(found: pa.DataType) -> bool:
    return bool(kinds.is_integer(found)) and found != pa.uint64()


_NORMAL: tuple[tuple[Callable[[pa.DataType], bool], pa.DataType | None], ...] = (
    (kinds.is_boolean, None),
    (kinds.is_string, None),
    (kinds.is_large_string, None),
    (_is_whole, pa.int64()),
    (kinds.is_integer, pa.decimal128(20, 0)),
    (kinds.is_decimal, None),
    (kinds.is_floating, pa.float64()),
    (kinds.is_date, pa.date32()),
    (kinds.is_duration, LENGTHS),
    (kinds.is_null, None),
    (kinds.is_list, None),
    (kinds.is_large_list, None),
    (kinds.is_struct, None),
)


def values_of(array: "pa.Array") -> list[object]:
    """Return the values of a normal column, None for null; raise UnsupportedColumn."""
    convert = _converter(array.type)
    if kinds.is_timestamp(array.type) or kinds.is_duration(array.type):
        array = array.cast(pa.int64())
    return [None if value is None else convert(value) for value in array.to_pylist()]


def _converter(found: pa.DataType) -> Callable[[object], object]:
    if kinds.is_timestamp(found):
        return lambda value: instant_at(value)  # type: ignore[arg-type]
    if kinds.is_duration(found):
        return lambda value: Duration(value, Unit.ELAPSED)  # type: ignore[arg-type]
    if kinds.is_floating(found):
        return lambda value: Decimal(repr(value))
    if kinds.is_list(found) or kinds.is_large_list(found):
        member = _converter(found.value_type)
        return lambda value: tuple(None if each is None else member(each) for each in value)  # type: ignore[attr-defined]
    if kinds.is_struct(found):
        return _structure({field.name for field in found})
    return lambda value: value


def _structure(names: set[str]) -> Callable[[object], object]:
    for wanted, make in _STRUCTURES:
        if names == set(wanted):
            return lambda value: _made(value, wanted, make)
    raise UnsupportedColumn(f"struct<{', '.join(sorted(names))}>")


def _made(value: object, wanted: tuple[str, str], make: Callable[..., object]) -> object:
    parts = [value[name] for name in wanted]  # type: ignore[index]
    return None if None in parts else make(*parts)


_STRUCTURES: tuple[tuple[tuple[str, str], Callable[..., object]], ...] = (
    (("amount", "currency"), Money),
    (("amount", "unit"), Quantity),
    (("latitude", "longitude"), Point),
)


# --- back ---


def array_of(values: Sequence[object]) -> "pa.Array":
    """Return computed values as a column; the type follows the values, null if there are none."""
    found = {type(value) for value in values if value is not None}
    if found <= {int, Decimal}:
        return numbers(values) if found else pa.nulls(len(values))
    if len(found) == 1:
        kind = found.pop()
        if kind in _TYPES:
            return pa.array(values, _TYPES[kind])
        if kind in _BUILDERS:
            return _BUILDERS[kind](values)
    if found == {datetime, date}:
        raise UnsupportedColumn("date and instant")
    raise UnsupportedColumn(", ".join(sorted(kind.__name__ for kind in found)))


def numbers(values: Sequence[object]) -> "pa.Array":
    """Return numbers as 64-bit integers if all are whole and fit, else as decimals of at most 38 places."""
    if all(value is None or isinstance(value, int) for value in values):
        try:
            return pa.array(values, pa.int64())
        except (OverflowError, pa.ArrowInvalid):
            return pa.array([None if value is None else Decimal(str(value)) for value in values], pa.decimal128(38, 0))
    exact = [None if value is None else Decimal(value) for value in values]  # type: ignore[arg-type]
    places = min(_PLACES, max(_places(value) for value in exact if value is not None))
    whole = max((value.adjusted() + 1 for value in exact if value), default=1)
    wanted = pa.decimal128(38, places) if max(whole, 1) + places <= 38 else pa.decimal256(76, places)
    step = Decimal(1).scaleb(-places)
    return pa.array([None if value is None else value.quantize(step, context=_WIDE) for value in exact], wanted)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _instants(values: Sequence[object]) -> "pa.Array":
    return pa.array([micros_of(value) if isinstance(value, datetime) else None for value in values], INSTANTS)


def _lengths(values: Sequence[object]) -> "pa.Array":
    lengths = [value for value in values if isinstance(value, Duration)]
    if any(length.unit is not Unit.ELAPSED for length in lengths):
        raise UnsupportedColumn("duration of days")
    return pa.array([value.count if isinstance(value, Duration) else None for value in values], LENGTHS)


def _amounts(values: Sequence[object]) -> "pa.Array":
    present = [value for value in values if isinstance(value, Money | Quantity)]
    name = "currency" if isinstance(present[0], Money) else "unit"
    amounts = numbers([value.amount if isinstance(value, Money | Quantity) else None for value in values])
    units = [getattr(value, name, None) for value in values]
    absent = pa.array([value is None for value in values])
    return pa.StructArray.from_arrays([amounts, pa.array(units, pa.string())], ["amount", name], mask=absent)


_TYPES: dict[type, pa.DataType] = {bool: pa.bool_(), str: pa.string(), date: pa.date32()}
_BUILDERS: dict[type, Callable[[Sequence[object]], "pa.Array"]] = {
    datetime: _instants,
    Duration: _lengths,
    Money: _amounts,
    Quantity: _amounts,
}
