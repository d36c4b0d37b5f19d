"""When a condition over states may change its value: the instants at which it is read (4.9)."""

from collections.abc import Iterator

import numpy as np

from jiannuo.core.expressions.syntax import Call, Expression, Literal, Name, Selector
from jiannuo.core.expressions.walking import walk
from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.past.picks import candidates
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states.levels import changes_of
from jiannuo.core.judging.kernel.states.state_answers import arguments_of, keys_at
from jiannuo.core.judging.kernel.streams.feeding import read_at_the_position, state_asked, types_read
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.sorting import order_within
from jiannuo.core.values.clock import add
from jiannuo.core.values.durations import Duration

_Found = tuple[Numbers, Instants]
"""Instants, each with the number of the record that it is for."""


def instants_to_read(
    condition: Expression, reader: Reader, records: Sites, bounds: tuple[Instants, Instants]
) -> Listed:
    """Return, for each record, the instants from its start to its end at which the condition may change, both included.

    A record is that of one subject (and member); its position is that of the first obligation it is for.
    """
    start, until = bounds
    everyone = np.arange(len(records))
    parts = [(everyone, start), (everyone, until), *_changes(condition, reader, records)]
    owner, at = (np.concatenate([part[which] for part in parts]) for which in (0, 1))
    within = (start[owner] <= at) & (at <= until[owner])
    owner, at = owner[within], at[within]
    order = order_within(owner, at, len(records))
    owner, at = owner[order], at[order]
    kept = np.flatnonzero((np.diff(owner, prepend=-1) != 0) | (np.diff(at, prepend=0) != 0))
    return Listed(np.searchsorted(owner[kept], np.arange(len(records) + 1)), at[kept])


def _changes(condition: Expression, reader: Reader, records: Sites) -> Iterator[_Found]:
    streams, at = records.streams, reader.world.table.at
    yield _expanded(Listed(streams.starts, at[streams.rows]), records.stream)
    for type_ in sorted(_types_to_meet(condition, reader, records)):
        everywhere = np.unique(at[reader.world.rows_of_type(type_)])
        yield np.repeat(np.arange(len(records)), len(everywhere)), np.tile(everywhere, len(records))
    for node in read_at_the_position(condition):
        if isinstance(node, Name):
            yield from _of_longer_keys(node, reader, records)
        if isinstance(node, Call):
            yield from _of_call(node, reader, records)


def _expanded(listed: Listed, numbers: Numbers) -> _Found:
    """Return all that is listed for each of some numbers; one below 0 has nothing."""
    there = np.maximum(numbers, 0)
    counts = np.where(numbers < 0, 0, np.diff(listed.starts, append=listed.starts[-1])[there])
    owner = np.repeat(np.arange(len(numbers)), counts)
    places = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts - listed.starts[there], counts)
    return owner, listed.rows[places]


# Attributes of subjects.


def _types_to_meet(condition: Expression, reader: Reader, records: Sites) -> set[str]:
    """Return the types of which every event is met, be it about another subject.

    Those are all that the condition reads where its value may change unnoticed in between; else only those by which
    subjects change that are reached through another, and those that make rows of tables.
    """
    read = types_read(condition, reader.charter)
    if _changes_unnoticed(condition, records):
        return read
    kinds = reader.charter.subjects
    nodes = list(read_at_the_position(condition))
    reached = {part for node in nodes if isinstance(node, Name) and node.parts[0] in kinds for part in node.parts[2:]}
    sources = [s for kind in kinds.values() for name in reached for s in kind.attributes.get(name, ())]
    tables = {table.rows_from for table in reader.charter.tables.values()}
    return {source.event for source in sources} | {type_ for type_ in read if type_ in tables}


def _changes_unnoticed(condition: Expression, records: Sites) -> bool:
    """Tell whether anything but the instants met changes the value: keys that move, windows by name, other subjects."""
    nodes = [node for node, _ in walk(condition)]
    if any(isinstance(node, Selector) and node.via is not None for node in nodes):
        return True
    calls = [node for node in nodes if isinstance(node, Call)]
    if any(call.function == "members" or isinstance(call.window, Name) for call in calls):
        return True
    keys = [part for call in calls if call.function in ("in_force", "level") for part in call.arguments[1:]]
    return not all(isinstance(key, Literal) or _is_fixed(key, records) for key in keys)


def _is_fixed(key: Expression | Selector, records: Sites) -> bool:
    carried = (*records.streams.of, *(() if records.member is None else (records.member[0],)))
    return isinstance(key, Name) and len(key.parts) == 1 and key.parts[0] in carried


def _of_longer_keys(name: Name, reader: Reader, records: Sites) -> Iterator[_Found]:
    """Yield when an attribute changes of the subject whose key is the beginning of the obligation's."""
    kind = name.parts[0] if len(name.parts) > 1 else records.streams.kind
    subject = reader.charter.subjects.get(kind or "")
    sources = subject.attributes.get(name.parts[-1 if len(name.parts) == 1 else 1], ()) if subject is not None else ()
    if subject is None or not sources or records.streams.of[: len(subject.id)] != subject.id:
        return
    streams, numbers = reader.streams_of_kind(kind or "", records)
    listed = reader.rows_of_types(streams, tuple(sorted({source.event for source in sources})))
    yield _expanded(Listed(listed.starts, reader.world.table.at[listed.rows]), numbers)


# Functions.


def _of_call(call: Call, reader: Reader, records: Sites) -> Iterator[_Found]:
    state = state_asked(call, reader.charter)
    if state is not None:
        given = arguments_of(reader, call, records) if call.function in ("in_force", "level") else []
        yield _expanded(changes_of(reader, state), keys_at(reader, state, given, records))
        return
    selector = call.arguments[0] if call.arguments else None
    if isinstance(selector, Selector) and isinstance(call.window, Duration):
        listed = candidates(reader, records.streams, selector)
        leaves = add(reader.world.table.at[listed.rows], call.window, calendar=None, zone=reader.world.zone)
        yield _expanded(Listed(listed.starts, leaves + 1), records.stream)
