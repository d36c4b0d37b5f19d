"""What a YAML file is made of, once read: scalars, lists and mappings that know where they stand."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from jiannuo.core.values.problems import Place

_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_ESCAPED_WIDTH = {"x": 4, "u": 6, "U": 10}
_LONGEST_LINE = 2000


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file's name and text, with the lines as an editor counts them."""

    name: str
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, name: str, text: str) -> "SourceFile":
        """Return the source file of a text."""
        return cls(name, text, (0, *(found.end() for found in _BREAKS.finditer(text))))

    def place(self, index: int, width: int = 1) -> Place:
        """Return the place of the character at an index of the text."""
        line = bisect_right(self.starts, index)
        return self.at(line, index - self.starts[line - 1] + 1, width)

    def at(self, line: int, column: int, width: int = 1) -> Place:
        """Return the place at a line and a column, both counted from 1."""
        shown = self._line(line)
        return Place(self.name, line, column, shown[:_LONGEST_LINE], max(1, min(width, len(shown) - column + 1)))

    def _line(self, line: int) -> str:
        if line > len(self.starts):
            return ""
        until = self.starts[line] if line < len(self.starts) else len(self.text)
        return _BREAKS.sub("", self.text[self.starts[line - 1] : until])


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word, number or text as it was written; `style` is the quote or block sign, empty if it stands plain."""

    text: str
    style: str
    source: SourceFile
    start: int
    end: int
    line: int
    column: int

    @property
    def is_plain(self) -> bool:
        """Tell whether the scalar stands without quotes."""
        return not self.style

    @property
    def is_null(self) -> bool:
        """Tell whether nothing stands here, by the core rules of YAML 1.2."""
        return self.is_plain and self.text in ("", "~", "null", "Null", "NULL")

    def place(self, span: tuple[int, int] | None = None) -> Place:
        """Return where the scalar stands, or the part of its text at an offset, of a width."""
        if span is None:
            return self.source.at(self.line, self.column, self.end - self.start)
        return self.source.place(self._index_of(span[0]), span[1])

    def _index_of(self, offset: int) -> int:
        """Return the index in the file of the text's character at an offset, through quotes, escapes and folds."""
        written, index = self.source.text, self._first_index()
        for character in self.text[:offset]:
            if not character.isspace():
                index = _after_blank(written, index)
                index += _width_at(written, index, self.style)
        return min(_after_blank(written, index), self.end)

    def _first_index(self) -> int:
        if self.style in ("|", ">"):
            header_end = _BREAKS.search(self.source.text, self.start)
            return header_end.end() if header_end else self.end
        return self.start + len(self.style)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list as it was written."""

    items: tuple["Node", ...]
    source: SourceFile
    line: int
    column: int

    def place(self) -> Place:
        """Return where the list begins."""
        return self.source.at(self.line, self.column)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a mapping with what stands behind it."""

    key: Scalar
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping as it was written, its keys in the order of the file."""

    entries: tuple[Entry, ...]
    source: SourceFile
    line: int
    column: int

    def place(self) -> Place:
        """Return where the mapping begins."""
        return self.source.at(self.line, self.column)


Node = Scalar | Sequence | Mapping


def _after_blank(text: str, index: int) -> int:
    while index < len(text) and text[index].isspace():
        index += 1
    return index


def _width_at(text: str, index: int, style: str) -> int:
    if style == "'" and text.startswith("''", index):
        return 2
    if style == '"' and text.startswith("\\", index):
        return _ESCAPED_WIDTH.get(text[index + 1 : index + 2], 2)
    return 1
