"""Where a signal is given: once until cleared, where its condition is true or has been true for long enough."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.past.picks import Picks
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order, first_after, is_past
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE, UNKNOWN, Truths
from jiannuo.core.values.compiling import compiled

Flags = NDArray[np.bool_]


class Looks(NamedTuple):
    """The condition as it was read, stream by stream: those of stream `s` are rows `starts[s]:starts[s + 1]`.

    `at` is when it counts as read, `ripe` when it will have been true long enough; `seen_at` and `own` (the event there,
    -1 for none) are the position it was read from.
    """

    starts: Numbers
    at: Instants
    ripe: Instants
    seen_at: Instants
    own: Rows
    truths: Truths


class _Clears(NamedTuple):
    """What clears, in scan order, and how many before each place certainly do and may do; `at` is of events."""

    rows: Rows
    truths: Truths
    certain: Numbers
    undecided: Numbers


@compiled
def given_by(looks: Looks, clears: Picks, order: Order, as_of: int) -> tuple[Numbers, Flags]:
    """Return the looks that give a signal, and of each whether it certainly does."""
    places, certain = np.empty(len(looks.at), np.int64), np.empty(len(looks.at), np.bool_)
    clearing = _Clears(clears.rows, clears.truths, _running(clears.truths, TRUE), _running(clears.truths, UNKNOWN))
    against = (_running(looks.truths, FALSE), _running(looks.truths, UNKNOWN))
    count = 0
    for stream in range(len(looks.starts) - 1):
        span, last = (clears.starts[stream], clears.starts[stream + 1]), -1
        for look in range(looks.starts[stream], looks.starts[stream + 1]):
            if looks.truths[look] == FALSE or looks.ripe[look] > as_of:
                continue
            found = 1 if last < 0 else _cleared((last, look), looks, clearing, span, order)
            if found != FALSE:
                found = _and(found, _lasts(look, looks.starts[stream + 1], looks, against))
            if found != FALSE and looks.ripe[look] > looks.at[look]:
                found = _and(found, _undisturbed(look, looks, clearing, span, order))
            if found == FALSE:
                continue
            places[count], certain[count] = look, found == TRUE
            last = look if found == TRUE else last
            count += 1
    return places[:count].copy(), certain[:count].copy()


@compiled
def _running(truths: Truths, wanted: np.int8) -> Numbers:
    """Return how many before each place are of one truth."""
    found = np.zeros(len(truths) + 1, np.int64)
    for place in range(len(truths)):
        found[place + 1] = found[place] + (truths[place] == wanted)
    return found


@compiled
def _and(one: int, other: int) -> int:
    if one == FALSE or other == FALSE:
        return 0
    return 1 if one == TRUE and other == TRUE else -1


@compiled
def _or(one: int, other: int) -> int:
    if one == TRUE or other == TRUE:
        return 1
    return 0 if one == FALSE and other == FALSE else -1


@compiled
def _lasts(look: int, end: int, looks: Looks, against: tuple[Numbers, Numbers]) -> int:
    """Tell whether the condition was true at a look and at all that follow it until it is ripe."""
    until = max(look + 1, look + np.searchsorted(looks.at[look:end], looks.ripe[look]))
    if against[0][until] > against[0][look]:
        return 0
    return -1 if against[1][until] > against[1][look] else 1


@compiled
def _cleared(between: tuple[int, int], looks: Looks, clears: _Clears, span: tuple[int, int], order: Order) -> int:
    """Tell whether what a look gave was cleared before a later look; an event of a look's own instant is before it."""
    given, look = between
    is_late = looks.ripe[given] > looks.at[given]
    from_ = looks.ripe[given] - 1 if is_late else looks.seen_at[given]
    first = first_after(clears.rows, span, from_, order.at)
    last = first_after(clears.rows, span, looks.seen_at[look] - 1, order.at)
    edge = first if is_late else first_after(clears.rows, span, from_ - 1, order.at)
    end = first_after(clears.rows, span, looks.seen_at[look], order.at)
    found = _among(clears, first, last)
    if found != TRUE:
        found = _or(found, _at_edge((edge, min(first, end)), between, looks, clears, order))
    if found != TRUE:
        found = _or(found, _at_edge((max(first, last), end), between, looks, clears, order))
    return found


@compiled
def _at_edge(places: tuple[int, int], between: tuple[int, int], looks: Looks, clears: _Clears, order: Order) -> int:
    """Tell whether any event of some places, all at the instant of one of two looks, clears between them."""
    given, look = between
    is_late, found = looks.ripe[given] > looks.at[given], 0
    for place in range(places[0], places[1]):
        row = clears.rows[place]
        is_behind = is_late or not is_past(row, looks.seen_at[given], looks.own[given], order)
        if is_behind and is_past(row, looks.seen_at[look], looks.own[look], order):
            found = _or(found, clears.truths[place])
    return found


@compiled
def _undisturbed(look: int, looks: Looks, clears: _Clears, span: tuple[int, int], order: Order) -> int:
    """Tell whether nothing cleared after a look before it was ripe."""
    at, own = looks.seen_at[look], looks.own[look]
    first = first_after(clears.rows, span, at, order.at)
    found = _among(clears, first, first_after(clears.rows, span, looks.ripe[look] - 1, order.at))
    for place in range(first_after(clears.rows, span, at - 1, order.at), first):
        if found != TRUE and not is_past(clears.rows[place], at, own, order):
            found = _or(found, clears.truths[place])
    return 0 if found == TRUE else -1 if found == UNKNOWN else 1


@compiled
def _among(clears: _Clears, first: int, last: int) -> int:
    """Tell whether any event from one place to another clears."""
    if last <= first:
        return 0
    if clears.certain[last] > clears.certain[first]:
        return 1
    return -1 if clears.undecided[last] > clears.undecided[first] else 0
