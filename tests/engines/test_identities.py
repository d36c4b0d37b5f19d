"""Which events are the same, and corrections that point nowhere."""

from pathlib import Path

import pytest

from jiannuo.core.engines.events.logs import read_log
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import IDS, WITH_IDS, account, instant, log_of, mapping_of, refused, rejects_of, written


def test_a_copy_of_an_event_is_counted_once(tmp_path: Path) -> None:
    row = "1,,A,Open,2024-07-15,2024-07-15\n"
    log = log_of(tmp_path, IDS + row + "2,,A,Close,2024-07-16,2024-07-16\n" + row, mapping=WITH_IDS)
    assert (log.counts.events, log.counts.duplicates, log.counts.rows_copied) == (2, 1, 1)
    account(log)


def test_an_id_with_other_content_is_set_aside_whatever_the_order_of_files(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, WITH_IDS)
    first = written(tmp_path / "z.csv", IDS + "1,,A,Open,2024-07-15,2024-07-15\n")
    second = written(tmp_path / "a.csv", IDS + "1,,A,Open,2024-07-14,2024-07-16\n1,,A,Open,2024-07-14,2024-07-16\n")
    for files in ([first, second], [second, first]):
        log = read_log(mapping, files)
        assert [event.at for event in log.log.events] == [instant(2024, 7, 15)]  # the one recorded first
        assert [(r.file, r.row, r.problem.code) for r in log.rejects] == [("a.csv", 2, "L118"), ("a.csv", 3, "L118")]
        account(log)


def test_an_event_without_its_id_is_set_aside(tmp_path: Path) -> None:
    log = log_of(tmp_path, IDS + ",,A,Open,2024-07-15,2024-07-15\n", mapping=WITH_IDS)
    assert rejects_of(log) == [(2, "L121")]


def test_a_correction_of_what_is_not_there_is_set_aside_with_all_that_hangs_on_it(tmp_path: Path) -> None:
    rows = [
        "1,,A,Open,2024-07-15,2024-07-15",
        "2,1,A,Open,2024-07-14,2024-07-16",
        "3,99,A,Open,2024-07-14,2024-07-16",
        "4,3,A,Open,2024-07-14,2024-07-16",
    ]
    log = log_of(tmp_path, IDS + "\n".join(rows) + "\n", mapping=WITH_IDS)
    assert {event.id: event.supersedes for event in log.log.events} == {"1": None, "2": "1"}
    assert rejects_of(log) == [(4, "L119"), (5, "L119")]
    account(log)


def test_corrections_that_lead_back_to_themselves_are_set_aside(tmp_path: Path) -> None:
    rows = [f"{no},{of},A,Open,2024-07-15,2024-07-15" for no, of in [(1, 2), (2, 3), (3, 1), (4, 4), (5, 1)]]
    log = log_of(tmp_path, IDS + "\n".join(rows) + "\n", mapping=WITH_IDS)
    assert log.log.events == ()
    assert rejects_of(log) == [(2, "L120"), (3, "L120"), (4, "L120"), (5, "L120"), (6, "L119")]
    account(log)


def test_a_correction_keeps_the_place_of_what_it_replaces_not_of_its_row(tmp_path: Path) -> None:
    mapping = WITH_IDS.replace("events:", "sequence: row\nevents:")
    rows = "1,,A,Open,2024-07-15,2024-07-15\n2,1,A,Open,2024-07-14,2024-07-16\n"
    log = log_of(tmp_path, IDS + rows, mapping=mapping)
    assert {event.id: event.seq for event in log.log.events} == {"1": 2, "2": None}


def test_several_rules_that_make_one_type_of_a_row_get_ids_of_their_own(tmp_path: Path) -> None:
    mapping = (
        "mapping: {id: desk, zone: UTC}\nattributes: {ticket: ticket}\nevents:\n"
        "  - {event: called, at: first_call}\n  - {event: called, at: second_call}\n  - {event: opened, at: first_call}\n"
    )
    log = log_of(tmp_path, "ticket,first_call,second_call\nA,2024-07-15,2024-07-16\n", mapping=mapping)
    assert sorted(event.id for event in log.log.events) == [
        "log.csv:2:called",
        "log.csv:2:called:2",
        "log.csv:2:opened",
    ]


def test_two_files_of_one_name_are_refused_unless_events_bring_their_ids(tmp_path: Path) -> None:
    rows = IDS + "1,,A,Open,2024-07-15,2024-07-15\n"
    files = [written(tmp_path / name / "log.csv", rows) for name in ("a", "b")]
    with pytest.raises(Refusal) as caught:
        read_log(mapping_of(tmp_path), files)
    assert refused(caught.value) == ["L010"]
    log = read_log(mapping_of(tmp_path, WITH_IDS), files)
    assert (log.counts.events, log.counts.duplicates) == (1, 1)


def test_a_file_given_twice_counts_once(tmp_path: Path) -> None:
    file = written(tmp_path / "log.csv", "ticket,what,when\nA,Open,2024-07-15\n")
    log = read_log(mapping_of(tmp_path), [file, file])
    assert (log.counts.events, log.counts.duplicates, log.counts.rows) == (1, 1, 2)
