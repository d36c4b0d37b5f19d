"""What a result keeps of its input, so that a finding can be explained from the result's folder alone."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jiannuo.core.engines import result_problems as kinds
from jiannuo.core.engines.result_folder import CHARTER, EVIDENCE, PARAMETERS
from jiannuo.core.judging.event import Event
from jiannuo.core.values.problems import Refusal

_INSTANT = pa.int64()
_SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("type", pa.string()),
        ("at", _INSTANT),
        ("recorded_at", _INSTANT),
        ("attributes", pa.map_(pa.string(), pa.string())),
    ]
)
_ENDINGS = (".yaml", ".yml")


def keep_charter(charter: Path, folder: Path, *, parameters: Path | None) -> None:
    """Copy the files of a charter, and the parameters over it, into the folder of a result."""
    (folder / CHARTER).mkdir()
    for path in sorted(charter.iterdir()):
        if path.suffix in _ENDINGS:
            shutil.copyfile(path, folder / CHARTER / path.name)
    if parameters is not None:
        shutil.copyfile(parameters, folder / PARAMETERS)


def keep_evidence(events: Iterable[Event], findings: pa.Table, folder: Path) -> None:
    """Write the events that findings rest on, values as text, into the folder of a result."""
    wanted = set(pc.unique(pc.list_flatten(findings.column("evidence"))).to_pylist())
    rows = [_row(event) for event in events if event.id in wanted]
    pq.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), folder / EVIDENCE, compression="zstd")


def find_evidence(folder: Path, ids: Iterable[str]) -> Mapping[str, Event]:
    """Return the events of these ids that a result keeps, by id. Raises Refusal if its file cannot be read."""
    try:
        table = pq.read_table(folder / EVIDENCE, filters=pc.field("id").isin(list(ids)))
    except (pa.ArrowException, OSError) as error:
        raise Refusal(kinds.NOT_FINDINGS.at(file=EVIDENCE)) from error
    return {row["id"]: Event(**row | {"attributes": dict(row["attributes"])}) for row in table.to_pylist()}


def _row(event: Event) -> dict[str, object]:
    shown = {name: str(value) for name, value in event.attributes.items() if value is not None}
    attributes = list(shown.items())
    return {
        "id": event.id,
        "type": event.type,
        "at": event.at,
        "recorded_at": event.recorded_at,
        "attributes": attributes,
    }
