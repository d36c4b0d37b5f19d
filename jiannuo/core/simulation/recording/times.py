"""The instants on which the city is built: when its records begin and end, where they have holes, and its days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from jiannuo.core.simulation.planting.drawing import Ints

SECOND, MINUTE, HOUR, DAY = 1_000_000, 60_000_000, 3_600_000_000, 86_400_000_000
ZONE = "Asia/Shanghai"


def midnight(day: date) -> int:
    """Return when a day begins, in microseconds UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE)).timestamp()) * SECOND


START = midnight(date(2026, 3, 2))
"""Monday 00:00; the city keeps one offset from UTC all year."""
RECORDED_DAYS, EVE = 28, START - DAY
"""Orders are placed for so many days; the records begin on the eve, which is the first day of the month."""
GAP_FROM, BOOKED_IN_GAP, GAP_TO, END = START + 40 * DAY, START + 41 * DAY, START + 56 * DAY, START + 312 * DAY
"""Those whose record is incomplete follow later, within the span that the sources report.

What is owed by the day and by the month goes on until a week after the end of the year.
"""

BOOKS_FROM, BOOKS_TO = START + 274 * DAY, START + 305 * DAY
"""December: the register of posts, drivers and vehicles has a hole in it, of which its source tells."""


def day_of(at: Ints) -> Ints:
    """Return the beginnings of the days on which something happens."""
    return START + (at - START) // DAY * DAY


def end_of_day(at: Ints, *, later: int = 0) -> Ints:
    """Return the ends of the days on which something happens, or of days so much later."""
    return day_of(at) + (later + 1) * DAY
