"""The verb `reach`: a figure of each period meets a target (sections 3 and 4.10 of the language)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import cast

from jiannuo.core.charters.charter import Indicator, Promise, Reach, Stated
from jiannuo.core.expressions.measuring import MEASURES, factor_between, in_base_unit
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.figure_words import UNITS_OF_TIME, plain, words_of_figure, words_of_target
from jiannuo.core.judging.reference.figuring import Figure, evaluated, figure_of, holds, leaves, periods_from
from jiannuo.core.judging.reference.lives import alive, lives_of
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.observing import Observation, observed_events, observed_findings
from jiannuo.core.judging.reference.observing_time import is_over_time, observed_over_time
from jiannuo.core.judging.reference.recorded import share_on_record, sources_of_indicator, spans_on_record
from jiannuo.core.judging.reference.spans import FOREVER, Span, clipped, length
from jiannuo.core.judging.reference.world import Stream
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.clock import add
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import end_of_day, local_date, start_of_day, write_instant
from jiannuo.core.values.problems import Refusal

By = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one period comes to by itself: met, missed, or unknown (None), the code of the reason, and its words."""

    met: bool | None
    reason: str
    because: dict[str, str]


def judge_reach(promise: Promise, moment: Moment, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield one finding for each period and cell; `findings` are those of all other promises."""
    work = _Work(promise, moment, findings)
    for by, periods in sorted(work.judged().items(), key=lambda item: [str(value) for value in item[0]]):
        for span in periods:
            yield work.finding(span, by)


class _Work:
    """Judges one promise; `demanded` is its indicator as the promise has it."""

    def __init__(self, promise: Promise, moment: Moment, findings: Sequence[Finding]) -> None:
        self.promise, self.moment, self.world = promise, moment, moment.world
        self.demand = cast(Reach, promise.demand)
        self.demanded = self._as_demanded(self.world.charter.indicators[self.demand.indicator])
        parts = leaves(self.demanded, self.world.charter.indicators)
        self.parts = [self._as_demanded(part) for part in parts]
        self.sources = frozenset(promise.sources).union(*(sources_of_indicator(p, self.world) for p in self.parts))
        self.periods = self._periods()
        self.observed = {part.name: self._observed(part, findings) for part in self.parts}

    def _as_demanded(self, indicator: Indicator) -> Indicator:
        demand = self.demand
        return replace(
            indicator,
            per=demand.per or indicator.per,
            by=demand.by,
            least=indicator.least if demand.least is None else demand.least,
            coverage=indicator.coverage if demand.coverage is None else demand.coverage,
        )

    def _observed(self, indicator: Indicator, findings: Iterable[Finding]) -> list[list[Observation]]:
        answers = dict(self.moment.answers)
        if indicator.over == "findings":
            return observed_findings(indicator, findings, self.world, answers)
        if is_over_time(indicator):
            return observed_over_time(indicator, self.moment, self.periods)
        return observed_events(indicator, self.world, answers)

    # What is judged.

    def _periods(self) -> list[Span]:
        """Return the periods from the first that is on record on, also those before the edition."""
        periods = periods_from(self._first(), self.moment, self.demanded.per)
        stated = self._stated(periods[0]) if self.demand.target.value == "stated" else None
        if periods[0][0] != -FOREVER or stated is None:
            return periods
        day = local_date(stated.as_of, zone=self.moment.zone)  # a date counts whole
        whole = start_of_day(day, zone=self.moment.zone) == stated.as_of
        return [(-FOREVER, end_of_day(day, zone=self.moment.zone) if whole else stated.as_of)]

    def _first(self) -> int:
        """Return the first instant on record: where no source says, that of the first event, without any `as_of`."""
        first = self.world.reach_of(self.sources).first
        if first is None:
            first = self.world.events[0].at if self.world.events else self.world.as_of
        return min(first, self.world.as_of)

    def _in_edition(self) -> list[Span]:
        charter = self.world.charter
        until = FOREVER if charter.until is None else charter.until
        judged = [s for s in self.periods if s[0] == -FOREVER or charter.effective <= s[0] < until]
        return judged if self.demand.target.value != "stated" else [s for s in judged if self._stated(s) is not None]

    def _stated(self, span: Span) -> Stated | None:
        """Return the latest of what the source states of a period, which ends at the instant stated or holds it."""
        about = [each for each in self.demanded.stated if span[0] < each.as_of <= span[1] or span[0] == -FOREVER]
        return sorted(about, key=lambda each: each.as_of)[-1] if about else None

    def judged(self) -> dict[By, list[Span]]:
        """Return the periods in which each cell is judged."""
        found: dict[By, list[Span]] = {}
        for span in self._in_edition():
            for by in self._cells(span):
                found.setdefault(by, []).append(span)
        return found

    def _cells(self, span: Span) -> Iterable[By]:
        if not self.demand.by:
            return [()]
        if not self.demand.everyone:
            seen = [one for sets in self.observed.values() for observed in sets for one in observed]
            return dict.fromkeys(one.by for one in seen if holds(span, one.at) and None not in one.by)
        kind = self.world.charter.subjects[self.promise.kind or ""]
        if span[0] == -FOREVER:
            streams = [self.world.stream(kind.id, key) for key in self.world.keys(kind.id)]
            lived = [s.key for s in streams if lives_of(replace(self.moment, stream=s, at=self.world.as_of))]
        else:
            lived = alive(self.moment, kind.name, at=span[0], until=span[1])
        return [(" · ".join(key),) if len(self.demand.by) == 1 else key for key in lived]

    # One finding.

    def finding(self, span: Span, by: By) -> Finding:
        """Return the verdict on one figure."""
        start = min(self.world.charter.effective, span[1]) if span[0] == -FOREVER else span[0]
        known = clipped(spans_on_record(self.world, self.sources), from_=self._from(span), until=span[1])
        draft = Finding(
            promise=self.promise.id,
            subject=tuple(map(str, by)),
            root=write_instant(start, zone=self.moment.zone),
            verdict="pending",
            reason="period_running",
            start=start,
            because=words_of_figure(self.demanded, self.figure(span, by)),
            coverage=(length(known), span[1] - self._from(span)),
            edition=self.world.charter.edition,
        )
        return self._owned(self._decided(draft, span, by), span, by)

    def _from(self, span: Span) -> int:
        """Return where a period begins; the whole time where the record does."""
        return span[0] if span[0] != -FOREVER else self._first()

    def _decided(self, draft: Finding, span: Span, by: By) -> Finding:
        due, missing_year, provisional = self._closing(span[1])
        draft = replace(draft, provisional_years=provisional)
        if missing_year is not None and span[1] > self.world.as_of:
            return draft
        if missing_year is not None:
            because = {**self.outcome(span, by).because, "year": str(missing_year)}
            return replace(draft, verdict="unknown", reason="calendar_year_missing", because=because)
        draft = replace(draft, due=due)
        if due > self.world.as_of:
            return draft
        own = self.outcome(span, by)
        told = replace(draft, reason=own.reason, because=own.because)
        if own.met is None:
            return replace(told, verdict="unknown")
        if own.met:
            return replace(told, verdict="kept", met=span[1])
        return self._missed(told, span, by)

    def _missed(self, told: Finding, span: Span, by: By) -> Finding:
        """Call it broken if the target was missed in all of the periods running that `for` demands."""
        running = self.demand.periods
        own = self._in_edition().index(span)
        before = self._in_edition()[max(0, own + 1 - running) : own]
        met = [self.outcome(each, by).met for each in before]
        because = {**told.because, "periods": str(running)} if running > 1 else told.because
        if len(met) < running - 1 or True in met:
            return replace(told, verdict="kept", reason="missed_once", because=because, met=span[1])
        if None in met:
            return replace(told, verdict="unknown", reason="earlier_unknown", because=because)
        return replace(told, verdict="broken", broken_at=span[1])

    def _closing(self, end: int) -> tuple[int, int | None, tuple[int, ...]]:
        """Return when a period is judged, the year that the calendar lacks for that, and its provisional years."""
        after, promise = self.demand.closes_after, self.promise
        if after is None:
            return end, None, ()
        by_date = after.unit not in (Unit.ELAPSED, Unit.WORKING)  # its last day is the opening day
        start = end - 1 if by_date else end
        calendar = self.world.calendar(promise.calendar) if isinstance(promise.calendar, str) else None
        if calendar is None:
            return int(add(start, after, calendar=None, zone=self.moment.zone)), None, ()
        if not calendar.known_span[0] <= start < calendar.known_span[1]:
            return end, local_date(start, zone=calendar.rules.zone).year, ()
        try:
            due = int(add(start, after, calendar=calendar, zone=self.moment.zone))
        except Refusal:
            return end, calendar.known_years.stop, ()
        return due, None, calendar.provisional_years(start, due)

    # One figure.

    def figure(self, span: Span, by: By) -> Figure:
        """Return what the indicator comes to in a period for a cell."""

        def leaf(part: Indicator) -> Figure:
            observed = self.observed[part.name]
            mine = [[one for one in each if one.by == by and self._holds(span, one.at)] for each in observed]
            return figure_of(part, mine)

        return evaluated(self.demanded, leaf, self.moment)

    def _holds(self, span: Span, instant: int) -> bool:
        """Tell whether an instant counts in a period; one of which something is stated ends before its last instant."""
        return holds(span, instant) and (self.demand.target.value != "stated" or instant < span[1])

    def outcome(self, span: Span, by: By) -> Outcome:
        """Return what a period comes to by itself."""
        figure = self.figure(span, by)
        because = words_of_figure(self.demanded, figure)
        doubt = self._doubt(figure, span)
        if doubt is not None:
            return Outcome(None, doubt[0], {**because, **doubt[1]})
        return self._compared(figure, because, span, by)

    def _doubt(self, figure: Figure, span: Span) -> tuple[str, dict[str, str]] | None:
        least = Fraction(self.demanded.coverage) / 100
        if share_on_record(self.world, self.sources, (self._from(span), span[1])) < least:
            return self._lacking(span)
        if figure.unit is None:
            return "mixed_units", {}
        if figure.value is None:
            return "no_figure", {}
        if figure.count < self.demanded.least:
            return "too_few", {"least": str(self.demanded.least)}
        of = figure.count + figure.unknown
        if of and Fraction(figure.count, of) < least:
            return "too_little_known", {"coverage": _percent(Fraction(figure.count, of)), "least": _percent(least)}
        return None

    def _lacking(self, span: Span) -> tuple[str, dict[str, str]]:
        late = self.world.unreached(self.sources, until=span[1])
        gaps = clipped(self.world.reach_of(self.sources).gaps, from_=self._from(span), until=span[1])
        if gaps and not late:
            return "source_gap", {"source": ", ".join(sorted(self.sources))}
        return "source_incomplete", {"source": ", ".join(late or sorted(self.sources))}

    # The target.

    def _compared(self, figure: Figure, because: dict[str, str], span: Span, by: By) -> Outcome:
        value = figure.value or Fraction(0)
        if self.demand.target.value == "previous":
            before = self._before(span, by)
            if before is None:
                return Outcome(None, "no_previous", because)
            if before.unit != figure.unit and before.value and value:
                return Outcome(None, "mixed_units", because)
            target, shown = before.value or Fraction(0), words_of_figure(self.demanded, before)["value"]
        else:
            stands = self._target(span, by)
            if stands is None:
                return Outcome(None, "value_missing", {**because, "value": "target"})
            found = self._in_unit(stands, figure)
            if found is None:
                return Outcome(None, "mixed_units", because)
            target, shown = found, words_of_target(self.demanded, figure, stands)
        signs = {"at least": "≥", "at most": "≤", "more than": ">", "less than": "<", "equals": "="}
        met = _compare(self.demand.target.sign, value, target)
        told = words_of_figure(
            self.demanded, figure, hidden=lambda other: _compare(self.demand.target.sign, other, target) != met
        )
        sign = signs[self.demand.target.sign]
        return Outcome(met, "figure_reached" if met else "figure_missed", {**told, "target": f"{sign} {shown}"})

    def _before(self, span: Span, by: By) -> Figure | None:
        """Return the figure of the period before, None where there is none to rely on."""
        earlier = [each for each in periods_from(span[0] - 1, self.moment, self.demanded.per) if each[1] == span[0]]
        if not earlier:
            return None
        figure = self.figure(earlier[0], by)
        return figure if self._doubt(figure, earlier[0]) is None else None

    def _target(self, span: Span, by: By) -> object:
        """Return the value of a target that an expression gives, read at the end of the period."""
        value = self.demand.target.value
        if value == "stated":
            return _as_target(self._stated(span))
        if isinstance(value, str):
            return None
        member = (self.demand.by[0].dotted, by[0]) if len(by) == 1 else None
        nowhere = Stream((), (), None, ())
        there = replace(self.moment, stream=nowhere, at=span[1], period=(self._from(span), span[1]), member=member)
        return self.world.read(value, there)

    def _in_unit(self, target: object, figure: Figure) -> Fraction | None:
        """Return a target in the unit of the exact figure; a plain number counts in the unit in which it is told."""
        nothing = figure.unit == "" and figure.value == 0
        match target:
            case bool():
                return None
            case int() | Decimal() if figure.unit == "us":
                return Fraction(target) * UNITS_OF_TIME.get(self.demanded.unit or "", 1)
            case int() | Decimal():
                shown = self.demanded.unit or ("%" if self.demanded.kind in ("share", "kept_rate") else "")
                return Fraction(target) / {"%": 100, "‰": 1000}.get(shown, 1)
            case Duration(count=count, unit=Unit.ELAPSED):
                return Fraction(count) if figure.unit == "us" or nothing else None
            case Money(amount=amount, currency=currency):
                return Fraction(amount) if figure.unit == currency or nothing else None
            case Quantity(amount=amount, unit=unit):
                based, factor = in_base_unit(amount, unit), factor_between(unit, figure.unit or "")
                if based is not None and based[0] == "share" and figure.unit == "":
                    return based[1]
                if factor is None:
                    return Fraction(amount) if nothing or unit == figure.unit else None
                return Fraction(amount) * factor
            case _:
                return None

    # Who answers.

    def _owned(self, finding: Finding, span: Span, by: By) -> Finding:
        """Return the finding with its owner: a dimension, the subject's attribute at the period's end, or the word itself."""
        name = self.promise.owner
        if name is None:
            return finding
        kind = self.world.charter.subjects.get(self.promise.kind or "")
        names = [each.dotted for each in self.demand.by]
        owner: object = name
        if name in names:
            owner = by[names.index(name)]
        elif kind is not None and name in kind.attributes:
            keys = (key for key in self.world.keys(kind.id) if " · ".join(key) == " · ".join(map(str, by)))
            key = next(keys, None)
            there = None if key is None else replace(self.moment, stream=self.world.stream(kind.id, key), at=span[1])
            owner = None if there is None else there.attribute(kind.name, name)
        return replace(finding, owner=None if owner is None else str(owner), owner_verdict=finding.verdict)


def _as_target(stated: Stated | None) -> object:
    """Return what is stated as a target has it."""
    if stated is None or stated.value.unit is None:
        return None if stated is None else stated.value.value
    if stated.value.unit == "us":
        return Duration(int(stated.value.value), Unit.ELAPSED)
    kind = Quantity if stated.value.unit in MEASURES else Money
    return kind(stated.value.value, stated.value.unit)


def _compare(sign: str, value: Fraction, target: Fraction) -> bool:
    if sign == "equals":
        return value == target
    if sign in ("at least", "more than"):
        return value > target or (sign == "at least" and value == target)
    return value < target or (sign == "at most" and value == target)


def _percent(share: Fraction) -> str:
    return f"{plain(share * 100)} %"
