"""What figures are made of: counts as they are, lengths of time in the unit of the figure, and the sides of formulas."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from jiannuo.core.charters.charter import AttributeOf, Indicator
from jiannuo.core.expressions.reading import read_condition
from jiannuo.core.rendering.indicators.indicator_tables import write_indicators
from jiannuo.core.rendering.indicators.made_of import MadeOf, Makings, Side
from jiannuo.core.statistics.disclosing import untold_figure
from jiannuo.core.statistics.figures import Figure, Table
from tests.rendering.test_indicator_tables import CHARTER, FIGURE, SHARE

HOUR = 3_600_000_000
AGREED = Indicator("agreed", "time", "month", unit="h", decimals=2)
DOWN = Indicator("down", "time", "month", unit="h", decimals=2)
AVAILABLE = Indicator(
    "available", "formula", "month", unit="%", decimals=2, formula=read_condition("(agreed - down) / agreed")
)
BARE = replace(FIGURE, lower=None, state="ok")


def time_of(hours: str, by: tuple[str, ...] = ()) -> Figure:
    exact = Fraction(hours)
    return replace(
        BARE, by=by, value=Decimal(hours), unit="h", numerator=exact * HOUR, denominator=None, exact=exact, count=1
    )


def formula_of(by: tuple[str, ...] = ()) -> Figure:
    return replace(BARE, by=by, value=Decimal("99.50"), unit="%", numerator=None, denominator=None)


def tables(by: tuple[str, ...] = (), *, down: Figure | None = None) -> list[Table]:
    """In a month of 720 hours less 20 planned, 3.5 hours were lost: 696.5 of 700 hours, 99.5 %."""
    names = ("group",) * len(by)
    return [
        Table(AGREED, names, (time_of("700", by),)),
        Table(DOWN, names, (down or time_of("3.5", by),)),
        Table(AVAILABLE, names, (formula_of(by),)),
    ]


def made(figure: Figure, indicator: Indicator, *, durations: tuple[str, ...] = ()) -> MadeOf:
    table = Table(indicator, (), (figure,))
    return Makings.among([table], durations=durations).of(figure, table)


def test_counts_stand_as_they_are() -> None:
    assert made(FIGURE, SHARE) == MadeOf(Side(Fraction(2000)), Side(Fraction(3000)))


def test_the_sum_behind_a_mean_of_times_stands_in_the_unit_of_the_figure_and_its_number_as_a_number() -> None:
    mean = replace(BARE, unit="min", numerator=Fraction(3 * HOUR), denominator=Fraction(4))
    assert made(mean, Indicator("took", "mean", "month")) == MadeOf(Side(Fraction(180), "min"), Side(Fraction(4)))
    without = replace(mean, unit="us")
    assert made(without, Indicator("took", "mean", "month")).numerator == Side(Fraction(3), "h")


def test_of_a_rate_those_sides_are_lengths_of_time_whose_attributes_are() -> None:
    ratio = (AttributeOf("ended", "lost"), AttributeOf("planned", "cases"))
    rate = replace(BARE, unit="%", numerator=Fraction(HOUR, 2), denominator=Fraction(7))
    told = made(rate, Indicator("lost", "rate", "month", ratio=ratio), durations=("ended.lost",))
    assert told == MadeOf(Side(Fraction(1, 2), "h"), Side(Fraction(7)))


def test_availability_is_made_of_the_agreed_time_less_what_was_lost_and_the_agreed_time() -> None:
    found = tables()
    told = Makings.among(found).of(found[2].figures[0], found[2])
    assert told == MadeOf(Side(Fraction("696.5"), "h"), Side(Fraction(700), "h"))
    shown = write_indicators(found, CHARTER, language="en").splitlines()
    assert "696.50 / 700.00 h" in shown[-1]
    assert "696.50 / 700.00 小时" in write_indicators(found, CHARTER, language="zh")


def test_of_groups_each_formula_is_made_of_the_figures_of_its_own_group() -> None:
    found = tables(("a",))
    assert Makings.among(found).of(found[2].figures[0], found[2]).denominator == Side(Fraction(700), "h")
    of_other = replace(found[2].figures[0], by=("b",))
    assert Makings.among(found).of(of_other, found[2]).denominator == Side(Fraction(0), "h")


def test_a_group_of_which_nothing_was_lost_has_no_figure_of_it_and_is_whole() -> None:
    found = tables(("a",))
    found[1] = replace(found[1], figures=(time_of("3.5", ("b",)),))
    told = Makings.among(found).of(found[2].figures[0], found[2])
    assert told == MadeOf(Side(Fraction(700), "h"), Side(Fraction(700), "h"))


def test_nothing_is_told_of_a_formula_with_an_untold_part_nor_of_masked_groups_that_look_alike() -> None:
    hidden = tables(down=untold_figure(time_of("3.5")))
    assert Makings.among(hidden).of(hidden[2].figures[0], hidden[2]) == MadeOf()
    twice = tables(("***",))
    alike = [twice[0], replace(twice[1], figures=twice[1].figures * 2), twice[2]]
    assert Makings.among(alike).of(twice[2].figures[0], twice[2]) == MadeOf()
    # Two masked groups, of which one alone lost anything: nobody can tell which.
    two = [*twice[:2], replace(twice[2], figures=twice[2].figures * 2)]
    assert Makings.among(two).of(two[2].figures[0], two[2]) == MadeOf()


def test_a_formula_that_is_no_quotient_has_no_sides() -> None:
    lost = replace(AVAILABLE, formula=read_condition("agreed - down"))
    found = [*tables()[:2], Table(lost, (), (formula_of(),))]
    assert Makings.among(found).of(formula_of(), found[2]) == MadeOf()


def test_nothing_is_told_of_an_untold_figure() -> None:
    assert made(untold_figure(FIGURE), SHARE) == MadeOf()


def test_a_side_is_a_decimal_without_needless_zeros_or_none_where_it_has_no_end() -> None:
    assert [str(Side(Fraction(each), "h").decimal) for each in ("700", "1/3", "0.5", "0")] == [
        *("700", "0.333333", "0.5", "0"),
    ]
    assert Side(Fraction("12.50")).decimal == Decimal("12.5")
    assert Side(Fraction(1, 3)).decimal is None


@pytest.mark.parametrize(
    ("value", "told"),
    [("0", "0"), ("2.500000", "2.5"), ("-1200", "-1200"), (f"{10**33 + 7}", f"{10**33 + 7}"), (f"{10**40 + 7}.000001", f"{10**40 + 7}.000001"), ("0.1250000000000000000000001", "0.1250000000000000000000001")],
)  # fmt: skip
def test_a_side_keeps_every_digit_however_many_there_are(value: str, told: str) -> None:
    assert f"{Side(Fraction(value)).decimal:f}" == told
