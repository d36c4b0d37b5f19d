"""Judging files of events by the kernel: all at once if they fit into memory, else bucket by bucket.

The findings are the same either way, only their order differs. They are made while they are asked for: to ask twice is to
judge twice.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import local
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.buckets.arrow_events import event_table_of
from jiannuo.core.engines.buckets.event_files import EventFiles
from jiannuo.core.engines.buckets.memory_limits import PER_EVENT, PER_EVENT_COUNTED, buckets_within, read_memory
from jiannuo.core.engines.buckets.scattering import Scatter
from jiannuo.core.engines.events.reaches import reaches
from jiannuo.core.engines.findings.compact_findings import compact_batch
from jiannuo.core.engines.findings.outcome_columns import outcome_batches
from jiannuo.core.engines.result_problems import NOTHING_IN_LOG
from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.event_table import EventTable
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.judge import Judging, Kernel
from jiannuo.core.judging.kernel.outcomes.outcomes import VERDICTS, findings_of
from jiannuo.core.judging.kernel.streams.almanacs import Almanac
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.plans.routing import passes_of
from jiannuo.core.values.in_parallel import in_parallel, workers
from jiannuo.core.values.problems import Refusal

Instants = NDArray[np.int64]
Made = TypeVar("Made")
_HANDY = 700_000
"""So many events fit into the processor's cache for the better part, and are many enough to be worth a start."""


@dataclass(frozen=True, slots=True)
class FileCase:
    """What is judged: the files of a log by a charter, as of an instant (microseconds UTC; None for the last of the log).

    `memory` is the most that may be taken, in bytes; None for all that is needed. Without `full` findings are verdicts
    with their instants. `buckets` forces so many of them.
    """

    charter: Charter
    files: EventFiles
    as_of: int | None = None
    memory: int | None = None
    full: bool = False
    buckets: int | None = None


def judge_parquet(
    charter: Charter,
    paths: Path | Sequence[Path],
    *,
    as_of: int | None = None,
    memory_limit: str | None = None,
    full: bool = False,
) -> "JudgedFiles":
    """Return the findings on Parquet files in our own form, to be asked for.

    `as_of` is in microseconds UTC; `memory_limit` is like `4GB`. Raises Refusal where the files are no events.
    """
    files = EventFiles([paths] if isinstance(paths, Path) else paths)
    memory = None if memory_limit is None else read_memory(memory_limit)
    return JudgedFiles(FileCase(charter, files, as_of, memory, full))


@dataclass(slots=True)
class JudgedFiles:
    """The findings on the files of a log.

    `undecided_triggers` and, where the case has none, `as_of` are known as soon as all findings were asked for.
    """

    case: FileCase
    as_of: int | None = None
    undecided_triggers: dict[str, set[str]] = field(default_factory=dict)

    def findings(self) -> Iterator[Finding]:
        """Yield every finding, whole where the case is judged in full."""
        for found in self._made(lambda judging: list(_findings(judging, self.case.full)), PER_EVENT):
            yield from found

    def verdicts(self) -> dict[str, dict[str, int]]:
        """Return for each promise how many findings there are of each verdict."""
        found: dict[str, Counter[str]] = {id_: Counter() for id_ in self.case.charter.promises}
        for counts in self._made(_counts, PER_EVENT_COUNTED):
            for promise, each in counts.items():
                found[promise].update(each)
        return {id_: dict(counts) for id_, counts in found.items()}

    def batches(self) -> Iterator["pa.RecordBatch"]:
        """Yield the findings as columns: what names them, the verdict with its reason, and the instants."""
        for batches in self._made(lambda judging: list(_compact(judging, self.case.full)), PER_EVENT):
            yield from batches

    def full_batches(self, *, engine_version: str) -> Iterator["pa.RecordBatch"]:
        """Yield the findings in columns of findings.parquet; whole only where the case is judged in full."""
        for batches in self._made(lambda judging: list(_whole(judging, self.case.full, engine_version)), PER_EVENT):
            yield from batches

    def _made(self, make: Callable[[Judging], Made], per_event: int) -> Iterator[Made]:
        """Yield what is made of the judging of each part of the log, and note of each what it left undecided."""
        self.undecided_triggers = {}
        for made, undecided, as_of in _judged(self.case, make, per_event):
            self.as_of = as_of
            yield made
            for promise, triggers in undecided.items():
                self.undecided_triggers.setdefault(promise, set()).update(triggers)


def _findings(judging: Judging, full: bool) -> Iterator[Finding]:
    for outcomes in judging.outcomes(full=full):
        yield from findings_of(outcomes, judging.world)


def _counts(judging: Judging) -> dict[str, Counter[str]]:
    tallies: dict[tuple[str, ...], NDArray[np.int64]] = {}
    for block in judging.blocks():
        size = len(VERDICTS) * len(block.promises)
        tally = tallies.setdefault(block.promises, np.zeros(size, np.int64))
        tally += np.bincount(block.promise * len(VERDICTS) + block.verdict, minlength=size)
    found: dict[str, Counter[str]] = {}
    for promises, tally in tallies.items():
        for number in np.flatnonzero(tally).tolist():
            promise, verdict = divmod(number, len(VERDICTS))
            found.setdefault(promises[promise], Counter())[VERDICTS[verdict]] += int(tally[number])
    return found


def _compact(judging: Judging, full: bool) -> Iterator["pa.RecordBatch"]:
    for outcomes in judging.outcomes(full=full):
        if len(outcomes):
            yield compact_batch(outcomes, judging.world)


def _whole(judging: Judging, full: bool, engine_version: str) -> Iterator["pa.RecordBatch"]:
    promises = judging.world.charter.promises
    for outcomes in judging.outcomes(full=full):
        verb = promises[outcomes.promise].verb
        yield from outcome_batches(outcomes, judging.world, verb=verb, engine_version=engine_version)


# The parts in which a log is judged.

Judged = tuple[Made, Mapping[str, set[str]], int]
"""What is made of the judging of a part, the triggers that it left undecided, and the instant as of which it judged."""


def _judged(case: FileCase, make: Callable[[Judging], Made], per_event: int) -> Iterator[Judged[Made]]:
    """Yield the judging of the log, part by part; each event takes so many bytes."""
    count = _count(case, per_event)
    if count == 1 and case.buckets is None:
        yield _done(make, _at_once(case))
        return
    known: _Known | None = None
    for one in passes_of(case.charter):
        scatter = Scatter(case.files, case.charter, one, count)
        with TemporaryDirectory(prefix="jiannuo-") as folder, scatter.dealt(Path(folder), case.memory) as log:
            known = _known(case, log.seen.instants, log.seen.last) if known is None else known
            bench = _Bench(_part(case, scatter, known))
            yield from in_parallel(partial(_of_bucket, make, bench), log.buckets.tables(), ahead=workers())


def _of_bucket(make: Callable[[Judging], Made], bench: "_Bench", rows: "pa.Table") -> Judged[Made]:
    return _done(make, bench.judging(rows))


def _done(make: Callable[[Judging], Made], judging: Judging) -> Judged[Made]:
    made = make(judging)
    return made, judging.undecided_triggers, judging.world.as_of


def _count(case: FileCase, per_event: int) -> int:
    """Return into how many buckets events go: as many as memory asks for, or as are judged quickly side by side."""
    if case.buckets is not None:
        return case.buckets
    least = 1 if case.memory is None else buckets_within(case.memory, case.files.count, per_event=per_event)
    if least > 1:
        handy: int = -(-case.files.count // (2 * _HANDY))  # what goes through files is dealt out in fewer parts
        return max(least * workers(), handy)
    if case.files.may_be_linked or case.files.count <= _HANDY:
        return 1
    rounds: int = -(-case.files.count // (_HANDY * workers()))
    return rounds * workers()  # so that all processors end at about the same time


def _at_once(case: FileCase) -> Judging:
    columns = case.files.columns_for(passes_of(case.charter))
    ids = None if "id" in case.files.names else case.files.ids()
    table = event_table_of(case.files.whole(columns), case.charter, origin="", ids=ids)
    known = _known(case, _instants_of(table), int(table.at.max()) if len(table) else None)
    return Kernel(plan_of(case.charter)).judging(table, known.reach, as_of=known.as_of)


@dataclass(frozen=True, slots=True)
class Part:
    """One pass through the files: how the events scatter, a charter with the promises that are judged in it, and when."""

    scatter: Scatter
    charter: Charter
    reach: Mapping[str, Reach]
    as_of: int


def parts_of(case: FileCase, *, count: int) -> Iterator[Part]:
    """Yield the passes in which files are judged, with so many buckets where a pass may have some."""
    seen = case.files.seen(case.charter)
    known = _known(case, seen.instants, seen.last)
    for one in passes_of(case.charter):
        yield _part(case, Scatter(case.files, case.charter, one, count), known)


def _part(case: FileCase, scatter: Scatter, known: "_Known") -> Part:
    promises = {id_: case.charter.promises[id_] for id_ in scatter.part.promises}
    return Part(scatter, replace(case.charter, promises=promises), known.reach, known.as_of)


class _Bench:
    """Judges bucket after bucket; each thread has a kernel of its own, which remembers what it learnt."""

    def __init__(self, part: Part) -> None:
        self._part, self._plan, self._almanac = part, plan_of(part.charter), Almanac(part.charter)
        self._thread = local()

    def judging(self, rows: "pa.Table") -> Judging:
        """Return the judging of the events of one bucket."""
        if not hasattr(self._thread, "kernel"):
            self._thread.kernel = Kernel(self._plan, almanac=self._almanac)
        kernel: Kernel = self._thread.kernel
        return kernel.judging(self._part.scatter.table(rows), self._part.reach, as_of=self._part.as_of)


@dataclass(frozen=True, slots=True)
class _Known:
    """How far the record reaches, and the instant as of which is judged."""

    reach: Mapping[str, Reach]
    as_of: int


def _known(case: FileCase, instants: Mapping[str, Instants], last: int | None) -> _Known:
    charter = case.charter
    as_of = last if case.as_of is None else case.as_of
    if as_of is None:
        raise Refusal(NOTHING_IN_LOG.at())
    return _Known(reaches(instants, sources=charter.sources, complete_until=None, zone=charter.zone), as_of)


def _instants_of(table: EventTable) -> dict[str, Instants]:
    if len(table.sources) == 1:
        return {table.sources[0]: table.at}
    return {name: table.at[table.source == code] for code, name in enumerate(table.sources)}
