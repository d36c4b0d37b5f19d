"""Telling single rows with bytes that cannot be decoded from a file that is written in another encoding."""

import re
from dataclasses import dataclass, field

from jiannuo.core.engines import problems as kinds
from jiannuo.core.values.problems import Refusal

_UNDECODED = re.compile("[\ud800-\udfff]")


def python_encoding(name: str) -> str:
    """Return the codec of an encoding; UTF-8 is read with or without a byte order mark."""
    return "utf-8-sig" if re.fullmatch("utf-?8", name, re.I) else name


def is_undecoded(text: str) -> bool:
    """Tell whether a text, decoded with `surrogateescape`, holds what no character stands for."""
    return _UNDECODED.search(text) is not None


@dataclass(slots=True)
class Decoding:
    """Counts the rows of a file that are not plain ASCII, and keeps the numbers of those that cannot be decoded."""

    file: str
    encoding: str
    beyond_ascii: int = 0
    undecoded: list[int] = field(default_factory=list)

    def fails(self, text: str, number: int) -> bool:
        """Note a row that is not plain ASCII and tell whether it cannot be decoded."""
        self.beyond_ascii += 1
        if not is_undecoded(text):
            return False
        self.undecoded.append(number)
        return True

    def check(self, rows: int) -> None:
        """Refuse the file if what lies beyond ASCII can hardly ever be decoded: then it is in another encoding."""
        failed = len(self.undecoded)
        nothing_else = failed >= 2 and failed == self.beyond_ascii
        if failed and (failed == rows or nothing_else or (failed >= 10 and failed * 10 >= self.beyond_ascii * 9)):
            raise self.refusal(failed, self.undecoded[0])

    def refusal(self, failed: int, row: int) -> Refusal:
        """Return the refusal of a file that is written in another encoding."""
        return Refusal(kinds.ENCODING_WRONG.at(file=self.file, encoding=self.encoding, failed=failed, row=row))
