"""Indicators: what they name must be declared, their conditions and values must be of the right type."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from jiannuo.core.charters import indicator_problems
from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.building.indicator_building import SIGNS, SPANS, name_of, over_of
from jiannuo.core.charters.charter import AttributeOf
from jiannuo.core.charters.checking.condition_checks import expression_of, triggers_of
from jiannuo.core.charters.checking.indicator_span_checks import NUMERIC, check_spans, measured_type
from jiannuo.core.charters.checking.indicator_unit_checks import fits
from jiannuo.core.charters.checking.reference_checks import EVENT, INDICATOR, KIND, PROMISE
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.owner_figures import read_of_findings
from jiannuo.core.charters.parsing.blocks import Block, Leaf
from jiannuo.core.expressions.checking import check_condition, check_expression, check_selector
from jiannuo.core.expressions.names import Names
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.pure_functions import PURE
from jiannuo.core.expressions.syntax import Binary, Call, Expression, Literal, Name, Selector, Unary
from jiannuo.core.expressions.type_writing import type_in_words
from jiannuo.core.expressions.types import AttributeType, Nothing, OneOf, Plain, Type
from jiannuo.core.expressions.typing_rules import kind_of_type
from jiannuo.core.expressions.walking import walk
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.problems import Problem
from jiannuo.core.values.texts import Text

_INSTANT, _LATER = AttributeType(Plain("instant")), AttributeType(Plain("instant"), optional=True)
_LENGTH, _NUMBER = AttributeType(Plain("duration"), optional=True), AttributeType(Plain("integer"), optional=True)
_TEXT = AttributeType(Plain("text"), optional=True)
LENGTHS = ("took", "margin", "late")
"""What can be measured of a finding."""
_VERDICT = AttributeType(OneOf(("kept", "broken", "excused", "unknown", "pending")))
OWN_VERDICT = "owner_verdict"
FINDING = {
    "verdict": _VERDICT,
    OWN_VERDICT: _VERDICT,
    "reason": AttributeType(Plain("text")),
    "owner": _TEXT,
    "member": _TEXT,
    "start": _INSTANT,
    "due": _LATER,
    "met": _LATER,
    "late_at": _LATER,
    "broken_at": _LATER,
    "reached": _NUMBER,
    "wanted": _NUMBER,
    **dict.fromkeys(LENGTHS, _LENGTH),
}
"""What conditions of an indicator over findings may ask of a finding, and its types; without an owner he has no verdict."""
_WITHOUT_PAST = {*PURE, "lookup", "overlap"}
_OF_FINDING = Text(zh="判定的数值", en="measure of a finding")
_MEANS_OF = Text(
    zh="条件查看以往的经过，须说明是哪种业务对象的。",
    en="the subject kind whose past the condition looks at.",
)


def check_indicators(draft: Draft, scopes: Scopes) -> None:
    """Note every problem with what indicators name, and with the types of what they count and measure."""
    for block in draft.blocks("indicators").values():
        if any(sign in SIGNS for sign in block.form.signs):
            _Checker(draft, scopes, block).check()


class _Checker:
    def __init__(self, draft: Draft, scopes: Scopes, block: Block) -> None:
        self.draft, self.scopes, self.block = draft, scopes, block
        self.sign = block.form.signs[0]
        self.about = block.block(self.sign) or block
        self.over = over_of(block, draft.states)

    def check(self) -> None:
        if self.block.has("stated") and self.block.has("by"):
            self.draft.problems.append(indicator_problems.STATED_OF_GROUPS.at(self.block.place("stated")))
        formula = self.block.leaf("formula")
        if formula is not None:
            self._formula(formula)
            self._length_of_periods()
            return
        self.draft.has(self.block.leaf("of"), self.draft.named("subjects").keys, KIND)
        self._length_of_periods()
        if self.over != "events":
            self._one_alone()
        if self.block.has("clip") and self.over != "states":
            problem = kinds.ONLY_WITH.at(self.block.place("clip"), key="clip", other="over: states")
            self.draft.problems.append(problem)
        if self.over == "findings":
            self._over_findings()
        elif self.over == "events":
            self._over_events()
        else:
            self._over_spans()

    # What it is about.

    def _leaves(self) -> Iterable[Leaf]:
        """Return the events, promises or attributes that it is about."""
        if self.sign == "rate":
            return (*self.about.leaves("of"), *self.about.leaves("to"))
        return self.about.leaves("of" if self.about is not self.block else self.sign)

    def _over_events(self) -> None:
        of = self.block.value("of", str)
        names = self.scopes.about((of,) if of else ())
        for leaf in self._leaves():
            match leaf.value:
                case Selector():
                    self._note(leaf, check_selector(leaf.value, names))
                    self._selected(leaf, leaf.value, names)
                case AttributeOf():
                    self._measured(leaf, leaf.value, names)
                case str():
                    self.draft.has(leaf, names.events, EVENT)
        types = self._events()
        triggers = [Selector(name) for name in types]
        self._conditions(self.scopes.at_opening((of,) if of else (), triggers, is_periodic=False), types)

    def _events(self) -> list[str]:
        values = [leaf.value for leaf in self._leaves()]
        named = [value.event for value in values if isinstance(value, Selector | AttributeOf)]
        return [name for name in dict.fromkeys(named) if name in self.scopes.everywhere.events]

    def _one_alone(self) -> None:
        """Refuse a second promise, state or kind: it would not be counted."""
        for leaf in [*self._leaves()][1:]:
            self.draft.problems.append(indicator_problems.ONE_ALONE.at(leaf.node.place(), name=leaf.text))

    def _over_spans(self) -> None:
        """Check what is about the stretches of a state, or about subjects."""
        leaves = [*self._leaves()]
        names = check_spans(self.draft, self.scopes, self.block, leaves)
        for leaf in leaves:
            if isinstance(leaf.value, AttributeOf) or self.sign in SPANS:
                found = measured_type(self.draft, self.scopes, self.block, leaf)
                if not isinstance(found, Nothing):
                    self._unit(leaf, found)
        if names is not None:
            self._conditions(names, None)

    def _over_findings(self) -> None:
        for leaf in self._leaves():
            name = leaf.value.event if isinstance(leaf.value, Selector | AttributeOf) else leaf.text
            is_bare = not isinstance(leaf.value, Selector) or leaf.text == name
            self.draft.has(leaf, self.draft.named("promises").keys, PROMISE, name=name if is_bare else leaf.text)
            if isinstance(leaf.value, AttributeOf) and self.draft.has(
                leaf, LENGTHS, _OF_FINDING, name=leaf.value.attribute
            ):
                self._unit(leaf, Plain("duration"))
        promise = self.draft.blocks("promises").get(name_of(self.block) or "")
        if promise is None:
            return
        of, is_periodic = promise.values_of("of", str), promise.has("every")
        names = self.scopes.at_opening(of, triggers_of(promise), is_periodic=is_periodic)
        has_owner = promise.has("owner")
        asked = {name: type_ for name, type_ in FINDING.items() if has_owner or name != OWN_VERDICT}
        self._conditions(replace(names, finding=asked), None)
        if promise.has("owner excused by"):
            self._about_owners()

    def _about_owners(self) -> None:
        """Refuse a verdict beside owners that is not theirs: it would charge them with what they are cleared of."""
        leaves = (self.block.leaf("where"), self.about.leaf("when"), self.block.leaf("distinct"))
        read = read_of_findings(
            [
                *(leaf.value for leaf in self.block.leaves("by") if isinstance(leaf.value, Name)),
                *(found for leaf in leaves if leaf is not None and (found := expression_of(leaf)) is not None),
            ]
        )
        if {"owner", "verdict"} <= read and OWN_VERDICT not in read:
            self.draft.problems.append(indicator_problems.OTHERS_VERDICT.at(self.block.place(self.sign)))

    def _measured(self, leaf: Leaf, value: AttributeOf, names: Names) -> None:
        """Hold what is measured to an attribute that can be summed."""
        if not self.draft.has(leaf, names.events, EVENT, name=value.event):
            return
        attributes = names.of_event(value.event)
        if value.attribute not in attributes:
            hint = did_you_mean(value.attribute, attributes)
            problem = kinds.NO_ATTRIBUTE.at(leaf.node.place(), event=value.event, name=value.attribute, hint=hint)
            self.draft.problems.append(problem)
            return
        found = attributes[value.attribute].type
        if kind_of_type(found) not in NUMERIC:
            words = type_in_words(Plain("number")), type_in_words(found)
            problem = kinds.WRONG_ATTRIBUTE_TYPE.at(leaf.node.place(), name=leaf.text, wanted=words[0], found=words[1])
            self.draft.problems.append(problem)
        elif self.sign != "rate":
            self._unit(leaf, found)

    def _unit(self, leaf: Leaf, found: Type) -> None:
        """Hold the unit to what is measured."""
        unit = self.block.leaf("unit")
        if unit is not None and not fits(unit.text, found):
            problem = indicator_problems.UNIT_DOES_NOT_FIT.at(
                unit.node.place(), unit=unit.text, name=leaf.text, found=type_in_words(found)
            )
            self.draft.problems.append(problem)

    def _formula(self, leaf: Leaf) -> None:
        """Hold a formula to arithmetic over indicators of its own periods and dimensions."""
        expression = expression_of(leaf)
        for node, _ in walk(expression) if expression is not None else ():
            if isinstance(node, Name) and len(node.parts) == 1:
                self._part(leaf, node.parts[0])
            elif not _is_arithmetic(node, self.draft):
                self.draft.problems.append(indicator_problems.BAD_FORMULA.at(leaf.node.place()))

    def _part(self, leaf: Leaf, name: str) -> None:
        own = next((each for each, block in self.draft.blocks("indicators").items() if block is self.block), "")
        mine, other = self.draft.indicators.get(own), self.draft.indicators.get(name)
        is_there = self.draft.has(leaf, self.draft.named("indicators").keys, INDICATOR, name=name)
        if is_there and mine and other and (mine.per, mine.by) != (other.per, other.by):
            self.draft.problems.append(indicator_problems.OTHER_CELLS.at(leaf.node.place(), name=name))

    # Conditions.

    def _selected(self, leaf: Leaf, selector: Selector, names: Names) -> None:
        """Refuse a way that leads nowhere, and a look at a past that is nobody's."""
        type_ = self.draft.events.get(selector.event)
        if selector.via is not None and type_ is not None and (type_.of is None or not self.block.has("of")):
            place = leaf.node.place((selector.at, len(selector.event)))
            self.draft.problems.append(kinds.BAD_VIA.at(place, event=selector.event))
        if selector.where is not None and selector.event in names.events:
            self._past(selector.where, [selector.event])

    def _conditions(self, names: Names, types: list[str] | None) -> None:
        """Check what is read of each event (of these types), finding, stretch or subject; only events have `types`."""
        leaves = [
            (self.block.leaf("where"), True),
            (self.about.leaf("when"), True),
            (self.block.leaf("distinct"), False),
        ]
        for leaf, is_condition in leaves:
            expression = expression_of(leaf)
            if leaf is None or expression is None:
                continue
            self._note(leaf, (check_condition if is_condition else check_expression)(expression, names)[1])
            if types is not None:
                self._past(expression, types)
        for leaf in self.block.leaves("by"):
            if isinstance(leaf.value, Name) and leaf.text not in self.draft.subjects:
                self._note(leaf, check_expression(leaf.value, names)[1])

    def _past(self, expression: Expression, types: list[str]) -> None:
        """Hold what looks at the past of a subject to events that say whose."""
        of_all = self.block.has("of") or all(self.draft.events[t].of for t in types if t in self.draft.events)
        if of_all or not self._looks_back(expression):
            return
        form = self.block.form.name
        problem = kinds.KEY_MISSING.at(self.block.place(self.sign), form=form, key="of", means=_MEANS_OF)
        self.draft.problems.append(problem)

    def _looks_back(self, expression: Expression) -> bool:
        nodes = [node for node, _ in walk(expression)]
        calls = (node.function not in _WITHOUT_PAST for node in nodes if isinstance(node, Call))
        names = (node.parts[0] in self.draft.events for node in nodes if isinstance(node, Name) and len(node.parts) > 1)
        return any(calls) or any(names)

    # Single words.

    def _length_of_periods(self) -> None:
        per = self.block.block("per")
        leaf = None if per is None else per.leaf("every")
        if leaf is None:
            return
        length = leaf.value
        units = (Unit.NATURAL_DAYS, Unit.WEEKS, Unit.MONTHS)
        if not isinstance(length, Duration) or length.unit not in units or length.count < 1:
            self.draft.problems.append(indicator_problems.BAD_PERIOD_LENGTH.at(leaf.node.place(), value=leaf.text))

    def _note(self, leaf: Leaf, problems: Iterable[Problem]) -> None:
        self.draft.problems.extend(problem.placed(leaf.node.place(problem.span)) for problem in problems)


def _is_arithmetic(node: object, draft: Draft) -> bool:
    """Tell whether a node may stand in a formula: a number, a parameter that is one, or an operation on numbers."""
    match node:
        case Literal(value=value):
            return isinstance(value, int | Decimal) and not isinstance(value, bool)
        case Unary(operator=operator):
            return operator == "-"
        case Binary(operator=operator):
            return operator in ("+", "-", "*", "/")
        case Name(parts=("param", name)) if name in draft.parameters:
            return kind_of_type(draft.parameters[name].type.type) == "number"
        case _:
            return False
