"""Whatever text comes, a condition is read or refused; nothing else happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.expressions.evaluating import evaluate
from jiannuo.core.expressions.functions import FUNCTIONS
from jiannuo.core.expressions.reading import read_condition, read_selector, read_who
from jiannuo.core.expressions.scanning import KEYWORDS
from jiannuo.core.expressions.types import read_type
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.values.problems import Refusal

HOSTILE = [
    "__class__",
    "a.__class__",
    "a.b.__subclasses__()",
    "''.join(a)",
    "().__class__",
    "__import__('os')",
    "a.b.c()",
    "exec('1')",
    "read_csv('/etc/passwd')",
    "getenv('HOME')",
    "(select 1)",
    "a; drop table b",
    "a -- b",
    "a /* b */",
    "a // b",
    "a # b",
    "a ? b : c",
    "{{a}}",
    "${a}",
    "a[0]",
    "lambda: 1",
    "a := 1",
    "f'{a}'",
    "`a`",
    "a\\b",
    "\x00",
    "a\x00b",
    "'a\x00b'",
    "'\ud800'",
    "'\u202e'",
    "\ufeffa",
    "a\u00a0=\u00a01",
    "а = 1",  # a Cyrillic letter
    "ａ = 1",
    "a = ١",
    "a = 1²",
    "a ⩵ 1",
    "a ＝ 1",
    "a = ‘x’",
    "(" * 3_900,
    "not " * 900 + "a",
    "-" * 3_900 + "1",
    "a" * 4_001,
    "case when a then " * 60 + "1" + " end" * 60,
    "seen(" * 500,
    "9" * 3_999,
    "1" + "0" * 38,
    "0." + "1" * 38,
    "1e999999999",
    "0x10",
    "1_000",
    "NaN = NaN and inf > 1e9",
    "9999999999999999999999 min",
    "999999999 natural days",
    "10000-01-01",
    "0000-01-01",
    "0001-01-01T00:00+14:00",
    "9999-12-31T23:59-14:00",
    "a = 2018-01-01T10:00:00.0000001Z",
    "figure('x')",
    "a..b",
    ".a",
    "a.",
    "1.",
    ".5",
    "a = = 1",
    "'" * 3_999,
    "a in (" + "1," * 1_900 + "1)",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("read", [read_condition, read_selector])
def test_a_hostile_text_is_refused_with_places_inside_it(text: str, read) -> None:
    with pytest.raises(Refusal) as caught:
        read(text)
    assert caught.value.problems
    for problem in caught.value.problems:
        assert problem.span is not None
        assert 0 <= problem.span[0] <= len(text)
        assert problem.message("zh") and problem.message("en") and problem.cure("zh") and problem.cure("en")


PIECES = st.sampled_from(
    [*KEYWORDS, *FUNCTIONS, "a", "b.c", "1", "2.5", "'x'", "(", ")", ",", ".", "=", "<>", "||", "+", "-", "*", "/",
     "3 natural days", "10 CNY", "2018-01-01", "person", "half", "day", "%", "'", "\n"]
)  # fmt: skip


@given(st.text(max_size=60) | st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_condition, read_selector, read_who, read_type):
        try:
            found = read(text)
        except Refusal as refusal:
            assert refusal.problems
        else:
            assert found is not None


class Nothing:
    zone = "Asia/Shanghai"

    def value_of(self, name: object) -> object | None:
        return None

    def call(self, call: object) -> object | None:
        return None


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_what_is_read_can_be_evaluated_and_written(text: str) -> None:
    try:
        tree = read_condition(text)
    except Refusal:
        return
    evaluate(tree, Nothing())
    assert read_condition(write_condition(tree)) is not None
