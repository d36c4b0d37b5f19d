"""What happened, as the judge sees it: events of one log, and how far each source is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; instants in microseconds UTC, attributes as plain Python values (see expressions.syntax)."""

    id: str
    type: str
    at: int
    recorded_at: int
    attributes: Mapping[str, object] = field(default_factory=dict)
    seq: int | None = None
    source: str = ""
    actor: str | None = None
    actor_kind: str | None = None
    unit: str | None = None
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a source is known: complete from (None: not declared) until; silences between are `gaps`, [from, until)."""

    complete_until: int
    complete_from: int | None = None
    first: int | None = None
    gaps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Log:
    """Events in any order, each id once, with the reach of every source."""

    events: tuple[Event, ...]
    reach: Mapping[str, Reach]
