"""How much room signs take where every column is as wide as the next: on a terminal."""

import unicodedata


def width_of(text: str) -> int:
    """Return how many columns a text takes: wide signs such as Chinese ones two, combining and invisible ones none."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1
