"""A syntax tree back in the words of the language, in one canonical form that reads as the same tree."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from jiannuo.core.expressions.functions import FUNCTIONS
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
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import Duration, write_duration

_OR, _AND, _NOT, _TEST, _JOIN, _SUM, _PRODUCT, _SIGN, _ATOM = range(1, 10)
_BINDING = {"or": _OR, "and": _AND, "||": _JOIN, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}
_WORDS = {True: "true", False: "false", None: "null"}


def write_condition(expression: Expression) -> str:
    """Write an expression so that `read_condition` gives the same tree again, with no needless parentheses."""
    return _WRITERS[type(expression)](expression)


def write_selector(selector: Selector) -> str:
    """Write a selector so that `read_selector` gives the same again."""
    return _selector(selector, selector.event)


def write_constant(value: object) -> str:
    """Write a constant as a condition writes it."""
    match value:
        case bool() | None:
            return _WORDS[value]
        case str():
            return "'" + value.replace("'", "''") + "'"
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Duration():
            return write_duration(value).en
        case Money():
            return f"{value.amount:f} {value.currency}"
        case Quantity():
            return f"{value.amount:f} {value.unit}"
    return str(value)


def span_of(node: Expression | Selector) -> tuple[int, int]:
    """Return offset and width of the word or sign by which a node is known in the text."""
    match node:
        case Name():
            return node.at, len(node.dotted)
        case Literal():
            return node.at, len(write_constant(node.value))
        case Call():
            return node.at, len(node.function)
        case Binary() | Unary():
            return node.at, len(node.operator)
        case Selector():
            return node.at, len(node.event)
    return node.at, {IsNull: 2, In: 2, Between: 7, Like: 4, Case: 4}[type(node)]


def _bound(node: Expression, least: int) -> str:
    """Write a part, in parentheses if it binds more loosely than its place allows."""
    written = write_condition(node)
    return written if _binding(node) >= least else f"({written})"


def _binding(node: Expression) -> int:
    match node:
        case Binary():
            return _BINDING.get(node.operator, _TEST)
        case Unary():
            return _NOT if node.operator == "not" else _SIGN
        case IsNull() | In() | Between() | Like():
            return _TEST
        case Literal(value=int() | Decimal() | Duration() | Money() | Quantity() as value):
            return _SIGN if write_constant(value).startswith("-") else _ATOM
    return _ATOM


def _literal(node: Literal) -> str:
    return write_constant(node.value)


def _name(node: Name) -> str:
    return node.dotted


def _unary(node: Unary) -> str:
    if node.operator == "not":
        return f"not {_bound(node.operand, _NOT)}"
    operand = _bound(node.operand, _SIGN)
    return f"-({operand})" if operand.startswith("-") else f"-{operand}"


def _binary(node: Binary) -> str:
    binding = _binding(node)
    if binding == _TEST:
        return f"{_bound(node.left, _JOIN)} {node.operator} {_bound(node.right, _JOIN)}"
    return f"{_bound(node.left, binding)} {node.operator} {_bound(node.right, binding + 1)}"


def _not(negated: bool) -> str:
    return "not " if negated else ""


def _is_null(node: IsNull) -> str:
    return f"{_bound(node.operand, _JOIN)} is {_not(node.negated)}null"


def _in(node: In) -> str:
    options = ", ".join(write_condition(option) for option in node.options)
    is_list = len(node.options) == 1 and isinstance(node.options[0], Name | Call)
    return f"{_bound(node.operand, _JOIN)} {_not(node.negated)}in {options if is_list else f'({options})'}"


def _between(node: Between) -> str:
    bounds = f"{_bound(node.low, _JOIN)} and {_bound(node.high, _JOIN)}"
    return f"{_bound(node.operand, _JOIN)} {_not(node.negated)}between {bounds}"


def _like(node: Like) -> str:
    return f"{_bound(node.operand, _JOIN)} {_not(node.negated)}like {_bound(node.pattern, _JOIN)}"


def _case(node: Case) -> str:
    branches = " ".join(f"when {write_condition(when)} then {write_condition(then)}" for when, then in node.branches)
    otherwise = "" if node.otherwise is None else f" else {write_condition(node.otherwise)}"
    return f"case {branches}{otherwise} end"


def _call(node: Call) -> str:
    function = FUNCTIONS[node.function]
    parts = [_argument(node, argument) for argument in node.arguments]
    if isinstance(node.window, Duration):
        parts.append(write_constant(node.window))
    elif isinstance(node.window, Name):
        parts.append(node.window.dotted)
    elif node.window is not None:
        parts.append(write_selector(node.window))
    if function.kind == "period" and isinstance(node.arguments[0], Literal):
        parts[0] = str(node.arguments[0].value)
    field = f".{node.field}" if node.field is not None and node.function != "sum" else ""
    return f"{node.function}({', '.join(parts)}){field}"


def _argument(node: Call, argument: Expression | Selector) -> str:
    if not isinstance(argument, Selector):
        return write_condition(argument)
    return _selector(argument, f"{argument.event}.{node.field}" if node.function == "sum" else argument.event)


def _selector(selector: Selector, event: str) -> str:
    parts = [event if selector.promise is None else f"{event}({write_constant(selector.promise)})"]
    if selector.where is not None:
        parts.append(f"where {write_condition(selector.where)}")
    if selector.via is not None:
        parts.append(f"via {selector.via}")
    if selector.by is not None:
        parts.append(f"by {write_who(selector.by)}")
    if selector.not_by is not None:
        parts.append(f"not by {write_who(selector.not_by)}")
    return " ".join(parts)


def write_who(who: Who) -> str:
    """Write a who-clause as `read_who` reads it."""
    if who.kind == "actor_of":
        return who.name or ""
    return f"{who.kind} {who.name}" if who.name else who.kind


_WRITERS: dict[type, Callable[..., str]] = {
    Literal: _literal,
    Name: _name,
    Unary: _unary,
    Binary: _binary,
    IsNull: _is_null,
    In: _in,
    Between: _between,
    Like: _like,
    Case: _case,
    Call: _call,
}
