"""Every golden cell: what the judge finds is what was written down by hand, and the sum beside it adds up.

`JIANNUO_REWRITE_GOLDEN=1` brings findings.yaml up to date, but never verdict or due.
"""

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.judging.golden import (
    Cell,
    all_cells,
    differences,
    identity_of,
    judged,
    micros,
    moment_text,
    rewritten,
    written,
)
from tests.judging.sums import Amount, At, Length, Row, WrongSum, added_up

REWRITE = "JIANNUO_REWRITE_GOLDEN"
CELLS = all_cells()


@pytest.fixture(params=CELLS, ids=[cell.name for cell in CELLS])
def cell(request: pytest.FixtureRequest) -> Cell:
    """Return each cell in turn."""
    each: Cell = request.param
    return each


def test_the_judge_finds_what_was_written_down_by_hand(cell: Cell, tmp_path: Path) -> None:
    findings, undecided = judged(cell, tmp_path)
    expected = cell.document("findings.yaml")
    found = {identity_of(entry): entry for entry in (written(finding, cell.zone) for finding in findings)}
    assert len(found) == len(findings), "two findings of one identity"
    wanted = {identity_of(entry): entry for entry in expected["findings"]}
    assert sorted(found) == sorted(wanted)
    if os.environ.get(REWRITE):
        _rewrite(cell, expected, found)
        return
    wrong = {key: pairs for key, entry in wanted.items() if (pairs := differences(entry, found[key]))}
    assert not wrong
    assert {promise: sorted(ids) for promise, ids in undecided.items()} == expected.get("undecided triggers", {})


def _rewrite(cell: Cell, expected: dict[str, Any], found: dict[tuple[str, ...], dict[str, Any]]) -> None:
    fresh = [rewritten(entry, found[identity_of(entry)]) for entry in expected["findings"]]
    if fresh != expected["findings"]:
        text = yaml.safe_dump({**expected, "findings": fresh}, allow_unicode=True, sort_keys=False, width=120)
        (cell.folder / "findings.yaml").write_text(text, "utf-8")


def test_the_sum_by_hand_adds_up_to_the_findings(cell: Cell) -> None:
    rows = added_up(cell.sum)
    findings = cell.document("findings.yaml")["findings"]
    names = [entry.get("name") for entry in findings]
    assert len(set(names)) == len(names), "findings of one cell need names of their own"
    assert {row.finding for row in rows} <= set(names) | {None}
    for entry in findings:
        own = [row for row in rows if row.finding in (entry.get("name"), None)]
        _check(entry, own, cell)


def _check(entry: dict[str, Any], rows: list[Row], cell: Cell) -> None:
    assert entry["verdict"] in {row.verdict for row in rows}, f"no row of the sum comes to {entry['verdict']}"
    named = [row for row in rows if row.finding == entry.get("name")]
    bound = [pair for row in named for pair in ((label, value) for label in row.bound for value in row.bound[label])]
    for label, value in bound:
        told = _AS_TOLD[label](entry, cell)
        assert _shown(value, cell) == told, f"the sum says {label} {_shown(value, cell)}, the finding {told}"
    if "due" in entry:
        assert any(label == "due" for label, _ in bound), "the sum does not say how due comes about"


def _shown(value: Amount | tuple[int, int], cell: Cell) -> str:
    match value:
        case At(moment):
            return moment_text(micros(moment.isoformat(), cell.zone), cell.zone)
        case Length(minutes, 0):
            return f"{Decimal(minutes.numerator) / Decimal(minutes.denominator):f} min"
        case (reached, wanted):
            return f"{reached} of {wanted}"
    raise WrongSum(f"no field has the value {value}")


def _field(name: str) -> Callable[[dict[str, Any], Cell], str]:
    return lambda entry, cell: str(entry.get(name, "none"))


def _as_of(entry: dict[str, Any], cell: Cell) -> str:
    return moment_text(micros(cell.document("case.yaml")["as of"], cell.zone), cell.zone)


_AS_TOLD: dict[str, Callable[[dict[str, Any], Cell], str]] = {
    "start": _field("start"),
    "due": _field("due"),
    "done": _field("met"),
    "late": _field("late at"),
    "broken": _field("broken at"),
    "not before": _field("not before"),
    "margin": _field("margin"),
    "ran": _field("ran"),
    "paused": _field("paused"),
    "closed": _field("closed"),
    "short": _field("short"),
    "covered": _field("covered"),
    "as of": _as_of,
    "reached": lambda entry, cell: f"{entry.get('reached', 'none')} of {entry.get('wanted', 'none')}",
}


def test_each_case_says_in_one_sentence_what_it_shows(cell: Cell) -> None:
    says = cell.document("case.yaml")["says"].strip()
    assert says.endswith(".")
    assert says[0].isupper()


# The guard of verdict and due.


@pytest.mark.parametrize(("field", "value"), [("verdict", "broken"), ("due", "2024-05-06 10:01")])
def test_a_rewrite_refuses_to_touch_verdict_or_due(field: str, value: str) -> None:
    expected = {"promise": "p", "subject": "o1", "root": "e1", "verdict": "kept", "due": "2024-05-06 10:00"}
    with pytest.raises(AssertionError, match="never touches verdict or due"):
        rewritten(expected, {**expected, field: value})


def test_a_rewrite_brings_other_fields_up_to_date() -> None:
    expected = {
        "name": "A",
        "promise": "p",
        "subject": "o1",
        "root": "e1",
        "verdict": "kept",
        "met": "2024-05-06 10:00",
    }
    found = {**expected, "met": "2024-05-06 09:59", "evidence": ["e1"], "reason": "done_in_time"}
    assert rewritten(expected, found) == {**expected, "met": "2024-05-06 09:59", "reason": "done_in_time"}


def test_a_rewrite_of_a_cell_with_another_verdict_writes_nothing(tmp_path: Path) -> None:
    cell = Cell(tmp_path / "expect" / "x")
    expected = {"findings": [{"promise": "p", "subject": "o1", "root": "e1", "verdict": "kept"}]}
    found: dict[tuple[str, ...], Any] = {
        ("p", "o1", "", "e1"): {"promise": "p", "subject": "o1", "root": "e1", "verdict": "broken"}
    }
    with pytest.raises(AssertionError):
        _rewrite(cell, expected, found)
    assert not cell.folder.exists()


# The arithmetic itself.


@pytest.mark.parametrize(
    "sum_by_hand",
    [
        "- on 2024-05-06; 09:00 + 1 h = 10:01",
        "- on 2024-05-06; done 10:01 <= due 10:00 -> kept",
        "- 2024-01-31 + 1 month = 2024-03-01",
        "- count 2024-05-07, 2024-05-08 = 3 days",
        "- 09:00 + 1 h = 10:00",
        "- on 2024-05-06; 10:00 - 09:00 = 1 h -> certain",
        "- on 2024-05-06; 10:00 - 09:00 = 10:00",
    ],
)
def test_a_sum_that_does_not_hold_is_refused(sum_by_hand: str) -> None:
    with pytest.raises(WrongSum):
        added_up(sum_by_hand)


@pytest.mark.parametrize(
    "sum_by_hand",
    [
        "- on 2024-05-06; 09:00 + 1 h = due 10:00; done 10:00 <= due 10:00 -> kept; margin 10:00 - 10:00 = 0 min",
        "- 2024-01-31 + 1 month = 2024-02-29; end of 2024-02-29 = 2024-03-01 00:00",
        "- on 2024-05-06; (12:00 - 11:00) + (14:00 - 13:30) = 90 min",
        "- offset +01:00; 2024-03-31 01:59 = 2024-03-31 00:59Z",
        "- count 2024-05-07, 2024-05-08 = 2 days; nothing came after -> broken",
    ],
)
def test_a_sum_that_holds_is_accepted(sum_by_hand: str) -> None:
    assert added_up(sum_by_hand)
