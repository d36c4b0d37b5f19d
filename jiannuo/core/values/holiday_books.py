"""What is known of the public holidays of a region: a book, with a page for each year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from jiannuo.core.values.texts import Text

State = Literal["official", "provisional"]


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The closed days and the make-up working days of one region in one year, with the source that says so."""

    region: str
    year: int
    state: State
    edition: str
    notice: str
    closed: Mapping[date, Text]
    working: Mapping[date, Text]


class HolidayBook(Protocol):
    """The known years of one region."""

    @property
    def title(self) -> Text:
        """Return the name of the region."""

    @property
    def years(self) -> range:
        """Return the years that are known."""

    def year(self, number: int) -> HolidayYear:
        """Return one of the known years."""
