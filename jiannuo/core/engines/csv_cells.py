"""Texts that no spreadsheet takes for a formula, a number or a date, and that can be had back as they were."""

import re
from unicodedata import normalize

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_QUOTE = "'"
_SHORT_NUMBER = re.compile(r"0|[1-9]\d{0,10}")
"""Whole numbers that a spreadsheet shows with all their digits and no others."""
_NUMBER = re.compile(r"[\d,]*\.?\d[\d,.]*(?:[eE][+-]?\d+)?%?", re.ASCII)
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# Also with the Chinese signs of year, month, day and hour.
_DATE = re.compile(
    rf"\d+\s*[-/.:\u5e74\u6708\u65e5\u65f6]\s*\d.*|\d+\s*[\u6708\u65e5\u65f6].*|(?:{_MONTH})[a-z]*[-\s/.,]*\d.*|\d+[-\s/.,]*(?:{_MONTH})[a-z]*.*",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_WORDS = {"true", "false"}
_AROUND = "()$¥€£ "
"""What may stand around a number that is still one."""


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: where it would, an apostrophe stands before it.

    So it does where the text itself begins with one: `unguarded` returns any text as it was.
    """
    return (
        f"{_QUOTE}{text}" if text.lstrip().startswith((*FORMULA_MARKS, _QUOTE)) or text[:1] in FORMULA_MARKS else text
    )


def guarded_id(text: str) -> str:
    """Return an id that is also taken for no number or date, by which it would lose zeros, digits or its form."""
    plain = normalize("NFKC", text).strip().strip(_AROUND)  # as spreadsheets read it: １２ is 12, (5) is -5
    is_other = _NUMBER.fullmatch(plain) or _DATE.fullmatch(plain) or plain.casefold() in _WORDS
    if is_other and not _SHORT_NUMBER.fullmatch(text):
        return f"{_QUOTE}{text}"
    return guarded(text)


def unguarded(written: str) -> str:
    """Return the text that was guarded."""
    return written.removeprefix(_QUOTE)


def encodable(text: str, encoding: str) -> tuple[str, int]:
    """Return a text that can be written in an encoding, and how many of its signs had to be spelled out for that."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        spelled = [_spelled(sign, encoding) for sign in text]
        return "".join(spelled), sum(shown != sign for shown, sign in zip(spelled, text, strict=True))
    return text, 0


def _spelled(sign: str, encoding: str) -> str:
    return sign.encode(encoding, "backslashreplace").decode(encoding)
