"""Spark judges as the kernel does here; without Java or pyspark these tests are skipped and say so."""

import importlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from jiannuo.core.engines.buckets.judging_files import JudgedFiles, judge_parquet
from jiannuo.core.values.problems import Refusal
from tests.engines.event_parquet import storable, write_events
from tests.engines.test_judging_files import rows_of
from tests.judging.kernel_worlds import rich_worlds
from tools.catalogue import REPOSITORY


def home_of_spark() -> Path | None:
    found = find_spec("pyspark")
    return None if found is None or found.origin is None else Path(found.origin).parent


NEEDED = {"Java": shutil.which("java"), "pyspark": home_of_spark()}
MISSING = [what for what, place in NEEDED.items() if place is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"SPARK NOT TESTED: {' and '.join(MISSING)} not installed")


def spark(name: str) -> Any:
    return importlib.import_module(f"jiannuo.core.engines.clusters.spark_{name}")


def judged_worlds(seeds: range, folder: Path) -> list[JudgedFiles]:
    found = []
    for number, world in enumerate(rich_worlds(seeds, folder)):
        path = folder / f"{number}.parquet"
        write_events(storable(world.log.events), path, seed=number)
        found.append(judge_parquet(world.charter, path, as_of=world.as_of, full=True))
    return found


def check_alike(master: str, worlds: list[JudgedFiles], *, executors: int = 0) -> int:
    findings = 0
    with spark("sessions").session(master) as session:
        for here in worlds:
            for full in (True, False):
                case = replace(here.case, full=full, buckets=3)
                local = JudgedFiles(case)
                expected = rows_of(local.full_batches(engine_version="1") if full else local.batches())
                there = spark("judging").SparkFindings(session, case, "1")
                assert rows_of(there.batches()) == expected
                noted = {promise: ids for promise, ids in local.undecided_triggers.items() if ids}
                assert {promise: ids for promise, ids in there.undecided_triggers.items() if ids} == noted
                findings += len(expected)
        known = session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()
        assert known >= executors + 1  # the driver counts as one
    return findings


def test_two_local_executors_find_what_is_found_here(tmp_path: Path) -> None:
    assert check_alike("local-cluster[2,1,1024]", judged_worlds(range(1, 2), tmp_path), executors=2) > 0


def test_a_master_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused, spark("sessions").session("spark:nonsense"):
        pass
    assert [problem.code for problem in refused.value.problems] == ["L405"]


@pytest.mark.proof
def test_a_standalone_master_with_two_workers_finds_what_is_found_here(tmp_path: Path) -> None:
    with standalone(tmp_path) as master:
        assert check_alike(master, judged_worlds(range(40, 60, 4), tmp_path), executors=2) > 100


@pytest.mark.proof
def test_the_command_audit_names_a_cluster_as_its_engine_and_finds_the_same(tmp_path: Path) -> None:
    audited("kernel", tmp_path / "here")
    audited("local-cluster[2,1,1024]", tmp_path / "beside")
    with standalone(tmp_path) as master:
        audited(master, tmp_path / "there")
    here, *others = (
        rows_of(pq.read_table(tmp_path / name / "findings.parquet").to_batches())
        for name in ("here", "beside", "there")
    )
    assert others == [here, here]
    assert here != []


def audited(engine: str, out: Path) -> None:
    """Run the command as people do: it hides what it does not need, and Spark needs some of that."""
    folder = REPOSITORY / "tools" / "compiling"
    words = [str(folder / "charter"), "--log", str(folder / "mapping.yaml"), "--events", str(folder / "log.csv")]
    program = [sys.executable, "-m", "jiannuo", "audit", *words, "--engine", engine, "--out", str(out)]
    done = subprocess.run(program, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert done.returncode in (0, 1, 3), done.stdout + done.stderr


@contextmanager
def standalone(folder: Path) -> Iterator[str]:
    """Start a master and two workers as processes of their own."""
    home = home_of_spark() or Path()
    port = _free_port()
    master = f"spark://127.0.0.1:{port}"
    common = ["--host", "127.0.0.1", "--webui-port", "0"]
    commands = [
        ["master.Master", *common, "--port", str(port)],
        *(
            ["worker.Worker", *common, "--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"w{n}"), master]
            for n in "12"
        ),
    ]
    environment = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(home)}
    started = []
    try:
        for class_, *words in commands:
            program = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{class_}", *words]
            with (folder / f"{class_}{len(started)}.log").open("w") as log:
                started.append(
                    subprocess.Popen(program, env=environment, stdout=log, stderr=log, start_new_session=True)
                )
        yield master
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
