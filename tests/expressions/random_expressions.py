"""Random typed expressions over fixed columns, and the same in SQL: written apart from the code under test.

Numbers are kept within what DuckDB's decimals hold exactly: every number carries how many digits it may have before and
after the point. Durations are whole microseconds (BIGINT) in SQL, instants naive timestamps in UTC.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from hypothesis import strategies as st

from jiannuo.core.expressions.syntax import Between, Binary, Case, In, IsNull, Like, Literal, Name, Unary
from jiannuo.core.values.durations import Duration, Unit

ZONE = "Asia/Shanghai"  # UTC+8 all through the years drawn here
LETTERS = "aaabb%_é中😀A "
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
OPERATORS = (
    *COMPARISONS, "+", "-", "*", "/", "||", "and", "or", "not", "minus",
    "is null", "is not null", "in", "not in", "between", "not between", "like", "not like", "case",
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """An expression, the same in SQL, its kind, and for numbers the digits before and after the point."""

    node: object
    sql: str
    kind: str
    whole: int = 0
    places: int = 0


def _text(source: Random, longest: int) -> str:
    return "".join(source.choice(LETTERS) for _ in range(source.randint(0, longest)))


def _days(source: Random, first: str, count: int) -> date:
    return date.fromisoformat(first) + timedelta(days=source.randrange(count))


COLUMNS: dict[str, tuple[str, str, Callable[[Random], object]]] = {
    "i": ("number", "BIGINT", lambda source: source.randint(-99, 99)),
    "j": ("number", "BIGINT", lambda source: source.randint(-3, 3)),
    "d": ("number", "DECIMAL(6,2)", lambda source: Decimal(source.randint(-99999, 99999)).scaleb(-2)),
    "e": ("number", "DECIMAL(6,2)", lambda source: Decimal(source.randint(-20, 20)).scaleb(-1)),
    "q": ("divisor", "DECIMAL(6,2)", lambda source: Decimal(source.choice("0 1 2 -4 5 10 0.5 0.25".split()))),
    "s": ("text", "VARCHAR", lambda source: _text(source, 4)),
    "t": ("text", "VARCHAR", lambda source: _text(source, 2)),
    "b": ("boolean", "BOOLEAN", lambda source: source.random() < 0.5),
    "c": ("boolean", "BOOLEAN", lambda source: source.random() < 0.5),
    "begun": (
        "instant",
        "TIMESTAMP",
        lambda source: EPOCH + timedelta(microseconds=source.randrange(10**15, 2 * 10**15)),
    ),
    "due": ("instant", "TIMESTAMP", lambda source: datetime(2020, 1, source.randint(1, 3), 16, tzinfo=UTC)),
    "planned": ("date", "DATE", lambda source: _days(source, "2020-01-02", 3)),
    "opened": ("date", "DATE", lambda source: _days(source, "2000-01-01", 9000)),
    "span": ("duration", "BIGINT", lambda source: Duration(source.randint(-(10**9), 10**9), Unit.ELAPSED)),
}


def random_rows(seed: int, count: int) -> list[dict[str, object]]:
    """Return rows of all columns; a fifth of the values is null."""
    source = Random(seed)
    return [
        {name: None if source.random() < 0.2 else make(source) for name, (_, _, make) in COLUMNS.items()}
        for _ in range(count)
    ]


def sql_value(value: object) -> str:
    """Write a constant in SQL."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case datetime():
            return f"TIMESTAMP '{value.replace(tzinfo=None).isoformat(' ')}'"
        case date():
            return f"DATE '{value.isoformat()}'"
        case Duration():
            return f"CAST({value.count} AS BIGINT)"
        case Decimal():
            places = max(0, -int(value.as_tuple().exponent))
            return f"CAST('{value}' AS DECIMAL({10 + places},{places}))"
    return f"CAST({value} AS DECIMAL(10,0))"


def _constant(value: object, kind: str, whole: int = 0, places: int = 0) -> Drawn:
    return Drawn(Literal(value), sql_value(value), kind, whole, places)


def _column(name: str) -> Drawn:
    kind, _, _ = COLUMNS[name]
    if name in ("i", "j"):
        return Drawn(Name((name,)), f"CAST({name} AS DECIMAL(2,0))", "number", 2, 0)
    return Drawn(Name((name,)), name, "number" if kind == "divisor" else kind, 4, 2)


@st.composite
def leaves(draw: st.DrawFn, kind: str) -> Drawn:
    """Draw a column or a constant of a kind."""
    names = [name for name, (each, _, _) in COLUMNS.items() if each == kind]
    if draw(st.booleans()):
        return _column(draw(st.sampled_from(names)))
    match kind:
        case "number":
            if draw(st.booleans()):
                return _constant(draw(st.integers(0, 99)), kind, 2, 0)
            return _constant(draw(st.decimals(0, 99, places=2)), kind, 2, 2)
        case "duration":
            micros = draw(st.integers(0, 10**4)) * 1000
            return _constant(Duration(micros, Unit.ELAPSED), kind)
        case _:
            make = COLUMNS[draw(st.sampled_from(names))][2]
            return _constant(make(Random(draw(st.integers(0, 99)))), kind)


@cache
def expressions(kind: str, depth: int) -> st.SearchStrategy[Drawn]:
    """Draw an expression of a kind, at most so deep."""
    if depth <= 0 or kind in ("date",):
        return leaves(kind)
    inner = [_rooted_once(operator, depth, kind) for operator in ROOTS[kind]]
    return st.one_of(leaves(kind), *inner)


ROOTS = {
    "boolean": (*COMPARISONS, "and", "or", "not", "is null", "is not null", "in", "not in", "between", "not between",
                "like", "not like"),
    "number": ("+", "-", "*", "/", "minus", "case"),
    "text": ("||", "case"),
    "instant": ("+", "-"),
    "duration": ("+", "-"),
}  # fmt: skip


@cache
def _rooted_once(operator: str, depth: int, kind: str) -> st.SearchStrategy[Drawn]:
    return rooted(operator, depth, kind)


@st.composite
def rooted(draw: st.DrawFn, operator: str, depth: int, kind: str | None = None) -> Drawn:
    """Draw an expression with an operator at its root."""
    below = depth - 1
    if operator in ("and", "or"):
        one, other = draw(expressions("boolean", below)), draw(expressions("boolean", below))
        return Drawn(Binary(operator, one.node, other.node), f"({one.sql} {operator} {other.sql})", "boolean")
    if operator == "not":
        one = draw(expressions("boolean", below))
        return Drawn(Unary("not", one.node), f"(NOT {one.sql})", "boolean")
    if operator in COMPARISONS:
        return draw(_compared(operator, below))
    if operator in ("is null", "is not null"):
        one = draw(expressions(draw(st.sampled_from(list(ROOTS))), below))
        return Drawn(IsNull(one.node, operator == "is not null"), f"({one.sql} {operator})", "boolean")
    return draw(_MAKERS[operator.removeprefix("not ")](operator, below, kind))


@st.composite
def _compared(draw: st.DrawFn, operator: str, below: int) -> Drawn:
    kind = draw(st.sampled_from(["number", "text", "instant", "date", "duration", "boolean"]))
    if kind == "boolean" and operator not in ("=", "<>"):
        kind = "number"
    one, other = draw(expressions(kind, below)), draw(expressions(kind, below))
    left, right = one.sql, other.sql
    if kind in ("instant", "date") and draw(st.booleans()):
        day = draw(leaves("date"))
        instant = draw(expressions("instant", below))
        one, other, left, right = day, instant, f"(CAST({day.sql} AS TIMESTAMP) - INTERVAL 8 HOURS)", instant.sql
    return Drawn(Binary(operator, one.node, other.node), f"({left} {operator} {right})", "boolean")


@st.composite
def _sum(draw: st.DrawFn, operator: str, below: int, kind: str | None) -> Drawn:
    kind = kind or draw(st.sampled_from(["number", "number", "instant", "duration"]))
    if kind == "number":
        one, other = draw(_small(below)), draw(_small(below))
        whole, places = max(one.whole, other.whole) + 1, max(one.places, other.places)
        return Drawn(Binary(operator, one.node, other.node), f"({one.sql} {operator} {other.sql})", kind, whole, places)
    length = draw(expressions("duration", below))
    if kind == "duration":
        if operator == "-" and draw(st.booleans()):
            start, end = draw(expressions("instant", below)), draw(expressions("instant", below))
            return Drawn(Binary("-", end.node, start.node), f"(epoch_us({end.sql}) - epoch_us({start.sql}))", kind)
        other = draw(expressions("duration", below))
        return Drawn(Binary(operator, length.node, other.node), f"({length.sql} {operator} {other.sql})", kind)
    start = draw(expressions("instant", below))
    sign = "" if operator == "+" else "-"
    return Drawn(
        Binary(operator, start.node, length.node), f"({start.sql} + to_microseconds({sign}({length.sql})))", kind
    )


@st.composite
def _small(draw: st.DrawFn, below: int) -> Drawn:
    """Draw a number with few enough digits that products of it stay exact in SQL."""
    found = draw(expressions("number", below))
    return found if found.whole <= 8 and found.places <= 6 else draw(leaves("number"))


@st.composite
def _product(draw: st.DrawFn, operator: str, below: int, kind: str | None) -> Drawn:
    one, other = draw(_small(below)), draw(_small(below))
    return Drawn(
        Binary("*", one.node, other.node), f"({one.sql} * {other.sql})", "number", one.whole + other.whole,
        one.places + other.places,
    )  # fmt: skip


@st.composite
def _quotient(draw: st.DrawFn, operator: str, below: int, kind: str | None) -> Drawn:
    """Draw a division whose result has at most three more places, so that a double rounded to eight is exact."""
    one = draw(_small(below))
    if one.places > 4 or one.whole > 6:
        one = draw(leaves("number"))
    divisor = _column("q")
    quotient = f"CAST(CAST({one.sql} AS DOUBLE) / CAST({divisor.sql} AS DOUBLE) AS DECIMAL(20,8))"
    sql = f"(CASE WHEN {divisor.sql} = 0 THEN NULL ELSE {quotient} END)"
    return Drawn(Binary("/", one.node, divisor.node), sql, "number", one.whole + 1, 8)


@st.composite
def _minus(draw: st.DrawFn, operator: str, below: int, kind: str | None) -> Drawn:
    one = draw(expressions("number", below))
    return Drawn(Unary("-", one.node), f"(-{one.sql})", "number", one.whole, one.places)


@st.composite
def _joined(draw: st.DrawFn, operator: str, below: int, kind: str | None) -> Drawn:
    one, other = draw(expressions("text", below)), draw(expressions("text", below))
    return Drawn(Binary("||", one.node, other.node), f"({one.sql} || {other.sql})", "text")


@st.composite
def _in(draw: st.DrawFn, operator: str, below: int, kind: str | None) -> Drawn:
    kind = draw(st.sampled_from(["number", "text", "date"]))
    one = draw(expressions(kind, below))
    options = draw(st.lists(leaves(kind) | st.just(_constant(None, kind)), min_size=1, max_size=4))
    if len(options) == 1 and isinstance(options[0].node, Name):
        options.append(_constant(None, kind))  # one name would be a list
    listed = ", ".join(option.sql for option in options)
    node = In(one.node, tuple(option.node for option in options), operator == "not in")
    return Drawn(node, f"({one.sql} {operator} ({listed}))", "boolean")


@st.composite
def _between(draw: st.DrawFn, operator: str, below: int, kind: str | None) -> Drawn:
    kind = draw(st.sampled_from(["number", "text", "instant", "date", "duration"]))
    one, low, high = (draw(expressions(kind, below)) for _ in range(3))
    node = Between(one.node, low.node, high.node, operator == "not between")
    return Drawn(node, f"({one.sql} {operator} {low.sql} AND {high.sql})", "boolean")


@st.composite
def _like(draw: st.DrawFn, operator: str, below: int, kind: str | None) -> Drawn:
    one = draw(expressions("text", below))
    parts = st.sampled_from(["%", "_", "_", "a", "b", "\\%", "\\_", "a", "b", "é", "中", "😀", "\\\\"])
    literal = st.lists(parts, max_size=5).map("".join).map(lambda text: _constant(text, "text"))
    pattern = draw(literal | st.just(_column("t")))
    node = Like(one.node, pattern.node, operator == "not like")
    return Drawn(node, f"({one.sql} {operator} {pattern.sql} ESCAPE '\\')", "boolean")


@st.composite
def _case(draw: st.DrawFn, operator: str, below: int, kind: str | None) -> Drawn:
    kind = kind or draw(st.sampled_from(["number", "text"]))
    branches = draw(
        st.lists(st.tuples(expressions("boolean", below), expressions(kind, below)), min_size=1, max_size=2)
    )
    otherwise = draw(st.none() | expressions(kind, below))
    results = [then for _, then in branches] + ([otherwise] if otherwise else [])
    sql = " ".join(f"WHEN {when.sql} THEN {then.sql}" for when, then in branches)
    sql += f" ELSE {otherwise.sql}" if otherwise else ""
    node = Case(tuple((when.node, then.node) for when, then in branches), otherwise.node if otherwise else None)
    whole, places = max(each.whole for each in results), max(each.places for each in results)
    return Drawn(node, f"(CASE {sql} END)", kind, whole, places)


_MAKERS = {
    "+": _sum,
    "-": _sum,
    "*": _product,
    "/": _quotient,
    "minus": _minus,
    "||": _joined,
    "in": _in,
    "between": _between,
    "like": _like,
    "case": _case,
}


def micros(moment: datetime | timedelta) -> int:
    """Return whole microseconds, since 1970 for an instant."""
    span = moment - EPOCH if isinstance(moment, datetime) else moment
    return span // timedelta(microseconds=1)
