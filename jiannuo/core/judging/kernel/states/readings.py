"""Levels that events tell: last readings, and sums of what was added and taken away (section 1 of the language)."""

from decimal import Decimal
from typing import NamedTuple

import numpy as np

from jiannuo.core.charters.charter import AttributeOf, LastLevel, SumLevel
from jiannuo.core.judging.event_table import MISSING, Coded, Column, Instants, object_array
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states.steps import Steps, places_at, values_at
from jiannuo.core.judging.kernel.streams.columns import codes_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites, at_events


def last_reading(reader: Reader, level: LastLevel, keys: Numbers, sites: Sites) -> Column:
    """Return the last reading of each key by its position, none where nothing was reported."""
    listed = reader.rows_of_types(reader.world.streams(level.of), (level.reading.event,))
    places = places_at(listed.starts, reader.world.table.at[listed.rows], keys, sites.at)
    rows = np.where(places < 0, -1, listed.rows[places] if len(listed.rows) else -1)
    return reader.attribute_of(level.reading.attribute, rows, sites)


def sum_at(reader: Reader, level: SumLevel, keys: Numbers, at: Instants) -> Column:
    """Return what a level of each key sums up to at an instant; with a missing value among them it is unknown."""
    sums = reader.world.remembered(("sums", level.name), lambda: _sums_of(reader, level))
    return sums.sums.taken(values_at(sums.steps, keys, at))


class _Sums(NamedTuple):
    """The sums at each event, as places in `sums`; the first is that of nothing."""

    steps: Steps
    sums: Coded


def _sums_of(reader: Reader, level: SumLevel) -> _Sums:
    signed = [*((1, source) for source in level.plus), *((-1, source) for source in level.minus)]
    parts = [_part(reader, level, sign, source) for sign, source in signed]
    owner, at = (np.concatenate([np.empty(0, np.int64), *(part[which] for part in parts)]) for which in (0, 1))
    order = np.lexsort((at, owner))
    distinct, codes = _running([value for part in parts for value in part[2]], owner, order)
    starts = np.searchsorted(owner[order], np.arange(len(reader.world.streams(level.of)) + 1))
    return _Sums(
        Steps(starts, at[order], codes), Coded(object_array(distinct), np.arange(len(distinct), dtype=np.int32))
    )


def _part(
    reader: Reader, level: SumLevel, sign: int, source: AttributeOf
) -> tuple[Numbers, Instants, list[Decimal | None]]:
    """Return the keys, instants and signed values of the events that tell a part of a sum."""
    streams = reader.world.streams(level.of)
    listed = reader.rows_of_types(streams, (source.event,))
    owner, at = np.repeat(np.arange(len(streams)), np.diff(listed.starts)), reader.world.table.at[listed.rows]
    sites = at_events(streams, owner, listed.rows, at)
    column = codes_of(reader.attribute_of(source.attribute, listed.rows, sites))
    values = [*(sign * Decimal(str(value)) for value in column.values), None]
    return owner, at, [values[code] for code in column.codes.tolist()]


def _running(values: list[Decimal | None], owner: Numbers, order: Numbers) -> tuple[list[Decimal], Numbers]:
    """Return the distinct sums, and which of them each owner's values so far come to; after a missing one none."""
    codes = np.empty(len(order), np.int64)
    numbers = {Decimal(0): 0}
    total: Decimal | None = Decimal(0)
    previous = -1
    for place, (of, at) in enumerate(zip(owner[order].tolist(), order.tolist(), strict=True)):
        value = values[at]
        total = Decimal(0) if of != previous else total
        total = None if total is None or value is None else total + value
        codes[place] = MISSING if total is None else numbers.setdefault(total, len(numbers))
        previous = of
    return list(numbers), codes
