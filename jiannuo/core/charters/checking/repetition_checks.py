"""What is listed twice where once says all: it would make one obligation, group or demand look like two."""

from collections.abc import Iterable, Iterator

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.parsing.blocks import Block, Leaf, Listing, Read, leaves_of
from jiannuo.core.values.problems import Problem

_KEYS = ("id", "of", "by", "also", "clauses", "complete", "not by")


def check_repetitions(draft: Draft, _: Scopes) -> None:
    """Note the keys, dimensions, members and clauses that one list names twice."""
    for section in ("subjects", "events", "states", "signals", "promises", "indicators"):
        for block in draft.blocks(section).values():
            draft.problems.extend(_repeated(block))


def _repeated(block: Block) -> Iterator[Problem]:
    lists: list[tuple[str, Read | None]] = [(key, block.values.get(key)) for key in _KEYS]
    lists += [("for each", read) for read in block.named("for each").items.values()]
    for key, read in lists:
        if isinstance(read, Listing):
            yield from _twice(key, leaves_of(read))


def _twice(key: str, leaves: Iterable[Leaf]) -> Iterator[Problem]:
    seen: set[str] = set()
    for leaf in leaves:
        if leaf.text in seen:
            yield kinds.LISTED_TWICE.at(leaf.node.place(), key=key, value=leaf.text)
        seen.add(leaf.text)
