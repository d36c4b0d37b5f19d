"""Which events are the same, and which corrections point nowhere: what can only be told over a whole log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.tables import Reject
from jiannuo.core.judging.event import Event
from jiannuo.core.values.problems import Problem


@dataclass(frozen=True, slots=True)
class Sighting:
    """An event with where it was read: the file, the row in it, and the rule."""

    event: Event
    file: str
    row: int
    rule: int
    id_columns: str = ""

    def rejected(self, problem: Problem, *, column: str, value: str) -> Reject:
        """Return the reject that stands for the event."""
        return Reject(self.file, self.row, problem, self.rule, column, value)


@dataclass(slots=True)
class Settled:
    """The sightings that count, each id once, with what was dropped: true copies, and events set aside."""

    sightings: list[Sighting]
    duplicates: list[Sighting]
    rejects: list[Reject]


def settle(sightings: Sequence[Sighting], *, seq_is_content: bool) -> Settled:
    """Keep each id once, and set corrections aside that replace what is not there or lead back to themselves.

    Of one id with several contents the one recorded first counts (then the one that happened first, then by content), so
    that neither the order of files nor that of rows decides. `seq_is_content` tells that `seq` is a fact and no row number.
    """
    settled = _unique(sightings, seq_is_content)
    lost = _lost_corrections({sighting.event.id: sighting.event for sighting in settled.sightings})
    if lost:
        for sighting in settled.sightings:
            if sighting.event.id in lost:
                value = sighting.event.supersedes or ""
                settled.rejects.append(sighting.rejected(lost[sighting.event.id], column="supersedes", value=value))
        settled.sightings = [sighting for sighting in settled.sightings if sighting.event.id not in lost]
    return settled


def _unique(sightings: Sequence[Sighting], seq_is_content: bool) -> Settled:
    by_id: dict[str, Sighting | list[Sighting]] = {}
    for sighting in sightings:
        there = by_id.setdefault(sighting.event.id, sighting)
        if there is sighting:
            continue
        if isinstance(there, list):
            there.append(sighting)
        else:
            by_id[sighting.event.id] = [there, sighting]
    settled = Settled([], [], [])
    for found in by_id.values():
        if isinstance(found, list):
            _choose(found, settled, seq_is_content)
        else:
            settled.sightings.append(found)
    return settled


def _choose(rivals: list[Sighting], settled: Settled, seq_is_content: bool) -> None:
    first = min(rivals, key=precedence)
    content = _content(first.event, seq_is_content)
    settled.sightings.append(first)
    for rival in rivals:
        if rival is first:
            continue
        if _content(rival.event, seq_is_content) == content:
            settled.duplicates.append(rival)
        else:
            problem = kinds.ID_TAKEN.at(value=rival.event.id, other=f"{first.file}:{first.row}")
            settled.rejects.append(rival.rejected(problem, column=rival.id_columns, value=rival.event.id))


def precedence(sighting: Sighting) -> tuple[object, ...]:
    """Return the key that sorts events by which was recorded first, whatever the order of files and rows."""
    event = sighting.event
    return (event.recorded_at, event.at, _written(event), sighting.file, sighting.row, sighting.rule)


def _written(event: Event) -> str:
    attributes = sorted(event.attributes.items())
    return repr((event.type, attributes, event.source, event.actor, event.actor_kind, event.unit, event.supersedes))


def _content(event: Event, seq_is_content: bool) -> Event:
    return event if seq_is_content else replace(event, seq=None)


def _lost_corrections(events: Mapping[str, Event]) -> dict[str, Problem]:
    """Return the problem of each event whose chain of corrections does not end in an event of the log."""
    lost: dict[str, Problem] = {}
    found: set[str] = set()
    for event in events.values():
        if event.supersedes is not None:
            _follow(event, events, found, lost)
    return lost


def _follow(event: Event, events: Mapping[str, Event], found: set[str], lost: dict[str, Problem]) -> None:
    chain: dict[str, Event] = {}
    current: Event | None = event
    while current is not None and current.id not in chain and current.id not in found and current.id not in lost:
        chain[current.id] = current
        if current.supersedes is None:
            found.update(chain)
            return
        current = events.get(current.supersedes)
    if current is not None and current.id in found:
        found.update(chain)
    else:
        lost.update(_problems(chain, closing=current.id if current is not None and current.id in chain else None))


def _problems(chain: Mapping[str, Event], *, closing: str | None) -> Iterable[tuple[str, Problem]]:
    """Yield the problem of each link; those from `closing` on form a ring, the others lead to what is not there."""
    in_ring = False
    for id, event in chain.items():
        in_ring = in_ring or id == closing
        kind = kinds.SUPERSEDES_RING if in_ring else kinds.SUPERSEDES_UNKNOWN
        yield id, kind.at(value=id if in_ring else event.supersedes)
