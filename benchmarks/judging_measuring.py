"""Runs judges in processes of their own and compares what they took and what they counted."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.judging_task import Counts, Task

ROOT = Path(__file__).resolve().parent.parent
PEERS_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
OF_PEERS = ("pm4py", "declare4py")
"""These are installed apart (`tools/setup peers`), so that the product never meets them."""

LONG = 30.0


@dataclass(frozen=True)
class Measured:
    """The quickest of several runs of a judge; `missing` names the module without which it cannot run."""

    judge: str
    events: int
    name: str = ""
    version: str = ""
    seconds: float | None = None
    cpu_seconds: float | None = None
    peak_rss_mb: float | None = None
    asked: list[str] = field(default_factory=list)
    counts: Counts = field(default_factory=dict)
    counts_are: str = ""
    cannot: list[str] = field(default_factory=list)
    missing: str | None = None

    @property
    def is_missing(self) -> bool:
        """Tell whether the judge could not run."""
        return self.missing is not None

    @property
    def events_per_second(self) -> float | None:
        """Return the events of the log by the seconds of the wall clock."""
        return self.events / self.seconds if self.seconds else None


def measured(judge: str, task: Task, warm_up: Task | None, repeat: int) -> Measured:
    """Run a judge several times, each in a process of its own, and return the quickest run; a long one runs once."""
    best = Measured(judge, task.events, missing="a run")
    for _ in range(repeat):
        found = _run(judge, task, warm_up)
        if found.is_missing:
            return found
        if best.seconds is None or (found.seconds or 0) < best.seconds:
            best = found
        if (found.seconds or 0) > LONG:
            break
    return best


def _run(judge: str, task: Task, warm_up: Task | None) -> Measured:
    if judge in OF_PEERS and not PEERS_PYTHON.exists():
        return Measured(judge, task.events, missing="tools/setup peers")
    python = str(PEERS_PYTHON if judge in OF_PEERS else sys.executable)
    tasks = [json.dumps(asdict(each)) for each in (task, warm_up) if each is not None]
    program = [python, "-m", "benchmarks.judging_runs", judge, *tasks]
    done = subprocess.run(program, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"{judge} failed on {task.events} events:\n{done.stderr}")
    return Measured(judge, task.events, **json.loads(done.stdout.splitlines()[-1]))


def ratios(peer: Measured, alike: Measured, beside: Measured, ours: Measured) -> dict[str, float | None]:
    """Return how many times as many events a second we judge: by CPU time too.

    On the peer's own log with the same promises (`alike`) and with all of ours (`beside`), and on our log.
    """
    return {
        "ratio_on_the_same_promises": _quotient(alike.events_per_second, peer.events_per_second),
        "cpu_ratio_on_the_same_promises": _quotient(_per_cpu_second(alike), _per_cpu_second(peer)),
        "ratio": _quotient(beside.events_per_second, peer.events_per_second),
        "ratio_at_full_size": _quotient(ours.events_per_second, peer.events_per_second),
        "cpu_ratio": _quotient(_per_cpu_second(beside), _per_cpu_second(peer)),
        "cpu_ratio_at_full_size": _quotient(_per_cpu_second(ours), _per_cpu_second(peer)),
    }


def _per_cpu_second(run: Measured) -> float | None:
    return run.events / run.cpu_seconds if run.cpu_seconds else None


def _quotient(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one / other


def agreement(one: Measured, other: Measured) -> dict[str, object] | None:
    """Return on how many promises two runs count the same verdicts, and where they do not; None if not comparable."""
    if one.is_missing or other.is_missing or one.counts_are != other.counts_are:
        return None
    both = [name for name in one.asked if name in other.asked]
    differing = {
        name: [one.counts.get(name, {}), other.counts.get(name, {})]
        for name in both
        if one.counts.get(name, {}) != other.counts.get(name, {})
    }
    return {"promises": len(both), "same": len(both) - len(differing), "differing": differing}
