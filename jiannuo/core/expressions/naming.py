"""Did-you-mean: the declared name nearest to a misspelled one."""

from collections.abc import Iterable
from difflib import get_close_matches

from jiannuo.core.values.texts import Text

_NO_HINT = Text(zh="", en="")
_HINT = Text(zh="是否想写 {name}？", en=" Did you mean {name}?")
_CLOSE_ENOUGH = 0.75
_MOST_CANDIDATES = 2_000
"""Among more names than these none is looked for: a charter made to waste time shall not."""


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate nearest to a name, or None if none is near; ties go to the first in alphabetical order."""
    ordered = sorted(set(candidates) - {name})
    if len(ordered) > _MOST_CANDIDATES:
        return None
    allowed = min(len(name) - 1, 1 if len(name) <= 3 else 2)  # with every letter changed it is another name
    near = [(distance, other) for other in ordered if (distance := _edits(name, other, allowed)) <= allowed]
    if near:
        return min(near)[1]
    close = get_close_matches(name, ordered, n=1, cutoff=_CLOSE_ENOUGH)
    return close[0] if close else None


def did_you_mean(name: str, candidates: Iterable[str]) -> Text:
    """Return the sentence "Did you mean …?" for the end of a message, or an empty text."""
    found = nearest(name, candidates)
    return _NO_HINT if found is None else _HINT.filled(name=found)


def _edits(one: str, other: str, allowed: int) -> int:
    """Count insertions, deletions, substitutions and swaps of neighbors (optimal string alignment), ignoring case."""
    if abs(len(one) - len(other)) > allowed:
        return allowed + 1
    one, other = one.lower(), other.lower()
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, above = above, line
    return above[-1]
