"""Reading the files of a log by a mapping: events for the judge, and an account of every row."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.binding import Binding, BoundRule, bind
from jiannuo.core.engines.extracting import PASSED, Extract, Passed, extract
from jiannuo.core.engines.identities import Settled, Sighting, settle
from jiannuo.core.engines.mapping import Mapping as LogMapping
from jiannuo.core.engines.reaches import Instants, reaches
from jiannuo.core.engines.table_reading import read_table
from jiannuo.core.engines.tables import Progress, Reject, Table
from jiannuo.core.engines.uniqueness import set_repeats_aside, unique_attributes
from jiannuo.core.judging.event import Event, Log
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


@dataclass(frozen=True, slots=True)
class ReadLog:
    """A log that was read; `span` is from the first to the last event, in microseconds UTC, None without events."""

    log: Log
    rejects: tuple[Reject, ...]
    counts: Counts
    span: tuple[int, int] | None

    @property
    def last_instant(self) -> int | None:
        """Return the instant up to which the log tells anything: its last event, or what it is said to be complete until."""
        ends = [reach.complete_until for reach in self.log.reach.values()]
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
    extracts = [extract(table, bound, binding, suffixed=_suffixed(bound, binding)) for bound in binding.rules]
    settled = settle(list(_sightings(table, extracts)), seq_is_content=mapping.sequence != "row")
    set_repeats_aside(settled, unique_attributes(charter) if charter is not None else [])
    rejects = sorted((*table.rejects, *(r for e in extracts for r in e.rejects), *settled.rejects), key=_order)
    events = _untied(settled.sightings, mapping)
    sources = charter.sources if charter is not None else {}
    until = mapping.complete_until
    reach = reaches(_instants(extracts), sources=sources, complete_until=until, zone=binding.zone)
    counts = _counts(table, extracts, settled, rejects)
    return ReadLog(Log(events, reach), tuple(rejects), counts, _span(events))


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


def _sightings(table: Table, extracts: Sequence[Extract]) -> Iterator[Sighting]:
    for each in extracts:
        rule = each.bound.rule
        columns = ", ".join(column.text for column in rule.id)
        rows = np.array(each.rows, np.int64)
        codes, numbers = table.file_codes[rows].tolist(), table.numbers[rows].tolist()
        for event, code, number in zip(each.events, codes, numbers, strict=True):
            yield Sighting(event, table.names[code], number, rule.number, columns)


def _untied(sightings: Sequence[Sighting], mapping: LogMapping) -> tuple[Event, ...]:
    """Return the events; row numbers of different files order nothing, so at one instant of a source they are dropped."""
    events = tuple(sighting.event for sighting in sightings)
    if mapping.sequence != "row" or len({sighting.file for sighting in sightings}) < 2:
        return events
    files: dict[tuple[str, int], set[str]] = {}
    for sighting in sightings:
        files.setdefault((sighting.event.source, sighting.event.at), set()).add(sighting.file)
    return tuple(replace(e, seq=None) if len(files[e.source, e.at]) > 1 else e for e in events)


def _instants(extracts: Sequence[Extract]) -> dict[str, Instants]:
    found: dict[str, list[Instants]] = {}
    for each in extracts:
        for source in each.bound.sources:
            found.setdefault(source, []).append(each.instants)
    return {source: np.concatenate(parts) for source, parts in found.items()}


def _span(events: Sequence[Event]) -> tuple[int, int] | None:
    return (min(e.at for e in events), max(e.at for e in events)) if events else None


# --- the account


def _counts(table: Table, extracts: Sequence[Extract], settled: Settled, rejects: Sequence[Reject]) -> Counts:
    used = {(sighting.file, sighting.row) for sighting in settled.sightings}
    copied = {(sighting.file, sighting.row) for sighting in settled.duplicates} - used
    aside = {(reject.file, reject.row) for reject in rejects} - used - copied
    rows = len(table) + len(table.rejects)
    passed = {reason: sum(each.passed.get(reason, 0) for each in extracts) for reason in PASSED}
    types = Counter(sighting.event.type for sighting in settled.sightings)
    return Counts(
        rows=rows,
        rows_unreadable=len(table.rejects),
        rows_used=len(used),
        rows_copied=len(copied),
        rows_set_aside=len(aside),
        rows_without_event=rows - len(used) - len(copied) - len(aside),
        rules=len(extracts),
        events=len(settled.sightings),
        events_by_type=dict(sorted(types.items())),
        duplicates=len(settled.duplicates),
        passed={reason: count for reason, count in passed.items() if count},
        rejects=len(rejects),
        rejects_by_code=dict(sorted(Counter(reject.problem.code for reject in rejects).items())),
    )
