"""Names and types of a condition, before it meets data: every problem at once, each with its span."""

from collections.abc import Callable
from dataclasses import replace

from jiannuo.core.expressions.checking_calls import check_call, check_object
from jiannuo.core.expressions.comparing import TESTS
from jiannuo.core.expressions.conforming import is_period
from jiannuo.core.expressions.names import Names
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.problems import (
    MISMATCH,
    NEEDS_CALENDAR,
    NO_SUCH_OPTION,
    UNKNOWN_EVENT,
    UNKNOWN_NAME,
    WRONG_TYPE,
)
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
from jiannuo.core.expressions.type_writing import type_in_words
from jiannuo.core.expressions.types import ListOf, Nothing, OneOf, Plain, Type
from jiannuo.core.expressions.typing_rules import (
    ANY,
    BOOLEAN,
    comparable,
    joined,
    kind_of_type,
    result_of,
    type_of_value,
)
from jiannuo.core.expressions.writing import span_of, write_condition
from jiannuo.core.values.durations import Duration
from jiannuo.core.values.problems import Problem
from jiannuo.core.values.texts import Text, listed

_NO_HINT = Text(zh="", en="")
_UNQUOTED = Text(
    zh="日期和时刻不加引号，例如 2018-01-01。", en=" Dates and instants stand unquoted, such as 2018-01-01."
)


def check_condition(expression: Expression, names: Names) -> tuple[Type, tuple[Problem, ...]]:
    """Return the type of a condition, which must be true or false, and every problem with its names and types."""
    return check_expression(expression, names, wanted=BOOLEAN)


def check_expression(
    expression: Expression, names: Names, *, wanted: Type | None = None
) -> tuple[Type, tuple[Problem, ...]]:
    """Return the type of an expression and every problem; with `wanted`, a value that goes with that type is due."""
    checker = _Checker(names)
    found = checker.type_of(expression) if wanted is None else checker.demand(expression, wanted)
    return found, tuple(checker.problems)


def check_selector(selector: Selector, names: Names) -> tuple[Problem, ...]:
    """Return every problem of a selector; its own event's attributes are the bare names of its `where`."""
    checker = _Checker(names)
    checker.selector(selector)
    return tuple(checker.problems)


def check_who(who: Who, names: Names) -> tuple[Problem, ...]:
    """Return every problem of a who-clause that stands by itself, as under `by` and `not by` of a promise."""
    checker = _Checker(names)
    checker.who(who)
    return tuple(checker.problems)


class _Checker:
    """Types nodes from the leaves up and collects problems; what has a problem goes with everything above it."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.problems: list[Problem] = []

    def note(self, problem: Problem) -> Type:
        self.problems.append(problem)
        return Nothing()

    def type_of(self, node: Expression) -> Type:
        return _RULES[type(node)](self, node)

    def demand(self, node: Expression, wanted: Type) -> Type:
        """Type a node that must go with a type."""
        found = self.type_of(node)
        kinds = kind_of_type(found), kind_of_type(wanted)
        if ANY not in kinds and kinds[0] != kinds[1]:
            expected, actual = type_in_words(wanted), type_in_words(found)
            self.note(WRONG_TYPE.at(span=span_of(node), expected=expected, found=actual))
        return found

    # --- leaves ---

    def literal(self, node: Literal) -> Type:
        return type_of_value(node.value)

    def name(self, node: Name) -> Type:
        found = self.names.type_of(node)
        return self.note(found) if isinstance(found, Problem) else found

    def call(self, node: Call) -> Type:
        return check_call(node, self)

    # --- operators ---

    def unary(self, node: Unary) -> Type:
        if node.operator == "not":
            self.demand(node.operand, BOOLEAN)
            return BOOLEAN
        found = self.type_of(node.operand)
        if kind_of_type(found) in ("number", "duration", "money", "quantity", ANY):
            return replace(found, low=None, high=None) if isinstance(found, Plain) else found
        number = Text(zh="数字", en="a number")
        return self.note(WRONG_TYPE.at(span=span_of(node.operand), expected=number, found=type_in_words(found)))

    def binary(self, node: Binary) -> Type:
        if node.operator in ("and", "or"):
            self.demand(node.left, BOOLEAN)
            self.demand(node.right, BOOLEAN)
            return BOOLEAN
        left, right = self.type_of(node.left), self.type_of(node.right)
        if node.operator in TESTS:
            self.compare(node.operator, (node.left, left), (node.right, right), (node.at, len(node.operator)))
            return BOOLEAN
        found = result_of(node.operator, left, right)
        if found is None:
            return self.mismatch(node.operator, left, right, (node.at, len(node.operator)))
        self._calendar_known(node)
        return found

    def _calendar_known(self, node: Binary) -> None:
        """Hold an instant plus working time to places that have a calendar."""
        for side, other in ((node.left, node.right), (node.right, node.left)):
            value = side.value if isinstance(side, Literal) else None
            if not isinstance(value, Duration) or not value.unit.needs_calendar or self.names.has_calendar:
                continue
            if kind_of_type(_Checker(self.names).type_of(other)) == "instant":
                self.note(NEEDS_CALENDAR.at(span=span_of(side), text=write_condition(side)))

    def mismatch(self, sign: str, left: Type, right: Type, span: tuple[int, int], hint: Text = _NO_HINT) -> Type:
        words = type_in_words(left), type_in_words(right)
        return self.note(MISMATCH.at(span=span, operator=sign, left=words[0], right=words[1], hint=hint))

    def compare(
        self, sign: str, left: tuple[Expression, Type], right: tuple[Expression, Type], span: tuple[int, int]
    ) -> None:
        """Hold two operands to types that compare, and constants to the options of what they are compared with."""
        if not comparable(sign, left[1], right[1]):
            kinds = {kind_of_type(left[1]), kind_of_type(right[1])}
            self.mismatch(sign, left[1], right[1], span, _UNQUOTED if kinds == {"text", "instant"} else _NO_HINT)
        for (node, wanted), (other, _) in ((left, right), (right, left)):
            if isinstance(other, Literal) and isinstance(other.value, str):
                self._option(node, wanted, other)

    def _option(self, node: Expression, wanted: Type, constant: Literal) -> None:
        value = str(constant.value)
        if isinstance(wanted, OneOf) and value not in wanted.options:
            options = listed(wanted.options)
            hint = did_you_mean(value, wanted.options)
            written = write_condition(node)
            self.note(NO_SUCH_OPTION.at(span=span_of(constant), value=value, name=written, options=options, hint=hint))
        if isinstance(wanted, Plain) and wanted.kind == "period" and not is_period(value):
            expected = type_in_words(wanted)
            self.note(WRONG_TYPE.at(span=span_of(constant), expected=expected, found=type_in_words(Plain("text"))))

    def is_null(self, node: IsNull) -> Type:
        self.type_of(node.operand)
        return BOOLEAN

    def is_in(self, node: In) -> Type:
        operand = node.operand, self.type_of(node.operand)
        for option in node.options:
            found = self.type_of(option)
            member = found.element if isinstance(found, ListOf) else found
            if len(node.options) == 1 and isinstance(option, Name) and not isinstance(found, ListOf | Nothing):
                expected = type_in_words(ListOf(operand[1]))
                self.note(WRONG_TYPE.at(span=span_of(option), expected=expected, found=type_in_words(found)))
            else:
                self.compare("=", operand, (option, member), span_of(option))
        return BOOLEAN

    def between(self, node: Between) -> Type:
        operand = node.operand, self.type_of(node.operand)
        self.compare(">=", operand, (node.low, self.type_of(node.low)), span_of(node.low))
        self.compare("<=", operand, (node.high, self.type_of(node.high)), span_of(node.high))
        return BOOLEAN

    def like(self, node: Like) -> Type:
        self.demand(node.operand, Plain("text"))
        self.demand(node.pattern, Plain("text"))
        return BOOLEAN

    def case(self, node: Case) -> Type:
        for when, _ in node.branches:
            self.demand(when, BOOLEAN)
        results = [then for _, then in node.branches] + ([node.otherwise] if node.otherwise else [])
        found: Type = Nothing()
        for result in results:
            each = self.type_of(result)
            both = joined(found, each)
            if both is None:
                return self.mismatch("case", found, each, span_of(result))
            found = both
        return found

    # --- selectors ---

    def selector(self, selector: Selector) -> None:
        is_known = self.event(selector)
        if selector.where is not None and is_known:
            inner = _Checker(self.names.within(selector.event))
            inner.demand(selector.where, BOOLEAN)
            self.problems.extend(inner.problems)
        if selector.via is not None:
            self._subject_attribute(selector.via, (selector.at, len(selector.event)))
        for who in (selector.by, selector.not_by):
            if who is not None:
                self.who(who)

    def event(self, selector: Selector) -> bool:
        """Hold a selector to a declared event type, or `broken` to a declared promise; tell whether it is declared."""
        span = (selector.at, len(selector.event))
        if selector.promise is not None:
            return check_object(selector.promise, self.names.promises, Text(zh="承诺", en="promise"), span, self)
        if selector.event in self.names.events:
            return True
        hint = did_you_mean(selector.event, self.names.events)
        self.note(UNKNOWN_EVENT.at(span=span, name=selector.event, hint=hint))
        return False

    def _subject_attribute(self, attribute: str, span: tuple[int, int]) -> None:
        """Hold an attribute to those of the subject that the place is about, where that is known."""
        known = self.names.subjects.get(self.names.subject or "")
        if known is not None and attribute not in known:
            hint = did_you_mean(attribute, known)
            self.note(UNKNOWN_NAME.at(span=span, name=f"{self.names.subject}.{attribute}", hint=hint))

    def who(self, who: Who) -> None:
        span = (who.at, len(who.kind if who.kind != "actor_of" else who.name or ""))
        if who.kind == "role" and self.names.roles is not None:
            check_object(who.name or "", self.names.roles, Text(zh="岗位", en="role"), span, self)
        elif who.kind == "party":
            self._subject_attribute(who.name or "", span)
        elif who.kind == "actor_of" and who.name not in self.names.events:
            hint = did_you_mean(who.name or "", self.names.events)
            self.note(UNKNOWN_EVENT.at(span=span, name=who.name, hint=hint))


_RULES: dict[type, Callable[..., Type]] = {
    Literal: _Checker.literal,
    Name: _Checker.name,
    Unary: _Checker.unary,
    Binary: _Checker.binary,
    IsNull: _Checker.is_null,
    In: _Checker.is_in,
    Between: _Checker.between,
    Like: _Checker.like,
    Case: _Checker.case,
    Call: _Checker.call,
}
