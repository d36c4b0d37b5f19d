"""The same two questions asked of other packages: how much working time lies in a span, and when a limit is over.

Each peer gets the calendar in the form that comes nearest to it: every closed day named as a holiday, all weekdays
open, so that make-up working days stand where a package allows it. What a package cannot say is named in `lacks`.
Times are naive local times, the form all of them take.
"""

import importlib
import importlib.metadata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

Span = Callable[[datetime, datetime], float]
Deadline = Callable[[datetime], datetime]


@dataclass(frozen=True)
class Peer:
    """A package made ready: `span` gives hours between two times, `deadline` the time eight working hours later."""

    name: str
    version: str
    span: Span | None
    deadline: Deadline | None
    lacks: str = ""


def peers(closed: frozenset[date]) -> tuple[list[Peer], list[str]]:
    """Return the peers that are installed, and the names of those that are not."""
    found, missing = [], []
    for name, make_ready in PEERS.items():
        try:
            found.append(make_ready(closed))
        except ImportError:
            missing.append(name)
    return found, missing


def _version(package: str) -> str:
    return importlib.metadata.version(package)


def _businesstimedelta(closed: frozenset[date]) -> Peer:
    package: Any = importlib.import_module("businesstimedelta")
    day = package.WorkDayRule(start_time=time(9), end_time=time(18), working_days=[0, 1, 2, 3, 4, 5, 6])
    lunch = package.LunchTimeRule(start_time=time(12), end_time=time(13), working_days=[0, 1, 2, 3, 4, 5, 6])
    rules = package.Rules([day, lunch, package.HolidayRule(closed)])
    limit = package.BusinessTimeDelta(rules, hours=8)

    def span(start: datetime, end: datetime) -> float:
        return float(rules.difference(start, end).timedelta / timedelta(hours=1))

    def deadline(start: datetime) -> datetime:
        due: datetime = start + limit
        return due.replace(tzinfo=None)

    return Peer("businesstimedelta", _version("businesstimedelta"), span, deadline)


def _businesstime(closed: frozenset[date]) -> Peer:
    package: Any = importlib.import_module("businesstime")
    calendar = package.BusinessTime(business_hours=(time(9), time(18)), weekends=(), holidays=closed)

    def span(start: datetime, end: datetime) -> float:
        return float(calendar.businesstime_hours(start, end) / timedelta(hours=1))

    return Peer("businesstime", _version("businesstime"), span, None, "lunch break, deadlines")


def _business_duration(closed: frozenset[date]) -> Peer:
    package: Any = importlib.import_module("business_duration")

    def span(start: datetime, end: datetime) -> float:
        return float(
            package.businessDuration(
                start, end, starttime=time(9), endtime=time(18), weekendlist=[], holidaylist=closed, unit="hour"
            )
        )

    return Peer("business-duration", _version("business-duration"), span, None, "lunch break, deadlines")


def _pandas(closed: frozenset[date]) -> Peer:
    package: Any = importlib.import_module("pandas")
    hours = package.offsets.CustomBusinessHour(
        start=["09:00", "13:00"], end=["12:00", "18:00"], weekmask="1111111", holidays=sorted(closed)
    )
    limit = 8 * hours

    def deadline(start: datetime) -> datetime:
        due: datetime = (package.Timestamp(start) + limit).to_pydatetime()
        return due

    return Peer("pandas CustomBusinessHour", _version("pandas"), None, deadline, "spans")


PEERS: dict[str, Callable[[frozenset[date]], Peer]] = {
    "businesstimedelta": _businesstimedelta,
    "businesstime": _businesstime,
    "business-duration": _business_duration,
    "pandas": _pandas,
}
