"""Delays are drawn as real ones were."""

import csv
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from jiannuo.core.simulation.intending.delays import draw_delays, read_percentiles
from jiannuo.core.simulation.planting.drawing import dice_for

MINUTE = 60_000_000


def test_the_percentiles_rise_from_one_minute_to_the_longest_delay() -> None:
    percentiles = read_percentiles()
    assert len(percentiles) == 101
    assert np.all(np.diff(percentiles) >= 0)
    assert (percentiles[0], percentiles[50], percentiles[100]) == (1, 21, 1272)


def test_the_percentiles_are_the_nearest_ranks_of_the_flights_that_were_late() -> None:
    flights = Path(__file__).parents[2] / "examples/flights/data/flights.parquet"
    delays = pq.read_table(flights, columns=["arr_delay"])["arr_delay"].drop_null().to_pylist()
    late = sorted(delay for delay in delays if delay > 0)
    assert len(late) == 133_004
    ranks = [max(1, -(-percent * len(late) // 100)) for percent in range(101)]
    assert read_percentiles().tolist() == [late[rank - 1] for rank in ranks]


def test_the_table_names_where_it_comes_from() -> None:
    table = Path(__file__).parents[2] / "jiannuo/core/simulation/intending/flight_delays.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    assert "nycflights13" in " ".join(line for line in lines if line.startswith("#"))
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert [int(row["percent"]) for row in rows] == list(range(101))


def test_draws_follow_the_percentiles_within_their_limits() -> None:
    minutes = draw_delays(dice_for(1, "test"), 50_000, least=0, most=10_000) / MINUTE
    assert np.all(minutes == np.rint(minutes))
    for percent in (25, 50, 75, 90):
        below = np.mean(minutes <= read_percentiles()[percent])
        assert abs(below - percent / 100) < 0.04


def test_within_narrower_limits_delays_are_as_those_of_the_flights_within_them() -> None:
    flights = Path(__file__).parents[2] / "examples/flights/data/flights.parquet"
    delays = pq.read_table(flights, columns=["arr_delay"])["arr_delay"].drop_null().to_numpy()
    for least, most in ((30, 360), (1, 29), (75, 360)):
        minutes = draw_delays(dice_for(1, "test"), 50_000, least=least, most=most) / MINUTE
        real = delays[(delays >= least) & (delays <= most)]
        assert least <= minutes.min() and minutes.max() <= most
        for quantile in (0.1, 0.25, 0.5, 0.75, 0.9):
            assert abs(np.mean(minutes <= np.quantile(real, quantile)) - quantile) < 0.06
