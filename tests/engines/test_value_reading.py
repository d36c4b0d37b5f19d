"""Attributes: a cell is read as its declared type or set aside."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from jiannuo.core.values.amounts import Money, Point, Quantity
from jiannuo.core.values.durations import Duration, Unit
from tests.engines.written_logs import (
    CHARTER,
    ONE_EVENT_PER_ROW,
    TYPED,
    account,
    log_of,
    rejects_of,
)


def value_of(folder: Path, type_: str, source: str, cell: str) -> object:
    """Return what an attribute of a type is read as, or the code of the reason to set it aside."""
    mapping = (
        "mapping: {id: types, zone: UTC}\nevents:\n  - event: seen\n    at: when\n"
        f"    attributes: {{ticket: ticket, a: {source}}}\n"
    )
    rows = f'ticket,when,x,y\nA,2024-07-15,"{cell}",2\n'
    log = log_of(folder, rows, mapping=mapping, charter=TYPED.replace("TYPE", f'"{type_} optional"'))
    account(log)
    if log.rejects:
        return log.rejects[0].problem.code
    return log.log.events[0].attributes.get("a")


@pytest.mark.parametrize(
    ("type_", "source", "cell", "expected"),
    [
        ("text", "x", "007", "007"),
        ("text", "x", "", None),
        ("text", "{constant: web}", "", "web"),
        ("text", "{column: x, names: {'1': high}}", "1", "high"),
        ("text", "{column: x, names: {'1': high}}", "2", "2"),
        ("integer", "x", "42", 42),
        ("integer", "x", "42.0", 42),
        ("integer", "x", "42.5", "L117"),
        ("integer", "x", "1,000", "L117"),
        ("integer 1..5", "x", "6", "E213"),
        ("number", "x", "1.10", Decimal("1.10")),
        ("number", "{column: x, divide by: '10'}", "350", Decimal(35)),
        ("number", "{column: x, multiply by: '0.1'}", "350", Decimal("35.0")),
        ("number", "x", "NaN", "L117"),
        ("boolean", "x", "TRUE", True),
        ("boolean", "x", "1", "L117"),
        ("boolean", "{column: x, names: {Y: 'true', N: 'false'}}", "N", False),
        ("instant", "x", "2024-07-15T08:00+08:00", datetime(2024, 7, 15, tzinfo=UTC)),
        ("instant", "{column: x, format: '%d.%m.%Y', zone: Asia/Shanghai}", "15.07.2024", datetime(2024, 7, 14, 16, tzinfo=UTC)),
        ("instant", "x", "soon", "L112"),
        ("date", "x", "2024-07-15", date(2024, 7, 15)),
        ("date", "x", "15.7.", "L117"),
        ("duration", "x", "PT45M", Duration(2_700_000_000, Unit.ELAPSED)),
        ("duration", "{column: x, unit: min}", "45", Duration(2_700_000_000, Unit.ELAPSED)),
        ("duration", "{column: x, unit: working days}", "3", Duration(3, Unit.WORKING_DAYS)),
        ("duration", "x", "3 days", "L117"),
        ("money", "{column: x, unit: CNY}", "180", Money(Decimal(180), "CNY")),
        ("money", "x", "180.50 EUR", Money(Decimal("180.50"), "EUR")),
        ("money", "x", "180", "L117"),
        ("quantity mg/kg", "x", "5", Quantity(Decimal(5), "mg/kg")),
        ("quantity mg/kg", "x", "5 g/kg", Quantity(Decimal(5), "g/kg")),
        ("quantity mg/kg", "x", "5 kg", "E215"),
        ("one of [web, phone]", "x", "web", "web"),
        ("one of [web, phone]", "x", "Web", "E214"),
        ("list of text", "{column: x, split: ';'}", "a; b", ("a", "b")),
        ("list of integer", "{column: x, split: ';'}", "1;b", "L117"),
        ("point", "{column: [x, y]}", "31.5", Point(31.5, 2.0)),
        ("point", "x", "31.5,121", Point(31.5, 121.0)),
        ("point", "x", "91,0", "E212"),
        ("period", "x", "2024-Q2", "2024-Q2"),
        ("period", "x", "spring", "E212"),
        ("party", "x", "driver 7", "driver 7"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_its_declared_type_or_set_aside(
    type_: str, source: str, cell: str, expected: object, tmp_path: Path
) -> None:
    assert value_of(tmp_path, type_, source, cell) == expected


def test_an_attribute_that_must_have_a_value_is_set_aside_without_one(tmp_path: Path) -> None:
    mapping = "mapping: {id: t, zone: UTC}\nevents:\n  - {event: seen, at: when, attributes: {ticket: ticket, a: x}}\n"
    rows = "ticket,when,x\nA,2024-07-15,\nB,2024-07-15,1\n"
    log = log_of(tmp_path, rows, mapping=mapping, charter=TYPED.replace("TYPE", "text"))
    assert rejects_of(log) == [(2, "L125")]


def test_an_event_without_the_id_of_its_subject_is_set_aside(tmp_path: Path) -> None:
    log = log_of(tmp_path, "ticket,what,when\n,Open,2024-07-15\nB,Open,2024-07-15\n", charter=CHARTER)
    assert rejects_of(log) == [(2, "L110")]
    account(log)


def test_who_did_it_and_where_comes_from_columns_or_constants(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace(
        "at: when",
        "at: when\n    actor: who\n    actor_kind: {constant: person}\n    unit: {column: team, names: {T1: North}}",
    )
    log = log_of(
        tmp_path, "ticket,what,when,who,team\nA,Open,2024-07-15,,T1\nB,Open,2024-07-15,7,T2\n", mapping=mapping
    )
    assert [(event.actor, event.actor_kind, event.unit) for event in log.log.events] == [
        (None, "person", "North"),
        ("7", "person", "T2"),
    ]


def test_an_actor_is_a_person_or_a_system(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("at: when", "at: when\n    actor_kind: kind")
    log = log_of(tmp_path, "ticket,what,when,kind\nA,Open,2024-07-15,robot\n", mapping=mapping)
    assert rejects_of(log) == [(2, "E214")]
