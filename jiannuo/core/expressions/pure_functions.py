"""The functions that need nothing but their values: covers, distance, start_of, end_of."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from math import asin, cos, radians, sin, sqrt
from typing import cast

from jiannuo.core.expressions.comparing import Zoned, compare, instant_at, micros_of, moment
from jiannuo.core.expressions.faults import Fault
from jiannuo.core.values.amounts import Point
from jiannuo.core.values.instants import Period, next_period_start, period_start
from jiannuo.core.values.problems import Refusal

EARTH_RADIUS = 6_371_008.8
"""The mean radius of the earth in metres (IUGG)."""
_MILLIMETRE = Decimal("0.001")


def missing_from(have: object, want: object, around: Zoned) -> tuple[object, ...]:
    """Return what `want` lists and `have` does not, each once, in the order of `want`; null members are left out."""
    held = _members(have)
    absent = [
        value
        for value in _members(want)
        if value is not None and not any(_same(value, other, around) for other in held)
    ]
    return tuple(dict.fromkeys(absent))


def _covers(have: object, want: object, around: Zoned) -> bool | None:
    missing = missing_from(have, want, around)
    if not missing:
        return None if None in _members(want) else True
    return None if None in _members(have) else False


def _members(value: object) -> tuple[object, ...]:
    if not isinstance(value, tuple):
        raise Fault("types")
    return value


def _same(one: object, other: object, around: Zoned) -> bool:
    return other is not None and compare("=", one, other, around)


def _distance(one: object, other: object, _: Zoned) -> Decimal:
    """Return the great-circle distance in metres, to the millimetre (haversine on the mean sphere)."""
    if not isinstance(one, Point) or not isinstance(other, Point):
        raise Fault("types")
    north, its_north = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    chord = sin((its_north - north) / 2) ** 2 + cos(north) * cos(its_north) * sin(east / 2) ** 2
    metres = 2 * EARTH_RADIUS * asin(sqrt(min(1.0, chord)))
    if metres != metres:
        raise Fault("not a number")
    return Decimal(metres).quantize(_MILLIMETRE, rounding=ROUND_HALF_UP)


def _start_of(period: object, instant: object, around: Zoned) -> object:
    return _edge(period_start, period, instant, around)


def _end_of(period: object, instant: object, around: Zoned) -> object:
    return _edge(next_period_start, period, instant, around)


def _edge(edge: Callable[..., int], period: object, instant: object, around: Zoned) -> object:
    micros = micros_of(moment(instant, around.zone))
    try:
        return instant_at(edge(micros, cast(Period, period), zone=around.zone))
    except Refusal as refusal:
        raise Fault("overflow") from refusal


PURE: dict[str, Callable[[object, object, Zoned], object]] = {
    "covers": _covers,
    "distance": _distance,
    "start_of": _start_of,
    "end_of": _end_of,
}
"""Each takes two present values and the surroundings."""
