"""All mistakes of a folder come in one run, each with its place, its cure and both languages."""

import re
from pathlib import Path

import pytest

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.core.values.texts import Language
from jiannuo.interfaces.cli.printing import describe_problem

MISTAKES = Path(__file__).parent / "mistakes"
EXPECTED = [
    ("charter.yaml", 4, 10, "C216", "{"),
    ("charter.yaml", 9, 44, "V025", '"11:00-18:00"'),
    ("charter.yaml", 14, 39, "C201", "attribtes"),
    ("promises.yml", 4, 47, "E305", "'phon'"),
    ("promises.yml", 5, 13, "E306", "complaint_anwsered"),
    ("promises.yml", 6, 13, "V002", "3 days"),
    ("promises.yml", 10, 26, "E106", " "),
    ("promises.yml", 14, 5, "C403", "expect"),
    ("promises.yml", 19, 13, "C404", "8 h"),
    ("promises.yml", 21, 1, "C701", "consequences"),
]


@pytest.fixture(scope="module")
def problems() -> tuple[Problem, ...]:
    with pytest.raises(Refusal) as refusal:
        read_charter(MISTAKES)
    return refusal.value.problems


def test_the_ten_mistakes_are_all_found_in_one_run(problems: tuple[Problem, ...]) -> None:
    found = []
    for problem in problems:
        place = problem.place
        assert place is not None and place.source_line is not None and place.column is not None
        words = place.source_line[place.column - 1 :][: place.width]
        found.append((Path(place.file).name, place.line, place.column, problem.code, words))
    assert found == EXPECTED


def test_every_numbered_line_of_the_files_is_found(problems: tuple[Problem, ...]) -> None:
    lines = [
        (file.name, number, int(mark[1]))
        for file in sorted(MISTAKES.glob("*.y*ml"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if (mark := re.search(r"# (\d+) ", line))
    ]
    assert [number for _, _, number in lines] == list(range(1, 11))
    found = {(Path(problem.place.file).name, problem.place.line) for problem in problems if problem.place}
    moved = {("promises.yml", 20): ("promises.yml", 19)}  # the limit is marked, not the calendar below it
    assert {moved.get((file, line), (file, line)) for file, line, _ in lines} == found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_problems_read_as_the_kept_text(problems: tuple[Problem, ...], language: Language) -> None:
    said = "\n".join(describe_problem(problem, language=language) for problem in problems)
    said = said.replace(f"{MISTAKES}/", "")
    assert said == (MISTAKES / f"problems.{language}.txt").read_text("utf-8")
