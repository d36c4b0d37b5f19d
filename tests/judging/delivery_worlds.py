"""Random logs about deliveries: orders that live and die, and drivers they are seen by, for promises on spans and events.

There are ties with and without `seq`, corrections, holes in the record, waivers, grounds in doubt, and lengths that are
looked up; some logs lie where the calendar knows no holidays.
"""

import random
from dataclasses import dataclass, replace
from pathlib import Path

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import read_instant, to_datetime

ZONE = "Asia/Shanghai"
MINUTE = 60_000_000
STARTS = ("2024-02-08 15:00", "2024-02-08 15:00", "2024-04-30 22:00", "2026-12-29 08:00")
CHARTER = """
charter: {id: deliveries, title: {zh: 送货, en: deliveries}, zone: Asia/Shanghai, edition: "1", effective: 2024-02-09}
calendars:
  office: {zone: Asia/Shanghai, holidays: CN, week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
  abroad: {zone: Europe/Berlin, week: {mon-sat: ["06:00-22:00"]}}
sources: {desk: {}, field: {}}
parameters:
  worked: {default: 3 working h, type: duration}
tables:
  lengths: {in: {kind: "one of [a, b, c]"}, out: {length: duration}, rows: [[a, 2 h], [b, 3 working h], [c, 2 working days]]}
  hours: {in: {hours: text}, out: {calendar: text}, rows: [[office, office], [abroad, abroad]], otherwise: [office]}
  rates: {in: {kind: text}, out: {amount: integer}, rows from: moved}
subjects:
  order: {id: order_id, begins: [placed, "again where flag"], ends: "closed where flag", attributes: {driver: [accepted.driver_id, moved.driver_id], limit: [placed.limit, moved.limit], hours: placed.hours, customer: placed.customer}}
  driver: {id: driver_id, attributes: {grade: device.grade}}
events:
  placed: {of: order, source: desk, attributes: {COMMON, limit: duration optional, hours: text optional, customer: party optional}}
  again: {of: order, source: desk, attributes: {COMMON}}
  accepted: {of: order, also: [driver], source: field, attributes: {COMMON, driver_id: driver optional, limit: duration optional, hours: text optional}}
  moved: {of: order, also: [driver], source: desk, attributes: {COMMON, driver_id: driver optional, limit: duration optional, due: instant optional}}
  hit: {of: order, source: desk, attributes: {COMMON}}
  miss: {of: order, source: field, attributes: {COMMON}}
  excusing: {of: order, source: desk, attributes: {COMMON}}
  closed: {of: order, source: desk, attributes: {COMMON}}
  device: {of: driver, source: field, attributes: {driver_id: text, flag: boolean optional, amount: integer optional, grade: integer optional}}
promises:
  in-hours: {of: order, after: accepted, expect: "hit where lookup('rates', kind).amount > 1", within: param.worked, calendar: "lookup('hours', hours).calendar"}
  in-time: {of: order, after: moved, expect: hit, within: "lookup('lengths', kind).length", calendar: office}
"""
COMMON = 'order_id: text, kind: "one of [a, b, c] optional", flag: boolean optional, amount: integer optional'
OF_ORDERS = ("again", "accepted", "accepted", "moved", "hit", "hit", "hit", "miss", "excusing", "excusing", "closed")
_LENGTHS = (
    Duration(90 * MINUTE, Unit.ELAPSED),
    Duration(120 * MINUTE, Unit.WORKING),
    Duration(1, Unit.WORKING_DAYS),
    Duration(2, Unit.NATURAL_DAYS),
    None,
)


@dataclass(frozen=True)
class Delivery:
    """A log with the instant of judging."""

    log: Log
    as_of: int


def delivery_charter(promises: str, folder: Path) -> Charter:
    """Return the charter with some promises more, read from a real folder."""
    text = CHARTER.replace("COMMON", COMMON) + promises
    (folder / "charter.yaml").write_text(text, encoding="utf-8")
    return read_charter(folder)


def delivery_of(seed: int, promises: tuple[str, ...]) -> Delivery:
    """Return the log of a seed; its waivers are for some of the promises."""
    draw = random.Random(f"delivery {seed}")
    start = read_instant(draw.choice(STARTS), zone=ZONE)
    events: list[Event] = []
    for number in range(3):
        events += _story(draw, ("placed", *OF_ORDERS), {"order_id": f"o{number}"}, (start, len(events)))
    for number in range(2):
        events += _story(draw, ("device",), {"driver_id": f"d{number}"}, (start, len(events)))
    events += [
        _waiver(draw, event, promises) for event in events if "order_id" in event.attributes and draw.random() < 0.2
    ]
    events += [_corrected(draw, event) for event in events if draw.random() < 0.08]
    draw.shuffle(events)
    last = max(event.at for event in events)
    as_of = draw.choice((last, last + 2000 * MINUTE, last + 20_000 * MINUTE, start + 1500 * MINUTE))
    return Delivery(Log(tuple(events), _reach(draw, start, as_of)), as_of)


def _reach(draw: random.Random, start: int, as_of: int) -> dict[str, Reach]:
    found = {}
    for source in ("desk", "field"):
        until = draw.choice((as_of, as_of, as_of, as_of - draw.randrange(0, 3000) * MINUTE))
        gap = start + draw.randrange(0, 2000) * MINUTE
        gaps = ((gap, gap + draw.choice((10, 200)) * MINUTE),) if draw.random() < 0.25 else ()
        since = draw.choice((None, None, start - 1000 * MINUTE, start + 300 * MINUTE))
        found[source] = Reach(until, since, start, gaps)
    return found


def _story(draw: random.Random, types: tuple[str, ...], key: dict[str, object], since: tuple[int, int]) -> list[Event]:
    at, first = since[0] + draw.randrange(0, 900) * MINUTE, since[1]
    events = []
    for number in range(draw.randrange(5, 14)):
        type_ = types[0] if number == 0 else draw.choice(types)
        events.append(_event(draw, f"e{first + number:04d}", type_, at, key))
        at += draw.choice((0, 0, 15, 60, 60, 300, 1440, 4000)) * MINUTE
    return events


def _event(draw: random.Random, id_: str, type_: str, at: int, key: dict[str, object]) -> Event:
    values: dict[str, object] = {
        "flag": draw.choice((True, True, False, None)),
        "amount": draw.choice((1, 4, 7, None)),
        "kind": draw.choice(("a", "b", "c", None)) if type_ != "device" else None,
        "grade": draw.choice((1, 2, 3, None)) if type_ == "device" else None,
        "driver_id": draw.choice(("d0", "d1", None)) if type_ in ("accepted", "moved") else None,
        "limit": draw.choice(_LENGTHS) if type_ in ("placed", "accepted", "moved") else None,
        "hours": draw.choice(("office", "abroad", "nowhere", None)) if type_ in ("placed", "accepted") else None,
        "customer": draw.choice(("p1", "p2", None)) if type_ == "placed" else None,
        "due": to_datetime(at + 60 * MINUTE) if type_ == "moved" and draw.random() < 0.5 else None,
    }
    return Event(
        id=id_,
        type=type_,
        at=at,
        recorded_at=at + draw.choice((0, 30)) * MINUTE,
        attributes={name: value for name, value in {**values, **key}.items() if value is not None},
        seq=int(id_[1:]) if draw.random() < 0.5 else None,
        source="field" if type_ in ("accepted", "miss", "device") else "desk",
        actor=draw.choice(("p1", "p2", None)),
        actor_kind=draw.choice(("person", "system", None)),
    )


def _waiver(draw: random.Random, event: Event, promises: tuple[str, ...]) -> Event:
    attributes = {"order_id": event.attributes["order_id"], "promise": draw.choice(promises)}
    at = event.at + draw.choice((0, 0, 30)) * MINUTE
    return Event(f"{event.id}w", "waiver_granted", at, at, attributes, seq=None, source="desk")


def _corrected(draw: random.Random, event: Event) -> Event:
    kind = draw.choice((event.type, "retracted"))
    at = event.at + draw.choice((0, 30)) * MINUTE
    return replace(event, id=f"{event.id}c", type=kind, at=at, recorded_at=at + 60 * MINUTE, supersedes=event.id)
