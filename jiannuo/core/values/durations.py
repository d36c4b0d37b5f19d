"""Durations as a charter writes them: elapsed time, working time, days, weeks and months."""

from dataclasses import dataclass
from enum import Enum


class Unit(Enum):
    """What a duration counts. Elapsed and working time count microseconds, the others whole days, weeks or months."""

    ELAPSED = "elapsed"
    WORKING = "working"
    NATURAL_DAYS = "natural days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"

    @property
    def needs_calendar(self) -> bool:
        """Tell whether the unit has a meaning only under a working calendar."""
        return self in (Unit.WORKING, Unit.WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: `count` in the measure of `unit` (microseconds for elapsed and working time)."""

    count: int
    unit: Unit
