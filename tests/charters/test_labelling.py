"""Events and subject kinds are shown by their labels with the codes behind them; what is written is not touched."""

import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.explaining import explain_charter
from jiannuo.core.charters.labelling import event_names, named, with_names
from jiannuo.core.charters.reading import read_charter

LABELLED = """
charter: {id: test, title: {zh: 试, en: Test}, zone: Asia/Shanghai, edition: '1', effective: 2024-01-01}
subjects:
  ticket: {id: number, label: {zh: 工单, en: ticket}}
  desk: {id: desk_id, label: {zh: 席位, en: desk}}
events:
  opened: {of: ticket, label: {zh: 工单已登记, en: ticket opened}, attributes: {number: text, opened: boolean, priority: integer}}
  approved: {of: ticket, label: {zh: 已批准, en: ticket approved}, attributes: {number: text}}
  answered: {of: ticket, attributes: {number: text}}
  seated: {of: ticket, also: desk, attributes: {number: text, desk_id: text}}
promises:
  answer: {of: ticket, after: "opened where opened and count(approved) < 2", expect: [answered, approved], within: 1 h}
  apart: {of: ticket, at: answered, needs: [opened], not by: [approved]}
  each: {of: ticket, after: opened, for each: desk, expect: seated, within: 1 h}
"""


@pytest.fixture(scope="module")
def charter(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    folder = tmp_path_factory.mktemp("charter")
    (folder / "charter.yaml").write_text(LABELLED, encoding="utf-8")
    return read_charter(folder)


def test_an_event_is_explained_by_its_label_with_the_code_behind_it(charter: Charter) -> None:
    said = explain_charter(charter, "answer")
    assert "应当发生：answered，或已批准（approved）。" in said.zh
    assert "Must happen: answered, or ticket approved (approved)." in said.en
    assert said.zh.splitlines()[1] == "  工单已登记（opened） ──[1 小时]──▶ 截止"


def test_an_event_within_a_condition_is_named_too_and_an_attribute_of_that_name_is_not(charter: Charter) -> None:
    said = explain_charter(charter, "answer")
    assert "工单已登记（opened）（其中 opened 且 已批准（approved）的次数小于 2）" in said.zh.replace("且已", "且 已")
    assert "ticket opened (opened) where opened and the number of ticket approved (approved) is less than 2" in said.en


def test_whoever_did_an_event_and_what_an_obligation_is_multiplied_by_are_named(charter: Charter) -> None:
    assert "不得由办理已批准（approved）的人办理。" in explain_charter(charter, "apart").zh
    assert "Must have happened before: ticket opened (opened)." in explain_charter(charter, "apart").en
    assert "对每个席位（desk）各产生一个履约项。" in explain_charter(charter, "each").zh


def test_the_charter_itself_keeps_its_codes(charter: Charter) -> None:
    before = repr(charter)
    explain_charter(charter)
    assert repr(charter) == before


def test_names_are_put_into_written_selectors_but_not_into_quoted_texts_or_attributes(charter: Charter) -> None:
    names = event_names(charter)
    assert named("opened", names).zh == "工单已登记（opened）"
    assert named("answered", names).en == "answered"
    written = "approved where kind = 'opened' and opened.priority > 1"
    assert with_names(written, names).en == "ticket approved (approved) where kind = 'opened' and opened.priority > 1"
