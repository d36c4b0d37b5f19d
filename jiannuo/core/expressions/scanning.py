"""From text to tokens: numbers with their units, texts, dates, instants, names, symbols."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal
from unicodedata import category, name, normalize

from jiannuo.core.expressions.measuring import MEASURES, canonical_unit
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.problems import (
    BAD_DATE,
    BAD_NUMBER,
    FOREIGN_OPERATOR,
    NO_OFFSET,
    NOT_LOWER_CASE,
    UNENDED_TEXT,
    UNEXPECTED_CHARACTER,
    UNKNOWN_UNIT,
)
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import read_duration
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.core.values.texts import Text

KEYWORDS = frozenset("and or not is null in between like case when then else end true false where via by".split())
LONGEST_NUMBER = 38
"""The most digits that a number may have, written or computed."""

_SPACE = re.compile(r"[ \t\r\n]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]*(?:Z|[+-][0-9]{2}:?[0-9]{0,2})?)?(?![0-9A-Za-z_])")
_INSTANT = re.compile(r"T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?\Z")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*")
_TEXT = re.compile(r"'(?:[^']|'')*'")
_UNIT = re.compile(r"[ \t\r\n]*([%‰]|[A-Za-zµμ°℃][A-Za-z0-9_²³]*(?:/[A-Za-zµμ°][A-Za-z0-9_²³]*)*)")
_TIME_UNIT = (
    r"(?:(?:natural|working|elapsed)[ \t\r\n]+[a-z]+"
    r"|(?:ms|s|sec|h|hr|hrs|d|mins?|(?:millisecond|second|minute|hour|day|week|month|year)s?)(?![A-Za-z0-9_]))"
)
_DURATION = re.compile(
    rf"[0-9]+(?:\.[0-9]+)?[ \t\r\n]*{_TIME_UNIT}(?:[ \t\r\n]+[0-9]+(?:\.[0-9]+)?[ \t\r\n]*{_TIME_UNIT})*"
)
_ISO_DURATION = re.compile(r"P(?=[0-9T])(?:[0-9]+[YMWD])*(?:T(?:[0-9.]+[HMS])+)?(?![A-Za-z0-9_.])")
_FOREIGN = {
    "==": "=",
    "!=": "<>",
    "&&": "and",
    "=>": ">=",
    "=<": "<=",
    "--": "- -",
    "!": "not",
    "|": "||",
    "&": "and",
    '"': "'",
}
_FOREIGN_SYMBOL = re.compile(r'--|==|!=|&&|=>|=<|!|\|(?!\|)|&|"')
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_SYMBOL = re.compile(r"<>|<=|>=|\|\||[=<>+\-*/(),.]")
_STRAY = re.compile(r"_[A-Za-z0-9_.]*|[^\x00-\x7f]{1,40}|(.)\1{0,39}", re.DOTALL)
_PLAIN = dict(zip("“”‘’≠≤≥×÷−–—", ("'", "'", "'", "'", "<>", "<=", ">=", "*", "/", "-", "-", "-"), strict=True))
_NO_HINT = Text(zh="", en="")
_CURRENCIES = ("CNY", "EUR", "GBP", "HKD", "JPY", "USD")  # for hints only: any three capital letters are read
_TIME_WORDS = ("s", "min", "h", "natural days", "working h", "working days", "weeks", "months")
_HIDDEN = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text: `value` is the constant, the name, the keyword or the symbol."""

    kind: Literal["constant", "text", "name", "keyword", "symbol", "end"]
    value: object
    at: int
    width: int

    @property
    def until(self) -> int:
        """Return the offset just behind the token."""
        return self.at + self.width


def scan(text: str) -> tuple[list[Token], list[Problem]]:
    """Cut a text into tokens, the last of kind `end`; return every problem met on the way."""
    scanner = _Scanner(text)
    scanner.run()
    return scanner.tokens, scanner.problems


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.tokens: list[Token] = []
        self.problems: list[Problem] = []

    def run(self) -> None:
        rules: tuple[tuple[re.Pattern[str], Callable[[str], None]], ...] = (
            (_SPACE, self._skip),
            (_DATE, self._date),
            (_DURATION, self._duration),
            (_ISO_DURATION, self._duration),
            (_NUMBER, self._number),
            (_WORD, self._word),
            (_TEXT, self._quoted),
            (_FOREIGN_SYMBOL, self._foreign),
            (_SYMBOL, self._symbol),
        )
        while self.at < len(self.text):
            for pattern, take in rules:
                if found := pattern.match(self.text, self.at):
                    take(found.group())
                    break
            else:
                self._stray()
        self._add("end", "", 0)

    def _add(
        self, kind: Literal["constant", "text", "name", "keyword", "symbol", "end"], value: object, width: int
    ) -> None:
        self.tokens.append(Token(kind, value, self.at, width))
        self.at += width

    def _skip(self, found: str) -> None:
        self.at += len(found)

    def _symbol(self, found: str) -> None:
        self._add("symbol", found, len(found))

    def _foreign(self, found: str) -> None:
        self.problems.append(FOREIGN_OPERATOR.at(span=(self.at, len(found)), symbol=found, instead=_FOREIGN[found]))
        if found == '"':
            found = self.text[self.at : self.text.find('"', self.at + 1) + 1] or self.text[self.at :]
            self._add("text", found.strip('"'), len(found))
        else:
            self._add("symbol", _FOREIGN[found].replace("- -", "+"), len(found))

    def _stray(self) -> None:
        if self.text[self.at] == "'":
            self.problems.append(UNENDED_TEXT.at(span=(self.at, 1)))
            self._add("text", "", len(self.text) - self.at)
            return
        found = _STRAY.match(self.text, self.at)
        strange = found.group() if found else self.text[self.at]
        plain = "".join(_PLAIN.get(character) or normalize("NFKC", character) for character in strange)
        hint = Text(zh="请改用半角 {plain}。", en=" Write {plain}.").filled(plain=plain)
        known = plain != strange and plain.isascii() and plain.isprintable()
        self.problems.append(
            UNEXPECTED_CHARACTER.at(
                span=(self.at, len(strange)), character=_shown(strange), hint=hint if known else _NO_HINT
            )
        )
        self.at += len(strange)

    def _quoted(self, found: str) -> None:
        for offset, character in enumerate(found):
            if (category(character) in ("Cc", "Cs") and character not in "\t\r\n") or character in _HIDDEN:
                self.problems.append(
                    UNEXPECTED_CHARACTER.at(span=(self.at + offset, 1), character=_shown(character), hint=_NO_HINT)
                )
        self._add("text", found[1:-1].replace("''", "'"), len(found))

    def _word(self, found: str) -> None:
        if found in KEYWORDS:
            self._add("keyword", found, len(found))
        elif found.lower() in KEYWORDS:
            self.problems.append(NOT_LOWER_CASE.at(span=(self.at, len(found)), word=found, lower=found.lower()))
            self._add("keyword", found.lower(), len(found))
        else:
            self._add("name", found, len(found))

    def _date(self, found: str) -> None:
        self._add("constant", self._day_or_instant(found), len(found))

    def _day_or_instant(self, found: str) -> object:
        day, clock = found[:10], found[10:]
        try:
            if not clock:
                return date.fromisoformat(day)
            form = _INSTANT.match(clock)
            if form and not form.group(1):
                self.problems.append(NO_OFFSET.at(span=(self.at, len(found)), text=found))
                return None
            if form:
                return datetime.fromisoformat(found).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        self.problems.append(BAD_DATE.at(span=(self.at, len(found)), text=found))
        return None

    def _number(self, found: str) -> None:
        digits = found.replace(".", "")
        if len(digits) > LONGEST_NUMBER or (len(found) > 1 and found[0] == "0" and found[1] != "."):
            self.problems.append(
                BAD_NUMBER.at(span=(self.at, len(found)), text=found[:LONGEST_NUMBER], limit=LONGEST_NUMBER)
            )
            self._add("constant", 0, len(found))
            return
        unit = _UNIT.match(self.text, self.at + len(found))
        if unit is None or unit.group(1).lower() in KEYWORDS:
            self._add("constant", _plain(found), len(found))
            return
        written = _longest_known(unit.group(1))
        width = unit.start(1) + len(written) - self.at
        self._add("constant", self._with_unit(found, written, width), width)

    def _with_unit(self, number: str, unit: str, width: int) -> object:
        if _CURRENCY.match(unit):
            return Money(Decimal(number), unit)
        if canonical_unit(unit) in MEASURES:
            return Quantity(Decimal(number), canonical_unit(unit))
        hint = did_you_mean(unit, (*MEASURES, *_TIME_WORDS, *_CURRENCIES))
        self.problems.append(UNKNOWN_UNIT.at(span=(self.at, width), unit=unit, hint=hint))
        return None

    def _duration(self, found: str) -> None:
        value: object = None
        try:
            value = read_duration(" ".join(found.split()))
        except Refusal as refusal:
            self.problems.extend(replace(problem, span=(self.at, len(found))) for problem in refusal.problems)
        self._add("constant", value, len(found))


def _longest_known(unit: str) -> str:
    """Return `mg/kg` of `mg/kg`, but `km` of `km/x`: what is no unit as a whole may be one divided by a name."""
    before = unit.partition("/")[0]
    known = canonical_unit(unit) not in MEASURES and (before in MEASURES or _CURRENCY.match(before))
    return before if known else unit


def _plain(number: str) -> int | Decimal:
    return Decimal(number) if "." in number else int(number)


def _shown(found: str) -> str:
    if len(found) > 1:
        return found if found.isprintable() else ascii(found)
    code = f"U+{ord(found):04X}"
    return f"{found} ({code})" if found.isprintable() else f"{code} {name(found, '')}".strip()
