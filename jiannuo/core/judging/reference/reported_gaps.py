"""Gaps of a source that somebody reported: events like any other, so they can be corrected and become known late."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from jiannuo.core.judging.event import Event, Reach
from jiannuo.core.judging.reference.spans import Span, joined
from jiannuo.core.values.instants import from_datetime

SOURCE_GAP = "source_gap"


def with_reported_gaps(reach: Mapping[str, Reach], events: Iterable[Event]) -> dict[str, Reach]:
    """Return the reach of every source with the gaps that the events in force report of it."""
    reported: dict[str, list[Span]] = {}
    for event in events:
        from_, to = event.attributes.get("from"), event.attributes.get("to")
        if event.type == SOURCE_GAP and isinstance(from_, datetime) and isinstance(to, datetime):
            source = str(event.attributes.get("source") or event.source)
            reported.setdefault(source, []).append((from_datetime(from_), from_datetime(to)))
    return {
        source: replace(known, gaps=tuple(joined([*known.gaps, *reported.get(source, ())])))
        for source, known in reach.items()
    }
