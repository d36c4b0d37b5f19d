"""The figures of examples/servicenow-incidents, found without Jiannuo: plain Python over the rows of the file.

Run as `python -m tests.examples.independent_incidents FILE` to print them.
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
OPENS, CLOSES = timedelta(hours=8), timedelta(hours=18)
HOURS_BY_PRIORITY = {"1": 8, "2": 16, "3": 40, "4": 80}
UNEXPLAINED = "-100"


class Row(NamedTuple):
    """A row with what the promises ask of it; `number` is its place in the file."""

    at: datetime
    number: int
    state: str
    cells: dict[str, str]


class Change(NamedTuple):
    """A row on which the state became another."""

    at: datetime
    number: int
    state: str


def figures(path: Path) -> dict[str, dict[str, int]]:
    """Return how many obligations of each promise ended how, by `verdict/reason`."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for rows in cases_of(path).values():
        opened = min(rows, key=lambda row: row.number)
        start = moment(opened.cells["opened_at"])
        changes = changes_of(rows)
        found["acknowledged"][acknowledged(start, changes)] += 1
        found["resolved"][resolved(start, opened.cells["priority"], changes)] += 1
        found["few-reassignments"][few_reassignments(start, rows)] += 1
        reopened = reopenings(rows)
        for change in changes:
            if change.state == "Resolved":
                found["closed"][closed(change, changes, reopened)] += 1
                found["not-reopened"][not_reopened(change, changes, reopened)] += 1
        for again in reopened:
            found["resolved-again"][resolved_again(again, changes)] += 1
    return {promise: dict(sorted(counts.items())) for promise, counts in found.items()}


def cases_of(path: Path) -> dict[str, list[Row]]:
    """Return the rows of each incident by the minute of the update, rows of one minute as they stand in the file."""
    cases: dict[str, list[Row]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as text:
        reader = csv.reader(text)
        header = next(reader)
        for number, cells in enumerate(reader):
            row = dict(zip(header, cells, strict=True))
            cases[row["number"]].append(Row(moment(row["sys_updated_at"]), number, row["ident_state"], row))
    return {number: sorted(rows, key=lambda row: (row.at, row.number)) for number, rows in cases.items()}


def moment(text: str) -> datetime:
    """Return a wall-clock time; which zone it is of plays no part, as long as it is the charter's own."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)


def changes_of(rows: list[Row]) -> list[Change]:
    """Return the rows on which the state differs from the row before, but for the state that nobody explains."""
    before = [None, *(row.state for row in rows)]
    changed = (row for row, old in zip(rows, before, strict=False) if row.state != old)
    return [Change(row.at, row.number, row.state) for row in changed if row.state != UNEXPLAINED]


def reopenings(rows: list[Row]) -> list[Row]:
    counts = [None, *(row.cells["reopen_count"] for row in rows)]
    return [r for r, old in zip(rows, counts, strict=False) if r.cells["reopen_count"] not in ("0", old)]


def verdict(done: datetime | None, due: datetime) -> str:
    if done is None:
        return "broken/not_done"
    return "kept/done_in_time" if done <= due else "broken/done_late"


def acknowledged(start: datetime, changes: list[Change]) -> str:
    done = next((change.at for change in changes if change.state != "New" and change.at >= start), None)
    return verdict(done, start + timedelta(hours=4))


def resolved(start: datetime, priority: str, changes: list[Change]) -> str:
    done = next((c.at for c in changes if c.state in ("Resolved", "Closed") and c.at >= start), None)
    return verdict(done, due_of_hours(start, HOURS_BY_PRIORITY[priority], waits_for_user(changes)))


def waits_for_user(changes: list[Change]) -> list[tuple[datetime, datetime]]:
    """Return the spans from `Awaiting User Info` to the next state."""
    ends = [*(change.at for change in changes[1:]), datetime.max.replace(tzinfo=UTC)]
    return [(c.at, end) for c, end in zip(changes, ends, strict=True) if c.state == "Awaiting User Info"]


def due_of_hours(start: datetime, hours: int, pauses: list[tuple[datetime, datetime]]) -> datetime:
    """Walk through the office hours, piece by piece, until so many of them are used up."""
    rest = timedelta(hours=hours)
    day = start.replace(hour=0, minute=0)
    while True:
        if day.weekday() < 5:
            for from_, until in without(max(start, day + OPENS), day + CLOSES, pauses):
                if until - from_ >= rest:
                    return from_ + rest
                rest -= until - from_
        day += DAY


def without(
    from_: datetime, until: datetime, pauses: list[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime]]:
    """Return what is left of a span between pauses, which are sorted and apart."""
    pieces = []
    for begin, end in pauses:
        if begin < until and end > from_:
            if begin > from_:
                pieces.append((from_, begin))
            from_ = max(from_, end)
    return [*pieces, (from_, until)] if from_ < until else pieces


def due_of_days(start: datetime, days: int) -> datetime:
    """Return 24:00 of the last of so many working days, the day of the start not counted."""
    day = start.replace(hour=0, minute=0)
    while days:
        day += DAY
        days -= day.weekday() < 5
    return day + DAY


def closed(resolution: Change, changes: list[Change], reopened: list[Row]) -> str:
    due = due_of_days(resolution.at, 5)
    done = next((c for c in changes if c.state == "Closed" and place(c) > place(resolution)), None)
    end = next((row for row in reopened if place(row) > place(resolution)), None)
    if end is not None and end.at <= due and (done is None or place(end) < place(done)):
        return "lapsed/ended"
    return verdict(None if done is None else done.at, due)


def not_reopened(resolution: Change, changes: list[Change], reopened: list[Row]) -> str:
    until = next((place(c) for c in changes if c.state == "Closed" and place(c) > place(resolution)), None)
    inside = [r for r in reopened if place(r) > place(resolution) and (until is None or place(r) < until)]
    return "broken/forbidden_done" if inside else "kept/span_clean"


def resolved_again(again: Row, changes: list[Change]) -> str:
    done = next((c.at for c in changes if c.state == "Resolved" and place(c) >= place(again)), None)
    return verdict(done, due_of_hours(again.at, 16, []))


def few_reassignments(start: datetime, rows: list[Row]) -> str:
    """Look from the opening up to, but without, the row that closes the incident for good."""
    final = max(rows, key=lambda row: row.number)
    life = [row for row in rows if row.at >= start and place(row) < (moment(final.cells["closed_at"]), final.number)]
    over = any(int(row.cells["reassignment_count"]) > 3 for row in life)
    return "broken/forbidden_done" if over else "kept/span_clean"


def place(row: Row | Change) -> tuple[datetime, int]:
    return (row.at, row.number)


if __name__ == "__main__":
    print(json.dumps(figures(Path(sys.argv[1])), indent=2))
