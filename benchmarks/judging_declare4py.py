"""The timed response of Declare4Py (MP-Declare), with conditions on the activating event and on the response."""

import importlib.metadata

import pandas as pd
import pm4py
from Declare4Py.D4PyEventLog import D4PyEventLog
from Declare4Py.ProcessMiningTasks.ConformanceChecking.MPDeclareAnalyzer import MPDeclareAnalyzer
from Declare4Py.ProcessModels.DeclareModel import DeclareModel

from benchmarks.judging_promises import EVENTS, Condition, Promise, promises
from benchmarks.judging_task import Counts, Judge, Task

CANNOT = (
    "Working hours and working days, so those promises are left out.",
    "Pauses, so those promises are left out.",
    "Cancellation: an obligation that ended counts as violated, or as fulfilled by what happened later.",
    "Pending and unknown: what is not over yet counts as violated, a missing value as a condition that is false.",
    "The first event that would have done it: any one in time fulfils.",
)


def ready() -> Judge:
    """Return Declare4Py as a judge."""
    version = importlib.metadata.version("declare4py")
    return Judge("Declare4Py timed response", version, judge, asked, CANNOT, counts_are="activations")


def asked(task: Task) -> list[str]:
    """Return the promises that a timed response can say."""
    return [promise.id for promise in _wanted(task)]


def _wanted(task: Task) -> list[Promise]:
    return [promise for promise in promises(task.promises) if promise.is_plain]


def judge(task: Task) -> Counts:
    """Return fulfilled and violated activations per promise."""
    wanted = _wanted(task)
    attributes = sorted({one.attribute for promise in wanted for one in _conditions(promise)})
    log = pd.read_parquet(task.log, columns=["order_id", "event", "at", *attributes])
    log = log.astype({"order_id": "string", "event": "string"} | _texts(attributes))
    log = log.rename(columns={"order_id": "case:concept:name", "event": "concept:name", "at": "time:timestamp"})
    log = log.sort_values(["case:concept:name", "time:timestamp"], kind="stable", ignore_index=True)
    traces = pm4py.convert_to_event_log(log)
    model = DeclareModel().parse_from_string("\n".join([*(f"activity {name}" for name in EVENTS), *map(_said, wanted)]))
    result = MPDeclareAnalyzer(D4PyEventLog(log=_named(traces)), model, consider_vacuity=True).run()
    counts: Counts = {promise.id: {"fulfilled": 0, "violated": 0} for promise in wanted}
    for trace in result.model_check_res:
        for promise, found in zip(wanted, trace, strict=True):
            counts[promise.id]["fulfilled"] += found.num_fulfillments
            counts[promise.id]["violated"] += found.num_violations
    return counts


def _texts(attributes: list[str]) -> dict[str, str]:
    return {name: "string" for name in attributes if name in ("city", "channel")}


def _named(traces: "pm4py.objects.log.obj.EventLog") -> "pm4py.objects.log.obj.EventLog":
    """Return traces that say which keys hold the activity and the time, as a file read by pm4py does."""
    traces.properties["pm4py:param:timestamp_key"] = "time:timestamp"
    traces.properties["pm4py:param:activity_key"] = "concept:name"
    return traces


def _said(promise: Promise) -> str:
    """Return a promise in the language of Declare4Py: conditions on A (first) and T (then), and the time between."""
    first = " and ".join(_condition("A", one) for one in promise.first.where)
    then = " and ".join(_condition("T", one) for one in promise.then.where)
    return f"Response[{promise.first.event}, {promise.then.event}] |{first} |{then} |0,{promise.seconds},s"


def _condition(letter: str, one: Condition) -> str:
    if isinstance(one.value, tuple):
        return f"{letter}.{one.attribute} in ({', '.join(one.value)})"
    return f"{letter}.{one.attribute} {'is' if isinstance(one.value, str) else one.operator} {one.value}"


def _conditions(promise: Promise) -> tuple[Condition, ...]:
    return (*promise.first.where, *promise.then.where)
