"""What the language reserves for a later version, where no key of its own says so: roles in selectors, breaches as events."""

from collections.abc import Iterator

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.building.promise_building import EXPRESSIONS
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.parsing.blocks import Block, Leaf, Listing, Named, Read
from jiannuo.core.expressions.syntax import Call, Expression, Literal, Selector, Who
from jiannuo.core.expressions.walking import walk
from jiannuo.core.values.problems import Place


def check_later(draft: Draft, _: Scopes) -> None:
    """Note each use of a role, and of the breach of a promise."""
    for leaf in all_leaves(draft.root):
        for place, what in (*_later_in(leaf), *_breaches_in(leaf, draft)):
            draft.problems.append(kinds.NOT_YET.at(place, what=what))


def all_leaves(read: Read) -> Iterator[Leaf]:
    """Yield every word below a block, a list or a mapping."""
    if isinstance(read, Leaf):
        yield read
    elif isinstance(read, Listing):
        for item in read.items:
            yield from all_leaves(item)
    else:
        for inner in (read.values if isinstance(read, Block) else _items(read)).values():
            yield from all_leaves(inner)


def _items(named: Named) -> dict[str, Read]:
    return dict(named.items)


def _later_in(leaf: Leaf) -> Iterator[tuple[Place, str]]:
    if isinstance(leaf.value, Who) and leaf.value.kind == "role":
        yield leaf.node.place((leaf.value.at, len("role"))), f"role {leaf.value.name}"
    for selector in selectors_in(leaf):
        for who in (selector.by, selector.not_by):
            if who is not None and who.kind == "role":
                yield leaf.node.place((who.at, len("role"))), f"role {who.name}"
            elif who is not None and who.kind == "actor_of":  # `require` knows it; a selector would never be certain
                yield leaf.node.place((who.at, len(who.name or ""))), f"not by {who.name}"


def _breaches_in(leaf: Leaf, draft: Draft) -> Iterator[tuple[Place, str]]:
    """Yield each breach of a declared promise; one of a promise that nothing declares is refused as such."""
    if not isinstance(leaf.value, (Selector, *EXPRESSIONS)):
        return
    for node, _ in walk(leaf.value):
        promise = node.promise if isinstance(node, Selector) else _asked_of(node)
        if promise in draft.promises:
            yield leaf.node.place((node.at, len("broken"))), f"broken('{promise}')"


def _asked_of(node: Expression) -> str | None:
    """Return the promise whose breach a call asks about."""
    if isinstance(node, Call) and node.function == "broken" and isinstance(node.arguments[0], Literal):
        return str(node.arguments[0].value)
    return None


def selectors_in(leaf: Leaf) -> Iterator[Selector]:
    """Yield the selector that a word is, and those within it or within its condition."""
    if isinstance(leaf.value, (Selector, *EXPRESSIONS)):
        for node, _ in walk(leaf.value):
            if isinstance(node, Selector):
                yield node
