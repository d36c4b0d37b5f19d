"""How many events a second are judged, here and elsewhere, beside the least that reading them costs, in one run.

    python -m benchmarks.judging [--events 1000000] [--promises 30] [--peers] [--full] [--online] [--format text|json]

The log and the charter are made up and seeded (`judging_log`, `judging_promises`) and kept in the folder `--data`.
Every figure is from a process of its own, warmed up on a small log, from opening the file to counted verdicts; of
several the quickest. Ratios are of events a second: how many times as many as the peer, which judges fewer promises.
"""

import argparse
import json
import os
import platform
import tempfile
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks import judging_log
from benchmarks.judging_charter import write_charter
from benchmarks.judging_log import write_log
from benchmarks.judging_measuring import Measured, agreement, measured, ratios
from benchmarks.judging_online import online
from benchmarks.judging_promises import MOST, promises
from benchmarks.judging_report import as_text
from benchmarks.judging_task import Task

WARM_UP_EVENTS = 2_000
CHECKED_EVENTS = 50_000
PEERS_AT_SIZE, SLOW_PEERS = ("pandas",), ("pm4py", "declare4py")


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    arguments.data.mkdir(parents=True, exist_ok=True)
    result = _result(arguments)
    print(json.dumps(result, indent=2) if arguments.format == "json" else as_text(result))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judging", description=__doc__.split("\n")[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--promises", type=int, default=30, help=f"1 to {MOST}; conditions from the eleventh on")
    parser.add_argument("--peers", action="store_true", help="measure other packages too")
    parser.add_argument(
        "--peer-events", type=int, nargs="+", default=[100_000], help="logs for the peers that are slow"
    )
    parser.add_argument("--full", action="store_true", help="also measure with full findings written")
    parser.add_argument("--online", action="store_true", help="also measure small batches that are already in memory")
    parser.add_argument("--check", action="store_true", help="also compare all verdicts with the reference judge")
    parser.add_argument("--memory-limit", default=None, metavar="4GB", help="what our judging may use")
    parser.add_argument("--repeat", type=int, default=3, help="processes for each figure; the quickest counts")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "jiannuo-bench")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    return parser.parse_args()


def _result(arguments: argparse.Namespace) -> dict[str, Any]:
    task, warm_up = (_task(arguments, events) for events in (arguments.events, WARM_UP_EVENTS))
    ours, floor, handed_over = (
        measured(name, task, warm_up, arguments.repeat) for name in ("jiannuo", "floor", "hand-over")
    )
    result: dict[str, Any] = {
        "benchmark": "judging",
        "machine": _machine(),
        "events": arguments.events,
        "promises": arguments.promises,
        "with_calendar": sum("working" in promise.limit for promise in promises(arguments.promises)),
        "with_pauses": sum(promise.pauses for promise in promises(arguments.promises)),
        "memory_limit": arguments.memory_limit,
        **_figures(ours),
        "floor_seconds": floor.seconds,
        "floor_cpu_seconds": floor.cpu_seconds,
        "hand_over_seconds": handed_over.seconds,
        "hand_over_cpu_seconds": handed_over.cpu_seconds,
        "times_the_floor": None if ours.is_missing else ours.seconds / floor.seconds,
        "findings": _verdicts(ours),
        "missing": ours.missing,
    }
    if arguments.full:
        full = measured("jiannuo", _task(arguments, arguments.events, full=True), warm_up, arguments.repeat)
        result["full"] = _figures(full)
    if arguments.peers:
        result["peers"] = _peers(arguments, ours, task, warm_up)
    if arguments.check:
        result["check"] = _check(arguments)
    if arguments.online:
        result["online"] = online(task)
    return result


def _task(arguments: argparse.Namespace, events: int, *, full: bool = False) -> Task:
    """Return a task; its log and charter are made unless they are there."""
    made_by = sha256(Path(judging_log.__file__).read_bytes()).hexdigest()[:8]
    log = arguments.data / f"rides-{made_by}-{events}.parquet"
    if not log.exists():
        write_log(log, events)
    charter = write_charter(arguments.data / f"charter-{arguments.promises}", arguments.promises)
    return Task(str(log), str(charter), arguments.promises, events, _last_instant(log), arguments.memory_limit, full)


def _last_instant(log: Path) -> int:
    """Return the last instant of a log in microseconds UTC, as the file itself says."""
    metadata = pq.ParquetFile(log).metadata
    column = metadata.schema.names.index("at")
    groups = (metadata.row_group(number).column(column) for number in range(metadata.num_row_groups))
    return max(group.statistics.max_raw for group in groups)


def _machine() -> dict[str, object]:
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def _figures(run: Measured) -> dict[str, object]:
    return {
        "seconds": run.seconds,
        "cpu_seconds": run.cpu_seconds,
        "events_per_second": run.events_per_second,
        "peak_rss_mb": run.peak_rss_mb,
    }


def _verdicts(run: Measured) -> dict[str, int]:
    """Return how many findings there are of each verdict."""
    total: dict[str, int] = {}
    for counts in run.counts.values():
        for verdict, count in counts.items():
            total[verdict] = total.get(verdict, 0) + count
    return total


def _peers(arguments: argparse.Namespace, ours: Measured, task: Task, warm_up: Task) -> list[dict[str, object]]:
    """Return the peers: the quick ones at our size, the slow ones on smaller logs, with ours on the same beside."""
    pairs = [(name, task, ours) for name in PEERS_AT_SIZE]
    for events in arguments.peer_events:
        small = _task(arguments, events)
        beside = ours if small == task else measured("jiannuo", small, warm_up, arguments.repeat)
        pairs += [(name, small, beside) for name in SLOW_PEERS]
    rows = []
    for name, asked, beside in pairs:
        run = measured(name, asked, warm_up, arguments.repeat)
        rows.append({**asdict(run), **_figures(run), **ratios(run, beside, ours), "agrees": agreement(run, beside)})
    return rows


def _check(arguments: argparse.Namespace) -> dict[str, object]:
    """Compare the verdicts of the kernel and of pandas with those of the reference judge on a small log."""
    small = _task(arguments, min(CHECKED_EVENTS, arguments.events))
    reference, *others = (measured(name, small, None, 1) for name in ("reference", "jiannuo", "pandas"))
    return {"events": small.events, **{run.judge: agreement(run, reference) for run in others}}


if __name__ == "__main__":
    main()
