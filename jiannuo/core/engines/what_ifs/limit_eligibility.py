"""For which promises one judging under a long limit tells what any shorter limit would have come to, and for which not.

An `expect` under `within` ends at the first of its target, a ground, an end and its due; a `never` under `for` at the first
of the deed, a ground, an end and the end of its span. If nothing but the due or the end of the span hangs on the limit, then
what came first under a long limit came first under every shorter one whose due is not before it, and nothing came in time
under any other. What breaks that is listed here.
"""

from typing import Literal as OneOf

from jiannuo.core.charters.charter import AttributeOf, Charter, Expect, Never, Promise
from jiannuo.core.expressions.syntax import Call, Expression, Literal, Name, Selector
from jiannuo.core.values.durations import Duration
from jiannuo.core.values.trees import everything_in

Obstacle = OneOf[
    "no_limit",
    "looked_up",
    "no_time",
    "calendar_looked_up",
    "calendar_year",
    "every",
    "again",
    "reopened",
    "tested",
    "before",
    "heals_late",
    "pause_by_date",
    "per",
    "verdicts",
]
"""Why a promise has no slider; `no_limit` says that it has nothing to move."""


def limit_said(promise: Promise) -> Expression | None:
    """Return what a promise says of its limit: `within` of what must happen, `for` of what must not."""
    demand = promise.demand
    if isinstance(demand, Expect):
        return demand.within
    return demand.lasts if isinstance(demand, Never) else None


def limit_of(promise: Promise, charter: Charter) -> Duration | None:
    """Return the one limit that a promise has, written out or held by a parameter; None for none or for several."""
    within = limit_said(promise)
    if isinstance(within, Literal):
        value = within.value
    elif isinstance(within, Name) and len(within.parts) == 2 and within.parts[0] == "param":
        value = charter.parameters[within.parts[1]].value
    else:
        return None
    return value if isinstance(value, Duration) else None


def obstacle_of(promise: Promise, charter: Charter) -> Obstacle | None:
    """Return why other limits cannot be told from one judging, None where they can."""
    if limit_said(promise) is None:
        return "no_limit"
    limit = limit_of(promise, charter)
    if limit is None:
        return "looked_up"
    if limit.count <= 0:
        return "no_time"
    if limit.unit.needs_calendar and not isinstance(promise.calendar, str):
        return "calendar_looked_up"
    return _of_demand(promise, limit) or ("verdicts" if _rests_on_verdicts(promise, charter) else None)


def _of_demand(promise: Promise, limit: Duration) -> Obstacle | None:
    demand = promise.demand
    obstacles: list[tuple[Obstacle, object]] = [
        ("tested", promise.tested_if is not None),
        ("heals_late", any(ground.heals_late for ground in promise.excused_by)),
    ]
    if isinstance(demand, Expect):
        obstacles += [
            ("every", demand.every is not None),
            ("again", demand.open == "again"),
            ("reopened", demand.reopened_by),
            ("before", demand.before),
            ("pause_by_date", demand.pauses and not limit.unit.counts_time),
        ]
    if isinstance(demand, Never):
        obstacles.append(("per", demand.per not in (None, "total")))
    return next((name for name, is_there in obstacles if is_there), None)


def has_verdict_signals(charter: Charter) -> bool:
    """Tell whether any signal is given by verdicts or figures, so that promises cannot be judged by themselves."""
    return any(_is_verdict(part) for signal in charter.signals.values() for part in everything_in(signal))


def _rests_on_verdicts(promise: Promise, charter: Charter) -> bool:
    """Tell whether verdicts decide what opens or ends it: then more than its due hangs on limits."""
    waiting: list[object] = [promise]
    seen: set[str] = set()
    while waiting:
        for part in everything_in(waiting.pop()):
            if _is_verdict(part):
                return True
            for name in _names(part) - seen:
                seen.add(name)
                waiting += [found for found in (charter.signals.get(name), charter.states.get(name)) if found]
    return False


def _is_verdict(part: object) -> bool:
    """Tell whether a part of a charter reads verdicts, or figures that may be made of them."""
    reads_figures = isinstance(part, Call) and part.function == "figure"
    return reads_figures or (isinstance(part, Selector) and part.promise is not None)


def _names(part: object) -> set[str]:
    """Return the names of a part that may be those of signals or states."""
    match part:
        case Selector(event) | AttributeOf(event):
            return {event}
        case Name(parts):
            return {parts[0]}
        case str(word):
            return {word}
        case _:
            return set()
