"""Going through a syntax tree: the parts of a node, all nodes, and the tree without its places in the text."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import TypeVar, cast

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
)
from jiannuo.core.values.trees import rebuilt

Node = Expression | Selector
Tree = TypeVar("Tree")
_NODES = {
    kind: tuple(entry.name for entry in fields(kind))
    for kind in (Literal, Name, Unary, Binary, IsNull, In, Between, Like, Case, Call, Selector)
}
"""The names of the fields of each kind of node."""


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below one, in the order of the text."""
    return tuple(_nodes_in([getattr(node, name) for name in _NODES[type(node)]]))


def _nodes_in(values: Iterable[object]) -> Iterator[Node]:
    for value in values:
        if type(value) in _NODES:
            yield cast(Node, value)
        elif isinstance(value, tuple):
            yield from _nodes_in(value)


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Yield every node of a tree with its depth (1 for the root), without recursion."""
    waiting: list[tuple[Node, int]] = [(node, 1)]
    while waiting:
        current, depth = waiting.pop()
        yield current, depth
        waiting.extend((child, depth + 1) for child in reversed(children(current)))


def conjuncts(*conditions: Expression) -> list[Expression]:
    """Return the conditions that must all hold for all of some to hold: apart, each looks at less."""
    found: list[Expression] = []
    for each in conditions:
        if isinstance(each, Binary) and each.operator == "and":
            found += conjuncts(each.left, each.right)
        else:
            found.append(each)
    return found


def without_places(tree: Tree) -> Tree:
    """Return the same tree with every offset 0 and every selector's text empty: equal for equal meaning."""
    return rebuilt(tree, _blanks)


def _blanks(node: object) -> dict[str, object]:
    blank: dict[str, object] = {"at": 0, "text": ""}
    names = {each.name for each in fields(node)} if is_dataclass(node) else set()
    return {name: blank[name] for name in names & blank.keys()} if "at" in names else {}
