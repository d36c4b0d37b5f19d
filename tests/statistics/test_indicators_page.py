"""The page of figures over events and findings: every figure is what is computed, and every proof that it names is there."""

import re
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from jiannuo.core.charters.charter import IndicatorKind
from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.statistics.comparisons import Comparison
from jiannuo.core.statistics.figures import Figure
from tests.engines.test_event_figures_by_sql import KINDS, PERIODS, ZONES
from tests.engines.test_indicators_by_sql import CASES
from tests.engines.written_logs import charter_of, mapping_of, written

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "calculations"
TEXT = (FOLDER / "indicators.md").read_text(encoding="utf-8")
MAPPING = """\
mapping: {id: desk, zone: Asia/Shanghai, source: desk}
events:
  - event: {column: event}
    at: when
    attributes: {ticket: ticket, channel: channel, cost: cost, fee: fee, effort: effort}
"""
PARTS = """\
  cycles: {count: opened, per: month}
  abnormal: {count: opened, where: channel = 'phone', per: month}
"""


def table(head: str) -> list[list[str]]:
    """Return the rows of the table that begins so."""
    lines = TEXT[TEXT.index(f"| {head} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def in_may(folder: Path, indicator: str) -> Figure:
    """Return the figure of May 2026 over the log of the page."""
    charter = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert charter is not None
    rows = ["when,ticket,event,channel,cost,fee,effort", *(",".join(row) for row in table("when"))]
    log = written(folder / "log.csv", "\n".join(rows) + "\n")
    text = f"{charter[1]}indicators:\n  x: {{{indicator}, per: month}}\n{PARTS}"
    audited = audit(AuditRequest(charter_of(folder, text), mapping_of(folder, MAPPING), (log,), own_copy=True))
    assert not audited.read.rejects
    months = next(each.figures for each in audited.summary.indicators if each.indicator.name == "x")
    return months[12]  # the first is May 2025


@pytest.mark.parametrize("row", table("figure | value"), ids=lambda row: row[0])
def test_a_figure_is_the_one_on_the_page(row: list[str], tmp_path: Path) -> None:
    assert str(in_may(tmp_path, row[0].strip("`")).value) == row[1]


def told(comparison: Comparison | None) -> tuple[str, str]:
    assert comparison is not None
    return str(comparison.difference), "none" if comparison.relative is None else str(comparison.relative)


@pytest.mark.parametrize("row", table("figure | May"), ids=lambda row: row[0])
def test_a_figure_is_set_against_earlier_ones_as_on_the_page(row: list[str], tmp_path: Path) -> None:
    found = in_may(tmp_path, row[0].strip("`"))
    assert found.to_date is not None
    before, year_before, to_date, to_date_before = (cell.split(" = ")[1] for cell in row[2:])
    assert (str(found.value), str(found.to_date.value)) == (row[1], to_date)
    against = (found.before, found.year_before, found.to_date.year_before)
    assert [", ".join(told(each)) for each in against] == [before, year_before, to_date_before]
    for cell, each in zip((row[2], row[3], row[5]), against, strict=True):
        now, earlier = (Decimal(number) for number in cell.split(" = ")[0].split(" - "))
        assert each is not None
        assert (now - earlier, earlier) == (each.difference, each.value)


PROOFS = table("sort")


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_sort_of_figure_is_proved_by_hand_and_by_duckdb() -> None:
    assert {names(row[0])[0] for row in PROOFS} == set(get_args(IndicatorKind))
    assert [row[0] for row in PROOFS if row[2] == row[3] == "none"] == []


@pytest.mark.parametrize("row", PROOFS, ids=lambda row: row[0])
def test_the_page_named_reckons_a_figure_of_that_sort(row: list[str]) -> None:
    page = re.search(r"\((.+)\)", row[1])
    assert page is not None
    assert f"| `{names(row[0])[0]}: " in (FOLDER / page[1]).read_text(encoding="utf-8")


@pytest.mark.parametrize("row", PROOFS, ids=lambda row: row[0])
def test_the_cases_named_are_all_those_of_that_sort(row: list[str]) -> None:
    begins = f"{names(row[0])[0]}: "
    assert names(row[2]) == [name for name, kind in KINDS.items() if kind.declared.startswith(begins)]
    assert names(row[3]) == [name for name, (declared, _) in CASES.items() if declared.startswith(begins)]


def test_the_periods_and_zones_are_those_that_the_page_tells() -> None:
    natural = ["minute", "hour", "day", "week", "month", "quarter", "half-year", "year", "total"]
    assert list(PERIODS) == [
        *natural,
        "{every: 10 natural days, from: 2026-11-05}",
        "{every: 4 months, from: 2026-03-31}",
    ]
    assert {zone: len(kinds) for zone, kinds in ZONES.items()} == {"Asia/Shanghai": len(KINDS), "Europe/Rome": 5}
