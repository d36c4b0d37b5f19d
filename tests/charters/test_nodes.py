"""A place within a word of YAML is found again in the file, through quotes, escapes and folded lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.charters.parsing.nodes import Mapping, Scalar, SourceFile
from jiannuo.core.charters.parsing.yaml_reading import read_yaml
from jiannuo.core.values.problems import Problem


def scalar_of(text: str) -> Scalar:
    """Return the word behind the key `k` of a file."""
    problems: list[Problem] = []
    root = read_yaml(SourceFile.of("a.yaml", text), problems=problems)
    assert isinstance(root, Mapping) and not problems
    value = root.entries[0].value
    assert isinstance(value, Scalar)
    return value


WAYS = [
    ("plain", "k: one two bad\n", (1, 12)),
    ("plain, after a comment and Chinese", "# 注释\nk: 一 二 bad\n", (2, 8)),
    ("plain over two lines", "k: one\n   two bad\n", (2, 8)),
    ("in single quotes", "k: 'it''s bad'\n", (1, 11)),
    ("in double quotes", 'k: "a\\"b bad"\n', (1, 10)),
    ("with an escape of four digits", 'k: "\\u4e00 bad"\n', (1, 12)),
    ("with an escape of two digits", 'k: "\\x41 bad"\n', (1, 10)),
    ("in double quotes over two lines", 'k: "one\n  bad"\n', (2, 3)),
    ("as a literal block", "k: |\n  one\n  two bad\n", (3, 7)),
    ("as a folded block", "k: >-\n  one\n  two\n\n  bad\n", (5, 3)),
    ("in a flow mapping", "{k: one bad, l: x}\n", (1, 9)),
    ("with Windows line ends", "j: 1\r\nk: one bad\r\n".replace("j: 1\r\n", "# c\r\n"), (2, 8)),
]


@pytest.mark.parametrize(("text", "where"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
def test_a_part_of_a_word_is_found_where_it_was_written(text: str, where: tuple[int, int]) -> None:
    scalar = scalar_of(text)
    place = scalar.place((scalar.text.index("bad"), 3))
    assert (place.line, place.column, place.width) == (*where, 3)
    assert place.source_line is not None and place.source_line[where[1] - 1 :].startswith("bad")


@given(
    words=st.lists(st.text(alphabet="abc一二'\"\\:#é", min_size=1, max_size=5), min_size=1, max_size=6), data=st.data()
)
def test_every_part_of_a_quoted_word_is_found(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    quoted = {"'": "'" + text.replace("'", "''") + "'", '"': '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'}
    for style, written in quoted.items():
        scalar = scalar_of(f"k: {written}\n")
        assert scalar.text == text
        offset = data.draw(st.integers(0, len(text) - 1).filter(lambda i: not text[i].isspace()))
        place = scalar.place((offset, 1))
        before = text[:offset]
        doubled = before.count("'") if style == "'" else before.count('"') + before.count("\\")
        assert place.column == len("k: ") + 1 + offset + doubled + 1


TYPES = [
    ("yes", "yes"), ("on", "on"), ("NO", "NO"), ("1:30", "1:30"), ("012", "012"), ("0x1F", "0x1F"), ("1_000", "1_000"),
    ("2026-05-08", "2026-05-08"), ("=", "="), ("6.10", "6.10"), ("'~'", "~"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "text"), TYPES)
def test_a_plain_word_keeps_the_text_that_was_written(written: str, text: str) -> None:
    scalar = scalar_of(f"k: {written}\n")
    assert (scalar.text, scalar.is_null) == (text, False)


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_only_what_the_core_rules_call_null(written: str) -> None:
    assert scalar_of(f"k: {written}\n").is_null
