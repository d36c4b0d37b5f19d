import io
from pathlib import Path

import pytest

from jiannuo.core.values.kept_code import code_directory
from jiannuo.interfaces.cli.judging import tell_of_compiling
from jiannuo.interfaces.cli.progress import Progress
from jiannuo.interfaces.cli.session import Session


def shown(*, shows_progress: bool) -> str:
    session = Session("zh", "text", io.StringIO(), io.StringIO(), shows_progress=shows_progress)
    with Progress(session) as progress:
        progress("reading", 0, 20)
        progress("reading", 10, 20)
        progress("reading", 20, 20)
        progress("judging", 5, 20)
    assert session.output.getvalue() == ""  # type: ignore[attr-defined]
    return session.errors.getvalue()  # type: ignore[attr-defined]


def test_each_stage_is_shown_once_with_how_far_it_came() -> None:
    reading, judging = shown(shows_progress=True).splitlines()[:2]
    assert "读取业务记录" in reading and "100%" in reading
    assert "判定履约项" in judging and "25%" in judging


def test_nothing_is_shown_when_progress_is_not_wanted() -> None:
    assert shown(shows_progress=False) == ""


def told_of_compiling() -> str:
    session = Session("en", "text", io.StringIO(), io.StringIO(), shows_progress=True)
    with Progress(session) as progress:
        tell_of_compiling(progress)
    return session.errors.getvalue()  # type: ignore[attr-defined]


def test_compiling_is_told_only_where_nothing_of_the_kernel_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIANNUO_CACHE_DIR", str(tmp_path))
    assert "compiling the kernel" in told_of_compiling()
    directory = code_directory()
    assert directory is not None
    directory.mkdir(parents=True)
    (directory / "jiannuo.core.values.compiled_clock.shifted-1").touch()
    assert "compiling the kernel" in told_of_compiling()
    (directory / "jiannuo.core.judging.kernel.scanning.scan.scan-1").touch()
    assert told_of_compiling().strip() == ""


def test_what_was_waited_for_is_done_when_writing_begins() -> None:
    session = Session("en", "text", io.StringIO(), io.StringIO(), shows_progress=True)
    with Progress(session) as progress:
        progress.wait("compiling")
        progress("writing", 0, 2)
    compiling, writing = session.errors.getvalue().splitlines()[:2]  # type: ignore[attr-defined]
    assert "compiling the kernel" in compiling and "100%" in compiling
    assert "Writing results" in writing and "0%" in writing
