"""What a result keeps of its input, so that a finding can be explained from the result's folder alone."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jiannuo.core.charters.charter import Charter, Expect
from jiannuo.core.engines import result_problems as kinds
from jiannuo.core.engines.events.value_reading import read_value
from jiannuo.core.engines.mapping.mapping import ValueSource
from jiannuo.core.engines.results.result_folder import CHARTER, EVIDENCE, PARAMETERS
from jiannuo.core.engines.simulated_logs import marked
from jiannuo.core.expressions.syntax import Call, Expression, Literal, Name
from jiannuo.core.expressions.types import AttributeType, ListOf
from jiannuo.core.expressions.walking import walk
from jiannuo.core.expressions.writing import write_constant
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.event_table import MISSING, NO_SEQ, Column, EventTable
from jiannuo.core.judging.kernel.streams.columns import codes_of
from jiannuo.core.judging.kernel.streams.tie_breaking import texts_of
from jiannuo.core.values.amounts import Point
from jiannuo.core.values.masks import mask
from jiannuo.core.values.problems import Refusal

_INSTANT = pa.int64()
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("type", pa.string()),
        ("at", _INSTANT),
        ("recorded_at", _INSTANT),
        ("seq", pa.int64()),
        ("source", pa.string()),
        ("attributes", pa.map_(pa.string(), pa.string())),
    ]
)
_BETWEEN = "; "
"""What stands between the items of a list."""
_ENDINGS = (".yaml", ".yml")


def keep_charter(charter: Path, folder: Path, *, parameters: Path | None) -> None:
    """Copy the files of a charter, and the parameters over it, into the folder of a result."""
    (folder / CHARTER).mkdir()
    for path in sorted(charter.iterdir()):
        if path.suffix in _ENDINGS:
            shutil.copyfile(path, folder / CHARTER / path.name)
    if parameters is not None:
        shutil.copyfile(parameters, folder / PARAMETERS)


def keep_evidence(
    table: EventTable, findings: pa.Table, folder: Path, *, charter: Charter, simulated: bool = False
) -> None:
    """Write the events that findings rest on, and those that limits are looked up by, into the folder of a result.

    Values are texts, personal ones masked. The file says of made-up events that they are.
    """
    wanted = pc.unique(pc.list_flatten(findings.column("evidence")))
    ids = texts_of(table.ids)
    is_kept = np.asarray(pc.is_in(ids, value_set=wanted))
    types = [code for code, name in enumerate(table.types) if name in _types_of_limits(charter)]
    rows = np.flatnonzero(is_kept | np.isin(table.type, types))
    rows = rows[np.argsort(table.type[rows], kind="stable")]
    kept = _columns(table.taken(rows), ids.take(pa.array(rows)), charter)
    pq.write_table(kept.cast(marked(kept.schema, simulated=simulated)), folder / EVIDENCE, compression="zstd")


def find_evidence(folder: Path, ids: Iterable[str], *, charter: Charter) -> Mapping[str, Event]:
    """Return the events of these ids that a result keeps, and those that limits are looked up by, by id.

    Their values are those of the declared types again, masked ones texts. Raises Refusal if the file cannot be read.
    """
    texts = pa.array(sorted(_types_of_limits(charter)), pa.string())
    is_wanted = pc.field("id").isin(pa.array(list(ids), pa.string())) | pc.field("type").isin(texts)
    try:
        table = pq.read_table(folder / EVIDENCE, filters=is_wanted)
    except (pa.ArrowException, OSError) as error:
        raise Refusal(kinds.NOT_FINDINGS.at(file=EVIDENCE)) from error
    return {row["id"]: _event(row, charter) for row in table.to_pylist()}


def written_value(value: object) -> str:
    """Return the value of an attribute as a text that the reader of its type reads again."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return _BETWEEN.join(written_value(item) for item in value)
    if isinstance(value, Point):
        return f"{value.latitude!r},{value.longitude!r}"
    return write_constant(value)


def _types_of_limits(charter: Charter) -> frozenset[str]:
    """Return the types of event by which limits and calendars are looked up, beside the ones that findings name."""
    found: set[str] = set()
    for promise in charter.promises.values():
        limit = promise.demand.within if isinstance(promise.demand, Expect) else None
        for expression in (limit, promise.calendar):
            if expression is not None and not isinstance(expression, str):
                found.update(_types_within(expression, charter))
    return frozenset(found)


def _types_within(expression: Expression, charter: Charter) -> Iterator[str]:
    for node, _ in walk(expression):
        if isinstance(node, Call) and node.function == "lookup" and isinstance(node.arguments[0], Literal):
            table = charter.tables.get(str(node.arguments[0].value))
            if table is not None and table.rows_from is not None:
                yield table.rows_from
        elif isinstance(node, Name) and len(node.parts) > 1:
            kind = charter.subjects.get(node.parts[0])
            sources = kind.attributes.get(node.parts[1], ()) if kind is not None else ()
            yield from (source.event for source in sources)
            yield from (node.parts[:1] if node.parts[0] in charter.events else ())


def _columns(table: EventTable, ids: pa.Array, charter: Charter) -> pa.Table:
    """Return events in the columns of the file."""
    seq = pa.array(table.seq, mask=table.seq == NO_SEQ)
    names = [pa.array(each, pa.string()) for each in (table.types, table.sources)]
    type_, source = (every.take(pa.array(of)) for every, of in zip(names, (table.type, table.source), strict=True))
    columns = [ids, type_, table.at, table.recorded_at, seq, source, _attributes(table, charter)]
    return pa.table(columns, schema=SCHEMA)


def _attributes(table: EventTable, charter: Charter) -> pa.Array:
    """Return the attributes that each event has, by name, as texts."""
    places, numbers, values = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [pa.nulls(0, pa.string())]
    codes = {name: code for code, name in enumerate(table.types)}
    for number, ((of, name), column) in enumerate(table.attributes.items()):
        if of not in codes:  # all its records were set aside
            continue
        rows = np.flatnonzero(table.type == codes[of]).astype(np.int64)
        texts = _texts(column.taken(rows), is_hidden=_is_personal(of, name, charter))
        has = np.asarray(texts.is_valid())
        places.append(rows[has])
        numbers.append(np.full(np.count_nonzero(has), number, np.int64))
        values.append(texts.drop_null())
    place, of_attribute = np.concatenate(places), np.concatenate(numbers)
    order = np.lexsort((of_attribute, place))
    names = pa.array([name for _, name in table.attributes], pa.string())
    starts = np.searchsorted(place[order], np.arange(len(table) + 1)).astype(np.int32)
    keys, written = names.take(pa.array(of_attribute[order])), pa.concat_arrays(values).take(pa.array(order))
    return pa.MapArray.from_arrays(pa.array(starts), keys, written)


def _is_personal(type_: str, name: str, charter: Charter) -> bool:
    types = charter.events[type_].attributes if type_ in charter.events else {}
    return name in types and types[name].personal


def _texts(column: Column, *, is_hidden: bool) -> pa.Array:
    """Return the values of a column as texts, each distinct one written once; null for none."""
    numbered = codes_of(column)
    used, codes = np.unique(numbered.codes, return_inverse=True)
    texts = [None if code == MISSING else written_value(numbered.values[code]) for code in used.tolist()]
    if is_hidden:
        texts = [None if text is None else mask(text) for text in texts]
    return pa.array(texts, pa.string()).take(pa.array(codes))


def _event(row: dict[str, Any], charter: Charter) -> Event:
    types = charter.events[row["type"]].attributes if row["type"] in charter.events else {}
    attributes = {name: _typed(text, name, types.get(name)) for name, text in row["attributes"]}
    return Event(**row | {"attributes": attributes})


def _typed(text: str, name: str, type_: AttributeType | None) -> object:
    if type_ is None or type_.personal:
        return text
    split = _BETWEEN.strip() if isinstance(type_.type, ListOf) else None
    try:
        return read_value(text, ValueSource(split=split), name=name, attribute=type_)
    except Refusal:
        return text
