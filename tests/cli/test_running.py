"""The command line as a whole: exit codes, what goes where, and that no traceback reaches a person."""

import errno
import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from jiannuo import __version__
from jiannuo.core.values.problems import ProblemKind, Refusal
from jiannuo.core.values.texts import Text
from jiannuo.interfaces.cli import running
from jiannuo.interfaces.cli.exits import CharterRefusal
from jiannuo.interfaces.cli.running import load_command, main
from jiannuo.interfaces.cli.table import COMMANDS

HEAVY = {"duckdb", "holidays", "jinja2", "numpy", "pyarrow", "rich", "yaml"}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.delenv("JIANNUO_DEBUG", raising=False)


@pytest.fixture
def command_that(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], int]], None]:
    """Put a stand-in where every command is loaded."""
    return lambda work: monkeypatch.setattr(running, "load_command", lambda command: lambda given, session: work())


def raising(failure: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise failure

    return work


def test_every_command_of_the_table_has_its_module() -> None:
    assert all(callable(load_command(command)) for command in COMMANDS)


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_the_exit_code_is_the_commands(code: int, command_that: Callable) -> None:
    command_that(lambda: code)
    assert main(["charter", "schema"]) == code


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"jiannuo {__version__}\n"


def test_a_call_without_a_command_could_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("error T002\n")


def test_a_wrong_call_is_answered_in_json_when_json_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["charter", "check", "--format", "json"]) == 2
    shown = capsys.readouterr()
    assert [problem["code"] for problem in json.loads(shown.out)["problems"]] == ["T003"]
    assert shown.err == ""


@pytest.mark.parametrize(("refuses", "exit_code"), [(CharterRefusal, 1), (Refusal, 2)])
def test_a_refused_charter_is_a_result_and_any_other_refusal_stopped_the_command(
    refuses: type[Refusal], exit_code: int, command_that: Callable, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = ProblemKind("C901", Text(zh="不行。", en="No."), Text(zh="改。", en="Change it."))
    command_that(raising(refuses(kind.at(), kind.at())))
    assert main(["charter", "schema"]) == exit_code
    shown = "error C901\n  No.\n  Cure: Change it.\n\n"
    assert capsys.readouterr().err == f"{shown}{shown}2 errors, 0 warnings.\n"


@pytest.mark.parametrize(
    ("failure", "code", "said"),
    [
        (KeyboardInterrupt(), "T023", "The command was interrupted; its result is not complete."),
        (MemoryError(), "T022", "The memory was not enough and the command did not finish."),
        (
            OSError(errno.ENOSPC, "No space left on device", "out/findings.parquet"),
            "T020",
            "No space was left while writing out/findings.parquet; the result is not complete.",
        ),
        (
            OSError(errno.EFBIG, "File too large"),
            "T020",
            "No space was left while writing a file; the result is not complete.",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "out"),
            "T021",
            "out could not be read or written: permission was denied.",
        ),
        (
            OSError(errno.EIO, "Input/output error", "a.csv"),
            "T021",
            "a.csv could not be read or written: the system reports Input/output error.",
        ),
        (
            ZeroDivisionError("division by zero\nmore"),
            "T024",
            "An unforeseen error occurred: ZeroDivisionError: division by zero.",
        ),
        (RecursionError(), "T024", "An unforeseen error occurred: RecursionError."),
    ],
)
def test_a_failure_is_told_in_one_sentence_with_a_cure(
    failure: BaseException, code: str, said: str, command_that: Callable, capsys: pytest.CaptureFixture[str]
) -> None:
    command_that(raising(failure))
    assert main(["charter", "schema"]) == 2
    shown = capsys.readouterr()
    head, message, cure = shown.err.splitlines()[:3]
    assert (head, message, shown.out) == (f"error {code}", f"  {said}", "")
    assert cure.startswith("  Cure: ") and cure.endswith(".")


def test_the_trace_is_shown_to_those_who_ask_for_it(
    command_that: Callable, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIANNUO_DEBUG", "1")
    command_that(raising(ZeroDivisionError("division by zero")))
    assert main(["charter", "schema"]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("Traceback (most recent call last):\n")
    assert "error T024\n" in shown


@pytest.mark.parametrize("arguments", [["--help"], ["audit", "--help"], ["charter", "chek"]])
def test_help_and_wrong_calls_load_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom jiannuo.interfaces.cli.running import main\n"
        f"main({arguments!r})\nprint('LOADED', *sorted(set(sys.modules) & {HEAVY!r}))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "LOADED"


def end_without_a_reader(script: str) -> tuple[int, bytes]:
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    return process.returncode, said


def test_a_reader_who_went_away_is_told_nothing() -> None:
    script = "import sys\nfrom jiannuo.interfaces.cli.running import main\nsys.exit(main(['--help']))"
    assert end_without_a_reader(script) == (0, b"")


def test_a_command_that_loses_its_reader_halfway_could_not_run() -> None:
    script = (
        "import sys\nfrom jiannuo.interfaces.cli import running\n"
        "def write(given, session):\n    session.say('x' * 1_000_000)\n    return 0\n"
        "running.load_command = lambda command: write\n"
        "sys.exit(running.main(['charter', 'schema']))"
    )
    assert end_without_a_reader(script) == (2, b"")


def test_a_terminal_that_cannot_show_chinese_is_no_failure() -> None:
    environment = {"LC_ALL": "zh_CN.UTF-8", "PYTHONIOENCODING": "latin-1"}
    ended = subprocess.run(
        [sys.executable, "-m", "jiannuo", "charter"], capture_output=True, env=environment, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"\\u9519\\u8bef T002\n")
