"""What indicators come to (section 7 of the language), reckoned in fractions from every single observation."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import cast

from jiannuo.core.charters.charter import EverySpan, Indicator, Period
from jiannuo.core.expressions.measuring import MEASURES
from jiannuo.core.expressions.syntax import Binary, Call, Expression, Literal, Name, Selector, Unary
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.observing import Observation, in_one_unit, observed_events, written
from jiannuo.core.judging.reference.recorded import share_on_record, sources_of_indicator, spans_on_record
from jiannuo.core.judging.reference.spans import FOREVER, Span
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.clock import due_of_days
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import from_datetime, local_date, next_period_start, period_start, start_of_day
from jiannuo.core.values.period_names import first_day

Sets = Sequence[Sequence[Observation]]
"""The observations of an indicator, of a rate those of both sides."""
_DIGITS = Context(prec=34, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Figure:
    """What an indicator comes to: exactly, with what it is made of; `unit` is None where amounts do not add up."""

    value: Fraction | None
    unit: str | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    count: int = 0
    unknown: int = 0


def figure_of(indicator: Indicator, sets: Sets) -> Figure:
    """Return what an indicator comes to from its observations; a formula has none of its own."""
    match indicator.kind:
        case "count":
            return _count(indicator, sets[0])
        case "share" | "kept_rate":
            return _share(sets[0])
        case "rate":
            return _rate(indicator, sets)
        case "time":
            return replace(_sum(sets[0]), unit="us")
        case "age":
            return replace(_measured(replace(indicator, kind="mean"), sets[0]), unit="us")
        case _:
            return _measured(indicator, sets[0])


def _count(indicator: Indicator, observed: Iterable[Observation]) -> Figure:
    listed = list(observed)
    known = [one for one in listed if one.belongs and (indicator.distinct is None or one.key is not None)]
    counted = Fraction(len(known) if indicator.distinct is None else len({one.key for one in known}))
    return Figure(counted, "", counted, None, len(known), len(listed) - len(known))


def _share(observed: Sequence[Observation]) -> Figure:
    known = [one for one in observed if one.belongs and one.part is not None]
    of = len([one for one in known if one.part])
    value = Fraction(of, len(known)) if known else None
    return Figure(value, "", Fraction(of), Fraction(len(known)), len(known), len(observed) - len(known))


def _sum(observed: Sequence[Observation]) -> Figure:
    known = [one.amount for one in observed if one.belongs and one.amount is not None]
    amounts, unit = in_one_unit(known)
    found = None if unit is None else sum(amounts, Fraction(0))
    return Figure(found, unit, found, None, len(known), len(observed) - len(known))


def _rate(indicator: Indicator, sets: Sets) -> Figure:
    operands = indicator.ratio or ((), ())
    of, to = (
        _count(indicator, observed) if isinstance(operand, tuple) else _sum(observed)
        for operand, observed in zip(operands, sets, strict=True)
    )
    unit = "" if of.unit == to.unit and of.unit is not None else of.unit if to.unit == "" else None
    one, other = of.value or Fraction(0), to.value or Fraction(0)
    value = one / other if other and unit is not None else None
    return Figure(value, unit, one, other, of.count + to.count, of.unknown + to.unknown)


def _measured(indicator: Indicator, observed: Sequence[Observation]) -> Figure:
    total = _sum(observed)
    if indicator.kind == "sum" or total.unit is None:
        return total
    amounts = sorted(in_one_unit(one.amount for one in observed if one.belongs and one.amount is not None)[0])
    count = len(amounts)
    if not count:
        value = None
    elif indicator.kind == "mean":
        value = sum(amounts, Fraction(0)) / count
    elif indicator.kind == "median":
        value = (amounts[(count - 1) // 2] + amounts[count // 2]) / 2
    else:  # the smallest that at least so many percent do not pass
        wanted = Fraction(indicator.rank or 0) / 100
        value = next(amount for place, amount in enumerate(amounts, 1) if Fraction(place, count) >= wanted)
    numerator = total.value if indicator.kind == "mean" else None
    return Figure(value, total.unit, numerator, Fraction(count), count, total.unknown)


# Formulas.


def evaluated(indicator: Indicator, leaf: Callable[[Indicator], Figure], moment: Moment) -> Figure:
    """Return what an indicator comes to, a formula from its parts; `leaf` gives that of any other."""
    if indicator.formula is None:
        return leaf(indicator)
    charter = moment.world.charter
    parts: dict[str, Figure] = {}
    for name in _names(indicator.formula):
        if name in charter.indicators:
            parts[name] = evaluated(charter.indicators[name], leaf, moment)
    value, unit = _reckoned(indicator.formula, parts, moment)
    count = max((part.count for part in parts.values()), default=0)
    return Figure(value, unit, None, None, count, sum(part.unknown for part in parts.values()))


def _names(node: Expression) -> list[str]:
    match node:
        case Name():
            return [node.dotted]
        case Unary(operand=operand):
            return _names(operand)
        case Binary(left=left, right=right):
            return list(dict.fromkeys((*_names(left), *_names(right))))
        case _:
            return []


def _reckoned(
    node: Expression, parts: Mapping[str, Figure], moment: Moment
) -> tuple[Fraction | None, str | None]:  # fmt: skip
    match node:
        case Literal(value=value):
            return Fraction(str(value)), ""
        case Name() if node.dotted in parts:
            return parts[node.dotted].value, parts[node.dotted].unit
        case Name():
            return Fraction(str(moment.value_of(node))), ""
        case Unary(operand=operand):
            inner = _reckoned(operand, parts, moment)
            return None if inner[0] is None else -inner[0], inner[1]
        case Binary(operator=operator, left=left, right=right):
            return _joined(operator, _reckoned(left, parts, moment), _reckoned(right, parts, moment))
        case _:
            raise TypeError(type(node).__name__)  # the charter was not checked


def _joined(
    operator: str, left: tuple[Fraction | None, str | None], right: tuple[Fraction | None, str | None]
) -> tuple[Fraction | None, str | None]:
    (one, mine), (other, theirs) = left, right
    if mine is None or theirs is None:
        return None, None
    unit: str | None = mine
    if operator in ("+", "-"):
        unit = mine if mine == theirs or other == 0 else theirs if one == 0 else None
    elif operator == "*":
        unit = mine + theirs if not mine or not theirs else None
    elif theirs:
        unit = "" if mine == theirs else None
    if one is None or other is None or unit is None:
        return None, unit
    if operator == "/":
        return (one / other if other else None), unit
    return {"+": one + other, "-": one - other, "*": one * other}[operator], unit


# Periods.


def holds(span: Span, instant: int) -> bool:
    """Tell whether an instant lies in a period; the whole time holds all that happened, up to the very end."""
    return span[0] == -FOREVER or span[0] <= instant < span[1]


def periods_from(first: int, moment: Moment, per: Period | EverySpan) -> list[Span]:
    """Return the periods from the one that holds an instant up to the one that holds `as_of`."""
    if per == "total":
        return [(-FOREVER, moment.world.as_of)]
    span = period_holding(first, moment, per)
    if span is None:
        span = _of_length(cast(EverySpan, per), 0, moment)
    found = []
    while span[0] <= moment.world.as_of:
        found.append(span)
        span = cast(Span, period_holding(span[1], moment, per))
    return found


def period_holding(instant: int, moment: Moment, per: Period | EverySpan) -> Span | None:
    """Return the period that an instant lies in, None where it lies before all."""
    if isinstance(per, EverySpan):
        number = 0
        while _of_length(per, number, moment)[1] <= instant:
            number += 1
        span = _of_length(per, number, moment)
        return span if span[0] <= instant else None
    if per == "total":
        return (-FOREVER, moment.world.as_of)
    start = period_start(instant, per, zone=moment.zone)
    return (start, next_period_start(start, per, zone=moment.zone))


def _of_length(per: EverySpan, number: int, moment: Moment) -> Span:
    first = start_of_day(per.from_, zone=moment.zone)
    edges = [
        first
        if not times
        else due_of_days(
            first, Duration(per.length.count * times, per.length.unit), -1, calendar=None, zone=moment.zone
        )
        for times in (number, number + 1)
    ]
    return (int(edges[0]), int(edges[1]))


# Asked in conditions.


def figure(moment: Moment, call: Call) -> object:
    """Answer `figure('indicator', period or from and to, dimensions)`: what its position sees of the span."""
    indicator = moment.world.charter.indicators[str(cast(Literal, call.arguments[0]).value)]
    values = [moment.world.read(each, moment) for each in call.arguments[1:] if not isinstance(each, Selector)]
    ends = len(values) - len(indicator.by)
    span = _named(values[0], moment, indicator.per) if ends == 1 else _between(values[:2], moment)
    by = tuple(None if value is None else written(value) for value in values[ends:])
    if span is None or None in by:
        return None
    seen = [share_seen(part, span, moment) for part in leaves(indicator, moment.world.charter.indicators)]
    if not all(seen):
        return None
    found = evaluated(indicator, lambda part: figure_of(part, _seen(part, span, by, moment)), moment)
    of = found.count + found.unknown
    is_reliable = found.count >= indicator.least and (not of or Fraction(found.count, of) >= indicator.coverage / 100)
    return _value(indicator, found) if is_reliable and found.value is not None and found.unit is not None else None


def leaves(indicator: Indicator, indicators: Mapping[str, Indicator]) -> list[Indicator]:
    """Return the indicators that are no formulas of which one is made, itself if it is none."""
    if indicator.formula is None:
        return [indicator]
    named = [indicators[name] for name in _names(indicator.formula) if name in indicators]
    return [leaf for part in named for leaf in leaves(part, indicators)]


def share_seen(indicator: Indicator, span: Span, moment: Moment) -> bool:
    """Tell whether enough of a span, as far as it is past, is on record for an indicator."""
    until = min(span[1], moment.at)
    sources = sources_of_indicator(indicator, moment.world)
    recorded = spans_on_record(moment.world, sources)
    from_ = span[0] if span[0] != -FOREVER else recorded[0][0] if recorded else until
    known = share_on_record(moment.world, sources, (from_, until))
    return known >= Fraction(indicator.coverage) / 100


def _seen(indicator: Indicator, span: Span, by: tuple[str | None, ...], moment: Moment) -> Sets:
    sets = moment.world.remembered(
        ("observed", indicator.name), lambda: observed_events(indicator, moment.world, dict(moment.answers))
    )
    return [
        [
            one
            for one in observed
            if one.by == by and span[0] <= one.at < span[1] and one.event is not None and moment.is_past(one.event)
        ]
        for observed in sets
    ]


def _between(values: Sequence[object], moment: Moment) -> Span | None:
    ends = [_instant(value, moment) for value in values]
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])


def _instant(value: object, moment: Moment) -> int | None:
    if isinstance(value, datetime):
        return from_datetime(value)
    return start_of_day(value, zone=moment.zone) if isinstance(value, date) else None


def _named(value: object, moment: Moment, per: Period | EverySpan) -> Span | None:
    """Return the period that an instant lies in, or that begins on the day that a date or a name stands for."""
    if per == "total":
        return None if value is None else (-FOREVER, FOREVER)
    if isinstance(value, datetime):
        return period_holding(from_datetime(value), moment, per)
    day = first_day(value)
    if day is None:
        return None
    span = period_holding(start_of_day(day, zone=moment.zone), moment, per)
    is_first = span is not None and local_date(span[0], zone=moment.zone) == day
    return span if is_first else None


def _value(indicator: Indicator, found: Figure) -> object:
    """Return a figure as conditions reckon with it."""
    value = found.value or Fraction(0)
    if found.unit == "us":
        return Duration(int(Decimal(_rounded(value)).to_integral_value(ROUND_HALF_UP)), Unit.ELAPSED)
    if not found.unit:
        return int(value) if indicator.kind == "count" else _rounded(value)
    return Quantity(_rounded(value), found.unit) if found.unit in MEASURES else Money(_rounded(value), found.unit)


def _rounded(value: Fraction) -> Decimal:
    return _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
