"""Reading the files of a log by a mapping: events for the judge, and an account of every row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.events.binding import Binding, BoundRule, bind
from jiannuo.core.engines.events.event_building import build_events
from jiannuo.core.engines.events.extracting import PASSED, Extract, Passed, extract
from jiannuo.core.engines.events.identities import Settled, settle
from jiannuo.core.engines.events.reaches import Instants, reaches
from jiannuo.core.engines.events.shared_readings import SharedReadings
from jiannuo.core.engines.events.sightings import Sightings
from jiannuo.core.engines.events.uniqueness import set_repeats_aside, unique_attributes
from jiannuo.core.engines.mapping.mapping import Mapping as LogMapping
from jiannuo.core.engines.tabular.table_reading import read_table
from jiannuo.core.engines.tabular.tables import Flags, Progress, Reject, Rows, Table
from jiannuo.core.judging.event import Log, Reach
from jiannuo.core.judging.event_table import NO_SEQ, EventTable
from jiannuo.core.values.problems import Refusal


@dataclass(frozen=True, slots=True)
class Counts:
    """The account of a log. It always adds up:

    - rows = used + copies + set aside + without an event;
    - (rows − rows unreadable) × rules = events + duplicates + passed over + set aside by rules.
    """  # noqa: D400, D415 — two equations

    rows: int = 0
    rows_unreadable: int = 0
    rows_used: int = 0
    rows_copied: int = 0
    rows_set_aside: int = 0
    rows_without_event: int = 0
    rules: int = 0
    events: int = 0
    events_by_type: Mapping[str, int] = field(default_factory=dict)
    duplicates: int = 0
    passed: Mapping[Passed, int] = field(default_factory=dict)
    rejects: int = 0
    rejects_by_code: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ReadLog:
    """A log that was read, its events as columns, and how far each source is known.

    `span` is from the first to the last event, in microseconds UTC, None without events.
    """

    table: EventTable
    reach: Mapping[str, Reach]
    rejects: tuple[Reject, ...]
    counts: Counts
    span: tuple[int, int] | None

    @cached_property
    def log(self) -> Log:
        """Return the log with every event by itself, which is made when first asked for."""
        return Log(tuple(self.table.events()), self.reach)

    @property
    def last_instant(self) -> int | None:
        """Return the instant up to which the log tells anything: its last event, or what it is said to be complete until."""
        ends = [reach.complete_until for reach in self.reach.values()]
        return max([*ends, self.span[1]], default=None) if self.span else max(ends, default=None)


def read_log(
    mapping: LogMapping,
    files: Sequence[Path],
    *,
    charter: Charter | None = None,
    progress: Progress | None = None,
) -> ReadLog:
    """Read files into a log by a mapping, whose names and types are held against the charter, if there is one.

    Rows that cannot be used are set aside with the reason. Raises Refusal where the mapping does not fit the charter or
    a file as a whole cannot be read: then nothing is used.
    """
    binding = bind(mapping, charter)
    _check_names(files, binding)
    table = read_table(files, format=mapping.format, columns=binding.columns, progress=progress)
    readings = SharedReadings(table)
    extracts = [extract(readings, bound, binding, suffixed=_suffixed(bound, binding)) for bound in binding.rules]
    settled = settle(build_events(table, extracts), seq_is_content=mapping.sequence != "row")
    set_repeats_aside(settled, unique_attributes(charter) if charter is not None else [])
    rejects = sorted((*table.rejects, *(r for e in extracts for r in e.rejects), *settled.rejects), key=_order)
    counts = _counts(table, extracts, settled, rejects)
    sources = charter.sources if charter is not None else {}
    reach = reaches(_instants(extracts), sources=sources, complete_until=mapping.complete_until, zone=binding.zone)
    kept = settled.sightings if len(settled.kept) == len(settled.sightings) else settled.sightings.taken(settled.kept)
    events = _untied(kept) if mapping.sequence == "row" else kept.events
    return ReadLog(events, reach, tuple(rejects), counts, _span(events))


def _order(reject: Reject) -> tuple[str, int, int]:
    return reject.order


def _check_names(files: Sequence[Path], binding: Binding) -> None:
    """Refuse different files of one name, unless their events bring ids of their own."""
    seen: dict[str, Path] = {}
    for path in files:
        other = seen.setdefault(path.name, path)
        if other.resolve() != path.resolve() and binding.uses_own_ids:
            raise Refusal(kinds.NAME_TWICE.at(file=path.name))


def _suffixed(bound: BoundRule, binding: Binding) -> frozenset[str]:
    """Return the types that an earlier rule without a column for the id makes as well."""
    earlier = [other for other in binding.rules if other.rule.number < bound.rule.number and not other.rule.id]
    known = set(bound.types or {name for other in earlier for name in other.types or {}})
    return frozenset(name for name in known if any(other.types is None or name in other.types for other in earlier))


def _untied(sightings: Sightings) -> EventTable:
    """Return the events; row numbers of different files order nothing, so at one instant of a source they are dropped."""
    events, names = sightings.events, sightings.table.names
    files = _files(names)[sightings.table.file_codes[sightings.rows]]
    if len(set(names)) < 2 or not len(files):
        return events
    order = np.lexsort((events.at, events.source))
    begins = np.append(True, (np.diff(events.at[order]) != 0) | (np.diff(events.source[order]) != 0))
    firsts = np.flatnonzero(begins)
    mixed = np.minimum.reduceat(files[order], firsts) != np.maximum.reduceat(files[order], firsts)
    tied = order[mixed[np.cumsum(begins) - 1]]
    seq = events.seq.copy()
    seq[tied] = NO_SEQ
    return replace(events, seq=seq)


def _files(names: Sequence[str]) -> Rows:
    """Return a number for each file, the same one for files of the same name."""
    return np.array([names.index(name) for name in names], np.int64)


def _instants(extracts: Sequence[Extract]) -> dict[str, Instants]:
    found: dict[str, list[Instants]] = {}
    for each in extracts:
        for source in each.bound.sources:
            found.setdefault(source, []).append(each.instants)
    return {source: parts[0] if len(parts) == 1 else np.concatenate(parts) for source, parts in found.items()}


def _span(events: EventTable) -> tuple[int, int] | None:
    return (int(events.at.min()), int(events.at.max())) if len(events) else None


# --- the account


def _counts(table: Table, extracts: Sequence[Extract], settled: Settled, rejects: Sequence[Reject]) -> Counts:
    used, copied, aside = _rows_by_fate(table, settled, rejects)
    rows = len(table) + len(table.rejects)
    passed = {reason: sum(each.passed.get(reason, 0) for each in extracts) for reason in PASSED}
    events = settled.sightings.events
    types = np.bincount(events.type[settled.kept], minlength=len(events.types)).tolist()
    return Counts(
        rows=rows,
        rows_unreadable=len(table.rejects),
        rows_used=used,
        rows_copied=copied,
        rows_set_aside=aside,
        rows_without_event=rows - used - copied - aside,
        rules=len(extracts),
        events=len(settled.kept),
        events_by_type={name: count for name, count in zip(events.types, types, strict=True) if count},
        duplicates=len(settled.copies),
        passed={reason: count for reason, count in passed.items() if count},
        rejects=len(rejects),
        rejects_by_code=dict(sorted(Counter(reject.problem.code for reject in rejects).items())),
    )


def _rows_by_fate(table: Table, settled: Settled, rejects: Sequence[Reject]) -> tuple[int, int, int]:
    """Return of how many rows an event was used, of how many others it was a copy, and how many others were set aside.

    A row is a number in a file of a name: the rows of a file that is given twice are the same.
    """
    rows = settled.sightings.rows
    kept, copies = (rows if len(numbers) == len(rows) else rows[numbers] for numbers in (settled.kept, settled.copies))
    places = _places(table)
    used, copied = np.zeros(len(table), np.bool_), np.zeros(len(table), np.bool_)
    used[kept if places is None else places[kept]] = True
    copied[copies if places is None else places[copies]] = True
    done = (used | copied) if places is None else (used | copied)[places]
    return int(used.sum()), int((copied & ~used).sum()), _count_others(table, rejects, done)


def _places(table: Table) -> Rows | None:
    """Return for each row a number that the same row of the same file has too, None where no file is given twice."""
    if len(set(table.names)) == len(table.names):
        return None
    files = _files(table.names)[table.file_codes]
    return np.unique(np.stack((files, table.numbers)), axis=1, return_inverse=True)[1].astype(np.int64)


def _count_others(table: Table, rejects: Sequence[Reject], done: Flags) -> int:
    """Return how many rows are among the rejects and not among those of the table that are done with."""
    others = {(reject.file, reject.row) for reject in rejects}
    for code, name in enumerate(table.names):
        numbers = np.array([row for file, row in others if file == name], np.int64)
        if len(numbers):
            found = np.isin(numbers, table.numbers[done & (table.file_codes == code)])
            others -= {(name, row) for row in numbers[found].tolist()}
    return len(others)
