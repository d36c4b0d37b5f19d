"""Whoever follows the tutorial sees what it shows, in both languages."""

import re
from pathlib import Path

import pytest

from tools.walkthrough import PAGES, walk

TUTORIALS = ("docs/tutorial.md", "docs/tutorial.zh-CN.md")
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str, str]]:
    """Return kind, file and content of each block; of a console only what is typed."""
    return [
        (kind, about, re.sub(r"^(?!\$ ).*\n", "", body, flags=re.MULTILINE) if kind == "console" else body)
        for kind, about, body in BLOCK.findall(page)
    ]


@pytest.fixture(params=TUTORIALS)
def tutorial(request: pytest.FixtureRequest, repository: Path) -> str:
    return (repository / request.param).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TUTORIALS)
def test_every_command_prints_what_the_tutorial_shows(name: str, repository: Path) -> None:
    page = (repository / name).read_text(encoding="utf-8")
    assert walk(page, language=PAGES[name]) == page, "run `make docs` and read the page again"


def test_both_languages_write_the_same_files_and_run_the_same_commands(repository: Path) -> None:
    english, chinese = (blocks((repository / name).read_text(encoding="utf-8")) for name in TUTORIALS)
    assert english == chinese
    assert [kind for kind, _, _ in english] == [
        *("yaml", "console", "diff", "console", "diff", "console"),
        *("csv", "yaml", "console", "console", "console", "console"),
    ]


def test_the_figures_are_those_counted_by_hand(tutorial: str) -> None:
    """R1 and R3 were answered in time, R2 late, R4 never; R1, R2 and R3 were repaired in time; the rest is not due."""
    assert "71.4%" in tutorial and "5/7" in tutorial
    assert "50.0%" in tutorial and "2/4" in tutorial
    counts = [row.split() for row in re.findall(r"((?: +\d+){5}) +[\d.]+%", tutorial)]
    assert counts == [["2", "2", "0", "0", "1"], ["3", "0", "0", "0", "2"]]


def test_the_explained_finding_is_due_two_working_hours_after_the_holidays(tutorial: str) -> None:
    explained = tutorial[tutorial.index("$ jiannuo explain") :]
    due = next(line for line in explained.splitlines() if line.startswith(("Due:", "截止：")))
    assert due.endswith("= 2024-05-06 11:00:00+08:00")
    assert explained.count("2024-05-0") > 5
    assert ("30 minutes late" in explained) != ("超时 30 分钟" in explained)


def test_the_two_mistakes_are_told_with_place_and_cure_and_exit_code_1(tutorial: str) -> None:
    assert "E306  charter/charter.yaml:40:13" in tutorial
    assert "V002  charter/charter.yaml:41:13" in tutorial
    assert "$ echo $?\n1\n" in tutorial
