"""A change is held to the forms like a line of a file, and what comes of it is what the changed file says."""

from pathlib import Path

import pytest

from jiannuo.core.charters.changing import Change, read_change
from jiannuo.core.charters.charter import Charter, Expect
from jiannuo.core.charters.explaining.diffing import diff_charters
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.expressions.syntax import Literal
from jiannuo.core.values.durations import MINUTE, Duration, Unit
from jiannuo.core.values.problems import Problem, Refusal

CHARTER = """\
charter: {id: desk, title: {zh: 服务台制度, en: Service desk}, zone: Asia/Shanghai, edition: "1", effective: 2020-01-01}
calendars: {office: {week: {mon-fri: ["09:00-18:00"]}}}
parameters:
  solve_within: {type: duration, default: 8 h, ours: true}
  most: {type: integer 1..9, default: 3, ours: true}
subjects:
  ticket: {id: ticket_id, begins: opened}
events:
  opened: {of: ticket, attributes: {ticket_id: text, moves: integer}}
  answered: {of: ticket, attributes: {ticket_id: text}}
promises:
  answer: {of: ticket, expect: answered, after: opened, within: 1 h}
  answer.again: {of: ticket, expect: answered, after: opened, within: 2 h}
  solve: {of: ticket, expect: answered, after: opened, within: param.solve_within}
  few: {of: ticket, at: opened, require: moves <= param.most}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "desk", CHARTER)


def written(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "charter.yaml").write_text(text, encoding="utf-8")
    return folder


def changed(folder: Path, *texts: str, parameters: Path | None = None) -> Charter:
    return read_charter(folder, parameters=parameters, changes=[read_change(text) for text in texts])


def refused(folder: Path, *texts: str) -> tuple[Problem, ...]:
    before = (folder / "charter.yaml").read_bytes()
    with pytest.raises(Refusal) as caught:
        changed(folder, *texts)
    assert (folder / "charter.yaml").read_bytes() == before
    return tuple(problem for problem in caught.value.problems if problem.is_error)


def within(charter: Charter, promise: str) -> object:
    demand = charter.promises[promise].demand
    assert isinstance(demand, Expect)
    assert isinstance(demand.within, Literal)
    return demand.within.value


@pytest.mark.parametrize("written_value", ["45min", "45 min", "PT45M", " 45 min "])
def test_a_limit_is_read_as_in_a_file_with_and_without_a_blank(folder: Path, written_value: str) -> None:
    charter = changed(folder, f"answer.within={written_value}")
    assert within(charter, "answer") == Duration(45 * MINUTE, Unit.ELAPSED)
    assert within(charter, "answer.again") == Duration(120 * MINUTE, Unit.ELAPSED)


def test_an_id_with_a_dot_is_told_from_the_shorter_one(folder: Path) -> None:
    charter = changed(folder, "answer.again.within=45 min")
    assert within(charter, "answer.again") == Duration(45 * MINUTE, Unit.ELAPSED)
    assert within(charter, "answer") == Duration(60 * MINUTE, Unit.ELAPSED)


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ("answer.within=45 min", "after: opened, within: 1 h}", "after: opened, within: 45 min}"),
        ("param.solve_within=90 min", "default: 8 h", "default: 90 min"),
        ("solve_within=90 min", "default: 8 h", "default: 90 min"),
        ("few.require=moves < 2 and moves <> 0", "moves <= param.most", "moves < 2 and moves <> 0"),
        ("answer.excused by=[opened]", "after: opened, within: 1 h}", "after: opened, within: 1 h, excused by: [opened]}"),
        ("answer.open=first", "after: opened, within: 1 h}", "after: opened, within: 1 h, open: first}"),
    ],
)  # fmt: skip
def test_the_charter_is_the_one_that_the_changed_file_says(
    folder: Path, tmp_path: Path, change: str, old: str, new: str
) -> None:
    assert CHARTER.count(old) == 1
    edited = read_charter(written(tmp_path / "edited", CHARTER.replace(old, new)))
    charter = changed(folder, change)
    assert diff_charters(charter, edited) == ()
    assert diff_charters(read_charter(folder), charter) != ()


def test_without_a_change_the_charter_is_the_same(folder: Path) -> None:
    assert changed(folder) == read_charter(folder)


def test_a_change_goes_over_the_parameters_of_the_organization(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "parameters.yaml"
    own.write_text("solve_within: 6 h\nmost: 5\n", encoding="utf-8")
    charter = changed(folder, "param.solve_within=4 h", parameters=own)
    assert charter.parameters["solve_within"].value == Duration(240 * MINUTE, Unit.ELAPSED)
    assert charter.parameters["most"].value == 5


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ("answer.within=soon", "E301", "soon"),
        ("answer.within=3 days", "V002", "3 days"),
        ("answer.within=null", "C204", "within"),
        ("answer.within=[1 h, 2 h]", "C205", ""),
        ("answer.witin=45 min", "C201", "Did you mean within?"),
        ("answer.never=opened", "C207", "never"),
        ("answr.within=45 min", "C242", "Did you mean answer?"),
        ("param.solve_witin=1 h", "C301", "Did you mean solve_within?"),
        ("most=10", "C211", "10"),
        ("param.most=some", "C", "some"),
        ("answer=45 min", "C243", "answer.within"),
        ("answer.expect=[opend]", "E306", "Did you mean opened?"),
        ("answer.expect=[opened", "C1", ""),
        ("few.require=__import__('os').getcwd() = 'x'", "E", ""),
        ("answer.calendar=office", "C4", ""),
    ],
)
def test_what_does_not_fit_is_refused_with_the_sentence_of_the_checker(
    folder: Path, change: str, code: str, said: str
) -> None:
    problems = refused(folder, change)
    first = problems[0]
    assert first.code.startswith(code), [problem.code for problem in problems]
    assert said in first.message("en") + first.cure("en")
    assert first.place is not None
    assert first.place.file.startswith("--set") or code == "C4"


def test_the_place_of_a_problem_is_within_what_was_asked_for(folder: Path) -> None:
    (problem,) = refused(folder, "few.require=moves <= param.mst")
    place = problem.place
    assert place is not None
    assert (place.file, place.source_line, place.column) == ("--set few.require", "moves <= param.mst", 10)


def test_all_that_is_wrong_is_told_at_once(folder: Path) -> None:
    codes = [problem.code for problem in refused(folder, "answer.witin=1 h", "nobody.within=1 h", "most=10")]
    assert sorted(codes) == ["C201", "C211", "C242"]


def test_what_is_changed_twice_is_refused(folder: Path) -> None:
    assert [problem.code for problem in refused(folder, "most=4", "most=5")] == ["C244"]


@pytest.mark.parametrize(
    "text", ["", "answer.within", "=1 h", "answer.within=", "answer.within=1\n h", "answer\u202e.within=1 h"]
)
def test_what_is_no_change_at_all_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_change(text)
    assert [problem.code for problem in caught.value.problems] == ["C241"]


def test_a_value_may_hold_the_sign_that_ends_the_target() -> None:
    assert read_change("few.require = moves = 2") == Change("few.require", "moves = 2")
