"""The calendars of a charter, made ready once for all the tables that are judged by it: they cost more than a small table."""

from collections.abc import Sequence

from jiannuo.core.charters.charter import Charter
from jiannuo.core.values.calendars import WorkingCalendar
from jiannuo.core.values.compiled_clock import Clocks, pool_clocks, years_to_pool


class Almanac:
    """Keeps what was reckoned of the calendars of a charter."""

    def __init__(self, charter: Charter) -> None:
        self._charter = charter
        self._calendars: dict[str, WorkingCalendar] = {}
        self._clocks: dict[tuple[tuple[str, ...], range], Clocks] = {}

    def calendar(self, name: str) -> WorkingCalendar:
        """Return a calendar, compiled once."""
        if name not in self._calendars:
            self._calendars[name] = WorkingCalendar(self._charter.calendars[name])
        return self._calendars[name]

    def clocks(self, names: Sequence[str], *, first: int, last: int) -> Clocks:
        """Return some calendars, each numbered by its place, for the years from one instant (microseconds UTC) to another."""
        key = (tuple(names), years_to_pool(first, last))
        if key not in self._clocks:
            calendars = [self.calendar(name) for name in names]
            self._clocks[key] = pool_clocks(calendars, zone=self._charter.zone, first=first, last=last)
        return self._clocks[key]
