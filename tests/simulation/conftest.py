"""What tests of one city look things up in; each module says which city that is."""

import pytest

from jiannuo.core.simulation.city import City
from tests.simulation.happenings import Book, Rows, happened


@pytest.fixture(scope="module")
def book(city: City) -> Book:
    """Return a look-up of the events in force of a type by their orders, each type gathered once."""
    found: dict[str, dict[str, Rows]] = {}

    def of(event: str) -> dict[str, Rows]:
        if event not in found:
            found[event] = happened(city, event)
        return found[event]

    return of
