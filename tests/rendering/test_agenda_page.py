"""What to do today, as a browser shows it: by promise, with the items behind a click, on a screen and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from jiannuo.core.rendering.report import render_report
from tests.rendering.conftest import AS_OF, HOUR
from tests.rendering.test_brief import CARD, late, result_of, row


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_due_and_what_was_broken_stands_by_promise_with_its_items_behind_a_click(
    width: int, browser: Browser, tmp_path: Path
) -> None:
    due = [row(n, verdict="pending", reason="clock_running", due=AS_OF + (n + 1) * HOUR) for n in range(50)]
    broken = [late(100 + n, broken_at=AS_OF - n * HOUR, late_at=None, reason="not_done") for n in range(1, 6)]
    path = tmp_path / "report.html"
    path.write_text(render_report(result_of([*due, *broken], CARD)), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    lists = page.locator("#brief .todo > div")
    ahead, past = (lists.nth(place).locator("ol > li") for place in (0, 1))
    assert (ahead.count(), past.count()) == (1, 1)
    assert ahead.first.locator("a").inner_text() == "一小时内响应"
    assert "50 项 · 最早 2025-01-01 01:00 截止（还剩 1 小时）" in ahead.first.inner_text()
    assert "S0, S1, S2 …" in ahead.first.inner_text()
    assert "5 项 · 最近一项 2024-12-31 23:00（1 小时前） · 5 项至今未完成" in past.first.inner_text()
    assert not ahead.first.locator("ul").is_visible()
    ahead.first.locator("summary").click()
    assert ahead.first.locator("summary").inner_text() == "列出前 40 项（共 50 项）"
    assert ahead.first.locator("ul li").count() == 40
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert "agenda.csv" in page.locator("#brief").inner_text()
    page.click("#switch")
    assert "the earliest due 2025-01-01 01:00 (1 h left)" in ahead.first.inner_text()
    page.close()
