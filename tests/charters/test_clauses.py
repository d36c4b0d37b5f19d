"""The list of clauses names what executes each, and the ones that nothing executes."""

from pathlib import Path

import pytest

from jiannuo.core.charters.clauses import list_clauses
from jiannuo.core.charters.executors import BY_NAME, EXECUTORS
from jiannuo.core.values.texts import Text
from tests.charters.folders import HEAD, ORDERS, charter_of

CLAUSES = """\
clauses:
  "6.1.10": {text: {zh: 十, en: Ten}, promise: p}
  "6.1.9a": {text: {zh: 九甲, en: Nine a}, page: [home, about], proof: test_home}
  "6.1.9": {text: {zh: 九, en: Nine}, prose: true}
  "6.1.2": {text: {zh: 二, en: Two}}
  "6.1.3": {text: {zh: 三, en: Three}}
  "6.1.4": {text: {zh: 四, en: Four}, planned: true}
  "6.1.5": {text: {zh: 五, en: Five}, attested: true}
  "6.1.6": {text: {zh: 六, en: Six}, register: order_closed}
  "6.1.7": {text: {zh: 七, en: Seven}, prose: false}
promises:
  p: {of: order, after: order_placed, expect: order_closed, within: 1 h}
  q: {clauses: ["6.1.3", "6.1.10"], of: order, at: order_delivered, require: signed}
"""


@pytest.fixture
def listed(tmp_path: Path) -> list:
    return list_clauses(charter_of(tmp_path, HEAD + ORDERS, CLAUSES))


def test_each_clause_is_listed_with_what_executes_it_in_the_order_of_numbers(listed: list) -> None:
    assert [(clause.id, clause.kind, clause.executed_by) for clause in listed] == [
        ("6.1.2", "missing", ()),
        ("6.1.3", "promise", ("q",)),
        ("6.1.4", "planned", ()),
        ("6.1.5", "attested", ()),
        ("6.1.6", "register", ("order_closed",)),
        ("6.1.7", "missing", ()),
        ("6.1.9", "prose", ()),
        ("6.1.9a", "page", ("home", "about")),
        ("6.1.10", "promise", ("p", "q")),
    ]


def test_a_listed_clause_says_its_text_its_proof_and_the_words_of_its_executor(listed: list) -> None:
    clause = next(clause for clause in listed if clause.id == "6.1.9a")
    assert (clause.text, clause.proof) == (Text(zh="九甲", en="Nine a"), "test_home")
    assert clause.kind_label == Text(zh="页面", en="page")
    assert clause.as_json() == {
        "id": "6.1.9a",
        "text": {"zh": "九甲", "en": "Nine a"},
        "executed_by": ["home", "about"],
        "kind": "page",
        "proof": "test_home",
        "ours": [],
    }


def test_a_clause_names_the_promises_in_which_something_is_set_by_us(tmp_path: Path) -> None:
    marked = CLAUSES.replace("require: signed}", "require: signed, ours: true}")
    found = {
        clause.id: clause.ours for clause in list_clauses(charter_of(tmp_path, HEAD + ORDERS, marked)) if clause.ours
    }
    assert found == {"6.1.3": ("q",), "6.1.10": ("q",)}


def test_only_the_missing_are_those_that_nothing_executes(tmp_path: Path) -> None:
    charter = charter_of(tmp_path, HEAD + ORDERS, CLAUSES)
    assert [clause.id for clause in list_clauses(charter, only_missing=True)] == ["6.1.2", "6.1.4", "6.1.7"]


def test_executors_have_one_name_and_one_word_each() -> None:
    assert len(BY_NAME) == len(EXECUTORS)
    for language in ("zh", "en"):
        words = [executor.label.within(language) for executor in EXECUTORS]
        assert len(set(words)) == len(words)
