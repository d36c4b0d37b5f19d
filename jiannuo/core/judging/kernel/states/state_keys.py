"""Which state is meant at each position: the key that is given, or what the obligation and its event carry of it."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from jiannuo.core.judging.event_table import MISSING, Column, Rows
from jiannuo.core.judging.kernel.reading.combinations import combined
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.columns import assembled, codes_of, filled, nothing
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.streams import Key

NOT_THERE = -1
"""The number of a key that nothing is known of."""
NO_KEY = -2
"""Stands where a part of the key is missing."""


def keys_given(columns: Iterable[Column], numbers: Mapping[Key, int], *, length: int) -> Numbers:
    """Return the number of the key that columns of its values name at each position."""
    coded = [codes_of(column) for column in columns]
    distinct, codes = combined(coded, length)
    found = [NO_KEY] * len(distinct)
    for place, combination in enumerate(distinct):
        if MISSING not in combination:
            values = (column.values[code] for column, code in zip(coded, combination, strict=True))
            found[place] = numbers.get(tuple(str(value) for value in values), NOT_THERE)
    return np.array([*found, NO_KEY], np.int64)[codes]


def keys_carried(reader: Reader, of: Sequence[str], numbers: Mapping[Key, int], sites: Sites) -> Numbers:
    """Return the number of the key that the obligation and its event carry at each position."""
    columns = [_carried(reader, attribute, sites) for attribute in of]
    return keys_given(columns, numbers, length=len(sites))


def is_own_stream(reader: Reader, of: tuple[str, ...], sites: Sites) -> bool:
    """Tell whether the key is that of the positions' own streams."""
    has_member = sites.member is not None and sites.member[0] in of
    return sites.streams.of == of and sites.streams is reader.world.streams(of) and not has_member


def _carried(reader: Reader, attribute: str, sites: Sites) -> Column:
    if sites.member is not None and attribute == sites.member[0]:
        return sites.member[1]
    if attribute in sites.streams.of:
        return reader.key_texts(sites.streams, sites.stream, sites.streams.of.index(attribute))
    own, trigger = (None if rows is None else recorded(reader, attribute, rows) for rows in (sites.own, sites.trigger))
    if own is None or trigger is None:
        return next((column for column in (own, trigger) if column is not None), nothing(len(sites)))
    return filled(own, trigger)


def recorded(reader: Reader, attribute: str, rows: Rows) -> Column:
    """Return what events carry of an attribute, nothing built in and nothing computed; -1 stands for no event."""
    parts = []
    for type_ in reader.world.table.types:
        column = reader.world.column(type_, attribute)
        if column is not None:
            there = reader.places_of_type(type_, rows)
            parts.append((there, column.taken(rows[there])))
    return assembled(parts, len(rows))
