"""The made-up log that the set-up judges to compile the kernel stays legal, and needs what real logs need."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from jiannuo.core.charters.building.built_in_events import NAMES
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.events.logs import ReadLog, read_log
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.judging.reference.judge import judge_log
from jiannuo.core.values.kept_code import DIRECTORY_VARIABLE
from tests.conftest import REPOSITORY
from tools import compile as compiling
from tools.compile import WORLD

CHARTER = read_charter(WORLD / "charter")


def log() -> ReadLog:
    return read_log(read_mapping(WORLD / "mapping.yaml"), [WORLD / "log.csv"], charter=CHARTER)


def test_the_charter_has_no_warnings_and_the_log_no_row_that_is_set_aside() -> None:
    read = log()
    assert (CHARTER.warnings, read.rejects) == ((), ())
    assert set(CHARTER.events) - NAMES - set(CHARTER.signals) <= set(read.counts.events_by_type)


def test_every_promise_comes_to_findings_and_all_verbs_to_the_usual_verdicts() -> None:
    read = log()
    as_of = read.last_instant
    assert as_of is not None
    findings = list(judge_log(CHARTER, read.log, as_of=as_of))
    assert {finding.promise for finding in findings} == set(CHARTER.promises)
    verdicts = Counter((CHARTER.promises[finding.promise].verb, finding.verdict) for finding in findings)
    assert {verb for verb, _ in verdicts} == {"expect", "never", "require", "hold"}
    assert {verdict for _, verdict in verdicts} >= {"kept", "broken", "excused", "unknown", "lapsed", "withdrawn"}


def test_where_nothing_can_be_kept_nothing_is_compiled(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "file").write_text("no directory")
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(tmp_path / "file" / "below"))
    monkeypatch.setattr(compiling, "compile_kernel", lambda: pytest.fail("was compiled"))
    assert compiling.main() == 0
    assert capsys.readouterr().out == ""


def test_where_code_can_be_kept_the_directory_is_named_and_no_trial_left(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(tmp_path))
    monkeypatch.setattr(compiling, "compile_kernel", lambda: None)
    assert compiling.main() == 0
    (directory,) = tmp_path.iterdir()
    assert capsys.readouterr().out == f"{directory}\n"
    assert list(directory.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ("--help",),
        ("audit", "--help"),
        ("charter", "check", "charter"),
        ("log", "check", "mapping.yaml", "log.csv", "--charter", "charter"),
    ],
)
def test_a_command_that_judges_nothing_does_not_load_the_compiler(command: tuple[str, ...]) -> None:
    asking = [
        *(sys.executable, "-c"),
        "import sys; from jiannuo.interfaces.cli.running import main; code = main(sys.argv[1:]); "
        "print({'numba', 'llvmlite'} & {*sys.modules}, file=sys.stderr); sys.exit(code)",
    ]
    known = {"PYTHONPATH": str(REPOSITORY)}
    ran = subprocess.run([*asking, *command], cwd=WORLD, env=known, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "set()\n")
