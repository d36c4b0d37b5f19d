"""How many events a second are judged, here and elsewhere, beside the least that reading them costs, in one run.

    python -m benchmarks.judging [--events 1000000] [--promises 30] [--peers] [--full] [--scaling] [--online]

The log and the charter are made up and seeded (`judging_log`, `judging_promises`) and kept in the folder `--data`.
Every figure is from a process of its own, warmed up on a small log, from opening the file to counted verdicts; of
several the quickest. Ratios are of events a second: how many times as many as the peer, which judges fewer promises.
"""

import argparse
import json
import os
import platform
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks import judging_log
from benchmarks.judging_charter import write_charter
from benchmarks.judging_log import write_log
from benchmarks.judging_measuring import Measured, agreement, measured, ratios
from benchmarks.judging_online import online
from benchmarks.judging_page import as_page
from benchmarks.judging_promises import MOST, promises
from benchmarks.judging_report import as_text
from benchmarks.judging_task import Task

WARM_UP_EVENTS = 2_000
CHECKED_EVENTS = 50_000
SLOW_PEERS = ("pm4py", "declare4py")
MOST_FOR_PANDAS = 10_000_000
"""It holds the whole log in memory, nearly 2 GB of it."""
SCALES = (10, 100)
FORMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "text": as_text,
    "json": lambda result: json.dumps(result, indent=2),
    "markdown": as_page,
}


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    arguments.data.mkdir(parents=True, exist_ok=True)
    print(FORMS[arguments.format](_result(arguments)))


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
    parser.add_argument("--scaling", action="store_true", help="also measure ten and a hundred promises")
    parser.add_argument("--check", action="store_true", help="also compare all verdicts with the reference judge")
    parser.add_argument("--memory-limit", default=None, metavar="4GB", help="what our judging may use")
    parser.add_argument("--repeat", type=int, default=3, help="processes for each figure; the quickest counts")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "jiannuo-bench")
    parser.add_argument("--format", choices=tuple(FORMS), default="text")
    return parser.parse_args()


def _result(arguments: argparse.Namespace) -> dict[str, Any]:
    task, warm_up = (_task(arguments, events) for events in (arguments.events, WARM_UP_EVENTS))
    ours, floor, handed_over = (
        measured(name, task, warm_up, arguments.repeat) for name in ("jiannuo", "floor", "hand-over")
    )
    result: dict[str, Any] = {
        **_asked(arguments),
        **_figures(ours),
        "floor_seconds": floor.seconds,
        "floor_cpu_seconds": floor.cpu_seconds,
        "hand_over_seconds": handed_over.seconds,
        "hand_over_cpu_seconds": handed_over.cpu_seconds,
        "times_the_floor": None if ours.is_missing else ours.seconds / floor.seconds,
        "cpu_times_the_floor": None if ours.is_missing else ours.cpu_seconds / floor.cpu_seconds,
        "findings": _verdicts(ours),
        "missing": ours.missing,
    }
    parts: dict[str, Callable[[], object]] = {
        "full": lambda: _figures(measured("jiannuo", replace(task, full=True), warm_up, arguments.repeat)),
        "scaling": lambda: _scaling(arguments),
        "peers": lambda: _peers(arguments, ours, task, warm_up),
        "check": lambda: _check(arguments),
        "online": lambda: online(task),
    }
    return result | {name: make() for name, make in parts.items() if getattr(arguments, name)}


def _asked(arguments: argparse.Namespace) -> dict[str, object]:
    listed = promises(arguments.promises)
    return {
        "benchmark": "judging",
        "machine": _machine(),
        "events": arguments.events,
        "promises": arguments.promises,
        "with_calendar": sum("working" in promise.limit for promise in listed),
        "with_pauses": sum(promise.pauses for promise in listed),
        "memory_limit": arguments.memory_limit,
    }


def _task(arguments: argparse.Namespace, events: int, count: int | None = None) -> Task:
    """Return a task, with another number of promises if one is given; its log and charter are made if need be."""
    made_by = sha256(Path(judging_log.__file__).read_bytes()).hexdigest()[:8]
    log = arguments.data / f"rides-{made_by}-{events}.parquet"
    if not log.exists():
        write_log(log, events)
    count = count or arguments.promises
    charter = _charter(arguments, count)
    return Task(str(log), charter, count, events, _last_instant(log), arguments.memory_limit)


def _charter(arguments: argparse.Namespace, count: int, only: list[str] | None = None) -> str:
    """Return the folder of a charter with so many promises, or only with some of them."""
    name = f"charter-{count}" if only is None else f"charter-{count}-{sha256(' '.join(only).encode()).hexdigest()[:8]}"
    return str(write_charter(arguments.data / name, count, only=only))


def _last_instant(log: Path) -> int:
    """Return the last instant of a log in microseconds UTC, as the file itself says."""
    metadata = pq.ParquetFile(log).metadata
    column = metadata.schema.names.index("at")
    groups = (metadata.row_group(number).column(column) for number in range(metadata.num_row_groups))
    return max(group.statistics.max_raw for group in groups)


def _machine() -> dict[str, object]:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
    }


def _processor() -> str:
    """Return what the processor calls itself."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _figures(run: Measured) -> dict[str, object]:
    return {
        "seconds": run.seconds,
        "cpu_seconds": run.cpu_seconds,
        "events_per_second": run.events_per_second,
        "peak_rss_mb": run.peak_rss_mb,
    }


def _verdicts(run: Measured) -> dict[str, int]:
    """Return how many findings there are of each verdict."""
    total: Counter[str] = Counter()
    for counts in run.counts.values():
        total.update(counts)
    return dict(total)


def _scaling(arguments: argparse.Namespace) -> dict[str, object]:
    """Measure few and many promises on one log."""
    figures = {}
    for count in SCALES:
        task, warm_up = (_task(arguments, events, count) for events in (arguments.events, WARM_UP_EVENTS))
        figures[str(count)] = _figures(measured("jiannuo", task, warm_up, arguments.repeat))
    return figures


def _peers(arguments: argparse.Namespace, ours: Measured, task: Task, warm_up: Task) -> list[dict[str, object]]:
    """Return the peers: the quick ones at our size, the slow ones on smaller logs, with ours on the same beside."""
    asked = [(min(arguments.events, MOST_FOR_PANDAS), ("pandas",))]
    asked += [(min(arguments.events, events), SLOW_PEERS) for events in arguments.peer_events]
    rows = []
    for events, name in [(events, name) for events, names in asked for name in names]:
        small = _task(arguments, events)
        beside = ours if small == task else measured("jiannuo", small, warm_up, arguments.repeat)
        run = measured(name, small, warm_up, arguments.repeat)
        same = replace(small, charter=_charter(arguments, small.promises, only=run.asked))
        alike = beside if run.is_missing else measured("jiannuo", same, warm_up, arguments.repeat)
        compared = {**ratios(run, alike, beside, ours), "agrees": agreement(run, beside)}
        rows.append({**asdict(run), **_figures(run), **compared})
    return rows


def _check(arguments: argparse.Namespace) -> dict[str, object]:
    """Compare the verdicts of the kernel and of pandas with those of the reference judge on a small log."""
    small = _task(arguments, min(CHECKED_EVENTS, arguments.events))
    reference, *others = (measured(name, small, None, 1) for name in ("reference", "jiannuo", "pandas"))
    return {"events": small.events, **{run.judge: agreement(run, reference) for run in others}}


if __name__ == "__main__":
    main()
