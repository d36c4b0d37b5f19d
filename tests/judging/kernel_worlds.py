"""Random charters and logs for the proof that the kernel finds what the reference finds: all that the language can say.

They are worlds as in `worlds`, richer: two kinds of subjects, limits and calendars that are looked up, planned times that
move, grants, mergers and splits, chains of corrections, sources with gaps, owners that change. Every charter has several
promises of each verb; `examples_in` tells of each finding what it is an example of.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from jiannuo.core.charters.charter import Charter, Expect
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.judge import Judge
from jiannuo.core.values.durations import read_duration
from jiannuo.core.values.instants import read_instant, to_datetime
from tests.judging.kernel_charters import Draw, Features, charter_of, maybe

ZONE = "Asia/Shanghai"
MINUTE = 60_000_000
START = read_instant("2024-04-30 15:00", zone=ZONE)  # before Labour Day, with a make-up Saturday ahead
LOGS = 4
TYPES = ("moved", "wanted", "wanted", "wanted", "wanted", "also_wanted", "also_wanted", "held_up", "held_up", "went_on", "excusing", "excusing", "over", "over", "reopened", "reopened", "done", "done")  # fmt: skip
HELPERS = ("joined", "graded", "left", "device", "device", "device")
STEPS = (0, 0, 15, 45, 45, 60, 120, 300, 1440)
PACES = (*(read_duration(text) for text in ("2 h", "90 min", "1 natural days", "3 working h")), None)
LIMITS = (*(read_duration(text) for text in ("1 h", "3 h", "2 working h", "1 working days", "1 natural days")), None)


def log_of(seed: int, promises: Iterable[str]) -> tuple[Log, int, int | None]:
    """Return the log of a seed, an instant to judge it at, and up to when it is known."""
    draw = random.Random(f"rich log {seed}")
    events: list[Event] = []
    for thing in range(3):
        events += _story(draw, {"thing_id": f"t{thing}"}, "begun", TYPES, len(events))
    for helper in range(2):
        events += _story(draw, {"helper_id": f"h{helper}"}, "joined", HELPERS, len(events))
    events += _grants(draw, list(promises), events)
    events += _about_the_record(draw, events)
    events += _corrections(draw, events)
    draw.shuffle(events)
    last = max(event.at for event in events)
    as_of = draw.choice((last, last + 24 * 60 * MINUTE, START + draw.randrange(300, 4500) * MINUTE))
    known_to = draw.choice((None, None, START + draw.randrange(300, 3500) * MINUTE))
    events += events[: draw.choice((0, 3))]
    return Log(tuple(events), _reach(draw, as_of, last)), as_of, known_to


def _reach(draw: Draw, as_of: int, last: int) -> dict[str, Reach]:
    until = draw.choice((as_of, as_of, as_of, max(as_of, last), as_of - draw.randrange(0, 3000) * MINUTE))
    gap = START + draw.randrange(0, 1500) * MINUTE
    gaps = ((gap, gap + 60 * MINUTE),) if maybe(draw, 0.25) else ()
    from_ = draw.choice((None, None, START + 200 * MINUTE))
    reach = {"desk": Reach(until, from_, START, gaps)}
    if maybe(draw, 0.95):
        reach["field"] = Reach(as_of, None, START)
    return reach


def _story(draw: Draw, key: dict[str, object], first: str, others: tuple[str, ...], number: int) -> list[Event]:
    at, kinds = START + draw.randrange(0, 600) * MINUTE, [first]
    events: list[Event] = []
    for _ in range(draw.randrange(4, 12)):
        events += [
            _event(draw, f"e{number + len(events) + more:04d}", kind, at, key) for more, kind in enumerate(kinds)
        ]
        at += draw.choice(STEPS) * MINUTE
        kinds = _next(draw, first, others, kinds)
    return events


def _next(draw: Draw, first: str, others: tuple[str, ...], kinds: list[str]) -> list[str]:
    """Return what happens next, what was wanted often being reopened."""
    if kinds[-1] in ("wanted", "also_wanted") and maybe(draw, 0.45):
        return ["reopened"]
    twins = draw.choice(TWINS) if others is TYPES and maybe(draw, 0.12) else ()
    return draw.sample(twins, k=2) if twins else [first if maybe(draw, 0.1) else draw.choice(others)]


TWINS = (("wanted", "over"), ("wanted", "excusing"), ("excusing", "over"), ("held_up", "went_on"), ("wanted", "done"))
"""What happens at one instant more often than by chance."""
_VALUES: dict[str, tuple[object, ...]] = {
    "flag": (True, True, True, False, None, None),
    "kind": ("a", "b", "b", None),
    "amount": (1, 4, 7, None),
    "owner": ("unit 1", "unit 2", "p1", None),
    "helper_id": ("h0", "h1", "h1", None),
    "limit": LIMITS,
    "pace": PACES,
    "tags": (("a", "b"), ("b", "c"), (), None),
    "tag": ("a", "b", "c", None),
    "sector": ("office", "shift", None),
    "note": ("n1", "n2", None),
    "grade": (1, 2, 3, None),
}
_NAMES: dict[str, tuple[str, ...]] = {
    "begun": ("flag", "kind", "amount", "owner", "helper_id", "limit", "pace", "tags", "sector"),
    "moved": ("flag", "kind", "amount", "owner", "helper_id", "limit", "sector"),
    "wanted": ("flag", "kind", "amount", "helper_id", "note", "tag"),
    "also_wanted": ("flag", "kind", "amount", "helper_id", "tags"),
    "device": ("flag", "kind", "amount", "tag"),
    "joined": ("grade",),
    "graded": ("grade",),
    "left": ("flag",),
}


def _event(draw: Draw, id_: str, kind: str, at: int, key: dict[str, object]) -> Event:
    names = _NAMES.get(kind, ("flag", "kind", "amount"))
    drawn = {"tags" if name == "tag" else name: draw.choice(_VALUES[name]) for name in names}
    attributes: dict[str, object] = {name: value for name, value in drawn.items() if value is not None}
    if kind in ("begun", "moved") and maybe(draw, 0.75):
        attributes["planned"] = to_datetime(at + draw.choice((-60, 45, 120, 1440)) * MINUTE)
    if kind in ("wanted", "also_wanted") and maybe(draw, 0.3):
        attributes["period"] = draw.choice(("2024-04-30", "2024-05-01", "2024-05-02"))
    field = kind in ("done", "device")
    return Event(
        id=id_,
        type=kind,
        at=at,
        recorded_at=at + draw.choice((0, 0, 5, 900)) * MINUTE,
        attributes={**attributes, **key},
        seq=int(id_[1:]) if not field and maybe(draw, 0.6) else None,
        source="field" if field else "desk",
        actor=draw.choice(("p1", "p2", "unit 1", None)),
        actor_kind=draw.choice(("person", "system", None)),
    )


def _grants(draw: Draw, promises: list[str], events: list[Event]) -> Iterator[Event]:
    """Yield extensions and waivers of promises, now and then without the name of any."""
    for number in range(draw.randrange(0, 10)):
        near = draw.choice(events)
        at = near.at + draw.choice((0, 10, 60)) * MINUTE
        kind = draw.choice(("extension_granted", "waiver_granted"))
        attributes: dict[str, object] = {"thing_id": f"t{draw.randrange(3)}", "promise": draw.choice(promises)}
        if kind == "extension_granted":
            attributes["to"] = to_datetime(at + draw.choice((-30, 60, 600, 3000)) * MINUTE)
        yield Event(f"g{number:02d}", kind, at, at + draw.choice((0, 30)) * MINUTE, attributes, None, "desk")


def _about_the_record(draw: Draw, events: list[Event]) -> Iterator[Event]:
    """Yield gaps that are reported, mergers and splits."""
    if maybe(draw, 0.2):
        at = draw.choice(events).at
        span = {"from": to_datetime(at), "to": to_datetime(at + draw.choice((30, 400)) * MINUTE)}
        source = draw.choice(({"source": "desk"}, {"source": "field"}, {}))
        yield Event("r00", "source_gap", at, at, {**span, **source}, None, "desk")
    for number in range(draw.choice((0, 0, 1, 2, 3))):
        kind, name = draw.choice((("subject_merged", "into"), ("subject_split", "from")))
        key: dict[str, object] = {"thing_id": f"t{draw.randrange(3)}", name: f"t{draw.randrange(4)}"}
        at = draw.choice(events).at + draw.choice((0, 0, 1)) * MINUTE
        yield Event(f"k{number:02d}", kind, at, at, key, None, "desk")


def _corrections(draw: Draw, events: list[Event]) -> Iterator[Event]:
    """Yield corrections and retractions, some of them corrected again, some of another subject."""
    for event in events:
        link = event
        while maybe(draw, 0.07):
            link = _correction(draw, link)
            yield link


def _correction(draw: Draw, event: Event) -> Event:
    attributes = dict(event.attributes)
    if "amount" in attributes and maybe(draw, 0.5):
        attributes["amount"] = draw.choice((1, 4, 7))
    if "thing_id" in attributes and maybe(draw, 0.15):
        attributes["thing_id"] = f"t{draw.randrange(3)}"
    kind = draw.choice((event.type, event.type, "retracted"))
    if kind == "retracted" and maybe(draw, 0.3):
        attributes = {}
    return replace(
        event,
        id=f"{event.id}c",
        type=kind,
        at=event.at + draw.choice((-30, 0, 30)) * MINUTE,
        recorded_at=event.recorded_at + draw.choice((1, 600)) * MINUTE,
        attributes=attributes,
        seq=None,
        supersedes=event.id,
    )


# --- worlds ---


@dataclass(frozen=True)
class RichWorld:
    """One charter with one log, what it is judged at, and the features drawn for each promise."""

    charter: Charter
    log: Log
    as_of: int
    known_to: int | None
    features: Features

    @cached_property
    def judge(self) -> Judge:
        return Judge(self.charter, self.log, as_of=self.as_of, known_to=self.known_to)

    @cached_property
    def findings(self) -> list[Finding]:
        return list(self.judge.findings())


def rich_worlds(seeds: Iterable[int], folder: Path) -> Iterator[RichWorld]:
    """Yield the worlds of some seeds; several logs in a row share one charter."""
    known: tuple[int, tuple[Charter, Features]] | None = None
    for seed in seeds:
        if known is None or known[0] != seed // LOGS:
            known = (seed // LOGS, charter_of(seed // LOGS, folder))
        charter, features = known[1]
        log, as_of, known_to = log_of(seed, charter.promises)
        yield RichWorld(charter, log, as_of, known_to, features)


# --- what a world is an example of ---


def examples_in(world: RichWorld) -> Counter[tuple[str, str]]:
    """Count, by verb, what each finding is an example of: what was drawn for its promise, and what came of it.

    A correction or a reopening counts where the finding would be another one, or none, without it.
    """
    found: Counter[tuple[str, str]] = Counter()
    for finding in world.findings:
        verb = world.charter.promises[finding.promise].verb
        for feature in (*world.features[finding.promise], *_effects(finding)):
            found[verb, feature] += 1
    for finding in _made_by_corrections(world):
        found[world.charter.promises[finding.promise].verb, "superseded"] += 1
    for finding in _made_by_reopening(world):
        demand = world.charter.promises[finding.promise].demand
        assert isinstance(demand, Expect)
        found.update((("expect", "reopening"), ("expect", f"on reopen {demand.on_reopen}")))
    return found


def _made_by_corrections(world: RichWorld) -> list[Finding]:
    """Return the findings, on two promises of each verb, that are not the same where nothing was ever corrected."""
    events = tuple(event for event in world.log.events if event.supersedes is None)
    if len(events) == len(world.log.events):
        return []
    two = {name: promise for name, promise in world.charter.promises.items() if name.endswith(("-0", "-1"))}
    return _others(
        world, replace(world, charter=replace(world.charter, promises=two), log=replace(world.log, events=events))
    )


def _made_by_reopening(world: RichWorld) -> list[Finding]:
    """Return the findings that are not the same where nothing is reopened."""
    promises = {}
    for promise in world.charter.promises.values():
        if isinstance(promise.demand, Expect) and promise.demand.reopened_by:
            promises[promise.id] = replace(promise, demand=replace(promise.demand, reopened_by=()))
    return _others(world, replace(world, charter=replace(world.charter, promises=promises))) if promises else []


def _others(world: RichWorld, without: RichWorld) -> list[Finding]:
    """Return the findings on the promises of another world that this other world does not have."""
    known = {finding.identity: finding for finding in without.findings}
    judged = [finding for finding in world.findings if finding.promise in without.charter.promises]
    return [finding for finding in judged if known.get(finding.identity) != finding]


def _effects(finding: Finding) -> Iterator[str]:
    yield finding.verdict
    yield finding.reason
    if finding.late_at is not None:
        yield "late"
    if any(part.kind == "paused" for part in finding.intervals):
        yield "paused"
    if len(finding.holders) > 1:
        yield "several holders"
    if finding.owner_verdict is not None and finding.owner_verdict != finding.verdict:
        yield "owner cleared"
