"""Targets: what a charter holds figures to, how often it was reached, and how the first page shows it."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from playwright.sync_api import Browser

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.rendering.columns import read_columns
from jiannuo.core.rendering.first_page.brief import digest
from jiannuo.core.rendering.first_page.brief_parts import brief_context
from jiannuo.core.rendering.goals import Goal, Reached, describe_goals, reached_goals
from jiannuo.core.rendering.indicators.indicator_parts import why_untold
from jiannuo.core.rendering.plotting import plot_values
from jiannuo.core.rendering.report import render_report
from jiannuo.core.rendering.results import PromiseCard, Result
from jiannuo.core.rendering.spreadsheets.cover import compose_cover
from jiannuo.core.statistics.figures import Table
from jiannuo.core.statistics.fulfilment import Ratio
from jiannuo.core.values.texts import Text
from tests.rendering.conftest import AS_OF, CARDS, DAY, FIRST, HOUR, SCHEMA
from tests.rendering.test_brief import CARD, late, result_of, row
from tests.rendering.test_first_page import A4_HEIGHT, A4_WIDTH
from tests.rendering.test_indicator_parts import MAY_AND_JUNE
from tests.rendering.test_indicator_tables import SHARE

CHARTER = """\
charter: {id: desk, title: {zh: 服务台, en: Desk}, zone: Asia/Shanghai, edition: "1", effective: 2024-01-01}
parameters: {goal: {type: quantity %, default: 90 %, ours: true}}
subjects: {ticket: {id: ticket_id}}
events:
  opened: {of: ticket, attributes: {ticket_id: text, urgent: boolean}}
  answered: {of: ticket, attributes: {ticket_id: text}}
promises:
  answer: {of: ticket, expect: answered, after: opened, within: 2 h}
  often: {title: {zh: 按时率, en: Rate in time}, reach: rate, at least: 95 %}
  urgently: {reach: urgent_rate, at least: param.goal}
indicators:
  rate: {kept_rate: answer, per: month, unit: "%"}
  urgent_rate: {title: {zh: 紧急按时率, en: Urgent in time}, kept_rate: answer, where: urgent, per: month, unit: "%"}
"""
GOAL = Goal(
    "goal",
    Text(zh="每月网上占比", en="Monthly share on the web"),
    "web",
    Text(zh="不低于 80 %", en="at least 80 %"),
    "solve",
)


@pytest.fixture
def with_goals(synthetic: Result) -> Result:
    """Return the audit with a target of which two of three periods were missed, the last of them too."""
    card = PromiseCard(id="goal", title=GOAL.title, words=Text(zh="", en=""), verb="reach")
    verdicts = ("broken", "kept", "broken")
    rows = [
        row(n, promise="goal", subject=[], verdict=verdict, start=FIRST + n * 31 * DAY, reason="figure_reached")
        for n, verdict in enumerate(verdicts)
    ]
    findings = pa.concat_tables([synthetic.findings, pa.Table.from_pylist(rows, schema=SCHEMA)])
    tables = (Table(SHARE, (), MAY_AND_JUNE),)
    return replace(synthetic, findings=findings, promises=(*CARDS, card), goals=(GOAL,), indicators=tables)


def test_the_targets_of_a_charter_say_what_is_held_to_what(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    often, urgently = describe_goals(read_charter(tmp_path))
    assert often == Goal(
        "often", Text(zh="按时率", en="Rate in time"), "rate", Text(zh="不低于 95 %", en="at least 95 %"), "answer"
    )
    assert (urgently.title.en, urgently.promise) == ("Urgent in time", None)


def test_a_target_is_told_with_the_periods_that_reached_it_and_the_last_verdict(with_goals: Result) -> None:
    columns = read_columns(with_goals.findings, promises=[card.id for card in with_goals.promises])
    ids = tuple(card.id for card in with_goals.promises)
    assert reached_goals((GOAL,), columns, promises=ids) == (
        Reached(GOAL, Ratio(1, 3), "broken", (Ratio(0, 1), Ratio(1, 1), Ratio(0, 1))),
    )
    unjudged = replace(GOAL, id="no-reopen-goal")
    assert reached_goals((unjudged,), columns, promises=(*ids, unjudged.id)) == (Reached(unjudged, Ratio(0, 0), None),)


def test_a_missed_target_is_not_ranked_among_the_promises(with_goals: Result) -> None:
    ranked = [each.figures.card.id for each in digest(with_goals).brief.worst]
    assert "goal" not in ranked
    assert ranked[0] == "solve"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_page_shows_targets_and_still_fits(
    browser: Browser,
    with_goals: Result,
    language: str,
    tmp_path: Path,
) -> None:
    path = tmp_path / "report.html"
    path.write_text(render_report(with_goals), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 900})
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{path.as_uri()}?lang={language}")
    told = page.locator(".goals").inner_text()
    assert [part for part in ("80 %", "70.00 %", "2026-06", "1 / 3") if part not in told] == []
    drawn = page.locator(".goals .spark svg").bounding_box()
    assert drawn is not None and drawn["width"] > 80 and drawn["height"] > 20
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.set_viewport_size({"width": A4_WIDTH, "height": A4_HEIGHT})
    page.emulate_media(media="print")
    box = page.locator("#brief").bounding_box()
    assert box is not None and box["y"] + box["height"] <= A4_HEIGHT
    assert said == []
    page.close()


def test_an_own_copy_says_so_wherever_it_may_be_taken_for_a_report_to_others(synthetic: Result) -> None:
    own = replace(synthetic, own_copy=True)
    assert render_report(own).count("请勿外传") == 2
    assert "请勿外传" not in render_report(synthetic)
    said = [cell for line in compose_cover(digest(own), sheets=(), most=9, language="zh").lines for cell in line.cells]
    assert "仅供自己留存：指标中没有略去小组，也没有遮盖个人信息，请勿外传。" in said
    assert not any(isinstance(cell, str) and "不具名" in cell for cell in said)


def test_the_promise_that_a_target_is_about_names_it(browser: Browser, with_goals: Result, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(render_report(with_goals), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    first, second = page.locator(".worstof tbody tr").all_inner_texts()[:2]
    assert "不低于 80 %" in first and "达标周期 1 / 3" in first
    assert "未设" in second
    page.close()


DRIVERS = Table(replace(SHARE, by=("driver",)), ("driver",), ())


def shown_goal(with_goals: Result, *, drivers: dict[int, int], own_copy: bool = False, figures: tuple = ()) -> dict:
    """Return what the page shows of a target for every driver: `drivers` of six reached it in each month."""
    goal = replace(GOAL, of_groups=True, promise=None)
    rows = [
        row(100 * month + n, promise="goal", subject=[f"d{n}"], verdict="kept" if n < kept else "broken", start=FIRST + month * 31 * DAY, reason="figure_reached")
        for month, kept in drivers.items()
        for n in range(6 if month else 4)
    ]  # fmt: skip
    findings = with_goals.findings.filter(pc.not_equal(with_goals.findings["promise"].cast(pa.string()), "goal"))
    findings = pa.concat_tables([findings, pa.Table.from_pylist(rows, schema=SCHEMA)])
    tables = (replace(DRIVERS, figures=figures),)
    result = replace(with_goals, findings=findings, goals=(goal,), indicators=tables, own_copy=own_copy)
    told = digest(result)
    (shown,) = brief_context(result, told.summary, told.brief)["goals"]
    return shown


def test_of_groups_the_trend_is_the_share_of_them_that_reached_the_target(with_goals: Result) -> None:
    # Of month 0 there are 4 drivers, fewer than may be told of; then 6, 3 and 0 of 6.
    shown = shown_goal(with_goals, drivers={0: 1, 1: 6, 2: 3, 3: 0})
    assert (shown["spark"], shown["end"]) == plot_values([None, 1.0, 0.5, 0.0])
    alone = shown_goal(with_goals, drivers={0: 1, 1: 6})
    assert (alone["spark"], alone["end"]) == ("", None)
    own = shown_goal(with_goals, drivers={0: 1, 1: 6, 2: 3, 3: 0}, own_copy=True)
    assert own["spark"] == plot_values([0.25, 1.0, 0.5, 0.0])[0]


def test_without_groups_the_trend_is_that_of_the_figures_relied_on(with_goals: Result) -> None:
    told = digest(with_goals)
    (shown,) = brief_context(with_goals, told.summary, told.brief)["goals"]
    assert (shown["spark"], shown["end"]) == plot_values([66.7, 70.0, None])
    assert shown["why"] is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([], "无数据"),
        ([{"closed": False}], "还没有周期结束"),
        ([{"by": ("a",)}, {"by": ("b",), "state": "suppressed", "value": None}], "有的组项数过少，不对外列出"),
        ([{"state": "too_few"}], "项数不足"),
        ([{"state": "no_data", "value": None}], "无数据"),
    ],
)
def test_where_there_is_no_latest_figure_it_is_said_why(with_goals: Result, changes: list[dict], why: str) -> None:
    figures = tuple(replace(MAY_AND_JUNE[1], **each) for each in changes)
    shown = shown_goal(with_goals, drivers={1: 6}, figures=figures)
    assert (shown["latest"], shown["why"].zh) == (None, why)


def test_of_groups_of_which_none_is_worse_it_is_said_that_they_differ() -> None:
    two = tuple(replace(MAY_AND_JUNE[1], by=(name,)) for name in ("a", "b"))
    assert why_untold(replace(DRIVERS, figures=two)).en == "differs by group, see the indicators"
    assert why_untold(None).en == "no data"


def test_the_cover_of_the_workbook_tells_trend_coverage_and_targets(with_goals: Result) -> None:
    lines = [line.cells for line in compose_cover(digest(with_goals), sheets=(), most=9, language="zh").lines]
    said = {cell for cells in lines for cell in cells[2:] if isinstance(cell, str)}
    assert [text for text in said if "个百分点。" in text and "兑现率" in text]
    assert [text for text in said if "项因业务记录不足而无法判定。" in text]
    assert lines[lines.index(("数据覆盖率", None, None)) + 2][::2] == ("telephony", "落后 3 个自然日")
    goals = lines.index(("目标达成情况", None, None))
    assert lines[goals + 1] == ("每月网上占比", "70.00 %", "目标值 不低于 80 %；未达标；达标周期 1 / 3；2026-06")
    of_groups = replace(with_goals, goals=(replace(GOAL, of_groups=True),), indicators=())
    cells = [line.cells for line in compose_cover(digest(of_groups), sheets=(), most=9, language="zh").lines]
    told = "目标值 不低于 80 %；未达标；达标周期 1 / 3，每组每周期计一次；无数据"
    assert cells[goals + 1] == ("每月网上占比", "—", told)


@pytest.mark.parametrize(("has_goals", "printed"), [(False, 3), (True, 2)])
def test_on_paper_each_list_says_how_much_of_it_is_not_printed(
    has_goals: bool, printed: int, with_goals: Result, browser: Browser, tmp_path: Path
) -> None:
    cards = [replace(CARD, id=f"p{n}") for n in range(5)]
    rows = [late(n, promise=f"p{n}", broken_at=AS_OF - HOUR) for n in range(5)]
    result = result_of(rows, *cards)
    if has_goals:
        result = replace(result, promises=(*cards, with_goals.promises[-1]), goals=with_goals.goals)
    (tmp_path / "report.html").write_text(render_report(result), encoding="utf-8")
    page = browser.new_page(viewport={"width": A4_WIDTH, "height": A4_HEIGHT})
    page.goto((tmp_path / "report.html").as_uri())
    assert page.locator(".unprinted:visible").count() == 0
    page.emulate_media(media="print")
    assert page.locator(".todo > div:nth-child(2) > ol > li:visible").count() == printed
    assert page.locator(".todo .unprinted:visible").all_inner_texts() == [f"（另有 {5 - printed} 项未印出）"]
    page.close()
