"""Random stories told twice: to the judge as events, and to the independent walker; both must end alike."""

import random
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.reference.judge import judge_log
from jiannuo.core.values.instants import from_datetime
from tests.judging.minute_walk import Story, walk

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2024, 6, 3, 8, 0)  # noqa: DTZ001 - the walker knows wall times only
CHARTER = """
charter: {{id: walked, title: {{zh: 逐分钟, en: walked}}, zone: Asia/Shanghai, edition: "1", effective: 2024-01-01}}
calendars: {{office: {{zone: Asia/Shanghai, week: {{mon-fri: ["09:00-12:00", "13:00-18:00"]}}}}}}
subjects: {{thing: {{id: thing_id}}}}
events: {{{events}}}
promises:
  it: {{of: thing, after: opened, expect: target, within: {limit}, excused by: excuse, ends with: ended,
    pause: [{{from: paused, until: resumed, reason: waiting}}, {{from: stopped, until: restarted, reason: power cut}}]{calendar}}}
"""
EVENTS = ", ".join(
    f"{name}: {{of: thing, attributes: {{thing_id: text}}}}"
    for name in ("opened", "target", "excuse", "ended", "paused", "resumed", "stopped", "restarted")
)


def charter_for(minutes: int, working: bool, folder: Path) -> Charter:
    where = folder / f"{minutes}-{working}"
    if not where.exists():
        where.mkdir()
        unit, calendar = ("working min", ", calendar: office") if working else ("min", "")
        text = CHARTER.format(events=EVENTS, limit=f"{minutes} {unit}", calendar=calendar)
        (where / "charter.yaml").write_text(text, encoding="utf-8")
    return read_charter(where)


def story_of(seed: int) -> Story:
    """Return a story full of boundaries: what happens falls on the due time, a pause or another event often."""
    draw = random.Random(f"story {seed}")
    working, limit = draw.random() < 0.5, draw.choice((45, 90, 240, 480))
    opened = MONDAY + timedelta(minutes=30 * draw.randrange(0, 16))
    pauses, at = [], opened - timedelta(minutes=30)
    for _ in range(draw.choice((0, 0, 1, 2))):
        at += timedelta(minutes=draw.choice((0, 15, 30, 45, 90)))
        end = at + timedelta(minutes=draw.choice((15, 60, 120)))
        pauses.append((at, None if draw.random() < 0.1 else end))
        at = end - timedelta(minutes=draw.choice((0, 0, 10)))
        if pauses[-1][1] is None:
            break
    bare = Story(opened, limit, working, None, None, None, tuple(pauses), opened + timedelta(days=9))
    due = walk(bare)[1] or opened + timedelta(minutes=limit)

    def sometimes(chance: float) -> datetime | None:
        near = due + timedelta(minutes=draw.choice((-60, -1, 0, 0, 1, 60)))
        return max(opened, near) if draw.random() < chance else None

    as_of = draw.choice((due - timedelta(minutes=20), due, due + timedelta(minutes=1), due + timedelta(days=3)))
    return Story(
        opened, limit, working, sometimes(0.5), sometimes(0.3), sometimes(0.2), tuple(pauses), max(as_of, opened)
    )


def told(story: Story) -> Log:
    """Return the story as a log without `seq`: what happens at one instant is simultaneous."""
    marks = [("opened", story.opened), ("target", story.target), ("excuse", story.excuse), ("ended", story.end)]
    for (begin, end), names in zip(story.pauses, (("paused", "resumed"), ("stopped", "restarted")), strict=False):
        marks += [(names[0], begin), (names[1], end)]
    events = [
        Event(f"{number}", name, instant(at), instant(at), {"thing_id": "x"}, source="s")
        for number, (name, at) in enumerate(marks)
        if at is not None
    ]
    return Log(tuple(events), {"s": Reach(complete_until=instant(story.as_of))})


def instant(at: datetime) -> int:
    return from_datetime(at.replace(tzinfo=ZONE))


def check_story(seed: int, folder: Path) -> str:
    """Hold the judge to the walker on one story, and return the verdict."""
    story = story_of(seed)
    charter = charter_for(story.limit_minutes, story.working, folder)
    (finding,) = judge_log(charter, told(story), as_of=instant(story.as_of))
    verdict, due = walk(story)
    assert finding.verdict == verdict, story
    if verdict in ("kept", "broken") and finding.due is not None:
        assert due is not None and finding.due == instant(due), story
    return verdict
