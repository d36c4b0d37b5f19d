"""A result appears whole under its name or not at all: full disks, killed processes, places already taken."""

import errno
import os
import resource
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from jiannuo.core.engines.results.result_folder import MARKER, ResultFolder
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import refused


def leftovers(folder: Path) -> list[str]:
    """Return everything below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_what_was_written_appears_at_the_end_and_not_before(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with ResultFolder(out) as folder:
        (folder.partial / "summary.json").write_text("{}")
        assert not out.exists()
    assert leftovers(tmp_path) == ["deep", "deep/out", "deep/out/summary.json"]


def test_a_failure_leaves_nothing_and_the_earlier_result_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with ResultFolder(out) as folder:
        (folder.partial / "summary.json").write_text("first")
    with pytest.raises(KeyboardInterrupt), ResultFolder(out) as folder:
        (folder.partial / "summary.json").write_text("second")
        raise KeyboardInterrupt
    assert leftovers(tmp_path) == ["out", "out/summary.json"]
    assert (out / "summary.json").read_text() == "first"


def test_an_earlier_result_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with ResultFolder(out) as folder:
        (folder.partial / "summary.json").write_text("first")
        (folder.partial / "report.html").write_text("first")
    with ResultFolder(out) as folder:
        (folder.partial / "summary.json").write_text("second")
    assert leftovers(tmp_path) == ["out", "out/summary.json"]
    assert (out / "summary.json").read_text() == "second"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    with ResultFolder(tmp_path) as folder:
        (folder.partial / "summary.json").write_text("{}")
    assert leftovers(tmp_path) == ["summary.json"]


@pytest.mark.parametrize("name", ["thesis.docx", ".git", "findings.parquet.bak"])
def test_a_folder_that_holds_anything_else_is_never_touched(name: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine")
    with pytest.raises(Refusal) as caught, ResultFolder(tmp_path / "out"):
        raise AssertionError("the work must not begin")
    assert refused(caught.value) == ["L302"]
    assert name in caught.value.problems[0].message("en")
    assert leftovers(tmp_path) == ["out", f"out/{name}"]


def test_a_folder_that_holds_somebodys_charter_is_no_result(tmp_path: Path) -> None:
    (tmp_path / "out" / "charter").mkdir(parents=True)
    (tmp_path / "out" / "charter" / "charter.yaml").write_text("mine")
    with pytest.raises(Refusal) as caught, ResultFolder(tmp_path / "out"):
        raise AssertionError("the work must not begin")
    assert refused(caught.value) == ["L302"]
    assert (tmp_path / "out" / "charter" / "charter.yaml").read_text() == "mine"


def test_a_file_in_its_place_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(Refusal) as caught, ResultFolder(tmp_path / "out"):
        raise AssertionError("the work must not begin")
    assert refused(caught.value) == ["L302"]
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal) as caught, ResultFolder(tmp_path / "file" / "out"):
        raise AssertionError("the work must not begin")
    assert refused(caught.value)[0] in ("L302", "L303")


def test_a_folder_that_may_not_be_written_is_told_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", lambda path, **_: refuse(path))
    with pytest.raises(Refusal) as caught, ResultFolder(tmp_path / "out"):
        raise AssertionError("the work must not begin")
    (problem,) = caught.value.problems
    assert problem.message("zh") == f"无法写入 {tmp_path / 'out'}：没有权限。"
    assert problem.message("en") == f"{tmp_path / 'out'} cannot be written: permission was denied."


def test_something_put_in_its_place_meanwhile_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(Refusal) as caught, ResultFolder(out) as folder:
        (folder.partial / "summary.json").write_text("{}")
        out.mkdir()
        (out / "mine.txt").write_text("mine")
    assert refused(caught.value) == ["L302"]
    assert leftovers(tmp_path) == ["out", "out/mine.txt"]


def test_a_disk_without_space_leaves_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, old[1]))
    try:
        with pytest.raises(Refusal) as caught, ResultFolder(tmp_path / "out") as folder:
            (folder.partial / "summary.json").write_bytes(bytes(20_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert refused(caught.value) == ["L301"]
    assert "--out" in caught.value.problems[0].cure("en")
    assert leftovers(tmp_path) == []


def test_a_killed_run_leaves_nothing_under_the_final_name(tmp_path: Path) -> None:
    script = f"""
        import sys, time
        from pathlib import Path
        from jiannuo.core.engines.results.result_folder import ResultFolder
        with ResultFolder(Path({str(tmp_path / "out")!r})) as folder:
            (folder.partial / "findings.parquet").write_text("half")
            print("ready", flush=True)
            time.sleep(60)
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert not (tmp_path / "out").exists()
    assert [name.startswith("out.partial-") for name in os.listdir(tmp_path)] == [True]


def killed(folder: Path) -> str:
    """Return the name of what a killed run left behind of its result `out`."""
    script = f"""
        import os, signal
        from pathlib import Path
        from jiannuo.core.engines.results.result_folder import ResultFolder
        with ResultFolder(Path({str(folder / "out")!r})) as folder:
            (folder.partial / "findings.parquet").write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    (name,) = [name for name in os.listdir(folder) if name.startswith("out.partial-")]
    return name


def test_what_a_killed_run_left_behind_is_removed_by_the_next_run_into_the_same_place(tmp_path: Path) -> None:
    killed(tmp_path)
    with ResultFolder(tmp_path / "out") as folder:
        assert os.listdir(tmp_path) == [folder.partial.name]
        (folder.partial / "summary.json").write_text("{}")
    assert leftovers(tmp_path) == ["out", "out/summary.json"]


def test_what_was_left_behind_for_another_place_stays(tmp_path: Path) -> None:
    name = killed(tmp_path)
    with ResultFolder(tmp_path / "out2") as folder:
        (folder.partial / "summary.json").write_text("{}")
    assert sorted(os.listdir(tmp_path)) == [name, "out2"]


def test_a_run_that_is_still_going_on_is_left_alone(tmp_path: Path) -> None:
    running = tmp_path / f"out.partial-{os.getppid()}"
    running.mkdir()
    (running / MARKER).touch()
    with ResultFolder(tmp_path / "out") as folder:
        (folder.partial / "summary.json").write_text("{}")
    assert sorted(os.listdir(tmp_path)) == ["out", running.name]


@pytest.mark.parametrize("name", ["out.partial-4194305", "out.partial-mine", "out.partial-4194305-mine"])
def test_a_folder_of_somebody_else_is_left_alone_whatever_its_name(name: str, tmp_path: Path) -> None:
    """The number is above those that Linux gives to processes."""
    (tmp_path / name).mkdir()
    (tmp_path / name / "letter.txt").write_text("keep me")
    with ResultFolder(tmp_path / "out") as folder:
        (folder.partial / "summary.json").write_text("{}")
    assert (tmp_path / name / "letter.txt").read_text() == "keep me"


def test_a_link_to_a_folder_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / MARKER).touch()
    (tmp_path / "out.partial-4194305").symlink_to(tmp_path / "mine")
    with ResultFolder(tmp_path / "out") as folder:
        (folder.partial / "summary.json").write_text("{}")
    assert (tmp_path / "mine" / MARKER).exists()
