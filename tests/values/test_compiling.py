"""Compiled code is kept where it can be written, compiled anew where it changed, and runs where nothing can be kept."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jiannuo.core.values.kept_code import DIRECTORY_VARIABLE

CALLED = """
from typing import NamedTuple
from jiannuo.core.values.compiling import compiled, compiled_inline, compiled_small
FACTOR = 2

@compiled_small
def times(number):
    return FACTOR * number

@compiled_inline
def other(number):
    return number + 1
"""
DOUBLED = """
from called import compiled, other, times

@compiled
def doubled(number):
    return times(number)

@compiled
def one_more(number):
    return other(number)
"""
ASKING = """
import resource, sys
if "full" in sys.argv:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # every write fails, as on a full disk
from doubled import doubled, one_more
for asked in (doubled, one_more):
    print(asked(21), sum(asked.stats.cache_hits.values()), end="; ")
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "called.py").write_text(CALLED)
    (tmp_path / "doubled.py").write_text(DOUBLED)
    return tmp_path


def run(folder: Path, *words: str, **variables: str) -> str:
    """Run a program that compiles; return what its two functions found and how often from what was kept."""
    known = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    known["PYTHONPATH"] = os.pathsep.join((str(Path(__file__).parents[2]), str(folder)))
    known[DIRECTORY_VARIABLE] = str(folder / "chosen")
    told = [sys.executable, "-B", "-c", ASKING, *words]
    asked = subprocess.run(told, cwd=folder, env=known | variables, capture_output=True, text=True, check=True)
    assert asked.stderr == ""
    return asked.stdout


def kept(folder: Path) -> set[str]:
    return {path.name.rpartition("-")[0] for path in (folder / "chosen").rglob("*") if path.is_file()}


def test_only_what_a_change_goes_into_is_compiled_anew(program: Path) -> None:
    assert run(program) == "42 0; 22 0; "
    assert kept(program) == {"called.times", "called.other", "doubled.doubled", "doubled.one_more"}
    assert run(program) == "42 1; 22 1; "
    (program / "called.py").write_text(CALLED.replace("FACTOR = 2", "\nFACTOR = 3"))
    assert run(program) == "63 0; 22 1; "
    assert run(program) == "63 1; 22 1; "
    (program / "called.py").write_text(CALLED)
    assert run(program) == "42 1; 22 1; "


def test_a_disk_that_is_full_keeps_nothing_and_is_no_failure(program: Path) -> None:
    assert run(program, "full") == "42 0; 22 0; "
    assert kept(program) == set()


def test_code_made_beforehand_is_used_where_nothing_can_be_written(program: Path) -> None:
    run(program)
    assert run(program, "full") == "42 1; 22 1; "


def test_where_there_can_be_no_directory_the_code_runs_all_the_same(program: Path) -> None:
    assert run(program, **{DIRECTORY_VARIABLE: str(program / "called.py" / "below")}) == "42 0; 22 0; "


def test_with_numba_switched_off_the_functions_are_those_of_python(program: Path) -> None:
    asking = "from doubled import doubled; print(type(doubled).__name__, doubled(21))"
    known = {"PYTHONPATH": os.pathsep.join((str(Path(__file__).parents[2]), str(program))), "NUMBA_DISABLE_JIT": "1"}
    told = [sys.executable, "-B", "-c", asking]
    assert subprocess.run(told, env=known, capture_output=True, text=True, check=True).stdout == "function 42\n"
