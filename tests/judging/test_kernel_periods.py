"""The kernel's periods: those that the reference finds, for many subjects at once."""

from pathlib import Path

import numpy as np
import pytest

from jiannuo.core.charters.charter import Charter, Every
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.kernel.past.periods import natural_periods, periods_of
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.states.state_answers import STATE_ANSWERS
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.judging.reference import openings
from jiannuo.core.judging.reference import world as reference
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.values.durations import read_duration
from jiannuo.core.values.instants import PERIODS, Period, read_instant
from tests.judging.roster_worlds import charter_with, rosters_of

PROMISE = "  open-stays: {of: desk, hold: \"in_force('open')\"}\n"
EDITIONS = ("2024-01-31", "2024-05-06", "2024-05-09")
EVERIES = (
    *(Every(period=period) for period in ("day", "week", "month")),
    *(Every(duration=read_duration(text)) for text in ("90 min", "36 h", "2 natural days", "3 weeks", "1 months")),
    Every(interval_of="office"),
    Every(attribute="pace"),
    Every(duration=read_duration("3 working h")),
)
EMPTY = (
    Every(period="month"),
    Every(duration=read_duration("1 months")),
    Every(duration=read_duration("3 weeks")),
    EVERIES[-1],
)
"""Those of which none begins within the few days of a log."""


@pytest.fixture(scope="module", params=EDITIONS)
def charter(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Charter:
    return charter_with(PROMISE, tmp_path_factory.mktemp("rosters") / "1", effective=request.param)


def both(charter: Charter, seed: int) -> tuple[Reader, Moment]:
    log, as_of = rosters_of(seed)
    world = reference.World(charter, log, as_of=as_of)
    kernel = Reader(World(charter, table_of(log.events), log.reach, as_of=as_of), STATE_ANSWERS)
    return kernel, Moment(world, world.stream(("desk_id",), ("d1",)), as_of, {})


def starts_of(moment: Moment) -> list[int]:
    effective = moment.world.charter.effective
    return sorted({max(effective, event.at + more) for event in moment.world.events for more in (0, 1, 3_600_000_000)})


@pytest.mark.parametrize("with_first", [False, True])
@pytest.mark.parametrize("period", [period for period in PERIODS if period != "minute"])
def test_natural_periods_begin_and_end_as_in_the_reference(charter: Charter, period: Period, with_first: bool) -> None:
    for seed in range(4):
        reader, moment = both(charter, seed)
        from_ = starts_of(moment)
        found = natural_periods(reader.world, period, np.array(from_, np.int64), with_first=with_first)
        wanted = [
            (place, *span)
            for place, start in enumerate(from_)
            for span in openings.whole_periods(period, moment, from_=start, with_first=with_first)
        ]
        assert list(zip(*(column.tolist() for column in found), strict=True)) == wanted


@pytest.mark.parametrize("every", EVERIES, ids=str)
def test_counted_periods_and_segments_are_those_of_the_reference(charter: Charter, every: Every) -> None:
    number = 0
    for seed in range(8):
        reader, moment = both(charter, seed)
        from_ = starts_of(moment)
        streams = reader.world.streams(("desk_id",))
        if ("d1",) not in streams.numbers:
            continue
        stream = np.full(len(from_), streams.numbers[("d1",)])
        found, missing = periods_of(reader, every, Sites(streams, stream, np.array(from_, np.int64)))
        wanted = [
            (place, *span)
            for place, start in enumerate(from_)
            for span in openings._periods(every, moment, from_=start)
        ]  # fmt: skip
        assert list(zip(*(column.tolist() for column in found), strict=True)) == wanted
        number += len(wanted)
        is_measured = every.period is None and every.interval_of is None
        lengths = [not is_measured or openings._length_of(every, moment, at=start) is not None for start in from_]
        assert [place not in missing.tolist() for place in range(len(from_))] == lengths
    assert number > 0 or every in EMPTY


def test_by_hand_months_from_the_31st_end_on_the_last_day_and_go_on_from_the_31st(tmp_path: Path) -> None:
    charter = charter_with(PROMISE, tmp_path / "1", effective="2024-01-31")
    log, _ = rosters_of(0)
    as_of = read_instant("2024-04-01", zone="Asia/Shanghai")
    reader = Reader(World(charter, table_of(log.events), log.reach, as_of=as_of), STATE_ANSWERS)
    none = np.empty(0, np.int64)
    at = np.array([charter.effective], np.int64)
    every = Every(duration=read_duration("1 months"))
    found, missing = periods_of(reader, every, Sites(reader.world.streams(("desk_id",)), np.zeros(1, np.int64), at))
    dates = ("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30")
    edges = [read_instant(day, zone="Asia/Shanghai") for day in dates]
    assert found.start.tolist() == edges[:-1]
    assert found.end.tolist() == edges[1:]
    assert missing.tolist() == none.tolist()
