"""A mapping held against a charter."""

from pathlib import Path

import pytest

from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import CHARTER, ONE_EVENT_PER_ROW, SOURCED, TYPED, log_of, refused


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("Open: opened", "Open: opend", "L201", "opened"),
        ("ticket: ticket}", "ticket: ticket, prority: x}", "L202", "priority"),
        ("attributes: {ticket: ticket}", "attributes: {priority: x}", "L203", "ticket"),
        ("zone: UTC", "zone: UTC, source: phone", "L204", "desk"),
    ],
)
def test_what_the_charter_does_not_have_is_refused(old: str, new: str, code: str, said: str, tmp_path: Path) -> None:
    charter = SOURCED.replace("SAYS", "complete until: 2024-07-20")
    mapping = ONE_EVENT_PER_ROW.replace(old, new)
    with pytest.raises(Refusal) as caught:
        log_of(tmp_path, "ticket,what,when,x\nA,Open,2024-07-15,1\n", mapping=mapping, charter=charter)
    problem = caught.value.problems[0]
    assert problem.code == code
    assert said in problem.message("en") + problem.cure("en")
    assert problem.place is not None and problem.place.file.endswith("mapping.yaml")


def test_an_attribute_that_must_have_a_value_must_be_mapped(tmp_path: Path) -> None:
    mapping = "mapping: {id: t, zone: UTC}\nevents:\n  - {event: seen, at: when, attributes: {ticket: ticket}}\n"
    with pytest.raises(Refusal) as caught:
        log_of(tmp_path, "ticket,when\nA,2024-07-15\n", mapping=mapping, charter=TYPED.replace("TYPE", "text"))
    assert refused(caught.value) == ["L215"]


def test_a_constant_of_another_type_is_refused_before_any_row_is_read(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("{ticket: ticket}", "{ticket: ticket, priority: {constant: high}}")
    with pytest.raises(Refusal) as caught:
        log_of(tmp_path, "ticket,what,when\n", mapping=mapping, charter=CHARTER)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place and problem.place.line) == ("L117", 5)


def test_a_shared_attribute_goes_to_the_types_that_have_it(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("attributes: {ticket: ticket}", "attributes: {ticket: ticket, priority: prio}")
    rows = "ticket,what,when,prio\nA,Open,2024-07-15,1\nA,Close,2024-07-16,1\n"
    log = log_of(tmp_path, rows, mapping=mapping, charter=CHARTER)
    assert {event.type: event.attributes for event in log.log.events} == {
        "opened": {"ticket": "A", "priority": 1},
        "closed": {"ticket": "A"},
    }


SIGNAL = "signals: {recurs: {of: ticket, at: opened, when: count(opened) >= 2}}\n"
USED = "  looked-into: {of: ticket, after: recurs, expect: closed, within: 24 h}\n"


def test_a_log_may_hold_no_event_of_a_signal(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("Open: opened", "Open: opened, Again: recurs")
    with pytest.raises(Refusal) as caught:
        log_of(tmp_path, "ticket,what,when\nA,Open,2024-07-15\n", mapping=mapping, charter=SIGNAL + CHARTER + USED)
    assert refused(caught.value) == ["L201"]
