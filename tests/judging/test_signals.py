"""Signals on random logs: an independent walk gives the same ones, and the laws hold for what they open."""

from dataclasses import dataclass, replace

import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log
from jiannuo.core.judging.reference.judge import judge_log
from tests.judging.laws import (
    law_1_a_subject_is_judged_alone_as_among_others,
    law_1_late_arrival_ends_where_timely_arrival_does,
    law_1_order_does_not_matter,
    law_2_a_corrected_event_is_judged_as_if_it_had_been_right,
    law_2_before_a_correction_is_known_nothing_has_changed,
    law_5_knowing_less_never_makes_a_verdict,
    law_6_each_promise_is_judged_as_if_it_were_alone,
)
from tests.judging.worlds import _OTHER, MINUTE, PREAMBLE, STATES, TYPES, World, log_of

LAWS = (
    law_1_order_does_not_matter,
    law_1_a_subject_is_judged_alone_as_among_others,
    law_1_late_arrival_ends_where_timely_arrival_does,
    law_2_a_corrected_event_is_judged_as_if_it_had_been_right,
    law_2_before_a_correction_is_known_nothing_has_changed,
    law_5_knowing_less_never_makes_a_verdict,
    law_6_each_promise_is_judged_as_if_it_were_alone,
)
SIGNALS = """
signals:
  often: {of: thing, at: wanted, when: "count(wanted, 5 h) >= 2", clears: done}
  lasting: {of: thing, at: [wanted, also_wanted], when: flag, for: 90 min, clears: went_on}
  idle: {of: thing, per: day, when: not seen(wanted), clears: wanted}
  again: {of: thing, at: often, when: "in_force('alive') or count(often) >= 2"}
promises:
  often-answered: {of: thing, after: often, expect: excusing, within: 2 h}
  lasting-answered: {of: thing, after: lasting, expect: [excusing, idle], within: 2 h}
  idle-answered: {of: thing, after: idle, expect: wanted, within: 3 h}
  never-again: {of: thing, never: again}
"""
SEEDS = range(150)


@pytest.fixture(scope="module")
def charter(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    others = "".join(
        _OTHER.format(name=name, source="field" if name == "done" else "desk")
        for name in TYPES
        if name not in ("begun", "moved")
    )
    folder = tmp_path_factory.mktemp("signals")
    (folder / "charter.yaml").write_text(PREAMBLE + others + STATES + SIGNALS, encoding="utf-8")
    return read_charter(folder)


@dataclass(frozen=True)
class Story:
    """The events of one thing in the order in which they certainly happened: no two at one instant."""

    events: tuple[Event, ...]

    def all_of(self, *types: str) -> list[Event]:
        return [event for event in self.events if event.type in types]


def often(story: Story) -> list[str]:
    """Walk the failures by hand: two within five hours since the last clear, once until the next."""
    given: list[str] = []
    stands, counted = False, list[int]()
    for event in story.all_of("wanted", "done"):
        if event.type == "done":
            stands, counted = False, list[int]()
            continue
        counted = [*(at for at in counted if at >= event.at - 300 * MINUTE), event.at]
        if len(counted) >= 2 and not stands:
            stands = True
            given.append(f"often/{event.attributes['thing_id']}/{event.id}")
    return given


def lasting(story: Story, as_of: int) -> list[str]:
    """Walk minute by minute: since when the flag has been set at every look; unknown is not set."""
    given: list[str] = []
    since: Event | None = None
    stands = False
    looks = {event.at: event for event in story.all_of("wanted", "also_wanted", "went_on")}
    for at in range(min(looks, default=as_of + 1), as_of + 1, MINUTE):
        if since is not None and at == since.at + 90 * MINUTE and not stands:
            stands, given = True, [*given, f"lasting/{since.attributes['thing_id']}/{since.id}"]
        event = looks.get(at)
        if event is None:
            continue
        if event.type == "went_on":
            since, stands = None, False
        elif event.attributes.get("flag") is not True:
            since = None
        elif since is None:
            since = event
    return given


def story_of(seed: int) -> tuple[Log, Story, int]:
    """Return a log of one thing without corrections in which no two events share an instant."""
    log, as_of = log_of(seed, subjects=1)
    plain = [event for event in log.events if event.supersedes is None and event.at <= as_of]
    apart = [replace(event, at=event.at + place * MINUTE, recorded_at=0) for place, event in enumerate(plain)]
    as_of = max(as_of, max((event.at for event in apart), default=as_of))
    return replace(log, events=tuple(apart)), Story(tuple(sorted(apart, key=lambda event: event.at))), as_of


def opened(charter: Charter, log: Log, as_of: int, promise: str) -> list[str]:
    return [f.root for f in judge_log(charter, log, as_of=as_of) if f.promise == promise]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_walk_by_hand_gives_the_same_signals(seed: int, charter: Charter) -> None:
    log, story, as_of = story_of(seed)
    assert opened(charter, log, as_of, "often-answered") == often(story)
    assert opened(charter, log, as_of, "lasting-answered") == lasting(story, as_of)


def test_the_walks_gave_enough_signals() -> None:
    stories = [story_of(seed) for seed in SEEDS]
    assert sum(len(often(story)) for _, story, _ in stories) >= 10
    assert sum(len(lasting(story, as_of)) for _, story, as_of in stories) >= 10


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_laws_hold_for_what_signals_open(law: object, charter: Charter) -> None:
    assert callable(law)
    seen = 0
    for seed in range(25):
        log, as_of = log_of(seed)
        world = World(charter, log, as_of, frozenset())
        law(world)
        seen += len(world.findings)
    assert seen > 100
