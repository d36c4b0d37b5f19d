"""What indicators observe (section 7 of the language): events, or findings of one promise, each with what is read of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from jiannuo.core.charters.charter import AttributeOf, Expect, Indicator, Never, Operand, Promise, Require
from jiannuo.core.charters.owner_figures import goes_by_owner
from jiannuo.core.expressions.measuring import factor_between
from jiannuo.core.expressions.syntax import Call, Expression, Name, Selector
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.finding import Finding, Verdict
from jiannuo.core.judging.reference.moments import Answer, Moment, both, either, truth
from jiannuo.core.judging.reference.world import Stream, World, key_of
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import to_datetime

Answers = dict[str, Answer]
Amount = tuple[Fraction, str]
"""A number with its unit: `us` for lengths of time, a currency, a measure, or nothing."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that may belong to an indicator, at an instant; `belongs` is None where that is unknown.

    `part` says of a share whether it counts; `amount` is what is summed or ranked, `key` what counts once. `event` is the
    event observed, if it is one.
    """

    at: int
    belongs: bool | None
    by: tuple[str | None, ...]
    part: bool | None = None
    amount: Amount | None = None
    key: object = None
    event: Event | None = None


class Readable(Protocol):
    """Where an expression can be read: at an event, or of a finding."""

    @property
    def moment(self) -> Moment:
        """Return the position."""

    def value_of(self, name: Name) -> object:
        """Return what a name stands for."""

    def call(self, call: Call) -> object:
        """Return what a function answers."""

    @property
    def zone(self) -> str:
        """Return the charter's zone."""


@dataclass(frozen=True, slots=True)
class AtEvent:
    """What is read at an event."""

    moment: Moment

    @property
    def zone(self) -> str:
        """Return the charter's zone."""
        return self.moment.zone

    def value_of(self, name: Name) -> object:
        """Return what a name stands for at the event."""
        return self.moment.value_of(name)

    def call(self, call: Call) -> object:
        """Return what a function answers at the event."""
        return self.moment.call(call)


@dataclass(frozen=True, slots=True)
class OfFinding:
    """What is read of a finding: `finding.x` is its own, everything else as it was at the opening."""

    moment: Moment
    finding: Finding
    is_timed: bool

    @property
    def zone(self) -> str:
        """Return the charter's zone."""
        return self.moment.zone

    def value_of(self, name: Name) -> object:
        """Return what a name stands for."""
        return self.measure(name.parts[1]) if name.parts[0] == "finding" else self.moment.value_of(name)

    def call(self, call: Call) -> object:
        """Return what a function answers at the opening."""
        return self.moment.call(call)

    def measure(self, name: str) -> object:
        """Return what a finding says of itself; lengths are elapsed time."""
        finding = self.finding
        done = finding.met if finding.met is not None else finding.late_at
        margin = finding.margin if self.is_timed else None
        match name:
            case "took":
                return None if done is None else Duration(done - finding.start, Unit.ELAPSED)
            case "margin":
                return None if margin is None else Duration(margin, Unit.ELAPSED)
            case "late":
                return None if margin is None else Duration(max(-margin, 0), Unit.ELAPSED)
            case "start" | "due" | "met" | "late_at" | "broken_at":
                instant = getattr(finding, name)
                return None if instant is None else to_datetime(instant)
            case _:
                return getattr(finding, name)


# Events.


def observed_events(indicator: Indicator, world: World, answers: Answers) -> list[list[Observation]]:
    """Return what an indicator over events observes: one list, of a rate one for each side."""
    sides: Sequence[Operand] = indicator.ratio or (indicator.measured or indicator.counted,)
    return [list(_of_operand(indicator, side, world, answers)) for side in sides]


def _of_operand(indicator: Indicator, side: Operand, world: World, answers: Answers) -> Iterator[Observation]:
    selectors = (Selector(side.event),) if isinstance(side, AttributeOf) else side
    if any(selector.via is not None for selector in selectors):
        yield from _seen_by_subjects(indicator, selectors, world, answers)
        return
    for type_ in dict.fromkeys(selector.event for selector in selectors):
        of = indicator.of or world.charter.events[type_].of
        for event in world.by_type.get(type_, ()):
            moment = _moment(event, of, world, answers)
            if moment is None:
                continue
            belongs: bool | None = False
            for selector in selectors:
                if selector.event == type_:
                    belongs = either(belongs, moment.matches(selector, event))
            here = AtEvent(moment)
            if indicator.where is not None:
                belongs = both(belongs, truth(world.read(indicator.where, here)))
            if belongs is not False:
                measured = here.value_of(Name((side.attribute,))) if isinstance(side, AttributeOf) else None
                yield observation(indicator, here, event.at, belongs, measured)


def _seen_by_subjects(
    indicator: Indicator, selectors: Sequence[Selector], world: World, answers: Answers
) -> Iterator[Observation]:  # fmt: skip
    """Yield an event once for every subject that it belongs to, by what it carries or by the way to another subject."""
    of = world.charter.subjects[indicator.of or ""].id
    for key in world.keys(of):
        stream = world.stream(of, key)
        for event, verdict in Moment(world, stream, world.as_of, answers).matching(selectors):
            here = AtEvent(Moment(world, stream, event.at, answers, event, event))
            belongs = verdict
            if indicator.where is not None:
                belongs = both(belongs, truth(world.read(indicator.where, here)))
            if belongs is not False:
                yield observation(indicator, here, event.at, belongs, None)


def _moment(event: Event, of: str | None, world: World, answers: Answers) -> Moment | None:
    """Return the position of an event in the stream of the subject that it is about; None if it does not say which."""
    if of is None:
        return Moment(world, Stream((), (), None, ()), event.at, answers, event, event)
    ids = world.charter.subjects[of].id
    key = key_of(event, ids)
    return None if key is None else Moment(world, world.stream(ids, key), event.at, answers, event, event)


def observation(
    indicator: Indicator, here: Readable, at: int, belongs: bool | None, measured: object
) -> Observation:  # fmt: skip
    """Return what is observed at a position."""
    world = here.moment.world
    return Observation(
        at=at,
        belongs=belongs,
        by=tuple(_dimension(name, here) for name in indicator.by),
        part=None if indicator.part is None else truth(world.read(indicator.part, here)),
        amount=_amount(measured),
        key=None if indicator.distinct is None else world.read(indicator.distinct, here),
        event=here.moment.own,
    )


def _dimension(name: Name, here: Readable) -> str | None:
    """Return the text by which figures are told apart: of an attribute, or the key of a subject."""
    kind = here.moment.world.charter.subjects.get(name.dotted)
    if kind is None:
        value = here.value_of(name)
        return None if value is None else written(value)
    parts = [here.moment.attribute(kind.name, attribute) for attribute in kind.id]
    return None if None in parts else " · ".join(map(str, parts))


def written(value: object) -> str:
    """Return a value as the text by which figures are told apart."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _amount(value: object) -> Amount | None:
    match value:
        case bool():
            return None
        case int() | Decimal():
            return Fraction(value), ""
        case Duration(count=count, unit=Unit.ELAPSED):
            return Fraction(count), "us"
        case Money(amount=amount, currency=currency):
            return Fraction(amount), currency
        case Quantity(amount=amount, unit=unit):
            return Fraction(amount), unit
        case _:
            return None


def in_one_unit(amounts: Iterable[Amount]) -> tuple[list[Fraction], str | None]:
    """Return amounts in the unit of the first; None for the unit where they cannot be added up."""
    listed = list(amounts)
    if not listed:
        return [], ""
    unit = listed[0][1]
    found = []
    for number, other in listed:
        factor = Fraction(1) if other == unit else factor_between(other, unit)
        if factor is None:
            return [], None
        found.append(number * factor)
    return found, unit


# Findings.


def observed_findings(
    indicator: Indicator, findings: Iterable[Finding], world: World, answers: Answers
) -> list[list[Observation]]:  # fmt: skip
    """Return what an indicator over the findings of a promise observes."""
    promise = world.charter.promises[indicator.promise or ""]
    found = []
    for finding in findings:
        if finding.promise != promise.id or finding.verdict in ("lapsed", "withdrawn"):
            continue
        verdict = _counted_verdict(indicator, finding)
        if indicator.kind == "kept_rate" and verdict not in ("kept", "broken", "unknown"):
            continue
        here = OfFinding(_opened(promise, finding, world, answers), finding, promise.verb == "expect")
        belongs = True if indicator.where is None else truth(world.read(indicator.where, here))
        if belongs is not False:
            measured = None if indicator.measured is None else here.measure(indicator.measured.attribute)
            one = observation(indicator, here, finding.start, belongs, measured)
            found.append(_with_verdict(one, verdict) if indicator.kind == "kept_rate" else one)
    return [found]


def _counted_verdict(indicator: Indicator, finding: Finding) -> Verdict:
    """Return the verdict that counts: a rate about owners counts what the owner answers for."""
    own = finding.owner_verdict
    return finding.verdict if own is None or not goes_by_owner(indicator) else own


def _with_verdict(one: Observation, verdict: Verdict) -> Observation:
    """Count a finding as kept or not, or as unknown."""
    part = {"kept": True, "broken": False}.get(verdict)
    return Observation(one.at, one.belongs, one.by, part, one.amount, one.key, one.event)


def _opened(promise: Promise, finding: Finding, world: World, answers: Answers) -> Moment:
    """Return the position at which a finding opened."""
    trigger = _trigger(promise, finding, world)
    for_each = getattr(promise.demand, "for_each", None)
    member = None
    if for_each is not None:
        kind = world.charter.subjects.get(for_each.kind or "")
        member = (kind.id[0] if kind is not None else for_each.attribute or "", finding.member)
    stream = world.stream(promise.of, finding.subject)
    return Moment(world, stream, finding.start, answers, trigger, trigger, trigger, None, member)


def _trigger(promise: Promise, finding: Finding, world: World) -> Event | None:
    types = {selector.event for selector in _openers(promise, world)}
    triggers = (event for type_ in sorted(types) for event in world.by_type.get(type_, ()))
    return next((event for event in triggers if world.root_of(event) == finding.root), None)


def _openers(promise: Promise, world: World) -> tuple[Selector, ...]:
    match promise.demand:
        case Expect(after=after, reopened_by=again):
            return (*after, *again)
        case Never(from_=from_) if from_:
            return from_
        case Never() if promise.kind is not None:
            return world.charter.subjects[promise.kind].begins
        case Require(at=at):
            return at
        case _:
            return ()


def reads(indicator: Indicator) -> list[Expression]:
    """Return the expressions that an indicator reads of what it observes."""
    listed = (indicator.where, indicator.part, indicator.distinct, *indicator.by)
    return [expression for expression in listed if expression is not None]
