"""Everything in a tree is found once, and a rebuilt tree differs where it is said to and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiannuo.core.values.trees import everything_in, rebuilt


@dataclass(frozen=True)
class Leaf:
    name: str


@dataclass(frozen=True)
class Branch:
    leaves: tuple[Leaf, ...]
    named: Mapping[str, object]


OAK, ELM, ASH = Leaf("oak"), Leaf("elm"), Leaf("ash")
TREE = Branch((OAK, ELM), {"third": [ASH]})


def test_each_node_comes_before_its_parts_and_parts_in_their_order() -> None:
    assert list(everything_in(TREE)) == [
        TREE, (OAK, ELM), OAK, "oak", ELM, "elm", {"third": [ASH]}, [ASH], ASH, "ash",
    ]  # fmt: skip


def test_a_class_is_no_tree() -> None:
    assert list(everything_in(Leaf)) == [Leaf]


def test_a_tree_is_rebuilt_with_what_is_said_of_its_nodes() -> None:
    found = rebuilt(TREE, lambda node: {"name": "yew"} if node == ELM else {})
    assert found == Branch((OAK, Leaf("yew")), {"third": [ASH]})
    assert found.leaves[0] is OAK


def test_what_nothing_is_said_of_is_the_same_object() -> None:
    assert rebuilt(TREE, lambda node: {}) is TREE
