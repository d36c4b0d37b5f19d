"""Random charters for the proof that the kernel finds what the reference finds: all that the language can say.

Every charter has several promises of each verb, about two kinds of subjects: limits and calendars that are looked up,
planned times, members, events of other subjects, signals, states, owners that change, what must be put to the test.
"""

import random
from collections.abc import Callable
from pathlib import Path

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter

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
SIGNALS = """
signals:
  alarm: {of: thing, at: [wanted, held_up], when: "ALARMING", clears: CLEARING}
  lull: {of: thing, per: day, when: "LULLING"}
"""
PLAIN = 'thing_id: text, flag: boolean optional, kind: "one of [a, b] optional", amount: integer optional'
Draw = random.Random
Keys = dict[str, str]


def maybe(draw: Draw, chance: float) -> bool:
    return draw.random() < chance


def _where(draw: Draw, chosen: set[str]) -> str:
    if not maybe(draw, 0.3):
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
    if not maybe(draw, 0.15):
        return ""
    chosen.add("actor")
    return draw.choice((" by person", " not by person", " by party owner"))


def _shared(draw: Draw, keys: Keys, chosen: set[str], *, key_of_two: bool = False) -> None:
    """Draw what every verb knows: whose it is, what excuses and ends it, what puts it to the test."""
    if maybe(draw, 0.65):
        keys["owner"] = draw.choice(("owner", "owner", "owner", "helper", "note", "a_post"))
        chosen.add("owner")
        if maybe(draw, 0.36):
            keys["owner at"] = "opened"
            chosen.add("owner at opened")
        if maybe(draw, 0.6):
            keys["owner excused by"] = draw.choice(("held_up", "[held_up where flag, device via helper]"))
            chosen.add("owner excused")
    if maybe(draw, 0.25):
        keys["tested if"] = f'"{draw.choice(TESTS)}"'
        chosen.add("tested")
    if maybe(draw, 0.35):
        keys["excused by"] = draw.choice(
            (
                "excusing",
                "{event: excusing, late: heal}",
                f'["excusing{_where(draw, set())}", device via helper]',
                f"[excusing{_signal(draw, keys, chosen)}]",
            )
        )
        chosen.add("excuse")
    if maybe(draw, 0.3):
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
    "seen(alarm)",
)


def _expect(draw: Draw) -> tuple[Keys, set[str]]:
    chosen: set[str] = set()
    keys = {"of": "thing"}
    _opening(draw, keys, chosen)
    keys["expect"] = _target(draw, keys, chosen)
    _limits(draw, keys, chosen)
    _shared(draw, keys, chosen)
    if maybe(draw, 0.4) and "every" not in keys:
        _reopening(draw, keys)
    if maybe(draw, 0.3) and "alarm" not in keys["expect"] and "lull" not in keys["expect"]:
        has_tags = "every" in keys or keys["after"].startswith('"begun')
        keys["for each"] = draw.choice(
            ("{kind: [a, b]}", "helper", "tags") if has_tags else ("{kind: [a, b]}", "helper")
        )
        chosen |= {"member", "for each " + ("constants" if "{" in keys["for each"] else keys["for each"])}
    if maybe(draw, 0.2) and "every" not in keys:
        keys["already"] = "true"
        chosen.add("already")
    return keys, chosen


def _reopening(draw: Draw, keys: Keys) -> None:
    keys["reopened by"] = draw.choice(("reopened", '"reopened where flag"', "[reopened, moved]", "[reopened, moved]"))
    keys["on reopen"] = draw.choice(("new", "continue", "restart"))


def _expect_again(draw: Draw) -> tuple[Keys, set[str]]:
    """Draw a promise that is often kept, so that there is much to reopen."""
    chosen = {"each"}
    keys = {"of": "thing", "after": draw.choice(("begun", "[begun, held_up]", "[begun, held_up]")), "open": "each"}
    keys["expect"] = draw.choice(("wanted", "[wanted, also_wanted]", '["wanted where flag", also_wanted]'))
    if maybe(draw, 0.3):
        keys |= {"within": draw.choice(_WORKING), "calendar": draw.choice(("office", "shift"))}
        chosen |= {"limit working", "calendar"}
    else:
        keys["within"] = draw.choice((*_WALL, "1 natural days", "1 weeks"))
        chosen.add("limit wall")
    if maybe(draw, 0.3):
        _pauses(draw, keys, chosen)
    _reopening(draw, keys)
    return keys, chosen


def _opening(draw: Draw, keys: Keys, chosen: set[str]) -> None:
    if maybe(draw, 0.25):
        keys["every"] = draw.choice(
            ("day", "90 min", "interval of shift", "interval of shift", "pace", "1 natural days")
        )
        chosen |= {"every", "every " + keys["every"]}
    else:
        keys["after"] = draw.choice(_triggers(draw, chosen))
        chosen |= {"signal"} if "alarm" in keys["after"] else set()
        if "via" in keys["after"]:
            chosen.add("via")
        keys["open"] = draw.choice(("each", "first", "again"))
        chosen.add(keys["open"])
    if maybe(draw, 0.4):
        name = draw.choice(("where", "unless"))
        is_plain = "every" not in keys and "alarm" not in keys["after"]
        keys[name] = f'"{draw.choice((*_OPENINGS, *_OF_TRIGGERS) if is_plain else _OPENINGS)}"'
        chosen.add(name)


_OPENINGS = (
    "thing.owner = 'unit 1'",
    "count(wanted) >= 1",
    "seen(held_up where flag)",
    "thing.helper is null",
    "in_force('busy')",
)


def _triggers(draw: Draw, chosen: set[str]) -> tuple[str, ...]:
    begun = f"begun{_where(draw, chosen)}"
    return (f'"{begun}"', f'"{begun}"', f'["{begun}", held_up]', '"device via helper"', "[held_up, alarm]")


_OF_TRIGGERS = ("kind = 'a'", "flag", "amount < 5", "not flag")


def _target(draw: Draw, keys: Keys, chosen: set[str]) -> str:
    form = draw.choice(("one", "any", "all", "in order", "times", "via"))
    chosen.add(form)
    where, by = _where(draw, chosen), _by(draw, chosen)
    if form == "times":
        keys["times"] = draw.choice(("2", "3"))
    if maybe(draw, 0.15) and form != "any":
        keys["complete"] = "[amount]"
        chosen.add("complete")
    if form == "via":
        return f'["wanted{where}{by}", device via helper]'
    if form == "any":
        return f'["wanted{where}{by}", also_wanted{_signal(draw, keys, chosen)}]'
    if form in ("all", "in order"):
        return f'{{all: ["wanted{where}{by}", also_wanted], in order: {str(form == "in order").lower()}}}'
    return f'"wanted{where}{by}"'


def _signal(draw: Draw, keys: Keys, chosen: set[str]) -> str:
    """Draw whether a signal is listed as well."""
    if keys["of"] == "thing" and maybe(draw, 0.3):
        chosen.add("signal")
        return draw.choice((", alarm", ", lull"))
    return ""


_WALL = ("45 min", "45 min", "1 h", "2 h", "1 natural days", "1 weeks", "param.patience")
_WORKING = ("3 working h", "2 working days", "0 working days")
_LOOKED_UP = ("thing.limit", "\"lookup('limits', kind).limit\"", "trigger.limit")


def _limits(draw: Draw, keys: Keys, chosen: set[str]) -> None:
    if "every" in keys:
        _periodic_limits(draw, keys, chosen)
        return
    sort = draw.choice(("wall", "wall", "working", "working", "looked up", "by", "by", "before", "both"))
    chosen.add("limit " + sort)
    if sort in ("wall", "both"):
        keys["within"] = draw.choice(_WALL)
    if sort in ("working", "looked up"):
        keys["within"] = draw.choice(_WORKING if sort == "working" else _looked_up(keys))
        keys["calendar"] = draw.choice(("office", "shift", *_looked_up_calendars(keys)))
        chosen |= {"calendar"} | ({"calendar by expression"} if "lookup" in keys["calendar"] else set())
    if sort in ("by", "both"):
        keys["by"] = draw.choice(("thing.planned", '"thing.planned + 1 h"'))
        if maybe(draw, 0.5):
            keys["late moves"] = "heal"
            chosen.add("late moves")
        if maybe(draw, 0.45):
            keys["missing"] = "none"
            chosen.add("missing none")
    if sort == "before" or maybe(draw, 0.15):
        keys["before"] = f'"done{_where(draw, set())}"'
        chosen.add("before")
    if "within" in keys and maybe(draw, 0.5):
        _pauses(draw, keys, chosen)


def _looked_up_calendars(keys: Keys) -> tuple[str, ...]:
    return () if "alarm" in keys["after"] else ("\"lookup('limits', trigger.kind).calendar\"",)


def _looked_up(keys: Keys) -> tuple[str, ...]:
    return _LOOKED_UP if keys.get("after", "").startswith('"begun') else _LOOKED_UP[:1]


def _periodic_limits(draw: Draw, keys: Keys, chosen: set[str]) -> None:
    if maybe(draw, 0.6):
        keys["within"] = draw.choice(("30 min", "80 min"))
    if maybe(draw, 0.3):
        keys["by"] = '"period.start + 20 min"'
    if "within" in keys and maybe(draw, 0.3):
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
        keys["never"] = f'["wanted{_where(draw, chosen)}{_by(draw, chosen)}"{_signal(draw, keys, chosen)}]'
    span = draw.choice(("life", "from", "from", "from"))
    chosen.add(span)
    if span == "from":
        keys["from"] = draw.choice((f'"begun{_where(draw, chosen)}"', f"[begun, held_up{_signal(draw, keys, chosen)}]"))
        if maybe(draw, 0.4):
            keys["until"] = f'"done{_where(draw, chosen)}"'
            chosen.add("until")
        if maybe(draw, 0.5):
            keys["for"] = draw.choice(("3 h", "1 natural days", "2 working h", "thing.limit"))
            chosen.add("for")
            if "working" in keys["for"] or keys["for"] == "thing.limit":
                keys["calendar"] = draw.choice(("office", "shift"))
                chosen.add("calendar")
    if maybe(draw, 0.3):
        keys["per"] = draw.choice(("day", "day", "week", "hour" if span != "life" else "month"))
        chosen.add("per")
    if maybe(draw, 0.25):
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
        via = ", device via helper" if keys["of"] == "thing" and maybe(draw, 0.5) else ""
        chosen |= {"via"} if via else set()
        keys["needs"] = f'["done{_where(draw, chosen)}"{via}{_signal(draw, keys, chosen)}]'
    if "complete" in wanted:
        keys["complete"] = "[amount, kind]"
    if "by" in wanted:
        keys["by"] = draw.choice(("person", "party owner")) if keys["of"] == "thing" else "person"
    if "not by" in wanted:
        keys["not by"] = draw.choice(("[begun]", "[begun, held_up]", "[system]"))
    if maybe(draw, 0.4):
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
    if maybe(draw, 0.35):
        keys["while"] = draw.choice(("running", "busy"))
        chosen.add("while")
    if maybe(draw, 0.4):
        keys["tolerate"] = draw.choice(("2 h", "6 h", "1 natural days"))
        chosen.add("tolerate")
    if maybe(draw, 0.4):
        keys["calendar"] = draw.choice(("office", "shift"))
        chosen.add("calendar")
    if maybe(draw, 0.3):
        keys["for each"] = draw.choice(("{helper_id: [h1, h2]}", "helper", "tags"))
        chosen.add("member")
    if maybe(draw, 0.25):
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
    "not seen(alarm)",
)
_ALARMING = (
    "count(held_up) >= 2",
    "flag and seen(held_up)",
    "amount >= 4",
    "sum(wanted.amount) > 7",
    "thing.planned < at",
)
_LULLING = ("not seen(wanted)", "level('stock') < 1", "seen(alarm)", "in_force('busy')")
VERBS: dict[str, tuple[Callable[[Draw], tuple[Keys, set[str]]], ...]] = {
    "expect": (_expect,) * 4 + (_expect_again,) * 2,
    "never": (_never,) * 3,
    "require": (_require,) * 3,
    "hold": (_hold,) * 2,
}
Features = dict[str, frozenset[str]]
"""By promise, what was drawn for it."""


def charter_of(seed: int, folder: Path) -> tuple[Charter, Features]:
    """Return the charter of a seed, read from a real folder, with the features drawn."""
    draw = random.Random(f"rich charter {seed}")
    effective = draw.choice(("2024-01-01", "2024-01-01", "2024-05-01"))
    signals = SIGNALS.replace("ALARMING", draw.choice(_ALARMING)).replace("LULLING", draw.choice(_LULLING))
    signals = signals.replace("CLEARING", draw.choice(("done", '"went_on where flag"', "[done, excusing]")))
    lines = [PREAMBLE.replace("PLAIN", PLAIN).replace("EFFECTIVE", effective) + signals + "promises:\n"]
    features: Features = {}
    for verb, makes in VERBS.items():
        for number, make in enumerate(makes):
            keys, chosen = make(draw)
            body = ", ".join(f"{key}: {value}" for key, value in keys.items())
            lines.append(f"  {verb}-{number}: {{{body}}}\n")
            features[f"{verb}-{number}"] = frozenset(chosen)
    where = folder / f"rich-{seed}"
    where.mkdir()
    (where / "charter.yaml").write_text("".join(lines), encoding="utf-8")
    return read_charter(where), features
