"""A charter made ready for the kernel: its promises by what they look at, and the parts that events play in them."""

from collections.abc import Iterable
from dataclasses import dataclass

from jiannuo.core.charters.charter import Charter, Promise
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.plans.expecting import ExpectPlan, plan_expect
from jiannuo.core.plans.parts import PartBook

Via = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The `expect` promises that look at the same places: those of one key, with the same events seen via attributes."""

    of: tuple[str, ...]
    vias: tuple[Via, ...]
    expects: tuple[ExpectPlan, ...]
    book: PartBook


@dataclass(frozen=True, slots=True)
class Plan:
    """A charter with its promises grouped."""

    charter: Charter
    groups: tuple[Group, ...]


def plan_of(charter: Charter) -> Plan:
    """Return the plan of a charter."""
    grouped: dict[tuple[tuple[str, ...], tuple[Via, ...]], list[Promise]] = {}
    for promise in charter.promises.values():
        if promise.verb == "expect":
            grouped.setdefault((promise.of, _vias(promise)), []).append(promise)
    return Plan(charter, tuple(_group(of, vias, promises) for (of, vias), promises in grouped.items()))


def _group(of: tuple[str, ...], vias: tuple[Via, ...], promises: Iterable[Promise]) -> Group:
    book = PartBook()
    return Group(of, vias, tuple(plan_expect(promise, book) for promise in promises), book)


def _vias(promise: Promise) -> tuple[Via, ...]:
    return tuple(sorted({(s.event, s.via) for s in _selectors(promise) if s.via is not None}))


def _selectors(promise: Promise) -> Iterable[Selector]:
    """Yield the selectors by which an `expect` picks events of the stream."""
    demand = promise.demand
    yield from (ground.selector for ground in promise.excused_by)
    yield from promise.ends_with
    for name in ("after", "before", "reopened_by"):
        yield from getattr(demand, name)
    for part in getattr(demand, "parts", ()):
        yield from part
    for pause in getattr(demand, "pauses", ()):
        yield from (*pause.from_, *pause.until)
