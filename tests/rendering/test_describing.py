"""What a report takes from a charter, and what it must not show."""

from pathlib import Path

import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.explaining.explaining import explain_charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.rendering.describing import describe_causes, describe_promises, unused_events
from jiannuo.core.values.texts import Text

CHARTER = """
charter: {id: test, title: {zh: 试, en: Test}, zone: Asia/Shanghai, edition: '1', effective: 2024-01-01}
subjects:
  case: {id: case_id, begins: opened, attributes: {driver: [taken.driver_id], team: [taken.team]}}
events:
  opened: {of: case, attributes: {case_id: text}}
  taken: {of: case, attributes: {case_id: text, driver_id: party personal, team: text}}
  solved: {of: case, attributes: {case_id: text}}
  waited: {of: case, attributes: {case_id: text}}
  commented: {of: case, attributes: {case_id: text, phone: text personal}}
promises:
  by-driver: {of: case, owner: driver, after: opened, expect: solved, within: 4 h, clauses: '1', ours: true,
    title: {zh: 四小时内解决, en: Solved in four hours},
    pause: [{from: waited, until: taken, reason: {zh: 等待, en: waiting}}]}
  by-team: {of: case, owner: team, at: solved, require: count(taken) > 0}
clauses:
  '1': {text: {zh: 四小时内解决问题。, en: Problems are solved in four hours.}, promise: by-driver}
"""


@pytest.fixture
def charter(tmp_path: Path) -> Charter:
    (tmp_path / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    return read_charter(tmp_path)


def test_promises_are_told_by_clause_and_by_rule(charter: Charter) -> None:
    explanations = {id: explain_charter(charter, id) for id in charter.promises}
    first, second = describe_promises(charter, explanations=explanations)
    assert (first.title.zh, first.ours, first.verb, first.clauses) == ("四小时内解决", True, "expect", ("1",))
    assert first.said == Text(zh="四小时内解决问题。", en="Problems are solved in four hours.")
    assert first.words.zh.splitlines()[0] == explanations["by-driver"].zh.splitlines()[1].strip()
    assert (second.title.en, second.said) == ("by-team", None)


def test_an_owner_who_is_a_person_is_marked(charter: Charter) -> None:
    assert [card.personal_owner for card in describe_promises(charter, explanations={})] == [True, False]


def test_a_personal_part_of_a_key_is_marked(tmp_path: Path) -> None:
    text = CHARTER.replace("opened: {of: case, attributes: {case_id: text}}", "opened: {of: case, attributes: {case_id: text personal}}")  # fmt: skip
    (tmp_path / "charter.yaml").write_text(text, encoding="utf-8")
    assert describe_promises(read_charter(tmp_path), explanations={})[0].personal_parts == (0,)


def test_events_that_nothing_looks_at_are_named(charter: Charter) -> None:
    counts = {"opened": 5, "taken": 4, "solved": 3, "waited": 2, "commented": 7, "retracted": 1}
    assert unused_events(charter, counts=counts) == {"commented": 7}


def test_causes_of_pauses_are_known_in_both_languages(charter: Charter) -> None:
    assert describe_causes(charter) == {"等待": Text(zh="等待", en="waiting")}


def test_what_requires_false_can_never_be_kept(tmp_path: Path) -> None:
    never = '  no-comment: {of: case, at: commented, require: "false"}\nclauses:'
    (tmp_path / "charter.yaml").write_text(CHARTER.replace("\nclauses:", "\n" + never), encoding="utf-8")
    cards = describe_promises(read_charter(tmp_path), explanations={})
    assert {card.id: card.can_be_kept for card in cards} == {"by-driver": True, "by-team": True, "no-comment": False}
