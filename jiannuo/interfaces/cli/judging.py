"""What the commands that judge have in common: the instant told, the exit code, and what to wait for."""

from collections.abc import Iterator
from contextlib import contextmanager

from jiannuo.core.engines.result_problems import NOTHING_IN_LOG
from jiannuo.core.statistics.fulfilment import Tally
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.kept_code import is_uncompiled
from jiannuo.core.values.problems import Place, Refusal
from jiannuo.interfaces.cli import exits
from jiannuo.interfaces.cli.progress import Progress

_KERNEL = "jiannuo.core.judging.kernel"


def read_as_of(written: str | None, *, zone: str) -> int | None:
    """Return the instant told; without an offset it is read in the charter's zone, in which results show it."""
    if written is None:
        return None
    try:
        return read_instant(written, zone=zone)
    except Refusal as refusal:
        raise Refusal(*(problem.placed(Place("--as-of")) for problem in refusal.problems)) from refusal


def exit_after_judging(tally: Tally, *, is_undecided: bool) -> int:
    """Return 1 if anything is broken, 3 if anything is unknown or nothing was decided, 0 otherwise."""
    if tally.broken:
        return exits.BROKEN
    undecided = tally.unknown or is_undecided
    return exits.UNDECIDED if undecided or not (tally.kept or tally.excused) else exits.ALL_WELL


@contextmanager
def nothing_is_no_failure() -> Iterator[None]:
    """Turn the refusal of a log without anything in it into a result."""
    try:
        yield
    except Refusal as refusal:
        if any(problem.kind is NOTHING_IN_LOG for problem in refusal.problems):
            raise exits.NothingToJudge(*refusal.problems) from refusal
        raise


def tell_of_compiling(progress: Progress) -> None:
    """Show that the kernel will be compiled, which takes minutes, if nothing of it is kept for this machine."""
    if is_uncompiled(_KERNEL):
        progress.wait("compiling")
