"""The figures of examples/flights, found without Jiannuo: plain Python over the rows of the file.

Run as `python -m tests.examples.independent_flights FILE` to print them.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq


def figures(path: Path) -> dict[str, dict[str, int]]:
    """Return how many flights met each promise, by `verdict/reason`."""
    rows = pq.read_table(path, columns=["arr_delay", "dep_time"]).to_pylist()
    delays = [None if missing(row["arr_delay"]) else row["arr_delay"] for row in rows]
    return {
        "arrives-on-time": counted(None if delay is None else delay <= 0 for delay in delays),
        "arrives-nearly-on-time": counted(None if delay is None else delay <= 15 for delay in delays),
        "not-cancelled": counted(not missing(row["dep_time"]) for row in rows),
    }


def by_carrier(path: Path) -> dict[str, dict[str, int]]:
    """Return how many flights of each carrier arrived on time, late, or have no delay on record."""
    found: dict[str, Counter[str]] = {}
    for row in pq.read_table(path, columns=["carrier", "arr_delay"]).to_pylist():
        delay = row["arr_delay"]
        verdict = "unknown" if missing(delay) else "kept" if delay <= 0 else "broken"
        found.setdefault(row["carrier"], Counter())[verdict] += 1
    return {carrier: dict(sorted(found[carrier].items())) for carrier in sorted(found)}


def missing(value: float | None) -> bool:
    return value is None or value != value


def counted(answers) -> dict[str, int]:
    names = {True: "kept/condition_true", False: "broken/condition_false", None: "unknown/value_missing"}
    return dict(sorted(Counter(names[answer] for answer in answers).items()))


if __name__ == "__main__":
    print(json.dumps({"promises": figures(Path(sys.argv[1])), "carriers": by_carrier(Path(sys.argv[1]))}, indent=2))
