"""The least that judging a file can cost: the columns needed are read, and rows are grouped by subject.

`ready` measures one query of DuckDB that reads every column the promises name and groups all of it by order. What a
judge outside the database needs besides, the columns handed over as Arrow, is measured by `ready_to_hand_over`.
"""

import duckdb

from benchmarks.judging_promises import Promise, promises
from benchmarks.judging_task import Counts, Judge, Task

TEXTS = ("event", "city", "channel")
ROWS_AT_ONCE = 1 << 17


def ready() -> Judge:
    """Return reading and grouping, both within DuckDB."""
    return Judge("floor", duckdb.__version__, _grouped, lambda _: [])


def ready_to_hand_over() -> Judge:
    """Return reading alone, with the columns handed over as Arrow."""
    return Judge("columns handed over as Arrow", duckdb.__version__, _handed_over, lambda _: [])


def _grouped(task: Task) -> Counts:
    """Read and group; every value goes through the groups, so that none can be left unread."""
    columns = [name for name in _columns(task) if name != "order_id"]
    inner = ", ".join(f"{_digest(name)} AS c{number}" for number, name in enumerate(columns))
    outer = ", ".join(f"bit_xor(c{number})" for number in range(len(columns)))
    query = f"SELECT {outer}, count(*) FROM (SELECT {inner} FROM read_parquet(?) GROUP BY order_id)"  # noqa: S608
    row = duckdb.connect().execute(query, [task.log]).fetchone()
    return {"orders": {"count": row[-1] if row else 0}}


def _digest(name: str) -> str:
    """Return an aggregate that statistics of the file cannot answer."""
    if name in TEXTS:
        return f"bit_xor(hash({name}))"
    return f'bit_xor(epoch_us("{name}"))' if name == "at" else f"bit_xor({name})"


def _handed_over(task: Task) -> Counts:
    columns = ", ".join(f'"{name}"' for name in _columns(task))
    relation = duckdb.connect().sql(f"SELECT {columns} FROM '{task.log}'")  # noqa: S608
    return {"rows": {"count": sum(batch.num_rows for batch in relation.to_arrow_reader(ROWS_AT_ONCE))}}


def _columns(task: Task) -> list[str]:
    """Return the columns that the promises name, and those that every judge needs."""
    named = {one.attribute for promise in promises(task.promises) for one in _conditions(promise)}
    return ["order_id", "event", "at", *sorted(named)]


def _conditions(promise: Promise) -> tuple:
    own = () if promise.require is None else (promise.require,)
    return (*promise.first.where, *(promise.then.where if promise.then else ()), *own)
