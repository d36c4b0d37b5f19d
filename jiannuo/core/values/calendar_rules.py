"""What a calendar says: weekly hours, dated exceptions and the holidays of a region, date by date and with reasons."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

from jiannuo.core.values.holiday_books import HolidayYear
from jiannuo.core.values.holidays import holiday_year
from jiannuo.core.values.problems import INTERVAL_UNREADABLE, INTERVALS_OVERLAP, Refusal
from jiannuo.core.values.texts import Text

Interval = tuple[int, int]  # minutes of the day; an end beyond 1440 lies on the next day
Intervals = tuple[Interval, ...]
Why = Literal["week", "holiday", "make-up", "exception"]

ALL_DAY: Intervals = ((0, 1440),)
_INTERVAL = re.compile(r"([0-9]{2}):([0-9]{2}) ?- ?([0-9]{2}):([0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """A calendar as declared: weekly intervals (Monday is 0), dated exceptions, the region of its holidays.

    An exception names the intervals of its date, none for closed; it wins over holidays and the week.
    """

    zone: str
    week: Mapping[int, Intervals]
    exceptions: Mapping[date, Intervals] = field(default_factory=dict)
    holidays: str | None = None

    @property
    def is_always(self) -> bool:
        """Tell whether the calendar is open at every instant."""
        whole = all(self.week.get(weekday) == ALL_DAY for weekday in range(7))
        return whole and not self.exceptions and self.holidays is None

    @property
    def runs_over_midnight(self) -> bool:
        """Tell whether any hours run over into the next date."""
        return any(end > 1440 for intervals in (*self.week.values(), *self.exceptions.values()) for _, end in intervals)

    @property
    def working_day(self) -> Intervals:
        """Return the intervals of the first working weekday, which a make-up working day takes over."""
        return next((self.week[weekday] for weekday in range(7) if self.week.get(weekday)), ())


def always(zone: str) -> CalendarRules:
    """Return the rules of 24x7, whose days are those of the zone."""
    return CalendarRules(zone=zone, week=dict.fromkeys(range(7), ALL_DAY))


ALWAYS = always("UTC")


def read_interval(text: str) -> Interval:
    """Read `09:00-12:00` as minutes of the day; `22:00-06:00` runs over midnight. Raises Refusal."""
    match = _INTERVAL.fullmatch(text.strip())
    if match is None:
        raise Refusal(INTERVAL_UNREADABLE.at(span=(0, len(text)), text=text))
    first_hour, first_minute, last_hour, last_minute = (int(part) for part in match.groups())
    start, end = first_hour * 60 + first_minute, last_hour * 60 + last_minute
    if max(first_minute, last_minute) > 59 or start >= 1440 or end > 1440 or start == end:
        raise Refusal(INTERVAL_UNREADABLE.at(span=(0, len(text)), text=text))
    return (start, end) if start < end else (start, end + 1440)


def write_interval(interval: Interval) -> str:
    """Write minutes of the day as `09:00-12:00`."""
    start, end = interval
    clock = end if end <= 1440 else end - 1440
    return f"{start // 60:02d}:{start % 60:02d}-{clock // 60:02d}:{clock % 60:02d}"


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One date of a calendar: its intervals, why they are so, the name of the holiday, whether it may change."""

    date: date
    intervals: Intervals
    why: Why
    name: Text | None
    is_provisional: bool

    @property
    def reason(self) -> Text:
        """Return the reason in words."""
        return _REASONS[self.why].filled(name=self.name)


_REASONS = {
    "week": Text(zh="每周时段", en="weekly hours"),
    "holiday": Text(zh="节假日：{name}", en="public holiday: {name}"),
    "make-up": Text(zh="调休上班：{name}", en="make-up working day: {name}"),
    "exception": Text(zh="日历另行规定", en="exception of the calendar"),
}


_NO_HOLIDAYS = HolidayYear(region="", year=0, state="official", edition="", notice="", closed={}, working={})


def calendar_row(rules: CalendarRules, day: date) -> CalendarRow:
    """Return what the rules say about a date. Raises Refusal if the year's holidays are not known."""
    year = holiday_year(rules.holidays, day.year) if rules.holidays else _NO_HOLIDAYS
    provisional = year.state == "provisional"
    if day in rules.exceptions:
        return CalendarRow(day, rules.exceptions[day], "exception", None, provisional)
    if day in year.closed:
        return CalendarRow(day, (), "holiday", year.closed[day], provisional)
    if day in year.working:
        return CalendarRow(day, rules.working_day, "make-up", year.working[day], provisional)
    return CalendarRow(day, rules.week.get(day.weekday(), ()), "week", None, provisional)


def check_intervals(rules: CalendarRules) -> None:
    """Refuse intervals of a day that overlap, are out of order, or leave the day and the next."""
    for intervals in (*rules.week.values(), *rules.exceptions.values()):
        for start, end in intervals:
            if not 0 <= start < 1440 or not start < end <= 2880:
                raise Refusal(INTERVAL_UNREADABLE.at(text=f"{start}-{end}"))
        for left, right in pairwise(intervals):
            if right[0] < left[1]:
                raise Refusal(INTERVALS_OVERLAP.at(first=write_interval(left), second=write_interval(right)))
