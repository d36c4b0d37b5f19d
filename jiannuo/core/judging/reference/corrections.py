"""Facts are never edited: a superseding event replaces another whole, a `retracted` one takes it away.

The result depends on which events are known, never on the order in which they came in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from jiannuo.core.judging.event import Event

RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Known:
    """The events in force, and for each corrected one, by the id of its root, all of its chain, latest link first."""

    events: tuple[Event, ...]
    chains: Mapping[str, tuple[Event, ...]]


def known_events(events: Iterable[Event], *, known_to: int | None) -> Known:
    """Return the events in force among those recorded up to `known_to` (microseconds UTC; None for all)."""
    known = {event.id: event for event in events if known_to is None or event.recorded_at <= known_to}
    corrections = [event for event in known.values() if event.supersedes in known]
    if not corrections:
        return Known(tuple(known.values()), {})
    leaves = _leaves_in_force(known, replaced={event.supersedes for event in corrections})
    in_force = [_with_inherited_seq(leaf, chain) for leaf, chain in leaves if leaf.type != RETRACTED]
    return Known(tuple(in_force), {chain[-1].id: tuple(chain) for _, chain in leaves if len(chain) > 1})


def _leaves_in_force(known: Mapping[str, Event], *, replaced: set[str | None]) -> list[tuple[Event, list[Event]]]:
    """Return, for each root, the correction that nothing corrects, with its chain; of rivals the one recorded last."""
    by_root: dict[str, tuple[Event, list[Event]]] = {}
    for leaf in known.values():
        if leaf.id in replaced:
            continue
        chain = _chain_back(leaf, known)
        rival = by_root.get(chain[-1].id)
        if rival is None or _recorded(rival[0]) < _recorded(leaf):
            by_root[chain[-1].id] = (leaf, chain)
    return list(by_root.values())


def _recorded(event: Event) -> tuple[int, str, int, str]:
    return (event.recorded_at, event.source, -1 if event.seq is None else event.seq, event.id)


def _chain_back(event: Event, known: Mapping[str, Event]) -> list[Event]:
    """Return the event and all it corrects, back to the root; a ring (refused when logs are read) ends where it closes."""
    chain = [event]
    while (earlier := known.get(chain[-1].supersedes or "")) is not None and earlier not in chain:
        chain.append(earlier)
    return chain


def _with_inherited_seq(event: Event, chain: list[Event]) -> Event:
    inherited = next((link.seq for link in chain if link.seq is not None), None)
    return event if event.seq == inherited else replace(event, seq=inherited)
