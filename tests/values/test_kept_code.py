"""Machine code is kept whole or not at all, in bounds, readable by all who may read the directory."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from jiannuo.core.values import kept_code
from jiannuo.core.values.kept_code import (
    DIRECTORY_VARIABLE,
    KEPT_FILES,
    KEPT_MACHINES,
    KeptCode,
    code_directory,
    forget_old,
    keep,
    read,
)

MACHINE = "x86_64-znver5-3.11-numpy2.4-numba0.68-llvmlite0.5"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "chosen" / MACHINE / "module.function-key"


def test_what_is_kept_is_read_again_and_may_be_read_by_others(file: Path) -> None:
    keep(file, b"code")
    assert read(file) == b"code"
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert file.stat().st_mode & 0o055 == 0o044
    assert file.parent.stat().st_mode & 0o077 == 0o055


def test_what_is_missing_or_not_whole_is_not_read(file: Path) -> None:
    assert read(file) is None
    keep(file, b"code" * 100)
    content = file.read_bytes()
    for damaged in (b"", content[:20], content[:-1], content + b" ", content.replace(b"code", b"core", 1)):
        file.write_bytes(damaged)
        assert read(file) is None
    keep(file, b"code")
    assert read(file) == b"code"


def test_a_file_of_somebody_else_is_read_though_it_cannot_be_marked_as_used(file: Path, monkeypatch) -> None:
    keep(file, b"code")

    def refusing(_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refusing)
    assert read(file) == b"code"


def test_where_a_file_stands_in_the_way_nothing_is_kept(file: Path) -> None:
    file.parent.parent.write_text("no directory")
    keep(file, b"code")
    assert read(file) is None
    assert file.parent.parent.read_text() == "no directory"


def test_a_disk_that_is_full_leaves_what_was_there(file: Path, monkeypatch) -> None:
    keep(file, b"code")

    class Full:
        def __init__(self, descriptor: int, _: str) -> None:
            self.descriptor = descriptor

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_: object) -> None:
            os.close(self.descriptor)

        def write(self, content: bytes) -> None:
            os.write(self.descriptor, content[:5])
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_code, "open", Full, raising=False)
    keep(file, b"other code")
    keep(file.with_name("other-key"), b"code")
    assert read(file) == b"code"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def dated(path: Path, number: int) -> None:
    os.utime(path, (10**9 + number, 10**9 + number))


def test_the_files_used_longest_ago_are_forgotten(file: Path) -> None:
    file.parent.mkdir(parents=True)
    for number in range(KEPT_FILES + 3):
        path = file.parent / f"{number}"
        path.write_bytes(kept_code._digest(b"code") + b"code")
        dated(path, number)
    assert read(file.parent / "1") == b"code"
    keep(file, b"code")
    gone = {"0", "2", "3"}
    assert {path.name for path in file.parent.iterdir()} == {
        *(str(number) for number in range(KEPT_FILES + 3) if str(number) not in gone),
        file.name,
    }


def test_the_machines_of_long_ago_are_forgotten_and_nothing_of_others_is_touched(file: Path) -> None:
    chosen = file.parent.parent
    for number in range(12):
        earlier = chosen / f"{MACHINE}-{number}"
        (earlier / "below").mkdir(parents=True)
        dated(earlier, number)
    (chosen / "stranger").mkdir()
    dated(chosen / "stranger", 0)
    keep(file, b"code")
    latest = {f"{MACHINE}-{number}" for number in range(12 - KEPT_MACHINES + 1, 12)}
    assert {path.name for path in chosen.iterdir()} == latest | {MACHINE, "stranger"}


def test_it_is_looked_only_once_what_may_be_forgotten(file: Path) -> None:
    keep(file, b"code")
    before = forget_old.cache_info().hits
    keep(file, b"code")
    assert forget_old.cache_info().hits == before + 1


@pytest.mark.parametrize(("variable", "below"), [("XDG_CACHE_HOME", ""), ("HOME", ".cache")])
def test_unless_told_otherwise_code_is_kept_in_the_users_cache(tmp_path, monkeypatch, variable, below) -> None:
    for name in (DIRECTORY_VARIABLE, "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, str(tmp_path))
    directory = code_directory()
    assert directory is not None and directory.parent == tmp_path / below / "jiannuo" / "kernel"
    assert list(tmp_path.iterdir()) == []


def test_a_relative_users_cache_is_none_as_its_convention_says(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv(DIRECTORY_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    directory = code_directory()
    assert directory is not None and directory.parent == tmp_path / ".cache" / "jiannuo" / "kernel"


def test_a_user_without_a_home_has_no_directory(monkeypatch) -> None:
    for name in (DIRECTORY_VARIABLE, "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert code_directory() is None


def test_the_directory_is_named_after_what_machine_code_depends_on(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(tmp_path))
    usual = code_directory()
    seen = {usual}
    for module in (kept_code.np, kept_code.numba, kept_code.llvmlite):
        with monkeypatch.context() as changed:
            changed.setattr(module, "__version__", "0.0.1")
            seen.add(code_directory())
    with monkeypatch.context() as changed:
        changed.setattr(kept_code.binding, "get_host_cpu_features", lambda: SimpleNamespace(flatten=lambda: "+none"))
        seen.add(code_directory())
    assert len(seen) == 5
    assert {directory.parent for directory in seen if directory} == {tmp_path}


def test_code_that_holds_addresses_of_this_process_is_not_kept(tmp_path: Path) -> None:
    kept = KeptCode(lambda: None, {}, tmp_path / MACHINE)
    kept.save_overload((), SimpleNamespace(library=SimpleNamespace(has_dynamic_globals=True), lifted=()))
    lifted = (SimpleNamespace(can_cache=False),)
    kept.save_overload((), SimpleNamespace(library=SimpleNamespace(has_dynamic_globals=False), lifted=lifted))
    assert list(tmp_path.iterdir()) == []
