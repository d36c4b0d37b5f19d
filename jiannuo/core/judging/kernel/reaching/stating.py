"""What a source states of its own figures, as something that ours are held to."""

from jiannuo.core.charters.charter import Stated
from jiannuo.core.expressions.measuring import MEASURES
from jiannuo.core.statistics.figures import MICROSECONDS
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import end_of_day, local_date, start_of_day


def value_stated(stated: Stated | None) -> object:
    """Return what is stated as a target has it: a number, a length, money or a quantity."""
    if stated is None:
        return None
    value, unit = stated.value.value, stated.value.unit
    if unit is None:
        return value
    if unit == MICROSECONDS:
        return Duration(int(value), Unit.ELAPSED)
    return Quantity(value, unit) if unit in MEASURES else Money(value, unit)


def end_of_stated_day(stated: Stated | None, *, zone: str) -> int:
    """Return the end of the time that a figure of the whole time is stated for: a date counts whole."""
    if stated is None:
        raise ValueError("nothing is stated")
    day = local_date(stated.as_of, zone=zone)
    return end_of_day(day, zone=zone) if start_of_day(day, zone=zone) == stated.as_of else stated.as_of
