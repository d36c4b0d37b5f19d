"""What a command hides while it runs, and from whom."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PROGRAM = """
from jiannuo.interfaces.cli.light_start import without_data_frames

{before}
with without_data_frames():
    try:
        import pandas
        print("there")
    except ModuleNotFoundError:
        print("hidden")
"""


@pytest.mark.parametrize(("before", "found"), [("", "hidden"), ("import pyspark", "there")])
def test_data_frames_are_hidden_unless_spark_is_there(before: str, found: str, tmp_path: Path) -> None:
    for name in ("pandas", "pyspark"):
        (tmp_path / f"{name}.py").touch()
    paths = os.pathsep.join([str(tmp_path), str(REPOSITORY)])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(before=before)],
        capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": paths},
    )  # fmt: skip
    assert done.stdout.split() == [found]
