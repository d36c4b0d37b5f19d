"""What an `expect` looks for: its parts by role."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from jiannuo.core.charters.charter import Expect, Promise
from jiannuo.core.plans.parts import PartBook

WAIVER, EXTENSION = "waiver_granted", "extension_granted"


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of what almost counts as a target: with the attributes it may leave empty, or by whom it should be done."""

    part: int
    empty: tuple[str, ...] = ()
    who: str = ""


@dataclass(frozen=True, slots=True)
class ExpectPlan:
    """The parts of an `expect` by role, as numbers of the book."""

    promise: Promise
    demand: Expect
    after: int
    targets: tuple[int, ...]
    before: int
    excuses: int
    healing: int
    ends: int
    grounds: int
    extensions: int
    reopened: int
    pauses: tuple[tuple[int, int], ...]
    faults: tuple[Fault, ...]


def plan_expect(promise: Promise, book: PartBook) -> ExpectPlan:
    """Return the plan of an `expect`."""
    demand = cast(Expect, promise.demand)
    excuses = [ground.selector for ground in promise.excused_by]
    return ExpectPlan(
        promise=promise,
        demand=demand,
        after=book.opening(promise, demand.after),
        targets=tuple(book.picking(part, filled=demand.complete) for part in demand.parts),
        before=book.picking(demand.before),
        excuses=book.granted(WAIVER, promise, beside=excuses),
        healing=book.picking(ground.selector for ground in promise.excused_by if ground.heals_late),
        ends=book.picking(promise.ends_with),
        grounds=book.picking([*excuses, *promise.ends_with]),
        extensions=book.granted(EXTENSION, promise),
        reopened=_reopening(promise, demand, book),
        faults=tuple(_faults(demand, book)),
        pauses=tuple((book.picking(pause.from_), book.picking(pause.until)) for pause in demand.pauses),
    )


def _reopening(promise: Promise, demand: Expect, book: PartBook) -> int:
    """Return the part that reopens: what would open another obligation does so only if the promise wants it."""
    if demand.on_reopen == "new":
        return book.opening(promise, demand.reopened_by, manner="reopens")
    return book.picking(demand.reopened_by)


def _faults(demand: Expect, book: PartBook) -> Iterator[Fault]:
    """Yield what almost counts: targets with an empty attribute, then those done by someone else (4.5)."""
    for part in demand.parts if demand.complete else ():
        yield Fault(book.unfilled(part, demand.complete), empty=demand.complete)
    for selector in (selector for part in demand.parts for selector in part):
        for prefix, who in (("by", selector.by), ("not by", selector.not_by)):
            if who is not None:
                yield Fault(book.done_by_others(selector), who=f"{prefix} {who.kind} {who.name or ''}".strip())
