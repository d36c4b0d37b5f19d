"""Texts become the syntax trees that the grammar says, and what is wrong is named where it stands."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jiannuo.core.expressions.reading import DEEPEST, LONGEST, MOST_NODES, read_condition, read_selector, read_who
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
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import HOUR, MINUTE, Duration, Unit
from jiannuo.core.values.problems import Refusal

A, B, C, D = (Name((letter,)) for letter in "abcd")
ONE, TWO = Literal(1), Literal(2)


def read(text: str) -> Expression:
    return without_places(read_condition(text))


def refused(text: str, read=read_condition) -> list[tuple[str, tuple[int, int] | None]]:
    with pytest.raises(Refusal) as caught:
        read(text)
    return [(problem.code, problem.span) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("42", 42),
        ("2.50", Decimal("2.50")),
        ("9" * 38, int("9" * 38)),
        ("''", ""),
        ("'it''s 中文'", "it's 中文"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("2018-01-01", date(2018, 1, 1)),
        ("2018-01-01T10:00+08:00", datetime(2018, 1, 1, 2, 0, tzinfo=UTC)),
        ("2018-01-01T10:00:30.5Z", datetime(2018, 1, 1, 10, 0, 30, 500_000, tzinfo=UTC)),
        ("60 min", Duration(60 * MINUTE, Unit.ELAPSED)),
        ("60min", Duration(60 * MINUTE, Unit.ELAPSED)),
        ("1 h 30 min", Duration(90 * MINUTE, Unit.ELAPSED)),
        ("90 natural days", Duration(90, Unit.NATURAL_DAYS)),
        ("8 working h", Duration(8 * HOUR, Unit.WORKING)),
        ("5 working days", Duration(5, Unit.WORKING_DAYS)),
        ("2 weeks", Duration(2, Unit.WEEKS)),
        ("3 months", Duration(3, Unit.MONTHS)),
        ("PT45M", Duration(45 * MINUTE, Unit.ELAPSED)),
        ("10 CNY", Money(Decimal(10), "CNY")),
        ("12.50 USD", Money(Decimal("12.50"), "USD")),
        ("5 mg/kg", Quantity(Decimal(5), "mg/kg")),
        ("7 mg/m³", Quantity(Decimal(7), "mg/m3")),
        ("37.5 \u2103", Quantity(Decimal("37.5"), "°C")),
        ("300 m", Quantity(Decimal(300), "m")),
        ("80 %", Quantity(Decimal(80), "%")),
        ("2.5%", Quantity(Decimal("2.5"), "%")),
        ("3 \u2030", Quantity(Decimal(3), "\u2030")),
        ("7 \u03bcg/kg", Quantity(Decimal(7), "\u00b5g/kg")),  # the Greek letter and the micro sign
    ],
)
def test_a_constant_is_read_with_its_unit(text: str, value: object) -> None:
    found = read(text)
    assert found == Literal(value)
    assert type(found.value) is type(value)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a or b and c", Binary("or", A, Binary("and", B, C))),
        ("(a or b) and c", Binary("and", Binary("or", A, B), C)),
        ("not a and b", Binary("and", Unary("not", A), B)),
        ("not a = b", Unary("not", Binary("=", A, B))),
        ("a + b * c", Binary("+", A, Binary("*", B, C))),
        ("a - b - c", Binary("-", Binary("-", A, B), C)),
        ("a / b * c", Binary("*", Binary("/", A, B), C)),
        ("-a * b", Binary("*", Unary("-", A), B)),
        ("a - -1", Binary("-", A, Unary("-", ONE))),
        ("a || b = c", Binary("=", Binary("||", A, B), C)),
        ("a + b || c", Binary("||", Binary("+", A, B), C)),
        ("a < b + 1", Binary("<", A, Binary("+", B, ONE))),
        ("a is null or b is not null", Binary("or", IsNull(A, False), IsNull(B, True))),
        ("a in (1, b + 1)", In(A, (ONE, Binary("+", B, ONE)), False)),
        ("a not in (1)", In(A, (ONE,), True)),
        ("a in b", In(A, (B,), False)),
        ("a between 1 and 2 and b", Binary("and", Between(A, ONE, TWO, False), B)),
        ("a not between b and c", Between(A, B, C, True)),
        ("a like '%x' and not b like 'y'",
         Binary("and", Like(A, Literal("%x"), False), Unary("not", Like(B, Literal("y"), False)))),
        ("a not like b || '%'", Like(A, Binary("||", B, Literal("%")), True)),
        ("case when a then 1 when b then 2 else null end", Case(((A, ONE), (B, TWO)), Literal(None))),
        ("case when a then 1 end", Case(((A, ONE),), None)),
        ("case.id = 1", Binary("=", Name(("case", "id")), ONE)),
        ("order.driver.grade", Name(("order", "driver", "grade"))),
        ("60 min / d", Binary("/", Literal(Duration(60 * MINUTE, Unit.ELAPSED)), D)),
        ("5 kg/d", Binary("/", Literal(Quantity(Decimal(5), "kg")), D)),
        ("a\n  and\tb", Binary("and", A, B)),
    ],
)  # fmt: skip
def test_operators_bind_as_the_grammar_says(text: str, tree: Expression) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("seen(e)", Call("seen", (Selector("e"),))),
        ("count(e, 90 natural days)", Call("count", (Selector("e"),), window=Duration(90, Unit.NATURAL_DAYS))),
        ("count(e, f where a)", Call("count", (Selector("e"),), window=Selector("f", where=A))),
        ("count(e, param.w)", Call("count", (Selector("e"),), window=Name(("param", "w")))),
        ("count(broken('p-1'), 12 months)",
         Call("count", (Selector("broken", promise="p-1"),), window=Duration(12, Unit.MONTHS))),
        ("sum(e.b where a = 1)", Call("sum", (Selector("e", where=Binary("=", A, ONE)),), "b")),
        ("first(e).b", Call("first", (Selector("e"),), "b")),
        ("last(e where a via b by role c not by d, 2 h).b",
         Call("last", (Selector("e", A, "b", Who("role", "c"), Who("actor_of", "d")),), "b",
              Duration(2 * HOUR, Unit.ELAPSED))),
        ("lookup('t.x', a, b)", Call("lookup", (Literal("t.x"), A, B))),
        ("lookup('t', a).out", Call("lookup", (Literal("t"), A), "out")),
        ("in_force('s')", Call("in_force", (Literal("s"),))),
        ("level('l', a)", Call("level", (Literal("l"), A))),
        ("lowest('l', a, b)", Call("lowest", (Literal("l"), A, B))),
        ("members('s', a)", Call("members", (Literal("s"), A))),
        ("overlap('office', a, b)", Call("overlap", (Literal("office"), A, B))),
        ("broken('p')", Call("broken", (Literal("p"),))),
        ("covers(a, b)", Call("covers", (A, B))),
        ("distance(a, b)", Call("distance", (A, B))),
        ("start_of(half-year, a)", Call("start_of", (Literal("half-year"), A))),
        ("end_of(day, a - 1 h)",
         Call("end_of", (Literal("day"), Binary("-", A, Literal(Duration(HOUR, Unit.ELAPSED)))))),
    ],
)  # fmt: skip
def test_every_function_is_read(text: str, call: Call) -> None:
    assert read(text) == without_places(call)


def test_every_node_keeps_its_offset() -> None:
    text = "count(rated where n > 3) >= 2 and not price is null"
    words = {
        Call: "count", Selector: "rated", Unary: "not", IsNull: "is", Literal: None, Name: None, Binary: None,
    }  # fmt: skip
    for node, _ in walk(read_condition(text)):
        word = words[type(node)]
        if isinstance(node, Name):
            word = node.dotted
        elif isinstance(node, Binary):
            word = node.operator
        elif isinstance(node, Literal):
            word = str(node.value)
        assert text[node.at :].startswith(word)


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("device_login", Selector("device_login")),
        ("device_login where a <> order.b via driver",
         Selector("device_login", Binary("<>", A, Name(("order", "b"))), "driver")),
        ("e where a and b by person", Selector("e", Binary("and", A, B), by=Who("person"))),
        ("e where not a not by system", Selector("e", Unary("not", A), not_by=Who("system"))),
        ("e where a not in (1) not by f", Selector("e", In(A, (ONE,), True), not_by=Who("actor_of", "f"))),
        ("e by party passenger", Selector("e", by=Who("party", "passenger"))),
        ("e by role clerk not by role head", Selector("e", by=Who("role", "clerk"), not_by=Who("role", "head"))),
        ("broken('p') where a", Selector("broken", A, promise="p")),
    ],
)  # fmt: skip
def test_a_selector_ends_its_condition_where_via_or_by_begins(text: str, selector: Selector) -> None:
    assert without_places(read_selector(text)) == selector


def test_a_selector_keeps_its_text() -> None:
    assert read_selector("  e where a = 'x'  ").text == "e where a = 'x'"
    assert read_condition("seen( e where a ) and b").left.arguments[0].text == "e where a"


def test_who_stands_alone() -> None:
    assert read_who("role clerk") == Who("role", "clerk", 0)
    assert read_who("change_requested", excluding=True) == Who("actor_of", "change_requested", 0)
    assert refused("change_requested", read_who) == [("E106", (0, 16))]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [("E117", (0, 1))]),
        ("  \n", [("E117", (0, 1))]),
        ("a = 'x", [("E105", (4, 1))]),
        ("a =", [("E106", (3, 1))]),
        ("a b", [("E106", (2, 1))]),
        ("(a", [("E106", (2, 1))]),
        ("a in ()", [("E106", (6, 1))]),
        ("case a when 1 then 2 end", [("E106", (5, 1))]),
        ("case end", [("E106", (5, 3))]),
        ("a is 1", [("E106", (5, 1))]),
        ("lokup('t', 1)", [("E107", (0, 5))]),
        ("eval('1')", [("E107", (0, 4))]),
        ("lookup('t')", [("E108", (0, 6))]),
        ("lookup(t, 1)", [("E108", (0, 6))]),
        ("first(e) = 1", [("E108", (0, 5))]),
        ("seen(e).a", [("E108", (0, 4))]),
        ("sum(e) = 1", [("E108", (0, 3))]),
        ("seen()", [("E108", (0, 4))]),
        ("count(e, 3)", [("E108", (0, 5))]),
        ("distance(a)", [("E108", (0, 8))]),
        ("2018-02-30", [("E109", (0, 10))]),
        ("2018-01-01T25:00Z", [("E109", (0, 17))]),
        ("at > 2018-01-01T10:00", [("E110", (5, 16))]),
        ("012", [("E111", (0, 3))]),
        ("9" * 39, [("E111", (0, 39))]),
        ("1e5", [("E112", (0, 3))]),
        ("5 mq/kg", [("E112", (0, 7))]),
        ("10 cny", [("E112", (0, 6))]),
        ("a AND b", [("E113", (2, 3))]),
        ("a == 1", [("E114", (2, 2))]),
        ("a != 1 && b", [("E114", (2, 2)), ("E114", (7, 2))]),
        ('a = "x"', [("E114", (4, 1))]),
        ("a < b < c", [("E115", (6, 1))]),
        ("a = b is null", [("E115", (6, 2))]),
        ("start_of(dai, a)", [("E118", (9, 3))]),
        ("a > 3 days", [("V002", (4, 6))]),
        ("count(e, 3 d) > 1", [("V002", (9, 3))]),
        ("a; drop", [("E104", (1, 1))]),
        ("a # b", [("E104", (2, 1))]),
        ("a --b", [("E114", (2, 2))]),
    ],
)
def test_what_is_wrong_is_named_where_it_stands(text: str, problems: list) -> None:
    assert refused(text) == problems


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("order.placed", [("E106", (0, 12))]),
        ("e where", [("E106", (7, 1))]),
        ("e where a where b", [("E119", (10, 5))]),
        ("e by a", [("E106", (5, 1))]),
        ("e via", [("E106", (5, 1))]),
        ("where a", [("E106", (0, 5))]),
        ("e, f", [("E106", (1, 1))]),
    ],
)
def test_what_is_wrong_in_a_selector_is_named_where_it_stands(text: str, problems: list) -> None:
    assert refused(text, read_selector) == problems


def test_all_problems_are_told_at_once_in_the_order_of_the_text() -> None:
    text = "lokup('t', 1) > 3 days and start_of(dy, at) == 2018-02-30"
    assert [code for code, _ in refused(text)] == ["E107", "V002", "E118", "E114", "E109"]


def test_full_width_characters_are_answered_with_the_plain_ones() -> None:
    with pytest.raises(Refusal) as caught:
        read_condition("a ＞ 5")
    (problem,) = caught.value.problems
    assert problem.span == (2, 1)
    assert problem.cure("zh") == "请删除；文本须写在单引号内。请改用半角 >。"
    assert problem.cure("en") == "Remove it; texts stand in single quotes. Write >."


def test_a_currency_in_small_letters_is_answered_with_capitals() -> None:
    with pytest.raises(Refusal) as caught:
        read_condition("price > 10 cny")
    assert caught.value.problems[0].cure("en").endswith("Did you mean CNY?")


def test_a_misspelled_function_is_answered_with_the_meant_one() -> None:
    with pytest.raises(Refusal) as caught:
        read_condition("conut(e) > 3")
    (problem,) = caught.value.problems
    assert problem.message("en") == "There is no function conut."
    assert problem.cure("en") == "Use a function of the language reference. Did you mean count?"
    assert problem.cure("zh") == "请使用语言参考中列出的函数。是否想写 count？"


def test_the_caps_are_exact() -> None:
    assert read_condition("a" + " " * (LONGEST - 1)) == Name(("a",), 0)
    assert refused("a" + " " * LONGEST) == [("E101", (LONGEST, 1))]
    inside = DEEPEST - 1
    assert read_condition("(" * inside + "a" + ")" * inside) == Name(("a",), inside)
    assert refused("(" * DEEPEST + "a" + ")" * DEEPEST) == [("E102", (DEEPEST, 1))]
    chain = " and ".join(["a"] * DEEPEST)
    assert read_condition(chain)
    assert refused(chain + " and a")[0][0] == "E102"
    options = ", ".join(["1"] * (MOST_NODES - 2))
    assert read_condition(f"a in ({options})")
    assert refused(f"a in ({options}, 1)") == [("E103", (0, 1))]
