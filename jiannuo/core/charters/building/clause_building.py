"""From blocks to clauses, each with what executes it."""

from jiannuo.core.charters.building.building import text_of
from jiannuo.core.charters.charter import Clause
from jiannuo.core.charters.executors import EXECUTORS, FLAGS
from jiannuo.core.charters.parsing.blocks import Block
from jiannuo.core.charters.parsing.nodes import Scalar
from jiannuo.core.values.texts import Text

_NO_TEXT = Text(zh="", en="")


def build_clause(key: Scalar, block: Block, *, promises: tuple[str, ...] = ()) -> Clause:
    """Return a clause; `promises` are those that name it. Without any executor its kind is `missing`."""
    kind = next(iter(executors_of(block)), "promise" if promises else "missing")
    named = () if kind in FLAGS else block.values_of(kind, str)
    return Clause(
        id=key.text,
        text=text_of(block.block("text")) or _NO_TEXT,
        kind=kind,
        executed_by=tuple(dict.fromkeys((*named, *promises))) if kind == "promise" else named,
        proof=block.value("proof", str),
        file=key.source.name,
        line=key.line,
    )


def executors_of(block: Block) -> list[str]:
    """Return the executors that a clause names, by their machine names."""
    named = [executor.name for executor in EXECUTORS if executor.written and block.has(executor.name)]
    return [name for name in named if name not in FLAGS or block.value(name, bool) is True]
