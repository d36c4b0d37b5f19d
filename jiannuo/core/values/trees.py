"""Trees of dataclasses, such as conditions and charters: everything in one, and the same one with some parts otherwise."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

Tree = TypeVar("Tree")


def everything_in(tree: object) -> Iterator[object]:
    """Yield a tree and whatever it is made of, each node before its parts."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(_parts(node)))


def _parts(node: object) -> list[object]:
    if isinstance(node, Mapping):
        return list(node.values())
    if isinstance(node, tuple | list):
        return list(node)
    if is_dataclass(node) and not isinstance(node, type):
        return [getattr(node, each.name) for each in fields(node)]
    return []


def rebuilt(tree: Tree, parts_of: Callable[[object], Mapping[str, object]]) -> Tree:
    """Return a tree in which every dataclass has the parts that `parts_of` gives for it, and of the others its own, rebuilt.

    It goes down through dataclasses and tuples. What nothing is said otherwise of is the same object.
    """
    return cast(Tree, _rebuilt(tree, parts_of))


def _rebuilt(node: object, parts_of: Callable[[object], Mapping[str, object]]) -> object:
    if isinstance(node, tuple):
        return tuple(_rebuilt(part, parts_of) for part in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    old = {each.name: getattr(node, each.name) for each in fields(node)}
    said = parts_of(node)
    new = {name: said[name] if name in said else _rebuilt(part, parts_of) for name, part in old.items()}
    return node if new == old else replace(node, **new)
