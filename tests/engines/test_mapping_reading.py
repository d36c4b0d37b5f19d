"""Mapping files: read into their one inner form, and every mistake told with its place, in one run."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from jiannuo.core.charters.forms.keys import Either, Form, Inner, ListOf, MapOf, Value
from jiannuo.core.engines.mapping.mapping import Addition, ColumnName, EventNames, Mapping, Origin, TimeFormat
from jiannuo.core.engines.mapping.mapping_forms import FILE
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.core.values.texts import Text
from tests.engines.written_logs import mapping_of, refused

WHOLE = """\
mapping: {id: desk, title: {zh: 服务台, en: Desk}, zone: Asia/Shanghai, source: desk}
format:
  kind: csv
  separator: tab
  quote: none
  encoding: gb18030
  nulls: ["?", "-"]
  times: "%d/%m/%Y %H:%M"
  twice: second
  columns: [ticket, what, when]
origin:
  title: {zh: 工单记录, en: Tickets}
  source: City of Bern
  licence: CC BY 4.0
  attribution: {zh: 伯尔尼市, en: City of Bern 2024}
  simulated: true
complete until: 2024-08-01
sequence: {column: no}
columns:
  team: "group#2"
  hours: {column: "time:spent", type: number}
attributes: {ticket: ticket}
events:
  - event: {column: what, names: {Open: opened}, ignore: others}
    at: {column: [day, clock], format: "%Y-%m-%d %H:%M", zone: UTC, twice: first, add: {column: delay, unit: min}}
    when: team = 'North' and hours > 3
    changes: state
    case: [ticket]
    once per: ticket
    keep: last
    id: no
    recorded_at: entered
    actor: who
    actor_kind: {constant: person}
    unit: team
    supersedes: instead_of
    source: phone
    attributes:
      cost: {column: cost, divide by: 10, unit: CNY}
      tags: {column: tags, split: ";", names: {a: b}}
"""


def test_a_mapping_is_read_into_its_inner_form(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, WHOLE)
    (rule,) = mapping.rules
    usual = TimeFormat("%d/%m/%Y %H:%M", "Asia/Shanghai", "second")
    assert (mapping.id, mapping.title, mapping.source) == ("desk", Text(zh="服务台", en="Desk"), "desk")
    assert mapping.format.separator == "\t" and mapping.format.quote is None and mapping.format.encoding == "gb18030"
    assert mapping.format.nulls == {"?", "-"} and mapping.format.columns == ("ticket", "what", "when")
    assert mapping.origin == Origin(
        Text(zh="工单记录", en="Tickets"),
        "City of Bern",
        "CC BY 4.0",
        Text(zh="伯尔尼市", en="City of Bern 2024"),
        simulated=True,
    )
    assert mapping.complete_until == 1_722_441_600_000_000  # 2024-08-01 00:00 in Shanghai is 16:00 UTC the day before
    assert mapping.sequence == ColumnName("no")
    assert rule.event == EventNames(ColumnName("what"), {"Open": "opened"}, frozenset(), ignores_others=True)
    assert rule.at.columns == (ColumnName("day"), ColumnName("clock"))
    assert rule.at.format == TimeFormat("%Y-%m-%d %H:%M", "UTC", "first")
    assert rule.at.plus == (Addition(ColumnName("delay"), 60_000_000),)
    assert rule.recorded_at is not None and rule.recorded_at.format == usual
    assert rule.when is not None
    assert {name: alias.column.text for name, alias in rule.when.columns.items()} == {
        "team": "group#2", "hours": "time:spent",
    }  # fmt: skip
    assert (rule.changes, rule.case, rule.once_per, rule.keeps, rule.id, rule.source) == (
        (ColumnName("state"),), (ColumnName("ticket"),), (ColumnName("ticket"),), "last", (ColumnName("no"),), "phone",
    )  # fmt: skip
    assert rule.unit is not None and rule.unit.columns == (ColumnName("group#2"),)
    assert list(rule.attributes) == ["ticket", "cost", "tags"]
    assert (rule.attributes["cost"].divisor, rule.attributes["cost"].unit) == (Decimal(10), "CNY")
    assert (rule.attributes["tags"].split, rule.attributes["tags"].names) == (";", {"a": "b"})


def test_the_shortest_mapping_has_the_defaults_of_the_language(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, "mapping: {id: a}\nevents:\n  - {event: seen, at: when}\n")
    assert mapping.format.kind is None and mapping.sequence is None and mapping.complete_until is None
    assert mapping.origin is None
    assert mapping.rules[0].at.format == TimeFormat("iso", None, "first")
    assert mapping.rules[0].keeps == "first"


def problems_of(folder: Path, text: str) -> tuple[Problem, ...]:
    """Return the problems of a mapping, each with its place."""
    with pytest.raises(Refusal) as caught:
        mapping_of(folder, text)
    assert all(problem.place is not None and problem.place.line for problem in caught.value.problems)
    return caught.value.problems


def where(problem: Problem) -> tuple[str, int | None]:
    """Return code and line of a problem."""
    return problem.code, problem.place.line if problem.place else None


def test_ten_mistakes_are_told_in_one_run_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = """\
mapping: {id: desk, zone: Asia/Shangai}
format: {separator: ";;", encoding: utf8mb4, times: dmy}
complete until: soon
sequence: rows
events:
  - event: opened
    att: when
  - event: closed
    at: {column: when, add: {column: n, unit: fortnight}}
    when: team = "North"
    attributes: {a: {column: x, constant: y}, b: {column: x, divide by: 0}}
  - {event: moved, at: when, changes: state}
  - {event: seen, at: when, when: count(seen) > 3}
"""
    assert [where(problem) for problem in problems_of(tmp_path, text)] == [
        ("V014", 1), ("L209", 2), ("L210", 2), ("L211", 2), ("V010", 3), ("C210", 4), ("C201", 7),
        ("L212", 9), ("E114", 10), ("L214", 11), ("L213", 11), ("L205", 12), ("L207", 13),
    ]  # fmt: skip


def forms_of(value: Value | Form) -> Iterator[Form]:
    """Yield every form that is reachable."""
    match value:
        case Form():
            yield value
            for key in value.keys:
                yield from forms_of(key.value)
        case Inner(form):
            yield from forms_of(form)
        case ListOf(item) | MapOf(item):
            yield from forms_of(item)
        case Either(options):
            for option in options:
                yield from forms_of(option)


def test_every_key_misspelt_by_a_letter_is_refused_with_the_key_that_was_meant(tmp_path: Path) -> None:
    keys = sorted({key.name for form in forms_of(FILE) for key in form.keys} - {"zh", "en"})
    tried = []
    for key in keys:
        wrong = key[:-1] + "x" + key[-1]
        text, count = re.subn(rf"(?m)(^|[{{ ,-]){re.escape(key)}:", rf"\g<1>{wrong}:", WHOLE, count=1)
        if not count:
            continue
        tried.append(key)
        found = [problem for problem in problems_of(tmp_path, text) if problem.code == "C201"]
        assert [wrong in problem.message("en") for problem in found] == [True], key
    assert set(keys) - set(tried) == {"multiply by"}


def test_a_yaml_word_is_never_another_value(tmp_path: Path) -> None:
    mapping = mapping_of(
        tmp_path,
        "mapping: {id: a}\nevents:\n  - {event: {column: on, names: {yes: seen, 1: closed, null: lost}}, at: no}\n",
    )
    names = mapping.rules[0].event
    assert isinstance(names, EventNames)
    assert (names.column.text, names.names) == ("on", {"yes": "seen", "1": "closed", "null": "lost"})


def test_an_empty_mapping_lacks_what_it_needs(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "")
    assert [(problem.code, problem.values["key"]) for problem in found] == [("C203", "mapping"), ("C203", "events")]


def test_a_mapping_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read_mapping(tmp_path / "absent.yaml")
    assert refused(caught.value) == ["C107"]
    assert caught.value.problems[0].message("zh") == "无法读取文件：不存在。"


@pytest.mark.parametrize("pattern", ["%H:%M", "%d/%m/%Y %Z", "%Y %Q", "dd/mm/yyyy", "%Y-%m-%d %"])
def test_a_pattern_that_cannot_be_read_by_is_refused(pattern: str, tmp_path: Path) -> None:
    text = f'mapping: {{id: a}}\nformat: {{times: "{pattern}"}}\nevents:\n  - {{event: moved, at: when}}\n'
    assert [where(problem) for problem in problems_of(tmp_path, text)] == [("L211", 2)]


def test_an_origin_in_one_language_and_a_mark_that_is_neither_true_nor_false_are_refused(tmp_path: Path) -> None:
    text = """\
mapping: {id: a}
origin:
  attribution: {zh: 伯尔尼市}
  simulated: perhaps
events:
  - {event: moved, at: when}
"""
    assert [where(problem)[1] for problem in problems_of(tmp_path, text)] == [3, 4]


def test_changes_without_any_order_of_rows_are_refused(tmp_path: Path) -> None:
    text = "mapping: {id: a}\nevents:\n  - {event: moved, at: when, changes: state, case: no}\n"
    assert [where(problem) for problem in problems_of(tmp_path, text)] == [("L206", 3)]


def test_the_reference_tells_every_key(repository: Path) -> None:
    page = (repository / "docs/reference/mapping.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))
    keys = {key.name for form in forms_of(FILE) for key in form.keys} - {"zh", "en"}
    assert told == keys


def test_every_example_of_the_reference_is_a_mapping(repository: Path, tmp_path: Path) -> None:
    page = (repository / "docs/reference/mapping.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(mapping: .*?)```", page, re.DOTALL)
    mappings: list[Mapping] = [mapping_of(tmp_path, example) for example in examples]
    assert len(mappings) >= 3
