"""The periods of a `hold`: each from the first instant that its subject lives in it, once for each member (4.9)."""

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from jiannuo.core.charters.charter import ForEach, Hold, Promise
from jiannuo.core.judging.event_table import Column, Instants
from jiannuo.core.judging.kernel.past.periods import natural_periods
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.reading.wanting import in_edition, wanted
from jiannuo.core.judging.kernel.scanning.openings import Members, listed_members
from jiannuo.core.judging.kernel.states.lives import alive, lives_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.span_lists import SpanLists, first_within, joined_lists
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.truths import TRUE, UNKNOWN
from jiannuo.core.values.compiled_clock import NONE


@dataclass(frozen=True, slots=True, eq=False)
class HoldOpenings:
    """The obligations of a `hold`, [start, end), by stream and in order; `root` is the start of the natural period.

    `member` numbers the values of `members` (-1 where there are none), which are values of `attribute`.
    """

    streams: Streams
    stream: Numbers
    root: Instants
    start: Instants
    end: Instants
    member: Numbers
    members: Column | None
    attribute: str

    def __len__(self) -> int:
        """Return the number of obligations."""
        return len(self.stream)

    def some(self, places: Numbers) -> "HoldOpenings":
        """Return some of the obligations."""
        return replace(
            self,
            stream=self.stream[places],
            root=self.root[places],
            start=self.start[places],
            end=self.end[places],
            member=self.member[places],
        )

    def sites(self, at: Instants | None = None) -> Sites:
        """Return the positions at which the obligations open, or where they stand at some instants."""
        member = None if self.members is None else (self.attribute, self.members.taken(self.member))
        instants = self.start if at is None else at
        return Sites(self.streams, self.stream, instants, period=(self.start, self.end), member=member)


def lived_spans(reader: Reader, streams: Streams) -> SpanLists:
    """Return, stream by stream, when its subject lived."""
    lives = lives_of(reader, streams)
    owner = np.repeat(np.arange(len(streams)), np.diff(lives.starts))
    return joined_lists(owner, lives.start, lives.until, count=len(streams))


def hold_openings(promise: Promise, reader: Reader, streams: Streams, lived: SpanLists) -> HoldOpenings:
    """Return the obligations of a `hold` under the edition, those that `where` and `unless` leave."""
    demand = cast(Hold, promise.demand)
    found = _periods(demand, reader, streams, lived)
    asked = wanted(reader, promise, found.sites())
    reader.world.note_undecided(promise.id, periods=found.root[asked == UNKNOWN])
    found = found.some(np.flatnonzero(asked == TRUE))
    return found if demand.for_each is None else _per_member(demand.for_each, reader, found)


def _periods(demand: Hold, reader: Reader, streams: Streams, lived: SpanLists) -> HoldOpenings:
    stream = np.flatnonzero(np.diff(lived.starts) > 0)
    first = np.maximum(lived.from_[lived.starts[stream]], reader.charter.effective)
    if demand.per == "total":
        root, end = first, np.full(len(first), reader.world.as_of)
    else:
        periods = natural_periods(reader.world, demand.per, first, with_first=True)
        stream, root, end = stream[periods.of], periods.start, periods.end
    start = first_within(lived, stream, root, end)
    kept = np.flatnonzero((start != NONE) & in_edition(reader.charter, start))
    member = np.full(len(kept), -1)
    return HoldOpenings(streams, stream[kept], root[kept], start[kept], end[kept], member, None, "")


def _per_member(for_each: ForEach, reader: Reader, openings: HoldOpenings) -> HoldOpenings:
    """Multiply obligations by their members, taken at the opening; without members there are none."""
    members = Members()
    if for_each.kind is not None:
        attribute = reader.charter.subjects[for_each.kind].id[0]
        places, who, kind = alive(reader, for_each.kind, at=openings.start)
        number_of = np.full(len(kind), -1)
        for each in np.unique(who).tolist():
            number_of[each] = members.number(kind.keys[each][0])
        numbers = number_of[who]
    else:
        attribute = for_each.attribute or ""
        counts, numbers = listed_members(reader, for_each, openings.sites(), members)
        places = np.repeat(np.arange(len(openings)), counts)
    return replace(openings.some(places), member=numbers, members=members.column(), attribute=attribute)
