"""The worked numbers on the page of rates are what the code computes, and its fractions are those of the counts."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from jiannuo.core.statistics.distributions import median, nearest_rank
from jiannuo.core.statistics.fulfilment import Ratio, Tally
from jiannuo.core.statistics.gathering import Gathering, worst_run

PAGE = Path(__file__).resolve().parents[2] / "docs" / "calculations" / "fulfilment.md"


def tables() -> dict[str, list[list[str]]]:
    """Return the rows of each table of the page under its joined header."""
    found: dict[str, list[list[str]]] = {}
    for block in PAGE.read_text(encoding="utf-8").split("\n\n"):
        lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.strip().splitlines()]
        if block.startswith("|"):
            found[" ".join(lines[0])] = lines[2:]
    return found


TABLES = tables()
RATES = TABLES["kept broken excused unknown pending fulfilment by hand lower bound coverage"]


def percent(text: str) -> Decimal | None:
    return None if text == "none" else Decimal(text)


def test_the_page_holds_the_tables_that_are_read_here() -> None:
    assert [len(rows) for rows in TABLES.values()] == [7, 5, 4, 4, 5]


@pytest.mark.parametrize("row", RATES)
def test_the_rates_are_those_of_the_page(row: list[str]) -> None:
    counted = Tally(*map(int, row[:5]))
    fulfilment, by_hand, lower_bound, coverage = row[5:]
    assert counted.fulfilment.percent() == percent(fulfilment)
    assert f"{counted.fulfilment.numerator} / {counted.fulfilment.denominator}" == by_hand
    assert counted.lower_bound.percent() == percent(lower_bound)
    assert counted.coverage.percent() == percent(coverage)


@pytest.mark.parametrize("row", RATES)
def test_the_fraction_by_hand_is_made_of_the_counts_beside_it(row: list[str]) -> None:
    kept, broken = int(row[0]), int(row[1])
    numerator, denominator = map(int, row[6].split(" / "))
    assert (numerator, denominator) == (kept, kept + broken)
    if denominator:
        assert abs(Decimal(100 * numerator) / denominator - Decimal(row[5])) <= Decimal("0.05")


@pytest.mark.parametrize("row", TABLES["of all shown"])
def test_a_share_is_shown_as_the_page_shows_it(row: list[str]) -> None:
    assert str(Ratio(int(row[0]), int(row[1])).percent()) == row[2]


@pytest.mark.parametrize("row", TABLES["of all from until"])
def test_the_intervals_are_the_published_ones(row: list[str]) -> None:
    interval = Ratio(int(row[0]), int(row[1])).wilson()
    assert interval is not None
    assert [f"{edge:.4f}" for edge in interval] == row[2:]


@pytest.mark.parametrize("row", TABLES["broken inside decided inside broken outside decided outside deviations told"])
def test_breaches_gather_where_the_page_says_so(row: list[str]) -> None:
    broken, decided, others_broken, others_decided = map(int, row[:4])
    run = Gathering(0, 0, Ratio(broken, decided), Ratio(others_broken, others_decided))
    assert f"{run.deviation:.2f}" == row[4]
    groups = [Tally(decided - broken, broken), Tally(others_decided - others_broken, others_broken)]
    assert (worst_run(groups, longest=1) == run) == (row[5] == "yes")


@pytest.mark.parametrize("row", TABLES["values median 75 % 90 %"])
def test_middles_and_percentiles_are_those_of_the_page(row: list[str]) -> None:
    values = np.array([int(value) for value in row[0].split()])
    assert [median(values), nearest_rank(values, percent=75), nearest_rank(values, percent=90)] == [
        int(cell) for cell in row[1:]
    ]
