"""The types of attributes, and whether a value is of its type."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from jiannuo.core.expressions.measuring import MEASURES, canonical_unit
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.problems import BAD_RANGE, BAD_TYPE, REPEATED_OPTION, UNKNOWN_MEASURE, UNKNOWN_TYPE
from jiannuo.core.values.durations import UNIT_WORDS
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.core.values.texts import Text

PlainKind = Literal[
    "text", "integer", "number", "boolean", "instant", "date", "duration", "period", "money", "point", "party"
]
PLAIN_KINDS: tuple[PlainKind, ...] = (
    "text", "integer", "number", "boolean", "instant", "date", "duration", "period", "money", "point", "party",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plain:
    """A type that is one word; `low` and `high` bound an integer, both included."""

    kind: PlainKind
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class QuantityOf:
    """A measured amount that can be converted to `unit`."""

    unit: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """A text out of a closed list."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """Any number of values of one type, in order."""

    element: "Type"


@dataclass(frozen=True, slots=True)
class SubjectOf:
    """The id of a subject of a declared kind; its attributes can be reached by one further step of a name."""

    kind: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """The type of `null`, and of what could not be typed: it goes with every type."""


Type = Plain | QuantityOf | OneOf | ListOf | SubjectOf | Nothing


@dataclass(frozen=True, slots=True)
class AttributeType:
    """The type of an attribute with its refinements.

    `unique_in` are the events over which the value may stand once; `unique` alone means the own event. `series` is a
    numbering without gaps.
    """

    type: Type
    optional: bool = False
    personal: bool = False
    unique: bool = False
    unique_in: tuple[str, ...] = ()
    series: bool = False


def read_type(text: str, *, kinds: Collection[str] | None = None) -> AttributeType:
    """Read a type such as `integer 1..5 optional` or `list of quantity mg/kg`; raise Refusal with spans.

    With `kinds`, the declared kinds of subject, any other word is refused; without, it is taken for a kind of subject.
    """
    reader = _TypeReader(text, kinds)
    found = reader.attribute_type()
    if reader.problems:
        raise Refusal(*reader.problems)
    return found


_PIECE = re.compile(
    r"\s*(?:(?P<quoted>'(?:[^']|'')*')|(?P<mark>\.\.|[\[\],])|(?P<word>[^\s\[\],']+?(?=\.\.|[\s\[\],']|\Z))|(?P<stray>\S))"
)
_KIND_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_WHOLE = re.compile(r"-?[0-9]{1,18}\Z")
_TIME_HINT = Text(zh="时间长度的类型是 duration。", en=" Lengths of time have the type `duration`.")
_REFINEMENTS = ("optional", "personal", "unique", "series")


class _Stop(Exception):
    """The text cannot be read further; the problem has been noted."""


class _TypeReader:
    def __init__(self, text: str, kinds: Collection[str] | None) -> None:
        self.text = text
        self.kinds = kinds
        self.problems: list[Problem] = []
        self.pieces = [
            (found.group().strip(), found.end() - len(found.group().strip())) for found in _PIECE.finditer(text)
        ]
        self.pieces.append(("", len(text)))

    def attribute_type(self) -> AttributeType:
        try:
            base = self._type()
            return self._refined(base)
        except _Stop:
            return AttributeType(Nothing())

    def _next(self) -> tuple[str, int]:
        return self.pieces[0]

    def _take(self) -> tuple[str, int]:
        return self.pieces.pop(0) if len(self.pieces) > 1 else self.pieces[0]

    def _unexpected(self, expected: Text | str) -> _Stop:
        found, at = self._next()
        self.problems.append(BAD_TYPE.at(span=(at, max(len(found), 1)), text=self.text, expected=expected))
        return _Stop()

    def _need(self, *wanted: str) -> None:
        for word in wanted:
            if self._next()[0] != word:
                raise self._unexpected(f" {word} ".strip())
            self._take()

    def _type(self) -> Type:
        word, _ = self._next()
        if word == "quantity":
            return self._quantity()
        if word == "one":
            self._need("one", "of")
            return OneOf(self._list())
        if word == "list":
            self._need("list", "of")
            return ListOf(self._type())
        if word == "integer":
            return self._integer()
        if word in PLAIN_KINDS:
            self._take()
            return Plain(word)
        return self._subject()

    def _subject(self) -> Type:
        word, at = self._next()
        if not _KIND_NAME.match(word):
            raise self._unexpected(Text(zh="类型", en="a type"))
        self._take()
        if self.kinds is None or word in self.kinds:
            return SubjectOf(word)
        hint = did_you_mean(word, (*PLAIN_KINDS, "quantity", "one of", "list of", *self.kinds))
        self.problems.append(UNKNOWN_TYPE.at(span=(at, len(word)), name=word, hint=hint))
        return Nothing()

    def _quantity(self) -> Type:
        self._take()
        if not self._next()[0]:
            raise self._unexpected(Text(zh="计量单位", en="a unit of measure"))
        unit, at = self._take()
        unit = canonical_unit(unit)
        if unit not in MEASURES:
            hint = _TIME_HINT if unit in UNIT_WORDS else did_you_mean(unit, MEASURES)
            self.problems.append(UNKNOWN_MEASURE.at(span=(at, max(len(unit), 1)), unit=unit, hint=hint))
        return QuantityOf(unit)

    def _integer(self) -> Type:
        self._take()
        low, at = self._next()
        if not _WHOLE.match(low):
            return Plain("integer")
        self._take()
        self._need("..")
        high, end = self._next()
        if not _WHOLE.match(high):
            raise self._unexpected(Text(zh="整数", en="an integer"))
        self._take()
        if int(low) > int(high):
            self.problems.append(BAD_RANGE.at(span=(at, end + len(high) - at), low=low, high=high))
        return Plain("integer", int(low), int(high))

    def _list(self) -> tuple[str, ...]:
        self._need("[")
        options: list[str] = []
        while True:
            word, at = self._next()
            if word in ("", "[", "]", ",", ".."):
                raise self._unexpected(Text(zh="选项", en="an option"))
            option = self._option()
            if option in options:
                self.problems.append(REPEATED_OPTION.at(span=(at, len(option)), option=option))
            options.append(option)
            if self._next()[0] == "]":
                self._take()
                return tuple(options)
            self._need(",")

    def _option(self) -> str:
        """Take one option: a quoted text, or words up to the next comma."""
        word, _ = self._take()
        if word.startswith("'") and len(word) > 1:
            return word[1:-1].replace("''", "'")
        words = [word]
        while self._next()[0] not in ("", "[", "]", ","):
            words.append(self._take()[0])
        return " ".join(words)

    def _refined(self, base: Type) -> AttributeType:
        found: set[str] = set()
        unique_in: tuple[str, ...] = ()
        while self._next()[0]:
            word, _ = self._next()
            if word not in _REFINEMENTS or word in found:
                raise self._unexpected(
                    Text(zh=" optional、personal、unique 或 series", en="optional, personal, unique or series")
                )
            self._take()
            found.add(word)
            if word == "unique" and self._next()[0] == "in":
                self._take()
                unique_in = self._list()
        return AttributeType(
            base, "optional" in found, "personal" in found, "unique" in found, unique_in, "series" in found
        )
