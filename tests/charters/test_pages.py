"""The reference of charters covers every form, and its examples are charters."""

import re
from pathlib import Path

import pytest

from jiannuo.core.charters.forms.forms import FOLDER
from jiannuo.core.charters.forms.keys import Inner
from tests.charters.folders import charter_of
from tools.charter_pages import forms_below, marked_tables


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs/reference/charter.md").read_text("utf-8")


def test_every_form_has_its_table_once(page: str) -> None:
    forms = {form.id for form in forms_below(Inner(FOLDER))}
    tables = marked_tables(page)
    assert sorted(tables) == sorted(forms | {"all promises"})


def test_every_key_stands_in_the_page(page: str) -> None:
    keys = {key.name for form in forms_below(Inner(FOLDER)) for key in form.keys}
    assert {key for key in keys if f"| `{key}` |" not in page} == set()


def test_the_examples_of_the_page_are_a_charter_without_a_warning(page: str, tmp_path: Path) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert len(examples) == 4
    charter = charter_of(tmp_path, *examples)
    assert charter.warnings == ()
    assert list(charter.promises) == ["answered", "in-time-mostly", "not-more-and-more", "most-are-replied"]
    assert len(charter.indicators) == 15
