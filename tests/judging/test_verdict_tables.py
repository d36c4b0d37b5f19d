"""The pages of docs/calculations/verdicts say of every cell what its folder says, and leave no question open."""

import os
import re
from pathlib import Path

import pytest

from tests.judging.golden import all_cells
from tests.judging.test_cells import REWRITE
from tests.judging.verdict_tables import FOLDER, QUESTIONS, VERBS, cells_of, links_of, page, rewritten_page, rows_of


@pytest.mark.parametrize("verb", VERBS)
def test_each_question_has_a_cell_or_says_why_there_can_be_none(verb: str) -> None:
    rows = rows_of(page(verb).read_text("utf-8"))
    answered = {row.question for row in rows if row.cell is not None or row.reason}
    assert set(QUESTIONS) <= answered


@pytest.mark.parametrize("verb", VERBS)
def test_each_row_names_an_existing_folder_or_a_reason(verb: str) -> None:
    for row in rows_of(page(verb).read_text("utf-8")):
        if row.cell is None:
            assert row.reason is not None, row
            assert len(row.reason) > 20, row
        else:
            assert (row.cell.folder / "findings.yaml").is_file(), row


@pytest.mark.parametrize("verb", VERBS)
def test_each_cell_of_a_verb_stands_in_its_page(verb: str) -> None:
    rows = rows_of(page(verb).read_text("utf-8"))
    named = {row.cell.folder for row in rows if row.cell is not None}
    assert named == cells_of(verb)


@pytest.mark.parametrize("verb", VERBS)
def test_sentence_and_sum_of_a_page_are_those_of_the_folder(verb: str) -> None:
    text = page(verb).read_text("utf-8")
    if os.environ.get(REWRITE):
        page(verb).write_text(rewritten_page(text), "utf-8")
        return
    assert text == rewritten_page(text)


@pytest.mark.parametrize("rule", [f"4.{n}" for n in range(1, 13)] + [f"5.{n}" for n in range(1, 20)])
def test_each_rule_and_edge_case_of_the_language_has_cells_or_a_reason(rule: str) -> None:
    text = (FOLDER / "index.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith(f"| {rule} ")]
    assert len(lines) == 1
    assert links_of(lines[0]) or "Elsewhere: " in lines[0]


def test_the_index_links_only_to_cells_that_exist() -> None:
    linked = set(links_of((FOLDER / "index.md").read_text("utf-8")))
    assert linked <= {cell.folder.resolve() for cell in all_cells()}


def test_the_tests_that_the_index_names_exist() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", (FOLDER / "index.md").read_text("utf-8"))
    assert named
    assert [path for path in named if not (FOLDER.parents[2] / path).exists()] == []


def test_a_row_without_a_cell_or_a_reason_is_seen() -> None:
    (row,) = rows_of("| reopening | There is none. | – | – |")
    assert row.cell is None
    assert row.reason is None


def test_a_changed_sum_is_seen() -> None:
    text = page("expect").read_text("utf-8")
    assert rewritten_page(text.replace("09:00 + 1 h", "09:00 + 2 h", 1)) != text.replace(
        "09:00 + 1 h", "09:00 + 2 h", 1
    )


def test_each_folder_of_cells_has_its_five_files() -> None:
    for cell in all_cells():
        assert sorted(path.name for path in Path(cell.folder).iterdir()) == [
            "case.yaml", "charter.yaml", "events.yaml", "findings.yaml", "sum.md",
        ]  # fmt: skip
