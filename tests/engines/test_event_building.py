"""The table of events that a log is read into: what is shared, what is put together, and what is made only when asked for."""

from pathlib import Path

import numpy as np
import pytest

from jiannuo.core.engines.events import event_building
from jiannuo.core.judging.event_table import MISSING, NO_SEQ, Coded, RowIds
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import CHARTER, ONE_EVENT_PER_ROW, by_type, log_of, refused

ROWS = "ticket,what,when,urgency,level\nA,Open,2024-07-15,1,low\nB,Open,2024-07-16,,\nA,Close,2024-07-17,3,high\n"


def test_types_and_sources_are_sorted_and_rows_keep_their_order(tmp_path: Path) -> None:
    table = log_of(tmp_path, ROWS).table
    assert (table.types, table.sources) == (("closed", "opened"), ("",))
    assert table.type.tolist() == [1, 1, 0]
    assert np.diff(table.at).min() > 0


def test_types_of_one_rule_share_the_column_of_an_attribute(tmp_path: Path) -> None:
    table = log_of(tmp_path, ROWS, charter=CHARTER).table
    assert table.attributes["opened", "ticket"] is table.attributes["closed", "ticket"]
    assert table.attributes["opened", "ticket"].objects().tolist() == ["A", "B", "A"]


def test_an_attribute_that_rules_read_in_different_ways_is_one_column(tmp_path: Path) -> None:
    mapping = (
        "mapping: {id: desk, zone: UTC}\nattributes: {ticket: ticket}\nevents:\n"
        "  - {event: opened, at: when, when: what = 'Open', attributes: {level: urgency}}\n"
        "  - {event: opened, at: when, when: what = 'Close', attributes: {level: level}}\n"
        "  - {event: seen, at: when}\n"
    )
    log = log_of(tmp_path, ROWS, mapping=mapping)
    assert {event.id: event.attributes.get("level") for event in by_type(log, "opened")} == {
        "log.csv:2:opened": "1",
        "log.csv:3:opened": None,
        "log.csv:4:opened:2": "high",
    }
    column = log.table.attributes["opened", "level"]
    assert isinstance(column, Coded)
    assert len(set(column.values)) == len(column.values)
    assert ("seen", "level") not in log.table.attributes


def test_ids_made_of_file_and_row_are_texts_only_when_asked_for(tmp_path: Path) -> None:
    ids = log_of(tmp_path, ROWS).table.ids
    assert isinstance(ids, RowIds)
    assert ids.numbers.tolist() == [2, 3, 4]
    assert ids.objects().tolist() == ["log.csv:2:opened", "log.csv:3:opened", "log.csv:4:closed"]
    some = ids.taken(np.array([2, -1]))
    assert (some.objects().tolist(), some.at(0), some.at(1)) == (["log.csv:4:closed", None], "log.csv:4:closed", None)
    assert len(ids.taken(np.array([], np.int64)).taken(np.array([-1]))) == 1


def test_what_no_event_has_is_no_column(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace(
        "at: when", "at: when\n    actor: nobody\n    unit: desk\n    supersedes: nobody"
    )
    log = log_of(
        tmp_path, "ticket,what,when,nobody,desk\nA,Open,2024-07-15,,north\nB,Open,2024-07-15,,\n", mapping=mapping
    )
    assert (log.table.actor, log.table.supersedes) == (None, None)
    assert log.table.unit is not None
    assert log.table.unit.objects().tolist() == ["north", None]
    assert log.table.seq.tolist() == [NO_SEQ, NO_SEQ]


def test_missing_values_have_no_code(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("ticket: ticket", "ticket: ticket, urgency: urgency")
    column = log_of(tmp_path, ROWS, mapping=mapping).table.attributes["opened", "urgency"]
    assert isinstance(column, Coded)
    assert (column.codes == MISSING).tolist() == [False, True, False]


@pytest.mark.parametrize("numbers", [("1", "1.0", "1.00"), ("1.00", "1.0", "1")])
def test_equal_numbers_are_one_value_in_the_shortest_writing_whatever_the_order(
    numbers: tuple[str, ...], tmp_path: Path
) -> None:
    charter = CHARTER.replace('"integer 1..5 optional"', "number")
    mapping = ONE_EVENT_PER_ROW.replace("ticket: ticket", "ticket: ticket, priority: priority")
    rows = "ticket,what,when,priority\n" + "".join(f"A,Open,2024-07-15,{number}\n" for number in numbers)
    column = log_of(tmp_path, rows, mapping=mapping, charter=charter).table.attributes["opened", "priority"]
    assert isinstance(column, Coded)
    assert [str(value) for value in column.values] == ["1"]
    assert column.codes.tolist() == [0, 0, 0]


def test_more_types_than_a_charter_could_hold_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_building, "MOST_TYPES", 2)
    mapping = ONE_EVENT_PER_ROW.replace(", names: {Open: opened, Close: closed}", "")
    assert log_of(tmp_path, ROWS, mapping=mapping).counts.events == 3
    with pytest.raises(Refusal) as caught:
        log_of(tmp_path, ROWS + "C,Wait,2024-07-18,,\n", mapping=mapping)
    assert refused(caught.value) == ["L020"]
    assert caught.value.problems[0].message("en") == "The log has 3 types of event, more than the limit of 2."


def test_events_one_by_one_are_those_of_the_table(tmp_path: Path) -> None:
    log = log_of(tmp_path, ROWS)
    assert "log" not in vars(log)
    assert sorted(log.log.events, key=lambda event: event.id) == [log.table.event(row) for row in range(3)]
    assert log.log is log.log
