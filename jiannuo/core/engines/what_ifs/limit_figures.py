"""The figures of a slider: what each limit would have come to, and how far that is exact."""

from dataclasses import dataclass
from typing import Literal

from jiannuo.core.engines.what_ifs.limit_eligibility import Obstacle
from jiannuo.core.engines.what_ifs.limit_positions import Positions
from jiannuo.core.statistics.fulfilment import Tally
from jiannuo.core.values.durations import Duration

Doubt = Literal["undecided", "granted", "kin", "calendar_year"]
"""Why figures are an estimate: what the record holds hangs on the limit in a way that one judging does not tell."""


@dataclass(frozen=True, slots=True)
class LimitSteps:
    """The verdicts at each limit of a promise's slider, or why it has none; exact unless there are doubts."""

    promise: str
    positions: Positions | None = None
    tallies: tuple[Tally, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    obstacle: Obstacle | None = None

    def at(self, limit: Duration) -> Tally | None:
        """Return the verdicts at a limit, None where the slider does not stop."""
        stops = dict(zip(self.positions.limits, self.tallies, strict=True)) if self.positions else {}
        return stops.get(limit)
