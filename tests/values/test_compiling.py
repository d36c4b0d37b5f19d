"""Compiled code is kept where it can be written, and runs where nothing can be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jiannuo.core.values import compiling
from jiannuo.core.values.compiling import DIRECTORY_VARIABLE, cache_directory

DOUBLED = """
from jiannuo.core.values.compiling import CACHE, compiled, compiled_small

@compiled_small
def twice(number):
    return 2 * number

@compiled
def doubled(number):
    return twice(number)
"""
ASKING = """
import numba
from doubled import CACHE, doubled
print(doubled(21), sum(doubled.stats.cache_hits.values()), numba.config.CACHE_DIR, CACHE)
"""


def run(folder: Path, *, package: str = "", **variables: str) -> str:
    """Run a program that compiles; return what it found, how often from the cache, Numba's own setting, the directory."""
    (folder / "doubled.py").write_text(DOUBLED)
    known = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    known["PYTHONPATH"] = os.pathsep.join((package or str(Path(__file__).parents[2]), str(folder)))
    program = [sys.executable, "-B", "-c", ASKING]
    return subprocess.run(
        program, cwd=folder, env=known | variables, capture_output=True, text=True, check=True
    ).stdout.rstrip()


def files(folder: Path) -> set[str]:
    return {path.suffix for path in folder.rglob("*") if path.is_file()}


def test_code_is_kept_in_the_directory_chosen_and_found_there_again(tmp_path) -> None:
    chosen = tmp_path / "chosen"
    first = run(tmp_path, **{DIRECTORY_VARIABLE: str(chosen)})
    assert first.startswith(f"42 0  {chosen}{os.sep}")
    assert files(chosen) == {".nbi", ".nbc"}
    assert run(tmp_path, **{DIRECTORY_VARIABLE: str(chosen)}) == first.replace("42 0", "42 1")


@pytest.mark.parametrize(("variable", "below"), [("XDG_CACHE_HOME", ""), ("HOME", ".cache")])
def test_unless_told_otherwise_code_is_kept_in_the_users_cache(tmp_path, monkeypatch, variable, below) -> None:
    for name in (DIRECTORY_VARIABLE, "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, str(tmp_path))
    directory = cache_directory()
    assert directory is not None and directory.is_dir()
    assert directory.parent == tmp_path / below / "jiannuo" / "kernel"


def test_a_relative_users_cache_is_none_as_its_convention_says(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv(DIRECTORY_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    directory = cache_directory()
    assert directory is not None and directory.parent == tmp_path / ".cache" / "jiannuo" / "kernel"


def test_where_nothing_can_be_written_the_code_runs_all_the_same(tmp_path) -> None:
    file = tmp_path / "file"
    file.write_text("no directory")
    assert run(tmp_path, **{DIRECTORY_VARIABLE: str(file / "below")}) == "42 0  None"
    assert files(tmp_path) == {"", ".py"}


def test_another_state_of_the_sources_has_a_directory_of_its_own(tmp_path) -> None:
    package, chosen = tmp_path / "package", tmp_path / "chosen"
    values = package / "jiannuo" / "core" / "values"
    values.mkdir(parents=True)
    for folder in (values, *values.parents[:2]):
        (folder / "__init__.py").touch()
    (values / "compiling.py").write_text(Path(compiling.__file__).read_text())
    told = {"package": str(package), DIRECTORY_VARIABLE: str(chosen)}
    first = run(tmp_path, **told)
    (values / "calling.py").write_text("from jiannuo.core.values.compiling import compiled\n")
    second = run(tmp_path, **told)
    assert {Path(shown.removeprefix("42 0  ")) for shown in (first, second)} == {*chosen.iterdir()}
    assert first != second


def test_only_the_latest_states_are_kept_and_nothing_of_others_is_touched(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(tmp_path))
    directory = cache_directory()
    assert directory is not None
    machine = directory.name.rpartition("-")[0]
    directory.rmdir()
    for number in range(20):
        earlier = tmp_path / f"{machine}-{number}"
        (earlier / "code").mkdir(parents=True)
        os.utime(earlier, (10**9 + number, 10**9 + number))
    (tmp_path / "stranger").mkdir()
    assert cache_directory() == directory
    latest = {f"{machine}-{number}" for number in range(13, 20)}
    assert {path.name for path in tmp_path.iterdir()} == latest | {directory.name, "stranger"}
