"""Names that are declared: none may mean two things."""

from collections.abc import Iterable

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.building.built_in_events import NAMES as BUILT_IN_EVENTS
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.parsing.nodes import Scalar
from jiannuo.core.expressions.names import BUILT_IN
from jiannuo.core.expressions.scanning import KEYWORDS

ROOTS = frozenset({"trigger", "period", "finding", "param"})
_EVENTS = ROOTS | KEYWORDS | {"broken", "person", "system", "role", "party"}


def check_declared_names(draft: Draft, _: Scopes) -> None:
    """Note names that conditions could not tell apart."""
    subjects, events, signals = (draft.named(key).keys for key in ("subjects", "events", "signals"))
    for one, other in ((subjects, events), (subjects, signals), (events, signals)):
        for name in one.keys() & other.keys():
            first, second = sorted((one[name], other[name]), key=lambda node: (node.source.name, node.line))
            draft.problems.append(kinds.AMBIGUOUS.at(second.place(), name=name, first=str(first.place())))
    _refuse(draft, subjects.values(), ROOTS)
    _refuse(draft, (*events.values(), *signals.values()), _EVENTS)
    _refuse(draft, (node for name, node in signals.items() if name in BUILT_IN_EVENTS), BUILT_IN_EVENTS)
    for block in draft.blocks("events").values():
        _refuse(draft, block.named("attributes").keys.values(), KEYWORDS | BUILT_IN.keys())
    for block in draft.blocks("subjects").values():
        _refuse(draft, block.named("attributes").keys.values(), KEYWORDS)
        _refuse(draft, (leaf.node for leaf in block.leaves("id")), KEYWORDS | BUILT_IN.keys())


def _refuse(draft: Draft, nodes: Iterable[Scalar], reserved: frozenset[str] | set[str]) -> None:
    for node in nodes:
        if node.text in reserved:
            draft.problems.append(kinds.RESERVED_NAME.at(node.place(), name=node.text))
