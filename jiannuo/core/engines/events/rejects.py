"""The file of rows that were set aside: one line each, with file, row, reason and cure."""

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path

from jiannuo.core.engines.csv_cells import encodable, guarded
from jiannuo.core.engines.simulated_logs import NATURE, SIMULATED
from jiannuo.core.engines.tabular.tables import Reject
from jiannuo.core.values.texts import Language, Text

HEADER: tuple[Text, ...] = (
    Text(zh="文件", en="file"),
    Text(zh="行号", en="row"),
    Text(zh="规则", en="rule"),
    Text(zh="列", en="column"),
    Text(zh="值", en="value"),
    Text(zh="原因代码", en="code"),
    Text(zh="原因", en="reason"),
    Text(zh="怎么办", en="cure"),
)


def write_rejects(rejects: Iterable[Reject], path: Path, *, language: Language, simulated: bool = False) -> None:
    """Write rejects as CSV with a byte order mark, so that spreadsheets read it, and put it into place whole.

    A text that a spreadsheet would take for a formula gets an apostrophe before it. The rows of a simulated log say so.
    """
    partial = path.with_name(f"{path.name}.partial-{os.getpid()}")
    try:
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            _write(rejects, file, language, simulated)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _write(rejects: Iterable[Reject], file: io.TextIOBase, language: Language, simulated: bool) -> None:
    writer = csv.writer(file)
    heading, mark = ((NATURE,), (SIMULATED.within(language),)) if simulated else ((), ())
    writer.writerow([each.within(language) for each in (*HEADER, *heading)])
    for reject in rejects:
        cells = (*reject_cells(reject, language=language), *mark)
        writer.writerow([guarded(encodable(text, "utf-8")[0]) for text in cells])


def reject_cells(reject: Reject, *, language: Language) -> tuple[str, ...]:
    """Return what is told of a row that was set aside, under the words of `HEADER`."""
    problem = reject.problem
    told = (problem.code, problem.message(language), problem.cure(language))
    return (reject.file, str(reject.row), str(reject.rule or ""), reject.column, reject.value, *told)
