"""Files of events are judged from the command line as a log is audited, and written while they come."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jiannuo.core.engines.findings.compact_findings import SCHEMA as COMPACT
from jiannuo.core.engines.findings.findings_schema import SCHEMA as FULL
from jiannuo.interfaces.cli.running import main
from tests.cli.conftest import Desk

Shown = pytest.CaptureFixture[str]
HOUR, NINE = 3_600_000_000, 1_721_005_200_000_000
"""09:00 on 15 July 2024 in Shanghai is 01:00 UTC."""
ROWS = [("opened", 0, "T1"), ("answered", 1, "T1"), ("opened", 0, "T2"), ("answered", 3, "T2"), ("opened", 0.5, "T3"), ("opened", 2, "T4")]  # fmt: skip
"""What the log of the desk holds: one kept, two broken, one pending at 12:00."""


def write_events(path: Path, rows: list[tuple[str, float, str]]) -> Path:
    """Write events of a type, so many hours after nine, of a ticket."""
    columns = {
        "event": pa.array([event for event, _, _ in rows], pa.string()),
        "at": pa.array([NINE + int(hours * HOUR) for _, hours, _ in rows], pa.int64()).cast(pa.timestamp("us", "UTC")),
        "id": pa.array([str(number) for number in range(len(rows))], pa.string()),
        "ticket_id": pa.array([ticket for _, _, ticket in rows], pa.string()),
    }
    pq.write_table(pa.table(columns), path)
    return path


@pytest.fixture
def events(tmp_path: Path) -> Path:
    return write_events(tmp_path / "log[1].parquet", ROWS)


def judging(desk: Desk, events: Path, out: Path, *further: str) -> list[str]:
    return ["judge", str(desk.charter), "--events", str(events), "--out", str(out), *further]


def told(path: Path) -> Counter[tuple[str, str]]:
    rows = pq.read_table(path / "findings.parquet").to_pylist()
    return Counter((row["subject"][0], row["verdict"]) for row in rows)


EXPECTED = {("T1", "kept"): 1, ("T2", "broken"): 1, ("T3", "broken"): 1, ("T4", "pending"): 1}


@pytest.mark.parametrize("limit", [[], ["--memory-limit", "2GB"]])
def test_compact_findings_and_counts_are_written(
    desk: Desk, events: Path, tmp_path: Path, capsys: Shown, limit: list[str]
) -> None:
    out = tmp_path / "out"
    assert main(judging(desk, events, out, "--format", "json", *limit)) == 1
    shown = json.loads(capsys.readouterr().out)
    assert {path.name for path in out.iterdir()} == {"findings.parquet", "counts.json", "charter"}
    assert pq.read_schema(out / "findings.parquet").names == COMPACT.names
    assert told(out) == EXPECTED
    assert json.loads((out / "counts.json").read_text("utf-8")) == shown
    verdicts = {"kept": 1, "broken": 2, "excused": 0, "unknown": 0, "pending": 1}
    assert shown["promises"] == [
        {"id": "answer", "verb": "expect", "verdicts": verdicts, "lapsed": 0, "withdrawn": 0, "undecided_triggers": 0}
    ]
    assert (shown["total"], shown["events"], shown["as_of"]) == (
        {"verdicts": verdicts},
        6,
        "2024-07-15T12:00:00+08:00",
    )


@pytest.mark.parametrize("further", [[], ["--full"]])
def test_what_is_found_on_simulated_events_says_so(
    desk: Desk, events: Path, tmp_path: Path, capsys: Shown, further: list[str]
) -> None:
    out, marks = tmp_path / "out", {"simulated": "true", "seed": "1"}
    main(judging(desk, events, out, "--format", "json", *further))
    assert json.loads(capsys.readouterr().out)["simulated"] is False
    assert b"simulated" not in (pq.read_schema(out / "findings.parquet").metadata or {})
    pq.write_table(pq.read_table(events).replace_schema_metadata(marks), events)
    main(judging(desk, events, out, "--lang", "en", *further))
    assert capsys.readouterr().out.splitlines()[1].startswith("[Simulated data]")
    assert json.loads((out / "counts.json").read_text("utf-8"))["simulated"] is True
    assert pq.read_schema(out / "findings.parquet").metadata[b"simulated"] == b"true"


def test_full_findings_are_those_of_an_audit(desk: Desk, events: Path, tmp_path: Path) -> None:
    judged, audited = tmp_path / "judged", tmp_path / "audited"
    main(judging(desk, events, judged, "--full"))
    main(desk.audit("--out", str(audited)))
    one, other = (pq.read_table(folder / "findings.parquet") for folder in (judged, audited))
    assert one.schema.equals(other.schema, check_metadata=True) and one.schema.names == FULL.names
    by_hand = {"id", "root", "evidence"}  # the log has no ids of its own, so its rows are named by file and number
    names = [name for name in FULL.names if name not in by_hand]
    assert sorted(map(str, one.select(names).to_pylist())) == sorted(map(str, other.select(names).to_pylist()))
    assert len(one) == 4


def test_the_table_is_told_in_both_languages(desk: Desk, events: Path, tmp_path: Path, capsys: Shown) -> None:
    out = tmp_path / "out"
    main(judging(desk, events, out, "--lang", "en"))
    english = capsys.readouterr().out.splitlines()
    assert english[:2] == ["Service desk", "Events: 6; as of 2024-07-15 12:00."]
    assert english[3].split() == ["Promise", "kept", "broken", "excused", "unknown", "pending", "lapsed", "withdrawn", "undecided", "triggers"]  # fmt: skip
    assert english[4].split() == ["answer", "1", "2", "0", "0", "1", "0", "0", "0"]
    assert english[-1] == f"The findings are in {out / 'findings.parquet'}, the counts in {out / 'counts.json'}."
    main(judging(desk, events, out, "--lang", "zh"))
    assert "业务记录 6 条，数据截至 2024-07-15 12:00。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rows", "further", "code"),
    [
        ([("opened", 0, "T1"), ("answered", 1, "T1")], [], 0),
        ([("opened", 0, "T1")], [], 3),
        ([("opened", 0, "T1")], ["--as-of", "2024-07-15 14:00"], 3),
        ([], [], 3),
    ],
)
def test_the_exit_code_is_that_of_an_audit(
    desk: Desk, tmp_path: Path, rows: list[tuple[str, float, str]], further: list[str], code: int
) -> None:
    """Past the last record nobody knows whether T1 was answered; a file without rows has nothing to judge."""
    path = write_events(tmp_path / "few.parquet", rows)
    assert main(judging(desk, path, tmp_path / "out", *further)) == code
    assert (tmp_path / "out").exists() == bool(rows)


def test_a_folder_with_other_things_is_left_alone_and_an_earlier_result_replaced(
    desk: Desk, events: Path, tmp_path: Path
) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "letter.txt").write_text("keep me")
    assert main(judging(desk, events, out)) == 2
    assert [path.name for path in out.iterdir()] == ["letter.txt"]
    (out / "letter.txt").unlink()
    assert main(judging(desk, events, out)) == 1
    assert main(judging(desk, write_events(events, ROWS[:2]), out)) == 0
    assert told(out) == {("T1", "kept"): 1}


@pytest.mark.parametrize("wrong", ["10MB", "much"])
def test_a_limit_that_is_none_or_too_small_is_refused_and_nothing_written(
    desk: Desk, events: Path, tmp_path: Path, capsys: Shown, wrong: str
) -> None:
    assert main(judging(desk, events, tmp_path / "out", "--memory-limit", wrong, "--format", "json")) == 2
    codes = [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]]
    assert codes == [{"10MB": "L402", "much": "L401"}[wrong]]
    assert not list(tmp_path.glob("out*"))


def test_what_is_no_file_of_events_is_refused(desk: Desk, tmp_path: Path, capsys: Shown) -> None:
    assert main(judging(desk, desk.log, tmp_path / "out", "--format", "json")) == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == "L408"
    assert "jiannuo audit" in problem["cure"]["en"]
    assert "jiannuo audit" in problem["cure"]["zh"]
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize(
    ("name", "said"), [("nowhere.parquet", "it does not exist"), ("desk", "it is a folder and not a file")]
)
def test_a_path_under_which_no_file_lies_is_told_as_such(
    desk: Desk, tmp_path: Path, capsys: Shown, name: str, said: str
) -> None:
    assert main(judging(desk, tmp_path / name, tmp_path / "out", "--lang", "en")) == 2
    assert f"error L014\n  The file {name} cannot be read: {said}.\n" in capsys.readouterr().err
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize("further", [[], ["--full"]])
def test_a_finding_cannot_be_explained_without_events(
    desk: Desk, events: Path, tmp_path: Path, capsys: Shown, further: list[str]
) -> None:
    out = tmp_path / "out"
    main(judging(desk, events, out, *further))
    capsys.readouterr()
    assert main(["explain", "1234", "--in", str(out), "--format", "json"]) == 2
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["T011"]


def test_a_process_of_its_own_ends_quietly(desk: Desk, events: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "jiannuo", *judging(desk, events, tmp_path / "out", "--memory-limit", "1GB")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")


def with_indicators(desk: Desk) -> None:
    """Add indicators to the charter: two tickets are answered, one in time; four are opened."""
    text = "indicators:\n  opened_tickets: {count: opened, per: total, by: [ticket_id]}\n  in_time: {kept_rate: answer, per: total, decimals: 1}\n"
    (desk.charter / "indicators.yaml").write_text(text, encoding="utf-8")


def test_indicators_are_computed_over_files_and_small_groups_left_out(
    desk: Desk, events: Path, tmp_path: Path, capsys: Shown
) -> None:
    with_indicators(desk)
    assert main(judging(desk, events, tmp_path / "out", "--lang", "en")) == 1
    shown = capsys.readouterr().out
    assert "Indicator: in_time" in shown
    counts = json.loads((tmp_path / "out" / "counts.json").read_text("utf-8"))
    opened, in_time = counts["indicators"]
    assert counts["told"] == {"to": "others", "least_group": 5}
    assert {(each["value"], each["state"]) for each in opened["figures"]} == {(None, "suppressed")}
    # One of three that are decided was kept, which is one too few to be told of a group; of the whole it is told.
    assert [each["value"] for each in in_time["figures"]] == ["33.3"]
    assert "own keeping" not in shown.replace("for your own keeping, use --own-copy", "")
    assert main(judging(desk, events, tmp_path / "own", "--lang", "en", "--own-copy")) == 1
    assert "This result is for your own keeping" in capsys.readouterr().out
    counts = json.loads((tmp_path / "own" / "counts.json").read_text("utf-8"))
    assert [each["value"] for each in counts["indicators"][0]["figures"]] == ["1", "1", "1", "1"]
    assert counts["told"] == {"to": "own", "least_group": None}


def test_indicators_that_are_left_out_are_named(desk: Desk, events: Path, tmp_path: Path, capsys: Shown) -> None:
    with_indicators(desk)
    assert main(judging(desk, events, tmp_path / "out", "--lang", "en", "--without-indicators")) == 1
    assert "Indicators left out: opened_tickets, in_time." in capsys.readouterr().out
    counts = json.loads((tmp_path / "out" / "counts.json").read_text("utf-8"))
    assert counts["indicators_left_out"] == ["opened_tickets", "in_time"]
    assert "indicators" not in counts
