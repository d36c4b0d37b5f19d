"""A log many times the memory allowed is judged within it, and the findings are those of the unbounded run.

JIANNUO_PROOF_EVENTS says how many events the log has; 75 million, as many as it has unless told otherwise, are more than
6 GB once all their columns are decoded.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.judging_charter import write_charter
from benchmarks.judging_log import write_log
from tools.catalogue import REPOSITORY

EVENTS = int(os.environ.get("JIANNUO_PROOF_EVENTS", "75000000"))
LIMIT, LARGE = 2 * 10**9, 6 * 10**9


def decoded_size(log: Path) -> int:
    """Return how many bytes the columns of a log take with every text written out."""
    batches = pq.ParquetFile(log).iter_batches(batch_size=1_000_000)
    return sum(_plain(column).nbytes for batch in batches for column in batch.columns)


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def judged(charter: Path, log: Path, limit: str) -> dict[str, object]:
    words = [sys.executable, "-m", "tests.engines.digesting", str(charter), str(log), limit]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.proof
def test_a_log_larger_than_the_memory_allowed_is_judged_within_it_and_alike(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    charter, log = write_charter(tmp_path, 30), write_log(tmp_path / "log.parquet", EVENTS)
    bounded, unbounded = judged(charter, log, "2GB"), judged(charter, log, "")
    size = decoded_size(log)
    record_property("events", EVENTS)
    record_property("decoded_bytes", size)
    record_property("bounded", bounded)
    record_property("unbounded", unbounded)
    log.unlink()
    assert [bounded[name] for name in ("findings", "digest")] == [unbounded[name] for name in ("findings", "digest")]
    assert int(str(bounded["peak_bytes"])) <= LIMIT
    assert EVENTS < 75_000_000 or (size > LARGE and int(str(unbounded["peak_bytes"])) > LIMIT)
