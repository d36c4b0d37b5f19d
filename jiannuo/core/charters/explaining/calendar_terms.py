"""A calendar term by term: its hours on each day of the week, its exceptions, and whose holidays it keeps."""

from collections.abc import Iterator

from jiannuo.core.charters.explaining.promise_terms import Term
from jiannuo.core.values.calendar_rules import CalendarRules, Intervals, write_interval
from jiannuo.core.values.texts import Text

WEEKDAYS = (
    Text(zh="周一", en="Monday"),
    Text(zh="周二", en="Tuesday"),
    Text(zh="周三", en="Wednesday"),
    Text(zh="周四", en="Thursday"),
    Text(zh="周五", en="Friday"),
    Text(zh="周六", en="Saturday"),
    Text(zh="周日", en="Sunday"),
)
_ZONE = Text(zh="时区", en="zone")
_HOLIDAYS = Text(zh="节假日", en="holidays")
_CLOSED = Text(zh="休息", en="closed")
CALENDAR_KEYS: dict[str, Text] = {
    "zone": _ZONE,
    "holidays": _HOLIDAYS,
    **{str(weekday): name for weekday, name in enumerate(WEEKDAYS)},
}


def calendar_terms(rules: CalendarRules) -> dict[str, Term]:
    """Return the terms of a calendar: the zone, the holidays, each weekday by its number, each exception by its date."""
    return {term.key: term for term in _terms(rules)}


def _terms(rules: CalendarRules) -> Iterator[Term]:
    yield Term("zone", (Text(zh=rules.zone, en=rules.zone),))
    if rules.holidays is not None:
        yield Term("holidays", (Text(zh=rules.holidays, en=rules.holidays),))
    for weekday in range(7):
        yield Term(str(weekday), (_hours(rules.week.get(weekday, ())),))
    for day, intervals in sorted(rules.exceptions.items()):
        yield Term(str(day), (_hours(intervals),))


def _hours(intervals: Intervals) -> Text:
    written = ", ".join(map(write_interval, intervals))
    return Text(zh=written.replace(", ", "、"), en=written) if intervals else _CLOSED
