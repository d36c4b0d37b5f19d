"""Makes the log that judging is measured with: orders of a made-up service of rides, as Parquet in the order of time.

    python -m benchmarks.judging_log FILE --events 1000000

Nothing in it happened: a seeded world of orders over half a year, the same in every run. Orders overlap, so that
the events of one lie far apart; their ids are scrambled; some events of an order share an instant; one amount in fifty
is missing; the log ends in the middle of the work. Memory stays small however long the log is.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.judging_promises import CHANNELS, CITIES, END, EVENTS

SECOND = 1_000_000
DAY = 86_400 * SECOND
FIRST = 1_767_542_400 * SECOND
"""2026-01-05, 00:00 in Shanghai, in microseconds UTC."""
DAYS = 180
EVENTS_PER_ORDER = 11.7
ORDERS_AT_ONCE = 85_000
ROW_GROUP = 1_000_000
SEED = 20260105

# How much of a day's orders is placed before each hour of Shanghai: a peak in the morning and one in the evening.
HOURLY = np.array([1, 1, 1, 1, 1, 2, 4, 8, 9, 6, 4, 4, 5, 5, 4, 4, 5, 8, 9, 7, 4, 3, 2, 2], np.float64)
SHARES = np.concatenate([[0.0], np.cumsum(HOURLY) / HOURLY.sum()])
SEVERITIES = np.array([0.30, 0.60, 0.80, 0.92, 1.0])
PLATES = np.array([f"{chr(65 + number // 1000)}{number % 1000:03}" for number in range(20_000)], object)


@dataclass(frozen=True)
class Slot:
    """An event that an order may have: how likely, after which earlier slot, how many seconds later on average."""

    event: str
    share: float
    after: int
    seconds: float
    person: bool = False


SLOTS = (
    Slot("order_placed", 1.0, 0, 0, person=True),
    Slot("dispatch_offered", 0.995, 0, 15),
    Slot("dispatch_offered", 0.55, 1, 40),
    Slot("dispatch_offered", 0.35, 2, 60),
    Slot("order_accepted", 0.97, 1, 70, person=True),
    Slot("order_accepted", 0.08, 4, 180, person=True),
    Slot("passenger_contacted", 0.93, 4, 90, person=True),
    Slot("passenger_contacted", 0.55, 4, 400, person=True),
    Slot("vehicle_arrived", 0.96, 4, 420, person=True),
    Slot("trip_started", 0.98, 8, 180, person=True),
    Slot("trip_ended", 0.995, 9, 1500, person=True),
    Slot("charge_recorded", 0.99, 10, 25),
    Slot("charge_recorded", 0.10, 11, 900),
    Slot("payment_received", 0.96, 11, 420, person=True),
    Slot("rating_submitted", 0.60, 10, 2400, person=True),
    Slot("complaint_filed", 0.25, 10, 7200, person=True),
    Slot("work_held", 0.40, 15, 5400),
    Slot("work_resumed", 0.93, 16, 30000),
    Slot("complaint_answered", 0.95, 15, 40000, person=True),
    Slot("refund_requested", 0.20, 10, 10800, person=True),
    Slot("refund_paid", 0.95, 19, 120000),
    Slot("invoice_requested", 0.36, 10, 5400, person=True),
    Slot("invoice_issued", 0.97, 21, 60000),
    Slot("order_cancelled", 0.06, 0, 500, person=True),
)
CODES = np.array([EVENTS.index(slot.event) for slot in SLOTS], np.int8)
CANCELLED = next(number for number, slot in enumerate(SLOTS) if slot.event == END)

SCHEMA = pa.schema(
    [
        ("order_id", pa.int64()),
        ("event", pa.dictionary(pa.int8(), pa.string())),
        ("at", pa.timestamp("us", tz="UTC")),
        ("city", pa.dictionary(pa.int8(), pa.string())),
        ("channel", pa.dictionary(pa.int8(), pa.string())),
        ("severity", pa.int8()),
        ("amount", pa.int64()),
        ("plate", pa.dictionary(pa.int16(), pa.string())),
        ("actor_kind", pa.dictionary(pa.int8(), pa.string())),
    ],
    metadata={"simulated": "true", "about": "A made-up service of rides, to measure with; nothing in it happened."},
)
NAMES = {"event": EVENTS, "city": CITIES, "channel": CHANNELS, "plate": PLATES, "actor_kind": ("system", "person")}

Columns = dict[str, np.ndarray]


def main() -> None:
    """Write a log."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judging_log", description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    write_log(arguments.file, arguments.events, seed=arguments.seed)


def write_log(file: Path, events: int, *, seed: int = SEED) -> Path:
    """Write a log of exactly so many events, in at least two row groups; return the file."""
    group = min(ROW_GROUP, -(-events // 4))
    partial = file.with_name(file.name + ".part")
    with pq.ParquetWriter(partial, SCHEMA, compression="zstd") as writer:
        left = events
        for columns in _in_order_of_time(events, seed):
            table = _table({name: column[:left] for name, column in columns.items()})
            writer.write_table(table, row_group_size=group)
            left -= len(table)
            if left == 0:
                break
        if left:
            raise ValueError(f"the world ended {left} events too early")
    return partial.rename(file)


def _in_order_of_time(events: int, seed: int) -> Iterator[Columns]:
    """Yield the events of the world in the order of time: what later orders may still come before waits."""
    total = int(events / EVENTS_PER_ORDER * 1.02) + 100
    waiting: Columns | None = None
    for first in range(0, total, ORDERS_AT_ONCE):
        numbers = np.arange(first, min(first + ORDERS_AT_ONCE, total))
        made = _orders(numbers, total, np.random.default_rng([seed, first]))
        both = made if waiting is None else {name: np.concatenate([waiting[name], made[name]]) for name in made}
        following = np.array([min(numbers[-1] + 1, total)])
        bound = _placed(following, total, np.zeros(1))[0]
        is_done = (both["at"] < bound) | (numbers[-1] + 1 >= total)
        done = {name: column[is_done] for name, column in both.items()}
        waiting = {name: column[~is_done] for name, column in both.items()}
        order = np.argsort(done["at"], kind="stable")
        yield {name: column[order] for name, column in done.items()}


def _placed(numbers: np.ndarray, total: int, part: np.ndarray) -> np.ndarray:
    """Return when orders are placed, in microseconds; an order's `part` (0 to 1) moves it towards the next one."""
    days, share = np.divmod((numbers + part) * (DAYS / total), 1.0)
    return (
        FIRST + (days * DAY).astype(np.int64) + (np.interp(share, SHARES, np.arange(25)) * (DAY / 24)).astype(np.int64)
    )


def _orders(numbers: np.ndarray, total: int, rng: np.random.Generator) -> Columns:
    """Return all events of some orders, order by order."""
    at, present = _times(_placed(numbers, total, rng.random(len(numbers))), rng)
    slot, row = np.nonzero(present)
    cities = rng.integers(0, len(CITIES), len(numbers), np.int8)
    plates = rng.integers(0, len(PLATES), len(numbers), np.int16)
    size = len(row)
    amount = np.exp(rng.standard_normal(size, np.float32) * np.float32(0.7) + np.float32(8.0)).astype(np.int64)
    amount[rng.random(size, np.float32) < 0.02] = -1
    return {
        "order_id": _scrambled(numbers)[row],
        "event": CODES[slot],
        "at": at[slot, row],
        "city": cities[row],
        "channel": np.searchsorted([0.6, 0.8, 0.92], rng.random(size, np.float32)).astype(np.int8),
        "severity": (1 + np.searchsorted(SEVERITIES[:-1], rng.random(size, np.float32))).astype(np.int8),
        "amount": amount,
        "plate": plates[row],
        "actor_kind": np.array([slot.person for slot in SLOTS], np.int8)[slot],
    }


def _times(placed: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return, per slot and order, when the event happens and whether it does."""
    size = len(placed)
    at, present = np.empty((len(SLOTS), size), np.int64), np.empty((len(SLOTS), size), bool)
    at[0], present[0] = placed, True
    for number, slot in enumerate(SLOTS[1:], start=1):
        delay = rng.standard_exponential(size, np.float32).astype(np.float64) * (slot.seconds * SECOND)
        delay[rng.random(size, np.float32) < 0.02] = 0  # some things happen at one instant
        at[number] = at[slot.after] + delay.astype(np.int64)
        present[number] = present[slot.after] & (rng.random(size, np.float32) < slot.share)
    is_over = present[CANCELLED] & (at > at[CANCELLED])
    present &= ~is_over
    return at, present


def _scrambled(numbers: np.ndarray) -> np.ndarray:
    """Return an id for each order number: no two alike, in no order, and not to be guessed from the one before."""
    mask = np.uint64((1 << 62) - 1)
    mixed = numbers.astype(np.uint64)
    for _ in range(2):
        mixed = (mixed * np.uint64(0x9E3779B97F4A7C15)) & mask
        mixed ^= mixed >> np.uint64(29)
    return mixed.astype(np.int64)


def _table(columns: Columns) -> pa.Table:
    arrays = []
    for field in SCHEMA:
        column = columns[field.name]
        if field.name in NAMES:
            arrays.append(pa.DictionaryArray.from_arrays(pa.array(column), pa.array(NAMES[field.name], pa.string())))
        else:
            arrays.append(pa.array(column, field.type, mask=column < 0 if field.name == "amount" else None))
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


if __name__ == "__main__":
    main()
