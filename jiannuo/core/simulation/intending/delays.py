"""By how much flights and trains are late: drawn as real flights were."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.simulation.planting.drawing import Dice, Ints

_PERCENTILES = Path(__file__).with_name("flight_delays.csv")
_MINUTE = 60_000_000


def read_percentiles() -> NDArray[np.int64]:
    """Return the percentiles 0 to 100 of the delay of a late flight, in minutes."""
    with _PERCENTILES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return np.array([int(row["minutes"]) for row in rows], np.int64)


def draw_delays(dice: Dice, count: int, *, least: int, most: int) -> Ints:
    """Draw delays in microseconds, whole minutes, as they are among those from `least` to `most` minutes."""
    percentiles = read_percentiles()
    percents = np.arange(len(percentiles))
    begin, end = np.interp((least, most), percentiles, percents)
    minutes = np.interp(dice.uniform(begin, end, count), percents, percentiles)
    return np.clip(np.rint(minutes).astype(np.int64), least, most) * _MINUTE
