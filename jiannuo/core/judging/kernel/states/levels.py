"""How states and levels of any kind stand at many positions, as known there (section 1 of the language)."""

from collections.abc import Mapping
from typing import NamedTuple, cast

import numpy as np

from jiannuo.core.charters.charter import CountLevel, IntervalState, LastLevel, State, SumLevel
from jiannuo.core.judging.event_table import MISSING, Coded, Column, object_array
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states.readings import last_reading, sum_at
from jiannuo.core.judging.kernel.states.state_keys import recorded
from jiannuo.core.judging.kernel.states.states import Stretches, changes_of_stretches, standing, stretches_of
from jiannuo.core.judging.kernel.states.steps import Standing, Steps, count_steps, truth_steps, values_at
from jiannuo.core.judging.kernel.streams.columns import codes_of
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.streams import Key
from jiannuo.core.judging.kernel.streams.truths import column_of
from jiannuo.core.values.compiled_clock import NONE


class Counted(NamedTuple):
    """The stretches of a counted state by the level's keys: `part` numbers the pairs of a level's and a state's key."""

    numbers: Mapping[Key, int]
    stretches: Stretches
    part: Numbers


def key_numbers(reader: Reader, state: State) -> Mapping[Key, int]:
    """Return the number of each key of a state or level."""
    return counted(reader, state).numbers if isinstance(state, CountLevel) else reader.world.streams(state.of).numbers


def stands_at(reader: Reader, state: State, keys: Numbers, sites: Sites) -> Column:
    """Return how a state or level of each key stands at the position, as known there; no key is nothing known of."""
    if isinstance(state, LastLevel):
        return last_reading(reader, state, keys, sites)
    if isinstance(state, SumLevel):
        return sum_at(reader, state, keys, sites.at)
    found = values_at(_steps(reader, state), keys, sites.at)
    return column_of(found.astype(np.int8)) if isinstance(state, IntervalState) else integers_or_none(found)


def integers_or_none(values: Numbers) -> Coded:
    """Return whole numbers as a column of few distinct ones, without a value for NONE."""
    distinct, codes = np.unique(values, return_inverse=True)
    found = np.where(values == NONE, MISSING, codes.reshape(-1)).astype(np.int32)
    return Coded(object_array(distinct.tolist()), found)


def truths_now(reader: Reader, state: IntervalState) -> Steps:
    """Return when a state of each key stands, as known at the instant itself."""
    return reader.world.remembered(("truths", state.name), lambda: _truths_now(stretches_of(reader, state)))


def _truths_now(stretches: Stretches) -> Steps:
    count = len(stretches.starts) - 1
    owner = np.repeat(np.arange(count), np.diff(stretches.starts))
    return truth_steps(Standing(owner, *standing(stretches)), count=count)


def _steps(reader: Reader, state: IntervalState | CountLevel) -> Steps:
    if isinstance(state, IntervalState):
        return truths_now(reader, state)
    return reader.world.remembered(("counts", state.name), lambda: _counts_now(counted(reader, state)))


def _counts_now(level: Counted) -> Steps:
    parts, part = np.unique(level.part, return_inverse=True)
    truths = truth_steps(Standing(part.reshape(-1), *standing(level.stretches)), count=len(parts))
    owner = np.repeat(np.arange(len(level.numbers)), np.diff(level.stretches.starts))
    of_part = np.zeros(len(parts), np.int64)
    of_part[part.reshape(-1)] = owner
    return count_steps(truths, of_part, count=len(level.numbers))


def counted(reader: Reader, level: CountLevel) -> Counted:
    """Return the stretches of the counted state whose opening events carry the keys of a level."""
    return reader.world.remembered(("counted", level.name), lambda: _counted(reader, level))


def _counted(reader: Reader, level: CountLevel) -> Counted:
    stretches = stretches_of(reader, cast(IntervalState, reader.charter.states[level.state]))
    carried = codes_of(recorded(reader, level.per, stretches.opener))
    texts = [str(value) for value in carried.values]
    used = np.unique(carried.codes[carried.codes != MISSING])
    numbers: dict[Key, int] = {}
    number = np.full(len(texts) + 1, -1, np.int64)
    for code in used.tolist():
        number[code] = numbers.setdefault((texts[code],), len(numbers))
    owner = number[carried.codes]
    state_key = np.repeat(np.arange(len(stretches.starts) - 1), np.diff(stretches.starts))
    order = np.flatnonzero(owner >= 0)
    order = order[np.lexsort((state_key[order], owner[order]))]
    starts = np.searchsorted(owner[order], np.arange(len(numbers) + 1))
    sorted_ = Stretches(starts, *(column[order] for column in stretches[1:]))
    return Counted(numbers, sorted_, owner[order] * (len(stretches.starts)) + state_key[order])


# What is read from states elsewhere.


def changes_of(reader: Reader, state: State) -> Listed:
    """Return, for each key, every instant at which a state or level may change."""
    if isinstance(state, IntervalState):
        return changes_of_stretches(stretches_of(reader, state))
    if isinstance(state, CountLevel):
        return changes_of_stretches(counted(reader, state).stretches)
    streams = reader.world.streams(state.of)
    return Listed(streams.starts, reader.world.table.at[streams.rows])
