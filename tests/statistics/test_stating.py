"""What the source itself states, beside our own figures; every difference reckoned by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from jiannuo.core.charters.charter import Indicator, Stated, StatedValue
from jiannuo.core.statistics.comparisons import Statement
from jiannuo.core.statistics.exact_figures import Exact
from jiannuo.core.statistics.figures import Cells, Figure, figures_of
from jiannuo.core.statistics.recurring import SINCE_EVER, Cycle, period_name
from jiannuo.core.statistics.stating import with_statements
from jiannuo.core.values.instants import read_instant

ZONE = "Asia/Shanghai"


def instant(text: str) -> int:
    return read_instant(text, zone=ZONE)


def exact(value: Fraction | None, unit: str | None = "") -> Exact:
    return Exact(value, value, None, 10, 0, unit)


def figures(cells: dict[str, Exact], *stated: Stated, kind: str = "share", **keys: object) -> dict[str | None, Figure]:
    """Return the figures of monthly (or, of one cell without a name, all) values by the name of their period."""
    per = "total" if "" in cells else "month"
    indicator = Indicator("x", kind, per, stated=stated, **keys)  # type: ignore[arg-type]
    cycle = Cycle(per, ZONE, instant("2026-07-01"))
    by_cell = {(SINCE_EVER if not day else instant(day), ()): value for day, value in cells.items()}
    whole = Cells(by_cell, Exact(None, Fraction(0), Fraction(0), 0, 0))
    found = with_statements(indicator, whole, figures_of(indicator, whole, cycle=cycle), cycle=cycle)
    return {period_name(each.from_, per, zone=ZONE): each for each in found}


def stated(value: str, as_of: str, unit: str | None = None) -> Stated:
    return Stated(StatedValue(Decimal(value), unit), instant(as_of))


def brief(statement: Statement) -> tuple:
    difference = None if statement.difference is None else str(statement.difference)
    return str(statement.value), statement.unit, difference, statement.agrees, statement.is_whole


CASES = [
    # 2 of 3 are 66.666… %: 66.7 is what it rounds to, and 33.333… thousandths of a percent too much.
    ("a share that agrees", Fraction(2, 3), "", stated("66.7", "2026-06-01"), ("66.7", "%", "-0.03", True, True)),
    ("a share that does not", Fraction(2, 3), "", stated("66.6", "2026-06-01"), ("66.6", "%", "0.07", False, True)),
    ("more digits than ours", Fraction(2, 3), "", stated("66.6667", "2026-06-01"), ("66.6667", "%", "0.00", True, True)),
    ("in thousandths", Fraction(2, 3), "", stated("667", "2026-06-01", "‰"), ("667", "‰", "-0.33", True, True)),
    ("as a part of 1", Fraction(2, 3), "", stated("0.7", "2026-06-01", "1"), ("0.7", "1", "-0.03", True, True)),
    ("before the period has ended", Fraction(2, 3), "", stated("66.7", "2026-05-31"), ("66.7", "%", "-0.03", True, False)),
    ("in another unit", Fraction(2, 3), "", stated("66.7", "2026-06-01", "CNY"), ("66.7", "CNY", None, None, True)),
    ("where we have no figure", None, "", stated("66.7", "2026-06-01"), ("66.7", "%", None, None, True)),
]  # fmt: skip


@pytest.mark.parametrize(("value", "unit", "statement", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_statement_stands_beside_the_figure_of_its_period(value, unit, statement: Stated, expected: tuple) -> None:
    found = figures({"2026-04-01": exact(Fraction(1, 2)), "2026-05-01": exact(value, unit)}, statement, decimals=2)
    assert brief(found["2026-05"].stated[0]) == expected
    assert found["2026-04"].stated == ()


def test_a_length_of_time_is_compared_in_the_unit_of_the_figure() -> None:
    hours = {"2026-05-01": exact(Fraction(9_000_000_000), "us")}
    found = figures(hours, stated("7200000000", "2026-06-01", "us"), unit="h", decimals=1)
    assert brief(found["2026-05"].stated[0]) == ("2", "h", "0.5", False, True)
    found = figures(hours, stated("9000000000", "2026-06-01", "us"), unit="min")
    assert brief(found["2026-05"].stated[0]) == ("150", "min", "0", True, True)


def test_the_whole_time_is_stated_of_whatever_the_instant() -> None:
    found = figures(
        {"": exact(Fraction(4_120_000), "CNY")}, stated("4000000", "2014-12-31", "CNY"), kind="sum", decimals=2
    )
    assert brief(found[None].stated[0]) == ("4000000", "CNY", "120000.00", False, False)


def test_several_statements_of_one_period_and_one_of_a_period_without_anything_are_all_told() -> None:
    found = figures(
        {"2026-05-01": exact(Fraction(1, 2))},
        stated("50", "2026-06-01"),
        stated("49", "2026-05-20"),
        stated("70", "2026-02-01"),
    )
    assert [each.value for each in found["2026-05"].stated] == [50, 49]
    assert list(found) == ["2026-01", "2026-05"]
    assert (found["2026-01"].value, found["2026-01"].state) == (None, "no_data")
    assert brief(found["2026-01"].stated[0]) == ("70", "%", None, None, True)
