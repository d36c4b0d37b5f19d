"""Reading JSON lines: one object a line, its nested objects flattened with points, every value kept as it is written.

A record's number is that of its line, counted from 1. Numbers stay the texts that they are, so that nothing is rounded.
"""

import io
import json
from collections.abc import Iterator
from typing import IO

from jiannuo.core.engines import format_problems as formats
from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.mapping.mapping import TableFormat
from jiannuo.core.engines.tabular import csv_reading
from jiannuo.core.engines.tabular.decoding import Decoding, is_undecoded, python_encoding
from jiannuo.core.engines.tabular.keyed_records import MOST_DEPTH, Collecting, KeyedBatch, Record
from jiannuo.core.engines.tabular.unpacking import unpacked
from jiannuo.core.values.problems import Problem, Refusal

_SPREAD = ("[", "{")
"""How a file begins whose objects stand in one array, or over several lines."""


class JsonLinesFile:
    """An open file of JSON lines; `names` are those met so far."""

    def __init__(self, raw: IO[bytes], *, name: str, format: TableFormat) -> None:
        self.name = name
        self._stream = io.TextIOWrapper(
            unpacked(raw, name=name), python_encoding(format.encoding), errors="surrogateescape", newline="\n"
        )
        self._decoding = Decoding(name, format.encoding)
        self._collecting = Collecting(name)
        self._number = 0
        self._opening = ""

    @property
    def names(self) -> list[str]:
        """Return the names of all values met so far."""
        return list(self._collecting.names)

    def batches(self) -> Iterator[KeyedBatch]:
        """Yield the records, all of them; raises Refusal where the file as a whole turns out unreadable."""
        collecting = self._collecting
        for line, is_whole in self._lines():
            if not line.strip(" \t\r\n"):
                continue
            self._opening = self._opening or line.strip()
            record = self._record(line, is_whole=is_whole)
            if isinstance(record, Problem):
                collecting.add_bad(self._number, record, line.rstrip("\r\n"))
            else:
                collecting.add(self._number, record)
            if collecting.is_full:
                yield collecting.taken()
        self._check()
        yield collecting.taken()

    def _lines(self) -> Iterator[tuple[str, bool]]:
        """Yield each line and whether it is whole; of one that is too long only the beginning is kept."""
        longest = csv_reading.LONGEST_LINE
        try:
            while line := self._stream.readline(longest):
                self._number += 1
                is_whole = len(line) < longest or line[-1] == "\n"
                part = line
                while not is_whole and len(part) == longest and part[-1] != "\n":
                    part = self._stream.readline(longest)
                yield line, is_whole
        except UnicodeDecodeError as error:
            raise self._decoding.refusal(1, self._number + 1) from error

    def _record(self, line: str, *, is_whole: bool) -> Record | Problem:
        if not is_whole:
            return kinds.LINE_TOO_LONG.at(limit=csv_reading.LONGEST_LINE)
        if not line.isascii() and self._decoding.fails(line, self._number):
            return kinds.BYTES_UNDECODABLE.at(encoding=self._decoding.encoding)
        return record_of(line)

    def _check(self) -> None:
        if not self._collecting.rows:
            raise Refusal(kinds.FILE_EMPTY.at(file=self.name))
        self._decoding.check(self._collecting.rows)
        if not self._collecting.good or self._opening in _SPREAD:
            raise Refusal(formats.NO_JSON_LINES.at(file=self.name))


def record_of(line: str) -> Record | Problem:
    """Return the values of the object that a line of JSON holds, or what is wrong with it."""
    try:
        value = _DECODER.decode(line)
        if not isinstance(value, dict):
            return formats.NOT_AN_OBJECT.at()
        record: Record = {}
        _flatten(value, "", record, depth=1)
    except Refusal as refusal:
        return refusal.problems[0]
    except RecursionError:
        return formats.NESTED_TOO_DEEPLY.at(limit=MOST_DEPTH)
    except ValueError:
        return formats.NOT_AN_OBJECT.at()
    return record


# --- values


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise Refusal(formats.NAME_GIVEN_TWICE.at(name=name))
        found[name] = value
    return found


def _no_number(text: str) -> object:
    raise ValueError(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_Number, parse_float=_Number, parse_constant=_no_number
)


def _flatten(value: dict[str, object], before: str, record: Record, *, depth: int) -> None:
    _check_depth(depth)
    for key, part in value.items():
        name = before + _text(key)
        if isinstance(part, dict) and part:
            _flatten(part, f"{name}.", record, depth=depth + 1)
            continue
        if name in record:
            raise Refusal(formats.NAME_GIVEN_TWICE.at(name=name))
        record[name] = _cell(part, depth=depth)


def _check_depth(depth: int) -> None:
    if depth > MOST_DEPTH:
        raise Refusal(formats.NESTED_TOO_DEEPLY.at(limit=MOST_DEPTH))


def _cell(part: object, *, depth: int) -> object:
    if isinstance(part, list):
        return tuple(None if item is None else _item(item, depth=depth + 1) for item in part)
    return None if part is None or part == {} else _item(part, depth=depth)


def _item(value: object, *, depth: int) -> str:
    """Return a value as one text: objects and lists within lists stay JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text(value) if isinstance(value, str) else _written(value, depth=depth)


def _text(text: str) -> str:
    """Return a text as it is; half of a character, which only an escape can write, is none."""
    if not text.isascii() and is_undecoded(text):
        raise ValueError(text)
    return str(text)


def _written(value: object, *, depth: int) -> str:
    _check_depth(depth)
    match value:
        case dict():
            parts = (f"{_quoted(key)}: {_written(part, depth=depth + 1)}" for key, part in value.items())
            return "{" + ", ".join(parts) + "}"
        case list():
            return "[" + ", ".join(_written(part, depth=depth + 1) for part in value) + "]"
        case _Number():
            return str(value)
        case str():
            return _quoted(value)
        case _:
            return json.dumps(value)


def _quoted(text: str) -> str:
    return json.dumps(_text(text), ensure_ascii=False)
