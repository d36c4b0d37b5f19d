"""Writing the findings on files of events while they are made, and counting them by promise and verdict."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.buckets.judging_files import JudgedFiles
from jiannuo.core.engines.findings.compact_findings import SCHEMA as COMPACT
from jiannuo.core.engines.findings.findings_files import FindingsWriter
from jiannuo.core.engines.results.indicator_files import indicators_as_json
from jiannuo.core.engines.simulated_logs import is_simulated, marked
from jiannuo.core.statistics.figures import Table
from jiannuo.core.statistics.fulfilment import CODED, Tally
from jiannuo.core.values.instants import write_instant

SCHEMA_VERSION = 1
_ROWS_TOGETHER = 262_144


@dataclass(frozen=True, slots=True)
class PromiseCounts:
    """What became of one promise; `undecided_triggers` counts events as a summary does."""

    id: str
    verb: str
    tally: Tally
    lapsed: int
    withdrawn: int
    undecided_triggers: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The findings on some files counted, as of an instant in microseconds UTC; `full` as in `FileCase`.

    The indicators and the least group are as in a summary; without indicators those of the charter were left out.
    `simulated` says that the events were made up.
    """

    charter: Charter
    files: tuple[str, ...]
    events: int
    as_of: int
    full: bool
    engine_version: str
    promises: tuple[PromiseCounts, ...]
    indicators: tuple[Table, ...] = ()
    least_group: int | None = None
    simulated: bool = False

    @property
    def tally(self) -> Tally:
        """Return the verdicts of all promises together."""
        return sum((promise.tally for promise in self.promises), Tally())


def write_judged(judged: JudgedFiles, path: Path, *, engine_version: str) -> Counts:
    """Write every finding on the files into one Parquet file as it is made, and return their counts.

    Raises Refusal where there is no event, and OSError where the file cannot be written.
    """
    found: dict[str, Counter[str]] = {id_: Counter() for id_ in judged.case.charter.promises}
    simulated = is_simulated(judged.case.files.paths)
    if judged.case.full:
        with FindingsWriter(path, simulated=simulated) as writer:
            for batch in _counted(judged.full_batches(engine_version=engine_version), found):
                writer.write(batch)
    else:
        _write_compact(_counted(judged.batches(), found), path, marked(COMPACT, simulated=simulated))
    return replace(_counts(judged, found, engine_version), simulated=simulated)


def counts_as_json(counts: Counts) -> dict[str, object]:
    """Return the object of counts.json."""
    charter = counts.charter
    return {
        "schema_version": SCHEMA_VERSION,
        "charter": {
            "id": charter.id,
            "title": {"zh": charter.title.zh, "en": charter.title.en},
            "edition": charter.edition,
            "zone": charter.zone,
        },
        "as_of": write_instant(counts.as_of, zone=charter.zone).replace(" ", "T"),
        "engine_version": counts.engine_version,
        "files": list(counts.files),
        "events": counts.events,
        "simulated": counts.simulated,
        "full": counts.full,
        "total": {"verdicts": _verdicts(counts.tally)},
        "promises": [
            {
                "id": each.id,
                "verb": each.verb,
                "verdicts": _verdicts(each.tally),
                "lapsed": each.lapsed,
                "withdrawn": each.withdrawn,
                "undecided_triggers": each.undecided_triggers,
            }
            for each in counts.promises
        ],
        **indicators_as_json(counts.indicators, zone=charter.zone, least_group=counts.least_group),
        **({} if counts.indicators or not charter.indicators else {"indicators_left_out": list(charter.indicators)}),
    }


def _verdicts(tally: Tally) -> dict[str, int]:
    return dict(zip(CODED, tally.counts, strict=True))


def _counted(batches: Iterable["pa.RecordBatch"], found: Mapping[str, Counter[str]]) -> Iterator["pa.RecordBatch"]:
    """Yield findings, and count them meanwhile."""
    for batch in batches:
        promise, verdict = batch.column("promise"), batch.column("verdict")
        names, verdicts = promise.dictionary.to_pylist(), verdict.dictionary.to_pylist()
        cells = np.asarray(promise.indices).astype(np.int64) * len(verdicts) + np.asarray(verdict.indices)
        for cell, count in enumerate(np.bincount(cells).tolist()):
            if count:
                found[names[cell // len(verdicts)]][verdicts[cell % len(verdicts)]] += count
        yield batch


def _write_compact(batches: Iterable["pa.RecordBatch"], path: Path, schema: pa.Schema) -> None:
    # Through a file of Python's own an error keeps its errno, by which "no space" is told from all others.
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd", compression_level=1) as writer:
        for rows in _together(batches):
            writer.write_table(rows, row_group_size=2 * _ROWS_TOGETHER)


def _together(batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.Table"]:
    """Yield batches put together, so that no group of rows is small."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(map(len, waiting)) >= _ROWS_TOGETHER:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(batches: Sequence["pa.RecordBatch"]) -> "pa.Table":
    return pa.Table.from_batches(batches).unify_dictionaries()


def _counts(judged: JudgedFiles, found: Mapping[str, Counter[str]], engine_version: str) -> Counts:
    case, undecided = judged.case, judged.undecided_triggers
    promises = (
        PromiseCounts(
            id=promise.id,
            verb=promise.verb,
            tally=Tally(*(found[promise.id][verdict] for verdict in CODED)),
            lapsed=found[promise.id]["lapsed"],
            withdrawn=found[promise.id]["withdrawn"],
            undecided_triggers=len(undecided.get(promise.id, ())),
        )
        for promise in case.charter.promises.values()
    )
    return Counts(
        charter=case.charter,
        files=tuple(path.name for path in case.files.paths),
        events=case.files.count,
        as_of=judged.as_of or 0,
        full=case.full,
        engine_version=engine_version,
        promises=tuple(promises),
    )
