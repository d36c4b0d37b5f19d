"""The sliders of a report in a real browser: they show what `jiannuo what-if` prints, and say how far that is exact."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from jiannuo.core.engines.what_ifs.limit_figures import LimitSteps
from jiannuo.core.engines.what_ifs.limit_positions import positions_around
from jiannuo.core.rendering.report import render_report
from jiannuo.core.rendering.results import Result
from jiannuo.core.statistics.fulfilment import Tally
from jiannuo.core.values.durations import read_duration
from jiannuo.interfaces.cli.running import main

FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
CHARTER = """\
charter: {id: desk, title: {zh: 服务台制度, en: Service desk}, zone: Asia/Shanghai, edition: "1", effective: 2020-01-01}
calendars: {office: {week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}}
subjects:
  ticket: {id: ticket_id, attributes: {limit: opened.limit}}
events:
  opened: {of: ticket, attributes: {ticket_id: text, limit: duration optional}}
  answered: {of: ticket, attributes: {ticket_id: text}}
  solved: {of: ticket, attributes: {ticket_id: text, good: boolean optional}}
  forgiven: {of: ticket, attributes: {ticket_id: text, good: boolean optional}}
promises:
  answer: {title: {zh: 一小时内答复, en: Answered within an hour}, of: ticket, after: opened, expect: answered, within: 1 h}
  solve: {title: {zh: 限时解决, en: Solved in time}, of: ticket, after: opened, expect: solved, within: 4 working h, calendar: office}
  well: {title: {zh: 解决得好, en: Solved well}, of: ticket, after: opened, expect: solved where good, within: 5 h, excused by: ["forgiven where good"]}
  agreed: {title: {zh: 按约定答复, en: Answered as agreed}, of: ticket, after: opened, expect: answered, within: ticket.limit}
  once: {title: {zh: 解决之后不再答复, en: No answer after it is solved}, of: ticket, from: solved, never: answered}
"""
MAPPING = """\
mapping: {id: desk-log, zone: Asia/Shanghai}
events:
  - event: {column: what}
    at: when
    attributes: {ticket_id: ticket, limit: limit, good: good}
"""


def rows() -> Iterator[str]:
    """Yield a log: tickets answered after 5, 12, 19, … minutes, every tenth one never, and solved an hour later."""
    yield "ticket,what,when,limit,good"
    for number in range(60):
        day, minute = 8 + number % 5, 7 * (number % 20) + 5
        yield f"T{number:02},opened,2024-07-{day:02} 09:00,1 h,"
        if number % 10:
            yield f"T{number:02},answered,2024-07-{day:02} {9 + minute // 60:02}:{minute % 60:02},,"
            yield f"T{number:02},solved,2024-07-{day:02} {10 + minute // 60:02}:{minute % 60:02},,{'' if number % 7 == 3 else 'true'}"
    yield "T99,opened,2024-07-15 09:00,1 h,"
    yield "T99,answered,2024-07-15 18:00,,"
    yield "T99,forgiven,2024-07-15 18:00,,"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a charter, a mapping, a log and the report on them."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "charter").mkdir()
    (folder / "charter" / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "log.csv").write_text("\n".join([*rows(), ""]), encoding="utf-8")
    assert main(["audit", *_named(folder), "--out", str(folder / "out"), "--format", "json"]) == 1
    return folder


def _named(folder: Path) -> list[str]:
    return [
        str(folder / "charter"), "--log", str(folder / "mapping.yaml"), "--events", str(folder / "log.csv")
    ]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "These tests need Debian's chromium: run tools/setup browser."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield launched
        launched.close()


def slider_of(page: Page, promise: str) -> Locator:
    return page.locator(f"article.promise:has(header code bdi:text-is('{promise}')) .what-if")


class Visit:
    """A page with what it said and asked for."""

    def __init__(self, browser: Browser, url: str, width: int = 1440) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.page.set_default_timeout(3_000)
        self.said: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(url)

    def slider(self, promise: str) -> Locator:
        """Return what the page shows of the limit of a promise."""
        return slider_of(self.page, promise)


@pytest.fixture
def visit(browser: Browser, desk: Path) -> Iterator[Visit]:
    address = (desk / "out" / "report.html").as_uri()
    visited = Visit(browser, address)
    yield visited
    assert visited.said == []
    assert visited.requests == [address]
    visited.page.close()


def figures(box: Locator) -> dict[str, int]:
    """Return what a slider shows, by verdict."""
    shown = box.locator(".legend li").all()
    return {str(li.get_attribute("data-verdict")): int(li.locator("b").inner_text().replace(",", "")) for li in shown}


def asked(desk: Path, change: str, capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    """Return what `jiannuo what-if` prints for the promise that a change is of, by verdict."""
    assert main(["what-if", *_named(desk), "--set", change, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["promises"]
    (promise,) = [each for each in told if each["id"] == change.split(".")[0]]
    return {name: n for name, n in promise["after"].items() if name != "fulfilment" and n}


def move(box: Locator, steps: int) -> None:
    box.locator("input").focus()
    for _ in range(abs(steps)):
        box.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")


def test_at_45_minutes_it_shows_what_the_command_prints(
    visit: Visit, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = visit.slider("answer")
    before = figures(box)
    move(box, -3)
    assert box.locator(".outcome .chosen .zh").first.inner_text() == "时限 45 分钟"
    shown = {name: n for name, n in figures(box).items() if n}
    assert shown == asked(desk, "answer.within=45min", capsys)
    assert shown["kept"] < before["kept"]
    assert sum(shown.values()) == sum(before.values())


@pytest.mark.parametrize(("steps", "limit"), [(-12, "1 working h"), (-3, "195 working min"), (5, "315 working min")])
def test_working_time_moves_by_its_calendar(
    visit: Visit, desk: Path, capsys: pytest.CaptureFixture[str], steps: int, limit: str
) -> None:
    box = visit.slider("solve")
    move(box, steps)
    assert {name: n for name, n in figures(box).items() if n} == asked(desk, f"solve.within={limit}", capsys)


def test_it_stands_at_the_limit_as_it_is_and_goes_back_to_it(visit: Visit) -> None:
    box = visit.slider("answer")
    assert box.locator(".now .as-is .zh").inner_text() == "现行 1 小时"
    assert "现行时限" in box.locator(".outcome .chosen").inner_text()
    assert box.locator(".back").is_disabled()
    before = figures(box)
    box.locator(".stops i").nth(2).click()
    assert figures(box) != before
    assert "百分点" in box.locator(".outcome .chosen").inner_text()
    box.locator(".back").click()
    assert figures(box) == before
    assert box.locator("input").evaluate("element => document.activeElement === element")


def test_home_and_end_go_to_the_shortest_and_the_longest_limit(visit: Visit) -> None:
    box = visit.slider("answer")
    move(box, 0)
    visit.page.keyboard.press("Home")
    assert box.locator(".outcome .chosen .zh").first.inner_text() == "时限 5 分钟"
    visit.page.keyboard.press("End")
    assert box.locator(".outcome .chosen .zh").first.inner_text() == "时限 2 小时"


def test_what_is_heard_is_what_is_seen_in_the_language_of_the_page(visit: Visit) -> None:
    box = visit.slider("answer")
    move(box, -3)
    counts = figures(box)
    heard = box.locator("input").get_attribute("aria-valuetext")
    assert heard is not None
    assert heard.startswith(f"时限 45 分钟：已兑现 {counts['kept']}，未兑现 {counts['broken']}，兑现率 ")
    visit.page.click("#switch")
    visit.page.wait_for_function("document.documentElement.lang === 'en'")
    heard = box.locator("input").get_attribute("aria-valuetext")
    assert heard is not None
    assert heard.startswith(f"Limit 45 minutes: kept {counts['kept']}, broken {counts['broken']}, fulfilment rate ")
    assert box.locator(".outcome .chosen .en").first.inner_text() == "Limit 45 minutes"
    label = box.locator("input").get_attribute("aria-labelledby")
    assert visit.page.locator(f"#{label} .en").first.inner_text() == "Under another limit"


def test_it_says_whether_it_is_exact_and_why_there_is_none(visit: Visit) -> None:
    assert visit.slider("answer").locator(".tag .zh").inner_text() == "精确"
    assert "与按该时限重新判定的结果相同" in visit.slider("answer").locator(".fine").last.inner_text()
    estimated = visit.slider("well")
    assert estimated.locator(".tag.estimate .zh").inner_text() == "估算"
    assert "有业务记录的条件无法判断" in estimated.locator(".fine").last.inner_text()
    without = visit.slider("agreed")
    assert without.locator("input").count() == 0
    assert "时限因情况而异" in without.inner_text()
    assert visit.slider("once").count() == 0


@pytest.mark.parametrize("asked_for", ["", "?lang=en"])
def test_it_fits_on_a_phone(browser: Browser, desk: Path, asked_for: str) -> None:
    visited = Visit(browser, (desk / "out" / "report.html").as_uri() + asked_for, 390)
    box = visited.slider("answer")
    move(box, -3)
    assert visited.page.evaluate("document.documentElement.scrollWidth") == 390
    assert box.locator(".legend").is_visible()
    assert visited.said == []
    visited.page.close()


def test_without_scripts_it_says_so_and_shows_nothing_to_move(browser: Browser, desk: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((desk / "out" / "report.html").as_uri())
    box = slider_of(page, "answer")
    assert not box.locator("input").is_visible()
    assert "无法移动时限" in box.inner_text()
    context.close()


def test_figures_that_do_not_agree_with_the_report_are_called_an_estimate(synthetic: Result) -> None:
    positions = positions_around(read_duration("1 h"))
    assert positions is not None
    steps = LimitSteps("respond", positions, (Tally(kept=1),) * len(positions.limits))
    page = render_report(replace(synthetic, limits=(steps,)))
    assert page.count('class="what-if"') == 1
    assert "现行时限一档与报告中的数字不一致" in page
    assert "精确" not in page.partition('class="what-if"')[2].partition("</article>")[0]


def test_without_limits_the_page_has_no_slider(synthetic: Result) -> None:
    assert 'class="what-if"' not in render_report(synthetic)
