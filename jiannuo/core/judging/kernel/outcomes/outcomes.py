"""Findings as columns: what the verbs of the kernel return, and findings made of them one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.judging.event_table import Column, Instants, Rows
from jiannuo.core.judging.finding import Finding, Holder, Interval, Verdict
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.judging.reasons import REASONS
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.instants import write_instant

VERDICTS: tuple[Verdict, ...] = ("kept", "broken", "pending", "excused", "unknown", "lapsed", "withdrawn")
KEPT, BROKEN, PENDING, EXCUSED, UNKNOWN, LAPSED, WITHDRAWN = range(7)
REASON_NAMES = tuple(REASONS)
REASON = {name: code for code, name in enumerate(REASON_NAMES)}
BECAUSE = {
    "ground": "ground",
    "source_incomplete": "source",
    "source_gap": "source",
    "value_missing": "value",
    "calendar_year_missing": "year",
    "condition_false": "what",
    "needed_missing": "what",
    "attribute_empty": "what",
    "wrong_actor": "what",
    "not_tested": "what",
}
"""What the words beside a reason are about; a reason that is not listed has none. A waiver and a merger name their ground."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """A list of numbers for each finding: those of finding `i` are `values[starts[i]:starts[i + 1]]`."""

    starts: Numbers
    values: Numbers

    def of(self, finding: int) -> Numbers:
        """Return the list of one finding."""
        return self.values[self.starts[finding] : self.starts[finding + 1]]


def lengthened(lists: Lists, of: Numbers, values: Numbers) -> Lists:
    """Return lists with more values behind them, each once: `values[k]` belongs to the list `of[k]`, and `of` ascends."""
    if not len(of):
        return lists
    longer = np.unique(of)
    owner = np.repeat(longer, np.diff(lists.starts)[longer])
    there = np.concatenate([lists.of(each) for each in longer])
    size = 1 + max(values.max(), there.max(initial=0))
    is_new = ~np.isin(of * size + values, owner * size + there)
    of, values = of[is_new], values[is_new]
    starts = lists.starts + np.searchsorted(of, np.arange(len(lists.starts)))
    return Lists(starts, np.insert(lists.values, lists.starts[of + 1], values))


@dataclass(frozen=True, slots=True, eq=False)
class IntervalLists:
    """The intervals of each finding; `kind` and `cause` number `KINDS` and `causes`."""

    starts: Numbers
    kind: Numbers
    from_: Instants
    until: Instants
    cause: Numbers
    causes: Sequence[str]


KINDS: tuple[Literal["running", "paused", "closed", "shortfall", "gap"], ...] = (
    "running",
    "paused",
    "closed",
    "shortfall",
    "gap",
)


@dataclass(slots=True, eq=False)
class Grounds:
    """What a reader needs beside the verdict to check it: rows of events, texts and intervals for each finding.

    `missing` and `because` are made when asked for, by the number of the finding.
    """

    evidence: Lists
    undecided: Lists
    missing: Sequence[tuple[str, ...]]
    intervals: IntervalLists | None = None
    holders: Sequence[tuple[Holder, ...]] | None = None
    provisional_years: Sequence[tuple[int, ...]] | None = None
    coverage: tuple[Numbers, Numbers] | None = None


@dataclass(slots=True, eq=False)
class Outcomes:
    """The findings of one promise, one a row of every column; instants in microseconds UTC, `NONE` for none.

    `trigger` and `root` are rows of events (-1 for none), `period` is the start of a period that names the obligation;
    `born` names it before the period where no event does.
    `period_from` and `period_until` are what `period.start` and `period.end` stand for, None where nothing recurs.
    `because` holds the words that fill the sentence of the reason, None for none; a mapping tells what they are about.
    """

    promise: str
    streams: Streams
    stream: Numbers
    trigger: Rows
    root: Rows
    period: Instants
    verdict: NDArray[np.int8]
    reason: NDArray[np.int8]
    start: Instants
    due: Instants
    not_before: Instants
    met: Instants
    late_at: Instants
    broken_at: Instants
    ended_at: Instants
    reached: Numbers
    wanted: Numbers
    because: NDArray[np.object_] | None = None
    member: Column | None = None
    born: Instants | None = None
    owner: NDArray[np.object_] | None = None
    owner_verdict: NDArray[np.int8] | None = None
    period_from: Instants | None = None
    period_until: Instants | None = None
    grounds: Grounds | None = field(default=None, repr=False)

    def __len__(self) -> int:
        """Return the number of findings."""
        return len(self.stream)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Findings of several promises, no more than verdicts with their instants, as they come out of compiled code.

    `promise` numbers `promises`; the other columns are those of `Outcomes`.
    """

    promises: tuple[str, ...]
    streams: Streams
    promise: NDArray[np.int32]
    stream: Numbers
    trigger: Rows
    period: Instants
    verdict: NDArray[np.int8]
    reason: NDArray[np.int8]
    start: Instants
    due: Instants
    met: Instants
    late_at: Instants
    broken_at: Instants
    ended_at: Instants

    def __len__(self) -> int:
        """Return the number of findings."""
        return len(self.promise)


def block_of(outcomes: Outcomes) -> Block:
    """Return the findings of one promise as a block."""
    return Block(
        (outcomes.promise,), outcomes.streams, np.zeros(len(outcomes), np.int32), outcomes.stream, outcomes.trigger,
        outcomes.period, outcomes.verdict, outcomes.reason, outcomes.start, outcomes.due, outcomes.met, outcomes.late_at,
        outcomes.broken_at, outcomes.ended_at,
    )  # fmt: skip


def root_text(outcomes: Outcomes, place: int, world: World) -> str:
    """Return what identifies an obligation beside its promise and subject: an event's id, a period, or both."""
    row = int(outcomes.root[place])
    instants = [] if outcomes.born is None else [int(outcomes.born[place])]
    instants.append(int(outcomes.period[place]))
    parts = [world.id_of(row)] if row >= 0 else []
    return "/".join(parts + [write_instant(instant, zone=world.zone) for instant in instants if instant != NONE])


def findings_of(outcomes: Outcomes, world: World) -> Iterator[Finding]:
    """Yield the findings that the columns tell, whole."""
    for place in range(len(outcomes)):
        yield _finding(outcomes, place, world)


def _finding(outcomes: Outcomes, place: int, world: World) -> Finding:
    reason = REASON_NAMES[outcomes.reason[place]]
    words = None if outcomes.because is None else outcomes.because[place]
    member = None if outcomes.member is None else outcomes.member.at(place)
    grounds = outcomes.grounds
    return Finding(
        promise=outcomes.promise,
        subject=tuple(outcomes.streams.keys[outcomes.stream[place]]),
        root=root_text(outcomes, place, world),
        verdict=VERDICTS[outcomes.verdict[place]],
        reason=reason,
        start=int(outcomes.start[place]),
        member=None if member is None else str(member),
        because=_because(reason, words),
        due=_number(outcomes.due, place),
        not_before=_number(outcomes.not_before, place),
        met=_number(outcomes.met, place),
        late_at=_number(outcomes.late_at, place),
        broken_at=_number(outcomes.broken_at, place),
        ended_at=_number(outcomes.ended_at, place),
        reached=_number(outcomes.reached, place),
        wanted=_number(outcomes.wanted, place),
        missing=() if grounds is None else tuple(grounds.missing[place]),
        intervals=() if grounds is None else _intervals(grounds.intervals, place),
        evidence=() if grounds is None else _ids(grounds.evidence, place, world),
        undecided=() if grounds is None else _ids(grounds.undecided, place, world),
        owner=None if outcomes.owner is None else outcomes.owner[place],
        owner_verdict=None if outcomes.owner_verdict is None else VERDICTS[outcomes.owner_verdict[place]],
        holders=() if grounds is None or grounds.holders is None else grounds.holders[place],
        provisional_years=_years(grounds, place),
        coverage=_coverage(grounds, place),
        edition=world.charter.edition,
    )


def _because(reason: str, words: object) -> dict[str, str]:
    if isinstance(words, Mapping):
        return dict(words)
    return {} if words is None else {BECAUSE.get(reason, "ground"): str(words)}


def _number(column: Numbers, place: int) -> int | None:
    value = int(column[place])
    return None if value == NONE else value


def _ids(lists: Lists, place: int, world: World) -> tuple[str, ...]:
    return tuple(world.id_of(row) for row in lists.of(place).tolist())


def _intervals(lists: IntervalLists | None, place: int) -> tuple[Interval, ...]:
    if lists is None:
        return ()
    span = slice(lists.starts[place], lists.starts[place + 1])
    parts = zip(
        (KINDS[kind] for kind in lists.kind[span]), lists.from_[span], lists.until[span], lists.cause[span], strict=True
    )
    return tuple(
        Interval(kind, int(from_), int(until), lists.causes[cause] if cause >= 0 else "")
        for kind, from_, until, cause in parts
    )


def _years(grounds: Grounds | None, place: int) -> tuple[int, ...]:
    return () if grounds is None or grounds.provisional_years is None else grounds.provisional_years[place]


def _coverage(grounds: Grounds | None, place: int) -> tuple[int, int] | None:
    if grounds is None or grounds.coverage is None:
        return None
    return int(grounds.coverage[0][place]), int(grounds.coverage[1][place])
