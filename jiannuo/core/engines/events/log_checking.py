"""Looking at a log before it is judged: what is in it, what was set aside, and what the charter waits for in vain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiannuo.core.charters.charter import Charter, Promise, Require
from jiannuo.core.charters.explaining.labelling import event_names, named
from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.logs import Counts, ReadLog, read_log
from jiannuo.core.engines.events.numbering import MOST_SHOWN, Hole, holes, values_held
from jiannuo.core.engines.mapping.mapping import Mapping as LogMapping
from jiannuo.core.engines.tabular.tables import Progress, Reject
from jiannuo.core.expressions.syntax import Binary, Expression, In, Literal, Name, Selector
from jiannuo.core.expressions.walking import children
from jiannuo.core.judging.event import Reach
from jiannuo.core.values.problems import Place, Problem
from jiannuo.core.values.texts import Text, listed
from jiannuo.core.values.trees import everything_in

Attribute = tuple[str, str]
"""An event type and one of its attributes."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """What was set aside for one reason: how often, and the first one met."""

    code: str
    count: int
    example: Reject


@dataclass(frozen=True, slots=True)
class LogReport:
    """What a log holds; instants in microseconds UTC."""

    files: tuple[str, ...]
    counts: Counts
    span: tuple[int, int] | None
    reach: Mapping[str, Reach]
    set_aside: tuple[SetAside, ...]
    warnings: tuple[Problem, ...]
    rejects: tuple[Reject, ...]


def check_log(
    mapping: LogMapping,
    files: Sequence[Path],
    *,
    charter: Charter | None = None,
    progress: Progress | None = None,
) -> LogReport:
    """Read a log and report on it; with a charter, warn of what the charter names and the log never holds.

    Raises Refusal as `read_log` does.
    """
    read = read_log(mapping, files, charter=charter, progress=progress)
    return LogReport(
        files=tuple(sorted(path.name for path in files)),
        counts=read.counts,
        span=read.span,
        reach=read.reach,
        set_aside=_set_aside(read.rejects),
        warnings=tuple(_warnings(charter, read)) if charter is not None else (),
        rejects=read.rejects,
    )


def _set_aside(rejects: Sequence[Reject]) -> tuple[SetAside, ...]:
    found: dict[str, list[Reject]] = {}
    for reject in rejects:
        found.setdefault(reject.problem.code, []).append(reject)
    counted = (SetAside(code, len(all_), all_[0]) for code, all_ in found.items())
    return tuple(sorted(counted, key=lambda each: (-each.count, each.code)))


# --- what the charter waits for in vain


@dataclass(frozen=True, slots=True)
class _Constant:
    """A text that the charter compares with an attribute, which is one of these."""

    text: str
    attributes: frozenset[Attribute]
    place: Place


def _warnings(charter: Charter, read: ReadLog) -> Iterator[Problem]:
    constants = [constant for promise in charter.promises.values() for constant in _constants(promise, charter)]
    wanted = {attribute for constant in constants for attribute in constant.attributes}
    seen = {attribute: set(values_held(read.table, *attribute)) for attribute in wanted}
    shown = event_names(charter)
    for promise in charter.promises.values():
        for name in dict.fromkeys(each.event for each in everything_in(promise) if isinstance(each, Selector)):
            if name in charter.events and name not in charter.signals and name not in read.counts.events_by_type:
                yield kinds.EVENT_NEVER_OCCURS.at(_place(promise), event=named(name, shown), promise=promise.id)
    for hole in holes(charter, read.table):
        yield _told_hole(hole, named(hole.series.event, shown))
    told = set()
    for constant in constants:
        occurring = [attribute for attribute in constant.attributes if attribute[0] in read.counts.events_by_type]
        key = (constant.text, constant.attributes)
        if occurring and key not in told and not any(constant.text in seen[attribute] for attribute in occurring):
            told.add(key)
            names = listed(sorted(".".join(attribute) for attribute in occurring))
            yield kinds.CONSTANT_NEVER_OCCURS.at(constant.place, value=constant.text, attribute=names)


def _told_hole(hole: Hole, event: Text) -> Problem:
    missing = [*hole.missing[:MOST_SHOWN], *(["…"] if hole.is_cut else [])]
    return kinds.SERIES_BROKEN.at(
        event=event,
        attribute=hole.series.attribute,
        first=hole.first,
        last=hole.last,
        count=f"{hole.count:,}",
        missing=listed(missing),
    )


def _place(promise: Promise) -> Place:
    return Place(promise.file, promise.line or None)


def _constants(promise: Promise, charter: Charter) -> Iterator[_Constant]:
    for each in everything_in(promise):
        if isinstance(each, Selector) and each.where is not None:
            yield from _compared(each.where, promise, charter, {each.event})
    demand = promise.demand
    if isinstance(demand, Require):
        for condition in (demand.condition, demand.excused_if):
            if condition is not None:
                yield from _compared(condition, promise, charter, {selector.event for selector in demand.at})
    for condition in (promise.where, promise.unless):
        if condition is not None:
            yield from _compared(condition, promise, charter, set(charter.events))


def _compared(condition: Expression, promise: Promise, charter: Charter, own: set[str]) -> Iterator[_Constant]:
    for node in _own_nodes(condition):
        for name, text in _comparisons(node):
            attributes = frozenset(_attributes(name, charter, own))
            if attributes:
                yield _Constant(text, attributes, _place(promise))


def _own_nodes(condition: Expression) -> Iterator[Expression]:
    """Yield the nodes of a condition that speak of its own events; selectors within it speak of others."""
    waiting = [condition]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(child for child in children(node) if not isinstance(child, Selector))


def _comparisons(node: object) -> Iterator[tuple[Name, str]]:
    """Yield the pairs of a name and a text that a node compares."""
    pairs: list[tuple[object, object]] = []
    if isinstance(node, Binary) and node.operator in ("=", "<>"):
        pairs = [(node.left, node.right), (node.right, node.left)]
    elif isinstance(node, In):
        pairs = [(node.operand, option) for option in node.options]
    for name, literal in pairs:
        if isinstance(name, Name) and isinstance(literal, Literal) and isinstance(literal.value, str):
            yield name, literal.value


def _attributes(name: Name, charter: Charter, own: set[str]) -> Iterator[Attribute]:
    """Yield the declared attributes that a name may stand for: of its own events, of an event, or of a subject."""
    if len(name.parts) == 1:
        found = [(event, name.parts[0]) for event in own]
    elif len(name.parts) == 2 and name.parts[0] in charter.subjects:
        listed = charter.subjects[name.parts[0]].attributes.get(name.parts[1], ())
        found = [(each.event, each.attribute) for each in listed]
    else:
        found = [(name.parts[0], name.parts[1])]
    for event, attribute in found:
        if event in charter.events and attribute in charter.events[event].attributes:
            yield event, attribute
