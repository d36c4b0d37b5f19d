"""Take the pictures of docs/ from the report that `make demo` leaves: `python -m tools.picture`.

It needs Debian's Chromium, which `tools/setup browser` provides.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from jiannuo.core.values.texts import LANGUAGES, Language
from tools.catalogue import REPOSITORY

REPORT = REPOSITORY / "out" / "demo" / "servicenow-incidents" / "report.html"
PICTURES: dict[Language, Path] = {
    "en": REPOSITORY / "docs" / "pictures" / "report.png",
    "zh": REPOSITORY / "docs" / "pictures" / "report.zh-CN.png",
}
LARGEST = 300_000
"""Bytes that a picture may have."""

_SIZE = {"width": 1200, "height": 1440}
_AT_THE_HEAD = "header.top { position: static !important }"
"""The picture shows the first page of a report: the whole, how it went over time, and the worst with what is behind it."""


def take_pictures() -> list[Path]:
    """Take the picture in each language and return the files written."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": _SIZE["width"], "height": _SIZE["height"]})
        taken = [_take(page, language) for language in LANGUAGES]
        browser.close()
    return taken


def _take(page: Page, language: Language) -> Path:
    path = PICTURES[language]
    path.parent.mkdir(parents=True, exist_ok=True)
    page.goto(f"{REPORT.as_uri()}?lang={language}")
    page.add_style_tag(content=_AT_THE_HEAD)
    page.screenshot(path=path)
    return path


def main() -> int:
    """Take the pictures; return 2 where there is no report yet or a picture is too large."""
    if not REPORT.exists():
        print(f"There is no {REPORT.relative_to(REPOSITORY)}; run `make demo` first.", file=sys.stderr)
        return 2
    too_large = [path for path in take_pictures() if path.stat().st_size > LARGEST]
    for path in too_large:
        print(f"{path.name} has {path.stat().st_size} bytes; the limit is {LARGEST}.", file=sys.stderr)
    return 2 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
