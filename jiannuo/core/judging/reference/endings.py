"""What ends an obligation before its due: a ground that excuses it, a waiver, or that nothing is owed any more."""

from collections.abc import Iterable
from dataclasses import dataclass

from jiannuo.core.charters.charter import Promise
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.openings import Opening
from jiannuo.core.judging.reference.ordering import is_before, scan_key

WAIVER = "waiver_granted"


@dataclass(frozen=True, slots=True)
class Endings:
    """The events since the opening that excuse or end an obligation, in scan order, and those that may have."""

    excuses: tuple[Event, ...]
    healing: tuple[Event, ...]
    ends: tuple[Event, ...]
    undecided: tuple[Event, ...]


def endings_of(promise: Promise, opening: Opening, moment: Moment) -> Endings:
    """Return what may end an obligation, whenever it happened since the opening."""
    excuses, maybe_excuses = _since(opening, moment, [ground.selector for ground in promise.excused_by])
    healing, _ = _since(opening, moment, [ground.selector for ground in promise.excused_by if ground.heals_late])
    ends, maybe_ends = _since(opening, moment, promise.ends_with)
    excuses = sorted([*excuses, *_waivers(promise, opening, moment)], key=scan_key)
    return Endings(tuple(excuses), tuple(healing), tuple(ends), tuple(maybe_excuses + maybe_ends))


def _since(opening: Opening, moment: Moment, selectors: Iterable[Selector]) -> tuple[list[Event], list[Event]]:
    found = [(e, v) for e, v in moment.matching(selectors) if is_since(opening, e) and e is not opening.trigger]
    return [e for e, v in found if v], [e for e, v in found if v is None]


def is_since(opening: Opening, event: Event) -> bool:
    """Tell whether an event does not come before the opening."""
    return event.at >= opening.start if opening.trigger is None else not is_before(event, opening.trigger)


def _waivers(promise: Promise, opening: Opening, moment: Moment) -> list[Event]:
    if WAIVER not in moment.world.by_type:
        return []
    return [
        event
        for event in moment.stream.events
        if event.type == WAIVER and event.attributes.get("promise") == promise.id and is_since(opening, event)
    ]
