"""What the page of bad input shows is what bad input does: no traceback, a cure, and nothing half-written."""

import re
from pathlib import Path

import pytest

from tools.walkthrough import walk

PAGE = "docs/bad-input.md"
CODES = {
    "A truncated gzip file": {"L002"},
    "A wrong encoding": {"L004"},
    "A missing column": {"L005"},
    "Times without a zone": {"L011"},
    "An unknown event": {"L101", "L110", "L112", "L115", "L201"},
    "Lines that are no JSON": {"L105", "L106"},
    "An XES log that carries a document type": {"L017"},
    "A charter with ten mistakes": {"C216", "V014", "C213", "V025", "E305", "V002", "E306", "C403", "C404", "C701"},
    "An output folder without space": {"L301"},
    "An output folder that holds something else": {"L302"},
    "An interrupted run": {"T023"},
}
"""The codes that each case must be told by, as the sources say what each code stands for."""


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / PAGE).read_text(encoding="utf-8")


def cases(page: str) -> dict[str, str]:
    """Return the sections of the page by their headings."""
    _, *sections = re.split(r"^## ", page, flags=re.MULTILINE)
    return dict(section.split("\n", 1) for section in sections)


def test_bad_input_prints_what_the_page_shows(page: str) -> None:
    assert walk(page, language="en") == page, "run `make docs` and read the page again"


def test_every_case_is_told_by_its_codes_in_both_languages(page: str) -> None:
    told = {
        case: {
            language: set(re.findall(r"\b[A-Z]\d{3}\b", "".join(parts))) for language, parts in said(section).items()
        }
        for case, section in cases(page).items()
    }
    assert told == {case: {"en": codes, "zh": codes} for case, codes in CODES.items()}


def said(section: str) -> dict[str, list[str]]:
    """Return what was printed after the commands in each language."""
    parts: dict[str, list[str]] = {"en": [], "zh": []}
    for command, printed in re.findall(
        r"^\$ (jiannuo (?:.*\\\n)*.*|\(ulimit.*)\n((?:(?!\$ |```).*\n)*)", section, re.MULTILINE
    ):
        parts["zh" if "--lang zh" in command else "en"].append(printed)
    return parts


def test_no_traceback_and_no_half_written_result_are_shown(page: str) -> None:
    assert "Traceback" not in page
    folders = re.findall(r"^\$ ls -d \*/\n((?:(?!\$ |```).*\n)*)", page, re.MULTILINE)
    assert folders == ["charter/\nexamples/\nmistakes/\n", "charter/\nexamples/\nkept/\nmistakes/\n"]


def test_ten_mistakes_are_ten_errors(page: str) -> None:
    section = cases(page)["A charter with ten mistakes"]
    assert (
        len(re.findall(r"^error ", section, re.MULTILINE))
        == len(re.findall(r"^错误 \w+  ", section, re.MULTILINE))
        == 10
    )
    assert "10 errors, 0 warnings." in section
