"""Columns of a Parquet file that are taken as they are give what their cells give one by one."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiannuo.core.engines.events.logs import ReadLog, read_log
from jiannuo.core.engines.tabular.tables import ArrayColumn
from jiannuo.core.judging.event_table import Coded, Plain
from tests.engines.written_logs import TYPED, account, charter_of, instant, mapping_of

MAPPING = """\
mapping: {id: types, ZONE}
format: {times: FORMAT}
events:
  - {event: seen, at: at, attributes: {ticket: ticket, a: a}}
"""
SPAN = (datetime(1899, 12, 30), datetime(2200, 1, 2))  # noqa: DTZ001 — the zone is the column's
STAMPS = st.none() | st.datetimes(*SPAN)
COLUMNS = {
    "int64": (pa.int64(), st.none() | st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 9)),
    "int8": (pa.int8(), st.none() | st.integers(-3, 9)),
    "uint64": (pa.uint64(), st.none() | st.integers(0, 2**64 - 1)),
    "float": (
        pa.float64(),
        st.none() | st.floats() | st.integers(-3, 9).map(float) | st.sampled_from([1e-5, 1e15, 0.1]),
    ),
    "float32": (pa.float32(), st.none() | st.floats(width=32)),
    "bool": (pa.bool_(), st.none() | st.booleans()),
    "date": (pa.date32(), st.none() | st.dates()),
    "stamp": (pa.timestamp("us", "Asia/Shanghai"), STAMPS),
    "stamp_ns": (pa.timestamp("ns", "UTC"), STAMPS),
    "stamp_ms": (pa.timestamp("ms"), STAMPS.map(lambda at: at and at.replace(microsecond=0))),
    "decimal": (pa.decimal128(12, 3), st.none() | st.integers(-(10**6), 10**6).map(lambda n: Decimal(n).scaleb(-3))),
    "coded": (pa.dictionary(pa.int8(), pa.string()), st.none() | st.sampled_from(["", "x", "1", "true"])),
    "coded_int": (pa.dictionary(pa.int8(), pa.int64()), st.none() | st.integers(0, 3)),
}
TYPES = (
    "text",
    "integer",
    "integer 1..5",
    "number",
    "boolean",
    "instant",
    "date",
    "party",
    "one of [x, '1']",
    "duration",
)


def read(folder: Path, table: pa.Table, type_: str | None, *, zone: str = "zone: UTC", format: str = "iso") -> ReadLog:
    """Return the log of a table, its attribute `a` of a type, without a charter for None."""
    path = folder / "log.parquet"
    pq.write_table(table, path, row_group_size=5)
    charter = (
        None if type_ is None else charter_of(folder, TYPED.replace("TYPE", f'"{type_.replace(chr(34), "")} optional"'))
    )
    return read_log(
        mapping_of(folder, MAPPING.replace("ZONE", zone).replace("FORMAT", format)), [path], charter=charter
    )


def told(log: ReadLog) -> list[object]:
    """Return everything that a log tells."""
    account(log)
    events = sorted(log.log.events, key=lambda event: event.id)
    rejects = [(r.row, r.column, r.value, r.problem.code, r.problem.message("en")) for r in log.rejects]
    return [[(e.id, e.at, e.attributes) for e in events], rejects, log.counts, log.span, log.reach]


def both_ways(folder: Path, table: pa.Table, type_: str | None, **kinds: str) -> None:
    """Assert that a table gives the same log whether its columns are taken whole or cell by cell."""
    whole = told(read(folder, table, type_, **kinds))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ArrayColumn, "array", property(lambda self: None))
        patch.setattr(ArrayColumn, "texts", None)
        assert told(read(folder, table, type_, **kinds)) == whole


@settings(max_examples=120, deadline=None)
@given(data=st.data(), kind=st.sampled_from(sorted(COLUMNS)), type_=st.none() | st.sampled_from(TYPES))
def test_values_are_the_same_whole_or_cell_by_cell(
    data: st.DataObject, kind: str, type_: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    arrow, values = COLUMNS[kind]
    cells = data.draw(st.lists(values, min_size=1, max_size=12))
    rows = range(len(cells))
    columns = {
        "ticket": pa.array([f"T{n % 3}" for n in rows]),
        "at": pa.array([f"2024-07-{n % 28 + 1:02}" for n in rows]),
    }
    both_ways(tmp_path_factory.mktemp("log"), pa.table(columns | {"a": pa.array(cells, arrow)}), type_)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), kind=st.sampled_from(["stamp", "stamp_ns", "stamp_ms", "date", "int64", "float"]),
       format=st.sampled_from(["iso", "epoch s", "epoch us"]), zone=st.sampled_from(["zone: UTC", "zone: Europe/Berlin"]))  # fmt: skip
def test_instants_are_the_same_whole_or_cell_by_cell(
    data: st.DataObject, kind: str, format: str, zone: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    arrow, values = COLUMNS[kind]
    cells = data.draw(st.lists(values, min_size=1, max_size=12))
    columns = {"ticket": pa.array([n % 3 for n in range(len(cells))]), "at": pa.array(cells, arrow)}
    table = pa.table(columns | {"a": pa.nulls(len(cells), pa.int64())})
    both_ways(tmp_path_factory.mktemp("log"), table, "text", zone=zone, format=format)


def test_numbers_and_instants_stay_arrays_and_whole_numbers_become_texts_where_texts_are_declared(
    tmp_path: Path,
) -> None:
    stamps = pa.array([datetime(2024, 7, 15, tzinfo=UTC), datetime(2024, 7, 16, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    table = pa.table({"ticket": pa.array([70, 8]), "at": stamps, "a": pa.array([5, None], pa.int16())})
    events = read(tmp_path, table, "integer 1..5").table
    assert events.at.tolist() == [instant(2024, 7, 15), instant(2024, 7, 16)]
    ticket, number = events.attributes["seen", "ticket"], events.attributes["seen", "a"]
    assert isinstance(ticket, Coded)
    assert isinstance(number, Plain)
    assert ticket.objects().tolist() == ["70", "8"]
    assert number.array.equals(pa.array([5, None], pa.int64()))


def test_an_instant_beyond_all_years_is_set_aside(tmp_path: Path) -> None:
    stamps = pa.array([10**18 * 9, instant(2024, 7, 15)], pa.timestamp("us", "UTC"))
    log = read(tmp_path, pa.table({"ticket": ["A", "B"], "at": stamps, "a": pa.nulls(2, pa.string())}), "text")
    assert [(r.row, r.problem.code, r.value) for r in log.rejects] == [(1, "L124", "9000000000000000000")]
    assert [event.attributes for event in log.log.events] == [{"ticket": "B"}]


def test_dates_and_truth_values_come_back_as_they_are(tmp_path: Path) -> None:
    for value, type_ in ((date(2024, 7, 15), "date"), (True, "boolean")):
        log = read(tmp_path, pa.table({"ticket": ["A"], "at": ["2024-07-15"], "a": [value]}), type_)
        assert [event.attributes["a"] for event in log.log.events] == [value]
