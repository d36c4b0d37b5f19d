"""Where breaches gather: groups beside which all others keep clearly more."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from jiannuo.core.statistics.fulfilment import Ratio, Tally

_LEAST = 30
_CLEARLY = 4.0
"""How many standard deviations a run must lie off: of a hundred runs looked at, hardly one does so by chance."""
_MORE = 1.25
"""How many times as much must be broken inside as outside, so that it is worth telling."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A run of groups, `first` to `last` (places), with the broken share of what was decided in it and in all others."""

    first: int
    last: int
    inside: Ratio
    outside: Ratio

    @property
    def deviation(self) -> float:
        """Return by how many standard deviations more was broken inside than outside."""
        decided = self.inside.denominator + self.outside.denominator
        share = (self.inside.numerator + self.outside.numerator) / decided
        spread = sqrt(share * (1 - share) * (1 / self.inside.denominator + 1 / self.outside.denominator))
        return ((self.inside.value or 0.0) - (self.outside.value or 0.0)) / spread if spread else 0.0


def worst_run(tallies: Sequence[Tally], *, longest: int) -> Gathering | None:
    """Return the run of at most `longest` neighboring groups in which surely more was broken than elsewhere, or None.

    Inside and outside at least 30 obligations are decided each, and inside a quarter more of them is broken; of several
    runs it is the one farthest off.
    """
    decided = [each.fulfilment.denominator for each in tallies]
    broken = [each.broken for each in tallies]
    runs = (
        Gathering(first, last, Ratio(inside, of), Ratio(sum(broken) - inside, sum(decided) - of))
        for first in range(len(tallies))
        for last in range(first, min(first + longest, len(tallies)))
        for inside, of in [(sum(broken[first : last + 1]), sum(decided[first : last + 1]))]
        if of >= _LEAST and sum(decided) - of >= _LEAST
    )
    clear = (run for run in runs if run.deviation >= _CLEARLY and _is_worth_telling(run))
    return max(clear, key=lambda run: run.deviation, default=None)


def _is_worth_telling(run: Gathering) -> bool:
    return (run.inside.value or 0.0) >= _MORE * (run.outside.value or 0.0)
