"""The figures of examples/hospital-billing, found without Jiannuo: plain Python over the rows of the file.

Run as `python -m tests.examples.independent_billing FILE` to print them.
"""

import json
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq

LIMIT = timedelta(days=14)

Steps = list[tuple[datetime, int, str]]


def figures(path: Path) -> dict[str, dict[str, int]]:
    """Return how many obligations of each promise ended how, by `verdict/reason`."""
    rows = pq.read_table(path, columns=["case_id", "timestamp", ".order", "activity"]).to_pydict()
    cases: dict[str, Steps] = defaultdict(list)
    for case, *step in zip(*rows.values(), strict=True):
        cases[case].append(tuple(step))
    as_of = max(rows["timestamp"])
    found = Counter(ended(sorted(steps), as_of) for steps in cases.values())
    return {"billed-in-time": {ending: count for ending, count in found.items() if ending}}


def ended(steps: Steps, as_of: datetime) -> str:
    """Return how the obligation of one package ended, nothing if it was never released."""
    release = next((number for number, step in enumerate(steps) if step[2] == "RELEASE"), None)
    if release is None:
        return ""
    due = steps[release][0] + LIMIT
    for time, _, activity in steps[release + 1 :]:
        if time > due:
            break
        if activity == "BILLED":
            return "kept/done_in_time"
        if activity == "DELETE":
            return "lapsed/ended"
    if due >= as_of:
        return "pending/clock_running"
    return "broken/done_late" if any(step[2] == "BILLED" for step in steps[release + 1 :]) else "broken/not_done"


if __name__ == "__main__":
    print(json.dumps(figures(Path(sys.argv[1])), indent=2))
