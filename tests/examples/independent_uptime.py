"""The figures of examples/uptime, found without Jiannuo: plain Python over the rows of the file.

Run as `python -m tests.examples.independent_uptime FILE SUMMARY` to print them.
"""

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

DAY = timedelta(days=1)
LONGEST_LABEL = 50


class Check(NamedTuple):
    """One row of the log."""

    at: datetime
    status: str
    response_ms: int


class Outage(NamedTuple):
    """From the first check that found a site down to the next that found it up, or to the end of the log."""

    start: datetime
    end: datetime
    is_over: bool


def figures(checks: Path, summary: Path) -> dict[str, dict[str, int]]:
    """Return how many obligations of each promise ended how, by `verdict/reason`."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    sites = ordinary_sites(checks, summary)
    as_of = last_instant(checks)
    for rows in sites.values():
        outages = outages_of(rows, as_of)
        for day in spans(rows[0].at, as_of, start_of_day, lambda at: at + DAY):
            found["available-each-day"][held(outages, day, as_of, timedelta(0))] += 1
        for month in spans(rows[0].at, as_of, start_of_month, lambda at: start_of_month(at + 31 * DAY)):
            found["no-long-outage"][held(outages, month, as_of, timedelta(minutes=15))] += 1
        found["available-in-total"]["broken/shortfall" if outages else "kept/held"] += 1
        for outage in outages:
            found["back-soon"][back(outage, as_of)] += 1
        for check in rows:
            if check.status == "up":
                quick = check.response_ms <= 2000
                found["fast-answer"]["kept/condition_true" if quick else "broken/condition_false"] += 1
    return {promise: dict(sorted(counts.items())) for promise, counts in found.items()}


def all_checks(path: Path) -> dict[str, list[Check]]:
    """Return the checks of each short name, as they stand in the file."""
    found: dict[str, list[Check]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as text:
        for row in csv.DictReader(text):
            check = Check(datetime.fromisoformat(row["committed_at"]), row["status"], int(row["response_ms"]))
            found[row["slug"]].append(check)
    return found


def last_instant(path: Path) -> datetime:
    return max(check.at for rows in all_checks(path).values() for check in rows)


def published(path: Path) -> dict[str, dict[str, int]]:
    """Return the monitor's own minutes of downtime by site and day, without the short names that two sites share."""
    sites = json.loads(path.read_text(encoding="utf-8"))
    times = Counter(site["slug"] for site in sites)
    return {site["slug"]: site["dailyMinutesDown"] for site in sites if times[site["slug"]] == 1}


def ordinary_sites(checks: Path, summary: Path) -> dict[str, list[Check]]:
    """Return the sites that the monitor still watches and that alone bear their short name."""
    kept = published(summary)
    return {slug: rows for slug, rows in all_checks(checks).items() if slug in kept}


def outages_of(rows: list[Check], as_of: datetime) -> list[Outage]:
    outages, since = [], None
    for check in rows:
        if check.status == "down" and since is None:
            since = check.at
        elif check.status == "up" and since is not None:
            outages.append(Outage(since, check.at, True))
            since = None
    return outages if since is None else [*outages, Outage(since, as_of, False)]


def start_of_day(at: datetime) -> datetime:
    return datetime(at.year, at.month, at.day, tzinfo=UTC)


def start_of_month(at: datetime) -> datetime:
    return datetime(at.year, at.month, 1, tzinfo=UTC)


def spans(first: datetime, last: datetime, start_of, after) -> list[tuple[datetime, datetime]]:
    """Return the days or months from the one that holds the first instant to the one that holds the last."""
    found, start = [], start_of(first)
    while start < last:
        found.append((start, after(start)))
        start = after(start)
    return found


def held(outages: list[Outage], span: tuple[datetime, datetime], as_of: datetime, tolerated: timedelta) -> str:
    short = [o for o in outages if o.end - o.start > tolerated and o.start < span[1] and o.end > span[0]]
    if short:
        return "broken/shortfall"
    return "pending/period_running" if span[1] > as_of else "kept/held"


def back(outage: Outage, as_of: datetime) -> str:
    due = outage.start + timedelta(minutes=60)
    if outage.is_over:
        return "kept/done_in_time" if outage.end <= due else "broken/done_late"
    return "pending/clock_running" if due >= as_of else "broken/not_done"


def seconds_down(checks: Path, summary: Path) -> dict[str, int]:
    """Return the seconds of downtime of each ordinary site that was ever down."""
    as_of = last_instant(checks)
    sites = {slug: outages_of(rows, as_of) for slug, rows in ordinary_sites(checks, summary).items()}
    return {s: int(sum((o.end - o.start).total_seconds() for o in outages)) for s, outages in sites.items() if outages}


if __name__ == "__main__":
    files = Path(sys.argv[1]), Path(sys.argv[2])
    print(json.dumps({"promises": figures(*files), "seconds": seconds_down(*files)}, indent=2))
