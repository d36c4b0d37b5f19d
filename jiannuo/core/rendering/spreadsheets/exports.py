"""Which sheets a result has, for a workbook and for files of CSV."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jiannuo.core.engines.tabular.tables import Reject
from jiannuo.core.rendering.first_page.brief import Digest, digest
from jiannuo.core.rendering.indicators.figure_manner import manner_of
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.spreadsheets.agenda_sheets import agenda_sheet
from jiannuo.core.rendering.spreadsheets.cover import compose_cover
from jiannuo.core.rendering.spreadsheets.csv_files import Encoding, write_csv
from jiannuo.core.rendering.spreadsheets.figure_sheets import lacks_sheet, periods_sheet, promises_sheet, rejects_sheet
from jiannuo.core.rendering.spreadsheets.finding_sheets import findings_sheet
from jiannuo.core.rendering.spreadsheets.indicator_sheets import indicators_sheet
from jiannuo.core.rendering.spreadsheets.sheets import Sheet, as_simulated
from jiannuo.core.rendering.spreadsheets.workbook import MOST_ROWS, write_workbook
from jiannuo.core.values.texts import Language

_FILES = ("findings.csv", "promises.csv", "periods.csv", "agenda.csv", "indicators.csv")


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported: a result with its figures and the rows of the log that were set aside, in one language."""

    digest: Digest
    rejects: Sequence[Reject]
    language: Language


def compose_export(result: Result, *, rejects: Sequence[Reject], language: Language) -> Export:
    """Return what is exported of a result."""
    return Export(digest(result), rejects, language)


def export_workbook(export: Export, path: Path, *, most: int = MOST_ROWS) -> None:
    """Write a result as a workbook, each sheet with at most `most` rows."""
    sheets = _marked(
        export, (*_figures(export), *_indicators(export), _agenda(export), _findings(export), *_aside(export))
    )
    cover = compose_cover(export.digest, sheets=sheets, most=most, language=export.language)
    write_workbook(path, cover, sheets, most=most, language=export.language)


def export_csv(export: Export, folder: Path, *, encoding: Encoding) -> int:
    """Write findings, promises, periods and agenda, and indicators if there are any, each as a file of CSV.

    Return how many signs the encoding does not have.
    """
    sheets = _marked(export, (_findings(export), *_figures(export), _agenda(export), *_indicators(export)))
    return sum(
        write_csv(sheet, folder / name, encoding=encoding, language=export.language)
        for name, sheet in zip(_FILES, sheets, strict=False)  # the last is not there without indicators
    )


def _marked(export: Export, sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """Return sheets that say of each row that it comes of made-up events, if it does."""
    if not export.digest.result.log.origin.simulated:
        return sheets
    return [as_simulated(sheet, language=export.language) for sheet in sheets]


def _figures(export: Export) -> tuple[Sheet, Sheet]:
    summary, worst = export.digest.summary, export.digest.brief.worst
    causes = {each.place: each.causes for each in worst}
    return (
        promises_sheet(summary, causes=causes, language=export.language),
        periods_sheet(summary, language=export.language),
    )


def _indicators(export: Export) -> tuple[Sheet, ...]:
    """Return the sheet of the indicators, none without any."""
    result = export.digest.result
    sheet = indicators_sheet(result.indicators, manner=manner_of(result), language=export.language)
    return (sheet,) if result.indicators else ()


def _findings(export: Export) -> Sheet:
    return findings_sheet(export.digest.result, language=export.language)


def _agenda(export: Export) -> Sheet:
    return agenda_sheet(export.digest, language=export.language)


def _aside(export: Export) -> tuple[Sheet, Sheet]:
    lacks = export.digest.brief.agenda.lacks
    return (
        lacks_sheet(lacks, language=export.language),
        rejects_sheet(export.rejects, own_copy=export.digest.result.own_copy, language=export.language),
    )
