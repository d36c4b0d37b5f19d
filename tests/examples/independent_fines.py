"""The figures of examples/traffic-fines, found without Jiannuo: plain Python over the rows of the file.

Run as `python -m tests.examples.independent_fines FILE` to print them.
"""

import json
import sys
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

APPEALS = ("Insert Date Appeal to Prefecture", "Appeal to Judge")


class Step(NamedTuple):
    """One row: the order of the log, the activity and the day."""

    order: int
    activity: str
    day: date


def figures(path: Path) -> dict[str, dict[str, int]]:
    """Return how many obligations of each promise ended how, by `verdict/reason`."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    cases = cases_of(path)
    last_day = max(step.day for steps in cases.values() for step in steps)
    for steps in cases.values():
        found["sent-in-time"][sent(steps, last_day, payment_ends_it=False)] += 1
        found["sent-unless-paid"][sent(steps, last_day, payment_ends_it=True)] += 1
        for place, step in enumerate(steps):
            if step.activity == "Add penalty":
                days = days_since_notification(steps[:place], step)
                found["penalty-on-the-day"][answered(None if days is None else days == 60)] += 1
            elif step.activity in APPEALS:
                days = days_since_notification(steps[:place], step)
                found["appeal-in-time"][answered(None if days is None else days <= 60)] += 1
    return {promise: dict(sorted(counts.items())) for promise, counts in found.items()}


def cases_of(path: Path) -> dict[str, list[Step]]:
    """Return the steps of each fine by day, those of one day in the order of the log."""
    cases: dict[str, list[Step]] = defaultdict(list)
    for row in pq.read_table(path, columns=["case_id", "activity", "timestamp", ".order"]).to_pylist():
        assert row["timestamp"] == datetime.combine(row["timestamp"].date(), datetime.min.time())
        cases[row["case_id"]].append(Step(row[".order"], row["activity"], row["timestamp"].date()))
    return {case: sorted(steps, key=lambda step: (step.day, step.order)) for case, steps in cases.items()}


def sent(steps: list[Step], last_day: date, *, payment_ends_it: bool) -> str:
    created = next(step for step in steps if step.activity == "Create Fine")
    for step in steps:
        if (step.day - created.day).days > 90:
            break
        if step.activity == "Send Fine":
            return "kept/done_in_time"
        if step.activity == "Payment" and payment_ends_it:
            return "lapsed/ended"
    if (last_day - created.day).days <= 90:
        return "pending/clock_running"
    return "broken/done_late" if any(step.activity == "Send Fine" for step in steps) else "broken/not_done"


def days_since_notification(before: list[Step], step: Step) -> int | None:
    notified = [each.day for each in before if each.activity == "Insert Fine Notification"]
    return (step.day - notified[-1]).days if notified else None


def answered(answer: bool | None) -> str:
    return {True: "kept/condition_true", False: "broken/condition_false", None: "unknown/value_missing"}[answer]


if __name__ == "__main__":
    print(json.dumps(figures(Path(sys.argv[1])), indent=2))
