"""Types of function calls: what each function of the closed list takes and gives."""

from collections.abc import Callable, Collection
from typing import Protocol

from jiannuo.core.expressions.functions import FUNCTIONS
from jiannuo.core.expressions.names import LevelTypes, Names
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.period_texts import EXAMPLES, may_name
from jiannuo.core.expressions.problems import (
    FIGURE_ARGUMENTS,
    NEEDS_CALENDAR,
    NO_PERIOD_NAMED,
    NOT_OVER_EVENTS,
    PICK_OUTPUT,
    UNKNOWN_NAME,
    UNKNOWN_OBJECT,
    WRONG_COUNT,
    WRONG_TYPE,
)
from jiannuo.core.expressions.syntax import Call, Expression, Literal, Name, Selector
from jiannuo.core.expressions.type_writing import type_in_words
from jiannuo.core.expressions.types import ListOf, Nothing, Plain, Type
from jiannuo.core.expressions.typing_rules import (
    ANY,
    BOOLEAN,
    DURATION,
    INSTANT,
    INTEGER,
    NUMBER,
    POINT,
    TEXT,
    comparable,
    kind_of_type,
)
from jiannuo.core.expressions.writing import span_of, write_constant
from jiannuo.core.values.problems import Problem
from jiannuo.core.values.texts import Text, listed

_TABLE = Text(zh="决策表", en="table")
_STATE = Text(zh="状态", en="state")
_LEVEL = Text(zh="水平", en="level")
_CALENDAR = Text(zh="日历", en="calendar")
_PROMISE = Text(zh="承诺", en="promise")
_INDICATOR = Text(zh="指标", en="indicator")
_LONGEST_SHOWN = 80


class Checker(Protocol):
    """What the types of calls need of the checker of whole expressions."""

    @property
    def names(self) -> Names:
        """Return the names known at the place."""

    def note(self, problem: Problem) -> Type:
        """Collect a problem; return the type that goes with everything."""

    def type_of(self, node: Expression) -> Type:
        """Return the type of a part, collecting its problems."""

    def demand(self, node: Expression, wanted: Type) -> Type:
        """Type a part that must go with a type."""

    def compare(
        self, sign: str, left: tuple[Expression, Type], right: tuple[Expression, Type], span: tuple[int, int]
    ) -> None:
        """Hold two parts to types that compare."""

    def selector(self, selector: Selector) -> None:
        """Collect the problems of a selector."""


def check_call(call: Call, checker: Checker) -> Type:
    """Return the type of a call, collecting the problems of its arguments."""
    if FUNCTIONS[call.function].kind == "history":
        return _history(call, checker)
    return _RULES[call.function](call, checker)


def check_object(name: str, declared: Collection[str], what: Text, span: tuple[int, int], checker: Checker) -> bool:
    """Hold a quoted name to the declared objects; tell whether it is one of them."""
    if name in declared:
        return True
    checker.note(UNKNOWN_OBJECT.at(span=span, name=name, what=what, hint=did_you_mean(name, declared)))
    return False


# --- history ---


def _history(call: Call, checker: Checker) -> Type:
    selector = call.arguments[0]
    if not isinstance(selector, Selector):
        return Nothing()
    checker.selector(selector)
    _window(call, checker)
    if call.function == "seen":
        return BOOLEAN
    if call.function == "count":
        return INTEGER
    found = _attribute(call, selector, checker)
    return _summed(call, found, checker) if call.function == "sum" else found


def _window(call: Call, checker: Checker) -> None:
    if isinstance(call.window, Selector):
        checker.selector(call.window)
    elif isinstance(call.window, Name):
        checker.demand(call.window, DURATION)
    elif call.window is not None and call.window.unit.needs_calendar:  # windows are looked at without any calendar
        checker.note(NEEDS_CALENDAR.at(span=span_of(call), text=write_constant(call.window)))


def _attribute(call: Call, selector: Selector, checker: Checker) -> Type:
    if selector.event not in checker.names.events or call.field is None:
        return Nothing()
    attributes = checker.names.of_event(selector.event)
    if call.field in attributes:
        return attributes[call.field].type
    name = f"{selector.event}.{call.field}"
    candidates = [f"{selector.event}.{attribute}" for attribute in attributes]
    return checker.note(UNKNOWN_NAME.at(span=span_of(call), name=name, hint=did_you_mean(name, candidates)))


def _summed(call: Call, found: Type, checker: Checker) -> Type:
    if kind_of_type(found) in ("number", "duration", "money", "quantity", ANY):
        return Plain(found.kind) if isinstance(found, Plain) else found
    return checker.note(WRONG_TYPE.at(span=span_of(call), expected=type_in_words(NUMBER), found=type_in_words(found)))


# --- named objects ---


def _quoted(call: Call) -> str:
    first = call.arguments[0]
    return str(first.value) if isinstance(first, Literal) else ""


def _values(call: Call) -> list[Expression]:
    """Return the arguments behind the quoted name."""
    return [argument for argument in call.arguments[1:] if not isinstance(argument, Selector)]


def _type_all(call: Call, checker: Checker) -> Type:
    for value in _values(call):
        checker.type_of(value)
    return Nothing()


def _is_declared(call: Call, declared: Collection[str], what: Text, checker: Checker) -> bool:
    first = call.arguments[0]
    span = (first.at, len(_quoted(call)) + 2)
    return check_object(_quoted(call), declared, what, span, checker)


def _keyed(call: Call, wanted: list[Type], what: Text, checker: Checker) -> None:
    """Hold the values of a call to the inputs of a table or the keys of a state."""
    values = _values(call)
    if len(values) != len(wanted):
        checker.note(
            WRONG_COUNT.at(span=span_of(call), what=what, name=_quoted(call), wanted=len(wanted), found=len(values))
        )
        _type_all(call, checker)
        return
    for value, type_ in zip(values, wanted, strict=True):
        found = checker.type_of(value)
        if not comparable("=", found, type_):
            words = type_in_words(type_), type_in_words(found)
            checker.note(WRONG_TYPE.at(span=span_of(value), expected=words[0], found=words[1]))


def _lookup(call: Call, checker: Checker) -> Type:
    if not _is_declared(call, checker.names.tables, _TABLE, checker):
        return _type_all(call, checker)
    table = checker.names.tables[_quoted(call)]
    _keyed(call, [each.type for each in table.inputs.values()], _TABLE, checker)
    output = call.field if call.field is not None or len(table.outputs) > 1 else next(iter(table.outputs), None)
    if output is None or output not in table.outputs:
        options = listed(table.outputs)
        hint = did_you_mean(output or "", table.outputs)
        return checker.note(PICK_OUTPUT.at(span=span_of(call), name=_quoted(call), outputs=options, hint=hint))
    found = table.outputs[output].type
    return ListOf(found) if table.collects else found


def _in_force(call: Call, checker: Checker) -> Type:
    if not _is_declared(call, checker.names.states, _STATE, checker):
        _type_all(call, checker)
    elif len(call.arguments) > 1:
        _keyed(call, list(checker.names.states[_quoted(call)]), _STATE, checker)
    return BOOLEAN


def _level(call: Call, checker: Checker) -> Type:
    found = _declared_level(call, checker)
    if found is None:
        return _type_all(call, checker)
    if len(call.arguments) > 1:
        _keyed(call, list(found.keys), _LEVEL, checker)
    return found.value


def _declared_level(call: Call, checker: Checker) -> LevelTypes | None:
    declared = _is_declared(call, checker.names.levels, _LEVEL, checker)
    return checker.names.levels[_quoted(call)] if declared else None


def _lowest(call: Call, checker: Checker) -> Type:
    found = _declared_level(call, checker)
    _span(call, checker)
    return Nothing() if found is None else found.value


def _span(call: Call, checker: Checker) -> None:
    for value in _values(call):
        checker.demand(value, INSTANT)


def _members(call: Call, checker: Checker) -> Type:
    _is_declared(call, checker.names.states, _STATE, checker)
    _type_all(call, checker)
    return ListOf(TEXT)


def _overlap(call: Call, checker: Checker) -> Type:
    _is_declared(call, checker.names.calendars, _CALENDAR, checker)
    _span(call, checker)
    return DURATION


def _broken(call: Call, checker: Checker) -> Type:
    _is_declared(call, checker.names.promises, _PROMISE, checker)
    return BOOLEAN


def _figure(call: Call, checker: Checker) -> Type:
    """Hold a figure to an indicator over events, to a period or two instants, and to a value for each dimension."""
    name, values = _quoted(call), _values(call)
    if not _is_declared(call, checker.names.indicators, _INDICATOR, checker):
        return _type_all(call, checker)
    indicator = checker.names.indicators[name]
    if not indicator.over_events:
        checker.note(NOT_OVER_EVENTS.at(span=span_of(call), name=name))
    instants = len(values) - indicator.dimensions
    if instants not in (1, 2):
        wanted, found = indicator.dimensions, len(values)
        checker.note(FIGURE_ARGUMENTS.at(span=span_of(call), name=name, wanted=wanted, found=found))
        return _type_all(call, checker)
    for value in values[:instants]:
        _named_period(value, indicator.per, checker) if instants == 1 else checker.demand(value, INSTANT)
    for value in values[instants:]:
        checker.type_of(value)
    return indicator.value


def _named_period(value: Expression, per: str | None, checker: Checker) -> None:
    """Hold what names a period to an instant or date within it, or to its usual name."""
    if isinstance(value, Literal) and isinstance(value.value, str) and not may_name(value.value, per):
        example = EXAMPLES.get(per or "", EXAMPLES["day"])
        checker.note(NO_PERIOD_NAMED.at(span=span_of(value), text=value.value[:_LONGEST_SHOWN], example=example))
        return
    found = checker.type_of(value)
    if kind_of_type(found) not in ("instant", "text", ANY):
        words = type_in_words(INSTANT), type_in_words(found)
        checker.note(WRONG_TYPE.at(span=span_of(value), expected=words[0], found=words[1]))


# --- pure functions ---


def _covers(call: Call, checker: Checker) -> Type:
    lists: list[tuple[Expression, Type]] = []
    for value in call.arguments:
        if isinstance(value, Selector):
            continue
        found = checker.type_of(value)
        if not isinstance(found, ListOf | Nothing):
            words = type_in_words(ListOf(found)), type_in_words(found)
            checker.note(WRONG_TYPE.at(span=span_of(value), expected=words[0], found=words[1]))
            continue
        lists.append((value, found.element if isinstance(found, ListOf) else found))
    if len(lists) == 2:
        checker.compare("=", lists[0], lists[1], span_of(call))
    return BOOLEAN


def _distance(call: Call, checker: Checker) -> Type:
    for value in call.arguments:
        if not isinstance(value, Selector):
            checker.demand(value, POINT)
    return NUMBER


def _edge(call: Call, checker: Checker) -> Type:
    _span(call, checker)
    return INSTANT


_RULES: dict[str, Callable[[Call, Checker], Type]] = {
    "lookup": _lookup,
    "in_force": _in_force,
    "level": _level,
    "lowest": _lowest,
    "members": _members,
    "overlap": _overlap,
    "broken": _broken,
    "figure": _figure,
    "covers": _covers,
    "distance": _distance,
    "start_of": _edge,
    "end_of": _edge,
}
