"""The demo shows what the commands say, goes on where promises are broken, and does nothing twice."""

import shutil

import pyarrow.parquet as pq
import pytest

from tests.examples.conftest import EXAMPLES
from tools.demo import EXAMPLES as SHOWN
from tools.demo import Demo, city, shipped


@pytest.fixture
def demo(tmp_path):
    """Return a demo of the quickest example alone, on a copy of it."""
    shutil.copytree(EXAMPLES / "uptime", tmp_path / "examples" / "uptime")
    return Demo([shipped(tmp_path / "examples" / "uptime", events="data/checks.csv.gz")], tmp_path / "out", "en")


UNCHANGED = "unchanged: the last result is shown"


def test_broken_promises_are_no_failure_and_the_report_is_named(demo, capsys):
    assert demo.run() == 0
    said = capsys.readouterr().out
    assert f"uptime: {demo.out / 'uptime' / 'report.html'}" in said
    assert "Back within 60 minutes" in said
    assert (demo.out / "uptime" / "report.html").stat().st_size > 10_000


def test_the_second_run_shows_the_same_without_auditing(demo, capsys):
    demo.run()
    first = capsys.readouterr().out
    made = (demo.out / "uptime" / "findings.parquet").stat().st_mtime_ns
    assert demo.run() == 0
    second = capsys.readouterr().out
    assert UNCHANGED in second and UNCHANGED not in first
    assert (demo.out / "uptime" / "findings.parquet").stat().st_mtime_ns == made
    shown = [line for line in first.splitlines() if not line.startswith("Done in")]
    assert [line for line in second.splitlines() if not line.startswith("Done in") and UNCHANGED not in line] == shown


def test_a_changed_charter_is_audited_anew(demo, capsys):
    demo.run()
    capsys.readouterr()
    promises = demo.examples[0].charter / "promises.yaml"
    promises.write_text(promises.read_text(encoding="utf-8").replace("within: param.back_within", "within: 1000 h"))
    assert demo.run() == 0
    said = capsys.readouterr().out
    assert UNCHANGED not in said
    row = next(line for line in said.splitlines() if line.startswith("Back within 60 minutes"))
    assert row.split()[4:6] == ["271", "0"]


def test_a_charter_that_is_refused_ends_the_demo(demo, capsys):
    promises = demo.examples[0].charter / "promises.yaml"
    promises.write_text(promises.read_text(encoding="utf-8").replace("hold:", "holt:"))
    assert demo.run() == 2
    assert not (demo.out / "uptime").exists()
    assert "holt" in "".join(capsys.readouterr())


def test_the_made_up_city_is_made_and_said_to_be_made_up(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("tools.demo.ORDERS", 60)
    made_up = Demo([city(tmp_path / "city")], tmp_path / "out", "en")
    assert made_up.run() == 0
    said = capsys.readouterr().out
    assert "made up" in said.split("Example 1 of 1")[1]
    assert pq.read_metadata(tmp_path / "city" / "events.parquet").num_rows > 60
    assert "simulated" in (tmp_path / "out" / "ride-hailing-simulated" / "report.html").read_text(encoding="utf-8")
    assert made_up.run() == 0
    assert UNCHANGED in capsys.readouterr().out


def test_every_example_of_the_demo_is_shipped():
    assert all(path.exists() for example in SHOWN for path in example.rests_on)
