"""Which rows of a table by groups are shown where not all can be: the worst by the target, else those of most weight."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from jiannuo.core.charters.charter import Sign
from jiannuo.core.rendering.goals import Goal
from jiannuo.core.statistics.figures import Figure

Signs = Mapping[str, Sign]
"""What figures are held to: by indicator, on which side of its target a figure should be."""

_TO_BE_HIGH: tuple[Sign, ...] = ("at least", "more than")
_TO_BE_LOW: tuple[Sign, ...] = ("at most", "less than")


def signs_of(goals: Sequence[Goal]) -> Signs:
    """Return on which side of their targets figures should be, by indicator; none where several targets disagree."""
    found: dict[str, set[Sign]] = {}
    for goal in goals:
        found.setdefault(goal.indicator, set()).add(goal.sign)
    return {name: next(iter(signs)) for name, signs in found.items() if len(signs) == 1}


def is_ranked(sign: Sign | None) -> bool:
    """Tell whether a target says which figures are worse."""
    return sign in (*_TO_BE_HIGH, *_TO_BE_LOW)


def worst_of(figures: Sequence[Figure], sign: Sign | None) -> list[Figure]:
    """Return figures worst first by their target; without one those that rest on most, largest first.

    What should not be relied on stands behind; among alike ones the latest period is first, then the order stays.
    """
    return sorted(figures, key=lambda figure: (figure.state != "ok", *_badness(figure, sign), -figure.until))


def _badness(figure: Figure, sign: Sign | None) -> tuple[bool, Decimal, Fraction]:
    value = figure.value or Decimal(0)
    rank = value if sign in _TO_BE_HIGH else -value if sign in _TO_BE_LOW else Decimal(0)
    return figure.value is None, rank, -_weight(figure)


def _weight(figure: Figure) -> Fraction:
    """Return what a figure rests on: its denominator, or what was counted, or else how many observations there are."""
    sides = (figure.denominator, figure.numerator, Fraction(figure.count))
    return next(side for side in sides if side is not None)
