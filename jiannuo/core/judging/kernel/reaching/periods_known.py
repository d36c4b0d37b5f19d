"""What is known of the figure of a `reach` in each period, for each of the cells that it judges."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import numpy as np

from jiannuo.core.charters.charter import Indicator, Promise, Reach, Stated
from jiannuo.core.judging.event_table import coded
from jiannuo.core.judging.kernel.figures.observed_findings import FindingStore, observe_findings
from jiannuo.core.judging.kernel.figures.reckoning import Reckoning
from jiannuo.core.judging.kernel.figures.record import sources_of, spans_on_record
from jiannuo.core.judging.kernel.reaching.deciding import Known
from jiannuo.core.judging.kernel.reaching.stating import end_of_stated_day, value_stated
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states.lives import alive, lives_of
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.spans import Span
from jiannuo.core.statistics.exact_figures import Dimensions
from jiannuo.core.statistics.formulas import names_in
from jiannuo.core.statistics.recurring import NOWHERE, SINCE_EVER


@dataclass(frozen=True, slots=True)
class Place:
    """One figure that is judged: the start of its period, as the cells have it, and its dimensions."""

    start: int
    by: Dimensions


class Figures:
    """The figures that a `reach` judges: those of its indicator with the periods and thresholds of the promise."""

    def __init__(self, promise: Promise, reader: Reader, findings: FindingStore) -> None:
        self.promise, self.reader, self.findings = promise, reader, findings
        self._spans: dict[int, Known] = {}
        self.demand = cast(Reach, promise.demand)
        self.indicator = self._as_demanded(reader.charter.indicators[self.demand.indicator])

    def _as_demanded(self, indicator: Indicator) -> Indicator:
        demand = self.demand
        return replace(
            indicator,
            per=demand.per or indicator.per,
            by=demand.by,
            least=indicator.least if demand.least is None else demand.least,
            coverage=indicator.coverage if demand.coverage is None else demand.coverage,
        )

    def _parts(self, indicator: Indicator) -> list[Indicator]:
        """Return what the formula of an indicator is made of, and the indicator behind it."""
        indicators, formula = self.reader.charter.indicators, indicator.formula
        names = [] if formula is None else dict.fromkeys(name.dotted for name in names_in(formula))
        parts = [self._as_demanded(indicators[name]) for name in names if name in indicators]
        return [*(inner for part in parts for inner in self._parts(part)), indicator]

    @cached_property
    def work(self) -> Reckoning:
        """Return what has computed the cells."""
        work = Reckoning(
            self.reader,
            lambda indicator: observe_findings(indicator, self.findings, self.reader),
            (self.first, self.reader.world.as_of),
        )
        for part in self._parts(self.indicator):
            work.cells(part)
        return work

    # The record.

    @cached_property
    def sources(self) -> frozenset[str]:
        """Return the sources whose silence would matter."""
        parts = [part for part in self._parts(self.indicator) if part.formula is None]
        return frozenset(self.promise.sources).union(*(sources_of(part, self.reader) for part in parts))

    @cached_property
    def first(self) -> int:
        """Return the first instant on record: where no source says, that of the first event, without any `as_of`."""
        world = self.reader.world
        first = world.reach_of(self.sources).first
        if first is None:
            first = int(world.table.at[world.known.rows].min(initial=world.as_of))
        return min(first, world.as_of)

    @cached_property
    def recorded(self) -> list[Span]:
        """Return when all sources together are on record."""
        return spans_on_record(self.reader, self.sources)

    # What is judged.

    def places(self) -> Iterator[Place]:
        """Yield what is judged: cell by cell, the periods in order."""
        found: dict[Dimensions, list[int]] = {}
        for start in self.starts:
            for by in self._cells_in(start):
                found.setdefault(by, []).append(start)
        for by in sorted(found, key=lambda each: [str(value) for value in each]):
            yield from (Place(start, by) for start in found[by])

    def running(self, place: Place) -> list[Place]:
        """Return the figures, one behind the other, that tell of one whether it is missed for so many periods."""
        number = bisect_left(self.starts, place.start)
        return [Place(start, place.by) for start in self.starts[max(0, number + 1 - self.demand.periods) : number + 1]]

    @cached_property
    def starts(self) -> list[int]:
        """Return the starts of the periods of the edition (5.16), from the first that is on record on."""
        charter, world = self.reader.charter, self.reader.world
        starts = self.work.cycle(self.indicator).between(self.first, world.as_of)
        until = world.as_of + 1 if charter.until is None else charter.until
        starts = [start for start in starts if start == SINCE_EVER or charter.effective <= start < until]
        return starts if self.demand.target.value != "stated" else [start for start in starts if self._stated(start)]

    def _cells_in(self, start: int) -> Iterable[Dimensions]:
        if not self.demand.by:
            return [()]
        if self.demand.everyone:
            return self._living(start)
        return [by for by in self._observed.get(start, ()) if None not in by]

    @cached_property
    def _observed(self) -> dict[int, list[Dimensions]]:
        found: dict[int, list[Dimensions]] = {}
        for start, by in self.work.cells(self.indicator).by_cell:
            found.setdefault(start, []).append(by)
        return found

    def _living(self, start: int) -> list[Dimensions]:
        """Return the subjects alive throughout a period; of the whole time, those that ever lived."""
        kind = self.promise.kind or ""
        streams = self.reader.world.streams(self.reader.charter.subjects[kind].id)
        if start == SINCE_EVER:
            lives = lives_of(self.reader, streams)
            members = np.flatnonzero(np.diff(lives.starts))
        else:
            end = self.end_of(start)
            _, members, streams = alive(self.reader, kind, at=np.array([start]), until=np.array([end]))
        is_named = len(self.demand.by) == 1
        keys = (streams.keys[member] for member in members.tolist())
        return [(" · ".join(key),) if is_named else key for key in keys]

    def end_of(self, start: int) -> int:
        """Return the end of the period that begins there; the whole time ends with the day of which it is stated."""
        if start == SINCE_EVER and self.demand.target.value == "stated":
            return end_of_stated_day(self._stated(start), zone=self.reader.world.zone)
        return self.work.cycle(self.indicator).end_of(start)

    def _stated(self, start: int) -> Stated | None:
        """Return the latest of what the source states of a period."""
        end = self.work.cycle(self.indicator).end_of(start)
        about = [each for each in self.indicator.stated if start == SINCE_EVER or each.is_about(start, end)]
        return max(about, key=lambda each: each.as_of, default=None)

    # What is known.

    def known(self, places: Sequence[Place]) -> list[Known]:
        """Return what is known of each figure."""
        targets, is_relative = self._targets(places), self.demand.target.value == "previous"
        return [
            replace(self._known(place), before=self._before(place) if is_relative else None, target=target)
            for place, target in zip(places, targets, strict=True)
        ]

    def _known(self, place: Place) -> Known:
        cells, span = self.work.cells(self.indicator), self._span(place.start)
        exact = cells.by_cell.get((place.start, place.by), cells.nothing)
        if place.start == SINCE_EVER and self.demand.target.value == "stated":
            exact = self.work.until(self.indicator, span.end)
        return replace(span, exact=exact)

    def _span(self, start: int) -> Known:
        """Return what is known of a period, whatever the figure; each period once."""
        if start not in self._spans:
            end = self.end_of(start)
            from_ = self.first if start == SINCE_EVER else start
            begins = min(self.reader.charter.effective, end) if start == SINCE_EVER else start
            covered = sum(max(0, min(b, end) - max(a, from_)) for a, b in self.recorded)
            nothing = self.work.cells(self.indicator).nothing
            self._spans[start] = Known(begins, end, nothing, covered, end - from_, self._lacking(from_, end))
        return self._spans[start]

    def _before(self, place: Place) -> Known | None:
        if place.start == SINCE_EVER:
            return None
        start = int(self.work.cycle(self.indicator).starts_of(np.array([place.start - 1], np.int64))[0])
        return None if start == NOWHERE else self._known(Place(start, place.by))

    def _lacking(self, start: int, end: int) -> tuple[str, str]:
        """Return why the record of a period may not be whole, and the sources to blame."""
        world = self.reader.world
        late = world.unreached(self.sources, until=end)
        reach = world.reach_of(self.sources)
        if not late and any(from_ < end and until > start for from_, until in reach.gaps):
            return "source_gap", ", ".join(sorted(self.sources))
        return "source_incomplete", ", ".join(late or sorted(self.sources))

    def _targets(self, places: Sequence[Place]) -> list[object]:
        """Return the value of a target that is an expression, read at the end of each period."""
        value = self.demand.target.value
        if value == "stated":
            return [value_stated(self._stated(place.start)) for place in places]
        if isinstance(value, str):
            return [None] * len(places)
        return list(self.reader.read(value, self._sites(places)).objects())

    def _sites(self, places: Sequence[Place]) -> Sites:
        at = np.array([self.end_of(place.start) for place in places], np.int64)
        starts = np.array([max(place.start, self.first) for place in places], np.int64)
        member = None
        if len(self.demand.by) == 1:
            member = (self.demand.by[0].dotted, coded([place.by[0] for place in places]))
        nowhere = np.zeros(len(places), np.int64)
        return Sites(self.reader.no_streams, nowhere, at, period=(starts, at), member=member)
