"""The value of an expression for one row or event: three-valued, compiled once into nested closures.

`None` means unknown. What cannot be computed (a zero divisor, an overflow, amounts of two currencies) is unknown for
this row only and is reported to the scope's `count_fault`, where it has one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from jiannuo.core.expressions.calculating import calculate, negative
from jiannuo.core.expressions.comparing import TESTS, compare, like
from jiannuo.core.expressions.faults import Fault, Reason
from jiannuo.core.expressions.pure_functions import PURE
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
    Unary,
)


class Scope(Protocol):
    """What an expression sees. A scope may also offer `count_fault(reason)` and a working `calendar`."""

    @property
    def zone(self) -> str:
        """Return the name of the charter's zone."""

    def value_of(self, name: Name) -> object | None:
        """Return what a name stands for, None if that is not known."""

    def call(self, call: Call) -> object | None:
        """Return the value of a function that needs history, states, tables or calendars."""


Compiled = Callable[[Scope], object]
_DIRECT = frozenset({str, int, datetime})
"""Types whose values compare with their like as Python compares them."""
_MOST_COMPILED = 8_192
_compiled: dict[int, tuple[Expression, Compiled]] = {}


def evaluate(expression: Expression, scope: Scope) -> object | None:
    """Return the value of an expression in a scope, None if unknown; compiles each expression once."""
    known = _compiled.get(id(expression))
    # The expression is kept beside its closure, so that no other can take over its identity. Equality would not do:
    # `x = 1` and `x = true` are equal to Python.
    if known is None or known[0] is not expression:
        if len(_compiled) >= _MOST_COMPILED:
            _compiled.clear()
        known = _compiled[id(expression)] = (expression, compile_condition(expression))
    return known[1](scope)


def compile_condition(expression: Expression) -> Compiled:
    """Turn an expression into a function from a scope to its value."""
    return _COMPILERS[type(expression)](expression)


def _unknown(scope: Scope, fault: Fault) -> bool | None:
    count: Callable[[Reason], None] | None = getattr(scope, "count_fault", None)
    if count is not None:
        count(fault.reason)
    return None


def _constant(value: object) -> Compiled:
    return lambda _: value


def _literal(node: Literal) -> Compiled:
    return _constant(node.value)


def _name(node: Name) -> Compiled:
    return lambda scope: scope.value_of(node)


# --- logic ---


def _parts(node: Expression, sign: str) -> list[Expression]:
    """Return the operands of a chain of `and` or of `or`, left to right."""
    waiting, found = [node], []
    while waiting:
        current = waiting.pop()
        if isinstance(current, Binary) and current.operator == sign:
            waiting.extend((current.right, current.left))
        else:
            found.append(current)
    return found


def _all_or_any(node: Binary) -> Compiled:
    """Kleene: `false` decides an `and`, `true` an `or`, whatever else is unknown."""
    parts = tuple(compile_condition(part) for part in _parts(node, node.operator))
    decisive = node.operator == "or"

    def run(scope: Scope) -> object:
        found: bool | None = not decisive
        for part in parts:
            value = part(scope)
            if value is decisive:
                return decisive
            if value is not found:
                found = None
        return found

    return run


def _unary(node: Unary) -> Compiled:
    return _not(node) if node.operator == "not" else _minus(node)


def _not(node: Unary) -> Compiled:
    operand = compile_condition(node.operand)

    def run(scope: Scope) -> object:
        value = operand(scope)
        return None if value is None else value is False

    return run


def _minus(node: Unary) -> Compiled:
    operand = compile_condition(node.operand)

    def run(scope: Scope) -> object:
        value = operand(scope)
        if value is None:
            return None
        try:
            return negative(value)
        except Fault as fault:
            return _unknown(scope, fault)

    return run


# --- two operands ---


def _binary(node: Binary) -> Compiled:
    if node.operator in ("and", "or"):
        return _all_or_any(node)
    if node.operator not in TESTS:
        return _calculation(node)
    if isinstance(node.right, Literal) and type(node.right.value) in _DIRECT:
        return _comparison_with_constant(node, node.right.value)
    return _comparison(node)


def _comparison_with_constant(node: Binary, constant: object) -> Compiled:
    sign, test, wanted = node.operator, TESTS[node.operator], type(constant)
    left = compile_condition(node.left)

    def run(scope: Scope) -> object:
        value = left(scope)
        if type(value) is wanted:
            return test(value, constant)
        return None if value is None else _compared(sign, value, constant, scope)

    return run


def _comparison(node: Binary) -> Compiled:
    sign, test = node.operator, TESTS[node.operator]
    left, right = compile_condition(node.left), compile_condition(node.right)

    def run(scope: Scope) -> object:
        one = left(scope)
        if one is None:
            return None
        other = right(scope)
        if other is None:
            return None
        if type(one) is type(other) and type(one) in _DIRECT:
            return test(one, other)
        return _compared(sign, one, other, scope)

    return run


def _compared(sign: str, one: object, other: object, scope: Scope) -> bool | None:
    try:
        return compare(sign, one, other, scope)
    except Fault as fault:
        return _unknown(scope, fault)


def _calculation(node: Binary) -> Compiled:
    sign = node.operator
    left, right = compile_condition(node.left), compile_condition(node.right)

    def run(scope: Scope) -> object:
        one = left(scope)
        if one is None:
            return None
        other = right(scope)
        if other is None:
            return None
        try:
            return calculate(sign, one, other, scope)
        except Fault as fault:
            return _unknown(scope, fault)

    return run


# --- tests ---


def _is_null(node: IsNull) -> Compiled:
    operand, negated = compile_condition(node.operand), node.negated
    return lambda scope: (operand(scope) is None) is not negated


def _turned(value: object, negated: bool) -> object:
    return value if not negated or value is None else value is False


def _between(node: Between) -> Compiled:
    operand, low, high = (compile_condition(part) for part in (node.operand, node.low, node.high))

    def run(scope: Scope) -> object:
        value = operand(scope)
        if value is None:
            return None
        above = _beyond(">=", value, low(scope), scope)
        below = False if above is False else _beyond("<=", value, high(scope), scope)
        return _turned(False if below is False else above and below, node.negated)

    return run


def _beyond(sign: str, value: object, bound: object, scope: Scope) -> bool | None:
    return None if bound is None else _compared(sign, value, bound, scope)


def _in(node: In) -> Compiled:
    constants = [option.value for option in node.options if isinstance(option, Literal)]
    kinds = {type(value) for value in constants}
    if len(constants) == len(node.options) and len(kinds) == 1 and kinds <= _DIRECT:
        return _in_constants(node, frozenset(constants), kinds.pop())
    operand = compile_condition(node.operand)
    options = tuple(compile_condition(option) for option in node.options)

    def run(scope: Scope) -> object:
        value = operand(scope)
        return None if value is None else _turned(_member(value, options, scope), node.negated)

    return run


def _in_constants(node: In, constants: frozenset[object], wanted: type) -> Compiled:
    operand, negated = compile_condition(node.operand), node.negated
    listed = tuple(_constant(value) for value in constants)

    def run(scope: Scope) -> object:
        value = operand(scope)
        if type(value) is wanted:
            return (value in constants) is not negated
        return None if value is None else _turned(_member(value, listed, scope), negated)

    return run


def _member(value: object, options: tuple[Compiled, ...], scope: Scope) -> bool | None:
    """Tell whether a value equals any option; the members of a list are options of their own."""
    found: bool | None = False
    for option in options:
        other = option(scope)
        for each in other if isinstance(other, tuple) else (other,):
            equal = None if each is None else _compared("=", value, each, scope)
            if equal:
                return True
            if equal is None:
                found = None
    return found


def _like(node: Like) -> Compiled:
    operand, pattern = compile_condition(node.operand), compile_condition(node.pattern)

    def run(scope: Scope) -> object:
        text, wanted = operand(scope), pattern(scope)
        if text is None or wanted is None:
            return None
        try:
            return like(text, wanted) is not node.negated
        except Fault as fault:
            return _unknown(scope, fault)

    return run


def _case(node: Case) -> Compiled:
    branches = tuple((compile_condition(when), compile_condition(then)) for when, then in node.branches)
    otherwise = _constant(None) if node.otherwise is None else compile_condition(node.otherwise)

    def run(scope: Scope) -> object:
        for when, then in branches:
            if when(scope) is True:
                return then(scope)
        return otherwise(scope)

    return run


def _call(node: Call) -> Compiled:
    function = PURE.get(node.function)
    if function is None:
        return lambda scope: scope.call(node)
    first, second = (compile_condition(part) for part in node.arguments)  # type: ignore[arg-type]

    def run(scope: Scope) -> object:
        one, other = first(scope), second(scope)
        if one is None or other is None:
            return None
        try:
            return function(one, other, scope)
        except Fault as fault:
            return _unknown(scope, fault)

    return run


_COMPILERS: dict[type, Callable[..., Compiled]] = {
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
