"""Public holidays of the regions without a file of ours, from the `holidays` library.

This module alone imports the library; `holidays.py` loads it when such a region is named.
"""

from datetime import date

import holidays
from holidays.version import __version__ as library_version

from jiannuo.core.values.holiday_books import HolidayYear
from jiannuo.core.values.problems import REGION_UNKNOWN, Refusal
from jiannuo.core.values.texts import Text

# Beyond these years the library goes on computing, but nobody has decided anything yet.
_FIRST, _LAST = 1990, 2050


def book(region: str) -> "LibraryBook":
    """Return the years of a region such as `IT` or `US-NY`. Raises Refusal if the library does not know it."""
    country, _, subdivision = region.partition("-")
    supported = holidays.list_supported_countries()
    if country not in supported or (subdivision and subdivision not in supported[country]):
        raise Refusal(REGION_UNKNOWN.at(span=(0, len(region)), region=region))
    return LibraryBook(region)


class LibraryBook:
    """A region as the library computes it; a year with estimated dates is provisional."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._known: dict[int, HolidayYear] = {}
        self.title = Text(zh=region, en=region)
        sample = _computed(region, _FIRST, "en_US")
        self.years = range(max(_FIRST, sample.start_year), min(_LAST, sample.end_year) + 1)

    def year(self, number: int) -> HolidayYear:
        """Return one of the known years."""
        if number not in self._known:
            self._known[number] = self._computed_year(number)
        return self._known[number]

    def _computed_year(self, number: int) -> HolidayYear:
        english = _computed(self._region, number, "en_US")
        chinese = _computed(self._region, number, "zh_CN")
        estimated = any("estimated" in name for name in english.values())
        closed = {day: Text(zh=chinese.get(day, name), en=name) for day, name in sorted(english.items())}
        moved: set[date] = getattr(english, "weekend_workdays", set())
        return HolidayYear(
            region=self._region,
            year=number,
            state="provisional" if estimated else "official",
            edition=f"holidays {library_version}",
            notice=f"holidays {library_version}, {self._region} {number}",
            closed=closed,
            working=dict.fromkeys((day for day in sorted(moved) if day.year == number), _MOVED),
        )


_MOVED = Text(zh="调休", en="moved day off")


def _computed(region: str, year: int, language: str) -> holidays.HolidayBase:
    country, _, subdivision = region.partition("-")
    return holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=language)
