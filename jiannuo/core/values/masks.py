"""Masks for what is personal: enough is left for those concerned to know it again, too little to find anyone by."""

import re

MASK = "***"
"""Stands for a personal value of which nothing can be shown."""
_NAME = re.compile(r"[\u3400-\u9fff·]{2,}")
_PHONE = re.compile(r"(?:\+?86[ -]?)?(1\d{2})[ -]?\d{4}[ -]?(\d{4})")
_PLATE = re.compile(r"([\u3400-\u9fff][A-Za-z])[ ·]?[A-Za-z0-9]{4,5}([A-Za-z0-9\u3400-\u9fff])")
_NUMBER = re.compile(r"[A-Za-z0-9-]*\d[A-Za-z0-9-]*")
_LEFT = 4
_LEAST_HIDDEN = 4
_MASKED = re.compile(
    r"\*{3}|[\u3400-\u9fff·]\*|1\d{2}\*{4}\d{4}|[\u3400-\u9fff][A-Za-z]\*{4}[A-Za-z0-9\u3400-\u9fff]|\*{4}[A-Za-z0-9-]{4}"
)


def mask(value: str) -> str:
    """Return a personal value masked: 张*, 138****1234, 粤A****5, ****5678; whatever else it is, `***`.

    Of a number the last four are left only where four digits or more are hidden before them, not counting leading zeros:
    `d0000060` hides nothing but zeros, so that its end is the whole number. A mask stays what it is.
    """
    text = value.strip()
    if _MASKED.fullmatch(text):
        return text
    if _NAME.fullmatch(text):
        return f"{text[0]}*"
    if found := _PHONE.fullmatch(text) or _PLATE.fullmatch(text):
        return f"{found[1]}****{found[2]}"
    if _NUMBER.fullmatch(text) and _hidden_digits(text) >= _LEAST_HIDDEN:
        return f"****{text[-_LEFT:]}"
    return MASK


def _hidden_digits(number: str) -> int:
    """Return how many digits that tell anything are before the last four: leading zeros and letters tell nothing."""
    return len(re.sub(r"[^0-9]", "", number[:-_LEFT]).lstrip("0"))
