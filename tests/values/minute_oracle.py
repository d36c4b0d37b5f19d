"""A naive clock to hold the real one against: it walks minute by minute and shares no code with the product.

Hours are put down by wall-clock time. Where the clock is put back, the second run through an hour shows wall-clock
times that were there before; what counts is the highest reading so far. So an interval begins when the clock first
reaches its beginning, and ends when the clock first reaches its end, which is what the calendar promises.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

MINUTE = 60_000_000
MINUTES = 9 * 1440


@dataclass(frozen=True)
class Window:
    zone: str
    first: date


WINDOWS = (
    Window("Asia/Shanghai", date(2023, 12, 28)),  # end of year
    Window("Asia/Kathmandu", date(2024, 2, 26)),  # +05:45, leap day
    Window("Europe/Rome", date(2024, 3, 28)),  # an hour skipped
    Window("Europe/Rome", date(2023, 10, 26)),  # an hour twice
    Window("America/New_York", date(2024, 3, 7)),
    Window("America/New_York", date(2023, 11, 2)),
    Window("Australia/Lord_Howe", date(2023, 9, 28)),  # half an hour skipped
    Window("Australia/Lord_Howe", date(2024, 4, 4)),  # half an hour twice
    Window("Pacific/Apia", date(2011, 12, 27)),  # 30 December skipped whole
    Window("America/Sao_Paulo", date(2018, 11, 1)),  # midnight skipped
    Window("America/Sao_Paulo", date(2018, 2, 15)),  # the hour before midnight twice
    Window("America/St_Johns", date(2010, 11, 4)),  # at 00:01 back to the day before
    Window("UTC", date(2015, 12, 29)),
)


@cache
def readings(window: Window) -> tuple[tuple[date, int], ...]:
    """Return the highest wall-clock reading so far, as date and minute, for every minute from 00:00 UTC."""
    highest, found = datetime(1, 1, 1), []  # noqa: DTZ001 - readings of a wall clock
    start = datetime.combine(window.first, datetime.min.time(), UTC)
    zone = ZoneInfo(window.zone)
    for minute in range(-2880, MINUTES):
        highest = max(highest, (start + timedelta(minutes=minute)).astimezone(zone).replace(tzinfo=None))
        if minute >= 0:
            found.append((highest.date(), highest.hour * 60 + highest.minute))
    return tuple(found)


class Oracle:
    """Open minutes of a window under hours per date: a function from date to intervals in minutes of the day."""

    def __init__(self, window: Window, hours) -> None:
        self.window = window
        self.readings = readings(window)
        self.start = int(datetime.combine(window.first, datetime.min.time(), UTC).timestamp()) * 1_000_000
        self.hours = hours

    @cached_property
    def owners(self) -> list[date | None]:
        """Return for every minute the date whose hours hold it."""
        owner_of_reading = {}
        for day in (self.window.first + timedelta(days=number) for number in range(-2, MINUTES // 1440 + 2)):
            tomorrow = day + timedelta(days=1)
            for start, end in self.hours(day):
                owner_of_reading.update(dict.fromkeys(((day, minute) for minute in range(start, min(end, 1440))), day))
                owner_of_reading.update(dict.fromkeys(((tomorrow, minute - 1440) for minute in range(1440, end)), day))
        return [owner_of_reading.get(reading) for reading in self.readings]

    def instant(self, minute: int) -> int:
        return self.start + minute * MINUTE

    def is_open(self, t: int) -> bool:
        return self.owners[(t - self.start) // MINUTE] is not None

    def next_open(self, t: int) -> int | None:
        if self.is_open(t):
            return t
        later = range((t - self.start) // MINUTE + 1, MINUTES)
        return next((self.instant(minute) for minute in later if self.owners[minute]), None)

    def measure(self, start: int, end: int) -> int:
        total = 0
        for minute in range((start - self.start) // MINUTE, -((self.start - end) // MINUTE)):
            if self.owners[minute]:
                total += min(end, self.instant(minute + 1)) - max(start, self.instant(minute))
        return total

    def add(self, start: int, micros: int) -> int | None:
        left, t = micros, start
        while left:
            if (t - self.start) // MINUTE >= MINUTES:
                return None
            step = self.instant((t - self.start) // MINUTE + 1)
            if self.is_open(t):
                worked = min(left, step - t)
                left -= worked
                step = t + worked
            t = step
        return t

    def date(self, t: int) -> date:
        return self.readings[(t - self.start) // MINUTE][0]

    def end_of(self, day: date) -> int | None:
        """Return the first minute whose date is later."""
        minutes = range(MINUTES)
        return next((self.instant(minute) for minute in minutes if self.readings[minute][0] > day), None)

    def is_working(self, day: date) -> bool:
        return day in self.owners
