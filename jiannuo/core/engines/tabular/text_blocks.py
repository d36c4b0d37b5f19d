"""The text of a file in blocks of whole lines, which can be taken at once or line by line."""

import codecs
import io

_BLOCK = 2**21
"""How many bytes a block has; where so many hold no line break, the rest of the file is read line by line."""
_CAREFUL = frozenset(
    codecs.lookup(name).name
    for name in ("utf-8", "ascii", "gb18030", "gbk", "gb2312", "big5", "latin-1", "iso8859-15", "cp1252", "cp1251")
)
"""Encodings in which the byte of a line break is nothing else, whatever stands before it."""


class TextBlocks:
    """The text of a file; bytes that cannot be decoded become surrogates. Line breaks stay as they are.

    `readline` may raise UnicodeDecodeError in encodings that have no place for surrogates.
    """

    def __init__(self, raw: io.BufferedReader, encoding: str) -> None:
        self._raw = raw
        self._encoding = encoding
        self._rest = b""
        self._text = io.StringIO(newline="")
        self._end = 0
        self._stream: io.TextIOWrapper | None = None
        self._is_spent = False
        name = encoding.removesuffix("-sig")
        if codecs.lookup(name).name not in _CAREFUL:
            self._stream = io.TextIOWrapper(raw, encoding, errors="surrogateescape", newline="")

    @property
    def is_at_end(self) -> bool:
        """Tell whether everything was read."""
        return self._is_spent and self._text.tell() == self._end

    @property
    def is_between(self) -> bool:
        """Tell whether the lines of a block were all read, so that the next one may be read at once."""
        return self._stream is None and self._text.tell() == self._end

    def peek(self) -> str:
        """Return the rest of the block, or the next one, without taking it; nothing where lines come one by one."""
        if self._stream is None and self._text.tell() == self._end:
            self._fill()
        if self._stream is not None:
            return ""
        place = self._text.tell()
        text = self._text.read()
        self._text.seek(place)
        return text

    def skip(self) -> None:
        """Take what `peek` has shown."""
        self._text.seek(self._end)

    def readline(self, limit: int) -> str:
        """Return the next line, or a part of it of so many characters; nothing at the end of the file."""
        line = self._text.readline(limit)
        if line:
            return line
        if self._stream is None:
            self._fill()
            if self._stream is None:
                return self._text.readline(limit)
        line = self._stream.readline(limit)
        self._is_spent = not line
        return line

    def _fill(self) -> None:
        """Take the next block; where it holds no line break, go over to reading line by line."""
        part = self._raw.read(_BLOCK)
        whole, self._rest = _cut(self._rest + part, is_last=len(part) < _BLOCK)
        if not whole and self._rest:
            self._go_over()
            return
        self._is_spent = not whole
        text = whole.decode(self._encoding, "surrogateescape")
        self._encoding = self._encoding.removesuffix("-sig")
        self._text = io.StringIO(text, newline="")
        self._end = len(text)

    def _go_over(self) -> None:
        rest = io.BufferedReader(_Chained(self._rest, self._raw))
        self._stream = io.TextIOWrapper(rest, self._encoding, errors="surrogateescape", newline="")
        self._rest = b""


def _cut(block: bytes, *, is_last: bool) -> tuple[bytes, bytes]:
    """Return the whole lines of a block, and what is left over."""
    end = len(block) if is_last else block.rfind(b"\n") + 1
    return block[:end], block[end:]


class _Chained(io.RawIOBase):
    """Bytes that were read too far, and the file after them."""

    def __init__(self, before: bytes, after: io.BufferedReader) -> None:
        self._before = memoryview(before)
        self._after = after

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """Fill the buffer as far as it goes and return how many bytes that are."""
        block = self._before[: len(buffer)] or self._after.read1(len(buffer))
        self._before = self._before[len(block) :] if self._before else self._before
        buffer[: len(block)] = block
        return len(block)
