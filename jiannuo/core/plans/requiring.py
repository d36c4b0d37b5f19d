"""What a `require` looks for: its parts by role."""

from dataclasses import dataclass
from typing import cast

from jiannuo.core.charters.charter import Promise, Require
from jiannuo.core.plans.expecting import WAIVER
from jiannuo.core.plans.parts import PartBook


@dataclass(frozen=True, slots=True)
class RequirePlan:
    """The parts of a `require` by role, as numbers of the book; `needs` has one for each event that must have been seen."""

    promise: Promise
    demand: Require
    at: int
    needs: tuple[int, ...]
    waivers: int
    grounds: int
    healing: int
    ends: int


def plan_require(promise: Promise, book: PartBook) -> RequirePlan:
    """Return the plan of a `require`."""
    demand = cast(Require, promise.demand)
    grounds = [ground.selector for ground in promise.excused_by]
    return RequirePlan(
        promise=promise,
        demand=demand,
        at=book.opening(promise, demand.at),
        needs=tuple(book.picking([selector]) for selector in demand.needs),
        waivers=book.granted(WAIVER, promise),
        grounds=book.picking(grounds),
        healing=book.picking(ground.selector for ground in promise.excused_by if ground.heals_late),
        ends=book.picking(promise.ends_with),
    )
