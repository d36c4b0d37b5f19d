"""What `in_force`, `level`, `lowest` and `members` answer at many positions (section 2 of the language)."""

from collections.abc import Mapping
from typing import NamedTuple, cast

import numpy as np

from jiannuo.core.charters.charter import CountLevel, IntervalState, State
from jiannuo.core.expressions.syntax import Call, Literal, Selector
from jiannuo.core.judging.event_table import MISSING, Coded, Column, Instants, coded, object_array
from jiannuo.core.judging.kernel.reading.reading import Answer, Reader
from jiannuo.core.judging.kernel.states.levels import (
    changes_of,
    counted,
    integers_or_none,
    key_numbers,
    stands_at,
    truths_now,
)
from jiannuo.core.judging.kernel.states.state_keys import NO_KEY, is_own_stream, keys_carried, keys_given
from jiannuo.core.judging.kernel.states.states import Stretches, spans_known_at_the_end
from jiannuo.core.judging.kernel.states.steps import values_at
from jiannuo.core.judging.kernel.streams.columns import micros_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.span_lists import SpanLists, taken
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.compiling import compiled


def state_of(reader: Reader, call: Call) -> State:
    """Return the state or level that a call names first."""
    return reader.charter.states[str(cast(Literal, call.arguments[0]).value)]


def arguments_of(reader: Reader, call: Call, sites: Sites) -> list[Column]:
    """Return the values of what stands after the state's name."""
    return [reader.read(argument, sites) for argument in call.arguments[1:] if not isinstance(argument, Selector)]


def keys_at(reader: Reader, state: State, given: list[Column], sites: Sites) -> Numbers:
    """Return the number of the key that is meant at each position: the one given, or what is carried of it."""
    numbers = key_numbers(reader, state)
    if given:
        return keys_given(given, numbers, length=len(sites))
    if not isinstance(state, CountLevel) and is_own_stream(reader, state.of, sites):
        return sites.stream
    return keys_carried(reader, state.of, numbers, sites)


def spans_in_force(reader: Reader, state: State, sites: Sites) -> SpanLists:
    """Return, for each position, when a state of its key was certainly in force, as known at the end of the record."""
    if not isinstance(state, IntervalState):
        nothing = np.empty(0, np.int64)
        return SpanLists(np.zeros(len(sites) + 1, np.int64), nothing, nothing)
    return taken(spans_known_at_the_end(reader, state), keys_at(reader, state, [], sites))


def _stands(reader: Reader, call: Call, sites: Sites) -> Column:
    """Answer `in_force('state', keys)` and `level('state', keys)`: how it stands now; nothing if the key is missing."""
    state = state_of(reader, call)
    keys = keys_at(reader, state, arguments_of(reader, call, sites), sites)
    return _where(keys != NO_KEY, stands_at(reader, state, keys, sites))


def _where(known: np.ndarray[tuple[int], np.dtype[np.bool_]], column: Column) -> Column:
    return column if known.all() else column.taken(np.where(known, np.arange(len(column)), -1))


# The lowest stand in a span of time, as planned or known at the position.


class _Asked(NamedTuple):
    """What is asked of a level: its key, when that is known, and the span of time."""

    keys: Numbers
    known_at: Instants
    from_: Instants
    until: Instants


def _lowest(reader: Reader, call: Call, sites: Sites) -> Column:
    """Answer `lowest('level', from, to)`: the lowest stand in [from, to) as planned or known now."""
    state = state_of(reader, call)
    from_, until = (micros_of(column, missing=NONE) for column in arguments_of(reader, call, sites))
    asked = _Asked(keys_at(reader, state, [], sites), sites.at, from_, until)
    known = (asked.keys != NO_KEY) & (from_ != NONE) & (until != NONE)
    if isinstance(state, CountLevel):
        level = counted(reader, state)
        return _where(known, integers_or_none(_lowest_counts(asked, level.stretches, level.part)))
    return coded(
        [_lowest_stand(reader, state, asked, sites, place) if known[place] else None for place in range(len(sites))]
    )


def _lowest_stand(reader: Reader, state: State, asked: _Asked, sites: Sites, place: int) -> object:
    """Return the lowest stand of what only events change: none of those ahead is known."""
    key, from_, until = int(asked.keys[place]), int(asked.from_[place]), int(asked.until[place])
    changes = changes_of(reader, state)
    at = changes.rows[changes.starts[key] : changes.starts[key + 1]] if key >= 0 else changes.rows[:0]
    instants = np.unique(np.minimum([from_, *at[(from_ < at) & (at < until)].tolist()], asked.known_at[place]))
    here = sites.some(np.full(len(instants), place))
    there = Sites(here.streams, here.stream, instants, trigger=here.trigger, period=here.period)
    values = stands_at(reader, state, np.full(len(instants), key), there).objects().tolist()
    return None if None in values else min(values)


@compiled
def _lowest_counts(asked: _Asked, stretches: Stretches, part: Numbers) -> Numbers:
    found = np.zeros(len(asked.keys), np.int64)
    for site in range(len(asked.keys)):
        key = asked.keys[site]
        if key < 0:
            continue
        first, last, from_, until = (
            stretches.starts[key],
            stretches.starts[key + 1],
            asked.from_[site],
            asked.until[site],
        )
        lowest = _count_at(stretches, part, (first, last), asked.known_at[site], from_)
        for place in range(first, last):
            for at in (
                stretches.opened_at[place], stretches.from_[place], stretches.until[place],
                stretches.closed_at[place], stretches.doubted_at[place],
            ):  # fmt: skip
                if lowest != NONE and from_ < at < until:
                    count = _count_at(stretches, part, (first, last), asked.known_at[site], at)
                    lowest = NONE if count == NONE else min(lowest, count)
        found[site] = lowest
    return found


@compiled
def _count_at(stretches: Stretches, part: Numbers, span: tuple[int, int], known_at: int, at: int) -> int:
    """Return how many parts stand at an instant, as known at another; NONE if that is in doubt for one of them."""
    count, place = 0, span[0]
    while place < span[1]:
        current, stands, doubted = part[place], False, False
        while place < span[1] and part[place] == current:
            closed = stretches.closed_at[place] <= known_at
            until = stretches.closed_at[place] if closed else stretches.until[place]
            if stretches.opened_at[place] <= known_at and stretches.from_[place] <= at < until:
                if stretches.doubted_at[place] <= known_at and stretches.doubted_at[place] <= at:
                    doubted = True
                else:
                    stands = True
            place += 1
        if doubted and not stands:
            return int(NONE)
        count += 1 if stands else 0
    return count


# The members of what is in force.


def _members(reader: Reader, call: Call, sites: Sites) -> Column:
    """Answer `members('state', key)`: the last attribute of every key that begins so and is in force now."""
    state = cast(IntervalState, state_of(reader, call))
    given = arguments_of(reader, call, sites)
    beginnings, members = _by_beginning(reader, state, len(given))
    groups = keys_given(given, beginnings, length=len(sites))
    asked, codes = np.unique(np.stack([groups, sites.at], axis=1), axis=0, return_inverse=True)
    keys = reader.world.streams(state.of).keys
    found: list[object] = []
    for group, at in asked.tolist():
        there = members[group] if group >= 0 else np.empty(0, np.int64)
        stand = values_at(truths_now(reader, state), there, np.full(len(there), at))
        is_known = group != NO_KEY and not (stand == MISSING).any()
        found.append(tuple(keys[key][-1] for key in there[stand == 1].tolist()) if is_known else None)
    values = coded(found)
    return Coded(object_array(list(values.values)), values.codes[codes.reshape(-1)])


def _by_beginning(
    reader: Reader, state: IntervalState, length: int
) -> tuple[Mapping[tuple[str, ...], int], list[Numbers]]:
    """Return the number of each beginning of keys, and the keys that begin so, in order."""
    return reader.world.remembered(
        ("beginning", state.of, length), lambda: _grouped_by_beginning(reader, state, length)
    )


def _grouped_by_beginning(
    reader: Reader, state: IntervalState, length: int
) -> tuple[Mapping[tuple[str, ...], int], list[Numbers]]:
    numbers: dict[tuple[str, ...], int] = {}
    members: list[list[int]] = []
    for key, stream in sorted(reader.world.streams(state.of).numbers.items()):
        number = numbers.setdefault(key[:length], len(numbers))
        if number == len(members):
            members.append([])
        members[number].append(stream)
    return numbers, [np.array(each, np.int64) for each in members]


STATE_ANSWERS: Mapping[str, Answer] = {
    "in_force": _stands,
    "level": _stands,
    "lowest": _lowest,
    "members": _members,
}
"""The functions of conditions that look at states and levels."""
