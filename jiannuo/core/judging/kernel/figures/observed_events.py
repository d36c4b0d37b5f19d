"""What indicators observe of events: those in force that belong, with their values and dimensions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiannuo.core.charters.charter import AttributeOf, Indicator, Operand
from jiannuo.core.expressions.syntax import Name, Selector
from jiannuo.core.judging.event_table import Column, Rows, coded
from jiannuo.core.judging.kernel.figures.exact_values import exact_values, labels_of, numbers_of
from jiannuo.core.judging.kernel.past.picks import picks_of
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.columns import assembled, codes_of
from jiannuo.core.judging.kernel.streams.sites import Sites, at_events
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE, Truths, both, either
from jiannuo.core.statistics.observations import Labels, Observations


def observe_events(indicator: Indicator, reader: Reader) -> list[Observations]:
    """Return what an indicator over events observes: one set of rows, of a rate one for each side."""
    if indicator.ratio is not None:
        return [_operand(indicator, operand, reader) for operand in indicator.ratio]
    if indicator.measured is not None:
        return [_operand(indicator, indicator.measured, reader)]
    return [_operand(indicator, indicator.counted, reader)]


def _operand(indicator: Indicator, operand: Operand, reader: Reader) -> Observations:
    if isinstance(operand, AttributeOf):
        picked = _picked(indicator, (Selector(operand.event),), reader)
        return _observed(indicator, picked, reader, Name((operand.attribute,)))
    return _observed(indicator, _picked(indicator, operand, reader), reader, None)


@dataclass(frozen=True, slots=True, eq=False)
class _Picked:
    """Events of one type that may belong, where they stand, and whether they do."""

    sites: Sites
    rows: Rows
    truths: Truths

    def some(self) -> "_Picked":
        """Return those that may belong."""
        kept = np.flatnonzero(self.truths != FALSE)
        return _Picked(self.sites.some(kept), self.rows[kept], self.truths[kept])


def _picked(indicator: Indicator, selectors: Sequence[Selector], reader: Reader) -> list[_Picked]:
    """Return the events that selectors pick, type by type, each once; those seen `via` once for each subject."""
    if any(selector.via is not None for selector in selectors):
        return [_seen_by_subjects(indicator, selectors, reader)]
    found = []
    for event in dict.fromkeys(selector.event for selector in selectors):
        sites = _sites(indicator, event, reader)
        truths = np.full(len(sites), FALSE, np.int8)
        for selector in selectors:
            if selector.event == event:
                truths = either(truths, reader.matches(selector, sites))
        if indicator.where is not None:
            truths = both(truths, reader.truths(indicator.where, sites))
        rows = sites.own if sites.own is not None else np.empty(0, np.int64)
        found.append(_Picked(sites, rows, truths).some())
    return found


def _seen_by_subjects(indicator: Indicator, selectors: Sequence[Selector], reader: Reader) -> _Picked:
    """Return the events that belong to subjects of a kind, by what they carry or by the way to another subject."""
    world = reader.world
    streams = world.streams(world.charter.subjects[indicator.of or ""].id)
    picks = picks_of(reader, streams, selectors)
    owner = np.repeat(np.arange(len(streams)), np.diff(picks.starts))
    sites = at_events(streams, owner, picks.rows, world.table.at[picks.rows])
    truths = picks.truths
    if indicator.where is not None:
        truths = both(truths, reader.truths(indicator.where, sites))
    return _Picked(sites, picks.rows, truths).some()


def _sites(indicator: Indicator, event: str, reader: Reader) -> Sites:
    """Return where the events of a type stand: in the streams of the subject that they are about, if they are."""
    world = reader.world
    rows = world.rows_of_type(event)
    at = world.table.at[rows]
    of = indicator.of or world.charter.events[event].of
    if of is None or not len(rows):
        return at_events(reader.no_streams, np.zeros(len(rows), np.int64), rows, at)
    streams = world.streams(world.charter.subjects[of].id)
    numbers = world.stream_of_row(streams)[rows]
    carried = np.flatnonzero(numbers >= 0)
    return at_events(streams, numbers[carried], rows[carried], at[carried])


def _observed(indicator: Indicator, picked: Sequence[_Picked], reader: Reader, measured: Name | None) -> Observations:
    count = sum(len(each.rows) for each in picked)
    rows = np.concatenate([np.empty(0, np.int64), *(each.rows for each in picked)])
    truths = np.concatenate([np.empty(0, np.int8), *(each.truths for each in picked)])
    parts = None
    if indicator.part is not None:
        parts = np.concatenate([np.empty(0, np.int8), *(reader.truths(indicator.part, e.sites) for e in picked)])
    amounts = present = units = None
    if measured is not None:
        column = _together([reader.read(measured, each.sites) for each in picked], count)
        amounts, present, units = exact_values(column)
    keys = None
    if indicator.distinct is not None:
        distinct = indicator.distinct
        keys = numbers_of(_together([reader.read(distinct, each.sites) for each in picked], count))
    by = tuple(_dimension(name, picked, reader, count) for name in indicator.by)
    at = reader.world.table.at[rows]
    return Observations(at, truths == TRUE, by, parts, amounts, present, units, keys, rows)


def _dimension(name: Name, picked: Sequence[_Picked], reader: Reader, count: int) -> Labels:
    return labels_of(_together([dimension_at(name, each.sites, reader) for each in picked], count))


def dimension_at(name: Name, sites: Sites, reader: Reader) -> Column:
    """Return what figures are broken down by: an attribute, or a kind of subject, which is told by its key."""
    kind = reader.charter.subjects.get(name.dotted)
    if kind is None:
        return reader.read(name, sites)
    columns = [codes_of(reader.of_subject(kind.name, (attribute,), sites)) for attribute in kind.id]
    if len(columns) == 1:
        return columns[0]
    texts = [[None if value is None else str(value) for value in column.objects()] for column in columns]
    parts = [None if None in key else " · ".join(map(str, key)) for key in zip(*texts, strict=True)]
    return coded(parts)


def _together(columns: Sequence[Column], count: int) -> Column:
    """Return columns one below the other."""
    starts = np.cumsum([0, *(len(column) for column in columns)])
    parts = [(np.arange(start, start + len(column)), column) for start, column in zip(starts, columns, strict=False)]
    return assembled(parts, count)
