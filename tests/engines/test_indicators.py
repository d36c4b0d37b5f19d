"""Indicators over a log of fifteen rows, every figure reckoned by hand."""

import json
from pathlib import Path

import pytest

from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.results.indicator_files import table_as_json
from jiannuo.core.engines.results.result_folder import SUMMARY
from jiannuo.core.values.instants import read_instant
from tests.engines.written_logs import charter_of, mapping_of, written

MAPPING = """\
mapping: {id: desk, zone: Asia/Shanghai, source: desk}
events:
  - event: {column: what, names: {Open: opened, Note: noted, Close: closed, Take: taken}}
    at: when
    id: no
    supersedes: instead
    attributes: {ticket: ticket, channel: channel, agent: agent, cost: cost, effort: effort}
"""
CHARTER = """\
charter: {id: desk, title: {zh: 服务台, en: Desk}, zone: Asia/Shanghai, edition: "1", effective: 2000-01-01}
sources: {desk: {complete from: 2026-05-01}}
subjects: {ticket: {id: ticket, attributes: {agent: [taken.agent]}}}
events:
  opened: {of: ticket, attributes: {channel: "one of [web, phone] optional", cost: "number optional"}}
  taken: {of: ticket, attributes: {agent: text}}
  noted: {of: ticket, attributes: {effort: duration optional, cost: number optional}}
  closed: {of: ticket}
promises:
  in-a-day: {of: ticket, after: opened, expect: closed, within: 24 h, ours: true}
indicators:
  INDICATOR
"""
# In Shanghai: May has A (web, 10.25), B (phone), C (web, 0.50), D (no channel), all of 2026; E opens on 31 May 24:00, that is
# in June, on the phone. B's row 3 is replaced by row 4, which moves it from the web to the phone.
# A is closed after 10 h (kept, 14 h early), B after 24 h (kept, in time to the microsecond), C after 30 h (broken, 6 h late),
# D never (broken), E is open at the end (pending until 2 June 00:00; the log ends on 1 June at 12:00).
ROWS = """\
no,instead,ticket,what,when,channel,agent,cost,effort
1,,A,Open,2026-05-04 00:00:00,web,,10.25,
2,,A,Close,2026-05-04 10:00:00,,,,
3,,B,Open,2026-05-05 00:00:00,web,,7,
4,3,B,Open,2026-05-05 00:00:00,phone,,,
5,,B,Close,2026-05-06 00:00:00,,,,
6,,C,Take,2026-05-10 23:00:00,,Li,,
7,,C,Open,2026-05-11 00:00:00,web,,0.50,
8,,C,Close,2026-05-12 06:00:00,,,,
9,,D,Open,2026-05-30 23:59:59,,,1.00,
10,,E,Open,2026-06-01 00:00:00,phone,,3,
11,,A,Note,2026-05-04 01:00:00,,,1,PT1H
12,,A,Note,2026-05-04 02:00:00,,,2,PT30M
13,,B,Note,2026-05-05 03:00:00,,,4,PT0.000001S
14,,C,Note,2026-05-11 04:00:00,,,,
15,,C,Note,2026-06-01 12:00:00,,,8,PT3H
"""


def figures(folder: Path, indicator: str) -> list[dict]:
    """Return the figures of one indicator over the log."""
    charter = charter_of(folder, CHARTER.replace("INDICATOR", f"x: {{{indicator}}}"))
    file = written(folder / "log.csv", ROWS)
    audited = audit(AuditRequest(charter, mapping_of(folder, MAPPING), (file,), language="en", own_copy=True))
    (table,) = audited.summary.indicators
    return table_as_json(table, zone=charter.zone)["figures"]


def brief(found: list[dict], *names: str) -> list[tuple]:
    """Return of each figure its period, the dimensions and what is named."""
    return [(each["period"], *each["by"].values(), *(each[name] for name in names)) for each in found]


PARTS = """\
  cycles: {count: opened, per: month}
  abnormal: {count: closed, per: month}
  spent: {sum: noted.cost, per: month}
  effort: {sum: noted.effort, per: month}
  in_time: {kept_rate: in-a-day, per: month}
"""
FORMULAS = [
    ("completeness", "formula: (cycles - abnormal) / cycles, per: month, unit: '%', decimals: 1", [("2026-05", "25.0"), ("2026-06", "100.0")]),
    ("a part without a value", "formula: in_time * 2, per: month", [("2026-05", "1"), ("2026-06", None)]),
    ("a weighted sum, rounded at the end only", "formula: 0.1 * spent / 3 + -cycles / 3, per: month, decimals: 2", [("2026-05", "-1.10"), ("2026-06", "-0.07")]),
    ("time for each", "formula: effort / cycles, per: month, unit: min", [("2026-05", "22.5000000042"), ("2026-06", "180")]),
    ("a division by nothing", "formula: cycles / abnormal, per: month, decimals: 3", [("2026-05", "1.333"), ("2026-06", None)]),
]  # fmt: skip
CASES = [
    ("a count per month", "count: opened, per: month", [("2026-05", "4"), ("2026-06", "1")]),
    ("a count of several events", "count: [opened, closed], per: month", [("2026-05", "7"), ("2026-06", "1")]),
    ("an event that two selectors pick", "count: [opened where cost > 0, opened where cost > 5], per: month", [("2026-05", "3"), ("2026-06", "1")]),
    ("a count where", "count: opened, where: cost < 2, per: month", [("2026-05", "2"), ("2026-06", "0")]),
    ("a distinct count", "count: noted, distinct: ticket, per: month", [("2026-05", "3"), ("2026-06", "1")]),
    ("an exact sum of decimals", "sum: opened.cost, per: month", [("2026-05", "11.75"), ("2026-06", "3")]),
    ("a sum of lengths", "sum: noted.effort, per: month", [("2026-05", "5400000001"), ("2026-06", "10800000000")]),
    ("a mean of lengths, half up to the microsecond", "mean: noted.effort, where: 'cost in (2, 4)', per: total", [(None, "900000001")]),
    ("a mean of 12 digits", "mean: opened.cost, per: month", [("2026-05", "3.91666666667"), ("2026-06", "3")]),
    ("a median of an odd count", "median: opened.cost, per: month", [("2026-05", "1"), ("2026-06", "3")]),
    ("a median of an even count", "median: opened.cost, per: total", [(None, "2")]),
    ("a percentile", "percentile: {of: noted.cost, at: 50 %}, per: total", [(None, "2")]),
    ("a percentile above", "percentile: {of: noted.cost, at: 50.1 %}, per: total", [(None, "4")]),
    ("a share", "share: {of: opened, when: channel = 'web'}, per: month, decimals: 1", [("2026-05", "66.7"), ("2026-06", "0.0")]),
    ("a share of what lies behind", "share: {of: closed, when: seen(taken)}, per: month, unit: '1', decimals: 3", [("2026-05", "0.333"), ("2026-06", None)]),
    ("a rate of counts", "rate: {of: noted, to: opened}, per: month", [("2026-05", "1"), ("2026-06", "1")]),
    ("a rate of sums", "rate: {of: noted.cost, to: opened.cost}, per: month, decimals: 3", [("2026-05", "0.596"), ("2026-06", "2.667")]),
    ("a rate of nothing", "rate: {of: opened, to: closed}, per: month", [("2026-05", "1.33333333333"), ("2026-06", None)]),
    ("a kept rate", "kept_rate: in-a-day, per: month, decimals: 2", [("2026-05", "50.00"), ("2026-06", None)]),
    ("a kept rate where", "kept_rate: in-a-day, where: cost is not null, per: month, decimals: 2", [("2026-05", "33.33"), ("2026-06", None)]),
    ("how long it took", "median: in-a-day.took, over: findings, per: total, unit: h", [(None, "24")]),
    ("the mean margin", "mean: in-a-day.margin, over: findings, per: total, unit: h, decimals: 2", [(None, "2.67")]),
    ("how late", "sum: in-a-day.late, over: findings, per: total, unit: min", [(None, "360")]),
    ("findings", "count: in-a-day, over: findings, where: finding.verdict = 'broken', per: month", [("2026-05", "2"), ("2026-06", "0")]),
    ("a share of findings", "share: {of: in-a-day, when: finding.late > 0 h}, over: findings, per: total, decimals: 0", [(None, "33")]),
    ("weeks from Monday", "count: opened, per: week", [("2026-W19", "2"), ("2026-W20", "1"), ("2026-W21", "0"), ("2026-W22", "1"), ("2026-W23", "1")]),
    ("half-years", "count: opened, per: half-year", [("2026-H1", "5")]),
    ("days with something alone under by", "count: opened, per: day, by: [channel]", [("2026-05-04", "web", "1"), ("2026-05-05", "phone", "1"), ("2026-05-11", "web", "1"), ("2026-05-30", None, "1"), ("2026-06-01", "phone", "1")]),
    ("hours with something", "count: noted, per: hour", [("2026-05-04 01:00", "1"), ("2026-05-04 02:00", "1"), ("2026-05-05 03:00", "1"), ("2026-05-11 04:00", "1"), ("2026-06-01 12:00", "1")]),
    ("equal periods from a date on", "count: opened, per: {every: 7 natural days, from: 2026-05-05}", [("2026-05-05", "2"), ("2026-05-12", "0"), ("2026-05-19", "0"), ("2026-05-26", "2")]),
    ("a subject's attribute at the event", "count: closed, per: total, by: [ticket.agent]", [(None, "Li", "1"), (None, None, "2")]),
    ("a subject kind", "count: closed, per: total, by: ticket", [(None, "A", "1"), (None, "B", "1"), (None, "C", "1")]),
    ("an attribute at the opening", "kept_rate: in-a-day, per: total, by: [channel], decimals: 0", [(None, "phone", "100"), (None, "web", "50"), (None, None, "0")]),
    ("a subject's attribute at the opening", "kept_rate: in-a-day, per: total, by: [ticket.agent], decimals: 1", [(None, "Li", "0.0"), (None, None, "66.7")]),
    ("something of the finding", "count: in-a-day, over: findings, per: total, by: [finding.verdict]", [(None, "broken", "2"), (None, "kept", "2"), (None, "pending", "1")]),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_figure_is_the_one_reckoned_by_hand(indicator: str, expected: list[tuple], tmp_path: Path) -> None:
    assert brief(figures(tmp_path, indicator), "value") == expected


@pytest.mark.parametrize(("formula", "expected"), [case[1:] for case in FORMULAS], ids=[case[0] for case in FORMULAS])
def test_a_formula_comes_to_what_its_parts_come_to_by_hand(formula: str, expected: list[tuple], tmp_path: Path) -> None:
    charter = charter_of(tmp_path, CHARTER.replace("  INDICATOR\n", f"  x: {{{formula}}}\n{PARTS}"))
    file = written(tmp_path / "log.csv", ROWS)
    audited = audit(AuditRequest(charter, mapping_of(tmp_path, MAPPING), (file,), language="en", own_copy=True))
    table = table_as_json(audited.summary.indicators[0], zone=charter.zone)
    assert brief(table["figures"], "value") == expected
    assert {each["state"] for each in table["figures"] if each["value"] is None} <= {"no_data", "mixed_units"}


def test_a_formula_is_covered_as_little_as_its_parts_are(tmp_path: Path) -> None:
    text = "x: {formula: spent / cycles, per: month}\n" + PARTS
    charter = charter_of(tmp_path, CHARTER.replace("INDICATOR\n", text))
    file = written(tmp_path / "log.csv", ROWS)
    audited = audit(AuditRequest(charter, mapping_of(tmp_path, MAPPING), (file,), language="en", own_copy=True))
    may, june = audited.summary.indicators[0].figures
    # In May one of four notes has no cost; no opening is in doubt.
    assert (may.coverage.numerator, may.coverage.denominator, may.state) == (4, 5, "not_covered")
    assert (june.coverage.numerator, june.coverage.denominator, june.state) == (1, 1, "ok")


def test_a_share_tells_both_its_numbers_what_is_unknown_and_its_lower_bound(tmp_path: Path) -> None:
    found = figures(
        tmp_path, "share: {of: opened, when: channel = 'web'}, per: month, decimals: 2, bound: lower 95 %, min n: 2"
    )
    names = ("numerator", "denominator", "lower_95", "count", "closed", "state")
    # Wilson's lower bound of 2 in 3: (2/3 + z²/6 − z·sqrt(2/27 + z²/36)) / (1 + z²/3) with z = 1.959964 is 0.20766.
    assert brief(found, *names) == [
        ("2026-05", 2, 3, "20.77", 3, True, "not_covered"),
        ("2026-06", 0, 1, "0.00", 1, False, "too_few"),
    ]
    assert found[0]["coverage"] == {"numerator": 3, "denominator": 4, "value": 0.75}


def test_a_mean_tells_its_sum_and_count_and_what_has_no_value(tmp_path: Path) -> None:
    found = figures(tmp_path, "mean: noted.effort, per: month, unit: min, decimals: 3, coverage: 75 %")
    assert brief(found, "value", "unit", "numerator", "denominator", "state") == [
        ("2026-05", "30.000", "min", 5_400_000_001, 3, "ok"),
        ("2026-06", "180.000", "min", 10_800_000_000, 1, "ok"),
    ]
    assert [each["coverage"]["denominator"] for each in found] == [4, 1]


def test_a_count_of_nothing_is_a_figure_and_a_share_of_nothing_is_no_data(tmp_path: Path) -> None:
    counted = figures(tmp_path, "count: closed, per: month")
    assert brief(counted, "value", "state") == [("2026-05", "3", "ok"), ("2026-06", "0", "ok")]
    shared = figures(tmp_path, "share: {of: closed, when: seen(taken)}, per: month, decimals: 0")
    assert brief(shared, "value", "state") == [("2026-05", "33", "ok"), ("2026-06", None, "no_data")]


def test_a_sum_of_nothing_is_nothing_in_the_unit_of_the_others_and_is_compared_with_them(tmp_path: Path) -> None:
    found = {each["period"]: each for each in figures(tmp_path, "sum: noted.effort, per: day")}
    days = ("2026-05-04", "2026-05-05", "2026-05-06")
    shown = [("5400000000", "us"), ("1", "us"), ("0", "us")]
    assert [(found[day]["value"], found[day]["unit"]) for day in days] == shown
    before = [tuple(found[day]["before"][key] for key in ("value", "difference", "relative", "remark")) for day in days]
    assert before == [
        ("0", "5400000000", None, "base_zero"),
        ("5400000000", "-5399999999", "-100.0", "ok"),
        ("1", "-1", "-100.0", "ok"),
    ]


def test_a_signal_that_may_have_been_given_lowers_the_coverage_of_its_count(tmp_path: Path) -> None:
    signal = "signals: {costly: {of: ticket, at: noted, when: sum(noted.cost) >= 3}}\n"
    text = CHARTER.replace("INDICATOR", "x: {count: costly, per: total}").replace("indicators:", signal + "indicators:")
    file = written(tmp_path / "log.csv", ROWS)
    audited = audit(
        AuditRequest(charter_of(tmp_path, text), mapping_of(tmp_path, MAPPING), (file,), language="en", own_copy=True)
    )
    (figure,) = audited.summary.indicators[0].figures
    # A reaches 3 with its second note, B 4 with its only one; C has a note without a cost.
    assert (figure.value, figure.state) == (2, "not_covered")
    assert figure.coverage.denominator > figure.coverage.numerator == 2


def test_a_period_is_told_with_both_its_ends_in_the_zone_of_the_charter(tmp_path: Path) -> None:
    may, june = figures(tmp_path, "count: opened, per: month")
    assert (may["from"], may["until"]) == ("2026-05-01T00:00:00+08:00", "2026-06-01T00:00:00+08:00")
    assert (may["closed"], june["closed"]) == (True, False)
    (whole,) = figures(tmp_path, "count: opened, per: total")
    assert (whole["from"], whole["until"], whole["closed"]) == (None, "2026-06-01T12:00:00+08:00", True)


def test_what_happened_after_the_instant_told_does_not_count(tmp_path: Path) -> None:
    charter = charter_of(tmp_path, CHARTER.replace("INDICATOR", "x: {count: opened, per: month}"))
    file = written(tmp_path / "log.csv", ROWS)
    as_of = read_instant("2026-05-10", zone="Asia/Shanghai")
    audited = audit(AuditRequest(charter, mapping_of(tmp_path, MAPPING), (file,), as_of=as_of, language="en"))
    (figure,) = audited.summary.indicators[0].figures
    assert (figure.value, figure.closed) == (2, False)


def test_both_engines_come_to_the_same_figures_which_stand_in_the_summary(tmp_path: Path) -> None:
    lines = [f"x{number}: {{{indicator}}}" for number, (_, indicator, _) in enumerate(CASES)]
    charter = charter_of(tmp_path, CHARTER.replace("INDICATOR", "\n  ".join(lines)))
    file = written(tmp_path / "log.csv", ROWS)
    told = []
    for engine in ("kernel", "reference"):
        request = AuditRequest(
            charter, mapping_of(tmp_path, MAPPING), (file,), language="en", engine=engine, own_copy=True
        )
        audit(request, out=tmp_path / engine)
        told.append(json.loads((tmp_path / engine / SUMMARY).read_text(encoding="utf-8"))["indicators"])
    assert told[0] == told[1]
    assert [brief(table["figures"], "value") for table in told[0]] == [expected for _, _, expected in CASES]


def test_a_charter_without_indicators_has_none_in_its_summary(tmp_path: Path) -> None:
    charter = charter_of(tmp_path, CHARTER.replace("indicators:\n  INDICATOR\n", ""))
    file = written(tmp_path / "log.csv", ROWS)
    audit(AuditRequest(charter, mapping_of(tmp_path, MAPPING), (file,), language="en"), out=tmp_path / "out")
    assert "indicators" not in json.loads((tmp_path / "out" / SUMMARY).read_text(encoding="utf-8"))


def test_whole_months_of_a_source_are_compared_and_what_is_pending_marks_a_rate_of_fulfilment(tmp_path: Path) -> None:
    text = CHARTER.replace("INDICATOR", "x: {count: opened, per: month}\n  y: {kept_rate: in-a-day, per: month}")
    text = text.replace("complete from: 2026-05-01", "complete from: 2026-04-01, complete until: 2026-06-01")
    rows = [
        "1,,A,Open,2026-04-04 00:00:00,,,,",
        "2,,A,Close,2026-04-04 10:00:00,,,,",
        "3,,B,Open,2026-05-05 00:00:00,,,,",
        "4,,B,Close,2026-05-07 00:00:00,,,,",
        "5,,C,Open,2026-05-31 23:00:00,,,,",  # pending until 1 June at 23:00
    ]
    file = written(tmp_path / "log.csv", "\n".join([ROWS.splitlines()[0], *rows, ""]))
    as_of = read_instant("2026-06-01", zone="Asia/Shanghai")
    request = AuditRequest(charter_of(tmp_path, text), mapping_of(tmp_path, MAPPING), (file,), as_of=as_of)
    found = {table.indicator.name: table.figures[1] for table in audit(request).summary.indicators}
    told = {name: figure.before for name, figure in found.items()}
    assert {name: (str(each.difference), each.remark) for name, each in told.items() if each} == {
        "x": ("1", "ok"),
        "y": ("-100", "pending"),
    }
