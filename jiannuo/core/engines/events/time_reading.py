"""Reading instants out of the cells of a table, each distinct one once."""

from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.mapping.mapping import EPOCHS, ISO, TimeFormat
from jiannuo.core.values.instants import from_datetime, read_instant
from jiannuo.core.values.problems import (
    INSTANT_WITHOUT_ZONE,
    LOCAL_TIME_MISSING,
    Problem,
    Refusal,
)
from jiannuo.core.values.zones import FIRST_YEAR, LAST_YEAR, zone_clock

EARLIEST_YEAR = FIRST_YEAR + 1
"""The first year of events: of one a year earlier its own year would begin before all that can be reckoned with."""
FIRST = from_datetime(datetime(EARLIEST_YEAR, 1, 1, tzinfo=UTC))
AFTER = from_datetime(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC))
"""The instants to reckon with: from the one, before the other."""
_LONGEST = 100


def read_time(raw: object, format: TimeFormat) -> int:
    """Return the instant (microseconds UTC) of a cell: a text, a number, a date or a datetime.

    Raises Refusal: unreadable, without zone, a local time that does not exist, or outside the years to reckon with.
    """
    shown = str(raw)[:_LONGEST]
    try:
        instant = _instant(raw, format, shown)
    except Refusal as refusal:
        raise Refusal(_told(refusal.problems[0], shown, format)) from refusal
    if not FIRST <= instant < AFTER:
        raise Refusal(time_out_of_range(shown))
    return instant


def time_out_of_range(raw: object) -> Problem:
    """Return the problem of an instant outside the years to reckon with."""
    return kinds.TIME_OUT_OF_RANGE.at(value=str(raw)[:_LONGEST], first=EARLIEST_YEAR, last=LAST_YEAR)


def _instant(raw: object, format: TimeFormat, shown: str) -> int:
    if isinstance(raw, datetime):
        return _of_wall(raw, format, shown)
    if isinstance(raw, date):
        return _of_wall(datetime.combine(raw, time()), format, shown)
    if format.pattern in EPOCHS:
        return _of_number(raw, EPOCHS[format.pattern], format, shown)
    if not isinstance(raw, str):
        raise _unreadable(shown, format)
    if format.pattern == ISO:
        return read_instant(raw, zone=format.zone, twice=format.twice)
    try:
        moment = datetime.strptime(raw.strip(), format.pattern)  # noqa: DTZ007 — a time without zone gets its own below
    except ValueError as error:
        raise _unreadable(shown, format) from error
    return _of_wall(moment, format, shown)


def _of_wall(moment: datetime, format: TimeFormat, shown: str) -> int:
    if moment.tzinfo is not None:
        return from_datetime(moment)
    if format.zone is None:
        raise Refusal(kinds.TIME_WITHOUT_ZONE.at(value=shown))
    return zone_clock(format.zone).instant(moment, twice=format.twice)


def _of_number(raw: object, step: int, format: TimeFormat, shown: str) -> int:
    try:
        number = Decimal(str(raw).strip())
        return int(number * step)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise _unreadable(shown, format) from error


def _unreadable(shown: str, format: TimeFormat) -> Refusal:
    return Refusal(kinds.TIME_UNREADABLE.at(value=shown, format=format.pattern))


def _told(problem: Problem, shown: str, format: TimeFormat) -> Problem:
    """Say in the words of a log what was refused in those of a charter."""
    if problem.code.startswith("L"):
        return problem
    if problem.code == LOCAL_TIME_MISSING.code:
        return kinds.LOCAL_TIME_SKIPPED.at(value=shown, zone=format.zone)
    if problem.code == INSTANT_WITHOUT_ZONE.code:
        return kinds.TIME_WITHOUT_ZONE.at(value=shown)
    return kinds.TIME_UNREADABLE.at(value=shown, format=format.pattern)
