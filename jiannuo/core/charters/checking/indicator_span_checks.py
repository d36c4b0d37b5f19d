"""Indicators over states and subjects: what they are about must be declared, and last; what is measured must be theirs."""

from collections.abc import Iterable
from dataclasses import replace

from jiannuo.core.charters import indicator_problems
from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.building.indicator_building import SPANS, name_of, over_of
from jiannuo.core.charters.charter import AttributeOf, IntervalState
from jiannuo.core.charters.checking.reference_checks import CALENDAR, KIND, STATE
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.parsing.blocks import Block, Leaf
from jiannuo.core.expressions.names import PERIOD, Names
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.type_writing import type_in_words
from jiannuo.core.expressions.types import Nothing, Plain, Type
from jiannuo.core.expressions.typing_rules import kind_of_type
from jiannuo.core.values.texts import Text

TOOK, AGE = "took", "age"
"""What can be measured of a stretch: how long it lasted, and how long it has lasted at the period's end."""
NUMERIC = ("number", "duration", "money", "quantity", "any")
"""What can be summed."""
_STATE_OR_KIND = Text(zh="状态或业务对象", en="state or subject kind")
_OF_STRETCH = Text(zh="状态的数值", en="measure of a state")


def check_spans(draft: Draft, scopes: Scopes, block: Block, leaves: Iterable[Leaf]) -> Names | None:
    """Note problems with the state or kind of an indicator, and return the names that its conditions may use.

    `leaves` are those that name it. None if it is not known what it is about.
    """
    about, listed = _Checker(draft, block), tuple(leaves)
    for leaf in listed:
        about.named(leaf)
    about.keys()
    name = name_of(block) or ""
    if about.over == "subjects":
        is_known = name in draft.subjects
        return replace(scopes.of_keys((name,)), period=PERIOD) if is_known else None
    state = draft.states.get(name)
    if not isinstance(state, IntervalState):
        return None
    ages = [leaf.value for leaf in listed if isinstance(leaf.value, AttributeOf) and leaf.value.attribute == AGE]
    is_at_the_end = bool(ages) or block.form.signs[0] == AGE
    return replace(scopes.of_keys(state.of), period=PERIOD if is_at_the_end else None)


def measured_type(draft: Draft, scopes: Scopes, block: Block, leaf: Leaf) -> Type:
    """Return the type of what an indicator over states or subjects measures; nothing where that is no measure of it.

    Notes the problem if the attribute is not there, or cannot be summed.
    """
    value = leaf.value
    if not isinstance(value, AttributeOf) or over_of(block, draft.states) == "states":
        name = value.attribute if isinstance(value, AttributeOf) else AGE
        return Plain("duration") if draft.has(leaf, (TOOK, AGE), _OF_STRETCH, name=name) else Nothing()
    attributes = scopes.everywhere.subjects.get(value.event, {})
    if value.event in draft.subjects and value.attribute == AGE:
        return Plain("duration")
    if value.attribute not in attributes:
        if value.event in draft.subjects:
            hint = did_you_mean(value.attribute, (*attributes, AGE))
            problem = kinds.NO_ATTRIBUTE.at(leaf.node.place(), event=value.event, name=value.attribute, hint=hint)
            draft.problems.append(problem)
        return Nothing()
    found = attributes[value.attribute].type
    if kind_of_type(found) in NUMERIC:
        return found
    words = type_in_words(Plain("number")), type_in_words(found)
    problem = kinds.WRONG_ATTRIBUTE_TYPE.at(leaf.node.place(), name=leaf.text, wanted=words[0], found=words[1])
    draft.problems.append(problem)
    return Nothing()


class _Checker:
    def __init__(self, draft: Draft, block: Block) -> None:
        self.draft, self.block = draft, block
        self.over = over_of(block, draft.states)
        self.is_alone = block.form.signs[0] in SPANS

    def named(self, leaf: Leaf) -> None:
        """Hold what is named to a state that lasts, or to a kind of subject."""
        value = leaf.value
        name = value.event if isinstance(value, AttributeOf) else leaf.text
        states, subjects = self.draft.states, self.draft.subjects
        if self.is_alone and name not in states:
            self.draft.has(leaf, (*states, *subjects), _STATE_OR_KIND, name=name) if name not in subjects else None
        elif self.over == "subjects":
            self.draft.has(leaf, subjects, KIND, name=name)
        elif self.draft.has(leaf, states, STATE, name=name) and not isinstance(states[name], IntervalState):
            self.draft.problems.append(indicator_problems.LEVEL_HAS_NO_TIME.at(leaf.node.place(), name=name))

    def keys(self) -> None:
        """Refuse keys that have no meaning here, and a calendar that there is not."""
        self.draft.has(self.block.leaf("calendar"), self.draft.named("calendars").keys, CALENDAR)
        if self.block.has("of"):
            self.draft.problems.append(kinds.ONLY_WITH.at(self.block.place("of"), key="of", other="over: events"))
