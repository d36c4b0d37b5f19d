"""The figures of charters/it-service over the ServiceNow incidents, found without Jiannuo: plain Python over the rows.

Run as `python -m tests.charters.independent_tickets FILE` to print them.
"""

import json
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.examples import independent_incidents

DAY = timedelta(days=1)
OPENS, CLOSES = timedelta(hours=8), timedelta(hours=18)
RESPOND = {"1": 1, "2": 2, "3": 4, "4": 8}
RESOLVE = {"1": 8, "2": 16, "3": 40, "4": 80}
SETTLED = ("Resolved", "Closed")
UNEXPLAINED = "-100"
END = datetime(2017, 5, 31, tzinfo=UTC)
"""Later than anything in the log, and than anything due from it."""

# The public holidays as the State Council announced them (国办发明电〔2015〕18号, 〔2016〕17号): first and last day off.
DAYS_OFF = (
    ("2016-01-01", "2016-01-03"), ("2016-02-07", "2016-02-13"), ("2016-04-02", "2016-04-04"),
    ("2016-04-30", "2016-05-02"), ("2016-06-09", "2016-06-11"), ("2016-09-15", "2016-09-17"),
    ("2016-10-01", "2016-10-07"), ("2016-12-31", "2017-01-02"), ("2017-01-27", "2017-02-02"),
    ("2017-04-02", "2017-04-04"), ("2017-04-29", "2017-05-01"), ("2017-05-28", "2017-05-30"),
)  # fmt: skip
MADE_UP = ("2016-02-06", "2016-02-14", "2016-06-12", "2016-09-18", "2016-10-08", "2016-10-09", "2017-01-22", "2017-02-04", "2017-04-01", "2017-05-27")  # fmt: skip


class Row(NamedTuple):
    """A row with what the promises ask of it; `number` is its place in the file."""

    at: datetime
    number: int
    cells: dict[str, str]

    @property
    def place(self) -> tuple[datetime, int]:
        return (self.at, self.number)

    @property
    def state(self) -> str:
        return self.cells["ident_state"]


def figures(path: Path) -> dict[str, dict[str, int]]:
    """Return how many obligations of each promise came to which verdict."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    cases = cases_of(path)
    as_of = max(row.at for rows in cases.values() for row in rows)
    for rows in cases.values():
        for promise, verdict in verdicts_of(rows, as_of):
            found[promise][verdict] += 1
    return {promise: dict(sorted(counts.items())) for promise, counts in sorted(found.items())}


def verdicts_of(rows: list[Row], as_of: datetime) -> Iterator[tuple[str, str]]:
    first = min(rows, key=lambda row: row.number)
    opened, created = independent_incidents.moment(first.cells["opened_at"]), first.cells["sys_created_at"]
    recorded = opened if created == "?" else independent_incidents.moment(created)
    changes, assigned = changed(rows, "ident_state", UNEXPLAINED), changed(rows, "assigned_to", "?")
    handled = next((row.at for row in assigned if row.at >= recorded), None)
    if created != "?" and recorded >= opened:
        yield "request-recorded", kept(recorded, opened + timedelta(minutes=15))
        yield "request-recorded-and-dispatched", kept(handled, midnight(opened) + 2 * DAY)
    yield "ticket-has-handler", kept(handled, due_of_hours(recorded, 4, []))
    if assigned:
        yield "ticket-responded", responded(assigned[0], first.cells["priority"], changes)
    waits = spans_of(changes, "Awaiting User Info")
    solved = next((row.at for row in changes if row.state in SETTLED and row.at >= recorded), None)
    yield "incident-resolved", kept(solved, due_of_hours(recorded, RESOLVE[first.cells["priority"]], waits))
    yield from (("ticket-tracked", verdict) for verdict in tracked(rows, (recorded, first.number), changes))
    for row in changes:
        if row.state == "Closed":
            yield "ticket-closed-properly", closed_properly(row, changes)
            yield "closed-ticket-untouched", untouched(row, rows, changes, as_of)


def cases_of(path: Path) -> dict[str, list[Row]]:
    """Return the rows of each incident by the minute of the update, rows of one minute as they stand in the file."""
    read = independent_incidents.cases_of(path)
    return {number: [Row(row.at, row.number, row.cells) for row in rows] for number, rows in read.items()}


def midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0)


def changed(rows: list[Row], column: str, nothing: str) -> list[Row]:
    """Return the rows on which a column differs from the row before, but for one value that says nothing."""
    before = [None, *(row.cells[column] for row in rows)]
    return [r for r, old in zip(rows, before, strict=False) if r.cells[column] not in (nothing, old)]


def kept(done: datetime | None, due: datetime) -> str:
    return "kept" if done is not None and done <= due else "broken"


def responded(assigned: Row, priority: str, changes: list[Row]) -> str:
    """Look from the beginning on: who has responded before a person was named need not do so again."""
    done = next((row.at for row in changes if row.state != "New"), None)
    return kept(done, due_of_hours(assigned.at, RESPOND[priority], []))


def spans_of(changes: list[Row], state: str) -> list[tuple[datetime, datetime]]:
    ends = [*(row.at for row in changes[1:]), END]
    return [(row.at, end) for row, end in zip(changes, ends, strict=True) if row.state == state]


def tracked(rows: list[Row], recorded: tuple[datetime, int], changes: list[Row]) -> Iterator[str]:
    """Yield for the record and each update that leaves an incident unsettled whether the next update came in time."""
    reopened = changed(rows, "reopen_count", "0")
    places = [row.place for row in rows]
    if not is_settled(recorded[0], changes, reopened):
        following = [row for row in rows if row.place >= recorded]
        yield kept(following[0].at, due_of_days(recorded[0], 2))
    for number, row in enumerate(rows):
        if not is_settled(row.at, changes, reopened):
            following = rows[max(number + 1, bisect_right(places, row.place)) :]
            yield kept(following[0].at if following else None, due_of_days(row.at, 2))


def is_settled(at: datetime, changes: list[Row], reopened: list[Row]) -> bool:
    """Tell whether it is solved at an instant; all that changes at one instant has changed then."""
    before = [row for row in changes if row.at <= at]
    if not before or before[-1].state not in SETTLED:
        return False
    return not any(before[-1].place <= row.place and row.at <= at for row in reopened)


def closed_properly(closing: Row, changes: list[Row]) -> str:
    """Return kept after the waiting time; whether the requester confirmed, the source does not say."""
    resolved = [row.at for row in changes if row.state == "Resolved" and row.place < closing.place]
    return "kept" if resolved and closing.at - resolved[-1] >= timedelta(hours=120) else "unknown"


def untouched(closing: Row, rows: list[Row], changes: list[Row], as_of: datetime) -> str:
    end = midnight(closing.at) + 31 * DAY
    again = next((r for r in changed(rows, "reopen_count", "0") if r.place > closing.place and r.at <= end), None)
    acts = [r for r in changes if r.place > closing.place and r.state != "Closed" and r.at <= end]
    if any(again is None or act.place < again.place for act in acts):
        return "broken"
    return "kept" if again is not None or end < as_of else "pending"


def working_days() -> frozenset[date]:
    off: set[date] = set()
    for start, end in DAYS_OFF:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
        off |= {first + DAY * number for number in range((last - first).days + 1)}
    made_up = {date.fromisoformat(day) for day in MADE_UP}
    every = (date(2016, 1, 1) + DAY * number for number in range(516))  # up to the end of May 2017
    return frozenset(day for day in every if day in made_up or (day.weekday() < 5 and day not in off))


WORKING_DAYS = working_days()


def due_of_days(start: datetime, days: int) -> datetime:
    """Return 24:00 of the last of so many working days, the day of the start not counted."""
    day = midnight(start)
    while days:
        day += DAY
        days -= day.date() in WORKING_DAYS
    return day + DAY


def due_of_hours(start: datetime, hours: int, pauses: list[tuple[datetime, datetime]]) -> datetime:
    """Walk through the service hours, piece by piece, until so many of them are used up."""
    rest, day = timedelta(hours=hours), midnight(start)
    while day < END:
        if day.date() in WORKING_DAYS:
            for begin, end in without(max(start, day + OPENS), day + CLOSES, pauses):
                if end - begin >= rest:
                    return begin + rest
                rest -= end - begin
        day += DAY
    return END  # a pause that never ended


def without(begin: datetime, end: datetime, pauses: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return what is left of a span between pauses, which are sorted and apart."""
    pieces = []
    for from_, until in pauses:
        if from_ < end and until > begin:
            if from_ > begin:
                pieces.append((begin, from_))
            begin = max(begin, until)
    return [*pieces, (begin, end)] if begin < end else pieces


if __name__ == "__main__":
    print(json.dumps(figures(Path(sys.argv[1])), indent=2))
