"""Whether the events of a log were made up by a program: what tells so, and how a result says it of itself."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from jiannuo.core.engines.mapping.mapping import Mapping
from jiannuo.core.values.texts import Text

MARK = {b"simulated": b"true"}
"""Stands in the metadata of Parquet files of made-up events, and of findings on such."""
NATURE, SIMULATED = Text(zh="数据性质", en="Data"), Text(zh="模拟数据", en="simulated")
"""The last column of every table for spreadsheets that comes of made-up events, and what stands in each of its rows."""


def is_simulated(files: Iterable[Path], *, mapping: Mapping | None = None) -> bool:
    """Tell whether events were made up: the mapping says so, or a file of Parquet does."""
    is_said = mapping is not None and mapping.origin is not None and mapping.origin.simulated
    return is_said or any(map(is_marked, files))


def is_marked(path: Path) -> bool:
    """Tell whether a file of Parquet says that it holds what was made up; one that cannot be read says nothing."""
    try:
        metadata = pq.read_schema(path).metadata or {}
    except (pa.ArrowException, OSError):
        return False
    return MARK.items() <= metadata.items()


def marked(schema: pa.Schema, *, simulated: bool) -> pa.Schema:
    """Return a schema whose metadata says that what it holds was made up, if it was."""
    return schema.with_metadata({**(schema.metadata or {}), **MARK}) if simulated else schema
