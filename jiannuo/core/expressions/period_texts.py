"""Texts that name a period, such as '2026-05': whether one can ever name a period of an indicator."""

from collections.abc import Callable, Mapping
from datetime import date

from jiannuo.core.values.period_names import first_day

EXAMPLES: Mapping[str, str] = {
    "year": "2026",
    "half-year": "2026-H1",
    "quarter": "2026-Q2",
    "month": "2026-05",
    "week": "2026-W20",
    "day": "2026-05-17",
}
"""How a period of each sort is named."""
_BEGINS: Mapping[str, Callable[[date], bool]] = {
    "year": lambda day: (day.month, day.day) == (1, 1),
    "half-year": lambda day: day.day == 1 and day.month in (1, 7),
    "quarter": lambda day: day.day == 1 and day.month in (1, 4, 7, 10),
    "month": lambda day: day.day == 1,
    "week": lambda day: day.isoweekday() == 1,
}


def may_name(text: str, per: str | None) -> bool:
    """Tell whether a text can name a period; None stands for equal spans from a date on, which any day may begin.

    The whole time needs no name, so that any text will do.
    """
    if per == "total":
        return True
    day, begins = first_day(text), _BEGINS.get(per or "")
    return day is not None and (begins is None or begins(day))
