"""The events of one stream by the part they play: small lists that are filled anew for each stream."""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.scanning.symbols import Symbols
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.truths import Truths
from jiannuo.core.values.compiling import compiled, compiled_inline, compiled_small

_SHORT = 40
PLAYED, DOUBTS, _APART = range(3)


class Roles(NamedTuple):
    """The rows that play part `p` are `row[first[p]:end[p]]`, in scan order; `truth` tells certain (1) from undecided (-1).

    `place` is where each stands in the track, and `played` has each part that any event plays once. `laid` tells how they
    lie: how many there are in `played`, how many events are undecided, and how far apart parts begin (0: as it comes).
    """

    first: Numbers
    end: Numbers
    row: Rows
    place: Numbers
    truth: Truths
    played: Numbers
    laid: Numbers


def empty_roles(parts: int, *, room: int) -> Roles:
    """Return roles with room for so many events in all; short streams need no counting before they are listed."""
    room = max(room, parts * _SHORT)
    return Roles(
        np.zeros(parts + 1, np.int64),
        np.zeros(parts, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int8),
        np.empty(parts, np.int64),
        np.zeros(3, np.int64),
    )


def copied(roles: Roles) -> Roles:
    """Return roles of their own for one who works beside others."""
    first, end, row, place, truth, played, laid = roles
    return Roles(first.copy(), end.copy(), row.copy(), place.copy(), truth.copy(), played.copy(), laid.copy())


@compiled
def room_needed(starts: Numbers, symbols: Symbols) -> int:
    """Return how many roles the events of a stream play at most."""
    most = 0
    for stream in range(len(starts) - 1):
        needed = 0
        for place in range(starts[stream], starts[stream + 1]):
            symbol = symbols.codes[place]
            needed += symbols.starts[symbol + 1] - symbols.starts[symbol]
        most = max(most, needed)
    return most


@compiled_inline
def fill_roles(roles: Roles, rows: Rows, span: tuple[int, int], symbols: Symbols) -> None:
    """List the events of one stream (places span[0] to span[1]) by the part they play."""
    _clear(roles, span, symbols)
    doubts, played = 0, 0
    for place in range(span[0], span[1]):
        symbol = symbols.codes[place]
        for entry in range(symbols.starts[symbol], symbols.starts[symbol + 1]):
            part, truth = symbols.part[entry], symbols.truth[entry]
            doubts += truth < 0
            if roles.end[part] == roles.first[part]:
                roles.played[played] = part
                played += 1
            _add(roles, part, rows[place], place, truth)
    roles.laid[PLAYED], roles.laid[DOUBTS] = played, doubts


@compiled_inline
def _clear(roles: Roles, span: tuple[int, int], symbols: Symbols) -> None:
    """Empty all parts: only those that the stream before played, where the next one is no longer than there is room."""
    length = span[1] - span[0]
    if length <= roles.laid[_APART]:
        for number in range(roles.laid[PLAYED]):
            part = roles.played[number]
            roles.end[part] = roles.first[part]
    elif length * len(roles.end) <= len(roles.row):
        roles.laid[_APART] = length
        for part in range(len(roles.end)):
            roles.first[part] = roles.end[part] = part * length
    else:
        roles.laid[_APART] = 0
        _make_room(roles, span, symbols)


@compiled_small
def _make_room(roles: Roles, span: tuple[int, int], symbols: Symbols) -> None:
    """Lay out a long stream by how many events play each part."""
    first, end = roles.first, roles.end
    for part in range(len(first)):
        first[part] = 0
    for place in range(span[0], span[1]):
        symbol = symbols.codes[place]
        for entry in range(symbols.starts[symbol], symbols.starts[symbol + 1]):
            first[symbols.part[entry] + 1] += 1
    for part in range(len(end)):
        first[part + 1] += first[part]
        end[part] = first[part]


@compiled_inline
def _add(roles: Roles, part: int, row: int, place: int, truth: int) -> None:
    """Add an event to a part; one that stands there already, seen another way, is certain if it is certain either way."""
    at = roles.end[part]
    if at > roles.first[part] and roles.row[at - 1] == row:
        roles.truth[at - 1] = max(roles.truth[at - 1], truth)
        return
    roles.row[at], roles.place[at], roles.truth[at] = row, place, truth
    roles.end[part] = at + 1


@compiled_inline
def has_doubts(roles: Roles) -> bool:
    """Tell whether any event of the stream is undecided in any part."""
    return bool(roles.laid[DOUBTS] > 0)


@compiled_inline
def first_since(roles: Roles, part: int, instant: int, at: Numbers) -> int:
    """Return the first entry of a part that did not happen before an instant."""
    low, high = roles.first[part], roles.end[part]
    while low < high:
        middle = (low + high) // 2
        if at[roles.row[middle]] < instant:
            low = middle + 1
        else:
            high = middle
    return int(low)
