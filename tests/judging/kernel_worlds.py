"""Random charters and logs for the proof that the kernel finds what the reference finds: all that the language can say.

They are worlds as in `worlds`, richer: two kinds of subjects, limits and calendars that are looked up, planned times that
move, grants, mergers and splits, chains of corrections, sources with gaps, owners that change. Every charter has several
promises of each verb; `examples_in` tells of each finding what it is an example of.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.judge import Judge
from jiannuo.core.values.durations import read_duration
from jiannuo.core.values.instants import read_instant, to_datetime

ZONE = "Asia/Shanghai"
MINUTE = 60_000_000
START = read_instant("2024-04-30 15:00", zone=ZONE)  # before Labour Day, with a make-up Saturday ahead
LOGS = 4
PREAMBLE = """
charter: {id: rich, title: {zh: 丰富, en: rich}, zone: Asia/Shanghai, edition: "1", effective: EFFECTIVE}
calendars:
  office: {zone: Asia/Shanghai, holidays: CN, week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
  shift: {zone: Asia/Shanghai, week: {mon-sun: ["06:00-23:00"]}}
sources: {desk: {}, field: {}}
parameters:
  patience: {default: 2 h, type: duration}
subjects:
  thing: {id: thing_id, begins: begun, ends: over, attributes: {planned: [begun.planned, moved.planned], owner: [begun.owner, moved.owner], helper: [begun.helper_id, moved.helper_id], pace: begun.pace, limit: [begun.limit, moved.limit], tags: begun.tags, sector: [begun.sector, moved.sector]}}
  helper: {id: helper_id, begins: joined, ends: left, attributes: {grade: [joined.grade, graded.grade]}}
events:
  begun: {of: thing, source: desk, attributes: {PLAIN, planned: instant optional, owner: text optional, helper_id: helper optional, pace: duration optional, limit: duration optional, tags: list of text optional, sector: text optional}}
  moved: {of: thing, source: desk, attributes: {PLAIN, planned: instant optional, owner: text optional, helper_id: helper optional, limit: duration optional, sector: text optional}}
  wanted: {of: thing, also: [helper], source: desk, attributes: {PLAIN, helper_id: helper optional, note: text optional, tags: text optional, period: period optional}}
  also_wanted: {of: thing, source: desk, attributes: {PLAIN, helper_id: helper optional, tags: list of text optional, period: period optional}}
  held_up: {of: thing, source: desk, attributes: {PLAIN}}
  went_on: {of: thing, source: desk, attributes: {PLAIN}}
  excusing: {of: thing, source: desk, attributes: {PLAIN}}
  over: {of: thing, source: desk, attributes: {PLAIN}}
  reopened: {of: thing, source: desk, attributes: {PLAIN}}
  done: {of: thing, source: field, attributes: {PLAIN}}
  joined: {of: helper, source: desk, attributes: {helper_id: text, grade: integer optional}}
  graded: {of: helper, source: desk, attributes: {helper_id: text, grade: integer optional}}
  left: {of: helper, source: desk, attributes: {helper_id: text, flag: boolean optional}}
  device: {of: helper, source: field, attributes: {helper_id: text, flag: boolean optional, kind: "one of [a, b] optional", amount: integer optional, tags: text optional}}
tables:
  limits: {in: {kind: text}, out: {limit: duration, calendar: text}, rows: [[a, 90 min, office], [b, 2 working h, shift]], otherwise: [1 h, office]}
states:
  running: {of: thing, from: begun, until: over}
  alive: {of: thing, from: done, for: 2 h}
  busy: {of: thing, from: held_up, until: went_on}
  on_hand: {of: helper, from: joined, until: left}
  stock: {of: thing, plus: [wanted.amount], minus: [also_wanted.amount]}
  last_amount: {of: thing, last: wanted.amount}
  busy_things: {of: thing, count: busy, per: thing_id}
"""
PLAIN = 'thing_id: text, flag: boolean optional, kind: "one of [a, b] optional", amount: integer optional'
Draw = random.Random
Keys = dict[str, str]


def _maybe(draw: Draw, chance: float) -> bool:
    return draw.random() < chance


# --- charters ---


def _where(draw: Draw, chosen: set[str]) -> str:
    if not _maybe(draw, 0.3):
        return ""
    chosen.add("condition")
    return " where " + draw.choice(
        (
            "flag",
            "amount >= 3",
            "kind = 'a'",
            "not flag or amount < 5",
            "thing.helper = 'h1'",
            "count(held_up) <= 1",
            "last(wanted).amount >= 3",
            "helper.grade >= 2",
            "begun.flag",
        )
    )


def _by(draw: Draw, chosen: set[str]) -> str:
    if not _maybe(draw, 0.15):
        return ""
    chosen.add("actor")
    return draw.choice((" by person", " not by person", " by party owner"))


def _shared(draw: Draw, keys: Keys, chosen: set[str], *, key_of_two: bool = False) -> None:
    """Draw what every verb knows: whose it is, what excuses and ends it, what puts it to the test."""
    if _maybe(draw, 0.6):
        keys["owner"] = draw.choice(("owner", "owner", "owner", "helper", "note", "a_post"))
        chosen.add("owner")
        if _maybe(draw, 0.3):
            keys["owner at"] = "opened"
            chosen.add("owner at opened")
        if _maybe(draw, 0.6):
            keys["owner excused by"] = draw.choice(("held_up", "[held_up where flag, device via helper]"))
            chosen.add("owner excused")
    if _maybe(draw, 0.25):
        keys["tested if"] = f'"{draw.choice(TESTS)}"'
        chosen.add("tested")
    if _maybe(draw, 0.35):
        keys["excused by"] = draw.choice(
            ("excusing", "{event: excusing, late: heal}", f'["excusing{_where(draw, set())}", device via helper]')
        )
        chosen.add("excuse")
    if _maybe(draw, 0.3):
        keys["ends with"] = f'"over{_where(draw, set())}"'
        chosen.add("ends")


TESTS = (
    "seen(done)",
    "count(wanted) >= 2",
    "planned is not null",
    "thing.planned > 2024-05-02",
    "in_force('busy') or in_force('running')",
    "level('stock') >= 1",
    "last(wanted).flag",
)


def _expect(draw: Draw) -> tuple[Keys, set[str]]:
    chosen: set[str] = set()
    keys = {"of": "thing"}
    _opening(draw, keys, chosen)
    keys["expect"] = _target(draw, keys, chosen)
    _limits(draw, keys, chosen)
    _shared(draw, keys, chosen)
    if _maybe(draw, 0.4) and "every" not in keys:
        keys["reopened by"] = draw.choice(("reopened", '"reopened where flag"', "[reopened, moved]"))
        keys["on reopen"] = draw.choice(("new", "continue", "restart"))
        chosen |= {"reopening", "on reopen " + keys["on reopen"]}
    if _maybe(draw, 0.3):
        has_tags = "every" in keys or keys["after"].startswith('"begun')
        keys["for each"] = draw.choice(
            ("{kind: [a, b]}", "helper", "tags") if has_tags else ("{kind: [a, b]}", "helper")
        )
        chosen |= {"member", "for each " + ("constants" if "{" in keys["for each"] else keys["for each"])}
    if _maybe(draw, 0.2) and "every" not in keys:
        keys["already"] = "true"
        chosen.add("already")
    return keys, chosen


def _opening(draw: Draw, keys: Keys, chosen: set[str]) -> None:
    if _maybe(draw, 0.25):
        keys["every"] = draw.choice(
            ("day", "90 min", "interval of shift", "interval of shift", "pace", "1 natural days")
        )
        chosen |= {"every", "every " + keys["every"]}
    else:
        keys["after"] = draw.choice(
            (f'"begun{_where(draw, chosen)}"', f'["begun{_where(draw, chosen)}", held_up]', '"device via helper"')
        )
        if "via" in keys["after"]:
            chosen.add("via")
        keys["open"] = draw.choice(("each", "first", "again"))
        chosen.add(keys["open"])
    if _maybe(draw, 0.4):
        name = draw.choice(("where", "unless"))
        keys[name] = f'"{draw.choice(_OPENINGS if "every" in keys else (*_OPENINGS, *_OF_TRIGGERS))}"'
        chosen.add(name)


_OPENINGS = (
    "thing.owner = 'unit 1'",
    "count(wanted) >= 1",
    "seen(held_up where flag)",
    "thing.helper is null",
    "in_force('busy')",
)
_OF_TRIGGERS = ("kind = 'a'", "flag", "amount < 5", "not flag")


def _target(draw: Draw, keys: Keys, chosen: set[str]) -> str:
    form = draw.choice(("one", "any", "all", "in order", "times", "via"))
    chosen.add(form)
    where, by = _where(draw, chosen), _by(draw, chosen)
    if form == "times":
        keys["times"] = draw.choice(("2", "3"))
    if _maybe(draw, 0.15):
        keys["complete"] = "[amount]"
        chosen.add("complete")
    if form == "via":
        return f'["wanted{where}{by}", device via helper]'
    if form == "any":
        return f'["wanted{where}{by}", also_wanted]'
    if form in ("all", "in order"):
        return f'{{all: ["wanted{where}{by}", also_wanted], in order: {str(form == "in order").lower()}}}'
    return f'"wanted{where}{by}"'


_WALL = ("45 min", "2 h", "1 natural days", "1 weeks", "param.patience")
_WORKING = ("3 working h", "2 working days", "0 working days")
_LOOKED_UP = ("thing.limit", "\"lookup('limits', kind).limit\"", "trigger.limit")


def _limits(draw: Draw, keys: Keys, chosen: set[str]) -> None:
    if "every" in keys:
        _periodic_limits(draw, keys, chosen)
        return
    sort = draw.choice(("wall", "working", "working", "looked up", "by", "by", "before", "both"))
    chosen.add("limit " + sort)
    if sort in ("wall", "both"):
        keys["within"] = draw.choice(_WALL)
    if sort in ("working", "looked up"):
        keys["within"] = draw.choice(_WORKING if sort == "working" else _looked_up(keys))
        keys["calendar"] = draw.choice(("office", "shift", "\"lookup('limits', trigger.kind).calendar\""))
        chosen |= {"calendar"} | ({"calendar by expression"} if "lookup" in keys["calendar"] else set())
    if sort in ("by", "both"):
        keys["by"] = draw.choice(("thing.planned", '"thing.planned + 1 h"'))
        if _maybe(draw, 0.5):
            keys["late moves"] = "heal"
            chosen.add("late moves")
        if _maybe(draw, 0.3):
            keys["missing"] = "none"
            chosen.add("missing none")
    if sort == "before" or _maybe(draw, 0.15):
        keys["before"] = f'"done{_where(draw, set())}"'
        chosen.add("before")
    if "within" in keys and _maybe(draw, 0.5):
        _pauses(draw, keys, chosen)


def _looked_up(keys: Keys) -> tuple[str, ...]:
    return _LOOKED_UP if keys.get("after", "").startswith('"begun') else _LOOKED_UP[:1]


def _periodic_limits(draw: Draw, keys: Keys, chosen: set[str]) -> None:
    if _maybe(draw, 0.6):
        keys["within"] = draw.choice(("30 min", "80 min"))
    if _maybe(draw, 0.3):
        keys["by"] = '"period.start + 20 min"'
    if "within" in keys and _maybe(draw, 0.3):
        _pauses(draw, keys, chosen)


def _pauses(draw: Draw, keys: Keys, chosen: set[str]) -> None:
    longest = draw.choice(("", ", max: 90 min", ", max: 1 natural days"))
    parts = draw.sample(
        (
            f"{{from: held_up, until: went_on, reason: waiting{longest}}}",
            "{from: excusing where flag, until: [done, went_on], reason: elsewhere}",
            "{while: busy, reason: busy}",
        ),
        k=draw.choice((1, 1, 2, 3)),
    )
    keys["pause"] = "[" + ", ".join(parts) + "]"
    chosen |= {"pause"} | ({"pause while"} if "while" in keys["pause"] else set())
    if len(parts) > 1:
        chosen.add("several pauses")


def _never(draw: Draw) -> tuple[Keys, set[str]]:
    chosen: set[str] = set()
    keys = {"of": draw.choice(("thing", "thing", "[thing_id, kind]"))}
    deed = draw.choice(("wanted", "also_wanted", "device"))
    if deed == "device" and keys["of"] == "thing":
        keys["never"] = '"device via helper"'
        chosen.add("via")
    else:
        keys["never"] = f'"wanted{_where(draw, chosen)}{_by(draw, chosen)}"'
    span = draw.choice(("life", "from", "from", "from"))
    chosen.add(span)
    if span == "from":
        keys["from"] = draw.choice((f'"begun{_where(draw, chosen)}"', "[begun, held_up]"))
        if _maybe(draw, 0.4):
            keys["until"] = f'"done{_where(draw, chosen)}"'
            chosen.add("until")
        if _maybe(draw, 0.5):
            keys["for"] = draw.choice(("3 h", "1 natural days", "2 working h", "thing.limit"))
            chosen.add("for")
            if "working" in keys["for"] or keys["for"] == "thing.limit":
                keys["calendar"] = draw.choice(("office", "shift"))
                chosen.add("calendar")
    if _maybe(draw, 0.3):
        keys["per"] = draw.choice(("day", "day", "week", "hour" if span != "life" else "month"))
        chosen.add("per")
    if _maybe(draw, 0.25):
        keys[draw.choice(("where", "unless"))] = f'"{draw.choice(_OPENINGS)}"'
        chosen.add("where")
    _shared(draw, keys, chosen)
    return keys, chosen


def _require(draw: Draw) -> tuple[Keys, set[str]]:
    chosen: set[str] = set()
    at = draw.choice((f'"wanted{_where(draw, chosen)}"', f'"begun{_where(draw, chosen)}"', "[wanted, also_wanted]"))
    keys = {"of": draw.choice(("thing", "thing", "[thing_id, kind]")), "at": at}
    wanted = draw.sample(("require", "needs", "complete", "by", "not by"), k=draw.choice((1, 2, 3)))
    chosen |= set(wanted)
    if "require" in wanted:
        keys["require"] = f'"{draw.choice(_REQUIREMENTS)}"'
    if "needs" in wanted:
        via = ", device via helper" if keys["of"] == "thing" and _maybe(draw, 0.5) else ""
        chosen |= {"via"} if via else set()
        keys["needs"] = f'["done{_where(draw, chosen)}"{via}]'
    if "complete" in wanted:
        keys["complete"] = "[amount, kind]"
    if "by" in wanted:
        keys["by"] = draw.choice(("person", "party owner")) if keys["of"] == "thing" else "person"
    if "not by" in wanted:
        keys["not by"] = draw.choice(("[begun]", "[begun, held_up]", "[system]"))
    if _maybe(draw, 0.4):
        keys["excused if"] = draw.choice(("\"kind = 'b'\"", '"thing.planned > at"'))
        chosen.add("exception")
    _shared(draw, keys, chosen)
    return keys, chosen


_REQUIREMENTS = (
    "amount >= 3",
    "count(wanted) <= 2",
    "thing.planned > at",
    "last(done).flag",
    "count(wanted where flag, 3 h) <= 1",
    "in_force('busy') and level('stock') >= 0",
    "thing.helper.grade >= 2",
    "sum(wanted.amount) < 9",
)


def _hold(draw: Draw) -> tuple[Keys, set[str]]:
    chosen: set[str] = set()
    keys = {
        "of": "thing",
        "hold": f'"{draw.choice(_CONDITIONS)}"',
        "per": draw.choice(("day", "week", "month", "total")),
    }
    if _maybe(draw, 0.35):
        keys["while"] = draw.choice(("running", "busy"))
        chosen.add("while")
    if _maybe(draw, 0.4):
        keys["tolerate"] = draw.choice(("2 h", "6 h", "1 natural days"))
        chosen.add("tolerate")
    if _maybe(draw, 0.4):
        keys["calendar"] = draw.choice(("office", "shift"))
        chosen.add("calendar")
    if _maybe(draw, 0.3):
        keys["for each"] = draw.choice(("{helper_id: [h1, h2]}", "helper", "tags"))
        chosen.add("member")
    if _maybe(draw, 0.25):
        keys[draw.choice(("where", "unless"))] = draw.choice(("\"owner = 'unit 1'\"", '"planned is not null"'))
        chosen.add("where")
    _shared(draw, keys, chosen)
    return keys, chosen


_CONDITIONS = (
    "in_force('alive')",
    "in_force('running')",
    "not in_force('busy')",
    "level('stock') >= 1",
    "level('last_amount') >= 3",
    "level('busy_things') = 0",
    "in_force('on_hand', thing.helper)",
    "count(wanted where flag, 3 h) <= 1",
    "thing.planned is not null",
    "in_force('alive') or level('stock') >= 4",
)
VERBS: dict[str, tuple[Callable[[Draw], tuple[Keys, set[str]]], int]] = {
    "expect": (_expect, 4),
    "never": (_never, 3),
    "require": (_require, 3),
    "hold": (_hold, 2),
}
Features = dict[str, frozenset[str]]
"""By promise, what was drawn for it."""


def charter_of(seed: int, folder: Path) -> tuple[Charter, Features]:
    """Return the charter of a seed, read from a real folder, with the features drawn."""
    draw = random.Random(f"rich charter {seed}")
    effective = draw.choice(("2024-01-01", "2024-01-01", "2024-05-01"))
    lines, features = [PREAMBLE.replace("PLAIN", PLAIN).replace("EFFECTIVE", effective) + "promises:\n"], {}
    for verb, (make, count) in VERBS.items():
        for number in range(count):
            keys, chosen = make(draw)
            body = ", ".join(f"{key}: {value}" for key, value in keys.items())
            lines.append(f"  {verb}-{number}: {{{body}}}\n")
            features[f"{verb}-{number}"] = frozenset(chosen)
    where = folder / f"rich-{seed}"
    where.mkdir()
    (where / "charter.yaml").write_text("".join(lines), encoding="utf-8")
    return read_charter(where), features


# --- logs ---

TYPES = ("moved", "wanted", "wanted", "wanted", "wanted", "also_wanted", "also_wanted", "held_up", "held_up", "went_on", "excusing", "excusing", "over", "over", "reopened", "reopened", "done", "done")  # fmt: skip
HELPERS = ("joined", "graded", "left", "device", "device", "device")
STEPS = (0, 0, 15, 45, 45, 60, 120, 300, 1440)
PACES = (*(read_duration(text) for text in ("2 h", "90 min", "1 natural days", "3 working h")), None)
LIMITS = (*(read_duration(text) for text in ("1 h", "3 h", "2 working h", "1 working days", "1 natural days")), None)


def log_of(seed: int, promises: Iterable[str]) -> tuple[Log, int, int | None]:
    """Return the log of a seed, an instant to judge it at, and up to when it is known."""
    draw = random.Random(f"rich log {seed}")
    events: list[Event] = []
    for thing in range(3):
        events += _story(draw, {"thing_id": f"t{thing}"}, "begun", TYPES, len(events))
    for helper in range(2):
        events += _story(draw, {"helper_id": f"h{helper}"}, "joined", HELPERS, len(events))
    events += _grants(draw, list(promises), events)
    events += _about_the_record(draw, events)
    events += _corrections(draw, events)
    draw.shuffle(events)
    last = max(event.at for event in events)
    as_of = draw.choice((last, last + 24 * 60 * MINUTE, START + draw.randrange(300, 4500) * MINUTE))
    known_to = draw.choice((None, None, START + draw.randrange(300, 3500) * MINUTE))
    events += events[: draw.choice((0, 3))]
    return Log(tuple(events), _reach(draw, as_of, last)), as_of, known_to


def _reach(draw: Draw, as_of: int, last: int) -> dict[str, Reach]:
    until = draw.choice((as_of, as_of, as_of, max(as_of, last), as_of - draw.randrange(0, 3000) * MINUTE))
    gap = START + draw.randrange(0, 1500) * MINUTE
    gaps = ((gap, gap + 60 * MINUTE),) if _maybe(draw, 0.25) else ()
    from_ = draw.choice((None, None, START + 200 * MINUTE))
    reach = {"desk": Reach(until, from_, START, gaps)}
    if _maybe(draw, 0.95):
        reach["field"] = Reach(as_of, None, START)
    return reach


def _story(draw: Draw, key: dict[str, object], first: str, others: tuple[str, ...], number: int) -> list[Event]:
    at, events = START + draw.randrange(0, 600) * MINUTE, []
    for step in range(draw.randrange(4, 14)):
        kind = first if step == 0 or _maybe(draw, 0.1) else draw.choice(others)
        events.append(_event(draw, f"e{number + step:04d}", kind, at, key))
        at += draw.choice(STEPS) * MINUTE
    return events


_VALUES: dict[str, tuple[object, ...]] = {
    "flag": (True, True, True, False, None, None),
    "kind": ("a", "b", "b", None),
    "amount": (1, 4, 7, None),
    "owner": ("unit 1", "unit 2", "p1", None),
    "helper_id": ("h0", "h1", "h1", None),
    "limit": LIMITS,
    "pace": PACES,
    "tags": (("a", "b"), ("b", "c"), (), None),
    "tag": ("a", "b", "c", None),
    "sector": ("office", "shift", None),
    "note": ("n1", "n2", None),
    "grade": (1, 2, 3, None),
}
_NAMES: dict[str, tuple[str, ...]] = {
    "begun": ("flag", "kind", "amount", "owner", "helper_id", "limit", "pace", "tags", "sector"),
    "moved": ("flag", "kind", "amount", "owner", "helper_id", "limit", "sector"),
    "wanted": ("flag", "kind", "amount", "helper_id", "note", "tag"),
    "also_wanted": ("flag", "kind", "amount", "helper_id", "tags"),
    "device": ("flag", "kind", "amount", "tag"),
    "joined": ("grade",),
    "graded": ("grade",),
    "left": ("flag",),
}


def _event(draw: Draw, id_: str, kind: str, at: int, key: dict[str, object]) -> Event:
    names = _NAMES.get(kind, ("flag", "kind", "amount"))
    drawn = {"tags" if name == "tag" else name: draw.choice(_VALUES[name]) for name in names}
    attributes: dict[str, object] = {name: value for name, value in drawn.items() if value is not None}
    if kind in ("begun", "moved") and _maybe(draw, 0.75):
        attributes["planned"] = to_datetime(at + draw.choice((-60, 45, 120, 1440)) * MINUTE)
    if kind in ("wanted", "also_wanted") and _maybe(draw, 0.3):
        attributes["period"] = draw.choice(("2024-04-30", "2024-05-01", "2024-05-02"))
    field = kind in ("done", "device")
    return Event(
        id=id_,
        type=kind,
        at=at,
        recorded_at=at + draw.choice((0, 0, 5, 900)) * MINUTE,
        attributes={**attributes, **key},
        seq=int(id_[1:]) if not field and _maybe(draw, 0.6) else None,
        source="field" if field else "desk",
        actor=draw.choice(("p1", "p2", "unit 1", None)),
        actor_kind=draw.choice(("person", "system", None)),
    )


def _grants(draw: Draw, promises: list[str], events: list[Event]) -> Iterator[Event]:
    """Yield extensions and waivers of promises, now and then without the name of any."""
    for number in range(draw.randrange(0, 10)):
        near = draw.choice(events)
        at = near.at + draw.choice((0, 10, 60)) * MINUTE
        kind = draw.choice(("extension_granted", "waiver_granted"))
        attributes: dict[str, object] = {"thing_id": f"t{draw.randrange(3)}", "promise": draw.choice(promises)}
        if kind == "extension_granted":
            attributes["to"] = to_datetime(at + draw.choice((-30, 60, 600, 3000)) * MINUTE)
        yield Event(f"g{number:02d}", kind, at, at + draw.choice((0, 30)) * MINUTE, attributes, None, "desk")


def _about_the_record(draw: Draw, events: list[Event]) -> Iterator[Event]:
    """Yield gaps that are reported, mergers and splits."""
    if _maybe(draw, 0.2):
        at = draw.choice(events).at
        span = {"from": to_datetime(at), "to": to_datetime(at + draw.choice((30, 400)) * MINUTE)}
        source = draw.choice(({"source": "desk"}, {"source": "field"}, {}))
        yield Event("r00", "source_gap", at, at, {**span, **source}, None, "desk")
    for number in range(draw.choice((0, 0, 1, 2, 3))):
        kind, name = draw.choice((("subject_merged", "into"), ("subject_split", "from")))
        key: dict[str, object] = {"thing_id": f"t{draw.randrange(3)}", name: f"t{draw.randrange(4)}"}
        at = draw.choice(events).at + draw.choice((0, 0, 1)) * MINUTE
        yield Event(f"k{number:02d}", kind, at, at, key, None, "desk")


def _corrections(draw: Draw, events: list[Event]) -> Iterator[Event]:
    """Yield corrections and retractions, some of them corrected again, some of another subject."""
    for event in events:
        link = event
        while _maybe(draw, 0.1):
            link = _correction(draw, link)
            yield link


def _correction(draw: Draw, event: Event) -> Event:
    attributes = dict(event.attributes)
    if "amount" in attributes and _maybe(draw, 0.5):
        attributes["amount"] = draw.choice((1, 4, 7))
    if "thing_id" in attributes and _maybe(draw, 0.15):
        attributes["thing_id"] = f"t{draw.randrange(3)}"
    kind = draw.choice((event.type, event.type, "retracted"))
    if kind == "retracted" and _maybe(draw, 0.3):
        attributes = {}
    return replace(
        event,
        id=f"{event.id}c",
        type=kind,
        at=event.at + draw.choice((-30, 0, 30)) * MINUTE,
        recorded_at=event.recorded_at + draw.choice((1, 600)) * MINUTE,
        attributes=attributes,
        seq=None,
        supersedes=event.id,
    )


# --- worlds ---


@dataclass(frozen=True)
class RichWorld:
    """One charter with one log, what it is judged at, and the features drawn for each promise."""

    charter: Charter
    log: Log
    as_of: int
    known_to: int | None
    features: Features

    @cached_property
    def judge(self) -> Judge:
        return Judge(self.charter, self.log, as_of=self.as_of, known_to=self.known_to)

    @cached_property
    def findings(self) -> list[Finding]:
        return list(self.judge.findings())


def rich_worlds(seeds: Iterable[int], folder: Path) -> Iterator[RichWorld]:
    """Yield the worlds of some seeds; several logs in a row share one charter."""
    known: tuple[int, tuple[Charter, Features]] | None = None
    for seed in seeds:
        if known is None or known[0] != seed // LOGS:
            known = (seed // LOGS, charter_of(seed // LOGS, folder))
        charter, features = known[1]
        log, as_of, known_to = log_of(seed, charter.promises)
        yield RichWorld(charter, log, as_of, known_to, features)


# --- what a world is an example of ---


def examples_in(world: RichWorld) -> Counter[tuple[str, str]]:
    """Count, by verb, what each finding is an example of: what was drawn for its promise, and what came of it."""
    corrected = {event.attributes.get("thing_id") for event in world.log.events if event.supersedes is not None}
    found: Counter[tuple[str, str]] = Counter()
    for finding in world.findings:
        verb = world.charter.promises[finding.promise].verb
        for feature in (*world.features[finding.promise], *_effects(finding)):
            found[verb, feature] += 1
        if finding.subject[0] in corrected:
            found[verb, "superseded"] += 1
    return found


def _effects(finding: Finding) -> Iterator[str]:
    yield finding.verdict
    yield finding.reason
    if finding.late_at is not None:
        yield "late"
    if any(part.kind == "paused" for part in finding.intervals):
        yield "paused"
    if len(finding.holders) > 1:
        yield "several holders"
    if finding.owner_verdict is not None and finding.owner_verdict != finding.verdict:
        yield "owner cleared"
