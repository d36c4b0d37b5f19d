import json
from pathlib import Path

import pytest

from jiannuo.core.charters.forms.schema import editor_schema
from jiannuo.interfaces.cli.running import main
from tests.cli.conftest import SMALL_CHARTER

Shown = pytest.CaptureFixture[str]
CLAUSES = """\
clauses:
  "1": {text: {zh: 两小时内答复。, en: Answered within two hours.}, promise: answer, proof: test_answer}
  "2": {text: {zh: 待办。, en: To be done.}}
"""


@pytest.fixture
def with_clauses(small_charter: Path) -> Path:
    (small_charter / "clauses.yaml").write_text(CLAUSES, encoding="utf-8")
    return small_charter


def test_a_promise_is_explained_in_the_language_asked_for(small_charter: Path, capsys: Shown) -> None:
    assert main(["charter", "explain", str(small_charter), "answer", "--lang", "zh"]) == 0
    assert "2 小时" in capsys.readouterr().out
    assert main(["charter", "explain", str(small_charter), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "Service desk" in shown and "2 h" in shown


def test_indicators_are_explained_behind_the_promises_or_one_by_its_name(small_charter: Path, capsys: Shown) -> None:
    (small_charter / "figures.yaml").write_text("indicators: {in_time: {kept_rate: answer, per: month}}\n", "utf-8")
    assert main(["charter", "explain", str(small_charter), "in_time", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines() == ["in_time", "  承诺 answer 的兑现率。", "  周期：每月。"]
    assert main(["charter", "explain", str(small_charter), "--lang", "zh"]) == 0
    whole = capsys.readouterr().out
    assert whole.endswith("\n\n" + said) and "承诺 1 项" in whole


def test_an_explanation_in_json_has_both_languages(small_charter: Path, capsys: Shown) -> None:
    assert main(["charter", "explain", str(small_charter), "answer", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["charter"], said["promise"]) == ("desk", "answer")
    assert "2 小时" in said["text"]["zh"] and "2 h" in said["text"]["en"]


def test_an_unknown_promise_is_refused_with_the_nearest(small_charter: Path, capsys: Shown) -> None:
    assert main(["charter", "explain", str(small_charter), "anwser", "--lang", "en"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == (
        "error T008\n"
        "  The charter has no promise or indicator named anwser.\n"
        "  Cure: Its promises and indicators are: answer. Did you mean answer?\n\n"
    )


def test_the_schema_is_printed_as_json(capsys: Shown) -> None:
    assert main(["charter", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == editor_schema()


def test_clauses_in_json_are_a_list_of_objects(with_clauses: Path, capsys: Shown) -> None:
    assert main(["charter", "clauses", str(with_clauses), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "id": "1",
            "text": {"zh": "两小时内答复。", "en": "Answered within two hours."},
            "executed_by": ["answer"],
            "kind": "promise",
            "proof": "test_answer",
            "ours": [],
        },
        {
            "id": "2",
            "text": {"zh": "待办。", "en": "To be done."},
            "executed_by": [],
            "kind": "missing",
            "proof": None,
            "ours": [],
        },
    ]


def test_clauses_are_listed_with_what_executes_each(with_clauses: Path, capsys: Shown) -> None:
    assert main(["charter", "clauses", str(with_clauses), "--lang", "en"]) == 0
    assert capsys.readouterr().out == (
        "1  [promise] answer; proof: test_answer\n"
        "    Answered within two hours.\n"
        "2  [missing]\n"
        "    To be done.\n"
        "Clauses: 2, of these promise 1, missing 1.\n"
    )


def test_several_promises_of_a_clause_are_separated_as_each_language_does(small_charter: Path, capsys: Shown) -> None:
    text = SMALL_CHARTER.replace(
        "promises:", "promises:\n  again: {of: ticket, expect: answered, after: opened, within: 3 h}"
    )
    (small_charter / "charter.yaml").write_text(text, encoding="utf-8")
    clauses = 'clauses: {"1": {text: {zh: 答复。, en: Answered.}, promise: [answer, again]}}\n'
    (small_charter / "clauses.yaml").write_text(clauses, encoding="utf-8")
    assert main(["charter", "clauses", str(small_charter), "--lang", "zh"]) == 0
    assert capsys.readouterr().out.startswith("1  [承诺] answer、again\n")
    assert main(["charter", "clauses", str(small_charter), "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("1  [promise] answer, again\n")


def test_only_missing_clauses_are_listed_when_asked_for(with_clauses: Path, capsys: Shown) -> None:
    assert main(["charter", "clauses", str(with_clauses), "--missing", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == "2  [尚无]\n    待办。\n条款 1 条：尚无 1。\n"


def test_a_charter_without_clauses_lists_none(small_charter: Path, capsys: Shown) -> None:
    assert main(["charter", "clauses", str(small_charter), "--lang", "en"]) == 0
    assert capsys.readouterr().out == "There are no clauses to list.\n"
