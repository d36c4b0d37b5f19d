"""Whether what a selector picks hangs on the obligation for which it is asked, and not on its stream alone."""

from collections.abc import Iterator

from jiannuo.core.charters.charter import Charter
from jiannuo.core.expressions.syntax import Call, Expression, Literal, Name, Selector
from jiannuo.core.expressions.walking import walk

_OF_STATES = ("in_force", "level", "lowest", "members")


def hangs_on_obligation(selector: Selector, charter: Charter, of: tuple[str, ...]) -> bool:
    """Tell whether a selector may look at the trigger or the period of an obligation about the attributes `of`.

    In doubt the answer is yes: what does not hang on them comes out the same for every obligation.
    """
    names = {who.name or "" for who in (selector.by, selector.not_by) if who is not None and who.kind == "party"}
    expressions = [] if selector.where is None else [selector.where]
    expressions += list(_computed(names, charter))
    seen: list[Expression] = []
    while expressions:
        expression = expressions.pop()
        if expression in seen:
            continue
        seen.append(expression)
        for node, _ in walk(expression):
            if _looks_up(node, charter, of):
                return True
            if isinstance(node, Name):
                expressions += _computed(set(node.parts), charter)
            if isinstance(node, Call) and node.field is not None:
                expressions += _computed({node.field}, charter)
    return False


def _looks_up(node: object, charter: Charter, of: tuple[str, ...]) -> bool:
    if isinstance(node, Name):
        subject = charter.subjects.get(node.parts[0]) if len(node.parts) > 1 else None
        return node.parts[0] in ("trigger", "period") or (subject is not None and of[: len(subject.id)] != subject.id)
    if isinstance(node, Call) and node.function == "lookup":
        return charter.tables[str(_first_of(node))].rows_from is not None
    return isinstance(node, Call) and node.function in _OF_STATES


def _first_of(call: Call) -> object:
    first = call.arguments[0]
    return first.value if isinstance(first, Literal) else None


def _computed(names: set[str], charter: Charter) -> Iterator[Expression]:
    """Yield how the attributes of these names are computed, of whatever event or subject they may be."""
    sources = (s for kind in charter.subjects.values() for name in names for s in kind.attributes.get(name, ()))
    wanted = names | {source.attribute for source in sources}
    for event_type in charter.events.values():
        yield from (expression for name, expression in event_type.computed.items() if name in wanted)
