"""One word for one thing: texts that say a word of the glossary in English say its Chinese word too."""

import re
from pathlib import Path

import pytest

from tools.catalogue import WrittenText, written_texts

ORDINARY_WORDS = {
    "case": "also a row's subject in a log and a key of the language",
    "closed": "also of files and intervals",
    "completed": "also of commands",
    "confirmed": "also of figures",
    "extension": "also of a file's name",
    "fault": "held only in network operation",
    "lead": "a verb",
    "opened": "also of files",
    "recovery": "also of processes",
    "return": "a verb",
    "running": "also of commands",
    "start": "a verb, and of any span",
    "unit": "also of lengths and amounts",
}
ALSO = {"correction": ("更正",), "due": ("截止",), "kept": ("兑现",)}
"""Other forms of a word: 订正 corrects a figure and 更正 a record; within a sentence 截止 and 兑现 stand as verbs."""
AS_WRITTEN = re.compile(r"\{[^}]*\}|`[^`]*`|[\w-]*[._/][\w./]*\w")
"""Placeholders, code and names of files say nothing in English."""
OTHER_SENSES: set[tuple[str, str]] = {("report issue", "a report issues it")}
"""Reviewed exceptions: the English word and the whole English text in which it means something else."""


def pairs_of(page: str) -> dict[str, tuple[str, ...]]:
    """Return for each English term of the table the Chinese words of which one must stand beside it."""
    pairs: dict[str, tuple[str, ...]] = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 2 and cells[1] not in ("English", "---"):
            chinese, english = ([part.strip() for part in cell.split(" / ")] for cell in cells)
            for position, terms in enumerate(english):
                wanted = (chinese[position],) if len(chinese) == len(english) else tuple(chinese)
                pairs |= {term.partition(" (")[0]: wanted for term in terms.split(", ")}
    return pairs


def words_missing(text: WrittenText, pairs: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the terms that a text says in English and not in Chinese; longer terms hide those within them.

    A term that is also a word of the language, such as `due`, may stand in Chinese as it is written.
    """
    rest, missing = AS_WRITTEN.sub(" ", text.en), []
    for term in sorted(pairs, key=len, reverse=True):
        rest, times = re.subn(rf"(?<![\w-]){re.escape(term)}s?(?![\w-])", " ", rest, flags=re.IGNORECASE)
        is_held = term not in ORDINARY_WORDS and (term, text.en) not in OTHER_SENSES
        if times and is_held and not any(word in text.zh for word in (*pairs[term], *ALSO.get(term, ()), term)):
            missing.append(term)
    return missing


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs/reference/glossary.md").read_text(encoding="utf-8")


def test_a_text_that_says_a_term_in_english_says_its_chinese_word(page: str) -> None:
    pairs = pairs_of(page)
    wrong = sorted(
        f"{text.place}: {term} → {' / '.join(pairs[term])}: {text.zh} | {text.en}"
        for text in written_texts()
        for term in words_missing(text, pairs)
    )
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_terms_are_read_from_the_table_in_their_pairs(page: str) -> None:
    pairs = pairs_of(page)
    assert pairs["charter"] == ("制度",)
    assert pairs["overdue"] == ("超时",)
    assert pairs["opened"] == pairs["start"] == ("起算时间",)
    assert pairs["fault"] == ("障碍",)
    assert len(pairs) == 73


def test_a_missing_word_is_found_and_a_longer_term_hides_the_shorter_one() -> None:
    pairs = {"event": ("业务记录",), "superseding event": ("更正记录",)}
    assert words_missing(WrittenText("a:1", "没有事件", "No events."), pairs) == ["event"]
    assert words_missing(WrittenText("a:1", "没有更正记录", "No superseding event."), pairs) == []
    assert words_missing(WrittenText("a:1", "不可", "Not `event`, eventual or {event}."), pairs) == []


def test_reviewed_exceptions_are_all_needed(page: str) -> None:
    said = {text.en for text in written_texts()}
    assert {text for _, text in OTHER_SENSES} - said == set()
    assert set(ORDINARY_WORDS) - set(pairs_of(page)) == set()
