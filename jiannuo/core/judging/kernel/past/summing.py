"""Exact sums over windows: as whole numbers of one smallest step where the summands allow it, else one by one."""

from decimal import Decimal
from functools import reduce
from typing import NamedTuple

import numpy as np

from jiannuo.core.charters.charter import Charter
from jiannuo.core.expressions.calculating import calculate
from jiannuo.core.expressions.faults import Fault
from jiannuo.core.expressions.types import Plain as PlainType
from jiannuo.core.expressions.types import QuantityOf
from jiannuo.core.judging.event_table import Coded, Column, coded
from jiannuo.core.judging.kernel.past.windows import Looked, Looks, all_within, tallied
from jiannuo.core.judging.kernel.streams.columns import assembled, constant, integers
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import Duration, Unit

_WHOLE = 2**62
_INTEGER = 1
"""The step of a whole number that is not written as a decimal: such a step no decimal has."""


class _Summand(NamedTuple):
    """A value as `steps` times 10 ** `step`; `kind` and `unit` tell what it is of."""

    kind: type
    unit: object
    step: int
    steps: int


def zero_of(charter: Charter, event: str, attribute: str) -> object:
    """Return the sum of nothing in the type of what would be summed; no money at all has no currency, so none."""
    declared = charter.events[event].attributes.get(attribute)
    summed = declared.type if declared is not None else None
    if isinstance(summed, QuantityOf):
        return Quantity(Decimal(0), summed.unit)
    kind = summed.kind if isinstance(summed, PlainType) else "number"
    return {"money": None, "duration": Duration(0, Unit.ELAPSED), "integer": 0}.get(kind, Decimal(0))


def sums(values: Coded, window: tuple[Looked, Looks], world: World, zero: object) -> Column:
    """Return for every position the sum of the values within its window, `zero` if there are none."""
    looked, looks = window
    tally = tallied(looked, looks, world.order, np.empty(0, np.int64))
    empty = (tally.certain == 0) & (tally.doubtful == 0)
    there = np.flatnonzero(~empty & (tally.doubtful == 0))
    some = looks._replace(
        group=looks.group[there], at=looks.at[there], here=looks.here[there], since=looks.since[there]
    )
    summands = _summands(values, int(np.diff(looked.starts).max(initial=0)))
    if summands is None:
        found: Column = _one_by_one(values, (looked, some), world)
    else:
        found = _in_steps(summands, values.codes.astype(np.int64), (looked, some), world)
    nothing = np.flatnonzero(empty)
    return assembled([(nothing, constant(zero, len(nothing))), (there, found)], len(looks.at))


def _summands(values: Coded, most: int) -> list[_Summand] | None:
    """Return the values as counts of steps, None if they are not of one kind or too large to be added so."""
    found = [_summand(value) for value in values.values]
    known = [summand for summand in found if summand is not None]
    if len(known) < len(found) or len({summand[:2] for summand in known}) > 1:
        return None
    finest = min((min(summand.step, 0) for summand in known), default=0)
    largest = max((abs(_scaled(summand, finest)) for summand in known), default=0)
    return known if finest > -18 and largest * max(most, 1) < _WHOLE else None


def _summand(value: object) -> _Summand | None:
    if type(value) is int:
        return _Summand(int, None, _INTEGER, value)
    if isinstance(value, Duration):
        return _Summand(Duration, value.unit, _INTEGER, value.count)
    amount = value.amount if isinstance(value, Money | Quantity) else value
    if not isinstance(amount, Decimal) or not amount.is_finite():
        return None
    sign, digits, step = amount.as_tuple()
    if not isinstance(step, int) or step > 0 or len(digits) > 18:
        return None
    count = int("".join(map(str, digits))) * (-1 if sign else 1)
    if isinstance(value, Money):
        return _Summand(Money, value.currency, step, count)
    return (
        _Summand(Quantity, value.unit, step, count) if isinstance(value, Quantity) else _Summand(int, None, step, count)
    )


def _scaled(summand: _Summand, finest: int) -> int:
    return summand.steps if finest == 0 else int(summand.steps * 10 ** (min(summand.step, 0) - finest))


def _in_steps(summands: list[_Summand], codes: Numbers, window: tuple[Looked, Looks], world: World) -> Column:
    """Add up whole numbers of the finest step; a sum is written with the finest step of its own summands."""
    looked, looks = window
    finest = min((min(summand.step, 0) for summand in summands), default=0)
    counts = np.array([*(_scaled(summand, finest) for summand in summands), 0], np.int64)[codes]
    totals = tallied(looked, looks, world.order, counts).total
    steps = np.array([*(summand.step for summand in summands), 0], np.int64)
    written = np.full(len(totals), _INTEGER, np.int64)
    for step in sorted({summand.step for summand in summands} - {_INTEGER}, reverse=True):
        has = tallied(looked, looks, world.order, (steps[codes] == step).astype(np.int64)).total > 0
        written[has] = step
    kind, unit = summands[0][:2] if summands else (int, None)
    if kind is int and finest == 0 and (written == _INTEGER).all():
        return integers(totals, missing=np.zeros(len(totals), np.bool_))
    distinct, place = np.unique(np.column_stack([totals, written]), axis=0, return_inverse=True)
    made = [_made((kind, unit), total, step, finest) for total, step in distinct.tolist()]
    return coded(made).taken(place.reshape(-1))


def _made(what: tuple[type, object], total: int, step: int, finest: int) -> object:
    kind, unit = what
    if step == _INTEGER:
        whole = total // 10**-finest
        return whole if kind is int else Duration(whole, unit)  # type: ignore[arg-type]
    amount = Decimal(total // 10 ** (step - finest)).scaleb(step)
    return amount if kind is int else kind(amount, unit)


def _one_by_one(values: Coded, window: tuple[Looked, Looks], world: World) -> Coded:
    """Add up as the language adds: amounts in different currencies, or more digits than are kept, have no sum."""
    starts, places = all_within(*window, world.order)
    listed = values.taken(places).objects().tolist()
    spans = zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    return coded([_sum(listed[first:last], world) for first, last in spans])


def _sum(values: list[object], world: World) -> object:
    try:
        return reduce(lambda total, value: calculate("+", total, value, world), values)
    except Fault:
        return None
