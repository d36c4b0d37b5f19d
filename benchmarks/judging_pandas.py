"""Judging written by hand with pandas: one `merge_asof` a promise, the strongest way without a tool.

All that can be shared is done once: only the columns needed are read, by Arrow in threads; texts stay codes; rows are
put in order once, split by type once, and the cancellation that may end an obligation is looked up once for all.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from benchmarks.judging_promises import END, Condition, Pick, Promise, promises
from benchmarks.judging_task import Counts, Judge, Task

NEVER = np.iinfo(np.int64).max
CODED = ("event", "city", "channel")


def ready() -> Judge:
    """Return pandas as a judge."""
    return Judge("pandas merge_asof", pd.__version__, judge, asked, CANNOT)


CANNOT = (
    "It is a program for these promises, not a tool that reads promises.",
    "Working hours and working days: a calendar would have to be written by hand, so those promises are left out.",
    "Pauses: the clock would have to be followed row by row, so those promises are left out.",
    "The spans of never and the conditions of require: not asked here, though they could be written by hand.",
    "Corrections, extensions, waivers, sources that fall silent: each would be more code.",
    "No evidence: only verdicts are counted.",
)


def asked(task: Task) -> list[str]:
    """Return the promises that were written by hand."""
    return [promise.id for promise in promises(task.promises) if promise.is_plain]


def judge(task: Task) -> Counts:
    """Return the verdicts per promise."""
    plain = [promise for promise in promises(task.promises) if promise.is_plain]
    log = _Log.read(task.log, plain)
    return {promise.id: _judged(promise, log, task.as_of) for promise in plain}


@dataclass(frozen=True)
class _Log:
    """Columns in the order of time, the rows of each type, and when each row's order was cancelled from then on."""

    columns: dict[str, np.ndarray]
    names: dict[str, list[str]]
    rows: dict[str, np.ndarray]
    cancelled: np.ndarray

    @classmethod
    def read(cls, file: str, wanted: list[Promise]) -> "_Log":
        conditions = [one for promise in wanted for one in _conditions(promise)]
        names = ["order_id", "at", "event", *sorted({condition.attribute for condition in conditions})]
        table = pq.read_table(file, columns=names, read_dictionary=[name for name in names if name in CODED])
        table = table.unify_dictionaries().combine_chunks()
        columns: dict[str, np.ndarray] = {}
        values: dict[str, list[str]] = {}
        for name in names:
            column = table[name].chunk(0)
            if name in CODED:
                columns[name], values[name] = column.indices.to_numpy(), column.dictionary.to_pylist()
            else:
                columns[name] = (column.cast("int64") if name == "at" else column.fill_null(-1)).to_numpy()
        return cls._in_order(columns, values)

    @classmethod
    def _in_order(cls, columns: dict[str, np.ndarray], names: dict[str, list[str]]) -> "_Log":
        if np.any(columns["at"][1:] < columns["at"][:-1]):
            order = np.argsort(columns["at"], kind="stable")
            columns = {name: column[order] for name, column in columns.items()}
        events = columns["event"]
        by_type = np.argsort(events, kind="stable")
        edges = np.searchsorted(events[by_type], np.arange(len(names["event"]) + 1))
        rows = {name: by_type[edges[code] : edges[code + 1]] for code, name in enumerate(names["event"])}
        log = cls(columns, names, rows, np.empty(0, np.int64))
        every = np.arange(len(events))
        return cls(columns, names, rows, log.next_of(every, rows.get(END, every[:0])))

    def next_of(self, rows: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """Return for each row when the first target of its order comes, at its instant or later."""
        frames = [
            pd.DataFrame({"at": self.columns["at"][chosen], "order_id": self.columns["order_id"][chosen]}, copy=False)
            for chosen in (rows, targets)
        ]
        frames[1]["met"] = frames[1]["at"]
        found = pd.merge_asof(*frames, on="at", by="order_id", direction="forward")["met"]
        return found.fillna(NEVER).to_numpy()

    def picked(self, pick: Pick) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows that a pick certainly takes, and those it may take, for a value is missing."""
        rows = self.rows.get(pick.event, np.empty(0, np.int64))
        certain, possible = np.ones(len(rows), bool), np.ones(len(rows), bool)
        for condition in pick.where:
            holds, missing = self._holds(condition, rows)
            certain &= holds & ~missing
            possible &= holds | missing
        return rows[certain], rows[possible & ~certain]

    def _holds(self, condition: Condition, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        values = self.columns[condition.attribute][rows]
        missing = values < 0
        if condition.attribute in CODED:
            wanted = condition.value if isinstance(condition.value, tuple) else (condition.value,)
            fits = np.array([name in wanted for name in self.names[condition.attribute]])
            return fits[values] == (condition.operator != "<>"), missing
        return (values >= condition.value if condition.operator == ">=" else values <= condition.value), missing


def _judged(promise: Promise, log: _Log, as_of: int) -> dict[str, int]:
    """Count the verdicts of one promise: what comes first of target, cancellation and due decides."""
    triggers, _ = log.picked(promise.first)
    targets, doubtful = log.picked(promise.then) if promise.then is not None else (triggers[:0], triggers[:0])
    due = log.columns["at"][triggers] + (promise.seconds or 0) * 1_000_000
    met, cancelled = log.next_of(triggers, targets), log.cancelled[triggers]
    lapsed = (cancelled <= due) & (cancelled < met)
    kept = (met <= due) & ~lapsed
    pending = ~lapsed & ~kept & (due >= as_of)
    undone = ~lapsed & ~kept & ~pending
    unknown = undone & (log.next_of(triggers, doubtful) <= due) if len(doubtful) else np.zeros(len(due), bool)
    verdicts = {"kept": kept, "broken": undone & ~unknown, "unknown": unknown, "pending": pending, "lapsed": lapsed}
    return {name: int(np.count_nonzero(which)) for name, which in verdicts.items() if which.any()}


def _conditions(promise: Promise) -> tuple[Condition, ...]:
    return (*promise.first.where, *(promise.then.where if promise.then is not None else ()))
