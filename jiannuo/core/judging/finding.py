"""The verdict on one obligation, with its grounds."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

Verdict = Literal["kept", "broken", "pending", "excused", "unknown", "lapsed", "withdrawn"]
"""Five verdicts; `lapsed` and `withdrawn` are revisions without one."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch [from_, until) of an obligation's clock, or a shortfall of a state, with its cause."""

    kind: Literal["running", "paused", "closed", "shortfall", "gap"]
    from_: int
    until: int
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who answered for an obligation from when until when; instants in microseconds UTC."""

    owner: str | None
    from_: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its grounds; instants in microseconds UTC, lengths in microseconds.

    `root` is the id of the first event in the trigger's chain of corrections, or the start of the period.
    `reason` is a code of the table in `judging.reasons`; `because` fills its placeholders.
    """

    promise: str
    subject: tuple[str, ...]
    root: str
    verdict: Verdict
    reason: str
    start: int
    member: str | None = None
    because: dict[str, str] = field(default_factory=dict)
    due: int | None = None
    not_before: int | None = None
    met: int | None = None
    late_at: int | None = None
    broken_at: int | None = None
    ended_at: int | None = None
    reached: int | None = None
    wanted: int | None = None
    missing: tuple[str, ...] = ()
    intervals: tuple[Interval, ...] = ()
    evidence: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    owner: str | None = None
    owner_verdict: Verdict | None = None
    holders: tuple[Holder, ...] = ()
    provisional_years: tuple[int, ...] = ()
    coverage: tuple[int, int] | None = None
    edition: str = ""

    @property
    def identity(self) -> tuple[str, tuple[str, ...], str | None, str]:
        """Return what makes the obligation this one and no other, whatever its verdict."""
        return (self.promise, self.subject, self.member, self.root)

    @property
    def id(self) -> str:
        """Return a short stable name of the obligation, made from its identity."""
        written = "\x1f".join((self.promise, *self.subject, "\x1e", self.member or "", self.root))
        return sha256(written.encode()).hexdigest()[:16]

    @property
    def margin(self) -> int | None:
        """Return due less completion: positive when early, negative when late, None without both."""
        done = self.met if self.met is not None else self.late_at
        return None if self.due is None or done is None else self.due - done
