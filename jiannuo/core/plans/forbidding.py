"""What a `never` looks for: its parts by role."""

from dataclasses import dataclass
from typing import cast

from jiannuo.core.charters.charter import Never, Promise
from jiannuo.core.plans.expecting import WAIVER
from jiannuo.core.plans.parts import PartBook


@dataclass(frozen=True, slots=True)
class NeverPlan:
    """The parts of a `never` by role, as numbers of the book; `excuses` are the `grounds` and the `waivers` together."""

    promise: Promise
    demand: Never
    from_: int
    forbidden: int
    until: int
    excuses: int
    waivers: int
    grounds: int
    healing: int
    ends: int


def plan_never(promise: Promise, book: PartBook) -> NeverPlan:
    """Return the plan of a `never`."""
    demand = cast(Never, promise.demand)
    grounds = [ground.selector for ground in promise.excused_by]
    return NeverPlan(
        promise=promise,
        demand=demand,
        from_=book.opening(promise, demand.from_),
        forbidden=book.picking(demand.forbidden),
        until=book.picking(demand.until),
        excuses=book.granted(WAIVER, promise, beside=grounds),
        waivers=book.granted(WAIVER, promise),
        grounds=book.picking(grounds),
        healing=book.picking(ground.selector for ground in promise.excused_by if ground.heals_late),
        ends=book.picking(promise.ends_with),
    )
