"""Sheets as CSV by RFC 4180, for spreadsheets and for programs alike."""

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, TextIO

from jiannuo.core.engines.csv_cells import encodable, guarded, guarded_id
from jiannuo.core.rendering.spreadsheets.sheets import DAY, CellKind, Column, Sheet
from jiannuo.core.values.texts import Language, Text

Encoding = Literal["utf-8", "gb18030"]
_CODECS: Mapping[Encoding, str] = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
"""With a byte order mark spreadsheets know UTF-8; Chinese ones take what has none for GB18030."""
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the bare wall clock of the sheet's zone
_SECOND = 1_000_000
_IN_SECONDS = Text(zh="{name}（秒）", en="{name} (seconds)")


def write_csv(sheet: Sheet, path: Path, *, encoding: Encoding, language: Language) -> int:
    """Write a sheet to a file; return how many signs the encoding does not have, which are spelled out.

    Instants are written as `2024-07-15 09:30:00`, lengths as seconds, shares from 0 to 1. A text that a spreadsheet would
    take for a formula, and an id that it would take for a number or a date, gets an apostrophe before it.
    """
    with path.open("w", encoding=_CODECS[encoding], newline="") as file:
        return _write(sheet, file, encoding, language)


def _write(sheet: Sheet, file: TextIO, encoding: Encoding, language: Language) -> int:
    writer = csv.writer(file)
    writer.writerow([guarded(_heading(column).within(language)) for column in sheet.columns])
    spelled = 0
    for row in _rows(sheet):
        told = [encodable(cell, encoding) for cell in row]
        writer.writerow([cell for cell, _ in told])
        spelled += sum(count for _, count in told)
    return spelled


def _heading(column: Column) -> Text:
    """Return what stands over a column; a bare number does not show that it counts seconds."""
    return _IN_SECONDS.filled(name=column.heading) if column.kind == "length" else column.heading


def _rows(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    writers = [WRITERS[column.kind] for column in sheet.columns]
    for batch in sheet.batches():
        columns = [
            ["" if cell is None else write(cell) for cell in cells] for write, cells in zip(writers, batch, strict=True)
        ]
        yield from zip(*columns, strict=True)


def _instant(wall: object) -> str:
    moment = _EPOCH + timedelta(microseconds=int(str(wall)))
    return moment.isoformat(sep=" ", timespec="microseconds" if moment.microsecond else "seconds")


def _length(length: object) -> str:
    seconds, rest = divmod(int(str(length)), _SECOND)
    return f"{seconds}.{rest:06d}".rstrip("0").rstrip(".") if rest else str(seconds)


def _period(name: object) -> str:
    """Return the name of a period; a day may well be taken for a date, a month may not."""
    return str(name) if DAY.fullmatch(str(name)) else guarded_id(str(name))


WRITERS: Mapping[CellKind, Callable[[object], str]] = {
    "text": lambda cell: guarded(str(cell)),
    "id": lambda cell: guarded_id(str(cell)),
    "period": _period,
    "instant": _instant,
    "length": _length,
    "count": str,
    "share": lambda cell: f"{cell:.6f}",
    "number": lambda cell: f"{cell:f}",
}
"""How a cell of each kind is written as a text, without loss."""
