"""What indicators leave out of small groups, findings about their figures do not tell either."""

import csv
import html
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from jiannuo.core.engines.findings.findings_files import read_findings
from jiannuo.core.values.texts import Language
from jiannuo.interfaces.cli.running import main

CHARTER = """\
charter: {id: desk, title: {zh: 服务台, en: Desk}, zone: Asia/Shanghai, edition: "1", effective: 2026-01-01}
subjects: {ticket: {id: ticket}}
events:
  opened: {of: ticket, attributes: {channel: text, agent: text personal}}
  solved: {of: ticket, attributes: {ticket: text}}
indicators:
  by_channel: {count: opened, per: month, by: [channel]}
  by_agent: {count: opened, per: month, by: [agent]}
  whole: {count: opened, per: month}
promises:
  enough-by-channel: {reach: by_channel, at least: 97}
  enough-by-agent: {reach: by_agent, at least: 97}
  enough: {reach: whole, at least: 98}
"""
MAPPING = """\
mapping: {id: desk, zone: Asia/Shanghai}
events:
  - event: {column: what, names: {Open: opened, Solve: solved}}
    at: when
    attributes: {ticket: ticket, channel: channel, agent: agent}
"""
UNTOLD = {
    "zh": "未达目标；数值不对外列出。",
    "en": "The target was missed; the figure is not told.",
}
MISSED = {"zh": "数值为 {}，未达目标（≥ 97）。", "en": "The figure is {} and misses the target (≥ 97)."}
WHOLE = {"zh": "数值为 73，未达目标（≥ 98）。", "en": "The figure is 73 and misses the target (≥ 98)."}


@pytest.fixture
def desk(tmp_path: Path) -> list[str]:
    """Return the arguments that audit a May of 3 tickets on the web, 29 by phone and 41 by mail."""
    (tmp_path / "charter").mkdir()
    (tmp_path / "charter" / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    channels = ["web"] * 3 + ["phone"] * 29 + ["mail"] * 41
    rows = [f"{n},Open,2026-05-01 00:{n // 60:02}:{n % 60:02},{each},张三" for n, each in enumerate(channels)]
    rows.append("0,Solve,2026-06-02 10:00:00,,")
    (tmp_path / "log.csv").write_text("\n".join(["ticket,what,when,channel,agent", *rows, ""]), encoding="utf-8")
    return [str(tmp_path / "charter"), "--log", str(tmp_path / "mapping.yaml"), "--events", str(tmp_path / "log.csv")]


def audited(desk: list[str], out: Path, language: Language, *more: str) -> Path:
    given = ["audit", *desk, "--out", str(out), "--csv", "utf-8", "--xlsx", "--lang", language, *more]
    assert main([*given, "--as-of", "2026-06-02T12:00:00+08:00"]) == 1
    return out


def texts(out: Path) -> dict[str, str]:
    """Return what the files for others say, by name."""
    book = openpyxl.load_workbook(out / "report.xlsx")
    cells = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
    told = {
        name: (out / name).read_text(encoding="utf-8-sig") for name in ("report.html", "findings.csv", "summary.json")
    }
    return {**told, "report.xlsx": "\n".join(cells)}


def reasons(out: Path) -> Iterator[tuple[str, str]]:
    """Yield promise and reason of each broken finding of the CSV."""
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *lines = list(csv.reader(file))
    promise, reason = (
        next(place for place, name in enumerate(head) if name in names)
        for names in (("承诺编号", "Promise id"), ("原因", "Reason"))
    )
    for line in lines:
        if line[0] in ("未兑现", "broken"):
            yield line[promise], line[reason]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_figures_of_groups_are_told_by_no_finding(desk: list[str], tmp_path: Path, language: Language) -> None:
    out = audited(desk, tmp_path / "out", language)
    assert sorted(reasons(out)) == [
        ("enough", WHOLE[language]),
        ("enough-by-agent", UNTOLD[language]),
        *[("enough-by-channel", UNTOLD[language])] * 3,
    ]
    told = texts(out)
    for name, text in told.items():
        for count in (3, 29, 41):
            assert MISSED[language].format(count) not in html.unescape(text), name
        assert "张三" not in text, name
    assert UNTOLD[language] in told["report.xlsx"]
    assert UNTOLD[language] in told["report.html"]
    embedded = re.findall(r'"(?:value|numerator|denominator|count)":"(\d+)"', told["report.html"])
    assert set(embedded) == {"73", "0"}, "only the whole of May, and of June that has begun"


def test_the_own_copy_and_the_findings_of_the_auditor_tell_them(desk: list[str], tmp_path: Path) -> None:
    own = audited(desk, tmp_path / "own", "en", "--own-copy")
    figures = [reason for promise, reason in reasons(own) if promise == "enough-by-channel"]
    assert sorted(figures) == [MISSED["en"].format(count) for count in (29, 3, 41)]
    out = audited(desk, tmp_path / "out", "en")
    rows = read_findings(out / "findings.parquet").to_pylist()
    kept = {
        dict(row["because"])["value"]
        for row in rows
        if row["promise"] == "enough-by-channel" and row["verdict"] == "broken"
    }
    assert kept == {"3", "29", "41"}
