"""Availability of the sites in the example of uptime is what DuckDB finds in the file by SQL, second by second."""

import re
from fractions import Fraction

import duckdb
import pytest

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.statistics.figures import Figure
from tests.examples.conftest import EXAMPLES, log_of

UPTIME = EXAMPLES / "uptime"
# A state lasts from a row whose status differs from the one before it of its site, until the next such row.
SQL = """
create table rows as
  select row_number() over () as n, slug, status, committed_at::timestamp as t
  from read_csv('{file}', parallel = false, header = true);
create table changes as
  select slug, status, t, coalesce(lead(t) over (partition by slug order by n), (select max(t) from rows)) as until
  from (select *, lag(status) over (partition by slug order by n) as before from rows)
  where status is distinct from before;
create table months as
  select unnest(generate_series(timestamp '2026-01-01', timestamp '2026-08-01', interval 1 month)) as start;
create table sites as
  select slug, min(t) as since from rows where slug not in ({left_out}) group by slug;
"""
WATCHED = """
select strftime(start, '%Y-%m'), sum(greatest(0, epoch_us(least(start + interval 1 month, (select max(t) from rows)))
  - epoch_us(greatest(start, since)))) from months, sites group by start
"""
UNREACHABLE = """
select strftime(start, '%Y-%m'), coalesce(sum(greatest(0, epoch_us(least(start + interval 1 month, until))
  - epoch_us(greatest(start, t)))), 0)
from months, changes where status = 'down' and slug in (select slug from sites) group by start
"""
OUTAGES = """
select strftime(start, '%Y-%m'), count(c.t), median(epoch_us(until) - epoch_us(t))
from months left join (select * from changes where status = 'down' and slug in (select slug from sites)) c
  on date_trunc('month', c.t) = start group by start
"""


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, Figure]]:
    """Return the figures of each indicator of the example by month."""
    request = AuditRequest(read_charter(UPTIME / "charter"), read_mapping(UPTIME / "mapping.yaml"), (log_of("uptime"),))
    months = [f"2026-{month:02}" for month in range(1, 9)]
    return {
        table.indicator.name: dict(zip(months, table.figures, strict=True))
        for table in audit(request).summary.indicators
    }


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    text = (UPTIME / "charter" / "charter.yaml").read_text("utf-8")
    left_out = ", ".join(f"'{slug}'" for slug in re.findall(r"- \[([\w-]+), (?:twin|retired)\]", text))
    connection.execute(SQL.format(file=log_of("uptime"), left_out=left_out))
    return connection


def by_month(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, tuple]:
    return {month: tuple(values) for month, *values in connection.execute(sql).fetchall()}


def test_the_time_watched_and_out_of_reach_is_the_same_to_the_microsecond(
    figures: dict[str, dict[str, Figure]], connection: duckdb.DuckDBPyConnection
) -> None:
    for name, sql in (("watched", WATCHED), ("unreachable", UNREACHABLE)):
        found = {month: (figure.numerator,) for month, figure in figures[name].items()}
        assert found == by_month(connection, sql), name


def test_availability_is_made_of_both(
    figures: dict[str, dict[str, Figure]], connection: duckdb.DuckDBPyConnection
) -> None:
    watched, lost = by_month(connection, WATCHED), by_month(connection, UNREACHABLE)
    for month, figure in figures["availability"].items():
        exact = 100 * Fraction(int(watched[month][0]) - int(lost[month][0]), int(watched[month][0]))
        assert figure.exact == exact
        assert figure.value is not None and abs(Fraction(figure.value) - exact) <= Fraction(1, 2000)


def test_outages_begin_in_one_month_and_count_there_whole(
    figures: dict[str, dict[str, Figure]], connection: duckdb.DuckDBPyConnection
) -> None:
    for month, (count, median) in by_month(connection, OUTAGES).items():
        assert figures["outages"][month].value == count
        exact = figures["usual_outage"][month].exact
        assert (None if exact is None else exact * 60_000_000) == (None if median is None else Fraction(median))


def test_the_first_month_is_not_on_record_whole(figures: dict[str, dict[str, Figure]]) -> None:
    states = {month: figure.state for month, figure in figures["availability"].items()}
    assert [month for month, state in states.items() if state != "ok"] == ["2026-01"]


def test_the_table_of_the_readme_is_what_is_computed(figures: dict[str, dict[str, Figure]]) -> None:
    lines = (UPTIME / "README.md").read_text("utf-8").splitlines()
    told = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| 2026-")]
    names = ("watched", "unreachable", "availability", "outages", "usual_outage")
    values = {month: [figures[name][month].value for name in names] for month in figures["watched"]}
    assert told == [
        [month, f"{hours:,f}", f"{lost:,f}", f"{share:f} %", f"{count}", "" if middle is None else f"{middle:f}"]
        for month, (hours, lost, share, count, middle) in values.items()
    ]
