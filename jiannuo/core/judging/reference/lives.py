"""Who lives when: the population that periods, states and default spans are about (sections 1 and 4.7)."""

from dataclasses import dataclass

from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.ordering import is_before, is_ended_by, is_simultaneous
from jiannuo.core.judging.reference.spans import FOREVER
from jiannuo.core.judging.reference.world import Key


@dataclass(frozen=True, slots=True)
class Life:
    """A life of a subject, [start, until): from its first `begins` to the first `ends` after it."""

    start: int
    until: int
    began: Event | None = None
    ended: Event | None = None


def lives_of(moment: Moment) -> list[Life]:
    """Return the lives of the stream's subject; without a declared beginning it lives from its first event on."""
    return moment.world.remembered(("lives", moment.stream.of, moment.stream.key), lambda: _lives(moment))


def life_at(moment: Moment, at: int) -> Life | None:
    """Return the latest life that had begun by an instant, be it over or not."""
    begun = [life for life in lives_of(moment) if life.start <= at]
    return begun[-1] if begun else None


def _lives(moment: Moment) -> list[Life]:
    kind = moment.world.charter.subjects.get(moment.stream.kind or "")
    if kind is None or not kind.begins:
        first = moment.stream.events[:1]
        return [Life(event.at, FOREVER) for event in first]
    begins = [event for event, verdict in moment.matching(kind.begins) if verdict]
    ends = [event for event, verdict in moment.matching(kind.ends) if verdict]
    lives: list[Life] = []
    for begin in begins:
        if lives and not _is_over(lives[-1], begin):
            continue
        stood = bool(lives) and lives[-1].start < begin.at <= lives[-1].until
        end = next((event for event in ends if is_ended_by(begin, event, stood_before=stood)), None)
        lives.append(Life(begin.at, FOREVER if end is None else end.at, begin, end))
    return lives


def _is_over(life: Life, begin: Event) -> bool:
    """Tell whether a life had ended when something would begin another; at one instant its end comes first."""
    if life.ended is None:
        return False
    return is_before(life.ended, begin) or (life.start < begin.at and is_simultaneous(life.ended, begin))


def alive(moment: Moment, kind: str, *, at: int, until: int | None = None) -> list[Key]:
    """Return the subjects of a kind that live at an instant; with `until`, those that live from there throughout."""
    of = moment.world.charter.subjects[kind].id
    population = moment.world.remembered(("population", kind), lambda: _population(moment, of))
    least = at + 1 if until is None else until
    return [key for key, lives in population if any(life.start <= at and least <= life.until for life in lives)]


def _population(moment: Moment, of: tuple[str, ...]) -> list[tuple[Key, list[Life]]]:
    world = moment.world
    return [
        (key, lives_of(Moment(world, world.stream(of, key), world.as_of, moment.answers))) for key in world.keys(of)
    ]
