"""What a result keeps of its input, so that a finding can be explained from the result's folder alone."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jiannuo.core.charters.charter import Charter, Expect
from jiannuo.core.engines import result_problems as kinds
from jiannuo.core.engines.mapping import ValueSource
from jiannuo.core.engines.result_folder import CHARTER, EVIDENCE, PARAMETERS
from jiannuo.core.engines.value_reading import read_value
from jiannuo.core.expressions.syntax import Call, Expression, Literal, Name
from jiannuo.core.expressions.types import AttributeType, ListOf
from jiannuo.core.expressions.walking import walk
from jiannuo.core.expressions.writing import write_constant
from jiannuo.core.judging.event import Event
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


def keep_evidence(events: Iterable[Event], findings: pa.Table, folder: Path, *, charter: Charter) -> None:
    """Write the events that findings rest on, and those that limits are looked up by, into the folder of a result.

    Values are texts, personal ones masked.
    """
    wanted = set(pc.unique(pc.list_flatten(findings.column("evidence"))).to_pylist())
    types = _types_of_limits(charter)
    rows = [_row(event, charter) for event in events if event.id in wanted or event.type in types]
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), folder / EVIDENCE, compression="zstd")


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


def _row(event: Event, charter: Charter) -> dict[str, object]:
    types = charter.events[event.type].attributes if event.type in charter.events else {}
    hidden = {name for name, type_ in types.items() if type_.personal}
    shown = {name: written_value(value) for name, value in event.attributes.items() if value is not None}
    return {
        "id": event.id,
        "type": event.type,
        "at": event.at,
        "recorded_at": event.recorded_at,
        "seq": event.seq,
        "source": event.source,
        "attributes": [(name, mask(text) if name in hidden else text) for name, text in shown.items()],
    }


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
