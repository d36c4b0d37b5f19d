"""Reading many lines of a CSV file at once, where they are so plain that every reader reads them alike.

Plain lines hold no quote, none is blank or very long, and all have the same number of fields. Then a field is what stands
between two separators, and nothing can be read wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import csv

from jiannuo.core.engines.mapping.mapping import TableFormat

_CODED = pa.dictionary(pa.int32(), pa.string())
_LINE_BREAK, _ASCII = 10, 128


@dataclass(slots=True)
class PlainBlock:
    """Records that were read at once: the number of the first, how many they are, and their fields by place, coded.

    `beyond_ascii` counts those that are not plain ASCII.
    """

    count: int
    columns: Mapping[int, "pa.DictionaryArray"]
    beyond_ascii: int = 0
    first: int = 0


def read_plain(text: str, format: TableFormat, *, width: int, places: Sequence[int], longest: int) -> PlainBlock | None:
    """Return the records of some whole lines, None unless they are plain.

    `width` is the number of fields each must have, `longest` the number of bytes a line may have.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if not _is_plain(text, format):
        return None
    try:
        block = text.encode()
    except UnicodeEncodeError:  # bytes that could not be decoded
        return None
    bytes_ = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(bytes_ == _LINE_BREAK)
    if not len(ends) or ends[-1] != len(block) - 1:
        ends = np.append(ends, len(block))
    if int(np.diff(ends, prepend=-1).max()) > longest:
        return None
    columns = _columns(block, format, width, places)
    if columns is None:
        return None
    beyond = 0 if len(block) == len(text) else len(np.unique(np.searchsorted(ends, np.flatnonzero(bytes_ >= _ASCII))))
    return PlainBlock(len(ends), columns, beyond)


def _is_plain(text: str, format: TableFormat) -> bool:
    if not format.separator.isascii() or (not format.separator.isprintable() and format.separator != "\t"):
        return False
    if format.quote is not None and format.quote in text:
        return False
    # A mark of the byte order within the text is a letter, which Arrow would drop where a block begins with it.
    return text[:1] not in ("\n", "\ufeff") and not any(odd in text for odd in ("\n\n", "\r", "\0"))


def _columns(
    block: bytes, format: TableFormat, width: int, places: Sequence[int]
) -> dict[int, "pa.DictionaryArray"] | None:
    names = [str(place) for place in range(width)]
    wanted = sorted({str(place) for place in places}) or names[:1]
    try:
        table = csv.read_csv(
            pa.BufferReader(block),
            read_options=csv.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=names),
            parse_options=csv.ParseOptions(
                delimiter=format.separator, quote_char=False, double_quote=False, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(
                include_columns=wanted,
                column_types=dict.fromkeys(wanted, _CODED),
                null_values=[],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:  # the fields of a line are more or fewer
        return None
    return {int(name): table.column(name).combine_chunks() for name in wanted}
