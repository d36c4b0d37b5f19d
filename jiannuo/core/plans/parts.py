"""The roles that events play in promises, each said once: what the kernel looks for in a stream.

A *test* is a condition on an event of one type, read at that event; a *part* is "any of these selectors" in some role.
Promises that look for the same share the part, so that the cost of judging grows with what is different in a charter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal as OneOf

from jiannuo.core.charters.charter import Promise
from jiannuo.core.expressions.syntax import Binary, Expression, IsNull, Literal, Name, Selector, Who
from jiannuo.core.expressions.walking import conjuncts
from jiannuo.core.expressions.writing import write_condition

Manner = OneOf["picks", "opens", "reopens"]
"""`picks`: the selectors alone decide. `opens`: where they are certain, whether the promise wants it. `reopens`: only what
is certain counts, and only if the promise wants it."""
NO_PART = -1


@dataclass(frozen=True, slots=True)
class Test:
    """A condition on an event of a type, or who did it (`negated`: who did not)."""

    event: str
    condition: Expression | None = None
    who: Who | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One selector of a part: the type, the attribute it is seen via, and the tests (by number) that must all hold."""

    event: str
    via: str | None
    tests: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Any of some choices; for a trigger also the tests of the promise's `where` (must hold) and `unless` (must not).

    These two are given for each type of event that the choices name.
    """

    choices: tuple[Choice, ...]
    manner: Manner = "picks"
    where: tuple[tuple[str, int], ...] = ()
    unless: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class PartBook:
    """Numbers tests and parts, each different one once."""

    tests: list[Test] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    _test_numbers: dict[tuple[object, ...], int] = field(default_factory=dict)
    _part_numbers: dict[Part, int] = field(default_factory=dict)

    def picking(self, selectors: Iterable[Selector], *, filled: Iterable[str] = ()) -> int:
        """Return the number of the part that any of some selectors picks; `NO_PART` for none.

        What leaves one of the attributes `filled` empty is not picked.
        """
        choices = self._choices(selectors, tuple(filled))
        return self._part(Part(choices)) if choices else NO_PART

    def opening(self, promise: Promise, selectors: Iterable[Selector], *, manner: Manner = "opens") -> int:
        """Return the number of the part that opens a promise; `NO_PART` if nothing does."""
        choices = self._choices(selectors)
        if not choices:
            return NO_PART
        types = sorted({choice.event for choice in choices})
        where = tuple((type_, self._test(Test(type_, promise.where))) for type_ in types if promise.where is not None)
        unless = tuple(
            (type_, self._test(Test(type_, promise.unless))) for type_ in types if promise.unless is not None
        )
        return self._part(Part(choices, manner, where, unless))

    def granted(self, event: str, promise: Promise, *, beside: Iterable[Selector] = ()) -> int:
        """Return the number of the part of the grants (waivers, extensions) that name a promise, beside some selectors."""
        named = Binary("=", Name(("promise",)), Literal(promise.id))
        known = Binary("and", IsNull(Name(("promise",)), negated=True), named)
        grant = Choice(event, None, (self._test(Test(event, known)),))
        return self._part(Part((*self._choices(beside), grant)))

    def unfilled(self, selectors: Iterable[Selector], names: Iterable[str]) -> int:
        """Return the number of the part of what some selectors pick and that leaves an attribute empty."""
        choices = self._choices(selectors)
        empty = [
            Choice(
                choice.event, choice.via, (*choice.tests, self._test(Test(choice.event, IsNull(Name((name,)), False))))
            )
            for choice in choices
            for name in names
        ]
        return self._part(Part(tuple(dict.fromkeys(empty)))) if empty else NO_PART

    def done_by_others(self, selector: Selector) -> int:
        """Return the number of the part of what a selector would pick had someone else done it."""
        choice = self._choice(replace(selector, by=None, not_by=None), ())
        others = [
            Choice(choice.event, choice.via, (*choice.tests, self._test(Test(choice.event, who=who, negated=negated))))
            for who, negated in ((selector.by, True), (selector.not_by, False))
            if who is not None
        ]
        return self._part(Part(tuple(others))) if others else NO_PART

    def _choices(self, selectors: Iterable[Selector], filled: tuple[str, ...] = ()) -> tuple[Choice, ...]:
        return tuple(dict.fromkeys(self._choice(selector, filled) for selector in selectors))

    def _choice(self, selector: Selector, filled: tuple[str, ...]) -> Choice:
        tests = [self._test(Test(selector.event, IsNull(Name((name,)), negated=True))) for name in filled]
        if selector.by is not None:
            tests.append(self._test(Test(selector.event, who=selector.by)))
        if selector.not_by is not None:
            tests.append(self._test(Test(selector.event, who=selector.not_by, negated=True)))
        if selector.where is not None:
            tests += [self._test(Test(selector.event, each)) for each in conjuncts(selector.where)]
        return Choice(selector.event, selector.via, tuple(tests))

    def _test(self, test: Test) -> int:
        # By its text: to Python the constants 1 and true are equal.
        condition = None if test.condition is None else write_condition(test.condition)
        who = None if test.who is None else (test.who.kind, test.who.name)
        number = self._test_numbers.setdefault((test.event, condition, who, test.negated), len(self.tests))
        if number == len(self.tests):
            self.tests.append(test)
        return number

    def _part(self, part: Part) -> int:
        number = self._part_numbers.setdefault(part, len(self.parts))
        if number == len(self.parts):
            self.parts.append(part)
        return number
