"""From blocks to promises in their inner form; a promise whose demand could not be read is left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiannuo.core.charters.building.building import Parameters, duration, key_attributes, text_of
from jiannuo.core.charters.building.reach_building import SIGNS, About, build_reach
from jiannuo.core.charters.charter import (
    Demand,
    EventType,
    Every,
    Expect,
    ForEach,
    Ground,
    Hold,
    Indicator,
    Never,
    Pause,
    Promise,
    Reach,
    Require,
    SubjectKind,
    Target,
    Warning,
)
from jiannuo.core.charters.parsing.blocks import Block, Leaf, Listing, leaves_of
from jiannuo.core.charters.parsing.constants import read_constant
from jiannuo.core.charters.parsing.nodes import Scalar
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
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Text

EXPRESSIONS = (Literal, Name, Unary, Binary, IsNull, In, Between, Like, Case, Call)
"""The classes of syntax nodes that are expressions."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What promises are built with: the declarations of the charter and its zone."""

    subjects: Mapping[str, SubjectKind]
    events: Mapping[str, EventType]
    parameters: Parameters
    indicators: Mapping[str, Indicator]
    zone: str


def build_promise(key: Scalar, block: Block, *, declared: Declared) -> Promise | None:
    """Return a promise, or None if what it demands could not be read."""
    demand = _demand(block, declared)
    if demand is None:
        return None
    of, kind = _key(block, declared)
    return Promise(
        id=key.text,
        of=of,
        kind=kind,
        demand=demand,
        title=text_of(block.block("title")),
        clauses=block.values_of("clauses", str),
        where=expression(block, "where"),
        unless=expression(block, "unless"),
        tested_if=expression(block, "tested if"),
        owed_by=_party(block, "owed by"),
        to=_party(block, "to"),
        owner=_party(block, "owner"),
        owner_at="opened" if block.value("owner at", str) == "opened" else "breach",
        owner_excused_by=block.values_of("owner excused by", Selector),
        excused_by=_grounds(block),
        ends_with=block.values_of("ends with", Selector),
        calendar=block.value("calendar", str) or expression(block, "calendar"),
        ours=_ours(block),
        sources=block.values_of("source", str),
        warn=tuple(_warnings(block)),
        file=key.source.name,
        line=key.line,
    )


def _key(block: Block, declared: Declared) -> tuple[tuple[str, ...], str | None]:
    if block.form.id == "reach":
        return _about(block, declared).key
    return key_attributes(block.values_of("of", str), declared.subjects)


def _about(block: Block, declared: Declared) -> About:
    return About(block, declared.indicators.get(block.value("reach", str) or ""), declared.subjects)


def expression(block: Block, key: str) -> Expression | None:
    """Return the expression behind a key."""
    leaf = block.leaf(key)
    return leaf.value if leaf is not None and isinstance(leaf.value, EXPRESSIONS) else None


def _party(block: Block, key: str) -> str | None:
    """Return a party without `trigger.`: the subject's attribute comes first, the trigger's stands in."""
    name = block.value(key, str)
    return None if name is None else name.removeprefix("trigger.")


def _demand(block: Block, declared: Declared) -> Demand | None:
    match block.form.id:
        case "expect":
            return _expect(block, declared)
        case "never":
            return _never(block)
        case "require":
            return _require(block)
        case "hold":
            return _hold(block, declared)
        case "reach":
            return _reach(block, declared)
        case _:
            return None


def _expect(block: Block, declared: Declared) -> Expect | None:
    parts = parts_of(block)
    if not parts:
        return None
    several = block.block("expect")
    return Expect(
        parts=parts,
        in_order=bool(several and several.value("in order", bool)),
        after=block.values_of("after", Selector),
        every=_every(block),
        times=block.value("times", int) or 1,
        complete=block.values_of("complete", str),
        within=expression(block, "within"),
        by=expression(block, "by"),
        before=block.values_of("before", Selector),
        open=block.value("open", str) or "each",  # type: ignore[arg-type]
        for_each=_for_each(block, declared),
        already=bool(block.value("already", bool)),
        pauses=tuple(_pause(pause, declared.parameters) for pause in block.blocks("pause")),
        reopened_by=block.values_of("reopened by", Selector),
        on_reopen=block.value("on reopen", str) or "new",  # type: ignore[arg-type]
        missing=block.value("missing", str) or "unknown",  # type: ignore[arg-type]
        late_moves=block.value("late moves", str) or "ignore",  # type: ignore[arg-type]
    )


def parts_of(block: Block) -> tuple[tuple[Selector, ...], ...]:
    """Return the events that an `expect` wants, each part being any of some selectors."""
    several = block.block("expect")
    if several is None:
        single = block.values_of("expect", Selector)
        return (single,) if single else ()
    listed = several.values.get("all")
    items = listed.items if isinstance(listed, Listing) else ()
    return tuple(tuple(leaf.value for leaf in leaves_of(item) if isinstance(leaf.value, Selector)) for item in items)


def _never(block: Block) -> Never:
    return Never(
        forbidden=block.values_of("never", Selector),
        from_=block.values_of("from", Selector),
        until=block.values_of("until", Selector),
        lasts=expression(block, "for"),
        per=block.value("per", str),  # type: ignore[arg-type]
    )


def _require(block: Block) -> Require:
    return Require(
        at=block.values_of("at", Selector),
        condition=expression(block, "require"),
        needs=block.values_of("needs", Selector),
        complete=block.values_of("complete", str),
        by=block.value("by", Who),
        not_by=block.values_of("not by", Who),
        excused_if=expression(block, "excused if"),
    )


def _hold(block: Block, declared: Declared) -> Hold | None:
    condition = expression(block, "hold")
    if condition is None:
        return None
    return Hold(
        condition=condition,
        while_state=block.value("while", str),
        for_each=_for_each(block, declared),
        tolerate=duration(block, "tolerate", parameters=declared.parameters),
        per=block.value("per", str) or "day",  # type: ignore[arg-type]
    )


def _reach(block: Block, declared: Declared) -> Reach | None:
    target = target_of(block)
    return None if target is None else build_reach(_about(block, declared), target, parameters=declared.parameters)


def target_of(block: Block) -> Target | None:
    """Return what the figure of a `reach` is held to."""
    for sign in SIGNS:
        word, value = block.value(sign, str), expression(block, sign)
        if word == "previous" or word == "stated":
            return Target(sign, "previous" if word == "previous" else "stated")
        if value is not None:
            return Target(sign, value)
    return None


def _every(block: Block) -> Every | None:
    return block.value("every", Every)


def _for_each(block: Block, declared: Declared) -> ForEach | None:
    name = block.value("for each", str)
    if name is not None:
        return ForEach(kind=name) if name in declared.subjects else ForEach(attribute=name)
    for attribute, read in block.named("for each").items.items():
        constants = (_constant(block, attribute, leaf, declared) for leaf in leaves_of(read))
        return ForEach(attribute=attribute, constants=tuple(constants))
    return None


def _constant(block: Block, attribute: str, leaf: Leaf, declared: Declared) -> object:
    """Return a member as the target carries it; a text if that is not known, which the checks have noted."""
    for part in parts_of(block):
        for selector in part:
            event = declared.events.get(selector.event)
            if event is not None and attribute in event.attributes:
                try:
                    return read_constant(leaf.text, event.attributes[attribute].type, zone=declared.zone)
                except Refusal:
                    return leaf.text
    return leaf.text


def _pause(block: Block, parameters: Parameters) -> Pause:
    reason = text_of(block.block("reason"))
    plain = block.value("reason", str) or ""
    return Pause(
        reason=reason or Text(zh=plain, en=plain),
        from_=block.values_of("from", Selector),
        until=block.values_of("until", Selector),
        longest=duration(block, "max", parameters=parameters),
        while_state=block.value("while", str),
    )


def _grounds(block: Block) -> tuple[Ground, ...]:
    listed = block.values.get("excused by")
    grounds: list[Ground] = []
    for item in listed.items if isinstance(listed, Listing) else ():
        if isinstance(item, Block) and (selector := item.value("event", Selector)):
            grounds.append(Ground(selector, item.value("late", str) == "heal"))
        elif isinstance(item, Leaf) and isinstance(item.value, Selector):
            grounds.append(Ground(item.value))
    return tuple(grounds)


def _ours(block: Block) -> bool | tuple[str, ...]:
    figures = tuple(leaf.text for leaf in block.leaves("ours") if isinstance(leaf.value, str))
    return figures or bool(block.value("ours", bool))


def _warnings(block: Block) -> list[Warning]:
    listed = block.values.get("warn")
    warnings: list[Warning] = []
    for item in listed.items if isinstance(listed, Listing) else ():
        if isinstance(item, Block):
            to = item.value("to", str)
            warnings += [Warning(w.share, w.offset, to) for w in item.values_of("at", Warning)]
        elif isinstance(item, Leaf) and isinstance(item.value, Warning):
            warnings.append(item.value)
    return warnings
