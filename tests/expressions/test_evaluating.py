"""Conditions give true, false or unknown, and what cannot be computed is unknown for its row only, and counted."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.expressions.evaluating import compile_condition, evaluate
from jiannuo.core.expressions.reading import read_condition
from jiannuo.core.expressions.syntax import Binary, Call, Literal, Name
from jiannuo.core.values.amounts import Money, Point, Quantity
from jiannuo.core.values.durations import HOUR, Duration, Unit


class Scope:
    """One row, with a record of what was asked."""

    def __init__(self, zone: str = "Asia/Shanghai", **values: object) -> None:
        self.zone = zone
        self.values = values
        self.faults: Counter[str] = Counter()
        self.calls: list[str] = []

    def value_of(self, name: Name) -> object | None:
        return self.values[name.dotted]

    def call(self, call: Call) -> object | None:
        self.calls.append(call.function)
        return self.values[call.function]

    def count_fault(self, reason: str) -> None:
        self.faults[reason] += 1


def value(text: str, **values: object) -> object | None:
    scope = Scope(**values)
    found = evaluate(read_condition(text), scope)
    assert not scope.faults
    return found


def fault(text: str, **values: object) -> str:
    scope = Scope(**values)
    assert evaluate(read_condition(text), scope) is None
    ((reason, times),) = scope.faults.items()
    assert times == 1
    return reason


def kleene(sign: str, left: bool | None, right: bool | None) -> bool | None:
    """Return the value by the numbers false 0, unknown 1/2, true 1: `and` is the smaller, `or` the greater."""
    number = {False: 0, None: 1, True: 2}
    pick = min if sign == "and" else max
    return {0: False, 1: None, 2: True}[pick(number[left], number[right])]


@pytest.mark.parametrize("sign", ["and", "or"])
def test_logic_is_three_valued(sign: str) -> None:
    for left, right in product((True, False, None), repeat=2):
        assert value(f"a {sign} b", a=left, b=right) is kleene(sign, left, right)
        assert (
            value(f"not (a {sign} b)", a=left, b=right)
            is {True: False, False: True, None: None}[kleene(sign, left, right)]
        )


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=12), st.sampled_from(["and", "or"]))
def test_a_chain_is_its_pairs(values: list[bool | None], sign: str) -> None:
    expected = values[0]
    for each in values[1:]:
        expected = kleene(sign, expected, each)
    names = {f"n{number}": each for number, each in enumerate(values)}
    assert value(f" {sign} ".join(names), **names) is expected


def test_logic_asks_no_further_than_it_must() -> None:
    scope = Scope(a=False, b=True, seen=True)
    assert evaluate(read_condition("a and seen(e)"), scope) is False
    assert evaluate(read_condition("b or seen(e)"), scope) is True
    assert evaluate(read_condition("case when b then a else seen(e) end"), scope) is False
    assert scope.calls == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 = 1.0", True),
        ("'a' < 'b'", True),
        ("'Z' < 'a'", True),
        ("'é' > 'z'", True),
        ("'中' < '😀'", True),  # code points U+4E2D and U+1F600
        ("'10' < '9'", True),
        ("true <> false", True),
        ("2018-01-01 < 2018-01-02", True),
        ("2018-01-01 = 2017-12-31T16:00Z", True),  # 00:00 in Shanghai
        ("2018-01-01T08:00+08:00 = 2018-01-01T00:00Z", True),
        ("90 min > 1 h", True),
        ("3 natural days > 2 natural days", True),
        ("10 CNY = 10.00 CNY", True),
        ("5 mg/kg < 0.006 g/kg", True),
        ("36 km/h = 10 m/s", True),
        ("5 % = 50 \u2030", True),
        ("3 ug/g = 3 mg/kg", True),
        ("2 in (1, 2, null)", True),
        ("2 not in (1, 3)", True),
        ("2.0 in (1, 2)", True),
        ("2 between 1 and 2", True),
        ("0 not between 1 and 2", True),
        ("'100%' like '100\\%'", True),
        ("'1000' like '100\\%'", False),
        ("'a\nb' like 'a%b'", True),
        ("'😀' like '_'", True),
        ("'ab' like '%%b'", True),
        ("'abab' like 'ab%ab'", True),
        ("'aba' like 'ab%ba'", False),
        ("'a' like 'a_'", False),
        ("'' like '_'", False),
        ("'ab' like 'a'", False),
        ("'' like '%'", True),
        ("null is null", True),
        ("1 is not null", True),
    ],
)
def test_present_values_compare(text: str, expected: bool) -> None:
    assert value(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 + 2", 9),
        ("7 - 9.5", Decimal("-2.5")),
        ("0.1 + 0.2", Decimal("0.3")),
        ("1.10 * 3", Decimal("3.30")),
        ("6 / 4", Decimal("1.5")),
        ("2 / 3", Decimal("0.6666666666666666666666666666666667")),
        ("-(2 / 3)", Decimal("-0.6666666666666666666666666666666667")),
        ("10 CNY * 3", Money(Decimal(30), "CNY")),
        ("0.5 * 10 CNY + 1 CNY", Money(Decimal("6.0"), "CNY")),
        ("9 CNY / 2", Money(Decimal("4.5"), "CNY")),
        ("9 CNY / 2 CNY", Decimal("4.5")),
        ("-(9 CNY)", Money(Decimal(-9), "CNY")),
        ("5 mg/kg + 1 g/kg", Quantity(Decimal(1005), "mg/kg")),
        ("1 kg - 1 g", Quantity(Decimal("0.999"), "kg")),
        ("1 h + 30 min", Duration(90 * 60_000_000, Unit.ELAPSED)),
        ("1 h / 7", Duration(514_285_714, Unit.ELAPSED)),  # 514,285,714.28… microseconds
        ("1 h * 2.5", Duration(9_000_000_000, Unit.ELAPSED)),
        ("0.5 * (0.001 s / 200)", Duration(3, Unit.ELAPSED)),  # 2.5 microseconds, half up
        ("90 min / 1 h", Decimal("1.5")),
        ("3 natural days * 2", Duration(6, Unit.NATURAL_DAYS)),
        ("2018-01-01T00:00Z + 90 min", datetime(2018, 1, 1, 1, 30, tzinfo=UTC)),
        ("90 min + 2018-01-01T00:00Z", datetime(2018, 1, 1, 1, 30, tzinfo=UTC)),
        ("2018-01-01T00:00Z - 90 min", datetime(2017, 12, 31, 22, 30, tzinfo=UTC)),
        ("2018-01-02 - 2018-01-01", Duration(24 * HOUR, Unit.ELAPSED)),
        # 24:00 of the third day after the first of January, in Shanghai: 2018-01-05 00:00+08:00
        ("2018-01-01T10:00+08:00 + 3 natural days", datetime(2018, 1, 4, 16, 0, tzinfo=UTC)),
        # a month after the last of January ends with the last of February, at 24:00
        ("2018-01-31T10:00+08:00 + 1 month", datetime(2018, 2, 28, 16, 0, tzinfo=UTC)),
        ("'a' || 'b' || ''", "ab"),
        ("case when false then 1 when true then 2 else 3 end", 2),
        ("case when null then 1 else 3 end", 3),
        ("case when false then 1 end", None),
    ],
)
def test_present_values_calculate(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    "text",
    ["a = 1", "1 < a", "a + 1", "1 / a", "-a", "not a", "a in (1, 2)", "1 in (2, a)", "1 not in (2, a)", "2 between 1 and a",
     "a like 'x'", "'x' like a", "a || 'x'", "covers(a, a)", "distance(a, a)", "start_of(day, a)", "a in (a)"],
)  # fmt: skip
def test_null_makes_the_value_unknown(text: str) -> None:
    assert value(text, a=None) is None


def test_null_decides_nothing_that_is_decided_already() -> None:
    assert value("5 between 7 and a", a=None) is False
    assert value("5 not between 7 and a", a=None) is True
    assert value("1 in (a, 1)", a=None) is True


def test_members_of_a_list_are_options() -> None:
    tags = ("red", "blue")
    assert value("'red' in tags", tags=tags) is True
    assert value("'green' in tags", tags=tags) is False
    assert value("'green' not in tags", tags=tags) is True
    assert value("'green' in tags", tags=(*tags, None)) is None
    assert value("'green' in tags", tags=()) is False
    assert value("'green' in (tags, 'green')", tags=tags) is True


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 / 0", "division by zero"),
        ("1 / 0.00", "division by zero"),
        ("1 CNY / 0", "division by zero"),
        ("1 h / 0", "division by zero"),
        ("1 h / (0 h)", "division by zero"),
        ("9" * 38 + " + 1", "overflow"),
        ("9" * 20 + " * " + "9" * 20, "overflow"),
        ("-" + "9" * 38 + " - 1", "overflow"),
        ("1 / 0.0000000000000000000000000000000000001 * 10", "overflow"),
        ("9999-12-31 + 48 h", "overflow"),
        ("2018-01-01 + 2400 months", "overflow"),
        ("10 CNY < 10 USD", "currencies"),
        ("10 CNY + 10 USD", "currencies"),
        ("10 CNY in (5 USD)", "currencies"),
        ("5 kg < 5 m", "units"),
        ("5 kg + 5 m", "units"),
        ("24 h < 1 natural day", "durations"),
        ("1 month + 1 week", "durations"),
        ("3 natural days / 2", "durations"),
        ("2018-01-01 + 8 working h", "calendar"),
        ("2018-01-01 + 1 working day", "calendar"),
        ("'x' like 'x\\'", "pattern"),
        ("1 = '1'", "types"),
        ("true < false", "types"),
        ("true = 1", "types"),
        ("1 / 0 between 1 and 2", "division by zero"),
        ("1 / 0 in (1, 2.5)", "division by zero"),
        ("1 + '1'", "types"),
        ("-true", "types"),
        ("1 like 1", "types"),
        ("2018-01-01 + 1", "types"),
        ("covers(1, 2)", "types"),
    ],
)
def test_what_cannot_be_computed_is_unknown_and_counted(text: str, reason: str) -> None:
    assert fault(text) == reason


def test_numbers_that_are_none_are_counted() -> None:
    assert fault("a = 1", a=Decimal("NaN")) == "not a number"
    assert fault("a + 1", a=Decimal("Infinity")) == "not a number"
    assert fault("a < 1", a=float("nan")) == "not a number"
    assert fault("a < b", a=Money(Decimal("NaN"), "CNY"), b=Money(Decimal(1), "CNY")) == "not a number"


def test_a_fault_stays_in_its_row() -> None:
    compiled = compile_condition(read_condition("a / b > 1"))
    scopes = [Scope(a=3, b=2), Scope(a=3, b=0), Scope(a=3, b=4)]
    assert [compiled(scope) for scope in scopes] == [True, None, False]
    assert [sum(scope.faults.values()) for scope in scopes] == [0, 1, 0]


def test_what_is_neither_true_nor_false_decides_nothing() -> None:
    assert value("a and true", a="x") is None
    assert value("a or false", a=1) is None


def test_members_are_compared_letter_by_letter() -> None:
    assert value("'A' in (a, b)", a="a", b="B") is False


def test_a_guarded_division_is_no_fault() -> None:
    assert value("b <> 0 and a / b > 1", a=1, b=0) is False
    assert value("case when b <> 0 then a / b else 0 end", a=1, b=0) == 0


def test_a_scope_that_counts_nothing_is_served_too() -> None:
    class Bare:
        zone = "UTC"

        def value_of(self, name: Name) -> object | None:
            return None

        def call(self, call: Call) -> object | None:
            return None

    assert evaluate(read_condition("1 / 0 is null"), Bare()) is True


def test_equal_trees_of_other_types_are_kept_apart() -> None:
    one, true = Binary("=", Name(("a",)), Literal(1)), Binary("=", Name(("a",)), Literal(True))
    assert one == true  # Python takes 1 and True for equal
    assert evaluate(one, Scope(a=1)) is True
    assert evaluate(true, Scope(a=True)) is True
    assert evaluate(true, Scope(a=1)) is None


decimals = st.decimals(-(10**15), 10**15, allow_nan=False, allow_infinity=False, places=6)


@given(decimals, decimals.filter(bool))
def test_a_quotient_has_34_digits_rounded_half_up(left: Decimal, right: Decimal) -> None:
    found = value("a / b", a=left, b=right)
    assert isinstance(found, Decimal)
    exact = Fraction(left) / Fraction(right)
    if exact == 0:
        assert found == 0
        return
    assert len(found.as_tuple().digits) <= 34
    unit = Fraction(10) ** (found.adjusted() - 33)
    error = Fraction(found) - exact
    assert abs(error) <= unit / 2
    if abs(error) == unit / 2:
        assert abs(found) > abs(exact)


@given(decimals, decimals)
def test_sums_and_products_are_exact(left: Decimal, right: Decimal) -> None:
    with localcontext() as context:
        context.prec, context.rounding = 100, ROUND_HALF_UP
        for text, exact in (("a + b", left + right), ("a - b", left - right), ("a * b", left * right)):
            if len(exact.as_tuple().digits) <= 38:
                assert value(text, a=left, b=right) == exact


def test_a_quotient_that_lies_in_the_middle_is_rounded_up() -> None:
    # 2 to the -49 is 5 to the 49 with the point moved: 35 digits, the last of them 5, behind an even one.
    assert str(5**49) == "17763568394002504646778106689453125"
    assert value(f"1 / {2**49}") == Decimal("1.776356839400250464677810668945313E-15")
    assert value(f"-1 / {2**49}") == Decimal("-1.776356839400250464677810668945313E-15")


def test_beyond_38_digits_a_product_is_rounded_half_up() -> None:
    # 1.0000000000000000000000000000000000005 (38 digits) times 1.1 = 1.10000000000000000000000000000000000055
    assert value("a * 1.1", a=Decimal("1.0000000000000000000000000000000000005")) == Decimal(
        "1.1000000000000000000000000000000000006"
    )


@given(st.integers(0, 4 * 10**15), st.integers(-(10**15), 10**15))
def test_what_is_added_to_an_instant_is_what_lies_between(start: int, micros: int) -> None:
    length = Duration(micros, Unit.ELAPSED)
    aware = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=start)
    assert value("(a + b) - a = b", a=aware, b=length) is True
    assert value("(a - b) + b = a", a=aware, b=length) is True


# --- pure functions ---


def test_covers_asks_for_every_wanted_member() -> None:
    assert value("covers(a, b)", a=("x", "y", "z"), b=("z", "x")) is True
    assert value("covers(a, b)", a=("x",), b=("x", "y")) is False
    assert value("covers(a, b)", a=(), b=()) is True
    assert value("covers(a, b)", a=("x", None), b=("x", "y")) is None
    assert value("covers(a, b)", a=("x",), b=("x", None)) is None
    assert value("covers(a, b)", a=("x",), b=("y", None)) is False


def test_distance_is_in_metres_on_the_mean_sphere() -> None:
    # 6,371,008.8 m times pi / 180 for one degree of a great circle, times pi for half of it
    equator = {"a": Point(0.0, 0.0), "b": Point(0.0, 1.0)}
    assert value("distance(a, b)", **equator) == Decimal("111195.080")
    assert value("distance(a, b)", a=Point(90.0, 0.0), b=Point(-90.0, 0.0)) == Decimal("20015114.442")
    assert value("distance(a, b)", a=Point(0.0, 179.5), b=Point(0.0, -179.5)) == Decimal("111195.080")
    assert value("distance(a, b)", a=Point(31.2, 121.5), b=Point(31.2, 121.5)) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [  # 2018-08-15 is a Wednesday; Shanghai is eight hours ahead of UTC
        ("start_of(minute, a)", datetime(2018, 8, 15, 2, 34, tzinfo=UTC)),
        ("end_of(minute, a)", datetime(2018, 8, 15, 2, 35, tzinfo=UTC)),
        ("start_of(hour, a)", datetime(2018, 8, 15, 2, 0, tzinfo=UTC)),
        ("end_of(hour, a)", datetime(2018, 8, 15, 3, 0, tzinfo=UTC)),
        ("start_of(day, a)", datetime(2018, 8, 14, 16, 0, tzinfo=UTC)),
        ("end_of(day, a)", datetime(2018, 8, 15, 16, 0, tzinfo=UTC)),
        ("start_of(week, a)", datetime(2018, 8, 12, 16, 0, tzinfo=UTC)),
        ("end_of(week, a)", datetime(2018, 8, 19, 16, 0, tzinfo=UTC)),
        ("start_of(month, a)", datetime(2018, 7, 31, 16, 0, tzinfo=UTC)),
        ("end_of(month, a)", datetime(2018, 8, 31, 16, 0, tzinfo=UTC)),
        ("start_of(quarter, a)", datetime(2018, 6, 30, 16, 0, tzinfo=UTC)),
        ("end_of(quarter, a)", datetime(2018, 9, 30, 16, 0, tzinfo=UTC)),
        ("start_of(half-year, a)", datetime(2018, 6, 30, 16, 0, tzinfo=UTC)),
        ("end_of(half-year, a)", datetime(2018, 12, 31, 16, 0, tzinfo=UTC)),
        ("start_of(year, a)", datetime(2017, 12, 31, 16, 0, tzinfo=UTC)),
        ("end_of(year, a)", datetime(2018, 12, 31, 16, 0, tzinfo=UTC)),
        ("end_of(day, b)", datetime(2018, 8, 15, 16, 0, tzinfo=UTC)),
    ],
)
def test_periods_begin_and_end_in_the_zone(text: str, expected: datetime) -> None:
    assert value(text, a=datetime(2018, 8, 15, 2, 34, 56, tzinfo=UTC), b=date(2018, 8, 15)) == expected


def test_a_day_follows_its_zone() -> None:
    march = {"a": datetime(2018, 3, 25, 12, tzinfo=UTC), "zone": "Europe/Berlin"}  # the day has 23 hours
    assert value("end_of(day, a) - start_of(day, a) = 23 h", **march) is True
