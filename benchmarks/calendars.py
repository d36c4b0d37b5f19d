"""How many working-time questions a core answers in a second, here and in other packages, in one run.

    python -m benchmarks.calendars [--format text|json] [--size 4000000] [--seconds 2]

The calendar is that of an office in mainland China, 09:00 to 12:00 and 13:00 to 18:00, over 2024 to 2026 with all
holidays and make-up working days. `measure` asks for the working time between two instants, `add` for the instant
at which eight working hours are over. Times are CPU seconds of one process on one core.
"""

import argparse
import json
import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import starmap
from typing import Any

import numpy as np

from benchmarks.calendar_peers import Peer, peers
from jiannuo.core.values.calendars import CalendarRules, WorkingCalendar
from jiannuo.core.values.compiled_clock import Clocks, add_time, pool_clocks, run_time
from jiannuo.core.values.compiling import compiled
from jiannuo.core.values.durations import DAY, HOUR
from jiannuo.core.values.instants import from_datetime, read_instant, to_datetime
from jiannuo.core.values.zones import day_of_date

ZONE = "Asia/Shanghai"
RULES = CalendarRules(zone=ZONE, week=dict.fromkeys(range(5), ((540, 720), (780, 1080))), holidays="CN")
LIMIT = 8 * HOUR
FIRST, LAST = read_instant("2024-01-01", zone=ZONE), read_instant("2026-11-01", zone=ZONE)
LONGEST_SPAN = 20 * DAY


@dataclass(frozen=True)
class Measurement:
    """One operation of one package: how often it ran in how many CPU seconds, and how often it agreed with ours."""

    package: str
    version: str
    operation: str
    form: str
    times_run: int
    cpu_seconds: float
    agrees: str = ""
    lacks: str = ""

    @property
    def per_core_second(self) -> float:
        """Return the operations in a second of one core."""
        return self.times_run / self.cpu_seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calendars", description=__doc__.split("\n")[0])
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--size", type=int, default=4_000_000, help="length of our columns")
    parser.add_argument("--seconds", type=float, default=2.0, help="CPU seconds for each operation of a peer")
    arguments = parser.parse_args()
    result = measured(arguments.size, arguments.seconds)
    print(json.dumps(result, indent=2) if arguments.format == "json" else as_text(result))


def measured(size: int, seconds: float) -> dict[str, object]:
    """Return all measurements of one run, with ratios."""
    rng = np.random.default_rng(20260501)
    starts = rng.integers(FIRST, LAST, size)
    ends = starts + rng.integers(0, LONGEST_SPAN, size)
    calendar = WorkingCalendar(RULES)
    found, missing = peers(closed_days(calendar))
    ours = [
        *columns(calendar, starts, ends),
        *in_compiled_code(calendar, starts, ends),
        *numbers(calendar, starts[:20_000], ends[:20_000]),
    ]
    theirs = [row for peer in found for row in of_peer(peer, calendar, whole_minutes(starts, ends), seconds)]
    return {
        "benchmark": "calendars",
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "python": platform.python_version(),
            "numpy": np.__version__,
        },
        "measurements": [{**asdict(row), "per_core_second": row.per_core_second} for row in ours + theirs],
        "ratios": ratios(ours, theirs),
        "missing": missing,
    }


def closed_days(calendar: WorkingCalendar) -> frozenset[date]:
    """Return every date from 2023 to 2027 that is no working day."""
    first, last = date(2023, 12, 1), date(2027, 2, 1)
    dates = (first + timedelta(days=number) for number in range((last - first).days))
    return frozenset(day for day in dates if not calendar.is_working_day(day_of_date(day)))


def whole_minutes(starts: np.ndarray, ends: np.ndarray) -> list[tuple[int, int]]:
    """Return spans of whole minutes: some peers know nothing finer."""
    minute = 60_000_000
    return [
        (start // minute * minute, end // minute * minute)
        for start, end in zip(starts[:50_000].tolist(), ends[:50_000].tolist(), strict=True)
    ]


# --- ours ---


def columns(calendar: WorkingCalendar, starts: np.ndarray, ends: np.ndarray) -> list[Measurement]:
    """Return what our operations cost over columns, the best of three passes each."""
    operations: dict[str, Callable[[], object]] = {
        "measure": lambda: calendar.measure(starts, ends),
        "add": lambda: calendar.add(starts, LIMIT),
        "is_open": lambda: calendar.is_open(starts),
        "next_open": lambda: calendar.next_open(starts),
    }
    for operation in operations.values():
        operation()  # takes in the years and makes the tables
    return [
        ours(name, "NumPy column", len(starts), min(cpu_seconds(operation) for _ in range(3)))
        for name, operation in operations.items()
    ]


def in_compiled_code(calendar: WorkingCalendar, starts: np.ndarray, ends: np.ndarray) -> list[Measurement]:
    """Return what our operations cost when compiled code asks number by number, the best of three passes each."""
    clocks = pool_clocks([calendar], zone=ZONE, first=FIRST, last=LAST)
    found = np.empty(len(starts), np.int64)
    operations: dict[str, Callable[[], object]] = {
        "measure": lambda: measure_each(clocks, starts, ends, found),
        "add": lambda: add_to_each(clocks, starts, LIMIT, found),
    }
    for operation in operations.values():
        operation()  # compiles
    return [
        ours(name, "compiled", len(starts), min(cpu_seconds(operation) for _ in range(3)))
        for name, operation in operations.items()
    ]


@compiled
def measure_each(clocks: Clocks, starts: np.ndarray, ends: np.ndarray, found: np.ndarray) -> None:
    """Write down the working time of every span."""
    for row in range(len(starts)):
        found[row] = run_time(clocks, 0, starts[row], ends[row])


@compiled
def add_to_each(clocks: Clocks, starts: np.ndarray, micros: int, found: np.ndarray) -> None:
    """Write down when so much working time is over."""
    for row in range(len(starts)):
        found[row] = add_time(clocks, 0, starts[row], micros)


def numbers(calendar: WorkingCalendar, starts: np.ndarray, ends: np.ndarray) -> list[Measurement]:
    """Return what our operations cost one number at a time."""
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    operations: dict[str, Callable[[int, int], object]] = {
        "measure": calendar.measure,
        "add": lambda start, _: calendar.add(start, LIMIT),
    }
    return [
        ours(name, "one int at a time", len(spans), cpu_seconds(partial(list, starmap(ask, spans))))
        for name, ask in operations.items()
    ]


def ours(operation: str, form: str, times_run: int, seconds: float) -> Measurement:
    """Return a measurement of our own."""
    return Measurement("jiannuo", "", operation, form, times_run, seconds)


def cpu_seconds(operation: Callable[[], object]) -> float:
    """Return the CPU time of this process that an operation takes."""
    start = time.process_time()
    operation()
    return time.process_time() - start


# --- theirs ---


def of_peer(
    peer: Peer, calendar: WorkingCalendar, spans: list[tuple[int, int]], seconds: float
) -> Iterable[Measurement]:
    """Return what a peer's operations cost, and how often it agrees with us on whole minutes."""
    local = [(naive(start), naive(end)) for start, end in spans]
    if span := peer.span:
        times, answers = until(seconds, (partial(span, *pair) for pair in local))
        agreeing = sum(
            abs(hours - calendar.measure(*pair) / HOUR) < 1e-3
            for hours, pair in zip(answers, spans[: len(answers)], strict=True)
        )
        yield of(peer, "measure", len(answers), times, agreeing)
    if deadline := peer.deadline:
        times, answers = until(seconds, (partial(deadline, start) for start, _ in local))
        # Where a limit is over at a closing, some name the next opening: the working time before it is the same.
        agreeing = sum(
            calendar.measure(pair[0], instant(due)) == LIMIT
            for due, pair in zip(answers, spans[: len(answers)], strict=True)
        )
        yield of(peer, "add", len(answers), times, agreeing)


def of(peer: Peer, operation: str, times_run: int, seconds: float, agreeing: int) -> Measurement:
    """Return a measurement of a peer."""
    agrees = f"{agreeing} of {times_run}"
    return Measurement(peer.name, peer.version, operation, "one at a time", times_run, seconds, agrees, peer.lacks)


def until(seconds: float, questions: Iterable[Callable[[], Any]]) -> tuple[float, list[Any]]:
    """Ask until the CPU seconds are used up; return the seconds used and the answers."""
    answers: list[Any] = []
    start = time.process_time()
    for question in questions:
        answers.append(question())
        if time.process_time() - start >= seconds:
            break
    return time.process_time() - start, answers


def naive(instant: int) -> datetime:
    """Return the wall-clock time without its zone."""
    return to_datetime(instant, zone=ZONE).replace(tzinfo=None)


def instant(wall: datetime) -> int:
    """Return the instant of a wall-clock time; Shanghai has had no change of the clock since 1991."""
    return from_datetime(wall.replace(tzinfo=UTC)) - 8 * HOUR


# --- what is said ---


def ratios(ours: list[Measurement], theirs: list[Measurement]) -> list[dict[str, object]]:
    """Return how many times faster our columns, our compiled code and our single numbers are than each peer."""
    speed = {(row.operation, row.form): row.per_core_second for row in ours}
    return [
        {
            "operation": row.operation,
            "peer": row.package,
            "column": speed[row.operation, "NumPy column"] / row.per_core_second,
            "compiled": speed[row.operation, "compiled"] / row.per_core_second,
            "one_int_at_a_time": speed[row.operation, "one int at a time"] / row.per_core_second,
        }
        for row in theirs
    ]


def as_text(result: dict[str, Any]) -> str:
    """Return the measurements as lines to read."""
    lines = [f"{'package':28}{'operation':12}{'form':20}{'per core-second':>18}  agrees with ours"]
    for row in result["measurements"]:
        name = f"{row['package']} {row['version']}".strip()
        lacks = f"  (lacks {row['lacks']})" if row["lacks"] else ""
        lines.append(
            f"{name:28.27}{row['operation']:12}{row['form']:20}{row['per_core_second']:>18,.0f}  {row['agrees']}{lacks}"
        )
    lines.append("")
    lines += [
        f"{row['operation']:8} jiannuo is {row['column']:,.0f} times as fast as {row['peer']} over columns, "
        f"{row['compiled']:,.0f} times compiled, "
        f"{row['one_int_at_a_time']:,.0f} times one at a time"
        for row in result["ratios"]
    ]
    lines += [f"not installed, so not measured: {', '.join(result['missing'])}"] if result["missing"] else []
    return "\n".join(lines)


if __name__ == "__main__":
    main()
