"""Random logs of agents at desks: states that are planned, reported, doubted and counted, and levels of every kind."""

import random
from functools import cache
from pathlib import Path

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.values.durations import read_duration
from jiannuo.core.values.instants import read_instant, to_datetime

MINUTE = 60_000_000
START = read_instant("2024-05-05 21:00", zone="Asia/Shanghai")  # a Sunday evening within the May holidays

CHARTER = """
charter: {id: rosters, title: {zh: 排班, en: rosters}, zone: Asia/Shanghai, edition: "1", effective: EFFECTIVE}
calendars:
  office: {zone: Asia/Shanghai, holidays: CN, week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
sources: {desk: {}, field: {}}
subjects:
  agent: {id: agent_id, begins: hired where ok, ends: left, attributes: {grade: [hired.grade, graded.grade], desk: [hired.desk]}}
  desk: {id: desk_id, begins: opened, ends: [closed], attributes: {chief: [opened.chief], rooms: [opened.rooms], wanted: [opened.wanted], pace: [opened.pace], starts: [asked.from_at], stops: [asked.to_at]}}
  room: {id: room_id, attributes: {warmth: [heated.warmth]}}
events:
  heated: {of: room, source: desk, attributes: {warmth: integer optional, spot: text optional, ok: boolean optional}}
  hired: {of: agent, source: field, attributes: {grade: integer optional, desk: desk optional, ok: boolean optional}}
  graded: {of: agent, source: desk, attributes: {grade: integer optional}}
  left: {of: agent, source: desk, attributes: {ok: boolean optional}}
  came: {of: agent, also: [desk], source: desk, attributes: {desk_id: text optional, ok: boolean optional}}
  went: {of: agent, also: [desk], source: desk, attributes: {desk_id: text optional, ok: boolean optional}}
  planned: {of: agent, also: [desk], source: field, attributes: {desk_id: text optional, from_at: instant optional, to_at: instant optional}}
  opened: {of: desk, source: desk, attributes: {chief: text optional, wanted: integer optional, pace: duration optional, rooms: list of text optional}}
  closed: {of: desk, source: desk, attributes: {ok: boolean optional}}
  stocked: {of: desk, source: field, attributes: {amount: number optional, room: text optional}}
  used: {of: desk, source: desk, attributes: {amount: number optional, room: text optional}}
  asked: {of: desk, source: desk, attributes: {from_at: instant optional, to_at: instant optional, agent_id: text optional, ok: boolean optional}}
states:
  on_duty: {of: agent, from: came where ok, until: [went where ok, left]}
  at_desk: {of: [desk_id, agent_id], from: came, until: went}
  rostered: {of: agent, from: planned.from_at, until: [planned.to_at, left where ok]}
  fresh: {of: desk, from: [stocked, asked.from_at], for: 3 h}
  open: {of: desk, from: opened, until: closed where ok}
  busy: {of: agent, from: came, for: 1 natural days, until: went}
  warm: {of: [room_id, spot], from: heated where ok, until: heated where warmth < 2}
  agents_on_duty: {of: desk, count: on_duty, per: desk_id}
  agents_rostered: {of: desk, count: rostered, per: desk_id}
  stock: {of: desk, plus: [stocked.amount], minus: [used.amount]}
  wanted_last: {of: desk, last: opened.wanted}
parameters: {stretch: {type: duration, default: 2 h}}
tables:
  wanted: {in: {desk_id: text}, out: {wanted: integer}, rows from: opened}
promises:
"""
STEPS = (0, 0, 0, 20, 45, 60, 90, 240, 700, 1500)


def charter_with(promises: str, folder: Path, *, effective: str = "2024-01-01") -> Charter:
    """Return the charter with these promises, read from a folder of its own."""
    folder.mkdir()
    (folder / "charter.yaml").write_text(CHARTER.replace("EFFECTIVE", effective) + promises, encoding="utf-8")
    return read_charter(folder)


@cache
def rosters_of(seed: int) -> tuple[Log, int]:
    """Return the log of a seed and an instant to judge it at."""
    draw = random.Random(f"rosters {seed}")
    events, at = [], START
    for number in range(draw.randrange(8, 60)):
        at += draw.choice(STEPS) * MINUTE
        events.append(_event(draw, number, at))
    last = max(event.at for event in events)
    as_of = draw.choice((last, last + 600 * MINUTE, last + 3000 * MINUTE, START + draw.randrange(200, 6000) * MINUTE))
    until = draw.choice((as_of, as_of, as_of - draw.randrange(0, 3000) * MINUTE))
    gap = START + draw.randrange(0, 3000) * MINUTE
    gaps = ((gap, gap + 90 * MINUTE),) if draw.random() < 0.4 else ()
    from_ = draw.choice((None, START, START + 300 * MINUTE))
    reach = {"desk": Reach(until, from_, START, gaps)}
    if draw.random() < 0.95:
        reach["field"] = Reach(as_of, None, START)
    return Log(tuple(events), reach), as_of


def _event(draw: random.Random, number: int, at: int) -> Event:
    kind = draw.choice(
        ("hired", "graded", "left", "came", "came", "came", "went", "went", "planned", "planned", "opened", "closed",
         "stocked", "used", "asked", "heated", "heated")
    )  # fmt: skip
    agent, desk = draw.choice(("a1", "a2", "a3")), draw.choice(("d1", "d1", "d2"))
    attributes: dict[str, object] = {}
    if kind == "heated":
        attributes["room_id"] = draw.choice(("r1", "r2"))
    if kind in ("hired", "graded", "left", "came", "went", "planned"):
        attributes["agent_id"] = agent
    if kind in ("opened", "closed", "stocked", "used", "asked") or (
        kind in ("came", "went", "planned") and draw.random() < 0.8
    ):
        attributes["desk_id"] = desk
    for name, values in _VALUES[kind].items():
        value = draw.choice(values)
        if value is not None:
            attributes[name] = to_datetime(at + value * MINUTE) if name in ("from_at", "to_at") else value
    seq = number if draw.random() < 0.4 else None
    source = "field" if kind in ("hired", "planned", "stocked") else "desk"
    return Event(f"e{number:03d}", kind, at, at + draw.choice((0, 0, 30)) * MINUTE, attributes, seq, source)


_OK = {"ok": (True, True, True, False, None)}
_FROM, _TO = (-90, 0, 0, 45, 600, None), (0, 45, 60, 300, 2000, None)
_PACES = (*(read_duration(text) for text in ("2 h", "5 h", "1 natural days", "0 h", "2 working h")), None)
_VALUES: dict[str, dict[str, tuple[object, ...]]] = {
    "heated": {"warmth": (1, 2, 3, None), "spot": ("hall", "attic", None), **_OK},
    "hired": {"ok": (True, True, None), "grade": (1, 2, None), "desk": ("d1", "d2", "d9", None)},
    "graded": {"grade": (1, 2, 3, None)},
    "left": _OK,
    "came": _OK,
    "went": _OK,
    "planned": {"from_at": _FROM, "to_at": _TO},
    "opened": {"chief": ("a1", "a2", "a9", None), "wanted": (1, 2, None), "pace": _PACES, "rooms": (("hall", "attic"), ("attic",), (), None)},
    "closed": _OK,
    "stocked": {"amount": (1, 3, None, 2), "room": ("hall", "attic", None)},
    "used": {"amount": (1, 1, 2, None), "room": ("hall", "attic", None)},
    "asked": {"from_at": _FROM, "to_at": _TO, "agent_id": ("a1", "a2", None), **_OK},
}  # fmt: skip
