"""Small stories told by hand and judged by the ride-hailing pack: by the reference, and by the kernel, which must agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.findings.outcome_columns import outcome_batches
from jiannuo.core.engines.indicators import indicators_over
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.figures.observed_findings import FindingStore
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.reference.judge import Judge
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.rendering.findings.finding_words import explain_finding
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.values.amounts import Money, Point
from tests.conftest import REPOSITORY

ZONE = ZoneInfo("Asia/Shanghai")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = "2026-03-02"
PICK_UP = Point(31.1443, 121.8083)
TWO_KILOMETRES_OFF = Point(31.1623, 121.8083)
DESTINATION = Point(31.2304, 121.4737)
THREE_KILOMETRES_FROM_IT = Point(31.2574, 121.4737)


@cache
def the_pack() -> Charter:
    """Return the charter of the pack."""
    return read_charter(REPOSITORY / "charters" / "ride-hailing")


@cache
def the_kernel() -> Kernel:
    """Return the kernel that judges by the pack."""
    return Kernel(plan_of(the_pack()))


def at(moment: str) -> int:
    """Return microseconds UTC of a local time: hours of the day of the story, or a date with hours."""
    text = moment if "-" in moment else f"{DAY} {moment}"
    return (datetime.fromisoformat(text).replace(tzinfo=ZONE) - EPOCH) // timedelta(microseconds=1)


def when(moment: str) -> datetime:
    """Return an instant as an attribute holds it."""
    return EPOCH + timedelta(microseconds=at(moment))


def yuan(amount: str) -> Money:
    """Return money in CNY."""
    return Money(Decimal(amount), "CNY")


@dataclass
class Story:
    """Events of one log; every source is complete until the story is judged."""

    events: list[Event] = field(default_factory=list)
    _judged: dict[str, tuple[list[Event], list[Finding]]] = field(default_factory=dict)
    _reckoned: dict[str, tuple[list[Event], tuple[Table, ...]]] = field(default_factory=dict)

    def tell(self, moment: str, type: str, *, by: str | None = None, of: Mapping[str, object] | None = None) -> "Story":
        """Add an event; `by` a person, or a machine where it ends in `-bot`. Return the story."""
        kind = None if by is None else "system" if by.endswith("-bot") else "person"
        source = the_pack().events[type].source or ""
        self.events.append(
            Event(
                id=f"e{len(self.events):03}",
                type=type,
                at=at(moment),
                recorded_at=at(moment),
                attributes=dict(of or {}),
                source=source,
                actor=by,
                actor_kind=kind,
            )
        )
        return self

    def order(
        self, moment: str, type: str, *, by: str | None = None, of: Mapping[str, object] | None = None
    ) -> "Story":
        """Add an event of the order o1."""
        return self.tell(moment, type, by=by, of={"order_id": "o1", **(of or {})})

    def judged(self, as_of: str, promise: str) -> list[Finding]:
        """Return what both judges find of a promise, in the order of its opening."""
        return [finding for finding in self._found(as_of) if finding.promise == promise]

    def _found(self, as_of: str) -> list[Finding]:
        """Return what both judges find; the same events are judged once."""
        events, found = self._judged.get(as_of, ([], []))
        if events != self.events:
            log = Log(tuple(self.events), self._reach(as_of))
            found = _sorted(Judge(the_pack(), log, as_of=at(as_of)).findings())
            judging = the_kernel().judging(table_of(log.events), log.reach, as_of=at(as_of))
            assert _sorted(judging.findings()) == found
            self._judged[as_of] = [*self.events], found
        return found

    def one(self, as_of: str, promise: str) -> Finding:
        """Return the only finding of a promise."""
        [finding] = self.judged(as_of, promise)
        return finding

    def explained(self, as_of: str, promise: str) -> str:
        """Return what a reader is told in English of the only finding of a promise."""
        events = {event.id: event for event in self.events}
        return explain_finding(self.one(as_of, promise), charter=the_pack(), events=events).en

    def figures(self, as_of: str, indicator: str) -> dict[tuple[str, ...], Figure]:
        """Return the figures of an indicator, by the local beginning of the period and the dimensions."""
        events, tables = self._reckoned.get(as_of, ([], ()))
        if events != self.events:
            tables = self._tables(as_of)
            self._reckoned[as_of] = [*self.events], tables
        [table] = [table for table in tables if table.indicator.name == indicator]
        return {(_local(figure.from_), *map(str, figure.by)): figure for figure in table.figures}

    def _tables(self, as_of: str) -> tuple[Table, ...]:
        judging = the_kernel().judging(table_of(self.events), self._reach(as_of), as_of=at(as_of))
        store = FindingStore(the_pack())
        for outcomes in judging.outcomes():
            verb = the_pack().promises[outcomes.promise].verb
            for batch in outcome_batches(outcomes, judging.world, verb=verb, engine_version=""):
                store.keep(batch)
        return indicators_over(judging, store, first=min(event.at for event in self.events))

    def _reach(self, as_of: str) -> dict[str, Reach]:
        names = {event.source for event in self.events} | set(the_pack().sources)
        return {name: Reach(at(as_of)) for name in names}


def _local(instant: int | None) -> str:
    """Return a date, with the time of day where that is not midnight."""
    moment = (EPOCH + timedelta(microseconds=instant or 0)).astimezone(ZONE)
    return f"{moment:%Y-%m-%d}" if (moment.hour, moment.minute) == (0, 0) else f"{moment:%Y-%m-%d %H:%M}"


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.promise, finding.start, finding.identity))


PLACED: Mapping[str, object] = {
    "passenger_id": "p1",
    "product_type": "other",
    "booked_class": "comfort",
    "price": yuan("200"),
    "price_items": ("toll", "parking", "night_fee"),
    "pickup_point": PICK_UP,
    "destination": DESTINATION,
    "city": "Shanghai",
}
ACCEPTED: Mapping[str, object] = {"passenger_id": "p1", "driver_id": "d1", "plate": "A1", "vehicle_class": "comfort"}


def placed(appointment: str = "15:00", *, moment: str = "08:00", of: Mapping[str, object] | None = None) -> Story:
    """Return a story in which an order with an appointment was placed; the three classes of vehicle are defined."""
    story = Story()
    for code, rank, pax in (("economy", 1, 4), ("comfort", 2, 4), ("business", 3, 6)):
        limits = {"class_code": code, "rank": rank, "max_pax": pax, "max_bags": 3}
        story.tell("2026-02-01 00:00", "vehicle_class_defined", of=limits)
    return story.order(moment, "order_placed", of={**PLACED, "appointment_at": when(appointment), **(of or {})})


def accepted(
    moment: str = "09:00",
    *,
    appointment: str = "15:00",
    order: Mapping[str, object] | None = None,
    of: Mapping[str, object] | None = None,
) -> Story:
    """Return a story in which the driver d1 has accepted an order with the vehicle A1."""
    return placed(appointment, of=order).order(moment, "order_accepted", of={**ACCEPTED, **(of or {})})


def press(button: str, place: Point | None = None, *, driver: str = "d1") -> Mapping[str, object]:
    """Return the attributes of a press of a button: where it was pressed and by whom."""
    default = {"arrive": PICK_UP, "start": PICK_UP, "end": DESTINATION}[button]
    return {"driver_id": driver, "place": place or default}


FIRST: Mapping[str, object] = {
    "driver_id": "d1",
    "channel": "sms",
    "purpose": "first",
    "delivered_or_connected": True,
}
"""A first contact of the driver d1 with his passenger."""
ADMITTED: Mapping[str, object] = {"driver_id": "d1", "company_id": "x1", "city": "Shanghai"}


def handed_on(to: str = "d2", *, plate: str = "A2") -> Mapping[str, object]:
    """Return the attributes of a reassignment by the platform."""
    told = {"reassigned_by": "platform", "from_driver": "d1", "to_driver": to, "plate": plate}
    return {**told, "vehicle_class": "comfort"}


def charge(item: str, amount: str, *, payee: str = "platform") -> Mapping[str, object]:
    """Return the attributes of a charge in CNY."""
    return {"payee": payee, "item": item, "amount": yuan(amount)}
