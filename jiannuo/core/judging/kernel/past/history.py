"""The functions of the past at many positions: seen, count, sum, first and last, within their windows."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, cast

import numpy as np

from jiannuo.core.expressions.syntax import Call, Name, Selector
from jiannuo.core.judging.event_table import Column
from jiannuo.core.judging.kernel.past.picks import Picks, candidates, picks_of
from jiannuo.core.judging.kernel.past.restarts import since_restart
from jiannuo.core.judging.kernel.past.summing import sums, zero_of
from jiannuo.core.judging.kernel.past.windows import (
    Looked,
    Looks,
    Tally,
    latest_certain,
    outermost,
    tallied,
)
from jiannuo.core.judging.kernel.reading.contexts import hangs_on_obligation
from jiannuo.core.judging.kernel.reading.reading import Answer, Reader
from jiannuo.core.judging.kernel.streams.columns import agreed, assembled, codes_of, integers
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites, at_events
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE, UNKNOWN, Truths, column_of
from jiannuo.core.values.clock import add
from jiannuo.core.values.durations import Duration

_NOTHING = np.empty(0, np.int64)


class _Unmeasured:
    """A window whose length is not known: whether an event lies within it is undecided."""


class _Past(NamedTuple):
    """What some positions look back at, and how their obligations see it."""

    looked: Looked
    looks: Looks
    sites: Sites
    of_group: Sites


Window = Duration | Selector | _Unmeasured | None
_At = Callable[[Reader, Call, _Past], Column]


def _answer(at: _At) -> Answer:
    """Return a function of the past as an answer: a window that a name stands for may differ from position to position."""

    def answer(reader: Reader, call: Call, sites: Sites) -> Column:
        if not isinstance(call.window, Name):
            return at(reader, call, _past(reader, call, sites, _measured(call.window)))
        window = codes_of(reader.named(call.window, sites))
        parts = []
        for code in np.unique(window.codes).tolist():
            there = np.flatnonzero(window.codes == code)
            length = _measured(window.values[code]) if code >= 0 else _Unmeasured()
            parts.append((there, at(reader, call, _past(reader, call, sites.some(there), length))))
        return assembled(parts, len(sites))

    return answer


def _measured(window: object) -> Window:
    """Return a window as it is; a parameter may be set to working time, which no calendar measures here."""
    if window is None or isinstance(window, Selector):
        return window
    return window if isinstance(window, Duration) and not window.unit.needs_calendar else _Unmeasured()


# Which events are looked at.


def _past(reader: Reader, call: Call, sites: Sites, window: Window) -> _Past:
    picks, group, of_group = _picked(reader, cast(Selector, call.arguments[0]), sites, summed=call.field)
    if sites.restarts is not None:
        picks, group, of_group = since_restart((picks, group, of_group), sites, sites.restarts, reader.world.order)
    here = np.full(len(sites), -1, np.int64) if sites.here is None else sites.here
    looks = Looks(group, sites.at, here, np.full(len(sites), -1, np.int64))
    if isinstance(window, Selector):
        looks = looks._replace(since=_since(reader, window, sites, here))
    looked = Looked(picks.starts, picks.rows, picks.truths, _NOTHING)
    if isinstance(window, Duration):
        at = reader.world.table.at[picks.rows]
        looked = looked._replace(ends=add(at, window, calendar=None, zone=reader.world.zone))
    if isinstance(window, _Unmeasured):
        looked = looked._replace(truths=np.full(len(picks.rows), UNKNOWN, np.int8))
    return _Past(looked, looks, sites, of_group)


def _since(reader: Reader, window: Selector, sites: Sites, here: Numbers) -> Numbers:
    """Return for each position the latest event of its past that certainly opens the window."""
    picks, group, _ = _picked(reader, window, sites)
    looks = Looks(group, sites.at, here, np.full(len(sites), -1, np.int64))
    return latest_certain(Looked(picks.starts, picks.rows, picks.truths, _NOTHING), looks, reader.world.order)


def _picked(
    reader: Reader, selector: Selector, sites: Sites, *, summed: str | None = None
) -> tuple[Picks, Numbers, Sites]:
    """Return what a selector picks in groups, the group of each position, and for each group how it is seen.

    A group is a stream, or where the selector looks at the obligation, each of its obligations apart.
    """
    streams = sites.streams
    if (sites.trigger is None and sites.period is None) or not hangs_on_obligation(
        selector, reader.charter, streams.of
    ):
        numbers = np.arange(len(streams))
        return picks_of(reader, streams, [selector]), sites.stream, Sites(streams, numbers, np.zeros_like(numbers))
    first, group = _obligations(sites)
    of_group = sites.some(first)
    listed = candidates(reader, streams, selector)
    counts = np.where(of_group.stream < 0, 0, listed.starts[of_group.stream + 1] - listed.starts[of_group.stream])
    owner = np.repeat(np.arange(len(first)), counts)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = listed.rows[np.repeat(listed.starts[of_group.stream], counts) + within]
    truths = reader.matches(selector, _seen_from(reader, of_group.some(owner), rows))
    kept = truths != FALSE
    starts = np.searchsorted(owner[kept], np.arange(len(first) + 1))
    return Picks(starts, rows[kept], truths[kept]), group, of_group


def _obligations(sites: Sites) -> tuple[Numbers, Numbers]:
    """Return where each combination of stream, trigger and period stands first, and the combination of each position."""
    parts = [sites.stream, *(() if sites.trigger is None else (sites.trigger,)), *(sites.period or ())]
    _, first, group = np.unique(np.column_stack(parts), axis=0, return_index=True, return_inverse=True)
    return first, group.reshape(-1)


def _seen_from(reader: Reader, obligations: Sites, rows: Numbers) -> Sites:
    """Return the positions of events as obligations see them, row by row."""
    at = reader.world.table.at[rows]
    return at_events(obligations.streams, obligations.stream, rows, at, sites=obligations)


# What is made of them.


def _tally(reader: Reader, past: _Past) -> Tally:
    return tallied(past.looked, past.looks, reader.world.order, _NOTHING)


def _seen(reader: Reader, call: Call, past: _Past) -> Column:
    tally = _tally(reader, past)
    truths = np.where(tally.certain > 0, TRUE, np.where(tally.doubtful > 0, UNKNOWN, FALSE))
    return column_of(cast(Truths, truths.astype(np.int8)))


def _count(reader: Reader, call: Call, past: _Past) -> Column:
    tally = _tally(reader, past)
    return integers(tally.certain, missing=tally.doubtful > 0)


def _sum(reader: Reader, call: Call, past: _Past) -> Column:
    """Return the exact sums; none where a summand, or whether it belongs, is unknown, or where they do not add up."""
    group = np.repeat(np.arange(len(past.of_group)), np.diff(past.looked.starts))
    sites = _seen_from(reader, past.of_group.some(group), past.looked.rows)
    values = codes_of(reader.attribute_of(call.field or "", past.looked.rows, sites))
    looked = past.looked._replace(truths=np.where(values.codes < 0, UNKNOWN, past.looked.truths).astype(np.int8))
    selector = cast(Selector, call.arguments[0])
    return sums(values, (looked, past.looks), reader.world, zero_of(reader.charter, selector.event, call.field or ""))


def _first(reader: Reader, call: Call, past: _Past) -> Column:
    return _outermost(reader, call, past, is_last=False)


def _last(reader: Reader, call: Call, past: _Past) -> Column:
    return _outermost(reader, call, past, is_last=True)


def _outermost(reader: Reader, call: Call, past: _Past, *, is_last: bool) -> Column:
    """Return the attribute of the outermost event; none if it is undecided, or if simultaneous ones differ."""
    found = outermost(past.looked, past.looks, reader.world.order, is_last)
    rows, sizes = past.looked.rows[found.places], np.diff(found.starts)
    if int(sizes.max(initial=0)) <= 1:
        picked = np.full(len(sizes), -1, np.int64)
        picked[sizes == 1] = rows
        picked[found.doubtful > 0] = -1
        return reader.attribute_of(call.field or "", picked, past.sites)
    owners = np.repeat(np.arange(len(sizes)), sizes)
    values = agreed(reader.attribute_of(call.field or "", rows, past.sites.some(owners)), found.starts)
    return values.taken(np.where(found.doubtful > 0, -1, np.arange(len(sizes))))


HISTORY: Mapping[str, Answer] = {
    "seen": _answer(_seen),
    "count": _answer(_count),
    "sum": _answer(_sum),
    "first": _answer(_first),
    "last": _answer(_last),
}
"""The functions of the past by name."""
