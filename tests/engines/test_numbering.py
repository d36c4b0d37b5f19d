"""Numbers without gap: what `log check` says is missing."""

from pathlib import Path

from jiannuo.core.engines.events.log_checking import check_log
from jiannuo.core.values.problems import Problem
from tests.engines.written_logs import charter_of, mapping_of, written

CHARTER = """\
charter: {id: desk, title: {zh: 服务台, en: Desk}, zone: UTC, edition: "1", effective: 2000-01-01}
subjects: {bill: {id: bill}}
events:
  issued: {of: bill, label: {zh: 已开票, en: bill issued}, attributes: {bill: text, no: "TYPE"}}
  voided: {of: bill, attributes: {bill: text, no: "PLAIN optional"}}
promises:
  named: {of: bill, at: [issued, voided], require: bill is not null}
"""
MAPPING = """\
mapping: {id: desk, zone: UTC}
events:
  - {event: {column: what}, at: when, attributes: {bill: bill, no: no}}
"""


def warnings(folder: Path, type_: str, numbers: list[str]) -> list[Problem]:
    """Return the warnings about bills of these numbers; `x` before a number says that a void is recorded for it."""
    rows = [
        f"{'voided' if number.startswith('x') else 'issued'},B{i},{number.removeprefix('x')},2024-07-01"
        for i, number in enumerate(numbers)
    ]
    file = written(folder / "log.csv", "\n".join(["what,bill,no,when", *rows, "voided,Z,,2024-07-01", ""]))
    charter = charter_of(folder, CHARTER.replace("TYPE", type_).replace("PLAIN", type_.split()[0]))
    return list(check_log(mapping_of(folder, MAPPING), [file], charter=charter).warnings)


def missing(folder: Path, type_: str, numbers: list[str]) -> tuple[str, str] | None:
    """Return how many numbers are missing, and which, of the one series there is."""
    found = warnings(folder, type_, numbers)
    assert [problem.code for problem in found] in ([], ["L222"])
    return (str(found[0].values["count"]), found[0].values["missing"].en) if found else None


def test_a_series_without_gap_is_not_warned_of_in_whatever_order(tmp_path: Path) -> None:
    assert missing(tmp_path, "integer series", ["3", "1", "2", "4"]) is None


def test_missing_numbers_are_named_as_runs(tmp_path: Path) -> None:
    assert missing(tmp_path, "integer series", ["1", "3", "7", "8"]) == ("4", "2, 4–6")


def test_the_warning_says_what_is_numbered_and_between_which_ends(tmp_path: Path) -> None:
    (warning,) = warnings(tmp_path, "integer series", ["11", "14"])
    assert warning.message("zh") == ("业务记录 已开票（issued） 的编号 no 应当连续，从 11 到 14 缺 2 个：12–13。")
    assert not warning.is_error


def test_a_number_may_stand_twice_and_the_gap_is_the_same(tmp_path: Path) -> None:
    assert missing(tmp_path, "integer series", ["1", "1", "3"]) == ("1", "2")


def test_a_recorded_void_closes_the_gap_where_it_is_named(tmp_path: Path) -> None:
    assert missing(tmp_path, "integer series", ["1", "x2", "3"]) == ("1", "2")
    assert missing(tmp_path, "integer series unique in [issued, voided]", ["1", "x2", "3"]) is None


def test_texts_are_numbered_by_their_digits_each_beginning_for_itself(tmp_path: Path) -> None:
    found = warnings(tmp_path, "text series", ["23-098", "23-100", "24-001", "24-003", "draft"])
    assert [problem.values["missing"].en for problem in found] == ["23-099", "24-002"]


def test_digits_that_are_filled_up_run_on_to_those_that_need_none(tmp_path: Path) -> None:
    assert missing(tmp_path, "text series", ["A8", "A10"]) == ("1", "A9")
    assert missing(tmp_path, "text series", ["A08", "A09", "A10", "A12"]) == ("1", "A11")


def test_many_gaps_are_counted_and_the_first_ten_named(tmp_path: Path) -> None:
    numbers = [str(n) for n in range(0, 40, 2)]  # 0, 2, … 38: 19 odd ones are missing
    assert missing(tmp_path, "integer series", numbers) == ("19", "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, …")


def test_a_gap_of_any_size_is_told_at_once(tmp_path: Path) -> None:
    assert missing(tmp_path, "integer series", ["1", "1000000000000"]) == ("999,999,999,998", "2–999999999999")
