"""What each construct of the language costs to judge: one promise at a time over one log, beside a plain promise.

    python -m benchmarks.judging_constructs [--events 1000000] [--format text|json|markdown]

The log is that of `benchmarks.judging`, in memory, with a driver for every order, whose devices log in. A figure is the
quickest of three judgings in CPU seconds of one warmed-up process; reading the file is not in it, sorting events into
streams is. The first line is that of a promise without anything; every other one says what it has that the first has not.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.judging_charter import HEAD, OFFICE, ORDERS
from benchmarks.judging_log import write_log
from benchmarks.judging_promises import EVENTS
from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.buckets.arrow_events import event_table_of
from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.event_table import EventTable
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.plans.plan import plan_of

REPEAT = 3
DRIVERS = 5_000
DRIVEN = """\
subjects:
  order: {id: order_id, begins: order_placed, attributes: {driver: order_placed.driver_id}}
  driver: {id: driver_id}
"""
WAITING = "states:\n  waiting: {of: order, from: work_held, until: work_resumed}\n"
RIDING = "  riding: {of: order, from: trip_started, until: trip_ended}\n"
OFFERS = "states:\n  offers: {of: order, last: dispatch_offered.severity}\n"
HURRIED = 'signals:\n  hurried: {of: order, at: passenger_contacted, when: "count(passenger_contacted, 10 min) >= 2", clears: trip_started}\n'
PLACED = "indicators:\n  placed: {count: order_placed, per: day}\n"
SEVERE = "indicators:\n  severe: {share: {of: trip_ended, when: severity >= 2}, per: day, by: [city], unit: '%'}\n"
ENDED = "expect: trip_ended, within: 90 min"
STARTED = "after: trip_started"


@dataclass(frozen=True)
class Construct:
    """A promise to be measured, by what it has that a plain one has not, and what it needs declared."""

    has: str
    promise: str
    declared: str = ""


CONSTRUCTS = (
    Construct("nothing more", f"{STARTED}, {ENDED}"),
    Construct("a condition on what is recorded", f"after: trip_started where severity >= 2, {ENDED}"),
    Construct("working hours", f"{STARTED}, expect: trip_ended, within: 4 working h, calendar: office", OFFICE),
    Construct(
        "pauses while a state is in force",
        f"{STARTED}, {ENDED}, pause: [{{while: waiting, reason: {{zh: 等待, en: waiting}}}}]",
        WAITING,
    ),
    Construct("the latest earlier event", f"after: trip_started where order_accepted.severity >= 2, {ENDED}"),
    Construct("a count over all of the past", f'after: "trip_started where count(passenger_contacted) >= 1", {ENDED}'),
    Construct(
        "a count in a window of time", f'after: "trip_started where count(passenger_contacted, 30 min) >= 1", {ENDED}'
    ),
    Construct("a state, asked at an event", f"after: \"trip_started where not in_force('waiting')\", {ENDED}", WAITING),
    Construct("a level, asked at an event", f"after: \"trip_started where level('offers') >= 2\", {ENDED}", OFFERS),
    Construct(
        "a figure of all orders, at an event",
        f"after: \"trip_started where figure('placed', at - 24 h, at) >= 1\", {ENDED}",
        PLACED,
    ),
    Construct("tested if, over the past", f"{STARTED}, {ENDED}, tested if: seen(passenger_contacted)"),
    Construct("events of another subject (via)", f"{STARTED}, expect: device_login via driver, within: 90 min"),
    Construct("a signal", "after: hurried, expect: trip_ended, within: 3 h", HURRIED),
    Construct("never", "from: trip_started, until: trip_ended, never: passenger_contacted"),
    Construct("require, something seen before", "at: trip_ended, needs: [trip_started]"),
    Construct("hold, over states", "hold: \"not in_force('waiting')\", while: riding", WAITING + RIDING),
    Construct("reach, a share of each day and city", "reach: severe, at most: 50 %", SEVERE),
)


@dataclass(frozen=True)
class Cost:
    """What judging one promise took, and what it found."""

    has: str
    cpu_seconds: float
    findings: int
    nanoseconds_per_event: float
    times_the_plain_one: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judging_constructs", description=__doc__.split("\n")[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--format", choices=tuple(FORMS), default="text")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = _with_drivers(pq.read_table(write_log(Path(folder, "log.parquet"), arguments.events)))
        print(FORMS[arguments.format](list(_costs(log, Path(folder)))))


def _with_drivers(log: pa.Table) -> pa.Table:
    """Give every order a driver, and every driver a device that logs in whenever an order of theirs starts."""
    driver = pa.array(log["order_id"].to_numpy() % DRIVERS)
    log = log.append_column("driver_id", driver)
    started = log.filter(pc.equal(log["event"].cast(pa.string()), "trip_started"))
    logged_in = pa.table(
        {
            "event": pa.array(["device_login"] * len(started)),
            "at": pc.add(started["at"], pa.scalar(60_000_000, pa.duration("us"))),
            "driver_id": started["driver_id"],
        }
    )
    return pa.concat_tables([log.set_column(log.column_names.index("event"), "event", log["event"].cast(pa.string())), logged_in], promote_options="default")  # fmt: skip


def _costs(log: pa.Table, folder: Path) -> Iterator[Cost]:
    plain: float | None = None
    table: EventTable | None = None
    for number, construct in enumerate(CONSTRUCTS):
        charter = _charter(folder / str(number), construct)
        table = event_table_of(log, charter, origin="log") if table is None else table
        seconds, findings = _quickest(charter, table)
        plain = seconds if plain is None else plain
        yield Cost(construct.has, seconds, findings, 1e9 * seconds / len(log), seconds / plain)


def _charter(folder: Path, construct: Construct) -> Charter:
    attributes = (
        "{city: text, channel: text, plate: text, severity: integer, amount: integer optional, driver_id: text}"
    )
    events = "".join(f"  {name}: {{of: order, source: platform, attributes: {attributes}}}\n" for name in EVENTS)
    of = "" if construct.promise.startswith("reach") else "of: order, "
    promise = f"promises:\n  measured: {{{of}{construct.promise}, ours: true}}\n"
    is_driven = " via " in construct.promise
    subjects, event = (DRIVEN, "  device_login: {of: driver, source: platform}\n") if is_driven else (ORDERS, "")
    attributes = attributes.replace("driver_id: text", "driver_id: driver") if is_driven else attributes
    folder.mkdir()
    text = f"{HEAD}{subjects}{construct.declared}events:\n{events}{event}{promise}"
    (folder / "charter.yaml").write_text(text, encoding="utf-8")
    return read_charter(folder)


def _quickest(charter: Charter, table: EventTable) -> tuple[float, int]:
    as_of = int(table.at.max())
    reach = {"platform": Reach(as_of, None, int(table.at.min()))}
    taken, found = [], 0
    for _ in range(REPEAT):
        start = time.process_time()
        blocks = Kernel(plan_of(charter)).judging(table, reach, as_of=as_of).blocks()
        found = sum(len(block) for block in blocks)
        taken.append(time.process_time() - start)
    return min(taken), found


def _as_text(costs: list[Cost]) -> str:
    return "\n".join(
        f"{cost.has:40} {cost.cpu_seconds:7.3f} CPU s {cost.nanoseconds_per_event:8.0f} ns/event "
        f"{cost.times_the_plain_one:6.1f}x {cost.findings:9,} findings"
        for cost in costs
    )


def _as_page(costs: list[Cost]) -> str:
    head = "| what the promise has | findings | CPU seconds | ns an event | times the plain one |\n|---|---:|---:|---:|---:|"
    rows = (
        f"| {cost.has} | {cost.findings:,} | {cost.cpu_seconds:.2f} | {cost.nanoseconds_per_event:.0f} | "
        f"{cost.times_the_plain_one:.1f} |"
        for cost in costs
    )
    return "\n".join([head, *rows])


FORMS: dict[str, Callable[[list[Cost]], str]] = {
    "text": _as_text,
    "json": lambda costs: json.dumps([asdict(cost) for cost in costs], indent=2),
    "markdown": _as_page,
}

if __name__ == "__main__":
    main()
