"""Events and subject kinds are shown by their labels with the codes behind them; what is written is not touched."""

from pathlib import Path

import pytest

from jiannuo.core.charters.charter import AttributeOf, Charter
from jiannuo.core.charters.explaining.diffing import diff_charters
from jiannuo.core.charters.explaining.explaining import explain_charter
from jiannuo.core.charters.explaining.labelling import event_names, labels_of, named, with_names
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.expressions.types import read_type
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Text, listed

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


ATTRIBUTES = """
charter: {id: test, title: {zh: 试, en: Test}, zone: Asia/Shanghai, edition: '1', effective: 2024-01-01}
subjects:
  ticket:
    id: number
    label: {zh: 工单, en: ticket}
    attributes:
      level: {from: [opened.priority], label: {zh: 级别, en: level}}
      lane: [opened.lane]
parameters: {most: {type: duration, default: 1 h, title: {zh: 上限, en: most}}}
events:
  opened:
    of: ticket
    attributes:
      priority: {type: integer 1..5, label: {zh: 优先级, en: priority}}
      lane: {type: text, label: {zh: 通道, en: lane}}
      score: {type: integer, label: {zh: 评分, en: score}}
      urgent: {=: priority < 2, label: {zh: 紧急, en: urgent}}
  answered: {of: ticket, attributes: {lane: text, score: {type: integer, label: {zh: 得分, en: points}}}}
promises:
  answer: {of: ticket, after: opened where urgent and lane <> 'x', expect: answered, within: param.most, owner: level}
  filled: {of: ticket, at: answered, complete: [score, lane]}
"""


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    folder = tmp_path_factory.mktemp("labelled")
    (folder / "charter.yaml").write_text(ATTRIBUTES, encoding="utf-8")
    return read_charter(folder)


def test_an_attribute_with_a_label_has_the_same_type_and_source_as_without(labelled: Charter) -> None:
    assert labelled.events["opened"].attributes["priority"] == read_type("integer 1..5")
    assert labelled.subjects["ticket"].attributes["level"] == (AttributeOf("opened", "priority"),)
    assert write_condition(labelled.events["opened"].computed["urgent"]) == "priority < 2"
    assert labelled.events["opened"].labels["urgent"] == Text(zh="紧急", en="urgent")
    assert labelled.events["answered"].labels == {"score": Text(zh="得分", en="points")}


def test_one_label_serves_all_attributes_of_a_name_unless_several_differ(labelled: Charter) -> None:
    labels = labels_of(labelled)
    assert labels.of_attribute("lane", events=["answered"]) == Text(zh="通道", en="lane")
    assert labels.of_attribute("ticket.lane") == Text(zh="通道", en="lane")
    assert labels.of_attribute("score") is None
    assert labels.of_attribute("answered.score") == Text(zh="得分", en="points")
    assert labels.of_attribute("score", events=["opened"]) == Text(zh="评分", en="score")


def test_what_alone_identifies_a_subject_kind_is_called_as_that_kind(labelled: Charter) -> None:
    assert labels_of(labelled).of_attribute("number") == Text(zh="工单", en="ticket")
    assert labels_of(labelled).of_attribute("nothing_of_this_name") is None


def test_a_parameter_within_a_condition_is_called_by_its_title(labelled: Charter) -> None:
    assert labels_of(labelled).of_name("param.most") == Text(zh="上限", en="most")
    assert labels_of(labelled).of_name("ticket.level") == Text(zh="级别", en="level")


def test_explanations_show_attributes_by_their_labels_with_the_names_behind_them(labelled: Charter) -> None:
    said = explain_charter(labelled, "answer")
    assert "紧急（urgent）且 通道（lane）不为 'x'" in said.zh.replace("且通道", "且 通道")
    assert "urgent (urgent) and lane (lane) is not 'x'" in said.en
    assert "级别（level）" in said.zh
    assert "须填写：score、通道（lane）。" in explain_charter(labelled, "filled").zh


def test_a_label_in_one_language_only_is_refused(tmp_path: Path) -> None:
    text = ATTRIBUTES.replace("{zh: 通道, en: lane}", "{zh: 通道}")
    (tmp_path / "charter.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_charter(tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["C216"]


VALUES = """
charter: {id: test, title: {zh: 试, en: Test}, zone: Asia/Shanghai, edition: '1', effective: 2024-01-01}
sources: {app: {label: {zh: 手机端, en: app}}, desk: {}}
subjects: {ticket: {id: number, label: {zh: 工单, en: ticket}}}
events:
  opened:
    of: ticket
    source: app
    attributes:
      lane: {type: "one of [fast, other]", label: {zh: 通道, en: lane}, values: {fast: {zh: 快速, en: express}, other: {zh: 普通, en: plain}}}
      role: {type: text, values: {lead: {zh: 组长, en: team lead}}}
  answered: {of: ticket, attributes: {way: {type: "one of [mail, other]", values: {other: {zh: 别的途径, en: another way}}}}}
promises:
  answer: {of: ticket, after: "opened where lane = 'other' and role <> 'lead'", expect: "answered where way in ('mail', 'other')", within: 1 h, source: [app, desk]}
"""


def valued(folder: Path, text: str = VALUES) -> Charter:
    folder.mkdir(exist_ok=True)
    (folder / "charter.yaml").write_text(text, encoding="utf-8")
    return read_charter(folder)


def test_a_label_of_a_value_serves_wherever_it_stands_unless_several_differ(tmp_path: Path) -> None:
    labels = labels_of(valued(tmp_path))
    assert labels.of_value("fast") == labels.of_value("fast", attribute="way") == Text(zh="快速", en="express")
    assert labels.of_value("other") is None
    assert labels.of_value("other", attribute="ticket.way") == Text(zh="别的途径", en="another way")
    assert labels.of_value("mail", attribute="way") is None


def test_explanations_show_values_and_sources_by_their_labels_with_the_codes_behind_them(tmp_path: Path) -> None:
    said = explain_charter(valued(tmp_path), "answer")
    assert "lane (lane) is 'plain (other)' and role is not 'team lead (lead)'" in said.en
    assert "为以下之一：'mail'、'别的途径（other）'" in said.zh
    assert "手机端（app）、desk" in said.zh and "app (app), desk" in said.en


def test_labels_of_values_and_sources_change_no_rule(tmp_path: Path) -> None:
    with_labels = valued(tmp_path / "with")
    bare = VALUES.replace(", values: {fast: {zh: 快速, en: express}, other: {zh: 普通, en: plain}}", "")
    bare = bare.replace("{label: {zh: 手机端, en: app}}", "{}")
    without = valued(tmp_path / "without", bare)
    assert repr(with_labels.promises) == repr(without.promises).replace("without", "with")
    assert [(c.section, c.id, [d.key for d in c.details]) for c in diff_charters(without, with_labels)] == [
        ("sources", "app", ["label"]),
        ("events", "opened", ["label of lane = 'fast'", "label of lane = 'other'"]),
    ]


def test_a_label_of_what_is_no_option_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        valued(tmp_path, VALUES.replace("values: {fast:", "values: {fat:"))
    [problem] = refused.value.problems
    assert (problem.code, problem.values["value"], problem.values["options"]) == (
        "C224",
        "fat",
        listed(("fast", "other")),
    )


STATED = """
charter: {id: test, title: {zh: 试, en: Test}, zone: Asia/Shanghai, edition: '1', effective: 2024-01-01}
subjects: {ticket: {id: number, label: {zh: 工单, en: ticket}}}
parameters:
  least: {type: integer, default: 3, title: {zh: 最少人数, en: Least staff}}
  most: {type: duration, default: 2 h, title: {zh: 上限, en: Limit}}
events: {opened: {of: ticket}, asked: {of: ticket}, answered: {of: ticket}}
states:
  waiting: {of: ticket, label: {zh: 等待答复, en: waiting for an answer}, from: asked, until: answered}
  bare: {of: ticket, from: opened}
promises:
  quick: {of: ticket, after: opened, expect: answered, within: param.most, pause: {while: waiting, reason: {zh: 等, en: wait}}}
  manned: {of: ticket, while: waiting, hold: in_force('bare') or not in_force('waiting')}
  exact: {of: ticket, at: answered, require: count(asked) >= param.least, ours: [param.least]}
"""


def test_explanations_show_states_and_parameters_by_their_labels_with_codes_and_values_behind_them(
    tmp_path: Path,
) -> None:
    """A limit that is a parameter is told by its length already."""
    charter = valued(tmp_path, STATED)
    quick, manned, exact = (explain_charter(charter, id) for id in ("quick", "manned", "exact"))
    assert "暂停：状态“等待答复（waiting）”期间（等）。" in quick.zh
    assert "Limit: 2 hours (parameter most) from the opening." in quick.en
    assert "Demanded only during the state “waiting for an answer (waiting)”." in manned.en
    assert "state 'bare' is in force" in manned.en and "'waiting for an answer (waiting)' is in force." in manned.en
    assert "不少于最少人数（param.least = 3）" in exact.zh.replace("不少于 ", "不少于")
    assert "Set by us: Least staff (param.least)." in exact.en


def test_what_a_parameter_comes_to_is_a_change_of_the_parameter_and_not_of_each_condition(tmp_path: Path) -> None:
    old, new = valued(tmp_path / "old", STATED), valued(tmp_path / "new", STATED.replace("default: 3", "default: 4"))
    assert [(change.section, change.id) for change in diff_charters(old, new)] == [("parameters", "least")]
