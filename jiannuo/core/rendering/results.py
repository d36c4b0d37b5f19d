"""What a report is made of: the findings of an audit, the promises in words, and the story of the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from jiannuo.core.charters.charter import LEAST_GROUP
from jiannuo.core.charters.explaining.labelling import Labels
from jiannuo.core.engines.what_ifs.limit_figures import LimitSteps
from jiannuo.core.rendering.goals import Goal
from jiannuo.core.statistics.figures import Table
from jiannuo.core.values.texts import Text


@dataclass(frozen=True, slots=True)
class PromiseCard:
    """A promise as a reader meets it: `said` is the sentence of its clauses, `words` the explanation of its rule.

    `personal_owner` says that its owners are persons and must not be named, `personal_parts` which parts of its
    subjects' ids are personal and `personal_member` that its members are: they are shown masked. `untold_owners` are too small
    to be told apart and are not named either. `can_be_kept` is False where what opens it is already the breach.
    """

    id: str
    title: Text
    words: Text
    said: Text | None = None
    ours: bool = False
    verb: str = "expect"
    clauses: tuple[str, ...] = ()
    owner: str | None = None
    personal_owner: bool = False
    untold_owners: frozenset[str] = frozenset()
    personal_parts: tuple[int, ...] = ()
    personal_member: bool = False
    can_be_kept: bool = True

    @property
    def is_timed(self) -> bool:
        """Tell whether something is to be done by a due time, so that a finding can be early or late."""
        return self.verb == "expect"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the log comes from and on what terms; `simulated` marks events that a program made up."""

    name: Text
    source: str | None = None
    license: str | None = None
    attribution: Text | None = None
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """Rows or records that were not judged, and why."""

    reason: Text
    count: int


@dataclass(frozen=True, slots=True)
class LogStory:
    """What was read of the log; instants in microseconds UTC.

    `unused` counts the events that nothing of the charter looks at, by type; None says that nobody counted. `gaps` counts the
    gaps that sources report, of those that do.
    """

    origin: Origin
    events: int = 0
    subjects: int | None = None
    first: int | None = None
    last: int | None = None
    complete_until: Mapping[str, int] = field(default_factory=dict)
    gaps: Mapping[str, int] = field(default_factory=dict)
    rejects: tuple[SetAside, ...] = ()
    unused: Mapping[str, int] | None = None
    undecided: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """An audit to be shown; instants in microseconds UTC.

    `findings` has a column for each field of `judging.finding.Finding` (instants as integers or timestamps), `reasons`
    the sentence for each reason code, with placeholders, `causes` the words for causes of clock intervals, and `names` what
    types of event are shown as, by code. `labels` is what the charter calls things, `durations` its attributes that are
    lengths of time. `indicators` are their figures as they may be told, `goals` what figures are held to. An `own_copy` has
    figures of small groups and persons, and must not leave the house. `limits` is what other limits would have come to, of
    those promises that tell.
    """

    title: Text
    edition: str
    zone: str
    promises: tuple[PromiseCard, ...]
    findings: pa.Table
    log: LogStory
    as_of: int
    engine_version: str
    reasons: Mapping[str, Text] = field(default_factory=dict)
    causes: Mapping[str, Text] = field(default_factory=dict)
    names: Mapping[str, Text] = field(default_factory=dict)
    indicators: tuple[Table, ...] = ()
    goals: tuple[Goal, ...] = ()
    own_copy: bool = False
    least_group: int = LEAST_GROUP
    limits: tuple[LimitSteps, ...] = ()
    labels: Labels = field(default_factory=Labels)
    durations: frozenset[str] = frozenset()
