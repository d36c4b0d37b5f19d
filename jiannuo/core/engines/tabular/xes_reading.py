"""Reading event logs in XES (IEEE 1849), event by event: columns are named by the keys, values stay as they are written.

A record's number is that of its event in the file, counted from 1. Only elements and their attributes are read: a
document type, with which a file could blow itself up or reach for other files, is refused.
"""

import io
import re
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from jiannuo.core.engines import format_problems as formats
from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.mapping.mapping import TableFormat
from jiannuo.core.engines.tabular.decoding import python_encoding
from jiannuo.core.engines.tabular.keyed_records import KeyedBatch
from jiannuo.core.engines.tabular.unpacking import unpacked
from jiannuo.core.engines.tabular.xes_elements import XesElements
from jiannuo.core.values.problems import Refusal

LONGEST_TAG = 2**20
"""How many bytes a tag, a comment or a text may have."""
_BLOCK = 2**16
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_OWN = ("utf-8-sig", "utf-16", "us-ascii")
"""Encodings that the parser reads itself."""


class XesFile:
    """An open XES file; `names` are those of the attributes met or declared so far."""

    def __init__(self, raw: IO[bytes], *, name: str, format: TableFormat) -> None:
        self.name = name
        self._source = unpacked(raw, name=name)
        self._encoding = self._encoding_of(format)
        self._parser = expat.ParserCreate(None if self._encoding is None else "utf-8")
        self._elements = XesElements(self._parser, file=name)
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._elements.start
        self._parser.EndElementHandler = self._elements.end

    @property
    def names(self) -> list[str]:
        """Return the names of all attributes met or declared so far."""
        return list(self._elements.collecting.names)

    def _encoding_of(self, format: TableFormat) -> str | None:
        """Return the encoding to read by: the mapping's, then the file's own, None if the parser knows it."""
        named = python_encoding(format.encoding)
        if named in _OWN:
            declared = _DECLARED.match(self._source.peek(256)[:256])
            named = python_encoding(declared[1].decode().lower()) if declared else named
        return None if named in _OWN else named

    def batches(self) -> Iterator[KeyedBatch]:
        """Yield the events, all of them; raises Refusal where the file is not whole and sound from end to end."""
        collecting, silent, is_empty = self._elements.collecting, 0, True
        for block in self._blocks():
            is_empty = False
            self._elements.is_moving = False
            self._parse(block)
            silent = 0 if self._elements.is_moving else silent + len(block)
            if silent > LONGEST_TAG:
                raise Refusal(formats.TAG_TOO_LONG.at(file=self.name, line=self._line, limit=LONGEST_TAG))
            if collecting.is_full:
                yield collecting.taken()
        if is_empty:
            raise Refusal(kinds.FILE_EMPTY.at(file=self.name))
        self._parse(b"", is_last=True)
        yield collecting.taken()

    def _blocks(self) -> Iterator[bytes]:
        """Yield the file in blocks, as UTF-8 where it is in an encoding that the parser does not know."""
        if self._encoding is None:
            while block := self._source.read(_BLOCK):
                yield block
            return
        try:
            stream = io.TextIOWrapper(self._source, self._encoding, newline="")
            while text := stream.read(_BLOCK):
                yield text.encode()
        except (UnicodeError, LookupError) as error:
            problem = kinds.ENCODING_WRONG.at(file=self.name, encoding=self._encoding, failed=1, row=self._line)
            raise Refusal(problem) from error

    def _parse(self, block: bytes, *, is_last: bool = False) -> None:
        try:
            self._parser.Parse(block, is_last)
        except (expat.ExpatError, ValueError) as error:
            raise Refusal(formats.NOT_XES.at(file=self.name, line=self._line)) from error

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber

    def _refuse_doctype(self, *_: object) -> None:
        raise Refusal(formats.XES_DOCTYPE.at(file=self.name, line=self._line))
