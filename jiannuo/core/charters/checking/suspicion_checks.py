"""What is legal but suspect: warnings."""

import re
from collections.abc import Iterator

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters import warning_kinds
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.building.promise_building import EXPRESSIONS
from jiannuo.core.charters.charter import AttributeOf, Every
from jiannuo.core.charters.checking.condition_checks import expression_of, triggers_of
from jiannuo.core.charters.checking.later_checks import all_leaves
from jiannuo.core.charters.checking.reference_checks import CALENDAR, STATE, TABLE
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.parsing.blocks import Block, Leaf
from jiannuo.core.expressions.naming import did_you_mean, nearest
from jiannuo.core.expressions.syntax import Call, Literal, Name, Selector
from jiannuo.core.expressions.walking import walk
from jiannuo.core.values.durations import DAY, Duration, Unit
from jiannuo.core.values.problems import Problem
from jiannuo.core.values.texts import Text

LONGEST_YEARS = 10
_PARAMETER = Text(zh="参数", en="parameter")
_SIGNAL = Text(zh="信号", en="signal")
_DAYS_OF = {Unit.NATURAL_DAYS: 1, Unit.WORKING_DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30}
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def check_suspicions(draft: Draft, scopes: Scopes) -> None:
    """Note, as warnings, what is probably not meant."""
    if not any(problem.code == kinds.NOT_YET.code for problem in draft.problems):
        draft.problems.extend(_unused(draft))  # what is not read yet might use them
    for block in draft.blocks("promises").values():
        draft.problems.extend(_limits(block))
        draft.problems.extend(_figures(block))
        draft.problems.extend(_parties(block, scopes))


def _unused(draft: Draft) -> Iterator[Problem]:
    words = set(_words_used(draft))
    declared = (
        ("calendars", CALENDAR),
        ("states", STATE),
        ("tables", TABLE),
        ("parameters", _PARAMETER),
        ("signals", _SIGNAL),
    )
    for section, what in declared:
        for name, key in draft.named(section).keys.items():
            if name not in words:
                yield warning_kinds.UNUSED.at(key.place(), what=what, name=name)


def _words_used(draft: Draft) -> Iterator[str]:
    """Yield every word that could name a calendar, state, table or parameter, quoted ones in conditions included."""
    for leaf in all_leaves(draft.root):
        yield leaf.text
        if isinstance(leaf.value, AttributeOf):
            yield leaf.value.event
        if isinstance(leaf.value, Every) and leaf.value.interval_of is not None:
            yield leaf.value.interval_of
        if isinstance(leaf.value, (Selector, *EXPRESSIONS)):
            yield from _words_in(leaf)


def _words_in(leaf: Leaf) -> Iterator[str]:
    if not isinstance(leaf.value, (Selector, *EXPRESSIONS)):
        return
    for node, _ in walk(leaf.value):
        if isinstance(node, Literal) and isinstance(node.value, str):
            yield node.value
        if isinstance(node, Selector):
            yield node.event
        if isinstance(node, Name) and len(node.parts) > 1:
            yield node.parts[-1] if node.parts[0] == "param" else node.parts[0]
        if isinstance(node, Call) and isinstance(node.window, Name):
            yield node.window.parts[-1]


def _limits(block: Block) -> Iterator[Problem]:
    leaf = block.leaf("within")
    expression = expression_of(leaf)
    duration = expression.value if isinstance(expression, Literal) else None
    if leaf is None or not isinstance(duration, Duration):
        return
    if duration.count == 0:
        yield warning_kinds.NO_TIME.at(leaf.node.place(), limit=leaf.text)
    days = duration.count * _DAYS_OF[duration.unit] if duration.unit in _DAYS_OF else duration.count // DAY
    if days > LONGEST_YEARS * 366:
        yield warning_kinds.VERY_LONG.at(leaf.node.place(), limit=leaf.text, years=LONGEST_YEARS)


def _figures(block: Block) -> Iterator[Problem]:
    """Look for the figures of `ours` in the rest of the promise."""
    own = [leaf for leaf in block.leaves("ours") if isinstance(leaf.value, str)]
    if not own:
        return
    others = [leaf.text for leaf in all_leaves(block) if leaf not in own]
    present = {figure for text in others for figure in _FIGURE.findall(text)}
    for leaf in own:
        if not set(_FIGURE.findall(leaf.text)) <= present:
            yield warning_kinds.FIGURE_NOT_FOUND.at(leaf.node.place(), figure=leaf.text)


def _parties(block: Block, scopes: Scopes) -> Iterator[Problem]:
    of = block.values_of("of", str)
    at_opening = scopes.at_opening(of, triggers_of(block), is_periodic=False).own
    own = {**scopes.of_keys(of).own, **at_opening}
    for leaf in (leaf for key in ("owner", "to", "owed by") for leaf in block.leaves(key)):
        name = leaf.text
        if name not in own and not name.startswith("trigger.") and nearest(name, own) is not None:
            yield warning_kinds.TAKEN_AS_WORD.at(leaf.node.place(), name=name, hint=did_you_mean(name, own))
