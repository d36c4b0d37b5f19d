"""The promises that judging is measured with, said once for all judges: as a charter for ours, in parts for the peers.

The first ten bear no condition, and two events in three open one of them. The next twenty bear conditions, and so do
further ones up to a hundred, twenty in a turn, each turn with other cities, channels and limits. Among thirty are ten
that run under a calendar (five of them with pauses), two `never` and one `require`. Everything an order owes ends with
its cancellation. This module imports nothing, so that a peer can read it in a Python of its own.
"""

from dataclasses import dataclass
from typing import Literal

CITIES = tuple(f"city-{number:02}" for number in range(1, 13))
CHANNELS = ("app", "phone", "desk", "partner")
EVENTS = (
    "order_placed",
    "dispatch_offered",
    "order_accepted",
    "passenger_contacted",
    "vehicle_arrived",
    "trip_started",
    "trip_ended",
    "charge_recorded",
    "payment_received",
    "rating_submitted",
    "complaint_filed",
    "complaint_answered",
    "work_held",
    "work_resumed",
    "refund_requested",
    "refund_paid",
    "invoice_requested",
    "invoice_issued",
    "order_cancelled",
)
END, HOLD, RESUME = "order_cancelled", "work_held", "work_resumed"
MOST = 100
SECONDS = {"s": 1, "min": 60, "h": 3600}


@dataclass(frozen=True)
class Condition:
    """A comparison of an attribute with a constant, or with several under `in`."""

    attribute: str
    operator: Literal["=", "<>", "<=", ">=", "in"]
    value: int | str | tuple[str, ...]


@dataclass(frozen=True)
class Pick:
    """Events of a type for which all conditions hold."""

    event: str
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Promise:
    """`expect`: after `first`, `then` within `limit`; `never`: no `then` from `first` on; `require`: `where` at `first`."""

    id: str
    first: Pick
    then: Pick | None = None
    limit: str = ""
    pauses: bool = False
    verb: Literal["expect", "never", "require"] = "expect"
    until: str = ""
    require: Condition | None = None

    @property
    def seconds(self) -> int | None:
        """Return the limit in seconds where it is elapsed time, else None."""
        number, _, unit = self.limit.partition(" ")
        return int(number) * SECONDS[unit] if self.verb == "expect" and unit in SECONDS else None

    @property
    def is_plain(self) -> bool:
        """Tell whether the promise is an `expect` in elapsed time without pauses: what a peer can be asked for."""
        return self.seconds is not None and not self.pauses


def promises(count: int) -> tuple[Promise, ...]:
    """Return the first promises of the list."""
    if not 1 <= count <= MOST:
        raise ValueError(f"between 1 and {MOST} promises can be asked for, not {count}")
    listed = [*_BASE]
    for turn in range(-(-(MOST - len(_BASE)) // 20)):
        listed += _with_conditions(turn)
    return tuple(listed[:count])


def _expect(id_: str, first: str, then: str, limit: str, *, pauses: bool = False) -> Promise:
    return Promise(id_, Pick(first), Pick(then), limit, pauses)


_BASE = (
    _expect("offered", "order_placed", "dispatch_offered", "1 min"),
    _expect("accepted", "dispatch_offered", "order_accepted", "3 min"),
    _expect("contacted", "order_accepted", "passenger_contacted", "5 min"),
    _expect("boarded", "vehicle_arrived", "trip_started", "10 min"),
    _expect("finished", "trip_started", "trip_ended", "90 min"),
    _expect("charged", "trip_ended", "charge_recorded", "2 min"),
    _expect("paid", "charge_recorded", "payment_received", "30 min"),
    _expect("answered", "complaint_filed", "complaint_answered", "8 working h", pauses=True),
    _expect("refunded", "refund_requested", "refund_paid", "3 working days", pauses=True),
    _expect("invoiced", "invoice_requested", "invoice_issued", "16 working h"),
)


def _with_conditions(turn: int) -> list[Promise]:
    """Return twenty promises, in an order that keeps the mix of thirty for every count between."""
    office, street, rules = _office(turn), _street(turn), _rules(turn)
    mixed = []
    for number in range(3):
        mixed += [*office[2 * number : 2 * number + 2], *street[3 * number : 3 * number + 3], rules[number]]
    return [*mixed, *office[6:], *street[9:]]


def _office(turn: int) -> list[Promise]:
    """Return seven promises that run under the calendar, three of them with pauses."""
    near, far, severe, busy = _cities(turn, 3), _cities(turn + 5, 3), _at_least("severity", 4), _channel(turn)
    hours = 2 * turn
    specs = (
        ("complaint_filed", (severe,), "complaint_answered", (), f"{4 + hours} working h", True),
        ("complaint_filed", (near,), "complaint_answered", (_channels(turn),), f"{1 + turn} working days", True),
        ("refund_requested", (_at_most("amount", 2500 + 100 * turn),), "refund_paid", (), "2 working days", True),
        ("invoice_requested", (busy,), "invoice_issued", (), f"{9 + hours} working h", False),
        ("charge_recorded", (_channel(turn + 3), far), "payment_received", (), f"{1 + turn} working h", False),
        ("trip_ended", (_at_least("severity", 5),), "payment_received", (), f"{1 + turn} working h", False),
        ("payment_received", (near, severe), "invoice_issued", (), f"{2 + turn} working days", False),
    )
    return [
        Promise(f"office-{turn}-{number}", Pick(first, where), Pick(then, there), limit, pauses)
        for number, (first, where, then, there, limit, pauses) in enumerate(specs, start=1)
    ]


def _street(turn: int) -> list[Promise]:
    """Return ten promises in elapsed time."""
    near, far, severe, busy = _cities(turn, 2), _cities(turn + 4, 2), _at_least("severity", 4), _channel(turn)
    able, dear = _channels(turn), _at_least("amount", 6000 + 500 * turn)
    minutes = 1 + turn
    specs = (
        ("order_placed", (near, busy), "order_accepted", (), f"{2 + minutes} min"),
        ("order_placed", (far, severe), "dispatch_offered", (able,), f"{30 * minutes} s"),
        ("dispatch_offered", (near, severe), "order_accepted", (able,), f"{minutes} min"),
        ("order_accepted", (far, busy), "passenger_contacted", (_channels(turn + 1),), f"{10 * minutes} min"),
        ("order_accepted", (near, severe), "vehicle_arrived", (), f"{5 + 2 * minutes} min"),
        ("vehicle_arrived", (near, busy), "trip_started", (_at_most("severity", 4),), f"{3 + minutes} min"),
        ("trip_started", (dear, far), "trip_ended", (), f"{30 + 5 * minutes} min"),
        ("trip_ended", (near, severe), "charge_recorded", (_at_least("amount", 900 + 100 * turn),), f"{minutes} min"),
        ("charge_recorded", (dear,), "payment_received", (able,), f"{20 * minutes} min"),
        ("payment_received", (far, busy), "rating_submitted", (), f"{2 + minutes} h"),
    )
    return [
        Promise(f"street-{turn}-{number}", Pick(first, where), Pick(then, there), limit)
        for number, (first, where, then, there, limit) in enumerate(specs, start=1)
    ]


def _rules(turn: int) -> list[Promise]:
    """Return two `never` and one `require`."""
    near, severe = _cities(turn, 2), _at_least("severity", 4)
    ride = Promise(
        f"never-{turn}-1",
        Pick("trip_started", (near,)),
        Pick("passenger_contacted", (severe,)),
        verb="never",
        until="trip_ended",
    )
    fare = Promise(
        f"never-{turn}-2",
        Pick("trip_ended", (severe, near)),
        Pick("charge_recorded", (_at_least("amount", 9000 + 500 * turn),)),
        verb="never",
        until="payment_received",
    )
    limit = _at_most("amount", 12000 + 1000 * turn)
    return [
        ride,
        fare,
        Promise(f"require-{turn}-1", Pick("charge_recorded", (_cities(turn + 8, 2),)), verb="require", require=limit),
    ]


def _cities(start: int, count: int) -> Condition:
    return Condition("city", "in", tuple(CITIES[(start + number) % len(CITIES)] for number in range(count)))


def _channel(number: int) -> Condition:
    return Condition("channel", "=", CHANNELS[number % len(CHANNELS)])


def _channels(number: int) -> Condition:
    return Condition("channel", "in", (CHANNELS[number % len(CHANNELS)], CHANNELS[(number + 1) % len(CHANNELS)]))


def _at_least(attribute: str, value: int) -> Condition:
    return Condition(attribute, ">=", value)


def _at_most(attribute: str, value: int) -> Condition:
    return Condition(attribute, "<=", value)
