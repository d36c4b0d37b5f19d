"""Attributes of subjects as they are at positions: the latest event of the past tells."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from jiannuo.core.charters.charter import AttributeOf
from jiannuo.core.expressions.types import SubjectOf
from jiannuo.core.judging.event_table import MISSING, Coded, Column, Rows, object_array
from jiannuo.core.judging.kernel.reading.attributes import EventReader
from jiannuo.core.judging.kernel.streams.columns import agreed, assembled, codes_of, nothing
from jiannuo.core.judging.kernel.streams.latest import Listed, Positions, latest_places, past_between
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.streams import Streams


class _Seen(NamedTuple):
    """Where the latest events stand for each position, which events they are among, and what is read of them."""

    positions: Positions
    first: Numbers
    last: Numbers
    listed: Listed
    names: Mapping[str, str]


class SubjectReader(EventReader):
    """Reads attributes of subjects in a world."""

    def of_subject(self, kind: str, path: tuple[str, ...], sites: Sites) -> Column:
        """Return a subject's attribute as it is at every position, followed one step if the path has one."""
        subject = self.charter.subjects[kind]
        streams, numbers = self.streams_of_kind(kind, sites)
        if path[0] in subject.id:
            return self.key_texts(streams, numbers, subject.id.index(path[0]))
        sources = subject.attributes.get(path[0], ())
        value = self.latest(sources, (streams, numbers), sites)
        return self.followed(sources[0] if sources else None, value, path[1:], sites)

    def key_texts(self, streams: Streams, numbers: Numbers, place: int) -> Column:
        """Return one attribute of the keys of some streams (-1 for none)."""
        texts = self.world.remembered(
            ("texts", streams.of, place), lambda: object_array([key[place] for key in streams.keys])
        )
        return Coded(texts, numbers.astype(np.int32))

    def streams_of_kind(self, kind: str, sites: Sites) -> tuple[Streams, Numbers]:
        """Return the stream of the subject that is meant at each position, -1 if none is known.

        It is the obligation's own subject, or else the one that the own event names, or else the trigger.
        """
        wanted = self.charter.subjects[kind].id
        streams = self.world.streams(wanted)
        if sites.streams.of == wanted:
            return streams, sites.stream
        if sites.streams.of[: len(wanted)] == wanted:
            return streams, self._of_beginnings(sites.streams, streams)[sites.stream]
        numbers = np.full(len(sites), -1, np.int64)
        of_row = self.world.stream_of_row(streams)
        for rows in (sites.own, sites.trigger):
            if rows is not None:
                numbers = np.where((numbers < 0) & (rows >= 0), of_row[rows], numbers)
        return streams, numbers

    def _of_beginnings(self, streams: Streams, shorter: Streams) -> Numbers:
        """Return for each stream the one of the subject that its key begins with."""
        of_row = self.world.stream_of_row(shorter)
        return self.world.remembered(
            ("beginnings", streams.of, shorter.of), lambda: of_row[streams.rows[streams.starts[:-1]]]
        )

    # The latest event of the past.

    def latest(
        self, sources: Iterable[AttributeOf], streams: tuple[Streams, Numbers], sites: Sites, but: Rows | None = None
    ) -> Column:
        """Return the attribute of the latest listed event of the past; simultaneous ones that differ give nothing."""
        names = {source.event: source.attribute for source in sources}
        if not names:
            return nothing(len(sites))
        listed = self._certain_rows(streams[0], tuple(sorted(names)))
        positions = Positions(streams[1], sites.at, _or_none(sites.here, sites), _or_none(but, sites))
        first, last = latest_places(positions, listed, self.world.order)
        picked = np.where(last >= 0, listed.rows[last] if len(listed.rows) else -1, -1)
        column = self.attributes_by_type(names, picked, sites)
        tied = np.flatnonzero(first != last)
        return (
            column if not len(tied) else self._untied(column, tied, _Seen(positions, first, last, listed, names), sites)
        )

    def _untied(self, column: Column, tied: Numbers, seen: _Seen, sites: Sites) -> Column:
        """Give nothing where simultaneous events differ."""
        starts, rows = past_between(seen.positions, (tied, seen.first, seen.last), seen.listed, self.world.order)
        owners = np.repeat(tied, np.diff(starts))
        values = agreed(self.attributes_by_type(seen.names, rows, sites.some(owners)), starts)
        untied = np.ones(len(column), np.bool_)
        untied[tied] = False
        others = np.flatnonzero(untied)
        return assembled([(others, column.taken(others)), (tied, values)], len(column))

    def rows_of_types(self, streams: Streams, types: tuple[str, ...]) -> Listed:
        """Return the events of some types in each stream."""
        places = self.places_of_types(streams, types)
        return self.world.remembered(
            ("of types", streams.of, types),
            lambda: Listed(np.searchsorted(places, streams.starts), streams.rows[places]),
        )

    def _certain_rows(self, streams: Streams, types: tuple[str, ...]) -> Listed:
        """Return the events of some types in each stream without the signals that may not have been given."""
        listed = self.rows_of_types(streams, types)
        doubtful = self.world.is_doubtful(listed.rows)
        if not doubtful.any():
            return listed
        return Listed(np.append(0, np.cumsum(~doubtful))[listed.starts], listed.rows[~doubtful])

    def places_of_types(self, streams: Streams, types: tuple[str, ...]) -> Numbers:
        """Return the places in streams at which events of some types stand."""
        return self.world.remembered(("places", streams.of, types), lambda: self._places_of_types(streams, types))

    def _places_of_types(self, streams: Streams, types: tuple[str, ...]) -> Numbers:
        chosen = np.zeros(len(self.world.table.types) + 1, np.bool_)
        chosen[[self.world.type_codes[name] for name in types if name in self.world.type_codes]] = True
        return np.flatnonzero(chosen[self.world.table.type[streams.rows]])

    # One step further.

    def followed(self, source: AttributeOf | None, value: Column, path: tuple[str, ...], sites: Sites) -> Column:
        """Follow an attribute that is typed as a subject one step further."""
        if not path or source is None:
            return value
        kind = self._kind_named_by(source)
        if kind is None:
            return nothing(len(value))
        subject = self.charter.subjects[kind]
        streams = self.world.streams(subject.id)
        named = codes_of(value)
        texts = [str(each) for each in named.values]
        if path[0] in subject.id:
            return Coded(object_array(texts), named.codes)
        known = np.array([*(streams.numbers.get((text,), -1) for text in texts), MISSING], np.int64)
        numbers = known[named.codes]
        there = Sites(streams, numbers, sites.at, here=sites.here, trigger=sites.trigger, period=sites.period)
        sources = subject.attributes.get(path[0], ())
        found = self.latest(sources, (streams, numbers), there)
        return self.followed(sources[0] if sources else None, found, path[1:], there)

    def _kind_named_by(self, source: AttributeOf) -> str | None:
        """Return the subject kind that an attribute is typed as, if it is."""
        declared = self.charter.events.get(source.event)
        attribute_type = declared.attributes.get(source.attribute) if declared is not None else None
        if attribute_type is None or not isinstance(attribute_type.type, SubjectOf):
            return None
        return attribute_type.type.kind


def _or_none(rows: Rows | None, sites: Sites) -> Rows:
    return np.full(len(sites), -1, np.int64) if rows is None else rows
