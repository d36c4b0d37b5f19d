"""What a limit or a calendar was looked up by: the row, the values and the name, read again from the events at hand."""

from dataclasses import replace

import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.reference.judge import judge_log
from jiannuo.core.rendering.findings.finding_words import explain_finding
from jiannuo.core.values.durations import read_duration
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.texts import Text

CHARTER = """
charter: {id: test, title: {zh: 试, en: Test}, zone: Asia/Shanghai, edition: '1', effective: 2024-01-01}
calendars:
  office: {zone: Asia/Shanghai, week: {mon-fri: ["09:00-17:00"]}}
  shop: {zone: Asia/Shanghai, week: {mon-sun: ["10:00-22:00"]}}
subjects: {case: {id: case_id, begins: opened, attributes: {grade: [opened.grade, graded.grade]}}}
events:
  opened: {of: case, attributes: {case_id: text, grade: integer 1..3, place: text, caller: text personal}}
  graded: {of: case, attributes: {case_id: text, grade: integer 1..3}}
  solved: {of: case, attributes: {case_id: text}}
  limit_set: {attributes: {place: text, limit: duration}}
tables:
  limits: {in: {grade: integer 1..3, place: text}, out: {note: text, limit: duration}, hit: first, rows: [
    [1, any, urgent, 1 h], ["<= 2", north, usual, 4 h], [any, north, slow, 9 h]], otherwise: [none, 20 h]}
  hours: {in: {place: text}, out: {name: text}, rows: [[north, office]], otherwise: [shop]}
  recorded: {in: {place: text}, out: {limit: duration}, rows from: limit_set}
  callers: {in: {caller: text}, out: {limit: duration}, rows: [[Zhang, 1 h]], otherwise: [2 h]}
promises:
  now: {of: case, after: opened, expect: solved, within: "lookup('limits', grade, place).limit"}
  later: {of: case, after: opened, expect: solved, within: "lookup('limits', case.grade, place).limit"}
  told: {of: case, after: opened, expect: solved, within: "lookup('recorded', place)"}
  open: {of: case, after: opened, expect: solved, within: 3 working h, calendar: "lookup('hours', place)"}
  whose: {of: case, after: opened, expect: solved, within: "lookup('callers', caller)"}
"""


@pytest.fixture(scope="module")
def charter(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    folder = tmp_path_factory.mktemp("charter")
    (folder / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    return read_charter(folder)


def event(type_: str, when: str, **attributes: object) -> Event:
    at = read_instant(when, zone="Asia/Shanghai")
    return Event(f"{type_}@{when}", type_, at, at, {"case_id": "C1", **attributes}, source="log")


def opened(grade: int = 2, place: str = "north") -> Event:
    return event("opened", "2024-07-15 09:00", grade=grade, place=place, caller="Zhang")


def explained(charter: Charter, promise: str, *events: Event, at_hand: bool = True) -> list[str]:
    """Return the lines in English about the finding on a promise at 2024-08-01."""
    as_of = read_instant("2024-08-01", zone="Asia/Shanghai")
    log = Log(events, {"log": Reach(as_of)})
    (finding,) = (each for each in judge_log(charter, log, as_of=as_of) if each.promise == promise)
    known = {each.id: each for each in events} if at_hand else {}
    return explain_finding(finding, charter=charter, events=known).en.splitlines()


def test_the_row_is_shown_with_its_number_the_values_and_the_limit(charter: Charter) -> None:
    lines = explained(charter, "now", opened())
    at = lines.index("Limit: 4 hours (lookup('limits', grade, place).limit)")
    assert lines[at + 1] == "  row 2 of the table limits: grade = 2, place = north → limit = 4 hours"
    assert "Due: 2024-07-15 09:00:00+08:00 + 4 hours = 2024-07-15 13:00:00+08:00" in lines


def test_the_first_row_that_fits_counts_and_otherwise_is_said(charter: Charter) -> None:
    assert "  row 1 of the table limits: grade = 1, place = north → limit = 1 hour" in explained(
        charter, "now", opened(1)
    )
    assert (
        "  no row of the table limits fits, so its `otherwise`: grade = 3, place = south → limit = 20 hours"
        in explained(charter, "now", opened(3, "south"))
    )


def test_an_attribute_of_the_subject_is_that_at_the_opening(charter: Charter) -> None:
    """Graded 1 before it was opened for good with 2, and 3 afterwards: 2 counts."""
    events = [event("graded", "2024-07-15 08:00", grade=1), opened(2), event("graded", "2024-07-15 10:00", grade=3)]
    assert "  row 2 of the table limits: grade = 2, place = north → limit = 4 hours" in explained(
        charter, "later", *events
    )


def test_a_row_that_an_event_gave_is_the_one_in_force_at_the_opening(charter: Charter) -> None:
    events = [
        event("limit_set", "2024-07-01", place="north", limit=read_duration("5 h")),
        event("limit_set", "2024-07-02", place="north", limit=read_duration("6 h")),
        event("limit_set", "2024-07-20", place="north", limit=read_duration("7 h")),
        opened(),
    ]
    lines = explained(charter, "told", *events)
    assert "  a row of the table recorded that an event gave: place = north → limit = 6 hours" in lines


@pytest.mark.parametrize(
    ("place", "name", "row", "due"),
    [
        ("north", "office", "row 1 of the table hours: place = north → name = office", "2024-07-15 12:00:00+08:00"),
        (
            "south",
            "shop",
            "no row of the table hours fits, so its `otherwise`: place = south → name = shop",
            "2024-07-15 13:00:00+08:00",
        ),
    ],
)
def test_the_calendar_that_was_found_is_named_with_the_row(
    place: str, name: str, row: str, due: str, charter: Charter
) -> None:
    """3 working hours from 09:00: until 12:00 at the office, until 13:00 in the shop that opens at 10:00."""
    lines = explained(charter, "open", opened(place=place))
    at = lines.index(f"Calendar: {name} (time zone Asia/Shanghai)")
    assert lines[at + 1] == f"  {row}"
    assert next(line for line in lines if line.startswith("Due:")).endswith(f"= {due}")


def test_what_was_looked_up_by_something_personal_is_not_told(charter: Charter) -> None:
    shown = "\n".join(explained(charter, "whose", opened()))
    assert "Limit: lookup('callers', caller) (as it stood at the start)" in shown
    assert "Zhang" not in shown


def test_without_the_event_nothing_is_made_up(charter: Charter) -> None:
    lines = explained(charter, "now", opened(), at_hand=False)
    assert "Limit: lookup('limits', grade, place).limit (as it stood at the start)" in lines
    assert not [line for line in lines if "row" in line]


def test_inputs_are_called_by_the_labels_of_attributes_of_their_names(charter: Charter) -> None:
    of_opened = replace(charter.events["opened"], labels={"grade": Text(zh="等级", en="level")})
    labelled = replace(charter, events={**charter.events, "opened": of_opened})
    assert "  row 2 of the table limits: level (grade) = 2, place = north → limit = 4 hours" in explained(
        labelled, "now", opened()
    )
