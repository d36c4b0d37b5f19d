"""Which events are the same, and which corrections point nowhere: what can only be told over a whole log.

All of it is looked for in columns; only the few events concerned are taken out one by one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.sightings import Sighting, Sightings
from jiannuo.core.engines.tabular.tables import Flags, Reject, Rows
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.event_table import MISSING, Coded, Column, Plain, RowIds, coded
from jiannuo.core.values.problems import Problem


@dataclass(slots=True)
class Settled:
    """The events that count, each id once, with what was dropped: true copies, and events set aside.

    `kept` and `copies` number the events seen.
    """

    sightings: Sightings
    kept: Rows
    copies: Rows
    rejects: list[Reject] = field(default_factory=list)

    def set_aside(self, rejects: Mapping[int, Reject]) -> None:
        """Drop events by their numbers."""
        self.kept = self.kept[~np.isin(self.kept, np.fromiter(rejects, np.int64, len(rejects)))]
        self.rejects += rejects.values()


def settle(sightings: Sightings, *, seq_is_content: bool) -> Settled:
    """Keep each id once, and set corrections aside that replace what is not there or lead back to themselves.

    Of one id with several contents the one recorded first counts (then the one that happened first, then by content), so
    that neither the order of files nor that of rows decides. `seq_is_content` tells that `seq` is a fact and no row number.
    """
    settled = _each_once(sightings, seq_is_content)
    links = replacements(sightings, settled.kept)
    if links:
        lost = _lost_corrections(links, _present(sightings, settled.kept, set(links.values())))
        ids = sightings.events.ids
        concerned = settled.kept[_is_correction(sightings)[settled.kept]]
        found = sightings.some(np.array([row for row in concerned.tolist() if ids.at(row) in lost], np.int64))
        settled.set_aside({each.number: _lost(each, lost[each.event.id]) for each in found})
    return settled


def _lost(sighting: Sighting, problem: Problem) -> Reject:
    return sighting.rejected(problem, column="supersedes", value=sighting.event.supersedes or "")


# --- ids


def _each_once(sightings: Sightings, seq_is_content: bool) -> Settled:
    everything = np.arange(len(sightings), dtype=np.int64)
    repeated = _repeated(sightings)
    settled = Settled(sightings, everything, everything[:0])
    if not len(repeated):
        return settled
    by_id: dict[str, list[Sighting]] = {}
    for sighting in sorted(sightings.some(repeated), key=lambda each: each.number):
        by_id.setdefault(sighting.event.id, []).append(sighting)
    copies: list[int] = []
    rejects: dict[int, Reject] = {}
    for rivals in by_id.values():
        _choose(rivals, copies, rejects, seq_is_content)
    settled.copies = np.array(copies, np.int64)
    settled.kept = everything[~np.isin(everything, settled.copies)]
    settled.set_aside(rejects)
    return settled


def _choose(rivals: Sequence[Sighting], copies: list[int], rejects: dict[int, Reject], seq_is_content: bool) -> None:
    first = min(rivals, key=lambda each: each.precedence)
    content = _content(first.event, seq_is_content)
    for rival in rivals:
        if rival is first:
            continue
        if _content(rival.event, seq_is_content) == content:
            copies.append(rival.number)
        else:
            problem = kinds.ID_TAKEN.at(value=rival.event.id, other=f"{first.file}:{first.row}")
            columns = ", ".join(column.text for column in rival.rule.id)
            rejects[rival.number] = rival.rejected(problem, column=columns, value=rival.event.id)


def _content(event: Event, seq_is_content: bool) -> Event:
    return event if seq_is_content else replace(event, seq=None)


def _repeated(sightings: Sightings) -> Rows:
    """Return the events whose id several events have."""
    ids = sightings.events.ids
    if isinstance(ids, RowIds) and _name_rows_once(ids, sightings):
        return np.empty(0, np.int64)
    if isinstance(ids, Plain) and pc.count_distinct(ids.array).as_py() == len(ids):
        return np.empty(0, np.int64)
    codes = codes_of(ids)
    return np.flatnonzero(np.bincount(codes)[codes] > 1) if len(codes) else np.empty(0, np.int64)


def _name_rows_once(ids: RowIds, sightings: Sightings) -> bool:
    """Tell whether ids made of file, row and type are all different by the way they are made.

    That is so if files differ in name, no beginning begins another, and no two rules make events of one ending: then a
    beginning, a number and an ending can be told from each other in the id, and a rule makes one event of a row.
    """
    names = sightings.table.names
    if len(set(names)) < len(names) or any(b.startswith(a) for a, b in pairwise(sorted(ids.befores))):
        return False
    if len(sightings.rules) == 1:
        return True
    ends = len(ids.afters)
    seen = np.zeros(ends, np.int64)
    for place in range(len(sightings.rules)):
        seen += np.bincount(ids.after[sightings.rule == place], minlength=ends) > 0
    return bool((seen <= 1).all())


def codes_of(column: Column) -> NDArray[np.int32]:
    """Return a number for each distinct value of a column, `MISSING` for none."""
    if isinstance(column, Coded):
        return column.codes
    if isinstance(column, RowIds):
        return coded(column.objects().tolist()).codes
    numbers = column.array.dictionary_encode().indices.fill_null(MISSING)
    codes: NDArray[np.int32] = numbers.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return codes


# --- corrections


def replacements(sightings: Sightings, numbers: Rows) -> dict[str, str]:
    """Return by the ids of those events that replace another the id of the other."""
    if sightings.events.supersedes is None:
        return {}
    numbers = numbers[_is_correction(sightings)[numbers]]
    ids, replaced = sightings.events.ids.taken(numbers), sightings.events.supersedes.taken(numbers)
    return dict(zip(ids.objects().tolist(), replaced.objects().tolist(), strict=True))


def _is_correction(sightings: Sightings) -> Flags:
    replaced = sightings.events.supersedes
    return np.zeros(len(sightings), np.bool_) if replaced is None else codes_of(replaced) != MISSING


def _present(sightings: Sightings, numbers: Rows, wanted: set[str]) -> set[str]:
    """Return those of some ids that events have."""
    return wanted & set(sightings.events.ids.taken(numbers[having(sightings.events.ids, wanted)[numbers]]).objects())


def having(ids: Column, wanted: Iterable[str]) -> Flags:
    """Tell for each event whether its id is one of some."""
    wanted = set(wanted)
    if isinstance(ids, Coded):
        named = np.fromiter((value in wanted for value in ids.values), np.bool_, len(ids.values))
        return np.append(named, False)[ids.codes]
    return np.fromiter((value in wanted for value in ids.objects()), np.bool_, len(ids))


def _lost_corrections(links: Mapping[str, str], present: set[str]) -> dict[str, Problem]:
    """Return the problem of each correction whose chain does not end in an event of the log."""
    lost: dict[str, Problem] = {}
    found = present - links.keys()
    for id in links:
        _follow(id, links, found, lost)
    return lost


def _follow(id: str, links: Mapping[str, str], found: set[str], lost: dict[str, Problem]) -> None:
    chain: dict[str, str] = {}
    current = id
    while current in links and current not in chain and current not in found and current not in lost:
        chain[current] = links[current]
        current = chain[current]
    if current in found:
        found.update(chain)
    else:
        lost.update(_problems(chain, closing=current if current in chain else None))


def _problems(chain: Mapping[str, str], *, closing: str | None) -> Iterable[tuple[str, Problem]]:
    """Yield the problem of each link; those from `closing` on form a ring, the others lead to what is not there."""
    in_ring = False
    for id, replaced in chain.items():
        in_ring = in_ring or id == closing
        kind = kinds.SUPERSEDES_RING if in_ring else kinds.SUPERSEDES_UNKNOWN
        yield id, kind.at(value=id if in_ring else replaced)
