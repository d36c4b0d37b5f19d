"""A slider's figures are those of judging under each of its limits: in random worlds, by the reference judge."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from jiannuo.core.charters.charter import Charter, Expect
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.events.logs import Counts, ReadLog
from jiannuo.core.engines.what_ifs.limit_figures import LimitSteps
from jiannuo.core.engines.what_ifs.limit_steps import limit_steps
from jiannuo.core.expressions.syntax import Literal
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.reference.judge import judge_log
from jiannuo.core.statistics.fulfilment import CODED, Tally
from jiannuo.core.values.durations import MINUTE, Duration, read_duration, write_duration
from jiannuo.core.values.instants import read_instant, to_datetime
from tests.judging.worlds import PREAMBLE, STATES, TYPES, log_of

World = tuple[Charter, Log, int]


def steps_of(charter: Charter, log: Log, as_of: int) -> tuple[LimitSteps, ...]:
    read = ReadLog(table_of(log.events), log.reach, (), Counts(), None)
    return limit_steps(charter, read, as_of=as_of)


def judged(world: World, promise: str, limit: Duration) -> tuple[int, ...]:
    """Return the verdicts on a promise under a limit, by the reference judge."""
    charter, log, as_of = world
    demand = charter.promises[promise].demand
    key = "within" if isinstance(demand, Expect) else "lasts"
    demand = replace(demand, **{key: Literal(limit)})
    promises = {promise: replace(charter.promises[promise], demand=demand)}
    found = judge_log(replace(charter, promises=promises), log, as_of=as_of)
    counts = Counter(finding.verdict for finding in found if finding.promise == promise)
    return tuple(counts[name] for name in CODED)


OTHER_EVENTS = "".join(
    f"  {name}: {{of: thing, source: {'field' if name == 'done' else 'desk'}, attributes: "
    '{thing_id: text, flag: boolean optional, kind: "one of [a, b] optional", amount: integer optional}}\n'
    for name in TYPES
    if name not in ("begun", "moved")
)
PAUSES = (
    "[{from: held_up, until: went_on, reason: waiting}]",
    "[{from: held_up, until: went_on, reason: waiting, max: 90 min}]",
    "[{while: alive, reason: alive}, {from: excusing, until: [done, went_on], reason: elsewhere}]",
)
TARGETS = (
    "wanted",
    "wanted where amount is not null and amount >= 3",
    "[wanted, also_wanted]",
    "{all: [wanted, also_wanted]}",
    "{all: [wanted, also_wanted], in order: true}",
    "wanted where flag",
)
TIMES = ("45 min", "2 h", "10 h", "3 working h")
DATES = ("1 natural days", "2 working days", "1 weeks")


def promise_of(draw: random.Random, number: int) -> str:
    """Return a promise that a slider can be told of, with whatever does not stand against it."""
    limit = draw.choice((*TIMES, *TIMES, *DATES))
    keys = {
        "of": "thing",
        "after": draw.choice(("begun", "[begun, held_up]", '"begun where flag"')),
        "open": draw.choice(("each", "each", "first")),
        "expect": draw.choice(TARGETS),
        "within": limit,
    }
    drawn = {
        "calendar": ("office", 1.0 if "working" in limit else 0.0),
        "times": ("2", 0.2 if "all" not in keys["expect"] else 0.0),
        "pause": (draw.choice(PAUSES), 0.5 if limit in TIMES else 0.0),
        "by": ("thing.planned", 0.3),
        "excused by": (draw.choice(("excusing", "[excusing, done]")), 0.4),
        "ends with": (draw.choice(("over", '"over where flag"')), 0.4),
        "for each": ("{kind: [a, b]}", 0.2),
        "already": ("true", 0.2),
    }
    keys |= {key: value for key, (value, chance) in drawn.items() if draw.random() < chance}
    if "by" in keys:
        keys["late moves"], keys["missing"] = draw.choice(("ignore", "heal")), draw.choice(("unknown", "none"))
    return f"  p{number}: {{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}\n"


def never_of(draw: random.Random, number: int) -> str:
    """Return a promise that something does not happen for so long."""
    limit = draw.choice(("90 min", "3 h", "20 h", "2 working h", "1 natural days", "1 weeks"))
    keys = {
        "of": "thing",
        "from": draw.choice(("begun", "[begun, held_up]", '"begun where flag"')),
        "never": draw.choice(("wanted", '"wanted where flag"', '"wanted where amount >= 3"', "[wanted, also_wanted]")),
        "for": limit,
    }
    drawn = {
        "calendar": ("office", 1.0 if "working" in limit else 0.0),
        "until": ("done", 0.4),
        "excused by": ("excusing", 0.4),
        "ends with": ("over", 0.4),
    }
    keys |= {key: value for key, (value, chance) in drawn.items() if draw.random() < chance}
    return f"  n{number}: {{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}\n"


def movable_charter(seed: int, folder: Path) -> Charter:
    draw = random.Random(f"movable {seed}")
    text = PREAMBLE + OTHER_EVENTS + STATES + "promises:\n" + "".join(promise_of(draw, number) for number in range(6))
    text += "".join(never_of(draw, number) for number in range(2))
    (folder / str(seed)).mkdir()
    (folder / str(seed) / "charter.yaml").write_text(text, encoding="utf-8")
    return read_charter(folder / str(seed))


def worlds(seeds: Iterable[int], folder: Path) -> Iterator[World]:
    for seed in seeds:
        charter = movable_charter(seed, folder)
        log, as_of = log_of(seed, subjects=8)
        yield charter, log, as_of


def check(seeds: Iterable[int], folder: Path) -> Counter[str]:
    """Hold every step that says it is exact to the reference judge, and count what was held to it."""
    seen: Counter[str] = Counter()
    for world in worlds(seeds, folder):
        for steps in steps_of(*world):
            assert steps.obstacle is None
            seen["doubted" if steps.doubts else "exact"] += 1
            if steps.positions is None or steps.doubts:
                continue
            demand = world[0].promises[steps.promise].demand
            for place in {*range(0, len(steps.positions.limits), 4), steps.positions.current}:
                limit, counts = steps.positions.limits[place], steps.tallies[place].counts
                assert counts == judged(world, steps.promise, limit), (steps.promise, limit)
                seen.update(name for name, count in zip(CODED, counts, strict=True) if count)
            seen.update(features_of(demand))
            seen[steps.positions.longest.unit.value] += 1
    return seen


def features_of(demand: object) -> list[str]:
    if not isinstance(demand, Expect):
        return ["span"]
    features = {"paused": demand.pauses, "planned": demand.by, "members": demand.for_each}
    return [name for name, there in features.items() if there]


FEATURES = (
    *CODED,
    "paused",
    "planned",
    "members",
    "span",
    "elapsed",
    "working",
    "natural days",
    "working days",
    "weeks",
)


def test_exact_figures_are_those_of_judging_under_each_limit(tmp_path: Path) -> None:
    seen = check(range(16), tmp_path)
    assert not {name: seen[name] for name in FEATURES if seen[name] < 2}
    assert seen["exact"] > 50


@pytest.mark.proof
def test_exact_figures_are_those_of_judging_in_many_worlds(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    seen = check(range(16, 200), tmp_path)
    assert not {name: seen[name] for name in FEATURES if seen[name] < 20}
    record_property("promises", seen["exact"])


CHARTER = """\
charter: {id: desk, title: {zh: 服务台制度, en: Service desk}, zone: Asia/Shanghai, edition: "1", effective: 2020-01-01}
calendars: {office: {week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}}
parameters:
  patience: {type: duration, default: 1 h, ours: true}
subjects:
  ticket: {id: ticket_id, begins: opened, attributes: {planned: opened.planned, limit: opened.limit}}
events:
  opened: {of: ticket, attributes: {ticket_id: text, planned: instant optional, limit: duration optional, day: text optional}}
  held: {of: ticket, attributes: {ticket_id: text}}
  freed: {of: ticket, attributes: {ticket_id: text}}
  answered: {of: ticket, attributes: {ticket_id: text, good: boolean optional, side: "one of [a, b] optional"}}
  excused: {of: ticket, attributes: {ticket_id: text, good: boolean optional}}
tables:
  desks: {in: {day: text}, out: {calendar: text}, rows: [[monday, office]], otherwise: [office]}
promises:
  answer: {of: ticket, after: opened, KEYS}
"""
START = read_instant("2024-07-15 09:00", zone="Asia/Shanghai")  # a Monday


def event(number: int, type_: str, ticket: str, minute: int, **attributes: object) -> Event:
    at = START + minute * MINUTE
    return Event(f"e{number}", type_, at, at, {"ticket_id": ticket, **attributes}, source="desk")


def log_until(events: Sequence[Event], minute: int, *gaps: tuple[int, int]) -> tuple[Log, int]:
    as_of = START + minute * MINUTE
    spans = tuple((START + a * MINUTE, START + b * MINUTE) for a, b in gaps)
    return Log(tuple(events), {"desk": Reach(as_of, None, START, spans)}), as_of


def charter_with(keys: str, folder: Path) -> Charter:
    (folder / "charter.yaml").write_text(CHARTER.replace("KEYS", keys), encoding="utf-8")
    return read_charter(folder)


THREE = [
    *(event(n, "opened", f"T{n}", 0) for n in (1, 2, 3)),
    event(4, "answered", "T1", 45, good=True),
    event(5, "answered", "T2", 90, good=True),
]


def kept_and_broken(steps: LimitSteps) -> dict[str, tuple[int, int, int]]:
    """Return kept, broken and pending by limit, where they are other than at the limit before."""
    assert steps.positions is not None
    found: dict[str, tuple[int, int, int]] = {}
    for limit, tally in zip(steps.positions.limits, steps.tallies, strict=True):
        figures = (tally.kept, tally.broken, tally.pending)
        if figures not in found.values():
            found[write_duration(limit).en] = figures
    return found


def test_the_steps_are_where_the_margins_are(tmp_path: Path) -> None:
    """T1 takes 45 min, exactly the limit that keeps it, T2 90; T3 is not answered by 100 min, when the log ends."""
    (steps,) = steps_of(charter_with("expect: answered, within: param.patience", tmp_path), *log_until(THREE, 100))
    assert steps.doubts == ()
    assert kept_and_broken(steps) == {
        "5 minutes": (0, 3, 0),
        "45 minutes": (1, 2, 0),
        "1 hour 30 minutes": (2, 1, 0),
        "1 hour 40 minutes": (2, 0, 1),
    }
    assert steps.positions is not None
    assert steps.positions.limits[steps.positions.current] == read_duration("1 h")
    assert steps.at(read_duration("45 min")) == Tally(kept=1, broken=2)
    assert steps.at(read_duration("46 min")) is None


def test_a_clock_that_stands_still_has_not_reached_its_limit(tmp_path: Path) -> None:
    """Held from minute 30 to 60 and answered at 45, a ticket under 30 min was due at minute 30: a little more keeps it."""
    events = [event(1, "opened", "T1", 0), event(2, "held", "T1", 30), event(3, "answered", "T1", 45),
              event(4, "freed", "T1", 60)]  # fmt: skip
    keys = "expect: answered, within: 1 h, pause: [{from: held, until: freed, reason: waiting}]"
    (steps,) = steps_of(charter_with(keys, tmp_path), *log_until(events, 300))
    assert kept_and_broken(steps) == {"5 minutes": (0, 1, 0), "35 minutes": (1, 0, 0)}


def test_working_hours_count_in_the_calendar_of_the_promise(tmp_path: Path) -> None:
    """Answered at 14:00 after three hours before and one after lunch: 3 working h were over at 12:00."""
    events = [event(1, "opened", "T1", 0), event(2, "answered", "T1", 300)]
    keys = "expect: answered, within: 3 working h, calendar: office"
    (steps,) = steps_of(charter_with(keys, tmp_path), *log_until(events, 300))
    assert kept_and_broken(steps) == {"15 working minutes": (0, 1, 0), "4 working hours": (1, 0, 0)}


def test_what_the_record_does_not_tell_is_unknown_from_the_gap_on(tmp_path: Path) -> None:
    """A gap from minute 70 to 80: due before it T3 is broken, from then on nobody knows; T1 and T2 were seen."""
    (steps,) = steps_of(charter_with("expect: answered, within: 1 h", tmp_path), *log_until(THREE, 200, (70, 80)))
    limits = ("65 min", "70 min", "90 min", "2 h")
    found = [steps.at(read_duration(limit)) for limit in limits]
    assert found == [
        Tally(kept=1, broken=2),
        Tally(kept=1, unknown=2),
        Tally(kept=2, unknown=1),
        Tally(kept=2, unknown=1),
    ]
    assert steps.doubts == ()


def test_a_gap_that_ends_as_something_opens_is_none_of_its(tmp_path: Path) -> None:
    (steps,) = steps_of(charter_with("expect: answered, within: 1 h", tmp_path), *log_until(THREE, 200, (-10, 0)))
    assert steps.at(read_duration("1 h")) == Tally(kept=1, broken=2)


@pytest.mark.parametrize(
    ("keys", "obstacle"),
    [
        ("expect: answered, by: ticket.planned", "no_limit"),
        ("expect: answered, within: ticket.limit", "looked_up"),
        ("expect: answered, within: 0 min", "no_time"),
        ("expect: answered, within: 2 working h, calendar: \"lookup('desks', day)\"", "calendar_looked_up"),
        ("expect: answered, within: 1 h, open: again", "again"),
        ("expect: answered, within: 1 h, reopened by: held", "reopened"),
        ("expect: answered, within: 1 h, tested if: seen(held)", "tested"),
        ("expect: answered, within: 1 h, before: held", "before"),
        ("expect: answered, within: 1 h, excused by: [{event: excused, late: heal}]", "heals_late"),
        (
            "expect: answered, within: 2 natural days, pause: [{from: held, until: freed, reason: waiting}]",
            "pause_by_date",
        ),
    ],
)
def test_a_promise_of_which_one_judging_does_not_tell_all_says_why(tmp_path: Path, keys: str, obstacle: str) -> None:
    (steps,) = steps_of(charter_with(keys, tmp_path), *log_until(THREE, 100))
    assert (steps.obstacle, steps.positions, steps.tallies) == (obstacle, None, ())


def test_a_span_in_which_nothing_may_happen_moves_as_well(tmp_path: Path) -> None:
    """Held at minute 30 and at 60: what happens at the very end of a span lies outside of it."""
    events = [
        *(event(n, "opened", f"T{n}", 0) for n in (1, 2, 3)),
        event(4, "held", "T1", 30),
        event(5, "held", "T2", 60),
    ]
    text = CHARTER.replace("after: opened, KEYS", "from: opened, never: held, for: 1 h")
    (tmp_path / "charter.yaml").write_text(text, encoding="utf-8")
    (steps,) = steps_of(read_charter(tmp_path), *log_until(events, 100))
    assert steps.doubts == ()
    assert kept_and_broken(steps) == {
        "5 minutes": (3, 0, 0),
        "35 minutes": (2, 1, 0),
        "1 hour 5 minutes": (1, 2, 0),
        "1 hour 45 minutes": (0, 2, 1),
    }


def test_other_verbs_and_periods_have_no_slider(tmp_path: Path) -> None:
    never = CHARTER.replace("after: opened, KEYS", "never: held, from: opened, for: 2 natural days, per: day")
    (tmp_path / "charter.yaml").write_text(never, encoding="utf-8")
    (steps,) = steps_of(read_charter(tmp_path), *log_until(THREE, 100))
    assert steps.obstacle == "per"
    never = CHARTER.replace("after: opened, KEYS", "never: held")
    (tmp_path / "charter.yaml").write_text(never, encoding="utf-8")
    (steps,) = steps_of(read_charter(tmp_path), *log_until(THREE, 100))
    assert steps.obstacle == "no_limit"
    every = CHARTER.replace("after: opened, KEYS", "every: day, expect: answered, within: 2 h")
    (tmp_path / "charter.yaml").write_text(every, encoding="utf-8")
    (steps,) = steps_of(read_charter(tmp_path), *log_until(THREE, 100))
    assert steps.obstacle == "every"


def test_an_undecided_target_makes_it_unknown_from_its_instant_on(tmp_path: Path) -> None:
    """T3 may have been answered well at minute 20; T1 may have been as well, before it certainly was at minute 45."""
    events = [*THREE, event(6, "answered", "T3", 20), event(7, "answered", "T1", 30)]
    charter = charter_with("expect: answered where good, within: 1 h", tmp_path)
    (steps,) = steps_of(charter, *log_until(events, 300))
    assert steps.doubts == ()
    found = [steps.at(read_duration(limit)) for limit in ("15 min", "20 min", "30 min", "45 min", "90 min")]
    assert found == [
        Tally(broken=3),
        Tally(broken=2, unknown=1),
        Tally(broken=1, unknown=2),
        Tally(kept=1, broken=1, unknown=1),
        Tally(kept=2, unknown=1),
    ]


@pytest.mark.parametrize("key", ['excused by: ["excused where good"]', 'ends with: "excused where good"'])
def test_figures_are_an_estimate_where_a_ground_or_an_end_is_undecided(tmp_path: Path, key: str) -> None:
    charter = charter_with(f"expect: answered, within: 1 h, {key}", tmp_path)
    (steps,) = steps_of(charter, *log_until([*THREE, event(6, "excused", "T3", 20)], 300))
    assert steps.doubts == ("undecided",)


def test_figures_are_an_estimate_where_a_target_does_not_say_for_whom(tmp_path: Path) -> None:
    charter = charter_with("expect: answered, within: 1 h, for each: {side: [a, b]}", tmp_path)
    (steps,) = steps_of(charter, *log_until(THREE, 300))
    assert steps.doubts == ("undecided",)


@pytest.mark.parametrize(("type_", "doubt"), [("extension_granted", "granted"), ("subject_merged", "kin")])
def test_figures_are_an_estimate_where_something_happened_that_hangs_on_the_due(
    tmp_path: Path, type_: str, doubt: str
) -> None:
    to = to_datetime(START + 110 * MINUTE)
    more = event(6, type_, "T3", 40, promise="answer", to=to, into="T1", **{"from": "T1"})
    (steps,) = steps_of(charter_with("expect: answered, within: 1 h", tmp_path), *log_until([*THREE, more], 300))
    assert steps.doubts == (doubt,)


LATE = CHARTER.replace("{week: {mon-fri:", "{holidays: CN, week: {mon-fri:")
"""With public holidays, which nobody knows for 2028."""


def at_year_end(promise: str, folder: Path, *happened: tuple[str, int]) -> LimitSteps:
    """Return the steps of a promise on a ticket of 2027-12-20 and what happened to it so many days later."""
    (folder / "charter.yaml").write_text(LATE.replace("after: opened, KEYS", promise), encoding="utf-8")
    start = read_instant("2027-12-20 10:00", zone="Asia/Shanghai") - START
    days = [("opened", 0), *happened]
    events = [event(n, type_, "T1", start // MINUTE + day * 1440) for n, (type_, day) in enumerate(days)]
    (steps,) = steps_of(read_charter(folder), *log_until(events, start // MINUTE + 40 * 1440))
    return steps


def test_where_the_holidays_of_a_year_are_not_known_nothing_is_exact(tmp_path: Path) -> None:
    promise = "after: opened, expect: answered, within: 6 working days, calendar: office"
    assert at_year_end(promise, tmp_path).doubts == ("calendar_year",)
    assert at_year_end(promise, tmp_path, ("answered", 3)).doubts == ("calendar_year",)
    ended = at_year_end(f"{promise}, ends with: excused", tmp_path, ("excused", 3))
    assert (ended.doubts, ended.obstacle) == (("calendar_year",), None)


def test_a_deed_in_a_span_whose_end_is_not_known_leaves_nothing_to_move(tmp_path: Path) -> None:
    promise = "from: opened, never: held, until: freed, for: 6 working days, calendar: office"
    steps = at_year_end(promise, tmp_path, ("held", 1), ("freed", 30))
    assert (steps.obstacle, steps.positions) == ("calendar_year", None)


def test_a_promise_that_nothing_came_of_has_a_slider_of_nothing(tmp_path: Path) -> None:
    (steps,) = steps_of(charter_with("expect: answered, within: 1 h", tmp_path), *log_until(THREE[3:], 100))
    assert set(steps.tallies) == {Tally()}
    assert steps.positions is not None
    assert len(steps.tallies) == len(steps.positions.limits)
