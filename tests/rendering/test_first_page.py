"""The report's first page in a real browser: on screen, on paper, and for those who hear it read."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from playwright.sync_api import Browser, Page

from jiannuo.core.charters.explaining.labelling import Labels
from jiannuo.core.rendering.first_page.brief import digest
from jiannuo.core.rendering.first_page.brief_parts import brief_context
from jiannuo.core.rendering.report import render_report
from jiannuo.core.rendering.results import Result
from jiannuo.core.values.texts import Text
from tests.rendering.conftest import AS_OF, DAY, HOUR

A4_WIDTH, A4_HEIGHT = round((210 - 24) / 25.4 * 96), round((297 - 22) / 25.4 * 96)
"""What the margins of print.css leave of a sheet, in the pixels of a page."""


@pytest.fixture(scope="module")
def file(synthetic: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_report(synthetic), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(file.as_uri())
    yield opened
    opened.close()


def test_it_tells_the_worst_the_coverage_and_what_to_do(page: Page, synthetic: Result) -> None:
    rows = synthetic.findings.to_pylist()
    unknown = sum(row["verdict"] == "unknown" for row in rows)
    told = page.locator("#brief").inner_text()
    assert page.locator(".worstof tbody tr").count() == 4
    assert "八个工作小时内办结" in page.locator(".worstof tbody tr").first.inner_text()
    assert f"{unknown:,} 项因业务记录不足而无法判定" in told
    assert "telephony\t2024-12-29 00:00\n落后 3 个自然日" in told
    assert "搁置的数据行\t12" in told
    assert "来源“telephony”在此期间中断。" in told
    undone = sum(row["reason"] == "never_met" for row in rows)
    assert f"全部未兑现中至今未完成的共 {undone} 项" in told


def test_a_promise_on_the_first_page_leads_to_its_own_part(page: Page) -> None:
    page.locator(".worstof tbody a").first.click()
    assert page.evaluate("location.hash") == "#p-1"


def test_the_plot_of_all_promises_tells_their_figures(page: Page, synthetic: Result) -> None:
    plot = page.locator("#brief .plot")
    plot.scroll_into_view_if_needed()
    plot.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    january_to_march = page.locator("#tip").inner_text()
    assert january_to_march.startswith("2024-03")
    assert re.search(r"兑现率 \d+\.\d% \([\d,]+/[\d,]+\)", january_to_march)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_paper_the_first_page_fills_one_sheet_and_no_more(browser: Browser, file: Path, language: str) -> None:
    page = browser.new_page(viewport={"width": A4_WIDTH, "height": A4_HEIGHT})
    page.goto(f"{file.as_uri()}?lang={language}")
    page.emulate_media(media="print")
    box = page.locator("#brief").bounding_box()
    assert box is not None
    assert 0.6 * A4_HEIGHT < box["y"] + box["height"] <= A4_HEIGHT
    assert page.evaluate("document.documentElement.scrollWidth") == A4_WIDTH
    assert not page.locator("#findings").is_visible()
    assert page.locator(".promises thead").is_visible()
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_headings_go_down_one_step_at_a_time_and_every_column_has_a_header(
    browser: Browser, file: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(file.as_uri())
    levels = page.evaluate("[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map(e => +e.tagName[1])")
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []
    assert page.locator("main th:not([scope])").count() == 0
    page.close()


CONTRAST = """() => {
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const found = getComputedStyle(at).backgroundColor;
      if (/^rgb\\(/.test(found)) return found;
    }
    return 'rgb(255, 255, 255)';
  };
  const found = {};
  for (const e of document.querySelectorAll('main *')) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.getClientRects().length || e.closest('svg')) continue;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) found[e.className || e.parentElement.className || e.tagName] = ratio.toFixed(2);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(browser: Browser, file: Path, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(file.as_uri())
    assert page.evaluate(CONTRAST) == {}
    page.close()


def test_many_promises_are_folded_away_and_a_link_opens_one(
    browser: Browser, synthetic: Result, tmp_path: Path
) -> None:
    many = tuple(replace(synthetic.promises[0], id=f"respond-{n}") for n in range(13))
    start = synthetic.findings.column_names.index("promise")
    part = synthetic.findings.filter(pc.equal(synthetic.findings.column("promise"), "respond")).slice(0, 40)
    tables = [part.set_column(start, "promise", pa.array([card.id] * len(part))) for card in many]
    path = tmp_path / "many.html"
    result = replace(synthetic, promises=many, findings=pa.concat_tables(tables))
    path.write_text(render_report(result), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(path.as_uri())
    assert page.locator("details.promise").count() == 13
    assert page.locator("#p-3 .plots").is_visible() is False
    page.locator('.promises a[href="#p-3"]').click()
    page.wait_for_function("document.getElementById('p-3').open")
    assert page.locator("#p-3 .plots").is_visible()
    page.goto(f"{path.as_uri()}?lang=en#p-5")
    page.wait_for_function("document.getElementById('p-5').open")
    page.close()


def test_sources_that_reach_the_end_are_counted_and_those_that_lag_are_named_farthest_first(synthetic: Result) -> None:
    reach = {"a": AS_OF, "b": AS_OF - HOUR, "c": AS_OF - DAY, "d": AS_OF}
    labels = Labels(sources={"c": Text(zh="手机端", en="app")})
    result = replace(synthetic, log=replace(synthetic.log, complete_until=reach, gaps={"a": 2, "b": 1}), labels=labels)
    told = digest(result)
    shown = brief_context(result, told.summary, told.brief)
    names = [name for name, _, _ in shown["sources"]]
    assert names == [Text(zh="手机端", en="app"), Text(zh="b", en="b")]
    assert (shown["up_to_date"], shown["with_gaps"]) == (2, 2)
    page = render_report(result)
    assert (
        "2 个来源中间有缺失的时段" in page
        and "中间有 2 段缺失" in page
        and "sources that report gaps before: 2" in page
    )
    assert "个来源中间有缺失的时段" not in render_report(synthetic)
