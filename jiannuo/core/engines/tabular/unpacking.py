"""The bytes of a file as they were before they were packed, and no more of them than there can honestly be."""

import gzip
import io
import zlib
from typing import IO, cast

from jiannuo.core.engines import problems as kinds
from jiannuo.core.values.problems import Refusal

EXPANSION_LIMIT = 250
"""How many times its own size a compressed file may hold, once it is past `EXPANSION_FREE` bytes."""
EXPANSION_FREE = 256 * 2**20
_BUFFER = 2**18
_GZIP_MARK = b"\x1f\x8b"


def unpacked(raw: IO[bytes], *, name: str) -> io.BufferedReader:
    """Return the bytes of an open file, unpacked where it is gzip whatever its name.

    Reading them raises Refusal where the file breaks off or swells beyond measure.
    """
    return io.BufferedReader(_Unpacking(raw, name), _BUFFER)


class _Unpacking(io.RawIOBase):
    """Passes the bytes of a file through, unpacked, and refuses those that break off or swell beyond measure."""

    def __init__(self, raw: IO[bytes], name: str) -> None:
        self._name = name
        self._read = 0
        self._limit: int | None = None
        self._source = raw
        if _is_gzip(raw):
            size = raw.seek(0, io.SEEK_END)
            raw.seek(0)
            self._limit = max(EXPANSION_FREE, EXPANSION_LIMIT * size)
            self._source = cast(IO[bytes], gzip.GzipFile(fileobj=raw))

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """Fill the buffer as far as the file goes and return how many bytes that are."""
        try:
            block = self._source.read(len(buffer))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise Refusal(kinds.GZIP_BROKEN.at(file=self._name)) from error
        self._read += len(block)
        if self._limit is not None and self._read > self._limit:
            raise Refusal(kinds.EXPANDS_TOO_MUCH.at(file=self._name, ratio=EXPANSION_LIMIT))
        buffer[: len(block)] = block
        return len(block)


def _is_gzip(raw: IO[bytes]) -> bool:
    mark = raw.read(2)
    raw.seek(0)
    return mark == _GZIP_MARK
