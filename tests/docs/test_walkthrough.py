"""Pages that are walked through: their files are written, their lines exchanged, their commands run."""

import re
from pathlib import Path

import pytest

from tools.walkthrough import PAGES, commands_in, walk


def test_a_file_is_written_and_what_a_command_prints_takes_the_place_of_what_was_shown() -> None:
    page = "```csv a/b.csv\nx,y\n```\ntext\n```console\n$ cat a/b.csv\nold\n$ false\n$ echo $?\n```\n"
    assert walk(page, language="en") == page.replace("old", "x,y").replace("$ echo $?\n", "$ echo $?\n1\n")


def test_lines_of_a_file_are_exchanged() -> None:
    page = "```csv f\none\ntwo\n```\n```diff f\n-two\n+three\n```\n```console\n$ cat f\n```\n"
    assert walk(page, language="en").endswith("$ cat f\none\nthree\n```\n")


@pytest.mark.parametrize("line", ["absent", "twice"])
def test_a_line_that_does_not_stand_there_just_once_is_no_step(line: str) -> None:
    page = f"```csv f\ntwice\ntwice\n```\n```diff f\n-{line}\n+new\n```\n"
    with pytest.raises(ValueError, match=line):
        walk(page, language="en")


def test_a_block_without_a_file_is_left_alone() -> None:
    page = "```yaml\na: 1\n```\n```console\n$ ls\n```\n"
    assert walk(page, language="en") == page.replace("$ ls\n", "$ ls\nexamples\n")


def test_a_command_goes_on_after_a_backslash() -> None:
    assert list(commands_in("$ one \\\n  two\nprinted\n$ three\n")) == ["one \\\n  two", "three"]


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_is_told_the_name_of_every_file_before_it(name: str, repository: Path) -> None:
    """The name behind the fence is not seen on a rendered page."""
    page = (repository / name).read_text(encoding="utf-8")
    blocks = re.finditer(r"(?:\A|\n\n)([^`\n](?:.+\n)+|`(?!``).*\n)?\n```(?:yaml|csv|diff) (\S+)\n", page)
    found = [(block[2], block[1] or "") for block in blocks]
    assert len(found) == len(re.findall(r"^```(?:yaml|csv|diff) \S+$", page, re.MULTILINE))
    assert [file for file, before in found if f"`{file}`" not in before] == []
