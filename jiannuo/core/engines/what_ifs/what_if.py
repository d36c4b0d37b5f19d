"""What if: the same log judged by a charter and by the charter changed, obligation by obligation.

Both are judged by the kernel, so that the figures are those of the changed charter and not an estimate.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo import __version__
from jiannuo.core.charters.charter import Charter, Promise
from jiannuo.core.engines.buckets.arrow_events import event_table_of
from jiannuo.core.engines.buckets.event_files import EventFiles
from jiannuo.core.engines.events.logs import read_log
from jiannuo.core.engines.events.reaches import reaches
from jiannuo.core.engines.findings.outcome_columns import outcome_batches
from jiannuo.core.engines.mapping.mapping import Mapping as LogMapping
from jiannuo.core.engines.result_problems import NOTHING_IN_LOG
from jiannuo.core.engines.simulated_logs import is_simulated
from jiannuo.core.engines.tabular.tables import Progress, Reject
from jiannuo.core.engines.what_ifs.verdict_moves import Moves, Side, compare_sides
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.event_table import EventTable
from jiannuo.core.judging.kernel.judge import ANSWERS, Kernel
from jiannuo.core.judging.kernel.outcomes.opened import opened_sites
from jiannuo.core.judging.kernel.outcomes.outcomes import WITHDRAWN, Outcomes
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.plans.routing import passes_of
from jiannuo.core.values.problems import Refusal

_COLUMNS = ("id", "subject", "member", "verdict", "owner_verdict", "start", "due", "done")
_PLAIN = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "member", "verdict", "owner_verdict")),
        *((name, pa.int64()) for name in ("start", "due", "done")),
        ("subject", pa.list_(pa.string())),
    ]
)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is asked: a charter, the same one changed, the files of a log with their mapping, and as of when.

    Without a mapping the files are Parquet in our own form. `as_of` is in microseconds UTC; without it, it is the last
    instant of the log.
    """

    charter: Charter
    changed: Charter
    mapping: LogMapping | None
    files: tuple[Path, ...]
    as_of: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What would be otherwise: promise by promise in the order of the charter, those that only one of them has last.

    `rejects` are the rows of the log that were set aside; `simulated` says that its events were made up.
    """

    as_of: int
    events: int
    promises: tuple[Moves, ...]
    rejects: tuple[Reject, ...] = ()
    simulated: bool = False

    @property
    def judged(self) -> bool:
        """Tell whether there is any obligation on either side."""
        return any(each.counts for each in self.promises)


def answer(what_if: WhatIf, *, progress: Progress | None = None) -> Answer:
    """Judge the log by both charters and compare. Raises Refusal where it cannot be read or holds nothing."""
    record = _record(what_if, what_if.charter, progress)
    as_of = what_if.as_of if what_if.as_of is not None else record.last
    if as_of is None:
        raise Refusal(NOTHING_IN_LOG.at())
    again = record
    if what_if.mapping is None or not _read_alike(what_if.charter, what_if.changed):
        again = _record(what_if, what_if.changed, progress)
    before = dict(_sides(what_if.charter, record, as_of))
    if progress is not None:
        progress("judging", 1, 2)
    after = dict(_sides(what_if.changed, again, as_of))
    names = dict.fromkeys((*what_if.charter.promises, *what_if.changed.promises))
    nothing = Side(_PLAIN.empty_table(), {})
    moves = (compare_sides(id_, before.get(id_, nothing), after.get(id_, nothing), as_of=as_of) for id_ in names)
    simulated = is_simulated(what_if.files, mapping=what_if.mapping)
    found = Answer(as_of, len(record.table), tuple(moves), record.rejects, simulated)
    if progress is not None:
        progress("judging", 2, 2)
    return found


@dataclass(frozen=True, slots=True)
class _Record:
    """The events of a log, how far each source is known, the last instant that it tells of, and what was set aside."""

    table: EventTable
    reach: Mapping[str, Reach]
    last: int | None
    rejects: tuple[Reject, ...] = ()


def _record(what_if: WhatIf, charter: Charter, progress: Progress | None) -> _Record:
    if what_if.mapping is not None:
        read = read_log(what_if.mapping, what_if.files, charter=charter, progress=progress)
        return _Record(read.table, read.reach, read.last_instant, read.rejects)
    files = EventFiles(what_if.files)
    ids = None if "id" in files.names else files.ids()
    rows = files.whole(files.columns_for(passes_of(charter)))
    seen = files.seen(charter)
    reach = reaches(seen.instants, sources=charter.sources, complete_until=None, zone=charter.zone)
    return _Record(event_table_of(rows, charter, origin="", ids=ids), reach, seen.last)


def _read_alike(one: Charter, other: Charter) -> bool:
    """Tell whether a log reads the same by both: what reading looks at is all but the promises and what they rest on."""
    return (one.sources, one.subjects, one.events, one.zone) == (
        other.sources,
        other.subjects,
        other.events,
        other.zone,
    )


def _sides(charter: Charter, record: _Record, as_of: int) -> Iterator[tuple[str, Side]]:
    """Yield the findings of each promise that has any."""
    judging = Kernel(plan_of(charter)).judging(record.table, record.reach, as_of=as_of)
    found: dict[str, list[Side]] = {}
    for outcomes in judging.outcomes(full=False):
        promise = charter.promises[outcomes.promise]
        batches = outcome_batches(outcomes, judging.world, verb=promise.verb, engine_version=__version__)
        table = pa.Table.from_batches(list(map(_plain, batches)), _PLAIN)
        parties = _parties(promise, outcomes, Reader(judging.world, ANSWERS))
        found.setdefault(promise.id, []).append(Side(table, parties))
    for id_, sides in found.items():
        names = dict.fromkeys(name for side in sides for name in side.parties)
        parties = {name: np.concatenate([side.parties[name] for side in sides]) for name in names}
        yield id_, Side(pa.concat_tables([side.findings for side in sides]), parties)


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the columns that are compared; what was done late was done."""
    columns = {name: batch.column(name) for name in _COLUMNS if name != "done"}
    columns["done"] = pc.coalesce(batch.column("met"), batch.column("late_at"))
    arrays = [columns[field.name].cast(field.type) for field in _PLAIN]
    return pa.RecordBatch.from_arrays(arrays, schema=_PLAIN)


def _parties(promise: Promise, outcomes: Outcomes, reader: Reader) -> dict[str, NDArray[np.object_]]:
    """Return the parties of each finding by what the promise calls them; those it does not name are left out."""
    found: dict[str, NDArray[np.object_]] = {}
    nobody = np.full(len(outcomes), None, np.object_)
    is_withdrawn = len(outcomes) > 0 and bool((outcomes.verdict == WITHDRAWN).all())
    if promise.owner is not None:
        found["owner"] = nobody if outcomes.owner is None else outcomes.owner
    for key, name in (("to", promise.to), ("owed by", promise.owed_by)):
        if name is not None:
            # What was withdrawn opened in a record that is no more.
            found[key] = nobody if is_withdrawn else _party(name, promise, outcomes, reader)
    return found


def _party(name: str, promise: Promise, outcomes: Outcomes, reader: Reader) -> NDArray[np.object_]:
    """Return who a party was at each opening: the subject's attribute, else the trigger's, else the word itself."""
    sites = opened_sites(reader.charter, promise, outcomes)
    kind = reader.charter.subjects.get(promise.kind or "")
    if kind is not None and name in kind.attributes:
        return reader.of_subject(kind.name, (name,), sites).objects()
    word = np.full(len(outcomes), name, np.object_)
    if sites.trigger is None:
        return word
    of_trigger = reader.named(Name(("trigger", name)), sites).objects()
    return np.where(of_trigger == np.array(None), word, of_trigger)
