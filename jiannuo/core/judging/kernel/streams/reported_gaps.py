"""Gaps of a source that somebody reported: events like any other, so they can be corrected and become known late."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.event_table import EventTable, Rows
from jiannuo.core.judging.kernel.streams.spans import Span, joined
from jiannuo.core.values.instants import from_datetime

SOURCE_GAP = "source_gap"


def with_reported_gaps(reach: Mapping[str, Reach], table: EventTable, rows: Rows) -> Mapping[str, Reach]:
    """Return the reach of every source with the gaps that the events in force report of it."""
    if SOURCE_GAP not in table.types:
        return reach
    reported: dict[str, list[Span]] = {}
    for row in rows[table.type[rows] == table.types.index(SOURCE_GAP)].tolist():
        event = table.event(row)
        from_, to = event.attributes.get("from"), event.attributes.get("to")
        if isinstance(from_, datetime) and isinstance(to, datetime):
            source = str(event.attributes.get("source") or event.source)
            reported.setdefault(source, []).append((from_datetime(from_), from_datetime(to)))
    return {name: replace(one, gaps=tuple(joined([*one.gaps, *reported.get(name, ())]))) for name, one in reach.items()}
