"""Indicators over states, subjects and other subjects' events are those that DuckDB finds, tick by tick, on random logs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.mapping.mapping import Mapping
from jiannuo.core.statistics.figures import Figure
from tests.engines.written_logs import charter_of, mapping_of, written

DAY = 144
TICK = 10
START = datetime(2026, 5, 30, tzinfo=UTC)
MAPPING = """\
mapping: {id: sites, zone: UTC}
events:
  - event: {column: what, names: {Reg: registered, Out: retired, Down: went_down, Up: came_up, Plan: planned_works, Own: owner_given, Seen: device_seen}}
    at: when
    id: no
    attributes: {site: site, from_at: from_at, to_at: to_at, owner: owner, device: device}
"""
CHARTER = """\
charter: {id: sites, title: {zh: 网站, en: Sites}, zone: UTC, edition: "1", effective: 2000-01-01}
subjects:
  site: {id: site, begins: registered, ends: retired, attributes: {owner: [owner_given.owner]}}
  device: {id: device}
events:
  registered: {of: site}
  retired: {of: site}
  went_down: {of: site}
  came_up: {of: site}
  planned_works: {of: site, attributes: {from_at: instant, to_at: instant}}
  owner_given: {of: site, attributes: {owner: device}}
  device_seen: {of: device}
states:
  down: {of: site, from: went_down, until: came_up}
  works: {of: site, from: planned_works.from_at, until: planned_works.to_at}
indicators:
INDICATORS
"""
# Every tick of ten minutes of the log and every site: all events stand on whole ticks, so nothing changes within one.
GRID = """
create table grid as
with ticks as (select unnest(range((select min(t) from log), (select max(t) + 1 from log))) as m),
     sites as (select distinct site from log where site is not null),
     known as (
       select site, m, m // 144 as day, m = (select max(t) from log) as is_last,
         (select max_by(what, t) from log l where l.site = s.site and t <= m and what in ('Down', 'Up')) = 'Down' as down,
         (select max_by(what, t) from log l where l.site = s.site and t <= m and what in ('Reg', 'Out')) = 'Reg' as alive,
         exists (select 1 from log l where l.site = s.site and what = 'Plan' and t <= m and from_at <= m and m < to_at) as works,
         (select max_by(owner, t) from log l where l.site = s.site and t <= m and what = 'Own') as owner,
         (select count(*) from log l where l.site = s.site and t <= m and what = 'Down') as downs
       from sites s, ticks)
select *, down and not coalesce(lag(down) over (partition by site order by m), false) as begins from known
"""
ENDS = """
(select *, (select max(m) from grid g where g.site = e.site and g.begins and g.m <= e.m) as since from grid e
 where m = least(day * 144 + 143, (select max(t) from log)))
"""
LAST = "10 * least((day + 1) * 144, (select max(t) from log))"
CASES = {
    "time": ("time: down, per: day, unit: min", "select day, null, 10 * count(*) filter (down and not is_last) from grid group by day"),
    "unplanned": ("time: down, where: not in_force('works'), per: day, unit: min", "select day, null, 10 * count(*) filter (down and not works and not is_last) from grid group by day"),
    "by_owner": ("time: down, per: day, unit: min, by: [site.owner]", "select day, owner, 10 * count(*) filter (down and not is_last) as n from grid group by day, owner having n > 0"),
    "lived": ("time: site, per: total, unit: min", "select null, null, 10 * count(*) filter (alive and not is_last) from grid"),
    "touching": ("count: down, over: states, per: day", "select day, null, count(*) filter (begins or (down and m = day * 144)) from grid group by day"),
    "beginning": ("count: down, over: states, clip: false, per: day", "select day, null, count(*) filter (begins) from grid group by day"),
    "aged": ("age: down, per: day, unit: min, decimals: 3", f"select day, null, avg({LAST} - 10 * since) filter (down) from {ENDS} group by day"),
    "oldest": ("percentile: {of: down.age, at: 100 %}, over: states, per: day, unit: min", f"select day, null, max({LAST} - 10 * since) filter (down) from {ENDS} group by day"),
    "living": ("count: site, over: subjects, per: day", "select day, null, count(distinct site) filter (alive) from grid group by day"),
    "often": ("count: site, over: subjects, where: count(went_down) >= 2, per: day", f"select e.day, null, count(*) filter (downs >= 2 and exists (select 1 from grid g where g.site = e.site and g.day = e.day and g.alive)) from {ENDS} e group by e.day"),
    "seen": ("count: device_seen via owner, of: site, per: day", "select t // 144, null, (select count(*) from grid g where g.m = log.t and g.owner = log.device) as n from log where what = 'Seen'"),
}  # fmt: skip
Event = tuple[str, int, str, int, int, str]


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Return events on different ticks of up to three days: what, when, of which site, from, to, owner or device."""
    ticks = draw(st.lists(st.integers(1, 3 * DAY), min_size=2, max_size=24, unique=True))
    kinds = st.sampled_from(["Reg", "Out", "Down", "Down", "Up", "Up", "Plan", "Own", "Seen"])
    found = []
    for at in ticks:
        from_ = draw(st.integers(0, 3 * DAY))
        to = from_ + draw(st.integers(1, DAY))
        found.append((draw(kinds), at, draw(st.sampled_from("AB")), from_, to, draw(st.sampled_from("XY"))))
    return [("Reg", min(ticks) - 1, "A", 0, 1, "X"), *found]


def csv_of(events: list[Event]) -> str:
    rows = ["no,what,when,site,from_at,to_at,owner,device"]
    for number, (what, at, site, from_, to, name) in enumerate(events):
        times = [f"{START + timedelta(minutes=TICK * tick):%Y-%m-%d %H:%M:%S}" for tick in (at, from_, to)]
        of_site = what != "Seen"
        planned = times[1:] if what == "Plan" else ["", ""]
        cells = [site if of_site else "", *planned, name if what == "Own" else "", "" if of_site else name]
        rows.append(",".join([str(number), what, times[0], *cells]))
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Charter, Mapping]:
    folder = tmp_path_factory.mktemp("charter")
    lines = "\n".join(f"  {name}: {{{indicator}}}" for name, (indicator, _) in CASES.items())
    return charter_of(folder, CHARTER.replace("INDICATORS", lines)), mapping_of(folder, MAPPING)


def by_sql(events: list[Event]) -> Iterator[tuple[str, dict[tuple, Decimal]]]:
    """Yield of every case what DuckDB finds: the value by day (counted from the start) and dimension."""
    with duckdb.connect() as connection:
        connection.execute(
            "create table log (what text, t int, site text, from_at int, to_at int, owner text, device text)"
        )
        rows = [(w, at, None if w == "Seen" else s, f, t, n if w == "Own" else None, n if w == "Seen" else None) for w, at, s, f, t, n in events]  # fmt: skip
        connection.executemany("insert into log values (?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute(GRID)
        for name, (_, sql) in CASES.items():
            found: dict[tuple, Decimal] = {}
            for day, by, value in connection.execute(sql).fetchall():
                if value is not None:
                    found[day, by] = found.get((day, by), Decimal(0)) + Decimal(str(value))
            yield name, found


def by_us(figures: tuple[Figure, ...]) -> dict[tuple, Decimal]:
    start = int((START - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))
    found = {}
    for figure in figures:
        day = None if figure.from_ is None else (figure.from_ - start) // (DAY * TICK * 60_000_000)
        if figure.value is not None:
            found[day, (figure.by or (None,))[0]] = figure.value
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=logs())
def test_every_figure_is_what_duckdb_counts_tick_by_tick(events: list[Event], read: tuple[Charter, Mapping]) -> None:
    charter, mapping = read
    with TemporaryDirectory() as folder:
        file = written(Path(folder) / "log.csv", csv_of(events))
        audited = audit(AuditRequest(charter, mapping, (file,), language="en", own_copy=True))
    ours = {table.indicator.name: by_us(table.figures) for table in audited.summary.indicators}
    for name, theirs in by_sql(events):
        zeros = {key: value for key, value in ours[name].items() if value == 0 and key not in theirs}
        found = {key: value for key, value in ours[name].items() if key not in zeros}
        assert found.keys() == theirs.keys(), name
        assert all(abs(found[key] - theirs[key]) <= Decimal("0.0005") for key in found), (name, found, theirs)
