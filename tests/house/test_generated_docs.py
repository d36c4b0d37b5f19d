"""Generated pages say what the sources say now."""

from pathlib import Path

import pytest

from tools.docs import GENERATED, write_pages


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_page_is_what_make_docs_writes(name: str, repository: Path) -> None:
    assert (repository / name).read_text(encoding="utf-8") == GENERATED[name](), f"run `make docs` to rewrite {name}"


def test_only_pages_that_differ_are_written(tmp_path: Path) -> None:
    pages = {"a.md": lambda: "A\n", "b/c.md": lambda: "C\n"}
    assert write_pages(pages, tmp_path) == [tmp_path / "a.md", tmp_path / "b/c.md"]
    assert (tmp_path / "b/c.md").read_text() == "C\n"
    (tmp_path / "a.md").write_text("old\n")
    assert write_pages(pages, tmp_path) == [tmp_path / "a.md"]
