"""Seeded mutants of the kernel: each breaks one rule of the language, and the proof of equality must see it."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = {
    "expecting", "figures", "forbidding", "holding", "outcomes", "past", "reaching", "requiring", "scanning", "signals",
    "states", "streams",
}  # fmt: skip
"""The rooms of the kernel of which a mutant is tried; `reading` only hands on what others find."""


def test_every_mutant_of_the_kernel_is_seen_and_the_kernel_itself_is_equal() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-m", "tests.judging.kernel_mutants"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["survivors"] == []
    assert told["mutants"] >= 12
    assert set(told["rooms"]) == ROOMS
