"""How much of its period a figure's sources have on record, reckoned by hand."""

from fractions import Fraction
from pathlib import Path

import pytest

from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.results.indicator_files import table_as_json
from jiannuo.core.engines.results.summary_files import summary_as_json
from jiannuo.core.statistics.figures import Figure
from jiannuo.core.values.instants import read_instant
from tests.engines.written_logs import charter_of, mapping_of, written

MAPPING = """\
mapping: {id: desk, zone: UTC}
events:
  - {event: opened, when: what = 'Open', at: when, id: no, source: desk, attributes: {ticket: ticket}}
  - {event: called, when: what = 'Call', at: when, id: no, source: phone, attributes: {ticket: ticket}}
  - {event: source_gap, when: what = 'Gap', at: when, id: no, source: desk, attributes: {from: from, to: to}}
"""
CHARTER = """\
charter: {id: desk, title: {zh: 服务台, en: Desk}, zone: UTC, edition: "1", effective: 2000-01-01}
sources:
  desk: {DESK}
  phone: {PHONE}
subjects: {ticket: {id: ticket}}
events:
  opened: {of: ticket, source: desk}
  called: {of: ticket, source: phone}
indicators:
  x: {count: opened, per: month}
  y: {count: called, per: month}
  both: {formula: x + y, per: month}
  whole: {count: opened, per: total}
  lenient: {count: opened, per: month, coverage: 75 %}
"""
# June 2026 has 30 days. The desk is seen from 4 June to 24 June, 00:00 each, and was down from 10 June until 13 June.
ROWS = """\
no,what,when,ticket,from,to
1,Open,2026-06-04 00:00:00,A,,
2,Open,2026-06-09 00:00:00,B,,
3,Gap,2026-06-13 00:00:00,,2026-06-10 00:00:00,2026-06-13 00:00:00
4,Open,2026-06-24 00:00:00,C,,
5,Call,2026-06-01 00:00:00,A,,
6,Call,2026-06-16 00:00:00,A,,
"""
DAY = 86_400_000_000
UTC = "UTC"


def told(
    folder: Path, *, desk: str = "", phone: str = "", as_of: str = "2026-06-24 00:00:00"
) -> dict[str, list[Figure]]:
    """Return the figures of each indicator, as of an instant."""
    charter = charter_of(folder, CHARTER.replace("DESK", desk).replace("PHONE", phone))
    file = written(folder / "log.csv", ROWS)
    at = read_instant(as_of, zone=UTC)
    audited = audit(AuditRequest(charter, mapping_of(folder, MAPPING), (file,), as_of=at, language="en"))
    return {table.indicator.name: list(table.figures) for table in audited.summary.indicators}


def days(figure: Figure) -> tuple[Fraction, Fraction]:
    """Return how many days are on record, and of how many."""
    assert figure.on_record is not None
    return Fraction(figure.on_record.numerator, DAY), Fraction(figure.on_record.denominator, DAY)


CASES = [
    ("from the first instant seen, up to as_of, without the gap", {}, "x", [(17, 23, "not_covered")]),
    ("from where it is complete on", {"desk": "complete from: 2026-06-01"}, "x", [(20, 23, "not_covered")]),
    ("another source has no gap, and ends earlier", {}, "y", [(15, 23, "not_covered")]),
    ("complete until later", {"phone": "complete until: 2026-07-01"}, "y", [(23, 23, "ok")]),
    ("a formula is on record where all its parts are", {"phone": "complete until: 2026-07-01"}, "both", [(17, 23, "not_covered")]),
    ("and where one of them ends", {}, "both", [(9, 23, "not_covered")]),
    ("the whole time from the first instant on", {}, "whole", [(17, 20, "not_covered")]),
    ("as much as is demanded", {"desk": "complete from: 2026-06-01"}, "lenient", [(20, 23, "ok")]),
    ("less than is demanded", {}, "lenient", [(17, 23, "not_covered")]),
    ("a silence is a gap", {"desk": "silent after: 5 natural days"}, "x", [(6, 23, "not_covered")]),
]  # fmt: skip


@pytest.mark.parametrize(("says", "name", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_so_much_of_the_period_is_on_record(says: dict, name: str, expected: list[tuple], tmp_path: Path) -> None:
    found = told(tmp_path, **says)[name]
    assert [(*days(figure), figure.state) for figure in found] == expected


def test_a_period_that_has_ended_counts_whole_and_one_behind_the_record_has_nothing(tmp_path: Path) -> None:
    june, july = told(tmp_path, desk="complete from: 2026-06-01", as_of="2026-07-03 00:00:00")["x"]
    assert (days(june), june.closed, june.state) == ((20, 30), True, "not_covered")
    assert (days(july), july.closed, july.state, july.value) == ((0, 2), False, "not_covered", 0)


def test_a_year_to_date_tells_how_much_of_the_year_is_on_record(tmp_path: Path) -> None:
    (june,) = told(tmp_path)["x"]
    assert june.to_date is not None
    assert (days(june.to_date), june.to_date.state) == ((17, 31 + 28 + 31 + 30 + 31 + 23), "not_covered")


def test_what_is_on_record_stands_in_the_summary_with_both_its_numbers(tmp_path: Path) -> None:
    charter = charter_of(tmp_path, CHARTER.replace("DESK", "complete from: 2026-06-01").replace("PHONE", ""))
    audited = audit(AuditRequest(charter, mapping_of(tmp_path, MAPPING), (written(tmp_path / "log.csv", ROWS),)))
    figure = table_as_json(audited.summary.indicators[0], zone=UTC)["figures"][0]
    assert figure["on_record"] == {"numerator": 20 * DAY, "denominator": 23 * DAY, "value": 20 / 23}
    assert figure["coverage"] == {"numerator": 3, "denominator": 3, "value": 1.0}


def test_the_gaps_that_a_source_reports_by_then_are_counted(tmp_path: Path) -> None:
    """The gap of the desk is reported at the end of 12 June: on that day nobody knows of it, a day later one is known."""
    charter, file = (
        charter_of(tmp_path, CHARTER.replace("DESK", "").replace("PHONE", "")),
        written(tmp_path / "log.csv", ROWS),
    )
    for instant, gaps in (("2026-06-12 00:00:00", {}), ("2026-06-13 00:00:00", {"desk": 1})):
        at = read_instant(instant, zone=UTC)
        audited = audit(AuditRequest(charter, mapping_of(tmp_path, MAPPING), (file,), as_of=at, language="en"))
        assert summary_as_json(audited.summary)["log"]["gaps"] == audited.summary.gaps == gaps
