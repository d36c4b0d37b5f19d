"""What one rule makes of rows: names, times, conditions, milestones, changes, and the order of events."""

from pathlib import Path

import pytest

from jiannuo.core.engines.events.logs import read_log
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import (
    CHARTER,
    ONE_EVENT_PER_ROW,
    account,
    by_type,
    instant,
    log_of,
    mapping_of,
    only,
    refused,
    rejects_of,
    told,
    written,
)

# --- one event per row


def test_each_row_makes_one_event(tmp_path: Path) -> None:
    log = log_of(tmp_path, "ticket,what,when\nA,Open,2024-07-15T08:00:00Z\nA,Close,2024-07-15T09:30:00+02:00\n")
    assert told(log) == [
        ("A", "closed", instant(2024, 7, 15, 7, 30)),
        ("A", "opened", instant(2024, 7, 15, 8)),
    ]
    assert [event.recorded_at == event.at for event in log.log.events] == [True, True]
    account(log)


def test_an_event_is_named_by_source_file_row_and_type(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("zone: UTC", "zone: UTC, source: desk")
    log = log_of(tmp_path, "ticket,what,when\nA,Open,2024-07-15\n", mapping=mapping)
    assert [(event.id, event.source) for event in log.log.events] == [("desk:log.csv:2:opened", "desk")]


def test_the_case_named_na_stays_a_case(tmp_path: Path) -> None:
    log = log_of(tmp_path, "ticket,what,when\nNA,Open,2024-07-15\nnull,Open,2024-07-16\n")
    assert [ticket for ticket, _, _ in told(log)] == ["NA", "null"]


def test_an_activity_without_a_name_is_set_aside_as_unknown(tmp_path: Path) -> None:
    log = log_of(tmp_path, "ticket,what,when\nA,Open,2024-07-15\nA,Clos,2024-07-16\nA,,2024-07-16\n")
    assert rejects_of(log) == [(3, "L115"), (4, "L116")]
    first = log.rejects[0]
    assert (first.file, first.rule, first.column, first.value) == ("log.csv", 1, "what", "Clos")
    assert "Did you mean Close?" in first.problem.cure("en")
    account(log)


def test_activities_that_are_to_be_ignored_are_no_events_and_not_set_aside(tmp_path: Path) -> None:
    rows = "ticket,what,when\nA,Open,2024-07-15\nA,Wait,2024-07-16\nA,Call,2024-07-16\nA,,2024-07-16\n"
    listed = ONE_EVENT_PER_ROW.replace("closed}}", "closed}, ignore: [Wait]}")
    log = log_of(tmp_path, rows, mapping=listed)
    assert (log.counts.passed, rejects_of(log)) == ({"ignored": 1}, [(4, "L115"), (5, "L116")])
    account(log)
    log = log_of(tmp_path, rows, mapping=listed.replace("[Wait]", "others"))
    assert (log.counts.passed, rejects_of(log)) == ({"ignored": 3}, [])
    account(log)


def test_without_names_the_values_are_the_types(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace(", names: {Open: opened, Close: closed}", "")
    log = log_of(
        tmp_path, "ticket,what,when\nA,opened,2024-07-15\nA,opend,2024-07-16\n", mapping=mapping, charter=CHARTER
    )
    assert (log.counts.events_by_type, rejects_of(log)) == ({"opened": 1}, [(3, "L115")])


# --- times


@pytest.mark.parametrize(
    ("format", "cell", "expected"),
    [
        ("iso", "2024-07-15", instant(2024, 7, 15)),
        ("iso", "2024-07-15 14:30", instant(2024, 7, 15, 14, 30)),
        ("iso", "2024-07-15T14:30:00.000001+08:00", instant(2024, 7, 15, 6, 30, 0, 1)),
        ("%d/%m/%Y %H:%M", "29/2/2016 01:16", instant(2016, 2, 29, 1, 16)),
        ("%Y%m%d%H%M%S%z", "20240715143000+0800", instant(2024, 7, 15, 6, 30)),
        ("epoch s", "1721053800.5", instant(2024, 7, 15, 14, 30, 0, 500_000)),
        ("epoch ms", "1721053800001", instant(2024, 7, 15, 14, 30, 0, 1_000)),
        ("epoch us", "1721053800000001", instant(2024, 7, 15, 14, 30, 0, 1)),
    ],
)
def test_times_are_read_by_their_format(format: str, cell: str, expected: int, tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("events:", f'format: {{times: "{format}"}}\nevents:')
    log = log_of(tmp_path, f"ticket,what,when\nA,Open,{cell}\n", mapping=mapping)
    assert [event.at for event in log.log.events] == [expected]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", "L111"),
        ("soon", "L112"),
        ("2024-02-30", "L112"),
        ("2024-07-15 25:00", "L112"),
        ("9999-12-31", "L124"),
        ("0001-01-01", "L124"),
    ],
)
def test_a_time_that_is_none_is_set_aside(cell: str, code: str, tmp_path: Path) -> None:
    log = log_of(tmp_path, f"ticket,what,when\nA,Open,{cell}\nB,Open,2024-07-15\n")
    assert rejects_of(log) == [(2, code)]
    assert [event.attributes["ticket"] for event in log.log.events] == ["B"]
    account(log)


def test_times_without_zone_are_refused_with_the_cure(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace(", zone: UTC", "")
    with pytest.raises(Refusal) as caught:
        log_of(tmp_path, "ticket,what,when\nA,Open,2024-07-15 08:00\nA,Close,2024-07-16 08:00\n", mapping=mapping)
    problem = only(caught.value.problems)
    assert problem.code == "L011"
    assert "zone: Asia/Shanghai" in problem.cure("en")
    assert problem.place is not None and problem.place.line == 4  # `at: when`


def test_one_time_without_zone_among_others_is_set_aside_alone(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace(", zone: UTC", "")
    log = log_of(tmp_path, "ticket,what,when\nA,Open,2024-07-15 08:00\nB,Open,2024-07-16T08:00Z\n", mapping=mapping)
    assert rejects_of(log) == [(2, "L113")]


def test_a_local_time_that_does_not_exist_is_set_aside_and_one_that_occurs_twice_is_the_first(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("zone: UTC", "zone: Europe/Rome")
    rows = "ticket,what,when\nA,Open,2024-03-31 02:30\nB,Open,2024-10-27 02:30\n"
    log = log_of(tmp_path, rows, mapping=mapping)
    assert rejects_of(log) == [(2, "L114")]
    assert [event.at for event in log.log.events] == [instant(2024, 10, 27, 0, 30)]
    log = log_of(tmp_path, rows, mapping=mapping.replace("events:", "format: {twice: second}\nevents:"))
    assert [event.at for event in log.log.events] == [instant(2024, 10, 27, 1, 30)]


def test_a_time_may_come_from_two_columns_with_a_length_added(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace(
        "at: when", 'at: {column: [day, clock], format: "%Y-%m-%d %H:%M", add: [{column: delay, unit: min}]}'
    )
    rows = (
        "ticket,what,day,clock,delay\nA,Open,2024-07-15,08:00,95\nB,Open,2024-07-15,08:00,\nC,Open,2024-07-15,08:00,x\n"
    )
    log = log_of(tmp_path, rows, mapping=mapping)
    assert told(log) == [("A", "opened", instant(2024, 7, 15, 9, 35))]
    assert rejects_of(log) == [(3, "L111"), (4, "L123")]
    account(log)


def test_the_recorded_time_comes_from_its_column(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("at: when", "at: when\n    recorded_at: entered")
    rows = "ticket,what,when,entered\nA,Open,2024-07-15,2024-07-17\nB,Open,2024-07-15,\n"
    log = log_of(tmp_path, rows, mapping=mapping)
    assert [(event.at, event.recorded_at) for event in log.log.events] == [(instant(2024, 7, 15), instant(2024, 7, 17))]
    assert rejects_of(log) == [(3, "L111")]


# --- conditions, milestones, changes


MILESTONES = """\
mapping: {id: desk, zone: UTC}
attributes: {ticket: ticket}
events:
  - {event: opened, at: opened_at, once per: ticket, attributes: {priority: prio}}
  - {event: closed, at: closed_at, when: closed_at is not null, once per: ticket}
"""


def test_milestones_repeated_on_many_rows_make_one_event_each(tmp_path: Path) -> None:
    rows = (
        "ticket,prio,opened_at,closed_at\n"
        "A,1,2024-07-15,\nA,2,2024-07-15,2024-07-16\nA,3,2024-07-15,2024-07-17\nB,4,2024-07-15,\n"
    )
    log = log_of(tmp_path, rows, mapping=MILESTONES)
    assert told(log) == [
        ("A", "closed", instant(2024, 7, 16)),
        ("A", "closed", instant(2024, 7, 17)),  # the milestone was moved: both are facts
        ("A", "opened", instant(2024, 7, 15)),
        ("B", "opened", instant(2024, 7, 15)),
    ]
    assert [event.attributes["priority"] for event in by_type(log, "opened")] == ["1", "4"]
    assert log.counts.passed == {"unmet": 2, "repeated": 2}
    account(log)
    last = log_of(
        tmp_path, rows, mapping=MILESTONES.replace("once per: ticket, attr", "once per: ticket, keep: last, attr")
    )
    assert [event.attributes["priority"] for event in by_type(last, "opened")] == ["3", "4"]


def test_a_bad_first_row_leaves_the_milestone_to_the_next(tmp_path: Path) -> None:
    rows = "ticket,prio,opened_at,closed_at\nA,9,2024-07-15,2024-07-16\nA,2,2024-07-15,2024-07-16\n"
    log = log_of(tmp_path, rows, mapping=MILESTONES, charter=CHARTER)
    assert rejects_of(log) == [(2, "E213")]
    assert [event.attributes["priority"] for event in by_type(log, "opened")] == [2]
    account(log)


def test_a_condition_on_missing_data_makes_no_event_and_is_counted(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("at: when", "at: when\n    when: team = 'North' or team = 'South'")
    rows = "ticket,what,when,team\nA,Open,2024-07-15,North\nB,Open,2024-07-15,East\nC,Open,2024-07-15,\n"
    log = log_of(tmp_path, rows, mapping=mapping)
    assert [ticket for ticket, _, _ in told(log)] == ["A"]
    assert log.counts.passed == {"unmet": 1, "undecided": 1}
    account(log)


def test_a_condition_may_use_other_names_and_types_for_columns(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace(
        "events:", 'columns: {hours: {column: "time:spent", type: number}, team: "group#2"}\nevents:'
    ).replace("at: when", "at: when\n    when: hours > 9 and team = 'B'")
    rows = "ticket,what,when,time:spent,group,group\nA,Open,2024-07-15,10,B,A\nB,Open,2024-07-15,10,A,B\nC,Open,2024-07-15,x,A,B\n"
    log = log_of(tmp_path, rows, mapping=mapping)
    assert [ticket for ticket, _, _ in told(log)] == ["B"]
    assert log.counts.passed == {"unmet": 1, "undecided": 1}


def test_a_condition_that_puts_text_and_number_together_is_refused(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("at: when", "at: when\n    when: hours > 9")
    with pytest.raises(Refusal) as caught:
        log_of(tmp_path, "ticket,what,when,hours\nA,Open,2024-07-15,10\n", mapping=mapping)
    assert refused(caught.value) == ["L208"]


SNAPSHOTS = """\
mapping: {id: desk, zone: UTC}
sequence: row
events:
  - event: moved
    at: when
    changes: state
    case: ticket
    attributes: {ticket: ticket, state: state}
"""


def test_snapshots_make_an_event_where_the_state_differs_from_the_row_before(tmp_path: Path) -> None:
    rows = (
        "ticket,state,when\n"
        "A,New,2024-07-01\nB,New,2024-07-01\nA,New,2024-07-02\nA,Done,2024-07-03\nA,,2024-07-04\nA,Done,2024-07-05\nA,New,2024-07-06\n"
    )
    log = log_of(tmp_path, rows, mapping=SNAPSHOTS)
    states = [(event.attributes["ticket"], event.attributes["state"], event.at) for event in by_type(log, "moved")]
    assert sorted(states) == [
        ("A", "Done", instant(2024, 7, 3)),
        ("A", "New", instant(2024, 7, 1)),
        ("A", "New", instant(2024, 7, 6)),
        ("B", "New", instant(2024, 7, 1)),
    ]
    assert log.counts.passed == {"unchanged": 3}
    account(log)


def test_snapshots_are_compared_in_the_order_of_time_and_within_an_instant_in_that_of_rows(tmp_path: Path) -> None:
    rows = "ticket,state,when\nA,Done,2024-07-03\nA,New,2024-07-01\nA,Open,2024-07-01\nA,Open,2024-07-02\n"
    log = log_of(tmp_path, rows, mapping=SNAPSHOTS)
    assert [(event.attributes["state"], event.seq) for event in by_type(log, "moved")] == [
        ("New", 3),
        ("Open", 4),
        ("Done", 2),
    ]


def test_a_change_that_a_condition_hides_is_still_a_change(tmp_path: Path) -> None:
    mapping = SNAPSHOTS.replace("changes: state", "changes: state\n    when: state = 'Done'")
    rows = "ticket,state,when\nA,Done,2024-07-01\nA,Open,2024-07-02\nA,Done,2024-07-03\nA,Done,2024-07-04\n"
    log = log_of(tmp_path, rows, mapping=mapping)
    assert [event.at for event in by_type(log, "moved")] == [instant(2024, 7, 1), instant(2024, 7, 3)]
    assert log.counts.passed == {"unmet": 1, "unchanged": 1}
    account(log)


# --- sequence


def test_nothing_orders_events_of_one_instant_unless_the_mapping_says_so(tmp_path: Path) -> None:
    rows = "ticket,what,when,n\nA,Open,2024-07-15,20\nA,Close,2024-07-15,10\n"
    assert [event.seq for event in log_of(tmp_path, rows).log.events] == [None, None]
    by_row = log_of(tmp_path, rows, mapping=ONE_EVENT_PER_ROW.replace("events:", "sequence: row\nevents:"))
    assert {event.type: event.seq for event in by_row.log.events} == {"opened": 2, "closed": 3}
    by_column = log_of(tmp_path, rows, mapping=ONE_EVENT_PER_ROW.replace("events:", "sequence: {column: n}\nevents:"))
    assert {event.type: event.seq for event in by_column.log.events} == {"opened": 20, "closed": 10}


def test_a_sequence_that_is_no_whole_number_is_set_aside_and_a_missing_one_is_not(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("events:", "sequence: {column: n}\nevents:")
    log = log_of(tmp_path, "ticket,what,when,n\nA,Open,2024-07-15,x\nB,Open,2024-07-15,\n", mapping=mapping)
    assert rejects_of(log) == [(2, "L122")]
    assert [event.seq for event in log.log.events] == [None]


def test_row_numbers_of_two_files_order_nothing_at_one_instant(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, ONE_EVENT_PER_ROW.replace("events:", "sequence: row\nevents:"))
    files = [
        written(tmp_path / "a.csv", "ticket,what,when\nA,Open,2024-07-15\nA,Open,2024-07-17\n"),
        written(tmp_path / "b.csv", "ticket,what,when\nA,Close,2024-07-15\nA,Close,2024-07-18\n"),
    ]
    log = read_log(mapping, files)
    assert {event.at: event.seq for event in log.log.events} == {
        instant(2024, 7, 15): None,
        instant(2024, 7, 17): 3,
        instant(2024, 7, 18): 3,
    }


def test_at_one_instant_a_row_without_number_stands_before_all_others(tmp_path: Path) -> None:
    """B, which has no number, comes before A, whose is -3; so both are a change, and the second A is none."""
    mapping = ONE_EVENT_PER_ROW.replace("at: when", "at: when\n    changes: state\n    case: ticket").replace(
        "events:", "sequence: {column: n}\nevents:"
    )
    rows = "ticket,what,when,state,n\nT,Open,2024-07-15,A,-3\nT,Open,2024-07-15,B,\nT,Open,2024-07-15,A,-2\n"
    log = log_of(tmp_path, rows, mapping=mapping)
    assert sorted(event.id for event in log.log.events) == ["log.csv:2:opened", "log.csv:3:opened"]
    assert log.counts.passed == {"unchanged": 1}
