"""Scalar evaluation, Arrow columns and DuckDB give the same values."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiannuo.core.expressions.checking import check_expression
from jiannuo.core.expressions.column_values import values_of
from jiannuo.core.expressions.columns import evaluate_columns
from jiannuo.core.expressions.evaluating import evaluate
from jiannuo.core.expressions.names import Names
from jiannuo.core.expressions.syntax import Between, Binary, Call, Case, In, IsNull, Like, Name, Unary
from jiannuo.core.expressions.types import AttributeType, Plain
from jiannuo.core.expressions.walking import walk
from jiannuo.core.values.durations import Duration
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
