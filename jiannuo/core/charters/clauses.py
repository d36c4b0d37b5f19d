"""The list of clauses with what executes each, for people and for the ledger of duties."""

import re
from dataclasses import dataclass

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.executors import BY_NAME
from jiannuo.core.values.texts import Text

_PIECES = re.compile(r"\d+|\D+")
_NOTHING = frozenset({"planned", "missing"})


@dataclass(frozen=True, slots=True)
class ListedClause:
    """A clause as it is listed: `kind` is the machine name of what executes it, `kind_label` its words.

    `ours` are the promises among them in which something is set by us.
    """

    id: str
    text: Text
    executed_by: tuple[str, ...]
    kind: str
    kind_label: Text
    proof: str | None
    ours: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the clause as an object of the machine-readable list."""
        return {
            "id": self.id,
            "text": {"zh": self.text.zh, "en": self.text.en},
            "executed_by": list(self.executed_by),
            "kind": self.kind,
            "proof": self.proof,
            "ours": list(self.ours),
        }


def list_clauses(charter: Charter, *, only_missing: bool = False) -> list[ListedClause]:
    """Return the clauses in the order of their numbers; with `only_missing`, those that nothing executes yet."""
    listed = [
        ListedClause(c.id, c.text, c.executed_by, c.kind, BY_NAME[c.kind].label, c.proof, _ours(c.executed_by, charter))
        for c in charter.clauses.values()
    ]
    kept = [clause for clause in listed if clause.kind in _NOTHING or not only_missing]
    return sorted(kept, key=lambda clause: _number(clause.id))


def _ours(names: tuple[str, ...], charter: Charter) -> tuple[str, ...]:
    return tuple(name for name in names if name in charter.promises and charter.promises[name].ours)


def _number(id: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts 6.1.3.10 behind 6.1.3.9 and 6.1.3.9a."""
    pieces = _PIECES.findall(id)
    return tuple((0, int(piece), "") if piece.isascii() and piece.isdigit() else (1, 0, piece) for piece in pieces)
