"""What a judge is asked in the benchmark of judging, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass

Counts = dict[str, dict[str, int]]
"""Per promise, how many findings there are of each verdict."""


@dataclass(frozen=True)
class Task:
    """A log (Parquet) of so many events to be judged by the first `promises` of the list, which `charter` also holds as a folder.

    `as_of` is in microseconds UTC. `memory_limit` is like `4GB`; `full` asks for findings written with all they say.
    """

    log: str
    charter: str
    promises: int
    events: int
    as_of: int
    memory_limit: str | None = None
    full: bool = False


@dataclass(frozen=True)
class Judge:
    """A judge made ready: `judge` answers a task; `asked` names the promises it was given, `cannot` what it cannot say.

    What a peer counts is told in `counts_are`; only `verdicts` can be held against ours one by one.
    """

    name: str
    version: str
    judge: Callable[[Task], Counts]
    asked: Callable[[Task], list[str]]
    cannot: tuple[str, ...] = ()
    counts_are: str = "verdicts"
