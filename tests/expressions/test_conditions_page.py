"""The reference page of conditions and the code say the same."""

import re
from collections import Counter
from pathlib import Path

import pytest

from jiannuo.core.expressions import calculating, reading, scanning
from jiannuo.core.expressions.comparing import TESTS
from jiannuo.core.expressions.evaluating import evaluate
from jiannuo.core.expressions.faults import REASONS
from jiannuo.core.expressions.functions import FUNCTIONS
from jiannuo.core.expressions.measuring import MEASURES, convertible
from jiannuo.core.expressions.pure_functions import EARTH_RADIUS
from jiannuo.core.expressions.reading import read_condition
from jiannuo.core.expressions.syntax import Call, Name
from jiannuo.core.values.instants import PERIODS

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/conditions.md").read_text(encoding="utf-8")
GRAMMAR = PAGE.partition("```ebnf\n")[2].partition("```")[0]
ROW = re.compile(r"^\| `(.+?)` \| (true|false|unknown) \|(?: ([a-z ]+) \|)?$", re.MULTILINE)
ROWS = [(found[1].replace(r"\|", "|"), found[2], found[3]) for found in ROW.finditer(PAGE)]
WHO = {"person", "system", "role", "party"}


class Unknown:
    """A scope in which every name is unknown."""

    zone = "Asia/Shanghai"

    def __init__(self) -> None:
        self.faults: Counter[str] = Counter()

    def value_of(self, name: Name) -> object | None:
        return None

    def call(self, call: Call) -> object | None:
        raise AssertionError(call)

    def count_fault(self, reason: str) -> None:
        self.faults[reason] += 1


@pytest.mark.parametrize(("text", "value", "reason"), ROWS)
def test_a_row_of_the_page_has_the_value_it_says(text: str, value: str, reason: str | None) -> None:
    scope = Unknown()
    assert evaluate(read_condition(text), scope) is {"true": True, "false": False, "unknown": None}[value]
    assert scope.faults == ({reason: 1} if reason else {})


def test_the_page_has_its_tables() -> None:
    assert len(ROWS) == sum(PAGE.count(f"| {value} |") for value in ("true", "false", "unknown"))
    assert len(ROWS) >= 45


def test_the_page_shows_every_fault_that_a_right_type_can_meet() -> None:
    assert {reason for _, _, reason in ROWS if reason} == set(REASONS) - {"types", "not a number"}


def test_the_grammar_has_the_words_of_the_reader_and_no_others() -> None:
    words = set(re.findall(r'"([a-z_-]+)"', GRAMMAR)) - {"-", "_"}
    assert words == scanning.KEYWORDS | set(FUNCTIONS) | set(PERIODS) | WHO


def test_the_grammar_has_the_signs_of_the_reader_and_no_others() -> None:
    rules = GRAMMAR.partition("word        =")[0]
    signs = {terminal for terminal in re.findall(r'"([^"]*)"', rules) if not terminal[0].isalpha()}
    assert signs == {*TESTS, *(sign for sign, _, _ in calculating.RULES), "(", ")", ",", "."}


def test_every_rule_of_the_grammar_is_used_and_defined() -> None:
    defined = set(re.findall(r"^([a-z ]+?) *=", GRAMMAR, re.MULTILINE))
    bare = re.sub(r'"[^"]*"', " ", re.sub(r"^[a-z ]+? *=", " ", GRAMMAR, flags=re.MULTILINE))
    used = set(re.findall(r"[a-z]+", bare.replace("ISO 8601 duration", " ")))
    left_to_words = {"letter", "digit", "character", "currency", "measure", "timeunit"}
    assert defined - used == {"condition"} - used
    assert used - defined == left_to_words


def test_the_units_of_measure_are_those_of_the_code() -> None:
    lines = PAGE.partition("| of | units |")[2].partition("\n\n")[0].splitlines()[2:]
    listed = [re.findall(r"`([^`]+)`", line) for line in lines]
    assert [unit for line in listed for unit in line] == list(MEASURES)
    for line in listed:
        assert all(convertible(unit, other) for unit in line for other in MEASURES if other in line)
        assert not any(convertible(line[0], other) for other in MEASURES if other not in line)


def test_every_function_is_described_as_it_is_written() -> None:
    described = re.findall(r"^\| `([a-z_]+\(.*?)` \|", PAGE, re.MULTILINE)
    assert {
        usage for usage in described if usage.partition("(")[0] in FUNCTIONS and usage not in {row[0] for row in ROWS}
    } == {function.usage for function in FUNCTIONS.values()}


def test_the_limits_are_those_of_the_code() -> None:
    limits = dict(re.findall(r"^\| (longest text|deepest nesting|most .*?) \| (\d+)", PAGE, re.MULTILINE))
    assert limits == {
        "longest text": str(reading.LONGEST),
        "deepest nesting": str(reading.DEEPEST),
        "most parts of one condition": str(reading.MOST_NODES),
        "most digits of a number": str(scanning.LONGEST_NUMBER),
    }
    assert f"{EARTH_RADIUS:,} m radius" in PAGE
    assert f"exact to {calculating.DIGITS} digits" in PAGE
    assert f"`/` keeps {calculating.QUOTIENT_DIGITS} digits" in PAGE
