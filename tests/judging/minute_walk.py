"""An independent judge of a small part of `expect`: it walks the clock minute by minute and shares no code with ours.

Scope: one trigger, a target, an excuse, an end and pauses, all on whole minutes; a limit in elapsed minutes, or in working
minutes of Monday to Friday 09:00-12:00 and 13:00-18:00 without holidays; nothing is missing from the record.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

STEP = timedelta(minutes=1)


@dataclass(frozen=True)
class Story:
    """What happened, as wall times of one zone without changes of offset; `pauses` are [from, until) or open (None)."""

    opened: datetime
    limit_minutes: int
    working: bool
    target: datetime | None
    excuse: datetime | None
    end: datetime | None
    pauses: tuple[tuple[datetime, datetime | None], ...]
    as_of: datetime


def _is_open(at: datetime) -> bool:
    return at.weekday() < 5 and (9 <= at.hour < 12 or 13 <= at.hour < 18)


def _runs(story: Story, at: datetime) -> bool:
    paused = any(begin <= at and (end is None or at < end) for begin, end in story.pauses)
    return not paused and (_is_open(at) or not story.working)


def _as_known(story: Story) -> Story:
    """Leave out what lies ahead: a pause that will end later is open, one that will begin later is not known."""
    known = ((begin, end) for begin, end in story.pauses if begin <= story.as_of)
    pauses = tuple((begin, end if end is not None and end <= story.as_of else None) for begin, end in known)
    return replace(story, pauses=pauses)


def walk(story: Story) -> tuple[str, datetime | None]:
    """Return the verdict, and the due time where the clock reached the limit by `as_of` (None: not reached yet)."""
    story = _as_known(story)
    at, ran, due = story.opened, 0, None
    while at < story.as_of + timedelta(days=40):
        if ran == story.limit_minutes:
            due = at
            break
        open_for_good = any(begin <= at and end is None for begin, end in story.pauses)
        if open_for_good:
            break
        ran += _runs(story, at)
        at += STEP
    return _verdict(story, due), due


def _verdict(story: Story, due: datetime | None) -> str:
    in_time = [at for at in (story.target, story.excuse, story.end) if at is not None and (due is None or at <= due)]
    first = min((at for at in in_time if story.opened <= at <= story.as_of), default=None)
    for verdict, at in (("kept", story.target), ("excused", story.excuse), ("lapsed", story.end)):
        if first is not None and at == first:
            return verdict
    return "broken" if due is not None and due < story.as_of else "pending"
