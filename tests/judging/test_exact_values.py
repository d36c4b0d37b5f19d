"""Values of columns as exact numbers with their units, and as texts to group by."""

from decimal import Decimal

from jiannuo.core.judging.event_table import coded
from jiannuo.core.judging.kernel.figures.exact_values import exact_values, labels_of, numbers_of
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import Duration, Unit


def told(*values: object) -> list[tuple[Decimal, str] | None]:
    """Return of each value its number and unit, None where there is none."""
    amounts, present, units = exact_values(coded(list(values)))
    numbers = [Decimal(int(number)).scaleb(-amounts.scale) for number in amounts.numbers]
    rows = zip(numbers, present.tolist(), strict=True)
    return [(number, units.at(row) or "") if known else None for row, (number, known) in enumerate(rows)]


def test_numbers_of_several_lengths_behind_the_point_have_one_scale() -> None:
    assert told(1, Decimal("0.25"), None, Decimal("-3.5"), 1) == [
        (Decimal(1), ""),
        (Decimal("0.25"), ""),
        None,
        (Decimal("-3.5"), ""),
        (Decimal(1), ""),
    ]


def test_lengths_of_time_are_microseconds_and_days_of_the_calendar_are_none() -> None:
    assert told(Duration(90, Unit.ELAPSED), Duration(3, Unit.NATURAL_DAYS)) == [(Decimal(90), "us"), None]


def test_money_keeps_its_currency() -> None:
    assert told(Money(Decimal("1.50"), "CNY"), Money(Decimal(2), "USD")) == [
        (Decimal("1.5"), "CNY"),
        (Decimal(2), "USD"),
    ]


def test_measures_are_told_in_the_first_unit_that_occurs() -> None:
    assert told(Quantity(Decimal(2), "kg"), Quantity(Decimal(5), "g")) == [(Decimal(2), "kg"), (Decimal("0.005"), "kg")]


def test_truths_and_texts_are_no_numbers() -> None:
    assert told(True, "7", 7) == [None, None, (Decimal(7), "")]


def test_texts_to_group_by_stand_once_each_and_truths_in_small_letters() -> None:
    labels = labels_of(coded(["b", None, "a", "b", True]))
    assert [labels.at(row) for row in range(5)] == ["b", None, "a", "b", "true"]
    assert labels.names == ("b", "a", "true")


def test_equal_values_have_one_number_whatever_their_type() -> None:
    assert numbers_of(coded([Decimal("1.0"), 1, None, 2])).tolist() == [0, 0, -1, 1]
