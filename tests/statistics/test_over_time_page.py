"""Every figure on the page of times, stretches and ages is what is computed from the log and the charter on it."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.statistics.figures import Figure
from tests.engines.written_logs import charter_of, mapping_of, written

PAGE = Path(__file__).resolve().parents[2] / "docs" / "calculations" / "over-time.md"
TEXT = PAGE.read_text(encoding="utf-8")
MAPPING = """\
mapping: {id: sites, zone: Asia/Shanghai, source: sites}
events:
  - event: {column: event}
    at: when
    attributes: {site: site, from_at: from_at, to_at: to_at}
"""
AGREED = """\
  agreed: {time: site, where: not in_force('works'), per: month, unit: h}
  lost: {time: down, where: not in_force('works'), per: month, unit: h}
  available: {formula: (agreed - lost) / agreed, per: month, unit: "%", decimals: 2}
"""


def table(head: str) -> list[list[str]]:
    """Return the rows of the table that begins so."""
    lines = TEXT[TEXT.index(f"| {head} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def figures(folder: Path, *indicators: str) -> dict[str, tuple[Figure, ...]]:
    """Return the figures of indicators, written one a line, over the log of the page."""
    charter = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert charter is not None
    rows = [",".join(row) for row in table("when")]
    log = written(folder / "log.csv", "\n".join(["when,site,event,from_at,to_at", *rows]) + "\n")
    text = charter[1] + "indicators:\n" + "".join(indicators)
    audited = audit(AuditRequest(charter_of(folder, text), mapping_of(folder, MAPPING), (log,), own_copy=True))
    return {each.indicator.name: each.figures for each in audited.summary.indicators}


@pytest.mark.parametrize("row", table("figure"), ids=lambda row: row[0])
def test_a_figure_is_the_one_on_the_page(row: list[str], tmp_path: Path) -> None:
    found = figures(tmp_path, f"  x: {{{row[0].strip('`')}, per: month}}\n", AGREED)["x"]
    assert [str(figure.value) for figure in found] == [row[1], row[3]]
    assert [figure.state for figure in found] == ["ok", "ok"]


def test_availability_is_made_of_the_numbers_on_the_page(tmp_path: Path) -> None:
    found = figures(tmp_path, AGREED)
    for place, (_, agreed, lost, available) in enumerate(table("month")):
        of, to = (Decimal(number) for number in available.split(" = ")[0].split(" / "))
        for name, cell in (("agreed", agreed), ("lost", lost)):
            first, second = (Decimal(number) for number in cell.split(" = ")[0].split(" − "))
            assert Decimal(cell.split(" = ")[1].removesuffix(" h")) == first - second == found[name][place].value
        exact = found["available"][place]
        assert exact.exact == 100 * Fraction(of) / Fraction(to)
        assert f"{exact.value} %" == available.split(" = ")[1]
