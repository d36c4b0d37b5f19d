"""Random small logs of orders and drivers, random figures of them, and what they are held to."""

import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.values.amounts import Money

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = 3_600_000_000
DAY = 24 * HOUR
HEAD = """\
charter: {id: figures, title: {zh: 数值, en: Figures}, zone: Asia/Shanghai, edition: "1", effective: EFFECTIVE}
calendars: {office: {holidays: CN, week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}}
sources: {app: , desk: }
subjects:
  order: {id: order_id, begins: placed, attributes: {driver: [placed.driver_id]}}
  driver: {id: driver_id, begins: joined, ends: left, attributes: {boss: [joined.boss]}}
events:
  placed: {of: order, also: driver, source: app, attributes: {amount: integer optional, cost: money optional, fast: boolean optional}}
  done: {of: order, source: app}
  dropped: {of: order, also: driver, source: desk, attributes: {amount: integer optional}}
  joined: {of: driver, source: app, attributes: {boss: text}}
  left: {of: driver, source: app}
parameters: {most: {type: integer, default: 2, ours: true}}
promises:
  on-time: {of: order, after: placed, expect: done, within: 24 h, ours: true}
  driven: {of: order, owner: driver, owner excused by: dropped, after: placed, expect: done, within: 24 h, ours: true}
PROMISES
SIGNALS
indicators:
  x: {INDICATOR}
  orders: {count: placed, per: PER}
  drops: {count: dropped, per: PER}
"""


def at(moment: str) -> int:
    """Return microseconds UTC of a local time."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=ZONE).timestamp()) * 10**6


FIRST, LAST = at("2026-01-01 00:00"), at("2026-04-01 00:00")


@lru_cache(maxsize=512)
def charter_of(text: str) -> Charter:
    """Return the charter of a text, which must be right."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "charter.yaml").write_text(text, encoding="utf-8")
        return read_charter(Path(folder))


def charter_with(
    indicator: str, promises: str, *, per: str = "month", effective: str = "2026-01-01", by: str = "", signals: str = ""
) -> Charter:  # fmt: skip
    """Return a charter with one indicator of ours, and promises in the flow style, one a line."""
    written = f"{indicator}, per: {per}" + (f", by: [{by}]" if by else "")
    lines = "\n".join(f"  {line}" for line in promises.splitlines())
    text = HEAD.replace("INDICATOR", written).replace("PROMISES", lines).replace("SIGNALS", signals)
    return charter_of(text.replace("EFFECTIVE", effective).replace("PER", per))


@dataclass(frozen=True)
class FigureWorld:
    """A charter, a log, the instant as of which it is judged, and up to when it is known."""

    charter: Charter
    log: Log
    as_of: int
    known_to: int | None = None


def event(number: int, type_: str, instant: int, **attributes: object) -> Event:
    """Return an event of the source that its type declares."""
    source = "desk" if type_ == "dropped" else "app"
    carried = {name: value for name, value in attributes.items() if value is not None}
    return Event(f"e{number:03}", type_, instant, instant, carried, seq=None if number % 3 else number, source=source)


NUMBERS = [
    ("count: placed", "{n}"),
    ("count: [placed, dropped]", "{n}"),
    ("count: placed where amount > 1", "{n}"),
    ("count: placed, where: fast", "{n}"),
    ("count: placed, distinct: amount", "{n}"),
    ("sum: placed.amount", "{n}"),
    ("mean: placed.amount, decimals: 1", "{n}.5"),
    ("median: placed.amount", "{n}.5"),
    ("percentile: {of: placed.amount, at: 60 %}", "{n}"),
    ("sum: placed.cost", "{n} CNY"),
    ("rate: {of: dropped, to: placed}, unit: '%', decimals: 0", "{t} %"),
    ("rate: {of: placed.amount, to: placed}, decimals: 0", "{n}"),
    ("share: {of: placed, when: fast}, decimals: 0", "{t} %"),
]
OVER_FINDINGS = [
    ("kept_rate: on-time", "{t} %"),
    ("kept_rate: driven, where: finding.owner = 'd1'", "{t} %"),
    ("count: driven, over: findings, where: finding.owner_verdict = 'broken'", "{n}"),
    ("median: on-time.took, over: findings, unit: h", "{n} h"),
    ("sum: on-time.late, over: findings", "{t} min"),
    ("count: on-time, over: findings, where: finding.verdict = 'broken'", "{n}"),
    ("share: {of: on-time, when: finding.took < 8 h}, over: findings", "{t} %"),
]
FORMULAS = [("formula: (orders - drops) / orders, unit: '%', decimals: 1", "{t} %"), ("formula: drops * 2", "{n}")]
SIGNS = ("at least", "at most", "more than", "less than", "equals")


@st.composite
def events_of(draw: st.DrawFn) -> tuple[Event, ...]:
    """Draw drivers and orders, some at the very edge of a period, some lacking what is measured."""
    found: list[Event] = []
    for name in ("d1", "d2"):
        since = draw(st.sampled_from([FIRST - DAY, FIRST, FIRST + 10 * DAY]))
        found.append(event(len(found), "joined", since, driver_id=name, boss=f"boss of {name}"))
        if draw(st.booleans()):
            until = draw(st.sampled_from([FIRST + 31 * DAY, FIRST + 40 * DAY]))
            found.append(event(len(found), "left", until, driver_id=name))
    edges = [FIRST, FIRST + 31 * DAY, FIRST + 59 * DAY, LAST]
    near = st.sampled_from([edge + off for edge in edges for off in (-1, 0, 1)])
    instants = st.one_of(near, st.integers(0, 89).map(lambda day: FIRST + day * DAY + 9 * HOUR))
    number = st.one_of(st.none(), st.integers(0, 4))
    for order in range(draw(st.integers(0, 9))):
        start, driver = draw(instants), draw(st.sampled_from(["d1", "d1", "d2", None]))
        amount = draw(number)
        cost = (
            None
            if draw(number) is None
            else Money(draw(st.sampled_from([1, 2, 3])), draw(st.sampled_from(["CNY", "CNY", "USD"])))
        )  # type: ignore[arg-type]
        fast = draw(st.sampled_from([True, False, None]))
        key = {"order_id": f"o{order}", "driver_id": driver}
        found.append(event(len(found), "placed", start, **key, amount=amount, cost=cost, fast=fast))
        if draw(st.booleans()):
            took = draw(st.sampled_from([0, HOUR, DAY, DAY + 1]))
            found.append(event(len(found), "done", start + took, order_id=f"o{order}"))
        if draw(st.integers(0, 3)) == 0:
            found.append(event(len(found), "dropped", start + HOUR, **key, amount=draw(number)))
        if draw(st.integers(0, 4)) == 0:
            found.append(_correction(draw(st.sampled_from(found)), len(found), amount=draw(number)))
    return tuple(found)


def _correction(wrong: Event, number: int, *, amount: int | None) -> Event:
    """Return the event that takes another away, or says it again with another amount, a day later."""
    if amount is None:
        told = event(number, "retracted", wrong.recorded_at + DAY, reason="wrong")
    else:
        told = event(number, wrong.type, wrong.at, **{**wrong.attributes, "amount": amount})
    return replace(told, recorded_at=wrong.recorded_at + DAY, supersedes=wrong.id, source=wrong.source)


@st.composite
def reaches_of(draw: st.DrawFn) -> dict[str, Reach]:
    """Draw how far two sources are known: whole or not, declared or seen, with a gap or none."""
    found = {}
    for name in ("app", "desk"):
        until = draw(st.sampled_from([LAST + 10 * DAY, LAST + 10 * DAY, LAST - 1, FIRST + 31 * DAY]))
        from_ = draw(st.sampled_from([FIRST - 40 * DAY, FIRST - 40 * DAY, FIRST + 3 * DAY, None]))
        gap = (FIRST + 33 * DAY, FIRST + 33 * DAY + draw(st.sampled_from([HOUR, 5 * DAY])))
        gaps = (gap,) if draw(st.integers(0, 3)) == 0 else ()
        found[name] = Reach(until, from_, FIRST if from_ is None else from_, gaps)
    return found


@st.composite
def promises_of(draw: st.DrawFn, *, target: str, by: str, per: str) -> str:
    """Draw a `reach` with all that it may say."""
    keys = ["reach: x", "ours: true"]
    number = draw(st.integers(0, 9))
    options = [target.format(n=number, t=10 * number), *(["param.most"] if target == "{n}" else [])]
    options += ["previous"] if per != "total" else []
    keys.append(f"{draw(st.sampled_from(SIGNS))}: {draw(st.sampled_from(options))}")
    if by == "driver" and draw(st.booleans()):
        keys.append("of: driver")
    if by and draw(st.booleans()):
        keys.append(f"owner: {draw(st.sampled_from(['boss', 'driver', 'nobody']))}")
    if per != "total" and draw(st.booleans()):
        keys.append(f"for: {draw(st.integers(1, 3))} periods")
    if per != "total" and draw(st.integers(0, 2)) == 0:
        after = draw(st.sampled_from(["36 h", "3 natural days", "1 months", "2 working days, calendar: office"]))
        keys.append(f"closes after: {after}")
    if draw(st.booleans()):
        keys.append(f"coverage: {draw(st.sampled_from(['50', '99.9', '90']))} %")
    if draw(st.integers(0, 3)) == 0:
        keys.append(f"min n: {draw(st.integers(1, 3))}")
    return f"x: {{{', '.join(keys)}}}"


@st.composite
def figure_worlds(draw: st.DrawFn) -> FigureWorld:
    """Draw a world with one promise about a figure."""
    indicator, target = draw(st.sampled_from(NUMBERS + OVER_FINDINGS + FORMULAS))
    is_formula = indicator.startswith("formula")
    by = "" if is_formula else draw(st.sampled_from(["", "driver_id", "driver", "fast"]))
    if (
        indicator.startswith("rate")
        or "dropped" in indicator
        or (by == "fast" and "on-time" not in indicator and "dropped" in indicator)
    ):
        by = draw(st.sampled_from(["", "driver_id"]))
    pers = ["month", "week", "quarter", "total", "{every: 20 natural days, from: 2026-01-11}"]
    per = draw(st.sampled_from(pers))
    promise = draw(promises_of(target=target, by=by, per=per))
    effective = draw(st.sampled_from(["2026-01-01", "2026-01-15", "2025-12-01"]))
    charter = charter_with(indicator, promise, per=per, effective=effective, by=by)
    as_of = draw(st.sampled_from([LAST, LAST - 1, LAST + 4 * DAY, FIRST + 59 * DAY, FIRST + 20 * DAY]))
    return FigureWorld(charter, Log(draw(events_of()), draw(reaches_of())), as_of)


ASKED = [
    ("count: placed", "> {n}"),
    ("count: dropped", ">= {n}"),
    ("sum: placed.amount", "<= {n}"),
    ("mean: placed.amount", "> {n}"),
    ("percentile: {of: placed.amount, at: 60 %}", "= {n}"),
    ("sum: placed.cost", "> {n} CNY"),
    ("rate: {of: dropped, to: placed}, min n: 2", "> 0.{n}"),
    ("share: {of: placed, when: fast}, coverage: 60 %", ">= 0.{n}"),
    ("share: {of: placed, when: fast}, coverage: 1 %", ">= 0.{n}"),
    ("sum: placed.amount, where: fast, coverage: 1 %", "<= {n}"),
    ("count: placed, where: fast, coverage: 1 %", "> {n}"),
    ("formula: (orders - drops) / orders", "> 0.{n}"),
]
SPANS = ["at", "placed.at", "at - 240 h, at", "at - 1 months, at + 48 h", "2026-02-01", "'{period}'", "2026-01-10, at"]
NAMED = {"week": "2026-W06"}
"""How a period is named, by its sort; of all others it is `2026-02`."""


@st.composite
def asking_worlds(draw: st.DrawFn) -> FigureWorld:
    """Draw a world in which conditions read figures: at an event, at the opening, and where a verdict was tested."""
    indicator, test = draw(st.sampled_from(ASKED))
    by = draw(st.sampled_from(["", "driver_id"])) if not indicator.startswith("formula") else ""
    per = draw(st.sampled_from(["month", "week", "total", "{every: 20 natural days, from: 2026-01-11}"]))
    span = draw(st.sampled_from(SPANS)).format(period=NAMED.get(per, "2026-02"))
    dimension = ", order.driver" if by else ""
    asked = f"figure('x', {span}{dimension}) {test.format(n=draw(st.integers(0, 4)))}"
    tested = (
        f"figure('x', trigger.at, trigger.at + 15 natural days{dimension}) {test.format(n=draw(st.integers(0, 3)))}"
    )
    promises = [
        f'a: {{of: order, at: [done, dropped], require: "{asked}", ours: true}}',
        f'b: {{of: order, after: placed, expect: done, within: 24 h, unless: "{asked}", ours: true}}',
        f'c: {{of: order, from: placed, for: 15 natural days, never: dropped, ours: true, tested if: "{tested}"}}',
        f'd: {{of: order, after: placed, expect: "done where {asked}", within: 24 h, ours: true}}',
    ]
    signals = ""
    if not by and draw(st.booleans()):
        when = f"figure('x', {span}) {test.format(n=draw(st.integers(0, 2)))}"
        signals = f'signals: {{many: {{of: order, at: placed, when: "{when}"}}}}'
        promises.append("e: {of: order, after: many, expect: done, within: 48 h, ours: true}")
    charter = charter_with(indicator, "\n".join(promises), per=per, by=by, signals=signals)
    as_of = draw(st.sampled_from([LAST, LAST + 40 * DAY, FIRST + 59 * DAY, FIRST + 20 * DAY]))
    return FigureWorld(charter, Log(draw(events_of()), draw(reaches_of())), as_of)
