"""Values that may stand once: which event keeps the value, and which are set aside."""

from pathlib import Path

import pytest

from jiannuo.core.engines.events.logs import ReadLog, read_log
from tests.engines.written_logs import account, charter_of, mapping_of, rejects_of, written

CHARTER = """\
charter: {id: desk, title: {zh: 服务台, en: Desk}, zone: UTC, edition: "1", effective: 2000-01-01}
subjects: {bill: {id: bill}}
events:
  issued: {of: bill, attributes: {bill: text, no: "TYPE"}}
  voided: {of: bill, attributes: {bill: text, no: text optional}}
promises:
  named: {of: bill, at: issued, require: bill is not null}
"""
MAPPING = """\
mapping: {id: desk, zone: UTC}
events:
  - event: {column: what}
    at: when
    id: id
    supersedes: instead
    recorded_at: entered
    attributes: {bill: bill, no: no}
"""
HEADER = "id,instead,what,bill,no,when,entered\n"


def log_of(folder: Path, type_: str, *files: str) -> ReadLog:
    """Return the log of some files named a.csv, b.csv …."""
    paths = [written(folder / f"{name}.csv", HEADER + rows) for name, rows in zip("abc", files, strict=False)]
    charter = charter_of(folder, CHARTER.replace("TYPE", type_))
    return read_log(mapping_of(folder, MAPPING), paths, charter=charter)


def ids(log: ReadLog) -> list[str]:
    return sorted(event.id for event in log.log.events)


TWICE = (
    "1,,issued,A,N7,2024-07-01,2024-07-03\n2,,issued,B,N7,2024-07-02,2024-07-02\n3,,issued,C,N8,2024-07-02,2024-07-02\n"
)


def test_the_value_recorded_first_counts_and_the_later_one_is_set_aside_with_reason_and_row(tmp_path: Path) -> None:
    log = log_of(tmp_path, "text unique", TWICE)
    assert ids(log) == ["2", "3"]
    (reject,) = log.rejects
    assert (reject.file, reject.row, reject.problem.code, reject.column, reject.value) == (
        "a.csv",
        2,
        "L126",
        "no",
        "N7",
    )
    assert reject.problem.message("en") == (
        "The attribute no may hold `N7` once; an event recorded before it has it (a.csv:3)."
    )
    account(log)


def test_without_unique_a_value_may_stand_as_often_as_it_likes(tmp_path: Path) -> None:
    assert ids(log_of(tmp_path, "text", TWICE)) == ["1", "2", "3"]


@pytest.mark.parametrize("type_", ["text unique", "text unique in [issued, voided]"])
def test_other_events_share_the_values_only_where_they_are_named(type_: str, tmp_path: Path) -> None:
    rows = "1,,issued,A,N7,2024-07-01,2024-07-01\n2,,voided,B,N7,2024-07-02,2024-07-02\n"
    log = log_of(tmp_path, type_, rows)
    assert rejects_of(log) == ([] if type_ == "text unique" else [(3, "L126")])
    account(log)


def test_the_order_of_files_decides_nothing(tmp_path: Path) -> None:
    first, second = "1,,issued,A,N7,2024-07-01,2024-07-05\n", "2,,issued,B,N7,2024-07-03,2024-07-04\n"
    assert ids(log_of(tmp_path / "x", "text unique", first, second)) == ["2"]
    assert ids(log_of(tmp_path / "y", "text unique", second, first)) == ["2"]


def test_events_without_a_value_take_none_from_each_other(tmp_path: Path) -> None:
    rows = "1,,issued,A,,2024-07-01,2024-07-01\n2,,issued,B,,2024-07-02,2024-07-02\n"
    assert ids(log_of(tmp_path, "text optional unique", rows)) == ["1", "2"]


def test_a_correction_may_repeat_the_value_of_what_it_replaces(tmp_path: Path) -> None:
    rows = "1,,issued,A,N7,2024-07-01,2024-07-01\n2,1,issued,A,N7,2024-07-01,2024-07-02\n"
    log = log_of(tmp_path, "text unique", rows)
    assert (ids(log), log.rejects) == (["1", "2"], ())


def test_a_retracted_event_and_one_corrected_to_another_value_leave_theirs_free(tmp_path: Path) -> None:
    rows = (
        "1,,issued,A,N7,2024-07-01,2024-07-01\n2,1,retracted,A,,2024-07-02,2024-07-02\n"
        "3,,issued,B,N7,2024-07-03,2024-07-03\n4,3,issued,B,N8,2024-07-03,2024-07-04\n"
        "5,,issued,C,N7,2024-07-05,2024-07-05\n"
    )
    log = log_of(tmp_path, "text unique", rows)
    assert (ids(log), log.rejects) == (["1", "2", "3", "4", "5"], ())


def test_what_a_correction_that_is_set_aside_would_have_replaced_is_held_to_the_values_again(tmp_path: Path) -> None:
    """4 would move B to N7, which A holds, and is set aside; B then holds N8 again, so that C may not have it."""
    rows = (
        "1,,issued,A,N7,2024-07-01,2024-07-01\n3,,issued,B,N8,2024-07-03,2024-07-03\n"
        "4,3,issued,B,N7,2024-07-03,2024-07-04\n5,,issued,C,N8,2024-07-05,2024-07-05\n"
    )
    log = log_of(tmp_path, "text unique", rows)
    assert (ids(log), rejects_of(log)) == (["1", "3"], [(4, "L126"), (5, "L126")])
    account(log)
