"""What opens a promise, its limit and its clock: nothing needed may be missing, nothing may stand that does nothing."""

from collections.abc import Iterator
from datetime import timedelta

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.building.building import duration, key_attributes
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.charter import Every
from jiannuo.core.charters.checking.condition_checks import expression_of, selector_leaves
from jiannuo.core.charters.checking.scopes import Scopes, looked_up
from jiannuo.core.charters.parsing.blocks import Block, Leaf
from jiannuo.core.expressions.syntax import Binary, Call, Expression, Literal, Name, Selector
from jiannuo.core.expressions.walking import walk
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.problems import Problem, ProblemKind

_DAY = timedelta(days=1) // timedelta(microseconds=1)
_SHORTEST = {"minute": _DAY // 1440, "hour": _DAY // 24, "day": _DAY, "week": 7 * _DAY}
_SHORTEST |= {"month": 28 * _DAY, "quarter": 90 * _DAY, "half-year": 181 * _DAY, "year": 365 * _DAY}
_DAYS_OF = {Unit.NATURAL_DAYS: 1, Unit.WORKING_DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28}
_AFTER_ONLY = ("open", "already", "reopened by")


def check_clocks(draft: Draft, _: Scopes) -> None:
    """Note what is missing or idle in the time that promises speak of."""
    for block in draft.blocks("promises").values():
        rule = _RULES.get(block.form.id)
        if rule is not None:
            draft.problems.extend(rule(block, draft))
        draft.problems.extend(_limits(block, draft))
        draft.problems.extend(_lengths(block, draft))
    for block in draft.blocks("states").values():
        draft.problems.extend(_fixed(block, "for", draft))
    for block in draft.blocks("signals").values():
        draft.problems.extend(_fixed(block, "for", draft))
    for block in draft.blocks("sources").values():
        draft.problems.extend(_fixed(block, "silent after", draft))


# --- one rule for each verb ---


def _expect(block: Block, draft: Draft) -> Iterator[Problem]:
    periodic = block.has("every")
    if not periodic and not block.has("after"):
        yield _at_promise(kinds.NO_OPENING, block)
    if periodic and block.has("after"):
        yield kinds.TWO_OPENINGS.at(block.place("every"))
    if not periodic and not any(block.has(key) for key in ("within", "by", "before")):
        yield _at_promise(kinds.NO_LIMIT, block)
    if block.has("pause") and not block.has("within"):
        yield kinds.NOTHING_TO_PAUSE.at(block.place("pause"))
    if not block.has("within"):
        yield from _idle_calendar(block)
    for key, other in (("on reopen", "reopened by"), ("late moves", "by")):
        if block.has(key) and not block.has(other):
            yield kinds.ONLY_WITH.at(block.place(key), key=key, other=other)
    for key in _AFTER_ONLY if periodic else ():
        if block.has(key):
            yield kinds.EVERY_WITH_OPEN.at(block.place(key), key=key)
    yield from _beyond_period(block, draft)


def _never(block: Block, draft: Draft) -> Iterator[Problem]:
    _, kind = key_attributes(block.values_of("of", str), draft.subjects)
    if kind is None and not block.has("from") and block.leaves("of"):
        yield _at_promise(kinds.NO_SPAN, block)
    if not block.has("for"):
        yield from _idle_calendar(block)


def _require(block: Block, _: Draft) -> Iterator[Problem]:
    if not any(block.has(key) for key in ("require", "needs", "complete", "by", "not by")):
        yield _at_promise(kinds.NOTHING_REQUIRED, block)
    yield from _idle_calendar(block)


def _idle_calendar(block: Block) -> Iterator[Problem]:
    if block.has("calendar"):
        yield kinds.CALENDAR_IDLE.at(block.place("calendar"))


_RULES = {"expect": _expect, "never": _never, "require": _require}


def _at_promise(kind: ProblemKind, block: Block) -> Problem:
    sign = next((sign for sign in block.form.signs if block.has(sign)), None)
    return kind.at(block.keys[sign].place() if sign else block.node.place())


# --- limits and calendars ---


def _limits(block: Block, draft: Draft) -> Iterator[Problem]:
    for key in ("within", "for"):
        leaf = block.leaf(key)
        if leaf is not None:
            yield from _limit(block, leaf, draft)
            if key == "for" and any(duration.count == 0 for duration in _durations(leaf, draft)):
                yield kinds.NOT_POSITIVE.at(leaf.node.place())


def _limit(block: Block, leaf: Leaf, draft: Draft) -> Iterator[Problem]:
    """Hold a limit that is one duration to the calendar; a looked-up one may be of either sort."""
    possible = list(_possible_durations(leaf, draft))
    if any(duration.unit.needs_calendar for duration in possible) and not block.has("calendar"):
        yield kinds.CALENDAR_MISSING.at(leaf.node.place(), limit=leaf.text)
    if any(not duration.unit.needs_calendar for duration in _durations(leaf, draft)) and block.has("calendar"):
        yield kinds.WALL_LIMIT_WITH_CALENDAR.at(leaf.node.place(), limit=leaf.text)


def _possible_durations(leaf: Leaf, draft: Draft) -> Iterator[Duration]:
    """Yield every duration that an expression may give, those in the rows of its tables included."""
    expression = expression_of(leaf)
    for node, _ in walk(expression) if expression is not None else ():
        if isinstance(node, Literal | Name):
            yield from _durations(Leaf(node, leaf.node), draft)
        elif isinstance(node, Call) and node.function == "lookup":
            yield from (value for value in looked_up(node, draft) if isinstance(value, Duration))


def _durations(leaf: Leaf | None, draft: Draft) -> Iterator[Duration]:
    """Yield the durations that a limit is, or may be, as far as the charter itself says."""
    expression = expression_of(leaf)
    if isinstance(expression, Name) and expression.parts[0] == "param":
        parameter = draft.parameters.get(expression.parts[-1])
        if parameter is not None and isinstance(parameter.value, Duration):
            yield parameter.value
    elif isinstance(expression, Literal) and isinstance(expression.value, Duration):
        yield expression.value


def _lengths(block: Block, draft: Draft) -> Iterator[Problem]:
    for pause in block.blocks("pause"):
        yield from _fixed(pause, "max", draft)
    yield from _fixed(block, "tolerate", draft, may_be_zero=True)
    leaf, every = block.leaf("every"), block.value("every", Every)
    if leaf is not None and every is not None and every.duration is not None:
        if every.duration.unit.needs_calendar:
            yield kinds.FIXED_LENGTH_NEEDED.at(leaf.node.place(), value=leaf.text)
        if every.duration.count == 0:
            yield kinds.NOT_POSITIVE.at(leaf.node.place())


def _fixed(block: Block, key: str, draft: Draft, *, may_be_zero: bool = False) -> Iterator[Problem]:
    """Hold a length to elapsed time or dates, be it written out or held by a parameter."""
    leaf = block.leaf(key)
    length = duration(block, key, parameters=draft.parameters)
    if leaf is None or length is None:
        return
    if length.unit.needs_calendar:
        yield kinds.FIXED_LENGTH_NEEDED.at(leaf.node.place(), value=leaf.text)
    if length.count == 0 and not may_be_zero:
        yield kinds.NOT_POSITIVE.at(leaf.node.place())


# --- due after the period's end ---


def _beyond_period(block: Block, draft: Draft) -> Iterator[Problem]:
    key = next((key for key in ("within", "by") if _is_beyond(block, key, draft)), None)
    if key is None:
        return
    for leaf in selector_leaves(block, "expect"):
        selector = leaf.value
        if isinstance(selector, Selector) and selector.event in draft.events:
            event = draft.events[selector.event]
            if "period" in event.computed:
                yield kinds.NOT_RECORDED.at(block.place(key), name=f"{event.name}.period")
            elif "period" not in event.attributes:
                yield kinds.PERIOD_ATTRIBUTE_MISSING.at(block.place(key), event=event.name)


def _is_beyond(block: Block, key: str, draft: Draft) -> bool:
    every, leaf = block.value("every", Every), block.leaf(key)
    if every is None or leaf is None:
        return False
    if key == "by":
        expression = expression_of(leaf)
        return expression is not None and any(_is_past_end(node) for node, _ in walk(expression))
    length = _SHORTEST[every.period] if every.period else _size(every.duration) if every.duration else None
    return length is not None and any(_size(duration) > length for duration in _durations(leaf, draft))


def _is_past_end(node: Expression | Selector) -> bool:
    return (
        isinstance(node, Binary)
        and node.operator == "+"
        and isinstance(node.left, Name)
        and node.left.dotted == "period.end"
    )


def _size(duration: Duration) -> int:
    return duration.count * _DAY * _DAYS_OF[duration.unit] if duration.unit in _DAYS_OF else duration.count
