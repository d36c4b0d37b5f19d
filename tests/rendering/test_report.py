"""The report in a real browser: what a reader sees and does, and what hostile data cannot do."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal as OneOf

import pyarrow as pa
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from jiannuo.core.charters.explaining.labelling import Labels
from jiannuo.core.rendering.report import render_report
from jiannuo.core.rendering.results import LogStory, Origin, PromiseCard, Result
from jiannuo.core.values.texts import Text

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
HOSTILE = (
    "<img src=x onerror=window.hit=1>",
    "</script><script>window.hit=2</script>",
    "\u202eevil\u2066",
    '=HYPERLINK("http://x","y")',
    "{{ 7*7 }}",
    "' onmouseover='window.hit=3",
    "<!--",
    "\x1b[31mred\x00",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "These tests need Debian's chromium: run tools/setup browser."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def file(synthetic: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_report(synthetic), encoding="utf-8")
    return path


class Visit:
    """A page with what it said and asked for."""

    def __init__(self, browser: Browser, url: str, width: int = 1440) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.said: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(url)

    def hit(self) -> object:
        return self.page.evaluate("window.hit")


@pytest.fixture
def visit(browser: Browser, file: Path) -> Iterator[Visit]:
    visited = Visit(browser, file.as_uri())
    yield visited
    assert visited.said == []
    assert visited.requests == [file.as_uri()]
    visited.page.close()


def test_the_same_result_gives_the_same_bytes(synthetic: Result) -> None:
    assert render_report(synthetic) == render_report(synthetic)


@pytest.mark.parametrize("media", ["screen", "print"])
def test_the_sign_of_a_verdict_has_its_mark_so_that_color_alone_tells_nothing(
    visit: Visit, media: OneOf["screen", "print"]
) -> None:
    visit.page.emulate_media(media=media)
    shown = visit.page.evaluate(
        "[...document.querySelectorAll('symbol .cut')].map(mark => [getComputedStyle(mark).display, getComputedStyle(mark).stroke])"
    )
    assert len(shown) >= 4
    assert {tuple(each) for each in shown} == {("inline", "rgb(255, 255, 255)")}


def test_it_opens_in_chinese_and_the_button_switches_everything(visit: Visit) -> None:
    page = visit.page
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert "承诺兑现报告" in page.title()
    assert page.locator("h1").inner_text() == "运行维护服务承诺"
    page.click("#switch")
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator("h1").inner_text() == "Maintenance service charter"
    assert page.get_attribute("#search", "placeholder") == "Search id, subject, record or reason"
    shown = page.locator("body").inner_text().replace("中文", "").replace("等待服务对象", "")
    assert re.search(r"[\u3400-\u9fff]", shown) is None
    page.click("#switch")
    assert page.locator("h1").inner_text() == "运行维护服务承诺"


@pytest.mark.parametrize("asked", ["?lang=en", "#en"])
def test_the_address_can_ask_for_english(browser: Browser, file: Path, asked: str) -> None:
    visited = Visit(browser, file.as_uri() + asked)
    assert visited.page.get_attribute("html", "lang") == "en"
    visited.page.close()


def test_the_figures_of_the_head_are_those_of_the_findings(visit: Visit, synthetic: Result) -> None:
    verdicts = synthetic.findings.column("verdict").to_pylist()
    kept, broken, unknown = (verdicts.count(name) for name in ("kept", "broken", "unknown"))
    tiles = visit.page.locator(".tiles li").all_inner_texts()
    assert f"{len(verdicts):,}" in tiles[0]
    assert f"{kept:,} / {kept + broken:,}" in tiles[1]
    assert f"{kept:,} / {kept + broken + unknown:,}" in tiles[2]
    assert f"{kept + broken:,} / {kept + broken + unknown:,}" in tiles[3]
    assert [re.findall(r"[\d,]+", tile)[0] for tile in tiles[4:]] == [
        f"{verdicts.count(name):,}" for name in ("broken", "unknown", "pending")
    ]


def test_simulated_data_are_marked(visit: Visit) -> None:
    assert visit.page.locator(".tag.sim").inner_text() == "模拟数据"
    assert "业务记录由程序模拟生成" in visit.page.locator("#overview .note.sim").inner_text()
    assert "模拟数据" in visit.page.locator("footer").inner_text()
    assert "模拟数据" in visit.page.title()


def test_data_that_really_happened_are_not_marked(browser: Browser, synthetic: Result, tmp_path: Path) -> None:
    path = tmp_path / "real.html"
    origin = replace(synthetic.log.origin, simulated=False)
    path.write_text(render_report(replace(synthetic, log=replace(synthetic.log, origin=origin))), encoding="utf-8")
    visited = Visit(browser, path.as_uri())
    assert "模拟数据" not in visited.page.locator("body").inner_text()
    assert "模拟数据" not in visited.page.title()
    visited.page.close()


def test_head_and_foot_say_where_the_data_comes_from_and_on_what_terms(visit: Visit) -> None:
    told = {
        "zh": ["模拟工单", "来源", "tests/rendering/conftest.py", "许可", "Apache-2.0", "署名", "本仓库的模拟程序"],
        "en": ["made-up cases", "License", "Apache-2.0", "Attribution", "the seeded generator of this repository"],
    }
    for language in ("zh", "en"):
        for place in ("#overview", "footer"):
            shown = visit.page.locator(place).inner_text()
            assert [word for word in told[language] if word.lower() not in shown.lower()] == [], place
        visit.page.click("#switch")


def test_the_worst_promise_stands_first_and_says_what_was_set_by_us(visit: Visit) -> None:
    first = visit.page.locator(".promises tbody tr").first
    assert "八个工作小时内办结" in first.inner_text()
    assert "本单位自定" in first.inner_text()
    assert "八个工作小时内办结" in visit.page.locator(".worst").inner_text()


def test_the_month_in_which_a_promise_got_worse_is_named(visit: Visit) -> None:
    # The generator makes responses take twice as long from the 1st of June on.
    assert "2024 年 6 月变差最明显" in visit.page.locator("#p-0 .finding").inner_text()


def test_searching_finds_one_case_and_its_grounds_open(visit: Visit, synthetic: Result) -> None:
    page = visit.page
    row = next(
        row
        for row in synthetic.findings.to_pylist()
        if row["promise"] == "solve" and row["verdict"] == "unknown" and row["intervals"]
    )
    page.fill("#search", row["id"])
    assert page.locator("#rows button").count() == 1
    page.click("#rows button")
    detail = page.locator("#detail").inner_text()
    assert "无法判定" in detail
    assert row["subject"][0] in detail
    assert "来源“telephony”在此期间中断。" in detail
    assert "responded" in detail
    assert row["evidence"][1] in detail
    assert f"jiannuo explain {row['id']} --in DIR" in detail


def test_the_sum_of_a_finding_adds_up(visit: Visit, synthetic: Result) -> None:
    page = visit.page
    broken = [row for row in synthetic.findings.to_pylist() if row["promise"] == "solve" and row["late_at"]]
    worst = max(broken, key=lambda row: row["late_at"] - row["due"])
    page.click("#switch")
    page.fill("#search", worst["id"])
    page.click("#rows button")
    due, done = page.locator(".sum p").all_inner_texts()
    lengths = [length_in(part) for part in due.partition("opened")[2].partition("=")[0].split(" + ")[1:]]
    assert sum(lengths) == worst["due"] - worst["start"]
    assert length_in(done.rpartition(": ")[2]) == worst["late_at"] - worst["due"]


def length_in(text: str) -> int:
    sizes = {"h": 3_600_000_000, "min": 60_000_000, "s": 1_000_000}
    parts = re.findall(r"([\d.]+) (h|min|s)\b", text)
    assert parts, text
    return sum(round(float(number) * sizes[unit]) for number, unit in parts)


def test_chips_and_the_list_of_promises_narrow_the_list(visit: Visit) -> None:
    page = visit.page
    page.click("[data-verdict=unknown]")
    words = {text.split(" · ")[0] for text in page.locator("#rows small").all_inner_texts()}
    assert words == {"无法判定"}
    page.click("#p-3 .button")
    titles = {text.split(" · ")[2] for text in page.locator("#rows small").all_inner_texts()}
    assert titles == {"热线任何时刻不少于三人在岗"}


def test_nothing_found_says_so(visit: Visit) -> None:
    visit.page.fill("#search", "no such finding anywhere")
    assert "没有符合条件的判定" in visit.page.locator("#rows").inner_text()


def test_pointing_at_a_plot_tells_the_figures_of_that_month(visit: Visit) -> None:
    plot = visit.page.locator("#p-0 .trend .plot").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box
    visit.page.mouse.move(box["x"] + box["width"] * 0.5 / 12, box["y"] + 40)
    told = visit.page.locator("#tip").inner_text()
    assert told.startswith("2024-01")
    assert "兑现率" in told


@pytest.mark.parametrize("asked", ["", "?lang=en"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_no_page_scrolls_sideways(browser: Browser, file: Path, width: int, asked: str) -> None:
    visited = Visit(browser, file.as_uri() + asked, width)
    wide = visited.page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]")
    assert wide == [width, width, width]
    visited.page.close()


def test_on_a_phone_a_finding_opens_over_the_list_and_closes_again(browser: Browser, file: Path) -> None:
    visited = Visit(browser, file.as_uri(), 390)
    visited.page.locator("#rows button").nth(3).click()
    assert not visited.page.locator(".list").is_visible()
    assert visited.page.evaluate("document.documentElement.scrollWidth") == 390
    visited.page.click("#back")
    assert visited.page.locator(".list").is_visible()
    visited.page.close()


def hostile_result(synthetic: Result) -> Result:
    """Put hostile strings wherever foreign text can stand."""
    rows = synthetic.findings.slice(0, 200).to_pylist()
    for number, row in enumerate(rows):
        evil = HOSTILE[number % len(HOSTILE)]
        row |= {"subject": [evil, evil], "evidence": [evil], "missing": [evil], "owner": evil, "member": evil}
        row |= {"reason": evil, "because": [(evil, evil)], "undecided": [evil], "promise": HOSTILE[0]}
        row["intervals"] = [{**each, "cause": evil} for each in row["intervals"] or []]
    evil = "".join(HOSTILE)
    card = PromiseCard(id=HOSTILE[0], title=Text(zh=evil, en=evil), words=Text(zh=evil, en=evil), clauses=(evil,))
    story = LogStory(
        origin=Origin(Text(zh=evil, en=evil), evil, evil, Text(zh=evil, en=evil)),
        complete_until={evil: 0},
        unused={evil: 1},
        undecided={evil: 1},
    )
    return replace(
        synthetic,
        title=Text(zh=evil, en=evil),
        edition=evil,
        promises=(card,),
        log=story,
        findings=pa.Table.from_pylist(rows, schema=synthetic.findings.schema),
        reasons={HOSTILE[1]: Text(zh=evil, en=evil)},
        causes={HOSTILE[2]: Text(zh=evil, en=evil)},
    )


def test_hostile_texts_are_shown_and_do_nothing(browser: Browser, synthetic: Result, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(render_report(hostile_result(synthetic)), encoding="utf-8")
    visited = Visit(browser, path.as_uri())
    page = visited.page
    for place in range(len(HOSTILE)):
        page.locator("#rows button").nth(place).click()
    page.click("#switch")
    page.wait_for_timeout(100)
    assert visited.hit() is None
    assert page.locator("main img, main script, main iframe").count() == 0
    assert page.locator("[onerror], [onmouseover]").count() == 0
    shown = page.locator("body").inner_text()
    assert HOSTILE[0] in shown
    assert "{{ 7*7 }}" in shown
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\x00]", page.content())
    assert visited.said == []
    assert visited.requests == [path.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") == 1440
    page.close()


def test_events_are_called_by_their_labels(browser: Browser, synthetic: Result, tmp_path: Path) -> None:
    """In the grounds of a finding and among the events that nothing uses; the search finds label and code."""
    names = {
        "storm": Text(zh="暴风雨（storm）", en="a storm (storm)"),
        "viewed": Text(zh="已查看（viewed）", en="seen (viewed)"),
    }
    row = synthetic.findings.slice(0, 1).to_pylist()[0]
    row |= {"verdict": "excused", "reason": "ground", "because": [("ground", "storm")], "missing": ["storm", "T1"]}
    table = pa.Table.from_pylist([row], schema=synthetic.findings.schema)
    path = tmp_path / "named.html"
    labels = Labels(events={"storm": Text(zh="暴风雨", en="a storm")})
    told = replace(synthetic, findings=table, names=names, labels=labels)
    path.write_text(render_report(told), encoding="utf-8")
    visited = Visit(browser, path.as_uri())
    page = visited.page
    page.fill("#search", "暴风雨（storm）")
    page.click("#rows button")
    assert "有免责事由：暴风雨（storm）。" in page.locator("#detail .why").inner_text()
    assert page.locator("#detail .ids").first.inner_text().split() == ["暴风雨（storm）", "T1"]
    assert "已查看（viewed）" in page.locator("#definitions").inner_text()
    page.click("#switch")
    assert "A ground to be excused: a storm (storm)." in page.locator("#detail .why").inner_text()
    assert "seen (viewed)" in page.locator("#definitions").inner_text()
    assert visited.said == []
    page.close()


def test_what_an_owner_is_cleared_of_counts_for_the_promise_alone(
    browser: Browser, synthetic: Result, tmp_path: Path
) -> None:
    """Of ten of each team nine are broken; team A is cleared of six. A person who is cleared is not named either."""
    first = next(row for row in synthetic.findings.to_pylist() if row["verdict"] == "broken" and row["late_at"])
    rows = [
        first | {"id": f"{team}{n}", "promise": promise, "owner": team, "verdict": verdict, "owner_verdict": own}
        for promise, team in (("respond", "A"), ("respond", "B"), ("solve", "Zhang San"))
        for n in range(10)
        for verdict in ("kept" if n == 9 else "broken",)
        for own in ("excused" if n < 6 and team != "B" else verdict,)
    ]
    cards = [replace(each, personal_owner=each.id == "solve") for each in synthetic.promises]
    table = pa.Table.from_pylist(rows, schema=synthetic.findings.schema)
    path = tmp_path / "owners.html"
    path.write_text(render_report(replace(synthetic, findings=table, promises=tuple(cards))), encoding="utf-8")
    visited = Visit(browser, path.as_uri() + "?lang=en")
    page = visited.page
    page.evaluate("for (const each of document.querySelectorAll('details.promise')) each.open = true")
    for promise in ("respond", "solve"):
        section = page.locator(".promise").filter(has=page.locator("header code").get_by_text(promise, exact=True))
        assert "inside are cleared of 6" in section.locator(".cleared").inner_text()
        assert section.locator(".score").inner_text().split()[0] == "10.0%"
    owners = page.locator(".promise table", has_text="Accountable unit").locator("tbody tr").all_inner_texts()
    assert [re.sub(r"\s+", " ", text).strip() for text in owners] == ["B 10.0% 10", "A 25.0% 10"]
    for id_, shown in (("A0", ["A", "excused"]), ("A9", ["A"]), ("Zhang San0", ["excused"])):
        page.fill("#search", id_)
        page.click("#rows button")
        facts = page.locator("#detail dl div").all_inner_texts()
        told = [
            each.split("\n", 1)[1] for each in facts if each.startswith(("Accountable unit", "Verdict on who answers"))
        ]
        assert told == shown
    assert visited.said == []
    page.close()


def test_an_audit_without_any_finding_says_so(browser: Browser, synthetic: Result, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text(render_report(replace(synthetic, findings=synthetic.findings.slice(0, 0))), encoding="utf-8")
    visited = Visit(browser, path.as_uri())
    assert "没有形成履约项。" in visited.page.locator("#p-0").inner_text()
    assert "无数据" in visited.page.locator(".ring").inner_text()
    assert visited.said == []
    visited.page.close()
