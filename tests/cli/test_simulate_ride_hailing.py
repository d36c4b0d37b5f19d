"""`jiannuo simulate ride-hailing`: what it prints, as text and as JSON, is what it wrote."""

import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from jiannuo.interfaces.cli.running import main

CLEARED = ("broken", "excused")
Shown = pytest.CaptureFixture[str]


def simulate(folder: Path, *further: str) -> int:
    return main(["simulate", "ride-hailing", "--out", str(folder), *further])


def test_the_counts_as_json_are_those_of_the_truth_that_was_written(tmp_path: Path, capsys: Shown) -> None:
    assert simulate(tmp_path / "city", "--orders", "600", "--seed", "9", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    truth = pq.read_table(tmp_path / "city/truth.parquet")
    assert (told["simulated"], told["orders"], told["seed"], told["planted"]) == (True, 600, 9, truth.num_rows)
    assert told["events"] == pq.read_metadata(tmp_path / "city/events.parquet").num_rows
    counted = Counter(zip(truth["theme"].to_pylist(), truth["intention"].to_pylist(), strict=True))
    printed = {
        (each["theme"], name): count for each in told["themes"] for name, count in each["intentions"].items() if count
    }
    assert printed == dict(counted)
    verdicts = zip(truth["intention"].to_pylist(), truth["owner_verdict"].to_pylist(), strict=True)
    cleared = [theme for theme, each in zip(truth["theme"].to_pylist(), verdicts, strict=True) if each == CLEARED]
    assert {each["theme"]: each["cleared"] for each in told["themes"] if each["cleared"]} == dict(Counter(cleared))
    edges = Counter(
        zip(truth["theme"].to_pylist(), truth["boundary"].to_pylist(), truth["intention"].to_pylist(), strict=True)
    )
    assert {
        (each["theme"], boundary, intention): count
        for each in told["themes"]
        for boundary, counts in each["boundaries"].items()
        for intention, count in counts.items()
    } == {key: count for key, count in edges.items() if key[1] is not None}


def test_the_table_has_a_line_for_each_theme_with_its_counts(tmp_path: Path, capsys: Shown) -> None:
    assert simulate(tmp_path / "city", "--orders", "600", "--lang", "en") == 0
    lines = capsys.readouterr().out.splitlines()
    truth = pq.read_table(tmp_path / "city/truth.parquet").to_pylist()
    replies = Counter(row["intention"] for row in truth if row["theme"] == "complaint-replied")
    line = next(line.split() for line in lines if line.startswith("6.3.4.2.4a"))
    assert line[1:4] == [str(replies[name]) for name in ("broken", "kept", "unknown")]
    assert lines[1] == "Judge them as of 2027-01-08 00:00:00+08:00."
    assert lines[-1].startswith("There are too few orders to prove a judge right on: 6.1.3.1a, ")


def lines_of(lines: list[str], title: str) -> list[str]:
    return next(line.split() for line in lines if line.endswith(title))


def test_where_a_promise_has_no_such_boundary_the_table_gives_the_reason(tmp_path: Path, capsys: Shown) -> None:
    assert simulate(tmp_path / "city", "--orders", "600", "--lang", "en") == 0
    lines = capsys.readouterr().out.splitlines()
    reasons = dict(line.split("  ", 1) for line in lines if line.startswith("–"))
    cells = next(line.split() for line in lines if line.endswith("found item returned before the end"))[3:9]
    assert [cell.isdigit() for cell in cells] == [True, True, True, False, False, True]
    assert [reasons[cell] for cell in cells[3:5]] == [
        "the charter lets nothing stop its clock.",
        "it hangs on no appointment that may be moved.",
    ]
    assert lines_of(lines, "not late")[9].isdigit()
    assert reasons[lines_of(lines, "first contact within 1 h")[9]] == (
        "the charter has no ground that clears who answers for it alone."
    )
    free = next(line.split() for line in lines if line.endswith("the return costs nothing"))
    assert reasons[free[3]] == "what says nothing of money costs nothing."


def test_it_says_in_chinese_that_the_data_are_simulated(tmp_path: Path, capsys: Shown) -> None:
    assert simulate(tmp_path / "city", "--orders", "50", "--lang", "zh") == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith(f"模拟数据已写入 {tmp_path / 'city'}：订单 50 个，")


@pytest.mark.parametrize(
    ("further", "code"),
    [
        (["--orders", "many"], "T012"),
        (["--orders", "5", "--seed", "x"], "T012"),
        (["--orders", "0"], "M001"),
        ([], "T003"),
    ],
)
def test_numbers_that_are_none_are_refused(tmp_path: Path, capsys: Shown, further: list[str], code: str) -> None:
    assert simulate(tmp_path / "city", *further) == 2
    assert code in capsys.readouterr().err
    assert not (tmp_path / "city").exists()


@pytest.mark.parametrize(
    ("orders", "told", "page", "title"),
    [
        ("1", ": 1 order, ", "program: 1 order of ", "ride-hailing: 1 order, seed 1"),
        ("2", ": 2 orders, ", "program: 2 orders of ", "ride-hailing: 2 orders, seed 1"),
    ],
)
def test_a_single_order_is_told_as_one(
    orders: str, told: str, page: str, title: str, tmp_path: Path, capsys: Shown
) -> None:
    assert simulate(tmp_path / "city", "--orders", orders, "--lang", "en") == 0
    assert told in capsys.readouterr().out.splitlines()[0]
    assert page in (tmp_path / "city/README.md").read_text(encoding="utf-8")
    assert title in (tmp_path / "city/mapping.yaml").read_text(encoding="utf-8")
