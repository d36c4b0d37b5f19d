"""The figures of examples/fire-calls, found without Jiannuo: plain Python over the rows of the file.

Run as `python -m tests.examples.independent_fire_calls FILE` to print them.
"""

import csv
import gzip
import json
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

LIMITS = {"unit-within-5-min": 300, "unit-within-6-and-a-half-min": 390, "unit-within-8-min": 480}
FIRST_UNIT = timedelta(minutes=8)


def figures(path: Path) -> dict[str, dict[str, int]]:
    """Return how many obligations of each promise ended how, by `verdict/reason`."""
    received: dict[str, datetime] = {}
    first: dict[str, datetime] = {}
    found = {promise: Counter() for promise in ("first-unit-on-scene", *LIMITS)}
    with gzip.open(path, "rt", encoding="utf-8") as text:
        for row in csv.DictReader(text):
            call, start = row["call_number"], datetime.fromisoformat(row["received_timestamp"])
            received[call] = start
            came = datetime.fromisoformat(row["on_scene_timestamp"]) if row["on_scene_timestamp"] else None
            if came is not None:
                first[call] = min(came, first.get(call, came))
            for promise, seconds in LIMITS.items():
                found[promise][unit(came, start, seconds)] += 1
    for call, start in received.items():
        found["first-unit-on-scene"][first_unit(first.get(call), start)] += 1
    return {promise: dict(counts) for promise, counts in found.items()}


def unit(came: datetime | None, start: datetime, seconds: int) -> str:
    if came is None:
        return "unknown/value_missing"
    return "kept/condition_true" if (came - start).total_seconds() <= seconds else "broken/condition_false"


def first_unit(came: datetime | None, start: datetime) -> str:
    if came is None:
        return "broken/not_done"  # the last call came two hours before the end of the log
    return "kept/done_in_time" if came - start <= FIRST_UNIT else "broken/done_late"


if __name__ == "__main__":
    print(json.dumps(figures(Path(sys.argv[1])), indent=2))
