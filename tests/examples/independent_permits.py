"""The figures of examples/permits, found without Jiannuo: plain Python over the rows of the file.

Run as `python -m tests.examples.independent_permits FILE` to print them.
"""

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Amsterdam")
CONFIRMED = "T05 Print and send confirmation of receipt"

Rows = list[dict[str, str]]


def figures(path: Path) -> dict[str, dict[str, int]]:
    """Return how many obligations of each promise ended how, by `verdict/reason`."""
    cases = cases_of(path)
    as_of = max(datetime.fromisoformat(row["time:timestamp"]) for rows in cases.values() for row in rows)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for rows in cases.values():
        found["ended-by-deadline"][ended(rows[0], as_of)] += 1
        found["confirmation-sent"][confirmed(rows, as_of)] += 1
    return {promise: dict(sorted(counts.items())) for promise, counts in found.items()}


def cases_of(path: Path) -> dict[str, Rows]:
    cases: dict[str, Rows] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as text:
        for row in csv.DictReader(text):
            cases[row["case:concept:name"]].append(row)
    return cases


def ended(row: dict[str, str], as_of: datetime) -> str:
    deadline, start = (datetime.fromisoformat(row[name]) for name in ("case:deadline", "case:startdate"))
    if not row["case:enddate"]:
        return "pending/clock_running" if deadline >= as_of else "broken/not_done"
    end = datetime.fromisoformat(row["case:enddate"])
    if end > deadline:
        return "broken/done_late"
    return "kept/done_in_time" if end >= start else "kept/done_already"


def confirmed(rows: Rows, as_of: datetime) -> str:
    start = datetime.fromisoformat(rows[0]["case:startdate"])
    last_day = start.astimezone(HERE).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    due = (last_day + timedelta(days=16)).replace(tzinfo=HERE)
    times = [datetime.fromisoformat(row["time:timestamp"]) for row in rows if row["concept:name"] == CONFIRMED]
    done = min((time for time in times if time >= start), default=None)
    if done is not None:
        return "kept/done_in_time" if done <= due else "broken/done_late"
    return "pending/clock_running" if due >= as_of else "broken/not_done"


if __name__ == "__main__":
    print(json.dumps(figures(Path(sys.argv[1])), indent=2))
