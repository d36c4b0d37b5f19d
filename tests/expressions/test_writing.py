"""What is written is read again as the same tree, and said in plain words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jiannuo.core.expressions.explaining import explain_condition, explain_selector
from jiannuo.core.expressions.reading import DEEPEST, MOST_NODES, read_condition, read_selector, read_who
from jiannuo.core.expressions.syntax import (
    Between,
    Binary,
    Call,
    Case,
    Expression,
    In,
    IsNull,
    Like,
    Literal,
    Name,
    Selector,
    Unary,
    Who,
)
from jiannuo.core.expressions.walking import walk, without_places
from jiannuo.core.expressions.writing import span_of, write_condition, write_selector, write_who
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import Duration, Unit

words = st.from_regex(r"[a-z]{1,4}[0-9_]", fullmatch=True)  # never a keyword
names = st.lists(words, min_size=1, max_size=3).map(lambda parts: Name(tuple(parts)))
numbers = st.integers(0, 10**20) | st.decimals(0, 10**6, places=3)
printable = st.text(st.characters(min_codepoint=32, max_codepoint=0x2000, exclude_categories=("C", "Z")), max_size=8)
durations = st.builds(Duration, st.integers(0, 10**12), st.sampled_from([Unit.ELAPSED, Unit.WORKING])) | st.builds(
    Duration, st.integers(0, 900), st.sampled_from([Unit.NATURAL_DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS])
)
constants = st.one_of(
    numbers, printable, st.booleans(), st.none(), st.dates(), durations,
    st.datetimes(timezones=st.just(UTC)),
    st.builds(Money, numbers.map(Decimal), st.sampled_from(["CNY", "USD"])),
    st.builds(Quantity, numbers.map(Decimal), st.sampled_from(["mg/kg", "m", "°C", "km/h"])),
).map(Literal)  # fmt: skip
whos = st.one_of(
    st.sampled_from([Who("person"), Who("system")]),
    st.builds(Who, st.sampled_from(["role", "party"]), words),
)
earlier = st.builds(Who, st.just("actor_of"), words)


def selectors(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Selector]:
    """Draw selectors whose conditions are drawn from a strategy."""
    parts = {
        "where": st.none() | inner, "via": st.none() | words, "by": st.none() | whos, "not_by": st.none() | whos | earlier,
    }  # fmt: skip
    return st.builds(Selector, words, **parts)


def breaches(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Selector]:
    """Draw selectors of verdicts."""
    return st.builds(Selector, st.just("broken"), st.none() | inner, promise=printable)


def calls(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Call]:
    """Draw calls of every kind."""
    plain = selectors(inner)
    picked = plain | breaches(inner)
    window = st.none() | durations | st.tuples(words, words).map(Name) | picked
    values = st.lists(inner, min_size=1, max_size=3)
    quoted = st.sampled_from(["lookup", "members"])
    return st.one_of(
        st.builds(lambda f, s, w: Call(f, (s,), None, w), st.sampled_from(["seen", "count"]), picked, window),
        st.builds(lambda s, a, w: Call("sum", (s,), a, w), plain, words, window),
        st.builds(lambda f, s, a, w: Call(f, (s,), a, w), st.sampled_from(["first", "last"]), picked, words, window),
        st.builds(lambda f, n, v: Call(f, (Literal(n), *v)), quoted, printable, values),
        st.builds(lambda n, v, o: Call("lookup", (Literal(n), *v), o), printable, values, words),
        st.builds(lambda f, n: Call(f, (Literal(n),)), st.sampled_from(["in_force", "level", "broken"]), printable),
        st.builds(lambda f, n, a, b: Call(f, (Literal(n), a, b)), st.sampled_from(["lowest", "overlap"]), printable, inner,
                  inner),
        st.builds(lambda f, a, b: Call(f, (a, b)), st.sampled_from(["covers", "distance"]), inner, inner),
        st.builds(lambda f, u, a: Call(f, (Literal(u), a)), st.sampled_from(["start_of", "end_of"]),
                  st.sampled_from(["minute", "day", "half-year"]), inner),
    )  # fmt: skip


def larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Draw what is made of smaller expressions."""
    signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "and", "or", "||"])
    return st.one_of(
        st.builds(Unary, st.sampled_from(["not", "-"]), inner),
        st.builds(Binary, signs, inner, inner),
        st.builds(IsNull, inner, st.booleans()),
        st.builds(In, inner, st.lists(inner, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(Between, inner, inner, inner, st.booleans()),
        st.builds(Like, inner, inner, st.booleans()),
        st.builds(Case, st.lists(st.tuples(inner, inner), min_size=1, max_size=2).map(tuple), st.none() | inner),
        calls(inner),
    )


expressions = st.recursive(constants | names, larger, max_leaves=12)


def is_within_caps(tree: Expression) -> bool:
    depths = [depth for _, depth in walk(tree)]
    return len(depths) <= MOST_NODES and max(depths) <= DEEPEST // 2


@given(expressions)
def test_what_is_written_is_read_again_as_the_same_tree(tree: Expression) -> None:
    assume(is_within_caps(tree))
    written = write_condition(tree)
    again = read_condition(written)
    assert without_places(again) == without_places(tree)
    assert write_condition(again) == written


@given(selectors(constants | names) | breaches(names))
def test_a_selector_is_read_again_as_the_same(selector: Selector) -> None:
    again = read_selector(write_selector(selector))
    assert without_places(again) == without_places(selector)


@given(whos | earlier)
def test_who_is_read_again_as_the_same(who: Who) -> None:
    assert without_places(read_who(write_who(who), excluding=True)) == who


@given(expressions)
def test_every_expression_can_be_said_in_both_languages(tree: Expression) -> None:
    said = explain_condition(tree)
    assert said.zh.strip() and said.en.strip()


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("((a)) and ((b or c))", "a and (b or c)"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("not (a = b)", "not a = b"),
        ("(not a) = b", "(not a) = b"),
        ("-(-a)", "-(-a)"),
        ("a in(b)", "a in b"),
        ("a in (b,1)", "a in (b, 1)"),
        ("(a like 'x') = b", "(a like 'x') = b"),
        ("5.0 kg", "5.0 kg"),
        ("2018-01-01T10:00+08:00", "2018-01-01T02:00:00Z"),
        ("sum( e.a where b )", "sum(e.a where b)"),
    ],
)
def test_the_canonical_form_has_no_needless_parentheses(text: str, canonical: str) -> None:
    assert write_condition(read_condition(text)) == canonical


def test_the_span_of_a_node_is_its_word_in_the_text() -> None:
    text = "a.b = 'xy' and c is null"
    spans = {type(node): text[span_of(node)[0] : sum(span_of(node))] for node, _ in walk(read_condition(text))}
    assert spans == {Binary: "=", Name: "c", Literal: "'xy'", IsNull: "is"}


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "status = 'normal' and amount <= 5",
            "status 为 'normal' 且 amount 不超过 5",
            "status is 'normal' and amount is at most 5",
        ),
        ("(a or b) and not c", "（a 或 b）且并非 c", "(a or b) and not c"),
        ("at > 2018-01-01", "at 晚于 2018-01-01", "at is after 2018-01-01"),
        ("a is null or b is not null", "a 未填或 b 已填", "a is missing or b is present"),
        ("kind in ('投 诉', 'b')", "kind 为以下之一：'投 诉'、'b'", "kind is one of '投 诉', 'b'"),
        ("a not in tags", "a 不在 tags 之中", "a is not in tags"),
        ("a between 1 and 5", "a 在 1 与 5 之间（含两端）", "a is between 1 and 5, both included"),
        ("name like 'A%'", "name 符合样式 'A%'", "name matches 'A%'"),
        ("(a + b) * 2 > c", "（a 加 b）乘以 2 超过 c", "(a plus b) times 2 is more than c"),
        ("took <= 2 working days", "took 不超过 2 个工作日", "took is at most 2 working days"),
        (
            "count(failure, 90 natural days) >= 3",
            "最近 90 个自然日内 failure 的次数不少于 3",
            "the number of failure within the last 90 natural days is at least 3",
        ),
        (
            "seen(paid where ok, opened)",
            "自最近一次 opened 以来曾有 paid（其中 ok）",
            "there was paid where ok since the latest opened",
        ),
        ("last(rated).band = 'bad'", "最近一条 rated 的 band 为 'bad'", "band of the latest rated is 'bad'"),
        (
            "distance(a, b) <= 300",
            "a 与 b 的距离（米）不超过 300",
            "the distance in metres between a and b is at most 300",
        ),
        ("end_of(half-year, at) - at", "at 所在半年的终点减 at", "the end of the half-year of at minus at"),
        ("case when a then 1 else 2 end", "如 a，则为 1；否则为 2", "1 if a, else 2"),
    ],
)
def test_a_condition_is_said_in_plain_words(text: str, zh: str, en: str) -> None:
    said = explain_condition(read_condition(text))
    assert (said.zh, said.en) == (zh, en)


def test_a_selector_is_said_in_plain_words() -> None:
    said = explain_selector(read_selector("cancelled where late via trip by party passenger not by system"))
    assert said.en == "cancelled where late through trip by party passenger not by the system"
    assert said.zh == "并非由系统作出的由相关方 passenger 作出的 cancelled（其中 late）（经由 trip）"


def test_dates_and_instants_are_written_apart() -> None:
    assert write_condition(Literal(date(2018, 1, 1))) == "2018-01-01"
    assert write_condition(Literal(datetime(2018, 1, 1, tzinfo=UTC))) == "2018-01-01T00:00:00Z"
