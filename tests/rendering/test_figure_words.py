"""A finding about a figure explained: its period, what it is made of, its target, and how much is on record."""

from jiannuo.core.judging.event import Log
from jiannuo.core.judging.reference.judge import judge_log
from jiannuo.core.rendering.findings.finding_words import explain_finding
from tests.judging.reach_worlds import DAY, FIRST, at, charter_with, event
from tests.judging.test_reaching import EVERYTHING


def test_a_figure_is_explained_with_what_it_is_made_of() -> None:
    charter = charter_with(
        "share: {of: placed, when: fast}, decimals: 2",
        "x: {reach: x, at least: 70 %, closes after: 3 natural days, title: {zh: 多数够快, en: Mostly fast}, ours: true}",
    )
    events = tuple(event(n, "placed", FIRST + n * DAY, order_id=f"o{n}", fast=n < 2) for n in range(3))
    log = Log(events, EVERYTHING)
    finding = next(each for each in judge_log(charter, log, as_of=at("2026-02-10 00:00")) if each.promise == "x")
    said = explain_finding(finding, charter=charter, events={})
    assert said.en.splitlines()[1:] == [
        "Promise: Mostly fast (x)",
        "Subject: all together",
        "Reason: The figure is 66.67 % and misses the target (≥ 70 %).",
        "Charter edition: 1",
        "Span: 2026-01-01 00:00:00+08:00 to 2026-02-01 00:00:00+08:00",
        "Judged at: 2026-02-04 00:00:00+08:00",
        "Figure: 2 ÷ 3 = 66.67 %",
        "Target: ≥ 70 %",
        "Observations: 3",
        "On record: 744 hours of 744 hours",
    ]
    assert said.zh.splitlines()[2:4] == ["业务对象：全部合计", "原因：数值为 66.67 %，未达目标（≥ 70 %）。"]


def test_a_count_is_explained_without_a_quotient() -> None:
    charter = charter_with("count: placed", "x: {reach: x, at most: param.most, of: driver, ours: true}", by="driver")
    events = (
        event(0, "joined", FIRST - DAY, driver_id="d1", boss="Li"),
        event(1, "placed", FIRST, order_id="o1", driver_id="d1"),
    )
    finding = next(
        each
        for each in judge_log(charter, Log(events, EVERYTHING), as_of=at("2026-02-10 00:00"))
        if each.promise == "x" and each.start == FIRST
    )
    said = explain_finding(finding, charter=charter, events={}).zh.splitlines()
    assert said[2:4] == ["业务对象：d1", "原因：数值为 1，达到目标（≤ 2）。"]
    assert said[6:9] == ["数值：1", "目标：≤ 2", "计入 1 项"]
