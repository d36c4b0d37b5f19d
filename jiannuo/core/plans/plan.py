"""A charter made ready for the kernel: its promises by what they look at, and the parts that events play in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiannuo.core.charters.charter import Charter, Promise
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.plans.expecting import ExpectPlan, plan_expect
from jiannuo.core.plans.forbidding import NeverPlan, plan_never
from jiannuo.core.plans.parts import PartBook
from jiannuo.core.plans.requiring import RequirePlan, plan_require

Via = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The promises that look at the same places: those of one key, with the same events seen via attributes.

    All of them, whatever their verb, share one book of parts. A `hold` or `reach` looks at no events and belongs to no group.
    """

    of: tuple[str, ...]
    vias: tuple[Via, ...]
    expects: tuple[ExpectPlan, ...]
    nevers: tuple[NeverPlan, ...]
    requires: tuple[RequirePlan, ...]
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
        if promise.verb not in ("hold", "reach"):
            grouped.setdefault((promise.of, _vias(promise)), []).append(promise)
    return Plan(charter, tuple(_group(of, vias, promises) for (of, vias), promises in grouped.items()))


def _group(of: tuple[str, ...], vias: tuple[Via, ...], promises: Sequence[Promise]) -> Group:
    book = PartBook()
    return Group(
        of,
        vias,
        expects=tuple(plan_expect(promise, book) for promise in promises if promise.verb == "expect"),
        nevers=tuple(plan_never(promise, book) for promise in promises if promise.verb == "never"),
        requires=tuple(plan_require(promise, book) for promise in promises if promise.verb == "require"),
        book=book,
    )


def _vias(promise: Promise) -> tuple[Via, ...]:
    return tuple(sorted({(s.event, s.via) for s in _selectors(promise) if s.via is not None}))


def _selectors(promise: Promise) -> Iterable[Selector]:
    """Yield the selectors by which a promise picks events of the stream."""
    demand = promise.demand
    yield from (ground.selector for ground in promise.excused_by)
    yield from promise.ends_with
    for name in ("after", "before", "reopened_by", "forbidden", "from_", "until", "at", "needs"):
        yield from getattr(demand, name, ())
    for part in getattr(demand, "parts", ()):
        yield from part
    for pause in getattr(demand, "pauses", ()):
        yield from (*pause.from_, *pause.until)
