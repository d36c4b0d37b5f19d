"""Scalar evaluation, Arrow columns and DuckDB give the same values."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiannuo.core.expressions import columns as columns_module
from jiannuo.core.expressions.checking import check_expression
from jiannuo.core.expressions.column_values import values_of
from jiannuo.core.expressions.columns import evaluate_columns
from jiannuo.core.expressions.evaluating import evaluate
from jiannuo.core.expressions.names import Names
from jiannuo.core.expressions.reading import read_condition
from jiannuo.core.expressions.syntax import Between, Binary, Call, Case, In, IsNull, Like, Name, Unary
from jiannuo.core.expressions.types import AttributeType, Plain
from jiannuo.core.expressions.walking import walk
from jiannuo.core.values.durations import Duration
from jiannuo.core.values.problems import Refusal
from tests.expressions.random_expressions import COLUMNS, OPERATORS, ZONE, Drawn, micros, random_rows, rooted

ARROW = {"BIGINT": pa.int64(), "VARCHAR": pa.string(), "BOOLEAN": pa.bool_(), "DATE": pa.date32(),
         "TIMESTAMP": pa.timestamp("us", tz="UTC"), "DECIMAL(6,2)": pa.decimal128(6, 2)}  # fmt: skip
KINDS = {"number": "number", "divisor": "number", "i": "integer", "j": "integer"}
NAMES = Names(
    own={name: AttributeType(Plain(KINDS.get(name, KINDS.get(kind, kind)))) for name, (kind, _, _) in COLUMNS.items()}
)


class Row:
    zone = ZONE

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values
        self.faults: Counter[str] = Counter()

    def value_of(self, name: Name) -> object | None:
        return self.values[name.dotted]

    def call(self, call: Call) -> object | None:
        raise AssertionError(call)

    def count_fault(self, reason: str) -> None:
        self.faults[reason] += 1


def plain(value: object) -> object:
    """Return a value in one form for all three: numbers as decimals, instants and durations as microseconds."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value).normalize() + 0
    if isinstance(value, Duration):
        return Decimal(value.count).normalize() + 0
    return micros(value) if isinstance(value, datetime) else value


def as_arrow(drawn_rows: list[dict[str, object]]) -> dict[str, pa.Array]:
    found = {}
    for name, (kind, sql, _) in COLUMNS.items():
        values = [row[name] for row in drawn_rows]
        if kind == "duration":
            counts = [value.count if isinstance(value, Duration) else None for value in values]
            found[name] = pa.array(counts, pa.duration("us"))
        else:
            found[name] = pa.array(values, ARROW[sql])
    return found


def as_table(arrays: dict[str, pa.Array]) -> pa.Table:
    """Return the columns as DuckDB is to see them."""
    changed = dict(arrays)
    changed["span"] = arrays["span"].cast(pa.int64())
    for name in ("begun", "due"):
        changed[name] = arrays[name].cast(pa.timestamp("us"))
    return pa.table(changed)


def from_duckdb(value: object) -> object:
    return plain(value.replace(tzinfo=UTC) if isinstance(value, datetime) else value)


def operators_in(node: object) -> set[str]:
    found = set()
    for each, _ in walk(node):
        if isinstance(each, Binary):
            found.add(each.operator)
        elif isinstance(each, Unary):
            found.add("not" if each.operator == "not" else "minus")
        elif isinstance(each, IsNull):
            found.add("is not null" if each.negated else "is null")
        elif isinstance(each, In | Between | Like):
            word = type(each).__name__.lower()
            found.add(f"not {word}" if each.negated else word)
        elif isinstance(each, Case):
            found.add("case")
    return found


TABLES = [random_rows(seed, 12) for seed in range(8)]
ARRAYS = [as_arrow(table) for table in TABLES]


def test_scalar_arrow_and_duckdb_agree_on_every_operator() -> None:
    met: Counter[str] = Counter()
    connection = duckdb.connect()
    for number, arrays in enumerate(ARRAYS):
        connection.register(f"log{number}", as_table(arrays))
    each = max(settings.default.max_examples // 4, 20)

    for operator in OPERATORS:

        @settings(max_examples=each, suppress_health_check=list(HealthCheck), deadline=None)
        @given(rooted(operator, 3), st.integers(0, len(TABLES) - 1))
        def agrees(drawn: Drawn, number: int) -> None:
            found = connection.sql(f"SELECT {drawn.sql} FROM log{number}").fetchall()
            expected = [from_duckdb(row[0]) for row in found]
            scalar = [plain(evaluate(drawn.node, Row(row))) for row in TABLES[number]]
            arrow = values_of(evaluate_columns(drawn.node, ARRAYS[number], zone=ZONE))
            assert scalar == expected, drawn.sql
            assert [plain(value) for value in arrow] == expected, drawn.sql
            assert check_expression(drawn.node, NAMES)[1] == ()
            met.update(operators_in(drawn.node))

        agrees()
    assert {operator: met[operator] for operator in OPERATORS if met[operator] < each} == {}


# --- what is left to the rows, and what is refused ---

MONEY = pa.struct([("amount", pa.decimal128(10, 2)), ("currency", pa.string())])
MASS = pa.struct([("amount", pa.decimal128(10, 2)), ("unit", pa.string())])
PLACE = pa.struct([("latitude", pa.float64()), ("longitude", pa.float64())])


def column(text: str, faults: Counter[str] | None = None, **columns: pa.Array) -> pa.Array:
    counter = (lambda reason: faults.update([reason])) if faults is not None else None
    return evaluate_columns(read_condition(text), columns, zone=ZONE, count_fault=counter)


def test_plain_comparisons_and_logic_run_in_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns_module, "_Rows", None)
    found = column(
        "s like 'a%' and n between 1 and 5 or n in (7, null) and not (t - u > 1 h) and d + 1 > 2.5",
        s=pa.array(["ab", "b", None]),
        n=pa.array([5, 7, 1], pa.int32()),
        t=pa.array([3_600_000_000, 0, 0], pa.timestamp("us", tz="UTC")),
        u=pa.array([0, 0, None], pa.timestamp("ms", tz="Asia/Shanghai")),
        d=pa.array([Decimal("1.50"), Decimal("2.00"), None]),
    )
    assert found.to_pylist() == [True, True, None]


def test_a_division_is_counted_where_it_fails_and_only_where_it_is_asked_for() -> None:
    faults: Counter[str] = Counter()
    arrays = {"a": pa.array([1, 2, 3]), "b": pa.array([0, 4, None])}
    assert column("a / b", faults, **arrays).to_pylist() == [None, Decimal("0.5"), None]
    assert faults == {"division by zero": 1}
    assert column("b <> 0 and a / b < 1", faults, **arrays).to_pylist() == [False, True, None]
    assert faults == {"division by zero": 1}


def test_an_overflow_of_64_bits_goes_on_in_decimals() -> None:
    arrays = {"a": pa.array([2**63 - 1, 1])}
    assert column("a * a", **arrays).to_pylist() == [Decimal((2**63 - 1) ** 2), Decimal(1)]
    assert column("a + 1", **arrays).to_pylist() == [Decimal(2**63), Decimal(2)]


def test_money_quantities_points_and_lists_are_compared_row_by_row() -> None:
    money = pa.array(
        [{"amount": Decimal("5.00"), "currency": "CNY"}, {"amount": Decimal("5.00"), "currency": "USD"}], MONEY
    )
    faults: Counter[str] = Counter()
    assert column("p <= 5 CNY", faults, p=money).to_pylist() == [True, None]
    assert faults == {"currencies": 1}
    assert column("p * 2", p=money[:1]).to_pylist() == [{"amount": Decimal("10.00"), "currency": "CNY"}]
    mass = pa.array([{"amount": Decimal("5.00"), "unit": "g"}, None], MASS)
    assert column("m > 1 mg", m=mass).to_pylist() == [True, None]
    places = (
        pa.array([{"latitude": 0.0, "longitude": 0.0}], PLACE),
        pa.array([{"latitude": 0.0, "longitude": 1.0}], PLACE),
    )
    assert column("distance(a, b)", a=places[0], b=places[1]).to_pylist() == [Decimal("111195.080")]
    tags = pa.array([["x", "y"], [], None], pa.list_(pa.string()))
    assert column("'x' in tags", tags=tags).to_pylist() == [True, False, None]


def test_floats_are_taken_as_they_are_written() -> None:
    floats = pa.array([0.1, float("nan"), None])
    faults: Counter[str] = Counter()
    assert column("f + 0.2 = 0.3", faults, f=floats).to_pylist() == [True, None, None]
    assert faults == {"not a number": 1}


def test_days_on_the_calendar_go_by_the_zone() -> None:
    begun = pa.array([datetime(2018, 1, 1, 2, tzinfo=UTC), None], pa.timestamp("us", tz="UTC"))
    found = column("begun + 3 natural days", begun=begun)
    assert found.to_pylist() == [datetime(2018, 1, 4, 16, tzinfo=UTC), None]


def test_dictionaries_and_chunks_are_columns_like_others() -> None:
    kinds = pa.chunked_array([pa.array(["a", "b"]).dictionary_encode(), pa.array(["a", None]).dictionary_encode()])
    assert column("k = 'a'", k=kinds).to_pylist() == [True, False, True, None]


def test_a_name_with_dots_is_a_column_of_that_name() -> None:
    found = evaluate_columns(read_condition("order.price > 1"), {"order.price": pa.array([1, 2])}, zone=ZONE)
    assert found.to_pylist() == [False, True]


def test_a_constant_stands_for_every_row() -> None:
    assert column("1 = 1", a=pa.array([1, 2])).to_pylist() == [True, True]
    assert column("null", a=pa.array([1, 2])).to_pylist() == [None, None]
    assert column("a = null", a=pa.array([1, 2])).type == pa.bool_()


@pytest.mark.parametrize(
    ("text", "code"),
    [("amuont > 1", "E401"), ("made > 1", "E402"), ("raw = 'x'", "E402"), ("seen(e) and amount > 1", "E403"),
     ("case when amount > 1 then amount else 'x' end", "E404")],
)  # fmt: skip
def test_what_a_column_cannot_give_is_refused(text: str, code: str) -> None:
    arrays = {
        "amount": pa.array([1, 2]),
        "made": pa.array([0, 1], pa.timestamp("us")),
        "raw": pa.array([b"x", b"y"]),
    }
    with pytest.raises(Refusal) as caught:
        evaluate_columns(read_condition(text), arrays, zone=ZONE)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_every_missing_column_is_told_at_once() -> None:
    with pytest.raises(Refusal) as caught:
        column("amuont > 1 and seen(e) and x", amount=pa.array([1]))
    assert [problem.code for problem in caught.value.problems] == ["E401", "E403", "E401"]
    assert caught.value.problems[0].cure("en").endswith("Did you mean amount?")


def test_durations_that_are_no_elapsed_time_make_no_column() -> None:
    with pytest.raises(Refusal):
        column("case when a then 3 natural days end", a=pa.array([True]))
    assert column("case when a then 3 h end", a=pa.array([True, False])).to_pylist() == [timedelta(hours=3), None]
