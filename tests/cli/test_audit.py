import gzip
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from jiannuo.interfaces.cli.commands import audit as audit_command
from jiannuo.interfaces.cli.running import main
from tests.cli.conftest import LOG, MAPPING, Desk

RESULT = {"findings.parquet", "summary.json", "rejects.csv", "report.html", "charter", "evidence.parquet"}
Shown = pytest.CaptureFixture[str]


def verdicts(desk: Desk, capsys: Shown, *further: str) -> tuple[int, dict[str, int]]:
    """Return the exit code of an audit and the verdicts that are not 0."""
    code = main(desk.audit("--format", "json", *further))
    counts = json.loads(capsys.readouterr().out)["total"]["verdicts"]
    return code, {verdict: count for verdict, count in counts.items() if count}


def codes_refused(arguments: list[str], capsys: Shown) -> list[str]:
    """Return the codes of the problems of a command that could not run."""
    assert main([*arguments, "--format", "json"]) == 2
    return [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]]


def test_something_broken_ends_with_1(desk: Desk, capsys: Shown) -> None:
    assert verdicts(desk, capsys) == (1, {"kept": 1, "broken": 2, "pending": 1})


def test_all_kept_ends_with_0(desk: Desk, capsys: Shown) -> None:
    desk.with_rows("T1,Open,2024-07-15 09:00", "T1,Answer,2024-07-15 11:00")
    assert verdicts(desk, capsys) == (0, {"kept": 1})


def test_nothing_decided_yet_ends_with_3(desk: Desk, capsys: Shown) -> None:
    desk.with_rows("T4,Open,2024-07-15 11:00")
    assert verdicts(desk, capsys) == (3, {"pending": 1})


def test_something_unknown_and_nothing_broken_ends_with_3(desk: Desk, capsys: Shown) -> None:
    """At 14:00 the records reach to 12:00 only, so that nobody knows whether T4 was answered by 13:00."""
    desk.with_rows("T1,Open,2024-07-15 11:00", "T1,Answer,2024-07-15 12:00", "T4,Open,2024-07-15 11:00")
    assert verdicts(desk, capsys, "--as-of", "2024-07-15T14:00:00+08:00") == (3, {"kept": 1, "unknown": 1})


def test_nothing_to_judge_ends_with_3_and_is_told(desk: Desk, tmp_path: Path, capsys: Shown) -> None:
    desk.with_rows()
    assert main(desk.audit("--out", str(tmp_path / "out"), "--format", "json")) == 3
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["L306"]
    assert not (tmp_path / "out").exists()


def test_rows_that_cannot_be_read_are_set_aside_with_their_numbers(desk: Desk, tmp_path: Path, capsys: Shown) -> None:
    desk.log.write_bytes(LOG.replace("T4", "工单四").encode("gb18030"))
    assert verdicts(desk, capsys, "--out", str(tmp_path / "out")) == (1, {"kept": 1, "broken": 2})
    _, row = (tmp_path / "out" / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert row.startswith("log.csv,7,")


@pytest.mark.parametrize("day", ["1900-01-01 08:00", "1900-01-02 00:00", "1900-12-31 23:00", "1899-12-31 00:00"])
def test_a_date_that_stands_for_none_is_set_aside_and_costs_no_other_row(
    day: str, desk: Desk, tmp_path: Path, capsys: Shown
) -> None:
    """The year in which 1900-01-02 lies begins in Shanghai before all that can be reckoned with."""
    desk.with_rows("T1,Open,2024-07-15 09:00", "T1,Answer,2024-07-15 11:00", f"T2,Open,{day}")
    assert verdicts(desk, capsys, "--out", str(tmp_path / "out")) == (0, {"kept": 1})
    _, row = (tmp_path / "out" / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert row.startswith("log.csv,4,")


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_all_records_of_a_type_may_be_set_aside(engine: str, desk: Desk, tmp_path: Path, capsys: Shown) -> None:
    """No answer has a readable time, so that no answer is on record: both tickets count as unanswered after 2 h."""
    desk.with_rows(
        "T1,Open,2024-07-15 09:00", "T1,Answer,soon", "T2,Open,2024-07-15 09:00", "T2,Answer,later",
        "T3,Open,2024-07-15 12:00",
    )  # fmt: skip
    out = tmp_path / "out"
    assert verdicts(desk, capsys, "--out", str(out), "--engine", engine) == (1, {"broken": 2, "pending": 1})
    assert set(pq.read_table(out / "evidence.parquet")["type"].to_pylist()) == {"opened"}


def test_the_result_is_written_and_told(desk: Desk, tmp_path: Path, capsys: Shown) -> None:
    out = tmp_path / "results" / "desk"
    assert main(desk.audit("--out", str(out), "--lang", "en")) == 1
    shown = capsys.readouterr().out
    assert {path.name for path in out.iterdir()} == RESULT
    assert "33.3% (1/3)" in shown
    assert shown.splitlines()[-1] == f"The results are in {out}; the report is {out / 'report.html'}."
    assert json.loads((out / "summary.json").read_text())["total"]["verdicts"]["broken"] == 2


def test_without_out_nothing_is_written(
    desk: Desk, tmp_path: Path, capsys: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert main(desk.audit("--lang", "zh")) == 1
    assert "未兑现" in capsys.readouterr().out
    assert sorted(tmp_path.rglob("*")) == before


def test_the_same_audit_writes_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    main(desk.audit("--out", str(first)))
    main(desk.audit("--out", str(second)))
    for name in sorted(RESULT - {"charter"}):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_a_folder_with_other_things_is_left_alone(desk: Desk, tmp_path: Path, capsys: Shown) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "letter.txt").write_text("keep me")
    assert main(desk.audit("--out", str(out))) == 2
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


def test_a_wrong_charter_ends_with_1_and_nothing_is_written(
    desk: Desk, wrong_charter: Path, tmp_path: Path, capsys: Shown
) -> None:
    assert main(desk.audit("--out", str(tmp_path / "out"))) == 1
    assert "C201" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_time_without_an_offset_is_one_of_the_charters_zone(desk: Desk, tmp_path: Path) -> None:
    told = {"zone": "2026-03-03 12:00", "offset": "2026-03-03T04:00:00Z", "date": "2026-03-03"}
    for name, as_of in told.items():
        main(desk.audit("--as-of", as_of, "--out", str(tmp_path / name)))
    shown = {name: json.loads((tmp_path / name / "summary.json").read_text("utf-8"))["as_of"] for name in told}
    assert shown == {
        "zone": "2026-03-03T12:00:00+08:00",
        "offset": "2026-03-03T12:00:00+08:00",
        "date": "2026-03-03T00:00:00+08:00",
    }


def test_a_time_that_is_none_is_refused_by_its_option(desk: Desk, capsys: Shown) -> None:
    assert main(desk.audit("--as-of", "tomorrow", "--lang", "en")) == 2
    assert capsys.readouterr().err.splitlines()[0].endswith("  --as-of")


@pytest.mark.parametrize(
    ("name", "content", "mapping"),
    [
        ("truncated.csv.gz", gzip.compress(LOG.encode() * 50, mtime=0)[:-20], MAPPING),
        ("chinese.csv", LOG.replace("ticket", "工单").encode("gb18030"), MAPPING),
        ("short.csv", LOG.replace(",when", ",then").encode(), MAPPING),
        ("zoneless.csv", LOG.encode(), MAPPING.replace(", zone: Asia/Shanghai", "")),
        ("empty.csv", b"", MAPPING),
        ("picture.parquet", b"\x89PNG\r\n\x1a\n", MAPPING),
        ("log.csv", LOG.encode(), MAPPING.replace("attributes:", "atributes:")),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and "\n" not in value else "",
)
def test_bad_input_is_told_and_leaves_nothing_behind(
    name: str, content: bytes, mapping: str, desk: Desk, tmp_path: Path, capsys: Shown
) -> None:
    desk.mapping.write_text(mapping, encoding="utf-8")
    log = desk.log.with_name(name)
    log.write_bytes(content)
    codes = codes_refused(Desk(desk.charter, desk.mapping, log).audit("--out", str(tmp_path / "out")), capsys)
    assert codes and "T024" not in codes
    assert [path for path in tmp_path.iterdir() if path.name.startswith("out")] == []


def test_an_interrupted_run_leaves_nothing_that_looks_whole(
    desk: Desk, tmp_path: Path, capsys: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(result: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(audit_command, "render_report", interrupt)
    assert codes_refused(desk.audit("--out", str(tmp_path / "out")), capsys) == ["T023"]
    assert [path for path in tmp_path.iterdir() if path.name.startswith("out")] == []


def test_a_full_disk_leaves_nothing_that_looks_whole(desk: Desk, tmp_path: Path) -> None:
    script = (
        "import resource, sys\nfrom jiannuo.interfaces.cli.running import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        f"sys.exit(main({desk.audit('--out', str(tmp_path / 'out'), '--lang', 'en')!r}))"
    )
    ended = subprocess.run([sys.executable, "-B", "-c", script], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "space" in ended.stderr and "Traceback" not in ended.stderr
    assert [path for path in tmp_path.iterdir() if path.name.startswith("out")] == []


def test_small_groups_are_told_in_an_own_copy_alone_which_says_so(desk: Desk, tmp_path: Path, capsys: Shown) -> None:
    text = "indicators: {opened_tickets: {count: opened, per: month, by: [ticket_id]}}\n"
    (desk.charter / "indicators.yaml").write_text(text, encoding="utf-8")
    told = {}
    for name, further in (("others", []), ("own", ["--own-copy"])):
        main(desk.audit("--out", str(tmp_path / name), "--lang", "en", *further))
        shown = capsys.readouterr().out
        (table,) = json.loads((tmp_path / name / "summary.json").read_text("utf-8"))["indicators"]
        told[name] = ("do not pass it on" in shown.lower(), [each["value"] for each in table["figures"]])
    assert told == {"others": (False, [None] * 4), "own": (True, ["1"] * 4)}
