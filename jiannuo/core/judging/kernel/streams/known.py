"""Which events are in force: those known by an instant and happened by another, each replaced by its last correction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from jiannuo.core.judging.event_table import NO_SEQ, Coded, EventTable, Rows

RETRACTED = "retracted"


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The rows in force, and what corrections changed.

    `seq` holds the place of each row (of a correction that of what it replaced), `root` the row that its chain begins with;
    `chains` are the rows of each chain, latest first, by the row of its root.
    """

    rows: Rows
    seq: Rows
    root: Rows
    chains: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def known_rows(table: EventTable, *, as_of: int, known_to: int | None, left_out: Collection[str] = ()) -> Known:
    """Return the rows in force at `as_of` among those recorded up to `known_to` (microseconds UTC; None for all).

    Events of the types `left_out` do not count: signals are given by the judge, whatever is recorded of them.
    """
    rows = np.arange(len(table), dtype=np.int64)
    rows = rows if known_to is None else rows[table.recorded_at <= known_to]
    codes = [code for code, name in enumerate(table.types) if name in left_out]
    return _known_rows(table, rows if not codes else rows[~np.isin(table.type[rows], codes)], as_of)


def _known_rows(table: EventTable, recorded: Rows, as_of: int) -> Known:
    recorded = each_once(table, recorded)
    root = np.arange(len(table), dtype=np.int64)
    if table.supersedes is None:
        return Known(_happened(table, recorded, as_of), table.seq, root)
    return _corrected(table, recorded, root, as_of)


def _happened(table: EventTable, rows: Rows, as_of: int) -> Rows:
    happened = table.at[rows] <= as_of
    return rows if happened.all() else rows[happened]


def each_once(table: EventTable, rows: Rows) -> Rows:
    """Return the rows with each id once: of several rows of one id the last. Only coded ids can stand twice."""
    if not isinstance(table.ids, Coded):
        return rows
    codes = table.ids.codes[rows]
    last = np.full(len(table.ids.values), -1, np.int64)
    last[codes] = np.arange(len(rows))
    kept = last[last >= 0]
    return rows if len(kept) == len(rows) else rows[np.sort(kept)]


def _corrected(table: EventTable, rows: Rows, root: Rows, as_of: int) -> Known:
    row_of = {str(id_): row for id_, row in zip(table.ids.taken(rows).objects(), rows.tolist(), strict=True)}
    named = zip(rows.tolist(), table.supersedes.taken(rows).objects(), strict=True)  # type: ignore[union-attr]
    replaces = {row: row_of[id_] for row, id_ in named if id_ in row_of}
    if not replaces:
        return Known(_happened(table, rows, as_of), table.seq, root)
    replaced = set(replaces.values())
    chosen: dict[int, tuple[int, ...]] = {}
    for leaf in replaces:
        if leaf not in replaced:
            chain = _chain_back(leaf, replaces)
            rival = chosen.get(chain[-1])
            if rival is None or _recorded(table, rival[0]) < _recorded(table, leaf):
                chosen[chain[-1]] = chain
    in_force = np.zeros(len(table), np.bool_)
    in_force[rows] = True
    in_force[[*replaces, *replaced]] = False
    if RETRACTED in table.types:
        in_force &= table.type != table.types.index(RETRACTED)
    seq = table.seq.copy()
    for first, chain in chosen.items():
        root[list(chain)] = first
        in_force[chain[0]] = table.types[table.type[chain[0]]] != RETRACTED
        seq[chain[0]] = next((place for place in table.seq[list(chain)].tolist() if place != NO_SEQ), NO_SEQ)
    return Known(_happened(table, np.flatnonzero(in_force), as_of), seq, root, chosen)


def _recorded(table: EventTable, row: int) -> tuple[int, str, int, str]:
    seq = int(table.seq[row])
    source = table.sources[table.source[row]]
    return int(table.recorded_at[row]), source, -1 if seq == NO_SEQ else seq, str(table.ids.at(row))


def _chain_back(row: int, replaces: Mapping[int, int]) -> tuple[int, ...]:
    """Return the row and all it corrects, back to the root; a ring ends where it closes."""
    chain = [row]
    while (earlier := replaces.get(chain[-1])) is not None and earlier not in chain:
        chain.append(earlier)
    return tuple(chain)
