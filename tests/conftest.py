"""What all tests share: data outside the repository, and how hard properties are tried."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED_DATA = REPOSITORY.parent / "shared" / "data"
SHARED_DATA_IS_ABSENT = "the folder ../shared/data is absent"

settings.register_profile("default", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.register_profile(
    "proof", deadline=None, max_examples=2000, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("default")

# Started in the background (`&`, nohup, some runners) a process is born deaf to Ctrl-C, and so are all it starts; the tests
# that interrupt a run need one that hears it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data beside the repository; the test is skipped, and counted loudly, without it."""
    if not SHARED_DATA.is_dir():
        pytest.skip(SHARED_DATA_IS_ABSENT)
    return SHARED_DATA


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly how many tests did not run for want of the shared data."""
    skipped = terminalreporter.getreports("skipped")
    missed = sum(SHARED_DATA_IS_ABSENT in str(report.longrepr) for report in skipped)
    if missed:
        terminalreporter.section("TESTS ON REAL DATA WERE SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.write_line(f"{missed} tests did not run because {SHARED_DATA_IS_ABSENT}.", red=True, bold=True)
