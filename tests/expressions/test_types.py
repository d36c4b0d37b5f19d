"""Types are read as they are written, and a value is of its type or is told why not."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.expressions.conforming import conform, is_period
from jiannuo.core.expressions.measuring import MEASURES
from jiannuo.core.expressions.type_writing import type_in_words, write_type
from jiannuo.core.expressions.types import (
    PLAIN_KINDS,
    AttributeType,
    ListOf,
    Nothing,
    OneOf,
    Plain,
    QuantityOf,
    SubjectOf,
    Type,
    read_type,
)
from jiannuo.core.values.amounts import Money, Point, Quantity
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.problems import Refusal

NOON = datetime(2024, 7, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *((kind, AttributeType(Plain(kind))) for kind in PLAIN_KINDS),
        ("integer 1..5", AttributeType(Plain("integer", 1, 5))),
        ("integer -3..0", AttributeType(Plain("integer", -3, 0))),
        ("quantity mg/kg", AttributeType(QuantityOf("mg/kg"))),
        ("one of [a, b]", AttributeType(OneOf(("a", "b")))),
        ("one of ['a, b', in time, 投诉, 'it''s']", AttributeType(OneOf(("a, b", "in time", "投诉", "it's")))),
        ("list of text", AttributeType(ListOf(Plain("text")))),
        ("list of one of [a]", AttributeType(ListOf(OneOf(("a",))))),
        ("driver", AttributeType(SubjectOf("driver"))),
        ("text optional personal", AttributeType(Plain("text"), optional=True, personal=True)),
        ("text unique", AttributeType(Plain("text"), unique=True)),
        ("text unique in [a, b] series",
         AttributeType(Plain("text"), unique=True, unique_in=("a", "b"), series=True)),
    ],
)  # fmt: skip
def test_a_type_is_read(text: str, found: AttributeType) -> None:
    assert read_type(text) == found
    assert read_type(write_type(found)) == found


@pytest.mark.parametrize(
    ("text", "code", "span"),
    [
        ("", "E202", (0, 1)),
        ("txt", "E201", (0, 3)),
        ("list of txt", "E201", (8, 3)),
        ("integer 5..1", "E203", (8, 4)),
        ("integer 1..", "E202", (11, 1)),
        ("integer 1.5..2", "E202", (8, 3)),
        ("quantity", "E202", (8, 1)),
        ("quantity mg/kq", "E205", (9, 5)),
        ("one [a]", "E202", (4, 1)),
        ("one of a", "E202", (7, 1)),
        ("one of []", "E202", (8, 1)),
        ("one of [a, a]", "E204", (11, 1)),
        ("one of [a", "E202", (9, 1)),
        ("text optinal", "E202", (5, 7)),
        ("text optional optional", "E202", (14, 8)),
        ("text 'x", "E202", (5, 1)),
    ],
)
def test_a_wrong_type_is_refused_where_it_is_wrong(text: str, code: str, span: tuple[int, int]) -> None:
    with pytest.raises(Refusal) as caught:
        read_type(text, kinds=("driver",))
    assert [(problem.code, problem.span) for problem in caught.value.problems] == [(code, span)]


def test_a_misspelled_type_is_answered_with_the_meant_one() -> None:
    for text, meant in (("intger", "integer"), ("driwer", "driver"), ("quantity mg/kq", "mg/kg")):
        with pytest.raises(Refusal) as caught:
            read_type(text, kinds=("driver",))
        assert caught.value.problems[0].cure("en").endswith(f" Did you mean {meant}?")


@pytest.mark.parametrize("unit", ["s", "min", "h", "days", "months"])
def test_a_quantity_of_time_is_answered_with_the_type_of_lengths_of_time(unit: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_type(f"quantity {unit}")
    (problem,) = caught.value.problems
    assert (problem.code, problem.span) == ("E205", (9, len(unit)))
    assert problem.cure("en").endswith("Lengths of time have the type `duration`.")


def test_a_quantity_without_its_unit_is_told_that_one_is_missing() -> None:
    with pytest.raises(Refusal) as caught:
        read_type("quantity optional")
    assert [problem.code for problem in caught.value.problems] == ["E205"]
    with pytest.raises(Refusal) as caught:
        read_type("quantity")
    assert [problem.code for problem in caught.value.problems] == ["E202"]
    assert "expected a unit of measure here" in caught.value.problems[0].message("en")


options = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4, unique=True).map(tuple)
element = (
    st.sampled_from([Plain(kind) for kind in PLAIN_KINDS])
    | st.integers(-99, 99).map(lambda low: Plain("integer", low, low + 7))
    | st.sampled_from(MEASURES).map(QuantityOf)
    | options.map(OneOf)
    | st.just(SubjectOf("driver"))
)
types = element | element.map(ListOf)


@given(types, st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_what_is_written_is_read_again(found: Type, optional: bool, personal: bool, unique: bool, series: bool) -> None:
    written = AttributeType(found, optional, personal, unique, ("e", "f") if unique and personal else (), series)
    assert read_type(write_type(written)) == written


def test_a_type_is_said_in_both_languages() -> None:
    words = type_in_words(ListOf(OneOf(("a", "b"))))
    assert (words.zh, words.en) == ("列表（以下之一：a、b）", "a list of one of a, b")
    assert type_in_words(Nothing()).en == "null"


# --- values ---

FITTING = [
    ("text", ""),
    ("integer", -5),
    ("integer", 10**38 - 1),
    ("integer 1..5", 5),
    ("number", 5),
    ("number", Decimal("5.25")),
    ("boolean", False),
    ("instant", NOON),
    ("date", date(2024, 7, 15)),
    ("duration", Duration(5, Unit.WORKING_DAYS)),
    ("period", "2024"),
    ("period", "2024-02-29"),
    ("money", Money(Decimal("1.5"), "CNY")),
    ("point", Point(-90.0, 180.0)),
    ("party", "p-1"),
    ("quantity mg/kg", Quantity(Decimal(5), "g/kg")),
    ("one of [a, b]", "b"),
    ("list of integer 1..5", (1, None, 5)),
    ("list of text", ()),
    ("driver", "d-7"),
    ("text optional", None),
]
UNFITTING = [
    ("text", 5, "E212"),
    ("text", None, "E211"),
    ("integer", True, "E212"),
    ("integer", Decimal(5), "E212"),
    ("integer", "5", "E212"),
    ("integer", 10**38, "E212"),
    ("integer 1..5", 0, "E213"),
    ("integer 1..5", 6, "E213"),
    ("number", float("nan"), "E212"),
    ("number", Decimal("NaN"), "E212"),
    ("number", Decimal("Infinity"), "E212"),
    ("number", Decimal("1E+38"), "E212"),
    ("number", Decimal("1E-39"), "E212"),
    ("boolean", 1, "E212"),
    ("instant", NOON.replace(tzinfo=None), "E212"),
    ("instant", NOON.astimezone(timezone(timedelta(hours=8))), "E212"),
    ("instant", date(2024, 7, 15), "E212"),
    ("date", NOON, "E212"),
    ("duration", 5, "E212"),
    ("period", "2024-13", "E212"),
    ("period", "2023-02-29", "E212"),
    ("money", Money(Decimal("NaN"), "CNY"), "E212"),
    ("money", Money(Decimal(1), "cny"), "E212"),
    ("point", Point(90.1, 0.0), "E212"),
    ("point", Point(float("nan"), 0.0), "E212"),
    ("party", "", "E212"),
    ("quantity mg/kg", Quantity(Decimal(5), "kg"), "E215"),
    ("quantity mg/kg", Decimal(5), "E212"),
    ("one of [a, b]", "c", "E214"),
    ("one of [a, b]", 1, "E214"),
    ("list of integer 1..5", (1, 6), "E213"),
    ("list of text", "ab", "E212"),
    ("driver", "", "E212"),
]


@pytest.mark.parametrize(("text", "value"), FITTING)
def test_a_value_of_its_type_has_no_problem(text: str, value: object) -> None:
    assert conform(value, read_type(text)) is None


@pytest.mark.parametrize(("text", "value", "code"), UNFITTING)
def test_a_value_outside_its_type_is_told_why(text: str, value: object, code: str) -> None:
    problem = conform(value, read_type(text))
    assert problem is not None
    assert problem.code == code
    assert problem.message("zh") and problem.message("en")


def test_the_reason_names_value_and_limit() -> None:
    problem = conform(7, read_type("integer 1..5"))
    assert problem is not None
    assert (problem.message("en"), problem.message("zh")) == ("The value 7 lies outside 1..5.", "值 7 超出范围 1..5。")
    near = conform("norml", read_type("one of [normal, late]"))
    assert near is not None
    assert near.cure("en").endswith("Did you mean normal?")


def test_a_long_value_is_shown_shortened() -> None:
    problem = conform("x" * 1_000, read_type("integer"))
    assert problem is not None
    assert problem.message("en") == f"The value {'x' * 60}… is not an integer."


@pytest.mark.parametrize("text", ["2024", "2024-H2", "2024-Q4", "2024-W01", "2024-W53", "2024-12", "2024-12-31"])
def test_periods_have_names(text: str) -> None:
    assert is_period(text)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-H3", "2024-Q0", "2024-W00", "2024-W54", "2024-00", "2024-1", "2024-02-30"]
)
def test_other_texts_are_no_periods(text: str) -> None:
    assert not is_period(text)
