"""The workbook opened by LibreOffice: what it reads in each cell is what the CSV files say without loss."""

import csv
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from jiannuo.core.rendering.first_page.brief import Digest, digest
from jiannuo.core.rendering.indicators.figure_manner import manner_of
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.spreadsheets.agenda_sheets import agenda_sheet
from jiannuo.core.rendering.spreadsheets.csv_files import WRITERS
from jiannuo.core.rendering.spreadsheets.exports import Export, export_workbook
from jiannuo.core.rendering.spreadsheets.figure_sheets import periods_sheet, promises_sheet
from jiannuo.core.rendering.spreadsheets.finding_sheets import findings_sheet
from jiannuo.core.rendering.spreadsheets.indicator_sheets import indicators_sheet
from jiannuo.core.rendering.spreadsheets.sheets import CellKind, Sheet
from jiannuo.core.statistics.figures import Table
from jiannuo.core.values.texts import LANGUAGES, Language
from tests.rendering.conftest import AS_OF, FIRST, HOUR
from tests.rendering.test_brief import late, result_of, row
from tests.rendering.test_indicator_parts import MAY_AND_JUNE
from tests.rendering.test_indicator_tables import SHARE

OFFICE = shutil.which("soffice")
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""Comma, quotes, UTF-8, from the first row on, cells as they are shown, every sheet as a file of its own."""
HOSTILE = [
    "=1+1",
    "+1",
    "@x",
    "007",
    "1e5",
    "3-4",
    "_x0041_",
    '"quoted", and comma',
    "一 二",
    "<&>'",
    "110101199003070018",
]


@pytest.mark.proof
@pytest.mark.skipif(OFFICE is None, reason="LIBREOFFICE IS MISSING: nobody has opened the workbook (libreoffice-calc)")
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_reads_in_every_sheet_what_was_written(language: Language, tmp_path: Path) -> None:
    told = digest(replace(made(), indicators=(Table(SHARE, (), MAY_AND_JUNE),)))
    path = tmp_path / "report.xlsx"
    export_workbook(Export(told, (), language), path)
    opened = converted(path)
    found = list(sheets(told, language))
    for sheet in found:
        name = sheet.name.within(language)
        head, *rows = opened[name]
        assert head[: len(sheet.columns)] == [column.heading.within(language) for column in sheet.columns]
        assert len(rows) == sheet.rows
        told_rows = [each for batch in sheet.batches() for each in zip(*batch, strict=True)]
        for cells, shown in zip(told_rows, rows, strict=True):
            for column, cell, text in zip(sheet.columns, cells, shown, strict=False):
                assert is_same(column.kind, cell, text), (name, column.heading.en, cell, text)
    head, *rows = opened[findings_of(found).name.within(language)]
    exact = head.index({"zh": "精确到微秒", "en": "To the microsecond"}[language])
    assert sum("01:00:00.000001" in line[exact] for line in rows) == 1
    cover = {line[0]: line[1] for line in opened[{"zh": "摘要", "en": "Summary"}[language]]}
    assert cover[{"zh": "数据截至", "en": "As of"}[language]] == "2025-01-01 00:00:00"
    assert cover[{"zh": "履约项", "en": "Obligations"}[language]] == "1,015"


def made() -> Result:
    rows = [row(n) for n in range(1_000)]
    rows += [late(1_000 + n, subject=[text], owner=text, reason="done_late") for n, text in enumerate(HOSTILE)]
    fine = late(2_000, start=FIRST, due=FIRST + HOUR, late_at=FIRST + HOUR + 1, broken_at=FIRST + HOUR + 123_000)
    old = late(2_001, start=FIRST, due=-80 * 365 * 24 * HOUR, late_at=None, broken_at=AS_OF - HOUR)
    waiting = [row(3_000 + n, verdict="pending", reason="clock_running", due=AS_OF + n * HOUR) for n in range(2)]
    return result_of([*rows, fine, old, *waiting])


def sheets(told: Digest, language: Language) -> Iterator[Sheet]:
    causes = {each.place: each.causes for each in told.brief.worst}
    yield promises_sheet(told.summary, causes=causes, language=language)
    yield periods_sheet(told.summary, language=language)
    yield indicators_sheet(told.result.indicators, manner=manner_of(told.result), language=language)
    yield agenda_sheet(told, language=language)
    yield findings_sheet(told.result, language=language)


def findings_of(found: list[Sheet]) -> Sheet:
    return found[-1]


def converted(path: Path) -> dict[str, list[list[str]]]:
    """Return the cells of every sheet as LibreOffice shows them."""
    home = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    command = [OFFICE or "", home, "--headless", "--convert-to", AS_CSV, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    opened = {}
    for file in path.parent.glob("report-*.csv"):
        with file.open(encoding="utf-8", newline="") as cells:
            opened[file.stem.removeprefix("report-")] = list(csv.reader(cells))
    return opened


def is_same(kind: CellKind, cell: object, shown: str) -> bool:
    """Tell whether a cell shows a value, as finely as its kind is shown."""
    if cell is None:
        return shown == ""
    match kind:
        case "text" | "id" | "period":
            return shown == str(cell)
        case "count" | "number":
            return abs(Decimal(shown.replace(",", "")) - Decimal(str(cell))) < Decimal("0.000001")
        case "share":
            return abs(Fraction(shown.rstrip("%")) - 100 * Fraction(str(cell))) <= Fraction(51, 1000)
        case "length":
            return abs(seconds(shown) - Fraction(str(cell)) / 1_000_000) < Fraction(1, 1000)
        case "instant":
            return same_instant(WRITERS["instant"](cell), shown)


def seconds(shown: str) -> Fraction:
    hours, minutes, rest = shown.split(":")
    return Fraction(hours) * 3600 + Fraction(minutes) * 60 + Fraction(rest)


def same_instant(told: str, shown: str) -> bool:
    if told == shown:
        return True
    return abs((datetime.fromisoformat(told) - datetime.fromisoformat(shown)).total_seconds()) < 0.001
