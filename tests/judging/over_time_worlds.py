"""Random small logs of sites that go down, figures over their states and lives, and what these are held to."""

from functools import partial

from hypothesis import strategies as st

from jiannuo.core.charters.charter import Charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.values.instants import to_datetime
from tests.judging.reach_worlds import DAY, FIRST, HOUR, SIGNS, FigureWorld, charter_of

HEAD = """\
charter: {id: sites, title: {zh: 网站, en: Sites}, zone: Asia/Shanghai, edition: "1", effective: 2026-01-01}
calendars: {office: {holidays: CN, week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}}
sources: {probe: , desk: }
subjects:
  device: {id: device_id}
  site: {id: site_id, begins: registered, ends: retired, attributes: {owner: [given.owner], seats: [registered.seats]}}
events:
  registered: {of: site, source: desk, attributes: {seats: integer optional}}
  retired: {of: site, source: desk}
  given: {of: site, source: desk, attributes: {owner: device}}
  device_seen: {of: device, source: probe, attributes: {well: boolean optional}}
  went_down: {of: site, source: probe, attributes: {hard: boolean optional}}
  came_up: {of: site, source: probe, attributes: {sure: boolean optional}}
  planned: {of: site, source: desk, attributes: {from_at: instant, to_at: instant}}
  told: {of: site, source: desk}
states:
  down: {of: site, from: went_down, until: came_up where sure}
  works: {of: site, from: planned.from_at, until: planned.to_at}
  fresh: {of: site, from: told, for: 36 h}
promises:
  p: {PROMISE}
  q: {of: site, at: told, require: in_force('down') and in_force('works') and in_force('fresh'), ours: true}
  r: {of: site, at: told, require: "figure('seen_via', at) > 1", ours: true}
indicators:
  seen_via: {count: device_seen via owner, of: site, per: month}
  x: {INDICATOR}
  agreed: {time: site, where: not in_force('works'), per: PER, BY}
  lost: {time: down, where: not in_force('works'), per: PER, BY}
"""
FIGURES = [
    ("time: down", "{n} h"),
    ("time: down, where: not in_force('works')", "{n} h"),
    ("time: down, where: went_down.hard", "{n} h"),
    ("time: fresh, where: owner = 'Li'", "{n} h"),
    ("time: works, where: level_of", "{n} h"),
    ("time: down, calendar: office", "{n} h"),
    ("time: site", "{n} h"),
    ("age: down", "{n} h"),
    ("age: site, where: owner = 'Li'", "{n} h"),
    ("count: down, over: states", "{n}"),
    ("count: down, over: states, clip: false", "{n}"),
    ("count: fresh, over: states, distinct: owner", "{n}"),
    ("mean: down.took, over: states", "{n} h"),
    ("median: works.took, over: states, clip: false", "{n} h"),
    ("percentile: {of: down.age, at: 100 %}, over: states", "{n} h"),
    ("share: {of: down, when: went_down.hard}, over: states", "{t} %"),
    ("count: site, over: subjects", "{n}"),
    ("count: site, over: subjects, where: 'seen(went_down, 72 h)'", "{n}"),
    ("count: site, over: subjects, where: period.start > registered.at", "{n}"),
    ("share: {of: site, when: count(went_down) > 1}, over: subjects", "{t} %"),
    ("sum: site.seats, over: subjects", "{n}"),
    ("median: site.age, over: subjects", "{n} h"),
    ("count: device_seen via owner, of: site", "{n}"),
    ("count: [device_seen via owner where well, told], of: site, where: site.seats > 1", "{n}"),
    ("share: {of: device_seen via owner, when: count(given) > 1}, of: site", "{t} %"),
    ("formula: (agreed - lost) / agreed, unit: '%', decimals: 2", "9{n} %"),
]  # fmt: skip
PERS = ["month", "week", "day", "total", "{every: 5 natural days, from: 2026-01-03}"]


def charter_with(indicator: str, promise: str, *, per: str, by: str) -> Charter:
    """Return the charter of one indicator and the promise about it."""
    indicator = indicator.replace("where: level_of", "where: not in_force('down')")
    told = f"by: [{by}]" if by else "by: []"
    written = f"{indicator}, per: {per}, {told}"
    text = HEAD.replace("INDICATOR", written).replace("PROMISE", promise).replace("PER", per).replace("BY", told)
    return charter_of(text.replace(", by: []", ""))


def event(number: int, type_: str, at: int, **attributes: object) -> Event:
    """Return an event of the source that its type declares."""
    carried = {name: value for name, value in attributes.items() if value is not None}
    source = "probe" if type_ in ("went_down", "came_up", "device_seen") else "desk"
    return Event(f"e{number:03}", type_, at, at, carried, seq=None if number % 3 else number, source=source)


@st.composite
def events_of(draw: st.DrawFn) -> tuple[Event, ...]:
    """Draw what happens to two sites, much of it at the edges of periods and at one instant."""
    near = st.sampled_from([FIRST + day * DAY + off for day in (0, 2, 7, 12, 31) for off in (-1, 0, 1)])
    instants = st.one_of(near, st.integers(0, 20 * 24).map(lambda hour: FIRST + hour * HOUR))
    truths = st.sampled_from([True, True, True, False, None])
    types = st.sampled_from(
        ["went_down"] * 4
        + ["came_up"] * 4
        + ["planned", "told", "given", "given", "registered", "retired"]
        + ["device_seen"] * 2
    )
    found = [event(0, "registered", FIRST, site_id="A", seats=3)]
    for number in range(1, draw(st.integers(2, 14))):
        type_, at = draw(types), draw(instants)
        if type_ == "device_seen":
            found.append(event(number, type_, at, device_id=draw(st.sampled_from(["Li", "Wu"])), well=draw(truths)))
            continue
        make = partial(event, number, type_, at, site_id=draw(st.sampled_from("AAB")))
        match type_:
            case "went_down":
                found.append(make(hard=draw(truths)))
            case "came_up":
                found.append(make(sure=draw(truths)))
            case "planned":
                from_ = draw(instants)
                to = from_ + draw(st.sampled_from([HOUR, 3 * DAY]))
                found.append(make(from_at=to_datetime(from_), to_at=to_datetime(to)))
            case "given":
                found.append(make(owner=draw(st.sampled_from(["Li", "Wu"]))))
            case "registered":
                found.append(make(seats=draw(st.sampled_from([1, 2, None]))))
            case _:
                found.append(make())
    return tuple(found)


@st.composite
def over_time_worlds(draw: st.DrawFn) -> FigureWorld:
    """Draw a world with one promise about a figure over states or subjects."""
    indicator, target = draw(st.sampled_from(FIGURES))
    per, by = draw(st.sampled_from(PERS)), draw(st.sampled_from(["", "site", "site.owner"]))
    goal = f"{draw(st.sampled_from(SIGNS))}: {target.format(n=draw(st.integers(0, 9)), t=10 * draw(st.integers(0, 9)))}"
    coverage = draw(st.sampled_from(["", ", coverage: 50 %", ", coverage: 90 %"]))
    least = draw(st.sampled_from(["", "", ", min n: 2"]))
    of = ", of: site" if by == "site" and draw(st.booleans()) else ""
    promise = f"reach: x, {goal}, ours: true{coverage}{least}{of}"
    until = draw(st.sampled_from([FIRST + 60 * DAY, FIRST + 60 * DAY, FIRST + 12 * DAY]))
    gaps = draw(st.sampled_from([(), (), ((FIRST + 4 * DAY, FIRST + 4 * DAY + 5 * HOUR),)]))
    first = draw(st.sampled_from([FIRST - 40 * DAY, FIRST - 40 * DAY, None]))
    reach = Reach(until, first, FIRST if first is None else first, gaps)
    log = Log(draw(events_of()), {"probe": reach, "desk": Reach(FIRST + 60 * DAY, FIRST - 40 * DAY, FIRST - 40 * DAY)})
    as_of = draw(st.sampled_from([FIRST + 60 * DAY, FIRST + 12 * DAY, FIRST + 9 * DAY + HOUR, FIRST + 31 * DAY]))
    return FigureWorld(charter_with(indicator, promise, per=per, by=by), log, as_of)
