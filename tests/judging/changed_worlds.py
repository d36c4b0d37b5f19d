"""Many random figures of orders and sites whose record changes: corrected, retracted, recorded late, unknown as yet, merged.

They are drawn of a seed, denser than those that look for the smallest counterexample, so that there are enough examples of
each verdict with all that a `reach` may say; `examples_in` counts them.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from jiannuo.core.charters import charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.judge import judge_log
from jiannuo.core.values.amounts import Money
from jiannuo.core.values.instants import to_datetime
from tests.judging import over_time_worlds
from tests.judging.reach_worlds import (
    DAY,
    FIRST,
    FORMULAS,
    HOUR,
    LAST,
    NUMBERS,
    OVER_FINDINGS,
    SIGNS,
    FigureWorld,
    charter_with,
    event,
)

Draw = random.Random
Examples = Counter[tuple[str, str]]
"""How many findings there were, by verdict and by what they are an example of."""
PERS = ("month", "week", "week", "{every: 20 natural days, from: 2026-01-11}")


def orders_of(seed: int) -> FigureWorld:
    """Return a world with a promise about a figure over orders or findings."""
    draw = random.Random(f"orders {seed}")
    indicator, target = draw.choice(NUMBERS + OVER_FINDINGS + FORMULAS)
    by = "" if indicator.startswith("formula") else draw.choice(("", "driver_id"))
    written = charter_with(indicator, _promise(draw, target, name="x"), per=draw.choice(PERS), by=by)
    merger = Event("k0", "subject_merged", 0, 0, {"order_id": "o0", "into": "o1"}, None, "app")
    return _world(draw, written, _orders(draw), merger)


def sites_of(seed: int) -> FigureWorld:
    """Return a world with a promise about a figure over states or subjects."""
    draw = random.Random(f"sites {seed}")
    indicator, target = draw.choice(over_time_worlds.FIGURES)
    per, by = draw.choice(("week", "week", "{every: 5 natural days, from: 2026-01-03}")), draw.choice(("", "site"))
    promise = _promise(draw, target, name="").removeprefix(": {").removesuffix("}")
    written = over_time_worlds.charter_with(indicator, promise, per=per, by=by)
    merger = Event("k0", "subject_merged", 0, 0, {"site_id": "B", "into": "A"}, None, "desk")
    return _world(draw, written, _sites(draw), merger)


def _promise(draw: Draw, target: str, *, name: str) -> str:
    limit = target.format(n=draw.randrange(6), t=10 * draw.randrange(10))
    keys = ["reach: x", f"{draw.choice(SIGNS)}: {draw.choice((limit, limit, limit, 'previous'))}", "ours: true"]
    if draw.random() < 0.5:
        keys.append(f"for: {draw.choice((2, 2, 3))} periods")
    if draw.random() < 0.5:
        keys.append(f"coverage: {draw.choice(('50', '80', '99.9'))} %")
    if draw.random() < 0.5:
        keys.append(f"min n: {draw.choice((1, 2, 3))}")
    return f"{name}: {{{', '.join(keys)}}}"


def _world(draw: Draw, written: charter.Charter, events: list[Event], merger: Event) -> FigureWorld:
    """Return a world in which what happened is told in the end, mostly with its sources on record throughout."""
    told: list[Event] = []
    for each in events:
        told += _told(draw, replace(each, recorded_at=each.at + draw.choice((0, 0, HOUR, 40 * DAY))))
    if draw.random() < 0.5:
        told.append(replace(merger, at=FIRST + 20 * DAY, recorded_at=FIRST + 20 * DAY))
    draw.shuffle(told)
    since, gap = FIRST - 40 * DAY, FIRST + draw.randrange(20) * DAY
    gaps = draw.choice(((), (), ((gap, gap + draw.choice((HOUR, 3 * DAY, 9 * DAY))),)))
    reach = {name: Reach(LAST + 40 * DAY, since, since, gaps) for name in written.sources}
    as_of = draw.choice((LAST, LAST + 4 * DAY, LAST + 4 * DAY, FIRST + 59 * DAY))
    known_to = draw.choice((None, as_of - 20 * DAY, as_of))
    return FigureWorld(written, Log(tuple(told), reach), as_of, known_to)


def _told(draw: Draw, each: Event) -> Iterator[Event]:
    """Yield an event and the chain of its corrections."""
    yield each
    while draw.random() < 0.15:
        attributes = dict(each.attributes)
        if "amount" in attributes and draw.random() < 0.5:
            attributes["amount"] = draw.choice((0, 1, 4))
        each = replace(
            each,
            id=f"{each.id}c",
            type=draw.choice((each.type, each.type, "retracted")),
            at=each.at + draw.choice((-DAY, 0, HOUR, 31 * DAY)),
            recorded_at=each.recorded_at + draw.choice((1, DAY, 40 * DAY)),
            attributes=attributes,
            seq=None,
            supersedes=each.id,
        )
        yield each


def _orders(draw: Draw) -> list[Event]:
    found = [event(n, "joined", FIRST - DAY, driver_id=f"d{n}", boss=f"boss of d{n}") for n in range(2)]
    for order in range(draw.randrange(15, 35)):
        key = {"order_id": f"o{order}", "driver_id": draw.choice(("d0", "d0", "d1", None))}
        start, amount = FIRST + draw.randrange(90 * 24) * HOUR, draw.choice((0, 1, 2, 3, 4, None))
        cost = draw.choice((Money(Decimal(draw.randrange(1, 4)), "CNY"), None))
        fast = draw.choice((True, True, False, None))
        found.append(event(len(found), "placed", start, **key, amount=amount, cost=cost, fast=fast))
        if draw.random() < 0.8:
            took = draw.choice((0, HOUR, 9 * HOUR, DAY, DAY + 1))
            found.append(event(len(found), "done", start + took, order_id=f"o{order}"))
        if draw.random() < 0.4:
            found.append(event(len(found), "dropped", start + HOUR, **key, amount=amount))
    return found


def _sites(draw: Draw) -> list[Event]:
    make = over_time_worlds.event
    found = [make(number, "registered", FIRST - DAY, site_id=site, seats=3) for number, site in enumerate("AB")]
    truths = (True, True, True, False, None)
    for number in range(2, draw.randrange(20, 40)):
        at = FIRST + draw.randrange(40 * 24) * HOUR
        type_ = draw.choice(("went_down", "went_down", "came_up", "came_up", "planned", "told", "given", "device_seen"))
        until = at + draw.choice((HOUR, 3 * DAY))
        told: dict[str, dict[str, object]] = {
            "went_down": {"hard": draw.choice(truths)},
            "came_up": {"sure": draw.choice(truths)},
            "planned": {"from_at": to_datetime(at), "to_at": to_datetime(until)},
            "given": {"owner": draw.choice(("Li", "Wu"))},
            "device_seen": {"well": draw.choice(truths), "device_id": draw.choice(("Li", "Wu"))},
        }
        key: dict[str, object] = {} if type_ == "device_seen" else {"site_id": draw.choice("AAB")}
        found.append(make(number, type_, at, **key, **told.get(type_, {})))
    return found


# What a world is an example of.


def examples_in(world: FigureWorld) -> Examples:
    """Count the findings about figures, by verdict: what was drawn for their promise, and what changed them.

    What is named "by" something counts where the finding would be another one, or none, without it.
    """
    findings, found = _about_figures(world), Examples()
    for finding in findings:
        for feature in ("all", *_drawn(world, finding)):
            found[finding.verdict, feature] += 1
    for feature, without in _others(world):
        known = {finding.identity: finding for finding in _about_figures(without)}
        for finding in findings:
            if known.get(finding.identity) != finding:
                found[finding.verdict, feature] += 1
    return found


def _about_figures(world: FigureWorld) -> list[Finding]:
    found = judge_log(world.charter, world.log, as_of=world.as_of, known_to=world.known_to)
    return [finding for finding in found if finding.promise in _demands(world)]


def _demands(world: FigureWorld) -> dict[str, charter.Reach]:
    promises = world.charter.promises.values()
    return {promise.id: promise.demand for promise in promises if isinstance(promise.demand, charter.Reach)}


def _drawn(world: FigureWorld, finding: Finding) -> Iterator[str]:
    demand = _demands(world)[finding.promise]
    yield demand.target.sign
    drawn = {
        "previous": demand.target.value == "previous",
        "for n periods": demand.periods > 1,
        "min n": demand.least is not None,
        "coverage": demand.coverage is not None,
    }
    yield from (feature for feature, is_drawn in drawn.items() if is_drawn)


def _others(world: FigureWorld) -> Iterator[tuple[str, FigureWorld]]:
    """Yield what may have changed findings, with the world without it."""
    plain = tuple(event for event in world.log.events if event.supersedes is None)
    apart = tuple(event for event in world.log.events if event.type != "subject_merged")
    for feature, events in (("by correction", plain), ("by merger", apart)):
        if len(events) < len(world.log.events):
            yield feature, replace(world, log=replace(world.log, events=events))
    if world.known_to is not None:
        yield "by late recording", replace(world, known_to=None)
    for feature, without in _WITHOUT.items():
        promises = dict(world.charter.promises)
        for name, demand in _demands(world).items():
            promises[name] = replace(promises[name], demand=without(demand))
        if promises != world.charter.promises:
            yield feature, replace(world, charter=replace(world.charter, promises=promises))


_WITHOUT: dict[str, Callable[[charter.Reach], charter.Reach]] = {
    "by for n periods": lambda demand: replace(demand, periods=1),
    "by min n": lambda demand: replace(demand, least=None),
    "by coverage": lambda demand: replace(demand, coverage=None),
}
"""What a promise says when it does not say something."""


VERDICTS = ("kept", "broken", "unknown", "pending")
DRAWN = (*SIGNS, "previous", "for n periods", "min n", "coverage")
CHANGING = ("by correction", "by late recording", "by for n periods", "by min n", "by coverage")


def scarce(found: Examples, *, least: int) -> dict[str, int]:
    """Return of what there are fewer examples: decided ones of what was drawn, any of what changes findings."""
    numbers = {feature: found["kept", feature] + found["broken", feature] for feature in DRAWN}
    numbers |= {feature: sum(found[verdict, feature] for verdict in VERDICTS) for feature in CHANGING}
    return {feature: number for feature, number in numbers.items() if number < least}


def scarce_by_verdict(found: Examples, *, least: int) -> dict[tuple[str, str], int]:
    """Return of what there are fewer examples kept, broken and unknown, and broken by what is told in the end."""
    needed = [(verdict, feature) for verdict in VERDICTS[:3] for feature in DRAWN]
    needed += [("broken", "by correction"), ("broken", "by late recording")]
    return {each: found[each] for each in needed if found[each] < least}
