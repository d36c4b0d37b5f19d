"""Who lives when: the lives of every stream's subject as columns (sections 1 and 4.7)."""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.past.picks import Picks, picks_of
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states.steps import places_at
from jiannuo.core.judging.kernel.streams.endings_at_once import is_ended_by
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order, first_after, is_before
from jiannuo.core.judging.kernel.streams.spans import FOREVER
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.truths import TRUE
from jiannuo.core.values.compiling import compiled


class Lives(NamedTuple):
    """The lives of stream `s` are rows `starts[s]:starts[s + 1]`, each [start, until), in order.

    `began` and `ended` are the events that began and ended a life, -1 for none.
    """

    starts: Numbers
    start: Instants
    until: Instants
    began: Rows
    ended: Rows


def lives_of(reader: Reader, streams: Streams) -> Lives:
    """Return the lives of every stream's subject; without a declared beginning it lives from its first event on."""
    return reader.world.remembered(("lives", streams.of), lambda: _lives_of(reader, streams))


def _lives_of(reader: Reader, streams: Streams) -> Lives:
    kind = reader.charter.subjects.get(streams.kind or "")
    if kind is None or not kind.begins:
        start = reader.world.table.at[streams.rows[streams.starts[:-1]]]
        nothing = np.full(len(streams), -1, np.int64)
        return Lives(np.arange(len(streams) + 1), start, np.full(len(streams), FOREVER), nothing, nothing)
    begins = certain(picks_of(reader, streams, kind.begins))
    ends = certain(picks_of(reader, streams, kind.ends))
    return _lives(begins, ends, reader.world.order)


def certain(picks: Picks) -> Listed:
    """Return the events that are picked beyond doubt."""
    kept = np.flatnonzero(picks.truths == TRUE)
    return Listed(np.searchsorted(kept, picks.starts), picks.rows[kept])


@compiled
def _lives(begins: Listed, ends: Listed, order: Order) -> Lives:
    count = len(begins.starts) - 1
    starts = np.zeros(count + 1, np.int64)
    start, until = np.empty(len(begins.rows), np.int64), np.empty(len(begins.rows), np.int64)
    began, ended = np.empty(len(begins.rows), np.int64), np.empty(len(begins.rows), np.int64)
    found = 0
    for stream in range(count):
        for place in range(begins.starts[stream], begins.starts[stream + 1]):
            begin = begins.rows[place]
            at, last = order.at[begin], found - 1
            lived = found > starts[stream]
            if lived and not _is_over(start[last], ended[last], begin, order):
                continue
            stood = lived and start[last] < at <= until[last]
            end = _first_end(begin, ends.rows, (ends.starts[stream], ends.starts[stream + 1]), stood, order)
            start[found], began[found], ended[found] = at, begin, end
            until[found] = FOREVER if end < 0 else order.at[end]
            found += 1
        starts[stream + 1] = found
    return Lives(starts, start[:found].copy(), until[:found].copy(), began[:found].copy(), ended[:found].copy())


@compiled
def _is_over(start: int, ended: int, begin: int, order: Order) -> bool:
    """Tell whether a life had ended when something would begin another; at one instant its end comes first."""
    if ended < 0:
        return False
    if is_before(ended, begin, order):
        return True
    is_at_once = order.at[ended] == order.at[begin] and not is_before(begin, ended, order)
    return bool(start < order.at[begin] and is_at_once)


@compiled
def _first_end(begin: int, ends: Rows, span: tuple[int, int], stood: bool, order: Order) -> int:
    for place in range(first_after(ends, span, order.at[begin] - 1, order.at), span[1]):
        if is_ended_by(begin, ends[place], 1 if stood else 0, order) == 1:
            return int(ends[place])
    return -1


def life_at(lives: Lives, stream: Numbers, at: Instants) -> Numbers:
    """Return, for each stream and instant, the latest life that had begun by then, be it over or not; -1 if none had."""
    return places_at(lives.starts, lives.start, stream, at)


def alive(
    reader: Reader, kind: str, *, at: Instants, until: Instants | None = None
) -> tuple[Numbers, Numbers, Streams]:
    """Return who of a kind lives at each instant: pairs of a place in `at` and a stream, in the order of their keys.

    With `until`, those that live from there throughout. The third is the streams of the kind.
    """
    streams = reader.world.streams(reader.charter.subjects[kind].id)
    lives = lives_of(reader, streams)
    least = at + 1 if until is None else until
    asked, asking = np.unique(np.stack([at, least], axis=1), axis=0, return_inverse=True)
    members = [_living(lives, streams, instant, throughout) for instant, throughout in asked.tolist()]
    sizes = np.array([len(each) for each in members], np.int64)[asking.reshape(-1)]
    places = np.repeat(np.arange(len(at)), sizes)
    found = [members[number] for number in asking.reshape(-1).tolist()]
    return places, np.concatenate([np.empty(0, np.int64), *found]), streams


def _living(lives: Lives, streams: Streams, at: int, least: int) -> Numbers:
    owner = np.repeat(np.arange(len(streams)), np.diff(lives.starts))
    there = np.unique(owner[(lives.start <= at) & (least <= lives.until)])
    return np.array(sorted(there.tolist(), key=streams.keys.__getitem__), np.int64)
