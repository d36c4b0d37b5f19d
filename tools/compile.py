"""Compile the kernel ahead of its first use, by judging a small made-up log: `python -m tools.compile`.

Prints the directory in which the machine code now lies; nothing if none can be kept, as then nothing is gained.
"""

import sys
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.events.logs import read_log
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.judging.event_table import EventTable, table_of
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.values.kept_code import code_directory, keep, read
from tools.catalogue import REPOSITORY

WORLD = REPOSITORY / "tools" / "compiling"
"""The folder of the made-up log: its charter, its mapping and its rows."""
_TRIAL = b"whether anything can be kept"


def main() -> int:
    """Compile, and say where to."""
    directory = code_directory()
    if directory is None or not _can_keep(directory):
        return 0
    compile_kernel()
    print(directory)
    return 0


def compile_kernel() -> None:
    """Judge the made-up log as it comes from files and as it comes one by one, in full and in short."""
    charter = read_charter(WORLD / "charter")
    log = read_log(read_mapping(WORLD / "mapping.yaml"), [WORLD / "log.csv"], charter=charter)
    as_of = log.last_instant or 0
    kernel = Kernel(plan_of(charter))
    tables: tuple[EventTable, ...] = (log.table, table_of(log.log.events))
    for table in tables:
        _exhaust(kernel.judge(table, log.reach, as_of=as_of, full=False))
        _exhaust(kernel.judging(table, log.reach, as_of=as_of).findings())


def _exhaust(findings: Iterable[object]) -> None:
    deque(findings, maxlen=0)


def _can_keep(directory: Path) -> bool:
    trial = directory / f"trial-{uuid4().hex}"
    keep(trial, _TRIAL)
    kept = read(trial) == _TRIAL
    with suppress(OSError):
        trial.unlink(missing_ok=True)
    return kept


if __name__ == "__main__":
    sys.exit(main())
