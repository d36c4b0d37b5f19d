"""A result as a workbook for spreadsheets: a summary, and a sheet for each kind of figure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import MAX_PREC, Context, Decimal
from math import isinf
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from jiannuo.core.rendering.spreadsheets.cover import Cover, Line, Moment
from jiannuo.core.rendering.spreadsheets.csv_files import WRITERS
from jiannuo.core.rendering.spreadsheets.figure_sheets import PERIODS
from jiannuo.core.rendering.spreadsheets.sheets import DAY, CellKind, Column, Sheet
from jiannuo.core.rendering.writing.brief_words import BRIEF_WORDS
from jiannuo.core.values.texts import Language, Text

MOST_ROWS = 1_048_575
"""What a sheet holds beneath its heading."""
_LONGEST = 32_767
_DAY = 86_400_000_000
_FIRST, _EPOCH, _LAST = 61, 25_569, 2_958_466
"""Days of the calendar of spreadsheets: 1900-03-01, before which they differ, 1970-01-01, and the end of the year 9999."""
_A4 = 9
_FOOTER = 100
_FULFILMENT, _COVERAGE = 8, 10
"""Columns of the sheet of periods."""
_FORMATS: Mapping[CellKind, Mapping[str, object]] = {
    "text": {"valign": "top"},
    "id": {"valign": "top", "num_format": "@"},
    "instant": {"valign": "top", "num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"},
    "length": {"valign": "top", "num_format": "[h]:mm:ss"},
    "period": {"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"},
    "count": {"valign": "top", "num_format": "#,##0"},
    "share": {"valign": "top", "num_format": "0.0%"},
    "number": {"valign": "top", "num_format": "#,##0"},
}
_FINE: Mapping[CellKind, Mapping[str, object]] = {
    "instant": {"valign": "top", "num_format": "yyyy-mm-dd hh:mm:ss.000", "align": "left"},
    "length": {"valign": "top", "num_format": "[h]:mm:ss.000"},
}
"""Of what is no whole second."""
_PLACES: Mapping[int, Mapping[str, object]] = {
    places: {"valign": "top", "num_format": f"#,##0.{'0' * places}"} for places in range(1, 31)
}
"""Of numbers with so many decimals: as many as they are told with, and no point behind a whole one."""
_ALL_DIGITS = Context(prec=MAX_PREC)
_DIGITS = 15
"""So many digits of a number does a spreadsheet keep."""
_EXACT = Text(zh="精确到微秒", en="To the microsecond")
_SEMICOLON = Text(zh="；", en="; ")
_EXACTLY: Mapping[CellKind, Text] = {
    "instant": Text(zh="{name} {value}", en="{name} {value}"),
    "length": Text(zh="{name} {value} 秒", en="{name} {value} s"),
}
_SECOND, _MILLISECOND = 1_000_000, 1_000
_INK, _SOFT, _ACCENT, _BROKEN = "#16212C", "#526272", "#0F6B62", "#B83A14"
_STYLES: Mapping[str, Mapping[str, object]] = {
    "heading": {"bold": True, "bg_color": "#E3EFED", "bottom": 1, "bottom_color": _ACCENT, "text_wrap": True, "valign": "vcenter"},
    "title": {"bold": True, "font_size": 18, "font_color": _INK},
    "section": {"bold": True, "font_size": 13, "font_color": _ACCENT, "bottom": 1, "bottom_color": _ACCENT},
    "name": {"font_color": _SOFT, "valign": "top", "text_wrap": True},
    "value": {"valign": "top", "text_wrap": True, "num_format": "@"},
    "strong": {"bold": True, "valign": "top", "font_color": _BROKEN, "num_format": "0.0%", "align": "left"},
    "count_told": {"valign": "top", "num_format": "#,##0", "align": "left"},
    "moment": {"valign": "top", "num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"},
    "note": {"font_color": _SOFT, "valign": "top", "text_wrap": True},
}  # fmt: skip


def write_workbook(path: Path, cover: Cover, sheets: Sequence[Sheet], *, most: int, language: Language) -> None:
    """Write the cover and the sheets, of each at most so many rows: the cover has to say what is left out.

    Texts are texts and never formulas, links or numbers. The same content always gives the same bytes.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(path, options) as book:
        book.set_properties({**cover.properties, "created": datetime.fromisoformat(cover.created)})
        fine = {f"fine {kind}": style for kind, style in _FINE.items()}
        decimals = {f"number {places}": style for places, style in _PLACES.items()}
        styles = (*_STYLES.items(), *_FORMATS.items(), *fine.items(), *decimals.items())
        formats = {name: book.add_format({"font_size": 10, **style}) for name, style in styles}
        page = book.add_worksheet(cover.name)
        _write_cover(page, cover, formats)
        _draw(book, page, cover, language)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name.within(language))
            _write_sheet(page, replace(sheet, rows=min(sheet.rows, most)), formats, language)
        if cover.mark:
            for page in book.worksheets():
                page.set_header(f"&R&8{cover.mark}")


def _write_cover(page: Worksheet, cover: Cover, styles: Mapping[str, Format]) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 18)
    page.set_column(2, 2, 96)
    _set_paper(page, cover.title)
    for row, line in enumerate(cover.lines):
        _write_line(page, row, line, styles)


def _draw(book: Workbook, page: Worksheet, cover: Cover, language: Language) -> None:
    """Draw fulfilment and coverage of all promises by period, from the first rows of the sheet of periods."""
    if cover.periods < 2:
        return
    sheet, plot = PERIODS.within(language), book.add_chart({"type": "line"})
    for column, color in ((_FULFILMENT, "#0E8F7A"), (_COVERAGE, "#7C93AB")):
        plot.add_series({
            "name": [sheet, 0, column],
            "categories": [sheet, 1, 1, cover.periods, 1],
            "values": [sheet, 1, column, cover.periods, column],
            "line": {"color": color, "width": 2},
            "marker": {"type": "circle", "size": 4, "fill": {"color": color}, "border": {"color": color}},
        })  # fmt: skip
    plot.set_title({"name": BRIEF_WORDS["trend_all"].within(language), "name_font": {"size": 11}})
    plot.set_y_axis({"num_format": "0%", "max": 1, "major_gridlines": {"visible": True, "line": {"color": "#E2E8EE"}}})
    plot.set_x_axis({"text_axis": True, "num_format": "yyyy-mm-dd"})
    plot.set_legend({"position": "bottom"})
    plot.set_size({"width": 620, "height": 300})
    page.insert_chart(2, 3, plot, {"object_position": 3, "x_offset": 20})


def _write_line(page: Worksheet, row: int, line: Line, styles: Mapping[str, Format]) -> None:
    page.set_row(row, line.height)
    for column, cell in enumerate(line.cells):
        style = styles[line.style_of(column)]
        match cell:
            case Moment(wall):
                style = styles["fine instant" if wall % _SECOND else "moment"]
                _write_cell(page, (row, column), ("instant", wall), style)
            case int():
                page.write_number(row, column, cell, styles["count_told"])
            case float():
                page.write_number(row, column, cell, style)
            case str():
                _write_text(page, (row, column), cell, style)
            case None if line.kind == "section":
                page.write_blank(row, column, None, style)


def _write_sheet(page: Worksheet, sheet: Sheet, formats: Mapping[str, Format], language: Language) -> None:
    rows = sheet.rows
    exact = _exact_column(sheet)
    _set_paper(page, sheet.name.within(language))
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    page.set_row(0, 32)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, formats[column.kind])
        page.write_string(0, place, column.heading.within(language), formats["heading"])
        if column.kind == "share" and rows:
            page.conditional_format(1, place, rows, place, dict(_BAR))
    if exact:
        page.set_column(len(sheet.columns), len(sheet.columns), exact.width, formats[exact.kind])
        page.write_string(0, len(sheet.columns), exact.heading.within(language), formats["heading"])
    page.autofilter(0, 0, max(rows, 1), len(sheet.columns) - (not exact))
    if rows:
        page.ignore_errors({"number_stored_as_text": _ids(sheet, rows)})
    _write_rows(page, sheet, formats, language)


_BAR = {
    "type": "data_bar", "bar_color": "#8CCFC3", "min_type": "num", "min_value": 0,
    "max_type": "num", "max_value": 1,
}  # fmt: skip


def _ids(sheet: Sheet, rows: int) -> str:
    """Return the ranges of all ids, of which a spreadsheet need not remark that they look like numbers."""
    names = (xl_col_to_name(place) for place, column in enumerate(sheet.columns) if column.kind in ("id", "period"))
    return " ".join(f"{name}2:{name}{rows + 1}" for name in names)


def _set_paper(page: Worksheet, title: str) -> None:
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L&8{_in_footer(title)}&R&8&P / &N")


def _in_footer(title: str) -> str:
    """Return a title for a footer, which holds 255 signs in all and reads digits behind the size of letters as part of it."""
    shown = title if len(title) <= _FOOTER else f"{title[: _FOOTER - 1]}…"
    return f"{' ' if shown[:1].isdigit() else ''}{shown.replace('&', '&&')}"


def _exact_column(sheet: Sheet) -> Column | None:
    """Return the column for what is finer than spreadsheets show, if a sheet has instants."""
    return Column(_EXACT, "text", 40) if any(column.kind == "instant" for column in sheet.columns) else None


def _write_rows(page: Worksheet, sheet: Sheet, formats: Mapping[str, Format], language: Language) -> None:
    kinds: list[CellKind] = [column.kind for column in sheet.columns]
    has_exact = _exact_column(sheet) is not None
    row = 0
    for batch in sheet.batches():
        for cells in zip(*batch, strict=True):
            if row == sheet.rows:
                return
            row += 1
            for place, (kind, cell) in enumerate(zip(kinds, cells, strict=True)):
                if cell is not None:
                    _write_cell(page, (row, place), (kind, cell), formats[_format_of(kind, cell)])
            told = _exactly(sheet, cells, language) if has_exact else ""
            if told:
                _write_text(page, (row, len(kinds)), told, formats["text"])


def _format_of(kind: CellKind, cell: Any) -> str:
    """Return the name of the format of a cell: how fine an instant is shown, and with how many decimals a number."""
    if kind in _FINE and cell % _SECOND:
        return f"fine {kind}"
    places = min(-int(cell.as_tuple().exponent), len(_PLACES)) if isinstance(cell, Decimal) else 0
    return f"{kind} {places}" if kind == "number" and places > 0 else kind


def _exactly(sheet: Sheet, cells: Sequence[Any], language: Language) -> str:
    """Return those instants and lengths of a row that are finer than a millisecond, nothing if none is."""
    found = [
        _EXACTLY[column.kind].filled(name=column.heading, value=WRITERS[column.kind](cell)).within(language)
        for column, cell in zip(sheet.columns, cells, strict=True)
        if column.kind in _FINE and cell is not None and cell % _MILLISECOND
    ]
    return _SEMICOLON.within(language).join(found)


def _write_cell(page: Worksheet, at: tuple[int, int], content: tuple[CellKind, Any], style: Format) -> None:
    kind, cell = content
    if kind == "period":
        kind, cell = ("instant", _wall(cell)) if DAY.fullmatch(cell) else ("id", cell)
    if kind in ("text", "id"):
        _write_text(page, at, cell, style)
    elif kind != "instant":
        _write_number(page, at, cell / _DAY if kind == "length" else cell, style)
    elif _FIRST <= (day := cell / _DAY + _EPOCH) < _LAST:
        page.write_number(*at, day, style)
    else:  # a spreadsheet has no such date
        page.write_string(*at, WRITERS["instant"](cell), style)


def _write_number(page: Worksheet, at: tuple[int, int], number: Any, style: Format) -> None:
    digits = len(number.normalize(_ALL_DIGITS).as_tuple().digits) if isinstance(number, Decimal) else 0
    if digits > _DIGITS or isinf(float(number)):  # no cell holds it as a number
        _write_text(page, at, WRITERS["number"](number), style)
    else:
        page.write_number(*at, float(number), style)


def _write_text(page: Worksheet, at: tuple[int, int], text: object, style: Format) -> None:
    shown = _text(text)
    if shown.startswith("<r>"):  # which XlsxWriter would take for markup of its own; two runs it writes as texts
        page.write_rich_string(*at, style, shown[0], style, shown[1:], style)
    else:
        page.write_string(*at, shown, style)


def _wall(day: str) -> int:
    """Return the beginning of a day as the clock shows it, in microseconds since 1970-01-01."""
    return (date.fromisoformat(day) - date(1970, 1, 1)).days * _DAY


def _text(text: object) -> str:
    """Return a text as a file of XML can hold it, and as long as a cell can: so many units of UTF-16."""
    shown = str(text)
    if not shown.isprintable():
        shown = "".join(sign if _is_legal(sign) else f"\\u{ord(sign):04x}" for sign in shown)
    if len(shown) * 2 <= _LONGEST or len(shown.encode("utf-16-le")) <= 2 * _LONGEST:
        return shown
    cut = shown.encode("utf-16-le")[: 2 * (_LONGEST - 1)]
    return f"{cut.decode('utf-16-le', errors='ignore')}…"


def _is_legal(sign: str) -> bool:
    return sign in "\t\n" or not ("\x00" <= sign < " " or "\ud800" <= sign <= "\udfff" or sign in "\ufffe\uffff\r")
