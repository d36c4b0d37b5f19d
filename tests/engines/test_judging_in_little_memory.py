"""A log many times the memory allowed is judged within it, and the findings are those of the unbounded run.

JIANNUO_PROOF_EVENTS says how many events the log has; 50 million, as many as it has unless told otherwise, are about 6 GB
once all their columns are decoded.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.judging_charter import write_charter
from benchmarks.judging_log import write_log
from tools.catalogue import REPOSITORY

EVENTS = int(os.environ.get("JIANNUO_PROOF_EVENTS", "50000000"))
LIMIT = 2 * 10**9


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
    record_property("events", EVENTS)
    record_property("bounded", bounded)
    record_property("unbounded", unbounded)
    log.unlink()
    assert [bounded[name] for name in ("findings", "digest")] == [unbounded[name] for name in ("findings", "digest")]
    assert int(str(bounded["peak_bytes"])) <= LIMIT
    assert EVENTS < 50_000_000 or int(str(unbounded["peak_bytes"])) > LIMIT
