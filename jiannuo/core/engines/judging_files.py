"""Judging files of events by the kernel: all at once if they fit into memory, else bucket by bucket.

The findings are the same either way, only their order differs. They are made while they are asked for: to ask twice is to
judge twice.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.arrow_events import event_table_of
from jiannuo.core.engines.compact_findings import compact_batch
from jiannuo.core.engines.event_files import EventFiles
from jiannuo.core.engines.memory_limits import PER_EVENT, PER_EVENT_COUNTED, buckets_within, read_memory
from jiannuo.core.engines.outcome_columns import outcome_batches
from jiannuo.core.engines.reaches import reaches
from jiannuo.core.engines.result_problems import NOTHING_IN_LOG
from jiannuo.core.engines.scattering import Scatter
from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.event_table import EventTable
from jiannuo.core.judging.kernel.judge import Judging, Kernel
from jiannuo.core.judging.kernel.outcomes import VERDICTS, Outcomes
from jiannuo.core.judging.kernel.world import World
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.plans.routing import passes_of
from jiannuo.core.values.problems import Refusal

Instants = NDArray[np.int64]


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

    `undecided_triggers` are known as soon as all findings were asked for.
    """

    case: FileCase
    undecided_triggers: dict[str, set[str]] = field(default_factory=dict)

    def outcomes(self) -> Iterator[tuple[Outcomes, World]]:
        """Yield the findings of each promise, bucket by bucket, with the world that their numbers are about."""
        for judging in self._judgings(PER_EVENT):
            for outcomes in judging.outcomes(full=self.case.full):
                yield outcomes, judging.world

    def _judgings(self, per_event: int) -> Iterator[Judging]:
        """Yield what judges each part, and note of each what it left undecided."""
        self.undecided_triggers = {}
        for judging in _judgings(self.case, per_event):
            yield judging
            for promise, triggers in judging.undecided_triggers.items():
                self.undecided_triggers.setdefault(promise, set()).update(triggers)

    def verdicts(self) -> dict[str, dict[str, int]]:
        """Return for each promise how many findings there are of each verdict."""
        found: dict[str, Counter[str]] = {id_: Counter() for id_ in self.case.charter.promises}
        for judging in self._judgings(PER_EVENT_COUNTED):
            for block in judging.blocks():
                counts = np.bincount(
                    block.promise * len(VERDICTS) + block.verdict, minlength=len(VERDICTS) * len(block.promises)
                )
                for number, count in enumerate(counts.tolist()):
                    if count:
                        found[block.promises[number // len(VERDICTS)]][VERDICTS[number % len(VERDICTS)]] += count
        return {id_: dict(counts) for id_, counts in found.items()}

    def batches(self) -> Iterator["pa.RecordBatch"]:
        """Yield the findings as columns: what names them, the verdict with its reason, and the instants."""
        for outcomes, world in self.outcomes():
            if len(outcomes):
                yield compact_batch(outcomes, world)

    def full_batches(self, *, engine_version: str) -> Iterator["pa.RecordBatch"]:
        """Yield the findings in columns of findings.parquet; whole only where the case is judged in full."""
        for outcomes, world in self.outcomes():
            verb = self.case.charter.promises[outcomes.promise].verb
            yield from outcome_batches(outcomes, world, verb=verb, engine_version=engine_version)


def _judgings(case: FileCase, per_event: int) -> Iterator[Judging]:
    """Yield what judges the log, part by part; each event takes so many bytes."""
    count = 1 if case.memory is None else buckets_within(case.memory, case.files.count, per_event=per_event)
    if case.buckets is None and count == 1:
        yield _at_once(case)
    else:
        yield from _by_part(case, case.buckets or count)


def _at_once(case: FileCase) -> Judging:
    columns = case.files.columns_for(passes_of(case.charter))
    ids = None if "id" in case.files.names else case.files.ids()
    table = event_table_of(case.files.whole(columns), case.charter, origin="", ids=ids)
    known = _known(case, _instants_of(table), int(table.at.max()) if len(table) else None)
    return Kernel(plan_of(case.charter)).judging(table, known.reach, as_of=known.as_of)


def _by_part(case: FileCase, count: int) -> Iterator[Judging]:
    for part in parts_of(case, count=count):
        kernel = Kernel(plan_of(part.charter))
        with TemporaryDirectory(prefix="jiannuo-") as folder:
            for table in part.scatter.tables(Path(folder), case.memory):
                yield kernel.judging(table, part.reach, as_of=part.as_of)


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
    for part in passes_of(case.charter):
        promises = {id_: case.charter.promises[id_] for id_ in part.promises}
        scatter = Scatter(case.files, case.charter, part, seen.types, count)
        yield Part(scatter, replace(case.charter, promises=promises), known.reach, known.as_of)


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
