"""Random charters and logs for the laws: legal by construction, full of ties, holes, corrections and missing values.

Every charter has one promise of each verb, with features drawn at random; `features_of` counts what was drawn, so that
a test can demand enough examples of each.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.judge import judge_log
from jiannuo.core.values.instants import read_instant, to_datetime

ZONE = "Asia/Shanghai"
MINUTE = 60_000_000
START = read_instant("2024-04-30 15:00", zone=ZONE)  # before Labour Day, with a make-up Saturday ahead
TYPES = ("begun", "wanted", "also_wanted", "held_up", "went_on", "excusing", "over", "reopened", "moved", "done")

PREAMBLE = """
charter: {id: random, title: {zh: 随机, en: random}, zone: Asia/Shanghai, edition: "1", effective: 2024-01-01}
calendars:
  office: {zone: Asia/Shanghai, holidays: CN, week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
sources: {desk: {}, field: {}}
subjects:
  thing: {id: thing_id, begins: begun, ends: over, attributes: {planned: [begun.planned, moved.planned], owner: [begun.owner]}}
events:
  begun: {of: thing, source: desk, attributes: {thing_id: text, planned: instant optional, owner: text optional, flag: boolean optional, kind: "one of [a, b] optional", amount: integer optional}}
  moved: {of: thing, source: desk, attributes: {thing_id: text, planned: instant optional, flag: boolean optional, kind: "one of [a, b] optional", amount: integer optional}}
"""
_OTHER = '  {name}: {{of: thing, source: {source}, attributes: {{thing_id: text, flag: boolean optional, kind: "one of [a, b] optional", amount: integer optional}}}}\n'
STATES = "states:\n  running: {of: thing, from: begun, until: over}\n  alive: {of: thing, from: done, for: 2 h}\n"


@dataclass(frozen=True)
class World:
    """One charter with one log, the instant of judging, and the features drawn for each verb."""

    charter: Charter
    log: Log
    as_of: int
    features: frozenset[tuple[str, str]]

    @cached_property
    def findings(self) -> list[Finding]:
        return list(judge_log(self.charter, self.log, as_of=self.as_of))


Draw = random.Random


def _maybe(draw: Draw, chance: float) -> bool:
    return draw.random() < chance


def _where(draw: Draw, chosen: set[str]) -> str:
    if not _maybe(draw, 0.4):
        return ""
    chosen.add("condition")
    return draw.choice((" where flag", " where amount >= 3", " where kind = 'a'", " where not flag or amount < 5"))


def _expect(draw: Draw) -> tuple[dict[str, str], set[str]]:
    """Draw an `expect`: keys as YAML texts, and the names of its features."""
    chosen: set[str] = set()
    keys = {"of": "thing"}
    if _maybe(draw, 0.12):
        chosen.add("every")
        keys["every"] = "day"
    else:
        keys["after"] = f'"begun{_where(draw, chosen)}"'
        keys["open"] = draw.choice(("each", "first", "again"))
        chosen.add(keys["open"])
    keys["expect"] = _target(draw, chosen)
    _limits(draw, keys, chosen)
    if _maybe(draw, 0.3):
        chosen.add("excuse")
        keys["excused by"] = draw.choice(('"excusing"', '{event: "excusing", late: heal}'))
    if _maybe(draw, 0.3):
        chosen.add("ends")
        keys["ends with"] = "over"
    if _maybe(draw, 0.25) and "every" not in keys:
        keys["reopened by"] = "reopened"
        keys["on reopen"] = draw.choice(("new", "continue", "restart"))
        chosen.add("reopening")
    if _maybe(draw, 0.25):
        keys["for each"] = "{kind: [a, b]}"
        chosen.add("member")
    return keys, chosen


def _target(draw: Draw, chosen: set[str]) -> str:
    form = draw.choice(("one", "any", "all", "in order", "times"))
    chosen.add(form)
    where = _where(draw, chosen)
    if form == "any":
        return f'["wanted{where}", also_wanted]'
    if form in ("all", "in order"):
        return f'{{all: ["wanted{where}", also_wanted], in order: {str(form == "in order").lower()}}}'
    return f'"wanted{where}"'


def _limits(draw: Draw, keys: dict[str, str], chosen: set[str]) -> None:
    if "times" in chosen:
        keys["times"] = "2"
    limit = draw.choice(("45 min", "2 h", "3 working h", "1 natural days", "2 working days", "by", "before"))
    chosen.add("calendar" if "working" in limit else "limit " + limit.split()[-1])
    if limit == "by" and "every" not in keys:
        keys["by"] = "thing.planned"
        keys["late moves"] = draw.choice(("ignore", "heal"))
        keys["missing"] = draw.choice(("unknown", "none"))
    elif limit == "before" and "every" not in keys:
        keys["before"] = "done"
    elif "every" in keys:
        keys["within"] = draw.choice(("2 h", "20 h"))
    else:
        keys["within"] = limit
        if "working" in limit:
            keys["calendar"] = "office"
        if _maybe(draw, 0.5):
            longest = draw.choice(("", ", max: 90 min"))
            keys["pause"] = f"[{{from: held_up, until: went_on, reason: waiting{longest}}}]"
            chosen.add("pause")
    if _maybe(draw, 0.2) and "every" not in keys:
        keys["already"] = "true"
        chosen.add("already")


def _never(draw: Draw) -> tuple[dict[str, str], set[str]]:
    chosen: set[str] = set()
    keys = {"of": "thing", "never": f'"wanted{_where(draw, chosen)}"'}
    span = draw.choice(("life", "from until", "from for", "from per"))
    chosen.add(span)
    if span != "life":
        keys["from"] = "begun"
    if span == "from until":
        keys["until"] = "done"
    if span == "from for":
        keys["for"] = draw.choice(("3 h", "1 natural days"))
    if span == "from per":
        keys["per"] = "day"
    if _maybe(draw, 0.4):
        keys["excused by"] = '"excusing"'
        chosen.add("excuse")
    if _maybe(draw, 0.3):
        keys["ends with"] = "over"
        chosen.add("ends")
    return keys, chosen


def _require(draw: Draw) -> tuple[dict[str, str], set[str]]:
    chosen: set[str] = set()
    keys = {"of": "thing", "at": f'"{draw.choice(("wanted", "begun"))}{_where(draw, chosen)}"'}
    wanted = draw.sample(("require", "needs", "complete", "by", "not by"), k=draw.choice((1, 1, 2)))
    chosen |= set(wanted)
    if "require" in wanted:
        keys["require"] = draw.choice(
            ('"amount >= 3"', '"count(wanted) <= 2"', '"thing.planned > at"', '"last(done).flag"')
        )
    if "needs" in wanted:
        keys["needs"] = '["done where flag"]'
    if "complete" in wanted:
        keys["complete"] = "[amount]"
    if "by" in wanted:
        keys["by"] = "person"
    if "not by" in wanted:
        keys["not by"] = "[begun]"
    if _maybe(draw, 0.5):
        keys["excused if"] = "\"kind = 'b'\""
        chosen.add("exception")
    return keys, chosen


def _hold(draw: Draw) -> tuple[dict[str, str], set[str]]:
    chosen: set[str] = set()
    keys = {"of": "thing", "hold": draw.choice(("\"in_force('alive')\"", "\"in_force('running')\""))}
    chosen.add("heartbeat" if "alive" in keys["hold"] else "interval")
    if _maybe(draw, 0.4):
        keys["while"] = "running"
        chosen.add("while")
    if _maybe(draw, 0.4):
        keys["tolerate"] = draw.choice(("2 h", "6 h"))
        chosen.add("tolerate")
    if _maybe(draw, 0.4):
        keys["calendar"] = "office"
        chosen.add("calendar")
    keys["per"] = draw.choice(("day", "week"))
    return keys, chosen


VERBS: dict[str, Callable[[Draw], tuple[dict[str, str], set[str]]]] = {
    "expect": _expect,
    "never": _never,
    "require": _require,
    "hold": _hold,
}


def _owner_excused(draw: Draw, chosen: set[str]) -> dict[str, str]:
    if not _maybe(draw, 0.5):
        return {}
    chosen.add("owner excused")
    return {"owner excused by": draw.choice(('"done"', '"moved where flag"', "[moved where flag, done]"))}


@cache
def charter_of(seed: int, folder: Path) -> tuple[Charter, frozenset[tuple[str, str]]]:
    """Return the charter of a seed, read from a real folder, with the features drawn."""
    draw = random.Random(f"charter {seed}")
    others = "".join(
        _OTHER.format(name=name, source="field" if name == "done" else "desk")
        for name in TYPES
        if name not in ("begun", "moved")
    )
    lines, features = [PREAMBLE + others + STATES + "promises:\n"], set()
    for verb, make in VERBS.items():
        keys, chosen = make(draw)
        keys |= {"owner": "owner", **_owner_excused(random.Random(f"owner {verb} {seed}"), chosen)}
        lines.append(f"  {verb}-it: {{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}\n")
        features |= {(verb, feature) for feature in chosen}
    where = folder / str(seed)
    where.mkdir()
    (where / "charter.yaml").write_text("".join(lines), encoding="utf-8")
    return read_charter(where), frozenset(features)


def log_of(seed: int, *, subjects: int = 4) -> tuple[Log, int]:
    """Return the log of a seed and an instant to judge it at."""
    draw = random.Random(f"log {seed}")
    events: list[Event] = []
    for subject in range(subjects):
        events += _story(draw, f"t{subject}", len(events))
    last = max(event.at for event in events)
    as_of = draw.choice((last, last + 24 * 60 * MINUTE, START + draw.randrange(300, 2500) * MINUTE))
    until = draw.choice((as_of, max(as_of, last), as_of - draw.randrange(0, 3000) * MINUTE))
    gap = START + draw.randrange(0, 900) * MINUTE
    gaps = ((gap, gap + 60 * MINUTE),) if _maybe(draw, 0.4) else ()
    reach = {"desk": Reach(until, None, START, gaps), "field": Reach(as_of, None, START)}
    return Log(tuple(_corrected(draw, events)), reach), as_of


def _story(draw: Draw, subject: str, number: int) -> list[Event]:
    at, events = START + draw.randrange(0, 600) * MINUTE, []
    for step in range(draw.randrange(3, 12)):
        kind = (
            "begun"
            if step == 0 or _maybe(draw, 0.1)
            else draw.choice((*TYPES[1:], "excusing", "excusing", "excusing", "wanted"))
        )
        events.append(_event(draw, f"e{number + step:04d}", kind, at, subject))
        at += draw.choice((0, 15, 45, 45, 60, 120, 300, 1440)) * MINUTE
    return events


def _event(draw: Draw, id_: str, kind: str, at: int, subject: str) -> Event:
    attributes: dict[str, object] = {"thing_id": subject}
    for name, values in (
        ("flag", (True, True, False, None)),
        ("kind", ("a", "b", "b", None)),
        ("amount", (1, 4, 7, None)),
    ):
        value = draw.choice(values)
        if value is not None:
            attributes[name] = value
    if kind in ("begun", "moved") and _maybe(draw, 0.75):
        attributes["planned"] = to_datetime(at + draw.choice((-60, 45, 120, 1440)) * MINUTE)
    if kind == "begun":
        attributes["owner"] = draw.choice(("unit 1", "unit 2"))
    return Event(
        id=id_,
        type=kind,
        at=at,
        recorded_at=at + draw.choice((0, 0, 5, 900)) * MINUTE,
        attributes=attributes,
        seq=int(id_[1:]) if kind != "done" and _maybe(draw, 0.6) else None,
        source="field" if kind == "done" else "desk",
        actor=draw.choice(("p1", "p2", None)),
        actor_kind=draw.choice(("person", "system", None)),
    )


def _corrected(draw: Draw, events: list[Event]) -> list[Event]:
    """Add corrections and retractions of a tenth of the events, recorded after what they correct."""
    added: list[Event] = []
    for event in events:
        if _maybe(draw, 0.1):
            recorded_at = event.recorded_at + draw.choice((1, 600)) * MINUTE
            at = event.at + draw.choice((-30, 0, 30)) * MINUTE
            kind = draw.choice((event.type, event.type, "retracted"))
            added.append(
                replace(
                    event, id=f"{event.id}c", type=kind, at=at, recorded_at=recorded_at, seq=None, supersedes=event.id
                )
            )
    return events + added


def world_of(seed: int, folder: Path) -> World:
    """Return the world of a seed; four logs share one charter."""
    charter, features = charter_of(seed // 4, folder)
    log, as_of = log_of(seed)
    return World(charter, log, as_of, features)
