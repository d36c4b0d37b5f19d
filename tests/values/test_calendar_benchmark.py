"""The benchmark of calendars measures what is there and says what is not; how fast is no matter here."""

import json
import subprocess
import sys

from benchmarks.calendar_peers import PEERS


def test_the_benchmark_names_every_peer_as_measured_or_missing() -> None:
    program = [sys.executable, "-m", "benchmarks.calendars", "--format", "json", "--size", "20000", "--seconds", "0.02"]
    result = json.loads(subprocess.run(program, capture_output=True, text=True, check=True).stdout)
    measured = {row["package"].split()[0] for row in result["measurements"]}
    assert measured - {"jiannuo"} | set(result["missing"]) == set(PEERS)
    assert [row["operation"] for row in result["measurements"] if row["form"] == "NumPy column"] == [
        "measure",
        "add",
        "is_open",
        "next_open",
    ]
    assert {row["peer"].split()[0] for row in result["ratios"]} == measured - {"jiannuo"}
