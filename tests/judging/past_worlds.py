"""Random logs about orders and drivers, rich in everything that names and functions of the past look at.

There are ties, corrections, holes, two kinds of subjects that point at each other, values of every type, attributes that
are computed, tables with fixed and with recorded rows, and subjects that are merged and split.
"""

import random
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.expressions.column_values import UnsupportedColumn, array_of
from jiannuo.core.judging.event import Event, Log
from jiannuo.core.judging.event_table import Coded, EventTable, Plain, table_of
from jiannuo.core.values.amounts import Money, Point, Quantity
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import read_instant, to_datetime

ZONE = "Asia/Shanghai"
MINUTE = 60_000_000
START = read_instant("2024-01-30 22:00", zone=ZONE)
CHARTER = """
charter: {id: past, title: {zh: 往事, en: past}, zone: Asia/Shanghai, edition: "1", effective: 2024-01-01}
calendars: {office: {zone: Asia/Shanghai, holidays: CN, week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}}
sources: {desk: {}, field: {}}
parameters:
  window: {default: 3 natural days, type: duration}
  worked: {default: 3 working h, type: duration}
  least: {default: 3, type: integer}
subjects:
  order: {id: order_id, attributes: {price: [ordered.price, changed.new_price], driver: accepted.driver_id, customer: [ordered.customer, changed.customer], band: ordered.band, due: [ordered.due, changed.due], twice: changed.twice}}
  driver: {id: driver_id, attributes: {grade: [enrolled.grade, graded.grade], boss: enrolled.boss, called: enrolled.called}}
events:
  ordered: {of: order, source: desk, attributes: {COMMON, customer: party optional, price: number optional, due: instant optional, stars: integer optional, band: {=: "lookup('bands', stars).band"}, tags: list of text optional, spot: point optional, day: date optional, note: text optional}}
  changed: {of: order, source: desk, attributes: {COMMON, new_price: number optional, customer: party optional, due: instant optional, twice: {=: "amount * 2"}, fallback: {=: "case when flag then seq else amount end"}}}
  accepted: {of: order, also: [driver], source: field, attributes: {COMMON, driver_id: driver}}
  done: {of: order, also: [driver], source: field, attributes: {COMMON, driver_id: driver optional, paid: money optional, weight: quantity kg optional, took: duration optional, cost: number optional}}
  enrolled: {of: driver, source: desk, attributes: {driver_id: text, grade: integer optional, boss: driver optional, called: text optional}}
  graded: {of: driver, source: desk, attributes: {driver_id: text, grade: integer optional, half: {=: "grade / 2"}}}
  logged_in: {of: driver, source: field, attributes: {driver_id: text, device: text optional, flag: boolean optional, amount: integer optional}}
  rate_set: {of: driver, source: desk, attributes: {driver_id: text, kind: text optional, rate: number optional}}
signals:
  alarm: {of: order, at: done, when: "count(done) >= 3"}
tables:
  bands: {in: {stars: integer}, out: {band: text, share: number}, rows: [[">= 4", good, 0.9], ["< 2", bad, 0.1]], otherwise: [middling, 0.5]}
  firsts: {in: {kind: text, flag: boolean}, out: {word: text}, hit: first, rows: [[a, any, one], [any, true, two], [b, false, three]], otherwise: [none]}
  all: {in: {amount: integer}, out: {word: text}, hit: collect, rows: [["> 1", more], ["> 3", many], ["<= 3", few]]}
  rates: {in: {kind: text}, out: {rate: number}, rows from: rate_set}
"""
COMMON = 'order_id: text, kind: "one of [a, b] optional", flag: boolean optional, amount: integer optional'
OF_ORDERS = ("ordered", "changed", "changed", "accepted", "accepted", "done", "done", "done")
OF_DRIVERS = ("enrolled", "graded", "logged_in", "logged_in", "rate_set")


@dataclass(frozen=True)
class Past:
    """A log, also in columns, with the instant of judging."""

    log: Log
    table: EventTable
    as_of: int


def past_charter(folder: Path) -> Charter:
    """Return the charter, read from a real folder."""
    (folder / "charter.yaml").write_text(CHARTER.replace("COMMON", COMMON), encoding="utf-8")
    return read_charter(folder)


def past_of(seed: int, *, orders: int = 4, with_kin: bool = False) -> Past:
    """Return the log of a seed; its columns are plain arrays for every other one."""
    draw = random.Random(f"past {seed}")
    events: list[Event] = []
    for number in range(orders):
        events += _story(draw, OF_ORDERS, {"order_id": f"o{number}"}, len(events))
    for number in range(3):
        events += _story(draw, OF_DRIVERS, {"driver_id": f"d{number}"}, len(events))
    if with_kin:
        events += _kin(draw, orders, events)
    events += [_corrected(draw, event) for event in events if draw.random() < 0.08]
    draw.shuffle(events)
    as_of = max(event.at for event in events) - draw.choice((0, 0, 1000)) * MINUTE
    table = table_of(events)
    return Past(Log(tuple(events), {}), _in_arrays(table) if seed % 2 else table, as_of)


def _story(draw: random.Random, types: tuple[str, ...], key: dict[str, object], first: int) -> list[Event]:
    at, events = START + draw.randrange(0, 900) * MINUTE, []
    for number in range(draw.randrange(6, 15)):
        type_ = types[0] if number == 0 else draw.choice(types)
        events.append(_event(draw, f"e{first + number:04d}", type_, at, key))
        at += draw.choice((0, 0, 1, 45, 300, 1440, 4000)) * MINUTE
    return events


def _event(draw: random.Random, id_: str, type_: str, at: int, key: dict[str, object]) -> Event:
    values = {name: draw.choice(_VALUES[name]) for name in _NAMES[type_]}
    values |= {name: draw.choice(choices) for name, choices in _RECORDED.get(type_, {}).items()}
    if "due" in values and values["due"] is not None:
        values["due"] = to_datetime(at + draw.choice((-60, 0, 600)) * MINUTE)
    return Event(
        id=id_,
        type=type_,
        at=at,
        recorded_at=at + draw.choice((0, 30)) * MINUTE,
        attributes={name: value for name, value in {**values, **key}.items() if value is not None},
        seq=int(id_[1:]) if draw.random() < 0.6 else None,
        source="field" if type_ in ("accepted", "done", "logged_in") else "desk",
        actor=draw.choice(("p1", "p2", None)),
        actor_kind=draw.choice(("person", "system", None)),
        unit=draw.choice(("u1", None)),
    )


_DRIVERS = ("d0", "d1", "d2", "d9")
_VALUES: dict[str, tuple[object, ...]] = {
    "kind": ("a", "b", "b", None),
    "flag": (True, True, False, None),
    "amount": (0, 1, 3, 4, 4, 7, None),
    "customer": ("p1", "p2", None),
    "price": (Decimal("1.5"), Decimal("20"), Decimal("20.0"), None),
    "new_price": (Decimal("20"), Decimal("3.25"), None),
    "due": (True, True, None),
    "stars": (1, 2, 3, 4, 5, None),
    "tags": (("x", "y"), ("x",), (), None),
    "spot": (Point(31.2, 121.5), Point(31.25, 121.4), None),
    "day": (date(2024, 1, 31), date(2024, 2, 2), None),
    "note": ("late again", "l_te", "", None),
    "driver_id": (*_DRIVERS, None),
    "paid": (Money(Decimal("10.50"), "CNY"), Money(Decimal("2.5"), "CNY"), Money(Decimal("3"), "CNY"), None),
    "weight": (Quantity(Decimal("1.5"), "kg"), Quantity(Decimal("300"), "g"), None),
    "took": (Duration(90 * MINUTE, Unit.ELAPSED), Duration(5, Unit.ELAPSED)),
    "cost": (Decimal("0.1"), Decimal("2.25"), 3, Decimal("-4")),
    "grade": (1, 2, 2, None),
    "boss": (*_DRIVERS, None),
    "called": ("Li", "Wang", None),
    "device": ("phone", "pad", None),
    "rate": (Decimal("0.5"), Decimal("0.75"), None),
}
_RECORDED: dict[str, dict[str, tuple[object, ...]]] = {
    "changed": {"twice": (100, None, None), "unit": ("its own", None)},
    "done": {"seq": (5, None)},
}
"""Attributes that are recorded now and then, though they are computed or built in."""
_COMMON = ("kind", "flag", "amount")
_NAMES: dict[str, tuple[str, ...]] = {
    "ordered": (*_COMMON, "customer", "price", "due", "stars", "tags", "spot", "day", "note"),
    "changed": (*_COMMON, "new_price", "customer", "due"),
    "accepted": (*_COMMON, "driver_id"),
    "done": (*_COMMON, "driver_id", "paid", "weight", "took", "cost"),
    "enrolled": ("grade", "boss", "called"),
    "graded": ("grade",),
    "logged_in": ("device", "flag", "amount"),
    "rate_set": ("kind", "rate"),
}


def _kin(draw: random.Random, orders: int, others: list[Event]) -> list[Event]:
    """Return mergers and splits of orders, of themselves and of unknown ones too."""
    found = []
    for number in range(draw.randrange(1, 5)):
        type_, name = draw.choice((("subject_merged", "into"), ("subject_split", "from")))
        key = {"order_id": f"o{draw.randrange(orders)}", name: f"o{draw.randrange(orders + 1)}"}
        at = draw.choice(others).at + draw.choice((0, 0, 1)) * MINUTE
        found.append(_bare(f"k{len(others) + number}", type_, at, key))
    return found


def _bare(id_: str, type_: str, at: int, key: dict[str, object]) -> Event:
    return Event(id_, type_, at, at, attributes=key, source="desk")


def _corrected(draw: random.Random, event: Event) -> Event:
    kind = draw.choice((event.type, event.type, "retracted"))
    at = event.at + draw.choice((-30, 0, 30)) * MINUTE
    return replace(event, id=f"{event.id}c", type=kind, at=at, recorded_at=at + MINUTE, seq=None, supersedes=event.id)


def _in_arrays(table: EventTable) -> EventTable:
    """Return the table with every attribute that Arrow has a type for as an array."""
    return replace(table, attributes={key: _in_array(column) for key, column in table.attributes.items()})


def _in_array(column: object) -> Coded | Plain:
    assert isinstance(column, Coded)
    try:
        values = array_of(column.values.tolist())
    except UnsupportedColumn:
        return column
    if pa.types.is_decimal(values.type) or pa.types.is_string(values.type) or pa.types.is_struct(values.type):
        return column  # an array of decimals writes all of them with the same places
    return Plain(values.take(pa.array(column.codes, mask=column.codes < 0)))
