"""Indicators of every sort over 336,776 real flights are those that DuckDB finds in the file by SQL."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.engines.results.indicator_files import table_as_json
from tests.examples.conftest import EXAMPLES, log_of

FLIGHTS = EXAMPLES / "flights"
# `year`, `month` and `day` of the file are the local date of the scheduled departure, which is when the event stands.
MONTH = "printf('%04d-%02d', year, month)"
QUARTER = "printf('%04d-Q%d', year, (month + 2) // 3)"
WEEK = "strftime(make_date(year, month, day), '%G-W%V')"
DAY = "strftime(make_date(year, month, day), '%Y-%m-%d')"
HALF = "printf('%04d-H%d', year, (month + 5) // 6)"
FOUR_MONTHS = "case when month < 3 then null when month < 7 then '2013-03-01' when month < 11 then '2013-07-01' else '2013-11-01' end"
DELAY = "nullif(arr_delay, 'nan')"
ON_TIME = f"count(*) filter ({DELAY} <= 0)"
KNOWN = f"count({DELAY})"
# name: (the indicator, its period in SQL, its dimension in SQL, its exact value in SQL, decimals)
CASES = {
    "flights": ("count: flight_scheduled, per: day", DAY, None, "count(*)", 0),
    "long_delays": ("count: flight_scheduled where arrival_delay > 60, per: week", WEEK, None, f"count(*) filter ({DELAY} > 60)", 0),
    "destinations": ("count: flight_scheduled, distinct: destination, per: month, by: [carrier]", MONTH, "carrier", "count(distinct dest)", 0),
    "minutes": ("sum: flight_scheduled.arrival_delay, per: half-year, by: [origin]", HALF, "origin", f"sum({DELAY})", 0),
    "equal": ("sum: flight_scheduled.arrival_delay, per: {every: 4 months, from: 2013-03-01}", FOUR_MONTHS, None, f"sum({DELAY})", 0),
    "delay": ("mean: flight_scheduled.arrival_delay, per: quarter, by: [origin], decimals: 6", QUARTER, "origin", f"sum({DELAY}) / {KNOWN}", 6),
    "middle": ("median: flight_scheduled.arrival_delay, per: week, decimals: 1", WEEK, None, f"median({DELAY})", 1),
    "slow": ("percentile: {of: flight_scheduled.arrival_delay, at: 90 %}, per: month, by: [carrier], decimals: 0", MONTH, "carrier", f"quantile_disc({DELAY}, 0.9)", 0),
    "cancelled": ("share: {of: flight_scheduled, when: departure_time is null}, per: month, by: [carrier], decimals: 4", MONTH, "carrier", "100 * count(*) filter (isnan(dep_time) or dep_time is null) / count(*)", 4),
    "late_per_flight": ("rate: {of: flight_scheduled where arrival_delay > 15, to: flight_scheduled}, per: month, decimals: 6", MONTH, None, f"count(*) filter ({DELAY} > 15) / count(*)", 6),
    "on_time": ("kept_rate: arrives-on-time, per: month, by: [carrier], decimals: 4", MONTH, "carrier", f"case when {KNOWN} > 0 then 100 * {ON_TIME} / {KNOWN} end", 4),
}  # fmt: skip


# Every sort of period by two dimensions, counted and kept: name: (the period in the charter, in SQL).
PERIODS = {
    "day": ("day", DAY),
    "week": ("week", WEEK),
    "month": ("month", MONTH),
    "quarter": ("quarter", QUARTER),
    "half_year": ("half-year", HALF),
    "year": ("year", "printf('%04d', year)"),
    "four_months": ("{every: 4 months, from: 2013-03-01}", FOUR_MONTHS),
    "ten_days": (
        "{every: 10 natural days, from: 2013-01-01}",
        "strftime(make_date(2013, 1, 1) + cast((make_date(year, month, day) - make_date(2013, 1, 1)) // 10 * 10 as integer), '%Y-%m-%d')",
    ),
    "two_weeks": (
        "{every: 2 weeks, from: 2013-01-01}",
        "strftime(make_date(2013, 1, 1) + cast((make_date(year, month, day) - make_date(2013, 1, 1)) // 14 * 14 as integer), '%Y-%m-%d')",
    ),
    "total": ("total", "null"),
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict]]:
    """Audit the flights once, by the one promise that the indicators ask about."""
    folder = tmp_path_factory.mktemp("charter")
    for file in (FLIGHTS / "charter").glob("*.yaml"):
        if "promises:" not in (text := file.read_text("utf-8")) and "clauses:" not in text:
            (folder / file.name).write_text(text, "utf-8")
    indicators = {name: case[0] for name, case in CASES.items()}
    for name, (per, _) in PERIODS.items():
        indicators[f"counted_by_{name}"] = f"count: flight_scheduled, per: {per}, by: [carrier, origin]"
        indicators[f"kept_by_{name}"] = f"kept_rate: arrives-on-time, per: {per}, by: [origin, carrier]"
    lines = "\n".join(f"  {name}: {{{text}}}" for name, text in indicators.items())
    promise = (
        "promises: {arrives-on-time: {of: flight, at: flight_scheduled, require: arrival_delay <= 0, ours: true}}\n"
    )
    (folder / "indicators.yaml").write_text(f"{promise}indicators:\n{lines}\n", "utf-8")
    charter, mapping = read_charter(folder), read_mapping(FLIGHTS / "mapping.yaml")
    audited = audit(AuditRequest(charter, mapping, (log_of("flights"),), own_copy=True))
    yield {table.indicator.name: table_as_json(table, zone=charter.zone) for table in audited.summary.indicators}


def by_sql(period: str, dimension: str | None, value: str, file: Path) -> dict[tuple, float | None]:
    select = (
        f"select {period} as p, {dimension or 'null'} as d, {value} from '{file}' group by p, d having p is not null"
    )
    return {(p, d): found for p, d, found in duckdb.sql(select).fetchall()}


@pytest.mark.parametrize("name", CASES)
def test_an_indicator_is_what_duckdb_finds(name: str, tables: dict[str, dict]) -> None:
    _, period, dimension, value, decimals = CASES[name]
    found = {
        (each["period"], *each["by"].values())[:2] if dimension else (each["period"], None): each["value"]
        for each in tables[name]["figures"]
    }
    expected = by_sql(period, dimension, value, log_of("flights"))
    assert found.keys() == expected.keys()
    assert len(found) > 1
    half = Decimal(1).scaleb(-decimals) / 2 + Decimal("1e-9")  # DuckDB divides in binary
    for cell, shown in found.items():
        told = expected[cell]
        assert (shown is None) == (told is None), cell
        assert told is None or abs(Decimal(shown) - Decimal(told)) <= half, cell


def test_shares_of_known_observations_agree_as_well(tables: dict[str, dict]) -> None:
    counted = by_sql(MONTH, "carrier", f"({KNOWN}, count(*))", log_of("flights"))
    found = {
        (each["period"], each["by"]["carrier"]): (each["coverage"]["numerator"], each["coverage"]["denominator"])
        for each in tables["on_time"]["figures"]
    }
    assert found == counted


@pytest.mark.parametrize("name", PERIODS)
def test_periods_of_every_sort_go_by_two_dimensions(name: str, tables: dict[str, dict]) -> None:
    _, period = PERIODS[name]
    select = (
        f"select {period} as p, carrier, origin, count(*), {ON_TIME}, {KNOWN} from '{log_of('flights')}' group by all"
    )
    rows = duckdb.sql(f"select * from ({select}) where p is not null" if name != "total" else select).fetchall()
    cells = {
        kind: {
            (each["period"], each["by"]["carrier"], each["by"]["origin"]): (each["numerator"], each["denominator"])
            for each in tables[f"{kind}_by_{name}"]["figures"]
        }
        for kind in ("counted", "kept")
    }
    assert cells["counted"] == {tuple(cell): (count, None) for *cell, count, _, _ in rows}
    assert cells["kept"] == {tuple(cell): (kept, known) for *cell, _, kept, known in rows}
    assert len(rows) > 30
