"""What a charter alone settles, made ready once for all the tables that are judged by it: it costs more than a small table."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from jiannuo.core.charters.charter import Charter
from jiannuo.core.values.calendars import WorkingCalendar
from jiannuo.core.values.compiled_clock import Clocks, pool_clocks, years_to_pool

T = TypeVar("T")


class Almanac:
    """Keeps what was reckoned of a charter, its calendars first of all."""

    def __init__(self, charter: Charter) -> None:
        self._charter = charter
        self._calendars: dict[str, WorkingCalendar] = {}
        self._clocks: dict[tuple[tuple[str, ...], range], Clocks] = {}
        self._settled: dict[Hashable, Any] = {}

    def settled(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for the key before, or make and keep it: it must hang on nothing but the charter."""
        if key not in self._settled:
            self._settled[key] = make()
        found: T = self._settled[key]
        return found

    def settled_of(self, what: str, things: Sequence[object], make: Callable[[], T]) -> T:
        """Do the same for what is made of some things: for these themselves, not for others that are equal."""
        # They are kept, too, so that no other thing can ever have the identity of one of them.
        return self.settled((what, *map(id, things)), lambda: (things, make()))[1]

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
