"""The temporal profile of pm4py: for two activities, how far apart they may lie. It is under the AGPL and no dependency."""

import pandas as pd
import pm4py

from benchmarks.judging_promises import Promise, promises
from benchmarks.judging_task import Counts, Judge, Task

CANNOT = (
    "A thing that never happens is not reported: only pairs of events that both happened are compared.",
    "Every later event is compared, not only the first one that would have done it.",
    "Conditions on attributes, so only the promises without any are asked.",
    "Two promises about the same two activities.",
    "Cancellation, pauses, make-up working days (it has weekly hours and a list of holidays).",
    "Pending and unknown: what is not over yet looks like what is well.",
)


def ready() -> Judge:
    """Return pm4py as a judge."""
    return Judge(
        "pm4py temporal profile", pm4py.__version__, judge, asked, CANNOT, counts_are="pairs that lie too far apart"
    )


def asked(task: Task) -> list[str]:
    """Return the promises that a temporal profile can say."""
    return [promise.id for promise in _wanted(task)]


def _wanted(task: Task) -> list[Promise]:
    return [p for p in promises(task.promises) if p.is_plain and p.then and not p.first.where and not p.then.where]


def judge(task: Task) -> Counts:
    """Return the deviations per promise."""
    log = pd.read_parquet(task.log, columns=["order_id", "event", "at"])
    log = log.astype({"order_id": "string", "event": "string"})
    log.columns = ["case:concept:name", "concept:name", "time:timestamp"]
    log = log.sort_values(["case:concept:name", "time:timestamp"], kind="stable", ignore_index=True)
    names, profile = {}, {}
    for promise in _wanted(task):
        pair = (promise.first.event, promise.then.event)
        names[pair], profile[pair] = promise.id, (0.0, float(promise.seconds))  # mean, deviation: at most one of them
    counts: Counts = {name: {"too_far_apart": 0} for name in names.values()}
    for deviations in pm4py.conformance_temporal_profile(log, profile, zeta=1.0):
        for first, then, _, _ in deviations:
            counts[names[first, then]]["too_far_apart"] += 1
    return counts
