"""The reasons of findings, and the words that fill the sentence of each, for the verbs that run over spans of time."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.event_table import Instants, Rows, object_array
from jiannuo.core.judging.kernel.outcomes.outcomes import REASON
from jiannuo.core.judging.kernel.reading.wording import Words, names_unreached
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.plans.expecting import WAIVER


class Reasons(NamedTuple):
    """The codes of reasons, and what their words are made of: the event that ended each, a year, the due time."""

    codes: Numbers
    ended_by: Rows
    year: Numbers
    due: Instants


def reasons_of(world: World, codes: Numbers, ended_by: Callable[[], Rows]) -> NDArray[np.int8]:
    """Return the reasons; a ground that is a waiver is one. `ended_by` gives the events that ended obligations."""
    reasons: NDArray[np.int8] = codes.astype(np.int8)
    waiver = world.type_codes.get(WAIVER)
    if waiver is not None:
        grounds = (reasons == REASON["ground"]) & (world.table.type[ended_by()] == waiver)
        reasons[grounds] = REASON["waived"]
    return reasons


def words_of(world: World, reasons: Reasons, sources: Callable[[], frozenset[str]]) -> Words:
    """Return the words of each reason; of a value that is missing none. `sources` gives those that are needed."""
    words: Words = np.full(len(reasons.codes), None, np.object_)
    grounds, years, in_gap, incomplete = (
        np.flatnonzero(reasons.codes == REASON[name])
        for name in ("ground", "calendar_year_missing", "source_gap", "source_incomplete")
    )
    words[grounds] = object_array(world.table.types)[world.table.type[reasons.ended_by[grounds]]]
    words[years] = object_array([str(year) for year in reasons.year[years].tolist()])
    if len(in_gap):
        words[in_gap] = ", ".join(sorted(sources()))
    if len(incomplete):
        words[incomplete] = names_unreached(world, sources(), reasons.due[incomplete])
    return words
