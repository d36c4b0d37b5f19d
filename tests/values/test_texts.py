"""Texts in both languages."""

from pathlib import Path

import pytest

from jiannuo.core.values.texts import Text, listed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), Text(zh="", en="")),
        (("a",), Text(zh="a", en="a")),
        (("a", Path("b/c"), 3), Text(zh="a、b/c、3", en="a, b/c, 3")),
    ],
)
def test_words_in_a_row_are_set_apart_as_each_language_does(words: tuple[object, ...], told: Text) -> None:
    assert listed(words) == told
