"""Indicators over states and subjects on a log of two sites, every figure reckoned by hand."""

from decimal import Decimal
from pathlib import Path

import pytest

from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.results.indicator_files import table_as_json
from tests.engines.written_logs import charter_of, mapping_of, written

MAPPING = """\
mapping: {id: sites, zone: Asia/Shanghai}
events:
  - event: {column: what, names: {Reg: registered, Out: retired, Down: went_down, Up: came_up, Plan: maintenance_planned, Try: try_made, Own: owner_given}}
    at: when
    id: no
    attributes: {site: site, cause: cause, from_at: from_at, to_at: to_at, owner: owner, seats: seats}
"""
CHARTER = """\
charter: {id: sites, title: {zh: 网站, en: Sites}, zone: Asia/Shanghai, edition: "1", effective: 2000-01-01}
calendars:
  office: {week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
subjects:
  site: {id: site, begins: registered, ends: retired, attributes: {owner: [owner_given.owner], seats: [registered.seats]}}
events:
  registered: {of: site, attributes: {seats: integer optional}}
  retired: {of: site}
  went_down: {of: site, attributes: {cause: "text optional"}}
  came_up: {of: site}
  maintenance_planned: {of: site, attributes: {from_at: instant, to_at: instant}}
  try_made: {of: site}
  owner_given: {of: site, attributes: {owner: text}}
states:
  down: {of: site, from: went_down, until: came_up}
  planned: {of: site, from: maintenance_planned.from_at, until: maintenance_planned.to_at}
  watched: {of: site, from: registered, until: retired}
  tried: {of: site, from: try_made, for: 2 h}
indicators:
  INDICATOR
"""
# In Shanghai, all of 2026. Site A lives from 1 May 00:00, B from 31 May 12:00 until 2 June 12:00; the log ends on 3 June at
# 06:00. A is down on 4 May 10:00-12:00 (power), from 31 May 22:00 until 1 June 03:00 (disk) and from 2 June 18:00 on (power).
# B is down on 1 June 00:00-00:30. Works on A are planned on 4 May 11:00-14:00 and 1 June 01:00-02:00, both told in time, and
# on 31 May 22:00-23:00, told an hour late, at 23:00. Li has A from 1 May 06:00, Wu from 1 June 00:00.
ROWS = """\
no,site,what,when,cause,from_at,to_at,owner,seats
1,A,Reg,2026-05-01 00:00:00,,,,,10
2,A,Own,2026-05-01 06:00:00,,,,Li,
3,A,Plan,2026-05-02 00:00:00,,2026-05-04 11:00:00,2026-05-04 14:00:00,,
4,A,Down,2026-05-04 10:00:00,power,,,,
5,A,Up,2026-05-04 12:00:00,,,,,
6,A,Plan,2026-05-20 00:00:00,,2026-06-01 01:00:00,2026-06-01 02:00:00,,
7,B,Reg,2026-05-31 12:00:00,,,,,5
8,A,Down,2026-05-31 22:00:00,disk,,,,
9,A,Plan,2026-05-31 23:00:00,,2026-05-31 22:00:00,2026-05-31 23:00:00,,
10,A,Own,2026-06-01 00:00:00,,,,Wu,
11,B,Down,2026-06-01 00:00:00,,,,,
12,B,Up,2026-06-01 00:30:00,,,,,
13,A,Up,2026-06-01 03:00:00,,,,,
14,B,Out,2026-06-02 12:00:00,,,,,
15,A,Down,2026-06-02 18:00:00,power,,,,
16,A,Try,2026-06-02 19:00:00,,,,,
17,A,Try,2026-06-02 20:00:00,,,,,
18,A,Try,2026-06-03 06:00:00,,,,,
"""


def figures(folder: Path, indicator: str, *, more: str = "", rows: str = ROWS) -> list[dict]:
    """Return the figures of one indicator over the log."""
    charter = charter_of(folder, CHARTER.replace("INDICATOR", f"x: {{{indicator}}}\n{more}"))
    file = written(folder / "log.csv", rows)
    audited = audit(AuditRequest(charter, mapping_of(folder, MAPPING), (file,), language="en", own_copy=True))
    table = next(table for table in audited.summary.indicators if table.indicator.name == "x")
    return table_as_json(table, zone=charter.zone)["figures"]


def brief(found: list[dict], *names: str) -> list[tuple]:
    """Return of each figure its period, the dimensions and what is named."""
    return [(each["period"], *each["by"].values(), *(each[name] for name in names)) for each in found]


MAY, JUNE = "2026-05", "2026-06"
CASES = [
    ("the time of a state, clipped to the months", "time: down, per: month, unit: h", [(MAY, "4"), (JUNE, "15.5")]),
    ("the time per day", "time: down, per: day, unit: h, where: went_down.cause = 'disk'", [(f"2026-05-{day:02}", "2" if day == 31 else "0") for day in range(1, 32)] + [("2026-06-01", "3"), ("2026-06-02", "0"), ("2026-06-03", "0")]),
    ("the whole time", "time: down, per: total, unit: min", [(None, "1170")]),
    ("a time by subject", "time: down, per: month, unit: h, by: [site]", [(MAY, "A", "4"), (JUNE, "A", "15"), (JUNE, "B", "0.5")]),
    ("a time by an attribute that changes meanwhile", "time: watched, per: total, unit: h, by: [site.owner], where: site = 'A'", [(None, "Li", "738"), (None, "Wu", "54"), (None, None, "6")]),
    ("a time less what was planned and told in time", "time: down, where: not in_force('planned'), per: month, unit: h", [(MAY, "3"), (JUNE, "14.5")]),
    ("a time in open hours", "time: down, calendar: office, per: month, unit: h", [(MAY, "2"), (JUNE, "0")]),
    ("a time by where its event says why", "time: down, where: went_down.cause = 'power', per: month, unit: h", [(MAY, "2"), (JUNE, "12")]),
    ("a state for a duration, overlapping ones once", "time: tried, per: month, unit: min", [(MAY, "0"), (JUNE, "180")]),
    ("the time that subjects lived", "time: site, per: month, unit: h", [(MAY, "756"), (JUNE, "90")]),
    ("in equal periods", "time: down, per: {every: 2 weeks, from: 2026-05-19}, unit: h", [("2026-05-19", "5.5"), ("2026-06-02", "12")]),
    ("stretches that touch a month", "count: down, over: states, per: month", [(MAY, "2"), (JUNE, "3")]),
    ("stretches that begin in a month", "count: down, over: states, clip: false, per: month", [(MAY, "2"), (JUNE, "2")]),
    ("stretches by what began them", "count: down, over: states, clip: false, where: went_down.cause = 'power', per: month", [(MAY, "1"), (JUNE, "1")]),
    ("their mean, clipped", "mean: down.took, over: states, per: month, unit: h, decimals: 2", [(MAY, "2.00"), (JUNE, "5.17")]),
    ("their mean, whole", "mean: down.took, over: states, clip: false, per: month, unit: h, decimals: 2", [(MAY, "3.50"), (JUNE, "6.25")]),
    ("the longest", "percentile: {of: down.took, at: 100 %}, over: states, clip: false, per: total, unit: h", [(None, "12")]),
    ("the share of stretches", "share: {of: down, when: site = 'A'}, over: states, clip: false, per: month, decimals: 0", [(MAY, "100"), (JUNE, "50")]),
    ("distinct subjects among stretches", "count: down, over: states, clip: false, distinct: site, per: month", [(MAY, "1"), (JUNE, "2")]),
    ("the age at the end of each month", "age: down, per: month, unit: h", [(MAY, "2"), (JUNE, "12")]),
    ("the age of subjects", "age: site, per: month, unit: h", [(MAY, "378"), (JUNE, "798")]),
    ("the oldest at the end of a period", "percentile: {of: down.age, at: 100 %}, over: states, per: month, unit: min", [(MAY, "120"), (JUNE, "720")]),
    ("ages of subjects, ranked", "median: site.age, over: subjects, per: month, unit: h", [(MAY, "378"), (JUNE, "798")]),
    ("ages by what is so then", "age: down, per: month, unit: h, by: [site.owner]", [(MAY, "Li", "2"), (JUNE, "Wu", "12")]),
    ("subjects that lived in a month", "count: site, over: subjects, per: month", [(MAY, "2"), (JUNE, "2")]),
    ("subjects that lived on a day", "count: site, over: subjects, per: day, where: period.start >= went_down.at", [(f"2026-05-{day:02}", "1" if 5 <= day < 31 else "0") for day in range(1, 32)] + [("2026-06-01", "2"), ("2026-06-02", "1"), ("2026-06-03", "1")]),
    ("subjects by their whole history so far", "share: {of: site, when: count(went_down) >= 2}, over: subjects, per: month, decimals: 0", [(MAY, "50"), (JUNE, "50")]),
    ("subjects in a window up to the end", "count: site, over: subjects, per: month, where: 'seen(went_down, 48 h)'", [(MAY, "1"), (JUNE, "1")]),
    ("subjects by what they are at the end", "count: site, over: subjects, per: month, by: [site.owner]", [(MAY, "Li", "1"), (MAY, None, "1"), (JUNE, "Wu", "1"), (JUNE, None, "1")]),
    ("a sum of subjects' attributes", "sum: site.seats, over: subjects, per: month", [(MAY, "15"), (JUNE, "15")]),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_figure_over_time_is_the_one_reckoned_by_hand(indicator: str, expected: list[tuple], tmp_path: Path) -> None:
    assert brief(figures(tmp_path, indicator), "value") == expected


AVAILABILITY = """\
  agreed: {time: watched, per: month, where: not in_force('planned')}
  lost: {time: down, per: month, where: not in_force('planned')}
"""


def test_availability_is_the_agreed_time_less_what_was_lost_of_it(tmp_path: Path) -> None:
    text = "formula: (agreed - lost) / agreed, per: month, unit: '%', decimals: 4"
    # Works told in time: 3 h in May (4 May 11:00-14:00), 1 h in June; the plan told late counts for nothing.
    # May: (756 - 3 - 3) / (756 - 3) = 750 / 753; June: (90 - 1 - 14.5) / (90 - 1) = 74.5 / 89.
    assert brief(figures(tmp_path, text, more=AVAILABILITY), "value", "unit") == [
        (MAY, "99.6016", "%"),
        (JUNE, "83.7079", "%"),
    ]


@pytest.mark.parametrize(("minutes", "shown"), [("43.2", "99.90"), ("432", "99.00")])
def test_an_outage_of_so_many_minutes_in_a_month_of_thirty_days_is_told_as_the_ledger_says(
    minutes: str, shown: str, tmp_path: Path
) -> None:
    # 30 days have 43,200 minutes: a thousandth of them is 43.2, a hundredth 432 (7.2 hours).
    up = f"2026-06-10 {'00:43:12' if minutes == '43.2' else '07:12:00'}"
    rows = ROWS.splitlines()[0] + (
        f"\n1,A,Reg,2026-06-01 00:00:00,,,,,\n2,A,Down,2026-06-10 00:00:00,,,,,\n3,A,Up,{up},,,,,\n"
        "4,A,Try,2026-07-01 00:00:00,,,,,\n"
    )
    text = "formula: (agreed - lost) / agreed, per: month, unit: '%', decimals: 2"
    june, _ = figures(tmp_path, text, more=AVAILABILITY, rows=rows)
    assert (june["value"], june["state"], june["on_record"]["value"]) == (shown, "ok", 1.0)


def test_stretches_are_counted_once_whatever_cuts_their_time(tmp_path: Path) -> None:
    # May: 4 May 10:00-11:00, 31 May 22:00-24:00; June: A 00:00-01:00 and 02:00-03:00, B, and A again.
    found = figures(tmp_path, "time: down, where: not in_force('planned'), per: month")
    assert [each["count"] for each in found] == [2, 4]


def test_a_month_without_an_outage_is_available_throughout(tmp_path: Path) -> None:
    rows = "\n".join(line for line in ROWS.splitlines() if ",Down," not in line and ",Up," not in line) + "\n"
    text = "formula: (agreed - lost) / agreed, per: month, unit: '%', decimals: 2"
    found = figures(tmp_path, text, more=AVAILABILITY, rows=rows)
    assert brief(found, "value") == [(MAY, "100.00"), (JUNE, "100.00")]


def test_a_month_in_which_nothing_was_agreed_has_no_availability(tmp_path: Path) -> None:
    rows = ROWS.splitlines()[0] + "\n1,A,Down,2026-05-04 10:00:00,power,,,,\n2,A,Up,2026-05-04 12:00:00,,,,,\n"
    text = "formula: (agreed - lost) / agreed, per: month, unit: '%', decimals: 2"
    assert brief(figures(tmp_path, text, more=AVAILABILITY, rows=rows), "value", "state") == [(MAY, None, "no_data")]


def test_an_outage_that_may_have_ended_is_in_doubt_from_there_on(tmp_path: Path) -> None:
    # What ends the state is undecided where the cause of the coming up is not recorded: from 5 May on nobody knows.
    text = CHARTER.replace("until: came_up}", "until: came_up where ok}").replace(
        "came_up: {of: site}", 'came_up: {of: site, attributes: {ok: "boolean optional"}}'
    )
    charter = charter_of(tmp_path, text.replace("INDICATOR", "x: {time: down, per: total, unit: h}\n  y: {count: down, over: states, per: total}"))  # fmt: skip
    mapping = mapping_of(tmp_path, MAPPING.replace("cause: cause", "cause: cause, ok: ok"))
    rows = (
        "no,site,what,when,cause,from_at,to_at,owner,seats,ok\n1,A,Down,2026-05-04 00:00:00,,,,,,\n"
        "2,A,Up,2026-05-05 00:00:00,,,,,,\n3,A,Try,2026-05-06 00:00:00,,,,,,\n"
    )
    audited = audit(AuditRequest(charter, mapping, (written(tmp_path / "log.csv", rows),), language="en"))
    time, count = (table.figures[0] for table in audited.summary.indicators)
    assert (time.value, time.coverage.numerator, time.coverage.denominator, time.state) == (24, 1, 2, "not_covered")
    assert (count.value, count.coverage.denominator, count.state) == (0, 1, "not_covered")


def test_time_in_a_gap_of_the_record_is_left_out(tmp_path: Path) -> None:
    rows = ROWS + "19,,Gap,2026-06-03 06:00:00,,2026-06-01 02:00:00,2026-06-02 20:00:00,,\n"
    charter = charter_of(tmp_path, CHARTER.replace("INDICATOR", "x: {time: down, per: month, unit: h}"))
    mapping = mapping_of(
        tmp_path,
        MAPPING.replace("Own: owner_given", "Own: owner_given, Gap: source_gap")
        .replace("from_at: from_at, to_at: to_at", "from_at: from_at, to_at: to_at, from: from_at, to: to_at")
        .replace("mapping: {id: sites", "mapping: {source: sites, id: sites"),
    )
    audited = audit(AuditRequest(charter, mapping, (written(tmp_path / "log.csv", rows),), language="en"))
    may, june = audited.summary.indicators[0].figures
    # June: A 00:00-02:00, B 00:00-00:30, and A on 2 June from 20:00 until 3 June 06:00.
    assert (may.value, june.value, june.state) == (4, Decimal("12.5"), "not_covered")


def test_what_is_told_to_date_adds_up_for_times_alone(tmp_path: Path) -> None:
    may, june = figures(tmp_path, "time: down, per: month, unit: h")
    assert (may["to_date"]["value"], june["to_date"]["value"], june["to_date"]["unit"]) == ("4", "19.5", "h")
    for text in (
        "count: down, over: states, per: month",
        "age: down, per: month",
        "count: site, over: subjects, per: month",
    ):
        assert [each["to_date"] for each in figures(tmp_path, text)] == [None, None]


def test_a_week_across_the_new_year_gives_each_year_its_own_time(tmp_path: Path) -> None:
    rows = ROWS.splitlines()[0] + "\n1,A,Down,2026-12-31 12:00:00,,,,,\n2,A,Up,2027-01-01 06:00:00,,,,,\n"
    (week,) = figures(tmp_path, "time: down, per: week, unit: h", rows=rows)
    assert (week["period"], week["value"], week["to_date"]["value"]) == ("2026-W53", "18", "6")


# Orders see the device log-ins of the driver that they have at the time.
SEEN = """\
no,site,what,when,cause,from_at,to_at,owner,seats,device
1,A,Reg,2026-05-01 00:00:00,,,,,,
2,B,Reg,2026-05-01 00:00:00,,,,,,
3,A,Own,2026-05-02 00:00:00,,,,Li,,
4,,Seen,2026-05-02 00:00:00,,,,,,Li
5,,Seen,2026-05-03 00:00:00,,,,,,Li
6,B,Own,2026-05-04 00:00:00,,,,Li,,
7,,Seen,2026-05-05 00:00:00,,,,,,Li
8,A,Own,2026-05-06 00:00:00,,,,Wu,,
9,,Seen,2026-05-07 00:00:00,,,,,,Li
10,,Seen,2026-05-08 00:00:00,,,,,,Wu
"""


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("count: device_seen via owner, of: site, per: total", [(None, "6")]),
        ("count: device_seen via owner, of: site, per: total, by: [site]", [(None, "A", "4"), (None, "B", "2")]),
        ("count: device_seen via owner, of: site, distinct: id, per: total", [(None, "5")]),
        ("count: [device_seen via owner, owner_given], of: site, per: total", [(None, "9")]),
        ("count: device_seen via owner where device = 'Wu', of: site, per: total", [(None, "1")]),
    ],
)
def test_events_of_another_subject_count_for_those_that_name_it_then(
    indicator: str, expected: list[tuple], tmp_path: Path
) -> None:
    text = CHARTER.replace("owner: text", "owner: device").replace("events:", "  device: {id: device}\nevents:\n  device_seen: {of: device}", 1)  # fmt: skip
    charter = charter_of(tmp_path, text.replace("INDICATOR", f"x: {{{indicator}}}"))
    mapping = MAPPING.replace("Own: owner_given", "Own: owner_given, Seen: device_seen")
    mapping = mapping.replace("owner: owner", "owner: owner, device: device")
    file = written(tmp_path / "log.csv", SEEN)
    audited = audit(AuditRequest(charter, mapping_of(tmp_path, mapping), (file,), language="en", own_copy=True))
    assert brief(table_as_json(audited.summary.indicators[0], zone=charter.zone)["figures"], "value") == expected


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("count: planned, over: states, per: month", [(MAY, "1")]),
        ("count: planned, over: states, clip: false, per: month", [(MAY, "0")]),
        ("sum: planned.took, over: states, per: month, unit: h", [(MAY, "34")]),
        ("time: planned, per: month, unit: h", [(MAY, "10")]),
        ("age: planned, per: month, unit: h", [(MAY, "1242")]),
    ],
)
def test_what_began_long_before_the_log_counts_in_the_periods_of_the_log(
    indicator: str, expected: list[tuple], tmp_path: Path
) -> None:
    # Works from 11 March 16:00 until June, entered on 2 May at 00:00, when the log begins; it ends at 10:00. They stood for
    # 34 h of May, of which 10 h are on record, and since 11 March for 488 + 720 + 34 h.
    rows = (
        ROWS.splitlines()[0]
        + "\n1,A,Plan,2026-05-02 00:00:00,,2026-03-11 16:00:00,2026-06-01 00:00:00,,\n2,A,Try,2026-05-02 10:00:00,,,,,\n"
    )
    assert brief(figures(tmp_path, indicator, rows=rows), "value") == expected


@pytest.mark.parametrize(
    "indicator",
    ["time: down", "age: down", "count: down, over: states", "count: site, over: subjects", "median: site.age, over: subjects"],
)  # fmt: skip
def test_before_the_first_of_equal_periods_nothing_is_told(indicator: str, tmp_path: Path) -> None:
    assert figures(tmp_path, f"{indicator}, per: {{every: 1 months, from: 2027-01-01}}") == []
