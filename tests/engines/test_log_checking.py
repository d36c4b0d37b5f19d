"""Looking at a log: counts, reasons, and what the charter waits for in vain."""

from pathlib import Path

from jiannuo.core.engines.events.log_checking import LogReport, check_log
from tests.engines.written_logs import CHARTER, ONE_EVENT_PER_ROW, charter_of, instant, mapping_of, written

ROWS = "ticket,what,when,channel\nA,Open,2024-07-15,web\nA,Close,2024-07-16,web\nB,Open,soon,web\nC,Open,late,web\nD,Lost,2024-07-16,\n"


def report_on(folder: Path, rows: str, charter: str | None = None) -> LogReport:
    """Return the report on some rows."""
    mapping = ONE_EVENT_PER_ROW.replace("{ticket: ticket}", "{ticket: ticket, channel: channel}")
    file = written(folder / "log.csv", rows)
    return check_log(mapping_of(folder, mapping), [file], charter=charter_of(folder, charter) if charter else None)


def test_a_report_counts_and_gives_an_example_of_each_reason_the_most_frequent_first(tmp_path: Path) -> None:
    report = report_on(tmp_path, ROWS)
    assert report.counts.events_by_type == {"opened": 1, "closed": 1}
    assert report.span == (instant(2024, 7, 15), instant(2024, 7, 16))
    assert [(each.code, each.count, each.example.row) for each in report.set_aside] == [("L112", 2, 4), ("L115", 1, 6)]
    assert report.warnings == ()


PROMISE = '  web-only: {of: ticket, after: "opened where CONDITION", expect: closed, within: 24 h}\n'


def warned(folder: Path, condition: str) -> list[tuple[str, object]]:
    """Return code and value of each warning about a condition."""
    report = report_on(folder, ROWS, CHARTER + PROMISE.replace("CONDITION", condition))
    return [(problem.code, problem.values.get("value")) for problem in report.warnings]


def test_a_text_that_never_occurs_is_warned_of(tmp_path: Path) -> None:
    assert warned(tmp_path, "channel = 'phone'") == [("L220", "phone")]
    assert warned(tmp_path, "channel in ('web', 'phone')") == [("L220", "phone")]
    assert warned(tmp_path, "ticket <> 'test'") == [("L220", "test")]


def test_a_text_that_occurs_is_not_warned_of(tmp_path: Path) -> None:
    assert warned(tmp_path, "channel = 'web'") == []
    assert warned(tmp_path, "channel <> 'web' or priority > 3") == []


def test_a_condition_within_a_condition_speaks_of_its_own_events(tmp_path: Path) -> None:
    assert warned(tmp_path, "not seen(opened where ticket = 'Z')") == [("L220", "Z")]
    assert warned(tmp_path, "not seen(opened where channel = 'web')") == []


def test_an_event_that_a_promise_names_and_that_never_occurs_is_warned_of(tmp_path: Path) -> None:
    report = report_on(tmp_path, "ticket,what,when,channel\nA,Open,2024-07-15,web\n", CHARTER)
    (warning,) = report.warnings
    assert (warning.code, warning.message("en")) == (
        "L221",
        "No event of the type closed, which the promise closed-in-a-day names, occurs in the log.",
    )
    assert not warning.is_error
    assert warning.place is not None and warning.place.line == 8


def test_a_signal_that_a_promise_names_is_not_looked_for_in_the_log(tmp_path: Path) -> None:
    signal = "signals: {recurs: {of: ticket, at: opened, when: count(opened) >= 2}}\n"
    promise = "  looked-into: {of: ticket, after: recurs, expect: closed, within: 24 h}\n"
    assert report_on(tmp_path, ROWS, signal + CHARTER + promise).warnings == ()
