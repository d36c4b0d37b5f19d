"""Public holidays and make-up working days of a region, year by year, each year official or provisional.

A region with a file in `holiday_data` is kept by hand from its official notices. Every other region comes from the
`holidays` library, which is loaded only when such a region is named.
"""

import importlib
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import cast

import yaml

from jiannuo.core.values.holiday_books import HolidayBook, HolidayYear, State
from jiannuo.core.values.problems import HOLIDAY_YEAR_MISSING, Refusal
from jiannuo.core.values.texts import Text


def holiday_year(region: str, year: int) -> HolidayYear:
    """Return a year of a region. Raises Refusal if the region or the year is not known."""
    years = known_years(region)
    if year not in years:
        raise Refusal(
            HOLIDAY_YEAR_MISSING.at(region=region_title(region), year=year, first=years.start, last=years.stop - 1)
        )
    return _book(region).year(year)


def known_years(region: str) -> range:
    """Return the years whose holidays are known. Raises Refusal if the region is not known."""
    return _book(region).years


def region_title(region: str) -> Text:
    """Return the name of a region. Raises Refusal if the region is not known."""
    return _book(region).title


@cache
def _book(region: str) -> HolidayBook:
    file = resources.files("jiannuo.core.values").joinpath("holiday_data", f"{region}.yaml")
    if region.isalpha() and region.isascii() and file.is_file():
        return _FileBook(file.read_text("utf-8"))
    # The one import by name: the library takes 50 ms, and a charter that names no such region shall not wait for it.
    foreign = importlib.import_module("jiannuo.core.values.foreign_holidays")
    return cast(HolidayBook, foreign.book(region))


class _FileBook:
    """A region whose years stand in a file of ours."""

    def __init__(self, content: str) -> None:
        data = yaml.load(content, Loader=yaml.CSafeLoader)
        self._region: str = data["region"]
        self._edition = str(data["edition"])
        self._names = {key: Text(zh=name["zh"], en=name["en"]) for key, name in data["names"].items()}
        self._years: dict[int, dict[str, object]] = data["years"]
        self._read: dict[int, HolidayYear] = {}
        self.title = Text(zh=data["title"]["zh"], en=data["title"]["en"])
        self.years = range(min(self._years), max(self._years) + 1)

    def year(self, number: int) -> HolidayYear:
        if number not in self._read:
            self._read[number] = self._read_year(number, self._years[number])
        return self._read[number]

    def _read_year(self, number: int, block: dict[str, object]) -> HolidayYear:
        return HolidayYear(
            region=self._region,
            year=number,
            state=cast(State, block["state"]),
            edition=self._edition,
            notice=str(block["notice"]),
            closed=self._days(number, cast(dict[str, str], block.get("closed", {}))),
            working=self._days(number, cast(dict[str, str], block.get("working", {}))),
        )

    def _days(self, year: int, lines: dict[str, str]) -> dict[date, Text]:
        return {day: self._names[name] for span, name in lines.items() for day in _span(year, span)}


def _span(year: int, span: str) -> list[date]:
    first, _, last = span.partition("..")
    start, end = (date.fromisoformat(f"{year}-{day}") for day in (first, last or first))
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]
