"""Which limits a slider stops at: round ones on both sides of the limit as it is, up to about twice as long."""

from dataclasses import dataclass

from jiannuo.core.values.durations import DAY, HOUR, MINUTE, SECOND, Duration

_MILLISECOND = 1_000
_STEPS = (
    *(n * _MILLISECOND for n in (1, 2, 5, 10, 20, 50, 100, 250, 500)),
    *(n * SECOND for n in (1, 2, 3, 5, 10, 15, 30)),
    *(n * MINUTE for n in (1, 2, 3, 5, 10, 15, 30)),
    *(n * HOUR for n in (1, 2, 3, 4, 6, 12)),
    *(n * DAY for n in (1, 2, 5, 10, 30)),
)
_DATES = (1, 2, 5, 10, 30, 100)
_FEWEST = 12
"""How many steps there are at least up to the limit as it is, where the unit can be divided."""
_FEWEST_DATES = 6


@dataclass(frozen=True, slots=True)
class Positions:
    """The limits in ascending order, all in one unit; `current` is the place of the one that holds."""

    limits: tuple[Duration, ...]
    current: int

    @property
    def longest(self) -> Duration:
        """Return the last limit."""
        return self.limits[-1]


def positions_around(limit: Duration) -> Positions | None:
    """Return the limits to try, the limit itself among them; None where it leaves no time at all."""
    if limit.count <= 0:
        return None
    step = _step(limit)
    last = 2 * limit.count if limit.unit.counts_time else max(2 * limit.count, _FEWEST_DATES)
    counts = sorted({limit.count, *range(step, last + 1, step)})
    return Positions(tuple(Duration(count, limit.unit) for count in counts), counts.index(limit.count))


def _step(limit: Duration) -> int:
    """Return the longest round step that leads to the limit in enough steps, else one that comes near it."""
    steps, fewest = (_STEPS, _FEWEST) if limit.unit.counts_time else (_DATES, _FEWEST)
    small = [step for step in steps if step * fewest <= limit.count] or [min(steps[0], limit.count)]
    return next(
        (step for step in reversed(small) if limit.count % step == 0 and limit.count // step <= _MOST), small[-1]
    )


_MOST = 50
