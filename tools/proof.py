"""Run the long proofs and keep what they showed: `python -m tools.proof` writes proof/<commit>.json."""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


class Keeper:
    """A pytest plug-in that keeps the outcome of every test and the figures it recorded with `record_property`."""

    def __init__(self) -> None:
        self.tests: dict[str, dict[str, object]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the worst outcome of a test's phases; set-up and tear-down count only when they do not pass."""
        if report.when != "call" and report.passed:
            return
        self.tests[report.nodeid] = {
            "test": report.nodeid,
            "outcome": report.outcome,
            "seconds": round(report.duration, 3),
            "figures": dict(report.user_properties),
            "reason": "" if report.passed else str(report.longrepr)[-2000:],
        }


def main(arguments: list[str]) -> int:
    """Run the proofs, write their record and return pytest's exit code."""
    keeper = Keeper()
    started_at = datetime.now(UTC)
    code = pytest.main(["-m", "proof", "--hypothesis-profile=proof", *arguments], plugins=[keeper])
    written = write_record(keeper, started_at, int(code))
    print(f"{len(keeper.tests)} proofs, recorded in {written.relative_to(REPOSITORY)}")
    return int(code)


def write_record(keeper: Keeper, started_at: datetime, code: int) -> Path:
    """Write what the proofs showed, named by the commit they were run on, and return the file."""
    tests = sorted(keeper.tests.values(), key=lambda test: str(test["test"]))
    record = {
        "commit": _git("rev-parse", "HEAD"),
        "changed_since_commit": bool(_git("status", "--porcelain")),
        "started_at": started_at.isoformat(timespec="seconds"),
        "seconds": round((datetime.now(UTC) - started_at).total_seconds(), 1),
        "python": platform.python_version(),
        "machine": {"system": platform.platform(), "processors": os.cpu_count()},
        "exit_code": code,
        "outcomes": _count(tests),
        "tests": tests,
    }
    path = REPOSITORY / "proof" / f"{record['commit']}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")
    return path


def _count(tests: list[dict[str, object]]) -> dict[str, int]:
    outcomes = [str(test["outcome"]) for test in tests]
    return {outcome: outcomes.count(outcome) for outcome in ("passed", "failed", "skipped")}


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
