"""Every sort of figure over events and findings is, for every sort of period, what DuckDB computes from the log by SQL of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.statistics.comparisons import Comparison
from jiannuo.core.statistics.figures import Figure
from tests.engines.event_figures import AS_OF, CHARTER, MAPPING, RECORDED, rows_in
from tests.engines.written_logs import charter_of, mapping_of, written

EVENTS = "select t, team, class, {known} as known, {amount} as amount, {part} as part, ticket as key, {side} as side from event where what = '{what}'"
FINDINGS = "select t, team, class, {known} as known, {amount} as amount, {part} as part, null as key, 0 as side from finding where {where}"


def events(what: str, *, known: str = "true", amount: str = "1", part: str = "false", side: int = 0) -> str:
    return EVENTS.format(what=what, known=known, amount=amount, part=part, side=side)


def measured(what: str, name: str, *, side: int = 0) -> str:
    return events(what, known=f"{name} is not null", amount=f"coalesce({name}, 0)", side=side)


def findings(*, known: str = "true", amount: str = "1", part: str = "false", where: str = "true") -> str:
    return FINDINGS.format(known=known, amount=amount, part=part, where=where)


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of figure: how the charter declares it, what DuckDB takes for it and how it comes to a value there.

    `scale` is what amounts are kept as whole numbers of, `factor` what a value is multiplied by for its unit.
    """

    declared: str
    observed: str
    comes_to: str
    scale: int = 1
    factor: Fraction = Fraction(1)
    over_findings: bool = False
    is_compared: bool = True

    def word(self, name: str, default: str = "") -> str:
        """Return what is declared behind a name."""
        return next(
            (part.split(": ", 1)[1] for part in self.declared.split(", ") if part.startswith(f"{name}: ")), default
        )

    @property
    def decimals(self) -> int | None:
        return int(self.word("decimals")) if self.word("decimals") else None

    @property
    def is_gb(self) -> bool:
        return "GB/T" in self.declared

    def places(self, numerator: str, denominator: str) -> str:
        """Return, in SQL, how many decimals a value has: as declared, none of lengths in microseconds, else 12 digits."""
        if self.decimals is not None:
            return str(self.decimals)
        is_length = ".took" in self.declared or ".late" in self.declared or ".effort" in self.declared
        return "0" if is_length else f"if({denominator} = 0, 0, places({numerator}, {denominator}))"


CENT, MIN, H, PERCENT = 100, Fraction(1, 60_000_000), Fraction(1, 3_600_000_000), Fraction(100)
PAID_COST = measured("Pay", "cost")
TOOK, LATE = (findings(known=f"{name} is not null", amount=f"coalesce({name}, 0)") for name in ("took", "late"))
KINDS = {
    "count": Kind("count: paid", events("Pay"), "count"),
    "count where": Kind("count: paid, where: cost > 1, coverage: 60 %, min n: 2", events("Pay", known="cost is not null") + " and coalesce(cost > 100, true)", "count"),
    "distinct count": Kind("count: paid, distinct: ticket", events("Pay"), "distinct"),
    "sum of a number": Kind("sum: paid.cost, coverage: 40 %", PAID_COST, "sum", CENT),
    "sum of money": Kind("sum: paid.fee, decimals: 1, rounding: GB/T 8170, coverage: 30 %", measured("Pay", "fee"), "sum", CENT),
    "sum of money in two currencies": Kind("sum: paid.toll", measured("Pay", "toll").replace("ticket as key", "currency as key"), "money", is_compared=False),
    "sum of durations": Kind("sum: paid.effort, unit: min, decimals: 2, coverage: 30 %", measured("Pay", "effort"), "sum", factor=MIN),
    "mean of a number, half up": Kind("mean: paid.cost, decimals: 1, coverage: 30 %", PAID_COST, "mean", CENT),
    "mean of a number, GB/T 8170": Kind("mean: paid.cost, decimals: 1, rounding: GB/T 8170, coverage: 30 %", PAID_COST, "mean", CENT),
    "mean of a number, 12 digits": Kind("mean: paid.cost, coverage: 30 %", PAID_COST, "mean", CENT),
    "mean of money": Kind("mean: paid.fee, decimals: 2, rounding: GB/T 8170", measured("Pay", "fee"), "mean", CENT),
    "mean of durations": Kind("mean: paid.effort, coverage: 30 %", measured("Pay", "effort"), "mean"),
    "median of a number, half up": Kind("median: paid.cost, decimals: 1, coverage: 30 %", PAID_COST, "median", CENT),
    "median of a number, GB/T 8170": Kind("median: paid.cost, decimals: 1, rounding: GB/T 8170, coverage: 30 %", PAID_COST, "median", CENT),
    "median of durations": Kind("median: paid.effort, coverage: 30 %", measured("Pay", "effort"), "median"),
    "percentile of a number": Kind("percentile: {of: paid.cost, at: 95 %}, decimals: 1, rounding: GB/T 8170, coverage: 30 %", PAID_COST, "p95", CENT),
    "percentile of durations": Kind("percentile: {of: paid.effort, at: 95 %}, unit: h, decimals: 3, coverage: 30 %", measured("Pay", "effort"), "p95", factor=H),
    "share": Kind("share: {of: paid, when: cost > 1}, decimals: 1, bound: lower 95 %, coverage: 30 %", events("Pay", known="cost is not null", part="coalesce(cost > 100, false)"), "share", factor=PERCENT),
    "rate of counts": Kind("rate: {of: paid, to: opened}, decimals: 2", f"{events('Pay')} union all {events('Open', side=1)}", "rate"),
    "rate of sums": Kind("rate: {of: paid.cost, to: opened.cost}, decimals: 2, rounding: GB/T 8170, coverage: 30 %", f"{PAID_COST} union all {measured('Open', 'cost', side=1)}", "rate", CENT),
    "completeness": Kind("formula: (cycles - abnormal) / cycles, unit: '%', decimals: 2", f"{events('Cycle')} union all {events('Cycle', side=1)} and status = 'abnormal'", "completeness", factor=PERCENT),
    "count of findings": Kind("count: in-a-day, over: findings, where: finding.verdict = 'broken'", findings(where="verdict = 'broken'"), "count", over_findings=True),
    "kept rate": Kind("kept_rate: in-a-day, decimals: 2, rounding: GB/T 8170, coverage: 70 %", findings(known="verdict in ('kept', 'broken')", part="verdict = 'kept'", where="verdict in ('kept', 'broken', 'unknown')"), "share", factor=PERCENT, over_findings=True),
    "sum of late": Kind("sum: in-a-day.late, over: findings, unit: min, decimals: 3, coverage: 30 %", LATE, "sum", factor=MIN, over_findings=True),
    "mean of took": Kind("mean: in-a-day.took, over: findings, coverage: 30 %", TOOK, "mean", over_findings=True),
    "median of took": Kind("median: in-a-day.took, over: findings, unit: h, decimals: 2, rounding: GB/T 8170, coverage: 30 %", TOOK, "median", factor=H, over_findings=True),
    "percentile of took": Kind("percentile: {of: in-a-day.took, at: 95 %}, over: findings, unit: h, decimals: 2, coverage: 30 %", TOOK, "p95", factor=H, over_findings=True),
    "mean of late": Kind("mean: in-a-day.late, over: findings, unit: min, decimals: 1, coverage: 30 %", LATE, "mean", factor=MIN, over_findings=True),
    "median of late": Kind("median: in-a-day.late, over: findings, coverage: 30 %", LATE, "median", over_findings=True),
    "percentile of late": Kind("percentile: {of: in-a-day.late, at: 95 %}, over: findings, unit: h, decimals: 4, coverage: 30 %", LATE, "p95", factor=H, over_findings=True),
}  # fmt: skip
PERIODS = {
    "minute": ["none"],
    "hour": ["none"],
    "day": ["none"],
    "week": ["none", "both"],
    "month": ["none", "team", "class"],
    "quarter": ["none"],
    "half-year": ["none"],
    "year": ["none", "class"],
    "total": ["none", "team"],
    "{every: 10 natural days, from: 2026-11-05}": ["none"],
    "{every: 4 months, from: 2026-03-31}": ["none", "team"],
}
ZONES = {
    "Asia/Shanghai": list(KINDS),
    "Europe/Rome": ["count", "mean of a number, GB/T 8170", "completeness", "kept rate", "median of took"],
}
"""Clocks are changed in Rome: what is counted there, and how, does not turn on it, in which period it falls does."""
BY = {"none": [], "team": ["team"], "class": ["class"], "both": ["team", "class"]}
SHAPES = [(per, by) for per, all_by in PERIODS.items() for by in all_by]

EVENT = """
create table event as
select what, epoch_us(cast("when" as timestamp)) as t, ticket, team, class, status, cast(ok as boolean) as ok,
  cast(cast(cost as decimal(18, 2)) * 100 as hugeint) as cost,
  cast(cast(split_part(fee, ' ', 1) as decimal(18, 2)) * 100 as hugeint) as fee,
  cast(split_part(toll, ' ', 1) as hugeint) as toll, split_part(toll, ' ', 2) as currency,
  cast(case when effort like '%M' then cast(regexp_extract(effort, '[0-9]+') as hugeint) * 60000000
    else cast(cast(regexp_extract(effort, '[0-9.]+') as decimal(18, 6)) * 1000000 as hugeint) end as hugeint) as effort
from read_csv('{file}', all_varchar = true, header = true)
"""
# A promise of 24 h: of what a ticket saw, the first of a close that is certainly right, a waiver and the due time decides.
FINDING = """
create table finding as
with opened as (select *, t + 86400000000 as due from event where what = 'Open'),
  story as (
    select o.*, (select min(t) from event e where e.ticket = o.ticket and e.what = 'Close' and e.ok) as met,
      exists (select 1 from event e where e.ticket = o.ticket and e.what = 'Close' and e.ok is null and e.t <= o.due) as maybe,
      exists (select 1 from event e where e.ticket = o.ticket and e.what = 'Waive') as waived
    from opened o where not exists (select 1 from event e where e.ticket = o.ticket and e.what = 'Cancel'))
select t, team, class, cast(met - t as hugeint) as took, cast(if(met > due, met - due, met - met) as hugeint) as late,
  case when waived then 'excused' when met <= due then 'kept' when due > {as_of} then 'pending' when maybe then 'unknown'
    else 'broken' end as verdict
from story
"""
LOCAL = """
create or replace macro instant(local) as epoch_us(timezone('{zone}', local));
create table calendar as
with known(per, step) as (values ('day', interval 1 day), ('week', interval 7 days), ('month', interval 1 month),
    ('quarter', interval 3 months), ('half-year', interval 6 months), ('year', interval 1 year)),
  firsts as (select *, case per when 'half-year' then make_timestamp(2026, 7, 1, 0, 0, 0)
    else date_trunc(per, timestamp '{begins}') end as first from known)
select per, step, unnest(generate_series(first, timestamp '{as_of}', step)) as s from firsts
"""
# Of every period the one before, that of the year before, and the years to date of both; local times on the clock.
PERIOD = """
create table period as
with iso as (select *, date_trunc('week', make_timestamp(isoyear(s) - 1, 1, 4, 0, 0, 0)) + interval 7 days * (week(s) - 1) as same_week from calendar),
  earlier as (select per, s, s + step as e, s - step as b, s as be, case
      when per = 'week' then if(isoyear(same_week) = isoyear(s) - 1, same_week, null)
      when per = 'day' and month(s) = 2 and day(s) = 29 then null else s - interval 1 year end as y, step from iso),
  ten as (select '{{every: 10 natural days, from: 2026-11-05}}' as per, timestamp '2026-11-05' + interval 10 days * n as s from range(60) r(n)),
  four as (select '{{every: 4 months, from: 2026-03-31}}' as per, n, timestamp '2026-03-31' + interval 4 months * n as s,
      timestamp '2026-03-31' + interval 4 months * (n + 1) as e,
      if(n >= 1, timestamp '2026-03-31' + interval 4 months * (n - 1), null) as b,
      if(n >= 3, timestamp '2026-03-31' + interval 4 months * (n - 3), null) as y,
      timestamp '2026-03-31' + interval 4 months * (n - 2) as ye from range(12) r(n)),
  whole as (
    select per, s, e, b, be, y, y + step as ye from earlier
    union all select per, s, s + interval 10 days, if(s > timestamp '2026-11-05', s - interval 10 days, null), s, null, null from ten
    union all select per, s, e, b, s, y, if(y is null, null, ye) from four),
  dated as (select *, date_trunc('year', e - interval 1 microsecond) as ts, date_trunc('year', ye - interval 1 microsecond) as tys,
    per not in ('day', 'week') or true as has from whole
    where e > timestamp '{begins}' and s <= timestamp '{as_of}')
select per, instant(s) as s, instant(e) as e, instant(b) as b, if(b is null, null, instant(be)) as be, instant(y) as y,
  if(y is null, null, instant(ye)) as ye, if(per = 'year', null, instant(ts)) as ts, if(per = 'year', null, instant(e)) as te,
  if(per in ('year', 'week') or y is null, null, instant(tys)) as tys, if(per in ('year', 'week') or y is null, null, instant(ye)) as tye,
  per not like '%days%' as has_year
from dated
union all
select per, s, s + length, s - length, s, null, null, null, null, null, null, false
from (select distinct per, length, t - t % length as s from event, (values ('minute', 60000000), ('hour', 3600000000)) short(per, length))
union all select 'total', null, {until}, null, null, null, null, null, null, null, null, false
"""
SPAN = """
create table span as
select per, s, e from (
  select per, s, e from period union select per, b, be from period where b is not null
  union select per, y, ye from period where y is not null union select per, ts, te from period where ts is not null
  union select per, tys, tye from period where tys is not null)
"""
MACROS = """
create macro halves(m, q, gb) as m // q + case when 2 * (m % q) > q then 1 when 2 * (m % q) < q then 0 when gb then (m // q) % 2 else 1 end;
create macro rounded(n, d, p, gb) as sign(n) * sign(d) * halves(abs(n) * cast(pow(10, p) as hugeint), abs(d), gb);
create macro places(n, d) as if(n % d = 0, 0, greatest(0, 11 - cast(floor(log10(abs(n / d))) as int)));
create macro within(first, last, s, e) as greatest(0, least(last, e) - greatest(first, s));
"""
SEEN = """
create or replace temp table seen as
with observed as materialized ({observed}), mode(per, m) as (values {modes})
select span.per, span.s, span.e, m, if(m in ('team', 'both'), team, null) as team, if(m in ('class', 'both'), class, null) as class,
  count(*) filter (known and {counted}) as n, count(*) filter ({counted}) as everything, sum(amount) filter (known and side = 0) as total,
  sum(amount) filter (known and side = 1) as other, count(*) filter (known and part) as parts,
  count(distinct key) filter (known) as keys, {ranked} as ranked
from span join mode using (per) join observed on (span.s is null or t >= span.s) and (t < span.e or span.s is null)
group by all
"""
VALUES = {
    "count": ("n", "1", "n", "null"),
    "distinct": ("keys", "1", "keys", "null"),
    "sum": ("total", "{scale}", "total", "null"),
    "money": ("total", "if(keys > 1, 0, 1)", "if(keys > 1, null, total)", "null"),
    "mean": ("total", "{scale} * n", "total", "n * {scale}"),
    "median": ("ranked[(n + 1) // 2] + ranked[n // 2 + 1]", "if(n = 0, 0, 2 * {scale})", "null", "n * {scale}"),
    "p95": ("ranked[(95 * n + 99) // 100]", "if(n = 0, 0, {scale})", "null", "n * {scale}"),
    "share": ("parts", "n", "parts", "n"),
    "rate": ("total", "other", "total", "other"),
    "completeness": (
        "total - other",
        "total",
        "null",
        "null",
    ),  # it rests on as many observations as the larger part has
}
# Wilson's interval in floating point: nothing of it lies near the middle between two values of one decimal.
LOWER = """
if(n = 0, null, round(100 * (parts / n + pow(1.959964, 2) / (2 * n) - 1.959964 * sqrt(parts * (n - parts) / pow(n, 3)
  + pow(1.959964 / n, 2) / 4)) / (1 + pow(1.959964, 2) / n), 1))
"""
FIGURE = """
create or replace temp table figure as
with cell as (
    select p.*, 'none' as m, null as team, null as class from period p where per not in ('minute', 'hour')
    union select p.*, m, team, class from period p join seen on p.per = seen.per and p.s is not distinct from seen.s and p.e = seen.e
    where m <> 'none' or p.per in ('minute', 'hour')),
  role as (
    select 'own' as role, s as own, s as f, e as u, per, m, team, class from cell
    union all select 'before', s, b, be, per, m, team, class from cell where b is not null
    union all select 'year', s, y, ye, per, m, team, class from cell where y is not null
    union all select 'date', s, ts, te, per, m, team, class from cell where ts is not null
    union all select 'date year', s, tys, tye, per, m, team, class from cell where tys is not null),
  raw as (
    select role.*, coalesce(n, 0) as n, coalesce(everything, 0) as everything, cast(coalesce(total, 0) as hugeint) as total,
      cast(coalesce(other, 0) as hugeint) as other, coalesce(parts, 0) as parts, coalesce(keys, 0) as keys, ranked
    from role left join seen on seen.per = role.per and seen.s is not distinct from role.f and seen.e = role.u and seen.m = role.m
      and seen.team is not distinct from role.team and seen.class is not distinct from role.class),
  exact as (select *, cast({n} as hugeint) * {times} as nv, cast({d} as hugeint) * {over} as dv, {numerator} as numerator, {denominator} as denominator from raw),
  valued as (select * replace (if(dv = 0, null, nv) as nv), dv = 0 as is_empty, {places} as p,
      coalesce(f >= {recorded} and u <= {as_of}, false) as is_recorded,
      within({recorded}, {as_of}, coalesce(f, {recorded}), least(u, {as_of})) as on_record, least(u, {as_of}) - coalesce(f, {recorded}) as passed,
      {pending} and exists (select 1 from finding where verdict = 'pending' and finding.t >= f and finding.t < u) as is_pending,
    from exact)
select *, if(is_empty, null, rounded(nv, dv, p, {gb})) as value, {lower} as lower, u <= {as_of} as closed,
  case when is_empty and {is_money} then 'mixed_units' when is_empty then 'no_data' when n < {least} then 'too_few' when everything > 0 and n * 100 < {coverage} * everything then 'not_covered' else 'ok' end as known_state,
  if(known_state = 'ok' and on_record * 100 < {coverage} * passed, 'not_covered', known_state) as state,
from valued
"""
COMPARED = """
select a.per, a.role, a.own, a.m, a.team, a.class, b.role as against, b.f, b.u,
  case when a.u > {as_of} then 'open' when not (a.is_recorded and b.is_recorded) then 'not_recorded' when a.is_empty or b.is_empty then 'no_data'
    when a.known_state <> 'ok' or b.known_state <> 'ok' then 'not_reliable' when sign(b.nv) * sign(b.dv) = 0 then 'base_zero'
    when sign(b.nv) * sign(b.dv) < 0 then 'base_negative' when a.is_pending or b.is_pending then 'pending' else 'ok' end as remark,
  b.value, b.p, a.nv * b.dv - b.nv * a.dv as dn, a.dv * b.dv as dd, {difference_places} as dp,
  if(remark in ('ok', 'pending', 'base_zero', 'base_negative'), rounded(dn, dd, dp, {gb}), null) as difference,
  if(remark in ('ok', 'pending'), rounded(100 * dn, b.nv * a.dv, 1, {gb}), null) as relative
from figure a join figure b on a.own is not distinct from b.own and a.per = b.per and a.m = b.m and a.team is not distinct from b.team
  and a.class is not distinct from b.class and ((a.role = 'own' and b.role in ('before', 'year')) or (a.role = 'date' and b.role = 'date year'))
"""
OWN = """
select f.*, p.has_year, p.ts is not null as has_date from figure f join period p on p.per = f.per and p.s is not distinct from f.own
where role in ('own', 'date') order by f.own, f.team nulls last, f.class nulls last
"""
Told = tuple[Any, ...]
UNCOMPARED = 13
"""So many parts of a figure come before what it is set against."""


class Proof:
    """The figures of a log in a zone: those told by an audit, and those that DuckDB finds, reckoned kind by kind."""

    def __init__(self, zone: str, folder: Path) -> None:
        self.zone = zone
        file = written(folder / "log.csv", rows_in(zone))
        charter = charter_of(folder, charter_text(zone))
        audited = audit(AuditRequest(charter, mapping_of(folder, MAPPING), (file,), language="en", own_copy=True))
        assert not audited.read.rejects
        self.tables = {table.indicator.name: table.figures for table in audited.summary.indicators}
        self.found: dict[tuple[str, str, str], list[Told]] = {}
        self.sql = duckdb.connect()
        self.until = instant(AS_OF, zone)
        self.prepare(file)

    def prepare(self, file: Path) -> None:
        self.sql.execute(EVENT.format(file=file))
        self.sql.execute(FINDING.format(as_of=self.until))
        (begins,) = self.one(f"select timezone('{self.zone}', timezone('UTC', make_timestamp(min(t)))) from event")
        for text in (*LOCAL.split(";\n"), PERIOD, SPAN, *MACROS.split(";\n")):
            self.sql.execute(text.format(zone=self.zone, begins=begins, as_of=AS_OF, until=self.until))

    def one(self, text: str) -> Told:
        row = self.sql.execute(text).fetchone()
        assert row is not None
        return row

    def by_sql(self, name: str, per: str, by: str) -> list[Told]:
        """Return every figure of a kind for a sort of period as DuckDB finds it."""
        if (name, per, by) not in self.found:
            self.reckon(KINDS[name])
            self.found |= {(name, *shape): [] for shape in SHAPES}
            for row_per, row_by, told in self.told(KINDS[name]):
                self.found[name, row_per, row_by].append(told)
        return self.found[name, per, by]

    def reckon(self, kind: Kind) -> None:
        modes = ", ".join(f"('{per}', '{by}')" for per, by in SHAPES)
        ranked = "list(amount order by amount) filter (known)" if kind.comes_to in ("median", "p95") else "null"
        counted = "side = 0" if kind.comes_to == "completeness" else "true"
        self.sql.execute(SEEN.format(observed=kind.observed, modes=modes, ranked=ranked, counted=counted))
        n, d, numerator, denominator = (each.format(scale=kind.scale) for each in VALUES[kind.comes_to])
        self.sql.execute(
            FIGURE.format(
                n=n, d=d, numerator=numerator, denominator=denominator,
                times=kind.factor.numerator, over=kind.factor.denominator, places=kind.places("nv", "dv"), gb=kind.is_gb, is_money=kind.comes_to == "money",
                pending=kind.over_findings, lower=LOWER if "bound" in kind.declared else "null", least=kind.word("min n", "0"), coverage=kind.word("coverage", "100 %")[:-2],
                recorded=instant(RECORDED, self.zone), as_of=self.until,
            )
        )  # fmt: skip

    def told(self, kind: Kind) -> Iterator[tuple[str, str, Told]]:
        """Yield every figure of the kind that was reckoned last, with its sort of period and what it is told apart by."""
        against = {}
        places = kind.places("dn", "dd")
        for row in self.rows(COMPARED.format(as_of=self.until, gb=kind.is_gb, difference_places=places)):
            numbers = ((row["value"], row["p"]), (row["difference"], row["dp"]), (row["relative"], 1))
            value, difference, relative = (number(*each) for each in numbers)
            told = row["remark"] in ("ok", "pending", "base_zero", "base_negative")
            against[cell_of(row), row["role"], row["against"]] = (
                row["f"], row["u"], value if told else None, difference, relative, row["remark"],
            )  # fmt: skip
        yield from joined(self.rows(OWN), against, kind)

    def rows(self, text: str) -> list[dict[str, Any]]:
        found = self.sql.execute(text)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


NONE = (None, None, None, None, None, "no_counterpart")


def cell_of(row: dict[str, Any]) -> Told:
    return tuple(row[name] for name in ("per", "own", "m", "team", "class"))


def joined(rows: list[dict[str, Any]], against: dict[Told, Told], kind: Kind) -> Iterator[tuple[str, str, Told]]:
    """Yield what each figure is made of, with what it is set against and the year to date."""
    dates = {cell_of(row): row for row in rows if row["role"] == "date"}
    for row in rows:
        if row["role"] == "own":
            cell, per, has_year = cell_of(row), row["per"], row["has_year"]
            before = None if per == "total" else against.get((cell, "own", "before"), NONE)
            year = against.get((cell, "own", "year"), NONE) if has_year else None
            earlier = against.get((cell, "date", "date year"), NONE) if has_year and per != "week" else None
            date = (*made_of(dates[cell], kind), earlier) if row["has_date"] else None
            by = tuple(row[name] for name in BY[row["m"]])
            yield per, row["m"], (row["f"], row["u"], by, *made_of(row, kind), before, year, date)


def made_of(row: dict[str, Any], kind: Kind) -> Told:
    """Return value, numerator, denominator, count, all that may belong, state, and how much is on record of how much."""
    scale = 1 if kind.comes_to in ("count", "distinct", "share") else kind.scale
    parts = [None if row[name] is None else Fraction(row[name], scale) for name in ("numerator", "denominator")]
    lower = None if row["lower"] is None else Decimal(str(row["lower"]))
    return (
        number(row["value"], row["p"]),
        lower,
        *parts,
        row["closed"],
        row["n"],
        row["everything"],
        row["state"],
        row["on_record"],
        row["passed"],
    )


def number(digits: int | None, places: int) -> Decimal | None:
    return None if digits is None else Decimal(int(digits)).scaleb(-places)


def instant(local: datetime, zone: str) -> int:
    return round(local.replace(tzinfo=ZoneInfo(zone)).timestamp() * 1_000_000)


def charter_text(zone: str) -> str:
    """Return the charter with every kind for every sort of period and every way to tell it apart."""
    until = f"{AS_OF.replace(tzinfo=ZoneInfo(zone)):%Y-%m-%dT%H:%M:%S%z}"
    lines = [CHARTER.replace("ZONE", zone).replace("UNTIL", f"{until[:-2]}:{until[-2:]}")]
    for place, (per, by) in enumerate(SHAPES):
        more = f"per: {per}, by: [{', '.join(BY[by])}]" if BY[by] else f"per: {per}"
        lines += [f"  cycles{place}: {{count: cycle_ended, {more}}}\n", f"  abnormal{place}: {{count: cycle_ended, where: status = 'abnormal', {more}}}\n"]  # fmt: skip
        for index, (name, kind) in enumerate(KINDS.items()):
            if name not in ZONES[zone]:
                continue
            declared = kind.declared.replace("cycles", f"cycles{place}").replace("abnormal", f"abnormal{place}") if "formula" in kind.declared else kind.declared  # fmt: skip
            lines.append(f"  x{index}_{place}: {{{declared}, {more}}}\n")
    return "".join(lines)


# What the audit tells.


def by_us(figures: tuple[Figure, ...]) -> list[Told]:
    return [
        (each.from_, each.until, each.by, *parts_of(each), compared(each.before), compared(each.year_before), to_date(each.to_date))
        for each in figures
    ]  # fmt: skip


def parts_of(figure: Figure) -> Told:
    record = figure.on_record
    assert record is not None
    coverage = figure.coverage
    return (figure.value, figure.lower, figure.numerator, figure.denominator, figure.closed, figure.count, coverage.denominator, figure.state, record.numerator, record.denominator)  # fmt: skip


def compared(found: Comparison | None) -> Told | None:
    return (
        None
        if found is None
        else (found.from_, found.until, found.value, found.difference, found.relative, found.remark)
    )


def to_date(figure: Figure | None) -> Told | None:
    return None if figure is None else (*parts_of(figure), compared(figure.year_before))


@pytest.fixture(scope="module")
def proof_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Proof]:
    return cache(lambda zone: Proof(zone, tmp_path_factory.mktemp("proof")))


@pytest.mark.parametrize("per", PERIODS)
@pytest.mark.parametrize(("zone", "name"), [(zone, name) for zone, names in ZONES.items() for name in names])
def test_every_figure_is_the_one_that_duckdb_computes(
    zone: str, name: str, per: str, proof_in: Callable[[str], Proof]
) -> None:
    proof, kind = proof_in(zone), KINDS[name]
    for place, by in ((place, by) for place, (period, by) in enumerate(SHAPES) if period == per):
        figures = proof.tables[f"x{list(KINDS).index(name)}_{place}"]
        ours, theirs = by_us(figures), proof.by_sql(name, per, by)
        parts = None if kind.is_compared else UNCOMPARED
        assert [each[:parts] for each in ours] == [each[:parts] for each in theirs]
        assert len(ours) > 0
        if kind.decimals is not None:
            assert {each.value.as_tuple().exponent for each in figures if each.value is not None} == {-kind.decimals}


def test_the_log_holds_what_it_is_there_for(proof_in: Callable[[str], Proof]) -> None:
    tables = proof_in("Asia/Shanghai").tables

    def figures(name: str, per: str) -> tuple[Figure, ...]:
        return tables[f"x{list(KINDS).index(name)}_{SHAPES.index((per, 'none'))}"]

    everything = [figure for found in tables.values() for figure in found]
    assert {each.state for each in everything} == {"ok", "no_data", "mixed_units", "too_few", "not_covered"}
    compared_with = [each for figure in everything for each in (figure.before, figure.year_before) if each is not None]
    remarks = {"ok", "open", "no_counterpart", "not_recorded", "no_data", "other_unit", "not_reliable"}
    assert {each.remark for each in compared_with} == remarks | {"base_zero", "base_negative", "pending"}
    for sort in ("mean", "median"):
        by_rule = [figures(f"{sort} of a number, {rule}", "day") for rule in ("half up", "GB/T 8170")]
        assert [each.value for each in by_rule[0]] != [each.value for each in by_rule[1]]  # there are ties
    weeks, days = (
        {each.from_: each.year_before for each in figures("count", per) if each.value} for per in ("week", "day")
    )
    for found, start in ((weeks, "2026-12-28"), (days, "2028-02-29")):
        without = found[instant(datetime.fromisoformat(start), "Asia/Shanghai")]
        assert without is not None
        assert without.remark == "no_counterpart"  # week 53, 29 February
