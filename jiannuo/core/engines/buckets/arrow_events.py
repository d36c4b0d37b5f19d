"""Events that come as Arrow columns in our own form, turned into the columns of the kernel without a copy where it can be.

The form: `event` (the type), `at`, and, where there are any, `id`, `seq`, `source`, `recorded_at`, `actor`, `actor_kind`,
`unit` and `supersedes`; every other column is an attribute of that name.
"""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter, EventType
from jiannuo.core.expressions.column_values import normal, values_of
from jiannuo.core.judging.event_table import (
    MISSING,
    NO_SEQ,
    Coded,
    Column,
    EventTable,
    Instants,
    Plain,
    RowIds,
    coded,
    object_array,
)
from jiannuo.core.plans.routing import Pass

_WHO = ("actor", "actor_kind", "unit")
_ALWAYS = ("event", "at", "id", "seq", "source", "recorded_at", "supersedes")
OWN_COLUMNS = (*_ALWAYS, *_WHO)


def wanted_columns(passes: Iterable[Pass]) -> frozenset[str]:
    """Return the names of all columns that some passes may read."""
    listed = list(passes)
    words = frozenset[str]().union(*(each.words for each in listed))
    return words | {*_ALWAYS, *(_WHO if any(each.asks_who for each in listed) else ())}


def event_table_of(
    events: "pa.Table", charter: Charter, *, origin: str, first_row: int = 1, ids: Column | None = None
) -> EventTable:
    """Return the events of an Arrow table; those without an `id` are named by where they came from and their row.

    With `ids` these name the events of a table without that column.
    """
    columns = {name: _whole(events.column(name)) for name in events.column_names}
    types, type_codes = names_of(columns.pop("event"))
    at = micros_of(columns.pop("at"))
    recorded = columns.pop("recorded_at", None)
    sources, source_codes = _sources(columns.pop("source", None), charter, types, type_codes)
    made = {name: _column(array) for name, array in columns.items()}
    return EventTable(
        types=types,
        type=type_codes,
        at=at,
        recorded_at=at if recorded is None else micros_of(recorded),
        sources=sources,
        source=source_codes,
        seq=_seq(columns.get("seq"), len(at)),
        ids=made["id"] if "id" in made else _own_ids(origin, first_row, len(at)) if ids is None else ids,
        attributes=_attributes(made, charter, types),
        supersedes=_unless_empty(columns.get("supersedes"), made.get("supersedes")),
        actor=made.get("actor"),
        actor_kind=made.get("actor_kind"),
        unit=made.get("unit"),
    )


def _unless_empty(array: "pa.Array | None", column: Column | None) -> Column | None:
    return None if array is None or array.null_count == len(array) else column


def _whole(column: "pa.ChunkedArray") -> "pa.Array":
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def sources_of(events: "pa.RecordBatch", charter: Charter) -> tuple[tuple[str, ...], NDArray[np.int16]]:
    """Return the names of the sources of some events, and the number of each event's."""
    told = events.column("source") if "source" in events.schema.names else None
    return _sources(told, charter, *names_of(events.column("event")))


def carrying(charter: Charter, types: Iterable[str], names: Iterable[str]) -> list[bool]:
    """Tell of types of events whether they have all attributes of some names."""
    wanted = list(names)
    return [all(_has(charter, type_, name) for name in wanted) for type_ in types]


def micros_of(array: "pa.Array") -> Instants:
    """Return instants as microseconds UTC."""
    # Machine code is compiled anew for arrays that must not be written to, as those of Arrow are: a copy costs less.
    return np.array(array.cast(pa.timestamp("us", array.type.tz)).view(pa.int64()))


def _seq(array: "pa.Array | None", length: int) -> NDArray[np.int64]:
    if array is None:
        return np.full(length, NO_SEQ)
    found: NDArray[np.int64] = np.asarray(pc.fill_null(array.cast(pa.int64()), NO_SEQ))
    return found


def _encoded(array: "pa.Array") -> "pa.DictionaryArray":
    return array if pa.types.is_dictionary(array.type) else array.dictionary_encode()


def names_of(array: "pa.Array") -> tuple[tuple[str, ...], NDArray[np.int16]]:
    """Return the distinct texts in order, and the number of each row's."""
    encoded = _encoded(array)
    texts = encoded.dictionary.to_pylist()
    order = sorted(range(len(texts)), key=texts.__getitem__)
    rank = np.empty(len(texts), np.int16)
    rank[order] = np.arange(len(texts))
    return tuple(texts[place] for place in order), rank[np.asarray(encoded.indices)]


def _sources(
    array: "pa.Array | None", charter: Charter, types: tuple[str, ...], codes: NDArray[np.int16]
) -> tuple[tuple[str, ...], NDArray[np.int16]]:  # fmt: skip
    """Return the sources: those that are told, else those that the types declare."""
    if array is not None:
        return names_of(array)
    declared = [_source_of(charter.events.get(name)) for name in types]
    names = tuple(sorted(set(declared)))
    return names, np.array([names.index(name) for name in declared], np.int16)[codes]


def _source_of(event: EventType | None) -> str:
    return "" if event is None or event.source is None else event.source


def _column(array: "pa.Array") -> Column:
    """Return a column: numbers and instants as they are, everything else coded."""
    if not pa.types.is_dictionary(array.type):
        array = normal(array)
        if pa.types.is_int64(array.type) or pa.types.is_timestamp(array.type):
            return Plain(array)
        if pa.types.is_nested(array.type):
            return coded(values_of(array))
    encoded = _encoded(array)
    if len(encoded.dictionary) > 2 * len(encoded) + 16:  # a few rows of a long column
        encoded = encoded.dictionary_decode().dictionary_encode()
    indices = encoded.indices
    codes = np.array(pc.fill_null(indices, MISSING) if indices.null_count else indices, np.int32)
    return Coded(object_array(values_of(normal(encoded.dictionary))), codes)


def _own_ids(origin: str, first_row: int, length: int) -> RowIds:
    nothing = np.zeros(length, np.uint8)
    return RowIds((f"{origin}:",), nothing, np.arange(first_row, first_row + length), ("",), nothing)


def _attributes(made: dict[str, Column], charter: Charter, types: tuple[str, ...]) -> dict[tuple[str, str], Column]:
    """Return the attributes of each type: those that it declares, and the ids of its subjects."""
    return {
        (type_, name): column
        for type_ in types
        for name, column in made.items()
        if name not in OWN_COLUMNS and _has(charter, type_, name)
    }


def _has(charter: Charter, type_: str, name: str) -> bool:
    declared = charter.events.get(type_)
    if declared is None or name in declared.attributes:
        return True
    kinds = [declared.of, *declared.also]
    return any(name in charter.subjects[kind].id for kind in kinds if kind is not None)
