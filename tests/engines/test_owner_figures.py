"""Figures about owners count what these answer for: reckoned by hand, by DuckDB from the events, and by both judges."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.auditing import Audit, AuditRequest, audit
from jiannuo.core.engines.findings.findings_files import read_findings
from jiannuo.core.engines.mapping.mapping import Mapping
from jiannuo.core.engines.results.indicator_files import table_as_json
from tests.engines.written_logs import charter_of, mapping_of, written

MAPPING = """\
mapping: {id: rides, zone: UTC}
events:
  - event: {column: what, names: {Take: accepted, Come: arrived, Shut: road_closed}}
    at: when
    id: no
    attributes: {order: order, driver: driver}
"""
CHARTER = """\
charter: {id: rides, title: {zh: 出行, en: Rides}, zone: UTC, edition: "1", effective: 2000-01-01}
sources: {app: {complete from: 2026-05-01, complete until: 2026-07-01}}
subjects: {order: {id: order, begins: accepted, attributes: {driver: [accepted.driver]}}}
events:
  accepted: {of: order, source: app, attributes: {driver: text}}
  arrived: {of: order, source: app}
  road_closed: {of: order, source: app}
promises:
  there-in-time:
    {of: order, owner: driver, owner excused by: road_closed, after: accepted, expect: arrived, within: 1 h}
PROMISES
indicators:
  owed: {kept_rate: there-in-time, per: month, unit: "1"}
  drivers: {kept_rate: there-in-time, per: month, by: [finding.owner], unit: "1"}
  of_d1: {kept_rate: there-in-time, per: month, where: finding.owner = 'd1', unit: "1"}
  answered: {count: there-in-time, over: findings, where: finding.owner_verdict = 'broken', per: month, by: [finding.owner]}
  both: {count: there-in-time, over: findings, per: month, by: [finding.verdict, finding.owner_verdict]}
  cleared: {share: {of: there-in-time, when: finding.owner_verdict = 'excused'}, over: findings, where: finding.verdict = 'broken', per: month, unit: "1"}
  opened_by: {kept_rate: there-in-time, per: month, by: [order.driver], unit: "1"}
"""
# All in May. d1: A kept; B late, the road shut before it was due (he is cleared); C late with nothing to say for himself.
# d2: D late, the road shut at the very instant it was due (cleared); E late, the road shut one microsecond after that.
ROWS = """\
no,order,what,when,driver
1,A,Take,2026-05-04 08:00:00,d1
2,A,Come,2026-05-04 08:30:00,
3,B,Take,2026-05-05 08:00:00,d1
4,B,Shut,2026-05-05 08:10:00,
5,B,Come,2026-05-05 09:20:00,
6,C,Take,2026-05-06 08:00:00,d1
7,C,Come,2026-05-06 09:00:00.000001,
8,D,Take,2026-05-07 08:00:00,d2
9,D,Shut,2026-05-07 09:00:00,
10,E,Take,2026-05-08 08:00:00,d2
11,E,Shut,2026-05-08 09:00:00.000001,
"""
EXPECTED = {
    "owed": [("2026-05", "0.2")],  # one of five
    "drivers": [("2026-05", "d1", "0.5"), ("2026-05", "d2", "0")],  # A of A and C; nothing of E
    "of_d1": [("2026-05", "0.5")],
    "answered": [("2026-05", "d1", "1"), ("2026-05", "d2", "1")],
    "both": [("2026-05", "broken", "broken", "2"), ("2026-05", "broken", "excused", "2"), ("2026-05", "kept", "kept", "1")],
    "cleared": [("2026-05", "0.5")],  # B and D of the four
    "opened_by": [("2026-05", "d1", "0.333333333333"), ("2026-05", "d2", "0")],  # what the passengers of each were owed
}  # fmt: skip


def audited(folder: Path, *, engine: str = "kernel", promises: str = "", out: Path | None = None) -> Audit:
    charter = charter_of(folder, CHARTER.replace("PROMISES\n", promises))
    file = written(folder / "log.csv", ROWS)
    return audit(
        AuditRequest(charter, mapping_of(folder, MAPPING), (file,), language="en", engine=engine, own_copy=True),
        out=out,
    )


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_a_breach_that_an_owner_is_cleared_of_does_not_count_against_him(engine: str, tmp_path: Path) -> None:
    told = {
        table.indicator.name: [
            (each["period"], *each["by"].values(), each["value"])
            for each in table_as_json(table, zone="UTC")["figures"]
            if each["period"] == "2026-05"
        ]
        for table in audited(tmp_path, engine=engine).summary.indicators
    }
    assert told == EXPECTED


REACHES = """\
  all-are-served: {reach: owed, at least: 0.5, ours: true}
  each-is-punctual: {reach: drivers, at least: 0.5, ours: true}
"""


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_a_target_for_owners_is_held_against_what_they_answer_for(engine: str, tmp_path: Path) -> None:
    audited(tmp_path, engine=engine, promises=REACHES, out=tmp_path / "out")
    rows = read_findings(tmp_path / "out" / "findings.parquet").to_pylist()
    said = {
        (row["promise"], *row["subject"]): (row["verdict"], dict(row["because"])["value"])
        for row in rows
        if row["verb"] == "reach" and row["start"].month == 5
    }
    assert said == {
        ("all-are-served",): ("broken", "0.2"),
        ("each-is-punctual", "d1"): ("kept", "0.5"),
        ("each-is-punctual", "d2"): ("broken", "0"),
    }


# Against DuckDB, which looks at the events alone.

START = datetime(2026, 5, 31, tzinfo=UTC)
ORDER = st.tuples(
    st.integers(0, 2 * 24 * 60).map(lambda minute: minute - minute % 20),  # accepted, in minutes from the start on
    st.sampled_from(["d1", "d2"]),
    st.one_of(st.none(), st.sampled_from([20, 60, 61, 100])),  # arrived
    st.one_of(st.none(), st.sampled_from([0, 30, 60, 61, 80])),  # the road shut
)
SQL = """
with judged as (
  select case when accepted < 1440 then '2026-05' else '2026-06' end as month, driver,
    coalesce(came <= 60, false) as is_kept,
    not coalesce(came <= 60, false) and coalesce(shut <= 60, false) as is_cleared
  from orders)
select month, null, count(*) filter (is_kept), count(*) from judged group by month
union all
select month, driver, count(*) filter (is_kept), count(*) filter (not is_cleared) from judged group by month, driver
"""


def csv_of(orders: list[tuple]) -> str:
    rows = ["no,order,what,when,driver"]
    for number, (accepted, driver, came, shut) in enumerate(orders):
        for what, after in (("Take", 0), ("Come", came), ("Shut", shut)):
            if after is not None:
                at = START + timedelta(minutes=accepted + after)
                name = driver if what == "Take" else ""
                rows.append(f"{number}{what},o{number},{what},{at:%Y-%m-%d %H:%M:%S},{name}")
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Charter, Mapping]:
    folder = tmp_path_factory.mktemp("charter")
    return charter_of(folder, CHARTER.replace("PROMISES\n", "")), mapping_of(folder, MAPPING)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders=st.lists(ORDER, min_size=1, max_size=12))
def test_rates_of_all_and_of_each_owner_are_those_that_duckdb_finds(
    orders: list[tuple], read: tuple[Charter, Mapping]
) -> None:
    with TemporaryDirectory() as folder:
        file = written(Path(folder) / "log.csv", csv_of(orders))
        as_of = round((START + timedelta(days=9)).timestamp()) * 1_000_000
        found = audit(AuditRequest(*read, (file,), as_of=as_of, language="en", own_copy=True)).summary.indicators
    with duckdb.connect() as connection:
        connection.execute("create table orders (accepted int, driver text, came int, shut int)")
        connection.executemany("insert into orders values (?, ?, ?, ?)", orders)
        rows = connection.execute(SQL).fetchall()
    expected = {(month, driver): (kept, of) for month, driver, kept, of in rows if of}
    figures = [
        each
        for table in found
        if table.indicator.name in ("owed", "drivers")
        for each in table_as_json(table, zone="UTC")["figures"]
        if each["denominator"]
    ]
    told = {
        (each["period"], *(each["by"].values() or [None])): (each["numerator"], each["denominator"]) for each in figures
    }
    assert told == expected
    assert {each["coverage"]["value"] for each in figures} <= {1}
