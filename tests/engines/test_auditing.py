"""Auditing: a log of twelve rows reckoned by hand, and runs that do not come to their end."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from jiannuo.core.engines.auditing import Audit, AuditRequest, audit
from jiannuo.core.engines.findings.findings_files import findings_of, read_findings
from jiannuo.core.engines.mapping.mapping import Origin
from jiannuo.core.engines.results.summary_files import summary_as_json
from jiannuo.core.engines.simulated_logs import is_marked
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Text
from tests.engines.written_logs import CHARTER, charter_of, instant, mapping_of, refused, written

# Closed within 24 h of opening, the log ending on 16 August at 12:00:
# A closed after 10 h (kept, 14 h early), B after 24 h exactly (kept, 0), C after 30 h (broken, 6 h late),
# D never, due 2 August (broken), E opened 16 August 00:00, due on the 17th (pending). The row without time is set aside.
ROWS = """\
ticket,what,when
A,Open,2024-07-01T00:00Z
A,Close,2024-07-01T10:00Z
B,Open,2024-07-02T00:00Z
B,Close,2024-07-03T00:00Z
C,Open,2024-07-04T00:00Z
C,Close,2024-07-05T06:00Z
D,Open,2024-08-01T00:00Z
E,Open,2024-08-16T00:00Z
F,Open,
A,Lost,2024-08-16T12:00Z
"""
HOUR = 3_600_000_000


def request_of(folder: Path, rows: str = ROWS, *, as_of: int | None = None) -> AuditRequest:
    """Return the request to audit some rows."""
    file = written(folder / "log.csv", rows)
    return AuditRequest(charter_of(folder), mapping_of(folder), (file,), as_of=as_of, language="en")


def test_the_figures_are_those_reckoned_by_hand(tmp_path: Path) -> None:
    audited = audit(request_of(tmp_path))
    (promise,) = audited.summary.promises
    assert promise.tally.counts == (2, 2, 0, 0, 1)
    assert (promise.margin_median, promise.margin_worst_tenth) == (0, -6 * HOUR)
    assert [(month.month, month.tally.counts) for month in promise.months] == [
        ("2024-07", (2, 1, 0, 0, 0)),
        ("2024-08", (0, 1, 0, 0, 1)),
    ]
    assert audited.summary.as_of == instant(2024, 8, 16, 12)
    assert audited.summary.counts.rejects_by_code == {"L111": 1, "L115": 1}


def test_only_what_is_expected_can_be_early_or_late(tmp_path: Path) -> None:
    """A closes after 10 h of 24 h; that it is not opened again within 48 h of closing, and its id is there, has no margin."""
    further = (
        "  not-again: {of: ticket, from: closed, for: 48 h, never: opened}\n"
        "  named: {of: ticket, at: opened, require: ticket is not null}\n"
    )
    request = replace(request_of(tmp_path), charter=charter_of(tmp_path, CHARTER + further))
    summary = audit(request).summary
    assert {promise.id: promise.margin_median for promise in summary.promises} == {
        "closed-in-a-day": 0, "not-again": None, "named": None,
    }  # fmt: skip
    told = {promise["id"]: promise for promise in summary_as_json(summary)["promises"]}
    assert told["not-again"]["margin_median_us"] is told["named"]["margin_worst_tenth_us"] is None


def test_an_earlier_instant_leaves_open_what_was_open_then(tmp_path: Path) -> None:
    audited = audit(request_of(tmp_path, as_of=instant(2024, 7, 4, 12)))
    assert audited.summary.tally.counts == (2, 0, 0, 0, 1)


def test_the_result_holds_findings_rejects_and_figures(tmp_path: Path) -> None:
    out = tmp_path / "out"
    audited = audit(request_of(tmp_path), out=out)
    assert sorted(os.listdir(out)) == ["findings.parquet", "rejects.csv", "summary.json"]
    findings = {finding.subject[0]: finding for finding in findings_of(read_findings(out / "findings.parquet"))}
    assert {name: finding.verdict for name, finding in findings.items()} == {
        "A": "kept", "B": "kept", "C": "broken", "D": "broken", "E": "pending",
    }  # fmt: skip
    assert findings["C"].late_at == instant(2024, 7, 5, 6)
    with (out / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[:2] for row in csv.reader(file)] == [["file", "row"], ["log.csv", "10"], ["log.csv", "11"]]
    assert json.loads((out / "summary.json").read_text()) == json.loads(json.dumps(summary_as_json(audited.summary)))


def test_the_figures_for_machines_say_both_numbers_of_every_rate(tmp_path: Path) -> None:
    told = summary_as_json(audit(request_of(tmp_path)).summary)
    total = told["total"]
    assert total == {
        "verdicts": {"kept": 2, "broken": 2, "excused": 0, "unknown": 0, "pending": 1},
        "fulfilment": {"numerator": 2, "denominator": 4, "value": 0.5},
        "lower_bound": {"numerator": 2, "denominator": 4, "value": 0.5},
        "coverage": {"numerator": 4, "denominator": 4, "value": 1.0},
    }
    assert told["as_of"] == "2024-08-16T12:00:00+00:00"
    assert told["schema_version"] == 1


def test_the_reference_tells_every_key_of_the_figures(repository: Path, tmp_path: Path) -> None:
    page = (repository / "docs/reference/summary.md").read_text(encoding="utf-8")
    charter = charter_of(
        tmp_path, CHARTER + "indicators: {x: {count: opened, per: month, stated: {value: 3, as of: 2024-09-01}}}\n"
    )
    told = summary_as_json(audit(replace(request_of(tmp_path), charter=charter)).summary)
    (promise,), (indicator,) = told["promises"], told["indicators"]
    figure = next(each for each in indicator["figures"] if each["stated"])
    assert set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)) == {
        *told,
        *promise,
        *figure,
        *figure["before"],
        *figure["stated"][0],
    }
    assert all(f"`{key}`" in page for key in indicator)


def test_the_figures_for_machines_say_where_the_log_comes_from(tmp_path: Path) -> None:
    request = request_of(tmp_path)
    assert summary_as_json(audit(request).summary)["log"]["origin"] is None
    origin = Origin(title=Text(zh="工单", en="Tickets"), license="CC0", simulated=True)
    told = summary_as_json(audit(replace(request, mapping=replace(request.mapping, origin=origin))).summary)
    assert told["log"]["origin"] == {
        "title": {"zh": "工单", "en": "Tickets"},
        "source": None,
        "licence": "CC0",
        "attribution": None,
        "simulated": True,
    }


def test_findings_and_rows_set_aside_say_that_the_log_is_simulated(tmp_path: Path) -> None:
    request, out = request_of(tmp_path), tmp_path / "out"
    mapping = replace(request.mapping, origin=Origin(simulated=True))
    audit(replace(request, mapping=mapping, language="en"), out=out)
    assert is_marked(out / "findings.parquet")
    assert (out / "rejects.csv").read_text("utf-8-sig").splitlines()[0].endswith(",cure,Data")


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_whoever_judges_is_told_and_finds_the_same(engine: str, tmp_path: Path) -> None:
    further = (
        "  not-again: {of: ticket, from: closed, for: 48 h, never: opened}\n"
        "  named: {of: ticket, at: opened, require: ticket is not null}\n"
    )
    request = replace(request_of(tmp_path), charter=charter_of(tmp_path, CHARTER + further), engine=engine)
    audited = audit(request)
    told = summary_as_json(audited.summary)
    assert told["engine"] == engine
    assert {promise.id: promise.tally.counts for promise in audited.summary.promises} == {
        "closed-in-a-day": (2, 2, 0, 0, 1), "not-again": (3, 0, 0, 0, 0), "named": (5, 0, 0, 0, 0),
    }  # fmt: skip


def test_an_engine_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        audit(replace(request_of(tmp_path), engine="steam"), out=tmp_path / "out")
    assert refused(caught.value) == ["L307"]
    assert "kernel, reference" in caught.value.problems[0].cure("en")
    assert not (tmp_path / "out").exists()


def test_what_is_added_at_the_end_appears_with_the_rest(tmp_path: Path) -> None:
    def finish(audited: Audit, folder: Path) -> None:
        rows = read_findings(folder / "findings.parquet").num_rows
        (folder / "report.html").write_text(f"{rows} of {audited.summary.tally.total}")

    audit(request_of(tmp_path), out=tmp_path / "out", finish=finish)
    assert (tmp_path / "out" / "report.html").read_text() == "5 of 5"


def test_a_failure_at_the_end_leaves_nothing(tmp_path: Path) -> None:
    def finish(audited: Audit, folder: Path) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        audit(request_of(tmp_path), out=tmp_path / "out", finish=finish)
    assert [name for name in os.listdir(tmp_path) if name.startswith("out")] == []


def test_a_log_without_any_event_is_refused_unless_it_is_said_as_of_when(tmp_path: Path) -> None:
    rows = "ticket,what,when\nF,Open,\n"
    with pytest.raises(Refusal) as caught:
        audit(request_of(tmp_path, rows), out=tmp_path / "out")
    assert refused(caught.value) == ["L306"]
    assert not (tmp_path / "out").exists()
    audited = audit(request_of(tmp_path, rows, as_of=instant(2024, 8, 1)))
    assert audited.summary.tally.total == 0


def test_a_place_that_is_taken_is_told_before_the_log_is_read(tmp_path: Path) -> None:
    written(tmp_path / "out" / "mine.txt", "mine")
    request = request_of(tmp_path)
    request.files[0].unlink()
    with pytest.raises(Refusal) as caught:
        audit(request, out=tmp_path / "out")
    assert refused(caught.value) == ["L302"]


@pytest.mark.parametrize(("engine", "whole"), [("kernel", 1), ("reference", 5)])
def test_progress_tells_both_stages_to_their_ends(engine: str, whole: int, tmp_path: Path) -> None:
    """The kernel judges promise by promise, of which there is one, the reference judge ticket by ticket."""
    told: dict[str, tuple[int, int]] = {}
    request = replace(request_of(tmp_path), engine=engine)
    audit(request, progress=lambda stage, done, total: told.update({stage: (done, total)}))
    assert told["judging"] == (whole, whole)
    assert told["reading"][0] == told["reading"][1] > 0


# --- runs that do not come to their end


RUN = """
    import resource, sys
    from pathlib import Path
    from jiannuo.core.charters.reading import read_charter
    from jiannuo.core.engines.auditing import AuditRequest, audit
    from jiannuo.core.engines.mapping.mapping_reading import read_mapping
    from jiannuo.core.values.problems import Refusal

    folder = Path(sys.argv[1])
    request = AuditRequest(read_charter(folder / "charter"), read_mapping(folder / "mapping.yaml"), (folder / "log.csv",))

    def finish(audited, partial):
        print("ready", flush=True)
        sys.stdin.read()

    if sys.argv[2] != "wait":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
        finish = None
    try:
        audit(request, out=folder / "out", finish=finish)
    except Refusal as refusal:
        print(refusal.problems[0].code)
"""


def run(folder: Path, word: str) -> "subprocess.Popen[bytes]":
    """Start an audit in a process of its own."""
    command = [sys.executable, "-B", "-c", textwrap.dedent(RUN), str(folder), word]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@pytest.mark.parametrize("limit", [3_000, 30_000])
def test_a_full_disk_leaves_nothing_and_says_so(limit: int, tmp_path: Path) -> None:
    rows = "".join(f"T{n},Open,2024-07-{n % 28 + 1:02}T00:00Z\n" for n in range(3_000))
    request_of(tmp_path, "ticket,what,when\n" + rows)
    process = run(tmp_path, str(limit))
    said, _ = process.communicate()
    assert (said, process.returncode) == (b"L301\n", 0)
    assert [name for name in os.listdir(tmp_path) if name.startswith("out")] == []


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_run_leaves_nothing_under_the_final_name(kind: signal.Signals, tmp_path: Path) -> None:
    request_of(tmp_path)
    process = run(tmp_path, "wait")
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(kind)
    process.communicate()
    assert not (tmp_path / "out").exists()
    left = [name for name in os.listdir(tmp_path) if name.startswith("out")]
    assert len(left) == (1 if kind is signal.SIGKILL else 0)


def test_the_charter_of_these_tests_is_the_one_that_was_reckoned_with() -> None:
    assert "expect: closed, within: 24 h" in CHARTER
