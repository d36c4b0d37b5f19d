"""Going through a syntax tree: the parts of a node, all nodes, and the tree without its places in the text."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
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


def without_places(tree: Tree) -> Tree:
    """Return the same tree with every offset 0 and every selector's text empty: equal for equal meaning."""
    return cast(Tree, _bare(tree))


def _bare(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_bare(part) for part in value)
    if not is_dataclass(value) or isinstance(value, type) or "at" not in {entry.name for entry in fields(value)}:
        return value
    blank: dict[str, object] = {"at": 0, "text": ""}
    changed = {entry.name: blank.get(entry.name, _bare(getattr(value, entry.name))) for entry in fields(value)}
    return replace(value, **changed)
